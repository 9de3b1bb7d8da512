"""Editions of the same figure side by side: the table as it was known on a day, and what was revised since."""

from datetime import date

import pandas as pd

from ipstats.errors import ParameterError
from ipstats.model.select import FIGURE

REVISIONS = [
    "ref_area", "ref_area_name", "indicator", "label", "scope", "measure", "comparison", "time_period", "unit_measure",
    "vintage", "obs_value", "earlier_vintage", "earlier_value", "revision", "revision_pct", "overlap", "source_id",
    "earlier_source_id", "obs_id", "earlier_obs_id",
]  # fmt: skip


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


def revisions(table: pd.DataFrame) -> pd.DataFrame:
    """What changed from one edition of a figure to the next: one row a change, in order of place, figure and vintage.

    `revision` is new less old in base units, `revision_pct` the same in % of the old (missing on a base of zero);
    `overlap` says that the two printed figures can mean the same value, so that only the precision differs. Columns:
    `REVISIONS`. Targets and rows without a vintage or a value are left out.
    """
    rows = table[table["vintage"].notna() & table["obs_value"].notna() & ~table["is_target"]]
    code = pd.Series(rows.groupby(_figure(rows), dropna=False).ngroup(), index=rows.index)
    rows = rows.assign(figure=code).sort_values(["figure", "vintage", "obs_id"], kind="stable")
    rows = rows.drop_duplicates(["figure", "vintage"], keep="last")
    before = rows.shift()
    changed = (rows["figure"] == before["figure"]) & (rows["obs_value"] != before["obs_value"])
    now, then = rows[changed], before[changed]
    difference = now["obs_value"] - then["obs_value"]
    base = then["obs_value"].where(then["obs_value"] != 0)
    return now.assign(
        earlier_vintage=then["vintage"],
        earlier_value=then["obs_value"],
        earlier_source_id=then["source_id"],
        earlier_obs_id=then["obs_id"],
        revision=difference,
        revision_pct=100 * difference / base,
        overlap=(now["obs_lower"] <= then["obs_upper"]) & (then["obs_lower"] <= now["obs_upper"]),
    )[REVISIONS].reset_index(drop=True)


def _figure(table: pd.DataFrame) -> list[pd.Series]:
    """What rows of one figure share; the label counts only where the catalogue has no indicator."""
    label = table["label"].where(table["indicator"] == "", "")
    return [label if name == "label" else table[name] for name in [*FIGURE, "is_target"]]
