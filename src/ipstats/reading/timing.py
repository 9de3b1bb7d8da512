"""Which period a figure is of: the time its sentence names, or what stands before it, or the document's year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ipstats.grammar.dates import TIME, Clock, Time, read_time, resolve
from ipstats.grammar.lexicon import word_set
from ipstats.grammar.naming import STOCK, Subject
from ipstats.model.periods import Period

BEFORE_FIRST = frozenset(["years", "plan"])
"""Kinds of times whose changes count from the year before their first (五年间, “十三五”时期)."""
_IN_COMPARISON = re.compile(TIME)


@dataclass(slots=True)
class Times:
    """The times spoken of so far in one stretch of text (a section, or an item of a compilation)."""

    clock: Clock
    year: int | None = None
    span: Period | None = None
    instant: Period | None = None
    aside: bool = False
    """Whether the time noted last is an earlier year than the document's."""

    def note(self, time: Time) -> None:
        """Remember a time that a sentence names."""
        period = resolve(time, self.clock, self.year)
        if period is None or time.kind == "day":
            return
        self.aside = bool(time.whole_year and time.year and self.clock.year and time.year < self.clock.year)
        if time.says_year and time.kind in ("span", "instant") and time.last_year is None:
            self.year = period.end.year
        if period.is_instant:
            self.instant = period
        elif time.kind in ("span", "years") and (time.says_year or self.span is None):
            self.span = period

    def next_sentence(self, goes_on: bool) -> None:
        """An earlier year named in passing holds for its sentence, and for what goes on with it."""
        if self.aside and not goes_on:
            self.next_paragraph()
        self.aside = self.aside and goes_on

    def next_paragraph(self) -> None:
        """Where the document has a year of its own, a paragraph starts from it; elsewhere times are carried on."""
        if self.clock.year is not None or self.clock.default is not None:
            self.span = self.instant = None
            self.year = self.clock.year

    def period(
        self, subject: Subject, time: Time | None, cumulative: bool = False, ahead: bool = False
    ) -> Period | None:
        """The period of a figure (`ahead`: of a goal) whose sentence names `time` or none; None when none is told."""
        stock = subject.is_stock and not (time and time.kind == "years" and _is_only_so_far(subject))
        if time is not None and (named := resolve(time, self.clock, self.year)) is not None:
            default = self.clock.default
            of_now = time.relative == 0 and time.whole_year and not (time.of_text or ahead)
            if of_now and default and default.end.year == named.end.year:
                named = default  # 今年 in a text of its first half
            return _as_kind(named, stock, subject, cumulative and time.kind != "since")
        if (carried := self._carried(stock, subject)) is not None:
            return carried
        year, default = self.year or self.clock.year, self.clock.default
        if default is not None and year in (None, default.end.year):
            return Period.instant(default.end) if stock or cumulative else default
        if year is None and (stock or cumulative) and self.clock.now and self.clock.written:
            return Period.instant(self.clock.written)
        if year is None and (year := self.clock.now) is None:
            return None
        return Period.year_end(year) if stock or cumulative else Period.year(year)

    def same_part(self, year: Time, before: Period | None, spoken: Time | None) -> Time:
        """去年同期: of another year the part that the figure before is of, or that the sentence speaks of."""
        if before is None:
            before = resolve(spoken, self.clock, self.year) if spoken else self.span or self.clock.default
        if before is None or before.kind == "years":
            return year
        meant = resolve(year, self.clock, self.year)
        return replace(
            year, kind="instant" if before.is_instant else "span", whole_year=False,
            year=meant.end.year if meant else before.end.year + year.relative,
            first=1 if before.is_instant else before.start.month, last=before.end.month,
        )  # fmt: skip

    def _carried(self, stock: bool, subject: Subject) -> Period | None:
        """What the sentences before said: only of indicators, where the document has a year for everything else."""
        one = subject.indicator
        if self.clock.year is not None and one is None:
            return None
        if stock or (one and one.kind == "rate" and self.clock.year is None and self.instant):
            return self.instant or (self.span and Period.instant(self.span.end))
        if self.span is None and self.instant is not None and self.clock.year is None:
            return Period(date(self.instant.end.year, 1, 1), self.instant.end)
        return self.span


