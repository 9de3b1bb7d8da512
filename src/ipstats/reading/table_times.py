"""The period of a table's cell: its year and its months may be said in different headers, or only in the title."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ipstats.grammar.dates import Clock, Time, resolve
from ipstats.grammar.lexicon import regex
from ipstats.model.awards import edition_year
from ipstats.model.numerals import parse_number
from ipstats.model.periods import Period

_QUARTER = 3
_BEFORE = {"last_month": 1, "last_quarter": _QUARTER}
"""What says the span before the last one told of, and its months."""
_POINTING = frozenset({"this_month", "this_quarter", *_BEFORE})
_SPANS = _POINTING | {"to_date", "this_span"}


def years_told(times: Iterable[Time], whole: bool = False) -> Period | None:
    """From the first to the last of several years; `whole` asks for whole years without a gap."""
    times = [time for time in times if time.year and not time.last_year]
    years = sorted({time.year for time in times if time.year})
    gaps = len(years) <= years[-1] - years[0] or any(map(is_part, times)) if years else False
    return Period.year(years[0], years[-1]) if len(years) > 1 and not (whole and gaps) else None


def are_past(years: Sequence[int], clock: Clock, plan_end: Period | None) -> bool:
    """Whether years named were over when a table of goals was written, or before the plan began (its base year)."""
    written = clock.written.year if clock.written else clock.year or (plan_end.end.year - 5 if plan_end else None)
    return bool(years and written and max(years) <= written)


class Untold(Exception):
    """Why the period of a cell cannot be told: the kind of note that says so."""


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
    stock = stock or any(map(_is_year_end, far))
    near, far = tuple(map(_without_year_end, near)), _without_year_end(far)
    inner = tuple(time for axis in near for time in reversed(axis))
    if _name_two_years(near, inner):
        raise Untold("two_years")
    year = next((time.year for time in far if time.year and not time.last_year), None) or clock.year
    time = _combined(inner, far, year, same_part)
    period = _by_clock(clock) if time is None else resolve(time, Clock(year, clock.written))
    if period is None:
        raise Untold("no_year")
    return settled(period, stock)


def _name_two_years(near: tuple[tuple[Time, ...], ...], inner: tuple[Time, ...]) -> bool:
    """Whether row and column name two years."""
    years = {(time.year, time.relative) for time in inner if _says_year(time)}
    return len(years) > 1 and all(any(map(_says_year, axis)) for axis in near)


def _without_year_end(times: tuple[Time, ...]) -> tuple[Time, ...]:
    return tuple(time for time in times if not _is_year_end(time))


def _by_clock(clock: Clock) -> Period:
    """The period that the document is about."""
    if clock.default is not None:
        return clock.default
    if not clock.year:
        raise Untold("no_year")
    return Period.year(clock.year)


def _combined(inner: tuple[Time, ...], far: tuple[Time, ...], year: int | None, same_part: bool) -> Time | None:
    """The one time that several headers make together: the nearest year, and the nearest part of a year."""
    every = (*inner, *far)
    dated = next(filter(_says_year, every), None)
    whole = any(map(_is_whole, inner))
    detail = None if whole else next(filter(is_part, every), None)
    if not same_part and _is_apart(detail, dated, inner, year):
        raise Untold("part_of_year")
    time = detail or dated or next(iter(every), None)
    if dated is None or time is None:
        return time
    if whole:
        return replace(inner[0], year=dated.year, relative=dated.relative)
    far_off = dated in inner and time not in inner
    if far_off or not _says_year(time):
        return replace(time, year=dated.year, relative=dated.relative, of_text=False)
    return time


def _is_whole(time: Time) -> bool:
    """Whether it is 全年, of whatever year is named; 本年 is as long as what the title says of this year."""
    return time.whole_year and not _says_year(time) and time.of_text


def _is_apart(detail: Time | None, dated: Time | None, inner: tuple[Time, ...], year: int | None) -> bool:
    """Whether only the title says a part of a year, and the header another year, of which it need not hold."""
    return detail is not None and detail not in inner and dated in inner and dated.year != year


def edition_time(text: str, of_award: bool = False) -> Time | None:
    """The year of an edition of the China Patent Award (第二十三届中国专利奖; 第二十三届 in a table of it)."""
    match = regex("edition_of_prize").search(text)
    if match is None or not (match[2] or (of_award and match[0] == text)):
        return None
    year = edition_year(int(parse_number(match[1]).value))
    return Time("span", year=year, whole_year=True) if year else None


def monthly(texts: Sequence[str], title: Time | None, clock: Clock) -> Time | None:
    """What 本月, 上季度 and 本年累计 mean in a table of a month, or of the months up to it.

    None where no header says so. Raises `Untold` where one says which month or quarter only by pointing at it, and
    nothing tells months.
    """
    title = title or _months_of(clock)
    said = {name for name in _SPANS if _says(name, texts)}
    if title is None or not is_part(title) or title.kind != "span":
        if said & _POINTING:
            raise Untold("which_months")
        return None
    months = next((n for name, n in _BEFORE.items() if name in said), 0)
    if months and title.last % months == 0:
        return _span_before(title, months)
    return _span_of(title, said)


def _span_of(title: Time, said: set[str]) -> Time | None:
    """The part of the months of a title that 累计, 本月, 本季 and 本期 mean, the first of these that is said."""
    if "to_date" in said:
        return replace(title, first=1)
    if "this_month" in said:
        return replace(title, first=title.last)
    if "this_quarter" in said and title.last % _QUARTER == 0:
        return replace(title, first=title.last - _QUARTER + 1)
    return title if "this_span" in said else None


def _months_of(clock: Clock) -> Time | None:
    """The months that a document is about, where it is about a part of a year."""
    if not clock.default or clock.default.length not in range(1, 12):
        return None
    return Time("span", year=clock.default.end.year, first=clock.default.start.month, last=clock.default.end.month)


def _span_before(time: Time, months: int) -> Time | None:
    """So many months before the last ones of a time (上季度 in a text on July to September)."""
    if not time.year:
        return None
    ends = 12 * time.year + time.last - months - 1
    return replace(time, year=ends // 12, first=ends % 12 - months + 2, last=ends % 12 + 1)


def is_of_span_before(texts: Sequence[str]) -> bool:
    """Whether headers say 上月 or 上季度, not as what something is compared with."""
    return any(_says(name, texts) for name in _BEFORE)


def _says(name: str, texts: Sequence[str]) -> bool:
    return any(map(regex(name).search, texts))


def months_told(times: Iterable[Time]) -> Time | None:
    """The months of one year that rows name one after the other, each by itself: what their total is over."""
    times = list(times)
    months = [time.first for time in times]
    years = {(time.year, time.relative) for time in times}
    alone = all(time.kind == "span" and is_part(time) and time.first == time.last for time in times)
    if not (len(years) == 1 and alone and len(months) > 1 and months == list(range(months[0], months[-1] + 1))):
        return None
    return replace(times[0], last=months[-1])


def settled(period: Period, stock: bool) -> Period:
    """The period of a stock is the moment that ends it; a flow up to a day began with the year."""
    if stock:
        return Period.instant(period.end)
    if period.is_instant:
        return Period(date(period.end.year, 1, 1), period.end)
    return period


def _says_year(time: Time) -> bool:
    return time.year is not None or bool(time.relative)


def _is_year_end(time: Time) -> bool:
    """年末 without a year: the figures stand at the end of whatever year is named."""
    return time.kind == "instant" and not _says_year(time) and time.last == 12 and not time.day


def is_part(time: Time) -> bool:
    """Whether it says more than a year: months, a quarter, a day."""
    return time.kind in ("span", "instant", "day") and time.last_year is None and not time.whole_year
