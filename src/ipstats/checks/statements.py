"""Several statements in one document: any of them may bear a claim out, and of two some speak of different things."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import FIGURE, Claims, pairs
from ipstats.checks.evidence import AGREES, CANNOT_SAY, CONTRADICTS, FAR_FROM_BOUND, TWICE, undecided
from ipstats.checks.slips import NARROW, mended
from ipstats.model.intervals import Interval

SAME = "same_figure"
READING = "reading"
REVIEW = (READING, "reading_of", FAR_FROM_BOUND)
"""Causes that send a figure to a person, and blame nobody."""
OTHERWISE = ("label_shift", "year_slip", "other_coverage", "part_year")
"""Causes that another reading of what a figure is of would remove."""
OVER_TIME = ("implied_base", "implied_change", "multiple_of_base")
"""Checks of a figure against its own past, which the figure of another label would not keep."""
FAR = 1.2
"""A part this many times its total, in running text, is hardly a part of it."""


def settled(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence without contradictions that another statement in the same document resolves, and with `cannot_say` for
    those between sentences, or tables, that may speak of different things."""
    bad = evidence["verdict"] == CONTRADICTS
    if not bad.any():
        return evidence
    evidence = _resolved(claims, evidence, bad.to_numpy())
    return _doubtful(claims, _of_another_coverage(claims, _undecided(claims, evidence)))


