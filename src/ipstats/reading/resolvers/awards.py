"""The subject of a figure on prizes: which award's, which prize's and which kind's, under many wordings."""

from dataclasses import replace

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, word_set, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, QUANTITY, Kind, Token, text_of
from ipstats.reading.award_names import awards_named, behind_gain, is_of_award
from ipstats.reading.clause_tree import Clause, Mention
from ipstats.reading.evidence import Answer, How, distributed
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.coordination import split_nouns
from ipstats.reading.resolvers.lists import respective_run
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN, PRIZES
from ipstats.reading.resolvers.places import heads_name
from ipstats.reading.resolvers.prize_names import (
    COUNTED,
    NATIONAL,
    OTHERS,
    award_spoken_of,
    kind_left,
    kind_of,
    name_of_prizes,
    nominal,
    prize_in,
    prize_of_metal,
    prizes_of,
    tells_of_designs,
    tokens_ahead,
    tokens_behind,
    words_of_prizes,
)
from ipstats.reading.slots import Ask, Resolver, answer


# ---------------------------------------------------------------- the prizes named
def _named_prize(ask: Ask) -> Answer | None:
    """2项发明专利获中国专利银奖, 安徽省专利金奖4项: prizes of the award that their own words name."""
    said = words_of_prizes(ask)
    named = awards_named(said[0]) if said is not None else []
    if said is None or not named:
        return None
    text, start, end = said
    together = regex("several_awards").match(behind_gain(text))
    if together or len(set(named)) > 1:
        return answer(Subject(together[0]), "named_prize", How.CLAUSE, start, end) if together else None
    return of_winner(answer(prizes_of(named[-1], text, ask), "named_prize", How.CLAUSE, start, end), ask)


def _prize_of_award_before(ask: Ask) -> Answer | None:
    """5个项目获金奖, where the sentence or the text before it speaks of an award."""
    said = words_of_prizes(ask)
    award, doubt = award_spoken_of(ask, said[0]) if said is not None else ("", "")
    if said is None or not award:
        return None
    text, start, end = said
    one = prizes_of(award, text, ask)
    if not doubt and not kind_left(text, ask) and _is_kind_carried(one.label, text, ask):
        doubt = "prize_kind_carried"
    said_before = text_of(tokens_ahead(ask.mention, ask.mention.sentence))
    if regex("prizes_in_all").search(text) and len(set(awards_named(said_before))) > 1:
        doubt = doubt or "prize_of_award_before"
    return of_winner(answer(one, "prize_of_award_before", How.SHARED, start, end, doubt), ask)


def _is_kind_carried(label: str, text: str, ask: Ask) -> bool:
    """中国专利金奖2项、银奖5项 alone: whether designs are among the 银奖 is not said."""
    return kind_of(label) == words("national_award")[2] and not kind_of(text) and not tells_of_designs(ask)


# ---------------------------------------------------------------- who wins them
def of_winner(found: Answer, ask: Ask) -> Answer:
    """The prizes of the one body or field that wins them: what a body wins need not be all that its area does."""
    if owners := _owners_of_item(ask.mention):
        return _won_by(found, "、".join(owners), "prizes_of_one_body")
    if bodies := _bodies_before_gain(ask.mention):
        return distributed(_won_by(found, who, "prizes_of_one_body") for who in _each_or_together(bodies, ask))
    field, body = _winner_ahead(ask.mention)
    return _won_by(found, field or body, "" if field else "prizes_of_one_body") if field or body else found


def _each_or_together(bodies: list[str], ask: Ask) -> list[str]:
    """Several bodies each by itself, where 各 or 分别 says so, else as one."""
    each = not {Kind.EACH, Kind.RESPECTIVELY}.isdisjoint(ask.predicate.kinds)
    return bodies if each else ["、".join(bodies)]


