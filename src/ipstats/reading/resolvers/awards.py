"""The subject of a figure on prizes: which award's, which prize's and which kind's, under many wordings."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, QUANTITY, Kind, Token, text_of
from ipstats.reading.award_names import after_awards, awards_named, is_of_award
from ipstats.reading.clause_tree import Clause, Item, Mention, Sentence, follows_noun
from ipstats.reading.evidence import Answer, How, distributed
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.lists import respective_run, split_nouns
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN, PRIZES
from ipstats.reading.slots import Ask, Resolver, answer

_COUNTED = ("项", "件", "个", "%")
"""Units of prizes; winners are counted in others (家, 人)."""
_NATIONAL = words("national_award")[0]
_OF_PATENTS = _NATIONAL.removeprefix(words("award_giver")[0])


# ---------------------------------------------------------------- the words around a number
def _ahead(m: Mention, *parts: Sentence | Clause | Item) -> tuple[Token, ...]:
    """The tokens of some parts of the sentence that stand before a number."""
    return tuple(token for part in parts for token in part.tokens if token.end <= m.token.start)


def _behind(m: Mention) -> tuple[Token, ...]:
    """The tokens of its clause that stand behind a number."""
    return tuple(token for token in m.clause.tokens if token.start >= m.token.end)


def _nominal(tokens: Iterable[Token]) -> tuple[Token, ...]:
    return tuple(token for token in tokens if token.kind in NOMINAL)


def _behind_gain(text: str) -> str:
    """What stands behind the last verb of gaining, else all of it."""
    return text[max((m.end() for m in regex("gain").finditer(text)), default=0) :]


def _prize_in(text: str) -> str:
    """The kind of prize that a text names, "" for none."""
    return next((prize for prize in PRIZES if prize in text), "")


# ---------------------------------------------------------------- whose prizes
def _award(ask: Ask, text: str) -> tuple[str, str]:
    """The award whose prizes some words speak of, "" where none is known, and a doubt.

    It is the one that they name, else that of the total before (获人工智能奖2项，其中金奖1项), else the last that the
    sentence names before the number, else the last before the sentence (doubtful where the section names several), else
    one behind the number.
    """
    if whole := _award_of_whole(text, ask):
        return whole, ""
    m, award = ask.mention, ask.context.award
    before = text_of(_ahead(m, m.sentence))
    if regex("unknown_award").search(text):
        return "", ""
    if named := awards_named(text) or awards_named(before):
        return named[-1], ""
    if award.name:
        return award.name, "" if award.alone else "prize_of_award_before"
    behind = awards_named(m.sentence.text)
    return behind[0] if behind else "", ""


def _award_of_whole(text: str, ask: Ask) -> str:
    """The award of the total before, under whatever name, of which some words name one kind of prizes alone."""
    whole = ask.context.whole
    if whole is None or regex("gain_lead").sub("", text) not in PRIZES:
        return ""
    label = regex("award_count_end").sub("", whole.label)
    award = _behind_gain(label).rpartition("的")[2]
    return award if regex("award_alone").search(award) and not awards_named(award) else ""


def _said(ask: Ask) -> tuple[str, int, int] | None:
    """The words before the number, or behind one that stands first, that speak of prizes and count nothing else."""
    m, said = ask.mention, ask.predicate
    to_person = m.unit == "人" and regex("prize_to_person").search(said.noun)
    if not m.is_rank and m.unit not in _COUNTED and not to_person:
        return None
    text = regex("prize_won_by").sub("", said.noun) or said.raw
    start, end = said.start, said.end
    if m.number_first and m.after and not regex("prize_words").search(text):
        text = text_of(takewhile(lambda token: token.kind in NOMINAL, m.after))
        start, end = m.token.end, m.after[-1].end
    if not _speaks_of_prizes(text, ask) or regex("prize_other_count").search(text):
        return None
    return text, start, end


def _speaks_of_prizes(text: str, ask: Ask) -> bool:
    """Whether some words are of prizes: by themselves, or beside the award that is spoken of.

    入选专利 is where the sentence names an award before it, 优秀发明人奖 where a patent award of another is meant;
    拿下101项 and the kind alone (优秀奖87项，含专利84项) where any award is.
    """
    if regex("prize_words").search(text) or awards_named(text):
        return True
    if regex("prize_entered").match(text):
        return bool(awards_named(text_of(_ahead(ask.mention, ask.mention.sentence))))
    if regex("bare_gain").match(text) or _kind_left(text, ask):
        return bool(_award(ask, "")[0])
    own = regex("named_prize").match(regex("gain_lead").sub("", text))
    award, _ = _award(ask, "") if own else ("", "")
    return award.endswith(_OF_PATENTS) and award != _NATIONAL


def _named_prize(ask: Ask) -> Answer | None:
    """2项发明专利获中国专利银奖, 安徽省专利金奖4项: prizes of the award that their own words name."""
    said = _said(ask)
    named = awards_named(said[0]) if said is not None else []
    if said is None or not named:
        return None
    text, start, end = said
    if len(set(named)) > 1:
        together = regex("several_awards").match(_behind_gain(text))
        return answer(Subject(together[0]), "named_prize", How.CLAUSE, start, end) if together else None
    return _of_winner(answer(_prizes(named[-1], text, ask), "named_prize", How.CLAUSE, start, end), ask)


def _prize_of_award_before(ask: Ask) -> Answer | None:
    """5个项目获金奖, where the sentence or the text before it speaks of an award."""
    said = _said(ask)
    award, doubt = _award(ask, said[0]) if said is not None else ("", "")
    if said is None or not award:
        return None
    text, start, end = said
    one = _prizes(award, text, ask)
    if not doubt and not _kind_left(text, ask) and _is_kind_carried(one.label, text, ask):
        doubt = "prize_kind_carried"
    return _of_winner(answer(one, "prize_of_award_before", How.SHARED, start, end, doubt), ask)


def _is_kind_carried(label: str, text: str, ask: Ask) -> bool:
    """中国专利金奖2项、银奖5项 alone: whether designs are among the 银奖 is not said."""
    return _kind_of(label) == words("national_award")[2] and not _kind_of(text) and not _tells_of_designs(ask)


# ---------------------------------------------------------------- what they are called
def _prizes(award: str, text: str, ask: Ask) -> Subject:
    """The prizes of an award that a phrase speaks of; won over several editions they are no indicator's."""
    name = _name(text, ask) if award == _NATIONAL else award + _prize_of_other(text)
    if _is_over_editions(ask):
        return Subject(words("won_so_far")[0] + name)
    return names.resolve(name, ask.level_unit)


