"""Whose figure a table's cell is: its unit, indicator, area and period, each resolved from its headers with evidence.

A resolver is a pure function of a mention (a cell with all that is said of it) that answers or stays silent; of a
slot's resolvers the first that answers decides, nearest first, and its evidence names it, the header's words and how
near they stand: the cell's own header (`cell`), one spread over several columns or a row above (`shared`), the words
of a group or the title, the document's own setting, or the catalogue where nothing is printed (`assumed`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ipstats.documents.content import Cell
from ipstats.grammar.dates import Time
from ipstats.grammar.lexicon import regex, table_words
from ipstats.grammar.names import lookup
from ipstats.model.areas import NATION, is_within
from ipstats.model.indicators import Indicator, indicators
from ipstats.model.periods import Period
from ipstats.model.units import Unit
from ipstats.model.units import unit as catalogue_unit
from ipstats.reading.cells import Printed, is_nothing
from ipstats.reading.columns import Column
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.headers import Said, as_printed, find_unit, is_known, tidy, units_in
from ipstats.reading.layout import Datum
from ipstats.reading.lines import Line
from ipstats.reading.subjects import names_in
from ipstats.reading.titles import Told
from ipstats.reading.whom import area_name, whole_area

_FIXED = {"growth": "rate_unit", "share": "rate_unit", "point_change": "point_unit", "rank": "rank_unit"}
"""Measures that have one unit, and the group of `tables.yaml` that says which."""
_NO_CHANGE = Said()


@dataclass(frozen=True, slots=True)
class Whole:
    """What all rows and columns of a table say together."""

    told: Told
    has_total: bool = False
    years: Period | None = None
    """From the first to the last year that columns name, over which a mean growth (年均增速) is."""
    around: str = ""
    """The province that all places in the rows lie in, where there are several; the nation over all provinces."""
    rows_years: Period | None = None
    """The years that rows name, one after the other: what their total is over."""
    rows_months: Time | None = None
    """The months of a year that rows name, one after the other: what their total is over."""
    of_places: bool = False
    """Whether the rows are of places: words of another row narrow its figures."""
    names_places: bool = False
    """Whether any row or column is of a place."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One figure of a table with all that is said of it."""

    datum: Datum
    printed: Printed
    column: Column
    line: Line
    whole: Whole

    @property
    def told(self) -> Told:
        return self.whole.told

    @property
    def said(self) -> tuple[Said, ...]:
        """What stub and column headers say."""
        return (*self.line.stub, *self.column.said)

    @property
    def change(self) -> Said:
        """The header that makes the figure a change, a share or a rank."""
        of_table = (self.told.indicator,) if self.column.unit is None and self.datum.unit is None else ()
        said = (self.column.change, *reversed(self.line.stub), *self.line.group, *of_table)
        changes = [one for one in said if one.measure]
        return changes[0] if changes else _NO_CHANGE


def span(cell: Cell | None) -> tuple[int, int]:
    """Where a header's words stand in the document."""
    return cell.block.place(0, len(cell.text))[:2] if cell is not None else (-1, -1)


def answered(value, rule: str, how: How, cell: Cell | None = None, doubt: str = "") -> Answer:
    return Answer(value, Evidence(rule, how, *span(cell)), doubt)


def head_of(m: Mention, holds: Callable[[Said], bool]) -> tuple[How, Cell | None]:
    """How near the innermost column header stands of which something holds, and its cell."""
    pairs = list(zip(m.datum.heads, m.column.said, strict=False))
    cell = next((cell for cell, said in reversed(pairs) if holds(said)), None)
    return (How.SHARED if cell is not None and id(cell) in m.datum.spread else How.CELL), cell


# ---------------------------------------------------------------- measure
def measure_of(m: Mention) -> Answer | None:
    """The measure; None where changes are printed without saying in what."""
    answer = _measure(m)
    if answer is None or answer.value not in ("growth", "share") or m.printed.unit is not None:
        return answer
    return replace(answer, doubt="fraction") if m.column.is_fraction else answer


def _measure(m: Mention) -> Answer | None:
    measure = m.change.measure or "level"
    how, cell = head_of(m, lambda said: bool(said.measure))
    amount = _unit_of_amount(m)
    if measure.startswith("growth") and amount is not None:
        return answered(measure_in(amount) or "change", "cell_unit", How.CELL)
    if measure.endswith("?"):
        doubt = "growth_by_decimals" if _is_told_by_decimals(m) else ""
        return answered("growth", "percent_beside", how, cell, doubt) if _is_rate(measure, m) else None
    return (_of_level(m, how, cell) if measure == "level" else None) or answered(measure, "header", how, cell)


