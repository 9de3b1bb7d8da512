"""Choosing rows of the table: the figures of an area, an indicator, a time; and one statement of each figure."""

from collections.abc import Callable
from numbers import Real
from typing import Any

import pandas as pd

from ipstats.errors import ParameterError, TableError
from ipstats.model.areas import area as find_area
from ipstats.model.awards import KINDS
from ipstats.model.indicators import indicator as find_indicator
from ipstats.model.nearest import did_you_mean
from ipstats.model.observations import DOUBTFUL, MEASURES

Mask = pd.Series  # of truth values, one a row

FIGURE = [
    "ref_area", "indicator", "label", "scope", "measure", "comparison", "rank_scope", "time_period", "unit_measure",
]  # fmt: skip
"""What makes two rows statements of one figure (`label` counts only where the catalogue has no indicator)."""

RELIABILITY = {"A": 0, "B": 1, "D": 1, "P": 2, "E": 3, "I": 3, "F": 4, "U": 5, "O": 6}
DECIDED = RELIABILITY | {"P": 5.5}
"""The same of prizes, whose numbers made public for comment (P) come after any statement of the award decision."""


def reliability(rows: pd.DataFrame) -> pd.Series:
    """How far each row may be relied on by its status: 0 best."""
    prizes = rows["indicator"].isin(set(KINDS.values()))
    found = rows["obs_status"].map(RELIABILITY).astype(float)
    return found.where(~prizes, rows["obs_status"].map(DECIDED).astype(float)).fillna(9)


def a_table(given: object) -> pd.DataFrame:
    """What was given for a table; `ParameterError` where it is none."""
    if not isinstance(given, pd.DataFrame):
        raise ParameterError(
            f"a table was expected, not {type(given).__name__}; give ipstats.load() or some of its rows"
        )
    return given


