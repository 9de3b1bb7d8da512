"""The layout of the panels of a printed table: each cell with a figure, and the cells that say what it is.

A row or column is told by what its cells are, not by where it stands: header rows come before the first row of figures
(years in them are headers, not figures), stub columns before the first column of figures; a table may repeat its header
(续表), and hold rows that only name a group, a unit or a note. A layout is made once and never changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ipstats.documents.content import Cell, PrintedTable
from ipstats.documents.outline import numbering
from ipstats.grammar.lexicon import regex
from ipstats.reading.cells import is_nothing, is_number
from ipstats.reading.frames import Frame, frame_of
from ipstats.reading.headers import read_header, take_unit, tidy
from ipstats.reading.panels import Row, distinct, panels
from ipstats.reading.row_parents import Above
from ipstats.reading.row_roles import Role, sections

_LEVELS = 2
"""Columns that name the rows, of which the first may be left empty below the row that it begins with."""


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
    """The rows that this one can be a part of, outermost first, each behind the row that says its unit."""
    unit: Cell | None
    column: int
    stub_heads: tuple[Cell, ...] = ()
    spread: frozenset[int] = frozenset()
    is_second: bool = False
    """Whether its row is the second of one name, in %, below a row of counts: shares of their total."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The figures of a panel, the lines inside it that speak of all of it, and the role of each of its cells."""

    data: tuple[Datum, ...] = ()
    titles: tuple[str, ...] = ()
    roles: dict[int, Role] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    """The texts of the headers, each once."""
    ended: bool = True
    """Whether the row was found at which it was said to end."""


def lay_out(table: PrintedTable) -> list[Layout]:
    """The layouts of the panels of a printed table, from left to right; the first also knows the translations."""
    bands, english = panels(table)
    layouts = [_lay_out(band) for band in bands]
    if layouts:
        layouts[0].roles.update(dict.fromkeys(english, Role.TRANSLATION))
    return layouts


def lay_out_block(table: PrintedTable, below: str, right_of: str, until: str = "") -> Layout | None:
    """The layout of the figures below one header and right of another, down to a row that begins with `until`.

    None where the table has no such headers.
    """
    corner = _cell_of(table, right_of, 1)
    head = _cell_of(table, below, corner.column + 1, corner.row) if corner else None
    if corner is None or head is None:
        return None
    heads, body, ended = _block_rows(table, corner, head, until)
    figures = tuple(c for c in range(corner.columns, table.width - corner.column + 1) if any(row[c] for row in body))
    frame = replace(frame_of(heads, body), stub=tuple(range(corner.columns)), figures=figures)
    data, roles = _read_body(heads, body, frame)
    titles = [cell.text.strip() for row in table.rows()[: corner.row - 1] for cell in distinct(row)]
    return Layout(tuple(data), tuple(titles), roles, ended=ended)


def _block_rows(table: PrintedTable, corner: Cell, head: Cell, until: str) -> tuple[list[Row], list[Row], bool]:
    """The rows of the headers of a block, those below them down to one that begins with `until`, if there is one."""
    rows: list[Row] = [row[corner.column - 1 :] for row in table.rows()]
    first = max(one.row + one.rows for one in (corner, head)) - 1
    begins = (number for number, row in enumerate(rows[first:], first) if until and _begins_with(row, until))
    end = next(begins, None)
    body = [row for row in rows[first:end] if any(row)]
    return rows[min(corner.row, head.row) - 1 : first], body, not until or end is not None


def _cell_of(table: PrintedTable, text: str, column: int, row: int = 1) -> Cell | None:
    cells = (cell for cell in table.cells if cell.column >= column and cell.row >= row)
    return next((cell for cell in cells if tidy(cell.text) == tidy(text)), None)


def _begins_with(row: Row, text: str) -> bool:
    return any(tidy(cell.text).startswith(tidy(text)) for cell in distinct(row)[:1])


