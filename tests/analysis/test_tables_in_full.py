"""What is worked out of a small table, in every column: `told.yaml` beside this file has it."""

import random
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from facts import observation, table

from ipstats import analysis
from ipstats.analysis.history import by_year, with_changes
from ipstats.errors import IpstatsError
from ipstats.model.areas import areas
from ipstats.model.observations import frame
from told import compare, rows

TOLD = Path(__file__).with_name("told.yaml")
AREAS = ("110000", "310000", "320000", "330000", "440000", "320100", "320500", "000000")
PARTS = ("invention_patent_grants", "utility_model_grants", "design_grants")
HALF, HIGH_VALUE = "2022-01-01/P6M", "high_value_invention_patents_per_10k"
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
    of_plan = {"is_target": True, "vintage": pd.Timestamp(2022, 3, 1)}
    for due, goal in (("2025", "17"), ("2022", "12.4"), ("2023", "12.0"), ("2021", "9")):
        found.append(observation(HIGH_VALUE, "320000", f"{due}-12-31", goal, **of_plan))
    found += [observation(HIGH_VALUE, "000000", f"{due}-12-31", "12", **of_plan) for due in ("2025", "2026")]
    for area, when, level in (("320000", "2022", "12.4"), ("320000", "2021", "10.9"), ("330000", "2022", "11.98")):
        found.append(observation(HIGH_VALUE, area, f"{when}-12-31", level))
    return table(*found)


@cache
def gappy() -> pd.DataFrame:
    """The same with figures left out, roughly told, not certain, of another coverage, or told otherwise elsewhere."""
    draw, found = random.Random(12), []
    for row in figures().drop(columns="obs_id").to_dict("records"):
        if draw.random() < 0.12:
            continue
        value = row["obs_value"]
        if row["measure"] == "level" and draw.random() < 0.25:
            bound = draw.choice(["=", "=", "~", ">", "<="])
            low, high = value * 0.98, value * 1.02
            low, high = {">": (value, float("inf")), "<=": (float("-inf"), value)}.get(bound, (low, high))
            row |= {"bound": bound, "obs_lower": low, "obs_upper": high}
        row |= {"obs_status": draw.choice("AAAAAAABPEU"), "scope": draw.choice([""] * 11 + ["国内"])}
        found.append(row)
        if draw.random() < 0.2:
            ends = {name: row[name] for name in ("obs_value", "obs_lower", "obs_upper")}
            other = {name: round(end * 1.01) if end.is_integer() else end * 1.01 for name, end in ends.items()}
            later = row["vintage"] + pd.DateOffset(months=draw.choice([-1, 0, 7]))
            found.append(row | other | {"source_id": "gazette", "vintage": later, "obs_status": "A"})
    return frame(found)


TABLES = {"tables": figures, "with gaps": gappy}
LONG = (
    "award_change", "by_year", "comparable", "contributions of zones", "decompose", "every density", "foremost",
    "history of a half", "left_out", "longest_average", "of_period", "of_zones", "profile", "published", "standing",
    "with_changes", "with_densities",
)  # fmt: skip
"""What takes long, and rests on what is told of a table with gaps without it."""


