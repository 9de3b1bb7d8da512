"""HTML pages: what a reader of the page sees, in order; tables with their merged cells."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ipstats.documents.content import Content, struck_out
from ipstats.documents.decoding import decode
from ipstats.documents.writer import SUPERSCRIPT, ContentWriter, Put
from ipstats.errors import DocumentError
from ipstats.limits import Meter

_SKIPPED = frozenset([
    "script", "style", "noscript", "template", "nav", "footer", "select", "button", "textarea", "iframe", "object",
    "svg", "math", "head", "form", "audio", "video", "canvas", "dialog", "menu",
])  # fmt: skip
_INLINE = frozenset([
    "a", "abbr", "b", "bdi", "bdo", "big", "center", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "o:p", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
])  # fmt: skip
_STRUCK = frozenset(["del", "s", "strike"])
_STRUCK_STYLE = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_SPACE = re.compile(r"[ \t\r\n\f\v\u200b\ufeff]+")
_EDGES = re.compile(r"^[\s\u3000\u00a0\u2002\u2003]+|[\s\u3000\u00a0\u2002\u2003]+$")
_DATE = re.compile(r"(20\d\d)[-/年.](1[0-2]|0?[1-9])[-/月.](3[01]|[12]\d|0?[1-9])")
_DATES = ("pubdate", "publishdate", "article:published_time", "date", "dc.date", "publish_time", "firstpublishedtime")
_LONG_CELL = 400
_LONG_TAG = re.compile(r"""<[A-Za-z](?:[^"'<>]|"[^"]*"|'[^']*'){64,}""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")


def read(data: bytes, name: str, meter: Meter | None = None) -> Content:
    """The content of an HTML file; `DocumentError` when nothing can be read in it."""
    meter = meter or Meter(name)
    root = _parsed(decode(data, name)[0], meter)
    told = _metadata(root)
    walker = _Walker(meter)
    walker.walk(root)
    if not walker.writer.length:
        raise DocumentError(f"{name}: the page holds no text; save it again with its content")
    heading = next((_text(h) for h in root.iter("h1") if _text(h)), "")
    title = told.get("articletitle") or heading or told.get("og:title") or told.get("title", "")
    return walker.writer.finish(title, next((day for key in _DATES if (day := _day(told.get(key, "")))), None))


def _parsed(text: str, meter: Meter):
    """The tree of a page; one with too many attributes is refused before libxml2, whose time grows with the square."""
    from lxml import etree, html

    meter.check("characters", len(text))
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    for tag in _LONG_TAG.finditer(text):
        meter.check("attributes", len(_QUOTED.sub("", tag[0]).split()) - 1)
    parser = html.HTMLParser(no_network=True, remove_comments=True, huge_tree=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        _refuse_depth(parser, meter)
        raise DocumentError(f"{meter.name}: is no HTML that can be read: {error}") from None
    _refuse_depth(parser, meter)
    return root


def _refuse_depth(parser, meter: Meter) -> None:
    """libxml2 stops at a depth of its own and says so only in its log."""
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        meter.check("nesting", meter.limits.nesting + 1)


def _metadata(root) -> dict[str, str]:
    told: dict[str, str] = {}
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
        or _is_struck(element)
    )


def _is_struck(element) -> bool:
    style = element.get("style")
    return element.tag in _STRUCK or bool(style and _STRUCK_STYLE.search(style))


class _Walker:
    """Goes through a page in order and writes its paragraphs and tables; no recursion, however deep the page."""

    def __init__(self, meter: Meter) -> None:
        self.writer = ContentWriter(meter)
        self._meter = meter
        self._pieces: list[str] = []
        self._links = 0
        self._outside = False
        self._level: int | None = None
        self._kind = ""

    def walk(self, root) -> None:
        from lxml import etree

        steps, depth = etree.iterwalk(root, events=("start", "end")), 0
        for event, element in steps:
            if event == "start":
                self._meter.tick()
                self._meter.check("nesting", depth := depth + 1)
                if _is_hidden(element) or self._table(element):
                    steps.skip_subtree()
                else:
                    self._start(element)
            else:
                depth -= 1
                if not _is_hidden(element) and element.get("data-read") is None:
                    self._end(element)
                if element.tail:
                    self._put(element.tail)
        self._flush()
        for line in struck_out(_text(one) for one in root.iter(etree.Element) if _is_struck(one)):
            self.writer.warn(line)

    def _table(self, element) -> bool:
        """Write an element that is a table of data."""
        if element.tag != "table" or not (cells := _cells(element, self._meter)):
            return False
        self._flush()
        for caption in filter(None, (_text(one) for one in element.iter("caption") if not _is_hidden(one))):
            self.writer.paragraph(caption, kind="caption")
        self.writer.table(cells)
        element.set("data-read", "")
        return True

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


def _cells(table, meter: Meter) -> list[Put]:
    """The cells of a table of data; none for a table that only lays out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return []
    put: list[Put] = []
    until: dict[int, int] = {}  # column -> the last row that a cell above reaches into
    lines, area = list(_rows(table)), 0
    for number, row in enumerate(lines, start=1):
        column = 1
        for cell in (cell for cell in row.iterchildren("td", "th") if not _is_hidden(cell)):
            while until.get(column, 0) >= number:
                column += 1
            rows, columns = min(_span(cell, "rowspan"), len(lines) - number + 1), _span(cell, "colspan")
            meter.check("cells", area := area + rows * columns)
            put.append(_put(cell, number, column, rows, columns))
            until.update(dict.fromkeys(range(column, column + columns), number + rows - 1))
            column += columns
    return _data(put)


def _data(put: list[Put]) -> list[Put]:
    """The cells as far as they are data: none of a single row or column, or of long texts."""
    wide, tall = ({getattr(cell, axis) for cell in put if cell.text} for axis in ("column", "row"))
    if len(wide) < 2 or len(tall) < 2 or max(len(cell.text) for cell in put) > _LONG_CELL:
        return []
    last = max(cell.column for cell in put)  # what spans beyond the last cell spans nothing
    return [replace(cell, columns=min(cell.columns, last - cell.column + 1)) for cell in put]


def _put(cell, row: int, column: int, rows: int, columns: int) -> Put:
    raw = _cell_text(cell)
    spaces = raw[: len(raw) - len(raw.lstrip(" \u3000\u00a0\u2002\u2003"))]
    indent = len(spaces.lstrip(" "))
    head = cell.tag == "th" or cell.getparent().getparent().tag == "thead"
    return Put(_EDGES.sub("", raw), row, column, rows, columns, head, indent)


def _rows(table) -> Iterator:
    return (row for row in table.iter("tr") if not (_is_hidden(row) or _is_hidden(row.getparent())))


def _span(cell, name: str) -> int:
    """How far a cell spans, within what HTML allows."""
    value = (cell.get(name) or "1").strip()
    most = {"rowspan": 65534, "colspan": 1000}[name]
    return min(max(int(value), 1), most) if value.isdecimal() and len(value) < 6 else 1


def _cell_text(cell) -> str:
    """The text of a cell as it is seen; what is hidden in it is not, what follows it is."""
    from lxml import etree

    pieces: list[str] = []
    steps = etree.iterwalk(cell, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            if element is not cell and element.tail:
                pieces.append(element.tail)
        elif element is not cell and _is_hidden(element):
            steps.skip_subtree()
        else:
            if element is not cell and (element.tag == "br" or element.tag not in _INLINE):
                pieces.append(" ")
            text = element.text or ""
            pieces.append(text.translate(SUPERSCRIPT) if _is_raised(element) else text)
    return _SPACE.sub(" ", "".join(pieces))
