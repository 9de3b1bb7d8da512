"""Every check with the nearest figure that it lets pass and the nearest that it does not; base years and signs too."""

from pathlib import Path

import pytest
from claimed import minimal, year_rows

from ipstats.checks import CHECKS, check
from told import compare, findings, told

TOLD = Path(__file__).with_name("told.yaml")
YEAR = "北京|{}|{}|{}|{}-01-01|{}-12-31|{}|{}"


def year(indicator: str, measure: str, printed: str, unit: str, when: int = 2022, comparison: str = "") -> str:
    return YEAR.format(indicator, measure, comparison, when, when, printed, unit)


def to_date(printed: str, first: str, last: str, label: str = "专利授权量") -> str:
    return f"北京|{label}|level||{first}|{last}|{printed}|件"


def at(indicator: str, printed: str, unit: str, when: int = 2022, place: str = "北京") -> str:
    return f"{place}|{indicator}|level|||{when}-12-31|{printed}|{unit}"


TWO = year_rows("北京", "专利授权量", {2021: "198778", 2022: "202722"})
PARTS = [year(f"{kind}授权量", "level", text, "件") for kind, text in (("发明专利", "88127"), ("实用新型", "90000"))]
PLACES = ("北京", "天津", "河北", "山西", "辽宁", "吉林")
COLUMN = {place: 10_000 + 1_313 * n for n, place in enumerate(PLACES)}
POPULATION = [at("常住人口", "2188.6", "万人", 2021), at("有效发明专利量", "477790", "件")]
STEADY = [
    row
    for n, place in enumerate(PLACES)
    for row in year_rows(
        place, "商标注册量", {y: str(round(COLUMN[place] * 1.1**k)) for k, y in enumerate(range(2018, 2023))}
    )
]


def column(when: int, values: dict[str, int]) -> list[str]:
    return [f"{place}|专利授权量|level||{when}-01-01|{when}-12-31|{value}|件" for place, value in values.items()]


EDITION = column(2021, COLUMN)
LATER = {place: round(value * 1.1) for place, value in COLUMN.items()}
EXCHANGED = LATER | {"北京": LATER["吉林"], "吉林": LATER["北京"]}

RATES = {2020: "10.0", 2021: "10.0", 2022: "13.0"}
FALLEN = {2020: "-3.1", 2021: "2.0", 2022: "5.0"}
PRIZES = "江苏|china_patent_award{}|level||2023-01-01|2023-12-31|{}|项"

