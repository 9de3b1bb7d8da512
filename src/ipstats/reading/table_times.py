"""The period of a table's cell: its year and its months may be said in different headers, or only in the title."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from ipstats.grammar.dates import Clock, Time, resolve
from ipstats.model.awards import editions
from ipstats.model.numerals import NUMBER, parse_number
from ipstats.model.periods import Period

_EDITION = re.compile(f"第({NUMBER})届(中国专利奖)?")
_THIS_MONTH = re.compile("[本当]月")
_TO_DATE = re.compile("累计|年初至今|1[-—–~至]本月")


def years_told(times: Iterable[Time], whole: bool = False) -> Period | None:
    """From the first to the last of several years; `whole` asks for whole years without a gap."""
    times = [time for time in times if time.year and not time.last_year]
    years = sorted({time.year for time in times})
    gaps = len(years) <= years[-1] - years[0] or any(map(_is_part, times)) if years else False
    return Period.year(years[0], years[-1]) if len(years) > 1 and not (whole and gaps) else None


def are_past(years: Sequence[int], clock: Clock, plan_end: Period | None) -> bool:
    """Whether years named were over when a table of goals was written, or before the plan began (its base year)."""
    written = clock.written.year if clock.written else clock.year or (plan_end and plan_end.end.year - 5)
    return bool(years and written) and max(years) <= written


class Untold(Exception):
    """Why the period of a cell cannot be told."""


@lru_cache(maxsize=4096)
def period_of(
    near: tuple[tuple[Time, ...], ...],
    far: tuple[Time, ...],
    clock: Clock,
    *,
    stock: bool = False,
    same_part: bool = False,
) -> Period:
    """The period that headers say together.

    `near` are the times of the row's and of the column's headers (outermost first), `far` those of the group and the
    title, `clock` what the document says. A year said near wins over one said far; months may come from either.
    `same_part` says that a header asks for the same part of another year (上年同期). Raises `Untold`.
    """
    inner = [time for axis in near for time in reversed(axis)]
    year = next((time.year for time in far if time.year and not time.last_year), None) or clock.year
    years = {(time.year, time.relative) for time in inner if _says_year(time)}
    if len(years) > 1 and all(any(map(_says_year, axis)) for axis in near):
        raise Untold("row and column name two years")
    every = (*inner, *far)
    dated = next((time for time in every if _says_year(time)), None)
    whole = any(time.whole_year and not _says_year(time) for time in inner)  # 全年
    detail = None if whole else next((time for time in every if _is_part(time)), None)
    if detail is not None and detail not in inner and dated in inner and dated.year != year and not same_part:
        raise Untold(f"the table is about a part of {year}, and whether other years are whole is not said")
    time = detail or dated or next(iter(every), None)
    if time is None:
        if clock.default is not None:
            return settled(clock.default, stock)
        if not clock.year:
            raise Untold("nothing says the year (give --year)")
        return settled(Period.year(clock.year), stock)
    if whole and dated is not None:
        time = replace(inner[0], year=dated.year, relative=dated.relative)
    elif dated is not None and (not _says_year(time) or (dated in inner and time not in inner)):
        time = replace(time, year=dated.year, relative=dated.relative, of_text=False)
    period = resolve(time, Clock(year, clock.written))
    if period is None:
        raise Untold("nothing says the year (give --year)")
    return settled(period, stock)


def edition_time(text: str, of_award: bool = False) -> Time | None:
    """The year of an edition of the China Patent Award (第二十三届中国专利奖; 第二十三届 in a table of it)."""
    match = _EDITION.search(text)
    if match is None or not (match[2] or (of_award and match[0] == text)):
        return None
    edition = editions().get(int(parse_number(match[1]).value))
    return Time("span", year=edition.year, whole_year=True) if edition and edition.year else None


def monthly(texts: list[str], title: Time | None, clock: Clock) -> Time | None:
    """What 本月 and 本年累计 mean in a table of a month, or of the months up to it; None where no header says so."""
    if title is None and clock.default and clock.default.length in range(1, 12):
        start, end = clock.default.start, clock.default.end
        title = Time("span", year=end.year, first=start.month, last=end.month)
    if title is None or not _is_part(title) or title.kind != "span":
        return None
    if any(map(_TO_DATE.search, texts)):
        return replace(title, first=1)
    return replace(title, first=title.last) if any(map(_THIS_MONTH.search, texts)) else None


def settled(period: Period, stock: bool) -> Period:
    """The period of a stock is the moment that ends it; a flow up to the end of a month began with the year."""
    if stock:
        return Period.instant(period.end)
    if period.is_instant:
        return Period.months(period.end.year, 1, period.end.month)
    return period


def _says_year(time: Time) -> bool:
    return time.year is not None or bool(time.relative)


def _is_part(time: Time) -> bool:
    """Whether it says more than a year: months, a quarter, a day."""
    return time.kind in ("span", "instant", "day") and time.last_year is None and not time.whole_year
