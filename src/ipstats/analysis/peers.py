"""One density for every area of a level, on the same population year, so that the areas can be ranked."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ipstats.analysis.density import DEFAULT, DENSITY, LAG, per_head, ratio_of
from ipstats.analysis.history import one_line
from ipstats.analysis.pairs import FULL_YEAR, of_indicators, reported, statements
from ipstats.analysis.rankings import levels, rank
from ipstats.model.areas import area as find_area
from ipstats.model.indicators import indicator as find_indicator


def densities(
    table: pd.DataFrame, year: int | Iterable[int], level: str = "province", population: str = DEFAULT,
    ties: str = "min", indicator: str = DENSITY,
) -> pd.DataFrame:  # fmt: skip
    """The density of every area of a level, recomputed on one population year for all, ranked (columns of `rank`) in
    a year or in each of several.

    Quantities: `stock`, `population`, `value`. Stock and population each come from the source that covers most areas.
    """
    ratio = ratio_of(indicator)
    stock = of_year(table, ratio.numerator, year, level)
    lag = LAG[population]
    people = of_year(table, ratio.denominator, np.atleast_1d(year) - lag, level)
    people = people.assign(year=people["year"] + lag)
    keys = ["ref_area", "year"]
    found = pd.concat([stock[[*keys, "ref_area_name"]], reported(stock, "stock")], axis=1).merge(
        pd.concat([people[keys], reported(people, "population")], axis=1), on=keys
    )
    found = found.assign(**per_head(found, ratio))
    found["value_ids"] = found["stock_id"] + " " + found["population_id"]
    found = found.assign(population_year=population, level=level, indicator=ratio.id, unit_measure=ratio.unit)
    return rank(found, "value", within=["year", "level"], ties=ties)


def alongside(table: pd.DataFrame, area: str, indicator: str, year: int, most: int = 4) -> list[str]:
    """The codes of the areas that an area is set beside: of its level those with the largest figures at the end of the
    year; the provinces for the nation, which has no peers."""
    own = find_area(area)
    level = "province" if own.level == "nation" else own.level
    rows = of_year(table, find_indicator(indicator).id, year, level)
    rows = rows[rows["ref_area"] != own.code].sort_values("obs_value", ascending=False, kind="stable")
    return list(rows["ref_area"].head(most))


def of_year(table: pd.DataFrame, names: str | list[str], year: int | Iterable[int], level: str) -> pd.DataFrame:
    """Indicators at the end of a year, or of each of several, for every area of a level, from one source as far as
    that goes."""
    ended = table["period_end"].dt.year.isin(np.atleast_1d(year))
    rows = statements(of_indicators(table[ended], names), ("level",))
    rows = rows[rows["part"].isin(FULL_YEAR) & (levels(rows["ref_area"]) == level)]
    chosen = one_line(rows, along="ref_area")
    return chosen.sort_values(["year", "scope"], kind="stable").drop_duplicates(["indicator", "ref_area", "year"])
