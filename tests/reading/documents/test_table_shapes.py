"""Cells become observations by the meaning of their headers: tables of many shapes, worded by us."""

from datetime import date

import pytest

from ipstats.collect.read import read

TITLE = "# 苏州市2023年知识产权统计资料\n\n"


def figures(text, *columns):
    """Cell -> the columns asked for."""
    table = read(TITLE + text).table
    table = table[table["cell"] != ""].set_index("cell")
    return {cell: tuple(row) if len(columns) > 1 else row[0] for cell, *row in table[list(columns)].itertuples()}


def test_unit_in_the_header_the_title_the_row_and_a_column_of_its_own():
    header = "| 指标 | 金额（万元） |\n|---|---|\n| 知识产权质押融资金额 | 120.5 |\n"
    title = "表1 融资情况（单位：万元）\n\n| 指标 | 金额 |\n|---|---|\n| 知识产权质押融资金额 | 120.5 |\n"
    line = "单位：万元\n\n| 指标 | 金额 |\n|---|---|\n| 知识产权质押融资金额 | 120.5 |\n"
    row = "| 指标 | 2023年 |\n|---|---|\n| 知识产权质押融资金额（万元） | 120.5 |\n"
    column = "| 指标 | 单位 | 2023年 |\n|---|---|---|\n| 知识产权质押融资金额 | 万元 | 120.5 |\n"
    for shape in (header, title, line, row, column):
        assert list(figures(shape, "obs_value", "unit_measure", "obs_lower").values()) == [(1205000, "元", 1204500)]


def test_regions_as_rows_and_as_columns():
    rows = "| 地区 | 专利授权量（件） |\n|---|---|\n| 江苏 | 12 |\n| 苏州市 | 3 |\n| 吴中区 | 1 |\n"
    assert list(figures(rows, "ref_area", "obs_value").values()) == [("320000", 12), ("320500", 3), ("320506", 1)]
    columns = "| 年份 | 江苏 | 浙江 |\n|---|---|---|\n| 2022 | 12 | 13 |\n"
    found = figures("表1 专利授权量（件）\n\n" + columns, "ref_area", "time_period", "indicator")
    assert found == {"t1!r2c2": ("320000", "2022", "patent_grants"), "t1!r2c3": ("330000", "2022", "patent_grants")}


def test_years_as_rows_as_columns_and_in_the_title():
    rows = "| 年份 | 专利授权量（件） |\n|---|---|\n| 2021 | 12 |\n| 2022年 | 13 |\n"
    assert list(figures(rows, "time_period").values()) == ["2021", "2022"]
    columns = "| 指标 | 2021 | 2022年 |\n|---|---|---|\n| 专利授权量（件） | 12 | 13 |\n"
    assert list(figures(columns, "time_period").values()) == ["2021", "2022"]
    title = "表1 2019年专利授权情况\n\n| 指标 | 数量（件） |\n|---|---|\n| 专利授权量 | 12 |\n"
    assert list(figures(title, "time_period").values()) == ["2019"]


def test_years_from_to_in_a_title_are_no_year():
    text = "表1 2021—2022年专利情况\n\n| 年份 | 专利授权量（件） | 有效发明专利（件） |\n|---|---|---|\n| 2021 | 12 | 30 |\n"
    assert list(figures(text, "time_period").values()) == ["2021", "2021-12-31"]


def test_part_of_a_year_and_the_same_part_of_last_year():
    text = (
        "表2 2023年1—11月专利情况（单位：件）\n\n| 指标 | 1—11月 | 上年同期 | 同比增长（%） |\n|---|---|---|---|\n"
        "| 专利授权量 | 20 | 18 | 11.1 |\n| 有效发明专利 | 200 | 180 | 11.1 |\n"
    )
    assert figures(text, "time_period") == {
        "t1!r2c2": "2023-01-01/P11M", "t1!r2c3": "2022-01-01/P11M", "t1!r2c4": "2023-01-01/P11M",
        "t1!r3c2": "2023-11-30", "t1!r3c3": "2022-11-30", "t1!r3c4": "2023-11-30",
    }  # fmt: skip


def test_merged_headers_over_years():
    text = (
        "表3 各区专利情况\n\n| 区 | 2022年 | | 2023年 | |\n|---|---|---|---|---|\n"
        "| | 授权量（件） | 发明 | 授权量（件） | 发明 |\n| 吴中区 | 1 | 2 | 3 | 4 |\n"
    )
    assert list(figures(text, "time_period", "obs_value", "indicator").values()) == [
        ("2022", 1, "patent_grants"), ("2022", 2, "invention_patent_grants"),
        ("2023", 3, "patent_grants"), ("2023", 4, "invention_patent_grants"),
    ]  # fmt: skip


