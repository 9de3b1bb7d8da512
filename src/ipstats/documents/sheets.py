"""The sheets of a workbook become tables and lines, whatever format the workbook has: what is hidden is left out."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from ipstats.documents.spreadsheet import letters
from ipstats.documents.writer import Put, Writer

_GAP = 2
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


def write_sheets(sheets: list[Sheet], writer: Writer) -> None:
    """Write the sheets that are shown: a table for each region of cells, lines of one cell as its captions or notes."""
    if names := [sheet.name for sheet in sheets if sheet.hidden]:
        writer.warn(f"hidden sheets are not read: {', '.join(names)} (隐藏的工作表未读)")
    for sheet in sheets:
        if not sheet.hidden:
            _say_hidden(sheet, writer)
            for region in _regions(_shown(sheet)):
                _put(writer, sheet.name, region)


def _say_hidden(sheet: Sheet, writer: Writer) -> None:
    """What a reader of the sheet does not see is not read, and said where it holds something."""
    rows = sorted({row for row, _, text, _ in sheet.cells if text} & sheet.hidden_rows)
    columns = sorted({column for _, column, text, _ in sheet.cells if text} & sheet.hidden_columns)
    for english, chinese, names in (
        ("rows", "行", [str(row) for row in rows]),
        ("columns", "列", [letters(column) for column in columns]),
    ):
        if names:
            listed = ", ".join(names[:6]) + (" ..." if len(names) > 6 else "")
            writer.warn(f"hidden {english} of sheet {sheet.name} are not read: {listed} (隐藏的{chinese}未读)")


def _shown(sheet: Sheet) -> list[Put]:
    """The cells that are seen, at the place they are seen at; a merged cell as far as the sheet is written on."""
    texts = [cell for cell in sheet.cells if cell[2].strip()]
    last_row, last_column = (max((cell[axis] for cell in texts), default=0) for axis in (0, 1))
    rows, columns = _places(last_row, sheet.hidden_rows), _places(last_column, sheet.hidden_columns)
    spans, covered = _spans(sheet, last_row, last_column)
    found = []
    for row, column, raw, indent in sorted(sheet.cells):
        if row > last_row or column > last_column or (row, column) in covered:
            continue
        down, right = spans.get((row, column), (row, column))
        height, width = rows[down] - rows[row - 1], columns[right] - columns[column - 1]
        if height and width and (raw.strip() or (row, column) in spans):
            address = f"{sheet.name}!{letters(column)}{row}"
            place = rows[row - 1] + 1, columns[column - 1] + 1
            found.append(Put(flat(raw), *place, height, width, False, indent + set_in(raw), address))
    return found


def _places(last: int, hidden: set[int]) -> list[int]:
    """How many rows (or columns) are seen up to each."""
    seen = [0]
    for number in range(1, last + 1):
        seen.append(seen[-1] + (number not in hidden))
    return seen


def _spans(sheet: Sheet, last_row: int, last_column: int) -> tuple[dict, set]:
    """Where the merged cells end, by where they begin, and the places that they cover."""
    spans, written = {}, {(row, column) for row, column, _, _ in sheet.cells}
    covered = set()
    for top, left, bottom, right in sheet.merged:
        bottom, right = min(bottom, last_row), min(right, last_column)
        if top <= bottom and left <= right:
            spans[top, left] = bottom, right
    for (top, left), (bottom, right) in spans.items():
        if (bottom - top + 1) * (right - left + 1) <= len(written):
            inside = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)} & written
        else:
            inside = {place for place in written if top <= place[0] <= bottom and left <= place[1] <= right}
        covered |= inside - {(top, left)}
    return spans, covered


def _put(writer: Writer, title: str, region: list[Put]) -> None:
    """A region with several columns is a table; lines of one cell are its captions or notes."""
    width = Counter(cell.row for cell in region if cell.text)
    full = [row for row, count in width.items() if count > 1]
    first, last = (min(full), max(full)) if full else (10**9, 0)
    for cell in region:
        if cell.row < first and cell.text:
            writer.paragraph(cell.text)
    table = [cell for cell in region if first <= cell.row <= last]
    if table:
        top = min(cell.row for cell in table) - 1
        writer.table([replace(cell, row=cell.row - top) for cell in table], name=title)
    for cell in region:
        if cell.row > max(last, first if not full else last) and cell.text:
            writer.paragraph(cell.text)


def _regions(cells: list[Put]) -> list[list[Put]]:
    """The cells of a sheet by regions: two empty rows part them, or one before a title, where a new head follows."""
    counts = Counter(cell.row for cell in cells if cell.text)
    figured = {cell.row for cell in cells if _FIGURE.fullmatch(cell.text)}
    wide = sorted(row for row, count in counts.items() if count > 1)
    regions: list[list[Put]] = []
    last, at = -_GAP, 0
    for cell in cells:
        while at < len(wide) and wide[at] < cell.row:
            at += 1
        headed = at < len(wide) and wide[at] not in figured
        if not cell.text:
            if regions:
                regions[-1].append(cell)
            continue
        gap, alone = cell.row - last, counts[cell.row] == 1
        titled = gap == _GAP and alone and headed and wide[at] - cell.row <= 3
        if not regions or titled or (gap > _GAP and (headed or at == len(wide))):
            regions.append([])
        regions[-1].append(cell)
        last = max(last, cell.row + cell.rows - 1)
    return regions


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