def _unit_of_amount(m: Mention) -> Unit | None:
    """The unit that a cell prints itself, where it is none of rates."""
    return None if m.printed.unit is None or m.printed.unit.base in ("%", "‰") else m.printed.unit


def _of_level(m: Mention, how: How, cell: Cell | None) -> Answer | None:
    """The measure of a figure without words of change: by its row of shares, or by its unit."""
    if m.datum.is_second:
        return answered("share", "row_of_shares", How.SHARED)
    if composed_of(m):
        return answered("share", "composition", How.SHARED, m.datum.group)
    unit = m.printed.unit or m.column.unit
    of_unit = measure_in(unit) if unit is not None else ""
    return answered(of_unit, "unit_of_measure", how, cell) if of_unit else None


def composed_of(m: Mention) -> str:
    """What the group or the title says that figures in % are the parts of (城乡结构(常住人口)), "" for nothing."""
    names_rate = any(regex("rate_said").search(said.words) for said in m.said)
    unit = None if names_rate else unit_of(m, "level")
    if unit is None or unit.value is None or unit.value.base != "%":
        return ""
    for text in (m.datum.group.text if m.datum.group else "", m.told.title):
        if found := regex("composition").search(tidy(text)):
            return found["whole"] or next((indicators()[id].zh for id in names_in(tidy(text))), "")
    return ""


def _is_told_by_decimals(m: Mention) -> bool:
    """Whether nothing but its decimals tells growth in % from a change, and what changes can have decimals too."""
    if regex("growth_said").search(m.change.text):
        return False
    level = unit_of(replace(m, column=replace(m.column, change=_NO_CHANGE)), "level")
    whole = level is not None and level.value is not None and level.value.is_discrete and level.value.scale == 1
    said = (m.printed.unit, *m.told.units, find_unit(m.datum.unit.text) if m.datum.unit else None)
    return not whole and not any(one is not None and one.base == "%" for one in said)


def _is_rate(measure: str, m: Mention) -> bool:
    """Whether changes without a unit are rates: the cell, the table or the decimals of the column say so."""
    if measure != "growth?":
        return False
    beside = find_unit(m.datum.unit.text) if m.datum.unit else None
    units = [one for one in (beside, *m.told.units) if one is not None]
    return m.printed.unit is not None or any(unit.base == "%" for unit in units) or m.column.has_decimals


def measure_in(unit: Unit) -> str:
    """The measure that a unit alone tells, "" where it tells none."""
    kinds = {"point_change": "point_unit", "multiple": "multiple_unit", "rank": "rank_unit"}
    return next((measure for measure, group in kinds.items() if unit.base in table_words(group)), "")


# ---------------------------------------------------------------- unit
def _fixed_unit(m: Mention, measure: str) -> Answer | None:
    if measure not in _FIXED:
        return None
    unit = (
        m.column.unit if measure == "share" and m.column.unit else find_unit(next(iter(table_words(_FIXED[measure]))))
    )
    return answered(unit, "measure", How.CELL)


def _printed_unit(m: Mention, measure: str) -> Answer | None:
    return answered(m.printed.unit, "cell", How.CELL, m.datum.cell) if m.printed.unit else None


def _column_unit(m: Mention, measure: str) -> Answer | None:
    if m.column.unit is None:
        return None
    how, cell = head_of(m, lambda said: said.unit is not None)
    return answered(m.column.unit, "column", how, cell, "" if is_known(m.column.unit) else "unknown_unit")


def _index_unit(m: Mention, measure: str) -> Answer | None:
    """The unit of a column of indices, which is not that of its row: % where its header ends so, else none."""
    text = m.column.index_head if measure == "level" else ""
    percent = find_unit("%") if text.rstrip("）)").endswith("%") else None
    return answered(percent, "index", How.CELL) if text else None


def _unit_column(m: Mention, measure: str) -> Answer | None:
    of_money = bool(m.column.spoken) and m.column.spoken[-1] in table_words("amount_head")
    cell = m.datum.unit
    if cell is None or of_money or is_nothing(cell.text):
        return None
    unit, said = find_unit(cell.text), tidy(cell.text)
    if unit is None and len(units_in(said)) > 1:
        return None  # 件(次): the catalogue tells which
    known = unit or as_printed(said) or Unit(said, "ratio")
    return answered(known, "unit_column", How.CELL, cell, "" if unit else "unknown_unit")


def _row_unit(m: Mention, measure: str) -> Answer | None:
    """The unit in the row's own name, or in its group's."""
    for said, cell in zip(reversed(m.line.stub), reversed(m.datum.stub), strict=True):
        if said.unit is not None:
            return answered(said.unit, "row", How.CELL, cell, "" if is_known(said.unit) else "unknown_unit")
    unit = next((said.unit for said in m.line.group if said.unit is not None), None)
    return answered(unit, "group", How.SHARED, m.datum.group) if unit else None


