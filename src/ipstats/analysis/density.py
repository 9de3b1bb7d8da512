"""Patents per 10,000 residents: recomputed from stock and population, and which population a published figure used.

The denominator is resident population (常住人口), but not always of the same year: some editions divide by the
population at the end of the year itself, others by that of the year before, which is known when the edition is
written. Each statement of either population is tried on the published figure, as intervals.
"""

import numpy as np
import pandas as pd

from ipstats.analysis.growth import truncated
from ipstats.analysis.history import one_line
from ipstats.analysis.pairs import FULL_YEAR, about, of_area, of_indicators, reported, statements
from ipstats.errors import NotComparable
from ipstats.model import intervals
from ipstats.model.indicators import Indicator, indicators
from ipstats.model.indicators import indicator as find_indicator
from ipstats.model.units import unit

DENSITY = "invention_patents_per_10k"
LAG = {"same": 0, "previous": 1}
"""Name of a population year -> years before the density's."""
DEFAULT = "previous"
"""The population year where no published figure tells: the one that recent editions used."""


def density(table: pd.DataFrame, area: str, years: range | None = None, indicator: str = DENSITY) -> pd.DataFrame:
    """A density year by year: published, and recomputed on the population of the same and of the previous year-end.

    One row a year and coverage. Quantities: `stock`, `published`, `same` and `previous` (recomputed on that
    population), `same_population`, `previous_population`. `fits` says which recomputation the published figure agrees
    with (`same`, `previous`, `both`, `neither`, or empty when something is missing) and `changed` whether that is
    another one than the year before. `value` is the published figure, else the recomputed one on the population year
    that fitted last (`basis`: `published`, `same`, `previous`).
    """
    ratio = ratio_of(indicator)
    own = of_area(table, area)
    found = _year_by_year(own, ratio)
    tried = _candidates(own, ratio)
    for which in LAG:
        found = found.merge(_best_candidate(tried, which), on=["year", "scope"], how="left")
    found = filled(found).sort_values(["scope", "year"]).reset_index(drop=True)
    found["fits"] = _fitting(found)
    found = _with_value(found)
    found = found.assign(
        indicator=ratio.id, indicator_name=ratio.zh, indicator_name_en=ratio.en, unit_measure=ratio.unit
    )
    found = found.assign(stock_unit=indicators()[ratio.numerator].unit)
    for name in ("same_population", "previous_population"):
        found[f"{name}_unit"] = indicators()[ratio.denominator].unit
    wanted = found["year"].isin(found["year"] if years is None else list(years))
    return about(found[wanted].reset_index(drop=True), area)


def population_candidates(table: pd.DataFrame, area: str, year: int, indicator: str = DENSITY) -> pd.DataFrame:
    """Every population statement (both year-ends, every source and vintage) with the density it gives and whether the
    published density fits it (`fits`: `yes`, `truncated`, `no`, `cannot_say`).

    Quantities: `stock`, `population`, `value` (recomputed), `published`; `population_year` is `same` or `previous`.
    """
    tried = _candidates(of_area(table, area), ratio_of(indicator))
    return tried[tried["year"] == year].reset_index(drop=True)


def ratio_of(name: str) -> Indicator:
    found = find_indicator(name)
    if found.kind != "ratio" or "/" not in found.unit:
        raise NotComparable(f"{found.zh} ({found.id}) is no density; expected a ratio with a unit such as 件/万人")
    return found


def _year_by_year(own: pd.DataFrame, ratio: Indicator) -> pd.DataFrame:
    """Published density and stock of every year-end; a stock of no stated coverage serves any."""
    published = _year_ends(own, ratio.id)
    stock = _year_ends(own, ratio.numerator)
    keys = ["ref_area", "ref_area_name", "year", "scope"]
    shown = pd.concat([published[keys], reported(published, "published")], axis=1)
    held = pd.concat([stock[keys], reported(stock, "stock")], axis=1)
    both = shown.merge(held, on=keys, how="outer")
    return filled(both)


def _year_ends(own: pd.DataFrame, name: str) -> pd.DataFrame:
    rows = statements(of_indicators(own, [name]), ("level",))
    return one_line(rows[rows["part"].isin(FULL_YEAR)])


