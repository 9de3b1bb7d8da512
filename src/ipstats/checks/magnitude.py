"""Magnitude: a figure off by a power of ten, by 万 or 亿, or far out of line with the years before and after."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import CONTRADICTS, EVIDENCE, NONE
from ipstats.checks.registry import check
from ipstats.checks.series import outlook
from ipstats.checks.slips import POWERS

NEAR_POWER = 0.5
"""How far (as a logarithm) a jump may be from a power of ten and still look like one: a factor of 1.6."""
SURE = 6.0
"""Spreads by which a jump must leave the expected to count."""
SPIKE = (8.0, 0.7)
"""Spreads, and logarithm (a factor of two), from which a figure contradicts both the year before and after it."""
LONG = 4
"""Steps, or areas, that make the spread of a series known."""


@check(
    "magnitude",
    rule=("数量级应与前后各期和其他地区一致", "a figure keeps the magnitude of its series and of other areas' growth"),
    source="统计数据审核：趋势检查；万、亿与小数点的笔误",
    how=("由前后各期与其他地区的增长推测", "from the years around it and what other areas did"),
)
def magnitude(claims: Claims) -> pd.DataFrame:
    """Levels against the expectation of `series.outlook`."""
    seen = outlook(claims).table
    seen = seen[seen["sides"] > 0]
    if seen.empty:
        return NONE
    cause = power_of_ten(seen)
    known = seen["support"].to_numpy() >= LONG
    strength = np.abs(seen["deviation"].to_numpy()) / seen["spread"].to_numpy()
    by_unit = np.isin(cause, ("unit_slip",))
    slip = (cause != "") & (strength > SURE) & (known | by_unit)
    spike = (seen["sides"] == 2) & known & (strength > SPIKE[0]) & (np.abs(seen["deviation"]) > SPIKE[1])
    wrong = (slip | spike).to_numpy()
    seen, cause = seen[wrong], cause[wrong]
    table = pd.DataFrame(
        {
            "relation": np.arange(len(seen)), "check": "magnitude", "role": "claim", "row": seen["row"].to_numpy(),
            "lower": seen["lower"].to_numpy(), "upper": seen["upper"].to_numpy(), "claim": True,
            "verdict": CONTRADICTS, "cause": cause, "tight": False, "note": "",
        }
    )  # fmt: skip
    return table[EVIDENCE] if len(table) else NONE


def power_of_ten(seen: pd.DataFrame) -> np.ndarray:
    """`unit_slip` or `decimal_slip` where a deviation is near a power of ten that the slip makes, else ""."""
    deviation = seen["deviation"].to_numpy()
    cause = np.full(len(seen), "", dtype=object)
    for name in ("decimal_slip", "unit_slip"):
        for power in POWERS[name]:
            cause[np.abs(deviation - power * np.log(10)) < NEAR_POWER] = name
    return cause
