"""Tables as offices' yearbooks and monthly reports print them: shapes met in published ones, numbers of our own."""

from html import escape

import pytest

from ipstats.collect.read import read

COLUMNS = ("indicator", "obs_value", "unit_measure", "measure", "ref_area", "scope", "period_start", "period_end")


def page(lines, rows):
    """A web page with lines above a table; a cell is a text, or (text, columns, rows)."""
    cells = [[cell if isinstance(cell, tuple) else (cell, 1, 1) for cell in row] for row in rows]
    body = "".join(
        "<tr>" + "".join(f"<td colspan={c} rowspan={r}>{escape(t)}</td>" for t, c, r in row) + "</tr>" for row in cells
    )
    return ("".join(f"<p>{escape(line)}</p>" for line in lines) + f"<table>{body}</table>").encode()


def figures(lines, rows, **known):
    """Cell -> the figure as (indicator, value, unit, measure, area, scope, first day, last day), and the trust."""
    table = read(page(lines, rows), name="t.html", **known).table.set_index("cell")
    for day in ("period_start", "period_end"):
        table[day] = [str(one.date()) if one == one else "" for one in table[day]]
    return {cell: tuple(row) for cell, *row in table[list(COLUMNS)].itertuples()}, table["trust"]


SERVICE = (
    ["2014专利统计年报", "国内职务、非职务发明创造专利有效量", "表号：专有表3 制定机关：某局 备案文号：国统办函[2015]83号 有效期至：2018年12月" * 2],  # noqa: E501
    [["", ("2014.12", 3, 1)], [("地区 Regions", 1, 2), ("2014", 3, 1)],
     ["合计 Total", "职务 Service", "非职务 Non-service"],
     ["江苏", "500", "400", "100"], ["Jiangsu", "100%", "80.0%", "20.0%"],
     ["浙江", "300", "150", "150"], ["Zhejiang", "100%", "50.0%", "50.0%"]],
)  # fmt: skip


def test_the_english_row_of_shares_below_a_row_of_counts_is_of_the_same_place():
    found, trust = figures(*SERVICE)
    assert found["t1!r4c3"] == ("patents_in_force", 400, "件", "level", "320000", "国内职务", "", "2014-12-31")
    assert found["t1!r5c3"] == ("patents_in_force", 80, "%", "share", "320000", "国内职务", "", "2014-12-31")
    assert found["t1!r6c2"] == ("patents_in_force", 300, "件", "level", "330000", "国内", "", "2014-12-31")
    assert len(found) == 12 and "doubtful" not in set(trust)


MONTHLY = (
    ["苏州市2023年10月专利情况统计表"],
    [["类型", ("申请量", 4, 1)],
     [("单位", 1, 2), ("月合计", 1, 2), ("其中", 1, 1), ("年专利申请量累计", 1, 2), ("去年同期", 1, 2)], ["发明"],
     ["全市", "30", "5", "300", "250"], ["吴中区", "9", "2", "80", "70"], ["苏州高新园区", "3", "1", "20", "10"]],
)  # fmt: skip


def test_month_year_so_far_and_the_same_months_before_under_one_header():
    found, _ = figures(*MONTHLY)
    assert [found[f"t1!r4c{column}"][-2:] for column in (2, 4, 5)] == [
        ("2023-10-01", "2023-10-31"), ("2023-01-01", "2023-10-31"), ("2022-01-01", "2022-10-31"),
    ]  # fmt: skip
    assert {row[0] for row in found.values()} == {"patent_applications", "invention_patent_applications"}


def test_organisations_under_the_header_单位_name_the_rows():
    found, _ = figures(*MONTHLY)
    assert found["t1!r5c2"][4:6] == ("320506", "")
    assert found["t1!r6c2"][4:6] == ("320500", "苏州高新园区")


