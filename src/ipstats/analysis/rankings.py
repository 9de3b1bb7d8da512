"""Ranks that know what they do not know: the best and worst place that intervals and absent areas allow.

A place among those with figures is not a place among all: `rank` gives both, and says how many of the set are known.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ipstats.errors import ParameterError
from ipstats.model.areas import areas

TIES = ("min", "dense")
NUMBERS = ("rank", "rank_best", "rank_worst", "among", "members", "unknown", "place_best", "place_worst")
SETS = ("province", "prefecture")
"""Levels whose areas are one set: all provinces of the mainland, all prefectures. Counties, zones and groups are not,
and Hong Kong, Macao, Taiwan and the corps of Xinjiang (新疆兵团) count apart."""
SAME = 1e-9
"""Values that differ by less than this part of themselves are tied: binary arithmetic must not make a winner."""


def rank(
    values: pd.DataFrame, value: str = "value", *, within: str | list[str] | None = "level", ties: str = "min",
    members: int | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The rows with their places, best first.

    Parameters
    ----------
    values
        One row an area; `ref_area` tells its level where there is no column `level`.
    value
        The quantity ranked by (`value`, and `value_lower`, `value_upper` where there are such columns).
    within
        Only rows that are alike in these columns are ranked against each other.
    ties
        `min` ranks 1, 2, 2, 4 (并列占位), `dense` 1, 2, 2, 3 (并列不占位).
    members
        How many areas the whole set has; without it all areas of the level, where rows are ranked within one.

    Returns
    -------
    pandas.DataFrame
        Among the rows that have a value: `rank`, `tied`, `ties`, `among` (how many), `known_areas` (their codes, best
        first), and `rank_best`, `rank_worst`, the places possible when every value is somewhere in its interval.
        Among the whole set: `members`, `unknown` (how many of them have no value) and `place_best`, `place_worst`, the
        highest and lowest place whatever the unknown ones have; empty where the set is not known (counties, lists).
        Rows without a value have no place and stand last.

    Raises
    ------
    ParameterError
        For a column that is not there or a rule of ties that is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> values = pd.DataFrame({"ref_area": ["110000", "310000"], "value": [3.0, 5.0]})
    >>> rank(values)[["ref_area", "rank", "place_worst"]].values.tolist()
    [['310000', 1, 30], ['110000', 2, 31]]
    """
    groups = _grouping(values, value, within, ties)
    return _ranked(values.copy(), value, groups, ties, members)


def _ranked(rows: pd.DataFrame, value: str, groups: list[str], ties: str, members: int | None) -> pd.DataFrame:
    if "level" in groups and "level" not in rows:
        rows["level"] = levels(rows["ref_area"])
    group = rows.groupby(groups, dropna=False, sort=False).ngroup() if groups else pd.Series(0, index=rows.index)
    for name in NUMBERS:
        rows[name] = pd.array([pd.NA] * len(rows), dtype="Int64")
    rows["tied"], rows["ties"], rows["known_areas"] = False, ties, ""
    ranked = rows[value].notna()
    for _, index in rows[ranked].groupby(group[ranked]).groups.items():
        own = rows.loc[index]
        whole = members or (set_size(own["level"].iloc[0]) if "level" in groups else 0)
        found = _places(own, value, ties)
        best_first = found["rank"].sort_values(kind="stable").index
        codes = " ".join(own.loc[best_first, "ref_area"]) if "ref_area" in own else ""  # else the rows are no areas
        found = found.assign(**_whole(found, whole), known_areas=codes)
        rows.loc[index, found.columns] = found
    order = rows.assign(_group=group).sort_values(["_group", "rank"], kind="stable").index
    return rows.loc[order].astype({"tied": bool}).reset_index(drop=True)


def _grouping(values: pd.DataFrame, value: str, within: str | list[str] | None, ties: str) -> list[str]:
    """The columns that rows ranked together share; `ParameterError` for arguments that do not fit."""
    if ties not in TIES:
        raise ParameterError(f"ties {ties!r} is none of {', '.join(TIES)}: 1,2,2,4 or 1,2,2,3")
    if value not in values:
        raise ParameterError(f"no column {value!r} to rank by; expected one of {', '.join(map(str, values.columns))}")
    groups = [] if within is None else [within] if isinstance(within, str) else list(within)
    if lost := [name for name in groups if name not in values and (name != "level" or "ref_area" not in values)]:
        raise ParameterError(f"no column {lost[0]!r} to rank within; give within=None to rank all rows together")
    return groups


def _whole(found: pd.DataFrame, members: int) -> dict[str, Any]:
    """The bounds of places in the whole set: each member without a figure may rank above or below."""
    if not members:
        return dict.fromkeys(("members", "unknown", "place_best", "place_worst"), pd.NA)
    unknown = max(members - len(found), 0)
    places = {"place_best": found["rank_best"], "place_worst": found["rank_worst"] + unknown}
    return {"members": len(found) + unknown, "unknown": unknown} | places