def test_parts_of_a_total_are_named_by_it():
    text = (
        "表4 专利授权情况（单位：件）\n\n| 分类 | 授权量 | 占比（%） |\n|---|---|---|\n"
        "| 合计 | 100 | 100 |\n| 其中：发明 | 40 | 40 |\n| 实用新型 | 35 | 35 |\n| 外观设计 | 25 | 25 |\n"
    )
    assert figures(text, "indicator", "measure", "part_of")["t1!r3c2"] == (
        "invention_patent_grants",
        "level",
        "专利授权量",
    )
    assert figures(text, "indicator", "measure", "part_of")["t1!r5c3"] == ("design_grants", "share", "专利授权量")
    assert figures(text, "indicator", "part_of")["t1!r2c2"] == ("patent_grants", "")


def test_parts_below_a_row_of_their_own_and_rows_after_them():
    text = "| 指标 | 数量（件） |\n|---|---|\n| 专利授权量 | 100 |\n| 其中：发明 | 40 |\n| 实用新型 | 60 |\n| 商标注册量 | 7 |\n"
    assert list(figures(text, "indicator").values()) == [
        "patent_grants",
        "invention_patent_grants",
        "utility_model_grants",
        "trademark_registrations",
    ]


def test_kinds_that_the_catalogue_does_not_know_narrow_the_figure():
    text = "| 行业 | R&D经费（亿元） | R&D经费投入强度（%） |\n|---|---|---|\n| 合计 | 20.5 | 1.33 |\n| 采矿业 | 3.5 | 0.63 |\n"
    found = figures(text, "scope", "indicator", "part_of")
    assert found["t1!r3c2"] == ("采矿业", "rd_expenditure", "R&D经费")
    assert found["t1!r3c3"] == ("采矿业", "rd_intensity", "")
    assert found["t1!r2c2"] == ("", "rd_expenditure", "")


def test_words_unknown_to_the_catalogue_keep_their_own_label():
    text = "| 项目 | 单位 | 2023年 |\n|---|---|---|\n| 知识产权漫画评选 | 场 | 35 |\n"
    assert list(figures(text, "indicator", "label", "unit_measure").values()) == [("", "知识产权漫画评选", "场")]
    text = "| 行业 | 新产品销售收入（亿元） |\n|---|---|\n| 采矿业 | 35.5 |\n"
    assert list(figures(text, "label", "scope").values()) == [("新产品销售收入", "采矿业")]


@pytest.mark.parametrize(
    ("header", "measure", "comparison", "unit"),
    [
        ("同比增长（%）", "growth", "yoy", "%"),
        ("比上年±%", "growth", "yoy", "%"),
        ("增速（%）", "growth", "yoy", "%"),
        ("环比增长（%）", "growth", "previous_period", "%"),
        ("比2020年增长（%）", "growth", "since:2020", "%"),
        ("比上年增加（件）", "change", "yoy", "件"),
        ("比上年提高（百分点）", "point_change", "yoy", "百分点"),
        ("全省排名", "rank", "", "位"),
        ("占比（%）", "share", "", "%"),
    ],
)
def test_columns_of_changes_shares_and_ranks_are_about_the_column_before(header, measure, comparison, unit):
    text = f"| 指标 | 2022年（件） | 2023年（件） | {header} |\n|---|---|---|---|\n| 专利授权量 | 12 | 15 | 3 |\n"
    found = figures(text, "measure", "comparison", "unit_measure", "indicator", "time_period")
    assert found["t1!r2c4"] == (measure, comparison, unit, "patent_grants", "2023")
    assert found["t1!r2c3"] == ("level", "", "件", "patent_grants", "2023")


def test_changes_are_about_the_latest_year_where_it_stands_first():
    text = "| 指标 | 2023年 | 2022年 | 同比增长（%） |\n|---|---|---|---|\n| 专利授权量（件） | 15 | 12 | 25 |\n"
    assert figures(text, "time_period")["t1!r2c4"] == "2023"


def test_a_decrease_in_the_header_or_the_cell_is_negative():
    text = "| 指标 | 数量（件） | 下降（%） |\n|---|---|---|\n| 专利授权量 | 15 | 2.5 |\n"
    assert figures(text, "obs_value", "obs_lower", "obs_upper")["t1!r2c3"] == (-2.5, -2.55, -2.45)
    text = "| 指标 | 数量（件） | 同比 |\n|---|---|---|\n| 专利授权量 | 15 | 下降2.5% |\n| 商标注册量 | 3 | ↑4.0% |\n"
    assert list(figures(text, "obs_value").values()) == [15, -2.5, 3, 4]


def test_goals():
    text = "表5 主要指标\n\n| 指标 | 2020年 | 2025年目标值 |\n|---|---|---|\n| 每万人口高价值发明专利拥有量（件） | 4 | 12 |\n"
    assert list(figures(text, "obs_value", "time_period", "is_target", "unit_measure").values()) == [
        (4, "2020-12-31", False, "件/万人"),
        (12, "2025-12-31", True, "件/万人"),
    ]


@pytest.mark.parametrize("nothing", ["—", "--", "…", "", "-", "无", "/", "..."])
def test_signs_of_nothing_are_missing_and_never_zero(nothing):
    text = f"| 指标 | 2022年 | 2023年 |\n|---|---|---|\n| 专利授权量（件） | {nothing} | 15 |\n"
    assert figures(text, "obs_value") == {"t1!r2c3": 15}


