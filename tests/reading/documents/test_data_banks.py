"""Tables as data banks and yearbooks print them: series with their description, parts of a year, indices, eras."""

import pytest

from ipstats import read

COLUMNS = ("indicator", "label", "scope", "measure", "comparison", "obs_value", "unit_measure", "ref_area_name")

SERIES = """,人口,财政收入:税收
区域,中国,中国
频率,"年, 年终12月","年, 年终12月"
单位,百万人,十亿人民币
数据来源,国家统计局,财政部
数列ID,4942801 (CGGA),136478201 (CFAEGO)
最后更新时间,17/01/2024,17/01/2024
平均 MEAN,1039.951466666667,55.1
总和 SUM,77996.36000000002,812.4
1949,541.67,5.5
1950,551.96,
"""
QUARTERS = """数据库：季度数据
时间：最近2季度
指标,2022年第二季度,2021年第四季度
国内生产总值当季值(亿元),292464,324237.4
国内生产总值累计值(亿元),562642,1143669.7
工业增加值累计增长(%),3.3,9.6
数据来源：国家统计局
"""


def rows(text, name="t.csv", **known):
    """The rows of a table given as text, as they stand in it."""
    document = read(text.encode(), name=name, corrections=[], **known)
    return document, document.table.to_dict("records")


def test_the_lines_in_front_of_series_say_what_they_are_and_are_no_figures():
    document, found = rows(SERIES)
    assert [tuple(row[name] for name in COLUMNS) for row in found] == [
        ("", "人口", "", "level", "", 541.67e6, "人", "全国"),
        ("", "财政收入:税收", "", "level", "", 5.5e9, "元", "全国"),
        ("", "人口", "", "level", "", 551.96e6, "人", "全国"),
    ]
    assert [row["time_period"] for row in found] == ["1949-12-31", "1949", "1950-12-31"]
    assert {row["trust"] for row in found} == {"sure"} and not document.warnings
    assert document.tables[0].counts == {"head": 6, "index": 20, "read": 3, "stub": 2}


def test_a_table_with_a_column_of_statistics_is_no_series():
    _, found = rows("2022年各区专利授权量（件）,\n项目,授权量\n平均,5\n最大,9\n单位,3\n")
    assert [row["obs_value"] for row in found] == [5, 9, 3]


def test_the_part_of_a_year_stands_behind_the_name_of_the_row():
    _, found = rows(QUARTERS)
    assert [(row["indicator"], row["label"], row["measure"], row["time_period"]) for row in found] == [
        ("gdp", "国内生产总值", "level", "2022-Q2"),
        ("gdp", "国内生产总值", "level", "2021-Q4"),
        ("gdp", "国内生产总值", "level", "2022-S1"),
        ("gdp", "国内生产总值", "level", "2021"),
        ("", "工业增加值", "growth", "2022-S1"),
        ("", "工业增加值", "growth", "2021"),
    ]
    assert {row["ref_area_name"] for row in found} == {"全国"} and {row["trust"] for row in found} == {"likely"}


def test_the_portals_line_of_the_indicator_says_all_that_a_header_can():
    text = "数据库：分省季度数据\n指标：{}\n时间：最近1季度\n地区,2022年第二季度\n北京市,19352.2\n"
    _, (row,) = rows(text.format("地区生产总值_累计值(亿元)"))
    assert (row["indicator"], row["obs_value"], row["time_period"]) == ("gdp", 1935220000000, "2022-S1")
    _, (row,) = rows(text.format("固定资产投资(不含农户)_比上年增长(%)"))
    assert (row["measure"], row["label"], row["unit_measure"]) == ("growth", "固定资产投资(不含农户)", "%")


def test_series_in_months_told_up_to_now_begin_with_the_year():
    _, found = rows(
        "指标,营业收入_累计,营业收入_当期,工业增加值_当期同比实际增速\n地区,全国,全国,全国\n频度,月,月,月\n"
        "单位,亿元,亿元,%\n2011-03,90,30,12.5\n"
    )
    assert [(row["label"], row["measure"], row["time_period"]) for row in found] == [
        ("营业收入", "level", "2011-Q1"),
        ("营业收入", "level", "2011-03"),
        ("工业增加值", "growth", "2011-03"),
    ]