def _lay_out(rows: list[Row]) -> Layout:
    roles: dict[int, Role] = {}
    data: list[Datum] = []
    titles: list[str] = []
    heads: dict[str, None] = {}
    for section, aside in sections(rows):
        for role, said in aside:
            roles |= dict.fromkeys(map(id, said), role)
            titles += [cell.text.strip() for cell in said] if role is Role.TITLE else []
        above = [cell for row in section.heads for cell in distinct(row)]
        heads |= dict.fromkeys(tidy(cell.text) for cell in above)
        found, of_body = _read_body(section.heads, section.body) if section.body else ([], {})
        data += found
        roles = of_body | dict.fromkeys(map(id, above), Role.HEAD) | roles
    roles |= {id(datum.cell): Role.NOTHING if is_nothing(datum.cell.text) else Role.LEFT for datum in data}
    return Layout(tuple(data), tuple(titles), roles, tuple(heads))


# ---------------------------------------------------------------- the body
def _read_body(heads: list[Row], body: list[Row], frame: Frame | None = None) -> tuple[list[Datum], dict[int, Role]]:
    """The figures of a body and the roles of its cells."""
    read = _Body(frame or frame_of(heads, body), body)
    for number in range(len(body)):
        read.take(number)
    return read.data, read.roles


class _Body:
    """The rows of a body as they are gone through: what is found, and what holds for the rows that follow."""

    def __init__(self, frame: Frame, body: list[Row]) -> None:
        self.data: list[Datum] = []
        self.roles = {id(cell): Role.LEFT for row in body for cell in distinct(row)}
        self._frame, self._body = frame, body
        self._places, self._wrapped = _names_places(frame, body), _wrapped(body, frame)
        self._above, self._divided = Above(), False
        self._group: Cell | None = None
        self._unit_of: dict[int, tuple[Cell, ...]] = {}
        self._outer: Cell | None = None

    def take(self, number: int) -> None:
        """The row of a number: one that only names what holds for others, or one of figures."""
        row = self._body[number]
        divides, banner = _only_divides(row), _banner(row, self._frame)
        if divides or (number and _unit_below(row)) or number - 1 in self._wrapped:
            self.roles |= dict.fromkeys(map(id, distinct(row)), Role.STUB)
            self._divided = self._above.divide() if divides else self._divided
        elif banner and not self._is_missing(banner):
            self._group, self._above, self._divided, self._outer = banner, Above(), False, None
            self.roles[id(banner)] = Role.STUB
        else:
            self._take_figures(number, row)

    def _stub_of(self, row: Row) -> tuple[Cell, ...]:
        """The names of a row; what stands before the name of a row above it holds where it is left empty below."""
        stub = _cells(row[c] for c in self._frame.stub)
        if len(self._frame.stub) < _LEVELS or not stub:
            return stub
        first = row[self._frame.stub[0]]
        if first is not None:
            self._outer = first if len(stub) >= _LEVELS else None
        return (self._outer, *stub) if first is None and self._outer is not None else stub

    def _is_missing(self, banner: Cell) -> bool:
        """Whether a name without figures is one of the places, or of the parts (按…分) of a whole, not a group."""
        plain = banner.columns == 1 and not banner.text.strip().endswith(("：", ":"))
        return (self._places and _is_place(banner)) or (self._divided and plain and not numbering(banner.text.strip()))

    def _take_figures(self, number: int, row: Row) -> None:
        before = self._body[number - 1] if number else ()
        second = bool(number) and _is_second(row, before, self._frame)
        named = before if second else row
        stub, units = self._stub_of(named), _unit_rows(self._body[number + 1 : number + 2])
        stub += self._wrapped.get(number, ())
        self._group = None if self._group and _ends_group(self._group, stub) else self._group
        parents = _with_units(self._above.parents(stub, bool(units)), self._unit_of)
        self._unit_of |= dict.fromkeys(map(id, stub[-1:]), units)
        self.roles |= _roles_beside(row, self._frame)
        found = _data_of(row, before, self._frame, units + stub, self._group, parents)
        self.data += [replace(datum, is_second=second) for datum in found] if second else found


