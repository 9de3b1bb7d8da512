"""A table's recipe: drafted from what was read, replayed on it and on next year's file, refused where headers differ."""  # noqa: E501

import openpyxl
import pytest

from ipstats.collect.drafts import draft
from ipstats.collect.mapped import read_mapped
from ipstats.collect.read import read
from ipstats.collect.recipes import fitting
from ipstats.collect.sources import read_source
from ipstats.errors import TableError
from ipstats.model.observations import frame

HEAD = "title: 表\npublisher: 本局\nwording: tabulated\narea: 江苏省\n"
FIELDS = ["ref_area", "scope", "indicator", "measure", "time_period", "obs_value", "obs_lower", "unit_measure", "cell"]
TABLES = {
    "kinds-of-patents": (
        "7-8 国内三种专利申请授权数按地区分布(2021年),,,\n单位：件,,,\n地区,合计,,\n,,发明,实用新型\n全省,300,100,200\n"
        "南京市,200,70,130\n苏州市,100,30,—\n"
    ),
    "years": "各市有效发明专利年末拥有量,,\n单位：件,,\n地区,2021年,2022年\n南京市,50,60\n苏州市,40,45\n",
    "growth-twice": (
        "2021年各市专利情况,,,,\n地区,专利授权量(件),同比增长(%),有效发明专利(件),同比增长(%)\n"
        "南京市,300,1.1,2000,-2.2\n苏州市,200,3.1,1000,4.2\n"
    ),
    "names-in-the-rows": "2021年江苏省知识产权统计,,\n指标,单位,数值\n专利授权量,件,12\n技术合同成交额,亿元,3.5\n",
    "panels": "各市专利授权量（件）,,,,,\n地区,2021年,2022年,地区,2021年,2022年\n南京市,5,6,无锡市,7,8\n苏州市,1,2,常州市,3,4\n",  # noqa: E501
    "kinds-of-rows": "2021年江苏省R&D经费情况,,\n行业,R&D经费（亿元）,R&D经费投入强度（%）\n合计,20.5,1.33\n采矿业,3.5,0.63\n",  # noqa: E501
}


def raw(folder, name, text, table, head=HEAD):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (folder / f"{name}.source.yaml").write_text(head + table, encoding="utf-8")
    return path


def replayed(path):
    return frame(read_mapped(path, read_source(path)).rows)


@pytest.mark.parametrize("name", TABLES)
def test_a_draft_replayed_reads_what_was_read_without_it(tmp_path, name):
    path = raw(tmp_path, "t.csv", TABLES[name], "")
    expected = read(path, area="江苏省").table.sort_values("cell")
    path = raw(tmp_path, "t.csv", TABLES[name], draft(path, area="江苏省"))
    found = replayed(path).sort_values("cell")
    assert len(expected) and found[FIELDS].values.tolist() == expected[FIELDS].values.tolist()
    assert set(found["rule"]) == {"recipe"}


def test_the_draft_says_how_many_cells_it_accounts_for_and_marks_what_is_doubtful(tmp_path):
    text = draft(raw(tmp_path, "t.csv", TABLES["kinds-of-patents"], ""))
    assert "# 9 = 8 read + 1 nothing + 0 not read; 0 left" in text and "待核" not in text
    doubtful = draft(
        raw(
            tmp_path, "u.csv", "2021年江苏省贷款情况\n地区,知识产权质押融资金额\n南京市,5\n".replace("\n", ",\n", 1), ""
        )
    )
    assert "待核" in doubtful and "1/1" in doubtful


def test_next_years_file_is_read_by_the_recipe_of_this_years(tmp_path):
    this = raw(tmp_path, "p2021.csv", TABLES["kinds-of-patents"], "")
    raw(tmp_path, "p2021.csv", TABLES["kinds-of-patents"], draft(this, area="江苏省"))
    text = TABLES["kinds-of-patents"].replace("2021", "2022").replace("7-8", "8-8").replace("300", "310")
    following = raw(tmp_path, "p2022.csv", text, "table: {like: p2021.csv}\n")
    found = replayed(following)
    assert set(found["time_period"]) == {"2022"} and found["obs_value"].max() == 310
    assert set(found["trust"]) == {"likely"}  # nobody has put a name to the recipe
    assert fitting(following, tmp_path, "表") == (tmp_path / "p2021.csv", [])
    side = tmp_path / "p2021.csv.source.yaml"
    side.write_text(side.read_text("utf-8").replace('by: ""', "by: 张三"), encoding="utf-8")
    confirmed = replayed(following)
    assert set(confirmed["trust"]) == {"sure"} and set(confirmed["evidence"]) == {"table=recipe@person"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("实用新型", "外观设计"), "no header '合计 实用新型'; new header '合计 外观设计'"),
        (("授权数", "受理数"), "title 国内三种专利申请受理数按地区分布({year}年), expected 国内三种专利申请授权数"),
        (("地区,", "来源,"), "left headers 来源, expected 地区"),
    ],
)
def test_a_file_whose_headers_differ_is_refused_with_the_difference(tmp_path, change, said):
    text = TABLES["kinds-of-patents"]
    recipe = draft(raw(tmp_path, "t.csv", text, ""), area="江苏省")
    path = raw(tmp_path, "t.csv", text.replace(*change), recipe)
    with pytest.raises(TableError) as error:
        replayed(path)
    assert said in str(error.value) and "does not fit its recipe" in str(error.value)
    assert fitting(tmp_path / "t.csv", tmp_path, "表") == (None, [])