def _is_only_so_far(subject: Subject) -> bool:
    """Whether only words around the name (累计) make it a stock: of a number of years, it is over them."""
    return subject.held and not subject.id and not STOCK.search(subject.label)


def _as_kind(named: Period, stock: bool, subject: Subject, cumulative: bool) -> Period:
    """A stock at the end of the span named; a flow known to the catalogue from the year's start to the moment named."""
    if stock or (cumulative and named.kind == "year"):
        return Period.instant(named.end)
    if named.is_instant and subject.id and not cumulative:
        return Period(date(named.end.year, 1, 1), named.end)
    return named


def comparison(word: str, group: object, period: Period | None, times: Times) -> str:
    """What a figure is compared with, in the table's words, from the phrase that says so (比2020年末, 环比)."""
    if group == "yoy":
        return "yoy"
    if group == "previous_period" or word in word_set("previous_period") or ("前" in word and word.endswith("年")):
        return "previous_period"
    time = _time_in(word)
    if time is None and "年初" in word:
        return f"since:{_end_before(period)}" if period else "yoy"
    if time is None:
        return "yoy" if not re.search("[末底]", word) or _at_year_end(period) else "since:" + _end_before(period)
    if not time.says_year and time.kind == "span" and time.last - time.first < 11:
        return "previous_period"
    if time.relative is not None and period is not None:
        time = replace(time, year=period.end.year + time.relative, relative=None, of_text=False)
    base = resolve(time, times.clock, times.year)
    if base is None:
        return "yoy"
    if period is None:
        return f"since:{base.time_period}" if time.says_year and time.year else "yoy"
    if "全年" in word and period.start and period.kind != "year":
        return f"since:{base.time_period}"
    return "yoy" if "同期" in word else since(base, period)


@lru_cache(maxsize=4096)
def _time_in(word: str) -> Time | None:
    """The time that a phrase of comparison names."""
    m = _IN_COMPARISON.search(word)
    return read_time(m[0]) if m else None


def since(base: Period, period: Period) -> str:
    """How a period is compared with an earlier one: the same of the year before is `yoy`."""
    a_year_before = base.end.year == period.end.year - 1
    if a_year_before and (base.kind == "year" or base.end.month == period.end.month):
        return "yoy"
    return f"since:{base.time_period}"


def uncompared(time: Time | None, times: Times) -> str:
    """What a change is compared with when no word says: the year before, or where years began (五年间增长7倍)."""
    span = resolve(time, times.clock, times.year) if time else None
    if span is None or span.start is None or span.start.year == span.end.year:
        return "yoy"
    return f"since:{span.start.year - (time.kind in BEFORE_FIRST)}"


def years_averaged(
    times: Times, spoken: Iterable[Time | None], course: Period | None, period: Period | None
) -> Period | None:
    """The years that a mean growth (年均) is over, None when nothing tells them.

    The years that the words name; those of the change just spoken of (`course`); those of the sentences before; for
    what is still to come, those from the document's year.
    """
    named = [resolve(time, times.clock, times.year) for time in spoken if time]
    carried = times.span if times.span and period and times.span.end == period.end else None
    for span in (*named, course, period, carried):
        if span and span.start and span.start.year < span.end.year:
            return span
    year = times.clock.year
    return Period.year(year, period.end.year) if period and year and year < period.end.year else None


def is_past(time: Time | None, period: Period | None, clock: Clock) -> bool:
    """Whether a time named was over when the text was written, so that no goal is meant."""
    return bool(time and time.says_year and period and clock.written) and period.end <= clock.written


def base_period(word: str, period: Period, times: Times) -> Period:
    """The period of the figure that a change states it started from (较2015年末的0.7万件, 较上年同期的842件)."""
    time = _time_in(word)
    if time is None or time.year is None:
        return period.shifted(-1)
    base = resolve(time, times.clock, times.year)
    return Period.instant(base.end) if period.is_instant else base


def _at_year_end(period: Period | None) -> bool:
    return period is None or (period.end.month, period.end.day) == (12, 31)


def _end_before(period: Period) -> str:
    return Period.year_end(period.end.year - 1).time_period
