"""The subject of a figure on the China Patent Award: its prizes are counted under many wordings of one name."""

from dataclasses import replace
from itertools import takewhile

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, Kind, text_of
from ipstats.reading.evidence import Answer, How, distributed
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.lists import split_nouns
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN, PRIZES
from ipstats.reading.slots import Ask, Resolver, answer

_COUNTED = ("项", "件", "个", "%")
"""Units of prizes; winners are counted in others (家, 人)."""


def _part_of_prize(ask: Ask) -> Answer | None:
    """获广东省专利奖2项，其中金奖1项."""
    said, whole = ask.predicate, ask.context.whole
    award = _award_of_whole(ask)
    if not award:
        return None
    if regex("award_total").match(said.noun):
        return answer(names.resolve(award, ask.level_unit), "part_of_prize", How.SHARED, said.start, said.end)
    noun = regex("gain_lead").sub("", said.noun)
    if noun not in PRIZES:
        return None
    if regex("national_award").search(award):
        one = names.resolve(_name(noun, ask), ask.level_unit)
    else:
        one = names.resolve(award + noun, ask.level_unit, whole)
    return answer(one, "part_of_prize", How.SHARED, said.start, said.end)


def _award_of_whole(ask: Ask) -> str:
    """The award whose prizes the total before counts: the one that the sentence named last, else the announced."""
    m, whole = ask.mention, ask.context.whole
    if whole is None:
        return ""
    labels = [one.named.label for one in reversed(ask.context.earlier) if one.mention.sentence is m.sentence]
    plain = map(_award_of_label, [*labels, whole.label])
    return next((label for label in plain if label.endswith("奖") and not label.endswith(PRIZES)), "")


def _award_of_label(label: str) -> str:
    """The award in the name of its prizes (专利获第二届湖南专利奖)."""
    label = regex("award_edition").sub("", regex("award_count_end").sub("", label))
    return label[max((m.end() for m in regex("gain").finditer(label)), default=0) :].rpartition("的")[2]


def _national_prize(ask: Ask) -> Answer | None:
    """2项发明专利获中国专利银奖: prizes of the national award by its full name, whatever the words around it."""
    said = _said(ask)
    if said is None or not regex("national_award").search(said[0]) or regex("other_award").search(said[0]):
        return None
    text, start, end = said
    return answer(names.resolve(_name(text, ask), ask.level_unit), "national_prize", How.CLAUSE, start, end)


def _prize_of_award_before(ask: Ask) -> Answer | None:
    """5个项目获金奖, where the sentence or the last prize before it was of the national award."""
    said = _said(ask)
    doubt = _doubt_of_award(ask) if said is not None else None
    if said is None or doubt is None:
        return None
    text, start, end = said
    one = names.resolve(_name(text, ask), ask.level_unit)
    return answer(one, "prize_of_award_before", How.SHARED, start, end, doubt)


def _said(ask: Ask) -> tuple[str, int, int] | None:
    """The words before the number, or behind one that stands first, that speak of prizes and count nothing else."""
    m, said = ask.mention, ask.predicate
    if not m.is_rank and m.unit not in _COUNTED:
        return None
    text, start, end = regex("prize_won_by").sub("", said.noun), said.start, said.end
    if m.number_first and m.after and not regex("prize_words").search(text):
        text = text_of(takewhile(lambda token: token.kind in NOMINAL, m.after))
        start, end = m.token.end, m.after[-1].end
    if not regex("prize_words").search(text) or regex("prize_other_count").search(text):
        return None
    return text, start, end


def _doubt_of_award(ask: Ask) -> str | None:
    """Whether a prize is of the national award: "" where sentence or heading name it, a doubt where text before did.

    None where it is of another, or no award is known.
    """
    said = ask.mention.sentence.text
    if regex("other_award").search(said):
        return None
    if regex("national_award").search(said):
        return ""
    prizes = (one.named.label for one in reversed(ask.context.earlier) if regex("prize_words").search(one.named.label))
    last = next(prizes, "")
    if regex("national_award").search(last):
        return "prize_of_award_before"
    if not ask.context.edition or last:
        return None
    headed = "".join((*ask.context.heading.path, ask.context.document.title))
    return "" if regex("national_award").search(headed) else "prize_of_award_before"


