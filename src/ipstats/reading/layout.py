"""The layout of a panel of a printed table: which rows are headers, which columns the stub, which cells hold figures.

A row or column is told by what its cells are, not by where it stands: header rows come before the first row of figures
(years in them are headers, not figures), stub columns before the first column of figures; a table may repeat its header
(续表), and hold rows that only name a group, a unit or a note. A layout is made once and never changed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ipstats.documents.content import Cell, PrintedTable
from ipstats.documents.outline import NOTE, numbering
from ipstats.grammar.lexicon import regex, table_words
from ipstats.grammar.naming import lookup
from ipstats.reading.cells import is_counted, is_nothing, is_number, is_year
from ipstats.reading.headers import read_header, take_unit, tidy
from ipstats.reading.panels import Row, distinct, panels

_MANY = 0.5
_LEAST_YEARS = 3
"""So many years in a row, one after the other, without a unit or an indicator above them, are no counts."""


class Role(StrEnum):
    """What a cell is in its table."""

    READ = "read"
    NOTHING = "nothing"
    HEAD = "head"
    STUB = "stub"
    TITLE = "title"
    NOTE = "note"
    INDEX = "index"
    TRANSLATION = "translation"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Datum:
    """A cell with a figure, and the cells that say what it is: column headers (outermost first), stub, group.

    `spread` are the ids of those headers that stand over a neighbouring column and hold for this one too.
    """

    cell: Cell
    heads: tuple[Cell, ...]
    stub: tuple[Cell, ...]
    group: Cell | None
    parents: tuple[Cell, ...]
    """The rows that this one can be a part of, outermost first, each with the row below it that says its unit."""
    unit: Cell | None
    column: int
    stub_heads: tuple[Cell, ...] = ()
    spread: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Layout:
    """The figures of a panel, the lines printed inside it that speak of all of it, and the role of each of its cells."""

    data: tuple[Datum, ...] = ()
    titles: tuple[str, ...] = ()
    roles: dict[int, Role] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    """The texts of the headers, each once."""


@dataclass(slots=True)
class _Found:
    """What has been found of a panel so far."""

    titles: list[str] = field(default_factory=list)
    roles: dict[int, Role] = field(default_factory=dict)
    heads: dict[str, None] = field(default_factory=dict)

    def mark(self, cells, role: Role) -> None:
        for cell in cells:
            if cell is not None:
                self.roles.setdefault(id(cell), role)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The header in force: its rows, the columns of stub, figures and units, and those that are no figures."""

    heads: tuple[Row, ...]
    stub: tuple[int, ...]
    figures: tuple[int, ...]
    units: tuple[int, ...]
    spread: frozenset[tuple[int, int]]


def lay_out(table: PrintedTable) -> list[Layout]:
    """The layouts of the panels of a printed table, from left to right; the first also knows the translations."""
    bands, english = panels(table)
    layouts = [_lay_out(band) for band in bands]
    if layouts:
        layouts[0].roles.update(dict.fromkeys(english, Role.TRANSLATION))
    return layouts


def _lay_out(rows: list[Row]) -> Layout:
    found, data = _Found(), []
    for heads, body in _sections(rows, found):
        found.mark((cell for row in heads for cell in row), Role.HEAD)
        found.heads |= dict.fromkeys(tidy(cell.text) for row in heads for cell in distinct(row))
        if body:
            data += _read_body(_frame(heads, body), body, found)
    for datum in data:
        found.roles[id(datum.cell)] = Role.NOTHING if is_nothing(datum.cell.text) else Role.LEFT
    return Layout(tuple(data), tuple(found.titles), found.roles, tuple(found.heads))


# ---------------------------------------------------------------- rows
def _sections(rows: list[Row], found: _Found) -> Iterator[tuple[list[Row], list[Row]]]:
    """Header rows and the body below them; notes and titles are set aside."""
    heads: list[Row] = []
    body: list[Row] = []
    noted = False
    for at, row in enumerate(rows):
        said = distinct(row)
        role = _role_of_row(row, said, heads, body, noted, rows[at + 1 : at + 2])
        noted = role is Role.NOTE or (noted and role is not Role.STUB)
        if role in (Role.NOTE, Role.TITLE, Role.INDEX):
            found.mark(said, role)
            found.titles += [tidy_title(cell.text) for cell in said] if role is Role.TITLE else []
        elif role is Role.HEAD:
            if body:
                yield heads, body
                heads, body = [], []
            heads = [*heads, row]
        else:
            body.append(row)
    yield heads, body


def tidy_title(text: str) -> str:
    """A title as printed, without the spaces around it."""
    return text.strip()