def _whole_unit(m: Mention, measure: str) -> Answer | None:
    """The unit of the row that this one is a part of."""
    at = whole_row(m)
    units = (
        [(said.unit, cell) for said, cell in zip(m.line.parents[: at + 1], m.datum.parents, strict=False) if said.unit]
        if at >= 0
        else []
    )
    return answered(units[-1][0], "row_of_whole", How.SHARED, units[-1][1]) if units else None


def _list_unit(m: Mention, measure: str) -> Answer | None:
    """The unit of the row before 其中 or #, for the rows after it, which a list of parts goes on with."""
    if m.column.units or m.told.units:
        return None
    for said, cell in zip(reversed(m.line.parents), reversed(m.datum.parents), strict=True):
        own = indicators().get(lookup("".join(one.words for one in m.line.stub), ""))
        if said.unit is not None and (own is None or own.counts_in(said.unit.base)):
            return answered(said.unit, "list_of_parts", How.SHARED, cell)
    return None


def _title_unit(m: Mention, measure: str) -> Answer | None:
    units = m.column.units or m.told.units
    plain = [
        unit for unit in units if not unit.base.startswith(("%", "‰")) and unit.base not in table_words("point_unit")
    ]
    unit = units[0] if len(units) == 1 else plain[0] if len(plain) == 1 else None
    return answered(unit, "title", How.TITLE) if unit and not _is_of_other_kind(m, unit) else None


def _is_of_other_kind(m: Mention, unit: Unit) -> bool:
    """Whether the innermost words are a count where the table is in money, or money where it is in counts.

    So are scores; and in money what stands below cases, or where only amounts are said to be, what is no amount.
    """
    words = next((said.words for said in reversed(m.column.said) if said.words), "")
    amount = bool(regex("of_money").search(words))
    if unit.kind not in ("money", "count") or _score(m):
        return unit.kind in ("money", "count")
    if amount or unit.kind == "count":
        return amount and unit.kind == "count"
    of_cases = any(map(regex("of_cases").search, m.column.words))
    return m.told.of_amounts or of_cases or bool(regex("of_count").search(words))


def _score(m: Mention) -> re.Match | None:
    """The words of the innermost header, or of the row, that say that points are given."""
    said = (m.column.said[::-1], m.line.stub[::-1])
    words = (next((one.words for one in axis if one.words), "") for axis in said)
    return next(filter(None, map(regex("of_score").search, words)), None)


def _money_unit(m: Mention, measure: str) -> Answer | None:
    """Of several units the one of money, where the innermost words are of money."""
    units = [unit for unit in (m.column.units or m.told.units) if unit.kind == "money"]
    words = next((said.words for said in reversed(m.column.said) if said.words), "")
    of_money = len(units) == 1 and regex("of_money").search(words)
    return answered(units[0], "of_several", How.TITLE) if of_money else None


def _counted_unit(m: Mention, measure: str) -> Answer | None:
    """篇数, 项数, 得分: a header that says what is counted."""
    if (score := _score(m)) and score["points"]:
        return answered(find_unit(score["points"]), "counting_word", How.CELL)
    matches = filter(None, (regex("count_unit").search(said.words) for said in reversed(m.said)))
    unit = next((find_unit(match["unit"]) for match in matches), None)
    return answered(unit, "counting_word", How.CELL) if unit else None


UNIT = (
    _fixed_unit, _printed_unit, _column_unit, _index_unit, _unit_column, _row_unit, _whole_unit, _title_unit,
    _money_unit, _list_unit, _counted_unit,
)  # fmt: skip
"""The resolvers of a unit, nearest first."""


def unit_of(m: Mention, measure: str) -> Answer | None:
    """The unit as printed, None where none is."""
    return next((answer for resolve in UNIT if (answer := resolve(m, measure))), None)


def with_catalogue(m: Mention, unit: Answer | None, measure: str, one: Indicator | None) -> Answer:
    """The unit, where several are printed or none is, as the indicator's catalogue entry lets one tell it."""
    if unit is None:
        return _of_catalogue(m, one) if one else answered(None, "none", How.ASSUMED, doubt="no_unit")
    if one is None or measure not in ("level", "change") or unit.value is None or one.unit == unit.value.base:
        return unit
    if one.unit.startswith(f"{unit.value.base}/"):
        return replace(unit, value=find_unit(one.unit))
    counted = unit.value.kind == "count" == catalogue_unit(one.unit).kind
    return replace(unit, value=_counted_as(unit.value, one.unit)) if counted and unit.value.base in one.units else unit