def stated(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that may be printed as facts: those whose reading is doubtful (column `trust`) stay out.

    A table without the column (typed tables, older readings) is all stated.
    """
    return table[table["trust"] != DOUBTFUL] if "trust" in table else table


def doubtful(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that `stated` leaves out: a person has to look at them before they are printed."""
    return table[table["trust"] == DOUBTFUL] if "trust" in table else table.iloc[:0]


def figures(
    table: pd.DataFrame, *, area: str | int | list[str] = "", indicator: str | list[str] = "", measure: str = "",
    year: int | None = None, scope: str | None = None, full_year: bool | None = None, targets: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Rows of the table that fit; every argument left out fits all.

    Rows that the data simply lack (江苏 in a year without figures) are an empty table, not an error.

    Parameters
    ----------
    table : an observation table
    area : a code or any name of an area, or several; a name that only the table has is found as well
    indicator : an id or any name of an indicator, or several; a label that only the table has is found as well
    measure : one of `model.observations.MEASURES`
    year : the year in which the period ends
    scope : the coverage as written; "" keeps what has none
    full_year : keep (True) or drop (False) calendar years and their ends
    targets : keep goals too

    Returns
    -------
    DataFrame
        rows of the table, in their order

    Raises
    ------
    ParameterError
        for a name that neither the catalogue nor the table knows, with the nearest names

    Examples
    --------
    >>> table = read("2023年，北京市专利授权量12万件，同比增长20%。").table
    >>> figures(table, area="北京", indicator="专利授权量", measure="growth")["obs_value"].tolist()
    [20.0]
    """
    table = stated(a_table(table))
    keep = pd.Series(True, index=table.index)
    for wanted in _each(area):
        keep &= _any(table, wanted, _of_area)
    for wanted in _each(indicator):
        keep &= _any(table, wanted, _of_indicator)
    if measure:
        keep &= table["measure"] == _known_measure(measure)
    if year is not None:
        keep &= table["period_end"].dt.year == whole_year(year)
    if scope is not None:
        keep &= table["scope"] == scope
    if full_year is not None:
        keep &= is_full_year(table) == full_year
    return table[keep if targets else keep & ~table["is_target"]]


def _known_measure(name: str) -> str:
    if name not in MEASURES:
        hint = did_you_mean(str(name), MEASURES) or f"; expected one of {', '.join(MEASURES)}"
        raise ParameterError(f"no measure {name!r}{hint}")
    return name


def whole_year(year: object) -> int:
    """A year as a whole number: 2023, 2023.0, numpy's, "2023"; `ParameterError` for anything else.

    >>> whole_year("2023")
    2023
    """
    if isinstance(year, str) and year.strip().isdigit():
        return int(year)
    if isinstance(year, Real) and not isinstance(year, bool) and float(year).is_integer():
        return int(float(year))
    raise ParameterError(f"year {year!r} is no year; give a whole number such as 2023")


def _each(wanted: Any) -> list[list[Any]]:
    """A filter as one list of alternatives; an empty list where nothing is filtered."""
    several = isinstance(wanted, list | tuple | set | frozenset | pd.Series | pd.Index)
    found = list(wanted) if several else [wanted]
    return [] if not several and isinstance(wanted, str) and not wanted else [found]


def _any(table: pd.DataFrame, wanted: list[Any], of: Callable[[pd.DataFrame, Any], Mask]) -> Mask:
    keep = pd.Series(False, index=table.index)
    for one in wanted:
        keep |= of(table, one)
    return keep


def _of_area(table: pd.DataFrame, name: str | int) -> Mask:
    own: Mask = table["ref_area_name"] == name
    if own.any():
        return own
    return table["ref_area"] == _known(lambda: find_area(name).code, name, table, "ref_area", "ref_area_name")


def _of_indicator(table: pd.DataFrame, name: str) -> Mask:
    own: Mask = (table["indicator"] == "") & (table["label"] == name)
    if own.any():
        return own
    return table["indicator"] == _known(lambda: find_indicator(name).id, name, table, "indicator", "label")


def _known(find: Callable[[], str], name: str | int, table: pd.DataFrame, code: str, words: str) -> str:
    """What a name is found to mean; `ParameterError`, with the nearest of the table's own names, where it is none."""
    try:
        return find()
    except ParameterError as error:
        own_names = table.loc[table[code] == "", words].unique()
        hint = "" if "did you mean" in f"{error}" else did_you_mean(str(name), own_names)
        raise ParameterError(f"{error}{hint}") from None


def is_full_year(table: pd.DataFrame) -> Mask:
    """Which rows are a calendar year, or (stocks) the moment that ends one."""
    start, end = table["period_start"], table["period_end"]
    begins = start.isna() | ((start.dt.month == 1) & (start.dt.day == 1) & (start.dt.year == end.dt.year))
    return (end.dt.month == 12) & (end.dt.day == 31) & begins


def preferred(table: pd.DataFrame) -> pd.DataFrame:
    """One statement of each figure: most reliable status, then an exact bound, narrowest interval, latest vintage.

    Nothing is averaged or merged: the row is one that a source printed.

    Parameters
    ----------
    table : an observation table

    Returns
    -------
    DataFrame
        rows of the table; `statements` counts how many rows state the figure

    Raises
    ------
    TableError
        for a frame that is no observation table

    Examples
    --------
    >>> table = read("2023年，北京市专利授权量12万件。2023年，北京市专利授权量120345件。").table
    >>> preferred(table)[["obs_value", "statements"]].values.tolist()
    [[120345.0, 2.0]]
    """
    if missing := [name for name in FIGURE if name not in table]:
        raise TableError(f"the table lacks {', '.join(missing)}; it is no observation table")
    ranked = table.assign(
        label=table["label"].where(table["indicator"] == "", ""),
        _status=reliability(table),
        _bound=(table["bound"] != "=").astype(int),
        _width=table["obs_upper"] - table["obs_lower"],
    ).sort_values(
        ["_status", "_bound", "_width", "vintage", "obs_id"], ascending=[True, True, True, False, True], kind="stable"
    )
    counts = ranked.groupby(FIGURE, dropna=False)["obs_id"].transform("size")
    first = ~ranked.duplicated(FIGURE)
    chosen = table.loc[ranked.index[first]].assign(statements=counts[first])
    return chosen.sort_index()
