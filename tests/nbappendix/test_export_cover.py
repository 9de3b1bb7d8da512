"""Covers and headings: what a report says of itself before its text, and how its sections are numbered."""

import pytest
from appendices import PROSE, code, notebook, shown
from nbformat.v4 import new_markdown_cell

import nbappendix
from nbappendix import markdown, numbering

TEXT = "# 题\n\n## 甲\n\n### 乙\n\n### 丙\n\n## 丁\n\n### 戊\n\n#### 己"


def headings(text, *cells, **about):
    doc = nbappendix.document(notebook(new_markdown_cell(text), *cells, nbappendix=about))
    return [(b["level"], markdown.plain(b["inlines"])) for b in doc["blocks"] if b["kind"] == "heading"]


def test_headings_are_numbered_when_asked_for():
    said = [(1, "一、甲"), (2, "（一）乙"), (2, "（二）丙"), (1, "二、丁"), (2, "（一）戊"), (3, "1.己")]
    assert headings(TEXT, numbering=True) == said
    assert headings(TEXT)[0] == (1, "甲")
    english = [text for _, text in headings(TEXT, numbering=True, language="en")]
    assert english == ["1 甲", "1.1 乙", "1.2 丙", "2 丁", "2.1 戊", "2.1.1 己"]


@pytest.mark.parametrize("own", ["一、总体", "（二）结构", "1. 总体", "2.1 结构", "第一章 总体"])
def test_a_document_that_numbers_its_headings_is_left_alone(own):
    assert headings(f"# 题\n\n## {own}\n\n## 乙", numbering=True)[1] == (1, "乙")


def test_numerals_go_on():
    assert [numbering.numeral(n) for n in (1, 9, 10, 11, 20, 99)] == ["一", "九", "十", "十一", "二十", "九十九"]


def test_an_output_with_a_level_is_a_heading():
    said = {"inlines": [{"text": "授权量下降4.31%"}], "level": 2}
    found = headings("# 题\n\n## 甲", code("say()", shown(PROSE, said)), numbering=True)
    assert found == [(1, "一、甲"), (1, "二、授权量下降4.31%")]


def test_a_cover_names_office_and_date_and_leaves_room_to_sign():
    """The version of the data is for machines: it stands in the colophon."""
    about = {"subtitle": "北京市", "publisher": "某局", "inputs_date": "2024-01-31", "data_version": "abc"}
    said = "编制单位：某局\u3000资料取得日期：2024-01-31"
    made = nbappendix.document(notebook(nbappendix=about))
    assert made["cover"] == ["北京市", said] and ["数据版本", "abc"] in made["colophon"]
    titled = nbappendix.document(notebook(nbappendix=about | {"title": "北京市2023年报告"}))
    assert titled["cover"] == [said], "what the title says is not said again"
    signed = nbappendix.document(notebook(nbappendix={"signoff": True}))["cover"]
    assert signed == ["编制单位：＿＿＿＿＿", "编制：＿＿＿＿＿\u3000审核：＿＿＿＿＿\u3000签发：＿＿＿＿＿"]
    assert nbappendix.document(notebook())["cover"] == []
