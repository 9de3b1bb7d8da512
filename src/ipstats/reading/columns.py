"""What each column of a table says of its figures; a column of changes without words is about the one before it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count

from ipstats.documents.content import Cell
from ipstats.grammar.dates import Time
from ipstats.grammar.lexicon import regex, table_words
from ipstats.grammar.names import lookup
from ipstats.model.units import Unit
from ipstats.reading.cells import is_nothing, read_cell
from ipstats.reading.headers import Said, find_unit, tidy
from ipstats.reading.layout import Datum
from ipstats.reading.table_times import is_of_span_before
from ipstats.reading.titles import Told

_PERCENT = find_unit("%")
_DECIMALS = re.compile(r"[.．%％]")
_FINE = Decimal("0.001")
"""Rates are printed with one or two decimals."""


@dataclass(frozen=True, slots=True)
class Column:
    """What the headers of a column say, outermost first. `change` is the one that makes it a column of changes."""

    said: tuple[Said, ...] = ()
    words: tuple[str, ...] = ()
    times: tuple[Time, ...] = ()
    change: Said = field(default_factory=Said)
    unit: Unit | None = None
    units: tuple[Unit, ...] = ()
    has_decimals: bool = False
    beside: str = ""
    """What the column of levels before it names, of which it may be a part."""
    spoken: tuple[str, ...] = ()
    """Its headers as printed, and those of the column that it is about, which say 本月 or 累计."""
    is_open: bool = False
    """Whether it is a column of changes or ranks that may be of the part (其中) before it, or of the whole."""
    is_fraction: bool = False
    """Whether no sign of % is printed and its numbers are as rates are stored: 0.203 for 20.3 %."""

    @property
    def index_head(self) -> str:
        """The header that makes its figures indices on the base of another time, "" for none."""
        return next(filter(regex("index_base").search, self.spoken), "")

    @property
    def is_of_levels(self) -> bool:
        """Whether it holds levels, and its headers say of what, when or in what."""
        says_span = any(map(regex("span_alone").fullmatch, self.spoken))
        return not self.change.measure and bool(self.words or self.times or self.unit or says_span)

    @property
    def is_part(self) -> bool:
        """Whether a header says 其中."""
        return any(one.is_part for one in self.said)


def with_head(cell: Cell, heads: tuple[Cell, ...]) -> str:
    """The text of a stub's cell; a bare number under 季度 or 月份 with what it counts."""
    counted = next((tidy(head.text) for head in heads if head.column == cell.column), "")
    unit = next((max(table_words(group), key=len) for group in ("quarter_head", "month_head")
                 if counted in table_words(group)), "")  # fmt: skip
    month = unit in table_words("month_head")
    return (
        cell.text + (min(table_words("month_head"), key=len) if month else unit)
        if unit and cell.text.strip().isdecimal()
        else cell.text
    )


def key_of(datum: Datum) -> tuple:
    """What tells the columns of a panel apart: their place and their header."""
    return datum.column, *(id(cell) for cell in datum.heads)


def columns_of(data: Iterable[Datum], told: Told) -> dict[tuple, Column]:
    """The columns of a panel's figures; a column of changes without words of its own takes those of its neighbour."""
    cells: dict[tuple, list[Datum]] = {}
    for datum in data:
        cells.setdefault(key_of(datum), []).append(datum)
    columns: dict[tuple, Column] = {}
    levels: list[Column] = []
    seen: dict[tuple[str, str], int] = {}
    for key in sorted(cells, key=lambda key: key[0]):
        column = _column(cells[key], told)
        kind = column.change.measure, column.change.comparison
        open_ = _may_be_of_another(column, levels, seen.get(kind, 0))
        columns[key] = replace(_completed(column, levels), is_open=open_)
        seen[kind] = len(levels)
        levels.extend([columns[key]] if columns[key].is_of_levels else [])
    return {key: _told_apart(column, columns.values()) for key, column in columns.items()}