def test_this_month_and_the_months_up_to_it_stand_beside_their_growth():
    html = (
        "<p>社会消费品零售总额</p><p>2022年9月</p><table><tr><td>指标</td><td>本月</td><td>比去年同月增长(%)</td>"
        "<td>1-本月</td><td>比去年同期增长(%)</td></tr><tr><td>社会消费品零售总额(亿元)</td><td>1478.53</td><td>0.3</td>"
        "<td>11864.63</td><td>-10.7</td></tr></table>"
    )
    _, found = rows(html, "t.html", area="上海市")
    assert [(row["measure"], row["unit_measure"], row["time_period"], row["label"]) for row in found] == [
        ("level", "元", "2022-09", "社会消费品零售总额"),
        ("growth", "%", "2022-09", "社会消费品零售总额"),
        ("level", "元", "2022-01-01/P9M", "社会消费品零售总额"),
        ("growth", "%", "2022-01-01/P9M", "社会消费品零售总额"),
    ]


ERA = (
    "<p>107/108 年專利案件統計表</p><p>單位:件</p><table><tr><td rowspan=2>月份</td><td colspan=2>新申請案</td>"
    "<td colspan=2>公開案</td></tr><tr><td>107</td><td>108</td><td>107</td><td>108</td></tr>"
    "<tr><td>1 月</td><td>5,788</td><td>6,112</td><td>3,435</td><td>4,377</td></tr>"
    "<tr><td>2 月</td><td>4,802</td><td>4,314</td><td>3,036</td><td>3,401</td></tr>"
    "<tr><td>合計</td><td>10,590</td><td>10,426</td><td>6,471</td><td>7,778</td></tr></table>"
)


def test_years_of_the_republic_and_the_total_of_months():
    _, found = rows(ERA, "t.html", area="台湾省")
    assert len(found) == 12 and {row["unit_measure"] for row in found} == {"件"}
    assert [row["time_period"] for row in found[:4]] == ["2018-01", "2019-01", "2018-01", "2019-01"]
    assert [row["time_period"] for row in found[8:10]] == ["2018-01-01/P2M", "2019-01-01/P2M"]
    _, elsewhere = rows(ERA, "t.html", area="福建省")
    assert all(str(row["period_end"]) == "NaT" or row["trust"] == "doubtful" for row in elsewhere)


def test_the_unit_before_a_translation_in_figures_and_capitals():
    _, (row,) = rows(
        "2021年商品进出口总值(美元计价),\n单位:万美元 (USD10000),\n项目,合计\n海关特殊监管区域物流货物,677157\n"
    )
    assert (row["obs_value"], row["unit_measure"]) == (6771570000, "美元")
    assert row["label"] == "商品进出口总值(美元计价)海关特殊监管区域物流货物"


INDICES = {
    "the title and the line below it": (
        "主要年份国内生产总值指数,\n按可比价计算，上年=100,\n年份,国内生产总值,第一产业\n1990,105.0,101.0\n"
    ),
    "the title alone": "4-3 地区生产总值指数(1978=100),\n年份,地区生产总值,第一产业\n1990,341.3,166.3\n",
}


@pytest.mark.parametrize("text", INDICES.values(), ids=INDICES)
def test_indices_are_no_levels_of_what_they_are_of(text):
    _, found = rows(text, area="常州市")
    assert {row["indicator"] for row in found} == {""} and {row["trust"] for row in found} == {"doubtful"}
    assert all("指数" in row["label"] and row["time_period"] == "1990" for row in found)


def test_an_index_keeps_the_base_that_its_row_names():
    _, (row,) = rows("数据库：月度数据\n时间：最近1月\n指标,2017年12月\n居民消费价格指数(上年同月=100),101.8\n")
    assert (row["label"], row["time_period"], row["trust"]) == ("居民消费价格指数(上年同月=100)", "2017-12", "doubtful")


