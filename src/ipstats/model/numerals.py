"""Numbers as these reports print them: Arabic and Chinese digits, scale words, tenths (成) and fractions.

A number is its exact value and the step of its last printed place, both in base units: 36.5万 is 365000 in steps of
1000. What a step means for the true value is said by `ipstats.model.intervals`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, Overflow
from functools import lru_cache

_D = "[0-9０-９]"
_CHINESE = "零〇○一二三四五六七八九两"
_SMALL = "十百千"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

ARABIC = (
    rf"(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?!{_D})|{_D}{{1,3}}(?:[ \u00a0\u2009]{_D}{{3}})+(?!{_D})|{_D}+)(?:[.．]{_D}+)?"
)
"""Digits with thousands separators where the groups are whole (2 153.6 but not 5 40), and decimals."""

NOT_A_SCALE = "(?![克瓦米伏])"
"""百, 千 and 万 begin a unit here (千克, 千瓦, 千米), they do not end the number."""

NUMBER = (
    rf"(?:{ARABIC}(?:[ \u00a0]?[十百千万亿]+{NOT_A_SCALE}(?:(?<![.．]){_D}+(?![.．])[十百千]?万?)?)?"
    rf"|[{_CHINESE}{_SMALL}万亿]+(?:点[{_CHINESE}]+[百千万亿]*)?{NOT_A_SCALE})"
)
"""A number with its scale words, without sign, unit or bound (a regular expression)."""

FRACTION = rf"(?:[{_CHINESE}{_SMALL}万0-9０-９]+分之[{_CHINESE}{_SMALL}0-9０-９]+(?:[点.．][{_CHINESE}0-9０-９]+)?)"
TENTHS = r"(?:[一二两三四五六七八九1-9１-９]成[一二三四五六七八九半]?(?![为立员果本功熟长交品效员绩]))"
HALF = "(?:一半|半数|过半)"

_WIDE = str.maketrans("０１２３４５６７８９．，－＋", "0123456789.,-+")
_GAPS = re.compile(r"[\s,'’\u00a0\u2009]")
_TOKEN = re.compile(rf"[0-9]+(?:\.[0-9]+)?|[{_CHINESE}]*点[{_CHINESE}]+|[{_CHINESE}]+|[{_SMALL}万亿]")
_MIXED = re.compile(rf"(?:[0-9]+(?:\.[0-9]+)?|[{_CHINESE}{_SMALL}万亿])+(?:点[{_CHINESE}]+[百千万亿]*)?")
_FRACTION_STEP = Decimal(5)
_LONGEST = 100
"""Characters of a number."""
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Numeral:
    """An exact value and the step of its last printed place; `unit` is % where the words themselves say so (七成)."""

    value: Decimal
    step: Decimal
    unit: str = ""


@lru_cache(maxsize=65536)
def parse_number(text: str) -> Numeral:
    """The number a text is, as a whole; `ValueError` when it is none.

    A count in ones or tens ends in steps of one; a scale word makes its own step (三百: 100; 3万4000: 1). A fraction
    in words (四分之一) is meant to within five points.

    >>> parse_number("36.5万")
    Numeral(value=Decimal('365000.0'), step=Decimal('1000.0'), unit='')
    >>> parse_number("七成").value, parse_number("三十六点五万").value, parse_number("3万4000").value
    (Decimal('70'), Decimal('365000.0'), Decimal('34000'))
    """
    plain = _GAPS.sub("", text.translate(_WIDE))
    if len(plain) > _LONGEST:
        raise ValueError(f"{text[:20]!r}… is longer than any number that is counted with")
    if plain in ("一半", "半数", "过半"):
        return Numeral(Decimal(50), _FRACTION_STEP, "%")
    if plain[:1] in "-−–+" and plain[1:]:
        number = parse_number(plain[1:])
        return number if plain[0] == "+" else Numeral(-number.value, number.step, number.unit)
    if plain.isascii():
        return _arabic(plain, text)
    if "分之" in plain:
        return _fraction(plain)
    if "成" in plain:
        return _tenths(plain)
    try:
        return _mixed(plain, text)
    except Overflow:
        raise ValueError(f"{text[:20]!r}… is larger than any number that is counted with") from None


def _arabic(plain: str, text: str) -> Numeral:
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain):
        raise ValueError(f"{text!r} is no number; expected digits, Chinese numerals, scale words, 成 or 分之")
    value = Decimal(plain)
    return Numeral(value, _ONE.scaleb(last_exponent(value)))


def last_exponent(value: Decimal) -> int:
    """The power of ten of the last place of a number (36.5: -1)."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, str):
        raise ValueError(f"{value} has no last place")
    return exponent


def _fraction(plain: str) -> Numeral:
    below, _, above = plain.partition("分之")
    whole, part = parse_number(below).value, parse_number(above)
    if not whole:
        raise ValueError(f"{plain!r} is no fraction: its denominator is zero")
    decimal = whole in (100, 1000, 10000)
    return Numeral(part.value * 100 / whole, min(part.step, _ONE) * 100 / whole if decimal else _FRACTION_STEP, "%")


def _tenths(plain: str) -> Numeral:
    tens, _, rest = plain.partition("成")
    value = parse_number(tens).value * 10
    if not rest:
        return Numeral(value, Decimal(10), "%")
    return Numeral(value + (5 if rest == "半" else parse_number(rest).value), _ONE, "%")


def _mixed(plain: str, text: str) -> Numeral:
    """Digits and scale words, from the left: 2万亿 multiplies, 3万4000 adds, 两千五 goes on in hundreds."""
    if not _MIXED.fullmatch(plain):
        raise ValueError(f"{text!r} is no number; expected digits, Chinese numerals, scale words, 成 or 分之")
    tokens = _TOKEN.findall(plain)
    total = section = Decimal(0)
    number, step, before = None, _ONE, 1
    for at, token in enumerate(tokens):
        if scale := _SCALES.get(token):
            total, section = _scaled(total, section, number, scale, alone=not at)
            number, step, before = None, step if scale == 10 else step * scale, scale
        else:
            number = Decimal(token if token.isascii() else "".join(str(_DIGITS.get(c, ".")) for c in token))
            step = _ONE.scaleb(last_exponent(number))
    if number and tokens[-1] in _DIGITS and before >= 100:
        number, step = number * before / 10, Decimal(before) / 10
    return Numeral(total + section + (number or 0), step)


def _scaled(
    total: Decimal, section: Decimal, number: Decimal | None, scale: int, *, alone: bool
) -> tuple[Decimal, Decimal]:
    """Total and current section (below 万) after a scale word; a scale word `alone` (万) counts as one of it."""
    if scale < 10**4:
        return total, section + (_ONE if number is None else number) * scale
    held = _ONE if alone else section + (number or 0)
    return (total + held * scale if scale == 10**4 else (total + held) * scale), Decimal(0)


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last of each run of consecutive numbers, in order.

    >>> runs([5, 1, 2, 3])
    [(1, 3), (5, 5)]
    """
    known = set(numbers)
    starts = sorted(number for number in known if number - 1 not in known)
    ends = sorted(number for number in known if number + 1 not in known)
    return list(zip(starts, ends, strict=True))
