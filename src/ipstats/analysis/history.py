"""Figures over several years: one row a year, holes and breaks kept, and the average annual growth between two."""

import numpy as np
import pandas as pd

from ipstats.analysis.growth import agreement, direction, marks, measured
from ipstats.analysis.pairs import (
    FULL_YEAR,
    SERIES,
    about,
    best,
    in_catalogue_order,
    of_area,
    of_indicators,
    pairs,
    reported,
    statements,
    years_in,
)
from ipstats.errors import NotComparable
from ipstats.model.calibers import calibers


def history(
    table: pd.DataFrame, area: str, indicators: str | list[str] | None = None, years: range | None = None
) -> pd.DataFrame:
    """Full-year levels of an area over the years, one row a series and year, oldest first.

    Quantities: `level`, and `growth` on the year before, empty where that year is missing or not comparable. `year`,
    `gap` (the year before is missing), `break_before` (a caliber changed since the year before: draw no line across),
    `reason_zh`, `reason_en` and `mark`.
    """
    return about(over_years(of_area(table, area), indicators, years), area)


def over_years(table: pd.DataFrame, indicators: str | list[str] | None, years: range | None) -> pd.DataFrame:
    """`history` of every area in the table."""
    rows = statements(of_indicators(table, indicators))
    rows = one_line(rows[rows["part"].isin(FULL_YEAR) & (rows["indicator"] != "")])
    result = measured(pairs(rows, 1), table, 1)
    first = result["year"] == result.groupby(["ref_area", "indicator", "scope", "measure", "unit_measure"])[
        "year"
    ].transform("min")
    result["gap"] = (result["reason"] == "no_base") & ~first
    result["break_before"] = result["reason"].isin(calibers())
    if years is not None:
        result = result[result["year"].isin(years_in(years))]
    return in_catalogue_order(result)


def one_line(rows: pd.DataFrame, along: str = "year") -> pd.DataFrame:
    """One statement a figure, so that a line over the years (or `along` the areas) is one source's where possible.

    The order is reliability, exact bound, how many of the line's places the source covers, then that of `pairs.best`.
    """
    line = [name for name in [*SERIES, "year"] if name != along]
    covered = rows.groupby([*line, "source_id"], dropna=False)[along].transform("nunique")
    ranked = rows.assign(covered=covered).sort_values(
        ["reliability", "inexact", "covered", "width", "vintage", "obs_id"],
        ascending=[True, True, False, True, False, True], kind="stable",
    )  # fmt: skip
    return ranked[~ranked.duplicated([*SERIES, "year"])].drop(columns="covered")


def annual_average(
    table: pd.DataFrame, area: str, indicators: str | list[str], year: int, base_year: int
) -> pd.DataFrame:
    """Average annual growth (年均增长), geometric, the base year excluded: (level / base)^(1 / years) - 1.

    The columns of `growth`, with `growth` the average rate in % and `years` the number of years averaged over. Rates
    and shares have none: their row is refused.
    """
    years = year - base_year
    if years < 1:
        raise NotComparable(f"base year {base_year} is not before {year}; give an earlier one")
    own = of_area(table, area)
    rows = statements(of_indicators(own, indicators), ("level",))
    paired = pairs(rows[rows["part"].isin(FULL_YEAR) & rows["year"].isin((year, base_year))], years)
    result = measured(paired[paired["year"] == year], own, years)
    result = result[result["growth_unit"] == "%"].assign(years=years)
    for name in ("growth", "growth_lower", "growth_upper"):
        result[name] = (np.power(1 + result[name] / 100, 1 / years) - 1) * 100
    result = _with_printed_average(result, own, year, base_year)
    result["direction"], result["agreement"] = direction(result), agreement(result)
    result["mark"] = marks(result)
    return about(in_catalogue_order(result), area)


def _with_printed_average(result: pd.DataFrame, own: pd.DataFrame, year: int, base_year: int) -> pd.DataFrame:
    """The average a source prints for these years; sources count them from the base year or from the year after it."""
    spans = {f"annual_average:{start}-01-01/P{year - start + 1}Y" for start in (base_year, base_year + 1)}
    rates = statements(own, ("growth",))
    rates = best(rates[rates["comparison"].isin(spans | {f"annual_average:{base_year}"})], ["indicator", "scope"])
    printed = pd.concat([rates[["indicator", "scope"]], reported(rates, "published")], axis=1)
    result = result.drop(columns=[name for name in result if name.startswith("published")])
    merged = result.merge(printed, on=["indicator", "scope"], how="left")
    texts = [name for name in merged if name.startswith("published_") and merged[name].dtype != "float64"]
    merged[texts] = merged[texts].fillna("")
    return merged.assign(published_unit=merged["growth_unit"])