@cache
def provinces() -> pd.DataFrame:
    """Grants, stock, population, density and prizes of all provinces in two years, one of which lacks a population."""
    draw, found = random.Random(13), []
    for n, one in enumerate(areas("province")):
        stock, people = 30_000.0 * draw.uniform(0.5, 4), draw.uniform(400, 12_000)
        for year in (2021, 2022):
            end, stock = f"{year}-12-31", stock * 1.15
            found += [
                observation(
                    "patent_grants", one.code, str(year), str(round(stock * draw.uniform(0.3, 0.5), -2 * (n % 2)))
                ),
                observation("invention_patents_in_force", one.code, end, str(round(stock))),
                observation("china_patent_award", one.code, str(year), str(n // 2 * 3)),
            ]
            if (n, year) != (30, 2021):
                found.append(observation("resident_population", one.code, end, f"{people:.{n % 3}f}万"))
            if n % 2:
                found.append(observation(DENSITY, one.code, end, f"{stock / people:.2f}"))
    found.append(observation(DENSITY, "000000", "2022-12-31", "23.6"))
    return table(*found)


OF_PROVINCES = {
    "densities": lambda of: of("densities", 2022), "densities of two years": lambda of: of("densities", [2021, 2022]),
    "among_peers": lambda of: of("among_peers", "320000", ["patent_grants", DENSITY], [2021, 2022]),
    "award_ranking": lambda of: of("award_ranking", [22, 23]), "award_movement": lambda of: of("award_movement",
    23, 22),
    "decompose": lambda of: of("decompose", "320000", 2022, 2021),
    "with_own": lambda of: analysis.with_own(of("densities", 2022), of("density", "000000", 2022), "全国"),
    "rank": lambda of: analysis.rank(of("densities", 2022), within=None, ties="dense"),
}  # fmt: skip


@pytest.mark.parametrize("name", OF_PROVINCES)
def test_all_provinces_together(name):
    """Every fifth row."""
    compare(TOLD, "provinces", name, rows(OF_PROVINCES[name](over(provinces())))[::5])


def test_a_ranking_moves_where_a_place_is_another():
    ranked = over(provinces())("among_peers", "320000", ["patent_grants"], [2021, 2022])
    moved = [one.code for one in areas("province") if analysis.moves(ranked, one.code)]
    compare(TOLD, "provinces", "moves", moved)
    assert analysis.alongside(provinces(), "320000", "patent_grants", 2022) == ["410000", "220000", "440000", "210000"]
    assert analysis.moves(ranked, "全国") and not analysis.moves(ranked, "苏州") and len(moved) < 31


def over(table: pd.DataFrame):
    """The functions of `analysis` over a table, by name."""
    return lambda name, *given, **more: getattr(analysis, name)(table, *given, **more)


CASES = {
    "growth": lambda of: of("growth", "320000", 2022, 2021),
    "growth of three years": lambda of: of("growth", "320000", 2022, 2019, indicators=GROWTHS),
    "growth of a half": lambda of: of("growth", "320000", 2022, 2021, period=HALF),
    "left out of a half": lambda of: analysis.left_out(of("growth", "320000", 2022, 2021, period=HALF)),
    "contributions": lambda of: of("contributions", "320000", "patent_grants", 2022, 2021),
    "density": lambda of: of("density", "320000", range(2019, 2023)),
    "densities": lambda of: of("densities", 2022),
    "decompose": lambda of: of("decompose", "320000", 2022, 2020),
    "population_candidates": lambda of: of("population_candidates", "320000", 2022),
    "annual_average": lambda of: of("annual_average", "320000", GROWTHS, 2022, 2018),
    "longest_average": lambda of: of("longest_average", "320000", GROWTHS, 2022),
    "compare": lambda of: of("compare", ["320000", "330000", "320100"], GROWTHS[:2], range(2020, 2023)),
    "among_peers": lambda of: of("among_peers", "320000", GROWTHS[:2], [2021, 2022]),
    "among_peers with density": lambda of: of("among_peers", "320000", [DENSITY], [2022]),
    "history": lambda of: of("history", "320000", GROWTHS[:2], range(2020, 2023)),
    "changes": lambda of: of("changes"),
    "profile": lambda of: of("profile", "320000", 2022, 2021),
    "standing": lambda of: of("standing", of("profile", "320000", 2022, 2021)),
    "shares_by_year": lambda of: of("shares_by_year", "320000", "patent_grants", list(PARTS), range(2020, 2023)),
    "side_by_side": lambda of: of("side_by_side", "320000", ["320100", "320500"], "patent_grants", 2022, 2021),
    "parts_of_year": lambda of: of("parts_of_year", "320000", 2022),
    "awards": lambda of: of("awards", "320000", 24),
    "award_ranking": lambda of: of("award_ranking", 24),
    "award_ranking of gold": lambda of: of("award_ranking", [23, 24], "gold"),
    "award_movement": lambda of: of("award_movement", 24, 23),
    "award_change": lambda of: of("award_change", "320000", 24, 23),
    "award_latest": lambda of: of("award_latest", 24),
    "stated_ranks": lambda of: of("stated_ranks", "320000", 24),
    "target": lambda of: of("target", "320000", 2022, HIGH_VALUE),
    "target of the nation": lambda of: of("target", "330000", 2022, HIGH_VALUE),
    "target of the year before": lambda of: of("target", "320000", 2021, HIGH_VALUE),
    "target without a level": lambda of: of("target", "110000", 2022, HIGH_VALUE),
    "contributions of two parts": lambda of: of("contributions", "320000", "patent_grants", 2021, parts=PARTS[:2]),
    "contributions of zones": lambda of: of("contributions", "440000", "patent_grants", 2022, 2019),
    "with_densities": lambda of: of("with_densities", "320000", 2022, 2020).tail(4),
    "every density": lambda of: of("with_densities", "330000", every=True).tail(9),
    "published": lambda of: of("published", of("growth", "320000", 2022, 2021), of("profile", "320000", 2022), 2022),
    "of_period": lambda of: analysis.of_period(of("growth", "330000", 2022, 2021)),
    "of_zones": lambda of: analysis.of_zones(of("growth", "330000", 2022, 2021)),
    "foremost": lambda of: analysis.foremost(of("growth", "310000", 2022, 2021)),
    "comparable": lambda of: analysis.comparable(of("growth", "310000", 2022, 2020), background=False),
    "left_out": lambda of: analysis.left_out(of("growth", "310000", 2022, 2020), partly=False),
    "award_floors": lambda of: of("award_floors", [23, 24], "silver"),
    "award_floors of all": lambda of: of("award_floors", 24),
    "award_ranking of cities": lambda of: of("award_ranking", 24, level="prefecture"),
    "by_year": lambda of: by_year(of("history", "320000", GROWTHS), range(2020, 2023)),
    "with_changes": lambda of: with_changes(
        by_year(of("history", "320000", GROWTHS), [2021, 2022]), of("growth", "320000", 2022, 2021)
    ),
    "history of a half": lambda of: of("history", "320000", GROWTHS[:1], period=HALF),
}  # fmt: skip


SETS = (
    ("320000", "patent_grants", 2022, None), ("320100", "patent_grants", 2022, None),
    ("310000", "patent_grants", 2021, None),
    ("000000", "patent_grants", 2022, None), ("320500", "trademark_registrations", 2021, "2021-01-01/P9M"),
    ("330000", "patent_grants", 2023, None), ("000000", "china_patent_award_silver", 2022, None),
)  # fmt: skip


@pytest.mark.parametrize("group", TABLES)
def test_which_areas_stand_beside_each_other(group):
    own = TABLES[group]()
    lines = [f"{' '.join(map(str, one))}: {' '.join(analysis.members(own, *one))}" for one in SETS]
    lines += [f"{area} {name}: {' '.join(analysis.alongside(own, area, name, 2022))}"
              for area in ("320000", "320100", "330000") for name in ("patent_grants", DENSITY)]  # fmt: skip
    compare(TOLD, group, "areas beside each other", lines)


@pytest.mark.parametrize(
    ("name", "group"), [(name, group) for name in CASES for group in TABLES if name not in LONG or group == "tables"]
)
def test_what_is_worked_out_has_these_columns(name, group):
    table = TABLES[group]()
    if name == "changes":
        table = table[table["ref_area"] == "320500"]
    try:
        lines = rows(CASES[name](over(table)))
    except IpstatsError as error:
        lines = [str(error)]
    compare(TOLD, group, name, lines)
