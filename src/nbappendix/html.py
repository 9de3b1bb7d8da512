"""The document model -> one HTML file that fetches nothing: type, charts, data and script are all inside.

A strict content security policy names the hash of the one style sheet and of the one script, so nothing that a notebook
printed can run or load anything.
"""

from pathlib import Path

from markupsafe import Markup

from nbappendix import html_blocks, markdown, model, subsets
from nbappendix.formats import Job
from nbappendix.labels import labels
from nbappendix.templates import asset, page

WIDE = set("‘’“”…")  # as wide as a character in a Chinese face; English takes them from the reader's own
ASCII = {chr(code) for code in range(0x20, 0x7F)}


def files(doc: dict, job: Job) -> dict[Path, bytes]:
    """The one file of this format (`formats.py`)."""
    return {job.target: render(doc, job.prefix).encode()}


def render(doc: dict, prefix: str = "") -> str:
    """The page of a document; `prefix` leads from the file to the folder its relative links start at (`links.py`)."""
    words = labels(doc["language"])
    blocks, endnotes = doc["blocks"] + model.closing(doc), model.endnotes(doc)
    writer = html_blocks.HtmlWriter(words, prefix, doc["language"], doc["quotations"])
    told = doc | {"main": writer.blocks(blocks), "footnotes": writer.footnotes(), "endnotes": writer.blocks(endnotes)}
    told |= {"words": words, "colophon": model.gathered(doc["colophon"]), "entries": _entries(blocks + endnotes)}
    body = page("body.html", **told, coded=any(b["kind"] == "source" for b in doc["blocks"]))
    face = subsets.face(ASCII.union(body) - (WIDE if doc["language"] == "en" else set()))
    style, script = Markup(face + asset("page.css") + writer.colours()), page("page.js", words=words)
    return str(page("page.html", **doc, body=body, style=style, script=script)) + "\n"


def _entries(blocks: list[dict]) -> list[tuple[int, int, str]]:
    """The entries of the contents: number, level and words of the headings of two levels."""
    headings = enumerate((b for b in blocks if b["kind"] == "heading"), 1)
    return [(number, b["level"], markdown.plain(b["inlines"])) for number, b in headings if b["level"] <= 2]
