"""Level and change give the earlier level: compare it with what the earlier edition or table says."""

from typing import Any

import numpy as np
import pandas as pd

from ipstats.checks.claims import NOWHERE, Claims, base_period
from ipstats.checks.evidence import AGREES, CONTRADICTS, Solve, at, difference, quotient, relate, stack, undecided
from ipstats.checks.registry import check
from ipstats.model.indicators import AT_CONSTANT_PRICES
from ipstats.model.intervals import Interval, base_of, growth
from ipstats.model.periods import Period

AVERAGE = "annual_average:"

GROWTH: Solve = {
    "growth": lambda level, base: growth(level, base),
    "level": lambda growth, base: base * (1 + growth / 100),
    "base": lambda growth, level: base_of(level, growth),
}
CHANGE, TIMES = difference("change", "level", "base"), quotient("multiple", "level", "base")
Members = dict[str, np.ndarray]
"""Rows of relations by role."""


@check
def implied_base(claims: Claims) -> pd.DataFrame:
    """Growth against the level and the level of the period compared with (同比, 环比, 比某年)."""
    evidence = against_base(claims, "implied_base", "growth", GROWTH)
    words = claims.table[["label", "indicator_name", "indicator", "comment_obs"]].sum(axis=1).str.lower()
    constant = words.str.contains("|".join(AT_CONSTANT_PRICES)).to_numpy()[evidence["row"]]
    at_constant_prices = evidence["relation"][constant & (evidence["verdict"] == CONTRADICTS)]
    return undecided(evidence, at_constant_prices, "changed_caliber")


def borne_out(claims: Claims) -> np.ndarray:
    """Levels that their growth rate and the earlier level bear out."""
    lines = implied_base(claims)
    return lines.loc[(lines["role"] == "level") & (lines["verdict"] == AGREES), "row"].to_numpy()


@check
def implied_change(claims: Claims) -> pd.DataFrame:
    """An absolute change (比上年增加…件) against the two levels."""
    return against_base(claims, "implied_change", "change", CHANGE)


@check
def multiple_of_base(claims: Claims) -> pd.DataFrame:
    """A multiple with a comparison: 是2015年的2.2倍, 翻番."""
    return against_base(claims, "multiple_of_base", "multiple", TIMES)


@check
def average_growth(claims: Claims) -> pd.DataFrame:
    """年均增长 against the levels at both ends."""
    rows = claims.of("growth")
    rows = rows[claims.table["comparison"].iloc[rows].str.startswith(AVERAGE).to_numpy()]
    last, first, years = _ends(claims, rows)
    parts = []
    for count in np.unique(years[years > 0]):
        members = at({"growth": rows, "first": first, "last": last}, years == count)
        members = joined(claims, members, "growth", "level", claims.levels, near=False, moment=members.pop("last"))
        members = joined(claims, members, "level", "base", claims.levels, near=False, moment=members.pop("first"))
        solve = {
            "growth": lambda level, base, n=count: _root(level / base, n),
            "level": lambda growth, base, n=count: base * _power(1 + growth / 100, n),
            "base": lambda growth, level, n=count: level / _power(1 + growth / 100, n),
        }
        parts.append(relate(claims, "average_growth", solve, same_unit(claims, members, "level", "base"), "growth"))
    return stack(parts)


@check
def average_of_rates(claims: Claims) -> pd.DataFrame:
    """年均增长 against the yearly rates of its years (as of an index, 上年=100), where every year has one.

    The average is geometric: the root of the product of the rates as factors.
    """
    rows = claims.of("growth")
    comparison = claims.table["comparison"].iloc[rows]
    averages, yearly = rows[comparison.str.startswith(AVERAGE).to_numpy()], rows[(comparison == "yoy").to_numpy()]
    last, _, years = _ends(claims, averages)
    parts = []
    for count in np.unique(years[years > 1]).tolist():
        members = at({"growth": averages, "last": last}, years == count)
        for back in range(count):
            then = claims.shifted(members["last"], -back)
            members = joined(claims, members, "growth", f"rate{back}", yearly, once=True, moment=then)
        del members["last"]
        parts.append(relate(claims, "average_of_rates", _mean_of(count), members, "growth"))
    return stack(parts)


def _mean_of(count: int) -> Solve:
    """How an average of so many rates follows from them, and a rate from the average and the others."""

    def product(rates: dict[str, Interval]) -> Interval:
        total = Interval(1.0, 1.0)
        for rate in rates.values():
            total = total * (1 + rate / 100)
        return total

    def one(growth: Interval, **others: Interval) -> Interval:
        return (_power(1 + growth / 100, count) / product(others) - 1) * 100

    return {"growth": lambda **rates: _root(product(rates), count), **{f"rate{n}": one for n in range(count)}}


