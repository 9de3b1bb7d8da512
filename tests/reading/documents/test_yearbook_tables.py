"""Tables as yearbooks, the national data portal and offices print them: small ones of each kind, worded by us."""

import re

import pandas as pd
import pytest

from ipstats.collect.read import read
from ipstats.documents.content import Cell
from ipstats.grammar.lexicon import table_words, words
from ipstats.reading.bilingual import speech
from ipstats.reading.headers import read_header

SHOWN = ["ref_area_name", "scope", "indicator", "time_period", "obs_value", "unit_measure"]


def rows(text, *columns, name="t.csv", **options):
    table = read(text.encode(), name=name, **options).table
    found = table[list(columns or SHOWN)].values.tolist()
    return [one[0] for one in found] if len(columns) == 1 else found


def sheet(path, lines):
    from openpyxl import Workbook

    book = Workbook()
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            book.active.cell(number, column, value)
    book.save(path)
    return read(path)


# ---------------------------------------------------------------- two languages
BILINGUAL = (
    "7-8 国内三种专利申请授权数按地区分布(2020年),,,\nThree Kinds of Domestic Patents Granted by Region (2020),,,\n"
    "单位:件,(piece),,\n地 区,Region,合计 Total,\n,,,发明 Invention\n全 国,National Total,90,30\n浙 江,Zhejiang,10,4\n"
)


def test_english_beside_chinese_reaches_no_name_and_no_scope():
    assert rows(BILINGUAL) == [
        ["全国", "国内", "patent_grants", "2020", 90, "件"], ["全国", "国内", "invention_patent_grants", "2020", 30, "件"],  # noqa: E501
        ["浙江省", "国内", "patent_grants", "2020", 10, "件"], ["浙江省", "国内", "invention_patent_grants", "2020", 4, "件"],  # noqa: E501
    ]  # fmt: skip


@pytest.mark.parametrize(
    "unit",
    [
        "单位：万元,(10 000 yuan),",
        "单位：万元 (10 000 yuan),,",
        "单位：万元,,\n(10 000 yuan),,",
        "单位：万元,,(10 000 yuan)",
    ],
)
def test_the_unit_in_english_hides_neither_the_unit_nor_the_years(unit):
    text = f"各地区技术市场成交额,,\n{unit}\n地区,2021,2022\n浙江,20,2022\n"
    assert rows(text, "time_period", "obs_value", "unit_measure") == [
        ["2021", 200_000, "元"], ["2022", 20_220_000, "元"],
    ]  # fmt: skip


def test_english_header_rows_below_chinese_ones_are_none(tmp_path):
    lines = [
        ["1-7 各地区研究与试验发展(R&D)经费内部支出(2020年)"], ["Intramural Expenditure on R&D by Region (2020)"],
        ["单位：万元", None, None, "(10 000 yuan)"], ["地 区", "Region", "R&D经费"], [None, None, "内部支出", "基础研究"],  # noqa: E501
        [None, None, "Total", "Basic"], [None, None, None, "Research"], [], ["浙 江", "Zhejiang", 50, 7.5],
    ]  # fmt: skip
    document = sheet(tmp_path / "t.xlsx", lines)
    found = document.table[["indicator", "scope", "obs_value"]].values.tolist()
    assert found == [["rd_expenditure", "", 500_000], ["basic_research_expenditure", "", 75_000]]
    assert document.tables[0].counts == {"title": 1, "head": 4, "translation": 6, "stub": 1, "read": 2}


def test_a_table_in_english_alone_keeps_its_words():
    text = "province,year,measure,value,unit\n北京,2021,专利授权量,198,件\n天津,2021,专利授权量,20,件\n"
    assert rows(text, "indicator", "obs_value") == [["patent_grants", 198], ["patent_grants", 20]]
    names = "地区,专利产品,销售额（万元）\n北京,Alpha,5\n北京,Beta,6\n天津,Alpha,7\n"
    assert rows("2021年专利产品销售情况,,\n" + names, "obs_value") == [50000, 60000, 70000]


def test_the_whole_city_is_that_of_the_title():
    text = "2022年杭州市各区县专利授权量（件）,\n区县,授权量\n全市,9\n西湖区,4\n"
    assert rows(text, "ref_area_name", "trust") == [["杭州市", "sure"], ["西湖区", "sure"]]


