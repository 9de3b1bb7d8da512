"""Tables on PDF pages: ruled ones by their lines, 三线表 and unruled ones by the columns that their words stand in."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from ipstats.documents.pdf_lines import Line, Word, join, lines_of
from ipstats.documents.writer import Put

_SAME = 3.0
"""Points by which edges of one column may differ."""
_DIGITS = re.compile(r"[0-9０-９]")
_NUMERIC = re.compile(r"[-−–+]?[0-9０-９][0-9０-９,，.．]*\s*[%％]?|[-—–…]+")
_LEAST_ROWS = 3


@dataclass(slots=True)
class PdfTable:
    """A table on a page: its box, the edges of its columns, and its cells."""

    page: int
    top: float
    bottom: float
    edges: tuple[float, ...]
    cells: list[Put] = field(default_factory=list)

    @property
    def height(self) -> int:
        return max((cell.row + cell.rows - 1 for cell in self.cells), default=0)

    def holds(self, word: Word) -> bool:
        """Whether a word stands inside its box."""
        inside = self.edges[0] <= (word.x0 + word.x1) / 2 <= self.edges[-1]
        return inside and self.top <= (word.top + word.bottom) / 2 <= self.bottom

    def goes_on(self, other: "PdfTable") -> bool:
        """Whether another table has the same columns, so that it may be the same table on the next page."""
        return len(self.edges) == len(other.edges) and all(
            abs(a - b) <= _SAME for a, b in zip(self.edges, other.edges, strict=True)
        )

    def extend(self, other: "PdfTable") -> None:
        """Take in the rows of the same table on the next page."""
        below = self.height
        self.cells += [
            Put(c.text, c.row + below, c.column, c.rows, c.columns, c.head, c.indent, c.name) for c in other.cells
        ]


def ruled_tables(page, words: list[Word], number: int) -> list[PdfTable]:
    """The tables of a page whose cells are ruled (all lines drawn), from top to bottom."""
    tables = []
    for found in page.find_tables():
        cells = [tuple(cell) for cell in found.cells if cell]
        xs, ys = _edges(cells, 0), _edges(cells, 1)
        table = PdfTable(number, found.bbox[1], found.bbox[3], tuple(xs))
        for x0, top, x1, bottom in cells:
            inside = [w for w in words if x0 <= (w.x0 + w.x1) / 2 <= x1 and top <= (w.top + w.bottom) / 2 <= bottom]
            row, column = _index(ys, top), _index(xs, x0)
            rows, columns = _index(ys, bottom) - row, _index(xs, x1) - column
            table.cells.append(
                Put(_cell_text(inside), row + 1, column + 1, max(rows, 1), max(columns, 1), indent=_indent(inside, x0))
            )
        if len(xs) > 2 and sum(bool(cell.text) for cell in table.cells) > 2:
            tables.append(table)
    return sorted(tables, key=lambda table: table.top)


def _edges(cells: list[tuple], axis: int) -> list[float]:
    """The places of rules along an axis; those closer than a few points are one."""
    merged: list[float] = []
    for place in sorted({place for cell in cells for place in (cell[axis], cell[axis + 2])}):
        if not merged or place - merged[-1] > _SAME:
            merged.append(place)
    return merged


def _index(edges: list[float], place: float) -> int:
    return max(0, min(bisect_left(edges, place - _SAME), len(edges) - 1))


def _cell_text(words: list[Word]) -> str:
    text = ""
    for line in lines_of(words, 0):
        latin = text[-1:].isascii() and text[-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha()
        text += (" " if latin else "") + line.text
    return text


def _indent(words: list[Word], x0: float) -> int:
    """Cells are set in by whole characters; a centred cell is not, so only what stands near the left edge counts."""
    if not words or _DIGITS.match(words[0].text):
        return 0
    away = (min(word.x0 for word in words) - x0) / words[0].size
    return int(away) if 1.5 <= away < 6 else 0


def aligned_tables(lines: list[Line]) -> list[tuple[PdfTable, list[Line]]]:
    """Tables without vertical rules: runs of lines whose words stand in the same columns, and the lines they took."""
    found = []
    at = 0
    while at < len(lines):
        last = at
        while last < len(lines) and _is_row(lines[last]) and (last == at or _is_near(lines[last - 1], lines[last])):
            last += 1
        run = lines[at:last]
        if len(run) >= _LEAST_ROWS and sum(_is_data(line) for line in run) >= 2:
            table = _aligned(run)
            if table is not None:
                found.append((table, run))
        at = max(last, at + 1)
    return found


def _is_row(line: Line) -> bool:
    return len(line.segments) > 1


def _is_near(before: Line, line: Line) -> bool:
    """The next row is right below, or the first of the next page."""
    return line.page == before.page + 1 or (line.page == before.page and line.top - before.bottom < 2.5 * line.size)


def _is_data(line: Line) -> bool:
    return sum(bool(_NUMERIC.fullmatch(join(segment))) for segment in line.segments) >= 1


def _aligned(run: list[Line]) -> PdfTable | None:
    """The columns are where the words of the rows of figures leave gaps; a header may span several of them."""
    full = [line.segments for line in run if _is_data(line)]
    most = max(len(segments) for segments in full)
    columns: list[list[float]] = []
    for x0, x1 in sorted((seg[0].x0, seg[-1].x1) for segments in full if len(segments) == most for seg in segments):
        if columns and x0 < columns[-1][1] + 0.1:
            columns[-1][1] = max(columns[-1][1], x1)
        else:
            columns.append([x0, x1])
    if not 1 < len(columns) == most:
        return None
    cells = []
    for number, line in enumerate(run, start=1):
        for words in (part for segment in line.segments for part in _by_column(segment, columns)):
            over = _over(words, columns)
            cells.append(Put(join(words), number, over[0] + 1, 1, len(over)))
    if len({(cell.row, cell.column) for cell in cells}) < len(cells):
        return None
    return PdfTable(run[0].page, run[0].top, run[-1].bottom, tuple(left for left, _ in columns), cells)


def _over(words: tuple[Word, ...], columns: list[list[float]]) -> list[int]:
    """The columns that words stand over, or the nearest one."""
    x0, x1 = words[0].x0, words[-1].x1
    over = [i for i, (left, right) in enumerate(columns) if x0 < right and left < x1]
    return over or [min(range(len(columns)), key=lambda i: abs(sum(columns[i]) - x0 - x1))]


def _by_column(segment: tuple[Word, ...], columns: list[list[float]]) -> list[tuple[Word, ...]]:
    """A segment as it is, or cut where its words stand over different columns each."""
    parts: dict[int, list[Word]] = {}
    for word in segment:
        over = _over((word,), columns)
        if len(over) > 1:
            return [segment]
        parts.setdefault(over[0], []).append(word)
    return [tuple(part) for part in parts.values()]
