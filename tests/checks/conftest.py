"""Real tables for the checks."""

import importlib.util
import sys

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def seeded(repo):
    """The benchmark of seeded errors as a module."""
    spec = importlib.util.spec_from_file_location("seeded_errors", repo / "benchmarks" / "seeded_errors.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


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