def test_places_that_only_english_names():
    text = "2022年各地区专利授权量（件）,\nRegion,授权量\nTotal,9\nInner Mongolia,2\nGuangzhou,3\nSuzhou,4\n"
    assert rows(text, "ref_area_name", "scope", "trust") == [
        ["全国", "", "sure"], ["内蒙古自治区", "", "sure"], ["广州市", "", "sure"], ["", "Suzhou", "doubtful"],
    ]  # fmt: skip


def test_the_title_of_a_table_in_english_is_the_name_of_its_figures(tmp_path):
    lines = [["Database: annual data by province"], ["Index: Disposable income of residents (Yuan)"]]
    table = sheet(tmp_path / "t.xlsx", [*lines, ["province", "2022"], ["Beijing", 77415], ["Hebei", 30867]]).table
    assert table[["ref_area_name", "label", "trust"]].values.tolist() == [
        [name, "Disposable income of residents (Yuan)", "doubtful"] for name in ("北京市", "河北省")
    ]


def test_figures_in_per_cent_below_what_they_are_the_parts_of():
    text = "1-3 国民经济和社会发展结构指标,\n单位：%,\n指标,2022\n城乡结构(常住人口),\n  城镇,75\n  户籍人口城镇化率,75\n就业产业结构,\n  第一产业,10\n地区生产总值产业结构,\n  第一产业,4\n"  # noqa: E501
    assert rows(text, "label", "measure", "part_of", "trust", area="广东省") == [
        ["城乡结构(常住人口)城镇", "share", "常住人口", "sure"],
        ["户籍人口城镇化率", "level", "", "sure"],
        ["结构第一产业", "level", "", "doubtful"],
        ["地区生产总值产业结构第一产业", "share", "国内（地区）生产总值", "sure"],
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("R&D经费 Expenditure on R&D", "R&D经费"), ("篇数SCI", "篇数SCI"), ("位次cpcis", "位次cpcis"), ("容量（kW）", "容量（kW）"),  # noqa: E501
        ("50万元(含50万元)以上的 above 500 thousand yuan(include 500)", "50万元(含50万元)以上的"), ("Total", "Total"),
    ],
)  # fmt: skip
def test_the_chinese_of_a_cell(text, left):
    assert speech(text) == left


# ---------------------------------------------------------------- years and counts
def test_counts_between_1900_and_2099_are_counts():
    text = "各市专利授权量（件）,,,\n地区,2021年,2022年,2023年\n烟台市,2000,2001,2002\n威海市,1997,1998,1999\n"
    assert rows(text, "time_period", "obs_value", area="山东省")[:3] == [["2021", 2000], ["2022", 2001], ["2023", 2002]]
    text = "2023年山东省专利情况,\n指标,数值\n专利授权量（件）,2022\n专利申请量（件）,2005\n有效发明专利（件）,1999\n"
    assert rows(text, "obs_value") == [2022, 2005, 1999]
    assert rows("年份,专利授权量（件）\n2021,2005\n2022,2010\n", "time_period", "obs_value") == [
        ["2021", 2005],
        ["2022", 2010],
    ]


def test_the_years_end_in_a_title_with_years_in_the_columns():
    text = "各地区有效发明专利年末拥有量,,\n单位：件,,\n地区,2021年,2022年\n北京,478,574\n"
    assert rows(text, "time_period") == ["2021-12-31", "2022-12-31"]


def test_a_mean_over_the_year_and_current_prices_are_no_moments():
    text = "2021年企业情况,,\n地区,从业人员年平均人数（人）,当年价总产值（亿元）\n北京,5,6\n"
    assert rows(text, "label", "time_period") == [["从业人员年平均人数", "2021"], ["当年价总产值", "2021"]]


# ---------------------------------------------------------------- layout
SHIFTED = (
    "各市专利授权量,,,,,续表,,\n单位：件,,,,,地区,外观设计,\n地区,发明,,,,,2022年,2023年\n,2022年,2023年,,,济南市,1,2\n"
    "济南市,60,61,,,青岛市,3,4\n青岛市,100,110,,,,,\n"
)


def test_a_panel_beside_that_begins_at_another_row():
    found = rows(SHIFTED, "ref_area_name", "indicator", "time_period", "obs_value", area="山东省")
    assert (
        len(found) == 8
        and ["青岛市", "design_grants", "2023", 4] in found
        and ["济南市", "invention_patent_grants", "2022", 60] in found
    )


