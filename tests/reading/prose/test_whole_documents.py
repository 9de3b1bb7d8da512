"""What a document says as a whole holds for every figure: the part of a year, the district, the heading of goals."""

import pytest

from ipstats.collect.read import read
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


def test_an_item_without_a_time_is_of_its_year_and_its_stocks_of_its_day():
    text = "# 要闻\n\n## 20250917 论坛在北京召开\n\n江苏省专利授权量310件。有效发明专利拥有量4500件。\n"
    assert row(text, "310件")["time_period"] == "2025"
    stock = row(text, "4500件")
    assert (stock["time_period"], stock["comment_obs"][:15]) == ("2025-09-17", "no time is said")


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
    own = "全市" if code.endswith("00") else "全区"
    assert row(f"# {title}\n\n{own}专利授权量310件，占全国的12%。\n", "310件")["ref_area"] == code


def test_whose_a_district_is_that_a_city_never_named_is_not_guessed():
    found = row("# 杭州市2022年工作总结\n\n全区专利授权量310件。\n", "310件")
    assert (found["ref_area"], found["trust"]) == ("", "doubtful")


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


@pytest.mark.parametrize(
    ("headline", "area"),
    [
        ("20240412 贵州：专利转让许可活跃", "贵州省"),
        ("2024-05-09 宁波每万人口发明专利拥有量居前", "宁波市"),
        ("20240412 川渝两地联合执法", "全国"),
        ("20240412 知识产权服务业壮大", "全国"),
    ],
    ids=["place and colon", "place as subject", "several places", "no place"],
)
def test_an_item_is_about_the_place_its_headline_begins_with(headline, area):
    text = f"# 全国知识产权要闻\n\n## {headline}\n\n今年前3个月，专利转让许可310次。\n"
    assert row(text, "310次")["ref_area_name"] == area


def test_a_scan_that_sets_characters_apart_keeps_its_year_and_headings():
    text = (
        "绍兴市商标保护状况（ 2 0 2 3 年 ）\n\n一 、 海 关 保 护\n\n扣留侵权嫌疑货物 1 2 9 批 ， 案件平均办理周期缩短\n"
        "19 天 。\n\n二 、 2024 年 工 作 安 排\n\n力争商标注册5600件。\n"
    )
    assert (row(text, "1 2 9 批")["time_period"], row(text, "5600件")["time_period"]) == ("2023", "2024")
    assert (row(text, "19 天")["obs_value"], row(text, "5600件")["is_target"]) == (-19, True)


def test_the_sections_of_a_plan_are_headings():
    text = (
        "# 云南省“十四五”知识产权规划\n\n第一章　发展基础\n\n第一节　主要成效\n\n“十三五”时期授权专利310件。\n\n"
        "第二章　总体要求\n\n第二节　主要目标\n\n到2025年，满意度达到82分；专利代理师达到200名。\n"
    )
    goal = row(text, "200名")
    assert (goal["is_target"], goal["time_period"], row(text, "310件")["is_target"]) == (True, "2025-12-31", False)


def test_the_line_under_a_headline_says_when_a_page_was_written():
    line = "发布时间：2024-08-02 16:35　来源：本报　浏览次数：1326"
    text = f"湖南企业创新活跃\n\n{line}\n\n截至今年6月底，有效发明专利4500件。\n"
    assert row(text, "4500件")["time_period"] == "2024-06-30"


def test_an_edition_of_the_award_is_no_five_year_plan():
    text = "湖南捷报\n\n2023-08-02\n\n第二十四届中国专利奖揭晓，全省获奖49项。自2019年以来，累计获中国专利奖236项。\n"
    assert row(text, "236项")["period_start"].year == 2019
    assert row(text, "49项")["time_period"] == "2023"


@pytest.mark.parametrize("mark", ["[1]", "［2］", "①"])
def test_the_mark_of_a_footnote_is_no_part_of_a_name(mark):
    text = f"2023年，全省研究与试验发展（R&D）经费投入强度{mark}为1.59%。"
    assert row(text, "1.59%")["indicator"] == "rd_intensity"


