"""Time adds up: part of a year is at most the year, what is counted since a day never falls, stock and flow agree."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import NONE, relate
from ipstats.checks.parts import AT_MOST
from ipstats.checks.registry import check

COUNTED_UP = "累计"


@check
def part_year(claims: Claims) -> pd.DataFrame:
    """Flows of one document or several, from the same first day, to a later last day."""
    rows = claims.levels[_flow(claims)[claims.column("what")[claims.levels]]]
    table = claims.table.loc[rows, ["area", "what", "cover", "unit", "edition", "moment"]]
    starts, ends = _days(claims)
    table = table.assign(row=rows, start=starts[table["moment"]], end=ends[table["moment"]])
    table = table[table["start"] >= 0].sort_values(["area", "what", "cover", "unit", "start", "end"], kind="stable")
    same = (
        table[["area", "what", "cover", "unit", "start"]] == table.shift()[["area", "what", "cover", "unit", "start"]]
    )
    later = same.all(axis=1).to_numpy() & (table["end"] > table["end"].shift()).to_numpy()
    longer = np.flatnonzero(later)
    members = {"part": table["row"].to_numpy()[longer - 1], "total": table["row"].to_numpy()[longer]}
    return relate(claims, "part_year", AT_MOST, members, "part", tight=False, truncates=False)


@check
def counted_up(claims: Claims) -> pd.DataFrame:
    """Figures that their label calls 累计, at later and later moments."""
    labels = claims.table["label"].str.contains(COUNTED_UP).to_numpy()
    rows = claims.levels[labels[claims.levels]]
    table = claims.table.loc[rows, ["area", "what", "cover", "unit", "label", "at"]].assign(row=rows)
    starts, _ = _days(claims)
    start = starts[claims.column("moment")[rows]]
    own_year = claims.table["period_end"].dt.year.to_numpy()[rows]
    within_year = (start >= 0) & (_year_of(start) == own_year)
    table = table.assign(start=start)[~within_year]
    keys = ["area", "what", "cover", "unit", "label", "start"]
    table = table.sort_values([*keys, "at"], kind="stable")
    later = (table[keys] == table.shift()[keys]).all(axis=1) & (table["at"] > table["at"].shift())
    nth = np.flatnonzero(later)
    members = {"part": table["row"].to_numpy()[nth - 1], "total": table["row"].to_numpy()[nth]}
    return relate(claims, "counted_up", AT_MOST, members, "total", tight=False, truncates=False)


@check
def stock_and_flow(claims: Claims) -> pd.DataFrame:
    """Cumulative counts (累计, or from before the year) and year-to-date flows of one indicator within a year."""
    starts, ends = _days(claims)
    moment = claims.column("moment")
    rows = claims.levels
    start, end = starts[moment[rows]], ends[moment[rows]]
    year = claims.table["period_end"].dt.year.to_numpy()[rows]
    to_date = (start >= 0) & (_year_of(start) == year) & (_first_of_year(start))
    since = (start >= 0) & (_year_of(start) < year)
    keys = ["area", "what", "cover", "unit"]
    table = claims.table.loc[rows, keys].assign(row=rows, start=start, end=end, year=year)
    both = table[since].merge(table[to_date], on=[*keys, "end", "year"], suffixes=("_cum", "_ytd"))
    both = both.sort_values([*keys, "start_cum", "year", "end"], kind="stable").reset_index(drop=True)
    names = [*keys, "start_cum", "year"]
    next_one = (both[names] == both.shift()[names]).all(axis=1) & (both["end"] > both["end"].shift())
    nth = np.flatnonzero(next_one)
    if not len(nth):
        return NONE
    column = {name: both[name].to_numpy() for name in ("row_cum", "row_ytd")}
    members = {
        "later": column["row_cum"][nth], "later_flow": column["row_ytd"][nth],
        "earlier": column["row_cum"][nth - 1], "earlier_flow": column["row_ytd"][nth - 1],
    }  # fmt: skip
    solve = {
        "later": lambda later_flow, earlier, earlier_flow: earlier - earlier_flow + later_flow,
        "earlier": lambda later, later_flow, earlier_flow: later - later_flow + earlier_flow,
        "later_flow": lambda later, earlier, earlier_flow: later - earlier + earlier_flow,
        "earlier_flow": lambda later, later_flow, earlier: later_flow - later + earlier,
    }
    return relate(claims, "stock_and_flow", solve, members, "later")


def _flow(claims: Claims) -> np.ndarray:
    """By `what` code: whether levels of it add up over time (known flows, and unknown indicators that are counted)."""
    return np.array([one is None or one.kind == "flow" for one in claims.indicator_of] + [False])


def _days(claims: Claims) -> tuple[np.ndarray, np.ndarray]:
    """First (-1: none) and last day of every moment, as ordinals."""
    starts = [m.start.toordinal() if m and m.start else -1 for m in claims.moments]
    ends = [m.end.toordinal() if m else -1 for m in claims.moments]
    return np.array([*starts, -1]), np.array([*ends, -1])


def _year_of(ordinal: np.ndarray) -> np.ndarray:
    from datetime import date

    years = {day: date.fromordinal(day).year for day in set(ordinal.tolist()) if day > 0}
    return np.array([years.get(day, 0) for day in ordinal.tolist()], dtype=int)


def _first_of_year(ordinal: np.ndarray) -> np.ndarray:
    from datetime import date

    return np.array(
        [day > 0 and date.fromordinal(day).timetuple().tm_yday == 1 for day in ordinal.tolist()], dtype=bool
    )
