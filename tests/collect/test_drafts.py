"""Recipes are proposed where a person needs them: after reading, of several sheets, of tables not understood."""

import pytest
from tests.collect.sheets import written

from ipstats.collect.commands import read as read_command
from ipstats.collect.drafts import draft
from ipstats.collect.mapped import read_mapped
from ipstats.collect.recipes import fitting
from ipstats.collect.sources import read_source
from ipstats.errors import TableError
from ipstats.model.observations import frame

HEAD = "title: 表\npublisher: 本局\nwording: tabulated\narea: 江苏省\n"


def replayed(path, table):
    path.with_name(path.name + ".source.yaml").write_text(HEAD + table, encoding="utf-8")
    return frame(read_mapped(path, read_source(path)).rows)


def grants(year, name="专利授权量"):
    return [
        [f"{year}年各市{name}", None],
        ["单位：件", None],
        ["地区", name],
        ["南京市", 5 + year],
        ["苏州市", 7 + year],
    ]


def told(path, capsys, **given):
    read_command([path], **{"published": "", "area": "", "year": None, "output": "", "html": None, "jobs": 1,
                            "quiet": False} | given)  # fmt: skip
    return capsys.readouterr().err


def test_sheets_of_one_shape_share_a_recipe_and_others_have_their_own(tmp_path):
    sheets = {"2021": grants(2021), "2022": grants(2022), "商标": grants(2022, "商标注册量")}
    path = written(tmp_path / "t.xlsx", sheets)
    text = draft(path, area="江苏省")
    assert 'sheet: ["2021", "2022"]' in text and 'sheet: "商标"' in text and text.startswith("table:\n  sheets:\n")
    found = replayed(path, text)
    assert sorted(zip(found["indicator"], found["time_period"], found["obs_value"], found["cell"], strict=True)) == [
        ("patent_grants", "2021", 2026, "2021!B4"), ("patent_grants", "2021", 2028, "2021!B5"),
        ("patent_grants", "2022", 2027, "2022!B4"), ("patent_grants", "2022", 2029, "2022!B5"),
        ("trademark_registrations", "2022", 2027, "商标!B4"), ("trademark_registrations", "2022", 2029, "商标!B5"),
    ]  # fmt: skip
    with pytest.raises(TableError, match="no sheet '2023'"):
        replayed(path, text.replace('"2022"]', '"2023"]'))


def test_reading_a_table_with_doubts_proposes_its_recipe_and_a_clear_one_does_not(tmp_path, capsys):
    doubtful, clear = tmp_path / "d.csv", tmp_path / "c.csv"
    doubtful.write_text("各市贷款情况,\n地区,知识产权质押融资金额\n南京市,5\n苏州市,6\n", encoding="utf-8")
    clear.write_text("2021年各市专利授权量,\n单位：件,\n地区,授权量\n南京市,5\n苏州市,6\n", encoding="utf-8")
    said = told(doubtful, capsys)
    assert "d.csv.source.yaml" in said and 'indicator: "ip_pledge_financing"' in said and "待核" in said
    assert "table:" not in told(clear, capsys) and "table:" not in told(doubtful, capsys, quiet=True)


def test_a_table_of_which_nothing_was_read_has_its_headers_in_the_draft(tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_text("地区,,\n南京市,5,6\n苏州市,7,8\n".replace("地区,,", "地区,2021,2022"), encoding="utf-8")
    said = told(path, capsys)
    assert '{above: "{year}", indicator: ""}' in said and "4 = 0 read" in said
    text = draft(path).replace('indicator: ""', "indicator: patent_grants").replace('unit: ""', "unit: 件")
    text = text.replace('area: "", year: ""', 'scope: ""').replace("  values:", "  left: {area: 地区}\n  values:")
    found = replayed(path, text)
    assert found[["ref_area_name", "time_period", "obs_value"]].values.tolist()[:2] == [
        ["南京市", "2021", 5], ["南京市", "2022", 6],
    ]  # fmt: skip


def test_what_is_no_table_is_told_so(tmp_path):
    path = tmp_path / "t.md"
    path.write_text("# 报告\n\n2023年，全市专利授权量12件。\n", encoding="utf-8")
    with pytest.raises(TableError, match="there is no table in it"):
        draft(path)


BLOCK = """table:
  block: {below: 授权, right_of: 区县, until: 小结}
  constants: {unit: 件, year: 2021}
  left: {area: 区县}
  values: [{above: 授权, indicator: patent_grants}, {above: 登记, indicator: trademark_registrations}]
"""


def test_a_block_is_found_by_its_words_where_the_headers_are_not(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "某年,手工汇总,1,2\n10,区县,授权,登记\n11,南京市,3,4\n12,苏州市,5,6\n13,小结,8,10\n", encoding="utf-8"
    )
    found = replayed(path, BLOCK)
    assert sorted(zip(found["ref_area_name"], found["indicator"], found["obs_value"], found["cell"], strict=True)) == [
        ("南京市", "patent_grants", 3, "t1!r3c3"), ("南京市", "trademark_registrations", 4, "t1!r3c4"),
        ("苏州市", "patent_grants", 5, "t1!r4c3"), ("苏州市", "trademark_registrations", 6, "t1!r4c4"),
    ]  # fmt: skip
    with pytest.raises(TableError, match="no header '授权', '登记'"):
        replayed(path, BLOCK.replace("below: 授权", "below: 许可"))
    with pytest.raises(TableError, match="block: names two headers"):
        replayed(path, BLOCK.replace("below: 授权, ", ""))


def test_a_block_whose_end_is_not_found_is_refused_with_what_was_looked_for(tmp_path):
    rows = "某年各市专利,,\n区县,授权,登记\n南京市,3,4\n{},3,4\n{}\n"
    path = tmp_path / "t.csv"
    for text in (rows.format("小结", ""), rows.format("苏州市", "小结：略")):
        path.write_text(text, encoding="utf-8")
        assert "南京市" in set(replayed(path, BLOCK)["ref_area_name"])
    path.write_text(rows.format("合计", ""), encoding="utf-8")
    with pytest.raises(TableError, match=r"没有以 '小结' 开头的行.*no row begins with '小结'"):
        replayed(path, BLOCK)
    signed = BLOCK.replace("table:\n", "table:\n  fits: {left: [区县]}\n").replace(", year: 2021", "")
    (tmp_path / "a.csv.source.yaml").write_text("title: 表\nwording: tabulated\n" + signed, encoding="utf-8")
    assert "no row begins with '小结'" in fitting(path, tmp_path, "表")[1][0]


def test_numbers_that_are_not_read_are_named_with_the_words_around_them(tmp_path, capsys):
    path = tmp_path / "t.md"
    path.write_text("# 徐州市2024年报告\n\n2024年，全市专利授权量18659件。代号XZ88号文 77 部分。\n", encoding="utf-8")
    assert "XZ88号文 [77] 部分。" in told(path, capsys)
