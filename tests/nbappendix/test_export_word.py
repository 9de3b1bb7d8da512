"""Word documents, read back: structure, repeated heads, alternatives, page numbers, the layout of GB/T 9704."""

import io
import zipfile

import docx
import pytest
from appendices import TABLE, code, growth_table, notebook, shown
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from nbformat.v4 import new_markdown_cell

import nbappendix
from nbappendix import word, word_styles

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def opened(node):
    return docx.Document(io.BytesIO(word.render(nbappendix.document(node), 0)))


@pytest.fixture(scope="module")
def document(own):
    return opened(own)


def styled(document, name):
    return [p.text for p in document.paragraphs if p.style.name == name]


def test_headings_are_headings_and_the_contents_lead_to_them(document):
    assert styled(document, "Title") == ["北京市知识产权主要指标同比报告（2022年）"]
    assert styled(document, "Heading 1") == ["各项指标同比如何？", "人口怎样变化？", "结论", "脚注"]
    assert styled(document, "Heading 2") == ["密度"]
    body = document.element.body
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    names = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert len(anchors) == 6 and set(anchors) <= names  # four entries, the call of the footnote and the way back
    entries = {one: n for n, one in enumerate(anchors)}
    assert len(entries) == 6


def test_a_table_repeats_its_head_keeps_its_rows_whole_and_has_three_rules(document):
    table = document.tables[0]._tbl
    rows = table.tr_lst
    assert [tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for tr in rows] == [True, True] + [False] * 5
    assert all(tr.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for tr in rows)
    borders = table.tblPr.find(qn("w:tblBorders"))
    assert [(side.tag, side.get(qn("w:sz"))) for side in borders] == [(qn("w:top"), "12"), (qn("w:bottom"), "12")]
    assert "数量" in table.xpath("string(.//w:tc[w:tcPr/w:gridSpan][1])")
    assert table.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == "四项指标两年对比"
    grid = sum(int(column.get(qn("w:w"))) for column in table.tblGrid)
    for tr in rows:  # every row fills the grid, whatever spans it
        assert sum(int(tc.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for tc in tr.tc_lst) == grid


def test_what_stands_around_a_table_is_there(document):
    lines = [p.text for p in document.paragraphs]
    at = lines.index("表 1　北京市知识产权主要指标同比")
    assert lines[at + 1].split("\t") == ["时间：2022年1—11月", "单位：件"]
    assert "资料来源：北京市知识产权局《2022年度工作总结》" in lines
    cells = [cell.text for cell in document.tables[0].rows[5].cells]
    assert cells == ["每万人发明专利拥有量", "185.0", "216.1", "16.81%P"]


def test_a_chart_is_a_picture_with_its_alternative(document):
    (about,) = document.element.body.iter(qn("wp:docPr"))
    assert about.get("descr") == "柱形图：三年依次为155.8、185.0、216.1"
    (shape,) = document.inline_shapes
    assert shape.width <= Mm(156) and shape.width / shape.height == pytest.approx(2, abs=0.01)


def test_formulas_are_words_own(document):
    found = list(document.element.body.iter(MATH + "oMath"))
    assert len(found) == 2 and len(list(document.element.body.iter(MATH + "f"))) == 2


def test_the_page_is_that_of_official_documents(document):
    first, wide = document.sections[0], document.sections[1]
    assert (round(first.left_margin.mm), round(first.top_margin.mm)) == (28, 37)
    assert (first.page_width - first.left_margin - first.right_margin) / Mm(1) == pytest.approx(156, abs=0.1)
    assert wide.orientation == WD_ORIENT.LANDSCAPE and document.sections[2].orientation == WD_ORIENT.PORTRAIT
    fonts = document.styles["Body Text"].element.rPr.rFonts
    assert (fonts.get(qn("w:eastAsia")), document.styles["Body Text"].font.size.pt) == ("仿宋_GB2312", 16)
    pages = [first.footer, first.even_page_footer]
    assert all("PAGE" in part._element.xpath("string(.//w:instrText)") for part in pages)
    assert "草稿" in first.header.paragraphs[0].text


def test_a_face_that_is_missing_has_others_in_its_place(own):
    with zipfile.ZipFile(io.BytesIO(word.render(nbappendix.document(own), 0))) as package:
        table = package.read("word/fontTable.xml").decode()
        assert 'w:name="方正小标宋简体"' in table and "STZhongsong" in table
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_stand_in_the_order_of_the_schema(document):
    for name, listed in word_styles.ORDER.items():
        order = [qn(f"w:{child}") for child in listed.split()]
        for root in (document.element, document.styles.element):
            for properties in root.iter(qn(f"w:{name}")):
                known = [order.index(child.tag) for child in properties if child.tag in order]
                assert known == sorted(known)


def test_links_and_lists():
    text = "见[局](https://example.org/a)。\n\n3. 一\n   - 甲\n4. 二\n\n另\n\n1. 三"
    made = opened(notebook(new_markdown_cell("# 题\n\n" + text)))
    (link,) = made.element.body.iter(qn("w:hyperlink"))
    assert made.part.rels[link.get(qn("r:id"))].target_ref == "https://example.org/a"
    numbers = [p._p.pPr.numPr.numId.val for p in made.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None]
    assert len(numbers) == 4 and numbers[0] == numbers[2] and len(set(numbers)) == 3
    numbering = made.part.numbering_part.element
    (abstract,) = numbering.xpath(f"./w:num[@w:numId={numbers[0]}]/w:abstractNumId/@w:val")
    starts = numbering.xpath(f"./w:abstractNum[@w:abstractNumId={abstract}]/w:lvl[1]/w:start/@w:val")
    assert starts == ["3"]


def test_colours_and_spans_of_a_foreign_table(foreign):
    made = opened(foreign)
    fills = {shade.get(qn("w:fill")) for shade in made.element.body.iter(qn("w:shd"))}
    assert "FFDDDD" in fills
    merged = made.tables[1]._tbl.xpath(".//w:vMerge")
    assert [m.get(qn("w:val")) for m in merged][:2] in (["restart", None], ["restart", "restart"])


def test_long_words_carry_no_soft_places():
    table = growth_table()
    table["rows"][0]["cells"][0]["text"] = "x" * 200
    made = opened(notebook(new_markdown_cell("# 题\n\n" + "y" * 200), code("x", shown(TABLE, table))))
    assert "\u200b" not in "".join(made.element.body.itertext())
