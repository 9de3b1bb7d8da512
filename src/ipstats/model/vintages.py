"""The table as it was known on a day: of each figure the edition of that time."""

from datetime import date

import pandas as pd

from ipstats.errors import ParameterError
from ipstats.model.select import FIGURE


def as_of(table: pd.DataFrame, day: date | str) -> pd.DataFrame:
    """The observations as known on a day: of each figure the latest edition published by then.

    Rows without a `vintage` are left out (it is not known when they became known), and so is whatever came later.
    Several rows of one figure within its latest edition all stay.

    Parameters
    ----------
    table : an observation table
    day : a date, or text YYYY-MM-DD

    Returns
    -------
    DataFrame
        rows of the table

    Raises
    ------
    ParameterError
        for a day that is no date

    Examples
    --------
    >>> table = read("2023年，北京市专利授权量12万件。", published="2024-01-20").table
    >>> len(as_of(table, "2024-01-31")), len(as_of(table, "2023-12-31"))
    (1, 0)
    """
    try:
        limit = pd.Timestamp(day)
    except ValueError:
        raise ParameterError(f"{day!r} is no date; expected YYYY-MM-DD") from None
    known = table[table["vintage"].notna() & (table["vintage"] <= limit)]
    latest = known.groupby(_figure(known), dropna=False)["vintage"].transform("max")
    return known[known["vintage"] == latest].reset_index(drop=True)


def _figure(table: pd.DataFrame) -> list[pd.Series]:
    """What rows of one figure share; the label counts only where the catalogue has no indicator."""
    label = table["label"].where(table["indicator"] == "", "")
    return [label if name == "label" else table[name] for name in [*FIGURE, "is_target"]]
