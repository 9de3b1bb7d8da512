"""The subject of a figure on prizes: which award's, which prize's and which kind's, under many wordings."""

from dataclasses import replace
from itertools import takewhile

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, Kind, text_of
from ipstats.reading.award_names import after_awards, awards_named
from ipstats.reading.clause_tree import Clause, Mention, follows_noun
from ipstats.reading.evidence import Answer, How, distributed
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.lists import split_nouns
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN, PRIZES
from ipstats.reading.slots import Ask, Resolver, answer

_COUNTED = ("项", "件", "个", "%")
"""Units of prizes; winners are counted in others (家, 人)."""
_NATIONAL = words("national_award")[0]
_OF_PATENTS = _NATIONAL.removeprefix(words("award_giver")[0])


# ---------------------------------------------------------------- whose prizes
def _award(ask: Ask, text: str) -> tuple[str, str]:
    """The award whose prizes some words speak of, "" where none is known, and a doubt.

    It is the one that they name, else the last that the sentence names before the number, else the last before the
    sentence (doubtful where the section names several), else one behind the number.
    """
    sentence, award = ask.mention.sentence.tokens, ask.context.award
    before = text_of(token for token in sentence if token.end <= ask.mention.token.start)
    if regex("unknown_award").search(text):
        return "", ""
    if named := awards_named(text) or awards_named(before):
        return named[-1], ""
    if award.name:
        return award.name, "" if award.alone else "prize_of_award_before"
    behind = awards_named(ask.mention.sentence.text)
    return behind[0] if behind else "", ""


def _said(ask: Ask) -> tuple[str, int, int] | None:
    """The words before the number, or behind one that stands first, that speak of prizes and count nothing else."""
    m, said = ask.mention, ask.predicate
    if not m.is_rank and m.unit not in _COUNTED:
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
        sentence = ask.mention.sentence.tokens
        return bool(awards_named(text_of(token for token in sentence if token.end <= ask.mention.token.start)))
    if regex("bare_gain").match(text) or _kind_left(text, ask):
        return bool(_award(ask, "")[0])
    own = regex("named_prize").match(regex("gain_lead").sub("", text))
    award, _ = _award(ask, "") if own else ("", "")
    return award.endswith(_OF_PATENTS) and award != _NATIONAL


def _national_prize(ask: Ask) -> Answer | None:
    """2项发明专利获中国专利银奖: prizes of the national award by its full name, whatever the words around it."""
    return _own_prize(ask, "national_prize", national=True)


def _other_prize(ask: Ask) -> Answer | None:
    """安徽省专利金奖4项: prizes of another award by its name."""
    return _own_prize(ask, "other_prize", national=False)


def _own_prize(ask: Ask, rule: str, national: bool) -> Answer | None:
    said = _said(ask)
    named = awards_named(said[0]) if said is not None else []
    if said is None or len(set(named)) != 1 or (named[-1] == _NATIONAL) != national:
        return None
    text, start, end = said
    return _of_winner(answer(_prizes(named[-1], text, ask), rule, How.CLAUSE, start, end), ask)


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


def _part_of_prize(ask: Ask) -> Answer | None:
    """获人工智能奖2项，其中金奖1项: a kind of the prizes of an award that only the total before names."""
    said, whole = ask.predicate, ask.context.whole
    noun = regex("gain_lead").sub("", said.noun)
    label = regex("award_count_end").sub("", whole.label) if whole is not None else ""
    award = label[max((m.end() for m in regex("gain").finditer(label)), default=0) :].rpartition("的")[2]
    if noun not in PRIZES or not regex("award_alone").search(award) or awards_named(award):
        return None
    return answer(names.resolve(award + noun, ask.level_unit), "part_of_prize", How.SHARED, said.start, said.end)


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
    if prize := next((word for word in PRIZES if word in rest), ""):
        return prize
    own = regex("named_prize").match(rest[max((m.end() for m in regex("gain").finditer(rest)), default=0) :])
    return own[1] if own else ""


def _is_over_editions(ask: Ask) -> bool:
    """Whether prizes are counted over several editions: 累计, 历届 or 截至目前 before the number."""
    m, over = ask.mention, regex("won_so_far")
    times = [t for clause in m.clauses_so_far for t in clause.tokens if t.kind is Kind.TIME and t.end <= m.token.start]
    if times and over.search(times[-1].text):
        return not m.is_rank
    first = max((times[-1].start if times else 0, _segment(m)[0].tokens[0].start))
    said = (token for clause in _segment(m) for token in clause.tokens if first <= token.start < m.token.start)
    return bool(over.search(text_of(said))) and not m.is_rank


