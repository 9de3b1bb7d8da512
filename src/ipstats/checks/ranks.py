"""Ranks (首位, 第N, 前三) against the figures of the others, within one level of areas."""

import numpy as np
import pandas as pd

from ipstats.checks.base import joined
from ipstats.checks.claims import NOWHERE, Claims, pairs
from ipstats.checks.density import REVISED, operands
from ipstats.checks.evidence import CANNOT_SAY, CONTRADICTS, EVIDENCE, at, judge
from ipstats.checks.registry import check
from ipstats.errors import IpstatsError
from ipstats.model import areas
from ipstats.model.intervals import Interval

LESS_IS_BETTER = ("个月", "天", "日")
FLAGS = {"副省级": "subprovincial", "直辖市": "municipality", "自治区": "autonomous", "计划单列市": "separate"}
SUSPECTS = 3
"""So many peers that would have to be wrong together are not suspected."""

Compared = tuple[np.ndarray, np.ndarray, Interval]
"""Positions of ranks, the row of a peer of each (`NOWHERE` where its figure is worked out), and the peers' figures."""
ENOUGH = 3
"""So many areas ranked together are a ranking."""
NATIONAL, LOCAL = ("", "全国", "国内", "各省", "全国各省", "31省"), ("全省", "全市", "全区")
"""Words for all provinces, and for all areas of a level within one area."""


@check
def rank(claims: Claims) -> pd.DataFrame:
    """A rank is one more than the greater figures: surely greater ones at least, possibly greater ones at most (ties).

    Where figures of some areas are missing only the first bound holds, and what keeps to it is `cannot_say`. A ratio
    that an area does not print is worked out, from whichever year's denominator.
    """
    members = joined(claims, {"rank": claims.of("rank")}, "rank", "own", claims.levels, once=True)
    falling = np.isin(claims.column("unit_measure")[members["own"]], LESS_IS_BETTER)
    members = at(members, ~falling)
    who = _peers(claims, members["rank"])
    rows, own = at(members, np.array([len(one) > 0 for one in who], dtype=bool)).values()
    who = [one for one in who if len(one)]
    n, peer, theirs = _figures_of(claims, own, who)
    mine = claims.interval(own[n])
    surely = np.bincount(n, weights=theirs.lower > mine.upper, minlength=len(rows))
    possibly = np.bincount(n, weights=theirs.upper >= mine.lower, minlength=len(rows))
    complete = np.bincount(n, minlength=len(rows)) + 1 >= np.array([len(members) for members in who])
    expected = Interval(1 + surely, np.where(complete, 1 + possibly, np.inf))
    verdict = judge(claims.interval(rows), expected).astype(object)
    verdict[~complete & (verdict != CONTRADICTS)] = CANNOT_SAY
    return _evidence(claims, rows, own, expected, verdict, (n, peer, theirs))


def _evidence(
    claims: Claims, rows: np.ndarray, own: np.ndarray, expected: Interval, verdict: np.ndarray,
    compared: Compared,
) -> pd.DataFrame:  # fmt: skip
    """The rank, the level it is of, and peers that alone could be what is wrong."""
    n, peer, theirs = compared
    printed = claims.interval(rows)
    above = (theirs.lower > claims.interval(own[n]).upper) & (verdict[n] == CONTRADICTS) & (peer != NOWHERE)
    too_many = (expected.lower - printed.upper)[n]
    few = above & (too_many > 0) & (too_many <= 1) & (expected.lower[n] - 1 <= SUSPECTS)
    level = _level_bounds(claims, rows, compared)
    count = np.arange(len(rows))
    at_most = claims.interval(own[n[few]]).upper
    members = [
        {"relation": count, "role": "rank", "row": rows, "lower": expected.lower, "upper": expected.upper},
        {"relation": count, "role": "level", "row": own, "lower": level.lower, "upper": level.upper},
        {"relation": n[few], "role": "peer", "row": peer[few], "lower": -np.inf, "upper": at_most},
    ]
    table = pd.concat([pd.DataFrame(part) for part in members], ignore_index=True)
    table["claim"] = table["role"] == "rank"
    return table.assign(check="rank", verdict=verdict[table["relation"]], cause="", tight=False, note="")[EVIDENCE]


def _level_bounds(claims: Claims, rows: np.ndarray, compared: Compared) -> Interval:
    """What the printed rank allows the level itself: between the figures of the ranks before and after it."""
    n, _, others = compared
    lower, upper = np.full(len(rows), -np.inf), np.full(len(rows), np.inf)
    printed = claims.interval(rows)
    for k in np.unique(n):
        theirs = Interval(others.lower[n == k], others.upper[n == k])
        down = np.sort(theirs.upper)[::-1]
        if np.isfinite(printed.lower[k]) and 2 <= printed.lower[k] <= len(down) + 1:
            upper[k] = down[int(printed.lower[k]) - 2]
        if np.isfinite(printed.upper[k]) and printed.upper[k] <= len(down):
            lower[k] = np.sort(theirs.lower)[::-1][int(printed.upper[k]) - 1]
    return Interval(lower, upper)


