"""Patents per 10,000 residents: recomputed from stock and population, and which population a published figure used.

The denominator is resident population (常住人口), but not always of the same year: some editions divide by the
population at the end of the year itself, others by that of the year before, which is known when the edition is
written. Each statement of either population is tried on the published figure, as intervals.
"""

import numpy as np
import pandas as pd

from ipstats.analysis.growth import truncated
from ipstats.analysis.history import one_line
from ipstats.analysis.pairs import (
    FULL_YEAR,
    about,
    filled,
    of_area,
    of_indicators,
    parts_of,
    quantity,
    renamed,
    reported,
    statements,
    years_in,
)
from ipstats.analysis.quantities import ENDS, Quantity, of, put
from ipstats.errors import NotComparable
from ipstats.model import intervals
from ipstats.model.indicators import Indicator, indicators
from ipstats.model.indicators import indicator as find_indicator
from ipstats.model.units import unit

DENSITY = "invention_patents_per_10k"
LAG = {"same": 0, "previous": 1}
"""Name of a population year -> years before the density's."""
FIGURE = ["year", "scope", "stock_scope"]
WHOLE = "^$|国内|境内|不含港澳台"
"""Coverages of a stock that a whole population can stand under; a zone's or a sector's patents have no population."""
DEFAULT = "previous"
"""The population year where no published figure tells: the one that recent editions used."""


def density(
    table: pd.DataFrame, area: str, years: range | None = None, indicator: str = DENSITY, period: str | None = None
) -> pd.DataFrame:
    """A density year by year: published, and recomputed on the population of the same and of the previous year-end.

    Parameters
    ----------
    table : an observation table
    area : a code or name
    years : a year or a range; all years of the table when left out
    indicator : a density of the catalogue, by id or name
    period : an SDMX period whose end, in each year, is meant; the year's end when left out

    Returns
    -------
    DataFrame
        one row a year (and coverage, where several are published). Quantities: `stock` (of the coverage
        `stock_scope`), `published`, `same` and `previous` (recomputed on that population), `same_population`,
        `previous_population`: one series of the population for all years, the source that covers most of them. `fits`
        says which recomputation the published figure agrees with (`same`, `previous`, `both`, `neither`, or empty when
        something is missing) on any statement of the population that is known; `fitted` and `fitted_population` are
        that recomputation and that statement, and `other_vintage` says that it is not the one of the series. `changed`
        says that the population year is another one than before. `value` is the published figure, else the recomputed
        one on the population year that fitted last (`basis`: `published`, `same`, `previous`). `break_before` says
        that the stock has another coverage or the population another source than in the row before it: no line, no
        growth across; `published_break` that the published figure uses another population year than the one before it

    Raises
    ------
    ParameterError
        for an area, an indicator or a period that is none, or an indicator that is no density

    Examples
    --------
    >>> text = "2023年末，北京市有效发明专利50万件，常住人口2000万人，每万人口发明专利拥有量250件。"
    >>> density(read(text).table, "北京")[["published", "same", "fits"]].values.tolist()
    [[250.0, 250.0, 'same']]
    """
    ratio = ratio_of(indicator)
    own = of_area(table, area)
    moment = parts_of(period)[-1:] if period else FULL_YEAR
    found = _sides(own, ratio, moment)
    tried = _candidates(found, own, ratio)
    for which in LAG:
        found = found.merge(_of_series(tried, which), on=FIGURE, how="left")
        found = found.merge(_best_candidate(tried, which), on=FIGURE, how="left")
    found = filled(found)
    found["fits"] = _fitting(found)
    found = _with_value(_one_stock(_with_fitted(found)))
    found["break_before"] |= _another_population(found)
    found = found.assign(
        indicator=ratio.id, indicator_name=ratio.zh, indicator_name_en=ratio.en, unit_measure=ratio.unit
    )
    found = found.assign(stock_unit=indicators()[ratio.numerator].unit)
    for name in ("same_population", "previous_population", "fitted_population"):
        found[f"{name}_unit"] = indicators()[ratio.denominator].unit
    wanted = found["year"].isin(found["year"] if years is None else years_in(years))
    return about(found[wanted].reset_index(drop=True), area, indicator=ratio.id)


