"""Several areas side by side, and one area among its peers."""

import pandas as pd


def compare(
    table: pd.DataFrame, areas: list[str], indicators: str | list[str], years: range | None = None
) -> pd.DataFrame:
    """Full-year levels of several areas over the years: the columns of `history` for each, and `rank` among them.

    Years in which an area has no figure are rows without a level, so that a table shows the hole.
    """


def profile(table: pd.DataFrame, area: str, year: int, base_year: int | None = None) -> pd.DataFrame:
    """The headline figures of an area: the rows of `growth` for the catalogue's headline indicators, each with `rank`,
    `rank_best`, `rank_worst`, `among` (the areas of its level that report it) and `published_rank`."""
