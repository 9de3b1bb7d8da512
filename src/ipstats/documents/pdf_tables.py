"""Tables on PDF pages: ruled ones by their lines, 三线表 and unruled ones by the columns that their words stand in."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from operator import itemgetter

from ipstats.documents.outline import CAPTION, UNIT_LINE
from ipstats.documents.pdf_drawing import Rule
from ipstats.documents.pdf_lines import NUMERIC, PdfLine, Word, grouped, join, lines_of, running
from ipstats.documents.pdf_pages import RawPage
from ipstats.documents.writer import Put
from ipstats.limits import Meter

_SAME = 3.0
"""Points by which edges of one column may differ."""
_DIGITS = re.compile(r"[0-9０-９]")
_LEAST_ROWS = 3
Row = list[tuple[list[int], tuple[Word, ...]]]
"""A line of a table: the columns that each piece of it stands over, and the words of the piece."""
_MOST_PLACES = 100_000
"""Places of the grid between rules; more are a pattern, no table."""


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

    def goes_on(self, other: "PdfTable") -> bool:
        """Whether another table has the same columns, so that it may be the same table on the next page."""
        return len(self.edges) == len(other.edges) and all(
            abs(a - b) <= _SAME for a, b in zip(self.edges, other.edges, strict=True)
        )

    def extend(self, other: "PdfTable") -> None:
        """Take in the rows of the same table on the next page."""
        below = self.height
        self.cells += [replace(cell, row=cell.row + below) for cell in other.cells]


def ruled_tables(page: RawPage, meter: Meter) -> list[PdfTable]:
    """The tables of a page whose cells are ruled, from top to bottom; each takes the words that stand in its cells."""
    rules = _together(_merged(page.drawn.across), _merged(page.drawn.down), meter)
    tables = (_ruled(page, across, down) for across, down in rules)
    return sorted(filter(None, tables), key=lambda table: table.top)


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules in one line that touch or overlap, as one; places closer than a few points are the same."""
    found: list[Rule] = []
    for line in grouped(sorted(rules), itemgetter(0), _SAME):
        place = sum(rule[0] for rule in line) / len(line)
        (_, first, last), *others = sorted(line, key=itemgetter(1))
        for _, start, end in others:
            if start > last + _SAME:
                found.append((place, first, last))
                first, last = start, end
            last = max(last, end)
        found.append((place, first, last))
    return [rule for rule in found if rule[2] - rule[1] > _SAME]


def _together(across: list[Rule], down: list[Rule], meter: Meter) -> list[tuple[list[Rule], list[Rule]]]:
    """The rules by tables: those that meet, directly or by others."""
    groups = _Groups(len(across) + len(down))
    xs = [rule[0] for rule in down]
    for number, (y, first, last) in enumerate(across):
        meter.tick()
        for other in range(bisect_left(xs, first - _SAME), bisect_right(xs, last + _SAME)):
            if down[other][1] - _SAME <= y <= down[other][2] + _SAME:
                groups.join(number, len(across) + other)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate([*across, *down]):
        found.setdefault(groups.of(number), ([], []))[number >= len(across)].append(rule)
    return [(one, other) for one, other in found.values() if len(one) > 1 and other]


