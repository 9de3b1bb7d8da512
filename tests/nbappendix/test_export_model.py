"""The document model: what an executed notebook becomes before any format is made of it."""

import io

import docx
import nbformat
import pandas as pd
import pytest
from appendices import PROSE, TABLE, cell, code, growth_table, notebook, shown, wide_table
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell, new_output

import nbappendix
from nbappendix import (
    book,
    bundles,
    fallback_tables,
    formulas,
    html,
    layout,
    links,
    markdown,
    model,
    outputs,
    pdf,
    svg,
    tables,
    word,
)
from nbappendix.errors import NotebookError
from nbappendix.hooks import Hooks
from nbappendix.labels import labels


def kinds(doc):
    return [block["kind"] for block in doc["blocks"]]


def test_own_bundles_win_over_html_and_numbers_run_through(own):
    doc = nbappendix.document(own)
    found = [(b["kind"], b["label"], b["title"]) for b in doc["blocks"] if b["kind"] in ("table", "figure")]
    assert found == [
        ("table", "表 1", "北京市知识产权主要指标同比"),
        ("figure", "图 1", "每万人发明专利拥有量"),
        ("table", "表 2", "各地区常住人口"),
    ]
    assert doc["title"] == "北京市知识产权主要指标同比报告（2022年）"
    assert doc["draft"] is True
    assert ["参数", "area：110000；base_year：2021；year：2022"] in doc["colophon"]


def test_cells_of_the_other_language_are_left_out(own):
    words = [n["text"] for n in model.inlines(nbappendix.document(own)["blocks"]) if n["t"] == "text"]
    assert not any("Which indicators" in word for word in words)
    english = nbformat.from_dict(own)
    english = english | {"metadata": {"nbappendix": {"language": "en"}}}
    assert nbappendix.document(english)["blocks"][0]["kind"] in ("paragraph", "source")
    assert next(b["label"] for b in nbappendix.document(english)["blocks"] if b["kind"] == "table") == "Table 1"


def said(text, missing=False):
    return shown(PROSE, {"kind": "prose", "language": "zh", "inlines": [{"text": text}], "missing": missing})


def test_sections_without_figures_are_told_once_at_the_end():
    doc = nbappendix.document(
        notebook(
            new_markdown_cell("# 报告"),
            new_markdown_cell("## 多少？\n\n说明一。"), code("a", said("有数。"), said("无图。", missing=True)),
            new_markdown_cell("## 走势？\n\n说明二。"), code("b", said("没有数据。", missing=True)),
            new_markdown_cell("## 说明"), code("c = 1"),
        )
    )  # fmt: skip
    headings = [markdown.plain(block["inlines"]) for block in doc["blocks"] if block["kind"] == "heading"]
    assert headings == ["多少？", "说明", labels("zh")["gaps"]]
    told = doc["blocks"][-1]["items"]
    assert [markdown.plain(item[0]["inlines"]) for item in told] == ["走势？ 没有数据。"]
    assert "说明二" not in str(doc["blocks"])


def test_a_report_without_figures_is_one_sentence_and_nothing_to_sign():
    cells = [new_markdown_cell("# 报告"), new_markdown_cell("## 多少？"), code("a", said("没有数据。", missing=True)),
             new_markdown_cell("## 走势？"), code("b", said("没有走势。", missing=True)),
             new_markdown_cell("## 说明\n\n增速以基年为基期。")]  # fmt: skip
    doc = nbappendix.document(notebook(*cells, nbappendix={"signoff": True}))
    assert (doc["title"], [markdown.plain(block["inlines"]) for block in doc["blocks"]]) == ("报告", ["没有数据。"])
    assert not any("＿" in line for line in doc["cover"])
    told = nbappendix.document(notebook(*cells, code("c", said("有数。")), nbappendix={"signoff": True}))
    assert any("＿" in line for line in told["cover"]) and "增速以基年为基期" in str(told["blocks"])


def test_a_brief_report_has_its_sources_under_its_table_and_no_lists():
    table = growth_table() | {"source": ["甲" * 50, "乙" * 50]}
    long = nbappendix.document(notebook(code("a", shown(TABLE, table))))
    brief = nbappendix.document(notebook(code("a", shown(TABLE, table)), nbappendix={"brief": True}))
    assert (len(long["sources"]), len(brief["sources"])) == (2, 0)
    assert long["blocks"][-1]["cited"] and "cited" not in brief["blocks"][-1]


