"""Every reader has limits: a small file that would cost a machine is refused soon, in one line that names the limit."""

import os
import time
from dataclasses import fields

import hostile
import pytest

from ipstats.collect.read import read
from ipstats.documents.opening import read_content
from ipstats.errors import DocumentError
from ipstats.limits import Limits

ROWS = "".join(
    f'<row r="{row}">{hostile.text(f"A{row}", "苏州市")}<c r="B{row}"><v>{row}</v></c></row>' for row in range(1, 6)
)
ZEROS = bytes(2**20)


def table_of_spans():
    return b"<table>" + b"<tr><td rowspan=65534 colspan=1000>1</td></tr>" * 300 + b"</table>"


def attributes(value):
    return lambda: ("<p " + " ".join(f"a{n}={value}" for n in range(300_000)) + ">x</p>").encode()


def many_rows():
    return hostile.xlsx("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 900_001)))


def far_cells():
    last = "".join(hostile.text(f"{column}1048576", "1") for column in ("XFC", "XFD"))
    return hostile.xlsx(f'{ROWS}<row r="1048576">{last}</row>')


def bomb(part):
    return hostile.package({"[Content_Types].xml": "", part: ZEROS * 80})


def many_texts():
    return hostile.pdf(b"BT /F 10 Tf 100 700 Td " + b"(x) Tj\n" * 1_500_000 + b"ET")


COSTLY = {
    "html-huge-spans": ("a.html", table_of_spans, "cells"),
    "html-300000-attributes": ("a.html", attributes("1"), "attributes"),
    "html-300000-quoted-attributes": ("a.html", attributes("'>'"), "attributes"),
    "html-deep": ("a.html", lambda: ("<div>" * 100_000 + "2023年专利授权量12件").encode(), "nesting"),
    "xlsx-900000-rows": ("a.xlsx", many_rows, "cells"),
    "xlsx-far-cells": ("a.xlsx", far_cells, "cells"),
    "xlsx-deflate-bomb": ("a.xlsx", lambda: bomb("xl/worksheets/sheet1.xml"), "ratio"),
    "docx-forged-sizes": (
        "a.docx", lambda: hostile.with_forged_sizes(bomb("word/document.xml"), "word/document.xml"), "damaged",
    ),
    "docx-deep": ("a.docx", lambda: hostile.docx("<w:p>" * 5000 + "</w:p>" * 5000), "nested too deep"),
    "pdf-1500000-operators": ("a.pdf", many_texts, "operators"),
    "pdf-200-MB-of-paths": ("a.pdf", lambda: hostile.pdf(b"0 0 m 10 10 l S\n" * 12_500_000), "stream"),
    "pdf-deflated-twice": ("a.pdf", lambda: hostile.pdf(ZEROS * 200, packed=2), "stream"),
    "pdf-deflated-as-text": ("a.pdf", lambda: hostile.pdf(ZEROS * 200, as_text=True), "stream"),
    "csv-one-long-line": ("a.csv", lambda: b"1," * 600_000, "cells"),
    "md-ragged-table": ("a.md", lambda: ("|1|2|\n" * 2000 + "|1" * 2000 + "|\n").encode(), "cells"),
    "txt-150-MB": ("a.txt", lambda: b"2023 " * 30_000_000, "characters"),
}  # fmt: skip


def refusal(document, name: str = "", **limits) -> str:
    with pytest.raises(DocumentError) as caught:
        read_content(document, name, Limits(**limits))
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("case", COSTLY)
def test_a_costly_file_is_refused_soon(case):
    name, make, limit = COSTLY[case]
    data = make()
    start = time.process_time()
    said = refusal(data, name)
    assert limit in said
    assert max(said) >= "\u4e00", "said in Chinese too"
    assert time.process_time() - start < 10


def test_a_merge_over_700_million_cells_reaches_as_far_as_the_sheet_is_written_on():
    data = hostile.xlsx(ROWS, '<mergeCells count="1"><mergeCell ref="C3:ZZ1048576"/></mergeCells>')
    assert len(data) < 5000
    start = time.process_time()
    table = read_content(data, "a.xlsx").tables[0]
    assert time.process_time() - start < 2
    assert (table.height, table.width) == (5, 2)


@pytest.mark.parametrize("limit", [f.name for f in fields(Limits) if f.name not in ("unpacked_freely", "ratio")])
def test_every_limit_can_be_set(limit, tmp_path):
    """The smallest document that meets it is refused under a limit of nothing, and read under its default."""
    import makers

    makers_of = {
        "unpacked": (makers.docx, ".docx"), "part": (makers.docx, ".docx"), "stream": (makers.pdf, ".pdf"),
        "pages": (makers.pdf, ".pdf"), "operators": (makers.pdf, ".pdf"), "nesting": (makers.html, ".html"),
        "attributes": (_wide_tag, ".html"), "picture": (_with_picture, ".pdf"),
    }  # fmt: skip
    make, ending = makers_of.get(limit, (makers.markdown, ".md"))
    path = make(tmp_path / f"report{ending}")
    least = {"seconds": -1.0, "pages": 0}.get(limit, 1)
    assert f"limit {limit!r}" in refusal(path, **{limit: least})
    assert read_content(path).text


def _with_picture(path):
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "In 2023 the office granted 512 patents, as its report says.")
    Image.new("RGB", (60, 80), "white").save(path.with_suffix(".png"))
    canvas.drawImage(str(path.with_suffix(".png")), 0, 0, 590, 840)
    canvas.save()
    return path