def _prize_of_other(text: str) -> str:
    """The prize of another award, "" for all of them: one of the usual kinds, or one by a name of its own."""
    rest = after_awards(text)
    if prize := _prize_in(rest):
        return prize
    own = regex("named_prize").match(_behind_gain(rest))
    return own[1] if own else ""


def _is_over_editions(ask: Ask) -> bool:
    """Whether prizes are counted over several editions: 累计, 历届 or 截至目前 before the number or its total."""
    m, over, whole = ask.mention, regex("won_so_far"), ask.context.whole_row
    if m.is_rank:
        return False
    times = [token for token in _ahead(m, *m.clauses_so_far) if token.kind is Kind.TIME]
    if times and over.search(times[-1].text):
        return True
    first = times[-1].start if times else 0
    said = text_of(token for token in _ahead(m, *_segment(m)) if token.start >= first)
    return bool(over.search(said)) or (whole is not None and whole.named.label.startswith(words("won_so_far")))


def _segment(m: Mention) -> tuple[Clause, ...]:
    """The clauses from the last semicolon, or the beginning of the sentence, up to a mention."""
    return m.clauses_so_far[max(at for at, clause in enumerate(m.clauses_so_far) if clause.opens_segment) :]


def _name(text: str, ask: Ask) -> str:
    """The catalogue's name of the national prizes that a phrase speaks of: one kind's, one prize's or all."""
    award, prize = _NATIONAL, _prize_in(text)
    if several := regex("several_prizes").search(text):
        return award + several[0]
    if not prize:
        return _kind_left(text, ask) or _prize_announced(ask) or award
    if kind := _kind_told(text, ask):
        return kind + prize
    carries = not ask.mention.is_rank and not regex("national_award").search(text)
    return (_kind_before(prize, ask) if carries else "") or award + prize