def population_candidates(
    table: pd.DataFrame, area: str, year: int, indicator: str = DENSITY, period: str | None = None
) -> pd.DataFrame:
    """Every population statement (both year-ends, every source and vintage) with the density it gives and whether the
    published density fits it (`fits`: `yes`, `truncated`, `no`, `cannot_say`).

    Quantities: `stock`, `population`, `value` (recomputed), `published`; `population_year` is `same` or `previous`.
    """
    ratio = ratio_of(indicator)
    own = of_area(table, area)
    moment = parts_of(period, year)[-1:] if period else FULL_YEAR
    sides = _sides(own, ratio, moment)
    tried = _candidates(sides, own, ratio)
    tried = tried[(tried["year"] == year) & tried["published"].notna()].reset_index(drop=True)
    return about(tried, area, *_why_untried(sides[sides["year"] == year], len(tried), year))


def _why_untried(sides: pd.DataFrame, tried: int, year: int) -> tuple[str, str]:
    """Why no published density of a year could be held against a population: the one thing that is missing."""
    if tried:
        return "", ""
    if not sides["published"].notna().any():
        return f"{year}年没有公布值", f"no figure is published for {year}"
    if not sides["stock"].notna().any():
        return f"缺{year}年同口径的有效专利量", f"the patents in force of {year} are missing"
    return f"缺{year - 1}年末和{year}年末常住人口", f"the populations at the end of {year - 1} and {year} are missing"


def ratio_of(name: str) -> Indicator:
    """The indicator of a density; `NotComparable` when it is none."""
    found = find_indicator(name)
    if found.kind != "ratio" or "/" not in found.unit:
        raise NotComparable(f"{found.zh} ({found.id}) is no density; expected a ratio with a unit such as 件/万人")
    return found


def _sides(own: pd.DataFrame, ratio: Indicator, moment: tuple[int, ...]) -> pd.DataFrame:
    """Published density and stock of every year-end, for each coverage whose denominator is the whole population.

    A published figure that states its coverage takes the stock of that coverage, one that does not is tried on each.
    """
    published, stock = (_year_ends(own, name, moment) for name in (ratio.id, ratio.numerator))
    keys = ["ref_area", "ref_area_name", "year", "time_period"]
    shown = reported(published, "published", [*keys, "scope"])
    held = reported(stock.rename(columns={"scope": "stock_scope"}), "stock", [*keys, "stock_scope"])
    both = filled(shown.merge(held, on=keys, how="outer"))
    apart = (both["published_id"] != "") & (both["stock_id"] != "") & (both["scope"] != "")
    both = both[~apart | (both["scope"] == both["stock_scope"])]
    lost = shown[~shown["published_id"].isin(both["published_id"])]
    return filled(pd.concat([both, lost], ignore_index=True)) if len(lost) else both.reset_index(drop=True)


def _year_ends(own: pd.DataFrame, name: str, moment: tuple[int, ...]) -> pd.DataFrame:
    rows = statements(of_indicators(own, [name]), ("level",))
    return one_line(rows[rows["part"].isin(moment) & rows["scope"].str.contains(WHOLE)])


def _candidates(sides: pd.DataFrame, own: pd.DataFrame, ratio: Indicator) -> pd.DataFrame:
    """Every stock with every population statement of both year-ends, and how the published density fits."""
    people = statements(of_indicators(own, [ratio.denominator]), ("level",))
    people = people[people["part"].isin(FULL_YEAR) & (people["scope"] == "")]
    series = one_line(people)
    in_series = people["obs_id"].isin(finest(series, people)["obs_id"])
    lines = people["period_end"].map(series.set_index("period_end")["source_id"])
    people = people.assign(in_series=in_series, population_line=lines.where(in_series, people["source_id"]))
    both = [people.assign(population_year=which, year=people["year"] + lag) for which, lag in LAG.items()]
    people = pd.concat(both, ignore_index=True)
    keys = ["year", "population_year", "reliability", "vintage", "in_series", "population_line"]
    shown = reported(people, "population", keys)
    tried = sides[sides["stock"].notna()].merge(shown, on="year")
    tried = tried.assign(value_ids=tried["stock_id"] + " " + tried["population_id"])
    tried = put(tried, value=per_head(tried, ratio))
    value, published = intervals.of(tried, "value"), intervals.of(tried, "published")
    undecided = ~(published.known & value.known)
    choices = [undecided, value.meets(published), value.meets(truncated(tried, "published"))]
    return tried.assign(fits=np.select(choices, ["cannot_say", "yes", "truncated"], "no"))


