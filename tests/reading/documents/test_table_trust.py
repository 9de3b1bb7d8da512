"""A table's cell is asserted only where title, headers, stub and unit are all accounted for; else it is doubtful."""

import pytest

from ipstats.collect.read import read

COLUMNS = ("indicator", "obs_value", "unit_measure", "scope", "time_period", "trust")

DOUBTFUL = {
    "the act is not said": ("2022年各市专利情况（件）,\n市,发明\n杭州市,30\n", "没有说明数的是"),
    "the unit is none of the indicator": ("2022年各市专利情况,\n市,专利授权量（万元）\n杭州市,30\n", "单位与指标不合"),
    "two years in the title": ("2021年、2022年各市专利授权量（件）,\n市,授权量\n杭州市,30\n", "标题写了不同的时间"),
    "many years, added up or not": (
        "各市专利授权量（件）,\n2001.1-2013.12,\n市,授权量\n杭州市,30\n",
        "标题写了",
    ),
    "time words left in a name": ("2024年三季度情况（件）,\n市,上季度来访\n杭州市,30\n", "未读懂的时间"),
    "the unit is of a density": (
        "2022年各市专利密度（件/万人）,\n市,高价值发明专利\n杭州市,20\n",
        "单位与指标不合",
    ),
    "a coverage amid a title": ("2022年甲类主体职务专利授权量（件）,\n市,授权量\n杭州市,5\n", "是否限定范围不明"),
    "a name that goes on": ("2022年R&D经费来源（亿元）,\n地区,企业\n浙江省,9\n", "后面还有别的词"),
    "an act without its object": ("2022年认定高新技术企业（家）,\n市,当年新增\n杭州市,9\n", "只有动词"),
    "an object without its act": ("2022年各市地理标志（件）,\n市,合计\n杭州市,7\n", "没有说明数的是"),
    "a part of what the title names": ("2022年专利运营情况（次）,\n市,质押\n杭州市,20\n", "未能理解的词"),
    "an index of the year before": (
        "2011年主要指标（亿元）,\n指标,2011年（上年=100）\n地区生产总值,112\n",
        "为100的指数",
    ),
    "an index said in words": (
        "2011年主要指标（亿元）,\n指标,2011年为上年%（按可比价计算）\n地区生产总值,112\n",
        "为100的指数",
    ),
    "a percentage of nothing said": ("2022年浙江省主要指标,,\n指标,单位,数值\n城镇,%,70.1\n", "没有说明百分数"),
    "a day, of what goes on": ("浙江省专利授权量（件）,\n日期,授权量\n2023-06-30,1100\n", "只写了一天"),
    "another indicator's name within the name": (
        "2022年浙江省专利商标质押融资情况,\n地区,商标质押\n,项目数（项）\n杭州市,12\n",
        "未能理解的词",
    ),
    "a number with a mark that a note explains": (
        "2022年浙江省情况,\n指标,同比增长（%）\n专利授权量,4.2*\n注：带*者为增加量（件）。,\n",
        "注中另有说明",
    ),
    "a count where the unit is of amounts alone": (
        "2022年执法情况,\n金额单位：万元,\n市,侵权纠纷\n杭州市,5\n",
        "没有印出单位",
    ),
    "a column of units with a scale alone": (
        "2022年浙江省主要指标,,\n指标,单位,数值\n有效注册商标量,万,21\n",
        "单位目录没有",
    ),
    "a goal of a plan without its year": (
        "2022年浙江省主要指标,\n指标,规划目标值（件）\n专利授权量,21\n",
        "没有写明是哪一年的",
    ),
    "every hundred enterprises": ("2022年每百家企业商标拥有量,\n市,拥有量（件）\n杭州市,50\n", "每百家企业"),
}


