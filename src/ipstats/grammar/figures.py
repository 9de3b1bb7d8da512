"""A figure as printed: a number with its bound, scale and unit (近36.5万件, 20余件, 四分之一)."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ipstats.grammar.lexicon import any_of, expression, pattern, regex, word_set, words
from ipstats.model import intervals
from ipstats.model.numerals import FRACTION, HALF, NUMBER, TENTHS, parse_number
from ipstats.model.units import units

BEFORE = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<=", "about": "~"}
AFTER = {"at_least_after": ">=", "at_most_after": "<=", "about_after": "~"}
NEVER_IN_PROSE = word_set("never_in_prose")
"""Units that in running text are nearly always something else (dates, grades); a table's header may still use them."""


FIGURE_BEGINS = [
    *"0123456789-−－+",
    *dict(words("begins"))["figure"],
    *(word for group in BEFORE for word in words(group)),
]
"""What a figure can begin with, besides Chinese numerals."""


LARGEST = 10**18
"""Beyond it a string of digits is no statistical figure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure in base units; `lower` and `upper` are what it can mean, an open end infinite.

    `first` and `last` bound number, scale and unit within the text it was read from. `milestone` says that the words
    before it call it a mark passed (首次超过).
    """

    value: float
    unit: str
    bound: str
    lower: float
    upper: float
    printed: str
    first: int = 0
    last: int = 0
    milestone: bool = False
    discrete: bool = False
    step: Decimal = Decimal(1)

    @property
    def scale(self) -> Decimal:
        """What one of the digits printed counts in base units: 10**8 in 823.6亿元."""
        digits = re.match("[0-9.]+", self.printed.replace(",", ""))
        printed = Decimal(digits[0].rstrip(".")) if digits else Decimal(0)
        return Decimal(round(Decimal(str(self.value)) / printed)) if printed else Decimal(1)

    @property
    def measure(self) -> str:
        """What the unit alone tells: `point_change`, `multiple`, `rank`, else `level`."""
        return {"百分点": "point_change", "倍": "multiple", "位": "rank"}.get(self.unit, "level")


@lru_cache(maxsize=4)
def figure_pattern(prose: bool = True) -> str:
    """The pattern of a figure with groups `before number more unit after`; in prose some units do not count."""
    names = [name for name in units() if (name and not name.isascii()) or name in "%‰"]
    if prose:
        names = [name for name in names if name not in NEVER_IN_PROSE and "/" not in name]
    unit = "|".join(_guarded(names))
    before = "|".join(pattern(name) for name in BEFORE)
    after = "|".join([*(pattern(name) for name in AFTER), expression("nearly")])
    return (
        rf"(?P<before>(?:{before}|过(?=[十百千]亿))了?)?(?P<number>(?:(?<![0-9%])[-−－+])?(?:{FRACTION}|{TENTHS}|{HALF}|{NUMBER}))"
        rf"(?P<more>(?:余|多(?![0-9])|来(?![自源华访]))(?:[百千万亿]+)?)?"
        rf"(?P<unit>{unit})?(?P<after>(?!多[0-9])(?:{after}))?"
    )


def _guarded(names: list[str]) -> list[str]:
    """The expressions of units, the longest first, not where a longer word begins with the last character (件次之)."""
    followed: dict[str, list[str]] = {}
    for word in words("units_followed"):
        followed.setdefault(word[0], []).append(word[1:])
    guards = {name: f"(?!{any_of(filter(None, rest))})" for name, rest in followed.items()}
    return [re.escape(name) + guards.get(name[-1], "") for name in sorted(names, key=len, reverse=True)]


@lru_cache(maxsize=4)
def _compiled(prose: bool) -> re.Pattern:
    return re.compile(figure_pattern(prose))


def figure_in(text: str) -> re.Match | None:
    """Where a number stands in a text, with any unit."""
    return _compiled(False).search(text)


@lru_cache(maxsize=65536)
def read_figure(text: str, prose: bool = True) -> Figure | None:
    """The figure a text is, as a whole, or None; the text holds no spaces and no full-width digits."""
    m = _compiled(prose).fullmatch(text)
    if m and (either := regex("either").search(m["number"])):
        return _either(text, m, m.start("number") + either.start(), prose)
    return _figure(m) if m else None


def _either(text: str, m: re.Match, at: int, prose: bool) -> Figure | None:
    """两三百家 as one figure about its middle."""
    ones = [_compiled(prose).fullmatch(text[:to] + text[to + 1 :]) for to in (at + 1, at)]
    low, high = (_figure(one) if one else None for one in ones)
    return _between(low, high, m["number"], m.start("number"), high.last + 1) if low and high else None


