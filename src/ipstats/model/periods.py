"""Time as a type: an instant (a stock's), a year, a part of a year, several years; none of them divides another.

`time_period` is written as SDMX 2.1 writes it (observational time period): `2022`, `2022-S1`, `2022-Q1`, `2022-11`,
`2022-01-01/P11M`, `2012-01-01/P10Y`, and a date for an instant.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

NAMED = {12: "year", 6: "half", 3: "quarter", 1: "month"}
"""Kinds of a period that starts on the first day of a multiple of its own length in months."""
FORMS = {"year": "{y:04d}", "half": "{y:04d}-S{half}", "quarter": "{y:04d}-Q{quarter}", "month": "{y:04d}-{m:02d}"}
"""Their SDMX forms."""


@lru_cache(maxsize=4096)
def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included; an instant (of a stock) has no `start`.

    >>> Period.months(2022, 1, 11).time_period
    '2022-01-01/P11M'
    >>> Period.year(2022).comparable(Period.months(2022, 1, 11))
    False
    """

    start: date | None
    end: date

    def __post_init__(self) -> None:
        if self.start is not None and self.start > self.end:
            raise ValueError(f"a period from {self.start} to {self.end} ends before it starts")

    @classmethod
    @lru_cache(maxsize=4096)
    def year(cls, year: int, last: int | None = None) -> "Period":
        """A calendar year, or all years from `year` to `last`."""
        return cls(date(year, 1, 1), date(last or year, 12, 31))

    @classmethod
    @lru_cache(maxsize=4096)
    def months(cls, year: int, first: int, last: int) -> "Period":
        """The months `first` to `last` of a year."""
        return cls(date(year, first, 1), month_end(year, last))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        return cls.months(year, 3 * quarter - 2, 3 * quarter)

    @classmethod
    def half(cls, year: int, half: int) -> "Period":
        return cls.months(year, 6 * half - 5, 6 * half)

    @classmethod
    @lru_cache(maxsize=4096)
    def instant(cls, day: date) -> "Period":
        """A stock's moment."""
        return cls(None, day)

    @classmethod
    @lru_cache(maxsize=4096)
    def year_end(cls, year: int) -> "Period":
        return cls(None, date(year, 12, 31))

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, time_period: str) -> "Period":
        """A period from its SDMX form; `ValueError` says what was expected."""
        text = time_period.strip()
        if m := re.fullmatch(r"(\d{4})(?:-A1)?", text):
            return cls.year(int(m[1]))
        if m := re.fullmatch(r"(\d{4})-S([12])", text):
            return cls.half(int(m[1]), int(m[2]))
        if m := re.fullmatch(r"(\d{4})-Q([1-4])", text):
            return cls.quarter(int(m[1]), int(m[2]))
        if m := re.fullmatch(r"(\d{4})-M?(0[1-9]|1[0-2])", text):
            return cls.months(int(m[1]), int(m[2]), int(m[2]))
        if m := re.fullmatch(r"(\d{4}-\d\d-\d\d)/P(\d+)([YMD])", text):
            return cls(start := date.fromisoformat(m[1]), _last_day(start, m[2], m[3], text))
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return cls.instant(date.fromisoformat(text))
        raise ValueError(
            f"{time_period!r} is no time period; expected 2022, 2022-S1, 2022-Q1, 2022-11, 2022-01-01/P11M or a date"
        )

    @property
    def is_instant(self) -> bool:
        return self.start is None

    @property
    def length(self) -> int | None:
        """Whole months it covers, or None when it does not cover whole months (or is an instant)."""
        if self.start is None or self.start.day != 1 or self.end != month_end(self.end.year, self.end.month):
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def kind(self) -> str:
        """`instant`, `year`, `half`, `quarter`, `month`, `part_year` (whole months of one year), `years` or `span`."""
        if self.start is None:
            return "instant"
        months = self.length
        if months is None:
            return "span"
        if months in NAMED and (self.start.month - 1) % months == 0:
            return NAMED[months]
        if months % 12 == 0 and self.start.month == 1:
            return "years"
        return "part_year" if self.start.year == self.end.year else "span"

    @property
    def time_period(self) -> str:
        """The SDMX form."""
        start, end = self.start, self.end
        if start is None:
            return end.isoformat()
        if form := FORMS.get(self.kind):
            return form.format(y=end.year, m=end.month, half=end.month // 6, quarter=end.month // 3)
        months = self.length
        if months is None:
            return f"{start.isoformat()}/P{(end - start).days + 1}D"
        return f"{start.isoformat()}/P{months // 12}Y" if months % 12 == 0 else f"{start.isoformat()}/P{months}M"

    @property
    def is_full_year(self) -> bool:
        """A calendar year, or the moment that ends one."""
        return self.kind == "year" or (self.is_instant and (self.end.month, self.end.day) == (12, 31))

    def shifted(self, years: int) -> "Period":
        """The same part of another year; the end of a month stays the end of a month."""
        return Period(self.start and shift_years(self.start, years), shift_years(self.end, years))

    def comparable(self, other: "Period") -> bool:
        """Whether the two are the same part of (maybe other) years, so that one may be set against the other."""
        return self.shifted(other.end.year - self.end.year) == other

    def contains(self, other: "Period") -> bool:
        """Whether `other` lies within this period (an instant lies within the period of its day)."""
        if self.start is None:
            return self == other
        return self.start <= (other.start or other.end) and other.end <= self.end


def _last_day(start: date, length: str, unit: str, text: str) -> date:
    """The last day of a length of years, months or days from a day on; `ValueError` beyond the calendar."""
    try:
        if unit == "D":
            return start + timedelta(days=int(length) - 1)
        return add_months(start, int(length) * (12 if unit == "Y" else 1)) - timedelta(days=1)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} ends beyond the year 9999, or never began") from None


def shift_years(day: date, years: int) -> date:
    """The same day of another year; 28/29 February as the end of the month."""
    year = day.year + years
    if day == month_end(day.year, day.month):
        return month_end(year, day.month)
    return day.replace(year=year)


def add_months(day: date, months: int) -> date:
    """A first-of-month day moved by whole months (other days are clipped to the month's end)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def time_periods(starts: Iterable[object], ends: Iterable[object]) -> list[str]:
    """The SDMX forms of two columns of dates (`NaT` or None for no start); each distinct pair is worked out once."""
    seen: dict[tuple[object, object], str] = {}
    out = []
    for pair in zip(starts, ends, strict=True):
        if pair not in seen:
            start, end = map(as_date, pair)
            seen[pair] = "" if end is None else Period(start, end).time_period
        out.append(seen[pair])
    return out


def as_date(day: Any) -> date | None:
    """A day of a table as a date; None for what is missing."""
    if day is None or day != day or day == "":
        return None
    return date.fromisoformat(day) if isinstance(day, str) else date(day.year, day.month, day.day)
