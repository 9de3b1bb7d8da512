"""The subject of a figure on the China Patent Award: its prizes are counted under many wordings of one name."""

from itertools import takewhile

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.token import NOMINAL, text_of
from ipstats.reading.evidence import Answer, How
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN, PRIZES
from ipstats.reading.slots import Ask, Resolver, answer


def _part_of_prize(ask: Ask) -> Answer | None:
    """获广东省专利奖2项，其中金奖1项."""
    said, whole = ask.predicate, ask.context.whole
    noun = regex("gain_lead").sub("", said.noun)
    award = regex("award_count_end").sub("", whole.label) if whole is not None else ""
    if not award.endswith("奖"):
        return None
    if regex("award_total").match(said.noun):
        return answer(names.resolve(award, ask.level_unit), "part_of_prize", How.SHARED, said.start, said.end)
    if noun not in PRIZES:
        return None
    elided = names.resolve(noun, ask.level_unit, whole)
    one = elided if elided.id else names.resolve(award + noun, ask.level_unit, whole)
    return answer(one, "part_of_prize", How.SHARED, said.start, said.end)


def _national_prize(ask: Ask) -> Answer | None:
    """2项发明专利获中国专利银奖: prizes of the national award by its full name, whatever the words around it."""
    said = _said(ask)
    if said is None or not regex("national_award").search(said[0]) or regex("other_award").search(said[0]):
        return None
    text, start, end = said
    return answer(names.resolve(_name(text), ask.level_unit), "national_prize", How.CLAUSE, start, end)


def _prize_of_award_before(ask: Ask) -> Answer | None:
    """5个项目获金奖, where the sentence or the last prize before it was of the national award."""
    said = _said(ask)
    doubt = _doubt_of_award(ask) if said is not None else None
    if said is None or doubt is None:
        return None
    text, start, end = said
    one = names.resolve(_name(text), ask.level_unit)
    return answer(one, "prize_of_award_before", How.SHARED, start, end, doubt)


def _said(ask: Ask) -> tuple[str, int, int] | None:
    """The words before the number, or behind one that stands first, that speak of prizes and count nothing else."""
    m, said = ask.mention, ask.predicate
    if not m.is_rank and m.unit not in ("项", "件", "个", "%"):
        return None
    text, start, end = said.noun, said.start, said.end
    if m.number_first and m.after and not regex("prize_words").search(text):
        text = text_of(takewhile(lambda token: token.kind in NOMINAL, m.after))
        start, end = m.token.end, m.after[-1].end
    if not regex("prize_words").search(text) or regex("prize_other_count").search(text):
        return None
    return text, start, end


def _doubt_of_award(ask: Ask) -> str | None:
    """Whether a prize is of the national award: "" where the sentence names it, a doubt where the prize before did."""
    said = text_of(ask.mention.sentence.tokens)
    if regex("other_award").search(said):
        return None
    if regex("national_award").search(said):
        return ""
    prizes = (one.named.label for one in reversed(ask.context.earlier) if regex("prize_words").search(one.named.label))
    return "prize_of_award_before" if regex("national_award").search(next(prizes, "")) else None


def _name(text: str) -> str:
    """The catalogue's name of the prizes that a phrase speaks of: one kind's, one prize's or the whole award's."""
    prize = next((word for word in PRIZES if word in text), "")
    award = words("national_award")[0]
    kind = regex("prize_kind").search(text) if prize else None
    if kind is None and prize and regex("design_prize").search(text):
        return words("national_award")[1] + prize
    return (kind[0] if kind else award) + prize


AWARDS = (
    Resolver("national_prize", "indicator", _national_prize,
             (*OWN, *LEFT_OUT, "parallel_name", "dependent_head", "part_of_prize", "prize_of_award_before")),
    Resolver("part_of_prize", "indicator", _part_of_prize,
             (*OWN, *LEFT_OUT, "parallel_name", "dependent_head", "prize_of_award_before")),
    Resolver("prize_of_award_before", "indicator", _prize_of_award_before, (*OWN, *LEFT_OUT)),
)  # fmt: skip