def _candidates(own: pd.DataFrame, ratio: Indicator) -> pd.DataFrame:
    """Every stock with every population statement of both year-ends, and how the published density fits."""
    people = statements(of_indicators(own, [ratio.denominator]), ("level",))
    people = people[people["part"].isin(FULL_YEAR) & (people["scope"] == "")]
    both = [people.assign(population_year=which, year=people["year"] + lag) for which, lag in LAG.items()]
    people = pd.concat(both, ignore_index=True)
    shown = pd.concat(
        [people[["year", "population_year", "reliability", "vintage"]], reported(people, "population")], axis=1
    )
    tried = _year_by_year(own, ratio).merge(shown, on="year")
    tried = tried[tried["stock"].notna()].reset_index(drop=True)
    per = unit(ratio.unit.split("/")[1]).scale
    computed = intervals.of(tried, "stock") / intervals.of(tried, "population") * per
    tried["value"] = tried["stock"] / tried["population"] * per
    tried["value_lower"], tried["value_upper"] = computed.lower, computed.upper
    tried["value_ids"] = tried["stock_id"] + " " + tried["population_id"]
    published = intervals.of(tried, "published")
    undecided = ~(published.known & computed.known)
    choices = [undecided, computed.meets(published), computed.meets(truncated(tried, "published"))]
    tried["fits"] = np.select(choices, ["cannot_say", "yes", "truncated"], "no")
    return tried


def _best_candidate(tried: pd.DataFrame, which: str) -> pd.DataFrame:
    """For each year the population statement of one year-end that fits best, the most reliable and precise first."""
    rows = tried[tried["population_year"] == which]
    rows = rows.assign(
        score=rows["fits"].map({"yes": 0, "truncated": 1}).fillna(2), width=rows["value_upper"] - rows["value_lower"]
    )
    rows = rows.sort_values(["score", "reliability", "width", "vintage", "population_id"], kind="stable")
    rows = rows.drop_duplicates(["year", "scope"])
    keep = [name for name in rows if name.startswith("population") and name != "population_year"]
    names = {name: f"{which}_{name}" for name in keep}
    names |= {f"value{end}": f"{which}{end}" for end in ("", "_lower", "_upper", "_ids")} | {"fits": f"{which}_fits"}
    return rows[["year", "scope", *names]].rename(columns=names)


def _fitting(found: pd.DataFrame) -> np.ndarray:
    scores = {which: found[f"{which}_fits"].map({"yes": 2, "truncated": 1, "no": 0}) for which in LAG}
    same, previous = scores["same"].fillna(-1), scores["previous"].fillna(-1)
    choices = [
        (same <= 0) & (previous <= 0) & ((same < 0) | (previous < 0)),
        (same <= 0) & (previous <= 0),
        same == previous,
        same > previous,
    ]
    return np.select(choices, ["", "neither", "both", "same"], "previous")


def _with_value(found: pd.DataFrame) -> pd.DataFrame:
    """The figure to go on with, and whether the population year changed."""
    told = found["fits"].where(found["fits"].isin(list(LAG)))
    by_scope = told.groupby(found["scope"])
    last = by_scope.ffill()
    before = last.groupby(found["scope"]).shift()
    found["changed"] = told.notna() & before.notna() & (told != before)
    found["basis"] = np.where(found["published"].notna(), "published", last.fillna(DEFAULT))
    for end in ("", "_lower", "_upper"):
        choices = [found["basis"] == basis for basis in ("published", *LAG)]
        found[f"value{end}"] = np.select(choices, [found[f"{basis}{end}"] for basis in ("published", *LAG)], np.nan)
    found["value_ids"] = np.select(
        [found["basis"] == basis for basis in ("published", *LAG)],
        [found["published_id"], *(found[f"{which}_ids"] for which in LAG)],
        "",
    )
    return found


def filled(rows: pd.DataFrame) -> pd.DataFrame:
    """Text columns of an outer join with "" where one side had nothing."""
    texts = [
        name
        for name in rows
        if not pd.api.types.is_numeric_dtype(rows[name]) and not pd.api.types.is_datetime64_any_dtype(rows[name])
    ]
    return rows.assign(**{name: rows[name].fillna("") for name in texts})
