"""Checks of prizes: the edition, the kinds, the province, the edition before, 公示 and decision."""

import pytest
from claimed import contradictions, minimal

from ipstats import check

ROW = "{area}|china_patent_award{kind}|{measure}|{comparison}|{year}-01-01|{year}-12-31|{printed}|{unit}"


def prizes(area: str, kind: str, printed: str, year: int = 2022, measure="level", comparison="", unit="项") -> str:
    return ROW.format(
        area=area,
        kind=kind and f"_{kind}",
        printed=printed,
        year=year,
        measure=measure,
        comparison=comparison,
        unit=unit,
    )


@pytest.mark.parametrize(
    ("kind", "most", "year"),
    [
        ("silver_design", 15, 2022), ("gold_design", 10, 2023), ("gold", 39, 2023), ("excellence_design", 68, 2017),
        ("silver", 0, 2017), ("gold", 40, 2018), ("", 936, 2023),
    ],
)  # fmt: skip
def test_a_region_has_no_more_of_a_kind_than_the_edition(kind, most, year):
    assert contradictions(minimal(prizes("江苏", kind, str(most), year)), only="award_edition").empty
    found = contradictions(minimal(prizes("江苏", kind, str(most + 1), year)), only="award_edition")
    assert found["check"].tolist() == ["award_edition"]


def test_54_design_silver_prizes_are_found():
    assert len(contradictions(minimal(prizes("苏州", "silver_design", "54")))) == 1


SIX = {"gold_patent": 3, "silver_patent": 2, "silver_design": 2, "excellence_patent": 54, "excellence_design": 10}


@pytest.mark.parametrize(("total", "wrong"), [(71, False), (72, False), (70, True)], ids=["same", "not all", "more"])
def test_kinds_told_are_no_more_than_the_total(total, wrong):
    rows = [prizes("浙江", kind, str(number), 2023) for kind, number in SIX.items()]
    assert len(contradictions(minimal(prizes("浙江", "", str(total), 2023), *rows), only="award_kinds")) == wrong


@pytest.mark.parametrize(("total", "wrong"), [(71, False), (72, True), (70, True)])
def test_all_six_kinds_add_up_to_the_total(total, wrong):
    rows = [prizes("浙江", kind, str(number), 2023) for kind, number in (SIX | {"gold_design": 0}).items()]
    assert len(contradictions(minimal(prizes("浙江", "", str(total), 2023), *rows), only="award_kinds")) == wrong


def test_before_the_silver_prizes_four_kinds_are_all():
    rows = [prizes("大连", kind, number, 2017) for kind, number in
            (("gold", "1"), ("excellence_patent", "11"), ("excellence_design", "1"))]  # fmt: skip
    assert contradictions(minimal(prizes("大连", "", "13", 2017), *rows), only="award_kinds").empty
    assert len(contradictions(minimal(prizes("大连", "", "14", 2017), *rows), only="award_kinds")) == 1


@pytest.mark.parametrize(("city", "wrong"), [("327", False), ("328", True)])
def test_a_city_has_no_more_than_its_province(city, wrong):
    tables = minimal(prizes("广东", "", "327", 2021)), minimal(prizes("深圳", "", city, 2021))
    assert bool(len(contradictions(*tables, only="award_within"))) == wrong


def test_a_district_is_held_against_its_city_and_province():
    tables = minimal(prizes("广东", "", "9")), minimal(prizes("越秀区", "", "10"))
    assert len(contradictions(*tables, only="award_within")) == 1


@pytest.mark.parametrize(("base", "wrong"), [("56", False), ("50", True)])
def test_growth_of_prizes_is_checked_like_any(base, wrong):
    rows = [prizes("浙江", "", "71", 2023), prizes("浙江", "", "26.8", 2023, "growth", "previous_period", "%")]
    found = contradictions(minimal(prizes("浙江", "", base, 2022)), minimal(*rows))
    assert (found["check"].tolist() == ["implied_base"]) == wrong


@pytest.mark.parametrize(("measure", "printed", "unit", "wrong"), [
    ("growth", "41.6", "%", False), ("growth", "31.6", "%", True),
    ("change", "20", "项", False), ("change", "21", "项", True),
])  # fmt: skip
def test_the_edition_before_may_be_of_two_years_before(measure, printed, unit, wrong):
    """The 21st edition is of 2020, the 20th of 2018."""
    rows = [prizes("佛山", "", "68", 2020), prizes("佛山", "", printed, 2020, measure, "previous_period", unit)]
    found = contradictions(minimal(prizes("佛山", "", "48", 2018)), minimal(*rows), only="award_growth")
    assert bool(len(found)) == wrong


def two(status: str, label: str = "", first: str = "959", second: str = "958"):
    rows = minimal(prizes("全国", "", first)), minimal(prizes("全国", "", second))
    return [table.assign(obs_status=kind, label=word) for table, kind, word in
            zip(rows, (status, "A"), (label, ""), strict=True)]  # fmt: skip


def test_two_numbers_of_one_edition_contradict():
    assert contradictions(*two("A"), only="same_figure")["check"].tolist() == ["same_figure"]


@pytest.mark.parametrize("given", [("P", ""), ("A", "中国专利奖预获奖项目"), ("A", "中国专利奖获奖数（公示）")])
def test_what_was_made_public_for_comment_may_differ_from_the_decision(given):
    for first, second in (("959", "958"), ("17", "23")):
        found = check(*two(*given, first, second), only="same_figure")
        assert found[["verdict", "cause"]].to_numpy().tolist() == [["cannot_say", "revision"]]


def test_a_stated_first_place_contradicts_only_where_another_surely_has_more():
    rank = "北京|china_patent_award|rank||2022-01-01|2022-12-31|首位|位"
    few, more = prizes("江苏", "", "133"), prizes("江苏", "", "166")
    said = {
        name: check(minimal(prizes("北京", "", "165"), rank), minimal(other), only="rank")["verdict"].iloc[0]
        for name, other in (("fewer", few), ("more", more))
    }
    assert said == {"fewer": "cannot_say", "more": "contradicts"}
