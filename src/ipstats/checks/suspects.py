"""Which member of a contradicted relation is wrong: the fewest figures whose change would resolve all contradictions.

After Fellegi and Holt (1976), A systematic approach to automatic edit and imputation: a figure that takes part in many
contradictions and few agreements is suspected before its partners; so is one that a known slip would bring right.
"""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims, pairs
from ipstats.checks.evidence import AGREES, CONTRADICTS, NARROW, narrow
from ipstats.checks.moved import LABELS, elsewhere, not_updated, printed_twice
from ipstats.checks.pages import WHOLE_PAGE
from ipstats.checks.series import outstanding, surprise
from ipstats.checks.slips import mended
from ipstats.model.intervals import Interval

AGREEMENT, SLIP, MISREAD, MOVED, CLAIM, ALONE, SURPRISE = 0.7, 0.75, 0.35, 1.1, 0.3, 1.0, 0.9
"""Weights beside one contradiction: an agreeing equation (against), a slip that explains, one digit that does, a figure
expected or printed elsewhere, being worked out of the others (a rate, a ratio), a contradiction with no other member,
and being out of line with its series."""
TWICE = 1.6
"""A figure that the neighbouring row prints as well."""
CLOSE = 0.35
"""Figures of one contradiction that score alike come alike into question: no evidence tells which is wrong."""


def suspects(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """The evidence line of the suspected member of each contradicted relation, with the `slip` that would mend it and
    `others`, the rows of the relation that come into question as well."""
    members = evidence[evidence["role"] != "context"]
    bad = members[members["verdict"] == CONTRADICTS].reset_index(drop=True)
    if bad.empty:
        return bad.assign(slip="", others=None)
    bad["slip"] = mended(claims, bad)
    relation, _ = pd.factorize(bad["relation"])
    row, names = pd.factorize(bad["row"])
    strong, misread = ~bad["slip"].isin(["", "misreading"]), bad["slip"] == "misreading"
    derived = bad["claim"] & ((claims.column("measure") != "level") | claims.is_ratio)[bad["row"]]
    traits = {
        "slip": SLIP * strong + MISREAD * misread,
        "claim": CLAIM * derived + 0.1 * CLAIM * bad["claim"],
        "moved": MOVED * _moved(claims, bad) + TWICE * _twice(claims, bad),
        "agreeing": -AGREEMENT * _agreements_lost(bad, members[(members["verdict"] == AGREES) & members["tight"]]),
    }
    fixed = pd.DataFrame(traits).groupby(row).mean().sum(axis=1).to_numpy()
    alone = (bad.groupby("relation")["row"].transform("size") == 1).to_numpy()
    fixed = (
        fixed
        + ALONE * (np.bincount(row, weights=alone) > 0)
        + SURPRISE * (surprise(claims) + outstanding(claims))[names]
    )
    chosen = bad[_cover(relation, row, fixed)].drop_duplicates("relation")
    bad["likely"] = np.select([traits["moved"] > 0, strong, misread | derived], [3, 2, 1], 0)
    bad["alone"] = fixed[row]
    bad["score"] = (np.bincount(row) + fixed)[row]
    chosen = _two_mistakes(bad, chosen)
    chosen["others"] = _others(bad, chosen)
    return chosen.reset_index(drop=True)


def _two_mistakes(bad: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The chosen lines. A relation that stays broken when a slip of the figure is mended, as another of its relations
    demands, is of a second mistake: it stands under the next of its members, scored (in `bad`) by what they are."""
    known = chosen["row"].isin(bad["row"][bad["check"].isin(WHOLE_PAGE)])
    slips = chosen[chosen["tight"] & ~chosen["slip"].isin(["", "misreading"]) & ~known].drop_duplicates("row")
    mended = slips.set_index("row")[["lower", "upper"]].reindex(chosen["row"]).to_numpy()
    gap = np.maximum(chosen["lower"] - mended[:, 1], mended[:, 0] - chosen["upper"])
    broken = chosen[gap > NARROW * np.abs(mended.mean(axis=1))]
    again = bad["relation"].isin(broken["relation"])
    bad["score"] = bad["score"].where(~again, bad["alone"]).where(~bad.index.isin(broken.index), -np.inf)
    best = bad[again].sort_values("score", ascending=False, kind="stable").drop_duplicates("relation")
    return pd.concat([chosen.drop(index=broken.index), best]).sort_index()


def _others(bad: pd.DataFrame, chosen: pd.DataFrame) -> list[tuple[int, ...]]:
    """For each chosen line the other rows of its relation that explain it no worse."""
    first = bad.loc[chosen.index].set_index("relation").loc[bad["relation"]].reset_index()
    alike = (bad["score"] >= first["score"] - CLOSE) & (bad["likely"] >= first["likely"]) & (first["likely"] < 3)
    rows = bad[alike & (bad["row"] != first["row"])].groupby("relation")["row"].agg(tuple)
    return [rows.get(relation, ()) for relation in chosen["relation"]]


def _agreements_lost(bad: pd.DataFrame, agreeing: pd.DataFrame) -> np.ndarray:
    """How many equations that a figure keeps it would break if it were changed to what a contradiction expects."""
    i, j = pairs(bad["row"].to_numpy(), agreeing["row"].to_numpy())
    kept = Interval(agreeing["lower"].to_numpy()[j], agreeing["upper"].to_numpy()[j])
    wanted = Interval(bad["lower"].to_numpy()[i], bad["upper"].to_numpy()[i])
    lost = ~np.asarray(kept.meets(wanted)) | ~np.asarray(wanted.known)
    return np.bincount(i, weights=lost, minlength=len(bad))


def _moved(claims: Claims, bad: pd.DataFrame) -> np.ndarray:
    """Lines whose figure is expected of another suspected one of the document that differs in area, indicator or time,
    or that want what is printed of one."""
    usable = np.flatnonzero(narrow(bad))
    rows = bad["row"].to_numpy()[usable]
    found = np.zeros(len(bad), bool)
    for vary in LABELS:
        group = claims.alike(["edition", "measure", "unit", *(name for name in LABELS if name != vary)], rows)
        i, j = pairs(group, group)
        other = claims.column(vary)[rows[i]] != claims.column(vary)[rows[j]]
        i, j = i[other], j[other]
        expected = Interval(bad["lower"].to_numpy()[usable[j]], bad["upper"].to_numpy()[usable[j]])
        found[usable[i[np.asarray(claims.interval(rows[i]).meets(expected))]]] = True
    found[list(elsewhere(claims, bad, wanted=True))] = True
    found[list(not_updated(claims, bad))] = True
    return found


def _twice(claims: Claims, bad: pd.DataFrame) -> np.ndarray:
    """Lines whose figure the row above or below prints too."""
    found = np.zeros(len(bad), bool)
    found[list(printed_twice(claims, bad))] = True
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
