"""Breaks of caliber (口径): nothing is set against a figure from the other side of one."""

from datetime import date

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import AGREES, CONTRADICTS, undecided
from ipstats.checks.slips import slip
from ipstats.model.calibers import Caliber, calibers
from ipstats.model.intervals import Interval

ENOUGH = 5
"""So many comparisons across a break tell whether it moved the figures."""
REACH = 10
"""Years back to the census before: so far a census revises."""


def across_breaks(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence in which a relation across a registered break is `cannot_say`, cause `changed_caliber`.

    A break whose figures are compared with a word of caution (`label`) takes back a contradiction only where it can be
    what caused it: not where a slip of the pen explains it, or where most figures across the break agree.
    """
    lines = evidence[evidence["role"] != "context"]
    spans = pd.DataFrame({"relation": lines["relation"], "row": lines["row"], "year": claims.years[lines["row"]]})
    ends = spans.groupby("relation")["year"].agg(["min", "max"])
    crossing = ends[ends["min"] != ends["max"]]
    claim = evidence[evidence["claim"]].drop_duplicates("relation").set_index("relation")
    found = []
    for caliber in calibers().values():
        known = set(caliber.indicators) & set(claims.whats)
        if not known:
            continue
        apart = crossing[(crossing["min"] <= caliber.last_before.year) & (crossing["max"] >= caliber.first_after.year)]
        lines = claim.loc[claim.index.intersection(apart.index)]
        rows = lines["row"].to_numpy()
        lines = lines[np.isin(claims.column("indicator")[rows], list(known)) & _really(claims, caliber, rows)]
        if caliber.action == "label":
            lines = lines[(lines["verdict"] == CONTRADICTS).to_numpy() & ~_otherwise_explained(claims, lines)]
        found += list(lines.index)
    return undecided(evidence, found, "changed_caliber")


def _otherwise_explained(claims: Claims, lines: pd.DataFrame) -> np.ndarray:
    """Lines that a slip of the pen brings right, or whose like across the break mostly agree."""
    rows = lines["row"].to_numpy()
    expected = Interval(lines["lower"].to_numpy(), lines["upper"].to_numpy())
    slipped = slip(claims, rows, expected) != ""
    like = lines.assign(what=claims.column("what")[rows], agrees=lines["verdict"] == AGREES).groupby(["check", "what"])
    mostly = (like["agrees"].transform("mean") > 0.5) & (like["agrees"].transform("size") >= ENOUGH)
    return np.asarray(slipped | mostly)


def _really(claims: Claims, caliber: Caliber, rows: np.ndarray) -> np.ndarray:
    """Whether the break concerns the rows' areas, and they lie on its later side."""
    areas = claims.column("ref_area")[rows]
    concerns = {area: caliber.concerns(caliber.indicators[0], area) for area in set(areas)}
    ends = claims.column("period_end")[rows].astype("datetime64[D]")
    after = ends >= np.datetime64(date.isoformat(caliber.first_after))
    return np.asarray(after & np.array([concerns[area] for area in areas], dtype=bool))


def registered_revision(claims: Claims, rows: np.ndarray) -> np.ndarray:
    """Whether the register has a revision (a census) that reaches back to each figure, at most ten years."""
    found = np.zeros(len(rows), bool)
    ends = claims.column("period_end")[rows].astype("datetime64[D]")
    for caliber in calibers().values():
        if caliber.kind == "revision":
            found |= (
                np.isin(claims.column("indicator")[rows], list(caliber.indicators))
                & (ends <= np.datetime64(caliber.last_before.isoformat()))
                & (caliber.first_after.year - claims.years[rows] <= REACH)
            )
    return found
