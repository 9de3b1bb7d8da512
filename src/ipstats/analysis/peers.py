"""An area among its peers: who they are, one density for all of them, and their ranks.

A rank is one among a defined population: all areas of the level, or all of the same parent. Where one of them has no
figure there is no rank, however many have one.
"""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from ipstats.analysis.density import DEFAULT, DENSITY, LAG, finest, per_head, ratio_of
from ipstats.analysis.history import one_line
from ipstats.analysis.pairs import FULL_YEAR, blanks_filled, of_indicators, parts_of, reported, statements, years_in
from ipstats.analysis.quantities import put
from ipstats.analysis.rankings import levels, rank
from ipstats.model.areas import NATION, areas
from ipstats.model.areas import area as find_area
from ipstats.model.indicators import indicator as find_indicator

RANKED = ["rank", "rank_best", "rank_worst", "among"]


def densities(table: pd.DataFrame, year: int | Iterable[int]) -> pd.DataFrame:
    """The density of every province, recomputed on one population year for all, ranked (columns of `rank`) in a year
    or in each of several.

    Quantities: `stock`, `population`, `value`. Stock and population each come from the source that covers most areas.
    Provinces are ranked in years for which all have both; in another year the rows have no rank.
    """
    ratio, lag, level = ratio_of(DENSITY), LAG[DEFAULT], "province"
    stock = of_year(table, ratio.numerator, year, level)
    people = people_of_year(table, ratio.denominator, [one - lag for one in years_in(year)], level)
    people = people.assign(year=people["year"] + lag)
    keys = ["ref_area", "year"]
    found = reported(stock, "stock", [*keys, "ref_area_name"]).merge(reported(people, "population", keys), on=keys)
    found = put(found, value=per_head(found, ratio))
    found["value_ids"] = found["stock_id"] + " " + found["population_id"]
    found = found.assign(population_year=DEFAULT, level=level, indicator=ratio.id, unit_measure=ratio.unit)
    return whole(rank(found, "value", within=["year", "level"]), ["year"])


def whole(ranked: pd.DataFrame, within: list[str]) -> pd.DataFrame:
    """A ranked table without the ranks of groups that are not the whole of the level's 31 provinces."""
    count = ranked.groupby(within)["ref_area"].transform("nunique")
    partly = count < len(provinces())
    ranked.loc[partly, RANKED] = pd.NA
    return ranked


def provinces() -> list[str]:
    """The codes of the 31 provinces: the nation without Hong Kong, Macao and Taiwan."""
    return population("110000")


def population(code: str, on: date | None = None) -> list[str]:
    """The codes that an area is ranked among, its own included: all provinces, or the areas of its level and parent.

    None for the nation and for zones and groups, which are no division of anything.
    """
    own = find_area(code)
    if own.level not in ("province", "prefecture", "county"):
        return []
    return [
        one.code
        for one in areas()
        if one.level == own.level and one.valid(on) and (own.level == "province" or one.parent == own.parent)
    ]


def among_peers(
    table: pd.DataFrame, area: str, indicators: list[str], years: Iterable[int], period: str | None = None
) -> pd.DataFrame:
    """The figures of an area's peers and their ranks, one row an area, indicator, coverage and year.

    Quantity `value`; columns of `rank`. The density of provinces is recomputed for all on one population (`densities`)
    and has the quantity `published` beside it, where a source states one exactly.
    No rows for indicators of which any of the peers has no figure (see `population`).
    """
    own, last = find_area(area), max(years)
    peers = population(own.code, date(last, 12, 31))
    level, ids = own.level, [find_indicator(name).id for name in indicators if name]
    rows = of_year(table, [name for name in ids if name != DENSITY], list(years), level, period)
    rows = rows[rows["ref_area"].isin(peers)]
    keys = ["indicator", "scope", "unit_measure", "year"]
    ranked = rank(reported(rows, "value", ["ref_area", "ref_area_name", *keys]), "value", within=keys)
    ranked = ranked[ranked.groupby(keys)["ref_area"].transform("nunique") == len(peers)]
    if DENSITY in ids and level == "province" and not period:
        per_head_of_all = densities(table, list(years))
        per_head_of_all = per_head_of_all[per_head_of_all["rank"].notna()].assign(scope="")
        ranked = pd.concat([ranked, _with_published(per_head_of_all, table, list(years))], ignore_index=True)
    return ranked.reset_index(drop=True)


def _with_published(ranked: pd.DataFrame, table: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """Ranked densities with the quantity `published`: what a source states exactly of the whole area."""
    told, keys = of_year(table, DENSITY, years, "province"), ["ref_area", "year"]
    told = told[(told["bound"] == "=") & (told["scope"] == "")]
    published = reported(told, "published", keys)
    return blanks_filled(ranked.merge(published, on=keys, how="left"), "published")


def with_own(ranked: pd.DataFrame, years: pd.DataFrame, area: str) -> pd.DataFrame:
    """A ranking (`densities` of a year) with an area that is not one of the ranked, by its own figure and without rank.

    `years` is its table of `density`; nothing is added where it has no figure of the year. The nation, of which the
    ranked are the parts, has the `role` of a total.
    """
    own = find_area(area)
    if ranked.empty or own.code in set(ranked["ref_area"]):
        return ranked
    rows = years[(years["year"] == ranked["year"].iloc[0]) & years["value"].notna()].head(1)
    added = rows[
        ["ref_area", "ref_area_name", "year", "value", "value_lower", "value_upper", "indicator", "unit_measure"]
    ]
    both: pd.DataFrame = pd.concat(
        [ranked, added.assign(level=own.level, role="total" if own.code == NATION else "part")], ignore_index=True
    )
    return both.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def moves(ranked: pd.DataFrame, area: str) -> bool:
    """Whether a ranking over several years is worth drawing for an area: it is the nation, whose parts are ranked, or
    its place is not the same in all of them."""
    code = find_area(area).code
    return code == NATION or ranked.loc[ranked["ref_area"] == code, "rank"].nunique() > 1


def alongside(table: pd.DataFrame, area: str, indicator: str, year: int) -> list[str]:
    """The codes of the areas that an area is set beside: of its level the four with the largest figures at the end of
    the year; the provinces for the nation, which has no peers."""
    own = find_area(area)
    level = "province" if own.level == "nation" else own.level
    rows = of_year(table, find_indicator(indicator).id, year, level)
    rows = rows[rows["ref_area"] != own.code].sort_values("obs_value", ascending=False, kind="stable")
    return list(rows["ref_area"].head(4))


def people_of_year(table: pd.DataFrame, name: str, year: int | Iterable[int], level: str) -> pd.DataFrame:
    """A population of a year (or of each of several) for every area of a level, each in its most precise statement."""
    told = statements(of_indicators(table, name), ("level",))
    return finest(of_year(table, name, year, level), told[told["scope"] == ""])


def of_year(
    table: pd.DataFrame, names: str | list[str], year: int | Iterable[int], level: str, period: str | None = None
) -> pd.DataFrame:
    """Indicators of a year (or of each of several) for every area of a level, from one source as far as that goes.

    Calendar years and their ends, or a `period` of the last year and the same months of the others.
    """
    years = years_in(year)
    ended = table["period_end"].dt.year.isin(years)
    rows = statements(of_indicators(table[ended], names), ("level",))
    wanted = parts_of(period, int(max(years))) if period else FULL_YEAR
    rows = rows[rows["part"].isin(wanted) & (levels(rows["ref_area"]) == level)]
    chosen = one_line(rows, along="ref_area")
    return chosen.sort_values(["year", "scope"], kind="stable").drop_duplicates(["indicator", "ref_area", "year"])
