"""PDF documents with text: paragraphs across lines and pages, tables, footnotes; scanned or locked ones are refused."""

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import quantiles

from ipstats.documents.content import Content
from ipstats.documents.outline import CAPTION, LONGEST_HEADING, NOTE, UNIT_LINE, ends_sentence, is_heading, kind_of
from ipstats.documents.pdf_columns import gutter_of, strips
from ipstats.documents.pdf_lines import PdfLine, body_size, lines_of, running, split_footnotes, without_running
from ipstats.documents.pdf_pages import UNKNOWN, RawPage, raw_pages
from ipstats.documents.pdf_tables import PdfTable, aligned_tables, ruled_tables
from ipstats.documents.writer import ContentWriter
from ipstats.errors import DocumentError
from ipstats.limits import Meter

_LEAST_TEXT = 20
"""Characters a page below which a PDF is taken for pictures of pages."""
_LARGE = 1.15
_TITLE = 1.35


def read(data: bytes, name: str, meter: Meter | None = None) -> Content:
    """The content of a PDF; `DocumentError` for one that is scanned, encrypted, cut short or damaged."""
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(f"{name}: is no PDF; look at how it was made or fetched")
    if b"%%EOF" not in data[-4096:]:
        raise DocumentError(f"{name}: is cut short, its end is missing; fetch it again")
    meter = meter or Meter(name)
    raw = list(raw_pages(data, meter))
    content = _content([_page(page, meter) for page in raw], meter)
    if askew := [str(page.number) for page in raw if page.askew]:
        listed = ", ".join(askew[:6]) + (" ..." if len(askew) > 6 else "")
        content.warnings.append(f"page {listed}: numbers set in another direction are not read (斜排或竖排的数字未读)")
    return content


@dataclass(slots=True)
class _Page:
    """What stands on a page."""

    number: int
    height: float
    lines: list[PdfLine]
    tables: list[PdfTable]
    has_pictures: bool
    notes: list[PdfLine] = field(default_factory=list)


def _page(page: RawPage, meter: Meter) -> _Page:
    tables = ruled_tables(page, meter)
    return _Page(page.number, page.height, lines_of(page.words, page.number), tables, page.drawn.has_pictures)


def _content(pages: list[_Page], meter: Meter) -> Content:
    _refuse_without_text(pages, meter.name)
    bare = [page.number for page in pages if page.has_pictures and not page.lines and not page.tables]
    lines = without_running([page.lines for page in pages], pages[0].height)
    size = body_size(lines)
    for page, left in zip(pages, lines, strict=True):
        page.lines, page.notes = split_footnotes(left, size)
    pages = _in_order(pages)
    _take_aligned(pages)
    flow = _Flow(size, meter)
    for page in pages:
        meter.tick()
        flow.page(page)
    content = flow.finish()
    if bare:
        content.warnings.append(f"page {', '.join(map(str, bare))}: only a picture, its figures are not read")
    return content