@pytest.mark.parametrize(
    "name",
    ["每万人拥有有效发明专利", "每万常住人口发明专利拥有量", "万人有效发明专利拥有量", "每万名常住人口拥有的发明专利"],
)
def test_patents_per_ten_thousand_are_a_ratio_however_written(name):
    found = row(f"2023年末，全市{name}达到64.3件。", "64.3件")
    assert (found["indicator"], found["unit_measure"]) == ("invention_patents_per_10k", "件/万人")


def test_a_city_named_once_is_whose_report_it_is_not_the_counties_of_its_lists():
    text = "# 2024年上半年主要指标通报\n\n全市专利授权2841件。\n\n慈溪市874件，慈溪市增长3%。\n\n宁波市知识产权局\n"
    assert row(text, "2841件")["ref_area_name"] == "宁波市"


def test_what_was_over_is_no_goal_of_a_plan_and_years_counted_end_with_what_is_ahead():
    text = (
        "# 江西省“十四五”知识产权规划\n\n2021年11月5日\n\n## 重点任务\n\n2021年1—9月，新增地理标志商标14件。"
        "到2025年，质押融资五年累计60亿元；专利代理师达到200名。\n"
    )
    assert [row(text, one)["is_target"] for one in ("14件", "60亿元", "200名")] == [False, True, True]
    assert [row(text, one)["period_end"].year for one in ("60亿元", "200名")] == [2025, 2025]


def test_items_of_a_plain_text_are_told_by_the_days_they_begin_with():
    text = (
        "地方知识产权动态（2024年第三期）\n\n2024-07-16 江苏：发明专利授权增长\n今年上半年，全省授权发明专利310件。\n\n"
        "2024-08-09 云南查处侵权案件\n1—7月，全省查办知识产权案件437件。\n\n"
        "2024-08-10 论坛在南京举行\n上半年，著作权登记量52件。\n"
    )
    found = [(row(text, one)["ref_area_name"], row(text, one)["time_period"]) for one in ("310件", "437件", "52件")]
    assert found == [("江苏省", "2024-S1"), ("云南省", "2024-01-01/P7M"), ("", "2024-S1")]


def test_a_title_that_names_results_and_plans_makes_goals_only_of_the_plans():
    text = (
        "# 江西省2024年工作情况和2025年工作安排\n\n## 一、2024年主要工作\n\n全省授权专利310件。\n\n"
        "## 二、2025年工作安排\n\n全省授权专利420件。\n"
    )
    assert [row(text, one)["is_target"] for one in ("310件", "420件")] == [False, True]


def test_a_subject_is_not_carried_over_a_heading():
    text = (
        "# 泉州市2023年知识产权保护状况\n\n## （一）行政保护\n\n办理侵犯著作权案件68件。\n\n## （二）司法保护\n\n"
        "全市法院新收知识产权案件936件，审结951件，其中民事案件897件。\n"
    )
    assert "著作权" not in row(text, "897件")["label"]


def test_items_that_begin_with_their_place_in_brackets_are_of_it():
    text = (
        "各地简讯\n\n【甘肃】（2024年5月10日）甘肃省知识产权局召开会议。一季度，甘肃省专利授权310件。\n\n"
        "【西藏】（2024年5月12日）今年前4个月，全区商标注册量520件。\n\n去年底，有效注册商标9100件。\n\n"
        "【福州】（2024年5月20日）福州海关今年1至4月查扣侵权货物37批。\n"
    )
    found = [(row(text, one)["ref_area_name"], row(text, one)["time_period"]) for one in ("520件", "9100件", "37批")]
    assert found == [("西藏自治区", "2024-01-01/P4M"), ("西藏自治区", "2023-12-31"), ("福州市", "2024-01-01/P4M")]


