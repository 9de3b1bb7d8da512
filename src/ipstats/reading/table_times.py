"""The period of a table's cell: its year and its months may be said in different headers, or only in the title."""

from dataclasses import replace
from functools import lru_cache

from ipstats.model.periods import Period
from ipstats.reading.dates import Clock, Time, resolve


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