def _winner_ahead(m: Mention) -> tuple[str, str]:
    """The field or the body that the clauses before a number name as winning, up to one that is of a place."""
    if body := _bare_winner(m):
        return "", body
    for clause in reversed(m.clauses_so_far):
        ahead = tokens_ahead(m, clause)
        of_place = any(_is_topic(token, clause) for token in ahead)
        if any(won := _winner_in(text_of(ahead), of_place)):
            return won
        if of_place:
            break
    return "", ""


def _winner_in(said: str, of_place: bool) -> tuple[str, str]:
    """The field or the body that some words name as winning; one that is an example of several is none."""
    won = regex("prize_winner").search(said) or (not of_place and regex("prize_winner_named").match(said))
    if not won:
        return "", ""
    field = won.groupdict().get("field") or ""
    example = not field and regex("winner_example").search(said[won.end("body") :])
    return field, "" if field or example else won["body"]


def _bare_winner(m: Mention) -> str:
    """潍柴动力2件专利获银奖: a body without a word for its kind, right before the number of its patents."""
    plain = m.number_first and all(token.kind is Kind.TEXT for token in m.before)
    bare = regex("bare_winner").match(text_of(m.before)) if plain else None
    return bare[0] if bare and regex("patents_gain").match(text_of(m.after)) else ""


def _won_by(found: Answer, who: str, doubt: str) -> Answer:
    subject = replace(found.value, scope=who, understood=False)
    return replace(found, value=subject, doubt=found.doubt or doubt)


def _owners_of_item(m: Mention) -> list[str]:
    """甲大学的1项专利、乙公司和丙公司共有的2项专利: the bodies whose patents a member of a list counts."""
    lead = nominal(token for token in m.before if token.kind is not Kind.OWN_AREA)
    if m.position:
        joint = next((at for at, token in enumerate(lead) if token.kind is Kind.JOIN), 0)
        lead = lead[joint + 1 :] if regex("patents_alone").match(text_of(lead[:joint])) else ()
    if len(m.clause.quantities) < 2 or not m.number_first or not regex("owned_by").search(text_of(lead)):
        return []
    nouns = [regex("owned_by").sub("", noun) for noun in split_nouns(lead)]
    return nouns if all(map(regex("body_name").search, nouns)) else []


def _bodies_before_gain(m: Mention) -> list[str]:
    """甲大学、乙研究所各获2项: the several bodies, and nobody else, that win what is counted."""
    if (bodies := _bodies_before_each(m)) or m.position or m.item_index:
        return bodies
    gained = regex("gain").search(text_of(m.before))
    if gained is None:
        return []
    end = m.before[0].start + gained.start()
    ahead = (token._replace(text=token.text[: end - token.start]) for token in m.before if token.start < end)
    bodies = split_nouns(nominal(ahead))
    return bodies if len(bodies) > 1 and all(map(regex("body_name").search, bodies)) else []


def _bodies_before_each(m: Mention) -> list[str]:
    """甲股份、乙传动各1件专利获优秀奖: what stands side by side before 各, neither places nor prizes."""
    marks = [token.start for token in m.before if token.kind in (Kind.EACH, Kind.RESPECTIVELY)]
    ahead = tuple(token for token in m.before if marks and token.start < marks[0])
    if any(token.kind is Kind.PLACE for token in ahead) or prize_in(text_of(ahead)):
        return []
    bodies = split_nouns(nominal(ahead))
    return bodies if len(bodies) > 1 else []


def _is_topic(token: Token, clause: Clause) -> bool:
    """Whether a token is the document's area, or a place that heads no longer name (中国石化)."""
    return token.kind is Kind.OWN_AREA or (token.kind is Kind.PLACE and not heads_name(token, clause.tokens))


