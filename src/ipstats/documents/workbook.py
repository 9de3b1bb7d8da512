"""Workbooks (.xlsx) and .csv tables: every sheet is a table, its cells as the workbook shows them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

from ipstats.documents.content import Content
from ipstats.documents.decoding import decode
from ipstats.documents.spreadsheet import letters, shown
from ipstats.documents.writer import Put, Writer
from ipstats.errors import DocumentError

MOST_CELLS = 2_000_000
_GAP = 2
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f[^>]*>[^<]*</f>(?:<v ?/>|<v></v>)?</c>')
_FIGURE = re.compile(r"(?!(?:19|20)[0-9]{2}$)[-−]?[0-9][0-9,.]*%?")


def read_csv(data: bytes, name: str) -> Content:
    """The content of a .csv file (comma, semicolon or tab), a table named `t1`."""
    text, _ = decode(data, name)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=False))
    except csv.Error as error:
        raise DocumentError(f"{name}: is no CSV that can be read: {error}; save it as CSV UTF-8 again") from None
    writer = Writer()
    cells = [
        Put(_flat(cell), row, column, indent=_indent(cell))
        for row, line in enumerate(rows, start=1)
        for column, cell in enumerate(line, start=1)
    ]
    writer.table(cells)
    return writer.finish(Path(name).stem)


def read(data: bytes, name: str) -> Content:
    """The content of an .xlsx file: one table a sheet (or a region between empty rows), hidden sheets left out."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data), data_only=True)
        sheets = [(sheet.title, _cells(sheet, name)) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except DocumentError:
        raise
    except Exception as error:  # openpyxl raises many kinds for a damaged file
        raise DocumentError(
            f"{name}: is cut short or damaged ({type(error).__name__}: {' '.join(str(error).split())[:120]}); "
            "open and save it again in Excel or WPS (文件损坏)"
        ) from None
    writer = Writer()
    if blank := _FORMULA.findall(b"".join(_sheets_xml(data))):
        names = ", ".join(address.decode() for address in blank[:3]) + (" ..." if len(blank) > 3 else "")
        writer.warn(
            f"formulas stored without their values are not read: {len(blank)} ({names}); "
            "open and save the file in Excel or WPS (公式未存数值，请打开后重新保存)"
        )
    for title, cells in sheets:
        for region in _regions(cells):
            _put(writer, title, region)
    if not writer.length:
        raise DocumentError(f"{name}: its sheets hold no text (工作表为空)")
    return writer.finish()


def _sheets_xml(data: bytes) -> Iterator[bytes]:
    with ZipFile(BytesIO(data)) as archive:
        yield from (archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))


def _put(writer: Writer, title: str, region: list[Put]) -> None:
    """A region with several columns is a table; lines of one cell are its captions or notes."""
    width = {}
    for cell in region:
        width[cell.row] = width.get(cell.row, 0) + bool(cell.text)
    full = [row for row, count in width.items() if count > 1]
    first, last = (min(full), max(full)) if full else (10**9, 0)
    for cell in region:
        if cell.row < first and cell.text:
            writer.paragraph(cell.text)
    table = [cell for cell in region if first <= cell.row <= last]
    if table:
        top = min(cell.row for cell in table) - 1
        writer.table(
            [Put(c.text, c.row - top, c.column, c.rows, c.columns, c.head, c.indent, c.name) for c in table], name=title
        )
    for cell in region:
        if cell.row > max(last, first if not full else last) and cell.text:
            writer.paragraph(cell.text)


def _cells(sheet, name: str) -> list[Put]:
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise DocumentError(f"{name}: sheet {sheet.title} has over {MOST_CELLS:,} cells; split it (工作表过大)")
    spans, covered = {}, set()
    for merged in sheet.merged_cells.ranges:
        spans[merged.min_row, merged.min_col] = (
            merged.max_row - merged.min_row + 1,
            merged.max_col - merged.min_col + 1,
        )
        covered |= {(row, column) for row, column in merged.cells} - {(merged.min_row, merged.min_col)}
    cells = []
    for line in sheet.iter_rows():
        for cell in line:
            place = (cell.row, cell.column)
            if place in covered or sheet.row_dimensions[cell.row].hidden:
                continue
            raw = shown(cell)
            rows, columns = spans.get(place, (1, 1))
            if raw or place in spans:
                address = f"{sheet.title}!{letters(cell.column)}{cell.row}"
                indent = int(cell.alignment.indent or 0) if cell.alignment else 0
                cells.append(
                    Put(_flat(raw), cell.row, cell.column, rows, columns, False, indent + _indent(raw), address)
                )
    return cells


def _regions(cells: list[Put]) -> list[list[Put]]:
    """The cells of a sheet by regions that two empty rows part, or one before a title and its header."""
    counts = Counter(cell.row for cell in cells if cell.text)
    heads = counts.keys() - {cell.row for cell in cells if _FIGURE.fullmatch(cell.text)}
    regions: list[list[Put]] = []
    last = -_GAP
    for cell in cells:
        if not cell.text:
            if regions:
                regions[-1].append(cell)
            continue
        below = next((row for row in range(cell.row + 1, cell.row + 4) if counts[row] > 1), 0)
        titled = cell.row - last == _GAP and counts[cell.row] == 1 and below in heads
        if not regions or cell.row - last > _GAP or titled:
            regions.append([])
        regions[-1].append(cell)
        last = max(last, cell.row + cell.rows - 1)
    return regions


def _delimiter(text: str) -> str:
    head = text[:10000]
    return "\t" if head.count("\t") > 2 * head.count(",") else ";" if head.count(";") > 2 * head.count(",") else ","


def _flat(cell: str) -> str:
    return re.sub(r"\s+", " ", cell).strip()


def _indent(cell: str) -> int:
    """How far a cell is set in by spaces."""
    lead = cell[: len(cell) - len(cell.lstrip(" \u3000\u00a0"))]
    return lead.count("\u3000") + lead.count("\u00a0") + lead.count(" ") // 2
