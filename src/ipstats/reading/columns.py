"""What a table as a whole says (title, unit line), and what each of its columns says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ipstats.documents.content import Cell, PrintedTable
from ipstats.grammar.dates import Time
from ipstats.grammar.lexicon import any_of
from ipstats.model.areas import NATION, match_names
from ipstats.model.definitions import normalise
from ipstats.model.periods import Period
from ipstats.model.units import Unit
from ipstats.reading.headers import Said, find_unit, read_header, tidy
from ipstats.reading.layout import Datum, is_nothing
from ipstats.reading.setting import Setting, period_ahead
from ipstats.reading.subjects import names_in, objects_in
from ipstats.reading.table_times import edition_time

_NUMBER = re.compile(
    r"^(?:续?附?表|专栏)\s*[0-9一二三四五六七八九十]{0,3}(?:[-–—.．][0-9]{1,3})*[：:\s\u3000]*|[（(]续(?:表)?[)）]|续表"
)
_CONTINUED = re.compile(r"^续\s*(?:附?表|[0-9])|[（(]续(?:表)?[0-9一二三四五]?[）)]$|续表$")
_TAIL = re.compile(r"(?:基本|主要)?(?:情况|统计|一览|汇总|明细|对比|分布)?(?:表|数据)?(?:[（(][^）)]*[)）])?$")
_GENERAL = re.compile("^各?(?:地区|省|市|区|县|州|省区市)|主要|指标|基本|及其?构成")
_EVERY = re.compile("各(?:省|地区|市|区|州|县)|分(?:地区|省|市|区)|省[（(]?区")

_YEARBOOK = re.compile(r"^[0-9]{1,2}(?:[-–—.．][0-9]{1,2})*")
"""The number of a yearbook's table (20-7)."""
_LONGEST_OBJECT = 12
_PERCENT = find_unit("%")


@dataclass(slots=True)
class Told:
    """What a table as a whole tells of every figure in it, and the warnings about it."""

    setting: Setting
    table: PrintedTable
    title: str = ""
    words: str = ""
    time: Time | None = None
    units: tuple[Unit, ...] = ()
    names: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    area: str = ""
    has_total: bool = False
    of_award: bool = False
    """Whether it is of the China Patent Award, whose editions (届) have years."""
    plan_end: Period | None = None
    """The last year of the plan that title or headings name: what is of that year is a goal."""
    years: Period | None = None
    """From the first to the last year that columns name, over which a mean growth (年均增速) is."""
    around: str = ""
    """The province that all places in the rows lie in, where there are several."""
    rows_years: Period | None = None
    """The years that rows name, one after the other: what their total is over."""
    warnings: list[str] = field(default_factory=list)

    @property
    def section(self) -> str:
        """The headings above it and its title."""
        return " > ".join([text for text in (*self.table.headings, self.title) if text])

    def read(self, text: str) -> Said:
        """What a header of the table says."""
        said = read_header(text, self.area or self.setting.area)
        time = edition_time(said.words, self.of_award) if self.of_award else None
        return replace(said, words="", time=time) if time else said

    def warn(self, cell: Cell, text: str) -> None:
        """Report, once a table, what a cell leaves open."""
        if all(text not in warning for warning in self.warnings):
            self.warnings.append(f"{self.table.address(cell)}: {text}")


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

    @property
    def is_part(self) -> bool:
        """Whether a header says 其中."""
        return any(one.is_part for one in self.said)


def is_continued(table: PrintedTable) -> bool:
    """Whether its title says that it goes on with the table before it (续表), whose title and unit hold for it."""
    return any(_CONTINUED.search(line) for line in (*table.captions, *table.headings[-1:]))


def told_by(table: PrintedTable, setting: Setting, lines: list[str]) -> Told:
    """What captions and title rows say: unit, time, place and indicators of the whole table."""
    told = Told(setting, table, of_award=any("中国专利奖" in line for line in (*table.headings, *lines)))
    told.plan_end = period_ahead((*table.headings, *lines))
    for line in lines:
        said = read_header(line, setting.area)
        told.units = said.units or told.units
        told.time = said.time or edition_time(said.words) or told.time
        words = _TAIL.sub("", _NUMBER.sub("", tidy(line)))
        if said.units and len(said.words) < 3:
            continue
        if len(words) > 2:
            told.title, told.words = line.strip(), _object_of(words, setting.area)
        told.names = tuple(names_in(words)) or told.names
        told.objects = tuple(objects_in(words)) or told.objects
        codes = _places_in(words, setting.area)
        if len(codes) == 1:
            told.area = codes[0]
        elif every := _EVERY.search(words):
            told.area = told.area or (NATION if re.search("省|地区", every[0]) else setting.area)
    told.area = told.area or setting.area
    return told


