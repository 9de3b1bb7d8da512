"""A recipe says again what was read, of the file it was drafted from and of the next one, or refuses: never otherwise."""  # noqa: E501

import ast
import csv
import io
from pathlib import Path

import pytest
from tests.collect.sheets import written

from ipstats.collect import building
from ipstats.collect.as_read import AsRead
from ipstats.collect.drafts import draft
from ipstats.collect.replay import read_recipe
from ipstats.collect.sources import read_source
from ipstats.errors import ParameterError, SourceError, TableError
from ipstats.model.periods import Period

HEAD = "title: 表\nwording: tabulated\narea: 襄阳市\n"
SAME = ("ref_area", "scope", "indicator", "measure", "comparison", "period_start", "period_end", "obs_value",
        "obs_lower", "obs_upper", "unit_measure", "is_target", "rank_scope")  # fmt: skip


def signed(path, table, head=HEAD):
    """Write a table's sidecar with a recipe that a person has put a name to."""
    path.with_name(path.name + ".source.yaml").write_text(head + table.replace('by: ""', "by: 张三"), "utf-8")
    return path


def table(path, text, head=HEAD):
    path.write_text(text, "utf-8")
    return signed(path, "", head)


def drafted(path, text, head=HEAD):
    """A file read by its own draft, signed as it is."""
    return signed(path, draft(table(path, text, head)), head)


def confirm(path):
    """What a person does in a new sidecar: take the # away from the recipe and sign it."""
    side = path.with_name(path.name + ".source.yaml")
    said, _, recipe = side.read_text("utf-8").partition("\n# table:")
    lines = [line.removeprefix("# ") for line in recipe.splitlines()]
    side.write_text(said + ("\ntable:" if lines else "") + "\n".join(lines).replace('by: ""', "by: 张三"), "utf-8")


def replayed(path):
    return read_recipe(path, read_source(path))


def told(rows, *names):
    """The figures in the order of the file, their time as SDMX writes it."""
    said = [row | {"period": Period(row["period_start"], row["period_end"]).time_period} for row in rows]
    return [tuple(row.get(name, "") for name in names) for row in said]


def workbook(path, sheets):
    return signed(written(path, sheets), "")


