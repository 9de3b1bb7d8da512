"""The text of formats that have none of their own, written block by block: every offset is right by construction."""

import re
from dataclasses import dataclass
from datetime import date

from ipstats.documents.content import Cell, Content, PrintedTable, without
from ipstats.documents.outline import Outline, is_heading, kind_of, take_captions, title_of
from ipstats.limits import Meter

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Raised digits are marks of notes, never digits of the number before them."""
_NOTE_MARK = re.compile("(?<![A-Za-z])(?:[\\[（(][⁰¹²³⁴⁵⁶⁷⁸⁹]+[\\])）]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


@dataclass(frozen=True, slots=True)
class Put:
    """A cell to be written: its text and where it stands in its table."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = False
    indent: int = 0
    name: str = ""

    @property
    def bottom(self) -> int:
        """The last row that it reaches."""
        return self.row + self.rows - 1

    @property
    def right(self) -> int:
        """The last column that it reaches."""
        return self.column + self.columns - 1


class ContentWriter:
    """Collects the blocks and tables of a document, and their text: paragraphs a line each, cells between tabs."""

    def __init__(self, meter: Meter | None = None) -> None:
        self._meter = meter or Meter("document")
        self._parts: list[str] = []
        self._at = 0
        self._outline = Outline()
        self._content = Content("")

    @property
    def length(self) -> int:
        return self._at

    def paragraph(self, text: str, *, level: int | None = None, kind: str = "", page: int | None = None) -> None:
        """A paragraph, or a heading (of a level, or by its numbering)."""
        text = text.strip()
        if not text:
            return
        if level or (not kind and is_heading(text)):
            above = self._outline.enter(text, level)
            block = without(text, self._at, _NOTE_MARK, page=page, kind="heading", headings=above)
        else:
            block = without(
                text, self._at, _NOTE_MARK, page=page, kind=kind or kind_of(text), headings=self._outline.path
            )
        if block.text:
            self._content.blocks.append(block)
        self._write(text + "\n")

    def table(self, cells: list[Put], *, name: str = "", page: int | None = None) -> None:
        """A table; cells in the order of rows and columns."""
        placed: list[Cell] = []
        row = 1
        height, width = (max((getattr(cell, axis) for cell in cells), default=0) for axis in ("bottom", "right"))
        self._meter.add("cells", height * width)
        for cell in sorted(cells, key=lambda c: (c.row, c.column)):
            if cell.row > row:
                self._write("\n" * (cell.row - row))
                row = cell.row
            elif placed:
                self._write("\t")
            block = without(cell.text, self._at, _NOTE_MARK, page=page)
            placed.append(
                Cell(block, cell.row, cell.column, cell.rows, cell.columns, cell.head, cell.indent, cell.name)
            )
            self._write(cell.text)
        if placed:
            self._write("\n")
            name = name or f"t{len(self._content.tables) + 1}"
            captions = take_captions(self._content)
            self._content.tables.append(PrintedTable(name, tuple(placed), captions, self._outline.path, page))

    def warn(self, text: str) -> None:
        self._content.warnings.append(text)

    def finish(self, title: str = "", published: date | None = None) -> Content:
        """The content written; without a title of its own a document has that of its first lines."""
        self._content.text = "".join(self._parts)
        self._content.title = title or title_of(self._content)
        self._content.published = published
        return self._content

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)
        self._meter.check("characters", self._at)
