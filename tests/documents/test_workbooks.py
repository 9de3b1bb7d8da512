"""Workbooks as offices have them: old and new Excel, parts that are not there, what is hidden, how cells are stored."""

import io

import hostile
import openpyxl
import pytest
import xlwt

from ipstats.collect.read import read
from ipstats.documents import converting
from ipstats.documents.opening import read_content
from ipstats.errors import DocumentError

HEAD = ["地区", "发明专利授权量（件）", "同比增长（%）", "旧口径（件）"]
ROWS = [["苏州市", 17875, 0.0563, 5], ["无锡市", 8000, -0.012, 6], ["常州市", 7000, 0.3, 7]]


def xls(path, *, hidden=()):
    """The table in old Excel: a merged title, percentages by their format, hidden parts where asked for."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("专利")
    sheet.write_merge(0, 0, 0, 3, "2023年江苏省各市专利情况")
    percent = xlwt.easyxf(num_format_str="0.00%")
    for row, line in enumerate([HEAD, *ROWS], start=1):
        for column, value in enumerate(line):
            sheet.write(row, column, value, *([percent] if isinstance(value, float) else []))
    if "struck" in hidden:
        sheet.write(6, 0, "镇江市", xlwt.easyxf("font: struck_out on"))
        sheet.write(6, 1, 99999, xlwt.easyxf("font: struck_out on"))
    if "row" in hidden:
        sheet.row(3).hidden = True
    if "column" in hidden:
        sheet.col(3).hidden = True
    if "sheet" in hidden:
        other = book.add_sheet("底稿")
        other.write(0, 0, "专利授权量")
        other.write(0, 1, 99)
        other.visibility = 1
    book.save(str(path))
    return path


def xlsx(path, *, hidden=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "专利"
    sheet.append(["2023年江苏省各市专利情况"])
    sheet.merge_cells("A1:D1")
    for line in [HEAD, *ROWS]:
        sheet.append(line)
    for row in sheet.iter_rows(min_row=3, min_col=3, max_col=3):
        row[0].number_format = "0.00%"
    if "struck" in hidden:
        sheet.append(["镇江市", 99999])
        for cell in sheet[6]:
            cell.font = openpyxl.styles.Font(strike=True)
    sheet.row_dimensions[4].hidden = "row" in hidden
    sheet.column_dimensions["D"].hidden = "column" in hidden
    if "sheet" in hidden:
        other = book.create_sheet("底稿")
        other.append(["专利授权量", 99])
        other.sheet_state = "hidden"
    book.save(path)
    return path


WRITERS = {".xls": xls, ".xlsx": xlsx}


@pytest.mark.parametrize("ending", WRITERS)
def test_printed_precision_is_kept_in(ending, tmp_path):
    table = read(WRITERS[ending](tmp_path / f"a{ending}"), area="江苏省").table.set_index("cell")
    growth = table.loc["专利!C3"]
    assert growth[["printed", "obs_value", "obs_lower", "obs_upper"]].tolist() == ["5.63", 5.63, 5.625, 5.635]
    assert table.loc["专利!B3", ["ref_area_name", "indicator", "obs_value"]].tolist() == [
        "苏州市", "invention_patent_grants", 17875,
    ]  # fmt: skip


@pytest.mark.parametrize("ending", WRITERS)
def test_what_is_struck_out_is_left_out_and_said_in(ending, tmp_path):
    content = read_content(WRITERS[ending](tmp_path / f"a{ending}", hidden=("struck",)))
    assert not {"99999", "镇江市"} & {cell.text for cell in content.tables[0].cells}
    assert sum("99999" in line for line in content.warnings) == 1


@pytest.mark.parametrize("ending", WRITERS)
def test_what_is_hidden_is_left_out_and_said_in(ending, tmp_path):
    path = WRITERS[ending](tmp_path / f"a{ending}", hidden=("row", "column", "sheet"))
    content = read_content(path)
    texts = [cell.text for cell in content.tables[0].cells]
    assert "无锡市" not in texts
    assert HEAD[3] not in texts
    assert "99" not in content.text
    assert [cell.name for cell in content.tables[0].cells if cell.text == "常州市"] == ["专利!A5"]
    assert content.tables[0].height == 3, "a hidden row leaves no gap"
    said = "\n".join(content.warnings)
    for part in ("hidden sheets are not read: 底稿", "hidden rows of sheet 专利 are not read: 4", "not read: D"):
        assert part in said


def test_a_merged_title_that_begins_in_a_hidden_column_is_still_seen(tmp_path):
    path = xlsx(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book.active.column_dimensions["A"].hidden = True
    book.save(path)
    assert "2023年江苏省各市专利情况" in read_content(path).text


def test_relations_to_absent_parts_are_no_damage():
    """R's openxlsx names a drawing in every workbook, and writes none."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    more = "".join(
        f'<Relationship Id="{kind}" Type="{kinds}{kind}" Target="{target}"/>'
        for kind, target in (("sharedStrings", "/xl/sharedStrings.xml"), ("theme", "theme/a.xml"))
    )
    rows = f'<row r="1">{hostile.text("A1", "指标")}{hostile.text("B1", "2023年（件）")}</row>'
    rows += f'<row r="2">{hostile.text("A2", "专利授权量")}<c r="B2"><v>12</v></c></row>'
    data = hostile.xlsx(rows, '<drawing xmlns:r="x" r:id="rId1"/><legacyDrawing xmlns:r="x" r:id="rId2"/>', more)
    assert read(data, name="a.xlsx", area="苏州市").table["obs_value"].tolist() == [12]