def _role_of_row(row: Row, said: list[Cell], heads: list[Row], body: list[Row], noted: bool, below: list[Row]) -> Role:
    """NOTE, TITLE, INDEX or HEAD; STUB is a row of the body."""
    text = tidy(said[0].text) if len(said) == 1 else ""
    if text and (NOTE.match(text) or (noted and not is_number(text))):
        return Role.NOTE
    if text and (_is_title_line(text) or (not (heads or body) and _is_title(row, said[0], below))):
        return Role.TITLE
    if not body and _is_unit_line(said, heads):
        return Role.TITLE
    if _is_index_row(said):
        return Role.INDEX
    return Role.HEAD if _is_head(row, said, heads, body) else Role.STUB


def _is_title_line(text: str) -> bool:
    """单位：件, and the lines of the national data portal."""
    return any(regex(name).match(text) for name in ("unit_line", "portal_line", "portal_indicator"))


def _is_title(row: Row, cell: Cell, below: list[Row]) -> bool:
    """Whether the one cell of a row before any header is a title: not where it stands over a gap of the row below."""
    if is_number(cell.text) or len(row) < 2:
        return False
    at = next(column for column, one in enumerate(row) if one is cell)
    stands_in_gap = below and at and cell.columns == 1 and below[0][at] is None and len(distinct(below[0])) > 1
    return not stands_in_gap


def _is_unit_line(said: list[Cell], heads: list[Row]) -> bool:
    """单位：件, alone or beside the title or who filled a form in (填报单位：某局)."""
    texts = [tidy(cell.text) for cell in said]
    others = [text for text in texts if not regex("unit_line").match(text)]
    if len(others) == len(texts):
        return False
    beside = all(regex("filled_in_by").match(text) for text in others)
    titled = not heads and len(others) == 1 and not is_number(others[0]) and others[0] not in table_words("generic")
    return beside or titled


def _is_index_row(said: list[Cell]) -> bool:
    """甲 乙 1 2 3: the numbers of the columns."""
    texts = [tidy(cell.text).strip("()（）") for cell in said]
    numbers = [text for text in texts if not regex("head_letters").fullmatch(text)]
    return len(texts) > 2 and len(numbers) > 1 and numbers == [str(i) for i in range(1, len(numbers) + 1)]


def _is_head(row: Row, said: list[Cell], heads: list[Row], body: list[Row]) -> bool:
    """Whether a row is a header: the format says so, or it holds no figures but names or years for several columns."""
    if said and all(cell.head for cell in said):
        if not heads and len(said) > 1 and all(is_counted(cell.text) for cell in said[1:]):
            return False  # 专利授权量 | 38120件: a table without header, in a format that wants one
        return not heads or len(said) > 1 or said[0].columns < len(row)
    texts = [tidy(cell.text) for cell in said]
    if len(texts) < 2:
        return bool(not body and texts and not is_number(texts[0]) and (not heads or row[0] is None))
    if any(is_nothing(text) for text in texts):
        return False
    numbers = [text for text in texts if is_number(text)]
    if not numbers:
        return _names_columns(row, texts, heads, body)
    return _names_years(row, texts, numbers, heads, body)


def _names_columns(row: Row, texts: list[str], heads: list[Row], body: list[Row]) -> bool:
    """Whether a row without numbers is a header."""
    said_before = {tidy(cell.text) for head in heads for cell in head if cell}
    begins = any(regex("begins_as_number").match(text) for text in texts[1:])
    if heads and not set(texts) <= said_before and begins:
        return False
    return not body or len(texts) >= max(2, len({id(cell) for cell in row}) - 1)


def _names_years(row: Row, texts: list[str], numbers: list[str], heads: list[Row], body: list[Row]) -> bool:
    """Whether a row whose numbers are all years is a header: not where it names a row below a header."""
    if not all(is_year(text) for text in numbers) or body:
        return False
    first = row[0]
    spans_down = first is not None and heads and any(first is cell for cell in heads[-1])
    named = first is not None and not spans_down
    if named and (heads or is_number(texts[0])):
        return len(numbers) > 1 and len(numbers) == len(texts) and not heads
    return True


# ---------------------------------------------------------------- columns
def _frame(heads: list[Row], body: list[Row]) -> _Frame:
    width = len(body[0])
    names = [_names(heads, column) for column in range(width)]
    numeric = [_is_numeric(body, column, names[column]) for column in range(width)]
    apart = {c for c in range(width) if names[c] and _is_apart(names[c][-1])}
    units = {c for c in range(width) if names[c] and _is(names[c][-1], "unit") and not numeric[c]}
    if not numeric[0] and all(numeric[c] or c in apart | units for c in range(width)):
        apart -= {0}  # 来源 is no remark where nothing else names the rows
    stub = _stub(numeric, apart | units)
    figures = [c for c in range(width) if numeric[c] and c not in apart | units]
    spread, places = _spread(heads, figures)
    return _Frame(spread, stub, tuple(figures), tuple(sorted(units)), places)