# ---------------------------------------------------------------- a draft reads what was read
def shapes():
    """Every table that the tests of reading spell out, as a CSV file: printed in Markdown, or with commas."""
    found = {}
    for path in sorted((Path(__file__).parents[1] / "reading").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if "|--" in text or sum("," in line for line in text.splitlines()) > 2:
                found[_as_csv(text)] = path.stem
    return found


def _as_csv(text):
    if "|--" not in text:
        return text
    lines = io.StringIO()
    for line in filter(None, map(str.strip, text.splitlines())):
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else [line.lstrip("# ")]
        if not set(line) <= set("|-: "):
            csv.writer(lines).writerow(cells)
    return lines.getvalue()


@pytest.mark.parametrize("year", ["", pytest.param('period: "2023"\n', marks=pytest.mark.slow)])
def test_a_signed_draft_of_any_shape_reads_what_was_read_or_leaves_it_or_asks(tmp_path, year):
    head, kept, left, asks = HEAD + year, 0, 0, 0
    path = tmp_path / "t.csv"
    for text in shapes():
        read = AsRead(table(path, text, head), read_source(path)).figures
        if not read:
            continue
        try:
            rows = {row["cell"]: row for row in replayed(drafted(path, text, head)).rows}
        except TableError as error:
            assert "is empty in the recipe" in str(error), text
            asks += 1
            continue
        for cell, row in rows.items():
            found = {name: (row[name] or None, read[cell].row[name] or None) for name in SAME}
            assert [name for name, (one, other) in found.items() if one != other] == [], (text, cell, found)
        kept, left = kept + len(rows), left + len(read) - len(rows)
    assert kept > 300 and left < kept / 50 and asks < 60


GRANTS = (
    "专利授权情况（2022—2023年）,,,,\n单位：件,,,,\n项目,2022,,2023,\n,授权量合计,#发明,授权量合计,#发明\n"
    "总计,10505,872,9832,1058\n其中：职务,9600,850,9010,1033\n大专院校,1688,301,1577,377\n企业,7560,470,7098,565\n"
    "其中：非职务,905,22,822,25\n"
)


def test_a_row_whose_indicator_or_scope_differs_by_column_keeps_both(tmp_path):
    """What enterprises were granted is no grant of the city's."""
    path = table(tmp_path / "t.csv", GRANTS)
    read = AsRead(path, read_source(path)).figures
    made = replayed(drafted(path, GRANTS))
    names = ("cell", "scope", "indicator", "period", "obs_value", "part_of")
    assert told(made.rows, *names) == told([one.row for one in read.values()], *names)
    assert all("企业" in row["scope"] or row["indicator"].startswith("enterprise") for row in made.rows[12:16])
    assert {row["trust"] for row in made.rows} == {"sure"} and not made.warnings


def test_what_a_recipe_cannot_say_is_named_in_the_draft_and_left_with_a_line(tmp_path):
    text = (
        "2023年襄阳市专利情况,,\n指标,数值,同比（%）\n专利授权量（件）,30,5\n有效发明专利（件）,7,持平\n"
        "马匹（万匹）,2,4\n"
    )
    path = table(tmp_path / "t.csv", text)
    block = draft(path)
    assert block.count("because:") == 2 and "持平" in block and "万匹" in block
    made = replayed(signed(path, block))
    assert told(made.rows, "measure", "obs_value") == [("level", 30), ("growth", 5), ("level", 7), ("growth", 4)]
    assert len(made.warnings) == 2 and "t1!r4c3" in made.warnings[0] and "left by the recipe" in made.warnings[0]


def test_rows_of_one_name_below_different_rows_are_told_apart(tmp_path):
    text = "2023年襄阳市专利情况,\n指标,数值\n专利申请量（件）,90\n其中：发明,40\n专利授权量（件）,50\n其中：发明,10\n"
    made = replayed(drafted(tmp_path / "t.csv", text))
    assert told(made.rows, "indicator", "obs_value") == [
        ("patent_applications", 90), ("invention_patent_applications", 40),
        ("patent_grants", 50), ("invention_patent_grants", 10),
    ]  # fmt: skip


def test_a_fall_and_a_unit_stay_as_the_cell_prints_them(tmp_path):
    text = (
        "2023年各县区专利授权量,,,\n地区,授权量（件）,同比下降（%）,同比\n襄城区,30,2.5,下降2.5%\n"
        "樊城区,40,1.5,增长3%\n"
    )
    made = replayed(drafted(tmp_path / "t.csv", text))
    assert told(made.rows, "measure", "obs_value") == [
        ("level", 30), ("growth", -2.5), ("growth", -2.5), ("level", 40), ("growth", -1.5), ("growth", 3)
    ]  # fmt: skip
    assert made.rows[1]["obs_lower"] < -2.5 < made.rows[1]["obs_upper"]
    following = table(tmp_path / "u.csv", text.replace("2023", "2024").replace("30,", "3万,"))
    signed(following, "table: {like: t.csv}\n")
    assert replayed(following).rows[0]["obs_value"] == 30000
    signed(table(following, text.replace("2023", "2024").replace("30,", "30%,")), "table: {like: t.csv}\n")
    with pytest.raises(TableError, match=r"t1!r3c2 .*the cell is in %, the column in 件"):
        replayed(following)


@pytest.mark.parametrize("given", [{"area": "无此地"}, {"year": 99999}])
def test_a_draft_of_no_area_or_year_is_refused_in_a_line(tmp_path, given):
    with pytest.raises(ParameterError):
        draft(table(tmp_path / "t.csv", GRANTS), **given)


# ---------------------------------------------------------------- what a person signs
def test_two_values_under_one_key_are_doubtful_though_signed(tmp_path):
    recipe = (
        "table:\n  constants: {unit: 件, year: 2023, indicator: patent_grants}\n  values: [{above: 授权量}]\n"
        "  seen: {by: 张三}\n"
    )
    made = replayed(signed(table(tmp_path / "t.csv", "项目,授权量\n总计,90\n企业,40\n"), recipe))
    assert {row["trust"] for row in made.rows} == {"doubtful"} and "two values" in made.rows[0]["comment_obs"]
    assert "t1!r2c2 90 / t1!r3c2 40" in made.warnings[0]


@pytest.fixture
def project(tmp_path):
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "good.md").write_text("2023年，襄阳市专利授权量12件。\n", "utf-8")
    (raw / "good.md.source.yaml").write_text(HEAD.replace("tabulated", "restated"), "utf-8")
    return raw


