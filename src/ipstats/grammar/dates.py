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
from ipstats.model.numerals import parse_number
from ipstats.model.periods import Period, month_end

RELATIVE = {
    "今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上年度": -1, "上一年": -1, "上一年度": -1, "前年": -2,
    "明年": 1, "次年": 1, "下一年": 1, "同年": 0, "当年": 0, "全年": 0, "年内": 0, "当前年度": 0,
}  # fmt: skip
OF_THE_TEXT = {"同年", "当年", "全年", "年内", "上年", "上年度", "上一年", "上一年度"}
"""Words that mean the year spoken of, not the year of writing."""
_ORDINALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "首": 1, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:(?:19|20)[0-9]{2}|二[〇零○][〇零○一二三四五六七八九]{2}|一九[〇零○一二三四五六七八九]{2})"
_RELATIVE = "|".join(sorted(RELATIVE, key=len, reverse=True)).replace("次年", "(?<!人)次年")
_Y = rf"(?:(?P<year>{_YEAR})年度?|(?P<relative>{_RELATIVE})(?:度(?!重|假|量|过))?)"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DASH = r"(?:-|–|—|－|~|～|至|到)"
_AS_OF = r"(?:截至到?|截止到?|截至|至|到|于)"
_CONGRESSES = {
    "十八": {"year": 2012, "first": 11}, "十九": {"year": 2017, "first": 10}, "二十": {"year": 2022, "first": 10},
}  # fmt: skip
"""When the Party's congresses were held, since which reports count."""
_PLAN = (
    r"(?<![第一二三四五六七八九])[“\"]?(?P<plan>十[一二三四五六七八九]?|[七八九])五"
    r"(?![届个项件名条批家次位]|年(?!均))[”\"]?"
)


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
    is_ahead: bool = False
    """Whether `year` is the one to come, under a heading of its own (2023年工作思路): 明年 is that year."""

    @property
    def this_year(self) -> int | None:
        """The year that 今年 means: that of a report's title before that of its publication."""
        return self.now or self.year or (self.written.year if self.written else None)

    def year_from_now(self, years: int) -> int | None:
        """The year that 今年 (0), 去年 (-1) or 明年 (1) means; None where nothing tells the year of writing."""
        this = self.year - 1 if self.is_ahead and years == 1 else self.this_year
        return None if this is None else this + years


def _year(m: re.Match) -> dict:
    groups = m.groupdict()
    if groups.get("year"):
        return {"year": int(parse_number(groups["year"]).value)}
    if groups.get("relative"):
        return {"relative": RELATIVE[groups["relative"]], "of_text": groups["relative"] in OF_THE_TEXT}
    return {}


def _int(text: str) -> int:
    return int(parse_number(text).value)


def _quarters(m: re.Match) -> dict:
    first = last = _ORDINALS[m["quarter"][-1]]
    if m["quarter"].startswith("前"):
        first = 1
    return {"first": 3 * first - 2, "last": 3 * last, **_year(m)}


def _half(m: re.Match) -> dict:
    return ({"first": 1, "last": 6} if m["half"] == "上" else {"first": 7, "last": 12}) | _year(m)


def _as_of(m: re.Match) -> dict:
    """A moment: the day named, or the end of the month or year."""
    groups = m.groupdict()
    month = _int(groups["month"]) if groups.get("month") else 12
    return {"last": month, "day": _int(groups["day"]) if groups.get("day") else None, **_year(m)}


def _plan(m: re.Match) -> dict:
    number = _int(m["plan"]) if m["plan"] != "十" else 10
    number = {"七": 7, "八": 8, "九": 9}.get(m["plan"], number)
    start = 1966 + 5 * (number - 3)
    return {"year": start, "last_year": start + 4}