def _doubtful(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence in which contradictions with a figure whose reading is doubtful are `cannot_say`, said of it."""
    lines = evidence[(evidence["verdict"] == CONTRADICTS) & (evidence["role"] != "context")]
    lines = lines[claims.doubtful[lines["row"]]].drop_duplicates("relation")
    changed = undecided(evidence, lines["relation"], READING)
    changed["claim"] = changed["claim"].where(
        ~changed["relation"].isin(lines["relation"]), changed.index.isin(lines.index)
    )
    return changed


def _resolved(claims: Claims, evidence: pd.DataFrame, bad: np.ndarray) -> pd.DataFrame:
    """Evidence in which, of contradictions that differ only in the statement of a figure of a document, at most one is
    left: none where one such relation agrees, else the first."""
    figure = claims.alike(FIGURE)
    several = np.bincount(figure)[figure] > 1
    mine = bad & several[evidence["row"].to_numpy()] & (evidence["check"] != SAME).to_numpy()
    if not mine.any():
        return evidence
    code = pd.util.hash_array(figure[evidence["row"]] * 31 + pd.factorize(evidence["role"])[0])
    lines = pd.DataFrame({"relation": evidence["relation"], "check": evidence["check"], "code": code})
    like = lines.groupby("relation").agg(check=("check", "first"), code=("code", "sum"))
    like["agrees"] = evidence.drop_duplicates("relation").set_index("relation")["verdict"] == AGREES
    first = like.sort_values("agrees", ascending=False, kind="stable").duplicated(["check", "code"])
    less = like.index[first.reindex(like.index) & ~like["agrees"]].intersection(evidence["relation"][mine])
    return evidence[~(evidence["relation"].isin(less) & bad)].reset_index(drop=True)


def _undecided(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Of what a reader found in one document: two statements of a figure that no slip makes one, and in running text a
    part far greater than its total, are `cannot_say`."""
    lines = evidence[(evidence["verdict"] == CONTRADICTS) & ((evidence["check"] == SAME) | ~evidence["tight"])]
    lines = lines[claims.read[lines["row"]]]
    rows = lines["row"].to_numpy()
    prose = claims.column("cell")[rows] == ""
    value = claims.column("obs_value")[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        over = np.maximum(value / lines["upper"], lines["lower"] / value).to_numpy()
    apart = np.where(lines["check"] == SAME, mended(claims, lines) == "", prose & (over > FAR))
    whole = lines.assign(apart=apart, document=claims.column("source_id")[rows]).groupby("relation")
    unsure = whole["apart"].all() & (whole["document"].nunique() == 1)
    return undecided(evidence, unsure.index[unsure], READING)


def _of_another_coverage(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence in which an equation between what was read is `cannot_say` where its document states what one of the
    figures should be, of another coverage: the others are of that."""
    lines = evidence[(evidence["verdict"] == CONTRADICTS) & evidence["tight"] & (evidence["role"] != "context")]
    lines = lines[claims.read[lines["row"]]]
    key = claims.alike(["edition", "area", "what", "moment", "measure", "comparison", "unit"])
    rows, stated = lines["row"].to_numpy(), np.flatnonzero(claims.column("stated"))
    i, j = pairs(key[rows], key[stated])
    low, high = (lines[end].to_numpy()[i] for end in ("lower", "upper"))
    there = Interval(low, high).meets(claims.interval(stated[j])) & (high - low <= NARROW * np.abs(high))
    there &= claims.column("cover")[rows[i]] != claims.column("cover")[stated[j]]
    return undecided(evidence, lines["relation"].to_numpy()[i[np.asarray(there)]], READING)


def without_guesses(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence without the figures held to be another label's that their own growth bears out, or that are out of line
    only with a figure of the one other moment which something else contradicts; nor the rows of a page most of whose
    figures are borne out so, nor the last row of a page that is left of several."""
    guess = (evidence["check"] == "labels") & (evidence["cause"] == "label_shift")
    over_time = evidence[evidence["check"].isin(OVER_TIME) & evidence["tight"] & (evidence["verdict"] == AGREES)]
    unfounded = evidence["row"].isin(over_time["row"])
    unfounded = unfounded.where(
        ~evidence["tight"], _pages_unfounded(claims, evidence[guess & evidence["tight"]], unfounded)
    )
    bad = evidence[(evidence["verdict"] == CONTRADICTS) & (evidence["role"] != "context") & ~guess]
    relations = bad.groupby("row")["relation"].agg(set)
    two_moments = evidence.index[guess & ~evidence["tight"] & ~unfounded & evidence["note"].str.contains("#")]
    rows = evidence.loc[two_moments, "row"].to_numpy()
    for moment in np.unique(claims.column("moment")[claims.levels]):
        i, other = claims.find(rows, claims.levels, moment=np.full(len(rows), moment))
        for n, row in zip(i.tolist(), other.tolist(), strict=True):
            own: set[int] = relations.get(rows[n], set())
            unfounded[two_moments[n]] |= row != rows[n] and bool(relations.get(row, set()) - own)
    return evidence[~(guess & unfounded)].reset_index(drop=True)


def _pages_unfounded(claims: Claims, moved: pd.DataFrame, unfounded: pd.Series) -> pd.Series:
    """Whether each line of rows that moved as a whole is of a row with mostly unfounded figures, or is the last."""
    page = claims.table.loc[moved["row"], ["edition", "day", "area"]].set_index(moved.index)
    row = [page[name] for name in page]
    gone = unfounded.reindex(moved.index).groupby(row).transform("mean") > 0.5
    left = page["area"].where(~gone).groupby(row[:2]).transform("nunique")
    return (gone | (left < 2)).reindex(unfounded.index, fill_value=False)


def reviewed(claims: Claims, wrong: pd.DataFrame) -> pd.DataFrame:
    """The suspected lines, of which those that another reading of the figure's area, indicator, period or coverage
    would bring right are `cannot_say`: a reader put the figure there, not the office. So are figures of running text
    far from what is expected for no known cause.

    The label of a table's row is no matter of reading; nor is a column that stands beside others of its page and alone
    is that of the year before.
    """
    if wrong.empty:
        return wrong
    rows = wrong["row"].to_numpy()
    of_row = (wrong["cause"] == "label_shift").to_numpy() & (claims.column("cell")[rows] != "")
    unsure = claims.read[rows] & wrong["cause"].isin(OTHERWISE).to_numpy() & ~of_row & ~_copied_alone(claims, wrong)
    unsure |= claims.read[rows] & (claims.column("cell")[rows] == "") & _far_off(claims, wrong)
    named = (wrong["suspect_label"] != "").to_numpy() & wrong["cause"].isin(OTHERWISE).to_numpy()
    cause = np.where(unsure, np.where(named, "reading_of", READING), wrong["cause"])
    return wrong.assign(cause=cause, verdict=np.where(unsure, CANNOT_SAY, wrong["verdict"]))


def _far_off(claims: Claims, wrong: pd.DataFrame) -> np.ndarray:
    """Lines without a cause whose figure (a growth rate as a factor) is far above or below the expectation."""
    rows = wrong["row"].to_numpy()
    growth = claims.column("measure")[rows] == "growth"
    value, low, high = (
        np.where(growth, 1 + number / 100, number)
        for number in (claims.column("obs_value")[rows], wrong["lower"].to_numpy(), wrong["upper"].to_numpy())
    )
    with np.errstate(invalid="ignore"):
        far = (value > TWICE * high) | (TWICE * value < low)
    measured = growth | (claims.column("measure")[rows] == "level")
    return np.asarray(far & measured & (wrong["cause"] == "").to_numpy())


def _copied_alone(claims: Claims, wrong: pd.DataFrame) -> np.ndarray:
    """Lines of copied columns whose page (an edition's figures of one day) states other figures too."""
    page = claims.alike(["edition", "day"])
    rows = wrong["row"].to_numpy()
    copied = np.unique(rows[(wrong["check"] == "copied_column").to_numpy()])
    stated = np.bincount(page[claims.column("stated")], minlength=page.max() + 1)
    whole = np.bincount(page[copied], minlength=page.max() + 1) >= stated
    return np.isin(rows, copied) & ~whole[page[rows]]