def _root(ratio: Interval, years: int) -> Interval:
    with np.errstate(invalid="ignore"):
        return (Interval(ratio.lower ** (1 / years), ratio.upper ** (1 / years)) - 1) * 100


def _power(factor: Interval, years: int) -> Interval:
    with np.errstate(invalid="ignore"):
        lower, upper = (np.where(factor.lower > 0, end, np.nan) for end in (factor.lower, factor.upper))
    return Interval(lower**years, upper**years)


def _ends(claims: Claims, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Moments of the last and the first level, and the years between; a span of years begins after its base year."""
    last, first, years = (np.full(len(rows), fill) for fill in (NOWHERE, NOWHERE, 0))
    for n, row in enumerate(rows):
        own = claims.moments[claims.column("moment")[row]]
        base = base_period(own, claims.column("comparison")[row])
        if base is None:
            continue
        year = base.end.year if base.is_full_year or base.start is None else base.start.year - 1
        make = Period.year_end if own.is_instant else Period.year
        last[n], first[n] = claims.moment_code(make(own.end.year)), claims.moment_code(make(year))
        years[n] = own.end.year - year
    return last, first, years


def against_base(claims: Claims, check_id: str, measure: str, solve: Solve) -> pd.DataFrame:
    """Evidence of a change, its level and the earlier level; each from the same document where that states it."""
    rows = claims.of(measure)
    comparison = claims.table["comparison"].iloc[rows]
    rows = rows[((comparison != "") & ~comparison.str.startswith(AVERAGE)).to_numpy()]
    members = with_base(claims, rows, measure, claims.levels)
    evidence = relate(claims, check_id, solve, same_unit(claims, members, "level", "base"), measure)
    return one_statement(claims, evidence, (measure, "level"), "base")


def with_base(claims: Claims, rows: np.ndarray, measure: str, among: np.ndarray) -> Members:
    """Rows of a change with the nearest `level` among some rows and every level compared with, the `base`."""
    members = joined(claims, {measure: rows}, measure, "level", among)
    then = claims.base_moments(members[measure])
    return joined(claims, members, "level", "base", among, near=False, moment=then)


def same_unit(claims: Claims, members: Members, one: str, other: str) -> Members:
    """The members of relations in which two are of one unit, and not the same row."""
    unit, rows, others = claims.column("unit"), members[one], members[other]
    return at(members, (unit[rows] == unit[others]) & (rows != others))


def joined(
    claims: Claims, members: Members, of: str, role: str, among: np.ndarray, *, near: bool = True, once: bool = False,
    **other: Any,
) -> Members:  # fmt: skip
    """The members with another, `role`: the rows `among` some that have the key of those in `of` (see `Claims.find`).

    They are the nearest or, without `near`, every one; `once` takes one for each relation.
    """
    i, found = claims.find(members[of], among, **other)
    if near:
        i, found = nearest(claims, members[of], i, found)
    if once:
        i, first = np.unique(i, return_index=True)
        found = found[first]
    return at(members, i) | {role: found}


def nearest(claims: Claims, rows: np.ndarray, i: np.ndarray, j: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of the pairs (i, j), for each i those from its own document, else those of the latest edition."""
    pairs = pd.DataFrame({"i": i, "j": j})
    own = claims.column("edition")[rows[i]] == claims.column("edition")[j]
    pairs["rank"] = np.where(own, np.iinfo("int64").max, claims.column("edition")[j])
    pairs = pairs[pairs["rank"] == pairs.groupby("i")["rank"].transform("max")]
    return pairs["i"].to_numpy(), pairs["j"].to_numpy()


def one_statement(claims: Claims, evidence: pd.DataFrame, of: tuple[str, ...], choice: str) -> pd.DataFrame:
    """Of relations that differ only in the statement of `choice`: those within one document, else the best fitting.

    A growth rate may rest on a base revised since, so any edition of it may bear the rate out.
    """
    if evidence.empty:
        return evidence
    wide = evidence.pivot(index="relation", columns="role", values="row")
    edition = claims.column("edition")
    verdict = evidence.drop_duplicates("relation").set_index("relation")["verdict"].loc[wide.index]
    ranks = pd.DataFrame(
        {
            "own": edition[wide[of[0]]] == edition[wide[choice]],
            "agrees": (verdict == AGREES).to_numpy(),
            "edition": edition[wide[choice]],
            "group": wide.groupby(list(of)).ngroup().to_numpy(),
        },
        index=wide.index,
    ).sort_values(["own", "agrees", "edition"], ascending=False, kind="stable")
    keep = ranks.index[ranks["own"] | ~ranks.duplicated("group")]
    return evidence[evidence["relation"].isin(keep)]