FORMS: list[tuple[str, str, Callable[[re.Match], dict]]] = [
    ("span", rf"(?P<year>{_YEAR})年(?:(?P<first>{_M})月)?{_DASH}(?P<until>{_YEAR})年(?P<last>{_M})月(?![底末0-9])",
     lambda m: {"year": _int(m["year"]), "first": _int(m["first"] or "1"), "last_year": _int(m["until"]),
                "last": _int(m["last"])}),
    ("span", rf"(?P<year>{_YEAR})年?{_DASH}(?P<last>{_YEAR})年", lambda m: {
        "year": _int(m["year"]), "last_year": _int(m["last"])}),
    ("since", rf"自?(?P<year>{_YEAR})年(?:(?P<month>{_M})月)?(?:以来|起至今|至今)", lambda m: {
        "first": _int(m["month"] or "1"), **_year(m)}),
    ("span", rf"{_Y}?(?:的)?(?P<first>{_M})月?{_DASH}(?P<last>{_M})月份?(?![底末])", lambda m: {
        "first": _int(m["first"]), "last": _int(m["last"]), **_year(m)}),
    ("span", rf"{_Y}?(?:的)?(?:前|头)(?P<last>[0-9一二两三四五六七八九十]{{1,2}})个月", lambda m: {
        "last": _int(m["last"]), **_year(m)}),
    ("span", rf"{_Y}?(?:的)?(?P<quarter>前[二两三]|第?[一二三四1234首])个?季度?(?!末)", _quarters),
    ("instant", rf"{_AS_OF}?{_Y}?(?:的)?(?P<quarter>第?[一二三四1234首])个?季度?末", _quarters),
    ("span", rf"{_Y}?(?:的)?(?P<half>[上下])半年(?!末)", _half),
    ("instant", rf"{_AS_OF}?{_Y}?(?:的)?(?P<half>[上下])半年末", _half),
    ("instant", rf"{_AS_OF}{_Y}?(?P<month>{_M})月(?:份)?(?P<day>[0-3]?[0-9])日", _as_of),
    ("instant", rf"{_AS_OF}{_Y}?(?:年)?(?P<month>{_M})月份?(?:底|末)?", _as_of),
    ("instant", rf"{_AS_OF}{_Y}(?:年)?(?:底|末|终)?", _as_of),
    ("instant", rf"{_Y}?(?:年)?(?P<month>{_M})月份?(?:底|末)", _as_of),
    ("instant", rf"{_AS_OF}?{_Y}(?:年)?(?:底|末|终)", _as_of),
    ("instant", rf"{_AS_OF}?(?:年末|年底|年终|岁末)", _as_of),
    ("day", rf"{_Y}?(?P<month>{_M})月(?P<day>[0-3]?[0-9])日", _as_of),
    ("span", rf"{_Y}(?P<first>{_M})月份?", lambda m: {"first": _int(m["first"]), "last": _int(m["first"]), **_year(m)}),
    ("plan", rf"{_PLAN}(?:规划)?(?:时期|期间|期内)?(?![”\"]?(?:以来|末|收官|[初前]))", _plan),
    ("since", rf"{_PLAN}(?:时期)?以来", _plan),
    ("since", r"(?:党的)?(?P<congress>十八|十九|二十)大以来", lambda m: _CONGRESSES[m["congress"]]),
    ("instant", rf"{_PLAN}(?:时期)?(?:末|收官)(?:之年|年)?", lambda m: {"year": _plan(m)["last_year"]}),
    ("years", r"(?:近|过去|最近|这|过去的)?(?P<count>[2-9]|10|[二两三五十])年(?:来|间|以来)", lambda m: {
        "count": _int(m["count"])}),
    ("years", r"(?:近|过去|最近|过去的)(?P<count>[2-9]|10|[二两三五十])年", lambda m: {"count": _int(m["count"])}),
    ("years", r"(?P<count>[2-9]|10|[二两三五十])年(?=[，,年累间翻]|[净新]?增|提[高升])", lambda m: {
        "count": _int(m["count"])}),
    ("span", r"(?P<ago>[2-9]|10|[二两三四五六七八九十])年前", lambda m: {
        "relative": -_int(m["ago"]), "of_text": True, "whole_year": True}),
    ("now", r"(?:截至)?(?:目前|当前|现阶段|现在|如今|发稿时?|今日)", lambda m: {}),
    ("now", r"现(?=有|存|共有|已|拥有)", lambda m: {}),
    ("span", rf"{_Y}(?:全年)?", lambda m: {"whole_year": True, **_year(m)}),
    ("span", rf"(?<![0-9])(?P<first>{_M})月(?:份|[当单]月)?(?![0-9底末龄度内初上中下以至到])", lambda m: {
        "first": _int(m["first"]), "last": _int(m["first"])}),
]  # fmt: skip
"""Kind, pattern and what it says; the first that matches the whole expression reads it."""