def _name(text: str, ask: Ask) -> str:
    """The catalogue's name of the prizes that a phrase speaks of: one kind's, one prize's or the whole award's."""
    prize = next((word for word in PRIZES if word in text), "")
    award, design, patent = words("national_award")
    kind = regex("prize_kind").search(text) if prize else None
    if kind or not prize:
        return (kind[0] if kind else award) + prize
    if regex("design_prize").search(text):
        return design + prize
    if regex("patent_prize").search(text):
        return patent + prize
    return ("" if regex("national_award").search(text) else _kind_before(prize, ask)) or award + prize


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

    中国专利 is told of those behind it only where the sentence tells of design prizes too.
    """
    m = ask.mention
    first = max(at for at, clause in enumerate(m.clauses_so_far) if clause.opens_segment)
    listed = [one.named.label for one in here if one.mention.clause_index >= first]
    kinds = [regex("prize_kind").search(label) for label in listed if label.endswith(PRIZES)]
    kind = kinds[-1][0] if kinds and all(kinds) else ""
    beside = regex("design_prize").search(m.sentence.text)
    return kind + prize if kind and (beside or kind == words("national_award")[1]) else ""


# ---------------------------------------------------------------- who wins them
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
    national = regex("national_award").search(text) and not regex("other_award").search(text)
    doubt = "" if national else _doubt_of_award(ask)
    if doubt is None:
        return None
    label = words("won_by")[0] + _name(text, ask) + holder[0]
    return answer(Subject(label), "prize_winners", How.CLAUSE, m.token.start, m.clause.tokens[-1].end, doubt)


def _prizes_of_holders(ask: Ask) -> Answer | None:
    """获奖项目中，高校和科研院所3项、医药领域2项: the prizes won by those, or in the fields, that are named."""
    said, whole = ask.predicate, ask.context.whole
    counted = ask.mention.unit in _COUNTED and whole is not None and regex("award_total").match(whole.label)
    doubt = _doubt_of_award(ask) if counted else None
    if doubt is None or len(said.noun) < 2 or regex("prize_words").search(said.noun):
        return None
    holders = split_nouns(tuple(token for token in ask.mention.before if token.kind in NOMINAL))
    one = names.resolve(words("national_award")[0], ask.level_unit)
    one = replace(one, scope="、".join(holders), understood=False)
    return answer(one, "prizes_of_holders", How.SHARED, said.start, said.end, doubt)


def _rank_of_prizes(ask: Ask) -> Answer | None:
    """金奖、银奖数量连续三届居全国首位: a place in gold and in silver, not in all."""
    m, said = ask.mention, ask.predicate
    lead = tuple(token for token in m.before if token.kind in NOMINAL)
    prizes = [prize for noun in split_nouns(lead) for prize in PRIZES if prize in noun]
    doubt = _doubt_of_award(ask) if m.is_rank and len(prizes) > 1 and Kind.PLACE not in {t.kind for t in lead} else None
    if doubt is None:
        return None
    return distributed(
        answer(names.resolve(_name(prize, ask), ""), "rank_of_prizes", How.SHARED, said.start, said.end, doubt)
        for prize in prizes
    )


_OTHERS = (*OWN, *LEFT_OUT, "parallel_name", "dependent_head", "part_of_prize", "prize_of_award_before", "list_topic")

AWARDS = (
    Resolver("national_prize", "indicator", _national_prize, (*_OTHERS, "place_part")),
    Resolver("part_of_prize", "indicator", _part_of_prize,
             (*OWN, *LEFT_OUT, "parallel_name", "dependent_head", "prize_of_award_before")),
    Resolver("prize_of_award_before", "indicator", _prize_of_award_before, (*OWN, *LEFT_OUT)),
    Resolver("prize_winners", "indicator", _prize_winners, (*_OTHERS, "national_prize")),
    Resolver("prizes_of_holders", "indicator", _prizes_of_holders, _OTHERS),
    Resolver("rank_of_prizes", "indicator", _rank_of_prizes, (*_OTHERS, "national_prize", "rank_of_several")),
)  # fmt: skip
