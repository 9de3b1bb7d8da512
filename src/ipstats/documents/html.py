"""HTML pages: what a reader of the page sees, in order; tables with their merged cells."""

import re
from collections.abc import Iterator
from datetime import date

from ipstats.documents.content import Content
from ipstats.documents.decoding import decode
from ipstats.documents.writer import SUPERSCRIPT, Put, Writer
from ipstats.errors import DocumentError

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "select",
        "button",
        "textarea",
        "iframe",
        "object",
        "svg",
        "math",
        "head",
        "form",
        "audio",
        "video",
        "canvas",
        "dialog",
        "menu",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "center",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "o:p",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_SPACE = re.compile(r"[ \t\r\n\f\v\u200b\ufeff]+")
_EDGES = re.compile(r"^[\s\u3000\u00a0\u2002\u2003]+|[\s\u3000\u00a0\u2002\u2003]+$")
_DATE = re.compile(r"(20\d\d)[-/年.](1[0-2]|0?[1-9])[-/月.](3[01]|[12]\d|0?[1-9])")
_DATES = ("pubdate", "publishdate", "article:published_time", "date", "dc.date", "publish_time", "firstpublishedtime")
_LONG_CELL = 400
_MOST_SPAN = 500


def read(data: bytes, name: str) -> Content:
    """The content of an HTML file; `DocumentError` when nothing can be read in it."""
    from lxml import etree, html

    text, _ = decode(data, name)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{name}: is no HTML that can be read: {error} (无法解析)") from None
    told = _metadata(root)
    walker = _Walker()
    walker.walk(root)
    if not walker.writer.length:
        raise DocumentError(f"{name}: the page holds no text; save it again with its content (网页无正文)")
    heading = next((_text(h) for h in root.iter("h1") if _text(h)), "")
    title = told.get("articletitle") or heading or told.get("og:title") or told.get("title", "")
    return walker.writer.finish(title, next((day for key in _DATES if (day := _day(told.get(key, "")))), None))


def _metadata(root) -> dict[str, str]:
    told = {}
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").lower()
        if key and meta.get("content"):
            told.setdefault(key, meta.get("content").strip())
    for title in root.iter("title"):
        told.setdefault("title", re.split(r"\s*[-_|–—]{1,2}\s*(?=[^-_|–—]*$)", _text(title))[0].strip())
    return told


def _day(text: str) -> date | None:
    match = _DATE.search(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _text(element) -> str:
    return _EDGES.sub("", _SPACE.sub(" ", "".join(element.itertext())))


def _is_hidden(element) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in _SKIPPED
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


class _Walker:
    """Goes through a page in order and writes its paragraphs and tables; no recursion, however deep the page."""

    def __init__(self) -> None:
        self.writer = Writer()
        self._pieces: list[str] = []
        self._links = 0
        self._outside = False
        self._level: int | None = None
        self._kind = ""

    def walk(self, root) -> None:
        from lxml import etree

        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            if event == "start":
                if _is_hidden(element):
                    steps.skip_subtree()
                elif element.tag == "table" and (cells := _cells(element)):
                    self._flush()
                    for caption in filter(None, (_text(one) for one in element.iter("caption") if not _is_hidden(one))):
                        self.writer.paragraph(caption, kind="caption")
                    self.writer.table(cells)
                    steps.skip_subtree()
                    element.set("data-read", "")
                else:
                    self._start(element)
            else:
                if not _is_hidden(element) and element.get("data-read") is None:
                    self._end(element)
                if element.tail:
                    self._put(element.tail)
        self._flush()

    def _start(self, element) -> None:
        if element.tag == "br" or element.tag not in _INLINE:
            self._flush()
        if re.fullmatch("h[1-6]", element.tag):
            self._level = int(element.tag[1])
        elif element.tag == "li":
            self._kind = "item"
        elif element.tag == "caption":  # of a table that only lays out the page
            self._kind = "caption"
        self._links += element.tag == "a"
        if element.text:
            self._put(element.text.translate(SUPERSCRIPT) if _is_raised(element) else element.text)

    def _end(self, element) -> None:
        self._links -= element.tag == "a"
        if element.tag not in _INLINE:
            self._flush()

    def _put(self, text: str) -> None:
        self._outside |= not self._links and bool(text.strip())
        self._pieces.append(text)

    def _flush(self) -> None:
        """Write the paragraph collected; one that is nothing but a link leads elsewhere and is not of this page."""
        text = _EDGES.sub("", _SPACE.sub(" ", "".join(self._pieces)))
        self._pieces.clear()
        outside, self._outside = self._outside, False
        if text and (outside or self._level):
            self.writer.paragraph(text, level=self._level, kind=self._kind)
        self._level, self._kind = None, ""


def _is_raised(element) -> bool:
    style = element.get("style") or ""
    return element.tag == "sup" or "vertical-align:super" in style.replace(" ", "")


def _cells(table) -> list[Put]:
    """The cells of a table of data; none for a table that only lays out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return []
    put: list[Put] = []
    taken: dict[tuple[int, int], bool] = {}
    lines = list(_rows(table))
    for number, row in enumerate(lines, start=1):
        column = 1
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get((number, column)):
                column += 1
            rows, columns = min(_span(cell, "rowspan"), len(lines) - number + 1), _span(cell, "colspan")
            raw = _cell_text(cell)
            text = _EDGES.sub("", raw)
            if len(text) > _LONG_CELL:
                return []
            indent = len(re.match("[ \u3000\u00a0\u2002\u2003]*", raw)[0].lstrip(" "))
            head = cell.tag == "th" or cell.getparent().getparent().tag == "thead"
            put.append(Put(text, number, column, rows, columns, head, indent))
            for down in range(rows):
                for along in range(columns):
                    taken[number + down, column + along] = True
            column += columns
    wide = {cell.column for cell in put if cell.text}
    tall = {cell.row for cell in put if cell.text}
    return put if len(wide) > 1 and len(tall) > 1 else []


def _rows(table) -> Iterator:
    return (row for row in table.iter("tr") if not _is_hidden(row))


def _span(cell, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isdecimal() and len(value) < 6 else 1


def _cell_text(cell) -> str:
    pieces: list[str] = []
    for element in cell.iter():
        if _is_hidden(element):
            continue
        if element is not cell and (element.tag == "br" or element.tag not in _INLINE):
            pieces.append(" ")
        text = element.text or ""
        pieces.append(text.translate(SUPERSCRIPT) if _is_raised(element) else text)
        if element is not cell and element.tail:
            pieces.append(element.tail)
    return _SPACE.sub(" ", "".join(pieces))
