"""The PDF as a reader, a screen reader and an archive see it."""

import io
import re

import pdfplumber
import pypdfium2
import pytest
from appendices import cell, code, column, growth_table, notebook, own_notebook, shown, wide_table
from fontTools.ttLib import TTFont
from nbformat.v4 import new_markdown_cell
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import get_widths
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

import nbappendix
from nbappendix import book, drawing, fonts, pdf, tables
from nbappendix.errors import AppendixError

TABLE = "application/vnd.nbappendix.table+json"


def rendered(node, **options):
    doc = nbappendix.document(node, name="x", final=options.pop("final", False))
    return pdf.render(doc, nbappendix.timestamp(doc), options.pop("prefix", "../../"), **options)


def words(content: bytes) -> list[str]:
    """The text of each page, spaces between Chinese and Latin left out."""
    pages = pypdfium2.PdfDocument(content)
    return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pages]


@pytest.fixture(scope="module")
def content(own):
    return rendered(own)


@pytest.fixture(scope="module")
def text(content):
    return words(content)


def test_archival_and_accessible_by_its_own_declaration(content):
    with pdfplumber.open(io.BytesIO(content)) as opened:
        catalog = opened.doc.catalog
        xmp = resolve1(catalog["Metadata"]).get_data().decode()
        assert resolve1(catalog["MarkInfo"])["Marked"] is True
        assert resolve1(catalog["Lang"]) in (b"zh-CN", b"zh-cn")
        assert "StructTreeRoot" in catalog
    for name, value in (("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")):
        assert re.search(rf"{name}(>|=\"){value}", xmp), name
    assert "北京市知识产权主要指标同比报告（2022年）" in xmp
    assert "2023-01-31" in xmp


def structure(content):
    with pdfplumber.open(io.BytesIO(content)) as opened:
        pending = [node for page in opened.pages for node in page.structure_tree]
        while pending:
            node = pending.pop()
            yield node
            pending += node.get("children", [])


def test_tags_tell_headings_tables_lists_figures_and_notes(content):
    nodes = list(structure(content))
    kinds = {node["type"] for node in nodes}
    assert {"H1", "Table", "TH", "TD", "L", "LI", "Figure", "Formula", "Caption", "Link"} <= kinds
    alternatives = [node["alt_text"] for node in nodes if node["type"] == "Figure" and "alt_text" in node]
    assert "柱形图：三年依次为155.8、185.0、216.1" in alternatives


def test_outline_follows_the_headings(content):
    outline = [(item.level, item.get_title()) for item in pypdfium2.PdfDocument(content).get_toc()]
    assert outline == [(0, "各项指标同比如何？"), (1, "密度"), (0, "人口怎样变化？"), (0, "结论")]


def test_contents_name_the_right_pages(text):
    for heading in ("各项指标同比如何？", "人口怎样变化？", "结论"):
        listed = int(re.search(rf"{heading}\.*(\d+)", text[0])[1])
        assert heading in text[listed - 1]


def test_every_page_says_where_it_is(text):
    for number, page in enumerate(text, 1):
        assert f"第{number}页共{len(text)}页" in page


def test_table_prints_unit_notes_source_and_marks(text):
    page = next(p for p in text if "表1北京市" in p)
    for part in (
        "单位：件",
        "时间：2022年1—11月",
        "36.5万",
        "不可判定U",
        "注：1.P为初步数。",
        "资料来源：北京市知识产权局",
    ):
        assert part in page


def test_chart_words_can_be_searched(text):
    assert any("每万人发明专利拥有量" in page and "2020年2021年2022年" in page for page in text)


def test_long_table_repeats_its_head_and_says_continued(text):
    pages = [page for page in text if "第30地区" in page or "第59地区" in page]
    assert len(pages) == 2
    assert all("续表2" in page and "常住人口" in page and "2018年" in page for page in pages)
    assert not any("续表1" in page for page in text)


