"""What is fuzzed: bytes in, and what must hold whatever they are. No error but our own comes out.

The first byte chooses the kind of input, the rest is its content; `seeds` gives whole inputs to begin with.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import nbformat
from lxml import html as parser
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import nbappendix
from ipstats.collect.corrections import read_corrections
from ipstats.collect.read import read
from ipstats.collect.sources import read_source
from ipstats.errors import IpstatsError
from nbappendix import html, xlsx
from nbappendix.errors import AppendixError

sys.path.append(str(Path(__file__).parents[1] / "documents"))
import hostile
import makers

ENDINGS = (".md", ".txt", ".csv", ".html", ".pdf", ".xls", ".docx", ".xlsx")
TEXT = "2023年，苏州市专利授权量187758件，同比增长4.31%；其中发明专利授权量1.2万件。到2025年，目标为106.5件。\n"
TABLE = (
    "表1 各市专利情况\n\n| 地区 | 2022年（件） | 同比±% |\n|---|---|---|\n"
    "| 南京市 | 1,234 | -5.6 |\n| 合计 | 36.5万 | … |\n"
)
DOCX_BODY = "<w:p><w:r><w:t>2023年，全市专利授权量12件。</w:t></w:r></w:p>"
XLSX_ROW = f'<row r="1">{hostile.text("A1", "苏州市")}<c r="B1"><v>5.63</v></c></row>'


def document(data: bytes) -> bool:
    """A document of any format: every figure's text stands where the row says; whether it was read."""
    ending, content = ENDINGS[data[0] % len(ENDINGS)], data[1:]
    if ending in (".docx", ".xlsx") and not content.startswith(b"PK"):
        content = hostile.docx(_text(content)) if ending == ".docx" else hostile.xlsx(_text(content))
    with suppress(IpstatsError):
        found = read(content, name=f"a{ending}", area="苏州市", published="2024-01-31")
        for row in found.table.itertuples():
            assert found.text[row.char_start : row.char_end] == row.obs_text, row.obs_text
        return True
    return False


SIDECAR = (
    "title: 苏州市2023年情况\npublisher: 局\narea: 苏州市\nperiod: '2023'\npublished: 2024-01-31\nwording: restated\n"
)
CORRECTION = """
- action: override
  where: {label: 专利授权量, quote: 187758件}
  expect: {obs_value: 187758, printed: "187758"}
  set: {printed: 18.8万, period: 2023-01-01/P11M}
  reason: 原文有误
  by: 某人
- {action: drop, where: {quote: 4.31%}, expect: {measure: growth}, reason: 重复, on: 2024-03-01}
- {action: confirm, where: {quote: 1.2万件}, expect: {rows: 1}, reason: 已看}
"""


@cache
def _folder() -> Path:
    """A folder with one document."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (folder / "a.md").write_text(TEXT, "utf-8")
    return folder


def settings(data: bytes) -> bool:
    """A source sidecar, or corrections that are applied to a document; whether they were taken."""
    path = _folder() / "a.md"
    with suppress(IpstatsError):
        if data[0] % 2:
            path.with_name("a.md.source.yaml").write_bytes(data[1:])
            read_source(path)
        else:
            path.with_name("a.md.corrections.yaml").write_bytes(data[1:])
            read(path, corrections=read_corrections(path.with_name("a.md.corrections.yaml")))
        return True
    return False


MIMES = (
    "image/svg+xml", "text/html", "text/markdown", "text/latex", "text/plain", "application/vnd.ipstats.table+json",
    "application/vnd.ipstats.figure+json", "application/vnd.ipstats.prose+json",
)  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt"><text x="1">字</text><rect fill="red"/></svg>'
COLUMNS = [{"name": "a", "label": "地区", "align": "left"}, {"name": "b", "label": "件", "align": "right"}]
CELLS = [{"text": "苏州市"}, {"text": "12", "value": 12, "mark": "a", "href": "sources/x.html#q1", "fill": "#ffeeee"}]
BUNDLES = {
    "table": {"kind": "table", "title": "表", "unit": "件", "period": "2023", "notes": ["注"], "columns": COLUMNS,
              "rows": [{"kind": "body", "cells": CELLS}]},
    "figure": {"kind": "figure", "title": "图", "alt": "线", "svg": SVG},
    "prose": {"kind": "prose", "inlines": [{"text": "一"}, {"text": "二", "href": "a.html", "title": "t"}]},
}  # fmt: skip


def output(data: bytes) -> bool:
    """An output of a notebook's cell: it is exported, and nothing in the page is alive; whether it was."""
    mime, content = MIMES[data[0] % len(MIMES)], _text(data[1:])
    if mime.endswith("+json"):
        try:
            content = json.loads(content)
        except (ValueError, RecursionError):
            return False
    shown = new_output("display_data", {mime: content, "text/plain": "x"})
    notebook = new_notebook(cells=[new_markdown_cell("# 题"), new_code_cell("x", outputs=[shown], execution_count=1)])
    with suppress(AppendixError):
        made = nbappendix.document(notebook)
        page = parser.fromstring(html.render(made))
        xlsx.render(made, 0)
        for element in page.iter():
            assert element.tag not in ("iframe", "object", "embed", "form", "base"), element.tag
            assert element.tag != "meta" or (element.get("http-equiv") or "").lower() != "refresh"
            assert not [name for name in element.attrib if name.lower().startswith("on")], element.attrib
        assert len(page.findall(".//script")) <= _scripts()
        return True
    return False