@pytest.mark.parametrize(
    ("stated", "final", "draft"),
    [(True, False, True), (None, False, True), (False, False, False), (True, True, False)],
    ids=["open findings", "nothing stated", "nothing open", "declared final"],
)
def test_draft_until_final_or_nothing_is_open(stated, final, draft):
    node = notebook(new_markdown_cell("# x"), nbappendix={} if stated is None else {"draft": stated})
    assert nbappendix.document(node, final=final)["draft"] is draft


def test_foreign_outputs_become_blocks(foreign):
    doc = nbappendix.document(foreign)
    assert [b["title"] for b in doc["blocks"] if b["kind"] == "table"] == ["", "", "带样式的表", "精美的表", ""]
    assert [next(k for k in ("svg", "image") if k in b) for b in doc["blocks"] if b["kind"] == "figure"] == [
        "svg",
        "image",
    ]
    assert [b["stream"] for b in doc["blocks"] if b["kind"] == "output"] == ["stdout", "stderr", "error"]


@pytest.mark.parametrize(
    ("tag", "gone"),
    [("remove-cell", ["source", "output"]), ("remove-input", ["source"]), ("remove_output", ["output"])],
)
def test_usual_tags_hide_parts_of_a_cell(tag, gone):
    node = notebook(code("print(1)", new_output("stream", name="stdout", text="1"), tags=[tag]))
    assert kinds(nbappendix.document(node)) == [k for k in ["source", "output"] if k not in gone]


def test_headings_close_up_without_gaps():
    node = notebook(new_markdown_cell("# T\n\n### a\n\n##### b\n\n### c\n\n## d"))
    levels = [b["level"] for b in nbappendix.document(node)["blocks"]]
    assert levels == [1, 2, 1, 1]


def test_carriage_returns_and_colours_read_as_a_screen_shows_them():
    pieces = [
        new_output("stream", name="stdout", text="0%\r50%"),
        new_output("stream", name="stdout", text="\r100%\n\x1b[1mdone\x1b[0m\n"),
    ]
    assert [o["text"] for o in map(dict, outputs.joined(pieces))] == ["0%\r50%\r100%\n\x1b[1mdone\x1b[0m\n"]
    assert outputs.screen("0%\r50%\r100%\n\x1b[1mdone\x1b[0m\n") == "100%\ndone"


def test_cell_metadata_names_a_foreign_table():
    frame = pd.DataFrame({"a": [1]}).to_html()
    node = notebook(code("x", shown("text/html", frame), nbappendix={"title": "题", "unit": "件", "source": "某局"}))
    table = nbappendix.document(node)["blocks"][-1]
    assert (table["title"], table["unit"], table["source"]) == ("题", "件", ["某局"])


@pytest.mark.parametrize(
    ("source", "kind"),
    [("![a](attachment:p.png)", "image"), ("![a](missing.png)", None), ("![a](https://example.org/p.png)", None)],
    ids=["attachment", "no such file", "on the network"],
)
def test_pictures_of_markdown_cells(foreign, source, kind):
    png = next(
        o["data"]["image/png"] for c in foreign.cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})
    )
    node = notebook(new_markdown_cell(source, attachments={"p.png": {"image/png": png}}))
    figure = nbappendix.document(node)["blocks"][0]
    assert figure["kind"] == "figure"
    assert ("image" in figure) is (kind == "image")


def test_picture_outside_the_folder_is_not_read(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "in").mkdir()
    node = notebook(new_markdown_cell("![a](../secret.svg)"))
    assert "svg" not in nbappendix.document(node, folder=tmp_path / "in")["blocks"][0]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("第一行\n第二行", "第一行第二行"),
        ("word\nword", "word word"),
        ("见[表](https://x.cn)与`a`", "见表与a"),
        ("**“首位”**度", "“首位”度"),
        ("甲[^1]\n\n[^1]: 乙", "甲"),
    ],
    ids=["Chinese lines join", "Latin lines keep a space", "links and code", "bold beside a full-width mark", "note"],
)
def test_markdown_reads_as_chinese_means_it(text, plain):
    block = markdown.blocks(text)[0]
    assert markdown.plain(block["inlines"]) == plain


def test_footnote_stands_where_it_is_called():
    nodes = markdown.blocks("甲[^1]乙\n\n[^1]: 注**文**")[0]["inlines"]
    note = next(n for n in nodes if n["t"] == "note")
    assert markdown.plain(note["inlines"]) == "注文"


