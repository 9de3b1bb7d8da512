"""Published tables as two editions without a third, in minimal form, for the campaign of seeded errors.

Levels are as published; growth is worked out from them to one place, densities of the provinces to one place from the
stock and the population. A table has the minimal columns, `scope`, `edition` (the file a row is in) and `order` (the
place of the row's area in its page).
"""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from ipstats.checks.minimal import COLUMNS
from ipstats.model.areas import area, areas

RAW = Path(__file__).parents[1] / "data" / "raw"
TABLES = Path(__file__).parent / "tables"
INDICATORS = {
    f"{measure}{kind}": name
    for measure, names in {
        "专利申请量": (
            "patent_applications", "invention_patent_applications", "utility_model_applications", "design_applications",
        ),
        "专利授权量": ("patent_grants", "invention_patent_grants", "utility_model_grants", "design_grants"),
        "有效专利量": ("patents_in_force", "invention_patents_in_force", "utility_models_in_force", "designs_in_force"),
    }.items()
    for kind, name in zip(("", "发明", "实用新型", "外观设计"), names, strict=True)
}  # fmt: skip
GRANTS = ["patent_grants", "invention_patent_grants", "utility_model_grants", "design_grants"]
STOCK, PEOPLE, DENSITY = "invention_patents_in_force", "resident_population", "invention_patents_per_10k"
KEPT = [*COLUMNS, "scope"]


def _rows(places, indicator: str, year: int, printed, unit: str = "件", measure: str = "level") -> pd.DataFrame:
    """Rows of one column of a page: an indicator's levels or growth of a year."""
    stock = indicator.endswith("in_force") or indicator in (PEOPLE, DENSITY)
    return pd.DataFrame(
        {
            "ref_area_name": places, "indicator": indicator, "measure": measure,
            "comparison": "yoy" if measure == "growth" else "", "period_start": "" if stock else f"{year}-01-01",
            "period_end": f"{year}-12-31", "printed": list(printed), "unit_measure": unit, "scope": "",
            "order": range(len(places)),
        }
    )  # fmt: skip


def _growth(now: pd.Series, before: pd.Series) -> list[str]:
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = (now / before - 1) * 100
    return [f"{one:.1f}" if np.isfinite(one) else "" for one in rate]


def _pages(wide: dict[str, pd.DataFrame], years: list[int], show: Callable[[str, float], tuple[str, str]]):
    """Two pages of a yearbook: levels of each indicator and, where the year before is known, their growth."""
    parts = []
    for edition, year in enumerate(years):
        for name, values in wide.items():
            printed = [show(name, value) for value in values[year]]
            part = _rows(values.index, name, year, [text for text, _ in printed], printed[0][1])
            parts.append(part.assign(edition=edition))
            if year - 1 in values and name not in (PEOPLE, DENSITY):
                rate = _growth(values[year], values[year - 1])
                parts.append(_rows(values.index, name, year, rate, "%", "growth").assign(edition=edition))
    table = pd.concat(parts, ignore_index=True)
    table = table[table["printed"] != ""].reset_index(drop=True)
    return table.assign(scope=np.where(table["ref_area_name"] == "全国", "国内", ""))


def _count(_name: str, value: float) -> tuple[str, str]:
    return f"{value:.0f}", "件"


def _published(file: str, indicator: str) -> pd.DataFrame:
    raw = pd.read_csv(TABLES / file).query("area not in ['台湾', '其他']")
    return raw.pivot(index="area", columns="year", values="value").loc[raw["area"].unique()].astype(float)


def madrid() -> Iterator[pd.DataFrame]:
    """Madrid applications of 2021 and 2022 by province and of the nation."""
    yield _pages({"madrid_applications": _published("madrid-applications-by-province.csv", "")}, [2021, 2022], _count)


def cities() -> Iterator[pd.DataFrame]:
    """Utility models in force of fifteen cities at the end of 2021 and 2022."""
    wide = _published("utility-models-in-force-by-city.csv", "")
    yield _pages({"utility_models_in_force": wide}, [2021, 2022], _count)


def _provinces(name: str) -> pd.DataFrame:
    raw = pd.read_csv(RAW / "province-patents-2018-2023.csv").dropna(subset=["数值"])
    raw["indicator"] = (raw["指标"] + raw["专利类型"].replace("合计", "")).map(INDICATORS)
    mine = raw[raw["indicator"] == name]
    return mine.pivot(index="地区", columns="年份", values="数值").loc[mine["地区"].unique()].astype(float)