def test_wide_table_lies_and_takes_its_heading_along(content, text):
    document = pypdfium2.PdfDocument(content)
    shapes = [page.get_width() > page.get_height() for page in document]
    lying = text[shapes.index(True)]
    assert "人口怎样变化？" in lying and "表2" in lying
    assert shapes[-1] is False


def test_each_table_is_attached_as_data(content):
    document = pypdfium2.PdfDocument(content)
    files = [document.get_attachment(i) for i in range(document.count_attachments())]
    named = {file.get_name(): bytes(file.get_data()) for file in files}
    assert set(named) == {"表1.csv", "图1.csv", "表2.csv"}
    data = named["表1.csv"].decode("utf-8-sig")
    assert "其中：有效量,每万人发明专利拥有量,185,216.1,16.810811,P" in data


def test_numbers_link_to_their_source(content):
    with pdfplumber.open(io.BytesIO(content)) as opened:
        links = {link.get("uri") for page in opened.pages for link in page.hyperlinks}
    assert "../../sources/beijing-2022.html#fig-a1" in links


def test_code_is_hidden_and_the_colophon_tells_the_inputs(text):
    whole = "".join(text)
    assert "display(growth)" not in whole
    assert "编制说明" in whole and "base_year：2021" in whole and "原始文件beijing-2022.txt" in whole


@pytest.mark.parametrize(("final", "marked"), [(False, True), (True, False)], ids=["draft", "final"])
def test_draft_mark_on_every_page_until_final(own, final, marked):
    for page in words(rendered(own, final=final)):
        assert ("草稿" in page) is marked


def test_bold_is_drawn_with_a_stroke(content):
    """Text rendering mode 2 fills and strokes: no Chinese face in common use has a bold cut to choose."""
    with pdfplumber.open(io.BytesIO(content)) as opened:
        streams = [c.get_data() for page in opened.pages for c in page.page_obj.contents for c in [resolve1(c)]]
    assert any(b"2 Tr" in stream for stream in streams)


def test_foreign_notebook_is_set_whole(foreign, caplog):
    text = "".join(words(rendered(foreign)))
    for part in (
        "带样式的表",
        "精美的表",
        "资料来源：样例",
        "此处计算出错：ZeroDivisionError",
        "〔U+1F389〕",
        "“加粗”",
        "\\undefinedcommand",
    ):
        assert part.replace(" ", "") in text, part
    assert "UserWarning" not in text
    told = [r.getMessage() for r in caplog.records]
    assert len(told) == 1 and "U+1F389" in told[0] and "U+20BB7" in told[0]


def test_long_lines_stay_on_the_page(foreign):
    with pdfplumber.open(io.BytesIO(rendered(foreign))) as opened:
        assert all(c["x1"] <= page.width - 60 for page in opened.pages for c in page.chars if c["text"] == "x")


def test_too_wide_for_any_page_is_cut_into_panels():
    heads = [column("a", "地区", "left")] + [column(f"c{i}", f"第{i}列") for i in range(60)]
    rows = [{"kind": "body", "cells": [cell("北京")] + [cell(f"{10000 + i}") for i in range(60)]}]
    table = growth_table() | {"columns": heads, "rows": rows}
    with pdfplumber.open(io.BytesIO(rendered(notebook(code("x", shown(TABLE, table))), final=True))) as opened:
        text = "".join(page.extract_text() for page in opened.pages)
        numbers = [
            word["text"] for page in opened.pages for word in page.extract_words() if word["text"].startswith("100")
        ]
    assert text.count("北京") >= 2
    assert numbers == [str(10000 + i) for i in range(60)]


def test_english_report_speaks_english(own):
    node = own_notebook(language="en", title="Growth report")
    text = "".join(words(rendered(node)))
    for part in ("Page1of", "Table1", "Contents", "Unit:", "Source:", "DRAFT"):
        assert part in text
    assert "续表" not in text and "第1页" not in text


def test_short_notebook_has_no_contents_page():
    text = words(rendered(notebook(new_markdown_cell("# 题\n\n一段话。"))))
    assert len(text) == 1 and "一段话" in text[0]


def rows_of(pages: list[str]) -> list[int]:
    return [len(re.findall(r"第\d+地区", page)) for page in pages]


