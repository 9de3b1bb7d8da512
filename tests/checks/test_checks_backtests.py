"""Officially printed figures: what the checks say of them is known."""

import pandas as pd
import pytest
from claimed import contradictions, minimal, year_rows

from ipstats.checks import check

BEIJING = [
    *year_rows(
        "北京", "专利授权量",
        {2018: "123496", 2019: "131716", 2020: "162824", 2021: "198778", 2022: "202722", 2023: "193973"},
        growth={2019: "6.66", 2022: "2.0", 2023: "-4.31"},
    ),
    *year_rows(
        "北京", "发明专利授权量",
        {2017: "46091", 2018: "46978", 2019: "53127", 2020: "63266", 2021: "79210", 2022: "88127", 2023: "107875"},
        growth={2019: "13.09", 2022: "11.3", 2023: "22.41"},
    ),
    *year_rows("北京", "专利申请量", {2018: "211212", 2019: "226113"}, growth={2019: "7.05"}),
    *year_rows("北京", "发明专利申请量", {2018: "117664", 2019: "129930"}, growth={2019: "10.42"}),
]  # fmt: skip


def stock(year: int, indicator: str, printed: str, unit: str, measure: str = "level") -> str:
    comparison = "yoy" if measure == "growth" else ""
    return f"北京|{indicator}|{measure}|{comparison}||{year}-12-31|{printed}|{unit}"


def test_beijings_rates_agree_with_the_yearbooks_counts():
    found = check(minimal(*BEIJING), only="implied_base")
    assert set(found["verdict"]) == {"agrees"}
    assert len(found) == 8


def test_the_one_rate_that_was_cut_off_is_named():
    found = check(minimal(*BEIJING), only="implied_base")
    cut = found[found["cause"] == "truncation"]
    assert cut[["indicator", "published"]].to_numpy().tolist() == [["patent_grants", -4.31]]
    assert cut["period_end"].dt.year.tolist() == [2023]
    assert "截尾" in cut["explanation"].iloc[0] and "cut off" in cut["explanation"].iloc[0]


def test_no_false_alarm_on_the_154_densities_but_the_one_population(density):
    found = check(*density)
    ratios = found[found["check"] == "ratio"]
    assert len(ratios) == 154 and set(ratios["verdict"]) == {"agrees"}
    wrong = found[found["verdict"] == "contradicts"]
    assert wrong[["check", "ref_area_name", "indicator", "cause", "suspect_label"]].to_numpy().tolist() == [
        ["labels", "Guizhou", "resident_population", "label_shift", "Jiangxi"]
    ]
    assert wrong["period_end"].iloc[0] == pd.Timestamp("2014-09-30")


def test_naive_recomputation_of_the_densities_would_cry_wolf(density):
    table = pd.concat(density)
    wide = table.pivot(index=["ref_area_name", "period_end"], columns="indicator", values="printed").astype(float)
    naive = (wide["invention_patents_in_force"] / wide["resident_population"]).round(1)
    assert (naive == wide["invention_patents_per_million"]).sum() < 60


BEIJING_DENSITY = [
    stock(2019, "resident_population", "2153.6", "万人"),
    stock(2020, "resident_population", "2189.0", "万人"),
    stock(2021, "resident_population", "2188.6", "万人"),
    stock(2022, "resident_population", "2184.3", "万人"),
    stock(2019, "invention_patents_in_force", "284288", "件"),
    stock(2020, "invention_patents_in_force", "335575", "件"),
    stock(2022, "invention_patents_in_force", "477790", "件"),
    stock(2023, "invention_patents_in_force", "574323", "件"),
    stock(2019, "invention_patents_per_10k", "132.0", "件/万人"),
    stock(2020, "invention_patents_per_10k", "155.8", "件/万人"),
    stock(2022, "invention_patents_per_10k", "218.3", "件/万人"),
    stock(2023, "invention_patents_per_10k", "262.9", "件/万人"),
    stock(2023, "invention_patents_per_10k", "20.43", "%", "growth"),
]