def test_sums_of_all_years_have_no_period_unless_their_beginning_is_printed():
    rows = [["地区", "当月累计", "当年累计", "同比增长", "总累计"], ["江苏", "10", "90", "5.0%", "1000"]]
    found, trust = figures(["2012年10月份国内发明专利授权状况表", "单位：件"], rows)
    assert [found[f"t1!r2c{column}"][-2:] for column in (2, 3, 4)] == [
        ("2012-10-01", "2012-10-31"), ("2012-01-01", "2012-10-31"), ("2012-01-01", "2012-10-31"),
    ]  # fmt: skip
    assert found["t1!r2c5"][-2:] == ("", "") and trust["t1!r2c5"] == "doubtful"
    told = figures(["国内专利申请授权量", "1985.12-2015.12"], [["地区", "总累计", "2015"], ["江苏", "1000", "90"]])[0]
    assert told["t1!r2c2"][-2:] == ("1985-12-01", "2015-12-31") and told["t1!r2c3"][-2:] == ("2015-01-01", "2015-12-31")


@pytest.mark.parametrize("title", ["各类型专利申请情况", "各单位专利申请情况"])
def test_what_a_title_divides_by_and_headings_of_sections_narrow_nothing(title):
    rows = [["年份", "专利申请数"], ["专利申请情况", ""], ["2019", "30"], ["2021", "40"]]
    found, _ = figures([title], rows, area="福建省")
    assert [(row[0], row[5], row[-2]) for row in found.values()] == [
        ("patent_applications", "", "2019-01-01"), ("patent_applications", "", "2021-01-01"),
    ]  # fmt: skip


def test_years_below_group_rows_name_the_rows():
    rows = [["项目", "合计", "个人"], ["专利申请受理数", "", ""], ["1990", "540", "371"], ["2011", "672", "493"],
            ["专利申请授权数", "", ""], ["1990", "276", "192"]]  # fmt: skip
    found, _ = figures(["16-6 专利申请授权情况", "单位：项"], rows, area="福建省")
    assert {row[:2] + row[5:7] for row in found.values()} == {
        ("patent_applications", 540, "", "1990-01-01"), ("patent_applications", 371, "个人", "1990-01-01"),
        ("patent_applications", 672, "", "2011-01-01"), ("patent_applications", 493, "个人", "2011-01-01"),
        ("patent_grants", 276, "", "1990-01-01"), ("patent_grants", 192, "个人", "1990-01-01"),
    }  # fmt: skip


def test_of_two_units_money_goes_to_a_total_of_expenses_and_a_row_narrows_what_stands_beside_it():
    rows = [[("项目", 1, 2), ("研究开发费用合计", 1, 1), ("期末有效发明专利数", 1, 1)], ["1-8月", "1-8月"],
            ["合计", "24.5", "3000"], ["内资", "13.0", "1700"]]  # fmt: skip
    found, trust = figures(["大中型重点企业研究开发活动情况", "2023年1-8月 单位：亿元、件"], rows, area="北京市")
    assert found["t1!r3c2"][1:3] == (2_450_000_000, "元")
    assert found["t1!r4c3"][:6] == ("invention_patents_in_force", 1700, "件", "level", "110000", "大中型重点企业内资")
    assert "doubtful" not in set(trust)


def test_rates_stored_as_fractions_are_doubtful_and_rates_printed_are_not():
    rows = [["地区", "专利授权量（件）", "同比增长率"], ["苏州市", "30", "0.203"], ["无锡市", "20", "-0.081"]]
    trust = figures(["2022年各市专利授权情况"], rows)[1]
    assert trust.tolist() == ["sure", "doubtful", "sure", "doubtful"]
    rows = [["地区", "专利授权量（件）", "同比增长率"], ["苏州市", "30", "20.3"], ["无锡市", "20", "-0.8"]]
    assert set(figures(["2022年各市专利授权情况"], rows)[1]) == {"sure"}


def test_a_table_of_home_and_abroad_is_of_the_nation_and_one_without_object_takes_its_headings():
    rows = [[("按国内外分组", 2, 1), ("发明", 1, 1)], ["国内", "职务", "30"], ["国外", "职务", "20"]]
    found, _ = figures(["2006年9月国内外三种专利授权状况"], rows)
    assert found["t1!r2c3"][4:6] == ("000000", "国内职务") and found["t1!r3c3"][4:6] == ("000000", "国外职务")
    text = "# 2017年湖南省技术合同\n\n表2 四类合同情况表\n\n| 类别 | 成交额（亿元） |\n|---|---|\n| 技术开发 | 3 |\n"
    assert read(text).table["indicator"].tolist() == ["tech_contract_turnover"]


