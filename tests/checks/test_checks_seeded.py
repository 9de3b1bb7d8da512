"""Errors seeded into real tables are found, named and told apart; clean tables raise no alarm."""

import pandas as pd
import pytest
from claimed import contradictions, minimal, year_rows

from ipstats.checks import check

KINDS = (
    "digits_exchanged", "decimal_lost", "wan_too_many", "yi_for_wan", "sign_flipped", "year_off", "points_for_percent",
    "unit_mistaken", "rows_shifted", "row_doubled", "total_not_updated", "column_copied",
)  # fmt: skip


@pytest.fixture(scope="module")
def campaign(seeded):
    return seeded.campaign(seed=7, draws=9)


@pytest.mark.slow
def test_there_are_nine_errors_of_each_of_twelve_kinds(campaign):
    assert campaign[0].groupby("kind").size().to_dict() == dict.fromkeys(KINDS, 9)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_seeded_errors_are_found_and_ascribed(campaign, kind):
    mine = campaign[0].query("kind == @kind and touched")
    assert mine["found"].all() and mine["accused"].all() and mine["cause"].mean() >= 0.85
    assert mine["leading"].mean() <= 1.2 and mine["innocent"].mean() <= 0.2


@pytest.mark.slow
def test_clean_tables_of_two_editions_raise_no_alarm(campaign):
    assert campaign[1]["alarms"].sum() == 0 and campaign[1]["figures"].sum() > 5000


@pytest.mark.parametrize(
    ("row", "printed", "unit", "cause"),
    [
        (1, "20272.2", "件", "decimal_slip"),
        (1, "202722", "万件", "unit_slip"),
        (1, "202272", "件", "digit_slip"),
        (3, "-1.98", "%", "sign_slip"),
        (3, "198", "%", "decimal_slip"),
        (3, "1.98", "百分点", "points_for_percent"),
    ],
)
def test_a_slip_is_named_for_what_it_is(row, printed, unit, cause):
    rows = year_rows(
        "北京", "专利授权量", {2021: "198778", 2022: "202722", 2023: "193973"}, growth={2022: "1.98", 2023: "-4.32"}
    )
    table = minimal(*rows)
    assert contradictions(table).empty
    table.loc[row, ["printed", "unit_measure"]] = [printed, unit]
    wrong = contradictions(table)
    assert set(wrong["cause"]) == {cause}
    assert set(wrong["measure"]) == {"growth" if row == 3 else "level"}


def test_a_flipped_sign_is_named_also_where_the_figure_was_cut_off():
    rows = year_rows("北京", "专利授权量", {2022: "202722", 2023: "193973"}, growth={2023: "4.31"})
    assert contradictions(minimal(*rows))["cause"].tolist() == ["sign_slip"]


def test_a_level_put_in_the_wrong_year_names_the_year():
    rows = year_rows("北京", "专利授权量", {2021: "198778", 2022: "202722"}, growth={2022: "1.98", 2021: "22.08"})
    rows += year_rows("北京", "专利授权量", {2020: "162824"})
    table = minimal(*rows)
    assert contradictions(table).empty
    table.loc[1, ["period_start", "period_end"]] = ["2021-01-01", "2021-12-31"]
    wrong = contradictions(table)
    assert set(wrong["cause"]) == {"year_slip"} and set(wrong["suspect_label"]) == {"2022"}
    assert set(wrong["published"]) == {202722}


def three_editions(swap: bool) -> list[pd.DataFrame]:
    places = {"北京": 284288, "上海": 129930, "天津": 35020, "河北": 29620, "山西": 14810, "辽宁": 43940, "吉林": 15960}
    editions = []
    for n, year in enumerate((2019, 2020, 2021)):
        values = {place: round(value * 1.15**n) for place, value in places.items()}
        if swap and year == 2020:
            values["北京"], values["天津"] = values["天津"], values["北京"]
        editions.append(
            minimal(*(f"{place}|有效发明专利量|level|||{year}-12-31|{value}|件" for place, value in values.items()))
        )
    return editions


def test_exchanged_rows_between_editions_name_each_other():
    assert contradictions(*three_editions(swap=False)).empty
    wrong = contradictions(*three_editions(swap=True), only="labels")
    assert dict(zip(wrong["ref_area_name"], wrong["suspect_label"], strict=True)) == {"北京": "天津", "天津": "北京"}