def test_indices_on_several_bases_and_means_of_several_years():
    html = (
        "<p>1-5国民经济和社会发展总量与速度指标</p><table><tr><td rowspan=3>指标</td>"
        "<td rowspan=2 colspan=2>总量指标</td>"
        "<td colspan=3>速度指标(%)</td></tr><tr><td colspan=2>指数(2007年比以下各年)</td><td>平均增长速度</td></tr>"
        "<tr><td>1978</td><td>2007</td><td>1978</td><td>1990</td><td>1979-2007</td></tr>"
        "<tr><td>新疆生产总值(亿元)</td><td>39.07</td><td>3523.16</td><td>1668.3</td><td>549.5</td><td>10.2</td></tr></table>"
    )
    _, found = rows(html, "t.html")
    assert [(row["indicator"], row["measure"], row["time_period"], row["trust"]) for row in found] == [
        ("gdp", "level", "1978", "sure"),
        ("gdp", "level", "2007", "sure"),
        ("", "level", "2007", "doubtful"),
        ("", "level", "2007", "doubtful"),
        ("gdp", "growth", "1979-01-01/P29Y", "sure"),
    ]
    assert found[4]["comparison"] == "annual_average:1979-01-01/P29Y"


def test_the_value_added_of_an_industry_is_not_the_gdp():
    _, found = rows("2019年玉环市生产总值（亿元）,\n指标,绝对数\n地区生产总值,617.50\n第一产业,37.11\n工业,280\n")
    assert [(row["indicator"], row["trust"]) for row in found] == [("gdp", "sure"), ("", "sure"), ("", "sure")]
    _, found = rows("2019年国民生产总值（亿元）,\n地区,合计\n北京市,617.50\n")
    assert [row["indicator"] for row in found] == [""]


def test_a_rate_in_per_mille_is_no_growth_and_people_are_counted_by_their_scale_alone():
    _, found = rows("中山市人口,,,\n时间,常住人口（万）,增长率(‰),人均gdp(元)\n2017,572.22,10.45,5\n", area="中山市")
    assert [(row["measure"], row["unit_measure"], row["obs_value"]) for row in found] == [
        ("level", "人", 5722200), ("level", "‰", 10.45), ("level", "元", 5),
    ]  # fmt: skip
    assert (found[0]["indicator"], found[2]["label"][-5:]) == ("resident_population", "人均gdp")


def test_a_coverage_amid_the_name_and_an_object_behind_the_coverage():
    _, (row,) = rows("2013年国内外观设计职务申请授权量（件）,\n地区,合计\n北京市,3991\n")
    assert (row["indicator"], row["scope"], row["trust"]) == ("design_grants", "国内职务", "sure")
    _, (row,) = rows("2013年国内生产总值（亿元）,\n地区,合计\n北京市,3991\n")
    assert (row["indicator"], row["scope"]) == ("gdp", "")


def test_a_list_of_patents_with_their_abstracts_is_a_register():
    document, found = rows("序号,名称,公开年份,摘要,分类\n1,增压气闸室,2013,一种气闸室,1\n2,管沟系统,2013,一种管沟,0\n")
    assert not found and "登记表" in document.warnings[0]


def test_months_before_their_years_and_the_price_of_an_area():
    _, found = rows(",商品房价格\n区域,中国\n频率,月\n单位,人民币/平方米\n03/1998,1933.6\n04/1998,2011.4\n")
    assert [(row["time_period"], row["unit_measure"]) for row in found] == [
        ("1998-03", "元/平方米"),
        ("1998-04", "元/平方米"),
    ]


def test_a_group_of_columns_that_only_divides_names_nothing():
    html = (
        "<p>4-1人口数及构成</p><p>单位:万人(10 000 persons)</p><table><tr><td rowspan=3>年份</td>"
        "<td rowspan=3>年底总人口</td>"
        "<td colspan=2>按性别分 By Sex</td></tr><tr><td colspan=2>男 Male</td></tr>"
        "<tr><td>人口数</td><td>比重(%)</td></tr>"
        "<tr><td>1952</td><td>57482</td><td>29833</td><td>51.90</td></tr></table>"
    )
    _, found = rows(html, "t.html", area="全国")
    assert [(row["label"], row["measure"], row["time_period"]) for row in found] == [
        ("总人口", "level", "1952-12-31"),
        ("男人口数", "level", "1952-12-31"),
        ("男人口数", "share", "1952-12-31"),
    ]


def test_a_rate_whose_name_goes_on_in_the_row_below():
    _, found = rows(
        "规模以上工业企业科技活动情况,,\n指标,2009,2010\nR&D经费内部支出与主营,0.39,0.36\n业务收入之比（%）,,\n"
        "新产品开发情况,,\n新产品开发项目数（项）,9,8\n",
        area="河北省",
    )
    assert [(row["label"], row["unit_measure"]) for row in found[::2]] == [
        ("R&D经费内部支出与主营业务收入之比", "%"),
        ("新产品开发项目数", "项"),
    ]


