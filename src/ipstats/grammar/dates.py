"""Time as reports say it: 1-11月, 截至今年6月底, 前三季度, “十四五”时期, 五年来 ... and the period each of them means.

A time expression is read once without its surroundings (`read_time`) and resolved against a clock: the year the text is
about, and the day it was written, which is what 今年 and 去年 refer to.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ipstats.errors import ParameterError
from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.numerals import parse_number
from ipstats.model.periods import Period, month_end

_DEFINED = read_yaml(FOLDER / "times.yaml")
RELATIVE: dict[str, int] = _DEFINED["relative"]


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression before it is placed: what it says, and what it leaves open (None)."""

    kind: str
    """`span` (months of a year, or years), `instant`, `day`, `plan`, `since`, `years` (a number of them), `now`."""
    year: int | None = None
    relative: int | None = None
    of_text: bool = False
    first: int = 1
    last: int = 12
    first_day: int | None = None
    day: int | None = None
    last_year: int | None = None
    count: int = 0
    whole_year: bool = False

    @property
    def says_year(self) -> bool:
        """Whether it names its year, by number or relative to the day of writing."""
        return self.year is not None or (self.relative is not None and not self.of_text)


@dataclass(frozen=True, slots=True)
class Clock:
    """The year a text is about, and the day it was written; either may be unknown."""

    year: int | None = None
    written: date | None = None
    now: int | None = None
    """The year that 今年 means, where it is known to be another than `year`."""
    default: Period | None = None
    """The period of what names none, where it is not the whole `year` (a report of 2024年上半年)."""
    latest: date | None = None
    """The end of the month that the text gives itself, where it names no day."""
    is_assumed: bool = False
    """Whether no word of the text tells `year`: months alone are then the last before the day of writing."""
    is_ahead: bool = False
    """Whether `year` is the one to come, under a heading of its own (2023年工作思路): 明年 is that year."""

    @property
    def this_year(self) -> int | None:
        """The year that 今年 means: that of a report's title before that of its publication."""
        return self.now or self.year or (self.written.year if self.written else None)

    def year_from_now(self, years: int) -> int | None:
        """The year that 今年 (0), 去年 (-1) or 明年 (1) means; None where nothing tells the year of writing."""
        this = self.year - 1 if self.year and self.is_ahead and years == 1 else self.this_year
        return None if this is None else this + years


def _int(text: str) -> int:
    return int(parse_number(text).value)


def _year(m: re.Match) -> dict:
    groups = m.groupdict()
    if groups.get("year"):
        return {"year": _int(groups["year"])}
    if groups.get("relative"):
        return {"relative": RELATIVE[groups["relative"]], "of_text": groups["relative"] in _DEFINED["of_the_text"]}
    return {}


_NUMBERS = ("first", "last", "last_year", "first_day", "day")


def _months(m: re.Match) -> dict:
    """The year, and the months, last year or day that the groups of a form name."""
    named = {name: text for name, text in m.groupdict().items() if text and name in _NUMBERS}
    return {name: _int(text) for name, text in named.items()} | _year(m)


def _month(m: re.Match) -> dict:
    return {"first": _int(m["first"]), "last": _int(m["first"]), **_year(m)}


def _quarters(m: re.Match) -> dict:
    last = _DEFINED["ordinals"][m["quarter"]]
    first = 1 if m.groupdict().get("up_to") else last
    return {"first": 3 * first - 2, "last": 3 * last, **_year(m)}


def _half(m: re.Match) -> dict:
    return ({"first": 1, "last": 6} if m["first_half"] else {"first": 7, "last": 12}) | _year(m)


def _plan(m: re.Match) -> dict:
    start = 1966 + 5 * (_int(m["plan"]) - 3)
    return {"year": start, "last_year": start + 4}


_READERS: dict[str, Callable[[re.Match], dict]] = {
    "years": _months, "months": _months, "as_of": _months, "month": _month, "quarters": _quarters, "half": _half,
    "plan": _plan, "plan_end": lambda m: {"year": _plan(m)["last_year"]},
    "congress": lambda m: _DEFINED["congresses"][m["congress"]],
    "count": lambda m: {"count": _int(m["count"])},
    "ago": lambda m: {"relative": -_int(m["ago"]), "of_text": True, "whole_year": True},
    "whole": lambda m: {"whole_year": True, **_year(m)},
}  # fmt: skip
"""How the groups of a form are read, by the name that `times.yaml` gives."""


def _forms() -> list[tuple[str, str, Callable[[re.Match], dict]]]:
    """Kind, pattern and reader of every form, with the parts put in."""
    relative = sorted(RELATIVE, key=len, reverse=True)
    parts = {"RELATIVE": "|".join(_DEFINED["not_relative"].get(word, word) for word in relative)}
    for name, pattern in _DEFINED["parts"].items():
        parts[name] = _with_parts(pattern, parts)
    return [(kind, _with_parts(pattern, parts), _READERS[reader]) for kind, reader, pattern in _DEFINED["forms"]]


