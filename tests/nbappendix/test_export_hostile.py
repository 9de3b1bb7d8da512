"""Nothing that a notebook shows comes alive in an exported page, and nothing of it stops an export."""

import io
import logging
import struct
import zlib
from base64 import b64encode

import openpyxl
import pypdfium2
import pytest
from appendices import FIGURE, PROSE, TABLE, cell, code, growth_table, notebook, shown
from lxml import html as parser
from nbformat.v4 import new_markdown_cell

import nbappendix
from nbappendix import bundles, formulas, html, pdf, svg, xlsx

AWAY = "http://away.example/"
REFRESH = f'<meta http-equiv="refresh" content="0;url={AWAY}">'
DRAWINGS = {
    "refresh": REFRESH,
    "upper case": f"{REFRESH.upper()}<SCRIPT>x()</SCRIPT><IFRAME src='{AWAY}'/>",
    "html": f"<p>x</p><img src='{AWAY}'/><form action='{AWAY}'><button/></form>",
    "other namespace": f"<x:meta xmlns:x='http://www.w3.org/1999/xhtml' http-equiv='refresh' content='0;url={AWAY}'/>",
    "handlers": "<rect ONLOAD='x()' onclick='x()' width='1' height='1'/>",
    "title": f"<title>{REFRESH}</title>",
    "paint": f"<rect fill='url({AWAY}#a)' style='stroke:url({AWAY}#b)' width='1' height='1'/>",
    "picture": f"<image href='{AWAY}a.png'/><image href='data:image/svg+xml;base64,AAAA'/>",
    "use": f"<use href='{AWAY}#a'/><a href='javascript:x()'><text>t</text></a>",
    "animation": f"<set attributeName='href' to='{AWAY}'/><animate attributeName='href' values='{AWAY}'/>",
}
DEAD = ("away.example", "AWAY.EXAMPLE", "refresh", "REFRESH", "x()", "javascript:", "svg+xml;base64", "<img", "<form")


def drawn(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt"><text>字</text>{inside}</svg>'


def made(*cells):
    """Every format of a notebook: HTML text, PDF bytes, workbook."""
    doc = nbappendix.document(notebook(new_markdown_cell("# 题"), *cells, new_markdown_cell("结尾")))
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(doc, 0)))
    return html.render(doc), pdf.render(doc, 0), book


@pytest.mark.parametrize("inside", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_only_draws(inside):
    bundle = {"kind": "figure", "title": "图", "svg": drawn(inside)}
    page, content, _ = made(code("x", shown("image/svg+xml", drawn(inside))), code("x", shown(FIGURE, bundle)))
    assert [word for word in DEAD if word in page] == []
    assert page.count(">字</text>") == 2 and content.startswith(b"%PDF")


def test_what_is_no_drawing_at_its_root_is_empty():
    assert (
        svg.clean("<svgx onload='x()'><script>x()</script></svgx>", "f1-")
        == '<svg xmlns="http://www.w3.org/2000/svg"/>'
    )


@pytest.mark.parametrize("key", ["color", "fill"])
@pytest.mark.parametrize("value", [f"red}}</style>{REFRESH}", "url(http://away.example/)", "nosuchcolour", 7, None])
def test_a_colour_is_a_colour(key, value):
    table = growth_table()
    table["rows"][0]["cells"][0][key] = value
    page, _, book = made(code("x", shown(TABLE, table)))
    assert not any(word in page for word in DEAD)
    assert book["表1"]["A5"].value == "专利授权量"


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ("yellow", "#ffff00"), ("#F00", "#ff0000"), ("rgb(1, 2, 300)", "#0102ff"), ("rgba(1,2,3,0.0)", ""),
        ("rgba(1,2,3,.5)", "#010203"),
    ],
)  # fmt: skip
def test_colours_of_css(said, colour):
    assert bundles.colour(said) == colour


@pytest.mark.parametrize(
    "tex",
    [rf"\text{{{REFRESH}}}", r"\text{<script>x()</script>}", r"\href{javascript:x()}{y}", r"\style{a:url(//b)}{y}"],
)
def test_a_formula_only_says_its_formula(tex):
    markup = formulas.mathml(tex) or ""
    assert not any(f"<{name}" in markup for name in ("meta", "script"))
    assert not any(f" {name}=" in markup for name in ("href", "style", "class", "id"))
    page, *_ = made(new_markdown_cell(f"${tex}$"))
    tree = parser.fromstring(page)
    assert tree.xpath("//main//script | //main//meta") == [] and "javascript:" not in "".join(tree.xpath("//@href"))