def _kind_told(text: str, ask: Ask) -> str:
    """中国专利 or 中国外观设计 where a phrase tells the kind of its prize, else ""."""
    _, design, patent = words("national_award")
    if within := regex("kind_within_prize").search(text):
        return words("award_giver")[0] + within["kind"]
    if kind := regex("prize_kind").search(text):
        return kind[0]
    if regex("design_prize").search(text):
        return design
    plain = regex("plain_patent_prize").search(text) and _tells_of_designs(ask)
    return patent if plain or regex("patent_prize").search(text) else ""


def _kind_left(text: str, ask: Ask) -> str:
    """优秀奖87项，含专利84项、外观设计3项: the kind alone, with the prize that its part of the sentence named last."""
    alone = regex("kind_alone").match(text)
    if alone is None:
        return ""
    prizes = regex("any_prize").findall(text_of(_ahead(ask.mention, *_segment(ask.mention))))
    nation = words("award_giver")[0]
    return nation + alone[1] + prizes[-1] if prizes else ""


def _tells_of_designs(ask: Ask) -> bool:
    return bool(regex("design_prize").search(text_of(ask.mention.sentence.tokens)))


def _prize_announced(ask: Ask) -> str:
    """中国专利优秀奖预获奖项目中，佛山入选40项: the one prize that the clauses before name or tell all of."""
    if (whole := _all_of_these(ask)) is not None and whole.named.label.endswith(PRIZES):
        return whole.named.label
    told = [clause for clause in ask.mention.clauses_so_far if not clause.has_quantity]
    text = text_of(token for clause in told for token in clause.tokens)
    named = {m[0] for m in regex("full_prize").finditer(text)}
    others = sum(text.count(prize) for prize in PRIZES)
    return named.pop() if len(named) == 1 == others else ""


def _all_of_these(ask: Ask) -> Resolved | None:
    """在揭晓的30项中国专利金奖中，…: the figure of the clause before, of which the next tells a part."""
    m = ask.mention
    here = [one for one in ask.context.earlier if one.mention.sentence is m.sentence and one.is_level]
    near = bool(here) and m.clause_index - here[-1].mention.clause_index == 1
    return here[-1] if near and regex("of_these_end").search(text_of(here[-1].mention.clause.tokens)) else None


def _kind_before(prize: str, ask: Ask) -> str:
    """中国专利金奖2项、银奖5项; 3件金奖专利 after as many of one kind: the name with that kind, else ""."""
    levels = [one for one in ask.context.earlier if one.is_level]
    if here := [one for one in levels if one.mention.sentence is ask.mention.sentence]:
        return _kind_of_list(prize, here, ask)
    figure = ask.mention.token.figure
    same = (one.named.label for one in reversed(levels) if figure is not None and one.value == figure.value)
    return next((label for label in same if regex("prize_kind").match(label) and label.endswith(prize)), "")


def _kind_of_list(prize: str, here: list[Resolved], ask: Ask) -> str:
    """The prize with the kind of the last before it in its part of the sentence, where all of them tell one.

    中国专利 is told of those right behind it, of others where the sentence tells of design prizes too; 中国外观设计
    only where the part tells of nothing else, or the same prize for patents stands before.
    """
    m, clauses = ask.mention, _segment(ask.mention)
    listed = [one.named.label for one in here if one.mention.clause in clauses and one.named.label.endswith(PRIZES)]
    kinds = list(map(_kind_of, listed))
    kind = kinds[-1] if kinds and all(kinds) else ""
    _, design, patent = words("national_award")
    if kind == design:
        told = set(kinds) == {design} or any(label.endswith(patent + prize) for label in listed)
    else:
        told = m.clause_index - here[-1].mention.clause_index <= 1 or _tells_of_designs(ask)
    return kind + prize if kind and told else ""


def _kind_of(label: str) -> str:
    """中国专利 or 中国外观设计, "" where a name tells neither."""
    found = regex("prize_kind").search(label)
    return found[0] if found else ""


# ---------------------------------------------------------------- who wins them
def _of_winner(found: Answer, ask: Ask) -> Answer:
    """The prizes of the one body or field that wins them: what a body wins need not be all that its area does."""
    for clause in reversed(_segment(ask.mention)):
        said = text_of(_ahead(ask.mention, clause))
        if won := regex("prize_winner").search(said):
            doubt = "" if won["field"] else "prizes_of_one_body"
            subject = replace(found.value, scope=won["field"] or won["body"], understood=False)
            return replace(found, value=subject, doubt=found.doubt or doubt)
        if not clause.kinds.isdisjoint((Kind.PLACE, Kind.OWN_AREA)):
            break
    return found


