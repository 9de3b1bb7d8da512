"""Figures over several years: one row a year, holes and breaks kept, and the average annual growth between two."""

import numpy as np
import pandas as pd

from ipstats.analysis.growth import agreement, direction, marks, measured, with_rate
from ipstats.analysis.pairs import (
    FULL_YEAR,
    SERIES,
    about,
    best,
    best_ranks,
    blanks_filled,
    called,
    in_catalogue_order,
    of_area,
    of_indicators,
    pairs,
    parts_of,
    quantity,
    reported,
    statements,
    years_in,
)
from ipstats.analysis.quantities import of, put
from ipstats.errors import NotComparable
from ipstats.model.calibers import breaking
from ipstats.model.indicators import indicator


def history(
    table: pd.DataFrame, area: str, indicators: str | list[str] | None = None, years: range | None = None,
    period: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Full-year levels of an area over the years, one row a series and year, oldest first.

    Parameters
    ----------
    table : an observation table
    area : a code or name
    indicators : an id or name, or several; all when left out
    years : a year or a range; all years of the table when left out
    period : an SDMX period of the last year, for it and for the same months of the others; full years when left out

    Returns
    -------
    DataFrame
        quantities `level`, and `growth` on the year before (%, or 百分点 for rates and shares), empty where that year
        is missing or not comparable; `year`, `gap` (the year before is missing), `break_before` (a caliber changed
        since the year before: draw no line across), `reason_zh`, `reason_en` and `mark`

    Raises
    ------
    ParameterError
        for an area, an indicator or a period that is none, or a frame that is no observation table

    Examples
    --------
    >>> table = read("2022年，北京市专利授权量10万件。2023年，北京市专利授权量12万件。").table
    >>> history(table, "北京", "专利授权量")[["year", "level", "growth"]].round(2).values.tolist()[-1]
    [2023.0, 120000.0, 20.0]
    """
    return about(over_years(of_area(table, area), indicators, years, period), area)


def over_years(
    table: pd.DataFrame, indicators: str | list[str] | None, years: range | None, period: str | None = None
) -> pd.DataFrame:
    """`history` of every area in the table."""
    wanted = parts_of(period)
    rows = statements(of_indicators(table, indicators))
    rows = one_line(rows[rows["part"].isin(wanted) & (rows["indicator"] != "")])
    result = measured(pairs(rows, 1), table, 1)
    first = result["year"] == result.groupby(["ref_area", "indicator", "scope", "measure", "unit_measure"])[
        "year"
    ].transform("min")
    result["gap"] = (result["reason"] == "no_base") & ~first
    result["break_before"] = result["reason"].isin(breaking())
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


def by_year(series: pd.DataFrame, years: range | list[int]) -> pd.DataFrame:
    """A table of `history`, one row a series: the quantity `y2023` is its level of 2023 (with source and interval).

    Only series that have two of the years; `years` are those wanted as columns. `first_year` is a series' first.
    """
    keys = ["ref_area", "indicator", "scope", "measure", "unit_measure"]
    known = series[series["level"].notna() & series["year"].isin(list(years))]
    counted = known.groupby(keys, sort=False)["year"].agg(["nunique", "min"]).reset_index()
    rows = counted[counted["nunique"] > 1].rename(columns={"min": "first_year"}).drop(columns="nunique")
    rows = rows.merge(known[[*keys, "ref_area_name", "indicator_name", "label"]].drop_duplicates(keys), on=keys)
    for year in years:
        of_year = called(known[known["year"] == year], "level", f"y{year}", keys)
        rows = rows.merge(of_year, on=keys, how="left")
    rows = blanks_filled(rows, *(f"y{year}" for year in years))
    return about(rows, series.attrs.get("area", "000000"))


def with_changes(rows: pd.DataFrame, grown: pd.DataFrame) -> pd.DataFrame:
    """A table of `by_year` with the `change`, `growth` and `rate` of a table of `growth`, and what they rest on."""
    keys = ["indicator", "scope", "measure", "unit_measure"]
    full = grown[grown["comparable"] | grown["published"].notna()]
    carried = [one for name in ("level", "base", "change", "growth", "rate", "mark") for one in quantity(full, name)]
    carried += ["comparable", "reason_zh", "reason_en"]
    found = rows.merge(full[[*keys, *carried]].drop_duplicates(keys), on=keys, how="left")
    texts = [name for name in carried if full[name].dtype.kind not in "fb"]
    found[texts] = found[texts].fillna("")
    return about(found.assign(comparable=found["comparable"].eq(True)), rows.attrs["area"])


def shares_by_year(
    table: pd.DataFrame, area: str, total: str, parts: list[str], years: range, period: str | None = None
) -> pd.DataFrame:
    """The share of each part in a total over the years, in %, for years in which the parts add up to the total.

    One row a part and year; quantity `share`, with its operands `level` and `whole`. Only parts and totals of one
    coverage are divided: those of the whole area, else of the coverage that most are of.
    """
    rows = over_years(of_area(table, area), [total, *parts], years, period)
    keys = ["scope", "year"]
    whole = called(rows[rows["indicator"] == indicator(total).id], "level", "whole", keys)
    found = rows[rows["indicator"] != indicator(total).id].merge(whole.dropna(subset=["whole"]), on=keys)
    coverage = found["scope"].mode().tolist()
    found = found[found["scope"] == ("" if "" in set(found["scope"]) else next(iter(coverage), ""))]
    sums = found.groupby(keys)["level"].transform("sum")
    found = found[np.isclose(sums, found["whole"], rtol=1e-3)].reset_index(drop=True)
    found = put(found, share=of(found, "level") / of(found, "whole") * 100)
    return about(found.assign(share_unit="%", role="part", share_ids=found["level_id"] + " " + found["whole_id"]), area)


def parts_of_year(table: pd.DataFrame, area: str, year: int) -> pd.DataFrame:
    """What is known of parts of a year: levels of months, quarters, halves and of days within it, in order of time.

    Quantities: `level`, `published` (the growth on the same period of the year before that a source prints) and `whole`
    (the same series at the end of the whole year); `published_rank` is the place that a source states for the part.
    """
    own = of_area(table, area)
    rows = statements(own)
    rows = rows[(rows["year"] == year) & (rows["indicator"] != "")]
    shown = measured(pairs(rows, 1), own, 1)
    partly = shown[~shown["part"].isin(FULL_YEAR)]
    whole = shown[shown["part"].isin(FULL_YEAR)]
    keys = ["indicator", "scope", "measure", "unit_measure"]
    beside = called(whole, "level", "whole", keys).drop_duplicates(keys)
    found = blanks_filled(partly.merge(beside, on=keys, how="left"), "whole")
    found = found.merge(published_ranks(own, year), on=["ref_area", "indicator", "scope", "part"], how="left")
    return about(in_catalogue_order(found.sort_values("period_end", kind="stable")), area)


def published_ranks(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """The ranks that sources state for a year, or for parts of it and moments within it, one a figure."""
    keys = ["ref_area", "indicator", "scope", "part"]
    rows = statements(table, ("rank",))
    return best_ranks(rows[(rows["year"] == year) & (rows["indicator"] != "")], keys)


def annual_average(
    table: pd.DataFrame, area: str, indicators: str | list[str], year: int, base_year: int, period: str | None = None
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
    paired = pairs(rows[rows["part"].isin(parts_of(period, year)) & rows["year"].isin((year, base_year))], years)
    result = measured(paired[paired["year"] == year], own, years)
    result = result[result["growth_unit"] == "%"].assign(years=years)
    for name in ("growth", "growth_lower", "growth_upper"):
        result[name] = (np.power(1 + result[name] / 100, 1 / years) - 1) * 100
    result = _with_printed_average(result, own, year, base_year)
    result["direction"], result["agreement"] = direction(result), agreement(result)
    result["mark"] = marks(result)
    return about(in_catalogue_order(with_rate(result)), area)


def longest_average(
    table: pd.DataFrame, area: str, indicators: list[str], year: int, most: int = 5, period: str | None = None
) -> pd.DataFrame:
    """`annual_average` of each series over the longest time up to `most` years that it can be computed for, two years
    at least; `years` says how many and `base_year` since when.
    """
    own = of_indicators(of_area(table, area), indicators)
    found = [annual_average(own, area, indicators, year, year - span, period) for span in range(most, 1, -1)]
    known = [one[one["comparable"]] for one in found]
    rows = pd.concat([one for one in known if len(one)] or known)
    rows = rows.drop_duplicates(["indicator", "scope", "measure", "unit_measure", "part"])
    return about(in_catalogue_order(rows.assign(base_year=rows["year"] - rows["years"])), area)


def _with_printed_average(result: pd.DataFrame, own: pd.DataFrame, year: int, base_year: int) -> pd.DataFrame:
    """The average a source prints for these years; sources count them from the base year or from the year after it."""
    spans = {f"annual_average:{start}-01-01/P{year - start + 1}Y" for start in (base_year, base_year + 1)}
    rates = statements(own, ("growth",))
    rates = best(rates[rates["comparison"].isin(spans | {f"annual_average:{base_year}"})], ["indicator", "scope"])
    printed = reported(rates, "published", ["indicator", "scope"])
    result = result.drop(columns=quantity(result, "published"))
    merged = result.merge(printed, on=["indicator", "scope"], how="left")
    return blanks_filled(merged, "published").assign(published_unit=merged["growth_unit"])
