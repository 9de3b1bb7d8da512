"""Several reports bound into one PDF: one contents, one list of sources and one of endnotes, numbers throughout."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import nbappendix
from nbappendix import links, model, pdf
from nbappendix.errors import AppendixError
from nbappendix.hooks import hooks
from nbappendix.labels import labels


def bind(
    notebooks: Sequence[str | os.PathLike],
    out: str | os.PathLike,
    *,
    title: str = "",
    final: bool = False,
    fonts: str = "house",
) -> Path:
    """Bind executed notebooks, in the order given, into the PDF `out`; gives its path.

    The book is titled `title`, else after the one thing that all reports are about; a draft while any report is one.
    """
    if not notebooks:
        raise AppendixError("no report to bind into a book: run the notebooks first (没有可汇编的报告)")
    nodes = [nbappendix.read(Path(path)) for path in notebooks]
    documents = [
        nbappendix.document(node, name=Path(path).stem, folder=Path(path).parent, final=final)
        for node, path in zip(nodes, notebooks, strict=True)
    ]
    out = Path(out)
    named = title or _title(nodes, documents[0]["language"])
    book = together(documents, named, _shared(nodes), Path(notebooks[0]).parent)
    nbappendix.write(out, pdf.render(book, nbappendix.timestamp(book), links.prefix(out), fonts))
    return out


def together(documents: list[dict], title: str, shared: dict | None = None, folder: Path | None = None) -> dict:
    """One document out of several: each becomes a part, its headings go down a level, its tables are renumbered.

    A part whose title others have too (reports of several areas) says its subtitle with it, in the contents as well.
    What linked numbers quote is asked for anew, so that what several reports say is noted once; `folder` is theirs.
    """
    language = documents[0]["language"]
    blocks, colophon = [], []
    titles = Counter(doc["title"] for doc in documents)
    tables = figures = 0
    for doc in documents:
        tables, figures = model.number(doc["blocks"], doc["language"], tables, figures)
        blocks.append(_part(doc, titles[doc["title"]] > 1))
        blocks += map(_lowered, doc["blocks"])
        colophon += _entry(doc)
    return {
        "title": title,
        "subtitle": "",
        "cover": model.cover("", shared or {}, language),
        "publisher": next((d["publisher"] for d in documents if d["publisher"]), ""),
        "language": language,
        "date": max(d["date"] for d in documents),
        "draft": any(d["draft"] for d in documents),
        "colophon": [list(row) for row in dict.fromkeys(map(tuple, colophon))],
        "contents": True,
        "folded": all(d["folded"] for d in documents),
        "sources": model.cite(blocks, language),
        "quotations": model.quote(blocks, folder or Path(), language),
        "blocks": blocks,
    }


def _lowered(block: dict) -> dict:
    return block | {"level": block["level"] + 1} if block["kind"] == "heading" else block


def _part(doc: dict, shared: bool) -> dict:
    """The head of a part; a title that others `shared` takes the subtitle with it."""
    if shared and doc["subtitle"]:
        return {"kind": "part", "title": f"{doc['subtitle']}\u3000{doc['title']}", "subtitle": ""}
    said = model.beyond(doc["title"], doc["subtitle"], doc["language"])
    return {"kind": "part", "title": doc["title"], "subtitle": said}


def _entry(doc: dict) -> list[list[str]]:
    """The parameters of one report on one line under its title; what the reports share is said once."""
    words = labels(doc["language"])
    name = words["parameters"]
    own = next((value for key, value in doc["colophon"] if key == name), "")
    shared = [row for row in doc["colophon"] if row[0] != name]
    return [[name, doc["title"] + words["colon"] + own], *shared]


def _title(nodes: list[dict], language: str) -> str:
    words = labels(language)
    shared = hooks().common_subject([model.about(node["metadata"]) for node in nodes], language)
    return words["book_of"].format(shared, words["book"]) if shared else words["book"]


def _shared(nodes: list[dict]) -> dict:
    """What the metadata of all reports say alike, for the cover."""
    first, *others = (model.about(node["metadata"]) for node in nodes)
    return {key: value for key, value in first.items() if all(other.get(key) == value for other in others)}