class _Groups:
    """Numbers in groups that may be joined."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def of(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, one: int, other: int) -> None:
        self._above[self.of(one)] = self.of(other)


def _ruled(page: RawPage, across: list[Rule], down: list[Rule]) -> PdfTable | None:
    """The table between rules; the words in it leave the page."""
    xs, ys = _sides(across, down), sorted({rule[0] for rule in across})
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_PLACES:
        return None
    width, groups = len(xs) - 1, _cells(across, down, xs, ys)
    inside: dict[int, list[Word]] = {}
    left = []
    for word in page.words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
            place = (bisect_right(ys, y) - 1) * width + bisect_right(xs, x) - 1
            inside.setdefault(groups.of(place), []).append(word)
        else:
            left.append(word)
    cells = [
        Put(running(lines_of(words, 0)), top + 1, column + 1, rows, columns, indent=_indent(words, xs[column]))
        for (top, column, rows, columns), words in _boxes(groups, inside, width, len(ys) - 1)
    ]
    if sum(bool(cell.text) for cell in cells) < _LEAST_ROWS:
        return None
    page.words = left
    return PdfTable(page.number, ys[0], ys[-1], tuple(xs), cells)


def _cells(across: list[Rule], down: list[Rule], xs: list[float], ys: list[float]) -> _Groups:
    """The places of the grid between edges, counted by rows: those with no rule between them are one cell."""
    width, height = len(xs) - 1, len(ys) - 1
    groups = _Groups(width * height)
    walls, floors = _covered(down, ys), _covered(across, xs)
    for row, column in product(range(height), range(width)):
        here = row * width + column
        if column and (xs[column], row) not in walls:
            groups.join(here - 1, here)
        if row and (ys[row], column) not in floors:
            groups.join(here - width, here)
    return groups


def _sides(across: list[Rule], down: list[Rule]) -> list[float]:
    """Where columns end; a table open at its sides ends where its rules across do."""
    xs = sorted({rule[0] for rule in down})
    for side, end in ((min(rule[1] for rule in across), min), (max(rule[2] for rule in across), max)):
        reaching = sum(abs(rule[1 if end is min else 2] - side) <= _SAME for rule in across)
        if reaching >= _LEAST_ROWS and abs(end(xs) - side) > _SAME and end(side, end(xs)) == side:
            xs = sorted([*xs, side])
    return xs


def _covered(rules: list[Rule], edges: list[float]) -> set[tuple[float, int]]:
    """The spaces between edges that rules of the other direction run along, as (place, number of the space)."""
    return {
        (place, number)
        for place, first, last in rules
        for number in range(max(bisect_left(edges, first - _SAME) - 1, 0), len(edges) - 1)
        if first - _SAME <= (edges[number] + edges[number + 1]) / 2 <= last + _SAME
    }


def _boxes(groups: _Groups, inside: dict, width: int, height: int) -> Iterator[tuple[tuple[int, int, int, int], list]]:
    """The cells as (row, column, rows, columns) with their words, in order."""
    reach: dict[int, list[int]] = {}
    for place in range(width * height):
        row, column = divmod(place, width)
        box = reach.setdefault(groups.of(place), [row, column, row, column])
        box[1], box[2], box[3] = min(box[1], column), row, max(box[3], column)
    for group, (top, left, bottom, right) in sorted(reach.items(), key=itemgetter(1)):
        yield (top, left, bottom - top + 1, right - left + 1), inside.get(group, [])


def _indent(words: list[Word], x0: float) -> int:
    """Cells are set in by whole characters; a centred cell is not, so only what stands near the left edge counts."""
    if not words or _DIGITS.match(words[0].text):
        return 0
    away = (min(word.x0 for word in words) - x0) / words[0].size
    return int(away) if 1.5 <= away < 6 else 0


def aligned_tables(lines: list[PdfLine]) -> list[tuple[PdfTable, list[PdfLine]]]:
    """Tables without vertical rules: runs of lines whose words stand in the same columns, and the lines they took."""
    found = []
    at = 0
    while at < len(lines):
        last = at
        while last < len(lines) and _is_row(lines[last]) and (last == at or _is_near(lines[last - 1], lines[last])):
            last += 1
        table, run = _aligned(lines[at:last])
        if table is not None:
            found.append((table, run))
        at = max(last, at + 1)
    return found


def _is_row(line: PdfLine) -> bool:
    return len(line.segments) > 1


def _is_near(before: PdfLine, line: PdfLine) -> bool:
    """The next row is right below, or the first of the next page."""
    return line.page == before.page + 1 or (line.page == before.page and line.top - before.bottom < 2.5 * line.size)


def _is_data(line: PdfLine) -> bool:
    return sum(bool(NUMERIC.fullmatch(join(segment))) for segment in line.segments) >= 1


def _aligned(run: list[PdfLine]) -> tuple[PdfTable | None, list[PdfLine]]:
    """The table of lines that stand in columns, and the lines that are in it, without a title above.

    The columns are where the words of the rows of figures leave gaps; a header may span several of them.
    """
    data = list(filter(_is_data, run))
    columns = _columns([line.segments for line in data]) if len(data) > 1 else []
    if not columns:
        return None, run
    rows = [_in_columns(line, columns) for line in run]
    start = _below_titles(run, rows, run.index(data[0]))
    run, rows = run[start:], rows[start:]
    if len(run) < _LEAST_ROWS or any(map(_collide, rows)):
        return None, run
    cells = [
        Put(join(words), number, over[0] + 1, 1, len(over))
        for number, row in enumerate(rows, start=1)
        for over, words in row
    ]
    return PdfTable(run[0].page, run[0].top, run[-1].bottom, tuple(left for left, _ in columns), cells), run


def _in_columns(line: PdfLine, columns: list[list[float]]) -> Row:
    """The words of a line by the columns that they stand over."""
    parts = [part for segment in line.segments for part in _by_column(segment, columns)]
    return [(_over(words, columns), words) for words in parts]


def _collide(row: Row) -> bool:
    """Whether two pieces of a line begin in one column."""
    places = [over[0] for over, _ in row]
    return len(set(places)) < len(places)


def _below_titles(run: list[PdfLine], rows: list[Row], first: int) -> int:
    """The first line that is of the table itself; `first` is that of figures."""
    return max((number + 1 for number in range(first) if _is_title(run[number], rows[number])), default=0)


def _is_title(line: PdfLine, row: Row) -> bool:
    """Whether a line above the figures is the table's number, title or unit, not a head in its columns."""
    said = CAPTION.match(line.text) or any(UNIT_LINE.match(join(words)) for words in line.segments)
    return bool(said) or _collide(row)


def _columns(rows: list[list[tuple[Word, ...]]]) -> list[list[float]]:
    """Where the fullest rows stand, left and right end of each column; none where they do not agree."""
    most = max(map(len, rows))
    columns: list[list[float]] = []
    for x0, x1 in sorted((part[0].x0, part[-1].x1) for row in rows if len(row) == most for part in row):
        if columns and x0 < columns[-1][1] + 0.1:
            columns[-1][1] = max(columns[-1][1], x1)
        else:
            columns.append([x0, x1])
    return columns if 1 < len(columns) == most else []


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
