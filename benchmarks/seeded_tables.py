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
Show = Callable[[str, float], tuple[str, str]]
"""An indicator's figure as printed, and the unit of its column."""


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


def _pages(wide: dict[str, pd.DataFrame], years: list[int], show: Show):
    """Two pages of a yearbook: levels of each indicator and, where the year before is known, their growth."""
    parts = []
    for edition, year in enumerate(years):
        for name, values in wide.items():
            known = values[year].dropna()
            printed = [show(name, value) for value in known]
            part = _rows(known.index, name, year, [text for text, _ in printed], printed[0][1])
            part["order"] = values.index.get_indexer(known.index)
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


def _neighbouring(show: Show, *names: str) -> Iterator[pd.DataFrame]:
    """Two neighbouring years of the provinces' patents, five pairs."""
    wide = {name: _provinces(name) for name in names}
    for year in range(2019, 2024):
        yield _pages(wide, [year - 1, year], show)


def grants() -> Iterator[pd.DataFrame]:
    """Grants of the provinces in all and by kind, two years."""
    return _neighbouring(_count, *GRANTS)


def one_indicator() -> Iterator[pd.DataFrame]:
    """Grants of inventions of the provinces alone, two years."""
    return _neighbouring(_count, GRANTS[1])


def applications() -> Iterator[pd.DataFrame]:
    """Applications of the provinces in all and by kind, two years."""
    return _neighbouring(_count, *list(INDICATORS.values())[:4])


def kinds_in_force() -> Iterator[pd.DataFrame]:
    """Patents in force of the provinces in all and by kind, two years."""
    return _neighbouring(_count, *list(INDICATORS.values())[8:])


def designs() -> Iterator[pd.DataFrame]:
    """Designs in force of the provinces alone, two years."""
    return _neighbouring(_count, "designs_in_force")


def utility_models() -> Iterator[pd.DataFrame]:
    """Utility model applications of the provinces alone, two years."""
    return _neighbouring(_count, "utility_model_applications")


def grants_in_wan() -> Iterator[pd.DataFrame]:
    """Grants of the provinces in 万件, in all and by kind, two years; as press releases print them."""
    return _neighbouring(lambda _, value: (f"{value / 1e4:.2f}", "万件"), *GRANTS)


def pct() -> Iterator[pd.DataFrame]:
    """International applications under the PCT by province and of the nation, 2022 and 2023."""
    raw = pd.read_csv(RAW / "pct-2018-2023.csv").replace({"地区": {"国内小计": "全国"}})
    raw = raw[~raw["地区"].isin(["全国合计", "国外小计", "台湾", "国外"])]
    wide = raw.pivot(index="地区", columns="年份", values="PCT国际专利申请受理量").loc[raw["地区"].unique()]
    yield _pages({"pct_applications": wide.astype(float)}, [2022, 2023], _count)


def _people() -> pd.DataFrame:
    raw = pd.read_csv(RAW / "province-population-2005-2024.csv")
    return raw.pivot(index="地区", columns="年末", values="常住人口").astype(float)


def population() -> Iterator[pd.DataFrame]:
    """Population of the provinces alone, in 万人, two years."""
    for year in range(2019, 2024):
        yield _pages({PEOPLE: _people()}, [year - 1, year], lambda _, value: (f"{value:.0f}", "万人"))


def in_force() -> Iterator[pd.DataFrame]:
    """Inventions in force in 万件, population in 万人 and density of the provinces, two years."""
    stock = _provinces(STOCK).drop(index="全国")
    people = _people().loc[stock.index, stock.columns]
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


Made = Callable[[], Iterator[pd.DataFrame]]
SETS: dict[str, dict[str, Made]] = {
    name: {one.__name__: one for one in made}
    for name, made in {
        "first": (density, madrid, cities, grants, one_indicator, in_force),
        "others": (applications, kinds_in_force, designs, utility_models, population),
        "further": (pct, grants_in_wan),
    }.items()
}
"""Sets of tables by name: those that the checks were built with, and two that came later."""


def files(table: pd.DataFrame) -> list[pd.DataFrame]:
    """The table's editions, each as the file that an office would give."""
    return [part[KEPT] for _, part in table.groupby("edition", sort=True)]