@pytest.mark.parametrize(
    ("tex", "read"),
    [
        (r"\frac{a}{b}", True),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned}", True),
        (r"\nosuch x", False),
        (r"\frac{", False),
    ],
    ids=["fraction", "aligned lines", "unknown command", "cut short"],
)
def test_formulas_are_read_whole_or_left_as_tex(tex, read):
    assert (formulas.mathml(tex) is not None) is read
    assert (formulas.tree(tex) is not None) is read


@given(st.text(alphabet=r"\{}^_ab1+=&%$frac sqrt", max_size=30))
def test_any_tex_is_read_or_refused_never_raises(tex):
    assert formulas.mathml(tex) is None or formulas.mathml(tex).startswith("<math")


def test_frame_with_levels_keeps_its_headings():
    frame = pd.DataFrame(
        [[1, 2], [3, 4]],
        index=pd.MultiIndex.from_product([["北京"], [2021, 2022]], names=["地区", "年"]),
        columns=pd.MultiIndex.from_product([["专利"], ["申请", "授权"]]),
    )
    table = fallback_tables.read(frame.to_html())[0]
    assert [(c["label"], c["group"]) for c in table["columns"]] == [
        ("地区", []), ("年", []), ("申请", ["专利"]), ("授权", ["专利"]),
    ]  # fmt: skip
    assert tables.stub(table) == 2
    assert tables.csv_text(table, labels("zh")).splitlines()[1:] == ["北京,2021,1,2", "北京,2022,3,4"]


def test_default_index_is_left_out_and_a_real_one_kept():
    frame = pd.DataFrame({"值": [5, 6]})
    assert [c["label"] for c in fallback_tables.read(frame.to_html())[0]["columns"]] == ["值"]
    named = frame.set_axis(["甲", "乙"])
    assert [c["label"] for c in fallback_tables.read(named.to_html())[0]["columns"]] == ["", "值"]


@pytest.mark.parametrize(
    ("given_cell", "value"),
    [
        (cell("36.5万", 365000.0), 365000),
        (cell("36.5", 365000.0), 36.5),
        (cell("5.63%", 5.6349), 5.6349),
        (cell("−1,234.5"), -1234.5),
        (cell("—"), ""),
        (cell("0"), 0),
        (cell("001"), "001"),
        (cell("=SUM(A1)"), "'=SUM(A1)"),
        (cell("不可判定"), "不可判定"),
    ],
    ids=lambda p: p["text"] if isinstance(p, dict) else None,
)
def test_value_of_a_cell_in_a_data_file(given_cell, value):
    assert tables.plain(given_cell) == value


@given(st.lists(st.integers(1, 12), min_size=1, max_size=40), st.integers(0, 1))
def test_panels_show_every_column_once(sizes, stub):
    columns = [{"name": str(i), "label": "宽" * n, "align": "right"} for i, n in enumerate(sizes)]
    columns[0]["align"] = "left" if stub else "right"
    rows = [{"kind": "body", "cells": [{"text": "字" * n} for n in sizes]}]
    table = bundles.table({"columns": columns, "rows": rows})
    *_, panels = layout.fit(table)
    heads = tables.stub(table)
    assert all(panel[:heads] == list(range(heads)) for panel in panels)
    assert [i for panel in panels for i in panel[heads:]] == list(range(heads, len(sizes)))


def test_random_ids_of_a_chart_do_not_matter():
    from appendices import chart

    one, other = chart(salt=None)[0], chart(salt=None)[0]
    assert one != other
    assert svg.clean(one, "f1-") == svg.clean(other, "f1-")


def test_svg_is_made_harmless():
    dirty = (
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script>'
        '<style>*{fill:red}</style><image href="https://example.org/p.png"/>'
        '<a href="javascript:x()"><text style="fill: #fff; font: bold 10px Arial">t</text></a>'
        '<g style="stroke:#000"><use href="#k"/></g><path id="k" d=""/></svg>'
    )
    clean = svg.clean(dirty, "f1-")
    for forbidden in ("script", "onload", "example.org", "javascript", "style="):
        assert forbidden not in clean
    assert 'href="#f1-1"' in clean and 'id="f1-1"' in clean


@pytest.mark.parametrize(
    ("href", "prefix", "place"),
    [
        ("sources/a.html#fig-1", "../../", "../../sources/a.html#fig-1"),
        ("sources/a.html#fig-1", "", ""),
        ("https://example.org", "", "https://example.org"),
        ("javascript:alert(1)", "../", ""),
        ("file:///etc/passwd", "../", ""),
        ("/etc/passwd", "../", ""),
    ],
)
def test_links_lead_into_the_project_or_the_web_only(href, prefix, place):
    assert links.resolve(href, prefix) == place


