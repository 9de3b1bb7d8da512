"""Choosing rows of the table: the figures of an area, an indicator, a time; and one statement of each figure."""

import pandas as pd

from ipstats.errors import TableError

FIGURE = [
    "ref_area", "indicator", "label", "scope", "measure", "comparison", "rank_scope", "time_period", "unit_measure",
]  # fmt: skip
"""What makes two rows statements of one figure (`label` counts only where the catalogue has no indicator)."""

DOUBTFUL = "doubtful"
RELIABILITY = {"A": 0, "B": 1, "D": 1, "P": 2, "E": 3, "I": 3, "F": 4, "U": 5, "O": 6}


def stated(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that may be printed as facts: those whose reading is doubtful (column `trust`) stay out.

    A table without the column (typed tables, older readings) is all stated.
    """
    return table[table["trust"] != DOUBTFUL] if "trust" in table else table


def doubtful(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that `stated` leaves out: a person has to look at them before they are printed."""
    return table[table["trust"] == DOUBTFUL] if "trust" in table else table.iloc[:0]


def figures(
    table: pd.DataFrame, *, area: str = "", indicator: str | list[str] = "", measure: str = "", year: int | None = None,
    scope: str | None = None, full_year: bool | None = None, targets: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Rows of the table that fit; every argument left out fits all.

    `area` is a code or name as it stands in the table, `indicator` an id (or several), `year` the year in which the
    period ends, `full_year` keeps (True) or drops (False) calendar years and their ends. Targets stay out unless asked.
    """
    table = stated(table)
    keep = pd.Series(True, index=table.index)
    if area:
        keep &= (table["ref_area"] == area) | (table["ref_area_name"] == area)
    if indicator:
        keep &= table["indicator"].isin([indicator] if isinstance(indicator, str) else indicator)
    if measure:
        keep &= table["measure"] == measure
    if year is not None:
        keep &= table["period_end"].dt.year == year
    if scope is not None:
        keep &= table["scope"] == scope
    if full_year is not None:
        keep &= is_full_year(table) == full_year
    if not targets:
        keep &= ~table["is_target"]
    return table[keep]


def is_full_year(table: pd.DataFrame) -> pd.Series:
    """Which rows are a calendar year, or (stocks) the moment that ends one."""
    start, end = table["period_start"], table["period_end"]
    ends = (end.dt.month == 12) & (end.dt.day == 31)
    return ends & (start.isna() | ((start.dt.month == 1) & (start.dt.day == 1) & (start.dt.year == end.dt.year)))


def preferred(table: pd.DataFrame) -> pd.DataFrame:
    """One statement of each figure: most reliable status, then an exact bound, narrowest interval, latest vintage.

    Nothing is averaged or merged: the row is one that a source printed. `statements` counts how many rows state it.
    """
    if missing := [name for name in FIGURE if name not in table]:
        raise TableError(f"the table lacks {', '.join(missing)}; it is no observation table")
    ranked = table.assign(
        label=table["label"].where(table["indicator"] == "", ""),
        _status=table["obs_status"].map(RELIABILITY).fillna(9),
        _bound=(table["bound"] != "=").astype(int),
        _width=table["obs_upper"] - table["obs_lower"],
    ).sort_values(
        ["_status", "_bound", "_width", "vintage", "obs_id"], ascending=[True, True, True, False, True], kind="stable"
    )
    counts = ranked.groupby(FIGURE, dropna=False)["obs_id"].transform("size")
    first = ~ranked.duplicated(FIGURE)
    chosen = table.loc[ranked.index[first]].assign(statements=counts[first])
    return chosen.sort_index()