def _with_parts(pattern: str, parts: dict[str, str]) -> str:
    return re.sub("«([A-Z_]+)»", lambda m: parts[m[1]], pattern)


FORMS = _forms()
_COMPILED = [
    (kind, re.compile(re.sub(r"\(\?[=!][^()]*(?:\([^()]*\)[^()]*)*\)$", "", pattern)), make)
    for kind, pattern, make in FORMS
]
TIME = "(?:" + "|".join(re.sub(r"\?P<\w+>", "?:", pattern) for _, pattern, _ in FORMS) + ")"
"""Any time expression, without groups, for a scanner."""
TIME_BEGINS: str = _DEFINED["begins"]
"""The characters that a time expression can begin with."""
TIME_NEAR: str = _DEFINED["near"]
"""A lookahead for one of the characters that every time expression holds."""


@lru_cache(maxsize=16384)
def read_time(text: str) -> Time | None:
    """A time expression as what it says, or None when the text is no time expression (or an impossible one).

    >>> read_time("1-11月")
    Time(kind='span', year=None, relative=None, of_text=False, first=1, last=11, first_day=None, day=None,\
 last_year=None, count=0, whole_year=False)
    """
    for kind, pattern, make in _COMPILED:
        if m := pattern.fullmatch(text):
            try:
                time = Time(kind, **make(m))
            except ValueError:
                return None
            return time if _possible(time) else None
    return None


def _possible(time: Time) -> bool:
    if not (1 <= time.first <= 12 and 1 <= time.last <= 12):
        return False
    if time.last_year is not None and time.year is not None and time.last_year < time.year:
        return False
    if time.first_day is not None and (time.last_year or time.year, time.last) < (time.year, time.first):
        return False
    return time.day is None or 1 <= time.day <= month_end(time.last_year or time.year or 2000, time.last).day


def resolve(time: Time, clock: Clock, year: int | None = None) -> Period | None:
    """The period an expression means; None when nothing tells its year.

    `year` is the year last spoken of, which a bare month, 当年 or 年末 belongs to (else that of the clock).
    """
    spoken = _spoken_year(time, clock, year)
    if time.kind == "now":
        return _at_present(spoken, clock)
    if spoken is None:
        return None
    if time.kind == "years":
        end = _last_of_several(spoken, clock, year)
        return Period.year(end - time.count + 1, end)
    if time.kind == "since" and time.year is not None:
        last = max(year or clock.year or clock.this_year or spoken, time.year)
        return Period(date(time.year, time.first, 1), _so_far(time.year, last, clock))
    return _instant(time, spoken) if time.kind in ("instant", "day") else _span(time, spoken)


def _so_far(since: int, year: int, clock: Clock) -> date:
    """The day up to which what has gone on since a year is told: the end of a year, as far as it was written then."""
    if clock.written is None:
        return _until(year, clock)
    if clock.is_assumed:
        return clock.written
    return min(_until(year, clock), clock.written) if clock.written.year > since else _until(year, clock)


def _at_present(spoken: int | None, clock: Clock) -> Period | None:
    """目前: the day of writing, the end of the text's month, or the end of the year spoken of."""
    now = clock.written or clock.latest or (spoken and _until(clock.year or spoken, clock))
    return Period.instant(now) if now else None


def _last_of_several(spoken: int, clock: Clock, year: int | None) -> int:
    """The year that 五年来 ends with: that of the text, unless what is spoken of lies after the day of writing."""
    if year and clock.written and year > clock.written.year:
        return year
    if clock.default and clock.default.kind == "years":
        return clock.default.end.year
    told = None if clock.is_assumed and clock.written else clock.year
    return told or (clock.written.year - 1 if clock.written else spoken)


def _instant(time: Time, year: int) -> Period:
    """The day that is named, else the last of its month."""
    end = month_end(year, time.last)
    return Period.instant(end.replace(day=min(time.day, end.day)) if time.day else end)


def _span(time: Time, year: int) -> Period:
    """The months of a year, those from the year before (11月至2月), or the years that a plan or a span names."""
    if time.first_day is not None or (time.last_year is not None and time.day is not None):
        return _days(time, year)
    if time.last_year is not None and time.year is not None:
        return Period(date(time.year, time.first, 1), month_end(time.last_year, time.last))
    if time.first <= time.last:
        return Period.months(year, time.first, time.last)
    return Period(date(year - 1, time.first, 1), month_end(year, time.last))