def _prize_winners(ask: Ask) -> Answer | None:
    """4家企业获中国专利金奖, 获奖单位101家: those who won prizes are counted, which are no prizes."""
    m, said = ask.mention, ask.predicate
    if not m.is_figure or m.unit in ("项", "件", "%"):
        return None
    behind = text_of(tokens_behind(m))
    text = said.noun if regex("prize_words").search(said.noun) else behind
    holder = regex("prize_holder").match(behind) or regex("prize_holder").search(said.noun)
    told = holder is not None and regex("prize_words").search(text)
    won, doubt = _won_by_them(text, ask) if told else ("", "")
    label = Subject(words("won_by")[0] + won + (holder[0] if holder else ""))
    return answer(label, "prize_winners", How.CLAUSE, m.token.start, m.clause.tokens[-1].end, doubt) if won else None


def _won_by_them(text: str, ask: Ask) -> tuple[str, str]:
    """The award or prize that some words say was won, "" where none is known, and a doubt."""
    award, doubt = award_spoken_of(ask, text)
    if award and not prize_in(text) and (of_these := _prize_told_before(ask)):
        return of_these, doubt or "prize_kind_carried"
    return (name_of_prizes(text, ask) if award == NATIONAL else award), doubt


def _prize_told_before(ask: Ask) -> str:
    """银奖共评选出60项，4个单位获奖: the one prize that the last figure of the sentence is of, "" for none."""
    last = ask.in_sentence[-1].named.label if ask.in_sentence else ""
    return last if last.startswith(words("national_award")) and last.endswith(PRIZES) else ""


def _prizes_of_holders(ask: Ask) -> Answer | None:
    """获奖项目中，高校和科研院所3项、医药领域2项: the prizes won by those, or in the fields, that are named."""
    said = ask.predicate
    named = _holder_of_share(ask) if ask.measure.name == "share" else _holders_in_list(ask)
    holders = (named or _holders_beside(ask)) if ask.mention.unit in COUNTED else []
    award, doubt = award_spoken_of(ask, "") if holders else ("", "")
    if not award:
        return None
    one = names.resolve(award, ask.level_unit)
    each = not {Kind.EACH, Kind.RESPECTIVELY}.isdisjoint(said.kinds)
    return distributed(
        answer(replace(one, scope=who, understood=False), "prizes_of_holders", How.SHARED, said.start, said.end, doubt)
        for who in (holders if each else ["、".join(holders)])
    )


def _holder_of_share(ask: Ask) -> list[str]:
    """企业占比71%: a kind of holders alone, behind figures on prizes."""
    who = regex("holder_ends").sub("", ask.predicate.noun)
    told = any(_is_on_prizes(one, ask) for one in ask.context.earlier)
    return [who] if told and regex("holder_kind").match(who) else []


def _holders_in_list(ask: Ask) -> list[str]:
    """高校和科研院所3项: those who are named behind all prizes, or behind others of whom it told so."""
    noun, whole, unit = ask.predicate.noun, ask.context.whole, ask.mention.unit
    last = ask.context.earlier[-1:]
    goes_on = any(one.subject.evidence.rule == "prizes_of_holders" and one.unit == unit for one in last)
    of_all = goes_on or (whole is not None and regex("award_total").match(whole.label))
    if not of_all or len(noun) < 2 or regex("prize_words").search(noun):
        return []
    return split_nouns(nominal(ask.mention.before))


def _holders_beside(ask: Ask) -> list[str]:
    """清华大学有36项, 高校共同持有的获奖专利5件, 17件专利来自新兴产业: those whose prizes are told after others'."""
    if who := _holder_of_clause(ask.mention) or _field_of_clause_before(ask):
        return [who]
    named = awards_named(ask.mention.text_so_far)
    if not named and not any(_is_on_prizes(one, ask) for one in ask.context.earlier[-1:]):
        return []
    return _bodies_alone(ask.mention) or _origin_behind(ask.mention)


def _bodies_alone(m: Mention) -> list[str]:
    """清华大学有36项, 民营企业获奖4项: bodies alone before a number that tells no kind of prizes."""
    nouns = [] if prize_in(text_of(m.after)) else split_nouns(nominal(tokens_ahead(m, m.item)))
    bodies = [body["who"] or body["kind"] for noun in nouns if (body := regex("holder_alone").match(noun))]
    return bodies if len(bodies) == len(nouns) else []