def _object_of(title: str, within: str) -> str:
    """What a title speaks of, short enough to complete a row's or column's name; "" when it says much more."""
    words = _GENERAL.sub("", _YEARBOOK.sub("", read_header(title, within).words))
    words = re.sub(rf"^(?:{_places(within).pattern})", "", words)
    return words if len(words) <= _LONGEST_OBJECT else ""


@lru_cache(maxsize=64)
def _places(within: str) -> re.Pattern:
    return re.compile(any_of(name for name in match_names(within) if name != "国家"))


def _places_in(text: str, within: str) -> list[str]:
    names = match_names(within)
    return list(dict.fromkeys(names[match[0]] for match in _places(within).finditer(normalise(text))))


def with_head(cell: Cell, heads: tuple[Cell, ...]) -> str:
    """The text of a stub's cell; a bare number under 季度 or 月份 with what it counts."""
    counted = next((tidy(head.text) for head in heads if head.column == cell.column), "")
    unit = {"季度": "季度", "季": "季度", "月份": "月", "月": "月"}.get(counted, "")
    return cell.text + unit if unit and cell.text.strip().isdecimal() else cell.text


def key_of(datum: Datum) -> tuple:
    """What tells the columns of a table apart: their place and their header."""
    return datum.column, *(id(cell) for cell in datum.heads)


def columns_of(data: list[Datum], told: Told) -> dict[tuple, Column]:
    """The columns of a table's figures; a column of changes without words of its own takes those of its neighbour."""
    cells: dict[tuple, list[Datum]] = {}
    for datum in data:
        cells.setdefault(key_of(datum), []).append(datum)
    columns: dict[tuple, Column] = {}
    for key in sorted(cells, key=lambda key: key[0]):
        same = [columns[other] for other in columns if cells[other][0].panel == cells[key][0].panel]
        columns[key] = _completed(_column(cells[key], told), same)
    return {key: _told_apart(column, columns.values()) for key, column in columns.items()}


def _told_apart(column: Column, others: Iterable[Column]) -> Column:
    """A column of 增减 beside one of 增幅 on the same figures holds changes."""
    if column.change.measure != "growth?" or column.has_decimals:
        return column
    change = column.change
    rates = [one for one in others if one.change.measure == "growth" and one.change.comparison == change.comparison]
    beside = any((one.words, one.beside) == (column.words, column.beside) for one in rates)
    return replace(column, change=replace(change, measure="change")) if beside else column


def _column(data: list[Datum], told: Told) -> Column:
    said = tuple(told.read(cell.text) for cell in data[0].heads)
    texts = [datum.cell.text for datum in data if not is_nothing(datum.cell.text)]
    return Column(
        said,
        tuple(one.words for one in said if one.words),
        tuple(one.time for one in said if one.time),
        next((one for one in reversed(said) if one.measure), Said()),
        next((one.unit for one in reversed(said) if one.unit), _PERCENT if _all_percent(texts) else None),
        next((one.units for one in reversed(said) if one.units), ()),
        any(re.search(r"[.．%％]", text) for text in texts),
    )


def _all_percent(texts: list[str]) -> bool:
    return bool(texts) and all(text.rstrip().endswith(("%", "％")) for text in texts)


def _completed(column: Column, before: list[Column]) -> Column:
    """A column of changes, shares or ranks that names nothing is about the column of levels before it.

    A column of levels may be a part of the one before it (授权量, 其中：发明).
    """
    levels = [one for one in before if not one.change.measure and (one.words or one.times or one.unit)]
    if not levels:
        return column
    if not column.change.measure:
        if len(column.words) != 1 or any(one.is_total for one in column.said):
            return column
        whole = _whole(column, levels)
        unit = column.unit or (whole.unit if column.is_part else None)
        return replace(column, beside=whole.words[0] if whole.words else "", unit=unit)
    if column.change.measure == "growth":
        levels = [one for one in levels if one.unit != _PERCENT] or levels
    nearest = levels[-1]
    if column.words:
        ends = (one for one in reversed(levels) if one.words and one.words[-1] == column.words[-1])
        within = (one for one in reversed(levels) if len(one.words) > 1 and one.words[:-1] == column.words)
        nearest = next(ends, None) or next(within, None)
        if nearest is None:
            return column
        column = replace(column, words=nearest.words)
    same = [one.times for one in levels if one.words == nearest.words]
    times = column.times or max(same, key=_latest)
    return replace(column, words=column.words or nearest.words, times=times, beside=nearest.beside)


def _whole(column: Column, levels: list[Column]) -> Column:
    """The column before it that a column of levels may be a part of: not another part where it says 其中."""
    alike = (one for one in reversed(levels) if len(one.words) == 1 and one.times == column.times)
    return next((one for one in alike if not (column.is_part and one.is_part)), Column())


def _latest(times: tuple[Time, ...]) -> tuple[int, int, int]:
    """An order of times by which the later one is the greater."""
    year = max((time.last_year or time.year or 0 for time in times), default=0)
    relative = max((time.relative for time in times if time.relative is not None), default=0)
    return year, relative, max((time.last for time in times), default=0)