@pytest.mark.parametrize(("text", "why"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_cell_is_doubtful_where_something_around_it_is_not_accounted_for(text, why):
    document = read(text.encode(), name="t.csv", corrections=[])
    (row,) = document.table.to_dict("records")
    assert row["trust"] == "doubtful" and why in row["comment_obs"]
    assert sum(why in line for line in document.warnings) == 1


READ = {
    "a kind of the columns, beside its holder in the row": (
        "2022年杭州市专利授权情况（件）,,\n申请人类型,发明,实用新型\n企业,30,50\n",
        [("enterprise_invention_patent_grants", 30, "件", "", "2022", "sure"),
         ("utility_model_grants", 50, "件", "企业", "2022", "sure")],
    ),
    "the table's unit is of money": (
        "2022年各市科技指标,,\n单位：万元,,\n市,R&D经费,专利授权量\n杭州市,500,7\n",
        [("rd_expenditure", 5e6, "元", "", "2022", "sure"), ("patent_grants", 7, "件", "", "2022", "likely")],
    ),
    "cases below a header where the table is in money": (
        "2022年各市执法情况,,\n单位：万元,,\n市,专利案件,罚没款\n,假冒,\n杭州市,6,88\n",
        [("patent_counterfeit_cases", 6, "件", "", "2022", "likely"), ("ip_fines", 880000, "元", "", "2022", "sure")],
    ),
    "scores are in no unit of the table": (
        "2022年各市考核情况,,\n填报单位：市局　　单位：件,,\n市,专利授权量,考核得分\n杭州市,6,88.5\n",
        [("patent_grants", 6, "件", "", "2022", "sure"), ("", 88.5, "分", "", "2022", "sure")],
    ),
    "what was granted a head is no stock": (
        "2022年各市发明专利授权情况,,\n市,授权量（件）,每万人（件）\n杭州市,600,5.2\n",
        [("invention_patent_grants", 600, "件", "", "2022", "sure"), ("", 5.2, "件", "", "2022", "sure")],
    ),
    "what is in force a head is": (
        "2022年各市发明专利情况,,\n市,有效发明专利（件）,每万人（件）\n杭州市,600,5.2\n",
        [("invention_patents_in_force", 600, "件", "", "2022-12-31", "sure"),
         ("invention_patents_per_10k", 5.2, "件/万人", "", "2022-12-31", "sure")],
    ),
    "headings of the parts of the work": (
        "2022年杭州市监测表,,\n指标,单位,全年\n一、创造,,\n专利授权量,件,30\n二、知识产权运用,,\n质押融资额,万元,4\n",
        [("patent_grants", 30, "件", "", "2022", "sure"), ("ip_pledge_financing", 40000, "元", "", "2022", "sure")],
    ),
    "employers below patents of service": (
        "2022年杭州市发明专利授权按申请人类型分布（件）,\n类型,2022年\n合计,9\n职务,7\n　其中：企业,5\n　科研单位,2\n",
        [("invention_patent_grants", 9, "件", "", "2022", "sure"),
         ("invention_patent_grants", 7, "件", "职务", "2022", "sure"),
         ("enterprise_invention_patent_grants", 5, "件", "", "2022", "sure"),
         ("invention_patent_grants", 2, "件", "科研单位", "2022", "sure")],
    ),
    "what a plan adds up before its end": (
        "杭州市主要指标,,\n年份,专利授权量（件）,有效发明专利（件）\n2021,1,7\n2022,2,8\n“十四五”累计,3,\n",
        [("patent_grants", 1, "件", "", "2021", "sure"),
         ("invention_patents_in_force", 7, "件", "", "2021-12-31", "sure"),
         ("patent_grants", 2, "件", "", "2022", "sure"),
         ("invention_patents_in_force", 8, "件", "", "2022-12-31", "sure"),
         ("patent_grants", 3, "件", "", "2021-01-01/P2Y", "sure")],
    ),
    "a unit of two, of which the catalogue tells one": (
        "2022年杭州市主要指标,,\n指标,单位,数值\n专利授权量,件（次）,30\n专利转让许可次数,件（次）,4\n",
        [("patent_grants", 30, "件", "", "2022", "likely"),
         ("patent_assignments_and_licences", 4, "次", "", "2022", "likely")],
    ),
    "rows after 按…分 are parts of the row before": (
        "2022年杭州市规模以上工业企业专利情况,\n单位：件,\n指标,数量\n专利申请数,9\n按登记注册类型分,\n内资企业,4\n",
        [("patent_applications", 9, "件", "规模以上工业企业", "2022", "sure"),
         ("patent_applications", 4, "件", "规模以上工业企业内资企业", "2022", "sure")],
    ),
    "units on a row of their own": (
        "2022年各市知识产权情况,,\n市,专利授权量,质押融资额\n,件,亿元\n杭州市,5,6\n",
        [("patent_grants", 5, "件", "", "2022", "sure"), ("ip_pledge_financing", 6e8, "元", "", "2022", "sure")],
    ),
    "a month, and the year up to it": (
        "2022年杭州市专利授权（件）,,\n月份,当月,累计\n1月,10,10\n2月,20,30\n",
        [("patent_grants", 10, "件", "", "2022-01", "sure"), ("patent_grants", 10, "件", "", "2022-01", "sure"),
         ("patent_grants", 20, "件", "", "2022-02", "sure"),
         ("patent_grants", 30, "件", "", "2022-01-01/P2M", "sure")],
    ),
    "this year, of half a year": (
        "2022年1-6月各市专利授权情况（件）,\n市,本年\n杭州市,30\n",
        [("patent_grants", 30, "件", "", "2022-S1", "sure")],
    ),
    "added up over years": (
        "国内专利授权累计状况（件）,\n2001.1-2013.12,\n地区,授权量\n北京市,500\n",
        [("patent_grants", 500, "件", "国内", "2001-01-01/P13Y", "sure")],
    ),
    "the year of the figures, not of the yearbook": (
        "2022年统计公报附表：2021年各市专利授权量（件）,\n市,授权量\n杭州市,5\n",
        [("patent_grants", 5, "件", "", "2021", "sure")],
    ),
    "one indicator's share of another": (
        "2022年各市科技指标,,\n市,R&D经费（亿元）,占国内生产总值的比重\n杭州市,700,3.75\n",
        [("rd_expenditure", 7e10, "元", "", "2022", "sure"), ("rd_intensity", 3.75, "%", "", "2022", "sure")],
    ),
    "the edition of an award": (
        "第二十四届中国专利奖各省获奖数,\n省份,金奖（项）\n浙江省,2\n",
        [("china_patent_award_gold", 2, "项", "", "2023", "sure")],
    ),
    "the column before is another act, not the whole": (
        "2022年浙江省各类别商标（件）,,\n类别,申请,注册\n第1类,500,300\n",
        [("trademark_applications", 500, "件", "第1类", "2022", "sure"),
         ("trademark_registrations", 300, "件", "第1类", "2022", "sure")],
    ),
    "the number of a table runs into its year": (
        "表1 2022年各市规上工业企业专利申请量（件）,\n市,数量\n杭州市,5\n",
        [("patent_applications", 5, "件", "规上工业企业", "2022", "sure")],
    ),
    "a title of an object and a unit": (
        "2022年浙江省规上工业企业专利（件）,\n行业,申请\n食品制造业,5\n",
        [("patent_applications", 5, "件", "规上工业企业食品制造业", "2022", "sure")],
    ),
    "a coverage behind what a title divides by": (
        "3-7 分地区分专利权人类型国内外观设计专利有效量（2023年）,\n单位：件,\n地区,企业\n北京市,5\n",
        [("designs_in_force", 5, "件", "国内企业", "2023-12-31", "sure")],
    ),
    "a day in figures, and the unit alone as a header": (
        "浙江省有效发明专利量,\n日期,件\n2023.6.30,1100\n",
        [("invention_patents_in_force", 1100, "件", "", "2023-06-30", "sure")],
    ),
    "parts of an amount by where it comes from": (
        "各地区R&D经费内部支出（2023年）,,\n单位：万元,,\n地区,R&D经费内部支出,\n,,政府资金\n浙江省,500,70\n",
        [("rd_expenditure", 5e6, "元", "", "2023", "sure"), ("", 7e5, "元", "", "2023", "sure")],
    ),
    "whose plants they are": (
        "2023年各地区农业植物新品种权申请量（件）,\n地区,申请\n浙江省,7\n",
        [("plant_variety_applications", 7, "件", "农业", "2023", "sure")],
    ),
    "growth of the whole or of the part before it": (
        "2022年各市专利授权,,,\n市,授权量（件）,其中：发明（件）,同比（%）\n杭州市,9,4,1.5\n",
        [("patent_grants", 9, "件", "", "2022", "sure"), ("invention_patent_grants", 4, "件", "", "2022", "sure"),
         ("invention_patent_grants", 1.5, "%", "", "2022", "doubtful")],
    ),
    "growth of the part, where the whole has its own": (
        "2022年各市专利授权,,,,\n市,授权量（件）,同比（%）,其中：发明（件）,同比（%）\n杭州市,9,1.5,4,2.5\n",
        [("patent_grants", 9, "件", "", "2022", "sure"), ("patent_grants", 1.5, "%", "", "2022", "sure"),
         ("invention_patent_grants", 4, "件", "", "2022", "sure"),
         ("invention_patent_grants", 2.5, "%", "", "2022", "sure")],
    ),
    "a share is of what adds up, not of a ratio": (
        "2022年各省有效发明专利,,,\n地区,有效量（件）,每万人口发明专利拥有量（件）,占全国比重（%）\n浙江省,9,4.5,8.5\n",
        [("invention_patents_in_force", 9, "件", "", "2022-12-31", "sure"),
         ("invention_patents_per_10k", 4.5, "件/万人", "", "2022-12-31", "sure"),
         ("invention_patents_in_force", 8.5, "%", "", "2022-12-31", "sure")],
    ),
    "the amount of a change": (
        "浙江省专利授权,,,\n指标,2022年,2021年,增量\nPCT国际专利申请量（件）,300,310,-10\n",
        [("pct_applications", 300, "件", "", "2022", "sure"), ("pct_applications", 310, "件", "", "2021", "sure"),
         ("pct_applications", -10, "件", "", "2022", "sure")],
    ),
    "applications and grants in one word of the title": (
        "2022年浙江省专利申请授权情况（件）,,\n类别,申请量,授权量\n发明,9,4\n",
        [("invention_patent_applications", 9, "件", "", "2022", "sure"),
         ("invention_patent_grants", 4, "件", "", "2022", "sure")],
    ),
    "a change with decimals, of what has decimals too": (
        "2022年浙江省审查周期,,\n指标,周期（月）,比上年\n发明专利平均审查周期,16.5,-2.0\n",
        [("invention_patent_examination_period", 16.5, "月", "", "2022", "sure"),
         ("invention_patent_examination_period", -2, "%", "", "2022", "doubtful")],
    ),
    "mean growth in a row of money": (
        "浙江省主要指标,,,\n指标,2020年,2022年,年均增速\nR&D经费（亿元）,60,70,8.5\n",
        [("rd_expenditure", 6e9, "元", "", "2020", "sure"), ("rd_expenditure", 7e9, "元", "", "2022", "sure"),
         ("rd_expenditure", 8.5, "%", "", "2020-01-01/P3Y", "sure")],
    ),
    "whose they are, and what reads like a name with them": (
        "各地区规上工业企业R&D经费内部支出（2019年）,\n单位：万元,\n地区,R&D经费内部支出\n浙江省,5\n",
        [("rd_expenditure", 5e4, "元", "规上工业企业", "2019", "sure")],
    ),
    "a share without the word, in per cent": (
        "浙江省R&D情况,\n年份,R&D经费占GDP（%）\n2021,2.94\n",
        [("rd_intensity", 2.94, "%", "", "2021", "sure")],
    ),
    "two acts in the title, its quarter in brackets beside the unit": (
        "商标申请、注册情况统计表,,\n（2022年第四季度）,,单位：件\n地区,申请件数,注册件数\n浙江省,9,4\n",
        [("trademark_applications", 9, "件", "", "2022-Q4", "sure"),
         ("trademark_registrations", 4, "件", "", "2022-Q4", "sure")],
    ),
    "a change in per cent": (
        "2024年三季度各省专利授权情况（件）,,\n地区,授权量,较上季度增长百分比\n浙江省,5,-8.5\n",
        [("patent_grants", 5, "件", "", "2024-Q3", "sure"), ("patent_grants", -8.5, "%", "", "2024-Q3", "sure")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), READ.values(), ids=READ)
def test_headers_that_together_say_all_of_a_figure(text, rows):
    table = read(text.encode(), name="t.csv", corrections=[]).table
    assert list(table[list(COLUMNS)].itertuples(index=False, name=None)) == rows


def test_a_part_of_a_place_is_within_the_place_above_it():
    text = "2022年浙江省专利授权（件）,\n地区,授权量\n杭州市,500\n其中：高新区,30\n宁波市,300\n"
    table = read(text.encode(), name="t.csv", corrections=[]).table
    assert list(zip(table["ref_area"], table["scope"], strict=True)) == [
        ("330100", ""), ("330100", "高新区"), ("330200", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "period"),
    [("“十四五”目标（2025年）", "2025"), ("十四五目标", "2025"), ("“十四五”规划目标值", "2025"),
     ("2024年目标值", "2024"), ("“十四五”期间目标", "2021-01-01/P5Y"), ("年度目标", "2022")],
)  # fmt: skip
def test_a_goal_of_a_plan_is_of_its_last_year_and_what_was_reached_narrows_nothing(head, period):
    text = f"2022年杭州市目标完成情况,,,\n指标,单位,{head},实际完成\n专利授权量,件,30,28\n"
    table = read(text.encode(), name="t.csv", corrections=[]).table
    assert table[["is_target", "time_period", "scope", "trust"]].to_numpy().tolist() == [
        [True, period, "", "sure"], [False, "2022", "", "sure"],
    ]  # fmt: skip