def test_a_rank_is_held_against_all_of_the_level(provinces):
    table = provinces(growth=False)
    table = table[(table["indicator"] == "invention_patents_in_force") & (table["period_end"] == "2023-12-31")]
    rank = table.iloc[[1]].assign(ref_area_name="北京市", measure="rank", unit_measure="位")
    verdict = {
        printed: check(pd.concat([table, rank.assign(printed=printed)]), only="rank")["verdict"].tolist()
        for printed in ("第二", "第1", "前三")
    }
    assert verdict == {"第二": ["agrees"], "第1": ["contradicts"], "前三": ["agrees"]}


@pytest.mark.parametrize(("printed", "wrong"), [("二", False), ("三", True)])
def test_areas_ranked_together_in_one_table_are_ranked_among_themselves(printed, wrong):
    row = "{}|每万人口发明专利拥有量|{}|||2022-12-31|{}|{}".format
    values = {"深圳市": "136.7", "南京市": "118.9", "杭州市": "112.4"}
    rows = [row(place, "level", value, "件/万人") for place, value in values.items()]
    ranks = zip(values, ("第一", f"第{printed}", "第三"), strict=True)
    found = check(minimal(*rows, *(row(place, "rank", rank, "位") for place, rank in ranks)), only="rank")
    assert (found["verdict"] == "contradicts").any() == wrong


def test_a_rank_among_unknown_others_cannot_be_decided():
    rows = ["北京|有效发明专利量|level|||2023-12-31|574323|件", "北京|有效发明专利量|rank|||2023-12-31|首位|位"]
    assert check(minimal(*rows), only="rank")["verdict"].tolist() == ["cannot_say"]


@pytest.mark.parametrize(("printed", "verdict"), [("0.03", "agrees"), ("0.3", "contradicts")])
def test_percentage_points_are_the_difference_of_rates(printed, verdict):
    rate = "全国|R&D经费投入强度|{}|{}|{}-01-01|{}-12-31|{}|{}"
    rows = [
        rate.format("level", "", 2017, 2017, "2.15", "%"),
        rate.format("level", "", 2018, 2018, "2.18", "%"),
        rate.format("point_change", "yoy", 2018, 2018, printed, "百分点"),
    ]
    assert check(minimal(*rows), only="point_change")["verdict"].tolist() == [verdict]


def test_a_share_stated_of_its_total_is_checked():
    rows = year_rows("北京", "专利授权量", {2022: "202722"}) + year_rows("北京", "发明专利授权量", {2022: "88127"})
    table = minimal(*rows, "北京|发明专利授权量|share||2022-01-01|2022-12-31|43.5|%").assign(part_of="专利授权量")
    assert check(table, only="share")["verdict"].tolist() == ["agrees"]
    table.loc[2, "printed"] = "34.5"
    assert check(table, only="share")[["verdict", "published"]].to_numpy().tolist() == [["contradicts", 34.5]]


def test_overlapping_kinds_are_never_added():
    kinds = ["high_value_strategic_emerging", "high_value_overseas_family", "high_value_long_maintained"]
    rows = [f"北京|{kind}|level|||2022-12-31|200000|件" for kind in kinds]
    assert contradictions(minimal("北京|high_value_invention_patents|level|||2022-12-31|300000|件", *rows)).empty


def test_the_growth_of_gdp_is_at_constant_prices():
    rows = year_rows("北京", "地区生产总值", {2021: "40269.6", 2022: "41610.9"}, unit="亿元", growth={2022: "0.7"})
    found = check(minimal(*rows), only="implied_base")
    assert found[["verdict", "cause"]].to_numpy().tolist() == [["cannot_say", "changed_caliber"]]


def test_growth_across_a_refused_break_cannot_be_said():
    rows = year_rows("北京", "专利申请量", {2016: "189129", 2017: "185928"}, growth={2017: "4.75"})
    found = check(minimal(*rows), only="implied_base")
    assert found[["verdict", "cause"]].to_numpy().tolist() == [["cannot_say", "changed_caliber"]]


def test_a_value_that_is_not_the_printed_one_is_found():
    from ipstats.model.observations import frame

    row = {
        "ref_area": "110000",
        "label": "商标注册量",
        "unit_measure": "件",
        "period_end": "2022-12-31",
        "source_id": "a",
    }
    table = frame([row | {"printed": "36.5万", "obs_value": 36500.0, "obs_lower": 36450.0, "obs_upper": 36550.0}])
    assert contradictions(table)[["check", "cause"]].to_numpy().tolist() == [["as_printed", "decimal_slip"]]
