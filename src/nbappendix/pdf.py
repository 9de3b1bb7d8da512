"""The document model -> PDF/A-3a and PDF/UA-1 by Typst, the same bytes for the same document everywhere."""

import json
import logging
import math
import re
import unicodedata
from functools import partial
from pathlib import Path
from typing import Any

from nbappendix import drawing, model, pages, svg, tables
from nbappendix import fonts as faces
from nbappendix.errors import AppendixError
from nbappendix.formats import Job
from nbappendix.labels import labels
from nbappendix.templates import asset

log = logging.getLogger(__name__)
FEW = 3  # so many headings need no contents
SPACINGS = (1.0, 0.95, 0.9, 0.85, 0.8, 1.05, 1.1)  # of lines, paragraphs and headings, tried in turn
RUNNING = 40  # em of a title in the running header
TEMPLATES = {"main.typ": "report.typ", "tables.typ": "tables.typ", "formulas.typ": "formulas.typ"}
MONO = ["DejaVu Sans Mono", faces.SANS]
FACES = {
    "house": {"serif": [faces.SERIF], "sans": [faces.SANS], "mono": MONO},
    # what Chinese offices print in, under the names their systems give it; the shipped faces fill any gap
    "installed": {
        "serif": ["FangSong", "FangSong_GB2312", "STFangsong", "SimSun", "STSong", faces.SERIF],
        "sans": ["SimHei", "STHeiti", "Heiti SC", faces.SANS],
        "mono": MONO,
    },
}
UNDRAWN = re.compile(r'the text [`"]+(.*?)[`"]+ could not be displayed', re.S)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
KEPT = "\n\t\u200b\u00ad"  # ends of lines, and places where a line may break
UNPRINTED = ("href", "alt", "tree", "keywords", "attachments")
DROPPED = faces.UNSEEN - {"Zs"}


def files(doc: dict, job: Job) -> dict[Path, bytes]:
    """The one file of this format (`formats.py`)."""
    return {job.target: render(doc, job.timestamp, job.prefix, job.fonts)}


def render(doc: dict, timestamp: int, prefix: str = "", fonts: str = "house") -> bytes:
    """The PDF of a document (or of a book, `book.py`), dated `timestamp` (seconds since 1970).

    `prefix` leads from the file to the folder that relative links of the notebook start at (`links.py`). Characters
    that no face can draw are printed as their code, and named in one warning. `fonts` is `house`, `installed`, or a
    folder of font files that are used as if they alone were installed.
    """
    if fonts not in FACES and not Path(fonts).is_dir():
        raise AppendixError(
            f"fonts {fonts!r} are not known: expected {', '.join(FACES)} or a folder of them (字体选项)"
        )
    pictures: dict[str, str] = {}
    payload = _payload(doc | {"blocks": doc["blocks"] + model.closing(doc)}, prefix, pictures)
    missing = set(faces.missing(_printed([payload, *map(svg.texts, pictures.values())]), faces.SERIF))
    for _ in range(4):
        try:
            result = _compile(payload, pictures, timestamp, fonts, missing)
        except RuntimeError as error:
            undrawn = _undrawn(str(error)) - missing
            if not undrawn:
                raise AppendixError(
                    f"the PDF of {doc['title']!r} cannot be set: {_one_line(error)} (PDF 排版失败)"
                ) from error
            missing |= undrawn
        else:
            _name(missing, doc["title"])
            return result
    raise AppendixError(
        f"the PDF of {doc['title']!r} cannot be set: no face draws {''.join(sorted(missing))} (字体缺字)"
    )


def _compile(payload: dict, pictures: dict[str, str], timestamp: int, fonts: str, missing: set[str]) -> bytes:
    import typst

    sources: Any = {name: asset(file).encode() for name, file in TEMPLATES.items()}
    sources |= {name: _visible(text, missing).encode() for name, text in pictures.items()}
    words = labels(payload["language"])
    inputs = {"doc": _drawable(payload, missing), "words": words, "fonts": FACES.get(fonts, FACES["installed"])}
    compiler = partial(
        typst.Compiler,
        sources,
        font_paths=[faces.faces()[faces.SANS].parent, *([] if fonts in FACES else [Path(fonts)])],
        ignore_system_fonts=fonts != "installed",
    )
    result, warnings = compiler(sys_inputs=_said(_arranged(compiler, inputs))).compile_with_warnings(
        format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=timestamp
    )
    for warning in warnings:
        if "unknown font family" not in str(warning):
            log.warning("%s: %s", payload["title"], _one_line(warning))
    assert isinstance(result, bytes), "one PDF"
    return result


