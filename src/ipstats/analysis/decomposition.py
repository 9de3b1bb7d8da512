"""The change of a density taken apart: how much the patents did, how much the population.

The method is the additive logarithmic mean Divisia index (LMDI; B. W. Ang, Energy Policy 32, 2004), which leaves no
residual. Intervals are outward: the logarithmic mean rises with both densities, so its ends are those of the ends.
"""

import numpy as np
import pandas as pd

from ipstats.analysis.comparability import because, judge
from ipstats.analysis.density import DEFAULT, DENSITY, LAG, density, finest, per_head, ratio_of
from ipstats.analysis.history import one_line
from ipstats.analysis.pairs import FULL_YEAR, about, called, filled, of_area, of_indicators, pairs, statements
from ipstats.analysis.quantities import ENDS, Quantity, of, put
from ipstats.errors import ParameterError
from ipstats.model.indicators import Indicator, indicators
from ipstats.model.intervals import Interval

NOTHING = pd.DataFrame(columns=["role", "indicator", "ref_area", "effect"])


def decompose(
    table: pd.DataFrame, area: str, year: int, base_year: int, indicator: str = DENSITY, population: str | None = None
) -> pd.DataFrame:
    """The change of a density taken apart into patents and population, in its unit, exactly (logarithmic mean).

    Three rows, `role` = `numerator`, `denominator`, `total`, with the quantity `effect`: L * ln(stock / stock of the
    base), -L * ln(population / population of the base), and their sum; L is the logarithmic mean of both densities
    (LMDI, Ang 2004). `level` and `base` are the role's figures, from one source where one states both, so that a
    revision of the population is no effect; `reason_zh`, `reason_en` say what breaks lie between them.
    `population` is `same` or `previous` (year-end), for both years; when left out the one that the published density
    of `year`, else of `base_year`, fits, else `previous`. The column `basis` has it. No rows, and the reason in
    `attrs`, when an operand is missing or the coverage of the stock is another.
    """
    if population not in (None, *LAG):
        raise ParameterError(f"population {population!r} is none of {', '.join(LAG)}: whose year-end is divided by")
    ratio, years = ratio_of(indicator), density(table, area, None, indicator)
    basis = population or _basis(years, year, base_year)
    both = [years[(years["year"] == when) & years[basis].notna()] for when in (year, base_year)]
    if any(one.empty for one in both):
        lacking = sorted(str(when) for when, one in zip((year, base_year), both, strict=True) if one.empty)
        zh = f"缺{'、'.join(lacking)}年的有效专利量或常住人口，变动不能分解"
        en = f"no patents in force or no population for {' and '.join(lacking)}: the change cannot be taken apart"
        return about(NOTHING, area, zh, en)
    scopes = [one["stock_scope"].iloc[0] for one in both]
    if scopes[0] != scopes[1]:
        why = because("scope", *scopes)
        return about(NOTHING, area, why.zh, why.en)
    own, lag = of_area(table, area), LAG[basis]
    stock = _operand(own, ratio.numerator, scopes[0], year, base_year)
    people = _operand(own, ratio.denominator, "", year - lag, base_year - lag)
    rows = pd.concat(
        [stock.assign(role="numerator"), people.assign(role="denominator"), _densities(stock, people, ratio)],
        ignore_index=True,
    ).assign(year=year, base_year=base_year, basis=basis)
    return about(_with_effects(filled(rows), ratio), area)


def _basis(years: pd.DataFrame, year: int, base_year: int) -> str:
    """The population year that a published density of the later year fits, else of the earlier, else the usual one."""
    told = [years.loc[(years["year"] == when) & years["fits"].isin(list(LAG)), "fits"] for when in (year, base_year)]
    return next(iter(pd.concat(told)), DEFAULT)


def _operand(own: pd.DataFrame, name: str, scope: str, year: int, base_year: int) -> pd.DataFrame:
    """An operand at both year-ends, with the breaks between them."""
    rows = statements(of_indicators(own, [name]), ("level",))
    rows = rows[rows["part"].isin(FULL_YEAR) & (rows["scope"] == scope)]
    paired = pairs(finest(one_line(rows), rows) if indicators()[name].background else rows, year - base_year)
    paired = paired[paired["year"] == year].head(1)
    return pd.concat([paired, judge(paired)], axis=1)


def _densities(stock: pd.DataFrame, people: pd.DataFrame, ratio: Indicator) -> pd.DataFrame:
    """The row of the density itself: stock over population at both times."""
    row = stock[["ref_area", "ref_area_name", "scope"]].head(1).reset_index(drop=True)
    row = row.assign(role="total", indicator=ratio.id, reason_zh="", reason_en="")
    for side in ("level", "base"):
        sides = (called(stock, side, "stock"), called(people, side, "population"))
        operands = pd.concat([rows.reset_index(drop=True) for rows in sides], axis=1)
        row = put(row, **{side: per_head(operands, ratio)})
        row[f"{side}_ids"] = operands["stock_id"] + " " + operands["population_id"]
    return row


def _with_effects(rows: pd.DataFrame, ratio: Indicator) -> pd.DataFrame:
    level, base, total = of(rows, "level"), of(rows, "base"), rows["role"] == "total"
    whole = rows[total].iloc[0]
    mean, low, high = (log_mean(float(whole[f"level{end}"]), float(whole[f"base{end}"])) for end in ENDS)
    sign = np.where(rows["role"] == "denominator", -1.0, 1.0)
    grown = level / base
    ends = Interval(np.log(grown.ends.lower), np.log(grown.ends.upper)) * sign * Interval(low, high)
    effect = Quantity(mean * np.log(grown.value) * sign, ends)
    rows = put(rows, effect=(level - base).where(total, effect)).assign(effect_unit=ratio.unit)
    rows["unit_measure"] = rows["indicator"].map({name: one.unit for name, one in indicators().items()})
    return rows


def log_mean(a: float, b: float) -> float:
    """The logarithmic mean (a - b) / ln(a / b), a itself when both are equal; rises with both."""
    return a if np.isclose(a, b, rtol=1e-12) else (a - b) / np.log(a / b)