def _origin_behind(m: Mention) -> list[str]:
    """17件专利来自新兴产业: where the words behind a number say that its prizes come from."""
    found = regex("prizes_from").match(text_of(nominal(tokens_behind(m))))
    return [found["who"]] if found else []


def _holder_of_clause(m: Mention) -> str:
    """高校共同持有的获奖专利5件, 第一专利权人为企业的48项: whose prizes the words before a number tell."""
    found = regex("holder_of_prizes").match(text_of(nominal(tokens_ahead(m, m.clause))))
    if found is None:
        return ""
    of_prizes = regex("prize_words").search(m.text_so_far) or awards_named(m.text_so_far)
    return found["who"] or (found["whom"] if of_prizes else "")


def _field_of_clause_before(ask: Ask) -> str:
    """先进装备制造业获奖专利数量多，共有15项: the field or body whose many prizes the clause before speaks of."""
    m = ask.mention
    before = m.previous_clause
    if before is None or before.has_quantity or len(ask.predicate.noun) > 1 or m.item_index or m.position:
        return ""
    found = regex("prizes_of_field").match(text_of(nominal(before.tokens)))
    return found["who"] if found else ""


def _is_on_prizes(one: Resolved, ask: Ask) -> bool:
    return bool(is_of_award(one.named.label, ask.context.award))


def _prizes_nominated(ask: Ask) -> Answer | None:
    """推荐12个企业项目参评: what is put up for an award, which is no prize."""
    m = ask.mention
    ahead, behind = text_of(tokens_ahead(m, m.clause)), text_of(tokens_behind(m))
    verb, found = regex("nominating").search(ahead), regex("nominated").match(behind)
    if not m.is_figure or verb is None or found is None or not award_spoken_of(ask, behind)[0]:
        return None
    label = verb[1] + names.clean(found["what"]).noun
    return answer(Subject(label), "prizes_nominated", How.CLAUSE, m.token.end, m.token.end + len(found["what"]))


def _prizes_side_by_side(ask: Ask) -> Answer | None:
    """金奖、银奖数量居首位, 专利银奖和外观设计银奖各2项: one number for all; 金、银奖分别为3项、5项: one for each."""
    m = ask.mention
    lead, nouns = _side_by_side(m) if m.is_rank or m.unit in COUNTED else ((), [])
    award, doubt = award_spoken_of(ask, text_of(lead)) if nouns else ("", "")
    if not award:
        return None
    start, end = lead[0].start, lead[-1].end
    found = (
        answer(prizes_of(award, noun, ask), "prizes_side_by_side", How.SHARED, start, end, doubt) for noun in nouns
    )
    _, body = _winner_ahead(m)
    return distributed(_won_by(one, body, "prizes_of_one_body") if body else one for one in found)


def _side_by_side(m: Mention) -> tuple[tuple[Token, ...], list[str]]:
    """The words that tell several prizes, and those of them that the number is of: one behind 分别, else all."""
    run = respective_run(m)
    if run is not None and _stand_alone(run.quantities, m.clause):
        nouns = _coordinated_prizes(run.before)
        return run.before, nouns[run.at : run.at + 1] if len(nouns) == len(run.quantities) else []
    marks = [token for token in m.before if token.kind in (Kind.EACH, Kind.RESPECTIVELY)]
    lead = tuple(token for token in m.before if not marks or token.start < marks[-1].start)
    for_all = m.is_rank or (marks and len(m.item.quantities) == 1)
    return lead, _coordinated_prizes(lead) if for_all else []