def test_zero_is_zero():
    text = "| 指标 | 2022年 |\n|---|---|\n| 专利授权量（件） | 0 |\n"
    assert list(figures(text, "obs_value", "obs_lower", "obs_upper").values()) == [(0, 0, 0)]


def test_titles_notes_sources_and_numbers_of_columns_are_no_figures():
    text = (
        "| 附表 2023年专利授权情况 |\n|---|---|---|\n| 地区 | 授权量（件） | 增长（%） |\n| 甲 | 1 | 2 |\n"
        "| 苏州市 | 15 | 2.5 |\n| 注：1.含2022年结转35件。 |\n| 资料来源：市局 2024年 |\n"
    )
    assert figures(text, "obs_value") == {"t1!r4c2": 15, "t1!r4c3": 2.5}


def test_numbers_of_rows_are_no_figures():
    text = "| 序号 | 地区 | 专利授权量（件） | 备注 |\n|---|---|---|---|\n| 1 | 吴中区 | 15 | 含3件 |\n| 2 | 相城区 | 25 | |\n"
    assert list(figures(text, "ref_area_name", "obs_value").values()) == [("吴中区", 15), ("相城区", 25)]


def test_two_panels_beside_each_other():
    text = (
        "表6 发明专利授权量（件）\n\n| 地区 | 2022 | 2023 | 地区 | 2022 | 2023 |\n|---|---|---|---|---|---|\n"
        "| 吴中区 | 1 | 2 | 相城区 | 3 | 4 |\n| 姑苏区 | 5 | 6 | 虎丘区 | 7 | 8 |\n"
    )
    found = figures(text, "ref_area_name", "time_period", "obs_value")
    assert found["t1!r2c5"] == ("相城区", "2022", 3)
    assert found["t1!r3c6"] == ("虎丘区", "2023", 8)


def test_rows_that_name_a_group():
    text = (
        "| 类型 | 2022年（件） | 2023年（件） |\n|---|---|---|\n| 一、专利授权量 |\n| 发明 | 1 | 2 |\n| 外观设计 | 3 | 4 |\n"
        "| 二、专利申请量 |\n| 发明 | 5 | 6 |\n"
    )
    assert list(figures(text, "indicator", "obs_value").values()) == [
        ("invention_patent_grants", 1), ("invention_patent_grants", 2), ("design_grants", 3), ("design_grants", 4),
        ("invention_patent_applications", 5), ("invention_patent_applications", 6),
    ]  # fmt: skip


def test_rows_set_in_below_others():
    text = "| 项目 | 有效量（件） |\n|---|---|\n| 发明专利 | 90 |\n| 　　企业 | 60 |\n| 　　高校 | 30 |\n| 外观设计 | 5 |\n"
    found = figures(text, "indicator", "scope")
    assert found["t1!r3c2"] == ("enterprise_invention_patents_in_force", "")
    assert found["t1!r4c2"] == ("invention_patents_in_force", "高校")
    assert found["t1!r5c2"] == ("designs_in_force", "")


def test_a_table_that_repeats_its_header():
    text = "| 地区 | 专利授权量（件） |\n|---|---|\n| 吴中区 | 1 |\n| 地区 | 专利授权量（件） |\n| 相城区 | 2 |\n"
    assert list(figures(text, "ref_area_name", "obs_value").values()) == [("吴中区", 1), ("相城区", 2)]


def test_numbers_as_printed():
    text = (
        "| 指标 | 2023年（件） |\n|---|---|\n| 专利授权量 | 12,345 |\n| 商标注册量 | １２３ |\n| 专利申请量 | 3.5万 |\n"
        "| 作品著作权登记量 | 88[2] |\n| 软件著作权登记量 | 约900 |\n| 专利转让次数（次） | 66次 |\n"
    )
    found = list(figures(text, "obs_value", "obs_lower", "bound", "obs_text").values())
    assert found == [
        (12345, 12345, "=", "12,345"), (123, 123, "=", "１２３"), (35000, 34500, "=", "3.5万"), (88, 88, "=", "88"),
        (900, 850, "~", "900"), (66, 66, "=", "66次"),
    ]  # fmt: skip


def test_spaces_inside_a_number_are_read_as_printed_and_flagged():
    text = "| 指标 | 2023年（件） |\n|---|---|\n| 专利授权量 | 12 34 |\n"
    assert list(figures(text, "obs_value", "obs_status").values()) == [(1234, "U")]


