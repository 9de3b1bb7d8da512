"""A CSV or XLSX table as a grid of printed cells, each with its name and its place in the document's text."""

import re
from dataclasses import dataclass
from pathlib import Path

from ipstats.errors import TableError


@dataclass(frozen=True)
class Grid:
    """Rows of cells as printed, counted from one as the file counts them; a merged cell stands wherever it reaches.

    `places` says of a cell that has text its name (`t1!r5c3`, or `Sheet1!C5` in a workbook) and its offset in `text`.
    """

    rows: list[list[str]]
    places: dict[tuple[int, int], tuple[str, int]]
    text: str

    def cell(self, row: int, column: int) -> str:
        return self.places[row, column][0]

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell stands in `text`."""
        start = self.places[row, column][1]
        return start, start + len(self.rows[row - 1][column - 1])


def read_grid(path: Path, sheet: str = "") -> Grid:
    """The grid of a .csv file, or of one sheet (the first) of an .xlsx file; `DocumentError` when it cannot be read."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise TableError(f"{path}: a mapped table is .csv or .xlsx, not {path.suffix or 'a file without ending'}")
    from ipstats.reading.documents import read_content

    content = read_content(path)
    names = list(dict.fromkeys(table.name for table in content.tables))
    if sheet and sheet not in names:
        raise TableError(f"{path}: no sheet {sheet!r} with a table; it has {', '.join(names) or 'none'}")
    cells, places = {}, {}
    for table in content.tables:
        if table.name == (sheet or names[0]):
            for cell in table.cells:
                row, column = position(cell.name) if cell.name else (cell.row, cell.column)
                for place in ((row + i, column + j) for i in range(cell.rows) for j in range(cell.columns)):
                    cells[place] = cell.text
                    places[place] = (table.address(cell), cell.block.start)
    height, width = (max((place[axis] for place in cells), default=0) for axis in (0, 1))
    rows = [[cells.get((row, column), "") for column in range(1, width + 1)] for row in range(1, height + 1)]
    return Grid(rows, places, content.text)


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


def position(address: str) -> tuple[int, int]:
    """The row and column of an address in a workbook.

    >>> position("表1!AB12")
    (12, 28)
    """
    found = re.search(r"!([A-Z]+)([0-9]+)$", address)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _shown_date(value, form: str) -> str:
    """A date as far as its number format shows it: the first of a month may mean the month, or the year."""
    letters = re.sub(r'"[^"]*"|\[[^]]*\]', "", form).lower()
    if not hasattr(value, "year") or "d" in letters or "y" not in letters:
        return value.strftime("%Y-%m-%d" if hasattr(value, "year") else "%H:%M")
    return f"{value.year}年{value.month}月" if "m" in letters else f"{value.year}年"


def shown(cell) -> str:
    """A cell as the workbook shows it: its number format says how many decimals were meant."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _shown_date(value, cell.number_format or "") if hasattr(value, "strftime") else str(value)
    form = cell.number_format or ""
    percent = "%" in form
    number = value * 100 if percent else value
    decimals = re.search(r"[0#](?:\.(0+))?(?:%|_|;|$| |\))", form)
    if decimals and form != "General" and (decimals[1] or percent or "." not in form):
        text = f"{number:.{len(decimals[1] or '')}f}"
    else:
        text = str(int(number)) if float(number).is_integer() else format(number, ".12g")
    return text + "%" if percent else text