def _wrapped(body: list[Row], frame: Frame) -> dict[int, tuple[Cell, ...]]:
    """By row the cell below it in which its name goes on (研究与试验发展经费支出相当于 | 国内生产总值比例)."""
    found: dict[int, tuple[Cell, ...]] = {}
    for number, (row, below) in enumerate(pairwise(body)):
        name, rest = _cells(row[c] for c in frame.stub), distinct(below)
        if name and len(rest) == 1 and rest[0] in _cells(below[c] for c in frame.stub) and _goes_on(name[-1], rest[0]):
            found[number] = (rest[0],)
    return found


def _goes_on(cell: Cell, below: Cell) -> bool:
    name = tidy(cell.text)
    return bool(regex("name_goes_on").search(name) or regex("name_breaks_off").search(f"{name}|{tidy(below.text)}"))


def _ends_group(group: Cell, stub: tuple[Cell, ...]) -> bool:
    """Whether a group that says a unit ends at a row that says its own."""
    return bool(take_unit(tidy(group.text))[1]) and any(take_unit(tidy(cell.text))[1] for cell in stub)


def _is_second(row: Row, before: Row, frame: Frame) -> bool:
    """Whether a row without a name holds nothing but %, below a row with a name and counts."""
    if any(row[c] is not None for c in frame.stub) or not any(before[c] is not None for c in frame.stub):
        return False
    said, above = ([tidy(one[c].text) for c in frame.figures if one[c] is not None] for one in (row, before))
    return bool(said) and all(text.endswith("%") for text in said) and not any(text.endswith("%") for text in above)


def _with_units(parents: tuple[Cell, ...], unit_of: dict[int, tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """Rows above, each behind the row that says its unit."""
    return tuple(cell for one in parents for cell in (*unit_of.get(id(one), ()), one))


def _data_of(row: Row, before: Row, frame: Frame, stub: tuple, group: Cell | None, parents: tuple) -> list[Datum]:
    """The figures of a row; a cell merged with the one above it is no other figure."""
    unit = next((row[c] for c in frame.units if row[c] is not None), None)
    stub_heads = _cells(head[c] for head in frame.heads for c in frame.stub)
    return [
        Datum(
            row[column], _cells(head[column] for head in frame.heads), stub, group, parents, unit, column, stub_heads,
            frozenset(id(frame.heads[level][at]) for level, at in frame.spread if at == column),
        )
        for column in frame.figures
        if row[column] is not None and not (before and before[column] is row[column])
    ]  # fmt: skip


def _names_places(frame: Frame, body: list[Row]) -> bool:
    """Whether the rows are of places, so that one without figures is missing and no group."""
    stub = [row[c] for row in body for c in frame.stub[:1] if row[c] is not None]
    return 2 * sum(map(_is_place, stub)) > len(stub)


def _is_place(cell: Cell) -> bool:
    return cell.columns == 1 and bool(read_header(cell.text).area)


def _roles_beside(row: Row, frame: Frame) -> dict[int, Role]:
    """The roles of the cells of a row that are no figures: its stub and units, and what only numbers or remarks."""
    named, figures = {*frame.stub, *frame.units}, set(frame.figures)
    beside = ((column, cell) for column, cell in enumerate(row) if cell is not None and column not in figures)
    return {id(cell): Role.STUB if column in named else Role.INDEX for column, cell in beside}


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


def _cells(cells: Iterable[Cell | None]) -> tuple[Cell, ...]:
    """The cells that say something, each once, in order."""
    return tuple({id(cell): cell for cell in cells if cell is not None}.values())


def _banner(row: Row, frame: Frame) -> Cell | None:
    """The one cell of a row that names a group of the rows below it."""
    said = distinct(row)
    if len(said) != 1 or is_number(said[0].text):
        return None
    cell, text = said[0], said[0].text.strip()
    at = next(column for column, one in enumerate(row) if one is cell)
    alone = cell.columns > 1 or sum(one is not None for one in row) == 1
    at_stub = at <= min(frame.stub, default=0) + 1 and (alone or _names_group(text))
    return cell if at_stub or text.endswith(("：", ":")) else None


def _names_group(text: str) -> bool:
    meaning = read_header(text)
    return bool(meaning.time or meaning.area or numbering(text))