def test_a_yearbook_sheet_with_both_languages_and_three_header_rows(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "8-1"
    rows = [
        ["表8-1 各地区国内专利申请量和授权量（2022年）"],
        [None, None, None, None, "单位：件"],
        ["地  区\nRegion", "申请量\nApplications", None, "授权量\nGrants", None],
        [None, "合计\nTotal", "发明\nInventions", "合计\nTotal", "发明\nInventions"],
        ["全  国", 46, 14, 40, 7],
        ["  北  京", 30, 18, None, 8],
        ["东部地区", 38, 11, 33, 6],
        ["注：本表数据不含港澳台，2022年起调整。"],
    ]
    for row in rows:
        sheet.append(row)
    for merged in ("A1:E1", "A3:A4", "B3:C3", "D3:E3"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    table = read(tmp_path / "a.xlsx").table
    found = {row.cell: (row.ref_area_name, row.indicator, row.obs_value, row.time_period) for row in table.itertuples()}
    assert found["8-1!D5"] == ("全国", "patent_grants", 40, "2022")
    assert found["8-1!C6"] == ("北京市", "invention_patent_applications", 18, "2022")
    assert found["8-1!E7"] == ("东部地区", "invention_patent_grants", 6, "2022")
    assert len(found) == 11


def test_headers_that_span_rows_and_columns_in_html():
    page = (
        "<table><tr><td rowspan=2>区域</td><td colspan=2>专利授权量（件）</td><td rowspan=2>比重（%）</td></tr>"
        "<tr><td>2021年</td><td>2022年</td></tr><tr><td>天河区</td><td>35</td><td>29</td><td>20.3</td></tr></table>"
    )
    layout = f"<html><body><table><tr><td>广州市2022年统计</td></tr><tr><td>{page}</td></tr></table></body></html>"
    for text in (f"<h1>广州市2022年统计</h1>{page}", layout):
        table = read(text.encode(), name="a.html").table
        assert table[["ref_area_name", "time_period", "measure", "obs_value"]].to_numpy().tolist() == [
            ["天河区", "2021", "level", 35],
            ["天河区", "2022", "level", 29],
            ["天河区", "2022", "share", 20.3],
        ]


def test_quarters_and_the_whole_year():
    text = "表8 2022年四季度及全年情况\n\n| | 三季度 | 四季度 | 全年 |\n|-|-|-|-|\n| 专利授权量（件） | 4 | 3 | 14 |\n"
    assert list(figures(text, "time_period").values()) == ["2022-Q3", "2022-Q4", "2022"]


def test_a_short_label_is_completed_by_the_title():
    text = "表9 广告案件（单位：件）\n\n| 年份 | 收案 |\n|---|---|\n| 2021 | 5 |\n"
    assert list(figures(text, "label", "indicator").values()) == [("广告案件收案", "")]


def test_long_tables_with_a_row_a_figure(tmp_path):
    lines = [
        "province,year,measure,patent_type,value,unit",
        "北京,2021,专利授权量,合计,198,件",
        "北京,2021,专利授权量,发明,79,件",
    ]
    lines += ["天津,2022,专利申请量,外观设计,5,件", "天津,2022,有效量,发明,,件"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    table = read(tmp_path / "a.csv").table
    assert table[["ref_area_name", "time_period", "indicator", "obs_value"]].to_numpy().tolist() == [
        ["北京市", "2021", "patent_grants", 198],
        ["北京市", "2021", "invention_patent_grants", 79],
        ["天津市", "2022", "design_applications", 5],
    ]


def test_a_change_in_units_in_a_column_of_growth():
    text = "| 指标 | 2023年 | 同比增长（%） |\n|---|---|---|\n| 专利授权量（件） | 12 | 增加3件 |\n| 商标注册量（件） | 9 | 3.2 |\n"
    assert figures(text, "measure", "obs_value", "unit_measure")["t1!r2c3"] == ("change", 3, "件")


def warnings(text):
    return "\n".join(read(TITLE + text).warnings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("| 指标 | 数量（件） | 增减 |\n|---|---|---|\n| 专利授权量 | 12 | 3 |\n", "growth in % or a change"),
        ("| 指标 | 数量（件） |\n|---|---|\n| 商标注册量 | 5 |\n| 专利授权量 | 12（其中发明3） |\n", "not one number"),
        ("| 指标 | 数量（件） |\n|---|---|\n| 商标注册量 | 5 |\n| 专利授权量 | 12-15 |\n", "not one number"),
        ("| 指标 | 2023年 |\n|---|---|\n| 知识产权质押融资金额 | 12.5 |\n", "no unit is printed"),
        ("| 甲区 | 乙区 |\n|---|---|\n| 12 | 15 |\n| 13 | 16 |\n", "unit"),
        ("| 年份 | 2021年 |\n|---|---|\n| 2022 | 15 |\n", "two years"),
        ("| 专利授权量（件） | 上海 |\n|---|---|\n| 江苏 | 15 |\n", "two places"),
    ],
    ids=[
        "change-without-unit",
        "two-numbers",
        "a-range",
        "money-without-unit",
        "no-meaning",
        "two-years",
        "two-places",
    ],
)
def test_what_cannot_be_told_is_reported_with_its_cell(text, said):
    assert said in warnings(text)
    assert "t1!r" in warnings(text)


def test_candidates_are_named():
    text = "表7 专利申请和授权情况\n\n| 地区 | 发明（件） |\n|---|---|\n| 吴中区 | 15 |\n"
    assert "发明专利申请量" in warnings(text)
    assert "发明专利授权量" in warnings(text)
    assert list(figures(text, "indicator", "label").values()) == [("", "发明")]


def test_a_part_takes_the_unit_and_name_of_its_row_before_the_tables_unit():
    rows = read(
        "# 湖南省2024年科技统计\n\n单位：万元\n\n| 指标 | 2024年 |\n|---|---|\n"
        "| 科技人员（人） | 17120 |\n| #女性 | 5531 |\n"
        "| 经费支出 | 1200 |\n| 专利申请数（件） | 4000 |\n| 其中：发明专利 | 2109 |\n"
    ).table.set_index("obs_text")
    assert rows.loc["5531", ["obs_value", "unit_measure", "label"]].tolist() == [5531, "人", "科技人员女性"]
    assert rows.loc["1200", "obs_value"] == 12_000_000
    assert rows.loc["2109", ["obs_value", "unit_measure"]].tolist() == [2109, "件"]
    assert rows.loc["2109", "indicator"] == "invention_patent_applications"


def test_rows_under_a_short_header_have_labels_of_their_own():
    rows = read(
        "# 河南省2023年法院情况\n\n| 指标 | 新收（件） |\n|---|---|\n| 一审民事案件 | 120 |\n| 二审民事案件 | 30 |\n"
    ).table
    assert rows["label"].tolist() == ["一审民事案件新收", "二审民事案件新收"]


def test_editions_of_the_award_are_years_in_its_tables_alone():
    rows = "| 奖项 | 第二十二届 | 第二十三届 |\n|---|---|---|\n| {} | 4 | 5 |\n"
    award = figures("表1 中国专利奖获奖情况（单位：项）\n\n" + rows.format("金奖"), "time_period", "scope")
    assert list(award.values()) == [("2021", ""), ("2022", "")]
    fair = figures("表1 博览会参展情况（单位：家）\n\n" + rows.format("参展企业"), "time_period")
    assert list(fair.values()) == ["2023", "2023"]


def test_this_month_and_the_year_to_date():
    text = (
        "表1 2023年5月发明专利情况（单位：件）\n\n| 地区 | 授权量 | | | 有效量 |\n|---|---|---|---|---|\n"
        "| | 本月 | 本年累计 | 累计同比(%) | 截至本月底 |\n| 吴中区 | 3 | 15 | 2.1 | 99 |\n"
    )
    assert list(figures(text, "time_period").values()) == ["2023-05", "2023-01-01/P5M", "2023-01-01/P5M", "2023-05-31"]


def test_changes_since_the_end_of_the_year_before():
    text = "| 指标 | 6月末 | 比年初增加 |\n|---|---|---|\n| 有效发明专利（件） | 99 | 9 |\n"
    assert list(figures(text, "measure", "comparison").values()) == [("level", ""), ("change", "since:2022-12-31")]


def test_the_whole_province_of_the_places_listed_and_ranks_before_them():
    text = (
        "| 排名 | 市州 | 申请量（件） |\n|---|---|---|\n| — | 全省 | 30 |\n| 1 | 成都市 | 20 |\n| 2 | 绵阳市 | 10 |\n"
    )
    table = read("表2 2023年全省各市州商标情况\n\n" + text).table
    assert table["ref_area"].tolist() == ["510000", "510100", "510100", "510700", "510700"]


def test_several_units_of_one_line_go_by_the_indicator():
    text = "表3 成果（单位：件、亿元）\n\n| 指标 | 2023年 |\n|---|---|\n| 专利授权量 | 12 |\n| 技术合同成交额 | 3.5 |\n"
    assert list(figures(text, "obs_value", "unit_measure").values()) == [(12, "件"), (350_000_000, "元")]


def test_rows_whose_names_begin_with_their_coverage():
    text = "| 指标 | 专利数（件） |\n|---|---|\n| 专利授权数 | 12 |\n| 境内有效发明专利 | 9 |\n"
    found = [("patent_grants", ""), ("invention_patents_in_force", "境内")]
    assert list(figures(text, "indicator", "scope").values()) == found


def test_a_share_after_a_part_and_all_years_of_a_plan():
    text = (
        "| 年份 | 专利申请量（件） | 其中：发明 | 发明占比（%） | 专利授权量（件） | 其中：发明 | 发明占比（%） |\n"
        "|---|---|---|---|---|---|---|\n| 2020年 | 9 | 3 | 33.3 | 8 | 1 | 12.5 |\n"
        "| “十三五”合计 | 50 | 20 | 40 | 40 | 10 | 25 |\n"
    )
    found = figures(text, "indicator", "unit_measure", "time_period")
    assert [found[f"t1!r2c{column}"][:2] for column in (3, 4, 6, 7)] == [
        ("invention_patent_applications", "件"), ("invention_patent_applications", "%"),
        ("invention_patent_grants", "件"), ("invention_patent_grants", "%"),
    ]  # fmt: skip
    assert {found[f"t1!r3c{column}"][2] for column in range(2, 8)} == {"2016-01-01/P5Y"}


def test_the_last_year_of_a_plan_is_its_goal():
    table = read(
        "# 苏州市知识产权“十四五”规划\n\n| 指标 | 2020年 | 2025年 |\n|---|---|---|\n"
        "| 每万人口高价值发明专利拥有量（件） | 44 | 86以上 |\n"
    ).table
    assert table[["is_target", "bound"]].values.tolist() == [[False, "="], [True, ">="]]


def test_a_title_that_lists_kinds_names_each_of_them():
    text = (
        "表1 发明、实用新型专利授权情况（单位：件）\n\n| 地区 | 发明 | 实用新型 |\n|---|---|---|\n| 吴中区 | 1 | 2 |\n"
    )
    assert list(figures(text, "indicator").values()) == ["invention_patent_grants", "utility_model_grants"]


def test_coverage_in_the_stub_is_scope_beside_every_column():
    text = "单位：件\n\n| 来源 | 发明专利申请量 | 发明专利授权量 |\n|---|---|---|\n| 国内 | 1 | 2 |\n| 国外 | 3 | 4 |\n"
    assert list(figures(text, "scope").values()) == ["国内", "国内", "国外", "国外"]


@pytest.mark.parametrize("mark, status", [("（p）", "P"), ("(P)", "P"), ("[1]", "A"), ("（e）", "E"), ("*", "A")])
def test_marks_behind_a_number_say_its_status(mark, status):
    text = f"| 地区 | 专利授权量（件） |\n|---|---|\n| 吴中区 | 12,312{mark} |\n"
    assert figures(text, "obs_value", "obs_status") == {"t1!r2c2": (12312, status)}


def web(rows, caption=""):
    return f"<html><h1>苏州市2023年专利</h1><table><caption>{caption}</caption>{rows}</table></html>".encode()


def test_the_caption_inside_a_table_of_a_page_says_its_unit_and_time():
    rows = "<tr><th>地区</th><th>发明</th></tr><tr><td>吴中区</td><td>3</td></tr>"
    table = read(web(rows, "表1 2022年专利授权情况（单位：件）"), name="a.html").table
    assert table[["indicator", "unit_measure", "time_period"]].values.tolist() == [
        ["invention_patent_grants", "件", "2022"]
    ]


def test_header_cells_over_the_whole_width_name_groups_and_are_no_new_header():
    group = "<tr><th colspan=2>{}</th></tr><tr><td>{}</td><td>3</td></tr>"
    rows = (
        "<tr><th>地区</th><th>专利授权量（件）</th></tr>"
        + group.format("一、东片", "吴中区")
        + group.format("二、西片", "姑苏区")
    )
    table = read(web(rows), name="a.html").table
    assert table[["ref_area_name", "indicator"]].values.tolist() == [
        ["吴中区", "patent_grants"], ["姑苏区", "patent_grants"],
    ]  # fmt: skip


def workbook(path, rows, form=""):
    from openpyxl import Workbook

    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            book.active.cell(number, column, value).number_format = form or "General"
    book.save(path)
    return read(path).table


def test_a_unit_line_with_its_translation_stands_above_years_that_are_numbers(tmp_path):
    rows = [["苏州市专利授权数"], ["单位：件", None, "(piece)"], ["地区\nRegion", 2021, 2022], ["吴中区", 5, 6]]
    table = workbook(tmp_path / "a.xlsx", rows)
    assert table[["time_period", "obs_value", "indicator"]].values.tolist() == [
        ["2021", 5, "patent_grants"], ["2022", 6, "patent_grants"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "form, period",
    [('yyyy"年"m"月"', "2024-03"), ("mmm-yy", "2024-03"), ("yyyy年", "2024"), ("[$-804]yyyy/m", "2024-03")],
)
def test_dates_of_headers_say_what_their_number_format_shows(tmp_path, form, period):
    rows = [["苏州市专利授权量（件）"], ["地区", date(2024, 3, 1)], ["吴中区", "5"]]
    assert list(workbook(tmp_path / "a.xlsx", rows, form)["time_period"]) == [period]


def test_tables_under_each_other_on_a_sheet_keep_their_own_titles(tmp_path):
    rows = [
        ["2023年专利授权量（件）"],
        ["地区", "数量"],
        ["吴中区", 5],
        [],
        ["2022年商标注册量（件）"],
        ["地区", "数量"],
        ["吴中区", 7],
    ]
    table = workbook(tmp_path / "a.xlsx", rows)
    assert table[["indicator", "time_period", "obs_value"]].values.tolist() == [
        ["patent_grants", "2023", 5], ["trademark_registrations", "2022", 7],
    ]  # fmt: skip


def test_a_continued_table_keeps_title_and_unit_of_the_one_before():
    head = "| 地区 | 数量 |\n|---|---|\n"
    first = f"表1 2022年专利授权量\n\n单位：万件\n\n{head}| 吴中区 | 1 |\n\n续表1\n\n{head}| 姑苏区 | 2 |\n\n"
    found = figures(first + f"表2 商标注册量（件）\n\n{head}| 吴中区 | 3 |\n", "indicator", "obs_value", "time_period")
    assert found["t2!r2c2"] == ("patent_grants", 20000, "2022")
    assert found["t3!r2c2"] == ("trademark_registrations", 3, "2023")


def test_the_total_of_rows_of_years_is_over_those_years_and_of_a_stock_over_none():
    text = "| 年份 | 专利授权量（件） | 有效发明专利（件） |\n|---|---|---|\n| 2021年 | 5 | 50 |\n| 2022年 | 6 | 60 |\n| 合计 | 11 | 110 |\n"
    assert list(figures(text, "time_period").values())[-2:] == ["2021-01-01/P2Y", ""]
    gap = text.replace("2021年", "2020年")
    assert list(figures(gap, "time_period").values())[-2:] != ["2020-01-01/P3Y", ""]


def test_a_column_of_measures_is_read_where_most_cells_say_something_else():
    text = (
        "| 指标 | 2022年 | 2023年 | 年均增长 |\n|---|---|---|---|\n| 专利授权量（件） | 5 | 6 | 15.4% |\n"
        "| 商标注册量（件） | 5 | 6 | 〔1〕 |\n| 作品登记量（件） | 5 | 6 | 预期性 |\n"
    )
    document = read(TITLE + text)
    assert document.table.set_index("cell").loc["t1!r2c4", "measure"] == "growth"
    assert len(document.warnings) == 1
    assert "t1!r3c4 +1" in document.warnings[0]


def test_a_column_that_is_a_name_is_not_taken_for_the_end_of_the_title():
    text = (
        "表1 专利商标质押登记情况\n\n| 区 | 专利质押金额（万元） | 商标质押金额（万元） | 商标质押（万元） |\n"
        "|---|---|---|---|\n| 吴中区 | 1 | 2 | 3 |\n"
    )
    assert list(figures(text, "indicator").values()) == [
        "patent_pledge_financing", "trademark_pledge_financing", "trademark_pledge_financing",
    ]  # fmt: skip


def test_what_stands_beside_a_growth_of_the_same_figures_is_a_change():
    text = (
        "| 指标 | 2023年 | 2022年 | 增减 | 增幅 |\n|---|---|---|---|---|\n"
        "| 专利授权量（件） | 8 | 10 | -2 | -20% |\n| 商标注册量（件） | 7 | 5 | 2 | 40% |\n"
    )
    assert figures(text, "measure", "obs_value")["t1!r2c4"] == ("change", -2)
    assert "t1!r2c4" not in figures(text.replace(" 增幅 |", " 排名 |").replace("%", ""), "measure")


@pytest.mark.parametrize("header", ["region_code", "行政区代码", "机构编码"])
def test_codes_are_no_figures(header):
    text = f"| {header} | 地区 | 专利授权量（件） |\n|---|---|---|\n| 320506 | 吴中区 | 8 |\n| 320508 | 姑苏区 | 9 |\n"
    assert list(figures(text, "obs_value").values()) == [8, 9]


def test_a_table_of_court_cases_is_named_by_its_title():
    head = "表1 法院知识产权案件情况\n\n| 类型 | 收案（件） | 结案（件） |\n|---|---|---|\n"
    text = head + "| 刑事 | 1 | 2 |\n| 合计 | 3 | 4 |\n"
    assert list(figures(text, "indicator", "scope").values()) == [
        ("court_ip_cases_received", "刑事"), ("court_ip_cases_concluded", "刑事"),
        ("court_ip_cases_received", ""), ("court_ip_cases_concluded", ""),
    ]  # fmt: skip


def test_formulas_without_a_stored_value_are_reported(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["2023年专利授权量（件）"], ["地区", "数量"], ["吴中区", 5], ["合计", "=SUM(B3:B3)"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx")
    assert list(document.table["obs_value"]) == [5]
    assert "without their values are not read: 1 (B4)" in document.warnings[0]


def test_districts_of_the_place_that_a_table_is_titled_by(tmp_path):
    (tmp_path / "a.csv").write_text("2023年广州市各区专利授权量（件）,\n区,数量\n天河区,5\n黄埔区,6\n", "utf-8")
    assert list(read(tmp_path / "a.csv").table["ref_area_name"]) == ["天河区", "黄埔区"]


@pytest.mark.parametrize(
    "head, cell, period", [("季度", "2", "2023-Q2"), ("月份", "2", "2023-02"), ("季度", "三季度", "2023-Q3")]
)
def test_bare_numbers_of_quarters_and_months(head, cell, period):
    text = f"| 年度 | {head} | 类型 | 专利授权量（件） |\n|---|---|---|---|\n| 2023 | {cell} | 发明 | 7 |\n"
    assert list(figures(text, "time_period", "obs_value").values()) == [(period, 7)]


def test_figures_in_the_row_that_a_format_takes_for_a_header():
    text = "| 专利授权量 | 38,120件 |\n|---|---|\n| 同比增长 | -11.2% |\n| 商标注册量 | 7.21万件 |\n"
    assert list(figures(text, "indicator", "measure", "obs_value").values()) == [
        ("patent_grants", "level", 38120), ("patent_grants", "growth", -11.2),
        ("trademark_registrations", "level", 72100),
    ]  # fmt: skip


def test_shares_beside_levels_of_two_kinds():
    text = (
        "表1 专利申请和授权情况\n\n| 来源 | 发明 | | 实用新型 | |\n|---|---|---|---|---|\n"
        "| | 授权量（件） | 构成 | 授权量（件） | 构成 |\n| 国内 | 8 | 80% | 7 | 70% |\n"
    )
    assert list(figures(text, "indicator", "measure").values()) == [
        ("invention_patent_grants", "level"), ("invention_patent_grants", "share"),
        ("utility_model_grants", "level"), ("utility_model_grants", "share"),
    ]  # fmt: skip


def test_a_row_that_says_how_the_whole_is_divided_leaves_the_whole_above():
    text = (
        "| 指标 | 经费（亿元） | 所占比重（%） |\n|---|---|---|\n| R&D经费支出 | 90 | 100 |\n| 按执行部门分 | | |\n"
        "| 　企业 | 80 | 89 |\n| 　高等学校 | 10 | 11 |\n"
    )
    assert list(figures(text, "indicator").values())[2:] == [
        "enterprise_rd_expenditure", "enterprise_rd_expenditure", "university_rd_expenditure",
        "university_rd_expenditure",
    ]  # fmt: skip


def test_of_several_units_the_one_that_the_indicator_is_in():
    text = (
        "单位：件、件/万人\n\n| 区 | 有效发明专利量 | 万人有效发明专利拥有量 |\n|---|---|---|\n| 吴中区 | 9 | 3.1 |\n"
    )
    assert list(figures(text, "unit_measure").values()) == ["件", "件/万人"]


def test_a_word_that_makes_another_quantity_is_no_scope():
    text = "表1 专利授权情况（单位：件）\n\n| 区 | 授权量 | 每万人授权量 |\n|---|---|---|\n| 吴中区 | 9 | 3.1 |\n"
    assert list(figures(text, "indicator", "label", "scope").values())[1] == ("", "每万人授权量", "")


@pytest.mark.parametrize(
    "row, area, indicator",
    [
        ("全市专利授权量", "苏州市", "patent_grants"),
        ("全省有效发明专利", "江苏省", "invention_patents_in_force"),
        ("全国专利授权量", "全国", "patent_grants"),
        ("江苏省PCT申请量", "江苏省", "pct_applications"),
        ("中国专利奖金奖", "苏州市", "china_patent_award_gold"),
    ],
)
def test_a_place_in_front_of_an_indicator(row, area, indicator):
    text = f"| 指标 | 2023年 |\n|---|---|\n| {row} | 5 |\n"
    assert list(figures(text, "ref_area_name", "indicator").values()) == [(area, indicator)]


def test_the_province_of_a_citys_table():
    text = "| 地区 | 专利授权量（件） |\n|---|---|\n| 全国 | 7 |\n| 全省 | 6 |\n| 全市 | 5 |\n"
    assert list(figures(text, "ref_area_name").values()) == ["全国", "江苏省", "苏州市"]


def test_numbers_of_documents_are_no_figures_and_lone_figures_are_read():
    text = (
        "| 专利号 | 区 | 版权登记 |\n|---|---|---|\n| 201811234567.8 | 吴中区 | 1,011 |\n"
        "| 201811234568.9 | 姑苏区 | 缺 |\n| 201811234569.0 | 相城区 | －－ |\n"
    )
    assert figures(text, "indicator", "obs_value") == {"t1!r2c3": ("copyright_registrations", 1011)}


def test_quarters_from_to_are_their_months():
    text = "# 苏州市2024年第二季度统计\n\n| 项目 | 本季 | 1-2季度累计 |\n|---|---|---|\n| 专利授权（件） | 5 | 9 |\n"
    assert list(read(text).table["time_period"]) == ["2024-Q2", "2024-S1"]


def test_who_filled_a_form_in_stands_beside_its_unit(tmp_path):
    above = [["2023年专利质押统计表"], ["填报单位：四川省知识产权局", "单位：万元"]]
    table = workbook(tmp_path / "a.xlsx", [*above, ["市（州）", "专利质押金额"], ["绵阳市", 3], ["合计", 3]])
    assert table[["ref_area_name", "obs_value"]].values.tolist() == [["绵阳市", 30000], ["四川省", 30000]]


def test_royalties_in_dollars():
    text = "表1 知识产权使用费进出口（单位：亿美元）\n\n| | 2020 | 2021 |\n|---|---|---|\n| 进口额 | 3 | 4 |\n"
    assert set(figures(text, "indicator", "unit_measure").values()) == {("ip_royalty_imports", "美元")}