def _may_be_of_another(column: Column, levels: list[Column], first: int) -> bool:
    """Whether a column of changes or ranks without words may be of the whole, of its part (其中) or of another column.

    So it is where, since the last column of its kind (`first`), columns of levels name different things, and nothing
    groups it with one of them.
    """
    if column.words or column.change.measure in ("", "share") or not levels[first:]:
        return False
    last = levels[-1]
    grouped = len(column.spoken) > 1 and column.spoken[:1] == last.spoken[:1]
    if grouped or _whole_before(column, levels) is not last:
        return False
    before = _that_change(column, levels[first:])
    return any(one.words != last.words for one in before)


def _that_change(column: Column, levels: list[Column]) -> list[Column]:
    """The columns of levels that a column of changes can be about.

    Growth is of rates, a share of what is told a head (每万人口拥有量), and both of 上月, where there is nothing else.
    """
    unlike = {"growth": lambda one: one.unit == _PERCENT, "share": _is_ratio}.get(column.change.measure)
    now = [one for one in levels if not is_of_span_before(one.spoken)] or levels
    return [one for one in now if not (unlike and unlike(one))] or now


def _is_ratio(column: Column) -> bool:
    return column.unit == _PERCENT or any(map(regex("other_quantity").search, column.words))


def _told_apart(column: Column, others: Iterable[Column]) -> Column:
    """A column of 增减 beside one of 增幅 on the same figures holds changes."""
    if column.change.measure != "growth?" or column.has_decimals:
        return column
    change = column.change
    rates = [one for one in others if one.change.measure == "growth" and one.change.comparison == change.comparison]
    beside = any((one.words, one.beside) == (column.words, column.beside) for one in rates)
    return replace(column, change=replace(change, measure="change")) if beside else column


def _column(data: list[Datum], told: Told) -> Column:
    heads = data[0].heads
    levels = count(int(len(heads) == 1))
    said = _on_bases(tuple(map(_or_unit, (told.read(cell.text) for cell in heads), heads, levels)))
    texts = [datum.cell.text for datum in data if not is_nothing(datum.cell.text)]
    return Column(
        said,
        _words(said),
        _every(said, "time"),
        next((one for one in reversed(said) if one.measure), Said()),
        (_every(said, "unit") or (_PERCENT if _all_percent(texts) else None,))[-1],
        (_every(said, "units") or ((),))[-1],
        any(map(_DECIMALS.search, texts)),
        spoken=tuple(tidy(one.text) for one in said),
        is_fraction=_are_fractions(texts) and not any(one.unit for one in said),
    )


def _or_unit(said: Said, cell: Cell, level: int) -> Said:
    """What a header says; one below another, or the only one, that is a unit alone (件, 亿元) says that."""
    unit = find_unit(tidy(cell.text)) if level else None
    return Said(unit=unit, units=(unit,), text=said.text) if unit else said