def _prize_winners(ask: Ask) -> Answer | None:
    """4家企业获中国专利金奖, 获奖单位101家: those who won prizes are counted, which are no prizes."""
    m, said = ask.mention, ask.predicate
    if not m.is_figure or m.unit in ("项", "件", "%"):
        return None
    behind = text_of(_behind(m))
    text = said.noun if regex("prize_words").search(said.noun) else behind
    holder = regex("prize_holder").match(behind) or regex("prize_holder").search(said.noun)
    if holder is None or not regex("prize_words").search(text):
        return None
    award, doubt = _award(ask, text)
    if not award:
        return None
    label = words("won_by")[0] + (_name(text, ask) if award == _NATIONAL else award) + holder[0]
    return answer(Subject(label), "prize_winners", How.CLAUSE, m.token.start, m.clause.tokens[-1].end, doubt)


def _prizes_of_holders(ask: Ask) -> Answer | None:
    """获奖项目中，高校和科研院所3项、医药领域2项: the prizes won by those, or in the fields, that are named."""
    said = ask.predicate
    named = _holder_of_share(ask) if ask.measure.name == "share" else _holders_in_list(ask)
    holders = (named or _holders_beside(ask)) if ask.mention.unit in _COUNTED else []
    award, doubt = _award(ask, "") if holders else ("", "")
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
    return split_nouns(_nominal(ask.mention.before))


def _holders_beside(ask: Ask) -> list[str]:
    """清华大学有36项, 高校共同持有的获奖专利5件, 17件专利来自新兴产业: those whose prizes are told after others'."""
    m = ask.mention
    if found := regex("holder_of_prizes").match(text_of(_nominal(_ahead(m, m.clause)))):
        return [found["who"]]
    if not any(_is_on_prizes(one, ask) for one in ask.context.earlier[-1:]):
        return []
    bodies = [regex("holder_alone").match(noun) for noun in split_nouns(_nominal(_ahead(m, m.item)))]
    if bodies and all(bodies):
        return [body["who"] for body in bodies]
    found = regex("prizes_from").match(text_of(_nominal(_behind(m))))
    return [found["who"]] if found else []


def _is_on_prizes(one: Resolved, ask: Ask) -> bool:
    return bool(is_of_award(one.named.label, ask.context.award))


def _prizes_nominated(ask: Ask) -> Answer | None:
    """推荐12个企业项目参评: what is put up for an award, which is no prize."""
    m = ask.mention
    ahead, behind = text_of(_ahead(m, m.clause)), text_of(_behind(m))
    verb, found = regex("nominating").search(ahead), regex("nominated").match(behind)
    if not m.is_figure or verb is None or found is None or not _award(ask, behind)[0]:
        return None
    label = verb[1] + names.clean(found["what"]).noun
    return answer(Subject(label), "prizes_nominated", How.CLAUSE, m.token.end, m.token.end + len(found["what"]))


def _prizes_side_by_side(ask: Ask) -> Answer | None:
    """金奖、银奖数量居首位, 专利银奖和外观设计银奖各2项: one number for all; 金、银奖分别为3项、5项: one for each."""
    m = ask.mention
    lead, nouns = _side_by_side(m) if m.is_rank or m.unit in _COUNTED else ((), [])
    award, doubt = _award(ask, text_of(lead)) if nouns else ("", "")
    if not award:
        return None
    start, end = lead[0].start, lead[-1].end
    return distributed(
        answer(_prizes(award, noun, ask), "prizes_side_by_side", How.SHARED, start, end, doubt) for noun in nouns
    )


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
        prize, told = _prize_in(noun + end), regex("kind_of_prize").search(noun)
        kind = told[0] if told else kind
        found.append(kind + prize if prize else "")
    return found if len(found) > 1 and all(found) and _prize_in(text_of(tokens)) else []


def _prizes_taken(ask: Ask) -> Answer | None:
    """在广东获得的4项中国专利金奖中，深圳企业占了2项: a part of the prizes before, of those who are named."""
    m, said = ask.mention, ask.predicate
    whole = _all_of_these(ask) if m.is_figure and Kind.SHARE in said.kinds else None
    if whole is None or whole.unit != m.unit or not regex("prize_words").search(whole.named.label):
        return None
    scope = regex("any_firms").sub("", said.noun)
    one = replace(whole.named, scope=scope, understood=False)
    doubt = "prizes_of_one_body" if scope else ""
    return answer(one, "prizes_taken", How.SHARED, whole.mention.token.start, whole.mention.token.end, doubt)