def test_prefix_is_the_way_to_where_a_package_says_that_links_start(tmp_path, monkeypatch):
    class Rooted(Hooks):
        def link_root(self, folder):
            return tmp_path / "reports"

    assert links.prefix(tmp_path / "reports" / "x.pdf") == ""
    monkeypatch.setattr(links, "hooks", Rooted)
    assert links.prefix(tmp_path / "reports" / "110000" / "2022" / "x.pdf") == "../../"
    assert links.prefix(tmp_path / "notebooks" / "x.pdf") == "../reports/"


def test_both_languages_name_everything():
    assert labels("zh").keys() == labels("en").keys()


def test_table_without_marks_has_no_status_column():
    table = bundles.table(growth_table())
    assert (
        tables.csv_text(table, labels("zh")).splitlines()[0]
        == "\ufeff分组,指标,数量 2021年,数量 2022年,同比增长,同比增长 状态"
    )
    for row in table["rows"]:
        for one in row["cells"]:
            one["mark"] = ""
    assert "状态" not in tables.csv_text(table, labels("zh"))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"nbformat": 3, "worksheets": []}'], ids=["empty", "cut", "list", "old"]
)
def test_what_is_no_notebook_is_refused_by_name(tmp_path, content):
    path = tmp_path / "x.ipynb"
    path.write_bytes(content)
    with pytest.raises(NotebookError, match=r"x\.ipynb"):
        nbappendix.export(path, "pdf")


def test_unused_mime_falls_back_to_text():
    node = notebook(code("x", shown("application/vnd.unknown+json", {"a": 1})))
    assert kinds(nbappendix.document(node)) == ["source", "output"]
    assert TABLE not in str(nbappendix.document(node))


def test_code_cells_with_nothing_between_are_one():
    cells = [code("a = 1"), code("b = 2"), code("c", shown(PROSE, {"inlines": [{"text": "句。"}]})), code("d = 4")]
    blocks = nbappendix.document(notebook(*cells))["blocks"]
    assert [b["text"] for b in blocks if b["kind"] == "source"] == ["a = 1\n\nb = 2\n\nc", "d = 4"]


def test_sources_are_quoted_at_the_end_and_numbers_lead_there(tmp_path, monkeypatch):
    class Quoting(Hooks):
        def quotations(self, hrefs, folder, language):
            said = {href: ("“一句两数。”", "《甲》") for href in hrefs if "#fig-a" in href}
            return said | {"x.html#fig-b": ("另一句。", "《乙》")}

    monkeypatch.setattr(model, "hooks", Quoting)
    links_ = [{"text": "1件", "href": f"x.html#fig-{n}", "title": ""} for n in ("a1", "a2", "b", "unknown")]
    table = wide_table(1, 1)
    table["rows"][0]["cells"][1] = cell("2", 2, href="x.html#fig-a1")
    node = notebook(new_markdown_cell("# 题"), code("x", shown(PROSE, {"inlines": links_}), shown(TABLE, table)))
    doc = nbappendix.document(node)
    assert [(one["text"], one["source"]) for one in doc["quotations"]] == [
        ("“一句两数。”", "《甲》"),
        ("另一句。", "《乙》"),
    ]
    assert [n.get("quote") for n in model.inlines(doc["blocks"]) if n["t"] == "link"] == [1, 1, 2, None]
    page = html.render(doc, "../")
    assert page.count('href="#quote-1"') == 3 and page.count('id="quote-1"') == 1 and page.count("x.html#fig-b") == 1
    assert pdf.render(doc, 0, "../").startswith(b"%PDF")
    body = docx.Document(io.BytesIO(word.render(doc, 0, "../"))).element.body
    anchors = [a for link in body.iter(qn("w:hyperlink")) if (a := link.get(qn("w:anchor"), "")).startswith("quote")]
    assert anchors == ["quote-1", "quote-1", "quote-2", "quote-1"]
    bound = book.together([doc, nbappendix.document(node)], "汇编")
    assert bound["quotations"] == doc["quotations"], "what two reports of a book quote is noted once"
    assert [n["quote"] for n in model.inlines(bound["blocks"]) if n.get("quote")] == [1, 1, 2, 1, 1, 2]