def test_a_markdown_table_as_an_output_is_a_table_in_every_format():
    """It has none of the titles and notes of a display bundle."""
    markdown = "| 项目 | 数值 |\n|---|---:|\n| 甲 | 1,234 |\n\n![无此图](none.png)"
    page, content, book = made(code("Markdown(...)", shown("text/markdown", markdown)))
    assert book.sheetnames == ["封面", "表1"] and book["表1"]["B4"].value == 1234
    assert "<th" in page and "1,234" in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("mime", "bundle"),
    [
        (TABLE, {}),
        (TABLE, {"columns": 3, "rows": [[]]}),
        (TABLE, {"columns": [None, {}], "rows": [None, {"cells": [1, None]}]}),
        (FIGURE, {}),
        (FIGURE, {"svg": 5}),
        (FIGURE, {"svg": "<svg/>", "data": [], "notes": 3, "source": {"a": 1}}),
        (PROSE, {}),
        (PROSE, {"inlines": [1, {"text": 5, "href": 6}]}),
        (PROSE, "text"),
    ],
)  # fmt: skip
def test_a_bundle_of_another_shape_is_set_or_left_aside(mime, bundle):
    page, *_ = made(code("x", shown(mime, bundle, **{"text/plain": "素的形式"})))
    assert "结尾" in page


def test_an_endless_address_is_text():
    long = "https://example.org/" + "a" * 9000
    table = growth_table()
    table["rows"][0]["cells"][0] = cell("甲", href=long)
    page, content, book = made(new_markdown_cell(f"[字]({long})"), code("x", shown(TABLE, table)))
    assert ">字<" in page.replace("<p>", ">").replace("</p>", "<") and long not in page
    assert content.startswith(b"%PDF") and book["表1"]["A5"].value == "甲"


def picture(width: int, height: int) -> str:
    """A PNG that says it is as large as that, and holds one byte."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"0")),
        (b"IEND", b""),
    ]
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)).decode()


def test_a_picture_too_large_to_open_is_named_and_left_out(caplog):
    with caplog.at_level(logging.WARNING):
        page, *_ = made(code("x", shown("image/png", picture(30_000, 30_000))))
    assert "900000000 pixels" in caplog.text and "data:image/png" not in page


@pytest.mark.parametrize("span", ["colspan", "rowspan"])
@pytest.mark.parametrize("value", [10**9, -3, "9", 2.5])
def test_a_cell_never_spans_more_than_its_table(span, value):
    table = growth_table()
    table["rows"][0]["cells"][0][span] = value
    _, _, book = made(code("x", shown(TABLE, table)))
    assert book["表1"].max_column == 4 and book["表1"].max_row < 20


def test_a_heading_of_a_whole_text_is_cut_and_stands_below_in_full():
    long = "长" * 100_000
    doc = nbappendix.document(notebook(new_markdown_cell(f"# 题\n\n## {long}")))
    (heading, paragraph) = doc["blocks"]
    assert heading["inlines"][0]["text"] == "长" * 299 + "…"
    assert paragraph["kind"] == "paragraph" and paragraph["inlines"][0]["text"] == long
    assert pdf.render(doc, 0).startswith(b"%PDF")
    assert len(nbappendix.document(notebook(nbappendix={"title": long}))["title"]) == 300


def test_endless_words_are_set():
    made(
        new_markdown_cell("x" * 100_000),
        code("x", shown(TABLE, growth_table() | {"title": "y" * 50_000, "unit": "z" * 50_000})),
    )


def test_a_cell_longer_than_excel_takes_is_cut_and_says_so():
    table = growth_table()
    table["rows"][0]["cells"][0]["text"] = "长" * 40_000
    _, _, book = made(code("x", shown(TABLE, table)))
    assert book["表1"]["A5"].value == "长" * 31_999 + "…"


def test_a_broken_address_is_copied_whole():
    address = "https://www.example.org/art/2024/1/16/art_92_190129.html?query=" + "abcdefghij" * 9
    content = pdf.render(nbappendix.document(notebook(new_markdown_cell(f"# 题\n\n见 {address} 。"))), 0)
    said = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert address in said.replace("\r\n", "") and "\u200b" not in said