CASES = {
    "implied_base": (
        [*TWO, "{}"], year("专利授权量", "growth", "{}", "%", comparison="yoy"), ("1.98", "2.0"), ("1.99", "-1.98"),
    ),
    "implied_change": (
        [*TWO, "{}"], year("专利授权量", "change", "{}", "件", comparison="yoy"), ("3944",), ("3945", "-3944"),
    ),
    "multiple_of_base": (
        [*year_rows("北京", "专利授权量", {2015: "94031", 2022: "202722"}), "{}"],
        year("专利授权量", "multiple", "{}", "倍", comparison="since:2015"), ("2.2", "2.1"), ("2.3", "1.2"),
    ),
    "parts_add_up": (
        [year("专利授权量", "level", "202722", "件"), *PARTS, "{}"],
        year("外观设计专利授权量", "level", "{}", "件"), ("24595",), ("24596", "24594"),
    ),
    "part_of_total": (
        [year("专利授权量", "level", "90000", "件"), "{}"],
        year("发明专利授权量", "level", "{}", "件"), ("90000",), ("90001",),
    ),
    "area_within_area": (
        ["江苏|专利授权量|level||2022-01-01|2022-12-31|90000|件", "{}"],
        "苏州|专利授权量|level||2022-01-01|2022-12-31|{}|件", ("90000",), ("90001",),
    ),
    "part_year": (
        [year("专利授权量", "level", "202722", "件"), "{}"],
        to_date("{}", "2022-01-01", "2022-11-30"), ("202722",), ("202723",),
    ),
    "counted_up": (
        [to_date("500000", "1985-04-01", "2021-12-31", "累计专利授权量"), "{}"],
        to_date("{}", "1985-04-01", "2022-12-31", "累计专利授权量"), ("500000",), ("499999",),
    ),
    "stock_and_flow": (
        [
            to_date("500000", "1985-04-01", "2022-06-30"), to_date("90000", "2022-01-01", "2022-06-30"),
            to_date("190000", "2022-01-01", "2022-12-31"), "{}",
        ],
        to_date("{}", "1985-04-01", "2022-12-31"), ("600000",), ("600001", "599999"),
    ),
    "multiple_of_nation": (
        ["全国|每万人口发明专利拥有量|level|||2022-12-31|23.6|件/万人",
         at("每万人口发明专利拥有量", "218.3", "件/万人"), "{}"],
        "北京|每万人口发明专利拥有量|multiple|||2022-12-31|{}|倍", ("9.2", "9.3"), ("9.4", "8.2"),
    ),
    "ratio": ([*POPULATION, "{}"], at("每万人口发明专利拥有量", "{}", "件/万人"), ("218.3",), ("2183", "118.3")),
    "same_figure": (
        [TWO[1], "{}"], year("专利授权量", "level", "{}", "件"), ("20.27万", "202722"), ("20.28万", "202732"),
    ),
    "point_change": (
        [year("R&D经费投入强度", "level", "2.15", "%", 2021), year("R&D经费投入强度", "level", "2.18", "%"), "{}"],
        year("R&D经费投入强度", "point_change", "{}", "百分点", comparison="yoy"), ("0.03", "0.04"), ("0.05", "-0.03"),
    ),
    "unit_of_change": ([*TWO, "{}"], year("专利授权量", "growth", "1.98", "{}", comparison="yoy"), ("%",), ("百分点",)),
    "share": (
        [year("专利授权量", "level", "202722", "件"), PARTS[0], "{}"],
        year("发明专利授权量", "share", "{}", "%"), ("43.5", "43.4"), ("43.6", "34.5"),
    ),
    "rank": (
        [*(f"{place}|有效发明专利量|level|||2022-12-31|{value}|件" for place, value in COLUMN.items()),
         *(f"{place}|有效发明专利量|rank|||2022-12-31|{6 - n}|位" for n, place in enumerate(PLACES[1:], 1)), "{}"],
        "北京|有效发明专利量|rank|||2022-12-31|{}|位", ("6",), ("5", "1"),
    ),
    "counting_unit": (
        [at("有效发明专利量", "420000", "件", 2021), "{}"], at("有效发明专利量", "477790", "{}"), ("件", "项"), ("家",),
    ),
    "average_growth": (
        [*year_rows("北京", "专利授权量", {2015: "94031", 2022: "202722"}), "{}"],
        year("专利授权量", "growth", "{}", "%", comparison="annual_average:2015"), ("11.6", "11.5"), ("11.7", "-11.6"),
    ),
    "average_of_rates": (
        [*(year("专利授权量", "growth", rate, "%", when, "yoy") for when, rate in RATES.items()), "{}"],
        year("专利授权量", "growth", "{}", "%", comparison="annual_average:2019"), ("11.0", "10.9"), ("11.2",),
    ),
    "every_year": (
        [*(year("专利授权量", "growth", rate, "%", when, "yoy") for when, rate in FALLEN.items()), "{}"],
        year("专利授权量", "growth", "连续{}年增长", "%"), ("2",), ("3",),
    ),
    "shares_add_up": (
        [year("发明专利授权量", "share", "43.5", "%"), year("实用新型授权量", "share", "44.4", "%"), "{}"],
        year("外观设计专利授权量", "share", "{}", "%"), ("12.1", "12.2"), ("12.3", "11.2"),
    ),
    "plan_progress": (
        [at("每万人口高价值发明专利拥有量", "10.2", "件/万人"),
         at("每万人口高价值发明专利拥有量", "12", "件/万人", 2025), "{}"],
        "北京|每万人口高价值发明专利拥有量|share|||2022-12-31|{}|%", ("85", "89"), ("91",),
    ),
    "award_edition": (
        ["{}"], "全国|china_patent_award_gold|level||2023-01-01|2023-12-31|{}|项", ("39", "40", "38"), ("41", "37"),
    ),
    "award_kinds": (
        [PRIZES.format("", "20"), PRIZES.format("_gold", "3"), PRIZES.format("_silver_patent", "4"), "{}"],
        PRIZES.format("_excellence_patent", "{}"), ("13",), ("14",),
    ),
    "award_within": (
        [PRIZES.format("", "20").replace("江苏", "南京"), "{}"], PRIZES.format("", "{}"), ("20",), ("19",),
    ),
    "magnitude": (
        [*STEADY, "{}"], "北京|商标注册量|level||2023-01-01|2023-12-31|{}|件", ("16105", "20000"), ("161050",),
    ),
}  # fmt: skip
BESIDES = {
    "share": {"part_of": ["", "", "专利授权量"]},
    "plan_progress": {"part_of": ["", "", "规划目标"], "is_target": [False, True, False]},
}
"""Optional columns of a case."""
ELSEWHERE = {
    "award_share", "denominator_year", "as_printed", "areas_within_nation",  # back-tests, seeded
    "copied_column", "doubled_row", "labels",  # below
}  # fmt: skip


def test_every_check_has_its_case():
    assert {one for one in CHECKS if not one.startswith("award")} <= {*CASES, *ELSEWHERE}


def table_of(check_id: str, printed: str):
    """The case of a check with one of its figures."""
    rows, form, _, _ = CASES[check_id]
    table = minimal(*(form.format(printed) if row == "{}" else row for row in rows))
    return table.assign(**BESIDES.get(check_id, {}))


@pytest.mark.parametrize(
    ("check_id", "printed", "wrong"),
    [(name, text, bool(n)) for name, case in CASES.items() for n, texts in enumerate(case[2:]) for text in texts],
)
def test_what_fits_passes_and_the_nearest_that_does_not_contradicts(check_id, printed, wrong):
    """With the fields and the words of what is found, where `told.yaml` has them."""
    found = check(table_of(check_id, printed), only=check_id)
    assert (found["verdict"] == "contradicts").any() == wrong
    compare(TOLD, "nearest", f"{check_id} {printed}", findings(found), optional=True)


