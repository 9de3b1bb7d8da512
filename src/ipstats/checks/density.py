"""Ratios against numerator and denominator; for densities, which year's population fits."""

from typing import Any

import numpy as np
import pandas as pd

from ipstats.checks.base import nearest
from ipstats.checks.breaks import registered_revision
from ipstats.checks.claims import NOWHERE, Claims
from ipstats.checks.evidence import AGREES, CANNOT_SAY, CONTRADICTS, alone, quotient, relate, stack, undecided
from ipstats.checks.registry import check
from ipstats.model.areas import NATION
from ipstats.model.intervals import Interval

PER = {"万": 1e4, "百万": 1e6, "%": 100.0, "‰": 1000.0, "千": 1e3, "亿": 1e8, "十万": 1e5}
YEARS_BACK = 2
"""A density may rest on a population of its own year or of up to so many years before, never of a later one."""

REVISED = 0.05
"""A census moved the populations used here by at most about this part."""

MOSTLY = (0.8, 5)
"""Part, and number, of a table's ratios that show which denominator the table uses."""
TRUNCATED = "truncation"
FIT = (CONTRADICTS, CANNOT_SAY, TRUNCATED, AGREES)
"""How well a denominator fits, the best last."""


def scale(unit: str) -> float:
    """By what a quotient is multiplied to be in a unit: 件/万人 10000, 件/百万人 1000000, % 100, 元/人年 1.

    >>> scale("件/万人"), scale("%"), scale("元/人年")
    (10000.0, 100.0, 1.0)
    """
    below = unit.rpartition("/")[2] if "/" in unit else unit
    fitting = [word for word in PER if below.startswith(word)]
    return PER[max(fitting, key=len)] if fitting else 1.0


@check
def ratio(claims: Claims) -> pd.DataFrame:
    """Ratios and rates of the catalogue; of several possible denominators the one that fits, by year and edition."""
    members = operands(claims)
    parts = []
    for factor in np.unique(members["factor"]):
        solve = quotient("ratio", "numerator", "denominator", factor)
        chosen = members[members["factor"] == factor]
        rows = {role: chosen[role].to_numpy() for role in ("ratio", "numerator", "denominator")}
        parts.append(relate(claims, "ratio", solve, rows, "ratio"))
    return best_denominator(claims, _revised_denominators(claims, stack(parts)))


def operands(claims: Claims, rows: np.ndarray | None = None, area: np.ndarray | None = None) -> pd.DataFrame:
    """Rows of ratios with their numerators and every denominator they may rest on, and the scale of their unit.

    `rows` (all when left out) with `area` (codes): the operands that the same ratio has in these areas.
    """
    rows = claims.of("level", "share") if rows is None else rows
    area = claims.column("area")[rows] if area is None else area
    numerators, denominators = (claims.related(rows, name) for name in ("numerator", "denominator"))
    keep = (numerators != NOWHERE) & (denominators != NOWHERE)
    rows, area, numerators, denominators = rows[keep], area[keep], numerators[keep], denominators[keep]
    i, numerator = _numerators(claims, rows, area, numerators)
    k, denominator = _denominators(claims, rows[i], area[i], denominators[i])
    units = claims.column("unit_measure")[rows[i][k]]
    factor = {unit: scale(unit) for unit in set(units)}
    return pd.DataFrame(
        {
            "ratio": rows[i][k],
            "nth": np.flatnonzero(keep)[i][k],
            "numerator": numerator[k],
            "denominator": denominator,
            "factor": np.array([factor[unit] for unit in units], dtype=float),
        }
    )


