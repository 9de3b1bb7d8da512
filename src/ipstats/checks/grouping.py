"""Which suspected figures are one mistake: rows of a page with moved labels, a copied column, a column's wrong unit."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims

COLUMN = ["edition", "what", "measure", "moment"]


def mistakes(claims: Claims, wrong: pd.DataFrame) -> pd.Series:
    """A name for the mistake of each suspected line; what moved or was copied together is one, else each figure is."""
    table = claims.table.loc[wrong["row"]].reset_index(drop=True)
    error = "row " + wrong["row"].astype(str)
    moved = wrong["cause"] == "label_shift"
    of_areas = moved & wrong["suspect_label"].str.split(";").str[0].isin(set(claims.column("ref_area_name")))
    column = table.groupby(COLUMN).ngroup()
    copied = (wrong["cause"] == "year_slip") & column.isin(column[wrong["check"] == "copied_column"])
    slipped = (wrong["cause"] == "year_slip") & ~copied
    for kind, names in (
        (copied | (wrong["cause"] == "wrong_unit"), COLUMN),
        (slipped, ["edition", "measure", "area", "what"]),
        (moved & ~of_areas, ["edition", "measure", "area", "moment"]),
    ):
        code = table.groupby(names).ngroup()
        error = error.where(~kind, "".join(names) + code.astype(str))
    return error.where(~of_areas, "page " + _pages(table, wrong, of_areas.to_numpy()).astype(str))


def _pages(table: pd.DataFrame, wrong: pd.DataFrame, lines: np.ndarray) -> pd.Series:
    """A number for the columns of a page (an edition's figures of one day) that share a row with the same right label,
    or of which one moved row stands below another."""
    places = np.flatnonzero(lines)
    column = table.groupby(["edition", "day", *COLUMN[1:]]).ngroup().to_numpy()
    group = {code: code for code in np.unique(column[places]).tolist()}

    def top(code: int) -> int:
        while group[code] != code:
            code = group[code]
        return code

    seen: dict[tuple[object, ...], int] = {}
    named = zip(table["edition"], table["day"], table["area"], wrong["suspect_label"], strict=True)
    keys = list(named)
    for n in places.tolist():
        code = int(column[n])
        other = seen.setdefault(keys[n], code)
        group[top(code)] = top(other)
    return pd.Series([top(int(code)) if code in group else -1 for code in column.tolist()], index=table.index)