def test_numbered_headers_are_names():
    text = "2023年各市专利授权量,,,\n单位：件,,,\n地区,1.发明,2.实用新型,3.外观设计\n济南市,60,10,12\n"
    assert rows(text, "indicator") == ["invention_patent_grants", "utility_model_grants", "design_grants"]


def test_empty_rows_of_a_sheet_between_header_and_figures(tmp_path):
    lines = [
        ["2023年各市专利授权量（件）"],
        ["地区", "合计", "发明"],
        [],
        [],
        [],
        ["济南市", 60, 10],
        ["青岛市", 40, 10],
    ]
    table = sheet(tmp_path / "t.xlsx", lines).table
    assert table[["cell", "indicator", "obs_value"]].values.tolist()[:2] == [
        ["Sheet!B6", "patent_grants", 60], ["Sheet!C6", "invention_patent_grants", 10],
    ]  # fmt: skip


def test_the_unit_beside_the_title():
    text = "表3 2023年各市专利授权量,,单位：件\n市,授权量,其中：发明\n济南市,512,123\n"
    assert rows(text, area="山东省") == [
        ["济南市", "", "patent_grants", "2023", 512, "件"], ["济南市", "", "invention_patent_grants", "2023", 123, "件"],  # noqa: E501
    ]  # fmt: skip


def test_a_row_without_figures_among_places_is_no_group():
    text = "2023年专利授权量（件）,\n地区,数量\n江苏,5\n上海,\n浙江,6\n"
    assert rows(text, "ref_area_name", "obs_value") == [["江苏省", 5], ["浙江省", 6]]


