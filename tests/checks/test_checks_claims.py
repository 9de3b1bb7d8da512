"""Each claim holds with its own base year, sign and tolerance, and with no other."""

import pandas as pd
import pytest
from claimed import minimal, year_rows

from ipstats.checks import CHECKS, check
from ipstats.checks.claims import claims_of
from ipstats.checks.inputs import one_table
from ipstats.model.areas import area

LEVELS = {2019: "10000", 2020: "11000", 2021: "12500", 2022: "13310"}
RATES = {2020: "10.0", 2021: "13.6", 2022: "6.5"}


def verdicts(*rows: str, only: str, **columns) -> list[str]:
    return check(minimal(*rows).assign(**columns), only=only)["verdict"].tolist()


def yearly(measure: str, comparison: str, printed: str, unit: str, year: int = 2022) -> str:
    return f"北京|专利授权量|{measure}|{comparison}|{year}-01-01|{year}-12-31|{printed}|{unit}"


@pytest.mark.parametrize(
    ("comparison", "printed", "verdict"),
    [
        ("annual_average:2020-2022", "10.0", "agrees"),
        ("annual_average:2019", "10.0", "agrees"),
        ("annual_average:2019", "-10.0", "contradicts"),
        ("annual_average:2019", "10.2", "contradicts"),
        ("annual_average:2020", "10.0", "agrees"),
        ("annual_average:2021", "10.0", "contradicts"),
    ],
    ids=["span", "base year", "sign", "tolerance", "one year later: 10.0 by the levels", "other base year"],
)
def test_average_growth_is_geometric_from_its_base_year(comparison, printed, verdict):
    rows = [*year_rows("北京", "专利授权量", LEVELS), yearly("growth", comparison, printed, "%")]
    assert verdicts(*rows, only="average_growth") == [verdict]


@pytest.mark.parametrize(
    ("comparison", "printed", "verdict"),
    [
        ("annual_average:2020-2022", "10.0", ["agrees"]),
        ("annual_average:2020-2022", "-10.0", ["contradicts"]),
        ("annual_average:2020-2022", "10.3", ["contradicts"]),
        ("annual_average:2018-2022", "10.0", []),
        ("annual_average:2021-2022", "10.0", ["agrees"]),
        ("annual_average:2021-2022", "6.5", ["contradicts"]),
    ],
    ids=["agrees", "sign", "tolerance", "a year is missing", "two years", "last year's alone"],
)
def test_average_growth_is_the_mean_of_the_yearly_rates_where_there_are_no_levels(comparison, printed, verdict):
    rows = [*year_rows("北京", "专利授权量", {}, growth=RATES), yearly("growth", comparison, printed, "%")]
    assert verdicts(*rows, only="average_of_rates") == verdict


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [("连续3年增长", "agrees"), ("连续4年增长", "contradicts"), ("连续三年下降", "contradicts")],
)
def test_a_rise_in_a_row_holds_in_every_year(printed, verdict):
    levels = LEVELS | {2018: "10500"}
    found = verdicts(*year_rows("北京", "专利授权量", levels), yearly("growth", "", printed, "%"), only="every_year")
    assert ("contradicts" in found) == (verdict == "contradicts") and len(found) >= 3


@pytest.mark.parametrize(
    ("levels", "rates", "printed", "told"),
    [
        ({2021: "12", 2022: "13"}, {}, "连续3年增长", ["agrees"]), ({2020: "11", 2022: "13"}, {}, "连续3年增长", []),
        ({2020: "11", 2021: "12", 2022: "12"}, {}, "连续2年增长", ["contradicts", "agrees"]),
        ({2020: "11", 2021: "12", 2022: "12"}, {}, "连续2年下降", ["contradicts", "contradicts"]),
        ({}, {2021: "1.2", 2022: "0.0"}, "连续2年增长", ["cannot_say", "agrees"]),
        ({}, {2020: "-1.0", 2021: "1.2", 2022: "3.0"}, "连续2年增长", ["agrees", "agrees"]),
        ({2021: "12", 2022: "13"}, {2022: "-1.0"}, "连续1年增长", ["contradicts"]),
        ({}, {2021: "-1.2", 2022: "-0.1"}, "连续2年下降", ["agrees", "agrees"]),
    ],
    ids=["of the years known", "none beside each other", "no change is no rise", "nor a fall", "nought may be a rise",
         "the year before them does not count", "a rate before levels", "falls"],
)  # fmt: skip
def test_a_rise_in_a_row_is_held_against_the_rate_or_the_levels_of_each_year(levels, rates, printed, told):
    rows = [*year_rows("北京", "专利授权量", levels, growth=rates), yearly("growth", "", printed, "%")]
    found = CHECKS["every_year"].run(claims_of(one_table([minimal(*rows)])))
    assert found.loc[found["claim"], "verdict"].tolist() == told