def _days(time: Time, year: int) -> Period:
    """The days from one to another (2022年5月1日至2023年7月31日)."""
    first, last = month_end(year, time.first), month_end(time.last_year or year, time.last)
    begin, end = time.first_day or 1, time.day or last.day
    return Period(first.replace(day=min(begin, first.day)), last.replace(day=min(end, last.day)))


def _until(year: int, clock: Clock) -> date:
    """The last day of a year, as far as the text tells of it; an item of the day that it was written tells no more."""
    default = clock.default
    if default and default.end.year == year:
        return default.end
    if clock.year is None and clock.now and clock.written and clock.written.year == year:
        return clock.written
    return date(year, 12, 31)


def _spoken_year(time: Time, clock: Clock, year: int | None) -> int | None:
    if time.year is not None:
        return time.year
    if time.says_year and time.relative is not None:
        return clock.year_from_now(time.relative)
    about = clock.year if year is None else year
    if clock.written and time.kind != "now" and not time.whole_year and _is_untold(time, clock, about):
        return clock.written.year - (time.last > clock.written.month)
    about = about or clock.this_year
    return None if about is None else about + (time.relative or 0)


def _is_untold(time: Time, clock: Clock, about: int | None) -> bool:
    """Whether nothing tells the year of a time, or of months no more than an assumption."""
    of_months = (time.first, time.last) != (1, 12)
    return about is None or (clock.is_assumed and about == clock.year and of_months)


def parse_period(text: str, published: date | str | None = None, year: int | None = None) -> Period:
    """The period that a time expression means.

    Parameters
    ----------
    text : a time expression as Chinese reports write it, or in SDMX form
    published : the day on which the text was published, which 今年 and 上年 refer to
    year : the year it is about, where no day is known

    Returns
    -------
    Period
        `start` (None for a moment), `end`, and `time_period` in SDMX form

    Raises
    ------
    ParameterError
        for a text that is no time expression, and for one whose year only the day of writing could tell

    Examples
    --------
    >>> parse_period("今年1-11月", published="2022-12-20").time_period
    '2022-01-01/P11M'
    >>> parse_period("截至去年底", published="2023-04-24").time_period
    '2022-12-31'
    >>> parse_period("“十四五”时期").time_period
    '2021-01-01/P5Y'
    >>> parse_period("2023Q2").time_period, parse_period("上个月", published="2024-01-20").time_period
    ('2023-Q2', '2023-12')
    """
    if isinstance(published, str):
        try:
            published = date.fromisoformat(published)
        except ValueError:
            raise ParameterError(f"published={published!r} is no day; expected YYYY-MM-DD") from None
    plain = re.sub(r"[\s\u00a0]", "", text)
    if (short := _short_form(plain)) or (short := _beside_now(plain, published)):
        return short
    time = read_time(plain)
    if time is None and _DEFINED["without_months"] in plain:
        raise ParameterError(f"{text!r} does not say of which months; name them, like 去年1-6月")
    if time is None and _OF_NOW.fullmatch(plain):
        raise ParameterError(f"{text!r} needs the day of the text; give published=")
    if time is None:
        raise ParameterError(f"{text!r} is no time expression; expected one like 2022年, 1-11月, 截至今年6月底, 2023Q2")
    period = resolve(time, Clock(year, published))
    if period is None:
        raise ParameterError(f"{text!r} does not say its year; give published= (the day of the text) or year=")
    return period


_SHORT = re.compile(_DEFINED["short"], re.IGNORECASE)
_BUDGET_YEAR = re.compile(_DEFINED["budget_year"], re.IGNORECASE)
_OF_NOW = re.compile(_DEFINED["of_now"])


def _short_form(text: str) -> Period | None:
    """A period as tables abbreviate it: 2023Q2, 2023H1, 2023-06, FY2023 (China's budget year is the calendar year)."""
    if m := _BUDGET_YEAR.fullmatch(text):
        return Period.year(int(m[1][-2:]) + 2000 if m[1] else int(m[2]))
    if m := _SHORT.fullmatch(text):
        part = (m["part"] or "M").upper().replace("H", "S")
        at = f"{int(m['at'] or m['month']):02}" if part == "M" else m["at"]
        text = f"{m['year']}-{part}{at}"
    try:
        return Period.parse(text)
    except (ValueError, OverflowError):
        return None


def _beside_now(text: str, published: date | None) -> Period | None:
    """The month or quarter of the day of writing, or the one before it (本月, 上季度)."""
    m = _OF_NOW.fullmatch(text)
    if m is None or published is None:
        return None
    months = 1 if m["month"] else 3
    index = published.year * 12 + published.month - 1 - months * bool(m["before"])
    year, month = divmod(index - index % months, 12)
    return Period.months(year, month + 1, month + months)