def test_a_preamble_that_announces_what_follows_dates_it():
    text = (
        "泉州市执法情况通报\n\n（2024年第2期）\n\n2024年1月至8月，全市持续加大力度。现将有关情况通报如下。\n\n"
        "一、行政执法\n\n查处侵权案件31件。\n"
    )
    assert row(text, "31件")["time_period"] == "2024-01-01/P8M"


def test_a_conference_is_of_its_day_and_of_the_months_that_the_host_names():
    text = (
        "安徽省2024年第三次新闻发布会\n\n会议时间：2024年8月15日15:00　地点：合肥\n\n"
        "主持人：请副局长通报上半年工作情况。\n\n"
        "专利转让620次。去年全年，专利许可31次。到2025年，每万人口高价值发明专利拥有量要达到13件。\n"
    )
    assert [row(text, one)["time_period"] for one in ("620次", "31次")] == ["2024-S1", "2023"]
    assert row(text, "13件")["is_target"]


def test_what_lies_after_the_month_of_a_review_is_a_goal():
    text = "“十三五”时期甘肃省知识产权回顾\n\n（2021年4月）\n\n到2025年，全省有效发明专利达到2.6万件。\n"
    assert row(text, "2.6万件")["is_target"]


def test_a_place_in_the_name_of_one_of_many_or_of_an_order_is_not_whose_the_figures_are():
    text = (
        "福建省总结\n\n漳州水仙、南平白茶等12个地理标志产品纳入名录，产值70亿元。得分在全国的位次由第十前移到第八。\n"
    )
    assert {row(text, one)["ref_area_name"] for one in ("12个", "70亿元", "第八")} == {"福建省"}


@pytest.mark.parametrize(
    ("text", "printed", "period"),
    [
        ("每万人口发明专利拥有量由2015年的1.2件升至2020年的3.5件，有效商标由7万件增至24万件。", "7万件", "2015-12-31"),
        ("2020年质押融资18亿元，而2015年仅2亿元。技术合同成交额249亿元。", "249亿元", "2020"),
        ("有效商标24万件，较2015年末的7万件净增17万件，年均增长26%。", "26%", "2016-01-01/P5Y"),
        ("质押融资18亿元，超过去年全年的12亿元，专利许可90次。", "90次", "2020"),
        ("质押融资18亿元，超过去年全年的12亿元，专利许可90次。", "12亿元", "2019"),
        ("融资额由上年的全省第五位升至第三位。", "第三位", "2020"),
    ],
    ids=[
        "a course beside another",
        "a year only set against",
        "a mean from a year's end",
        "after a year surpassed",
        "a year surpassed",
        "where a rank came to",
    ],
)
def test_the_years_of_a_comparison_stay_in_it(text, printed, period):
    assert row(f"甘肃省2020年总结\n\n{text}\n", printed)["time_period"] == period


def test_a_multiple_says_what_time_it_is_of():
    text = (
        "甘肃省2020年总结\n\n五年授权专利6万件，是“十二五”时期的2.3倍。"
        "专利许可90次、转让80次，分别是上年的1.9倍和1.4倍。\n"
    )
    found = [row(text, one)["comparison"] for one in ("2.3倍", "1.9倍", "1.4倍")]
    assert found == ["since:2011-01-01/P5Y", "yoy", "yoy"]


def test_this_year_in_a_text_of_its_first_months_is_those_months_but_not_for_goals():
    text = "甘肃省2024年前三季度情况\n\n今年已受理纠纷230件。今年力争受理纠纷300件。\n"
    assert [row(text, one)["time_period"] for one in ("230件", "300件")] == ["2024-01-01/P9M", "2024"]


def test_figures_of_several_places_together_say_which():
    text = "江西省2024年总结\n\n南昌、九江两市R&D经费合计7亿元，占全省的60%。全省专利授权90件。\n"
    assert [row(text, one)["scope"] for one in ("7亿元", "60%", "90件")] == ["南昌、九江", "南昌、九江", ""]