def grants() -> Iterator[pd.DataFrame]:
    """Grants of the provinces in all and by kind, two years."""
    wide = {name: _provinces(name) for name in GRANTS}
    for year in range(2019, 2024):
        yield _pages(wide, [year - 1, year], _count)


def one_indicator() -> Iterator[pd.DataFrame]:
    """Grants of inventions of the provinces alone, two years."""
    for year in range(2019, 2024):
        yield _pages({GRANTS[1]: _provinces(GRANTS[1])}, [year - 1, year], _count)


def in_force() -> Iterator[pd.DataFrame]:
    """Inventions in force in 万件, population in 万人 and density of the provinces, two years."""
    people = pd.read_csv(RAW / "province-population-2005-2024.csv")
    people = people.pivot(index="地区", columns="年末", values="常住人口")
    stock = _provinces(STOCK).drop(index="全国")
    people = people.loc[stock.index, stock.columns].astype(float)
    units = {STOCK: ("万件", 1e4, 4), PEOPLE: ("万人", 1, 0), DENSITY: ("件/万人", 1, 1)}

    def show(name: str, value: float) -> tuple[str, str]:
        unit, scale, places = units[name]
        return f"{value / scale:.{places}f}", unit

    for year in range(2019, 2024):
        yield _pages({STOCK: stock, PEOPLE: people, DENSITY: stock / people}, [year - 1, year], show)


def density() -> Iterator[pd.DataFrame]:
    """Two of the office's tables of population, inventions in force and density, 2012 to 2016."""
    raw = pd.read_csv(RAW / "cnipa-density-2012-2016.csv", dtype=str)
    raw = raw[(raw["region"] != "Total") & ~((raw["table_month"] == "2014-09") & (raw["region"] == "Guizhou"))]
    columns = {
        "population_millions": (PEOPLE, "百万人"), "invention_patents_in_force": (STOCK, "件"),
        "per_million_population": ("invention_patents_per_million", "件/百万人"),
    }  # fmt: skip
    months = sorted(raw["table_month"].unique())
    for pair in itertools.pairwise(months):
        parts = []
        for edition, month in enumerate(pair):
            page = raw[raw["table_month"] == month]
            last = (pd.Timestamp(month) + pd.offsets.MonthEnd(0)).strftime("%Y-%m-%d")
            for column, (name, unit) in columns.items():
                part = _rows(page["region"].tolist(), name, 0, page[column], unit)
                parts.append(part.assign(period_start="", period_end=last, edition=edition))
        yield pd.concat(parts, ignore_index=True)


def whole(*, growth: bool = True) -> pd.DataFrame:
    """The provinces' patents of 2018-2023, twelve indicators, as one table; growth to two places."""
    order = {one.name: n for n, one in enumerate(areas("province"))} | {"全国": -1}
    parts = []
    for name in INDICATORS.values():
        wide = _provinces(name)
        for year in wide.columns:
            known = wide[year].notna()
            parts.append(_rows(wide.index[known], name, year, [f"{v:.0f}" for v in wide.loc[known, year]]))
            both = known & wide[year - 1].notna() if year - 1 in wide else known & False
            if growth and both.any():
                rate = ((wide[year] / wide[year - 1].where(both) - 1) * 100)[both]
                parts.append(_rows(wide.index[both], name, year, [f"{v:.2f}" for v in rate], "%", "growth"))
    table = pd.concat(parts, ignore_index=True)
    table["ref_area_name"] = table["ref_area_name"].map(lambda name: area(name).name)
    table = table.assign(order=table["ref_area_name"].map(order), edition=0)
    table = table.sort_values(["measure", "period_end", "indicator", "order"], ascending=[False, True, True, True])
    return table.assign(scope=np.where(table["ref_area_name"] == "全国", "国内", "")).reset_index(drop=True)


TWO_EDITIONS: dict[str, Callable[[], Iterator[pd.DataFrame]]] = {
    one.__name__: one for one in (density, madrid, cities, grants, one_indicator, in_force)
}


def files(table: pd.DataFrame) -> list[pd.DataFrame]:
    """The table's editions, each as the file that an office would give."""
    return [part[KEPT] for _, part in table.groupby("edition", sort=True)]