def test_letters_of_notes_are_no_names_and_a_name_that_is_not_understood_is_doubtful():
    rows = [["地区", "大专\n院校\nA*", "甲类主体"], ["江苏", "30", "20"]]
    found, trust = figures(["2018年国内职务发明专利申请量"], rows)
    assert found["t1!r2c2"][0] == "invention_patent_applications" and found["t1!r2c2"][5] == "国内职务大专院校"
    assert found["t1!r2c3"][0] == "" and trust.tolist() == ["likely", "doubtful"]


def test_names_on_two_lines_groups_with_a_unit_and_names_that_begin_alike():
    """What yearbooks of the two thousands print in one table of 科技活动基本情况."""
    rows = [["指标", "2005"], ["研究与试验发展经费支出(亿元)", "24.5"], ["研究与试验发展经费支出相当于", "1.33"],
            ["国内生产总值比例(%)", ""], ["科技成果及获奖数(项)", ""], ["科技成果登记数", "300"],
            ["高技术产品进出口额(亿美元)", "41"], ["高技术产品出口额", "21"],
            ["技术市场成交额(亿元)", "15"]]  # fmt: skip
    found, trust = figures(["21-38 科技活动基本情况"], rows, area="全国")
    assert [row[:4] + row[5:6] for row in found.values()] == [
        ("rd_expenditure", 2.45e9, "元", "level", ""), ("rd_intensity", 1.33, "%", "level", ""),
        ("", 300, "项", "level", ""), ("", 4.1e9, "美元", "level", ""),
        ("high_tech_exports", 2.1e9, "美元", "level", ""), ("tech_contract_turnover", 1.5e9, "元", "level", ""),
    ]  # fmt: skip
    assert trust["t1!r8c2"] == "likely" and "doubtful" not in set(trust)


def test_numbers_of_tables_with_letters_ratios_of_flows_and_shares_that_rows_say():
    found, _ = figures(
        ["1-G-18 各地区大中型工业企业R&D活动情况（2008年）"], [["地区", "R&D项目数（项）"], ["江苏", "30"]]
    )
    assert found["t1!r2c2"][0] == "rd_projects" and found["t1!r2c2"][5] == "大中型工业企业"
    rows = [
        ["项目", "2020"],
        ["每万人口专利授权量（件/万人）", "16.5"],
        ["服务业新增资产占全社会新增资产比重（%）", "0.52"],
    ]
    found, _ = figures(["科技监测主要指标"], rows, area="广州市")
    assert found["t1!r2c2"][-2:] == ("2020-01-01", "2020-12-31")
    assert found["t1!r3c2"][3:6] == ("share", "440100", "")


def test_rows_below_a_coverage_keep_it_and_a_title_divided_by_home_and_abroad_narrows_nothing():
    text = "三种专利申请受理数（件）,\n项目,2010\n合计,60\n　发明,30\n　　国内,20\n　　　职务,15\n"
    found = read(text.encode(), name="t.csv", area="全国").table
    assert list(zip(found["indicator"], found["scope"], found["obs_value"], strict=True)) == [
        ("patent_applications", "", 60), ("invention_patent_applications", "", 30),
        ("invention_patent_applications", "国内", 20), ("invention_patent_applications", "国内职务", 15),
    ]  # fmt: skip
    rows = [["按国内外分组 Domestic or Foreign", "发明 Invention"], ["国外 Foreign", "30"]]
    found, _ = figures(["2021年1-12月分国内外专利授权统计表"], rows)
    assert [row[0] + row[5] for row in found.values()] == ["invention_patent_grants国外"]


