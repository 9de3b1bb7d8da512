"""How figures changed on the year before or on any base year, never across what is not comparable."""

import numpy as np
import pandas as pd

from ipstats.analysis.comparability import CURRENT_PRICES, is_rate, judge
from ipstats.analysis.pairs import (
    FULL_YEAR,
    about,
    best,
    blanks_filled,
    in_catalogue_order,
    of_area,
    of_indicators,
    on_year_before,
    pairs,
    parts_of,
    reported,
    statements,
    years_in,
)
from ipstats.analysis.quantities import ENDS, of, put
from ipstats.analysis.unpaired import explained, unpaired
from ipstats.errors import NotComparable
from ipstats.model import intervals
from ipstats.model.calibers import breaking, calibers
from ipstats.model.indicators import indicators
from ipstats.model.intervals import Interval

STEADY = {"%": 0.5, "百分点": 0.1}
"""A change that may be nought and is surely no larger than this is 基本持平 (steady)."""

NATIONAL = "国内|国外|境内|不含港澳台"
"""Coverages that are kinds of the nation's own figures."""
PUBLISHED = ["ref_area", "indicator", "label_key", "scope", "part", "year"]


def growth(
    table: pd.DataFrame, area: str, year: int, base_year: int | None = None, *,
    indicators: list[str] | None = None, period: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Every indicator of an area in a year set against an earlier one.

    Parameters
    ----------
    table : an observation table
    area : a code or name
    year, base_year : the years compared; the base is the year before when left out
    indicators : ids or names; all that the table has of the area when left out
    period : an SDMX period of the year (`2022-01-01/P11M`, `2022-S1`) for part-year figures and the stocks at its end;
        full years when left out

    Returns
    -------
    DataFrame
        one row a series (indicator, scope, unit). Quantities: `level`, `base`, `change` (level - base, in the row's
        unit; none for rates and shares), `growth` computed from both (`growth_unit` is % or, for rates and shares,
        百分点), `published` (the growth a source prints), `rate` (the one of the two to print), each with the ends of
        its interval (`growth_lower`, `growth_upper`). Also `time_period`, `base_period`, `direction` (`rise`, `fall`,
        `steady`, `undecided`), `agreement` of computed and published growth (`agrees`, `needs_truncation`,
        `contradicts`, `cannot_say`, or empty without a published rate), `comparable`, `reason`, `reason_zh`,
        `reason_en` and `mark` (status letters). Series that may not be compared stay in (`left_out`); figures outside
        the catalogue are there when both years name them alike. No rows when the table has no figure of the area

    Raises
    ------
    ParameterError
        for an area, an indicator, a year or a period that is none, or a frame that is no observation table
    NotComparable
        when the period does not end in `year`, or the base year is not before it

    Examples
    --------
    >>> table = read("2022年，北京市专利授权量10万件。2023年，北京市专利授权量12万件。").table
    >>> growth(table, "北京", 2023)[["level", "base", "growth", "direction"]].round(2).values.tolist()
    [[120000.0, 100000.0, 20.0, 'rise']]
    """
    year = years_in(year)[0]
    base_year = year - 1 if base_year is None else years_in(base_year)[0]
    if base_year >= year:
        raise NotComparable(f"base year {base_year} is not before {year}; give an earlier one")
    own = of_area(table, area)
    rows = statements(of_indicators(own, indicators))
    rows = rows[rows["year"].isin((year, base_year))]
    wanted = parts_of(period, year)
    paired = pairs(rows, year - base_year)
    paired = paired[paired["year"] == year]
    together = paired[paired["part"].isin(wanted)]
    alone = unpaired(rows, paired, year, base_year, wanted)
    result = measured(pd.concat([together, alone], ignore_index=True), own, year - base_year)
    result = explained(result, rows[rows["year"] == base_year], wanted)
    return about(in_catalogue_order(result[(result["indicator"] != "") | result["comparable"]]), area)


def changes(table: pd.DataFrame, years: int = 1) -> pd.DataFrame:
    """`growth` of every series of every area on the same period `years` earlier, all at once; the columns are those
    of `growth`. A million observations take seconds (`benchmarks/analysis.py`)."""
    return measured(pairs(statements(table), years), table, years)


def left_out(grown: pd.DataFrame, *, background: bool = True, partly: bool = True) -> pd.DataFrame:
    """The rows of a `growth` table that were refused, with their reasons; `background` as for `comparable`.

    Without `partly` those of whole years and their ends only: a column headed by a year holds no figure of a part of it
    (`parts_of_year` has those).
    """
    whole = partly | grown["part"].isin(FULL_YEAR)
    return grown[~grown["comparable"] & _told(grown, background) & whole]


def of_period(grown: pd.DataFrame) -> pd.DataFrame:
    """The rows of a `growth` table that have a figure of the whole period, compared or not, without what indicators are
    set against (population)."""
    whole = grown["comparable"] | grown["part"].isin(FULL_YEAR) | ~grown["reason"].isin(("part_year", "period"))
    return grown[grown["level"].notna() & _told(grown, False) & whole]


def of_zones(grown: pd.DataFrame) -> pd.DataFrame:
    """The rows of a `growth` table that are of zones and sectors of the area, whose coverage is narrower than the area
    and no part of the nation's own figures."""
    return grown[(grown["scope"] != "") & ~grown["scope"].str.contains(NATIONAL)]


def comparable(grown: pd.DataFrame, *, background: bool = True) -> pd.DataFrame:
    """The rows of a `growth` table that were compared (labelled ones included); without `background` those of
    indicators only, not of what they are set against (population)."""
    return grown[grown["comparable"] & _told(grown, background)]


def _told(grown: pd.DataFrame, background: bool) -> pd.Series:
    """Which rows a list of indicators holds: all with `background`, else no population and gross product."""
    return background | in_foreground(grown)


def in_foreground(rows: pd.DataFrame) -> pd.Series:
    """Which rows are of indicators, not of what these are set against (population)."""
    return ~rows["indicator"].isin([one.id for one in indicators().values() if one.background])


def measured(paired: pd.DataFrame, table: pd.DataFrame, years: int) -> pd.DataFrame:
    """Pairs with growth, published growth, agreement, direction and verdict."""
    result = pd.concat([paired, judge(paired)], axis=1)
    result["comparable"] = result["status"] != "refused"
    known, points = result["comparable"], is_rate(result)
    result["growth_unit"] = np.where(points, "百分点", "%")
    level, base, counted = of(result, "level"), of(result, "base"), known & ~points
    change = level - base
    result = put(result, growth=change.where(points, level.grown_from(base)).where(known))
    result["growth_ids"] = (result["level_id"] + " " + result["base_id"]).where(known, "")
    result = put(result, change=change.where(counted))
    result["change_ids"] = result["growth_ids"].where(counted, "")
    result = _with_published(result, _published(table, years))
    result["direction"] = direction(result)
    result["agreement"] = agreement(result)
    result["mark"] = marks(result)
    return with_rate(result)


def with_rate(result: pd.DataFrame) -> pd.DataFrame:
    """The quantity `rate`: the growth to print, one for words, tables and charts alike.

    The published one where the figures bear it out (rounded or truncated) or cannot be asked, else the computed one.
    """
    borne_out = result["agreement"].isin(("agrees", "needs_truncation"))
    told = borne_out | (~result["comparable"] & result["published"].notna())
    for end in ENDS:
        result[f"rate{end}"] = result[f"published{end}"].where(told, result[f"growth{end}"])
    for suffix in ("_id", "_source", "_printed", "_bound", "_status"):
        result[f"rate{suffix}"] = result[f"published{suffix}"].where(told, "")
    result["rate_ids"] = result["growth_ids"].where(~told, "")
    return result.assign(rate_unit=result["growth_unit"])


def _published(table: pd.DataFrame, years: int) -> pd.DataFrame:
    """The rates of growth (or changes in points) that sources print for this many years, best statement of each."""
    rates = statements(table, ("growth", "point_change"))
    since = "since:" + (rates["year"] - years).astype(str)
    rates = rates[(rates["comparison"] == since) | (on_year_before(rates) & (years == 1))]
    rates = best(rates, [*PUBLISHED, "unit_measure"])
    return reported(rates, "published", [*PUBLISHED, "unit_measure"])


def _with_published(result: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    keyed = result.assign(label_key=result["label"].where(result["indicator"] == "", ""))
    published = published.rename(columns={"unit_measure": "growth_unit"})
    merged = keyed.merge(published, on=[*PUBLISHED, "growth_unit"], how="left").drop(columns="label_key")
    return blanks_filled(merged, "published").assign(published_unit=merged["growth_unit"])


def direction(result: pd.DataFrame, quantity: str = "growth") -> np.ndarray:
    """What the interval of a change allows to say: `rise`, `fall`, `steady`, `undecided`, or nothing when unknown."""
    lower, upper = result[f"{quantity}_lower"], result[f"{quantity}_upper"]
    room = result[f"{quantity}_unit"].map(STEADY).astype(float).fillna(0.0)
    steady = (lower >= -room) & (upper <= room)
    choices = [lower.isna() | upper.isna(), lower > 0, upper < 0, steady]
    return np.select(choices, ["", "rise", "fall", "steady"], "undecided")


def agreement(result: pd.DataFrame) -> np.ndarray:
    """How the published rate agrees with the computed one, rounding tried before truncation.

    `cannot_say` where a computed rate is unknown, where an open one holds the published, and where they differ across
    a labelled break or at current prices: the office may have used a comparable basis (可比口径, 不变价).
    """
    computed, published = intervals.of(result, "growth"), intervals.of(result, "published")
    unknown = result["growth_lower"].isna() | result["growth_upper"].isna()
    is_open = ~(computed.known & published.known)
    another_basis = result["reason"].isin([*calibers(), CURRENT_PRICES])
    fits, fits_cut = computed.meets(published), computed.meets(truncated(result, "published"))
    choices = [result["published"].isna(), unknown | (fits & is_open), fits, fits_cut, another_basis]
    return np.select(choices, ["", "cannot_say", "agrees", "needs_truncation", "cannot_say"], "contradicts")


def truncated(result: pd.DataFrame, quantity: str) -> Interval:
    """What a printed quantity means if its further places were cut off: from the value away from nought by one step."""
    value = result[quantity].to_numpy(float)
    step = (result[f"{quantity}_upper"] - result[f"{quantity}_lower"]).to_numpy(float)
    return Interval(np.where(value >= 0, value, value - step), np.where(value >= 0, value + step, value))


def marks(result: pd.DataFrame) -> np.ndarray:
    """Status letters of both operands other than A, in order and once; B where the register has a break."""
    found = result["level_status"].where(result["level_status"] != "A", "")
    base = result["base_status"].where((result["base_status"] != "A") & (result["base_status"] != found), "")
    register = np.where(result["reason"].isin(breaking()) & (found != "B") & (base != "B"), "B", "")
    return (found + base + register).to_numpy(object)