@cache
def _scripts() -> int:
    """The scripts of a page that shows nothing: the template's own."""
    bare = nbappendix.document(new_notebook(cells=[new_code_cell("x", outputs=[], execution_count=1)]))
    return len(parser.fromstring(html.render(bare)).findall(".//script"))


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


TARGETS: dict[str, Callable[[bytes], bool]] = {"document": document, "settings": settings, "output": output}


def seeds(target: str) -> Iterator[bytes]:
    """Whole inputs of a target."""
    if target == "settings":
        yield b"\x01" + SIDECAR.encode()
        yield b"\x00" + CORRECTION.encode()
    elif target == "output":
        plain = [SVG, "<table><tr><th>a</th></tr><tr><td>1</td></tr></table><p>x</p>", "| a |\n|---|\n| 1 |\n\n**b**",
                 r"$\frac{a}{b}$", "12"]  # fmt: skip
        for kind, content in enumerate([*plain, *(json.dumps(b, ensure_ascii=False) for b in BUNDLES.values())]):
            yield bytes([kind]) + content.encode()
    else:
        yield from _documents()


def _documents() -> Iterator[bytes]:
    plain = (
        TEXT + TABLE,
        TEXT,
        "地区,2022年,2023年\n苏州市,12,36.5万\n",
        f"<h1>题</h1><p>{TEXT}</p><table><tr><td>1</table>",
    )
    for kind, content in enumerate(plain):
        yield bytes([kind]) + content.encode()
    yield bytes([6]) + DOCX_BODY.encode()
    yield bytes([7]) + XLSX_ROW.encode()
    with tempfile.TemporaryDirectory() as folder:
        yield bytes([4]) + makers.pdf(Path(folder) / "a.pdf").read_bytes()
        yield bytes([6]) + makers.docx(Path(folder) / "a.docx").read_bytes()


def given(path: Path) -> Iterator[tuple[str, bytes]]:
    """The inputs that a file of a given folder makes: a document, a sidecar, or the outputs of a notebook."""
    content, ending = path.read_bytes(), path.suffix.lower()
    if ending in ENDINGS:
        yield "document", bytes([ENDINGS.index(ending)]) + content
    if ending in (".yaml", ".yml"):
        yield "settings", b"\x01" + content
    shown = {".svg": "image/svg+xml", ".html": "text/html", ".md": "text/markdown", ".tex": "text/latex"}
    if ending in shown:
        yield "output", bytes([MIMES.index(shown[ending])]) + content
    if ending == ".ipynb":
        yield from (("output", seed) for seed in _outputs(content))


def _outputs(notebook: bytes) -> Iterator[bytes]:
    """The outputs of a notebook's cells that the target takes."""
    for cell in nbformat.reads(_text(notebook), as_version=4).cells:
        for data in (one.get("data", {}) for one in cell.get("outputs", [])):
            for mime in sorted(set(data) & set(MIMES)):
                text = data[mime] if isinstance(data[mime], str) else json.dumps(data[mime], ensure_ascii=False)
                yield bytes([MIMES.index(mime)]) + text.encode()


def words() -> list[str]:
    """Pieces that a fuzzer would take long to find: what the grammar and the formats are made of."""
    grammar = "年 月 日 件 万 亿 % 百分点 百分之 分之 其中 分别 同比 增长 下降 累计 目标 以上 约 超 第 位 倍 成"
    signs = "、 ， 。 （ ） ： ； — ~"
    markup = "| --- # ** <table> <td> rowspan= colspan= <br> </p> <w:p> <w:t> <w:tbl> <c <v> <f> &amp; \" ' ` $ \\frac"
    yaml = ": - where set reason quote {} [] | > & * ! !! P1M 2023-02-30 .inf null"
    alive = "<script> <meta onload= href= javascript: url( style= <use <image data: <a <foreignObject> xmlns="
    return f"{grammar} {signs} {markup} {yaml} {alive}".split()