def _figure(m: re.Match) -> Figure | None:
    digits = m["number"]
    more = m["more"] or ""
    try:
        number = parse_number(digits + more[1:])
    except ValueError:
        return None
    if abs(number.value) > LARGEST:
        return None
    unit = units().get(m["unit"] or number.unit)
    scale, discrete = (unit.scale, unit.is_discrete) if unit is not None else (1, False)
    value, step = number.value * scale, number.step * scale
    before = (m["before"] or "").removesuffix("了")
    bound = _bound(before, digits, more, m["after"])
    interval = intervals.rounded(value, step, bound, discrete=discrete)
    printed = digits.replace(" ", "") + more
    return Figure(
        float(value), unit.base if unit else number.unit, bound, interval.lower, interval.upper, printed,
        m.start("number"), _last(m), before in words("milestone"), discrete, step,
    )  # fmt: skip


def _last(m: re.Match) -> int:
    """Where number, scale and unit end, and a 余 or 多 behind the unit."""
    if not m["unit"]:
        return m.end("more" if m["more"] else "number")
    return m.end("after" if m["after"] in ("余", "多") else "unit")


def _bound(before: str, digits: str, more: str, after: str | None) -> str:
    """The bound that the words about a number tell: those before it, then those behind its digits or its unit."""
    if (bound := _bound_of(before, BEFORE)) is not None:
        return bound
    if digits in words("half_over") or before == "过":
        return ">"
    if more:
        return "~" if more[0] == "来" else ">="
    if after in ("强", "弱"):
        return ">" if after == "强" else "<"
    return _bound_of(after, AFTER) or "="


def _bound_of(word: str | None, groups: dict[str, str]) -> str | None:
    """The bound of the first group of phrases that holds a word."""
    return next((bound for group, bound in groups.items() if word in words(group)), None) if word else None


_TIMES_DOUBLED = {"一": 1, "两": 2, "二": 2, "三": 3}
_DOUBLED_BOUNDS = {"多": ">=", "超": ">", "近": "<", "约": "~"}


@lru_cache(maxsize=64)
def doubling(text: str) -> Figure:
    """翻一番 is to twice, 翻两番 to four times; 多 makes it at least so.

    >>> doubling("翻了两番").value
    4.0
    """
    times = 2.0 ** next((n for word, n in _TIMES_DOUBLED.items() if word in text), 1)
    bound = next((bound for word, bound in _DOUBLED_BOUNDS.items() if word in text), "=")
    lower = times if bound[0] == ">" else float("-inf") if bound == "<" else times * 0.95
    upper = times if bound == "<" else float("inf") if bound[0] == ">" else times * 1.05
    return Figure(times, "倍", bound, lower, upper, text, 0, len(text), step=Decimal("0.1"))


_TO = re.compile("(——|[-–—~～至到])")


@lru_cache(maxsize=1024)
def ranged(text: str) -> Figure | None:
    """A range (3—5件, 1.2万～1.5万件, 20至30家) as one figure about its middle; None where it counts nothing.

    >>> figure = ranged("20至30家")
    >>> figure.value, figure.lower, figure.upper, figure.bound, figure.printed
    (25.0, 20.0, 30.0, '~', '20至30')
    """
    first, mark, second = _TO.split(text, maxsplit=1)
    high = read_figure(second)
    says_scale = re.search(r"[^0-9.,]", first)
    low = read_figure(first if says_scale else first + re.sub("^[0-9.,]+", "", second))
    if high is None or low is None or high.unit in ("", "年"):
        return None
    if low.unit not in ("", high.unit) or low.value >= high.value:
        return None
    ahead = len(first) + len(mark)
    return _between(low, high, text[:ahead] + high.printed, 0, ahead + high.last)


def _between(low: Figure, high: Figure, printed: str, first: int, last: int) -> Figure:
    middle = (low.value + high.value) / 2
    return replace(
        high, value=middle, lower=low.lower, upper=high.upper, bound="~", printed=printed, first=first, last=last
    )


def scaled(figure: Figure, scale: Decimal, unit: str) -> Figure:
    """A bare number in the unit and scale that its list says once (成都（823.6亿元）、宜宾（61.3）)."""
    value, step = Decimal(str(figure.value)) * scale, figure.step * scale
    interval = intervals.rounded(value, step, figure.bound, discrete=figure.discrete)
    return replace(figure, value=float(value), unit=unit, step=step, lower=interval.lower, upper=interval.upper)


def counted(figure: Figure, unit: str) -> Figure:
    """A number that turns out to count whole things (12位专家, 两金一银)."""
    return scaled(replace(figure, discrete=True), Decimal(1), unit)


_WIDE = {ord("％"): "%", ord("．"): ".", ord("－"): "-", ord("＋"): "+"} | {0xFF10 + i: str(i) for i in range(10)}


def flat(text: str) -> str:
    """The text without spaces and with ASCII digits and signs."""
    return re.sub(r"(?<![0-9])[\s\u00a0]+|[\s\u00a0]+(?![0-9])", "", text.translate(_WIDE)).strip()