@pytest.mark.parametrize(
    ("recipe", "said"),
    [
        ("constants: {unit: 件, year: 2023}\n  values: [{above: 授权量}]",
            "t1!r2c2 .*above '授权量', left '总计'.*no indicator"),
        ("constants: {unit: '', year: 2023}\n  values: [{above: 授权量, indicator: patent_grants}]",
            "unit is empty in the recipe"),
        ("values: [{above: 授权量, indicator: patent_grants}]\n  rows: [总计]", "is not written as a recipe"),
        ("values: [{above: 授权量}, {above: 授权量}]", "two entries for the header"),
        ("values: [{above: 授权量, indicator: patent_grants}]\n  rows: [{where: 总计, set: {year: 2023}}]", "t.csv"),
    ],
)  # fmt: skip
def test_a_recipe_that_lacks_something_fails_alone_and_says_what(project, recipe, said):
    signed(table(project / "t.csv", "项目,授权量\n总计,90\n"), f"table:\n  {recipe}\n")
    with pytest.raises(SourceError, match=said) as error:
        building.build(project.parents[1])
    assert len(str(error.value).splitlines()) == 1 and "t.csv" in str(error.value)
    assert "good" in (project.parents[1] / "data" / "processed" / "observations.csv").read_text("utf-8")


# ---------------------------------------------------------------- next year's file
MONTHLY = "襄阳市2023年12月专利授权情况,,,\n地区,当月授权量(件),1-12月授权量(件),有效发明专利(件)\n襄城区,98,1301,655\n"


@pytest.mark.parametrize(
    ("year", "month", "times"),
    [
        ("2024", "12", ["2024-12", "2024", "2024-12-31"]),
        ("2024", "11", ["2024-11", "2024-01-01/P11M", "2024-11-30"]),
        ("2025", "2", ["2025-02", "2025-01-01/P2M", "2025-02-28"]),
    ],
)
def test_the_times_of_a_monthly_table_are_those_of_its_own_title_and_headers(tmp_path, year, month, times):
    assert told(replayed(drafted(tmp_path / "a.csv", MONTHLY)).rows, "period") == [
        ("2023-12",), ("2023",), ("2023-12-31",)
    ]  # fmt: skip
    text = MONTHLY.replace("2023", year).replace("12月", f"{month}月")
    following = signed(table(tmp_path / "b.csv", text), "table: {like: a.csv}\n")
    assert told(replayed(following).rows, "period") == [(one,) for one in times]


def test_years_in_the_rows_and_years_between_which_a_growth_is_are_the_files_own(tmp_path):
    rows = "襄阳市历年专利授权量（件）,\n年份,授权量\n2022年,5\n2023年,6\n"
    path, following = tmp_path / "a.csv", tmp_path / "b.csv"
    drafted(path, rows)
    signed(table(following, rows.replace("2023", "2024").replace("2022", "2023")), "table: {like: a.csv}\n")
    assert told(replayed(following).rows, "period") == [("2023",), ("2024",)]
    mean = "襄阳市主要指标,,,\n指标,2020年,2022年,年均增速\nR&D经费（亿元）,60,70,8.5\n"
    drafted(path, mean)
    signed(table(following, mean.replace("2022", "2023")), "table: {like: a.csv}\n")
    assert told(replayed(following).rows, "period", "comparison")[2] == (
        "2020-01-01/P4Y", "annual_average:2020-01-01/P4Y"
    )  # fmt: skip


@pytest.mark.parametrize(
    "recipe",
    [
        "constants: {indicator: patent_grants, unit: 件, period: 2023-12}\n  values: [{above: 授权量}]",
        "constants: {indicator: patent_grants, unit: 件}\n  values: [{above: 授权量, year: 2023}]",
        "constants: {indicator: patent_grants, unit: 件}\n  values: [{above: 授权量}]\n"
        "  rows: [{where: {left: 总计}, set: {edition: 23}}]",
        "constants: {indicator: patent_grants, unit: 件, year: {from: title}, comparison: 'since:2020-12-31'}\n"
        "  values: [{above: 授权量}]",
    ],
)  # fmt: skip
def test_a_time_written_out_is_of_the_confirmed_file_only(tmp_path, recipe):
    text = "2023年襄阳市专利情况,\n项目,授权量\n总计,90\n"
    block = f"table:\n  {recipe}\n  seen: {{by: 张三}}\n"
    assert len(replayed(signed(table(tmp_path / "a.csv", text), block)).rows) == 1
    following = signed(table(tmp_path / "b.csv", text.replace("2023", "2024")), "table: {like: a.csv}\n")
    with pytest.raises(TableError, match=r"a.csv.source.yaml: .*a time written out \(.*\) is of the file"):
        replayed(following)
    signed(following, block.replace("by: 张三", "by: 张三, sha256: '0123'"))  # copied, with the mark of its file
    with pytest.raises(TableError, match=r"b.csv.source.yaml: .*a time written out"):
        replayed(following)