def test_the_columns_of_a_monthly_table_of_applications():
    html = (
        "<p>2014年8月国内外发明专利受理状况月表</p><table>"
        "<tr><td rowspan=2></td><td>当月合计</td><td>当年累计</td></tr>"
        "<tr><td>受理量</td><td>受理量</td></tr><tr><td>职务</td><td>60488</td><td>419822</td></tr>"
        "<tr><td>非职务</td><td>11521</td><td>80505</td></tr></table>"
    )
    _, found = rows(html, "t.html")
    assert [(row["indicator"], row["scope"], row["time_period"], row["trust"]) for row in found[:2]] == [
        ("invention_patent_applications", "职务", "2014-08", "likely"),
        ("invention_patent_applications", "职务", "2014-01-01/P8M", "likely"),
    ]


def test_figures_of_one_province_that_no_line_names_are_not_the_nations():
    _, (row,) = rows("数据库：分省年度数据\n时间：\n指标,2023年\n地方财政支出(亿元),7971.25\n")
    assert (row["ref_area_name"], row["trust"]) == ("", "doubtful")
    _, found = rows("2023年分省专利授权量（件）,\n地区,授权量\n合计,9\n北京市,5\n")
    assert [row["ref_area_name"] for row in found] == ["全国", "北京市"]


def test_a_name_of_two_kinds_joined_is_not_cut():
    _, (row,) = rows("数据库：分省年度数据\n指标：私营企业和个体就业人员(万人)\n地区,2019年\n四川省,1329.2\n")
    assert (row["label"], row["scope"], row["obs_value"]) == ("私营企业和个体就业人员", "", 13292000)


CUSTOMS = (
    "<p>2023年12月进出口商品国别（地区）总值表（美元值）</p><p>单位：千美元</p>"
    "<table><tr><td rowspan=2>国别（地区）</td><td colspan=2>进出口</td><td colspan=2>出口</td>"
    "<td colspan=2>累计比去年同期±%</td></tr>"
    "<tr><td>{0}</td><td>{1}</td><td>{0}</td><td>{1}</td><td>进出口</td><td>出口</td></tr>"
    "<tr><td>日本</td><td>27000000</td><td>317998000</td>"
    "<td>13000000</td><td>157524000</td><td>-10.7</td><td>-8.4</td></tr></table>"
)


@pytest.mark.parametrize("heads", [("当月", "1至当月累计"), ("12月", "1至12月累计"), ("12月", "1-12月")], ids=" ".join)
def test_the_customs_tables_of_a_month_and_the_months_up_to_it(heads):
    _, found = rows(CUSTOMS.format(*heads), "t.html", area="全国")
    assert [(row["label"], row["measure"], row["obs_value"], row["time_period"]) for row in found] == [
        ("日本进出口", "level", 27e9, "2023-12"),
        ("日本进出口", "level", 317998e6, "2023"),
        ("日本出口", "level", 13e9, "2023-12"),
        ("日本出口", "level", 157524e6, "2023"),
        ("日本进出口", "growth", -10.7, "2023"),
        ("日本出口", "growth", -8.4, "2023"),
    ]
    assert {row["trust"] for row in found} == {"sure"}


def test_amounts_of_money_beside_quantities_are_not_in_the_unit_of_the_row():
    _, found = rows(
        "2023年12月进出口重点商品量值表,,,\n单位：亿元,,,\n商品名称,计量单位,数量,金额\n成品油,万吨,417.2,212.6\n原油,万吨,4836,2034\n",
        area="全国",
    )
    assert [(row["unit_measure"], row["obs_value"]) for row in found[:2]] == [("吨", 4172000), ("元", 21260000000)]


SHAPES = {
    "months down, years across, in a table of 各月": (
        "各月专利授权量（件）,,\n月份,2022年,2023年\n1月,5,6\n2月,7,8\n合计,12,14\n",
        ["2022-01", "2023-01", "2022-02", "2023-02", "2022-01-01/P2M", "2023-01-01/P2M"],
    ),
    "the year before the months it holds for": (
        "年份,月份,专利授权量（件）\n2022,1,5\n,2,6\n2023,1,7\n",
        ["2022-01", "2022-02", "2023-01"],
    ),
    "the year at the head of the stub": (
        "2023年,一季度,上半年,全年\n专利授权量（件）,5,10,20\n",
        ["2023-Q1", "2023-S1", "2023"],
    ),
}