def test_nothing_is_told_of_cases_that_are_none():
    assert set(told(TOLD)["nearest"]) <= {
        f"{name} {text}" for name, case in CASES.items() for text in case[2] + case[3]
    }


def test_the_base_is_the_year_before_and_no_other():
    rows = [
        *year_rows("北京", "专利授权量", {2020: "198778", 2022: "202722"}),
        year("专利授权量", "growth", "9.9", "%", comparison="yoy"),
    ]
    assert check(minimal(*rows), only="implied_base").empty


@pytest.mark.parametrize(
    ("values", "check_id", "places"),
    [
        (COLUMN, "copied_column", set(PLACES)),
        (COLUMN | {"北京": LATER["北京"]}, "copied_column", set(PLACES) - {"北京"}),
        (COLUMN | {place: LATER[place] for place in PLACES[:2]}, "copied_column", set()),
        (LATER | {"天津": LATER["北京"]}, "doubled_row", set()),
        (EXCHANGED, "labels", {"北京", "吉林"}),
        (LATER, "copied_column", set()),
        (LATER, "labels", set()),
    ],
    ids=[
        "copied",
        "copied but for one",
        "copied but for two",
        "one column is no row",
        "exchanged",
        "not copied",
        "in place",
    ],
)
def test_pages_of_two_editions(values, check_id, places):
    found = check(minimal(*EDITION), minimal(*column(2022, values)), only=check_id)
    assert set(found.loc[found["verdict"] == "contradicts", "ref_area_name"]) == places
    assert set(found["period_end"].dt.year) <= {2022}


@pytest.mark.parametrize(("copied", "named"), [(True, {"天津"}), (False, set())])
def test_a_row_printed_twice_is_the_one_that_does_not_fit_its_past(copied, named):
    def page(when: int, values: dict) -> list[str]:
        return [*column(when, values), *(row.replace("专利授权量", "商标注册量") for row in column(when, values))]

    later = LATER | ({"天津": LATER["北京"]} if copied else {})
    found = check(minimal(*page(2021, COLUMN)), minimal(*page(2022, later)), only="doubled_row")
    assert set(found["ref_area_name"]) == named


def test_a_column_that_repeats_a_rounded_population_within_a_year_is_no_copy():
    rows = [f"{place}|常住人口|level|||2022-{{}}|{n}3.6|百万人" for n, place in enumerate(PLACES, 1)]
    first, second = (minimal(*(row.format(end) for row in rows)) for end in ("03-31", "09-30"))
    assert check(first, second, only="copied_column").empty


@pytest.mark.parametrize("third", [False, True])
def test_counts_since_a_day_are_a_series_and_a_third_page_decides_whose_labels_moved(third):
    def page(last: str, values: dict[str, int]):
        return minimal(*(f"{one}|专利申请量|level||1985-04-01|{last}|{value}|件" for one, value in values.items()))

    grown = [{place: round(value * 1.1**n) for place, value in COLUMN.items()} for n in range(3)]
    first = grown[0] | {"北京": grown[0]["吉林"], "吉林": grown[0]["北京"]}
    pages = [page("2012-10-31", first), page("2013-04-30", grown[1]), page("2014-01-31", grown[2])]
    found = check(*pages[: 2 + third], only="labels", language="zh")
    assert set(found["ref_area_name"]) == {"北京", "吉林"}
    assert set(found["period_end"].dt.year) == ({2012} if third else {2013})
    assert ("不能断定错在哪一页" in found["explanation"].iloc[0]) != third


def test_a_series_that_always_leaps_is_not_accused_of_one_leap_more():
    """Of the levels 100 and 180 in turn one is 230: more than twice its neighbours, within the usual of the series."""
    levels = [100, 180, 100, 180, 100, 230, 100, 180, 100, 180, 100]
    rows = year_rows("北京", "商标注册量", {2010 + n: str(level * 100) for n, level in enumerate(levels)})
    assert check(minimal(*rows), only="magnitude").empty


INTENSITY = [year("R&D经费投入强度", "level", printed, "%", when) for printed, when in (("45.0", 2021), ("48.0", 2022))]


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ([*INTENSITY, year("R&D经费投入强度", "growth", "3.0", "%", comparison="yoy")], "percent_for_points"),
        ([*INTENSITY, year("R&D经费投入强度", "growth", "6.7", "%", comparison="yoy")], ""),
        ([*INTENSITY, year("R&D经费投入强度", "growth", "4.0", "%", comparison="yoy")], ""),
        ([*TWO, year("专利授权量", "point_change", "1.98", "百分点", comparison="yoy")], "points_for_percent"),
        ([*TWO, year("专利授权量", "point_change", "2.98", "百分点", comparison="yoy")], ""),
    ],
    ids=["points as a rate", "a rate", "neither", "a rate in points", "neither in points"],
)
def test_a_change_that_fits_only_as_the_other_kind_is_named(rows, cause):
    found = check(minimal(*rows), only="unit_of_change")
    assert found["cause"].tolist() == [cause] * bool(cause)
