"""What is worked out of a small table, in every column: `told.yaml` beside this file has it."""

import random
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from facts import observation, table

from ipstats import analysis
from told import compare, rows

TOLD = Path(__file__).with_name("told.yaml")
AREAS = ("110000", "310000", "320000", "330000", "440000", "320100", "320500", "000000")
PARTS = ("invention_patent_grants", "utility_model_grants", "design_grants")
HALF = "2022-01-01/P6M"
GROWTHS, DENSITY = ["patent_grants", *PARTS, "trademark_registrations"], "invention_patents_per_10k"


@cache
def figures() -> pd.DataFrame:
    """Figures of eight areas in five years from two yearbooks, with rates, densities, shares, prizes and a goal."""
    draw = random.Random(11)
    found = []
    for n, area in enumerate(AREAS):
        grants = {part: 9000.0 * (n + 1) * draw.uniform(0.5, 2) for part in PARTS}
        stock, people, marks = 52_000.0 * (n + 1), 2300.0 + 700 * n, 31_000.0 * (n + 2)
        for year in range(2018, 2023):
            source = "yearbook" if year < 2022 else "report"
            for part in PARTS:
                grants[part] *= draw.uniform(0.94, 1.2)
                found.append(observation(part, area, str(year), str(round(grants[part])), source=source))
            whole = sum(round(value) for value in grants.values())
            found.append(observation("patent_grants", area, str(year), str(whole), source=source))
            marks *= draw.uniform(0.9, 1.15)
            found.append(observation("trademark_registrations", area, str(year), f"{marks / 1e4:.2f}万", source=source))
            stock, people = stock * draw.uniform(1.1, 1.2), people * draw.uniform(0.995, 1.01)
            end = f"{year}-12-31"
            found.append(observation("invention_patents_in_force", area, end, str(round(stock)), source=source))
            found.append(observation("resident_population", area, end, f"{people:.1f}万", source="census"))
            printed = f"{stock / people:.1f}"
            found.append(observation(DENSITY, area, end, printed, source=source))
            if year == 2022:
                share, rate = f"{100 * grants[PARTS[0]] / whole:.1f}", f"{draw.uniform(-5, 15):.1f}"
                own = {"source": source}
                found += [
                    observation("patent_grants", area, "2022", rate, measure="growth", **own),
                    observation(PARTS[0], area, "2022", share, measure="share", part_of="专利授权量", **own),
                    observation("patent_grants", area, "2022", str(n + 1), measure="rank", rank_scope="全国", **own),
                    observation("patent_grants", area, HALF, str(round(whole / 2.1)), **own),
                ]
            if year == 2021:
                found.append(
                    observation("patent_grants", area, "2021-01-01/P6M", str(round(whole / 1.9)), source=source)
                )
                found.append(observation("trademark_registrations", area, "2021-01-01/P9M", str(round(marks / 1.3))))
        for year, more in ((2022, 0), (2023, 2)):
            gold, silver = (n * 3) % 5 + more, (n * 5) % 7
            kinds = {
                "_gold": gold,
                "_silver": silver,
                "_excellence": 20 + n * 4,
                "": gold + silver + 20 + n * 4 + n % 2,
            }
            for kind, count in kinds.items():
                if kind != "_silver" or n % 3:
                    found.append(
                        observation(f"china_patent_award{kind}", area, str(year), str(count), source=f"list-{year}")
                    )
    found.append(observation("high_value_invention_patents_per_10k", "320000", "2025-12-31", "17", is_target=True))
    found.append(observation("high_value_invention_patents_per_10k", "320000", "2022-12-31", "12.4"))
    return table(*found)


def of(name: str, *given, **more):
    return getattr(analysis, name)(figures(), *given, **more)


CASES = {
    "growth": lambda: of("growth", "320000", 2022, 2021),
    "growth of three years": lambda: of("growth", "320000", 2022, 2019, indicators=GROWTHS),
    "growth of a half": lambda: of("growth", "320000", 2022, 2021, period=HALF),
    "left out of a half": lambda: analysis.left_out(of("growth", "320000", 2022, 2021, period=HALF)),
    "contributions": lambda: of("contributions", "320000", "patent_grants", 2022, 2021),
    "density": lambda: of("density", "320000", range(2019, 2023)),
    "densities": lambda: of("densities", 2022),
    "decompose": lambda: of("decompose", "320000", 2022, 2020),
    "population_candidates": lambda: of("population_candidates", "320000", 2022),
    "annual_average": lambda: of("annual_average", "320000", GROWTHS, 2022, 2018),
    "longest_average": lambda: of("longest_average", "320000", GROWTHS, 2022),
    "compare": lambda: of("compare", ["320000", "330000", "320100"], GROWTHS[:2], range(2020, 2023)),
    "among_peers": lambda: of("among_peers", "320000", GROWTHS[:2], [2021, 2022]),
    "among_peers with density": lambda: of("among_peers", "320000", [DENSITY], [2022]),
    "history": lambda: of("history", "320000", GROWTHS[:2], range(2020, 2023)),
    "changes": lambda: analysis.changes(figures()[figures()["ref_area"] == "320500"]),
    "profile": lambda: of("profile", "320000", 2022, 2021),
    "standing": lambda: of("standing", of("profile", "320000", 2022, 2021)),
    "shares_by_year": lambda: of("shares_by_year", "320000", "patent_grants", list(PARTS), range(2020, 2023)),
    "side_by_side": lambda: of("side_by_side", "320000", ["320100", "320500"], "patent_grants", 2022, 2021),
    "parts_of_year": lambda: of("parts_of_year", "320000", 2022),
    "awards": lambda: of("awards", "320000", 24),
    "award_ranking": lambda: of("award_ranking", 24),
    "award_ranking of gold": lambda: of("award_ranking", [23, 24], "gold"),
    "award_movement": lambda: of("award_movement", 24, 23),
    "award_change": lambda: of("award_change", "320000", 24, 23),
    "award_latest": lambda: of("award_latest", 24),
    "stated_ranks": lambda: of("stated_ranks", "320000", 24),
    "target": lambda: of("target", "320000", 2022),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_worked_out_has_these_columns(name):
    compare(TOLD, "tables", name, rows(CASES[name]()))