@pytest.mark.parametrize("blank", [0, 1, 2, 5])
def test_empty_rows_below_a_head_are_the_same_in_a_sheet_and_as_text(blank, tmp_path):
    head = [["2023年苏州市各区专利情况", "", ""], ["单位：件", "", ""], ["地区", "专利授权量", "发明专利授权量"]]
    rows = [*head, *[["", "", ""]] * blank, ["吴中区", 60, 10], ["相城区", 40, 20]]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([value if value != "" else None for value in row])
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    columns = ["ref_area_name", "indicator", "time_period", "obs_value", "unit_measure"]
    sheet, text = (read(tmp_path / name).table[columns].values.tolist() for name in ("a.xlsx", "a.csv"))
    assert sheet == text
    assert len(sheet) == 4


def test_two_tables_with_heads_of_their_own_stay_two(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["表1 苏州市2023年专利"], ["指标", "数量（件）"], ["专利授权量", 12], [], [], [],
        ["表2 苏州市2023年商标"], ["指标", "数量（件）"], ["商标注册量", 34],
    ):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    tables = read_content(tmp_path / "a.xlsx").tables
    assert [table.captions[-1][:2] for table in tables] == ["表1", "表2"]


def test_how_cells_are_stored_is_not_how_they_are_read(tmp_path):
    """Carriage returns as _x000D_, wrapped words, numbers as text, digits of full width."""
    book = openpyxl.Workbook()
    book.active.append(["地区", "发明专利_x000D_\n授权量（件）", "商标\n注册量（件）"])
    book.active.append(["苏州市", "17,875", "１２３４"])
    book.save(tmp_path / "a.xlsx")
    table = read(tmp_path / "a.xlsx", year=2023).table
    assert table["indicator"].tolist() == ["invention_patent_grants", "trademark_registrations"]
    assert table["obs_value"].tolist() == [17875, 1234]


def test_a_web_page_named_xls_is_read_as_what_it_is():
    page = "\n\n<!-- 以上这行设定本网页为excel格式 --><html><table><tr><th>指标</th><th>2023年（件）</th></tr>"
    page += "<tr><td>专利授权量</td><td>12</td></tr></table></html>"
    assert read(page.encode(), name="a.xls", area="苏州市").table["obs_value"].tolist() == [12]


@pytest.mark.parametrize("ending", [".xls", ".xlsx"])
def test_excel_of_either_age_is_read_under_the_other_s_ending(ending, tmp_path):
    other = {".xls": ".xlsx", ".xlsx": ".xls"}[ending]
    path = WRITERS[ending](tmp_path / f"a{ending}").rename(tmp_path / f"b{other}")
    assert len(read(path).table) == 9


def test_a_file_that_excel_opens_without_asking_is_read(tmp_path):
    """Protected with the password that Excel itself knows; with any other it is refused."""
    from msoffcrypto.format.ooxml import OOXMLFile

    path = xlsx(tmp_path / "a.xlsx")
    for password, name in (("VelvetSweatshop", "own.xlsx"), ("secret", "other.xlsx")):
        target = io.BytesIO()
        OOXMLFile(io.BytesIO(path.read_bytes())).encrypt(password, target)
        (tmp_path / name).write_bytes(target.getvalue())
    assert read_content(tmp_path / "own.xlsx").text == read_content(path).text
    with pytest.raises(DocumentError, match="take the password off"):
        read_content(tmp_path / "other.xlsx")


def test_words_hidden_in_a_cell_of_a_page_are_left_out_and_what_follows_is_not():
    page = "<table><tr><th>地区</th><th>专利授权量（件）</th></tr>"
    page += "<tr><td>济南市</td><td><span style='display:none'>排序<b>9</b></span>512</td></tr>"
    page += "<tr><td>青岛市</td><td>610<i hidden>7</i></td></tr></table>"
    table = read(f"<h1>2023年专利情况</h1>{page}".encode(), name="a.html").table
    assert table[["ref_area_name", "obs_value"]].values.tolist() == [["济南市", 512], ["青岛市", 610]]


@pytest.mark.skipif(not converting.program(), reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("ending", "make"), [(".ods", xlsx), (".et", xls), (".wps", None), (".doc", None), (".odt", None)],
    ids=["ods", "et", "wps", "doc", "odt"],
)  # fmt: skip
def test_other_office_formats_are_read_by_way_of_libreoffice(ending, make, tmp_path):
    import subprocess

    import makers

    source = make(tmp_path / f"a{'.xlsx' if make is xlsx else '.xls'}") if make else makers.docx(tmp_path / "a.docx")
    kind = {".et": "xls", ".wps": "doc"}.get(ending, ending[1:])
    out = tmp_path / "out"
    command = [converting.program(), f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless"]
    subprocess.run([*command, "--convert-to", kind, "--outdir", out, source], check=True, capture_output=True)
    path = (out / f"a.{kind}").rename(out / f"b{ending}")
    columns = ["indicator", "measure", "obs_value", "unit_measure"]
    assert read(path).table[columns].values.tolist() == read(source).table[columns].values.tolist()


def test_without_libreoffice_there_is_one_line_of_advice(monkeypatch, tmp_path):
    monkeypatch.setattr(converting, "program", lambda: "")
    (tmp_path / "年报.wps").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(DocumentError, match=r"\.wps is not read; save it as \.docx .*or install LibreOffice"):
        read(tmp_path / "年报.wps")


@pytest.mark.parametrize(
    ("name", "rows"),
    [("01-dangling-drawing.xlsx", 4), ("05-blank-rows.xlsx", 9), ("12-x000d.xlsx", 3), ("13-hidden.html", 2)],
)
def test_cases_of_others(name, rows, shared):
    document = read(shared / "cases" / "tables" / name)
    assert len(document.table) == rows
    assert "_x000D_" not in document.text
