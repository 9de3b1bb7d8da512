"""A CSV or XLSX table as a grid of printed cells, each with its name and its place in the table's text."""

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path

from ipstats.errors import TableError
from ipstats.reading.decoding import decode


@dataclass(frozen=True)
class Grid:
    """Rows of cells as printed (`""` for an empty one), counted from one. `sheet` is empty for CSV."""

    rows: list[list[str]]
    sheet: str = ""

    def cell(self, row: int, column: int) -> str:
        """The name of a cell: `table!r5c3`, or `Sheet1!C5` in a workbook."""
        return f"{self.sheet}!{letters(column)}{row}" if self.sheet else f"table!r{row}c{column}"

    @cached_property
    def text(self) -> str:
        """The table as text: cells separated by tabs, rows by line ends."""
        return "\n".join("\t".join(row) for row in self.rows) + "\n"

    @cached_property
    def _starts(self) -> list[list[int]]:
        starts, at = [], 0
        for row in self.rows:
            starts.append([])
            for cell in row:
                starts[-1].append(at)
                at += len(cell) + 1
            at += not row
        return starts

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell stands in `text`."""
        start = self._starts[row - 1][column - 1]
        return start, start + len(self.rows[row - 1][column - 1])


def letters(column: int) -> str:
    """The letters of a spreadsheet column, counted from one.

    >>> letters(3), letters(28)
    ('C', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_grid(path: Path, sheet: str = "") -> Grid:
    """The grid of a .csv file (comma, tab or semicolon) or of one sheet (the first) of an .xlsx file."""
    match path.suffix.lower():
        case ".csv":
            return Grid(_read_csv(path))
        case ".xlsx":
            return _read_xlsx(path, sheet)
        case suffix:
            raise TableError(f"{path}: a mapped table is .csv or .xlsx, not {suffix or 'a file without ending'}")


def _read_csv(path: Path) -> list[list[str]]:
    try:
        text, _ = decode(path.read_bytes(), str(path))
        first = next((line for line in text.splitlines() if line.strip()), "")
        delimiter = max(",\t;", key=first.count)
        return [[_flat(cell) for cell in row] for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)]
    except (OSError, csv.Error) as error:
        raise TableError(f"{path}: cannot be read: {error}") from error


def _read_xlsx(path: Path, sheet: str) -> Grid:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, OSError, KeyError) as error:
        raise TableError(f"{path}: is no workbook that can be read ({error}); save it as .xlsx again") from error
    try:
        if sheet and sheet not in book.sheetnames:
            raise TableError(f"{path}: no sheet {sheet!r}; it has {', '.join(book.sheetnames)}")
        page = book[sheet] if sheet else book.worksheets[0]
        page.reset_dimensions()
        return Grid([[_flat(shown(cell)) for cell in row] for row in page.iter_rows()], page.title)
    finally:
        book.close()


def shown(cell) -> str:
    """A cell as the workbook shows it: its number format says how many decimals were meant."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)
    form = cell.number_format or ""
    percent = "%" in form
    number = value * 100 if percent else value
    decimals = re.search(r"[0#](?:\.(0+))?(?:%|_|;|$| |\))", form)
    if decimals and form != "General" and (decimals[1] or percent or "." not in form):
        shown = f"{number:.{len(decimals[1] or '')}f}"
    else:
        shown = str(int(number)) if float(number).is_integer() else format(number, ".12g")
    return shown + "%" if percent else shown


def _flat(cell: str) -> str:
    """A cell on one line: tabs and line ends inside it would break the table's text."""
    return re.sub(r"\s+", " ", cell).strip()
