"""Several reports bound into one PDF: one contents, pages, tables and figures numbered throughout."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ipstats.errors import IpstatsError
from ipstats.publishing import exports
from ipstats.publishing.exports import links, model, pdf
from ipstats.publishing.exports.labels import labels


def bind(
    notebooks: Sequence[str | os.PathLike],
    out: str | os.PathLike,
    *,
    title: str = "",
    final: bool = False,
    fonts: str = "house",
) -> Path:
    """Bind executed notebooks, in the order given, into the PDF `out`; gives its path.

    The book is titled `title`, else after the one area all reports are about. It is a draft while any report is one.
    """
    if not notebooks:
        raise IpstatsError("no report to bind into a book: run `ipstats report` first (没有可汇编的报告)")
    nodes = [exports.read(Path(path)) for path in notebooks]
    documents = [
        exports.document(node, name=Path(path).stem, folder=Path(path).parent, final=final)
        for node, path in zip(nodes, notebooks, strict=True)
    ]
    out = Path(out)
    book = together(documents, title or _title(nodes, documents))
    exports.write(out, pdf.render(book, exports.timestamp(book), links.prefix(out), fonts))
    return out


def together(documents: list[dict], title: str) -> dict:
    """One document out of several: each becomes a part, its headings go down a level, its tables are renumbered.

    A part whose title others have too (reports of several areas) says its subtitle with it, in the contents as well.
    """
    blocks, colophon = [], []
    titles = Counter(doc["title"] for doc in documents)
    tables = figures = 0
    for doc in documents:
        tables, figures = model.number(doc["blocks"], doc["language"], tables, figures)
        part = {"kind": "part", "title": doc["title"], "subtitle": doc["subtitle"]}
        if titles[doc["title"]] > 1 and doc["subtitle"]:
            part |= {"title": f"{doc['subtitle']}\u3000{doc['title']}", "subtitle": ""}
        blocks.append(part)
        blocks += [b | {"level": b["level"] + 1} if b["kind"] == "heading" else b for b in doc["blocks"]]
        colophon += _entry(doc)
    return {
        "title": title,
        "subtitle": "",
        "publisher": next((d["publisher"] for d in documents if d["publisher"]), ""),
        "language": documents[0]["language"],
        "date": max(d["date"] for d in documents),
        "draft": any(d["draft"] for d in documents),
        "colophon": [list(row) for row in dict.fromkeys(map(tuple, colophon))],
        "sources": model.cite(blocks, documents[0]["language"]),
        "blocks": blocks,
    }


def _entry(doc: dict) -> list[list[str]]:
    """The parameters of one report on one line under its title; what the reports share is said once."""
    words = labels(doc["language"])
    name = words["parameters"]
    own = next((value for key, value in doc["colophon"] if key == name), "")
    shared = [row for row in doc["colophon"] if row[0] != name]
    return [[name, doc["title"] + words["colon"] + own], *shared]


def _title(nodes: list[dict], documents: list[dict]) -> str:
    from ipstats.model.areas import area

    words = labels(documents[0]["language"])
    codes = {str(node["metadata"].get("ipstats", {}).get("area", "")) for node in nodes}
    if len(codes) != 1 or not (code := codes.pop()):
        return words["book"]
    try:
        place = area(code)
    except IpstatsError:
        return words["book"]
    zh = documents[0]["language"] == "zh"
    return f"{place.name}{words['book']}" if zh else f"{place.name_en}: {words['book']}"
