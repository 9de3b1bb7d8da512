"""Workbooks, CSV and SDMX-CSV, read back by other programs."""

import io

import nbformat
import openpyxl
import pytest
import sdmx as sdmx1
from appendices import cell, code, column, growth_table, notebook, own_notebook, shown

from ipstats.errors import IpstatsError
from ipstats.model.observations import frame
from ipstats.publishing import exports
from ipstats.publishing.exports import sdmx, xlsx

TABLE = "application/vnd.ipstats.table+json"


@pytest.fixture(scope="module")
def workbook(own):
    doc = exports.document(own)
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(doc, exports.timestamp(doc), "../../")))


def test_cover_lists_the_sheets_and_tells_how_it_was_made(workbook):
    assert workbook.sheetnames == ["封面", "表1", "图1", "表2"]
    said = [str(c.value) for row in workbook["封面"].iter_rows() for c in row if c.value is not None]
    for part in (
        "北京市知识产权主要指标同比报告（2022年）",
        "表2",
        "各地区常住人口",
        "地区：北京市；报告年：2022；基年：2021",
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
    assert (count.value, count.number_format) == (365000, '0\\.0,"万"')
    assert count.hyperlink.target.replace("\\", "/") == "../../sources/beijing-2022.html"
    assert count.hyperlink.location == "fig-a3"
    assert sheet.cell(cells["商标注册量"], 2).value == "—"
    assert sheet.cell(cells["合计"], 2).value == -1234.5


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
    doc = exports.document(notebook(code("x", shown(TABLE, table))))
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
    doc = exports.document(notebook(), name="空")
    assert openpyxl.load_workbook(io.BytesIO(xlsx.render(doc, 0))).sheetnames == ["封面"]


def test_one_csv_a_table_opens_in_excel(tmp_path, own):
    path = tmp_path / "r.ipynb"
    nbformat.write(own, path)
    files = exports.export(path, "csv")
    assert [f.name for f in files] == ["r.table-1.csv", "r.figure-1.csv", "r.table-2.csv"]
    content = files[0].read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == content.count(b"\n")
    assert "−" not in content.decode() and "-1234.5" in content.decode()


def test_csv_of_a_notebook_without_tables_is_refused(tmp_path):
    path = tmp_path / "r.ipynb"
    nbformat.write(notebook(), path)
    with pytest.raises(IpstatsError, match="no table"):
        exports.export(path, "csv")


@pytest.fixture(scope="module")
def observations():
    stated = {"ref_area": "110000", "ref_area_name": "北京市", "source_id": "beijing-2022", "vintage": "2023-01-31"}
    period = {"period_start": "2022-01-01", "period_end": "2022-11-30"}
    level = stated | period | {"obs_id": "a1", "indicator": "patent_grants", "indicator_name": "专利授权量"}
    level |= {"label": "专利授权量", "obs_value": 187884, "obs_lower": 187884, "obs_upper": float("inf")}
    level |= {"unit_measure": "件", "obs_text": "187884件\n", "page": 3}
    growth = stated | period | {"obs_id": "a2", "label": "专利授权量", "measure": "growth", "comparison": "yoy"}
    growth |= {"obs_value": 5.63, "obs_lower": 5.625, "obs_upper": 5.635, "unit_measure": "%", "is_target": True}
    marks = stated | period | {"obs_id": "a3", "label": "商标注册量", "obs_value": 365000.0}
    undated = stated | {"obs_id": "a4", "label": "无时期", "obs_value": 1.0}
    return frame([level, growth, marks, undated])


def test_sdmx_is_read_back_by_sdmx1(tmp_path, observations, caplog):
    (tmp_path / "d.csv").write_text(sdmx.data(observations), "utf-8")
    (tmp_path / "d.xml").write_text(sdmx.structure(observations, 0), "utf-8")
    definition = sdmx1.read_sdmx(tmp_path / "d.xml").structure[sdmx.ID]
    message = sdmx1.read_sdmx(tmp_path / "d.csv", structure=definition)
    series = sdmx1.to_pandas(message.data[0]).reset_index()
    assert list(series["value"]) == [187884.0, 5.63, 365000.0]
    assert list(series["INDICATOR"]) == ["patent_grants", "_U", "_U"]
    assert list(series["TIME_PERIOD"]) == ["2022-01-01/P11M"] * 3
    first = {k: v.value for k, v in message.data[0].obs[0].attached_attribute.items()}
    assert (first["UNIT_MEASURE"], first["OBS_UPPER"], first["VINTAGE"]) == ("件", "INF", "2023-01-31")
    assert "1 observations without a period" in caplog.text


def test_structure_lists_the_codes_in_use(tmp_path, observations):
    (tmp_path / "d.xml").write_text(sdmx.structure(observations, 0), "utf-8")
    message = sdmx1.read_sdmx(tmp_path / "d.xml")
    assert str(message.codelist["CL_REF_AREA"]["110000"].name) == "北京市"
    used = {c.id for c in message.codelist["CL_MEASURE"]}
    assert {"level", "growth"} <= used


def test_sdmx_of_a_notebook_is_the_figures_it_links_to(tmp_path, own, observations, monkeypatch):
    monkeypatch.setattr("ipstats.store.load", lambda: observations)
    path = tmp_path / "r.ipynb"
    nbformat.write(own, path)
    files = exports.export(path, "sdmx-csv")
    assert [f.name for f in files] == ["r.sdmx.csv", "r.sdmx.structure.xml"]
    assert [line.split(",")[9] for line in files[0].read_text("utf-8").splitlines()[1:]] == ["a1", "a2", "a3"]


def test_sdmx_names_figures_that_are_gone(tmp_path, observations, monkeypatch):
    monkeypatch.setattr("ipstats.store.load", lambda: observations[observations["obs_id"] != "a1"])
    path = tmp_path / "r.ipynb"
    nbformat.write(own_notebook(), path)
    with pytest.raises(IpstatsError, match="1 of 3 numbers"):
        exports.export(path, "sdmx-csv")