RECIPE = """table:
  fits: {title: "各市专利授权量", left: [地区]}
  constants: {year: 2021, unit: 件}
  left: {area: {from: 地区, map: {总计: 江苏省}}}
  values:
    - {above: 合计, indicator: patent_grants}
    - {above: 发明, indicator: invention_patent_grants}
    - {above: 其他, indicator: utility_model_grants}
"""
GRANTS = "各市专利授权量,,,\n地区,合计,发明,其他\n总计,30,10,20\n南京市,30,10,{}\n"


def test_sums_that_do_not_add_up_and_cells_that_are_no_numbers_stop_it(tmp_path):
    sums = RECIPE + "  expect: {sums: [{whole: 合计, parts: [发明, 其他]}]}\n"
    assert len(replayed(raw(tmp_path, "t.csv", GRANTS.format(20), sums))) == 6
    with pytest.raises(TableError, match=r"南京市: .*合计 30 is not the sum of its parts"):
        replayed(raw(tmp_path, "t.csv", GRANTS.format(19), sums))
    with pytest.raises(TableError, match=r"t1!r4c4: .*not one number"):
        replayed(raw(tmp_path, "t.csv", GRANTS.format("约20或21"), sums))


def test_figures_are_left_only_with_a_reason(tmp_path):
    leave = RECIPE + "  leave: [{where: {left: 南京市}, because: 未经核对}]\n"
    assert set(replayed(raw(tmp_path, "t.csv", GRANTS.format(20), leave))["ref_area_name"]) == {"江苏省"}
    with pytest.raises(TableError, match="say why"):
        replayed(raw(tmp_path, "t.csv", GRANTS.format(20), leave.replace(", because: 未经核对", "")))


def test_on_the_file_that_was_confirmed_the_cells_are_counted(tmp_path):
    from ipstats.collect.freshness import digest

    path = raw(tmp_path, "t.csv", GRANTS.format(20), RECIPE)
    seen = f"  expect: {{cells: 7}}\n  seen: {{by: 张三, on: 2026-11-29, sha256: {digest(path)}}}\n"
    with pytest.raises(TableError, match="6 cells of figures, expected 7"):
        replayed(raw(tmp_path, "t.csv", GRANTS.format(20), RECIPE + seen))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (RECIPE.replace("unit: 件", "unit: 件, colour: red"), "unknown field 'colour'"),
        (RECIPE.replace("- {above: 其他, ", "- {"), "above"),
        ("table: {like: nowhere.csv}\n", "there is no nowhere.csv.source.yaml"),
    ],
)
def test_a_wrong_recipe_says_what_is_wrong(tmp_path, wrong, said):
    with pytest.raises(TableError, match=said):
        replayed(raw(tmp_path, "t.csv", GRANTS.format(20), wrong))


def test_a_sheet_with_merged_headers_keeps_its_addresses(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "8-1"
    for row in (["国内三种专利授权数（2021年）"], ["单位：件", None, "(piece)"], ["地区", "合计", None], [None, "发明", "外观设计"],  # noqa: E501
                ["南京市", 5, 6], ["苏州市", 7, 8]):  # fmt: skip
        page.append(row)
    page.merge_cells("B3:C3")
    path = tmp_path / "t.xlsx"
    book.save(path)
    side = tmp_path / "t.xlsx.source.yaml"
    side.write_text(HEAD, encoding="utf-8")
    side.write_text(HEAD + draft(path, area="江苏省"), encoding="utf-8")
    found = replayed(path)
    assert found[["cell", "indicator", "scope"]].values.tolist()[0] == ["8-1!B5", "invention_patent_grants", "国内"]
    assert len(found) == 4


def test_add_drafts_the_recipe_of_a_new_table_and_reads_the_next_one_by_a_confirmed_one(tmp_path):
    from ipstats.collect.taking import take

    (tmp_path / "in").mkdir()
    folder = tmp_path / "raw"
    folder.mkdir()
    for year in (2021, 2022):
        text = TABLES["kinds-of-patents"].replace("2021", str(year)).replace("300", str(year))
        (tmp_path / "in" / f"p{year}.csv").write_text(text, encoding="utf-8")
    first = take(str(tmp_path / "in" / "p2021.csv"), folder, area="江苏省")
    side = folder / "p2021.csv.source.yaml"
    assert read_source(first).table is None and '# - {above: "合计 发明"' in side.read_text("utf-8").replace(
        "#     -", "# -"
    )
    lines = side.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line == "# table:")
    side.write_text("\n".join([*lines[:at], *(line.removeprefix("# ") for line in lines[at:])]), encoding="utf-8")
    assert len(replayed(first)) == 8
    second = take(str(tmp_path / "in" / "p2022.csv"), folder, area="江苏省")
    assert read_source(second).table == {"like": "p2021.csv"}
    assert set(replayed(second)["time_period"]) == {"2022"}