def _share_of_all_prizes(ask: Ask) -> Answer | None:
    """金奖2项、银奖3项，占全省获奖总数的1/4: behind several kinds, or words of all prizes, a share is of them all."""
    m, said = ask.mention, ask.predicate
    if ask.measure.name != "share" or len(said.noun) > 1 or not m.clause_index:
        return None
    listed = [one for one in ask.context.earlier if one.is_level and one.mention.sentence is m.sentence]
    before = m.sentence.clauses[m.clause_index - 1]
    whole = listed[0].named if _add_up(listed) else None
    award, doubt = _award(ask, "") if whole is not None or _is_of_all(said.object, before, listed) else ("", "")
    if not award:
        return None
    one = whole or _prizes(award, "", ask)
    return answer(one, "share_of_all_prizes", How.SHARED, before.tokens[0].start, before.tokens[-1].end, doubt)


def _is_of_all(whole: str, before: Clause, listed: list[Resolved]) -> bool:
    """Whether a share of all prizes stands behind several kinds, or behind a clause that speaks of all prizes."""
    kinds = {one.named.label for one in listed if one.named.label.endswith(PRIZES)}
    topic = not before.has_quantity and regex("all_prizes").search(before.text)
    return bool(regex("all_prizes").search(whole)) and (len(kinds) > 1 or bool(topic))


def _add_up(listed: list[Resolved]) -> bool:
    """Whether the first of some figures is the sum of the others, which are kinds of prizes."""
    kinds = all(one.named.label.endswith(PRIZES) for one in listed[1:])
    return len(listed) > 2 and kinds and listed[0].value == sum(one.value for one in listed[1:])


def _prizes_of_places(ask: Ask) -> Answer | None:
    """获奖项目实现各区全覆盖，顺德区15项、南海区7项: places without a noun, behind a clause that speaks of prizes."""
    before = [clause for clause in _segment(ask.mention) if clause is not ask.mention.clause]
    if not before or not _counts_of_place(ask) or any(clause.has_quantity for clause in before):
        return None
    lead = text_of(token for clause in before for token in clause.tokens)
    award, doubt = _award(ask, "") if regex("all_prizes").search(lead) else ("", "")
    if not award:
        return None
    one = _prizes(award, "", ask)
    return answer(one, "prizes_of_places", How.SHARED, before[0].tokens[0].start, before[-1].tokens[-1].end, doubt)


def _counts_of_place(ask: Ask) -> bool:
    """Whether a place and no noun stands at a number of prizes."""
    m, said = ask.mention, ask.predicate
    alone = m.is_figure and m.unit in _COUNTED and len(said.noun) < 2 and not said.kinds and not follows_noun(m.after)
    return alone and any(token.kind is Kind.PLACE for token in said.places)


_OTHERS = (*OWN, *LEFT_OUT, "parallel_name", "dependent_head", "prize_of_award_before", "list_topic")

AWARDS = (
    Resolver("named_prize", "indicator", _named_prize, (*_OTHERS, "place_part", "respective")),
    Resolver("prize_of_award_before", "indicator", _prize_of_award_before,
             (*OWN, *LEFT_OUT, "parallel_name", "dependent_head", "respective")),
    Resolver("prize_winners", "indicator", _prize_winners, (*_OTHERS, "named_prize")),
    Resolver("prizes_of_holders", "indicator", _prizes_of_holders, (*_OTHERS, "each_of")),
    Resolver("prizes_nominated", "indicator", _prizes_nominated, (*_OTHERS, "named_prize", "prize_winners")),
    Resolver("prizes_of_places", "indicator", _prizes_of_places, (*_OTHERS, "place_part")),
    Resolver("share_of_all_prizes", "indicator", _share_of_all_prizes, _OTHERS),
    Resolver("prizes_taken", "indicator", _prizes_taken, (*_OTHERS, "place_part")),
    Resolver("prizes_side_by_side", "indicator", _prizes_side_by_side,
             (*_OTHERS, "named_prize", "rank_of_several", "each_of", "each_of_levels", "respective", "coordinated")),
)  # fmt: skip
