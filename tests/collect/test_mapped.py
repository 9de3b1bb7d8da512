"""Tables come in by a declared mapping; bad ones say file, cell and what was expected."""

import re

import openpyxl
import pytest
import yaml

from ipstats.collect.mapped import Mapping, read_mapped
from ipstats.collect.said import FIELDS
from ipstats.collect.sources import read_source
from ipstats.errors import DocumentError, TableError
from ipstats.model.definitions import make
from ipstats.model.observations import frame, validate

HEAD = "title: 表\npublisher: 本局\nwording: tabulated\n"


@pytest.fixture
def table(tmp_path):
    """Write a table and its sidecar, and read it."""

    def read(text, mapping, *, name="t.csv", head=HEAD, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        (tmp_path / f"{name}.source.yaml").write_text(f"{head}table:\n{mapping}", encoding="utf-8")
        found = read_mapped(path, read_source(path))
        rows = validate(frame(found.rows))
        for row in rows[rows["char_start"].notna()].itertuples():
            assert found.text[row.char_start : row.char_end] == row.obs_text
        return rows.assign(empty=found.empty)

    return read


LINE = "地区,年份,指标,数值,单位\n"
LONG = """
  columns: {area: 地区, year: 年份, indicator: 指标, value: 数值, unit: 单位}
"""


def test_a_long_table(table):
    rows = table(
        '地区,年份,指标,数值,单位\n北京,2022,专利授权量,20.3,万件\n上海市,2022年,有效发明专利量,"201,868",件\n', LONG
    )
    first, second = rows.iloc[0], rows.iloc[1]
    assert (first.ref_area, first.indicator, first.time_period) == ("110000", "patent_grants", "2022")
    assert (first.obs_value, first.obs_lower, first.obs_upper) == (203000, 202500, 203500)
    assert (first.printed, first.obs_text, first.unit_measure, first.cell) == ("20.3万", "20.3", "件", "t1!r2c4")
    assert (second.time_period, second.obs_value, second.obs_lower) == ("2022-12-31", 201868, 201868)
    assert second.part_of == "有效专利量"


@pytest.mark.parametrize("sign", ["", "—", "…", "-", "无"], ids=["blank", "dash", "dots", "hyphen", "word"])
def test_a_missing_cell_is_no_row_and_not_zero(table, sign):
    rows = table(LINE + f"北京,2022,专利授权量,{sign},件\n上海,2022,专利授权量,0,件\n", LONG)
    assert rows["ref_area_name"].tolist() == ["上海市"] and rows["obs_value"].tolist() == [0] and rows["empty"][0] == 1


def test_value_columns_beside_each_other_rules_for_rows_and_rows_left_out(table):
    rows = table(
        "表1 某表,,\n地区,授权量,同比\n全国,100,5.0\n北京,40,-4.31%\n合计,140,\n",
        """
  header: 2
  columns: {area: 地区}
  constants: {year: 2023}
  values:
    - {column: 授权量, indicator: patent_grants, unit: 件}
    - {column: 同比, indicator: patent_grants, measure: growth}
  rows: [{where: {地区: 全国}, set: {scope: 国内, status: P}}]
  skip: [{地区: 合计}]
""",
    )
    assert rows["measure"].tolist() == ["level", "growth"] * 2
    assert rows["scope"].tolist() == ["国内", "国内", "", ""] and rows["obs_status"].tolist() == ["P", "P", "A", "A"]
    assert rows["obs_value"].tolist() == [100, 5.0, 40, -4.31] and rows["comparison"].tolist() == ["", "yoy"] * 2
    assert rows["unit_measure"].tolist() == ["件", "%"] * 2


def test_years_as_columns(table):
    rows = table(
        "地区,2021年,2022年,备注\n北京,2188.6,2184.3,\n",
        """
  columns: {area: 地区}
  constants: {indicator: 常住人口, unit: 万人}
  spread: {pattern: '(\\d{4})年', field: year}
""",
    )
    assert rows["time_period"].tolist() == ["2021-12-31", "2022-12-31"]
    assert rows["obs_value"].tolist() == [21886000, 21843000] and rows["obs_upper"].tolist() == [21886500, 21843500]


def test_two_columns_and_a_map_say_the_indicator(table):
    rows = table(
        "地区,年,类,型,数\n北京,2022,授权,发明,88127\n",
        """
  columns: {area: 地区, year: 年, indicator: {from: [类, 型], map: {授权 发明: invention_patent_grants}}, value: 数}
""",
    )
    assert rows["indicator"].tolist() == ["invention_patent_grants"] and rows["unit_measure"].tolist() == ["件"]


@pytest.mark.parametrize(
    ("period", "time_period"),
    [
        ("2022-01-01/P11M", "2022-01-01/P11M"), ("2022-S1", "2022-S1"), ("2022年1-11月", "2022-01-01/P11M"),
        ("2022年上半年", "2022-S1"), ("2022", "2022"),
    ],
)  # fmt: skip
def test_periods_of_parts_of_years(table, period, time_period):
    rows = table(
        f"时间,数\n{period},12\n",
        "  columns: {period: 时间, value: 数}\n  constants: {area: 北京, indicator: patent_grants}\n",
    )
    assert rows["time_period"].tolist() == [time_period]


def test_an_indicator_the_catalogue_lacks_keeps_its_name(table):
    row = table(LINE + "北京,2022,宣传活动场次,121,场\n", LONG).iloc[0]
    assert (row.indicator, row.label) == ("", "宣传活动场次")


def test_a_district_is_looked_for_in_the_documents_own_area(table):
    rows = table(
        LINE + "朝阳区,2022,专利授权量,5,件\n全市,2022年度,专利授权量,50,件\n", LONG, head=HEAD + "area: 北京市\n"
    )
    assert rows["ref_area"].tolist() == ["110105", "110000"]


def test_a_workbook_with_merged_headers_and_formats(tmp_path, table):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "表1"
    page.append(["地区", "专利授权量", None])
    page.append([None, "件", "增长"])
    page.append(["北京", 193973, -0.0431])
    page["C3"].number_format = "0.00%"
    page.append(["上海", 160000.5, None])
    page["B4"].number_format = "0"
    book.save(tmp_path / "raw.xlsx")
    rows = table(
        (tmp_path / "raw.xlsx").read_bytes(),
        """
  header: [1, 2]
  columns: {area: 地区}
  constants: {year: 2023, indicator: patent_grants}
  values: [{column: 专利授权量 件, unit: 件}, {column: 专利授权量 增长, measure: growth}]
""",
        name="t.xlsx",
    )
    assert rows["cell"].tolist() == ["表1!B3", "表1!C3", "表1!B4"]
    assert rows["obs_value"].tolist() == [193973, -4.31, 160000]
    assert rows["obs_lower"][1] == pytest.approx(-4.315)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_encodings_that_spreadsheets_write(table, encoding):
    rows = table(LINE + "北京,2022,专利授权量,5,件\n", LONG, encoding=encoding)
    assert rows["ref_area_name"].tolist() == ["北京市"]


def test_tabs_between_cells_and_a_stub_that_names_its_area_once(table):
    text = "地区\t年份\t数\n北京\t2021\t1\n\t2022\t2\n上海\t2022\t3\n"
    mapping = (
        "  columns: {area: 地区, year: 年份, value: 数}\n  constants: {indicator: patent_grants}\n  fill: [地区]\n"
    )
    assert table(text, mapping)["ref_area"].tolist() == ["110000", "110000", "310000"]


COUNTED = """
  columns: {edition: 届, indicator: {from: 奖项, map: {金奖: china_patent_award_gold, 银奖: china_patent_award_silver}}}
  constants: {unit: 项}
  count: 地区
"""


def test_a_list_of_winners_counts_co_owned_prizes_in_each_area(table):
    text = "届,奖项,地区\n23,金奖,北京\n第23届,金奖,北京、江苏\n23,银奖,广东省\n"
    rows = table(text, COUNTED + "  complete: true\n").set_index(["ref_area_name", "indicator"])["obs_value"]
    assert rows["北京市", "china_patent_award_gold"] == 2 and rows["江苏省", "china_patent_award_gold"] == 1
    assert rows["全国", "china_patent_award_gold"] == 2 and rows["全国", "china_patent_award"] == 3
    assert rows["广东省", "china_patent_award"] == 1 and len(rows) == 9


def test_an_incomplete_list_gives_no_totals(table):
    rows = table("届,奖项,地区\n23,金奖,北京\n", COUNTED)
    assert rows[["ref_area_name", "indicator"]].values.tolist() == [["北京市", "china_patent_award_gold"]]


def test_the_list_of_one_area_counts_at_least_so_many_around_it(table):
    head = "title: T\narea: 襄阳市\npublished: 2023-07-20\nwording: tabulated\n"
    rows = table("届,奖项,地区\n23,金奖,襄阳市\n", COUNTED, head=head).set_index("ref_area_name")
    assert rows.loc["襄阳市", ["bound", "obs_upper"]].tolist() == ["=", 1]
    assert rows.loc["湖北省", ["bound", "obs_upper"]].tolist() == [">=", float("inf")]
    assert "下限" in rows.loc["湖北省", "comment_obs"]


def test_a_list_of_holders_needs_no_column_of_areas(table):
    rows = table("届,奖项,权利人\n23,金奖,襄阳汽车轴承股份有限公司\n", COUNTED + "  holder: 权利人\n")
    assert "襄阳市" in set(rows["ref_area_name"])


BAD_CELLS = {
    "number": ("北京,2022,专利授权量,甲,件", r"t.csv: t1!r2c4 .*'甲' is no number"),
    "area": ("火星,2022,专利授权量,1,件", r"t1!r2c4 .*no area '火星'"),
    "year": ("北京,去年,专利授权量,1,件", r"'去年' is no year"),
    "unit": ("北京,2022,专利授权量,1,光年", r"no unit '光年'"),
    "another unit": ("北京,2022,专利授权量,1,元", r"is counted in 件, not in 元"),
    "id": ("北京,2022,no_such_id,1,件", r"no indicator 'no_such_id'"),
}


@pytest.mark.parametrize(("row", "said"), BAD_CELLS.values(), ids=BAD_CELLS)
def test_a_bad_cell_says_where(table, row, said):
    with pytest.raises(TableError, match=said):
        table(f"{LINE}{row}\n", LONG)


BAD_TABLES = {
    "column": ("地区,年份,指标,数值\n", LONG, r"t.csv: no column '单位' in row 1; it has 地区, 年份"),
    "same header": ("地区,地区\n", LONG, r"two columns are called '地区'"),
    "no header": ("地区\n", "  header: 3" + LONG, r"header row 3 is not in a table of 1 rows"),
    "field": ("a\n", "  columns: {area: a, hue: a}\n", r"t.csv.source.yaml: table: unknown field 'hue'"),
    "no indicator": ("a\n", "  columns: {area: a, value: a, year: a}\n", r"say the indicator"),
    "no value": ("a\n", "  columns: {year: a, indicator: a}\n", r"say where the values are"),
    "list without area": ("届,奖项,地区\n23,金奖,\n", COUNTED, r"row 2: no area"),
    "edition": ("届,奖项,地区\n99,金奖,北京\n", COUNTED, r"no edition 99 in awards.yaml"),
}


@pytest.mark.parametrize(("text", "mapping", "said"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_a_bad_table_says_where(table, text, mapping, said):
    with pytest.raises(TableError, match=said):
        table(text, mapping)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        pytest.param("title: 表\nwording: copied\n", "wording 'copied' is none of", id="wording"),
        pytest.param("title: 表\nwording: verbatim\narea: 火星\n", "area: no area '火星'", id="area"),
        pytest.param("title: 表\nwording: verbatim\nperiod: 去年\n", "is no time period", id="period"),
        pytest.param("title: 表\nwording: verbatim\nsha256: abc\n", "not 64 hexadecimal digits", id="hash"),
        pytest.param(f"title: 表\nwording: verbatim\nsha256: {'a' * 64}\n", "sha256 differs", id="changed"),
        pytest.param("wording: verbatim\n", "title is missing", id="title"),
    ],
)
def test_a_wrong_sidecar_says_why(table, head, said):
    with pytest.raises(DocumentError, match=f"t.csv.*{said}"):
        table("地区\n", LONG, head=head)


def test_the_mapping_in_the_documentation_is_one(repo):
    text = (repo / "docs" / "data.md").read_text(encoding="utf-8")
    block = yaml.safe_load(re.search(r"```yaml\n(.*?)```", text, re.DOTALL)[1])
    mapping = make(Mapping, block["table"], "docs/data.md")
    assert set(mapping.columns) | set(mapping.constants) <= set(FIELDS)
    assert " ".join(FIELDS) in " ".join(text.split())


def test_a_sidecar_in_another_encoding_says_so(tmp_path):
    (tmp_path / "t.md").write_text("2022年", encoding="utf-8")
    (tmp_path / "t.md.source.yaml").write_text("title: 报告\nwording: verbatim\n", encoding="gb18030")
    with pytest.raises(DocumentError, match=r"t\.md\.source\.yaml: is not UTF-8 text"):
        read_source(tmp_path / "t.md")


def test_a_file_without_sidecar_is_refused(tmp_path):
    (tmp_path / "lonely.md").write_text("2022年")
    with pytest.raises(DocumentError, match=r"lonely.md: no lonely.md.source.yaml beside it"):
        read_source(tmp_path / "lonely.md")