@pytest.mark.parametrize("lines", range(12, 30, 3))
def test_a_table_splits_only_where_three_rows_stand_on_either_page(lines):
    table = wide_table(3, 12) | {"notes": ["注文"]}
    text = words(
        rendered(
            notebook(new_markdown_cell("\n\n".join(["一行。"] * lines)), code("x", shown(TABLE, table))), final=True
        )
    )
    assert min(count for count in rows_of(text) if count) >= 3
    assert sum(rows_of(text)) == 12
    assert "注文" in next(page for page in text if "第11地区" in page)


@pytest.mark.parametrize("lines", range(2, 28, 4))
def test_a_heading_stays_with_its_words_and_its_table(lines):
    cells = [new_markdown_cell("\n\n".join(["一行。"] * lines)), new_markdown_cell("## 节名\n\n引导句。")]
    text = words(rendered(notebook(new_markdown_cell("# 题"), *cells, code("x", shown(TABLE, wide_table(3, 12))))))
    page = next(page for page in text if "节名" in page)
    assert "引导句" in page and "第0地区" in page


def test_the_text_follows_cover_and_contents_on_the_same_page():
    text = "# 题\n\n" + "\n\n".join(f"## 第{i}节\n\n正文{i}。" for i in range(5))
    signed = words(rendered(notebook(new_markdown_cell(text), nbappendix={"signoff": True})))
    assert len(signed) == 1 and "审核" in signed[0] and "目录" in signed[0] and "正文4" in signed[0]


def test_what_reads_a_table_stays_with_it_and_does_not_wait_for_the_chart_below():
    table, chart = ({"kind": kind, "landscape": False} for kind in ("table", "figure"))
    says, leads = ({"kind": "paragraph", "inlines": [{"t": "text", "text": text}]} for text in ("表中。", "下图。"))
    head = {"kind": "heading", "level": 1, "inlines": []}
    assert drawing.flow([head, table, says, chart])[1:] == [says, {"kind": "opening", "lead": [], "block": chart}]
    assert drawing.flow([head, leads, chart]) == [{"kind": "opening", "lead": [head, leads], "block": chart}]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("公布增速（%）", "公布增速\n（%）"),
        ("2022年1—11月", "2022年\n1—11月"),
        ("Published growth (%)", "Published growth\n(%)"),
        ("增速（%）", "增速（%）"),
        ("（国内，不含港澳台）", "（国内，不含港澳台）"),
    ],
)
def test_a_heading_breaks_before_its_unit(label, said):
    assert tables.broken(label) == said


def test_long_sources_are_listed_once_at_the_end():
    sources = [
        f"某某市知识产权局，《{2016 + i}年知识产权发展状况白皮书及统计数据》，{2017 + i}-04-23" for i in range(3)
    ]
    joint = ["国家统计局、某某市知识产权局，《年鉴》"] + ["国家统计局"] * 9
    tables = [wide_table(2, 2) | {"source": sources}, wide_table(2, 2) | {"source": sources[2:] + joint}]
    whole = "".join(words(rendered(notebook(*[code("x", shown(TABLE, t)) for t in tables]))))
    assert all(whole.count(source.partition("，")[2]) == 1 for source in sources)
    assert "资料来源：见文末资料来源[1]–[3]" in whole
    assert "资料来源：见文末资料来源[3]–[5]" in whole


def test_the_draft_mark_is_not_hidden_by_a_chart(own):
    """matplotlib draws on white boxes; none of them reaches the page."""
    with pdfplumber.open(io.BytesIO(rendered(own))) as opened:
        boxes = [r for page in opened.pages for r in [*page.rects, *page.curves] if r["fill"] and r["width"] > 200]
    assert not [r for r in boxes if set(r["non_stroking_color"] or ()) == {1}]


def test_unknown_fonts_are_refused(own):
    with pytest.raises(AppendixError, match="house, installed"):
        rendered(own, fonts="comic")


