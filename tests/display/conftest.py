"""Made-up figures of five regions over four years, as analysis results: what tables and charts are drawn from."""

from datetime import date

import pandas as pd
import pytest

from ipstats import context
from ipstats.analysis import award_ranking, comparable, densities, growth, history, rank
from ipstats.model.indicators import indicators
from ipstats.model.observations import frame

REGIONS = {"110000": "北京市", "310000": "上海市", "320000": "江苏省", "330000": "浙江省", "440000": "广东省"}
YEARS = range(2020, 2024)


def row(area, indicator, year, value, **more):
    """One reported figure of a full year."""
    known = indicators()[indicator]
    made = {
        "ref_area": area, "ref_area_name": REGIONS[area], "indicator": indicator, "indicator_name": known.zh,
        "label": known.zh, "period_end": date(year, 12, 31),
        "period_start": None if known.is_stock else date(year, 1, 1),
        "obs_value": value, "obs_lower": value, "obs_upper": value, "unit_measure": known.unit, "printed": f"{value:g}",
        "source_id": f"made-up-{area}", "vintage": date(year + 1, 3, 1), "obs_text": f"{value:g}",
    }  # fmt: skip
    return made | more


def made_up() -> list[dict]:
    rows = []
    for place, area in enumerate(REGIONS):
        for step, year in enumerate(YEARS):
            patents = 50_000.0 * (place + 1) + 9_000 * step * (5 - place)
            people = 20_000_000.0 + 1_000_000 * place
            rows.append(row(area, "invention_patents_in_force", year, patents))
            rows.append(row(area, "patent_grants", year, 80_000.0 - 7_000 * step + 1_000 * place))
            rows.append(
                row(area, "resident_population", year, people, obs_lower=people - 5000, obs_upper=people + 5000,
                    printed=f"{people / 10_000:g}万")
            )  # fmt: skip
            rows.append(
                row(area, "trademark_registrations", year, 236_000.0 + 50_000 * step, obs_lower=235_500 + 50_000 * step,
                    obs_upper=236_500 + 50_000 * step, printed=f"{23.6 + 5 * step:g}万")
            )  # fmt: skip
    published = {"measure": "growth", "comparison": "yoy", "unit_measure": "%", "obs_lower": -7.9, "obs_upper": -7.8}
    rows.append(row("110000", "patent_grants", 2023, -7.85, obs_status="P", **published))
    return rows


@pytest.fixture(scope="session")
def observations() -> pd.DataFrame:
    return frame(made_up())


@pytest.fixture(scope="session", params=["zh", "en"])
def here(request):
    return context("110000", 2023, 2022, request.param)


@pytest.fixture(scope="session")
def zh():
    return context("110000", 2023, 2022, "zh")


@pytest.fixture(scope="session")
def prizes():
    """Prizes of the 23rd edition: places as intervals."""
    rows = [row(area, "china_patent_award", 2022, 160.0 - 30 * place) for place, area in enumerate(REGIONS)]
    return award_ranking(frame(rows), 23)


@pytest.fixture(scope="session")
def grown(observations):
    return comparable(growth(observations, "110000", 2023, 2022))


@pytest.fixture(scope="session")
def series(observations):
    return history(observations, "110000")


@pytest.fixture(scope="session")
def everywhere(observations):
    stocks = [history(observations, area, "invention_patents_in_force") for area in REGIONS]
    return pd.concat(stocks, ignore_index=True)


@pytest.fixture(scope="session")
def ranked(observations):
    """Densities of the five, ranked among themselves (reports rank only all 31 provinces)."""
    rows = densities(observations, [2021, 2022, 2023])
    return rank(rows.drop(columns=["rank", "rank_best", "rank_worst", "among", "tied", "ties"]), within="year")
