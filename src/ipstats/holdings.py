"""What the data holds: which areas, which indicators, and what of one area."""

import pandas as pd

from ipstats.display.phrasing import year_runs
from ipstats.errors import ParameterError
from ipstats.model.areas import LEVELS
from ipstats.model.areas import area as find_area
from ipstats.model.areas import areas as known_areas
from ipstats.model.indicators import indicators as known_indicators
from ipstats.model.nearest import did_you_mean
from ipstats.model.select import figures
from ipstats.store import load


def areas(table: pd.DataFrame | None = None, *, level: str = "") -> pd.DataFrame:
    """The areas that the data has figures of, in the order of their codes.

    Parameters
    ----------
    table : an observation table; the project's when left out
    level : keep one level: nation, province, special, corps, prefecture, county, zone, group

    Returns
    -------
    DataFrame
        ref_area, ref_area_name, level, figures, indicators, first and last (years)

    Raises
    ------
    ParameterError
        for a level that is none

    Examples
    --------
    >>> areas(read("2023年，北京市专利授权量12万件。").table)[["ref_area_name", "figures", "last"]].values.tolist()
    [['北京市', 1, 2023]]
    """
    if level and level not in LEVELS:
        raise ParameterError(f"no level {level!r}{did_you_mean(level, LEVELS) or '; expected ' + ', '.join(LEVELS)}")
    levels = {one.code: one.level for one in known_areas()}
    held = _held(load() if table is None else table, ["ref_area", "ref_area_name"], "indicator_name", "indicators")
    held.insert(2, "level", held["ref_area"].map(levels).fillna(""))
    return held[held["level"] == level].reset_index(drop=True) if level else held


def indicators(table: pd.DataFrame | None = None, *, area: str | int = "") -> pd.DataFrame:
    """The indicators that the data has figures of, in the order of the catalogue; those it lacks come last.

    Parameters
    ----------
    table : an observation table; the project's when left out
    area : only what it has of one area, by code or name

    Returns
    -------
    DataFrame
        indicator (empty where the catalogue has none), indicator_name, name_en, unit_measure (the catalogue's),
        figures, areas, first and last (years)

    Raises
    ------
    ParameterError
        for an area that is none

    Examples
    --------
    >>> indicators(read("2023年，北京市专利授权量12万件。").table)[["indicator", "areas", "last"]].values.tolist()
    [['patent_grants', 1, 2023]]
    """
    rows = figures(load() if table is None else table, area=area)
    catalogue = known_indicators()
    held = _held(rows, ["indicator", "indicator_name"], "ref_area_name", "areas")
    order = {name: at for at, name in enumerate(catalogue)}
    for at, (name, field) in enumerate((("name_en", "en"), ("unit_measure", "unit")), start=2):
        held.insert(at, name, [getattr(catalogue[one], field) if one in catalogue else "" for one in held["indicator"]])
    places = held["indicator"].map(order).fillna(len(order))
    return held.loc[places.sort_values(kind="stable").index].reset_index(drop=True)


def available(area: str | int, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """What the data has of one area: a line an indicator and coverage, with its years.

    Parameters
    ----------
    area : a code or name
    table : an observation table; the project's when left out

    Returns
    -------
    DataFrame
        indicator, indicator_name, scope, measure, unit_measure, figures, years

    Raises
    ------
    ParameterError
        for a name that is none; it tells the nearest

    Examples
    --------
    >>> available("北京", read("2023年，北京市专利授权量12万件。").table)[["indicator", "years"]].values.tolist()
    [['patent_grants', '2023']]
    """
    rows = _named(figures(load() if table is None else table, area=find_area(area).code))
    rows = rows.assign(year=rows["period_end"].dt.year)
    keys = ["indicator", "indicator_name", "scope", "measure", "unit_measure"]
    years = ("year", lambda found: year_runs(found.dropna(), "zh"))
    found = rows.groupby(keys, sort=False).agg(figures=("obs_id", "size"), years=years).reset_index()
    return found.sort_values(["indicator_name", "measure", "scope"], ignore_index=True, kind="stable")


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with a name for every indicator: the label where the catalogue has none."""
    return rows.assign(indicator_name=rows["indicator_name"].where(rows["indicator_name"] != "", rows["label"]))


def _held(rows: pd.DataFrame, keys: list[str], other: str, others: str) -> pd.DataFrame:
    rows = _named(rows).assign(year=rows["period_end"].dt.year)
    counts = {
        "figures": ("obs_id", "size"),
        others: (other, "nunique"),
        "first": ("year", "min"),
        "last": ("year", "max"),
    }
    held = rows.groupby(keys).agg(**counts).reset_index()
    return held.astype({"first": "Int64", "last": "Int64"})
