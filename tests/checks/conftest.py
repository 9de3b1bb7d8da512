"""Real tables for the checks."""

import sys

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def seeded(repo):
    """The campaign of seeded errors as a module."""
    sys.path.insert(0, str(repo / "benchmarks"))
    try:
        import seeded_errors
    finally:
        sys.path.pop(0)
    return seeded_errors


@pytest.fixture(scope="session")
def tables(seeded):
    """The published tables of the campaign as a module."""
    return sys.modules["seeded_tables"]


@pytest.fixture(scope="session")
def provinces(tables):
    """The provinces' patents of 2018-2023 as a minimal table, with growth or (`growth=False`) without."""
    return tables.whole


@pytest.fixture(scope="session")
def density(repo) -> list[pd.DataFrame]:
    """The office's five monthly density tables, each a minimal table of population, stock and density."""
    raw = pd.read_csv(repo / "data" / "raw" / "cnipa-density-2012-2016.csv", dtype=str)
    raw["region"] = raw["region"].replace({"Total": "全国"})
    month = pd.to_datetime(raw["table_month"]) + pd.offsets.MonthEnd(0)
    columns = {
        "population_millions": ("resident_population", "百万人"),
        "invention_patents_in_force": ("invention_patents_in_force", "件"),
        "per_million_population": ("invention_patents_per_million", "件/百万人"),
    }
    rows = pd.concat(
        pd.DataFrame(
            {
                "ref_area_name": raw["region"], "indicator": name, "measure": "level", "comparison": "",
                "period_start": "", "period_end": month.dt.strftime("%Y-%m-%d"), "printed": raw[column],
                "unit_measure": unit,
            }
        )
        for column, (name, unit) in columns.items()
    )  # fmt: skip
    return [part.reset_index(drop=True) for _, part in rows.groupby("period_end")]
