"""Parts against their total (其中): equal where they partition it, else bounded; what overlaps is never added."""

import numpy as np
import pandas as pd

from ipstats.checks.base import Members, joined, same_unit
from ipstats.checks.claims import NOWHERE, Claims
from ipstats.checks.evidence import NONE, Solve, at, judge, relate, stack
from ipstats.checks.registry import check
from ipstats.errors import ParameterError
from ipstats.model import areas
from ipstats.model.definitions import normalise
from ipstats.model.indicators import components
from ipstats.model.intervals import Interval

AT_MOST: Solve = {
    "part": lambda total: Interval(np.full_like(total.upper, -np.inf), total.upper),
    "total": lambda part: Interval(part.lower, np.full_like(part.lower, np.inf)),
}
NATIONAL = ("", "全国", "国内", "国内（含港澳台）", "国内（不含港澳台）")
"""Coverages of a national figure that hold every province."""


@check
def parts_add_up(claims: Claims) -> pd.DataFrame:
    """Every partition of the catalogue whose parts are all stated in one document."""
    return stack([_partition(claims, total, parts) for total in claims.whats for parts in partitions(total)])


def partitions(total: str) -> list[list[str]]:
    """The ids of the parts of each of the catalogue's partitions of an indicator."""
    found: dict[str, list[str]] = {}
    for one in components(total):
        found.setdefault(one.partition, []).append(one.id)
    return [parts for name, parts in found.items() if name]


def _partition(claims: Claims, total: str, parts: list[str]) -> pd.DataFrame:
    codes = [claims.what_code(name) for name in (total, *parts)]
    if len(parts) < 2 or NOWHERE in codes:
        return NONE
    totals = claims.levels[claims.column("what")[claims.levels] == codes[0]]
    members = {"total": totals}
    for name, code in zip(parts, codes[1:], strict=True):
        what = np.full(len(members["total"]), code)
        members = joined(claims, members, "total", name, claims.levels, near=False, what=what)
        members = _one_document(claims, members, name)
        members = at(members, np.unique(members["total"], return_index=True)[1])
    solve = {role: (lambda total, **others: total - sum(others.values())) for role in parts}
    return relate(claims, "parts_add_up", {"total": lambda **others: sum(others.values()), **solve}, members, "total")


@check
def part_of_total(claims: Claims) -> pd.DataFrame:
    """A component against its total, by the catalogue or by what the row itself says it is part of."""
    levels = claims.levels
    members = joined(claims, {"part": levels}, "part", "total", levels, what=_totals(claims, levels))
    members = same_unit(claims, members, "part", "total")
    return relate(claims, "part_of_total", AT_MOST, members, "part", tight=False, truncates=False)


def _totals(claims: Claims, rows: np.ndarray) -> np.ndarray:
    """The `what` code of each row's total."""
    named = {name: NOWHERE for name in set(claims.column("part_of")[rows])}
    for name in named:
        for spelling in (name, "~" + normalise(name)):
            if name and (code := claims.what_code(spelling)) != NOWHERE:
                named[name] = code
    stated = np.array([named[name] for name in claims.column("part_of")[rows]], dtype=int)
    return np.where(stated != NOWHERE, stated, claims.related(rows, "part_of"))


@check
def area_within_area(claims: Claims) -> pd.DataFrame:
    """Counts of an area against those of its parent area in the same document."""
    rows = _additive(claims, claims.levels)
    parent = _parents(claims)
    outer = parent[claims.column("area")[rows]]
    members = _one_document(claims, joined(claims, {"part": rows}, "part", "total", rows, near=False, area=outer))
    return relate(claims, "area_within_area", AT_MOST, members, "part", tight=False, truncates=False)


@check
def areas_within_nation(claims: Claims) -> pd.DataFrame:
    """All provinces' counts of one document against the nation's, whatever part of the nation's coverage is abroad."""
    rows = _additive(claims, claims.levels)
    level = np.array([_level(code) for code in claims.areas] + [""])[claims.column("area")[rows]]
    provinces = rows[level == "province"]
    national = rows[(level == "nation") & np.isin(claims.column("scope")[rows], NATIONAL)]
    keys = ["what", "moment", "edition", "unit"]
    grouped = claims.table.loc[provinces, [*keys, "area", "cover"]].assign(row=provinces)
    full = grouped.groupby([*keys, "cover"])["area"].transform("nunique") == len(areas.areas("province"))
    once = ~grouped.duplicated([*keys, "cover", "area"], keep=False)
    complete = (full & once.groupby([grouped[key] for key in [*keys, "cover"]]).transform("all")).to_numpy()
    pairs = grouped[complete].merge(claims.table.loc[national, keys].assign(total=national), on=keys)
    sums = pairs.groupby("total", sort=False)["row"]
    return stack([sum_of(claims, "areas_within_nation", total, list(rows), full=False) for total, rows in sums])


def sum_of(claims: Claims, check_id: str, whole: int, parts: list[int], full: bool) -> pd.DataFrame:
    """Evidence that some rows together are a total, or at most that where they are not all of it (`full`)."""
    printed, total = claims.interval(np.array(parts)), claims.interval(np.array([whole]))
    summed = Interval(printed.lower.sum(), printed.upper.sum() if full else np.inf)
    others = summed.lower - printed.lower
    lines = {
        "relation": 0, "check": check_id, "role": ["total"] + ["part"] * len(parts), "row": [whole, *parts],
        "lower": [summed.lower, *np.where(full, total.lower - others, -np.inf)],
        "upper": [summed.upper, *(total.upper - others)], "claim": [True] + [False] * len(parts),
        "verdict": judge(total, summed)[0], "cause": "", "tight": full, "note": "",
    }  # fmt: skip
    return pd.DataFrame(lines)


def _additive(claims: Claims, rows: np.ndarray) -> np.ndarray:
    """Rows of counts and amounts that may be set against an area's total: no ratios, and no shared prizes."""
    prizes = claims.table["indicator"].str.startswith("china_patent_award").to_numpy()
    return rows[(claims.kind_is("stock", "flow") & ~prizes)[rows]]


def _level(code: str) -> str:
    try:
        return areas.area(code).level
    except ParameterError:
        return ""


def _parents(claims: Claims) -> np.ndarray:
    codes = {code: n for n, code in enumerate(claims.areas)}
    parents = [codes.get(next(iter(areas.ancestors(code)[1:]), ""), NOWHERE) for code in claims.areas]
    return np.array([*parents, NOWHERE])


def _one_document(claims: Claims, members: Members, part: str = "part") -> Members:
    edition = claims.column("edition")
    own = edition[members[part]] == edition[members["total"]]
    return same_unit(claims, at(members, own), part, "total")
