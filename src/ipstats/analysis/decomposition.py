"""The change of a density taken apart: how much the patents did, how much the population.

The method is the additive logarithmic mean Divisia index (LMDI; B. W. Ang, Energy Policy 32, 2004), which leaves no
residual. Intervals are outward: the logarithmic mean rises with both densities, so its ends are those of the ends.
"""

import numpy as np
import pandas as pd

from ipstats.analysis.comparability import because
from ipstats.analysis.density import DEFAULT, DENSITY, density, ratio_of
from ipstats.analysis.pairs import about
from ipstats.model import intervals
from ipstats.model.indicators import Indicator, indicators

NOTHING = pd.DataFrame(columns=["role", "indicator", "ref_area", "effect"])


def decompose(
    table: pd.DataFrame, area: str, year: int, base_year: int, indicator: str = DENSITY, population: str = DEFAULT
) -> pd.DataFrame:
    """The change of a density taken apart into patents and population, in its unit, exactly (logarithmic mean).

    Three rows, `role` = `numerator`, `denominator`, `total`, with the quantity `effect`: L * ln(stock / stock of the
    base), -L * ln(population / population of the base), and their sum; L is the logarithmic mean of both densities
    (LMDI, Ang 2004). `level` and `base` are the role's figures. `population` is `same` or `previous` (year-end), for
    both years. No rows, and the reason in `attrs`, when an operand is missing or the coverage of the stock is another.
    """
    years = density(table, area, None, indicator)
    both = [years[(years["year"] == when) & years[population].notna()] for when in (year, base_year)]
    if any(one.empty for one in both):
        lacking = sorted(str(when) for when, one in zip((year, base_year), both, strict=True) if one.empty)
        zh = f"缺{'、'.join(lacking)}年的有效专利量或常住人口，变动不能分解"
        en = f"no patents in force or no population for {' and '.join(lacking)}: the change cannot be taken apart"
        return about(NOTHING, area, zh, en)
    now, then = (one.iloc[0] for one in both)
    if now["stock_scope"] != then["stock_scope"]:
        why = because("scope", now["stock_scope"], then["stock_scope"])
        return about(NOTHING, area, why.zh, why.en)
    ratio = ratio_of(indicator)
    rows = []
    for role, name, column in (
        ("numerator", ratio.numerator, "stock"),
        ("denominator", ratio.denominator, f"{population}_population"),
        ("total", ratio.id, population),
    ):
        row = {"role": role, "indicator": name, "ref_area": now["ref_area"], "ref_area_name": now["ref_area_name"]}
        rows.append(row | {"year": year, "base_year": base_year} | _sides(now, then, column))
    return _with_effects(pd.DataFrame(rows), ratio)


def _sides(now: pd.Series, then: pd.Series, column: str) -> dict:
    sides = {}
    for side, row in (("level", now), ("base", then)):
        names = [name for name in row.index if name == column or name.startswith(f"{column}_")]
        sides |= {
            f"{side}{name.removeprefix(column)}": row[name]
            for name in names
            if "population_" not in name.removeprefix(column)
        }
    return sides


def _with_effects(rows: pd.DataFrame, ratio: Indicator) -> pd.DataFrame:
    level, base = intervals.of(rows, "level"), intervals.of(rows, "base")
    total = rows["role"] == "total"
    mean = [
        log_mean(float(rows.loc[total, f"level{end}"].iloc[0]), float(rows.loc[total, f"base{end}"].iloc[0]))
        for end in ("", "_lower", "_upper")
    ]
    sign = np.where(rows["role"] == "denominator", -1.0, 1.0)
    grown = level / base
    logs = intervals.Interval(np.log(grown.lower), np.log(grown.upper)) * sign
    effect = logs * intervals.Interval(np.full(3, mean[1]), np.full(3, mean[2]))
    change = level - base
    rows["effect"] = np.where(
        total, rows["level"] - rows["base"], mean[0] * np.log(rows["level"] / rows["base"]) * sign
    )
    rows["effect_lower"] = np.where(total, change.lower, effect.lower)
    rows["effect_upper"] = np.where(total, change.upper, effect.upper)
    rows["effect_unit"] = ratio.unit
    rows["unit_measure"] = rows["indicator"].map({name: one.unit for name, one in indicators().items()})
    return rows


def log_mean(a: float, b: float) -> float:
    """The logarithmic mean (a - b) / ln(a / b), a itself when both are equal; rises with both."""
    return a if np.isclose(a, b, rtol=1e-12) else (a - b) / np.log(a / b)
