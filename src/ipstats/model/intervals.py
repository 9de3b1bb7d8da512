"""A printed figure is an interval: what the true value can have been, given the places printed and the words of bound.

Rules (GB/T 8170-2008 rounds half to even; yearbooks also 四舍五入, half up; both lie in the closed interval):

- a count printed in full is exact; so is one printed to the piece (66.3490万件);
- any other number means half a unit of its last printed place either side (36.5万件: 364500..365500);
- 约, 左右: half a unit of the last non-zero digit;
- 超, 突破, 余, 以上: from the value upwards; 近, 不足, 以下: from the value downwards; the other end is open
  (infinite).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from ipstats.model.numerals import last_exponent

Operand = Any
"""An interval, a number, or an array of numbers."""

BOUNDS = ("=", "~", ">", ">=", "<", "<=")
SLACK = 1e-9
"""Relative slack of comparisons: binary arithmetic on decimal figures must not make a contradiction."""


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """From `lower` to `upper`, both included; floats, or equally long arrays of them (one interval a place).

    Arithmetic is outward: the result holds every value that operands within their intervals can give, taking the
    operands as independent. `NaN` is an unknown end and stays unknown; an infinite end is open.

    >>> Interval(364500, 365500) / Interval(2, 2)
    Interval(lower=182250.0, upper=182750.0)
    """

    lower: Any
    upper: Any

    __array_ufunc__ = None  # an array on the left leaves the arithmetic to this class

    def __add__(self, other: Operand) -> "Interval":
        other = as_interval(other)
        return Interval(self.lower + other.lower, self.upper + other.upper)

    def __neg__(self) -> "Interval":
        return Interval(-self.upper, -self.lower)

    def __sub__(self, other: Operand) -> "Interval":
        return self + -as_interval(other)

    def __mul__(self, other: Operand) -> "Interval":
        other = as_interval(other)
        with np.errstate(invalid="ignore"):
            return _hull(
                _times(self.lower, other.lower),
                _times(self.lower, other.upper),
                _times(self.upper, other.lower),
                _times(self.upper, other.upper),
            )

    def __truediv__(self, other: Operand) -> "Interval":
        """A quotient; unknown where the divisor's interval holds zero."""
        other = as_interval(other)
        spans_zero = (np.asarray(other.lower) <= 0) & (np.asarray(other.upper) >= 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            inverse = Interval(
                np.where(spans_zero, np.nan, 1.0 / np.asarray(other.upper, float)),
                np.where(spans_zero, np.nan, 1.0 / np.asarray(other.lower, float)),
            )
        return self * inverse

    def __radd__(self, other: Operand) -> "Interval":
        return as_interval(other) + self

    def __rsub__(self, other: Operand) -> "Interval":
        return as_interval(other) - self

    def __rmul__(self, other: Operand) -> "Interval":
        return as_interval(other) * self

    def __rtruediv__(self, other: Operand) -> "Interval":
        return as_interval(other) / self

    def holds(self, value: Any) -> Any:
        """Whether a value can be the true one."""
        room = SLACK * np.maximum(1.0, np.abs(value))
        return (value >= self.lower - room) & (value <= self.upper + room)

    def meets(self, other: Operand) -> Any:
        """Whether the two have a value in common: the figures do not contradict each other."""
        other = as_interval(other)
        size = np.maximum(_finite(self.lower, self.upper), _finite(other.lower, other.upper))
        room = SLACK * np.maximum(1.0, size)
        return (self.lower <= other.upper + room) & (other.lower <= self.upper + room)

    def within(self, other: Operand) -> Any:
        """Whether every value of this one is a value of the other: the figure is decided by it."""
        other = as_interval(other)
        room = SLACK * np.maximum(1.0, _finite(self.lower, self.upper))
        return (self.lower >= other.lower - room) & (self.upper <= other.upper + room)

    @property
    def known(self) -> Any:
        """Whether both ends are finite."""
        return np.isfinite(self.lower) & np.isfinite(self.upper)


def as_interval(value: Operand) -> Interval:
    """An interval as it is; a number (or array) as the interval that holds only it."""
    return value if isinstance(value, Interval) else Interval(value, value)


def of(table: pd.DataFrame, value: str = "obs") -> Interval:
    """The interval column pair of a table: `obs_lower`, `obs_upper` (or `<value>_lower`, `<value>_upper`)."""
    return Interval(table[f"{value}_lower"].to_numpy(float), table[f"{value}_upper"].to_numpy(float))


def growth(level: Operand, base: Operand) -> Interval:
    """Growth of `level` on `base` in %; unknown where the base can be zero or negative (a rate would mean nothing)."""
    level, base = as_interval(level), as_interval(base)
    positive = np.asarray(base.lower, float) > 0
    rate = (level / Interval(np.where(positive, base.lower, np.nan), np.where(positive, base.upper, np.nan)) - 1) * 100
    return Interval(rate.lower[()], rate.upper[()])


def base_of(level: Operand, rate: Operand) -> Interval:
    """The earlier level that `level` and its growth `rate` (%) imply; unknown where the rate can be -100 or less."""
    return as_interval(level) / (1 + as_interval(rate) / 100)


def last_place(value: Decimal) -> Decimal:
    """The unit of the last non-zero digit (1500 -> 100, 36.5 -> 0.1, 0 -> 1): what 约 leaves open."""
    return Decimal(1).scaleb(last_exponent(value.normalize())) if value else Decimal(1)


def rounded(value: Decimal, step: Decimal, bound: str = "=", *, discrete: bool = False) -> Interval:
    """The interval of a printed value in base units.

    `step` is the unit of its last printed place in base units (36.5万: 1000); `discrete` says that the unit counts
    whole things, so that a whole number in steps of one (or less) is exact; 155.8件 is a mean or ratio, and not exact.

    >>> rounded(Decimal(365000), Decimal(1000))
    Interval(lower=364500.0, upper=365500.0)
    """
    if bound not in BOUNDS:
        raise ValueError(f"bound {bound!r} is none of {' '.join(BOUNDS)}")
    if bound in (">", ">="):
        return Interval(float(value), np.inf)
    if bound in ("<", "<="):
        return Interval(-np.inf, float(value))
    if bound == "~":
        step = max(step, last_place(value))
    elif discrete and step <= 1 and value == value.to_integral_value():
        return Interval(float(value), float(value))
    half = step / 2
    return Interval(float(value - half), float(value + half))


def truncated(value: Decimal, step: Decimal) -> Interval:
    """The interval of a value whose further places were cut off, not rounded (4.3158 printed 4.31)."""
    other = value + step if value >= 0 else value - step
    return Interval(float(min(value, other)), float(max(value, other)))


def _times(a: Any, b: Any) -> np.ndarray:
    """A product in which nought times an open end is nought, not unknown."""
    product = np.multiply(a, b)
    return np.where((np.equal(a, 0) & np.isinf(b)) | (np.equal(b, 0) & np.isinf(a)), 0.0, product)


def _hull(*values: np.ndarray) -> Interval:
    stacked = np.stack(np.broadcast_arrays(*values))
    return Interval(stacked.min(axis=0)[()], stacked.max(axis=0)[()])


def _finite(lower: Any, upper: Any) -> Any:
    """The larger finite magnitude of two ends (0 where both are open)."""
    ends = np.abs(np.stack(np.broadcast_arrays(np.asarray(lower, float), np.asarray(upper, float))))
    return np.where(np.isfinite(ends), ends, 0.0).max(axis=0)