@pytest.mark.parametrize(
    ("printed", "wrong"), [("连续2年居第一", False), ("连续3年居第一", True), ("连续2年居第二", True)]
)
def test_a_place_held_in_a_row_is_the_place_of_every_year(printed, wrong):
    ranks = [yearly("rank", "", place, "位", year) for year, place in ((2020, "第二"), (2021, "第一"), (2022, "第一"))]
    found = verdicts(*ranks, yearly("rank", "", printed, "位"), only="every_year")
    assert ("contradicts" in found) == wrong


@pytest.mark.parametrize(
    ("place", "verdict"), [("上海市", "agrees"), ("北京市", "contradicts"), ("江苏省", "contradicts")]
)
def test_a_rank_of_densities_is_held_against_those_worked_out_of_stock_and_population(tables, place, verdict):
    page = next(tables.in_force())
    page["ref_area_name"] = page["ref_area_name"].map(lambda name: area(name).name)
    density = page["indicator"] == "invention_patents_per_10k"
    rank = page[density & (page["ref_area_name"] == place) & (page["edition"] == 1)]
    rank = rank.assign(measure="rank", printed="第二", unit_measure="位")
    known = page[~density | (page["ref_area_name"] == place)]
    found = check(pd.concat([known, rank])[tables.KEPT], only="rank")
    assert found["verdict"].tolist() == [verdict]
    no_people = known[~((known["indicator"] == "resident_population") & (known["ref_area_name"] == "浙江省"))]
    found = check(pd.concat([no_people, rank])[tables.KEPT], only="rank")
    assert found["verdict"].tolist() == ["cannot_say" if place != "江苏省" else "contradicts"]


KINDS = ("发明专利授权量", "实用新型专利授权量", "外观设计专利授权量")


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        (("55.6", "35.5", "8.9"), ["agrees"]),
        (("55.6", "35.5", "8.8"), ["agrees"]),
        (("55.6", "35.5", "9.3"), ["contradicts"]),
        (("55.6", "35.5"), []),
    ],
    ids=["100", "99.9 by rounding", "100.4", "a part is missing"],
)
def test_the_shares_of_a_partition_make_up_a_hundred_per_cent(shares, verdict):
    row = "北京|{}|share||2022-01-01|2022-12-31|{}|%".format
    found = verdicts(*(row(*one) for one in zip(KINDS, shares, strict=False)), only="shares_add_up")
    assert found == verdict


@pytest.mark.parametrize(
    ("share", "level", "verdict"),
    [("三分之二", "6700", "agrees"), ("三分之二", "5400", "contradicts"), ("超过三分之二", "6000", "contradicts")],
)
def test_two_thirds_of_a_total(share, level, verdict):
    rows = [*year_rows("北京", "专利授权量", {2022: "10000"}), *year_rows("北京", "发明专利授权量", {2022: level})]
    rows.append(f"北京|发明专利授权量|share||2022-01-01|2022-12-31|{share}|")
    found = verdicts(*rows, only="share", part_of=["", "", "专利授权量"])
    assert found == [verdict]


@pytest.mark.parametrize(("share", "verdict"), [("85", "agrees"), ("90", "contradicts"), ("-85", "contradicts")])
def test_the_part_reached_of_a_plans_target(share, verdict):
    row = "北京|每万人口高价值发明专利拥有量|{}|||{}-12-31|{}|{}".format
    rows = [row("level", 2022, "10.2", "件/万人"), row("level", 2025, "12", "件/万人"), row("share", 2022, share, "%")]
    columns = {"is_target": [False, True, False], "part_of": ["", "", "规划目标"]}
    assert verdicts(*rows, only="plan_progress", **columns) == [verdict]


@pytest.mark.parametrize(("place", "verdict"), [("第二", "agrees"), ("第一", "contradicts")])
def test_a_place_in_a_text_is_held_against_another_documents_table(provinces, place, verdict):
    table = provinces(growth=False)
    table = table[(table["indicator"] == "invention_patents_in_force") & (table["period_end"] == "2023-12-31")]
    text = minimal(
        f"北京|有效发明专利量|rank|||2023-12-31|{place}|位", "北京|有效发明专利量|level|||2023-12-31|57.4万|件"
    )
    assert check(table, text, only="rank")["verdict"].tolist() == [verdict]