def _of_catalogue(m: Mention, one: Indicator) -> Answer:
    """The one of several units that the indicator can be in, else its own where it is counted in nothing else."""
    units = m.column.units or m.told.units
    fitting = [unit for unit in units if unit.base == one.unit] or [u for u in units if one.counts_in(u.base)]
    if len(fitting) == 1:
        return answered(fitting[0], "of_several", How.TITLE)
    own = catalogue_unit(one.unit)
    if own.kind in ("count", "share") and not own.of:
        return answered(own, "catalogue", How.ASSUMED, doubt="catalogue_unit")
    return answered(None, "none", How.ASSUMED, doubt="no_unit")


def _counted_as(unit: Unit, other: str) -> Unit:
    """A counting word as the indicator's own (项 of patents is 件), with its scale."""
    own = catalogue_unit(other)
    return replace(own, id=f"{unit.id}", of=other, scale=unit.scale) if unit.of else own


def whole_row(m: Mention) -> int:
    """Which of the rows above this one is a part of: the last before 其中 or #, or that above its indent; or -1."""
    if not (m.line.stub and m.line.parents):
        return -1
    nearest, indent = m.datum.parents[-1], m.datum.stub[-1].indent
    return len(m.line.parents) - 1 if m.line.stub[-1].is_part or nearest.indent < indent else -1


def whole_words(m: Mention) -> str:
    """The name of the row that this one is a part of, "" for none."""
    at = whole_row(m)
    return m.line.parents[at].words if at >= 0 else ""


# ---------------------------------------------------------------- area
def area_of(m: Mention) -> Answer:
    """The code of the area; one named within another wins, two places apart are none."""
    found = [(said.area, cell) for said, cell in _headers(m) if said.area]
    codes = list(dict.fromkeys(code for code, _ in found))
    if not codes:
        return _own_area(m)
    inner = next((code for code in codes if all(is_within(code, other) for other in codes)), "")
    if not inner:
        return answered("", "row_and_column", How.CELL, found[0][1], "two_places")
    cell = next(cell for code, cell in found if code == inner)
    return answered(inner, "row", How.SHARED if cell is m.datum.group else How.CELL, cell)


def _headers(m: Mention) -> list[tuple[Said, Cell | None]]:
    """What stub, group and column headers say, with their cells."""
    stub = zip(m.line.stub, m.datum.stub, strict=True)
    return [*stub, *((said, m.datum.group) for said in m.line.group), *zip(m.column.said, m.datum.heads, strict=False)]


def _own_area(m: Mention) -> Answer:
    """The area of 全市 and the like, else of the title, else of the document."""
    own = next((one.own_area for one in m.said if one.own_area), "")
    if not own:
        return _area_around(m)
    if m.told.area:
        return answered(whole_area(own, m.told.area), "own_area", How.CELL)
    code = m.whole.around.replace(NATION, "") if regex("of_province").search(own) else ""
    return answered(code, "own_area", How.CELL, doubt="" if code else "no_area")


def _area_around(m: Mention) -> Answer:
    """The area of title or document, or of the whole of the row; of a total of all provinces."""
    at = whole_row(m)
    if at >= 0 and m.line.parents[at].area:
        return answered(m.line.parents[at].area, "row_of_whole", How.SHARED, m.datum.parents[at])
    if m.told.area and _may_be_of_all(m):
        how = How.TITLE if m.told.area_said else How.DOCUMENT
        return answered(m.told.area, str(how), how, doubt="subtotal_of_places" if _is_subtotal(m) else "")
    if m.told.of_nation:
        return answered(NATION, "national_data", How.ASSUMED)
    if m.line.is_total and m.whole.around == NATION:
        return answered(NATION, "total_of_places", How.SHARED)
    return answered("", "none", How.DOCUMENT, doubt="no_area")


def _may_be_of_all(m: Mention) -> bool:
    """Whether a row without a place can be of the table's area: not one without a name among places.

    Among places a name in English that means none of them, or several (Suzhou), is that of a place unknown.
    """
    if m.whole.names_places:
        strange = any(one.words and one.words.isascii() for one in m.line.stub)
        return not strange and bool(m.datum.stub or not m.whole.of_places)
    return not m.told.of_every


def _is_subtotal(m: Mention) -> bool:
    """Whether a row among places says only that it adds up some of them (小计): perhaps not all of the area."""
    return m.whole.of_places and any(tidy(cell.text) in table_words("subtotal") for cell in m.datum.stub)


def place_names(m: Mention) -> str:
    """The names of the places that row and column name."""
    codes = dict.fromkeys(one.area for one in (*m.line.stub, *m.line.group, *m.column.said) if one.area)
    return " / ".join(area_name(code) for code in codes)