def _arranged(compiler, inputs: dict) -> dict:
    """The inputs with their blocks as the pages take them: in the first spacing that leaves no page half empty and no
    last page of a few lines, else in the one that does so least."""
    least, best = math.inf, inputs
    for spacing in SPACINGS:
        told = inputs | {"spacing": spacing}
        heights = _queried(compiler, told | {"measure": True}, "<measured>")
        filled, faults = pages.filled(told["doc"]["blocks"], heights, told["words"]["points"])
        if faults >= least:
            continue  # whatever its last page is: it is set only where that may decide
        told["doc"] = told["doc"] | filled
        end = _queried(compiler, told, "<end>")
        faults += pages.alone(**end) + (told["doc"].get("brief", False) and end["page"] > 1)
        if faults < least:
            least, best = faults, told
        if not faults:
            break
    return best


def _queried(compiler, inputs: dict, label: str) -> dict:
    return json.loads(compiler(sys_inputs=_said(inputs)).query(label, field="value", one=True))


def _said(inputs: dict) -> dict[str, str]:
    return {name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()}


def _payload(doc: dict, prefix: str, pictures: dict[str, str]) -> dict:
    words = labels(doc["language"])
    headings = sum(b["kind"] in ("heading", "part") for b in doc["blocks"])
    book = any(b["kind"] == "part" for b in doc["blocks"])
    return {
        "title": doc["title"],
        "running": _short(doc["title"]),
        "language": doc["language"],
        "publisher": doc["publisher"],
        "draft": doc["draft"],
        "cover": doc["cover"],
        "contents": headings > FEW and doc["contents"],
        "book": book,
        "brief": bool(doc.get("brief")),
        "depth": 3 if book else 2,
        "blocks": drawing.flow(drawing.blocks(doc["blocks"], words, prefix, pictures)),
        "colophon": [] if doc["folded"] else list(model.gathered(doc["colophon"]).items()),
        "keywords": [": ".join(row) for row in doc["colophon"]] if doc["folded"] else [],
        "endnotes": drawing.blocks(model.endnotes(doc), words, prefix, pictures),
        "places": _places(doc),
        "attachments": [_attachment(table, words) for table in model.data_tables(doc)],
    }


def _places(doc: dict) -> list[str]:
    """What is looked up within the document: tables (does this page continue one?) and endnotes."""
    numbers = [block["number"] for block in model.walk(doc["blocks"]) if block["kind"] == "table"]
    return [f"table-{number}" for number in numbers] + [f"quote-{note['number']}" for note in doc["quotations"]]


def _attachment(table: dict, words: dict) -> dict:
    title = f"{table['label']}{words['gap']}{table['title']}".strip()
    return {
        "name": table["label"].replace(" ", "") + ".csv",
        "text": tables.csv_text(table, words),
        "description": words["attached"].format(title),
    }


def _printed(value) -> str:
    """All characters of a payload that the text faces must have; formulas have a face of their own."""
    if isinstance(value, dict):
        return "".join(_printed(said) for name, said in value.items() if name not in UNPRINTED)
    if isinstance(value, list | tuple):
        return "".join(map(_printed, value))
    return _seen(value) if isinstance(value, str) else ""


def _drawable(value, missing: set[str]):
    """The payload with every string made visible; formulas are left alone."""
    if isinstance(value, str):
        return _visible(value, missing)
    if isinstance(value, list):
        return [_drawable(v, missing) for v in value]
    if isinstance(value, dict):
        return {k: v if k == "tree" else _drawable(v, missing) for k, v in value.items()}
    return value


def _visible(text: str, missing: set[str]) -> str:
    """No invisible selectors, and the code in place of a character that no face can draw."""
    text = _seen(text)
    if missing.intersection(text):
        text = "".join(f"〔U+{ord(c):04X}〕" if c in missing else c for c in text)
    return text


def _seen(text: str) -> str:
    """`text` without the controls, half characters and variant selectors that draw nothing and that no face has."""
    if not text.isprintable():
        unseen = {c for c in set(text).difference(KEPT) if unicodedata.category(c) in DROPPED}
        text = text.translate(dict.fromkeys(map(ord, unseen))) if unseen else text
    return SELECTORS.sub("", text)


def _undrawn(message: str) -> set[str]:
    """The characters Typst says it has no glyph for, written out where it escapes them."""
    texts = (ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) for text in UNDRAWN.findall(message))
    return {c for text in texts for c in text}


def _name(missing: set[str], title: str) -> None:
    if missing:
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(missing))
        log.warning("%s: no face has a glyph for %s; its code is printed instead (缺字)", title, named)


def _short(title: str) -> str:
    """A title that fits the running header."""
    if tables.ems(title) <= RUNNING:
        return title
    while tables.ems(title) > RUNNING - 1:
        title = title.rpartition(" ")[0] or title[:-1]
    return title.rstrip(" ,:") + "…"


def _one_line(message: object) -> str:
    return re.sub(r"\s+", " ", str(message))[:300]