def test_a_year_that_stands_in_another_tables_title_only_is_asked_for(tmp_path):
    sheets = {
        "表1": [["襄阳市2023年各县区专利授权量"], ["地区", "授权量（件）"], ["襄城区", 5]],
        "表2": [["各县区技术合同"], ["地区", "技术合同成交额（亿元）"], ["襄城区", 7]],
    }
    path = workbook(tmp_path / "t.xlsx", sheets)
    block = draft(path)
    assert 'year: ""' in block
    with pytest.raises(TableError, match=r"表2!B3 .*year is empty in the recipe"):
        replayed(signed(path, block))
    signed(path, block.replace('year: ""', "period: {from: table}"))
    with pytest.raises(TableError, match="title and headers do not say the period"):
        replayed(path)
    signed(path, block.replace('year: ""', "period: {from: table}"), HEAD + 'period: "2023"\n')
    assert {one for (one,) in told(replayed(path).rows, "period")} == {"2023"}


def test_a_row_that_the_recipe_does_not_know_is_no_total(tmp_path):
    drafted(tmp_path / "a.csv", GRANTS)
    more = GRANTS.replace("2023", "2024").replace("2022", "2023").replace("其中：非", "合作社,8,1,9,2\n其中：非")
    following = signed(table(tmp_path / "b.csv", more), "table: {like: a.csv}\n")
    with pytest.raises(TableError, match="new row '合作社'"):
        replayed(following)


def test_tables_that_only_their_sidecars_entitle_are_told_apart_by_these(tmp_path):
    """地区, 2022年, 2023年 may be of anything: a recipe of grants reads no marks."""
    from ipstats.collect.taking import take

    raw, given = tmp_path / "raw", tmp_path / "in"
    raw.mkdir()
    given.mkdir()
    for name in ("各县区专利授权量（件）2023", "各县区商标注册量（件）2023", "各县区专利授权量（件）2024"):
        text = f"地区,{name[-4:]}年\n襄城区,{sum(map(ord, name))}\n樊城区,5\n"
        (given / f"{name}.csv").write_text(text, "utf-8")
        path = take(str(given / f"{name}.csv"), raw, area="襄阳市")
        confirm(path)
    found = {path.stem: told(read_recipe(path, read_source(path)).rows, "indicator", "period")[0]
             for path in sorted(raw.glob("*.csv"))}  # fmt: skip
    assert found == {
        "各县区专利授权量（件）2023": ("patent_grants", "2023"),
        "各县区专利授权量（件）2024": ("patent_grants", "2024"),
        "各县区商标注册量（件）2023": ("trademark_registrations", "2023"),
    }  # fmt: skip
    assert "like" in (read_source(raw / "各县区专利授权量（件）2024.csv").table or {})


def test_a_time_doubtful_in_the_next_years_file_is_doubtful_there(tmp_path):
    """In the file on which a person confirmed it, the time is settled."""
    text = "襄阳市各县区专利授权量（2022年、2023年）,\n地区,授权量（件）\n襄城区,5\n"
    made = replayed(drafted(tmp_path / "a.csv", text))
    assert [row["trust"] for row in made.rows] == ["sure"]
    following = table(tmp_path / "b.csv", text.replace("2023", "2024").replace("2022", "2023"))
    (row,) = replayed(signed(following, "table: {like: a.csv}\n")).rows
    assert row["trust"] == "doubtful" and "different times" in row["comment_obs"]


def test_the_areas_of_a_form_that_several_cities_fill_in_are_each_citys_own(tmp_path):
    text = "2023年专利授权情况,,\n地区,授权量（件）,有效发明专利（件）\n襄城区,5,7\n高新区,4,3\n合计,9,10\n"
    first = replayed(drafted(tmp_path / "a.csv", text))
    assert told(first.rows[2:], "ref_area_name", "scope")[::2] == [("襄阳市", "高新区"), ("襄阳市", "")]
    second = table(tmp_path / "b.csv", text.replace("襄城区", "西陵区"))
    signed(second, "table: {like: a.csv}\n", HEAD.replace("襄阳市", "宜昌市"))
    found = told(replayed(second).rows, "ref_area_name", "scope")[::2]
    assert found == [("西陵区", ""), ("宜昌市", "高新区"), ("宜昌市", "")]


