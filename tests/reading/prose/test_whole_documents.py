"""What a document says as a whole holds for every figure: the part of a year, the district, the heading of goals."""

import pytest

from ipstats.reading.documents import read
from ipstats.reading.whom import close_up


def row(text: str, printed: str) -> dict:
    rows = read(text).table.to_dict("records")
    found = [one for one in rows if one["obs_text"] == printed]
    assert found, f"{printed}: read {[one['obs_text'] for one in rows]}"
    return found[0]


@pytest.mark.parametrize(
    ("title", "flow", "stock"),
    [
        ("绍兴市2024年上半年知识产权工作总结", "2024-S1", "2024-06-30"),
        ("绍兴市2022年1—11月知识产权工作情况", "2022-01-01/P11M", "2022-11-30"),
        ("绍兴市2025年第一季度知识产权简报", "2025-Q1", "2025-03-31"),
        ("2023年前三季度绍兴市知识产权运行情况", "2023-01-01/P9M", "2023-09-30"),
        ("绍兴市2023年知识产权工作总结", "2023", "2023-12-31"),
    ],
)
def test_the_part_of_a_year_in_the_title_dates_what_names_no_time(title, flow, stock):
    text = f"# {title}\n\n专利授权量3120件。\n\n有效发明专利拥有量4500件。\n"
    assert row(text, "3120件")["time_period"] == flow
    assert row(text, "4500件")["time_period"] == stock


def test_the_months_of_one_paragraph_do_not_outlive_it():
    text = "# 泉州市2024年上半年工作总结\n\n1—2月，专利授权量310件。\n\n商标注册量520件。2023年，专利授权量90件。\n"
    assert row(text, "310件")["time_period"] == "2024-01-01/P2M"
    assert row(text, "520件")["time_period"] == "2024-S1"
    assert row(text, "90件")["time_period"] == "2023"


def test_the_day_of_issue_is_no_period():
    text = "# 泉州市2023年知识产权工作总结\n\n（2024年3月印发）\n\n专利授权量310件。\n"
    assert row(text, "310件")["time_period"] == "2023"


def test_a_lead_that_ends_in_a_colon_dates_the_items_below():
    lead = "# 泉州市知识产权运行简报\n\n2023年前三季度，全市运行情况如下：\n\n"
    text = lead + "（1）专利授权量310件。\n\n（2）商标注册量520件。\n"
    assert row(text, "520件")["time_period"] == "2023-01-01/P9M"


def test_an_item_without_a_time_is_of_the_year_of_its_date():
    text = "# 要闻\n\n## 20250917 论坛在北京召开\n\n江苏省专利授权量310件。有效发明专利拥有量4500件。\n"
    assert row(text, "310件")["time_period"] == "2025"
    assert row(text, "4500件")["time_period"] == ""


def test_a_plan_tells_of_the_years_before_and_sets_goals_for_its_end():
    text = (
        "# 云南省“十四五”知识产权规划\n\n（2021年11月印发）\n\n## 第一节 “十三五”时期成就\n\n授权专利310件。\n\n"
        "## 第二章 主要任务\n\n专利授权量达520件。\n"
    )
    past, ahead = row(text, "310件"), row(text, "520件")
    assert (past["time_period"], past["is_target"]) == ("2016-01-01/P5Y", False)
    assert (ahead["time_period"], ahead["is_target"]) == ("2025", True)


@pytest.mark.parametrize("heading", ["四、2023年工作思路", "四、2023年工作打算"])
def test_next_year_under_its_own_heading_is_that_year(heading):
    text = f"# 泉州市2022年工作总结\n\n专利授权量300件。\n\n## {heading}\n\n明年，专利授权量达到310件。\n"
    one = row(text, "310件")
    assert (one["time_period"], one["is_target"]) == ("2023", True)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("滨江区（杭州高新区）2022年工作情况", "330108"),
        ("杭州市滨江区2022年工作总结", "330108"),
        ("2022年天河区知识产权白皮书", "440106"),
        ("浦东新区2022年知识产权发展状况", "310115"),
        ("杭州市西湖区2022年工作总结", "330106"),
        ("天 津 市 知 识 产 权 局 2022 年 工 作 总 结", "120000"),
        ("杭州市2022年工作总结", "330100"),
    ],
)
def test_whom_the_title_is_about(title, code):
    assert row(f"# {title}\n\n全区专利授权量310件，占全市的12%。\n", "310件")["ref_area"] == code


def test_a_district_of_a_common_name_without_its_city_is_not_guessed():
    assert row("# 鼓楼区2022年工作总结\n\n全区专利授权量310件。\n", "310件")["ref_area"] == ""


def test_titles_set_with_spaces_are_closed_up():
    assert close_up("云 南 省 2022 年 R&D investment 概 况") == "云南省2022年 R&D investment 概况"


def test_an_area_of_a_list_ends_with_the_list():
    text = "# 全国专利代理2023年报告\n\n专利代理机构较多的有北京（933家）、广东（874家）。商标代理机构7142家。\n"
    assert row(text, "7142家")["ref_area"] == "000000"
    text = "# 江苏省2024年工作总结\n\n2024年，苏州、南京、无锡三市专利授权量合计占全省的68.8%。\n"
    assert row(text, "68.8%")["ref_area"] == "320000"


@pytest.mark.parametrize(
    "sentence",
    [
        "会议提出，全省新增优势企业20家以上。",
        "确保新增优势企业20家以上。",
        "全省将新增优势企业20家以上。",
        "全省计划新增优势企业20家以上。",
    ],
)
def test_goals_are_told_by_their_words(sentence):
    rows = read(f"# 福建省2024年工作总结\n\n全省新增示范企业7家。{sentence}\n").table
    assert dict(zip(rows["obs_value"], rows["is_target"], strict=True)) == {7: False, 20: True}


@pytest.mark.parametrize("heading", ["三、下半年打算", "三、主要任务", "三、2025年工作要点"])
def test_goals_are_told_by_their_heading(heading):
    text = f"# 福建省2024年上半年工作总结\n\n## 一、进展\n\n授权专利310件。\n\n## {heading}\n\n专利授权量520件。\n"
    assert [row(text, printed)["is_target"] for printed in ("310件", "520件")] == [False, True]


def test_a_note_on_rounding_holds_no_figure():
    table = read("# 福建省2024年统计\n\n授权专利310件。\n\n注：因四舍五入，各项合计可能不等于100%。\n").table
    assert list(table["obs_text"]) == ["310件"]
