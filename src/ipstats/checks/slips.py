"""Slips of the pen: what a printed number would have been without one.

Signs, decimal points, 万 and 亿, and neighbouring digits exchanged: the commonest errors of typing and scanning.
"""

import numpy as np
import pandas as pd

from ipstats.checks.claims import NUMBER, Claims
from ipstats.model.intervals import Interval

POWERS = {"unit_slip": (4, -4, 8, -8, 12, -12), "decimal_slip": (1, -1, 2, -2, 3, -3, 5, -5, 6, -6)}
"""Powers of ten by which 万 and 亿 (or their absence), and a moved or lost decimal point, put a number off."""

NARROW = 2e-3
"""Only an expectation narrower than this part of itself tells a misread digit from any other error."""
AT_MOST = 2
"""An expectation no wider than so many units of the figure's last place leaves next to nothing to chance."""


def exchanged(printed: str, value: float) -> list[float]:
    """The values (base units) that one exchange of two unequal neighbouring digits of what is printed gives.

    >>> exchanged("18.7884万", 187884.0)[:2], exchanged("0.03", 0.03)
    ([817884.0, 178884.0], [0.3])
    """
    text = _digits_of(printed, value)
    scale = value / float(text) if float(text) else 0.0
    found = []
    for n in range(len(text) - 1):
        step = 2 if text[n + 1] == "." else 1
        if text[n] == "." or text[n] == text[n + step]:
            continue
        digits = list(text)
        digits[n], digits[n + step] = digits[n + step], digits[n]
        if digits[0] != "0" or digits[1] == ".":
            found.append(round(float("".join(digits)) * scale, 9))
    return found


def _digits_of(printed: str, value: float) -> str:
    """The digits and the point of a printed number; of its value where it is printed in words."""
    number = NUMBER.search(printed)
    return number[0].replace(",", "") if number else np.format_float_positional(abs(value), trim="-")


def substituted(value: float) -> list[float]:
    """The numbers that one other digit makes of this one (a misread or mistyped digit)."""
    text = _digits_of("", value)
    return [
        float(text[:n] + other + text[n + 1 :]) * (1 if value >= 0 else -1)
        for n, digit in enumerate(text)
        if digit != "."
        for other in "0123456789"
        if other != digit
    ]


def times(published: Interval, power: int) -> Interval:
    """The interval as it would be with the decimal point elsewhere."""
    return Interval(published.lower * 10.0**power, published.upper * 10.0**power)


def mended(claims: Claims, lines: pd.DataFrame) -> np.ndarray:
    """The slip, or `misreading`, that makes the figure of each line of evidence fit what is expected of it, or ""."""
    rows = lines["row"].to_numpy()
    lower, upper = lines["lower"].to_numpy(), lines["upper"].to_numpy()
    value = claims.column("obs_value")[rows]
    cause = slip(claims, rows, Interval(lower, upper))
    width, middle = upper - lower, np.abs(upper + lower) / 2
    for n in np.flatnonzero(
        (cause == "") & lines["tight"].to_numpy() & np.isfinite(width) & (width <= NARROW * middle)
    ):
        room = 1e-9 * middle[n]
        if digits(value[n]) >= 3 and any(lower[n] - room <= one <= upper[n] + room for one in substituted(value[n])):
            cause[n] = "misreading"
    return cause


def digits(value: float) -> int:
    """How many digits a number has from the first to the last that is not nought."""
    return len(_digits_of("", value).replace(".", "").strip("0"))


def slip(claims: Claims, rows: np.ndarray, expected: Interval) -> np.ndarray:
    """The slip that makes the printed figure of each row fit what is expected, or "".

    A sign comes first, then powers of ten (one tried only if it leaves a fit), then exchanged digits, which are
    evidence only against a narrow interval: half of all intervals a tenth wide hold some exchange.
    """
    value, published = claims.column("obs_value")[rows], claims.either(rows)
    cause = np.full(len(value), "", dtype=object)
    ends = (expected.lower, expected.upper, published.lower, published.upper)
    bounded = np.all([np.isfinite(end) for end in ends], axis=0) & (value != 0)
    same_sign = (expected.lower > 0) | (expected.upper < 0)
    width, middle = expected.upper - expected.lower, np.abs(expected.lower + expected.upper)
    narrow = bounded & same_sign & (width <= 0.5 * middle)
    with np.errstate(invalid="ignore"):
        flips = bounded & (-published).meets(expected)
        cause[flips & same_sign] = "sign_slip"
        for name, powers in POWERS.items():
            for power in powers:
                fits = np.flatnonzero((cause == "") & narrow & times(published, power).meets(expected))
                cause[fits if name == "unit_slip" else fits[_as_its_column(claims, rows[fits], power)]] = name
    for n in np.flatnonzero((cause == "") & narrow).tolist():
        one, wanted = (Interval(many.lower[n], many.upper[n]) for many in (published, expected))
        if _exchange(str(claims.column("printed")[rows[n]]), value[n], one, wanted):
            cause[n] = "digit_slip"
    return cause


def _as_its_column(claims: Claims, rows: np.ndarray, power: int) -> np.ndarray:
    """Whether each figure, its point moved so far, has the decimal places that its column prints (not known: True).

    A point that was lost or moved leaves all digits: 35 for 3.5, never 3.5 for 0.3. A nought more or less of a count
    is such a slip too.
    """
    own, usual = claims.places[rows], claims.usual_places[rows]
    return (usual < 0) | (own - power == usual) | ((own == 0) & (usual == 0))


def _exchange(printed: str, value: float, published: Interval, expected: Interval) -> bool:
    """Whether exchanged digits bring a figure, both of whose ends are known, within an interval that is narrow for its
    size or for its places."""
    half = (published.upper - published.lower) / 2
    width, text = expected.upper - expected.lower, _digits_of(printed, value)
    place = abs(value) / float(text) * 10.0 ** -len(text.partition(".")[2]) if float(text) else 0.0
    if width + 2 * half > 0.02 * abs(value) and width > AT_MOST * place:
        return False
    room = half + 1e-9 * abs(value)
    return any(expected.lower - room <= other <= expected.upper + room for other in exchanged(printed, value))