# ---------------------------------------------------------------- several sheets
def sheets_of(year):
    return {
        "表1": [[f"襄阳市{year}年各县区专利授权量"], ["地区", "授权量（件）"], ["襄城区", year]],
        "表2": [["各县区有效发明专利"], ["地区", f"{year - 1}年底（件）", f"{year}年底（件）", "增长（%）"],
                ["襄城区", year - 1000, year - 900, 5.5]],
    }  # fmt: skip


def test_a_workbook_of_several_recipes_is_read_by_those_of_the_year_before(tmp_path):
    from ipstats.collect.taking import take

    raw = tmp_path / "raw"
    raw.mkdir()
    signed(first := workbook(raw / "a2023.xlsx", sheets_of(2023)), draft(first))
    read = AsRead(first, read_source(first)).figures
    names = ("cell", "indicator", "measure", "period", "obs_value")
    assert told(replayed(first).rows, *names) == told([one.row for one in read.values()], *names)
    path = take(str(workbook(tmp_path / "a2024.xlsx", sheets_of(2024))), raw, area="襄阳市")
    assert read_source(path).table == {"like": "a2023.xlsx"}
    assert told(replayed(path).rows, "period") == [("2024",), ("2023-12-31",), ("2024-12-31",), ("2024-12-31",)]
    other = sheets_of(2025) | {"表2": [["各县区有效商标"], *sheets_of(2025)["表2"][1:]]}
    path = take(str(workbook(tmp_path / "a2025.xlsx", other)), raw, area="襄阳市")
    assert read_source(path).table is None
    said = path.with_name(path.name + ".source.yaml").read_text("utf-8")
    assert "# Not read as a2023.xlsx: " in said and "title 各县区有效商标, expected 各县区有效发明专利" in said


def test_sheets_named_by_years_are_those_of_the_next_years_workbook(tmp_path):
    def book(path, *years):
        rows = {str(y): [[f"襄阳市{y}年各县区专利授权量"], ["地区", "授权量（件）"], ["襄城区", y]] for y in years}
        return workbook(path, rows)

    signed(first := book(tmp_path / "a.xlsx", 2021, 2022), draft(first))
    following = signed(book(tmp_path / "b.xlsx", 2021, 2022, 2023), "table: {like: a.xlsx}\n")
    assert told(replayed(following).rows, "cell", "period") == [
        ("2021!B3", "2021"),
        ("2022!B3", "2022"),
        ("2023!B3", "2023"),
    ]


def test_new_sheets_and_other_heads_of_next_years_workbook_are_said_at_add_and_build(tmp_path, capsys):
    from ipstats.collect.taking import take

    raw = tmp_path / "raw"
    raw.mkdir()
    signed(first := workbook(raw / "a2023.xlsx", sheets_of(2023)), draft(first))
    assert not replayed(first).warnings
    page = [["襄阳市2024年各县区商标情况"], ["地区", "商标注册量（件）"], ["襄城区", 30]]
    more = sheets_of(2024) | {"表3": page, "说明": [["填报人", "张三"], ["电话", "见通讯录"]]}
    path = take(str(workbook(tmp_path / "a2024.xlsx", more)), raw, area="襄阳市")
    line = "读法未包括的工作表未读：表3 (sheets that the recipe does not name are not read: 表3)"
    assert f"a2024.xlsx: {line}" in capsys.readouterr().err and replayed(path).warnings == [line]

    other = sheets_of(2025) | {"表2": [["各县区有效商标"], *sheets_of(2025)["表2"][1:]]}
    path = take(str(workbook(tmp_path / "a2025.xlsx", other)), raw, area="襄阳市")
    said = "标题为 各县区有效商标，应为 各县区有效发明专利"
    assert said in capsys.readouterr().err and said in building.read_part(path).warnings[0]
    side = path.with_name(path.name + ".source.yaml")
    side.write_text(side.read_text("utf-8").replace("# Not read as", "# Seen:"), "utf-8")
    assert not [line for line in building.read_part(path).warnings if said in line]
