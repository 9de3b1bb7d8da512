"""Slips of the pen: what a printed number would have been without one.

Signs, decimal points, 万 and 亿, and neighbouring digits exchanged: the commonest errors of typing and scanning.
"""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.model.intervals import Interval

POWERS = {"unit_slip": (4, -4, 8, -8, 12, -12), "decimal_slip": (1, -1, 2, -2, 3, -3, 5, -5, 6, -6)}
"""Powers of ten by which 万 and 亿 (or their absence), and a moved or lost decimal point, put a number off."""

NARROW = 2e-3
"""Only an expectation narrower than this part of itself tells a misread digit from any other error."""


def transposed(value: float) -> list[float]:
    """The numbers that one exchange of two unequal neighbouring digits makes of this one.

    >>> transposed(187884.0)[:2]
    [817884.0, 178884.0]
    """
    text = np.format_float_positional(abs(value), trim="-")
    found = []
    for n in range(len(text) - 1):
        step = 2 if text[n + 1] == "." else 1
        if n + step >= len(text) or text[n] == "." or text[n] == text[n + step]:
            continue
        digits = list(text)
        digits[n], digits[n + step] = digits[n + step], digits[n]
        found.append(float("".join(digits)) * (1 if value >= 0 else -1))
    return found


def substituted(value: float) -> list[float]:
    """The numbers that one other digit makes of this one (a misread or mistyped digit)."""
    text = np.format_float_positional(abs(value), trim="-")
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
    cause = slip(claims.either(rows), value, Interval(lower, upper))
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
    return len(np.format_float_positional(abs(value), trim="-").replace(".", "").strip("0"))


def slip(published: Interval, value: np.ndarray, expected: Interval) -> np.ndarray:
    """The slip that makes each printed figure fit what is expected, or "": arrays of equal length.

    A sign comes first, then powers of ten (one tried only if it leaves a fit), then exchanged digits, which are
    evidence only against a narrow interval: half of all intervals a tenth wide hold some exchange.
    """
    cause = np.full(len(value), "", dtype=object)
    ends = (expected.lower, expected.upper, published.lower, published.upper)
    bounded = np.all([np.isfinite(end) for end in ends], axis=0) & (value != 0)
    narrow = bounded & ((expected.upper - expected.lower) <= 0.5 * np.abs(expected.lower + expected.upper))
    with np.errstate(invalid="ignore"):
        flips = bounded & (-published).meets(expected)
        same_sign = (expected.lower > 0) | (expected.upper < 0)
        cause[flips & same_sign] = "sign_slip"
        for name, powers in POWERS.items():
            for power in powers:
                cause[(cause == "") & narrow & times(published, power).meets(expected)] = name
    for n in np.flatnonzero((cause == "") & narrow).tolist():
        if _exchange(published, value, expected, n):
            cause[n] = "digit_slip"
    return cause


def _exchange(published: Interval, value: np.ndarray, expected: Interval, n: int) -> bool:
    half = (published.upper[n] - published.lower[n]) / 2 if np.isfinite(published.upper[n] - published.lower[n]) else 0
    width = expected.upper[n] - expected.lower[n] + 2 * half
    if width > 0.02 * abs(value[n]):
        return False
    room = half + 1e-9 * abs(value[n])
    return any(expected.lower[n] - room <= other <= expected.upper[n] + room for other in transposed(value[n]))
