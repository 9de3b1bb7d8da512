"""Percentage points (百分点) are the difference of two rates, and never a per cent."""

from collections.abc import Callable
from operator import sub

import numpy as np
import pandas as pd

from ipstats.checks.base import CHANGE, against_base, one_statement, with_base
from ipstats.checks.claims import Claims
from ipstats.checks.evidence import CONTRADICTS, alone, at, difference, relate, stack
from ipstats.checks.registry import check
from ipstats.model.intervals import Interval, growth

POINTS = difference("point_change", "level", "base")
Change = Callable[..., Interval]
"""A change worked out of the level and its base."""
PERCENT, POINT = ("%", "％", "‰"), ("百分点", "个百分点")


@check
def point_change(claims: Claims) -> pd.DataFrame:
    """提高1.1个百分点 against the rate (a level in %, a share, or a growth rate) then and now."""
    parts = [against_base(claims, "point_change", "point_change", POINTS)]
    for measure in ("share", "growth"):
        members = with_base(claims, claims.of("point_change"), "point_change", claims.of(measure))
        for name in ("comparison", "part_of"):
            said = claims.column(name)
            members = at(members, said[members["level"]] == said[members["base"]])
        evidence = relate(claims, "point_change", POINTS, members, "point_change")
        parts.append(one_statement(claims, evidence, ("point_change", "level"), "base"))
    return stack(parts)


@check
def unit_of_change(claims: Claims) -> pd.DataFrame:
    """A change whose unit does not suit its measure, or fits only as what the unit says it is not."""
    rows = claims.of("growth", "point_change")
    unit, grows = claims.column("unit_measure")[rows], claims.column("measure")[rows] == "growth"
    wrong = (grows & np.isin(unit, POINT)) | (~grows & np.isin(unit, PERCENT))
    slip = np.where(grows[wrong], "points_for_percent", "percent_for_points")
    mismatch = alone("unit_of_change", rows[wrong], role="change", cause=slip, tight=True)
    percent = _fits_only(claims, rows[grows & ~wrong], sub, growth, of_rates=True)
    points = _fits_only(claims, rows[~grows & ~wrong], growth, sub, of_rates=False)
    return stack([mismatch, percent.assign(cause="percent_for_points"), points.assign(cause="points_for_percent")])


def _fits_only(
    claims: Claims, rows: np.ndarray, as_other: Change, as_printed: Change, *, of_rates: bool
) -> pd.DataFrame:
    """Contradictions of changes that the two levels bear out as the other kind of change, not as the one printed."""
    levels = claims.levels[np.isin(claims.column("unit_measure")[claims.levels], PERCENT) == of_rates]
    members = with_base(claims, rows, "change", levels)
    printed, now, then = (claims.interval(member) for member in members.values())
    with np.errstate(invalid="ignore"):
        slip = printed.meets(as_other(now, then)) & ~printed.meets(as_printed(now, then))
    solve = {**CHANGE, "change": lambda level, base: as_printed(level, base)}
    evidence = relate(claims, "unit_of_change", solve, at(members, slip), "change", truncates=False)
    role = evidence["role"].where(evidence["role"] == "change", "context")
    return evidence[evidence["verdict"] == CONTRADICTS].assign(role=role)