_COMPILED = [
    (kind, re.compile(re.sub(r"\(\?[=!][^()]*(?:\([^()]*\)[^()]*)*\)$", "", pattern)), make)
    for kind, pattern, make in FORMS
]
TIME = "(?:" + "|".join(re.sub(r"\?P<\w+>", "?:", pattern) for _, pattern, _ in FORMS) + ")"
"""Any time expression, without groups, for a scanner."""


TIME_BEGINS = '0123456789一二三四五六七八九十党今本去上前明次下同当全年头第首截至到于岁期自“"近过最这目现发两〇零'
"""The characters that a time expression can begin with."""


TIME_NEAR = "(?=[^，。；、]{0,14}?[年月季半五大目当现期岁今])"
"""A lookahead for one of the characters that every time expression holds."""


@lru_cache(maxsize=16384)
def read_time(text: str) -> Time | None:
    """A time expression as what it says, or None when the text is no time expression (or an impossible one).

    >>> read_time("1-11月")
    Time(kind='span', year=None, relative=None, of_text=False, first=1, last=11, day=None, last_year=None, count=0,\
 whole_year=False)
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
    return time.day is None or 1 <= time.day <= month_end(time.year or 2000, time.last).day


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
    if time.kind == "since":
        end = _until(max(year or clock.year or clock.this_year or spoken, time.year), clock)
        return Period(date(time.year, time.first, 1), end)
    return _instant(time, spoken) if time.kind in ("instant", "day") else _span(time, spoken)


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
    return clock.year or (clock.written.year - 1 if clock.written else spoken)


def _instant(time: Time, year: int) -> Period:
    """The day that is named, else the last of its month."""
    end = month_end(year, time.last)
    return Period.instant(end.replace(day=min(time.day, end.day)) if time.day else end)


def _span(time: Time, year: int) -> Period:
    """The months of a year, those from the year before (11月至2月), or the years that a plan or a span names."""
    if time.last_year is not None:
        return Period(date(time.year, time.first, 1), month_end(time.last_year, time.last))
    if time.first <= time.last:
        return Period.months(year, time.first, time.last)
    return Period(date(year - 1, time.first, 1), month_end(year, time.last))


def _until(year: int, clock: Clock) -> date:
    """The last day of a year, as far as the text tells of it; an item of the day that it was written tells no more."""
    default = clock.default
    if default and default.end.year == year:
        return default.end
    is_running = clock.year is None and clock.now and clock.written and clock.written.year == year
    return clock.written if is_running else date(year, 12, 31)


def _spoken_year(time: Time, clock: Clock, year: int | None) -> int | None:
    if time.year is not None:
        return time.year
    if time.says_year:
        return clock.year_from_now(time.relative)
    about = clock.year if year is None else year
    if about is None and clock.written and time.kind != "now" and not time.whole_year:
        return clock.written.year - (time.last > clock.written.month)
    about = about or clock.this_year
    return None if about is None else about + (time.relative or 0)


def parse_period(text: str, published: date | str | None = None, year: int | None = None) -> Period:
    """The period that a time expression means, in a text published on a day (or about a year).

    `ParameterError` when the text is no time expression, or when only the day of writing could tell its year.

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
    if time is None and "同期" in plain:
        raise ParameterError(f"{text!r} does not say of which months; name them, like 去年1-6月")
    if time is None and _OF_NOW.fullmatch(plain):
        raise ParameterError(f"{text!r} needs the day of the text; give published=")
    if time is None:
        raise ParameterError(f"{text!r} is no time expression; expected one like 2022年, 1-11月, 截至今年6月底, 2023Q2")
    period = resolve(time, Clock(year, published))
    if period is None:
        raise ParameterError(f"{text!r} does not say its year; give published= (the day of the text) or year=")
    return period


_SHORT = re.compile(r"(?P<year>(?:19|20)\d\d)[-年/.]?(?:(?P<part>[QHSM])(?P<at>\d\d?)|(?P<month>\d\d?))", re.IGNORECASE)
_BUDGET_YEAR = re.compile(r"FY((?:20)?\d\d)|((?:19|20)\d\d)(?:财年|财政年度)", re.IGNORECASE)
_OF_NOW = re.compile("(?P<which>[本当]|上一?)(?:个?(?P<month>月)(?:份|度)?|个?(?P<quarter>季)度?)")


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
    index = published.year * 12 + published.month - 1 - months * m["which"].startswith("上")
    year, month = divmod(index - index % months, 12)
    return Period.months(year, month + 1, month + months)
