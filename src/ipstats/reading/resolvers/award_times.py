"""The time of prizes: the year in which an edition of the national award was given, or that of the news."""

from datetime import date

from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.token import text_of
from ipstats.model.awards import KINDS, edition_year
from ipstats.model.numerals import parse_number
from ipstats.model.periods import Period
from ipstats.reading.award_names import edition_named, edition_of_clause, is_of_award
from ipstats.reading.clause_tree import Mention
from ipstats.reading.evidence import Answer, How
from ipstats.reading.slots import Ask, topic

OF_LAST_YEAR = 4
"""Months of a year in which an undated item still speaks of the year before."""


def award_edition(ask: Ask) -> Answer | None:
    """第二十四届中国专利奖: the prizes of an edition are of the year in which it was awarded (`awards.yaml`)."""
    if (own := edition_of_clause(ask.mention)) and is_national(ask):
        return _of_edition(own, "award_edition", How.SENTENCE)
    return _of_edition(edition_said(ask.mention), "award_edition", How.SENTENCE) if _is_of_one_edition(ask) else None


def edition_said(m: Mention) -> int:
    """The edition that a sentence names last before a number, else behind it."""
    before = text_of(token for token in m.sentence.tokens if token.end <= m.token.start)
    return edition_named(before) or edition_named(m.sentence.text)


def edition_before(ask: Ask) -> Answer | None:
    """Prizes of the national award under a title, or after a sentence, that names its edition."""
    return _of_edition(ask.context.award.edition, "edition_before", How.PARAGRAPH) if _is_of_one_edition(ask) else None


def _is_of_one_edition(ask: Ask) -> bool:
    """Whether a figure is on prizes of the national award and, so far, of one edition."""
    several = regex("many_editions").search(ask.mention.text_so_far) and not ask.mention.is_rank
    return is_national(ask) and not several


def is_national(ask: Ask) -> bool:
    """Whether a figure is on prizes of the national award, or on what is put up for it."""
    subject = ask.subject
    named = subject.id in KINDS.values() or regex("national_award").search(subject.label)
    return bool(named) or is_of_award(subject.label, ask.context.award) == words("national_award")[0]


def _of_edition(number: int, rule: str, how: How) -> Answer | None:
    year = edition_year(number)
    return topic(Period.year(year), rule, how) if year else None


def award_editions(ask: Ask) -> Answer | None:
    """第19届至第23届中国专利奖: from the year of the first edition named to that of the last."""
    found = regex("edition_range").search(ask.mention.text_so_far)
    if found is None or edition_of_clause(ask.mention) or not is_national(ask):
        return None
    first, last = (edition_year(int(parse_number(found[name]).value)) for name in ("first", "last"))
    if not first or not last or first >= last:
        return None
    return topic(Period.year(first, last), "award_editions", How.SENTENCE)


def prizes_so_far(ask: Ask) -> Answer | None:
    """此前累计获中国专利奖: prizes of several editions, of which no time is told, are counted up to the writing."""
    written = written_of_news(ask)
    if written is None or not ask.subject.label.startswith(words("won_so_far")):
        return None
    return topic(Period.instant(written), "prizes_so_far", How.ASSUMED)


def award_news(ask: Ask) -> Answer | None:
    """获首届江苏专利奖33项: prizes of which no year is told are mostly those of the year of the news."""
    written, award = written_of_news(ask), ask.context.award
    if written is None or not is_of_award(ask.subject.label, award):
        return None
    before = written.month <= OF_LAST_YEAR and not award.fresh
    year = Period.year(written.year - before)
    return topic(year, "award_news", How.ASSUMED, None, "" if award.fresh else "item_without_period")


def award_in_news(ask: Ask) -> Answer | None:
    """前不久出炉的第二届山东省专利奖结果: a sentence that tells of an award as news is of the year of writing."""
    context = ask.context
    told = context.heading.periods or context.document.period_how not in (How.ASSUMED, How.DOCUMENT)
    if told or context.written is None or not is_of_award(ask.subject.label, context.award):
        return None
    if not regex("award_just_given").search(ask.mention.sentence.text):
        return None
    return topic(Period.year(context.written.year), "award_in_news", How.ASSUMED)


def written_of_news(ask: Ask) -> date | None:
    """The day of writing of a text whose headings and title tell no period."""
    context = ask.context
    told = context.heading.periods or not context.document.period_is_assumed
    return None if told else context.written
