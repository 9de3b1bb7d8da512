"""Short figures, second mistakes and guesses: who is accused where little tells."""

from math import exp

import pytest
from claimed import contradictions, minimal, year_rows

import ipstats
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


@pytest.mark.parametrize(
    ("place", "printed", "cause"),
    [
        ("吉林", "0.90", "digit_slip"), ("江苏", "0.79", "digit_slip"), ("上海", "88", "decimal_slip"),
        ("北京", "6.1", "decimal_slip"),
    ],
)  # fmt: skip
def test_a_moved_point_leaves_the_digits_and_exchanged_digits_the_places(place, printed, cause):
    """0.90 for 0.09 keeps the two places of its column: no point was moved in it."""
    row = "{}|专利授权量|{}|{}|{}-01-01|{}-12-31|{}|{}".format
    pages = []
    for year, counts in ((2021, BEFORE), (2022, AFTER)):
        rows = [row(p, "level", "", year, year, f"{n / 100:.2f}", "万件") for p, n in zip(PLACES, counts, strict=True)]
        pages.append(minimal(*rows))
    rates = [f"{100 * now / then - 100:.1f}" for now, then in zip(AFTER, BEFORE, strict=True)]
    growth = minimal(*(row(p, "growth", "yoy", 2022, 2022, r, "%") for p, r in zip(PLACES, rates, strict=True)))
    assert contradictions(*pages, growth).empty
    altered = pages[0]["printed"].mask(pages[0]["ref_area_name"] == place, printed)
    wrong = contradictions(pages[0].assign(printed=altered), pages[1], growth)
    assert set(wrong["ref_area_name"]) == {place} and set(wrong.loc[wrong["follows"] == "", "cause"]) == {cause}


def test_no_rate_that_kept_the_places_of_its_column_is_said_to_have_lost_its_point():
    """579 for 597 after 577: 3.5 % is no 0.3 % with its point elsewhere, so the count alone is accused."""
    first, second = two_pages(before={"河北": "577"}, after={"河北": "579"})
    rate = (second["ref_area_name"] == "河北") & (second["measure"] == "growth")
    wrong = contradictions(first, second.assign(printed=second["printed"].mask(rate, "3.5")))
    assert wrong[["measure", "cause", "suspect_label"]].to_numpy().tolist() == [["level", "digit_slip", ""]]


def test_a_figure_that_its_growth_bears_out_is_no_other_rows_and_the_sign_is_named():
    """With growth of -10.8 % 8647 gives 7709 to 7717: so much has another row, whose own it is."""
    before = {"辽宁": "8647", "吉林": "7000"}
    first, second = two_pages(before=before, after={"辽宁": "9583", "吉林": "7713"})
    for place, rate in (("辽宁", "-10.8"), ("吉林", "10.2")):
        mine = (second["ref_area_name"] == place) & (second["measure"] == "growth")
        second["printed"] = second["printed"].mask(mine, rate)
    wrong = contradictions(first, second)
    assert wrong[["ref_area_name", "measure", "cause"]].to_numpy().tolist() == [["辽宁", "growth", "sign_slip"]]


def test_one_figure_of_the_earlier_page_relabels_no_rows_of_the_later_whose_growth_bears_them_out(tables):
    first, second = tables.files(list(tables.applications())[-1])
    assert contradictions(first, second).empty
    mine = (first["ref_area_name"] == "天津") & (first["indicator"] == "utility_model_applications")
    altered = first["printed"].mask(mine & (first["measure"] == "level"), "85221")
    wrong = contradictions(first.assign(printed=altered), second)
    assert set(wrong["ref_area_name"]) == {"天津"} and set(wrong["published"]) == {85221.0}


def test_a_fall_told_in_words_is_said_with_its_sign():
    text = "2024年，杭州市专利质押融资金额31.6亿元。2025年，杭州市专利质押融资金额41.6亿元，同比下降31.6%。"
    wrong = check(ipstats.read(text).table, language="zh").query("verdict == 'contradicts'")
    assert wrong["explanation"].str.contains("公布为-31.6%，", regex=False).tolist() == [True]


def test_two_rows_of_a_page_that_no_column_tells_are_told_by_all_columns_together():
    """Two areas of nearly one size exchanged in three columns of stocks without growth rates."""
    sizes = (40000, 9000, 15000, 6100, 3000, 21000, 24150, 5100, 60000, 90000, 75000, 30000)
    steps = (0.13, 0.08, 0.11, 0.10, 0.06, 0.10, 0.10, 0.12, 0.09, 0.07, 0.14, 0.10)
    kinds = ("发明专利有效量", "实用新型专利有效量", "外观设计专利有效量")
    pages = []
    for year, places in ((2021, PLACES), (2022, (*PLACES[:5], PLACES[6], PLACES[5], *PLACES[7:]))):
        rows = []
        for column, kind in enumerate(kinds):
            grown = [steps[(n + 5 * column) % 12] * (year - 2021) for n in range(12)]
            levels = [round(size * (column + 2) * exp(rate)) for size, rate in zip(sizes, grown, strict=True)]
            row = f"{{}}|{kind}|level|||{year}-12-31|{{}}|件"
            rows += [row.format(place, level) for place, level in zip(places, levels, strict=True)]
        pages.append(minimal(*rows))
    assert contradictions(*(page[page["indicator"] == kinds[0]] for page in pages)).empty
    wrong = contradictions(*pages)
    moved = wrong.groupby("ref_area_name")["suspect_label"].agg(list).to_dict()
    assert moved == {"辽宁": ["吉林"] * 3, "吉林": ["辽宁"] * 3} and (wrong["follows"] == "").sum() == 1