def _wide_tag(path):
    path.write_text(
        "<!DOCTYPE html><p " + " ".join(f"data-a{n}='{'x' * 50}'" for n in range(60)) + ">专利授权量12件</p>"
    )
    return path


def test_a_pipe_and_a_device_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "a.md")
    assert "is a pipe or a device" in refusal(tmp_path / "a.md")
    (tmp_path / "b.md").symlink_to("/dev/zero")
    assert "is a pipe or a device" in refusal(tmp_path / "b.md")


def test_a_name_as_long_as_names_can_be_is_read(tmp_path):
    path = tmp_path / f"{'专' * 80}.md"
    assert len(path.name.encode()) == 243
    path.write_text("2023年，苏州市专利授权量12件。", encoding="utf-8")
    assert read(path).table["obs_value"].tolist() == [12]


def test_a_page_with_a_large_picture_in_it_has_no_many_attributes():
    page = f'<p><img alt="a" src="data:image/png;base64,{"iVBOR w0K " * 40_000}">2023年，苏州市专利授权量12件。</p>'
    assert "12件" in read_content(page.encode(), "a.html").text


def test_the_page_of_documents_tells_every_limit(repo):
    told = (repo / "docs" / "documents.md").read_text("utf-8")
    for field in fields(Limits):
        assert f"`{field.name}`" in told, field.name
    for default in ("200 MB", "400 MB, 64 MB", "50 MB", "32 MB, 160 MB", "20 million", "3,000, 500,000", "2,000, 500"):
        assert default in told


TEXTS = {
    "percents": ("a.md", lambda n: "2023年，专利授权量" + "百分之" * n + "。"),
    "words-in-a-cell": ("a.md", lambda n: f"| 指标 | 2023年 |\n|---|---|\n| {'专利授权量' * n} | 5 |\n"),
    "digits-in-a-cell": ("a.md", lambda n: f"| 指标 | 2023年 |\n|---|---|\n| 专利授权量 | {'1' * 6 * n} |\n"),
    "numerals-in-a-cell": ("a.csv", lambda n: f"指标,2023年\n专利授权量,{'九' * 6 * n}\n"),
}
"""Texts that once cost the square of their length."""


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS)
def test_the_work_grows_with_the_text(text, tmp_path):
    name, make = TEXTS[text]
    path = tmp_path / name
    took = []
    for repeats in (200, 1_500, 12_000):  # the first warms up what is made once
        path.write_text(make(repeats), "utf-8")
        start = time.process_time()
        read(path)
        took.append(time.process_time() - start)
    assert took[2] < 20 * took[1] + 1, took
