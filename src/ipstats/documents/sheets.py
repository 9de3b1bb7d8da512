"""The sheets of a workbook become tables and lines, whatever format the workbook has: what is hidden is left out."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from ipstats.documents.content import struck_out
from ipstats.documents.writer import ContentWriter, Put

_GAP, _TITLE_ROWS = 2, 3
_FIGURE = re.compile(r"(?!(?:19|20)[0-9]{2}$)[-−]?[0-9][0-9,.]*%?")
_STORED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How workbooks store characters that XML cannot hold: _x000D_ is a carriage return."""
_WRAP = re.compile(r"(?<=[\u4e00-\u9fff])[ \t]*[\r\n]+[ \t]*(?=[\u4e00-\u9fff])")


@dataclass(slots=True)
class Sheet:
    """A sheet as a workbook holds it; rows and columns are counted from one.

    `cells` are (row, column, text as shown, indent); `merged` are (first row, first column, last row, last column).
    """

    name: str
    cells: list[tuple[int, int, str, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    struck: list[str] = field(default_factory=list)
    """What is struck out, and so stands in none of the cells."""

    def put(self, row: int, column: int, text: str, indent: int, is_struck: bool) -> None:
        """Put down a cell; one that is struck out is left empty."""
        if is_struck:
            self.struck.append(text)
        else:
            self.cells.append((row, column, text, indent))


def write_sheets(sheets: list[Sheet], writer: ContentWriter) -> None:
    """Write the sheets that are shown: a table for each region of cells, lines of one cell as its captions or notes."""
    if names := [sheet.name for sheet in sheets if sheet.hidden]:
        writer.warn(f"hidden sheets are not read: {', '.join(names)} (隐藏的工作表未读)")
    for sheet in sheets:
        if not sheet.hidden:
            _say_hidden(sheet, writer)
            for region in _regions(_shown(sheet)):
                _put(writer, sheet.name, region)
            for line in struck_out(sheet.struck):
                writer.warn(f"{sheet.name}: {line}")


def _say_hidden(sheet: Sheet, writer: ContentWriter) -> None:
    """What a reader of the sheet does not see is not read, and said where it holds something."""
    rows = sorted({row for row, _, text, _ in sheet.cells if text} & sheet.hidden_rows)
    columns = sorted({column for _, column, text, _ in sheet.cells if text} & sheet.hidden_columns)
    for english, chinese, names in (
        ("rows", "行", [str(row) for row in rows]),
        ("columns", "列", [xl_col_to_name(column - 1) for column in columns]),
    ):
        if names:
            listed = ", ".join(names[:6]) + (" ..." if len(names) > 6 else "")
            writer.warn(f"hidden {english} of sheet {sheet.name} are not read: {listed} (隐藏的{chinese}未读)")


def _shown(sheet: Sheet) -> list[Put]:
    """The cells that are seen, at the place they are seen at; a merged cell as far as the sheet is written on."""
    texts = [cell for cell in sheet.cells if cell[2].strip()]
    bottom, right = max((cell[0] for cell in texts), default=0), max((cell[1] for cell in texts), default=0)
    seen = _places(bottom, sheet.hidden_rows), _places(right, sheet.hidden_columns)
    spans, covered = _spans(sheet, bottom, right)
    found = []
    for row, column, raw, indent in sorted(sheet.cells):
        end = spans.get((row, column), (row, column) if raw.strip() else None)
        if end is None or (row, column) in covered:
            continue
        rows, columns = (seen[axis][end[axis]] - seen[axis][start - 1] for axis, start in enumerate((row, column)))
        if rows and columns:
            place = seen[0][row - 1] + 1, seen[1][column - 1] + 1
            address = f"{sheet.name}!{xl_rowcol_to_cell(row - 1, column - 1)}"
            found.append(Put(flat(raw), *place, rows, columns, False, indent + set_in(raw), address))
    return found


def _places(last: int, hidden: set[int]) -> list[int]:
    """How many rows (or columns) are seen up to each."""
    seen = [0]
    for number in range(1, last + 1):
        seen.append(seen[-1] + (number not in hidden))
    return seen


def _spans(sheet: Sheet, last_row: int, last_column: int) -> tuple[dict, set]:
    """Where the merged cells end, by where they begin, and the places written on that they cover."""
    spans = {
        (top, left): (min(bottom, last_row), min(right, last_column))
        for top, left, bottom, right in sheet.merged
        if top <= last_row and left <= last_column
    }
    rows: dict[int, list[int]] = {}
    for row, column, _, _ in sheet.cells:
        rows.setdefault(row, []).append(column)
    covered = set()
    for (top, left), (bottom, right) in spans.items():
        inside = ((row, column) for row in range(top, bottom + 1) for column in rows.get(row, ()))
        covered |= {place for place in inside if left <= place[1] <= right} - {(top, left)}
    return spans, covered


def _put(writer: ContentWriter, title: str, region: list[Put]) -> None:
    """A region with several columns is a table; lines of one cell above and below are its captions and notes."""
    first, last = _table_rows(region)
    for cell in region:
        if cell.row < first and cell.text:
            writer.paragraph(cell.text)
    if table := [replace(cell, row=cell.row - first + 1) for cell in region if first <= cell.row <= last]:
        writer.table(table, name=title)
    for cell in region:
        if cell.row > last and cell.text:
            writer.paragraph(cell.text)


def _table_rows(region: list[Put]) -> tuple[int, int]:
    """The first and the last row with several cells; without any both lie below the region."""
    counts = Counter(cell.row for cell in region if cell.text)
    full = [row for row, count in counts.items() if count > 1] or [max(counts) + 1]
    return min(full), max(full)


def _regions(cells: list[Put]) -> list[list[Put]]:
    """The cells of a sheet by the regions that they stand in."""
    written = [cell for cell in cells if cell.text]
    begins = _beginnings(written)
    regions: list[list[Put]] = [[] for _ in begins]
    for cell in cells:
        if number := bisect_right(begins, cell.row):
            regions[number - 1].append(cell)
    return regions


def _beginnings(written: list[Put]) -> list[int]:
    """The rows that regions begin at: two empty rows part them, or one before a title, where a new head follows.

    Rows of figures without a head of their own belong to the head above, however many empty rows are between.
    """
    rows = {row: list(cells) for row, cells in groupby(written, key=attrgetter("row"))}
    wide = [row for row, cells in rows.items() if len(cells) > 1]
    begins: list[int] = []
    last = 0
    for row, cells in rows.items():
        at = bisect_left(wide, row)
        head = wide[at] if at < len(wide) else None
        if not begins or _parts(row - last, row, head, rows):
            begins.append(row)
        last = max(last, *(cell.bottom for cell in cells))
    return begins


def _parts(gap: int, row: int, head: int | None, rows: dict[int, list[Put]]) -> bool:
    """Whether a row so far below what is above it begins a region; `head` is the next row of several cells."""
    if head is None:
        return gap > _GAP
    if any(_FIGURE.fullmatch(cell.text) for cell in rows[head]):
        return False
    return gap > _GAP or (gap == _GAP and len(rows[row]) == 1 and head - row <= _TITLE_ROWS)


def flat(cell: str) -> str:
    """A cell's text in one line; a line end inside Chinese words only wraps them.

    >>> flat("专利_x000D_\\n代理  机构")
    '专利代理 机构'
    """
    text = _STORED.sub(lambda match: chr(int(match[1], 16)), cell) if "_x" in cell else cell
    text = _WRAP.sub("", text) if "\n" in text or "\r" in text else text
    return re.sub(r"[\s\x00-\x1f]+", " ", text).strip()


def set_in(cell: str) -> int:
    """How far a cell is set in by spaces."""
    lead = cell[: len(cell) - len(cell.lstrip(" \u3000\u00a0"))]
    return lead.count("\u3000") + lead.count("\u00a0") + lead.count(" ") // 2