def _refuse_without_text(pages: list[_Page], name: str) -> None:
    """A scan has no characters, and some typefaces do not say which characters they draw."""
    text = "".join(line.text for page in pages for line in page.lines)
    text += "".join(cell.text for page in pages for table in page.tables for cell in table.cells)
    if len(text) < _LEAST_TEXT * max(1, len(pages) // 4):
        raise DocumentError(
            f"{name}: has no text, its {len(pages)} pages are pictures (scanned); recognise the text first, "
            "and compare the figures with the original"
        )
    if text.count(UNKNOWN) > len(text) / 2:
        raise DocumentError(
            f"{name}: its typefaces do not say which characters they draw, so no text can be taken from it; print it "
            "to PDF again, or recognise the text"
        )


def _in_order(pages: list[_Page]) -> list[_Page]:
    """The pages in order of reading; a page that ends a text in two columns has too few lines to show its own."""
    gutter, found = None, []
    for page in pages:
        gutter = gutter_of(page.lines) or gutter
        found += _strips(page, gutter)
    return found


def _strips(page: _Page, gutter: float | None) -> list[_Page]:
    """The columns of a page, and what stands across it; a ruled table goes with what is above it."""
    parts = strips(page.lines, gutter)
    if len(parts) < 2:
        return [page]
    found = [_Page(page.number, page.height, lines, [], page.has_pictures) for lines in parts]
    for table in page.tables:
        middle = (table.edges[0] + table.edges[-1]) / 2
        before = [
            part
            for part in found
            if part.lines[0].top < table.top
            and min(line.x0 for line in part.lines) <= middle <= max(line.x1 for line in part.lines)
        ]
        (before or found)[-1].tables.append(table)
    found[-1].notes = page.notes
    return found


def _take_aligned(pages: list[_Page]) -> None:
    """Tables without rules leave the lines of their pages; one may run over several."""
    for table, run in aligned_tables([line for page in pages for line in page.lines]):
        taken = set(map(id, run))
        for page in pages:
            page.tables += [table] if any(line is run[0] for line in page.lines) else []
            page.lines = [line for line in page.lines if id(line) not in taken]


class _Flow:
    """The text as it runs through lines and pages."""

    def __init__(self, size: float, meter: Meter) -> None:
        self._size = size
        self._writer = ContentWriter(meter)
        self._lines: list[PdfLine] = []
        self._table: PdfTable | None = None
        self._notes: list[tuple[str, int]] = []
        self._left = self._right = 0.0
        self._full = False

    def page(self, page: _Page) -> None:
        self._note(page.notes)
        self._measure(page.lines)
        items: list[tuple[float, int, PdfLine | PdfTable]] = [(line.top, 0, line) for line in page.lines]
        items += [(table.top, 1, table) for table in page.tables]
        for _, _, item in sorted(items, key=lambda item: item[:2]):
            if isinstance(item, PdfTable):
                self._add_table(item)
            else:
                self._add_line(item)

    def finish(self) -> Content:
        self._close()
        for text, page in self._notes:
            self._writer.paragraph(text, kind="note", page=page)
        return self._writer.finish()

    def _measure(self, lines: list[PdfLine]) -> None:
        """Where lines of running text begin and end on this page."""
        body = [line for line in lines if abs(line.size - self._size) <= 0.1 * self._size]
        if len(body) > 1:
            starts = Counter(round(line.x0) for line in body)
            self._left = min(start for start, count in starts.items() if count >= max(1, len(body) // 6))
            self._right = quantiles([line.x1 for line in body], n=10)[-1]

    def _note(self, lines: list[PdfLine]) -> None:
        for line in lines:
            if re.match(r"[\[（(]?[0-9⁰¹²³⁴-⁹①-⑩*]", line.text) or not self._notes:
                self._notes.append((re.sub(r"^([0-9]{1,2})(?![0-9年月.．%])", r"[\1]", line.text), line.page))
            else:
                text, page = self._notes[-1]
                self._notes[-1] = (text + line.text, page)

    def _add_table(self, table: PdfTable) -> None:
        if self._table is not None and not self._lines and table.page > self._table.page and self._table.goes_on(table):
            self._table.extend(table)
            return
        self._close()
        self._table = table

    def _add_line(self, line: PdfLine) -> None:
        if self._table is not None and (re.match(r"[（(]?续\s*表", line.text) or UNIT_LINE.match(line.text)):
            return
        if self._table is not None or not self._goes_on(line):
            self._close()
        self._lines.append(line)
        self._full = line.x1 >= self._right - 1.6 * line.size

    def _goes_on(self, line: PdfLine) -> bool:
        """Whether a line goes on with the paragraph before: that one ran to the right edge, this one is not set in."""
        if not self._lines:
            return True
        before = self._lines[-1]
        if any(mark.match(line.text) for mark in (CAPTION, NOTE, UNIT_LINE)) or kind_of(before.text) == "caption":
            return False
        if abs(line.size - before.size) > 0.12 * line.size:
            return False
        if is_heading(line.text) and ends_sentence(before.text):
            return False
        if line.page == before.page and line.top - before.bottom > 1.6 * line.size:
            return False
        return self._full and line.x0 <= self._left + 1.2 * line.size

    def _close(self) -> None:
        if self._table is not None:
            self._writer.table(self._table.cells, page=self._table.page)
            self._table = None
        if self._lines:
            text = running(self._lines)
            self._writer.paragraph(text, level=self._level(text), page=self._lines[0].page)
            self._lines = []

    def _level(self, text: str) -> int | None:
        """A short line in larger letters is a heading."""
        size = self._lines[0].size / self._size
        if size < _LARGE or len(text) > LONGEST_HEADING or ends_sentence(text):
            return None
        return 1 if size >= _TITLE else 2