def set_size(level: str) -> int:
    """How many areas of a level there are today; 0 for a level that is no set to be ranked in."""
    return len(areas(level)) if level in SETS else 0


@dataclass(frozen=True, slots=True)
class Places:
    """The highest and lowest place that each member of a set can have."""

    best: np.ndarray
    worst: np.ndarray


def place_bounds(lower: np.ndarray, upper: np.ndarray, total: float = np.inf) -> Places:
    """The highest and lowest place of every member of a set of whole numbers, ties sharing the higher place.

    `lower` and `upper` are each member's ends (0 and inf for one that is not known); `total` is what all of them add up
    to at most. Where the lower ends alone pass `total` it cannot hold, and is left out.

    Best: this member as great as the total leaves room for, all others at their lower ends. Worst: this member at its
    lower end, and of the others as many as possible raised just above it, the nearest first.
    """
    lower, upper = np.asarray(lower, float), np.asarray(upper, float)
    total = total if lower.sum() <= total else np.inf
    room = total - lower.sum()
    best, worst = np.empty(len(lower), int), np.empty(len(lower), int)
    for own, (least, most) in enumerate(zip(lower, upper, strict=True)):
        others_lower, others_upper = np.delete(lower, own), np.delete(upper, own)
        best[own] = 1 + (others_lower > min(most, least + room)).sum()
        costs = np.maximum(least + 1 - others_lower[others_upper > least], 0)
        worst[own] = 1 + (np.cumsum(np.sort(costs)) <= room).sum()
    return Places(best, worst)


def levels(codes: pd.Series) -> pd.Series:
    """The level of each area code: nation, province, prefecture ...; empty for a code that is unknown."""
    known = {one.code: one.level for one in areas()}
    return codes.map(known).fillna("").astype("str")


def _places(rows: pd.DataFrame, value: str, ties: str) -> pd.DataFrame:
    """Rank, best and worst possible rank, whether tied, and how many are ranked, of one group."""
    values = rows[value].to_numpy(float)
    lower = rows.get(f"{value}_lower", rows[value]).fillna(rows[value]).to_numpy(float)
    upper = rows.get(f"{value}_upper", rows[value]).fillna(rows[value]).to_numpy(float)
    grade = grades(values)
    counts = np.bincount(grade)
    if ties == "dense":
        places, best, worst = grade + 1, _least_above(lower, upper) + 1, _most_above(lower, upper) + 1
    else:
        ahead = np.concatenate([[0], np.cumsum(counts)[:-1]])
        places, best, worst = ahead[grade] + 1, _surely_above(lower, upper) + 1, _maybe_above(lower, upper) + 1
    out = {"rank": places, "rank_best": np.minimum(best, places), "rank_worst": np.maximum(worst, places)}
    return pd.DataFrame(out | {"tied": counts[grade] > 1, "among": len(rows)}, index=rows.index)


def grades(values: np.ndarray) -> np.ndarray:
    """0 for the greatest value, 1 for the next smaller and so on; values equal but for arithmetic share a grade."""
    order = np.argsort(-values, kind="stable")
    ordered = values[order]
    steps = ordered[:-1] - ordered[1:] > SAME * np.maximum(1.0, np.abs(ordered[:-1]))
    grade = np.empty(len(values), int)
    grade[order] = np.concatenate([[0], np.cumsum(steps)])
    return grade


def _room(values: np.ndarray) -> np.ndarray:
    return np.asarray(SAME * np.maximum(1.0, np.where(np.isfinite(values), np.abs(values), 1.0)))


def _surely_above(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """How many others are greater whatever the values are."""
    return np.asarray(len(lower) - np.searchsorted(np.sort(lower), upper + _room(upper), side="right"))


def _maybe_above(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """How many others can be greater: their upper end passes this one's lower end (an exact equal cannot)."""
    above = len(upper) - np.searchsorted(np.sort(upper), lower + _room(lower), side="right")
    return np.asarray(above - (upper > lower + _room(lower)))


def _least_above(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """How few different values can stand above: intervals that overlap may hold one and the same value.

    Greedy from the greatest lower end downwards: an interval that does not reach the last value needs a new one.
    """
    order = np.argsort(-lower, kind="stable")
    needed: np.ndarray = np.zeros(len(lower) + 1, int)
    last = np.inf
    for place, at in enumerate(order):
        new = place == 0 or upper[at] < last - _room(np.asarray(last))
        needed[place + 1] = needed[place] + new
        last = lower[at] if new else last
    return np.asarray(needed[_surely_above(lower, upper)])


def _most_above(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """How many different values can stand above: exact equals count once."""
    exact = upper - lower <= _room(lower)
    keep = ~exact
    keep[np.flatnonzero(exact)[np.unique(grades(lower[exact]), return_index=True)[1]]] = True
    ends = np.sort(upper[keep])
    above = len(ends) - np.searchsorted(ends, lower + _room(lower), side="right")
    return np.asarray(above - (keep & (upper > lower + _room(lower))))