def test_words_before_a_name_in_a_title_that_are_no_known_coverage_are_doubtful():
    rows = [["地区", "2021年"], ["江苏", "30"]]
    known, trust = figures(["国内职务专利授权量（件）"], rows)
    assert known["t1!r2c2"][5] == "国内职务" and trust.tolist() == ["sure"]
    odd, trust = figures(["重点方向专利授权量（件）"], rows)
    assert odd["t1!r2c2"][5] == "重点方向" and trust.tolist() == ["doubtful"]


def test_headers_that_only_divide_name_nothing_and_a_growth_beside_them_is_of_the_whole():
    rows = [["县(区)", "专利类型", "专利类型", "专利类型", "同比增长100%", "职务/非职务", "合计授权量"],
            ["", "当年累计", "发明", "外观设计", "", "职务", ""],
            ["玄武区", "98", "30", "7", "48.5", "60", "98"]]  # fmt: skip
    found, trust = figures(["2013年5月份江苏省各县(区)专利授权状况统计表", "单位：件"], rows)
    assert [row[:1] + row[2:4] + row[5:6] for row in found.values()] == [
        ("patent_grants", "件", "level", ""), ("invention_patent_grants", "件", "level", ""),
        ("design_grants", "件", "level", ""), ("patent_grants", "%", "growth", ""),
        ("patent_grants", "件", "level", "职务"), ("patent_grants", "件", "level", ""),
    ]  # fmt: skip
    assert set(trust) == {"sure"}


def test_a_growth_beside_kinds_without_a_whole_is_of_none_of_them():
    rows = [["地区", "专利类型", "专利类型", "同比增长%"], ["", "发明", "外观设计", ""], ["江苏", "30", "7", "48.5"]]
    found, _ = figures(["2013年各地区专利授权状况", "单位：件"], rows)
    assert found["t1!r3c4"][0] in ("", "patent_grants"), found


def test_this_month_without_a_month_in_the_title_has_no_period():
    rows = [["地区", "本月授权量（件）", "累计（件）"], ["杭州市", "12", "100"]]
    of_year, trust = figures(["2023年专利统计表"], rows, area="浙江省")
    assert of_year["t1!r2c2"][-2:] == ("", "") and trust["t1!r2c2"] == "doubtful"
    of_month, trust = figures(["2023年6月专利授权量统计表"], rows, area="浙江省")
    assert [row[-2:] for row in of_month.values()] == [("2023-06-01", "2023-06-30"), ("2023-01-01", "2023-06-30")]
    assert set(trust) == {"sure"}


def test_the_quarter_before_and_changes_against_it():
    rows = [["", "本季度申请件数", "上季度申请件数", "较上季度增长量", "较上季度增长百分比"],
            ["广东省", "300293", "330450", "-30157", "-9.13"]]  # fmt: skip
    found, _ = figures(["2024年第一季度全国商标申请数据"], rows, area="全国")
    assert [(row[3], *row[-2:]) for row in found.values()] == [
        ("level", "2024-01-01", "2024-03-31"), ("level", "2023-10-01", "2023-12-31"),
        ("change", "2024-01-01", "2024-03-31"), ("growth", "2024-01-01", "2024-03-31"),
    ]  # fmt: skip
    assert {row[0] for row in found.values()} == {"trademark_applications"}


def test_the_month_before_january_is_in_the_year_before():
    rows = [["地区", "本月申请量（件）", "上月申请量（件）", "比上月增长%"], ["杭州市", "30", "40", "-25"]]
    found, _ = figures(["2023年1月商标申请数据"], rows, area="浙江省")
    assert [row[-2] for row in found.values()] == ["2023-01-01", "2022-12-01", "2023-01-01"]


def test_a_growth_behind_the_same_months_before_is_of_the_months_of_the_title():
    rows = [[("", 1, 2), ("申请受理", 4, 1), ("授权", 1, 1)],
            ["发明", "总计", "2015年1-11月", "同比增长%", "总计"],
            ["火炬", "2181", "4343", "3951", "9.92", "1960"]]  # fmt: skip
    found, trust = figures(["2016年1-11月中山市各镇区专利申请受理、授权量统计表"], rows, area="中山市")
    assert [(row[0], *row[-2:]) for row in found.values()] == [
        ("invention_patent_applications", "2016-01-01", "2016-11-30"),
        ("patent_applications", "2016-01-01", "2016-11-30"), ("patent_applications", "2015-01-01", "2015-11-30"),
        ("patent_applications", "2016-01-01", "2016-11-30"), ("patent_grants", "2016-01-01", "2016-11-30"),
    ]  # fmt: skip
    assert "doubtful" not in set(trust)