def _stub(numeric: list[bool], aside: set[int]) -> tuple[int, ...]:
    """The first run of columns that name the rows; ranks may stand before it."""
    stub: list[int] = []
    for column, is_numeric in enumerate(numeric):
        if column in aside:
            continue
        if is_numeric and stub:
            break
        if not is_numeric:
            stub.append(column)
    return tuple(stub)


def _spread(heads: list[Row], figures: list[int]) -> tuple[tuple[Row, ...], frozenset[tuple[int, int]]]:
    """Header rows over others: where one is empty above a header, the cell to its left spans; and the places it spans so.

    Taken off one level at a time: a lower header spans only within what the one above it spans.
    """
    spread, places = [list(row) for row in heads], set()
    for level, row in enumerate(spread[:-1]):
        over = spread[level - 1] if level else row
        for column in figures:
            before = row[column - 1] if column else None
            below = any(one[column] is not None for one in heads[level + 1 :])
            apart = level and over[column] is not None and over[column] is not over[column - 1]
            if row[column] is None and below and before is not None and column - 1 in figures and not apart:
                row[column] = before
                places.add((level, column))
    return tuple(spread), frozenset(places)


def _is(name: str, group: str) -> bool:
    return name.lower() in table_words(group)


def _is_apart(name: str) -> bool:
    """Whether a column is of numbers of rows, codes, remarks or the particulars of a register."""
    ends = name.lower().endswith(tuple(table_words("index_end")))
    return ends or any(_is(name, group) for group in ("index", "remark", "identifier"))


def _names(heads: Sequence[Row], column: int) -> list[str]:
    return [tidy(row[column].text) for row in heads if column < len(row) and row[column] is not None]


def _is_numeric(body: list[Row], column: int, names: list[str]) -> bool:
    """Whether a column holds figures (or, where its cells are empty, could hold them)."""
    said = [tidy(cell.text) for row in body if (cell := row[column]) is not None and cell.columns < len(row)]
    said = [text for text in said if text]
    full = [text for text in said if not is_nothing(text)]
    if not full:
        return bool(said) or column > 0
    numbers = [text for text in full if is_number(text)]
    name = names[-1] if names else ""
    if len(numbers) < _MANY * len(full) and not (numbers and _says_figures(name)):
        return False
    if len(numbers) == len(full) and all(map(is_year, numbers)) and (column == 0 or _is_time_head(name) or (
        not _says_figures(name) and _are_consecutive(numbers)
    )):  # fmt: skip
        return False
    return not _is_time_head(name) or name not in table_words("time_head")


def _says_figures(name: str) -> bool:
    header = read_header(name)
    return bool(header.unit or header.measure or lookup(name))


def _is_time_head(name: str) -> bool:
    """年份, 统计年度, year: what stands below are times."""
    if not name or re.search("[0-9]", name) or read_header(name).unit is not None:
        return False
    return name.lower() in table_words("time_head") or any(
        len(word) > 1 and name.lower().endswith(word) for word in table_words("time_head")
    )


def _are_consecutive(years: list[str]) -> bool:
    """Whether years follow one another as they do in a stub, and counts hardly ever do."""
    values = sorted({int(text[:4]) for text in years})
    return len(values) >= _LEAST_YEARS and values[-1] - values[0] == len(values) - 1


# ---------------------------------------------------------------- the body
def _read_body(frame: _Frame, body: list[Row], found: _Found) -> list[Datum]:
    data: list[Datum] = []
    group: Cell | None = None
    above = _Above()
    unit_of: dict[int, tuple[Cell, ...]] = {}
    places = _names_places(frame, body)
    stub_heads = _cells(head[c] for head in frame.heads for c in frame.stub)
    heads = {column: _cells(head[column] for head in frame.heads) for column in frame.figures}
    spread = {c: frozenset(id(frame.heads[level][c]) for level, at in frame.spread if at == c) for c in frame.figures}
    for number, row in enumerate(body):
        found.mark(distinct(row), Role.LEFT)
        if _only_divides(row) or (number and _unit_below(row)):
            found.roles |= {id(cell): Role.STUB for cell in distinct(row)}
            continue
        if (banner := _banner(row, frame)) and not (places and _is_place(banner)):
            group, above = banner, _Above()
            found.roles[id(banner)] = Role.STUB
            continue
        stub, unit_rows = _cells(row[c] for c in frame.stub), _unit_rows(body[number + 1 : number + 2])
        parents = tuple(one for parent in above.parents(stub, bool(unit_rows)) for one in (*unit_of.get(id(parent), ()), parent))
        unit_of |= {id(cell): unit_rows for cell in stub[-1:]}
        stub = unit_rows + stub
        _mark_beside(row, frame, found)
        for column in frame.figures:
            cell = row[column]
            if cell is None or (number and body[number - 1][column] is cell):
                continue
            unit = next((row[c] for c in frame.units if row[c] is not None), None)
            data.append(Datum(cell, heads[column], stub, group, parents, unit, column, stub_heads, spread[column]))
    return data