def _figures_of(claims: Claims, own: np.ndarray, who: list[frozenset[int]]) -> Compared:
    """The figures of the peers: as printed, and ratios that are not printed worked out of their operands."""
    n, peer = _levels_of(claims, own, who)
    area = claims.column("area")
    known = set(zip(n.tolist(), area[peer].tolist(), strict=True)) | set(enumerate(area[own].tolist()))
    wanted = [(k, code) for k, members in enumerate(who) for code in members if code >= 0 and (k, code) not in known]
    k, codes = np.array(wanted, dtype=np.int64).reshape(-1, 2).T
    members = operands(claims, own[k], codes)
    numerator, denominator = (claims.interval(members[name].to_numpy()) for name in ("numerator", "denominator"))
    quotient = numerator / denominator * members["factor"].to_numpy()
    hull = pd.DataFrame({"low": quotient.lower, "high": quotient.upper}).groupby(members["nth"].to_numpy())
    least, most = hull["low"].min() * (1 - REVISED), hull["high"].max() * (1 + REVISED)
    printed = claims.interval(peer)
    theirs = Interval(np.append(printed.lower, least), np.append(printed.upper, most))
    return np.append(n, k[least.index]), np.append(peer, np.full(len(least), NOWHERE)), theirs


def _levels_of(claims: Claims, own: np.ndarray, who: list[frozenset[int]]) -> tuple[np.ndarray, np.ndarray]:
    """For each own level, one level row of every peer with the same indicator, coverage, moment and unit."""
    code = claims.alike(["what", "cover", "moment", "unit"])
    n, j = pairs(code[own], code[claims.levels])
    j = claims.levels[j]
    area = claims.column("area")
    other = area[j] != area[own[n]]
    n, j = n[other], j[other]
    fits = np.array([area[row] in who[k] for k, row in zip(n, j, strict=True)], dtype=bool)
    n, j = n[fits], j[fits]
    own_edition = claims.column("edition")[j] == claims.column("edition")[own[n]]
    order = np.lexsort((claims.column("edition")[j], own_edition))[::-1]
    first = ~pd.DataFrame({"n": n[order], "area": area[j[order]]}).duplicated().to_numpy()
    return n[order][first], j[order][first]


def _peers(claims: Claims, rows: np.ndarray) -> list[frozenset[int]]:
    """Area codes (numbers) that each rank is among; empty where the wording does not tell."""
    known: dict[tuple[int, str], frozenset[int]] = {}
    numbers = {code: n for n, code in enumerate(claims.areas)}
    asked = zip(claims.column("area")[rows], claims.column("rank_scope")[rows], strict=True)
    result = []
    for place, scope in asked:
        if (place, scope) not in known:
            codes = _among(claims.areas[place], scope)
            known[place, scope] = frozenset(numbers.get(code, NOWHERE - n) for n, code in enumerate(codes))
        result.append(known[place, scope])
    return [one or own for one, own in zip(result, _ranked_together(claims, rows), strict=True)]


def _ranked_together(claims: Claims, rows: np.ndarray) -> list[frozenset[int]]:
    """For each rank the areas that its document ranks with it, where their ranks are places among themselves; empty
    where the rank says among whom it is, or others are ranked too."""
    keys = ["edition", "what", "cover", "moment", "rank_scope"]
    table = claims.table.loc[rows, [*keys, "area", "obs_upper"]]
    groups = table.groupby(keys)
    number = groups["area"].transform("nunique")
    among = (number >= ENOUGH) & (groups["obs_upper"].transform("max") <= number) & (table["rank_scope"] == "")
    members = groups["area"].agg(frozenset)
    together = [members[key] for key in table[keys].itertuples(index=False, name=None)]
    return [one if fits else frozenset() for one, fits in zip(together, among, strict=True)]


def _group(name: str) -> tuple[str, ...]:
    """The areas of a named group (长三角), none for other words."""
    try:
        return areas.area(name).members if name else ()
    except IpstatsError:
        return ()


def _among(code: str, scope: str) -> list[str]:
    try:
        level = areas.area(code).level
    except IpstatsError:
        return []
    if flag := next((flag for word, flag in FLAGS.items() if word in scope), ""):
        members = areas.areas(flag=flag)
    elif scope in NATIONAL and level == "province":
        members = areas.areas("province")
    elif scope in LOCAL and level in ("prefecture", "county"):
        members = areas.areas(level, within=areas.area(code).parent)
    else:
        return [one for one in _group(scope) if areas.area(one).level == level]
    return [one.code for one in members]
