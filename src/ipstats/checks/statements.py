"""Several statements in one document: any of them may bear a claim out, and of two some speak of different things."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import AGREES, CANNOT_SAY, CONTRADICTS
from ipstats.checks.slips import mended

FIGURE = ["edition", "area", "what", "cover", "moment", "measure", "comparison", "part_of", "rank_scope"]
SAME = "same_figure"
FAR = 1.2
"""A part this many times its total, in running text, is hardly a part of it."""


def settled(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence without contradictions that another statement in the same document resolves, and with `cannot_say` for
    those between sentences, or tables, that may speak of different things."""
    bad = evidence["verdict"] == CONTRADICTS
    if not bad.any():
        return evidence
    return _undecided(claims, _resolved(claims, evidence, bad.to_numpy()))


def _resolved(claims: Claims, evidence: pd.DataFrame, bad: np.ndarray) -> pd.DataFrame:
    """Evidence in which, of contradictions that differ only in the statement of a figure of a document, at most one is
    left: none where one such relation agrees, else the first."""
    figure = claims.table.groupby(FIGURE, sort=False, dropna=False).ngroup().to_numpy()
    several = np.bincount(figure)[figure] > 1
    mine = bad & several[evidence["row"].to_numpy()] & (evidence["check"] != SAME).to_numpy()
    if not mine.any():
        return evidence
    code = pd.util.hash_array(figure[evidence["row"]] * 31 + pd.factorize(evidence["role"])[0])
    lines = pd.DataFrame({"relation": evidence["relation"], "check": evidence["check"], "code": code})
    like = lines.groupby("relation").agg(check=("check", "first"), code=("code", "sum"))
    like["agrees"] = evidence.drop_duplicates("relation").set_index("relation")["verdict"] == AGREES
    first = like.sort_values("agrees", ascending=False, kind="stable").duplicated(["check", "code"])
    less = first.reindex(like.index) & ~like["agrees"]
    return evidence[~(evidence["relation"].isin(less.index[less]) & bad)].reset_index(drop=True)


def _undecided(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Of what a reader found in one document: two statements of a figure that no slip makes one, and in running text a
    part far greater than its total, are `cannot_say`."""
    read = claims.table["char_start"].notna().to_numpy()
    prose = read & (claims.column("cell") == "")
    lines = evidence[(evidence["verdict"] == CONTRADICTS) & ((evidence["check"] == SAME) | ~evidence["tight"])]
    lines = lines[read[lines["row"]]]
    if lines.empty:
        return evidence
    rows = lines["row"].to_numpy()
    value = claims.column("obs_value")[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        over = np.maximum(value / lines["upper"], lines["lower"] / value).to_numpy()
    apart = np.where(lines["check"] == SAME, mended(claims, lines) == "", prose[rows] & (over > FAR))
    whole = lines.assign(apart=apart, document=claims.column("source_id")[rows]).groupby("relation")
    unsure = whole["apart"].all() & (whole["document"].nunique() == 1)
    changed = evidence.copy()
    changed.loc[changed["relation"].isin(unsure.index[unsure]), "verdict"] = CANNOT_SAY
    return changed