def _behind_place(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens behind the last place, none where it stands in a list."""
    first = max((at for at, token in enumerate(tokens, start=1) if token.kind is Kind.PLACE), default=0)
    return () if any(token.kind is Kind.JOIN for token in tokens[:first]) else tokens[first:]


def _stand_alone(quantities: tuple[Token, ...], clause: Clause) -> bool:
    """Whether no noun stands between the numbers of a list."""
    between = (token for token in clause.tokens if quantities[0].end <= token.start < quantities[-1].start)
    return all(token.kind not in NOMINAL or token.kind is Kind.JOIN for token in between)


def _coordinated_prizes(tokens: tuple[Token, ...]) -> list[str]:
    """Several prizes side by side (专利金、银、优秀奖), each with the end and the kind that it shares; none where a
    place or a number stands among them."""
    if any(token.kind in QUANTITY for token in tokens):
        return []
    found, kind, end = [], "", PRIZES[0][-1]
    for noun in split_nouns(_behind_place(tokens)):
        prize, told = prize_in(noun + end), regex("kind_of_prize").search(noun)
        kind = told[0] if told else kind
        found.append(kind + prize if prize else "")
    return found if len(found) > 1 and all(found) and prize_in(text_of(tokens)) else []


def _prizes_by_metal(ask: Ask) -> Answer | None:
    """两金一银, 2金5银31优: prizes that are told by their metal alone, where an award is spoken of."""
    m, prize = ask.mention, prize_of_metal(ask.mention)
    award, doubt = award_spoken_of(ask, "") if prize else ("", "")
    if not award:
        return None
    one = prizes_of(award, award + prize, ask)
    return of_winner(answer(one, "prizes_by_metal", How.CLAUSE, m.token.start, m.after[0].end, doubt), ask)


def _seats_of_prizes(ask: Ask) -> Answer | None:
    """甲公司占得两席, 乙公司、丙公司各占一席: prizes counted as seats among those spoken of before."""
    m, context = ask.mention, ask.context
    levels = (one for one in reversed(context.earlier) if one.is_level)
    before = context.whole_row or next(levels, None)
    if m.unit not in word_set("seat") or before is None or not _is_on_prizes(before, ask):
        return None
    subject = before.named if before.unit != m.unit else replace(before.named, scope="")
    found = answer(subject, "seats_of_prizes", How.SHARED, m.token.start, m.token.end)
    return distributed(_won_by(found, who, "prizes_of_one_body") for who in _holders_of_seats(ask))


def _holders_of_seats(ask: Ask) -> list[str]:
    """Those who take seats, together or 各, "" where nobody is named."""
    who = [regex("seat_verb").sub("", noun) for noun in split_nouns(nominal(ask.mention.before))]
    places = {token.text for token in ask.mention.before if token.kind is Kind.PLACE}
    whose = [name for name in who if len(name) > 1 and name not in places]
    return _each_or_together(whose, ask) or [""]


AWARDS = (
    Resolver("named_prize", "indicator", _named_prize, (*OTHERS, "place_part", "respective")),
    Resolver("prize_of_award_before", "indicator", _prize_of_award_before,
             (*OWN, *LEFT_OUT, "parallel_name", "dependent_head", "respective", "each_of")),
    Resolver("prize_winners", "indicator", _prize_winners, (*OTHERS, "named_prize")),
    Resolver("prizes_of_holders", "indicator", _prizes_of_holders, (*OTHERS, "each_of")),
    Resolver("prizes_nominated", "indicator", _prizes_nominated, (*OTHERS, "named_prize", "prize_winners")),
    Resolver("prizes_by_metal", "indicator", _prizes_by_metal, (*OTHERS, "place_part", "respective", "named_prize")),
    Resolver("seats_of_prizes", "indicator", _seats_of_prizes, (*OTHERS, "each_of", "place_part", "prizes_taken")),
    Resolver("prizes_side_by_side", "indicator", _prizes_side_by_side,
             (*OTHERS, "named_prize", "rank_of_several", "each_of", "each_of_levels", "respective", "coordinated")),
)  # fmt: skip