def test_the_population_year_changes_between_2019_and_2020_and_every_density_agrees():
    found = check(minimal(*BEIJING_DENSITY))
    ratios = found[found["check"] == "ratio"]
    assert set(ratios["verdict"]) == {"agrees"} and len(ratios) == 4
    switch = found[found["check"] == "denominator_year"]
    assert switch["period_end"].dt.year.tolist() == [2020]
    assert switch["cause"].tolist() == ["population_year"]
    assert "不是同一年末，两个数不宜直接相比。 / " in switch["explanation"].item(), "nothing is open about it"
    assert not (found["verdict"] == "contradicts").any()


def test_the_density_of_2023_agrees_only_as_an_interval_with_a_population_in_whole_wan():
    rows = [row.replace("2184.3", "2184") for row in BEIJING_DENSITY if "2023" in row or "2022" in row]
    found = check(minimal(*rows), only="ratio").set_index("published")
    assert found.loc[262.9, "verdict"] == "agrees"
    assert found.loc[262.9, "expected_lower"] < 262.95 < 574323 / 2184


def test_a_population_revised_after_the_census_is_a_revision_not_a_contradiction():
    first = minimal(stock(2019, "resident_population", "2153.6", "万人"), vintage="2020-03-01")
    later = minimal(stock(2019, "resident_population", "2190", "万人"), vintage="2024-12-31")
    found = check(first, later)
    assert found[["check", "verdict", "cause"]].to_numpy().tolist() == [["same_figure", "cannot_say", "revision"]]


def test_a_density_on_the_population_before_the_census_is_not_held_against_the_revised_one():
    rows = [row.replace("2153.6", "2190") for row in BEIJING_DENSITY if "resident_population" in row]
    ratio = [row for row in BEIJING_DENSITY if "|level||" in row and "2020-12-31" in row and "resident" not in row]
    found = check(minimal(*ratio), minimal(*rows), only="ratio")
    assert found[["verdict", "cause"]].to_numpy().tolist() == [["cannot_say", "revision"]]


def test_about_a_quarter_of_the_gold_prizes_is_a_loose_claim():
    prizes = "北京|china_patent_award_gold|{}||2022-01-01|2022-12-31|{}|{}"
    found = check(minimal(prizes.format("level", "9", "项"), prizes.format("share", "约四分之一", "")))
    claim = found[found["check"] == "award_share"].iloc[0]
    assert (claim["verdict"], claim["cause"], claim["expected_lower"]) == ("agrees", "loose_wording", 22.5)
    assert not (found["verdict"] == "contradicts").any()


@pytest.mark.parametrize(
    ("prize", "printed", "wrong"), [("gold", "9", False), ("gold", "41", True), ("silver", "76", True)]
)
def test_an_area_cannot_have_more_prizes_than_were_given(prize, printed, wrong):
    table = minimal(f"北京|china_patent_award_{prize}|level||2022-01-01|2022-12-31|{printed}|项")
    assert (len(contradictions(table, only="award_edition")) == 1) == wrong


def test_part_of_the_year_is_at_most_the_year():
    year = "北京|专利授权量|level||2022-01-01|2022-12-31|20.3万|件"
    part = "北京|专利授权量|level||2022-01-01|2022-11-30|{}|件"
    assert contradictions(minimal(year, part.format("187884"))).empty
    assert contradictions(minimal(year, part.format("217884")))["check"].tolist() == ["part_year"]


def test_the_provinces_tables_raise_no_alarm(provinces):
    assert contradictions(provinces().drop(columns=["edition", "order"])).empty


def test_sectors_of_research_do_not_add_up_because_others_are_left_out():
    figure = "全国|{}|level||2018-01-01|2018-12-31|{}|亿元"
    parts = {
        "enterprise_rd_expenditure": "15233.7",
        "institute_rd_expenditure": "2691.7",
        "university_rd_expenditure": "1457.9",
    }
    rows = [figure.format("rd_expenditure", "19677.9"), *(figure.format(name, value) for name, value in parts.items())]
    assert contradictions(minimal(*rows)).empty


def test_kinds_of_research_add_up_within_rounding():
    figure = "全国|{}|level||2018-01-01|2018-12-31|{}|亿元"
    kinds = {"basic_research_expenditure": "1090.4", "applied_research_expenditure": "2190.9"}
    rows = [figure.format(name, value) for name, value in kinds.items()]
    rows += [
        figure.format("experimental_development_expenditure", "16396.7"),
        figure.format("rd_expenditure", "19677.9"),
    ]
    assert check(minimal(*rows), only="parts_add_up")["verdict"].tolist() == ["agrees"]