def _on_bases(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """Headers in which the years below 2006年为以下各年 are the bases of indices, not their times."""
    over = next((at for at, one in enumerate(said) if regex("index_over").search(tidy(one.text))), len(said))
    below = (replace(one, time=None, words=f"({tidy(one.text)}=100)") if one.time else one for one in said[over + 1 :])
    return (*said[: over + 1], *below)


def _are_fractions(texts: list[str]) -> bool:
    """Whether numbers have more decimals than printed rates have, or are for the greater part below one."""
    numbers = [printed for text in texts if (printed := read_cell(text)) is not None and printed.unit is None]
    if len(numbers) < max(2, len(texts)):
        return False
    small = sum(abs(one.value) < 1 and one.step < 1 for one in numbers)
    return all(one.step <= _FINE for one in numbers) or 2 * small > len(numbers)


def _words(said: tuple[Said, ...]) -> tuple[str, ...]:
    """What the headers name; 总额 on a line below 利润 is the end of that name, below a known one its total."""
    words: list[str] = []
    for one in said:
        text = tidy(one.text)
        if one.words:
            words.append(one.words)
        elif words and text in table_words("total_end") and not lookup("".join(words)):
            words.append(text)
    return tuple(words)


def _every(said: tuple[Said, ...], name: str) -> tuple:
    """What the headers say of one thing, outermost first, without those that say nothing."""
    return tuple(filter(None, (getattr(one, name) for one in said)))


def _all_percent(texts: list[str]) -> bool:
    return bool(texts) and all(text.rstrip().endswith(("%", "％")) for text in texts)


def _completed(column: Column, levels: list[Column]) -> Column:
    """A column of changes, shares or ranks that names nothing is about the column of levels before it.

    A column of levels may be a part of the one before it (授权量, 其中：发明).
    """
    if not levels:
        return column
    if not column.change.measure:
        return _as_index(column, levels) or _as_of_before(column, levels[-1]) or _as_part(column, levels)
    levels = _that_change(column, levels)
    nearest = _named_like(column, levels) if column.words else _whole_before(column, levels)
    return _about(column, nearest, levels) if nearest else column


def _as_index(column: Column, levels: list[Column]) -> Column | None:
    """A column of indices (上年=100) without a time of its own has the latest of those of the levels before it."""
    if column.times or not column.index_head:
        return None
    return replace(column, times=max((one.times for one in reversed(levels)), key=_latest))


def _as_of_before(column: Column, before: Column) -> Column | None:
    """A column of 上年同期 that names nothing more is of what the column before it is, for the same months."""
    of_before = any(map(regex("same_part").search, column.spoken)) and before.words[: len(column.words)] == column.words
    return replace(column, words=before.words, beside=before.beside, unit=column.unit or before.unit,
                   spoken=column.spoken + before.spoken) if of_before else None  # fmt: skip


def _about(column: Column, nearest: Column, levels: list[Column]) -> Column:
    """A column of changes with the words of a column of levels, and the latest and nearest of the times of those.

    A column of levels without a time is of the table's, which is later than any that another one names.
    """
    same = [one.times for one in levels if one.words == nearest.words]
    times = column.times or (max(reversed(same), key=_latest) if all(same) else ())
    spoken = column.spoken + nearest.spoken
    return replace(column, words=nearest.words, times=times, beside=nearest.beside, spoken=spoken)


def _whole_before(column: Column, levels: list[Column]) -> Column | None:
    """The column of levels before one of changes; where that is of one kind (专利类型|发明), the whole of the kinds."""
    last, over = levels[-1], levels[-1].spoken[:1]
    if len(last.spoken) < 2 or over == column.spoken[:1] or not regex("grouping_row").fullmatch(tidy(over[0])):
        return last
    return next((one for one in levels if one.spoken[:1] == over and not one.words), None)


def _named_like(column: Column, levels: list[Column]) -> Column | None:
    """The last column of levels of which a column of changes says the name, or the header above it."""
    ends = (one for one in reversed(levels) if one.words[-1:] == column.words[-1:])
    within = (one for one in reversed(levels) if len(one.words) > 1 and one.words[:-1] == column.words)
    return next(ends, None) or next(within, None)


def _as_part(column: Column, levels: list[Column]) -> Column:
    """A column with the one that it may be a part of; where it says 其中 or #, in that one's unit."""
    alike = (one for one in reversed(levels) if one.times == column.times)
    if column.is_part:
        whole = next((one for one in alike if not one.is_part), Column())
        return replace(column, beside="".join(whole.words), unit=column.unit or whole.unit)
    if len(column.words) != 1 or any(one.is_total for one in column.said):
        return column
    whole = next((one for one in alike if len(one.words) == 1), Column())
    return replace(column, beside="".join(whole.words))


def _latest(times: tuple[Time, ...]) -> tuple[int, int, int]:
    """An order of times by which the later one is the greater."""
    year = max((time.last_year or time.year or 0 for time in times), default=0)
    relative = max((time.relative for time in times if time.relative is not None), default=0)
    return year, relative, max((time.last for time in times), default=0)