def test_fonts_of_a_folder_are_used(own, tmp_path):
    with TTFont(fonts.faces()[fonts.SERIF]) as face:
        for record in face["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = "FangSong"
        face.save(tmp_path / "fangsong.ttf")
    with pdfplumber.open(io.BytesIO(rendered(own, fonts=str(tmp_path)))) as opened:
        assert any(char["fontname"].endswith("FangSong") for char in opened.pages[0].chars)


def test_installed_fonts_fall_back_to_the_shipped(own):
    assert "每万人发明专利拥有量" in "".join(words(rendered(own, fonts="installed")))


def test_book_numbers_pages_tables_and_contents_throughout(own):
    second = own_notebook(title="第二份报告")
    documents = [nbappendix.document(own), nbappendix.document(second)]
    content = pdf.render(book.together(documents, "汇编"), 0)
    text = words(content)
    outline = [(i.level, i.get_title()) for i in pypdfium2.PdfDocument(content).get_toc()]
    assert [title for level, title in outline if level == 0] == [
        "北京市知识产权主要指标同比报告（2022年）",
        "第二份报告",
    ]
    whole = "".join(text)
    assert "表3北京市知识产权主要指标同比" in whole and "续表4" in whole and "图2每万人" in whole
    assert "第二份报告" in text[0] and "页共" not in text[0], "cover and contents are not counted"
    assert "第1页共" in text[1] and f"第{len(text) - 1}页共{len(text) - 1}页" in text[-1]
    begins = next(n for n, page in enumerate(text[1:], 1) if "第二份报告" in page)
    assert f"第二份报告{'.' * 3}" in text[0] and text[0].rpartition("第二份报告")[2].strip(".").startswith(str(begins))
    assert "第二份报告" in text[begins + 1], "the running head names the report"


def test_hostile_text_is_only_text():
    table = wide_table(2, 2) | {"title": '#panic("x") $x$ *a* <b> "\\', "notes": ['#include("x")']}
    node = notebook(new_markdown_cell("# #set text(red)\n\n`#x` #emph[no]"), code("x", shown(TABLE, table)))
    text = "".join(words(rendered(node)))
    assert '#panic("x")$x$*a*<b>"\\' in text
    assert "#emph[no]" in text


CFF_WIDTH = "-GLYPH-WIDTH-001"
"""page-validation 0.11 reads width 0 for every glyph of a CID-keyed CFF face; fontTools reads the width of /W below."""


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_another_program_finds_it_archival_and_accessible(content, profile):
    page = pytest.importorskip("page", reason="page-validation is not installed")
    failed = {one.rule_id for one in page.validate_pdf_bytes(content, profile=profile).failures}
    assert {rule for rule in failed if not rule.endswith(CFF_WIDTH)} <= {"PDFA3A-STREAM-LENGTH-001"}


def test_lengths_of_streams_and_widths_of_glyphs_are_true(content):
    """What that program says of them is wrong: data that end in a carriage return, and faces in CFF."""
    from fontTools.cffLib import CFFFontSet
    from fontTools.pens.basePen import NullPen

    for match in re.finditer(rb"/Length (\d+)[^\n]*>>\s*stream\n", content):
        assert content[match.end() + int(match[1]) :].lstrip(b"\n").startswith(b"endstream")
    document = PDFDocument(PDFParser(io.BytesIO(content)))
    fonts_ = [o for x in document.xrefs for i in x.get_objids() if isinstance(o := document.getobj(i), dict)]
    checked = 0
    for font in (o for o in fonts_ if "W" in o and "FontFile3" in resolve1(o.get("FontDescriptor", {}))):
        program = CFFFontSet()
        program.decompile(io.BytesIO(resolve1(resolve1(font["FontDescriptor"])["FontFile3"]).get_data()), None)
        shapes = program[program.fontNames[0]].CharStrings
        for cid, width in get_widths(resolve1(font["W"])).items():
            shape = shapes[f"cid{cid:05d}" if cid else ".notdef"]
            shape.draw(NullPen())
            assert shape.width == pytest.approx(width, abs=1)
            checked += 1
    assert checked