def per_head(rows: pd.DataFrame, ratio: Indicator) -> Quantity:
    """The quantity `stock` over `population`, in the unit of the density."""
    return of(rows, "stock") / of(rows, "population") * unit(ratio.unit.split("/")[1]).scale


def finest(chosen: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The chosen statements of a population, each as a statement that says the same with more digits where one does
    (2184.3万 for 2184万): it lies within what the chosen one can mean."""
    keys = ["ref_area", "period_end"]
    ends = chosen[[*keys, "obs_lower", "obs_upper", "width"]].drop_duplicates(keys)
    both = told.merge(ends, on=keys, suffixes=("", "_chosen"))
    within = (both["obs_lower"] >= both["obs_lower_chosen"]) & (both["obs_upper"] <= both["obs_upper_chosen"])
    finer = both[within & (both["width"] < both["width_chosen"]) & (both["bound"] == "=")]
    finer = finer.sort_values(["reliability", "width", "obs_id"], kind="stable").drop_duplicates(keys)
    left = chosen.merge(finer[keys], on=keys, how="left", indicator=True)
    return pd.concat([left[left.pop("_merge") == "left_only"], finer[chosen.columns.intersection(finer.columns)]])


def _of_series(tried: pd.DataFrame, which: str) -> pd.DataFrame:
    """For each figure the recomputation on the one series of the population, at one year-end."""
    rows = tried[(tried["population_year"] == which) & tried["in_series"]].drop_duplicates(FIGURE)
    return _called(rows, which, f"{which}_population")


def _called(rows: pd.DataFrame, value: str, population: str) -> pd.DataFrame:
    """The keys of the figures, the recomputed value and its population under the given column names."""
    names = renamed(rows.drop(columns="population_year"), "population", population)
    names |= {f"value{end}": f"{value}{end}" for end in (*ENDS, "_ids")}
    return rows[[*FIGURE, *names]].rename(columns=names)


def _best_candidate(tried: pd.DataFrame, which: str) -> pd.DataFrame:
    """For each figure the population statement of one year-end that fits best: the series' own where it fits as well as
    any, then the most reliable and precise."""
    rows = tried[tried["population_year"] == which]
    score = rows["fits"].map({"yes": 0, "truncated": 1}).astype(float).fillna(2)
    rows = rows.assign(score=score, width=rows["value_upper"] - rows["value_lower"])
    rows = rows.assign(other=~rows["in_series"])
    rows = rows.sort_values(["score", "other", "reliability", "width", "vintage", "population_id"], kind="stable")
    rows = rows.drop_duplicates(FIGURE)
    fitting = rows[[*FIGURE, "fits"]].rename(columns={"fits": f"{which}_fits"})
    return fitting.merge(_called(rows, f"{which}_fitted", f"{which}_fitted_population"), on=FIGURE)


def _with_fitted(found: pd.DataFrame) -> pd.DataFrame:
    """`fitted` and `fitted_population`: the recomputation that the published figure agrees with."""
    columns = [name.removeprefix("same_") for name in quantity(found, "same_fitted")]
    for name in columns:
        found[name] = found[f"previous_{name}"].where(found["fits"] == "previous", found[f"same_{name}"])
    series = found["previous_population_id"].where(found["fits"] == "previous", found["same_population_id"])
    decided = found["fits"].isin(list(LAG))
    numbers = [*(f"fitted{end}" for end in ENDS), "fitted_population"]
    found[numbers] = found[numbers].where(decided)
    return found.assign(other_vintage=decided & (found["fitted_population_id"] != series))


def _another_population(found: pd.DataFrame) -> pd.Series:
    """Where the series of the population goes on with another source than in the row before it."""
    apart = pd.Series(False, index=found.index)
    for which in LAG:
        source = found[f"{which}_population_line"].where(found[f"{which}_population_line"] != "")
        before = source.groupby(found["scope"]).transform(lambda told: told.ffill().shift())
        apart |= source.notna() & before.notna() & (source != before)
    return apart


def _fitting(found: pd.DataFrame) -> np.ndarray:
    scores = {which: found[f"{which}_fits"].map({"yes": 2, "truncated": 1, "no": 0}).astype(float) for which in LAG}
    same, previous = scores["same"].fillna(-1), scores["previous"].fillna(-1)
    choices = [
        (same <= 0) & (previous <= 0) & ((same < 0) | (previous < 0)),
        (same <= 0) & (previous <= 0),
        same == previous,
        same > previous,
    ]
    return np.select(choices, ["", "neither", "both", "same"], "previous")


def _one_stock(found: pd.DataFrame) -> pd.DataFrame:
    """One row a year: where a density is published that with the stock that fits, else that of the line's coverage."""
    published = found.groupby("year")["published_id"].transform(lambda ids: (ids != "").any())
    found = found[(found["published_id"] != "") | ~published]
    score = found["fits"].map({"same": 0, "previous": 0, "both": 0, "neither": 1}).astype(float).fillna(2)
    found = found.assign(_score=score, _place=_places_of_coverages(found))
    found = found.sort_values(["year", "scope", "_score", "_place"], kind="stable")
    keys = found["published_id"].where(found["published_id"] != "", found["year"].astype(str))
    found = found[~keys.duplicated()].drop(columns=["_score", "_place"]).reset_index(drop=True)
    covered = found["stock_scope"].where(found["stock"].notna())
    before = covered.groupby(found["scope"]).transform(lambda told: told.ffill().shift())
    return found.assign(break_before=covered.notna() & before.notna() & (covered != before))


def _places_of_coverages(found: pd.DataFrame) -> pd.Series:
    """In which order the coverages are taken for the whole line: which fits most published figures, has most years."""
    held = found[found["stock"].notna()].assign(fitting=found["fits"].isin([*LAG, "both"]))
    lines = held.groupby("stock_scope").agg(fitting=("fitting", "sum"), years=("year", "nunique")).reset_index()
    lines["usual"] = lines["stock_scope"].map(usual_coverage)
    lines = lines.sort_values(["fitting", "years", "usual"], ascending=[False, False, True], kind="stable")
    return found["stock_scope"].map({scope: place for place, scope in enumerate(lines["stock_scope"])})


def usual_coverage(scope: str) -> int:
    """The order in which coverages of a stock are taken: without Hong Kong, Macao and Taiwan, domestic, not stated."""
    return 0 if "不含港澳台" in scope else 1 if scope else 2


def _with_value(found: pd.DataFrame) -> pd.DataFrame:
    """The value to use (published, else recomputed), and whether the population year changed since the row before."""
    told = found["fits"].where(found["fits"].isin(list(LAG)))
    by_scope = told.groupby(found["scope"])
    last = by_scope.ffill()
    before = last.groupby(found["scope"]).shift()
    found["changed"] = told.notna() & before.notna() & (told != before)
    found["published_break"] = found["changed"]
    found["basis"] = np.where(found["published"].notna(), "published", last.fillna(DEFAULT))
    chosen = [found["basis"] == basis for basis in ("published", *LAG)]
    for end in ENDS:
        found[f"value{end}"] = np.select(chosen, [found[f"{basis}{end}"] for basis in ("published", *LAG)], np.nan)
    ids = [found["published_id"], *(found[f"{which}_ids"] for which in LAG)]
    return found.assign(value_ids=np.select(chosen, ids, ""))
