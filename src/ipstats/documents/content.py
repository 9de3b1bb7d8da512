"""What a reader of one format hands on: the text, its blocks and its tables, each knowing its place in the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ipstats.documents.blocks import Block


class Cell(NamedTuple):
    """A cell of a printed table: its text and place, where it begins (counted from one) and how far it spans.

    `head` says that the format itself calls it a header; `indent` counts how far its text is set in; `name` is its
    address in a workbook.
    """

    block: Block
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = False
    indent: int = 0
    name: str = ""

    @property
    def text(self) -> str:
        return self.block.text


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as printed. `captions` are the lines right above it (number and title, unit), outermost first."""

    name: str
    cells: tuple[Cell, ...]
    captions: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    page: int | None = None

    @property
    def height(self) -> int:
        return max((cell.row + cell.rows - 1 for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((cell.column + cell.columns - 1 for cell in self.cells), default=0)

    def address(self, cell: Cell) -> str:
        """The name of a cell: `t2!r5c3`, or `Sheet1!C5` in a workbook."""
        return cell.name or f"{self.name}!r{cell.row}c{cell.column}"

    def rows(self) -> list[list[Cell | None]]:
        """The cells in rows and columns; a spanning cell stands at every place that it covers."""
        width = self.width
        grid: list[list[Cell | None]] = [[None] * width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row - 1, cell.row - 1 + cell.rows):
                for column in range(cell.column - 1, cell.column - 1 + cell.columns):
                    grid[row][column] = grid[row][column] or cell
        return grid


@dataclass(slots=True)
class Content:
    """A document's text, and what stands in it in order of reading."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    tables: list[PrintedTable] = field(default_factory=list)
    title: str = ""
    published: date | None = None
    warnings: list[str] = field(default_factory=list)
    captioned: int = 0
    """How many blocks stand before the end of the last table: a later table's captions come after them."""


Span = tuple[int, int]
_MOST_SHOWN = 3


def struck_out(pieces: Iterable[str]) -> list[str]:
    """The warning about words that are struck out, and so are not read; none where there are no such words.

    >>> struck_out(["99999", " "])
    ['text struck out is not read: 99999 (划去的文字未读)']
    """
    said = list(filter(None, map(str.strip, pieces)))
    more = " …" if said[_MOST_SHOWN:] else ""
    return [f"text struck out is not read: {', '.join(said[:_MOST_SHOWN])}{more} (划去的文字未读)"] if said else []


def without(text: str, start: int, drop: re.Pattern | list[Span], *, page: int | None = None, **fields) -> Block:
    """A block of `text` (which stands at `start`) without some spans of it, or the matches of an expression, which it
    remembers as joins."""
    pieces, joins, kept, at, before = [], [], 0, 0, 0
    for first, last in drop if isinstance(drop, list) else [match.span() for match in drop.finditer(text)]:
        if first == last:
            continue
        pieces.append(text[at:first])
        kept += first - at
        if kept:
            joins.append((kept, text[first:last]))
        else:
            before = last
        at = last
    pieces.append(text[at:])
    if joins and joins[-1][0] == kept and at == len(text):
        joins.pop()
    return Block("".join(pieces), start + before, page=page, joins=_merged(joins), **fields)


def _merged(joins: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Neighbouring joins at one place as one."""
    merged: list[tuple[int, str]] = []
    for offset, left_out in joins:
        if merged and merged[-1][0] == offset:
            merged[-1] = (offset, merged[-1][1] + left_out)
        else:
            merged.append((offset, left_out))
    return tuple(merged)
