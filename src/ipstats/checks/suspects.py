"""Which member of a contradicted relation is wrong: the fewest figures whose change would resolve all contradictions.

After Fellegi and Holt (1976), A systematic approach to automatic edit and imputation: a figure that takes part in many
contradictions and few agreements is suspected before its partners; so is one that a known slip would bring right.
"""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims, pairs
from ipstats.checks.evidence import AGREES, CONTRADICTS
from ipstats.checks.series import surprise
from ipstats.checks.slips import slip
from ipstats.model.intervals import Interval

AGREEMENT, SLIP, MOVED, CLAIM, ALONE, SURPRISE = 0.7, 0.75, 0.75, 0.3, 1.0, 0.6
"""Weights beside one contradiction: an agreeing equation (against), a slip that explains, a figure expected of another
suspected one, being the claim made, a contradiction with no other member, and being out of line with its series."""
NARROW = 0.02


def suspects(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """The evidence line of the suspected member of each contradicted relation, with the `slip` that would mend it."""
    members = evidence[evidence["role"] != "context"]
    bad = members[members["verdict"] == CONTRADICTS].reset_index(drop=True)
    if bad.empty:
        return bad.assign(slip="")
    rows = bad["row"].to_numpy()
    bad["slip"] = slip(
        claims.either(rows),
        claims.column("obs_value")[rows],
        Interval(bad["lower"].to_numpy(), bad["upper"].to_numpy()),
    )
    agreeing = _agreements_lost(bad, members[(members["verdict"] == AGREES) & members["tight"]])
    relation, _ = pd.factorize(bad["relation"])
    row, names = pd.factorize(bad["row"])
    alone = bad.groupby("relation")["row"].transform("size") == 1
    traits = {
        "row": row,
        "slip": bad["slip"] != "",
        "claim": bad["claim"],
        "alone": alone,
        "moved": _moved(claims, bad),
        "agreeing": agreeing,
    }
    share = pd.DataFrame(traits).groupby("row").mean()
    fixed = (
        SLIP * share["slip"].to_numpy()
        + MOVED * share["moved"].to_numpy()
        + CLAIM * share["claim"].to_numpy()
        + ALONE * (share["alone"] > 0).to_numpy()
        + SURPRISE * surprise(claims)[names]
        - AGREEMENT * share["agreeing"].to_numpy()
    )
    chosen = _cover(relation, row, fixed)
    return bad[chosen].drop_duplicates("relation").reset_index(drop=True)


def _agreements_lost(bad: pd.DataFrame, agreeing: pd.DataFrame) -> np.ndarray:
    """How many equations that a figure keeps it would break if it were changed to what a contradiction expects."""
    i, j = pairs(bad["row"].to_numpy(), agreeing["row"].to_numpy())
    kept = Interval(agreeing["lower"].to_numpy()[j], agreeing["upper"].to_numpy()[j])
    wanted = Interval(bad["lower"].to_numpy()[i], bad["upper"].to_numpy()[i])
    lost = ~np.asarray(kept.meets(wanted)) | ~np.asarray(wanted.known)
    return np.bincount(i, weights=lost, minlength=len(bad))


def _moved(claims: Claims, bad: pd.DataFrame) -> np.ndarray:
    """Lines whose figure is what is expected of another area, or another time, of the same indicator and document."""
    width = (bad["upper"] - bad["lower"]).to_numpy()
    middle = np.abs(bad["upper"] + bad["lower"]).to_numpy() / 2
    usable = np.flatnonzero(bad["tight"].to_numpy() & np.isfinite(width) & (width <= np.maximum(NARROW * middle, 0.02)))
    rows = bad["row"].to_numpy()[usable]
    found = np.zeros(len(bad), bool)
    for vary, keys in (
        ("area", ("edition", "what", "measure", "moment")),
        ("moment", ("edition", "what", "measure", "area")),
    ):
        group = (
            pd.DataFrame({name: claims.column(name)[rows] for name in keys}).groupby(list(keys), sort=False).ngroup()
        )
        i, j = pairs(group.to_numpy(), group.to_numpy())
        other = claims.column(vary)[rows[i]] != claims.column(vary)[rows[j]]
        i, j = i[other], j[other]
        expected = Interval(bad["lower"].to_numpy()[usable[j]], bad["upper"].to_numpy()[usable[j]])
        found[usable[i[np.asarray(claims.interval(rows[i]).meets(expected))]]] = True
    return found


def _cover(relation: np.ndarray, row: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """Lines of the chosen rows: rounds in which every row that leads in all its open relations is chosen."""
    chosen = np.zeros(len(relation), bool)
    open_line = np.ones(len(relation), bool)
    tie = np.arange(len(fixed))[::-1] * 1e-9
    while open_line.any():
        score = np.bincount(row[open_line], minlength=len(fixed)) + fixed + tie
        best = np.full(relation.max() + 1, -np.inf)
        np.maximum.at(best, relation[open_line], score[row[open_line]])
        leads = score[row] >= best[relation]
        beaten = np.bincount(row[open_line & ~leads], minlength=len(fixed)) > 0
        picked = open_line & leads & ~beaten[row]
        chosen |= picked
        settled = np.zeros(relation.max() + 1, bool)
        settled[relation[picked]] = True
        open_line &= ~settled[relation]
    return chosen
