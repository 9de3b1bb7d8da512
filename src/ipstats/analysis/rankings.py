"""Ranks that know what they do not know: the best and worst place an interval allows, ties by a stated rule."""

import numpy as np
import pandas as pd

from ipstats.errors import ParameterError
from ipstats.model.areas import areas

TIES = ("min", "dense")
SAME = 1e-9
"""Values that differ by less than this part of themselves are tied: binary arithmetic must not make a winner."""


def rank(
    values: pd.DataFrame, value: str = "value", *, within: str | list[str] | None = "level", ties: str = "min"
) -> pd.DataFrame:
    """The rows with `rank`, `rank_best`, `rank_worst`, `tied`, `ties` and `among`, best first.

    `value` names a quantity (`value`, and `value_lower`, `value_upper` where there are such columns). Only rows that
    are alike in `within` are ranked against each other; `level` is the area's level (province, city ...), taken from
    `ref_area` when there is no such column. `ties`: `min` ranks 1,2,2,4 (并列占位), `dense` 1,2,2,3 (并列不占位).
    `rank_best` and `rank_worst` are the places possible when every value is somewhere in its interval; `among` counts
    the ranked. Rows without a value have no rank and stand last.
    """
    if ties not in TIES:
        raise ParameterError(f"ties {ties!r} is none of {', '.join(TIES)}: 1,2,2,4 or 1,2,2,3")
    if value not in values:
        raise ParameterError(f"no column {value!r} to rank by; expected one of {', '.join(map(str, values.columns))}")
    groups = [] if within is None else [within] if isinstance(within, str) else list(within)
    if lost := [name for name in groups if name not in values and (name != "level" or "ref_area" not in values)]:
        raise ParameterError(f"no column {lost[0]!r} to rank within; give within=None to rank all rows together")
    rows = values.copy()
    if "level" in groups and "level" not in rows:
        rows["level"] = levels(rows["ref_area"])
    group = rows.groupby(groups, dropna=False, sort=False).ngroup() if groups else pd.Series(0, index=rows.index)
    for name in ("rank", "rank_best", "rank_worst", "among"):
        rows[name] = pd.array([pd.NA] * len(rows), dtype="Int64")
    rows["tied"], rows["ties"] = False, ties
    ranked = rows[value].notna()
    for _, index in rows[ranked].groupby(group[ranked]).groups.items():
        rows.loc[index, ["rank", "rank_best", "rank_worst", "tied", "among"]] = _places(rows.loc[index], value, ties)
    order = rows.assign(_group=group).sort_values(["_group", "rank"], kind="stable").index
    return rows.loc[order].astype({"tied": bool}).reset_index(drop=True)


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
    return SAME * np.maximum(1.0, np.where(np.isfinite(values), np.abs(values), 1.0))


def _surely_above(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """How many others are greater whatever the values are."""
    return len(lower) - np.searchsorted(np.sort(lower), upper + _room(upper), side="right")


def _maybe_above(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """How many others can be greater: their upper end passes this one's lower end (an exact equal cannot)."""
    above = len(upper) - np.searchsorted(np.sort(upper), lower + _room(lower), side="right")
    itself = upper > lower + _room(lower)
    return above - itself


def _least_above(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """How few different values can stand above: intervals that overlap may hold one and the same value.

    Greedy from the greatest lower end downwards: an interval that does not reach the last value needs a new one.
    """
    order = np.argsort(-lower, kind="stable")
    needed, last = np.zeros(len(lower) + 1, int), np.inf
    for place, at in enumerate(order):
        new = place == 0 or upper[at] < last - _room(np.asarray(last))
        needed[place + 1] = needed[place] + new
        last = lower[at] if new else last
    return needed[_surely_above(lower, upper)]


def _most_above(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """How many different values can stand above: exact equals count once."""
    exact = upper - lower <= _room(lower)
    keep = ~exact
    keep[np.flatnonzero(exact)[np.unique(grades(lower[exact]), return_index=True)[1]]] = True
    ends = np.sort(upper[keep])
    above = len(ends) - np.searchsorted(ends, lower + _room(lower), side="right")
    return above - (keep & (upper > lower + _room(lower)))
