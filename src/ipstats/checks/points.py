"""Percentage points (百分点) are the difference of two rates, and never a per cent."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from ipstats.checks.base import CHANGE, against_base, nearest, one_statement
from ipstats.checks.claims import Claims
from ipstats.checks.evidence import CONTRADICTS, Solve, alone, relate, stack
from ipstats.checks.registry import check
from ipstats.model.intervals import Interval, growth

POINTS: Solve = {
    "point_change": lambda level, base: level - base,
    "level": lambda point_change, base: base + point_change,
    "base": lambda point_change, level: level - point_change,
}
Change = Callable[..., Interval]
"""A change worked out of the level and its base."""
PERCENT, POINT = ("%", "％", "‰"), ("百分点", "个百分点")


@check
def point_change(claims: Claims) -> pd.DataFrame:
    """提高1.1个百分点 against the rate (a level in %, a share, or a growth rate) then and now."""
    of_levels = against_base(claims, "point_change", "point_change", POINTS)
    rows = claims.of("point_change")
    parts = [of_levels]
    for measure in ("share", "growth"):
        rates = claims.of(measure)
        i, level = nearest(claims, rows, *claims.find(rows, rates))
        k, base = claims.find(level, rates, moment=claims.base_moments(rows)[i])
        members = {"point_change": rows[i][k], "level": level[k], "base": base}
        keep = np.array([_same_rate(claims, a, b) for a, b in zip(members["level"], base, strict=True)], dtype=bool)
        members = {role: member[keep] for role, member in members.items()}
        evidence = relate(claims, "point_change", POINTS, members, "point_change")
        parts.append(one_statement(claims, evidence, ("point_change", "level"), "base"))
    return stack(parts)


def _same_rate(claims: Claims, one: int, other: int) -> bool:
    return all(claims.column(name)[one] == claims.column(name)[other] for name in ("comparison", "part_of"))


@check
def unit_of_change(claims: Claims) -> pd.DataFrame:
    """A change whose unit does not suit its measure, or fits only as what the unit says it is not."""
    rows = claims.of("growth", "point_change")
    unit, grows = claims.column("unit_measure")[rows], claims.column("measure")[rows] == "growth"
    wrong = (grows & np.isin(unit, POINT)) | (~grows & np.isin(unit, PERCENT))
    slip = np.where(grows[wrong], "points_for_percent", "percent_for_points")
    mismatch = alone("unit_of_change", rows[wrong], role="change", cause=slip, tight=True)
    percent = _fits_only(claims, rows[grows & ~wrong], POINTS["point_change"], growth, of_rates=True)
    points = _fits_only(claims, rows[~grows & ~wrong], growth, POINTS["point_change"], of_rates=False)
    return stack([mismatch, percent.assign(cause="percent_for_points"), points.assign(cause="points_for_percent")])


def _fits_only(
    claims: Claims, rows: np.ndarray, as_other: Change, as_printed: Change, *, of_rates: bool
) -> pd.DataFrame:
    """Contradictions of changes that the two levels bear out as the other kind of change, not as the one printed."""
    levels = claims.levels[np.isin(claims.column("unit_measure")[claims.levels], PERCENT) == of_rates]
    i, level = nearest(claims, rows, *claims.find(rows, levels))
    k, base = claims.find(level, levels, moment=claims.base_moments(rows)[i])
    rows, level = rows[i][k], level[k]
    now, then, printed = claims.interval(level), claims.interval(base), claims.interval(rows)
    with np.errstate(invalid="ignore"):
        slip = printed.meets(as_other(now, then)) & ~printed.meets(as_printed(now, then))
    solve = {**CHANGE, "change": as_printed}
    members = {"change": rows[slip], "level": level[slip], "base": base[slip]}
    evidence = relate(claims, "unit_of_change", solve, members, "change", truncates=False)
    role = evidence["role"].where(evidence["role"] == "change", "context")
    return evidence[evidence["verdict"] == CONTRADICTS].assign(role=role)