def _names_places(frame: _Frame, body: list[Row]) -> bool:
    """Whether the rows are of places, so that one without figures is missing and no group."""
    stub = [row[c] for row in body for c in frame.stub[:1] if row[c] is not None]
    return 2 * sum(map(_is_place, stub)) > len(stub)


def _is_place(cell: Cell) -> bool:
    return cell.columns == 1 and bool(read_header(cell.text).area)


def _mark_beside(row: Row, frame: _Frame, found: _Found) -> None:
    """The cells of a row that are no figures: its stub and units, and what only numbers or remarks."""
    for column, cell in enumerate(row):
        if cell is not None and column not in frame.figures:
            found.roles[id(cell)] = Role.STUB if column in (*frame.stub, *frame.units) else Role.INDEX


def _only_divides(row: Row) -> bool:
    said = distinct(row)
    return len(said) == 1 and bool(regex("grouping_row").fullmatch(tidy(said[0].text)))


def _unit_below(row: Row) -> bool:
    """Whether a row says nothing but the unit of the row above it ((万人年))."""
    said = distinct(row)
    if len(said) != 1 or is_number(said[0].text):
        return False
    rest, one, _ = take_unit(tidy(said[0].text))
    return one is not None and not rest


def _unit_rows(below: list[Row]) -> tuple[Cell, ...]:
    return tuple(cell for row in below if _unit_below(row) for cell in distinct(row))


def _cells(cells) -> tuple[Cell, ...]:
    """The cells that say something, each once, in order."""
    return tuple({id(cell): cell for cell in cells if cell is not None}.values())


def _banner(row: Row, frame: _Frame) -> Cell | None:
    """The one cell of a row that names a group of the rows below it."""
    said = distinct(row)
    if len(said) != 1 or is_number(said[0].text):
        return None
    cell = said[0]
    at = next(column for column, one in enumerate(row) if one is cell)
    first = min(frame.stub, default=0)
    spans = cell.columns > 1 or sum(one is not None for one in row) == 1
    meaning = read_header(cell.text)
    names_group = bool(meaning.time or meaning.area or numbering(cell.text.strip()))
    at_stub = at <= first + 1 and (spans or names_group)
    return cell if at_stub or cell.text.strip().endswith(("：", ":")) else None


class _Above:
    """The rows above that a row can be a part of."""

    def __init__(self) -> None:
        self._chain: list[tuple[int, Cell]] = []
        self._plain: Cell | None = None
        self._anchors: tuple[Cell, ...] = ()
        self._with_unit: set[int] = set()

    def parents(self, stub: tuple[Cell, ...], unit_below: bool = False) -> tuple[Cell, ...]:
        """The rows that the row of a stub can be a part of, outermost first.

        A deeper indent is below a lesser one; 其中 is below the plain row before it, and so may be the rows after 其中,
        which nothing sets apart from rows of the first rank: they keep it as a possible parent, until a row says a
        unit of its own (`unit_below`: on a row of its own).
        """
        if not stub:
            return ()
        cell, said = stub[-1], read_header(stub[-1].text)
        if said.measure and not said.words:
            return tuple(dict.fromkeys((*(one for _, one in self._chain), *filter(None, [self._plain]))))
        if said.unit is not None or unit_below:
            self._with_unit.add(id(cell))
        ends_list = said.is_total or (id(cell) in self._with_unit and not said.is_part)
        if (self._chain and self._chain[-1][0] > cell.indent) or ends_list:
            self._plain, self._anchors = None, ()
        while self._chain and self._chain[-1][0] >= cell.indent:
            self._chain.pop()
        deeper = tuple(one for _, one in self._chain)
        self._chain.append((cell.indent, cell))
        if said.is_part:
            self._anchors = self._whole()
        else:
            self._plain = cell
        return tuple(dict.fromkeys(deeper + self._anchors))

    def _whole(self) -> tuple[Cell, ...]:
        """The rows that 其中 can mean: the one before the list, and where rows print no units also the last before it."""
        first = self._anchors[:1]
        if first and id(first[0]) in self._with_unit:
            return first
        return tuple(dict.fromkeys(cell for cell in (*first, self._plain) if cell is not None))
