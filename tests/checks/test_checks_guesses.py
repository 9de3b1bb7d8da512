"""Short figures, second mistakes and guesses: who is accused where little tells."""

import pytest
from claimed import contradictions, minimal, year_rows

from ipstats.checks import check

PLACES = ("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽")
BEFORE = (61, 24, 37, 7, 17, 45, 9, 21, 88, 97, 83, 52)
AFTER = (58, 27, 40, 3, 8, 41, 12, 19, 90, 99, 76, 55)


def page(year: int, values: dict[str, str], growth: dict[str, str] | None = None):
    rows = [year_rows(p, "马德里商标国际注册申请量", {year: v}) for p, v in values.items()]
    rates = [year_rows(p, "马德里商标国际注册申请量", {}, growth={year: v}) for p, v in (growth or {}).items()]
    return minimal(*(row for part in (*rows, *rates) for row in part))


def two_pages(before: dict[str, str] | None = None, after: dict[str, str] | None = None):
    """Two editions of small counts with growth to one place, some figures replaced."""
    growth = {p: f"{(now / then - 1) * 100:.1f}" for p, then, now in zip(PLACES, BEFORE, AFTER, strict=True)}
    first = dict(zip(PLACES, map(str, BEFORE), strict=True)) | (before or {})
    second = dict(zip(PLACES, map(str, AFTER), strict=True)) | (after or {})
    return page(2021, first), page(2022, second, growth)


def test_a_count_of_two_digits_printed_for_the_next_row_too_is_accused_and_not_its_growth():
    assert contradictions(*two_pages()).empty
    wrong = contradictions(*two_pages(after={"河北": "27"}))
    assert wrong[["ref_area_name", "measure", "cause", "suspect_label"]].to_numpy().tolist() == [
        ["河北", "level", "label_shift", "天津"]
    ]


def test_a_count_that_many_rows_print_is_no_sign_of_a_row_printed_twice():
    common = {place: "27" for place in PLACES[1:9]}
    wrong = contradictions(*two_pages(after=common))
    assert (wrong["measure"] == "growth").any()


def test_a_scale_too_many_in_the_earlier_page_is_not_laid_at_the_row_of_the_later_one():
    nation = [f"全国|马德里商标国际注册申请量|level||{y}-01-01|{y}-12-31|{v}|件" for y, v in ((2021, 541), (2022, 528))]
    first, second = two_pages(before={"山西": "7万"}, after={"内蒙古": "0"})
    second = second[~((second["measure"] == "growth") & (second["ref_area_name"] == "内蒙古"))]
    wrong = contradictions(first, minimal(nation[0]), second, minimal(nation[1]))
    assert set(wrong["ref_area_name"]) == {"山西"} and set(wrong["published"]) == {70000.0}


def test_a_fall_that_growth_and_the_earlier_page_bear_out_is_no_moved_label():
    values = dict(zip(PLACES, (4447, 5210, 2900, 8310, 2410, 9120, 2380, 7740, 6105, 9870, 3650, 5020), strict=True))
    later = {place: round(value * 1.08) for place, value in values.items()} | {"北京": 2355, "吉林": 0}
    growth = {p: f"{(later[p] / v - 1) * 100:.1f}" for p, v in values.items() if later[p]}
    pages = [
        minimal(*(r for p, v in of.items() if v for r in year_rows(p, "外观设计专利申请量", {year: str(v)},
                                                                   growth={year: rates[p]} if p in rates else {})))
        for year, of, rates in ((2018, values, {}), (2019, later, growth))
    ]  # fmt: skip
    assert contradictions(*pages).empty
    silent = [part[part["measure"] == "level"] for part in pages]
    assert contradictions(*silent)["ref_area_name"].tolist() == ["北京"]


def test_the_only_figure_that_a_page_dates_a_year_back_is_of_its_own_year():
    first, second = two_pages()
    nation = "全国|马德里商标国际注册申请量|level||{0}-01-01|{0}-12-31|{1}|件"
    wrong = contradictions(
        minimal(*first.agg("|".join, axis=1), nation.format(2021, 5928)),
        minimal(*second.agg("|".join, axis=1), nation.format(2021, 5827)),
    )
    leading = wrong.loc[wrong["follows"] == "", ["ref_area_name", "cause", "suspect_label", "published"]]
    assert leading.to_numpy().tolist() == [["全国", "year_slip", "2022", 5827.0]]


GRANTS = [f"北京|{name}|level||2022-01-01|2022-12-31|{value}|件" for name, value in (
    ("专利授权量", 93831), ("发明专利授权量", 17857), ("实用新型专利授权量", 60000), ("外观设计专利授权量", 15956),
)]  # fmt: skip
SHARE = "北京|发明专利授权占专利授权量比重|share||2022-01-01|2022-12-31|{}|%"


@pytest.mark.parametrize(("printed", "wrong"), [("19.0", False), ("19.1", True), ("91.0", True)])
def test_a_share_that_is_an_indicator_of_its_own_is_checked(printed, wrong):
    found = check(minimal(GRANTS[0], GRANTS[1], SHARE.format(printed)), only="ratio")
    assert (found["verdict"] == "contradicts").tolist() == [wrong]


def test_a_second_mistake_is_told_beside_the_first_that_touches_the_same_figure():
    total = year_rows("北京", "专利授权量", {2021: "98057"}, growth={2022: "-4.31"})
    wrong = contradictions(minimal(*GRANTS, *total, SHARE.format("29.1")))
    assert wrong[["published", "cause", "follows"]].to_numpy().tolist() == [
        [17857.0, "digit_slip", ""],
        [29.1, "", ""],
    ]
    assert contradictions(minimal(*GRANTS, *total, SHARE.format("19.1")))["follows"].tolist().count("") == 1


def test_what_holds_of_years_in_a_row_is_told_as_printed():
    levels = {2019: "50000", 2020: "60000", 2021: "59000", 2022: "70000"}
    rows = [*year_rows("北京", "专利授权量", levels), "北京|专利授权量|growth||2022-01-01|2022-12-31|连续三年增长|"]
    said = {language: contradictions(minimal(*rows), language=language)["explanation"] for language in ("zh", "en")}
    assert "增速公布为连续三年增长" in said["zh"][0] and "应为-1.7%" in said["zh"][0]
    assert "published as a rise each year" in said["en"][0] and "-1.7% expected" in said["en"][0]
