"""Magnitude: a figure off by a power of ten, by 万 or 亿, or far out of line with the years before and after."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import alone
from ipstats.checks.registry import check
from ipstats.checks.series import outlook, outstanding
from ipstats.checks.slips import POWERS

NEAR_POWER = 0.5
"""How far (as a logarithm) a jump may be from a power of ten and still look like one: a factor of 1.6."""
SURE = 6.0
"""Spreads by which a jump must leave the expected to count."""
SPIKE = (8.0, 0.7)
"""Spreads, and logarithm (a factor of two), from which a figure contradicts both the year before and after it."""
LONG = 4
"""Steps, or areas, that make the spread of a series known."""


@check
def magnitude(claims: Claims, without: frozenset[int] = frozenset()) -> pd.DataFrame:
    """Levels against the expectation of `series.outlook`: first those out of line with the years on both sides, then,
    those left out, the first and last of each series. Rows `without` are known to be wrong and say nothing.

    Of a series of two moments, which are out of line with each other only, one is named: the one that is out of line
    with its column, else the later, with the earlier as the `other` figure that may be wrong.
    """
    inner = _wrong(outlook(claims, without), sides=2)
    outer = outlook(claims, without | frozenset(inner["row"]))
    two = outer.groupby("series")["at"].transform("nunique") == 2
    of_two, other = _one_of_two(claims, _wrong(outer[two], sides=1))
    seen = pd.concat([inner, _wrong(outer[~two], sides=1), of_two], ignore_index=True)
    found = alone("magnitude", seen["row"].to_numpy(), seen["lower"], seen["upper"], cause=seen["cause"])
    relation = dict(zip(of_two["series"], range(len(seen) - len(of_two), len(seen)), strict=True))
    named = alone("magnitude", other["row"].to_numpy(), other["lower"], other["upper"], role="other")
    named = named.assign(relation=other["series"].map(relation).to_numpy(dtype=int), claim=False)
    return pd.concat([found, named], ignore_index=True)


def _one_of_two(claims: Claims, seen: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of both moments of each series the lines of the one that is wrong, and of the other where it may be as well."""
    seen = seen.assign(apart=outstanding(claims)[seen["row"]]).sort_values(["apart", "at"], kind="stable")
    last = seen.groupby("series")[["apart", "at"]].transform("last")
    named = seen["at"] == last["at"]
    return seen[named], seen[~named & (last["apart"] == 0)]


def _wrong(seen: pd.DataFrame, sides: int) -> pd.DataFrame:
    """Rows with so many neighbours that are off by a power of ten or, between two years, a factor of two."""
    seen = seen[seen["sides"] == sides]
    cause = power_of_ten(seen)
    known = seen["support"] >= LONG
    far = seen["deviation"].abs()
    strength = far / seen["spread"]
    slip = (cause != "") & (strength > SURE) & (known | (cause == "unit_slip"))
    spike = known & (strength > SPIKE[0]) & (far > SPIKE[1]) if sides == 2 else False
    return seen.assign(cause=cause)[slip | spike]


def comparable(claims: Claims) -> np.ndarray:
    """Rows of the levels whose series, or the other areas of their column, tell how large they may be."""
    seen = outlook(claims)
    return seen.loc[seen["support"] >= LONG, "row"].to_numpy()


def power_of_ten(seen: pd.DataFrame) -> np.ndarray:
    """`unit_slip` or `decimal_slip` where a deviation is near a power of ten that the slip makes, else ""."""
    deviation = seen["deviation"].to_numpy()
    cause = np.full(len(seen), "", dtype=object)
    for name in ("decimal_slip", "unit_slip"):
        for power in POWERS[name]:
            cause[np.abs(deviation - power * np.log(10)) < NEAR_POWER] = name
    return cause