def _segment(m: Mention) -> tuple[Clause, ...]:
    """The clauses from the last semicolon, or the beginning of the sentence, up to a mention."""
    return m.clauses_so_far[max(at for at, clause in enumerate(m.clauses_so_far) if clause.opens_segment) :]


def _name(text: str, ask: Ask) -> str:
    """The catalogue's name of the national prizes that a phrase speaks of: one kind's, one prize's or all."""
    prize = next((word for word in PRIZES if word in text), "")
    award, design, patent = words("national_award")
    if not prize:
        return _kind_left(text, ask) or _prize_announced(ask) or award
    if kind := regex("prize_kind").search(text):
        return kind[0] + prize
    if regex("design_prize").search(text):
        return design + prize
    if regex("patent_prize").search(text) or (regex("plain_patent_prize").search(text) and _tells_of_designs(ask)):
        return patent + prize
    return ("" if regex("national_award").search(text) else _kind_before(prize, ask)) or award + prize


def _kind_left(text: str, ask: Ask) -> str:
    """优秀奖87项，含专利84项、外观设计3项: the kind alone, with the prize that its part of the sentence named last."""
    alone = regex("kind_alone").match(text)
    if alone is None:
        return ""
    before = (t for clause in _segment(ask.mention) for t in clause.tokens if t.end <= ask.mention.token.start)
    prizes = regex("any_prize").findall(text_of(before))
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
        said = text_of(token for token in clause.tokens if token.end <= ask.mention.token.start)
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
    behind = text_of(token for token in m.clause.tokens if token.start >= m.token.end)
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
    said, whole = ask.predicate, ask.context.whole
    counted = ask.mention.unit in _COUNTED and whole is not None and regex("award_total").match(whole.label)
    award, doubt = _award(ask, "") if counted else ("", "")
    if not award or len(said.noun) < 2 or regex("prize_words").search(said.noun):
        return None
    holders = split_nouns(tuple(token for token in ask.mention.before if token.kind in NOMINAL))
    one = names.resolve(award, ask.level_unit)
    one = replace(one, scope="、".join(holders), understood=False)
    return answer(one, "prizes_of_holders", How.SHARED, said.start, said.end, doubt)


def _rank_of_prizes(ask: Ask) -> Answer | None:
    """金奖、银奖数量连续三届居全国首位: a place in gold and in silver, not in all."""
    m, said = ask.mention, ask.predicate
    lead = tuple(token for token in m.before if token.kind in NOMINAL)
    prizes = [prize for noun in split_nouns(lead) for prize in PRIZES if prize in noun]
    several = m.is_rank and len(prizes) > 1 and Kind.PLACE not in {t.kind for t in lead}
    award, doubt = _award(ask, "") if several else ("", "")
    if not award:
        return None
    return distributed(
        answer(_prizes(award, prize, ask), "rank_of_prizes", How.SHARED, said.start, said.end, doubt)
        for prize in prizes
    )


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


_OTHERS = (*OWN, *LEFT_OUT, "parallel_name", "dependent_head", "part_of_prize", "prize_of_award_before", "list_topic")
_OWN_NAME = ("national_prize", "other_prize")

AWARDS = (
    Resolver("national_prize", "indicator", _national_prize, (*_OTHERS, "place_part")),
    Resolver("other_prize", "indicator", _other_prize, (*_OTHERS, "place_part")),
    Resolver("part_of_prize", "indicator", _part_of_prize,
             (*OWN, *LEFT_OUT, "parallel_name", "dependent_head", "prize_of_award_before")),
    Resolver("prize_of_award_before", "indicator", _prize_of_award_before, (*OWN, *LEFT_OUT, "parallel_name")),
    Resolver("prize_winners", "indicator", _prize_winners, (*_OTHERS, *_OWN_NAME)),
    Resolver("prizes_of_holders", "indicator", _prizes_of_holders, _OTHERS),
    Resolver("prizes_of_places", "indicator", _prizes_of_places, (*_OTHERS, "place_part")),
    Resolver("prizes_taken", "indicator", _prizes_taken, (*_OTHERS, "place_part")),
    Resolver("rank_of_prizes", "indicator", _rank_of_prizes, (*_OTHERS, *_OWN_NAME, "rank_of_several")),
)  # fmt: skip