def _numerators(claims: Claims, rows: np.ndarray, area: np.ndarray, what: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numerators of the ratio's own coverage; for the nation's, which leaves much abroad out, of any coverage."""
    i, own = nearest(claims, rows, *claims.find(rows, claims.levels, what=what, area=area))
    n, j = claims.find(rows, claims.levels, without=["cover"], what=what, area=area)
    cover = claims.column("cover")
    other = (area[n] == claims.area_code(NATION)) & (cover[j] != cover[rows[n]])
    n, j = n[other], j[other]
    order = np.argsort(cover[j], kind="stable")
    return np.append(i, n[order]), np.append(own, j[order])


def _denominators(
    claims: Claims, rows: np.ndarray, area: np.ndarray, what: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Denominators of the same place: a flow's of the same period, a stock's of any moment not long before."""
    i, j = claims.find(rows, claims.levels, without=["cover", "moment"], what=what, area=area)
    moment, at = claims.column("moment"), claims.column("at")
    age = at[rows[i]] - at[j]
    same_time = moment[rows[i]] == moment[j]
    fits = np.where(claims.kind_is("stock")[j], (age >= 0) & (age < YEARS_BACK + 0.99), same_time)
    return i[fits], j[fits]


def best_denominator(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """One relation a ratio: a denominator that fits if any does, before others the own year's and own document's."""
    if evidence.empty:
        return evidence
    wide = evidence.pivot(index="relation", columns="role", values="row")
    verdict = evidence.drop_duplicates("relation").set_index("relation")[["verdict", "cause"]].loc[wide.index]
    at = claims.column("at")
    age = pd.Series(at[wide["ratio"]] - at[wide["denominator"]], index=wide.index)
    one_missing = wide["ratio"].isin(_one_year_missing(claims, wide, age))
    as_in_the_table, ruled = _as_in_the_table(claims, wide, (verdict["verdict"] == AGREES).to_numpy())
    unsure = set(wide.index[one_missing & ~ruled])
    wide = wide[as_in_the_table]
    verdict, age = verdict.loc[wide.index], age.loc[wide.index]
    other_cover = claims.column("cover")[wide["ratio"]] != claims.column("cover")[wide["numerator"]]
    ranks = pd.DataFrame(
        {
            "ratio": wide["ratio"],
            "fits": verdict["verdict"].where(verdict["cause"] != TRUNCATED, TRUNCATED).map(FIT.index),
            "cover": ~other_cover,
            "own": claims.column("edition")[wide["ratio"]] == claims.column("edition")[wide["denominator"]],
            "age": -age,
        },
        index=wide.index,
    ).sort_values(["fits", "cover", "own", "age"], ascending=False, kind="stable")
    keep = ranks.index[~ranks.duplicated("ratio")]
    kept = evidence[evidence["relation"].isin(keep)].copy()
    earlier = age.loc[keep] > 0.9
    kept["note"] = kept["relation"].map(earlier.map({True: "previous_year", False: "own_year"}))
    value = claims.column("obs_value")[kept["row"]]
    off = np.maximum(value / kept["upper"], kept["lower"] / value) - 1
    off = off.where(kept["claim"]).groupby(kept["relation"]).transform("max")
    excused = (kept["verdict"] == CONTRADICTS) & kept["relation"].isin(unsure) & (off < REVISED)
    kept = undecided(kept, kept["relation"][excused], "population_year")
    return _other_coverage(claims, kept, set(wide.index[other_cover]))


def _one_year_missing(claims: Claims, wide: pd.DataFrame, age: pd.Series) -> pd.Index:
    """Ratios to a stock of which the figure of its own year, or of the year before, is not at hand."""
    of_stock = claims.kind_is("stock")[wide["denominator"]]
    near = [pd.Series(of_stock & (age.round(1) == years), wide.index).groupby(wide["ratio"]).any() for years in (0, 1)]
    missing = ~(near[0] & near[1])
    return missing.index[missing].intersection(pd.Index(wide["ratio"][of_stock]))


def _as_in_the_table(claims: Claims, wide: pd.DataFrame, agrees: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Relations to keep, and those a table's practice decides: where it prints ratio and denominator side by side and
    most of its ratios are theirs, the others are too, and no other denominator excuses them."""
    ratio, denominator = wide["ratio"].to_numpy(), wide["denominator"].to_numpy()
    beside = np.ones(len(wide), bool)
    for name in ("edition", "moment"):
        beside &= claims.column(name)[ratio] == claims.column(name)[denominator]
    group = claims.alike(["edition", "what"], ratio)
    rule = pd.Series(agrees[beside]).groupby(group[beside]).agg(["mean", "size"])
    ruled = np.isin(group, rule.index[(rule["mean"] >= MOSTLY[0]) & (rule["size"] >= MOSTLY[1])])
    ruled &= np.isin(ratio, ratio[beside])
    return ~ruled | beside, ruled


def _other_coverage(claims: Claims, evidence: pd.DataFrame, other_cover: set[int]) -> pd.DataFrame:
    """`other_coverage` where only another coverage's numerator fits, or none of the nation's right one is at hand.

    The nation's ratios are of domestic patents (国内, some without Hong Kong, Macao and Taiwan): a larger numerator
    neither bears them out nor contradicts them, unless a slip of scale is plain.
    """
    claim = evidence[evidence["claim"]].drop_duplicates("relation").set_index("relation")
    rows = claim["row"].to_numpy()
    value = claims.column("obs_value")[rows]
    national = claims.column("ref_area")[rows] == NATION
    smaller = national & (claim["verdict"] == CONTRADICTS) & (value < claim["lower"]) & (value > claim["lower"] / 2)
    foreign = claim.index.isin(other_cover)
    out = undecided(evidence, claim.index[smaller | (foreign & (claim["verdict"] != AGREES))], "other_coverage")
    out.loc[out["relation"].isin(claim.index[foreign & (claim["verdict"] == AGREES)]), "cause"] = "other_coverage"
    return out


def _revised_denominators(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Contradictions as `cannot_say` where only a population revised since is at hand, and the ratio implies one near.

    A density published before a census rests on a population as first published, which the revised one is not.
    """
    lines = evidence[(evidence["role"] == "denominator") & (evidence["verdict"] == CONTRADICTS)]
    rows = lines["row"].to_numpy()
    ratios = evidence[evidence["claim"]].set_index("relation")["row"]
    elsewhere = claims.column("edition")[rows] != claims.column("edition")[ratios.loc[lines["relation"]]]
    near = claims.interval(rows).meets(
        Interval(lines["lower"].to_numpy() * (1 - REVISED), lines["upper"].to_numpy() * (1 + REVISED))
    )
    revised = near & elsewhere & registered_revision(claims, rows)
    return undecided(evidence, lines["relation"][revised], "revision")


@check
def denominator_year(claims: Claims) -> pd.DataFrame:
    """Where the year of the population that fits changes within a series: the two densities do not compare."""
    members = operands(claims)
    printed = claims.interval(members["ratio"].to_numpy())
    computed = (
        claims.interval(members["numerator"].to_numpy()) / claims.interval(members["denominator"].to_numpy())
        * members["factor"].to_numpy()
    )  # fmt: skip
    at = claims.column("at")
    years = np.floor(at[members["ratio"]]) - np.floor(at[members["denominator"]])
    members = members.assign(fits=np.asarray(printed.meets(computed)), lag=np.round(years))
    full = np.array([moment is not None and moment.is_full_year for moment in claims.moments] + [False])
    members = members[members["fits"] & full[claims.column("moment")[members["ratio"]]]]
    series = _lags(claims, members)
    before = series.shift()
    changed = (series["series"] == before["series"]) & (series["lag"] != before["lag"])
    now, then = series["row"][changed].to_numpy(), before["row"][changed].to_numpy(int)
    year = np.where(series["lag"][changed] > 0, "previous_year", "own_year")
    told: dict[str, Any] = {"verdict": CANNOT_SAY, "cause": "population_year", "note": year}
    context = alone("denominator_year", then, role="context", **told).assign(claim=False)
    return pd.concat([alone("denominator_year", now, role="ratio", **told), context], ignore_index=True)


def _lags(claims: Claims, members: pd.DataFrame) -> pd.DataFrame:
    """The lag of each ratio's population, in order of series and time, but of series that one lag fits throughout.

    A population that the ratio's own document states is the one it used; else the nearest year that fits.
    """
    edition = claims.column("edition")
    own = pd.Series(edition[members["ratio"]] == edition[members["denominator"]], index=members.index)
    members = members[own | ~own.groupby(members["ratio"]).transform("any")]
    rows = members["ratio"].to_numpy()
    members = members.assign(
        series=claims.keys(*(claims.column(name)[rows] for name in ("area", "what", "cover")), 0),
        at=claims.column("at")[rows],
    )
    number = members.groupby("series")["ratio"].transform("nunique")
    fitted = members.groupby(["series", "lag"])["ratio"].transform("nunique")
    throughout = (fitted == number).groupby(members["series"]).transform("any")
    nearest_lag = members[~throughout].sort_values("lag", kind="stable").drop_duplicates("ratio")
    return nearest_lag.rename(columns={"ratio": "row"}).sort_values(["series", "at"], kind="stable")
