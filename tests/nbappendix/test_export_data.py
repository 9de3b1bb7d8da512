"""Workbooks and CSV, read back by other programs."""

import io

import nbformat
import openpyxl
import pytest
from appendices import cell, code, column, growth_table, notebook, shown

import nbappendix
from nbappendix import tables, xlsx
from nbappendix.errors import AppendixError
from nbappendix.labels import labels

TABLE = "application/vnd.nbappendix.table+json"


@pytest.fixture(scope="module")
def workbook(own):
    doc = nbappendix.document(own)
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(doc, nbappendix.timestamp(doc), "../../")))


def test_cover_lists_the_sheets_and_tells_how_it_was_made(workbook):
    assert workbook.sheetnames == ["封面", "表1", "图1", "表2"]
    said = [str(c.value) for row in workbook["封面"].iter_rows() for c in row if c.value is not None]
    for part in (
        "北京市知识产权主要指标同比报告（2022年）",
        "表2",
        "各地区常住人口",
        "area：110000；base_year：2021；year：2022",
    ):
        assert part in said
    assert any("草稿" in text for text in said)
    assert workbook["封面"]["A7"].hyperlink or any(c.hyperlink for row in workbook["封面"] for c in row)


def test_numbers_keep_their_value_and_show_what_is_printed(workbook):
    sheet = workbook["表1"]
    cells = {sheet.cell(r, 1).value: r for r in range(1, sheet.max_row + 1)}
    growth = sheet.cell(cells["每万人发明专利拥有量"], 4)
    assert (growth.value, growth.number_format) == (16.810811, '0.00"%"" P"')
    count = sheet.cell(cells["商标注册量"], 3)
    assert (count.value, count.number_format) == (365000, "#,##0")  # the column has numbers without 万 too
    assert count.hyperlink.target.replace("\\", "/") == "../../sources/beijing-2022.html"
    assert count.hyperlink.location == "fig-a3"
    assert sheet.cell(cells["商标注册量"], 2).value == "—"
    assert sheet.cell(cells["合计"], 2).value == -1234.5


def test_a_sheet_has_the_signs_that_its_notes_explain_and_a_data_file_the_letters():
    table = growth_table() | {"columns": [column("a", "甲", "left"), column("b", "增速")], "notes": ["①测算数。"]}
    signed = [cell("x"), cell("16.81%", 16.81, mark="E") | {"sign": "①"}]
    table["rows"] = [{"kind": "body", "cells": signed}, {"kind": "body", "cells": [cell("y"), cell("—")]}]
    doc = nbappendix.document(notebook(code("x", shown(TABLE, table))))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(doc, 0)))["表1"]
    formats = [c.number_format for row in sheet.iter_rows() for c in row if c.value == 16.81]
    assert formats == ['0.00"%"" ①"']
    assert "x,16.81,E" in tables.csv_text(doc["blocks"][-1], labels("zh"))


def test_sheets_are_ready_to_print(workbook):
    sheet = workbook["表2"]
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert "&P" in sheet.oddFooter.center.text
    assert "资料来源：国家统计局" in [sheet.cell(sheet.max_row, 1).value]


def test_what_looks_like_a_formula_is_text():
    table = growth_table() | {"columns": [column("a", "甲", "left"), column("b", "乙", "left")]}
    table["rows"] = [{"kind": "body", "cells": [cell("=1+1"), cell("@SUM(A1)")]}]
    doc = nbappendix.document(notebook(code("x", shown(TABLE, table))))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(doc, 0)))["表1"]
    found = [c for row in sheet.iter_rows() for c in row if c.value in ("=1+1", "@SUM(A1)")]
    assert [c.data_type for c in found] == ["s", "s"]


@pytest.mark.parametrize(
    ("text", "value", "shown_as"),
    [
        ("5.63%", 5.63, '0.00"%"'),
        ("5.63%", 0.0563, "0.00%"),
        ("187,884", 187884, "#,##0"),
        ("36.50万件", 365000.0, '#,##0"件"'),
        ("+3.0", 2.96, "+0.0;-0.0"),
        ("36.5", 365000.0, None),
        ("不可判定", None, None),
        ("是", True, None),
    ],
)
def test_number_format_shows_what_is_printed(text, value, shown_as):
    assert xlsx.number_format(text, value) == shown_as


def test_workbook_of_a_notebook_without_tables_is_its_cover():
    doc = nbappendix.document(notebook(), name="空")
    assert openpyxl.load_workbook(io.BytesIO(xlsx.render(doc, 0))).sheetnames == ["封面"]


def test_one_csv_a_table_opens_in_excel(tmp_path, own):
    path = tmp_path / "r.ipynb"
    nbformat.write(own, path)
    files = nbappendix.export(path, "csv")
    assert [f.name for f in files] == ["r.table-1.csv", "r.figure-1.csv", "r.table-2.csv"]
    content = files[0].read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == content.count(b"\n")
    assert "−" not in content.decode() and "-1234.5" in content.decode()


def test_csv_of_a_notebook_without_tables_is_refused(tmp_path):
    path = tmp_path / "r.ipynb"
    nbformat.write(notebook(), path)
    with pytest.raises(AppendixError, match="no table"):
        nbappendix.export(path, "csv")


def ranges():
    table = growth_table() | {"columns": [column("a", "甲", "left"), column("b", "增速"), column("c", "数量")]}
    rows = [("−39.23～−38.80", None, "2153.6万", 21536000.0), ("4.93~5.13%", None, "21,940,000", 21940000)]
    rows.append(("3.0", 3.0, "—", None))
    table["rows"] = [
        {"kind": "body", "cells": [cell("x"), cell(text, value), cell(count, number)]}
        for text, value, count, number in rows
    ]
    return table


def test_intervals_are_two_columns_of_numbers_and_a_column_has_one_unit():
    doc = nbappendix.document(notebook(code("x", shown(TABLE, ranges()))))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(doc, 0)))["表1"]
    found = [[c.value for c in row] for row in sheet.iter_rows(min_row=3, max_row=7)]
    assert found[0][1] == "增速" and found[1][1:3] == ["下限", "上限"]
    assert [row[1:3] for row in found[2:]] == [[-39.23, -38.8], [4.93, 5.13], [3, 3]]
    assert [sheet.cell(row, 4).number_format for row in (5, 6)] == ["#,##0", "#,##0"]
    lines = tables.csv_text(doc["blocks"][-1], labels("zh")).splitlines()
    assert lines[0].endswith("增速 下限,增速 上限,数量") and lines[1] == "x,-39.23,-38.8,21536000"


def test_a_column_of_other_texts_is_no_interval():
    table = ranges()
    table["rows"][0]["cells"][1]["text"] = "约5%至年底"
    assert tables.separated(table, labels("zh")) is table