def test_a_header_merged_over_an_empty_row_is_one_header(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    for line in (["2021年各市种场情况"], ["地区", "场数(个)"], [], [None, "鸡场", "鸭场"], ["济南市", 5, 6]):
        page.append(line)
    for merged in ("A2:A4", "B2:C2", "B3:C3"):
        page.merge_cells(merged)
    book.save(tmp_path / "t.xlsx")
    table = read(tmp_path / "t.xlsx").table
    assert table["unit_measure"].tolist() == ["个", "个"]
    assert [label[-4:] for label in table["label"]] == ["场数鸡场", "场数鸭场"]


# ---------------------------------------------------------------- units
def test_a_unit_that_the_catalogue_lacks_is_kept_and_never_replaced_by_the_tables():
    text = "2023年各市情况,,\n单位：件,,\n地区,专利授权量（累计）,马匹存栏（万匹）\n济南市,22,5.1\n"
    document = read(text.encode(), name="t.csv", area="山东省")
    assert document.table[["indicator", "obs_value", "unit_measure"]].values.tolist() == [
        ["patent_grants", 22, "件"], ["", 51000, "匹"],
    ]  # fmt: skip
    assert "单位目录没有" in document.warnings[0] and "t1!r4c3" in document.warnings[0]


LISTED = (
    "21-39 科学研究与开发机构基本情况,,\n项 目,2002,2003\n研究与试验发展人员,20.6,20.4\n(万人年),,\n#科学家,15.2,15.5\n"
    "经费支出 (亿元),61.2,62\n#劳务费,18.1,19\n设备费,9.4,9\n专利申请受理数 (件),38,48\n#发明专利,26,34\n"
)


def test_units_of_rows_hold_for_the_parts_below_them():
    found = {one[0]: one[1:] for one in rows(LISTED, "label", "obs_value", "unit_measure", "scope") if one[1]}
    holders = "科学研究与开发机构"
    assert found["设备费"][1:] == ["元", holders] and found["经费支出劳务费"][1:] == ["元", holders]
    assert found["研究与试验发展人员科学家"] == [155000, "人年", holders]
    assert [one[1] for one in found.values() if one[0] == 34] == ["件"]


def test_a_part_of_a_column_is_in_its_unit_and_not_the_tables():
    text = "2021年各市情况,,,\n单位：万元,,,\n地区,专利申请数（件）,#发明专利,经费支出\n济南市,20,5,7\n"
    found = rows(text, "indicator", "obs_value", "unit_measure", area="山东省")
    assert found == [["patent_applications", 20, "件"], ["invention_patent_applications", 5, "件"], ["", 70000, "元"]]


# ---------------------------------------------------------------- names
PORTAL = "数据库：年度数据,,\n时间：最近2年,,\n指标,2022年,2021年\n{},49,48\n数据来源：国家统计局,,\n"


@pytest.mark.parametrize(
    ("row", "indicator"),
    [
        ("国内专利申请受理量(项)", "patent_applications"), ("国内专利申请授权量(项)", "patent_grants"),
        ("国内发明专利申请授权量(项)", "invention_patent_grants"), ("国内外观设计专利申请授权量(项)", "design_grants"),
    ],
)  # fmt: skip
def test_the_words_of_the_national_data_portal(row, indicator):
    found = read(PORTAL.format(row).encode("gb18030"), name="t.csv").table
    assert found[["scope", "indicator", "unit_measure"]].values.tolist() == [["国内", indicator, "件"]] * 2
    line = PORTAL.format("北京市").replace("指标,", "地区,").replace("时间：", f"指标：{row},,\n时间：")
    found = read(line.encode("gb18030"), name="t.csv").table
    assert found[SHOWN[:3]].values.tolist() == [["北京市", "国内", indicator]] * 2


@pytest.mark.parametrize(
    ("title", "scope", "indicator"),
    [
        ("各地区规上工业企业R&D经费内部支出(2021年)", "规上工业企业", "rd_expenditure"),
        ("各地区规上工业企业R&D经费外部支出(2021年)", "规上工业企业", ""),
        ("各地区按支出用途分研究与试验发展(R&D)经费内部支出(2021年)", "", "rd_expenditure"),
        ("2021年国外在华有效发明专利", "", "foreign_invention_patents_in_force"),
        ("各地区人工智能发明专利授权量(2021年)", "人工智能", "invention_patent_grants"),
        ("8-9 国内三种专利有效数按地区分布(2021年)", "国内", "patents_in_force"),
    ],
)
def test_what_a_title_narrows_to_is_scope(title, scope, indicator):
    assert rows(f"{title},\n地区,合计\n北京,5\n", "scope", "indicator") == [[scope, indicator]]


def test_the_end_of_a_name_on_a_line_of_its_own():
    text = "2021年企业情况,,\n单位：亿元,,\n地区,利 润,专利授权量（件）\n,总 额,总数\n北京,5,6\n"
    found = rows(text, "label", "indicator")
    assert found[0][0].endswith("利润总额") and [one[1] for one in found] == ["", "patent_grants"]


def test_a_header_of_words_unknown_is_of_something_else():
    text = "2021年各地区研究与试验发展(R&D)经费内部支出,,\n单位：万元,,\n地区,R&D经费内部支出,资产性支出\n北京,9,4\n"
    assert rows(text, "indicator") == ["rd_expenditure", ""]
    text = "2021年各地区技术改造和R&D活动情况,\n单位：万元,\n地区,技术改造经费支出\n北京,9\n"
    assert rows(text, "indicator", "label") == [["", "技术改造经费支出"]]


@pytest.mark.parametrize(
    "header", ["同比{}（%）", "较上年{}幅度（%）", "比上年同期{}%", "环比{}（%）", "同比{}率（%）", "同比（%）{}"]
)
@pytest.mark.parametrize(("group", "sign"), [("rise", 1), ("fall", -1)])
def test_every_word_of_rise_and_of_fall_in_a_header(header, group, sign):
    said = {word: read_header(header.format(word)) for word in words(group)}
    assert [word for word, one in said.items() if (one.measure, one.sign, one.words) != ("growth", sign, "")] == []
    assert {one.comparison for one in said.values()} <= {"yoy", "previous_period"}


@pytest.mark.parametrize("header", ["同比摸高（%）", "较上年探底（%）", "环比跃进", "专利授权量比上年翻红（%）"])
def test_a_word_of_change_that_nobody_knows_gives_no_level_and_no_sign(header):
    text = f"2023年各市专利授权量（件）,,\n地区,数量,{header}\n济南市,20,5.1\n青岛市,30,2.1\n"
    document = read(text.encode(), name="t.csv", area="山东省")
    assert document.table["obs_value"].tolist() == [20, 30]
    assert [one for one in document.warnings if "t1!r3c3 +1" in one and "是升是降不能判定" in one]


@pytest.mark.parametrize("header", ["新增（件）", "增加值（亿元）", "最高（件）", "占地面积（亩）", "高于全国（件）"])
def test_words_that_hold_words_of_change_are_names(header):
    assert read_header(header).measure == "" and read_header(header).words


@pytest.mark.parametrize(
    ("cell", "value", "bound"), [("逾1200", 1200, ">"), ("将近3400", 3400, "<"), ("不少于12", 12, ">=")]
)
def test_words_of_bounds_in_cells(cell, value, bound):
    text = f"2021年各市专利授权量（件）,\n地区,数量\n济南市,{cell}\n青岛市,9\n"
    assert rows(text, "obs_value", "bound", area="山东省")[0] == [value, bound]


# ---------------------------------------------------------------- no tables of figures
@pytest.mark.parametrize(
    "text",
    [
        "发明专利授权公告清单,,,\n公开号,申请日,授权日,代理机构代码\nCN100A,20210305,20230104,11999\nCN200A,20210306,20230105,11998\n",
        "2023年国家知识产权示范企业名单,,,\n序号,企业名称,批次,邮编\n1,某一公司,3,222000\n2,某二公司,4,222001\n",
        "单位名称,地址,邮编,联系电话\n某一局,某街7号,100000,5550000\n某二局,某街9号,100001,5550001\n",
        "index,batch,name,province\n1,3,某园,江苏\n2,3,某某园,浙江\n",
    ],
    ids=["dates", "batches", "addresses", "numbers-alone"],
)
def test_registers_give_no_figures_and_say_so(text):
    document = read(text.encode(), name="t.csv")
    assert document.table.empty and any("名单、清单" in one for one in document.warnings)


def test_a_list_of_amounts_with_its_unit_is_no_register():
    text = "2021年各市专利质押情况一览表,,\n市,企业名称,专利质押金额（万元）\n济南市,甲公司,5\n青岛市,乙公司,6\n"
    assert rows(text, "obs_value", area="山东省") == [50000, 60000]


# ---------------------------------------------------------------- doubts and accounts
def test_one_warning_a_kind_and_table():
    text = "各市知识产权质押融资金额,\n地区,2021年\n" + "".join(
        f"{city},5\n" for city in ("济南市", "青岛市", "烟台市")
    )
    (warning,) = read(text.encode(), name="t.csv", area="山东省").warnings
    assert warning.startswith("t1!r3c2 +2: 没有印出单位 (no unit is printed")


def test_two_values_under_one_key_are_both_doubtful():
    text = "2021年专利授权量（件）,,\n地区,甲,乙\n北京,5,\n北京,6,\n"
    document = read(text.encode(), name="t.csv")
    unknown, warning = document.warnings
    assert "未能理解的词，未归入“专利授权量”" in unknown
    assert (
        set(document.table["trust"]) == {"doubtful"}
        and document.table["comment_obs"].str.contains("两个不同的数").all()
    )
    assert "同一指标、地区、时期有两个不同的数" in warning and "t1!r3c2 5 / t1!r4c2 6" in warning


def test_every_cell_is_accounted_for():
    text = "2021年专利授权量（件）,,\n序号,地区,数量\n1,北京,5\n2,天津,—\n3,上海,约3或4\n注：初步数。,,\n"
    (table,) = read(text.encode(), name="t.csv").tables
    assert table.counts == {"title": 1, "head": 3, "index": 3, "stub": 3, "read": 1, "nothing": 1, "left": 1, "note": 1}
    assert sum(table.counts.values()) == sum(bool(cell.text) for cell in table.cells if isinstance(cell, Cell))
    ((place, cell, why),) = table.left
    assert (place, cell) == ("t1!r5c3", "约3或4") and "不是一个数" in why


def test_the_preview_shows_what_was_left_in_red():
    text = "2021年专利授权量（件）,\n地区,数量\n北京,3或4<b>\n上海,7\n"
    (table,) = read(text.encode(), name="t.csv").tables
    page = table._repr_html_()
    red = re.search(r"background:(#\w+)[^>]*title=\"t1!r3c2", page)[1]
    assert f'background:{red};padding:0 6px">未计入 not accounted for 1<' in page and "3或4&lt;b&gt;" in page
    assert re.search(r"background:(#\w+)[^>]*title=\"t1!r4c2", page)[1] != red


def test_the_words_of_tables_stand_in_one_group_each():
    groups = ("total", "generic", "index", "remark", "unit")
    twice = [(word, a, b) for a in groups for b in groups if a < b for word in table_words(a) & table_words(b)]
    assert not twice


def test_each_slot_says_what_decided_it_and_where():
    document = read("2021年各市专利授权量,,\n单位：件,,\n地区,合计,\n,,发明\n北京,9,4\n".encode(), name="t.csv")
    text, row = document.text, document.table.iloc[1]
    slots = dict(part.split("=") for part in row["evidence"].split(";"))
    places = {slot: re.search(r"\[(\d+)-(\d+)\]", said) for slot, said in slots.items()}
    assert {slot: text[int(m[1]) : int(m[2])] for slot, m in places.items() if m} == {
        "indicator": "发明",
        "area": "北京",
    }
    assert row["trust"] == "sure" and slots["unit"] == "title@title" and slots["period"] == "title@title"
    assert [slots["indicator"].split("[")[0], slots["area"].split("[")[0]] == ["column@cell", "row@cell"]


def test_a_unit_that_only_the_catalogue_gives_is_likely_and_one_that_is_missing_doubtful():
    text = "2021年各市情况,,\n地区,专利授权量,技术合同成交额\n北京,9,4\n"
    assert rows(text, "trust", "unit_measure") == [["likely", "件"], ["doubtful", ""]]


# ---------------------------------------------------------------- totals, parts and places
def test_a_part_without_figures_is_no_group_of_the_parts_below_it():
    text = (
        "2017年规模以上工业企业R&D项目情况,,\n指标,R&D项目数（项）,项目经费（万元）\n工业企业总计,90,900\n按登记注册类型分,,\n"
        "国有企业,6,40\n其他内资企业,,\n外商投资企业,20,300\n按地区分,,\n鹿城区,48,500\n龙湾区,42,400\n"
    )
    assert rows(text, "scope", "ref_area_name", "obs_value", area="温州市")[::2] == [
        ["规模以上工业企业", "温州市", 90], ["规模以上工业企业国有企业", "温州市", 6],
        ["规模以上工业企业外商投资企业", "温州市", 20], ["规模以上工业企业", "鹿城区", 48],
        ["规模以上工业企业", "龙湾区", 42],
    ]  # fmt: skip


def test_the_total_of_a_name_is_of_that_name():
    text = "某省三种专利授权量,,\n项目,2003,2004\n申请授权量合计,98,113\n发明,6,10\n"
    assert rows(text, "indicator", "obs_value")[:2] == [["patent_grants", 98], ["patent_grants", 113]]
    text = "各地区科技企业孵化器主要指标(2023年),\n地区,孵化器内企业总数(个)\n浙江,54\n"
    assert rows(text, "scope", "label") == [["科技企业", "孵化器内企业总数"]]


def test_a_header_over_parts_says_whose_they_are():
    text = "国内专利申请受理数量(2008年7月),,,\n地区,合计,在三种专利申请中,\n,,发明,个人\n北京,36,21,9\n天津,8,3,1\n"
    found = rows(text, "indicator", "scope", "unit_measure")[:3]
    assert found == [
        ["patent_applications", "国内", "件"], ["invention_patent_applications", "国内", "件"],
        ["patent_applications", "国内个人", "件"],
    ]  # fmt: skip


def test_what_a_title_speaks_of_completes_headers():
    text = "各地区高技术产品进出口贸易(2018年),,\n单位：百万美元,,\n地区,出口贸易额,进出口贸易总额\n北京,15,42\n"
    assert rows(text, "indicator", "label", "obs_value") == [
        ["high_tech_exports", "高技术产品出口贸易额", 15_000_000], ["", "高技术产品进出口贸易总额", 42_000_000],
    ]  # fmt: skip


def test_a_name_that_explains_its_abbreviation():
    text = "2021年规模以上工业企业情况,\n指标,2021年\n有R&D（研究与试验发展）活动企业数（个）,1743\n"
    assert rows(text, "indicator") == ["rd_active_enterprises"]


def test_a_row_without_a_name_among_places_has_no_area():
    text = "各地区专利授权量(2018年),\n地区,授权量（件）\n西藏,\n,3\n陕西,25\n甘肃,9\n"
    assert rows(text, "ref_area_name", "obs_value", "trust")[0] == ["", 3, "doubtful"]


@pytest.mark.parametrize("word", ["小计", "小 计", "小结"])
def test_a_subtotal_of_places_may_not_be_of_the_whole_area(word):
    text = f"2023年各市专利授权量（件）\n地区,授权量\n南京市,100\n苏州市,120\n{word},220\n"
    assert rows(text, "ref_area_name", "trust", area="江苏省")[2] == ["江苏省", "doubtful"]
    assert rows(text.replace(word, "合计"), "ref_area_name", "trust", area="江苏省")[2] == ["江苏省", "sure"]
    kinds = f"2023年江苏省专利授权量（件）\n类型,授权量\n发明,100\n实用新型,120\n{word},220\n"
    assert rows(kinds, "indicator", "trust", area="江苏省")[2] == ["patent_grants", "sure"]


def test_the_total_of_all_provinces_is_the_nations():
    names = "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆"  # noqa: E501
    head, lines = "2023年专利授权量（件）\n地区,授权量\n合计,31\n", [f"{name},1\n" for name in names.split()]
    assert rows(head + "".join(lines), "ref_area_name")[0] == "全国"
    assert rows(head + "".join(lines[:-1]), "ref_area_name", "trust")[0] == ["", "doubtful"]


def test_a_span_of_days_in_a_title_is_that_of_all_years():
    text = "国内职务专利申请受理量,,\n1985年4月1日-1993年12月31日,,\n地区,,大专院校\n北京,总累计,18\n北京,1993年,2\n"
    assert rows(text, "period_start", "period_end", "trust")[:2] == [
        [pd.Timestamp("1985-04-01"), pd.Timestamp("1993-12-31"), "likely"],
        [pd.Timestamp("1993-01-01"), pd.Timestamp("1993-12-31"), "likely"],
    ]


def test_a_report_of_a_year_is_a_title():
    titles = ("2014专利统计年报", "2014.12", "国内职务、非职务专利有效量")
    page = (
        "<table>" + "".join(f"<tr><td colspan=3>{title}</td></tr>" for title in titles)
        + "<tr><td>地区</td><td>职务</td><td>非职务</td></tr><tr><td>北京</td><td>24</td><td>3</td></tr></table>"
    )  # fmt: skip
    found = rows(page, "indicator", "scope", "time_period", name="t.html")
    assert found == [["patents_in_force", "国内职务", "2014-12-31"], ["patents_in_force", "国内非职务", "2014-12-31"]]


def test_growth_is_on_the_nearest_of_columns_of_equal_end():
    text = "2022年1-6月各市专利授权量（件）,,,,\n地区,6月授权量,1-6月授权量,去年同期,同比（%）\n杭州市,5,36,30,20\n"
    assert rows(text, "measure", "time_period") == [
        ["level", "2022-06"], ["level", "2022-S1"], ["level", "2021-S1"], ["growth", "2022-S1"],
    ]  # fmt: skip


def test_districts_of_no_known_city_are_not_the_nations():
    text = "2022年各区专利授权量,\n区,授权量（件）\n西湖区,5\n鼓楼区,7\n"
    assert rows(text, "ref_area_name", "trust") == [["", "doubtful"]] * 2
    assert rows(text, "ref_area_name", area="杭州市")[0] == "西湖区"


def test_the_name_in_a_title_goes_before_the_words_in_it():
    text = "2023年各市每万人口高价值发明专利拥有量,,\n地区,拥有量（件）,排名\n杭州市,55.3,1\n"
    assert rows(text, "indicator", "unit_measure", "trust") == [
        ["high_value_invention_patents_per_10k", "件/万人", "sure"],
        ["high_value_invention_patents_per_10k", "位", "sure"],
    ]
    assert rows("2022年各市PCT专利申请量,\n地区,申请量（件）\n杭州市,5（注1）\n", "indicator") == ["pct_applications"]
    text = "2023年杭州市发明专利授权（按申请人类型）,\n申请人类型,数量（件）\n高校,15\n"
    assert rows(text, "indicator", "scope") == [["invention_patent_grants", "高校"]]


def test_a_count_of_whole_things_with_decimals_is_doubtful():
    head = "2022年各市情况,,,\n地区,有效发明专利（件）,专利授权量（万件）,平均每家企业商标数（件）\n"
    document = read((head + "杭州市,12.34,1.5,3.2\n").encode(), name="t.csv")
    assert document.table["trust"].tolist() == ["doubtful", "sure", "sure"]
    assert [line.split(":")[0] for line in document.warnings if "漏印了万" in line] == ["t1!r3c2"]
