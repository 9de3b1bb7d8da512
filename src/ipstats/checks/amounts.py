"""Amounts in words: a figure as it was printed, and what was expected of it with the same scale, places and unit."""

import math
import re
from collections.abc import Callable

from ipstats.checks.claims import NUMBER
from ipstats.model.units import SCALES, scaled, units

SCALE = re.compile("(万亿|千万|百万|万|亿|千)[余多]?$")
IN_WORDS, FALLS = re.compile("连续|分之|[成半]"), re.compile("[降减]")
SIGNED = re.compile("^[-−–－负]|[降减]")
TELLING = 100
"""Units of the last place below which an amount is written without the scale that the figure has."""
TO = {"zh": "～", "en": " to "}
AT_LEAST, AT_MOST = {"zh": "不少于", "en": "at least "}, {"zh": "不超过", "en": "at most "}


def figure(printed: str, unit: str, value: float, language: str) -> str:
    """A figure as printed with its unit, which words for a rate (三分之二, 连续三年增长) do not need; in English in
    full where a Chinese numeral or scale was printed. A fall told by words before the number (下降31.6%) has its sign.

    >>> figure("31.6", "%", -31.6, "zh"), figure("-31.6", "%", -31.6, "en")
    ('-31.6%', '-31.6%')
    """
    if unit == "位":
        return f"第{value:.0f}位" if language == "zh" else f"{value:.0f}"
    if unit == "%" and IN_WORDS.search(printed):
        return printed if language == "zh" else _rate_in_words(printed, value)
    printed = _signed(scaled(printed, value), value)
    if language == "zh":
        return f"{printed or number(value)}{unit}"
    plain = printed if printed.isascii() and not printed.lstrip("-").isdigit() and printed else f"{value:,.10g}"
    return plain + _unit(unit, "en")


def _signed(printed: str, value: float) -> str:
    return f"-{printed}" if value < 0 and printed and not SIGNED.search(printed) else printed


def _rate_in_words(printed: str, value: float) -> str:
    if value:
        return f"{value:,.10g}%"
    return "a fall each year" if FALLS.search(printed) else "a rise each year"


def expected(printed: str, unit: str, lower: float, upper: float, language: str) -> str:
    """The values from `lower` to `upper` (base units) that could have been printed, in the scale and with the places of
    the figure: 6641～6646件, 不超过75412件; "" where both ends are open.

    >>> expected("36.5万", "件", 404500.0, 405500.0, "zh"), expected("8046", "件", 6640.18, 6646.18, "zh")
    ('40.5万件', '6641～6646件')
    """
    low, high = math.isfinite(lower), math.isfinite(upper)
    if not low and not high:
        return ""
    scale, word, places = _scale(printed, unit, language)
    if word and abs(upper if high else lower) / scale * 10.0**places < TELLING:
        scale, word, places = 1.0, "", 0
    said = word + ("" if unit == "位" and language == "en" else _unit(unit, language))
    if low and high:
        texts = [_shown(end, places, language) for end in _ends(lower / scale, upper / scale, places)]
        return TO[language].join(dict.fromkeys(texts)) + said
    end, towards, opening = (lower, math.ceil, AT_LEAST) if low else (upper, math.floor, AT_MOST)
    return opening[language] + _shown(_rounded(end / scale, places, towards), places, language) + said


def _scale(printed: str, unit: str, language: str) -> tuple[float, str, int]:
    """The scale of a printed figure as a factor and a word, and its decimal places; in English figures are in full."""
    scaled, digits = SCALE.search(printed), NUMBER.search(printed)
    places = len(digits[1] or "") if digits and not IN_WORDS.search(printed) else int(unit == "%")
    if not scaled:
        return 1.0, "", places
    factor = SCALES[scaled[1]]
    if language == "en":
        return 1.0, "", max(0, places - round(math.log10(factor)))
    return float(factor), scaled[1], places


def _ends(lower: float, upper: float, places: int) -> tuple[float, float]:
    """The first and last value of so many places within an interval; one that holds none is rounded to the nearest."""
    low, high = _rounded(lower, places, math.ceil), _rounded(upper, places, math.floor)
    if low <= high:
        return low, high
    middle = round((lower + upper) / 2, places)
    return middle, middle


def _rounded(value: float, places: int, towards: Callable[[float], int]) -> float:
    units_of_it = value * 10.0**places
    near = round(units_of_it)
    exact = abs(units_of_it - near) < 1e-6 * max(1.0, abs(near))
    return (near if exact else towards(units_of_it)) / 10.0**places


def _shown(value: float, places: int, language: str) -> str:
    return f"{value:,.{places}f}" if language == "en" else f"{value:.{places}f}"


def _unit(unit: str, language: str) -> str:
    if language == "zh" or unit in ("", "%"):
        return unit
    known = units().get(unit)
    return f" {known.en}" if known and known.en else f" {unit}"


def number(value: float, digits: int = 6, language: str = "zh") -> str:
    """A number without needless digits: whole ones in full, others to so many significant digits."""
    if value != value:
        return ""
    whole = abs(value) >= 10**digits or float(value).is_integer()
    text = f"{value:,.0f}" if whole else f"{value:.{digits}g}"
    return text if language == "en" else text.replace(",", "")
