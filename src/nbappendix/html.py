"""The document model -> one HTML file that fetches nothing: type, charts, data and script are all inside.

A strict content security policy names the hash of the one style sheet and of the one script, so nothing that a notebook
printed can run or load anything.
"""

import base64
import hashlib
from html import escape
from pathlib import Path

from nbappendix import html_blocks, markdown, model, subsets
from nbappendix.formats import Job
from nbappendix.labels import labels
from nbappendix.templates import asset

WIDE = set("‘’“”…")  # as wide as a character in a Chinese face; English takes them from the reader's own
ASCII = {chr(code) for code in range(0x20, 0x7F)}


def files(doc: dict, job: Job) -> dict[Path, bytes]:
    """The one file of this format (`formats.py`)."""
    return {job.target: render(doc, job.prefix).encode()}


def render(doc: dict, prefix: str = "") -> str:
    """The page of a document; `prefix` leads from the file to the folder its relative links start at (`links.py`)."""
    words = labels(doc["language"])
    doc = doc | {"blocks": doc["blocks"] + model.closing(doc), "endnotes": model.endnotes(doc)}
    writer = html_blocks.HtmlWriter(words, prefix, doc["language"], doc.get("quotations", []))
    main = writer.blocks(doc["blocks"])
    body = _body(doc, words, main, writer)
    style = (
        _face(ASCII.union(body) - (WIDE if doc["language"] == "en" else set())) + asset("page.css") + writer.colours()
    )
    script = _script(words)
    policy = "; ".join([
        "default-src 'none'", f"style-src {_hash(style)}", f"script-src {_hash(script)}", "font-src data:",
        "img-src data:", "base-uri 'none'", "form-action 'none'",
    ])  # fmt: skip
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(doc['title'])}</title>",
        f'<meta name="author" content="{escape(doc["publisher"])}">' if doc["publisher"] else "",
        f'<meta name="dcterms.date" content="{escape(doc["date"])}">' if doc["date"] else "",
        '<meta name="color-scheme" content="light dark">',
        f"<style>{style}</style>",
    ]
    language = "zh-CN" if doc["language"] == "zh" else "en"
    start = ["<!DOCTYPE html>", f'<html lang="{language}">', "<head>", *filter(None, head), "</head>"]
    return "\n".join([*start, "<body>", body, f"<script>{script}</script>", "</body>", "</html>", ""])


def _body(doc: dict, words: dict, main: str, writer) -> str:
    parts = (line.split(words["gap"]) for line in doc["cover"])
    cover = "".join(f"<p>{words['gap'].join(f'<span>{escape(part)}</span>' for part in line)}</p>" for line in parts)
    draft = f'<p class="draft">{words["draft_long"]}</p>' if doc["draft"] else ""
    return "\n".join([
        f'<a class="skip" href="#main">{words["skip"]}</a>',
        '<div class="page">',
        _contents(doc, words),
        '<main id="main">',
        f"<header><h1>{escape(doc['title'])}</h1>{cover}{draft}</header>",
        main,
        writer.footnotes(),
        _colophon(doc, words),
        writer.blocks(doc["endnotes"]),
        "</main>",
        "</div>",
        '<p id="status" class="unseen" role="status"></p>',
    ])  # fmt: skip


def _contents(doc: dict, words: dict) -> str:
    headings = [b for b in doc["blocks"] + doc["endnotes"] if b["kind"] == "heading"]
    items = [
        f'<li class="level{b["level"]}"><a href="#s{i}">{escape(markdown.plain(b["inlines"]))}</a></li>'
        for i, b in enumerate(headings, 1)
        if b["level"] <= 2
    ]
    has_code = any(b["kind"] == "source" for b in doc["blocks"])
    button = f'<button type="button" id="code" aria-expanded="false" hidden>{words["show_code"]}</button>'
    name = words["contents"].replace("　", "")
    listed = f'<p class="name">{words["contents"]}</p><ul>{"".join(items)}</ul>' if items else ""
    return f'<nav aria-label="{name}">{listed}{button if has_code else ""}</nav>' if items or has_code else ""


def _colophon(doc: dict, words: dict) -> str:
    if not doc["colophon"]:
        return ""
    rows, last = "", None
    for name, value in doc["colophon"]:
        rows += (f"<dt>{escape(name)}</dt>" if name != last else "") + f"<dd>{escape(value)}</dd>"
        last = name
    if doc["folded"]:
        return f'<details class="colophon"><summary>{escape(words["colophon"])}</summary><dl>{rows}</dl></details>'
    heading = f'<h2 id="colophon">{escape(words["colophon"])}</h2>'
    return f'<section class="colophon" aria-labelledby="colophon">{heading}<dl>{rows}</dl></section>'


def _face(characters: set[str]) -> str:
    source = subsets.embedded(characters)
    return f'@font-face{{font-family:"Report Sans";font-display:block;src:{source} format("woff2")}}\n'


def _script(words: dict) -> str:
    said = {key: words[key] for key in ("show_code", "hide_code", "sorted_up", "sorted_down", "sorted_not")}
    script = asset("page.js")
    for key, text in said.items():
        script = script.replace(f"%{key}%", text)
    return script


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