def test_an_act_whose_object_nothing_names_is_doubtful():
    rows = [["地区", "申请件数（件）"], ["杭州市", "30"]]
    assert set(figures(["2023年情况统计表"], rows, area="浙江省")[1]) == {"doubtful"}
    assert set(figures(["2023年商标情况统计表"], rows, area="浙江省")[1]) == {"sure"}


def test_a_rate_of_the_whole_is_a_share():
    rows = [["案由", "结案数量(件)", "占比率(%)"], ["合同纠纷", "11683", "56.0"]]
    found, _ = figures(["2021年上半年濮阳市法院民事案件情况"], rows, area="濮阳市")
    assert found["t1!r2c3"][2:4] == ("%", "share")


def test_a_growth_behind_parts_of_a_whole_may_be_of_either_and_is_doubtful():
    rows = [["年度", "有效量", "企业", "高校", "增幅"], ["2023", "5276", "3400", "1600", "22.6%"]]
    _, trust = figures(["襄阳市有效发明专利情况"], rows, area="襄阳市")
    assert trust["t1!r2c5"] == "doubtful" and trust["t1!r2c2"] == "likely"
    two = [["地区", "专利申请量（件）", "专利授权量（件）", "增幅%"], ["杭州市", "12", "3", "2.2"]]
    assert figures(["2023年专利统计表"], two)[1]["t1!r2c4"] == "doubtful"
    own = [["地区", "授权量（件）", "增幅%", "发明（件）", "增幅%"], ["杭州市", "12", "3.1", "5", "2.2"]]
    found, trust = figures(["2023年专利授权统计表"], own)
    assert [found[cell][0] for cell in ("t1!r2c3", "t1!r2c5")] == ["patent_grants", "invention_patent_grants"]
    assert set(trust) == {"sure"}


def test_a_number_in_a_cell_over_several_rows_is_doubtful():
    rows = [["区", "专利授权量（件）", "发明（件）"], ["襄城区", ("3511", 1, 2), "171"], ["樊城区", "230"]]
    _, trust = figures(["2023年襄阳市各区专利授权情况"], rows, area="襄阳市")
    assert trust.to_dict() == {"t1!r2c2": "doubtful", "t1!r2c3": "sure", "t1!r3c3": "sure"}


def test_districts_without_their_last_letter_are_those_of_the_area():
    rows = [["区", "专利授权量"], ["襄城", "1301"], ["樊城", "2210"], ["枣阳", "812"]]
    found, _ = figures(["2023年襄阳市各区专利情况", "单位：件"], rows, area="襄阳市")
    assert [row[4:6] for row in found.values()] == [("420602", ""), ("420606", ""), ("420683", "")]


def test_a_title_of_counties_in_wide_brackets_narrows_nothing():
    rows = [["地区", "有效发明专利（件）"], ["襄城区", "655"]]
    found, _ = figures(["各县（市、区）有效发明专利和注册商标（2023年末）"], rows, area="襄阳市")
    assert found["t1!r2c2"][4:6] == ("420602", "")


def test_the_year_of_one_table_is_not_that_of_the_next():
    first = page(["20-5 专利授权量（2023年）"], [["地区", "授权量（件）"], ["襄城区", "655"]])
    second = page(["20-6 技术合同成交额"], [["地区", "成交额（亿元）"], ["襄城区", "51.23"]])
    table = read(first + second, name="t.html", area="襄阳市").table.set_index("cell")
    assert table.loc["t1!r2c2", "time_period"] == "2023"
    assert table.loc["t2!r2c2", "time_period"] == "" and table.loc["t2!r2c2", "trust"] == "doubtful"
