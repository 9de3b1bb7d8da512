"""Markdown cells -> blocks of the document model (`model.py` names them)."""

import re

from nbappendix import bundles, tables

CJK = r"⺀-鿿豈-﫿︰-﹏＀-￯　-〿—…‘’“”"
BREAK_BETWEEN_CJK = re.compile(rf"(?<=[{CJK}])\n(?=[{CJK}])")
UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML can hold."""
TAGS = {"b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "sub": "sub", "sup": "sup"}
ENVIRONMENT = re.compile(r"^\\begin\{(equation|align|gather|multline|eqnarray)(\*?)\}.*?\\end\{\1\2\}", re.M | re.S)
# CommonMark closes no emphasis between full-width punctuation and a letter (**“首位”**度); Chinese text means it to
BOLD_BESIDE_CJK = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")


def blocks(source: str) -> list[dict]:
    """The blocks of one Markdown cell; footnotes stand where they are called, as `note` inlines."""
    tokens, _ = _parser()(ENVIRONMENT.sub(_between_dollars, UNHELD.sub("", source)))
    notes = [note for token in tokens if token["type"] == "footnotes" for note in token["children"]]
    return _blocks(tokens, {note["attrs"]["key"]: note for note in notes})


def _between_dollars(found: re.Match) -> str:
    """A bare `\\begin{equation}` is a formula in JupyterLab; one already between dollars stays as it is."""
    inside = found.string[: found.start()].count("$$") % 2
    return found[0] if inside else f"$$\n{found[0]}\n$$"


def plain(inlines: list[dict]) -> str:
    """The words of inlines without their marks."""
    return "".join(plain(n["inlines"]) if "inlines" in n else n.get("text", "") for n in inlines if n["t"] != "note")


def _parser():
    import mistune

    return mistune.create_markdown(renderer=None, plugins=["table", "strikethrough", "footnotes", "math", "url"]).parse


def _blocks(tokens: list[dict], notes: dict) -> list[dict]:
    return [block for token in tokens if token["type"] in _BLOCKS for block in _BLOCKS[token["type"]](token, notes)]


def _list(token: dict, notes: dict) -> list[dict]:
    attrs, items = token["attrs"], [_blocks(item["children"], notes) for item in token["children"]]
    return [{"kind": "list", "ordered": attrs["ordered"], "start": attrs.get("start") or 1, "items": items}]


def _heading(token: dict, notes: dict) -> list[dict]:
    return [{"kind": "heading", "level": token["attrs"]["level"], "inlines": _inlines(token["children"], notes)}]


def _code(token: dict, notes: dict) -> list[dict]:
    language = token.get("attrs", {}).get("info") or ""
    return [{"kind": "code", "text": token["raw"].rstrip("\n"), "language": language}]


def html_blocks(source: str) -> list[dict]:
    """Tables and paragraphs of an HTML fragment; its styles and scripts are dropped."""
    from lxml import etree
    from lxml import html as parser

    from nbappendix import fallback_tables

    source = UNHELD.sub("", source)
    if not re.sub(r"<!--.*?-->", "", source, flags=re.S).strip():
        return []
    try:
        tree = parser.fragment_fromstring(source, create_parent="div")
    except etree.ParserError:
        return []
    found = fallback_tables.read(source)
    for table in list(tree.iter("table")):
        table.drop_tree()
    words = [re.sub(r"\s+", " ", line).strip() for line in fallback_tables.text_of(tree).split("\n")]
    return [{"kind": "paragraph", "inlines": [{"t": "text", "text": line}]} for line in words if line] + found


def _paragraph(inlines: list[dict]) -> list[dict]:
    """A paragraph; one that is only a picture becomes a figure, one that is only a formula a displayed formula."""
    solid = [n for n in inlines if n["t"] != "text" or n["text"].strip()]
    if len(solid) == 1 and solid[0]["t"] == "image":
        return [{"kind": "figure", "href": solid[0]["href"], "title": solid[0]["title"] or solid[0]["text"]}]
    return [{"kind": "paragraph", "inlines": inlines}] if solid else []


def _table(token: dict, notes: dict) -> dict:
    head = next(part for part in token["children"] if part["type"] == "table_head")
    rows = [row for part in token["children"] if part["type"] == "table_body" for row in part["children"]]
    columns = [
        {"name": f"c{i}", "label": plain(_inlines(c["children"], notes)), "align": c["attrs"].get("align") or "left"}
        for i, c in enumerate(head["children"])
    ]
    body = []
    for row in rows:
        texts = [plain(_inlines(cell["children"], notes)) for cell in row["children"]]
        body.append({"kind": "body", "cells": [{"text": text, "value": tables.number(text)} for text in texts]})
    return bundles.table({"columns": columns, "rows": body})


def _inlines(tokens: list[dict] | None, notes: dict) -> list[dict]:
    out: list[dict] = []
    opened: list[tuple[str, list[dict]]] = []
    for token in tokens or []:
        kind, raw = token["type"], token.get("raw", "")
        if kind == "inline_html":
            out, opened = _inline_html(raw, out, opened)
        elif kind in ("text", "softbreak") and out and out[-1]["t"] == "text":
            out[-1]["text"] += raw or "\n"
        else:
            out += _inline(token, notes)
    while opened:
        out = opened.pop()[1] + out
    return [piece for node in out for piece in (_text(node["text"]) if node["t"] == "text" else [node])]


def _text(text: str) -> list[dict]:
    text = BREAK_BETWEEN_CJK.sub("", text).replace("\n", " ")
    nodes = []
    for index, part in enumerate(BOLD_BESIDE_CJK.split(text)):
        if part:
            node = {"t": "text", "text": part}
            nodes.append({"t": "strong", "inlines": [node]} if index % 2 else node)
    return nodes


def _inline(token: dict, notes: dict) -> list[dict]:
    kind = token["type"]
    if kind == "footnote_ref" and token["raw"] in notes:
        inner = _blocks(notes.pop(token["raw"])["children"], notes)
        return [{"t": "note", "inlines": [n for b in inner for n in b.get("inlines", [])]}]
    if read := _INLINES.get(kind):
        return [read(token, notes)]
    return _inlines(token["children"], notes) if "children" in token else []


def _image(token: dict, notes: dict) -> dict:
    attrs, alt = token["attrs"], plain(_inlines(token["children"], notes))
    return {"t": "image", "href": attrs["url"], "text": alt, "title": attrs.get("title") or ""}


def _styled(token: dict, notes: dict) -> dict:
    return {"t": token["type"], "inlines": _inlines(token["children"], notes)}


def _math(token: dict, notes: dict) -> dict:
    return {"t": "math", "text": token["raw"].strip()}


def _inline_html(raw: str, out: list[dict], opened: list) -> tuple[list[dict], list]:
    """`<br>` and the few tags that carry meaning; any other tag is dropped and its words stay."""
    match = re.fullmatch(r"<(/?)\s*(\w+)[^>]*?/?>", raw)
    closes, name = (match[1], match[2].lower()) if match else ("", "")
    if name == "br":
        return [*out, {"t": "break"}], opened
    if name not in TAGS:
        return out, opened
    if not closes:
        return [], [*opened, (name, out)]
    if opened and opened[-1][0] == name:
        return [*opened[-1][1], {"t": TAGS[name], "inlines": out}], opened[:-1]
    return out, opened


_BLOCKS = {
    "heading": _heading,
    "paragraph": lambda token, notes: _paragraph(_inlines(token["children"], notes)),
    "block_text": lambda token, notes: _paragraph(_inlines(token["children"], notes)),
    "block_math": lambda token, notes: [{"kind": "math", "text": token["raw"].strip()}],
    "block_quote": lambda token, notes: [{"kind": "quote", "blocks": _blocks(token["children"], notes)}],
    "list": _list,
    "block_code": _code,
    "thematic_break": lambda token, notes: [{"kind": "rule"}],
    "table": lambda token, notes: [_table(token, notes)],
    "block_html": lambda token, notes: html_blocks(token["raw"]),
}
"""Kind of a block as the parser names it -> its blocks in the document model; others are dropped."""
_INLINES = {
    "text": lambda token, notes: {"t": "text", "text": token["raw"]},
    "strong": _styled,
    "emphasis": _styled,
    "strikethrough": _styled,
    "codespan": lambda token, notes: {"t": "code", "text": token["raw"]},
    "link": lambda token, notes: {
        "t": "link", "href": token["attrs"]["url"], "inlines": _inlines(token["children"], notes)},
    "image": _image,
    "inline_math": _math,
    "block_math": _math,
    "softbreak": lambda token, notes: {"t": "text", "text": "\n"},
    "linebreak": lambda token, notes: {"t": "break"},
}  # fmt: skip
"""Kind of an inline as the parser names it -> its node; of others the words stay."""
