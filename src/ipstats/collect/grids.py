"""A CSV or XLSX table as a grid of printed cells, each with its name and its place in the document's text."""

from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.utility import xl_cell_to_rowcol

from ipstats.documents.content import Cell, Content, PrintedTable
from ipstats.documents.formats import GRIDS
from ipstats.documents.opening import read_content
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
    """The grid of a .csv file, or of one sheet (the first) of a workbook; `DocumentError` when it cannot be read."""
    if path.suffix.lower() not in GRIDS:
        raise TableError(f"{path}: a mapped table is {', '.join(GRIDS)}, not {path.suffix or 'a file without ending'}")
    content = read_content(path)
    names = list(dict.fromkeys(table.name for table in content.tables))
    if sheet and sheet not in names:
        raise TableError(f"{path}: no sheet {sheet!r} with a table; it has {', '.join(names) or 'none'}")
    cells: dict[tuple[int, int], str] = {}
    places: dict[tuple[int, int], tuple[str, int]] = {}
    for table, cell in _cells(content, sheet or names[0]):
        reached = _reached(cell)
        cells |= dict.fromkeys(reached, cell.text)
        places |= dict.fromkeys(reached, (table.address(cell), cell.block.start))
    return Grid(_rows(cells), places, content.text)


def _cells(content: Content, name: str) -> list[tuple[PrintedTable, Cell]]:
    return [(table, cell) for table in content.tables if table.name == name for cell in table.cells]


def _rows(cells: dict[tuple[int, int], str]) -> list[list[str]]:
    """Cells by place as rows, from the first row and column."""
    height, width = (max((place[axis] for place in cells), default=0) for axis in (0, 1))
    return [[cells.get((row, column), "") for column in range(1, width + 1)] for row in range(1, height + 1)]


def _reached(cell: Cell) -> list[tuple[int, int]]:
    """The places, counted as the file counts them, that a cell reaches."""
    row, column = cell.row, cell.column
    if cell.name:
        row, column = (index + 1 for index in xl_cell_to_rowcol(cell.name.rpartition("!")[2]))
    return [(row + i, column + j) for i in range(cell.rows) for j in range(cell.columns)]
