"""Any notebook exports: odd, broken and hostile content is set, left out or named, and never stops the rest."""

import base64
import io
import logging

import docx
import openpyxl
import pandas as pd
import pytest
from appendices import TABLE, code, notebook, shown, wide_table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell, new_output

import nbappendix
from nbappendix import html, pdf, word, xlsx

HTML = "text/html"
BROKEN_PNG = base64.b64encode(b"\x89PNG broken").decode()
LONG = "\n".join(f"行 {i} {'字' * 100}" for i in range(100))
TANGLED = "<table><tr><td rowspan=3>a<td>b</tr><tr><td colspan=5>c<tr></table><table></table><p>后<script>x</script>"
CASES = {
    "broken-png": code("x", shown("image/png", BROKEN_PNG)),
    "broken-jpeg": code("x", shown("image/jpeg", "AAAA")),
    "no-svg": code("x", shown("image/svg+xml", "not svg")),
    "svg-of-unknown-size": code("x", shown("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>")),
    "svg-with-emoji": code(
        "x", shown("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><text>🎉</text></svg>")
    ),
    "empty-frame": code("x", shown(HTML, pd.DataFrame().to_html())),
    "frame-without-heads": code("x", shown(HTML, pd.DataFrame([[1, 2]]).to_html(header=False, index=False))),
    "frame-with-a-long-word": code("x", shown(HTML, pd.DataFrame({"a": ["y" * 400]}).to_html())),
    "frame-with-gaps": code("x", shown(HTML, pd.DataFrame({"a": [1, None], "b": [None, "x"]}).to_html())),
    "tangled-table": code("x", shown(HTML, TANGLED)),
    "table-of-no-rows": code("x", shown(TABLE, wide_table(3, 0))),
    "html-without-a-table": code("x", shown(HTML, "<div><h3>题</h3><ul><li>一</li></ul></div>")),
    "latex": code("x", shown("text/latex", r"$\int_0^1 x\,dx \begin{pmatrix}a&b\\c&d\end{pmatrix}$")),
    "widget": code("x", shown("application/vnd.jupyter.widget-view+json", {"model_id": "a"})),
    "javascript": code("x", shown("application/javascript", "alert(1)")),
    "long-output": code("x", new_output("stream", name="stdout", text=LONG)),
    "bare-environment": new_markdown_cell("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}"),
    "formula-in-heading": new_markdown_cell("## 标题 **粗** `码` $x^2$ 🎉"),
    "nested-lists": new_markdown_cell(
        "1. 一\n   - 二\n     - 三\n       > 引\n\n   ```sql\n   select 1\n   ```\n2. 四"
    ),
    "control-characters": new_markdown_cell("\x07响\u2028行\u00ad软 \ufeff零\u200b宽 e\u0301"),
    "other-scripts": new_markdown_cell("سلام עברית हिन्दी ไทย བོད ᠮᠣᠩ"),
    "html-in-markdown": new_markdown_cell(
        "<details><summary>折</summary>叠</details>\n\n<img src='https://example.org/x.png'>"
    ),
    "no-cells": new_markdown_cell(""),
}


@pytest.mark.parametrize("name", CASES)
def test_every_format_is_made(name):
    doc = nbappendix.document(notebook(new_markdown_cell("# 题"), CASES[name], new_markdown_cell("结尾")))
    assert pdf.render(doc, 0).startswith(b"%PDF")
    assert "结尾" in html.render(doc)
    assert "结尾" in [p.text for p in docx.Document(io.BytesIO(word.render(doc, 0))).paragraphs]
    assert "封面" in openpyxl.load_workbook(io.BytesIO(xlsx.render(doc, 0))).sheetnames


@given(st.text(max_size=80))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_set(text):
    logging.disable(logging.WARNING)
    try:
        cells = [new_markdown_cell(text), code(text, new_output("stream", name="stdout", text=text))]
        doc = nbappendix.document(notebook(*cells, code("x", shown(TABLE, wide_table(1, 1) | {"title": text}))))
        assert pdf.render(doc, 0).startswith(b"%PDF")
    finally:
        logging.disable(logging.NOTSET)
