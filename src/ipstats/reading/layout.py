"""The layout of a printed table: which rows are headers, which columns the stub, and which cells hold figures.

A row or column is told by what its cells are, not by where it stands: header rows come before the first row of figures
(years in them are headers, not figures), stub columns before the first column of figures; a table may repeat its header
(续表), stand in several panels beside each other, and hold rows that only name a group, a unit or a note.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ipstats.documents.content import Cell, PrintedTable
from ipstats.documents.outline import NOTE, UNIT_LINE, numbering
from ipstats.grammar.figures import flat
from ipstats.grammar.names import lookup
from ipstats.reading.headers import read_header, table_words, tidy

NOTHING = re.compile(r"[-—–−_…·.・*/／\\－─]*|无|缺|缺失|不详|暂无|未公布|未统计|不适用|n/?a|null|[xX×]", re.I)
"""What stands in a cell without a value: missing, never zero."""
_NUMBER = re.compile(
    r"(?:约|近|超过?|不足|增长|增加|提高|上升|下降|减少|降低)?[(（]?[-−–+＋↑↓▲▼△]?[0-9]{1,3}(?:[,，][0-9]{3})*(?:[0-9]*)(?:[.．][0-9]+)?[万亿千百]*[^0-9]{0,6}[)）]?|第[0-9一二三四五六七八九十]+[名位]?"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?度?")
_DATED = re.compile(r"(?:19|20)[0-9]{2}年|[0-9]{1,2}月")
_BEGINS_AS_NUMBER = re.compile("[0-9]+(?![0-9年月]|[-—–~][0-9]+[年月])")
_LETTERS = frozenset("甲乙丙丁ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_GROUPING = re.compile("(?:[#＃]|其中[：:]?)?按.{1,10}(?:分|划分|分组|分类)[：:]?")
"""A row that says by what the rows below divide the whole, which stays above them."""
_BESIDE_UNIT = re.compile(r"[^\u4e00-\u9fff0-9]*|[\u4e00-\u9fff]{2,6}[：:].*")
_MANY = 0.5
_LEAST_YEARS = 3
"""So many years under each other, without a unit or an indicator above them, are no counts."""


@dataclass(slots=True)
class Datum:
    """A cell with a figure, and the cells that say what it is: column headers (outermost first), stub, group."""

    cell: Cell
    heads: tuple[Cell, ...]
    stub: tuple[Cell, ...]
    group: Cell | None
    parents: tuple[Cell, ...]
    unit: Cell | None
    column: int
    row: int
    panel: int
    stub_heads: tuple[Cell, ...] = ()


@dataclass(slots=True)
class Layout:
    """The figures of a table, the lines printed inside it that speak of all of it, and its notes."""

    data: list[Datum] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Frame:
    """The header in force: its rows, stub columns by panel, and the columns that are not figures."""

    heads: list[list[Cell | None]]
    stubs: dict[int, tuple[int, ...]]
    skipped: frozenset[int]
    units: dict[int, int]


@lru_cache(maxsize=65536)
def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return bool(NOTHING.fullmatch(tidy(text)))


@lru_cache(maxsize=65536)
def is_number(text: str) -> bool:
    """Whether a cell looks like a figure with, at most, its unit."""
    plain = flat(tidy(text)).strip("[]〔〕")
    return bool(_NUMBER.fullmatch(plain)) and not _DATED.match(plain)


def _is_counted(text: str) -> bool:
    """Whether a cell is a number with its unit, which no header is."""
    plain = tidy(text)
    return is_number(plain) and not _YEAR.fullmatch(plain) and bool(re.search(r"[^0-9.,，]$", plain))


def lay_out(table: PrintedTable) -> Layout:
    """The layout of a printed table."""
    layout = Layout()
    rows = [row for row in table.rows() if any(cell and cell.text.strip() for cell in row)]
    for heads, body in _sections(rows, layout):
        if body:
            _read_body(_frame(heads, body), body, layout)
    return layout


def _distinct(row: list[Cell | None]) -> list[Cell]:
    """The cells of a row that say something, each once."""
    return list({id(cell): cell for cell in row if cell and cell.text.strip()}.values())


def _sections(rows: list[list[Cell | None]], layout: Layout) -> Iterator[tuple[list, list]]:
    """Header rows and the body below them; notes and titles go to the layout."""
    heads: list = []
    body: list = []
    noted = False
    for row in rows:
        said = _distinct(row)
        alone = said[0].text.strip() if len(said) == 1 else ""
        if alone and (NOTE.match(tidy(alone)) or (noted and not is_number(alone))):
            layout.notes.append(alone)
            noted = True
        elif alone and (UNIT_LINE.match(tidy(alone)) or not (heads or body or is_number(alone) or len(row) < 2)):
            layout.titles.append(alone)
        elif said and not body and _is_unit_line(said):
            layout.titles += [cell.text.strip() for cell in said]
        elif _is_index_row(said):
            continue
        elif _is_head(row, said, heads, body):
            if body:
                yield heads, body
                heads, body = [], []
            heads = [*(_spread(head, row) for head in heads), row]
        else:
            body.append(row)
            noted = False
    yield heads, body


def _spread(head: list[Cell | None], below: list[Cell | None]) -> list[Cell | None]:
    """A header row over another: where it is empty, the cell to its left spans (Markdown cannot say so)."""
    spread = list(head)
    for column in range(1, len(spread)):
        empty = spread[column] is None or not spread[column].text.strip()
        if empty and below[column] is not None and below[column].text.strip() and below[column] is not head[column]:
            spread[column] = spread[column - 1]
    return spread


def _is_unit_line(said: list[Cell]) -> bool:
    """单位：件 and, at the other side of the page, (piece) or 填报单位：某局."""
    others = [text for cell in said if not UNIT_LINE.match(text := tidy(cell.text))]
    return len(others) < len(said) and all(_BESIDE_UNIT.fullmatch(text) for text in others)


def _is_index_row(said: list[Cell]) -> bool:
    """甲 乙 1 2 3: the numbers of the columns."""
    texts = [tidy(cell.text).strip("()（）") for cell in said]
    numbers = [text for text in texts if text not in _LETTERS]
    return len(texts) > 2 and len(numbers) > 1 and numbers == [str(i) for i in range(1, len(numbers) + 1)]


def _is_head(row: list, said: list[Cell], heads: list, body: list) -> bool:
    """Whether a row is a header: the format says so, or it holds no figures but names or years for several columns."""
    if said and all(cell.head for cell in said):
        if not heads and len(said) > 1 and all(_is_counted(cell.text) for cell in said[1:]):
            return False  # 专利授权量 | 38120件: a table without header, in a format that wants one
        return not heads or len(said) > 1 or said[0].columns < len(row)
    texts = [tidy(cell.text) for cell in said]
    if len(texts) < 2:
        return bool(not body and texts and not is_number(texts[0]) and not heads)
    numbers = [text for text in texts if is_number(text)]
    if any(is_nothing(text) for text in texts):
        return False
    if not numbers:
        said_before = {tidy(cell.text) for head in heads for cell in head if cell}
        if heads and not set(texts) <= said_before and any(_BEGINS_AS_NUMBER.match(text) for text in texts[1:]):
            return False
        return not body or len(texts) >= max(2, len({id(cell) for cell in row}) - 1)
    first = row[0]
    spans_down = first is not None and heads and any(first is cell for cell in heads[-1])
    named = bool(first and first.text.strip()) and not spans_down
    years = all(_YEAR.fullmatch(text) for text in numbers)
    if not years or body or (named and (heads or is_number(texts[0]))):
        return years and len(numbers) > 1 and not body and len(numbers) == len(texts) and not heads
    return True


def _frame(heads: list, body: list) -> _Frame:
    width = len(body[0])
    names = [_names(heads, column) for column in range(width)]
    numeric = [_is_numeric(body, column, names[column]) for column in range(width)]
    skipped = {c for c in range(width) if names[c] and _is(names[c][-1], "index", "remark")}
    units = {c for c in range(width) if names[c] and _is(names[c][-1], "unit") and not numeric[c]}
    if not numeric[0] and all(numeric[c] or c in skipped | units for c in range(width)):
        skipped -= {0}  # 来源 is no remark where nothing else names the rows
    stubs: dict[int, tuple[int, ...]] = {}
    open_stub: list[int] = []
    first_names: set[str] = set()
    panel: tuple[int, ...] = ()
    leading: list[int] = []
    for column in range(width):
        if column in skipped or column in units:
            continue
        if not numeric[column]:
            begins = not panel or set(names[column][-1:]) & first_names or not any(names[column])
            if begins or open_stub:
                open_stub.append(column)
            else:
                skipped.add(column)
            continue
        if open_stub:
            panel = tuple(open_stub)
            first_names |= {name for c in panel for name in names[c][-1:]}
            stubs |= dict.fromkeys(leading, panel)
            open_stub, leading = [], []
        stubs[column] = panel
        if not panel or (column and names[column] and names[column] == names[0]):  # 排名 before 城市
            leading.append(column)
    stubs = dict(sorted(stubs.items()))
    per_panel = {panel: min(c for c in stubs if stubs[c] == panel) for panel in set(stubs.values())}
    unit_of = {column: c for column, panel in stubs.items() for c in units if _near(c, per_panel[panel], panel)}
    return _Frame(heads, stubs, frozenset(skipped), unit_of)


def _is(name: str, *groups: str) -> bool:
    ends = "index" in groups and name.lower().endswith(("代码", "编码", "号", "code"))
    return ends or any(name.lower() in table_words(group) for group in groups)


def _near(column: int, first: int, panel: tuple[int, ...]) -> bool:
    return not panel or column > panel[0]


def _names(heads: list, column: int) -> list[str]:
    return [tidy(row[column].text) for row in heads if column < len(row) and row[column] and row[column].text.strip()]


def _is_numeric(body: list, column: int, names: list[str]) -> bool:
    """Whether a column holds figures (or, where its cells are empty, could hold them)."""
    said = [tidy(cell.text) for row in body if (cell := row[column]) is not None and cell.columns < len(row)]
    said = [text for text in said if text]
    full = [text for text in said if not is_nothing(text)]
    if not full:
        return bool(said) or column > 0
    numbers = [text for text in full if is_number(text)]
    name = names[-1] if names else ""
    says_figures = bool(numbers and ((header := read_header(name)).unit or header.measure or lookup(name)))
    if len(numbers) < _MANY * len(full) and not says_figures:
        return False
    if len(numbers) == len(full) and all(_YEAR.fullmatch(text) for text in numbers):
        said = re.search("年|时间|期|year", name, re.I) or column == 0
        if said or (len(full) >= _LEAST_YEARS and read_header(name).unit is None and not lookup(name)):
            return False
    return not re.fullmatch("年份?|年度|时间|月份?|季度|时期|期间|届次?|日期", name)


def _read_body(frame: _Frame, body: list, layout: Layout) -> None:
    group: Cell | None = None
    above = {panel: _Above() for panel in set(frame.stubs.values())}
    heads = {column: _cells(head[column] for head in frame.heads) for column in frame.stubs}
    stub_heads = {panel: _cells(head[c] for head in frame.heads for c in panel) for panel in above}
    for number, row in enumerate(body):
        if len(said := _distinct(row)) == 1 and _GROUPING.fullmatch(tidy(said[0].text)):
            continue
        if banner := _banner(row, frame):
            group = banner
            above = {panel: _Above() for panel in above}
            continue
        stubs = {panel: _cells(row[c] for c in panel) for panel in above}
        parents = {panel: above[panel].parents(stub) for panel, stub in stubs.items()}
        for column, panel in frame.stubs.items():
            cell = row[column]
            if cell is None or not cell.text.strip() or (number and body[number - 1][column] is cell):
                continue
            layout.data.append(
                Datum(
                    cell,
                    heads=heads[column],
                    stub=stubs[panel],
                    group=group,
                    parents=parents[panel],
                    unit=row[frame.units[column]] if column in frame.units else None,
                    column=column,
                    row=number,
                    panel=panel[0] if panel else 0,
                    stub_heads=stub_heads[panel],
                )
            )


def _cells(cells) -> tuple[Cell, ...]:
    """The cells that say something, each once, in order."""
    return tuple({id(cell): cell for cell in cells if cell is not None and cell.text.strip()}.values())


def _banner(row: list, frame: _Frame) -> Cell | None:
    """The one cell of a row that names a group of the rows below it."""
    said = _distinct(row)
    if len(said) != 1 or is_number(said[0].text):
        return None
    cell = said[0]
    first = min((c for panel in frame.stubs.values() for c in panel), default=0)
    spans = cell.columns > 1 or sum(one is not None for one in row) == 1
    meaning = read_header(cell.text)
    names_group = bool(meaning.time or meaning.area or numbering(cell.text.strip()))
    at_stub = cell.column <= first + 1 and (spans or names_group)
    return cell if at_stub or cell.text.strip().endswith(("：", ":")) else None


class _Above:
    """The rows above that a row can be a part of."""

    def __init__(self) -> None:
        self._chain: list[tuple[int, Cell]] = []
        self._plain: Cell | None = None
        self._anchors: tuple[Cell, ...] = ()

    def parents(self, stub: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """The rows that the row of a stub can be a part of, outermost first.

        A deeper indent is below a lesser one; 其中 is below the plain row before it, and so may be the rows after 其中,
        which nothing sets apart from rows of the first rank: they keep it as a possible parent.
        """
        if not stub:
            return ()
        cell, said = stub[-1], read_header(stub[-1].text)
        if said.measure and not said.words:
            return tuple(dict.fromkeys((*(one for _, one in self._chain), *filter(None, [self._plain]))))
        if (self._chain and self._chain[-1][0] > cell.indent) or said.is_total:
            self._plain, self._anchors = None, ()
        while self._chain and self._chain[-1][0] >= cell.indent:
            self._chain.pop()
        deeper = tuple(one for _, one in self._chain)
        self._chain.append((cell.indent, cell))
        if said.is_part:
            self._anchors = tuple(dict.fromkeys(c for c in (*self._anchors[:1], self._plain) if c is not None))
        else:
            self._plain = cell
        return tuple(dict.fromkeys(deeper + self._anchors))
