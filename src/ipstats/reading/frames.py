"""Which columns of a panel name its rows and which hold figures, and how far each header reaches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ipstats.grammar.lexicon import table_words
from ipstats.grammar.names import lookup
from ipstats.reading.cells import is_nothing, is_number, is_year
from ipstats.reading.headers import as_printed, read_header, tidy, units_in
from ipstats.reading.panels import Row, distinct

_MANY = 0.5
_LEAST_YEARS = 3
"""So many years in a row, one after the other, without a unit or an indicator above them, are no counts."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The header in force: its rows, the columns of stub, figures and units; `spread` are (row, column) of the places
    where a header holds that stands over the column on the left."""

    heads: tuple[Row, ...]
    stub: tuple[int, ...]
    figures: tuple[int, ...]
    units: tuple[int, ...]
    spread: frozenset[tuple[int, int]]


def frame_of(heads: list[Row], body: list[Row]) -> Frame:
    """The columns of a body below its header rows."""
    columns = range(len(body[0]))
    last = ["".join(_names(heads, column)[-1:]) for column in columns]
    numeric = [_is_numeric(body, column, last[column]) for column in columns]
    units = {c for c in columns if last[c].lower() in table_words("unit") and _holds_units(body, c, last[c])}
    aside = units | _apart(last, [numeric[c] or c in units for c in columns])
    figures = [c for c in columns if numeric[c] and c not in aside]
    spread, places = _spread(heads, figures)
    return Frame(spread, _stub(numeric, aside), tuple(figures), tuple(sorted(units)), places)


def _holds_units(body: list[Row], column: int, name: str) -> bool:
    """Whether the cells below 单位 say units, not the organisations that the rows are of."""
    if name in table_words("unit_alone"):
        return True
    said = _texts(body, column)
    return 2 * sum(bool(as_printed(text) or units_in(text)) for text in said) > len(said)


def _apart(names: list[str], numeric: list[bool]) -> set[int]:
    """The columns that are no figures; 来源 is no remark where nothing else names the rows."""
    apart = {column for column, name in enumerate(names) if name and _is_apart(name)}
    named = {column for column, is_numeric in enumerate(numeric) if not is_numeric}
    return apart - {0} if 0 in named <= apart else apart


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
    """Header rows over others: where one is empty above a header, the cell to its left spans; and these places.

    Taken off one level at a time: a lower header spans only within what the one above it spans.
    """
    spread, places = [list(row) for row in heads], set()
    for level, row in enumerate(spread[:-1]):
        over = spread[level - 1] if level else None
        for column in figures:
            if column - 1 in figures and _spans(row, over, heads[level + 1 :], column):
                row[column] = row[column - 1]
                places.add((level, column))
    return tuple(spread), frozenset(places)


def _spans(row: Row, over: Row | None, below: list[Row], column: int) -> bool:
    """Whether the header on the left of an empty place holds for it: one stands below, and none parts them above."""
    if row[column] is not None or row[column - 1] is None or all(one[column] is None for one in below):
        return False
    return over is None or over[column] is None or over[column] is over[column - 1]


def _is_apart(name: str) -> bool:
    """Whether a column is of numbers of rows, codes, remarks or the particulars of a register."""
    name = name.lower()
    apart = any(name in table_words(group) for group in ("index", "remark", "identifier"))
    return apart or name.endswith(tuple(table_words("index_end")))


def _names(heads: Sequence[Row], column: int) -> list[str]:
    return [tidy(row[column].text) for row in heads if column < len(row) and row[column] is not None]


def _is_numeric(body: list[Row], column: int, name: str) -> bool:
    """Whether a column holds figures (or, where its cells are empty, could hold them)."""
    said = _texts(body, column)
    full = [text for text in said if not is_nothing(text)]
    if not full:
        return bool(said) or column > 0
    numbers = [text for text in full if is_number(text)]
    if len(numbers) < _MANY * len(full) and not (numbers and _says_figures(name)):
        return False
    if len(numbers) == len(full) and _are_times(numbers, name, column):
        return False
    return name not in table_words("time_head")


def _texts(body: list[Row], column: int) -> list[str]:
    """The words of a column, without the rows of one cell that only name a group."""
    cells = (row[column] for row in body if row[column] is not None and len(distinct(row)) > 1)
    return list(filter(None, (tidy(cell.text) for cell in cells)))


def _are_times(numbers: list[str], name: str, column: int) -> bool:
    """Whether numbers that are all years name rows: in the first column, by their header, or in sequence."""
    if not all(map(is_year, numbers)):
        return False
    return column == 0 or _is_time_head(name) or (not _says_figures(name) and _are_consecutive(numbers))


def _says_figures(name: str) -> bool:
    header = read_header(name)
    return bool(header.unit or header.measure or lookup(name))


def _is_time_head(name: str) -> bool:
    """年份, 统计年度, year: what stands below are times."""
    name = name.lower()
    if not name or re.search("[0-9]", name) or read_header(name).unit is not None:
        return False
    ends = tuple(word for word in table_words("time_head") if len(word) > 1)
    return name in table_words("time_head") or name.endswith(ends)


def _are_consecutive(years: list[str]) -> bool:
    """Whether years follow one another as they do in a stub, and counts hardly ever do."""
    values = sorted({int(text[:4]) for text in years})
    return len(values) >= _LEAST_YEARS and values[-1] - values[0] == len(values) - 1
