"""Densities worked out from patents and population, as rows beside the published ones of the table of observations."""

import re
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from ipstats.analysis.comparability import COMPUTED
from ipstats.analysis.density import DENSITY, density
from ipstats.analysis.pairs import FULL_YEAR, parts
from ipstats.analysis.peers import provinces
from ipstats.model.areas import NATION
from ipstats.model.areas import area as find_area
from ipstats.model.indicators import indicator

OPERAND_SOURCE = re.compile(r"\[([^\]]+)\]")
"""A source in the formula of such a figure."""


def with_densities(
    table: pd.DataFrame, area: str, year: int | None = None, base_year: int | None = None, *, every: bool = False
) -> pd.DataFrame:
    """The table with the density of a province or the nation for year-ends that no source gives it exactly for.

    Worked out on the population of the previous year-end and rounded to one decimal as offices print it; the status is
    E, the source is empty, and `comment_obs` is the formula, with the sources of its operands in square brackets. The
    figures of `year` and `base_year` are on one basis: where that of the year rests on another population the base is
    not worked out, else a published base that rests on another is replaced, or leaves the table where that of the year
    is worked out and it cannot be. With `every` the whole series is on the basis of the figure of `year`: published
    figures that rest on another population leave the table, and worked-out ones take their places, unless that of the
    year itself rests on another, which then stands alone.
    """
    code = find_area(area).code
    if code != NATION and code not in provinces():
        return table
    years = density(table, code)
    years = years[years["stock_scope"].eq("") | years["stock_scope"].str.contains("不含港澳台")]
    exact: pd.Series = years["published"].notna() & (years["published_bound"] == "=")
    another = exact & ~(years["fits"].isin(("previous", "both")) & ~years["other_vintage"])
    changed: pd.Series = (years["year"] != year) if every else (years["year"] == base_year)
    exact &= ~(another & changed)
    beside = ~changed | (not another[years["year"] == year].any())
    new = years["previous"].notna() & ~exact & beside
    kept = years.loc[exact & beside, "published_id"] if every else table["obs_id"]
    if not every and (years["year"][new] == year).any():
        kept = kept[~kept.isin(years.loc[another & changed & ~new, "published_id"])]
    return _replaced(table, code, years[new].drop_duplicates("year"), kept)


def _replaced(table: pd.DataFrame, code: str, years: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    """The table with worked-out densities of some years in the place of those that it has of them, and no others of the
    area at a year-end than those `kept`."""
    rows = [_row(row, code) for row in years.to_dict("records")]
    added = pd.DataFrame(rows, columns=table.columns).astype(table.dtypes.to_dict())
    levels = (table["ref_area"] == code) & (table["indicator"] == DENSITY) & (table["measure"] == "level")
    levels &= parts(table["period_start"], table["period_end"]).isin(FULL_YEAR)
    gone = levels & (table["period_end"].isin(added["period_end"]) | ~table["obs_id"].isin(kept))
    if not len(added) and not gone.any():
        return table
    found: pd.DataFrame = pd.concat([table[~gone], added], ignore_index=True)
    found.attrs = table.attrs
    return found


def _row(row: Mapping[Hashable, Any], code: str) -> dict[str, Any]:
    """One density as an observation."""
    known, end = indicator(DENSITY), pd.Timestamp(int(row["year"]), 12, 31)
    people = "previous_population"
    operands = [f"{_said(row, one, unit)}[{row[f'{one}_source']}]" for one, unit in (("stock", "件"), (people, "人"))]
    return {
        "obs_id": f"{COMPUTED}{code}:{row['year']}:{len(row['scope'])}", "ref_area": code,
        "ref_area_name": find_area(code).name, "scope": "", "indicator": DENSITY, "indicator_name": known.zh,
        "label": known.zh, "measure": "level", "comparison": "", "period_end": end,
        "time_period": f"{end:%Y-%m-%d}", "obs_value": row["previous"], "obs_lower": row["previous_lower"],
        "obs_upper": row["previous_upper"], "bound": "=", "unit_measure": known.unit,
        "printed": f"{row['previous']:.1f}", "obs_status": "E", "comment_obs": f"{' ÷ '.join(operands)} × 10000",
        "is_target": False, "part_of": "", "rank_scope": "", "source_id": "", "section": "", "trust": "sure",
    }  # fmt: skip


def _said(row: Mapping[Hashable, Any], name: str, unit: str) -> str:
    """An operand as it is printed."""
    return f"{row[f'{name}_printed'] or format(row[name], '.0f')}{unit}"