@pytest.mark.parametrize(("text", "times"), SHAPES.values(), ids=SHAPES)
def test_years_and_months_meet(text, times):
    _, found = rows(text, area="苏州市")
    assert [row["time_period"] for row in found] == times
    assert {row["trust"] for row in found} == {"sure"} and {row["indicator"] for row in found} == {"patent_grants"}


def test_a_place_holds_for_the_rows_below_it_that_name_no_other():
    text = "2022年主要指标（件）,,\n市,指标,数量\n苏州市,专利授权量,50\n,商标注册量,5\n南京市,专利授权量,7\n合计,,60\n"
    _, found = rows(text, area="江苏省")
    assert [(row["ref_area_name"], row["indicator"]) for row in found[:3]] == [
        ("苏州市", "patent_grants"),
        ("苏州市", "trademark_registrations"),
        ("南京市", "patent_grants"),
    ]


def test_changes_in_the_unit_of_their_row_are_rates():
    _, found = rows("2022年主要指标,,,\n指标,单位,江苏,浙江\n专利授权量,万件,64,50\n比上年增长,%,-12,3\n")
    assert [(row["measure"], row["obs_value"]) for row in found[2:]] == [("growth", -12), ("growth", 3)]


def test_a_column_of_indices_is_not_in_the_unit_of_the_row():
    _, found = rows(
        "国民经济主要指标,,,,\n指标,单位,2022年,2023年,2023年为2022年%\n地区生产总值,亿元,100,110,105.5\n",
        area="苏州市",
    )
    assert [(row["indicator"], row["unit_measure"], row["obs_value"], row["time_period"]) for row in found] == [
        ("gdp", "元", 100e8, "2022"),
        ("gdp", "元", 110e8, "2023"),
        ("", "%", 105.5, "2023"),
    ]
    assert found[2]["trust"] == "doubtful" and "指数" in found[2]["label"]
    _, found = rows("主要指标,,\n指标,2023年,指数（上年=100）\n地区生产总值（亿元）,110,105.5\n", area="苏州市")
    assert (found[1]["unit_measure"], found[1]["obs_value"], found[1]["time_period"]) == ("", 105.5, "2023")


def test_ages_and_years_with_their_unit_are_headers():
    _, found = rows("人口年龄结构（万人）,,,\n年份,0-14岁,15-64岁,65岁及以上\n2020,25277,96871,19064\n", area="全国")
    assert [(row["label"], row["time_period"]) for row in found] == [
        ("人口年龄结构0-14岁", "2020-12-31"),
        ("人口年龄结构15-64岁", "2020-12-31"),
        ("人口年龄结构65岁及以上", "2020-12-31"),
    ]
    _, found = rows("指标,2022（亿元）,2023（亿元）\nR&D经费,5,6\n", area="厦门市")
    assert [(row["obs_value"], row["time_period"]) for row in found] == [(5e8, "2022"), (6e8, "2023")]


def test_quantities_are_not_named_again_by_the_title_and_its_bracket_narrows():
    _, found = rows("货物进出口总额（亿美元）,,\n年份,出口额,进口额\n2021,33640,26875\n", area="全国")
    assert [row["label"] for row in found] == ["出口额", "进口额"]
    _, (row,) = rows("2020年高技术产业（制造业）主要经济指标,\n行业,营业收入（亿元）\n合计,500\n", area="湖南省")
    assert (row["label"], row["scope"], row["trust"]) == ("营业收入", "高技术产业（制造业）", "sure")


def test_a_title_that_says_growth_says_it_of_all_figures():
    _, (row,) = rows("2022年各市专利授权量增速（%）,\n市,专利授权量\n杭州市,5\n")
    assert (row["indicator"], row["measure"], row["obs_value"]) == ("patent_grants", "growth", 5)
    _, (row,) = rows("各时期地区生产总值年均增长速度（%）,\n时期,地区生产总值\n2016-2020年,6.0\n", area="广东省")
    assert (row["indicator"], row["comparison"]) == ("gdp", "annual_average:2016-01-01/P5Y")
    _, found = rows("各市专利授权量及增速（%）,,\n市,授权量（件）,增速\n杭州市,500,5\n")
    assert [(row["measure"], row["unit_measure"]) for row in found] == [("level", "件"), ("growth", "%")]
