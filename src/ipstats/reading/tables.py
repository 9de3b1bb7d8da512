"""Tables become observations by the meaning of their headers, never by position; what stays ambiguous is reported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from ipstats.documents.blocks import Context
from ipstats.documents.content import PrintedTable
from ipstats.grammar.lexicon import regex, table_words
from ipstats.grammar.names import lookup
from ipstats.model import intervals
from ipstats.model.indicators import indicators
from ipstats.model.observations import DOUBTFUL, LIKELY, SURE, TRUST
from ipstats.model.periods import Period
from ipstats.model.units import Unit
from ipstats.reading import cell_slots as slots
from ipstats.reading.accounts import AccountedTable, accounted
from ipstats.reading.bilingual import is_translation
from ipstats.reading.cell_names import fitted, indicator_of
from ipstats.reading.cell_periods import period_answer
from ipstats.reading.cell_slots import Mention, Whole
from ipstats.reading.cells import is_nothing, read_cell
from ipstats.reading.columns import Column, columns_of, key_of
from ipstats.reading.english import in_chinese
from ipstats.reading.evidence import Answer, How
from ipstats.reading.layout import Datum, Layout, lay_out
from ipstats.reading.lines import Line, line_of
from ipstats.reading.row_roles import Role
from ipstats.reading.setting import Setting, under
from ipstats.reading.subjects import Named, is_stock
from ipstats.reading.table_notes import Notes, note
from ipstats.reading.table_times import are_past, months_told, years_told
from ipstats.reading.titles import Told, is_continued, told_by
from ipstats.reading.whom import area_name, around

_ADDITIVE = ("count", "money", "person")
_PARTICULARS = 2
"""So many columns of names and particulars, without a unit or an indicator, make a register."""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table with its figures, the role of each of its cells, and what stays open."""

    table: PrintedTable
    rows: list[dict]
    roles: dict[int, Role]
    notes: Notes
    resolved: list[tuple[Mention, dict[str, Answer]]] = field(default_factory=list)
    """The figures with all that is said of them and what decided each of their slots, in the order of `rows`."""

    @property
    def accounted(self) -> AccountedTable:
        """The table with what became of each of its cells."""
        return accounted(self.table, self.roles, self.notes.why())


def read_tables(
    tables: Iterable[PrintedTable], setting: Setting, context: Context
) -> tuple[list[dict], list[str], list[AccountedTable]]:
    """The figures of printed tables as rows (without ids), warnings, and the tables with each cell accounted for."""
    read = list(read_each(tables, setting))
    rows = [row | {"source_id": context.source_id, "vintage": context.published} for one in read for row in one.rows]
    warnings = [line for one in read for line in one.notes.lines()]
    return rows, warnings, [one.accounted for one in read]


def read_each(tables: Iterable[PrintedTable], setting: Setting) -> Iterator[ReadTable]:
    """Each table read; one that goes on with the table before (续表) stands under its title too."""
    captions: tuple[str, ...] = ()
    for table in rejoined(tables):
        lines = (*table.captions, *table.headings[-1:])
        captions = (*captions, *table.captions) if is_continued(lines) else table.captions
        table = replace(table, captions=captions)
        within = under(setting, table.headings)
        english = in_chinese(table, setting.area)
        yield read_table(table, within) if english is None else _read_through(english, table, within)


def _read_through(chinese: PrintedTable, printed: PrintedTable, setting: Setting) -> ReadTable:
    """A table in English read through its Chinese: no figure is surer than likely, its cells are those printed."""
    read = read_table(chinese, setting)
    read.notes.add("in_english")
    untold = _left_in_english(chinese, read.roles)
    for row in read.rows:
        row["trust"] = DOUBTFUL if untold else max(row["trust"], LIKELY, key=TRUST.index)
        row["comment_obs"] = "; ".join(filter(None, [row["comment_obs"], untold and note("left_in_english", untold)]))
    pairs = zip(printed.cells, chinese.cells, strict=True)
    roles = {id(old): read.roles[id(new)] for old, new in pairs if id(new) in read.roles}
    return replace(read, table=printed, roles=roles)


def _left_in_english(table: PrintedTable, roles: dict[int, Role]) -> str:
    """A title or header of which the Chinese is not known, and which may narrow every figure; "" for none."""
    heads = (cell.text for cell in table.cells if roles.get(id(cell)) not in (Role.STUB, Role.NOTE, Role.LEFT))
    return next(filter(is_translation, (*table.captions, *heads)), "")


def rejoined(tables: Iterable[PrintedTable]) -> list[PrintedTable]:
    """The tables; a header that empty rows of a sheet part from its figures is joined with them again."""
    joined: list[PrintedTable] = []
    for table in tables:
        before = joined[-1] if joined else None
        if before and _goes_on(before, table):
            cells = tuple(cell._replace(row=cell.row + before.height) for cell in table.cells)
            joined[-1] = replace(before, cells=before.cells + cells)
        else:
            joined.append(table)
    return joined


def _goes_on(before: PrintedTable, table: PrintedTable) -> bool:
    """Whether a region of a sheet, without a title, holds the figures of the header before it."""
    same_sheet = before.name == table.name and bool(before.cells and before.cells[0].name)
    return same_sheet and not table.captions and not any(layout.data for layout in lay_out(before))


def read_table(table: PrintedTable, setting: Setting) -> ReadTable:
    """The figures of one table in a document's setting, panel by panel."""
    layouts = lay_out(table)
    notes = Notes(table)
    roles = {key: role for layout in layouts for key, role in layout.roles.items()}
    read = ReadTable(table, [], roles, notes)
    if not layouts:
        return read
    first = [*table.captions, *layouts[0].titles]
    below = tuple(cell.text for cell in table.cells if roles.get(id(cell)) is Role.NOTE)
    setting = replace(setting, notes=setting.notes + below)
    for layout in layouts:
        told = told_by(table, setting, first if layout is layouts[0] else _lines_of(layout, first, table, setting))
        if is_register(told, layout):
            for datum in layout.data or (None,):
                notes.add("register", datum and datum.cell)
            continue
        _read_panel(layout, told, read)
    mark_conflicts(read.rows, notes)
    return read


def _lines_of(layout: Layout, first: list[str], table: PrintedTable, setting: Setting) -> list[str]:
    """The lines above a panel that stands beside another: its own title, or that of the first with what it adds."""
    own = told_by(table, setting, list(layout.titles)).title
    return list(layout.titles) if own and not is_continued(layout.titles) else [*first, *layout.titles]


def is_register(told: Told, layout: Layout) -> bool:
    """Whether a table lists entries with their particulars and no figures: by its title, or by its headers."""
    heads = [told.read(text) for text in layout.heads]
    figures = any(one.unit or one.measure or lookup(one.words) for one in heads)
    words = {text.lower() for text in layout.heads}
    names, particulars = words & table_words("entry"), words & (table_words("identifier") | table_words("index"))
    if not layout.data:
        return bool(particulars)
    if told.is_register:
        return bool(names or particulars) or not figures
    return not figures and bool(particulars) and len(names | particulars) >= _PARTICULARS


# ---------------------------------------------------------------- panels
def _read_panel(layout: Layout, told: Told, read: ReadTable) -> None:
    columns = columns_of(layout.data, told)
    lines = {key: line_of(datum, told) for key, datum in {_line_key(d): d for d in layout.data}.items()}
    whole = _whole(told, columns.values(), lines.values())
    for datum in layout.data:
        if is_nothing(datum.cell.text):
            continue
        mention = _mention(datum, columns[key_of(datum)], lines[_line_key(datum)], whole, read.notes)
        answers = _resolved(mention, read.notes) if mention else None
        if answers is not None:
            read.resolved.append((mention, answers))
            read.rows.append(_observation(mention, answers, read.notes))
            read.roles[id(datum.cell)] = Role.READ


def _line_key(datum: Datum) -> tuple:
    """What tells the rows of a panel apart: their headers."""
    return tuple(map(id, datum.stub)), id(datum.group), tuple(map(id, datum.parents)), tuple(map(id, datum.stub_heads))


def _whole(told: Told, columns: Iterable[Column], lines: Iterable[Line]) -> Whole:
    """What all rows and columns say together."""
    lines, columns = list(lines), list(columns)
    stubs = [said for line in lines for said in line.stub]
    times = [said.time for said in stubs if said.time]
    return Whole(
        told,
        any(line.is_total for line in lines),
        years_told(time for column in columns for time in column.times),
        around({said.area for said in stubs if said.area}),
        years_told(times, whole=True),
        months_told(times),
        2 * sum(line.has_place for line in lines) > len(lines),
        _name_places(columns, lines),
    )


def _name_places(columns: list[Column], lines: list[Line]) -> bool:
    """Whether any row or column is of a place."""
    return any(line.has_place for line in lines) or any(said.area for column in columns for said in column.said)


def _mention(datum: Datum, column: Column, line: Line, whole: Whole, notes: Notes) -> Mention | None:
    """A cell with all that is said of it, or None where (with a note) it prints no number."""
    printed = read_cell(datum.cell.text)
    if printed is None:
        notes.add("not_a_number", datum.cell, repr(datum.cell.text.strip()))
        return None
    return Mention(datum, printed, column, line, whole)


_UNTOLD = {"growth?": "growth_or_change", "change?": "change_untold"}
"""Measure of which a header leaves open what it is -> the note on a cell below it."""


def _resolved(m: Mention, notes: Notes) -> dict[str, Answer] | None:
    """The answers of each slot, or None where (with a note) the figure cannot be told."""
    measure = slots.measure_of(m)
    if measure is None:
        notes.add(_UNTOLD[m.change.measure], m.datum.cell, repr(m.change.text))
        return None
    unit = slots.unit_of(m, measure.value)
    named = indicator_of(m, measure.value, unit.value if unit else None)
    unit, named = fitted(m, measure.value, unit, named)
    if named.value.others:
        _note_names(notes, m.datum, named.value)
        named = replace(named, value=replace(named.value, id=""))
    if not named.value.label and not named.value.id:
        notes.add("no_name", m.datum.cell)
        return None
    one = indicators().get(named.value.id)
    if measure.value == "share" and one and one.kind == "rate" and m.change.whole:
        measure = replace(measure, value="level")
    unit = slots.with_catalogue(m, unit, measure.value, one)
    period = period_answer(m, _is_stock(m, named.value))
    return {"measure": measure, "unit": unit, "indicator": named, "area": slots.area_of(m), "period": period}


def _note_names(notes: Notes, datum: Datum, named: Named) -> None:
    several = " / ".join(indicators()[id].zh for id in (named.id, *named.others))
    notes.add("several_names", datum.cell, repr(named.label), several)


# ---------------------------------------------------------------- one observation
def _observation(m: Mention, answers: dict[str, Answer], notes: Notes) -> dict:
    named, unit, measure = answers["indicator"].value, answers["unit"].value, answers["measure"].value
    period, comparison = _compared(m, answers["period"].value)
    one = indicators().get(named.id)
    start, end, text = m.datum.cell.block.place(m.printed.first, m.printed.last)
    return {
        "ref_area": answers["area"].value, "ref_area_name": area_name(answers["area"].value), "scope": named.scope,
        "indicator": named.id, "indicator_name": one.zh if one else "", "label": named.label or one.zh,
        "measure": measure, "comparison": comparison,
        "period_start": period.start if period else None, "period_end": period.end if period else None,
        **_value(m, measure, unit), "is_target": _is_goal(m),
        "part_of": _part_of(m, named, measure, unit), "rank_scope": m.change.rank_scope,
        "section": m.told.section, "page": m.told.table.page, "cell": m.told.table.address(m.datum.cell),
        "char_start": start, "char_end": end, "obs_text": text, "rule": f"table-{measure}",
        **_trust(m, answers, notes),
    }  # fmt: skip


def _is_stock(m: Mention, named: Named) -> bool:
    """Whether the figure holds at a moment: by its indicator, or where none is known by the words of its headers."""
    times = [*[one.time for one in m.line.stub], *m.column.times, m.told.time]
    return is_stock(named) or (not named.id and any(time and time.kind == "instant" for time in times))


def _value(m: Mention, measure: str, unit: Unit | None) -> dict:
    """Value, interval, bound and unit in base units."""
    scale = unit.scale if unit else 1
    printed = m.printed
    sign = 1 if printed.value < 0 else m.change.sign
    value = printed.value * scale * sign
    discrete = measure == "rank" or (unit is not None and unit.is_discrete)
    interval = intervals.rounded(value, printed.step * scale, printed.bound, discrete=discrete)
    return {
        "obs_value": float(value), "obs_lower": interval.lower, "obs_upper": interval.upper,
        "bound": printed.bound, "unit_measure": unit.base if unit else "", "printed": printed.text,
        "obs_status": "U" if printed.is_split else printed.status,
    }  # fmt: skip


def _compared(m: Mention, period: Period | None) -> tuple[Period | None, str]:
    """The period and the comparison of a change: a mean a year is over all years named."""
    comparison = m.change.comparison
    if comparison == "annual_average":
        period = _years_of(m) or m.whole.years or period
        return period, f"annual_average:{period.time_period}" if period else ""
    if comparison == "year_end":
        before = Period.instant(date(period.end.year - 1, 12, 31)) if period else None
        return period, "yoy" if not before or period.is_full_year else f"since:{before.time_period}"
    return period, comparison


def _years_of(m: Mention) -> Period | None:
    """The years that row or column say a mean growth is over (1979-2007), None where they name none."""
    times = (*m.column.times, *(one.time for one in m.line.stub if one.time))
    return next((Period.year(time.year, time.last_year) for time in times if time.year and time.last_year), None)


def _trust(m: Mention, answers: dict[str, Answer], notes: Notes) -> dict:
    """How far the figure can be trusted, what decided each of its slots, and each doubt in words."""
    kinds = [*(answer.doubt for answer in answers.values() if answer.doubt), *_doubts_of_number(m, answers)]
    unit = answers["unit"].value
    near = indicators().get(answers["indicator"].value.near)
    said = {"two_places": slots.place_names(m), "unknown_unit": unit.id if unit else "", "odd_scope": m.told.odd_scope,
            "name_not_understood": near.zh if near else ""}  # fmt: skip
    for kind in kinds:
        if kind not in _NOTED_APART:
            notes.add(kind, m.datum.cell, said.get(kind, ""))
    comment = "; ".join(note(kind, said.get(kind, "")) for kind in kinds if kind != "several_names")
    evidence = ";".join(f"{slot}={answer.evidence}" for slot, answer in answers.items())
    return {"comment_obs": comment, "trust": _level(kinds, answers), "evidence": evidence}


def _doubts_of_number(m: Mention, answers: dict[str, Answer]) -> list[str]:
    """What speaks against the number as it is printed, in its unit and under its header."""
    unit, label = answers["unit"].value, answers["indicator"].value.label
    whole = answers["measure"].value == "level" and unit is not None and unit.is_discrete and unit.scale == 1
    said = {
        "spaces": m.printed.is_split,
        "signed_fall": m.printed.value < 0 and m.change.sign < 0,
        "decimal_count": whole and m.printed.value % 1 and not regex("a_mean").search(label),
        "percent_of_what": _is_bare_percent(answers),
        "noted": bool(m.printed.mark) and any(m.printed.mark.strip("（()）") in text for text in m.told.setting.notes),
        "merged_rows": m.datum.cell.rows > max((cell.rows for cell in m.datum.stub), default=1),
    }
    return [kind for kind, holds in said.items() if holds]


def _is_bare_percent(answers: dict[str, Answer]) -> bool:
    """Whether a level in % has a name outside the catalogue that is that of no rate (城镇 70.1 %)."""
    named, unit = answers["indicator"].value, answers["unit"].value
    level = answers["measure"].value == "level" and unit is not None and unit.base in ("%", "‰")
    return level and not named.id and not regex("rate_said").search(named.label)


_NOTED_APART = ("several_names", "catalogue_unit", "spaces", "signed_fall")


def _level(kinds: list[str], answers: dict[str, Answer]) -> str:
    """`doubtful` where anything stays open, `likely` where a unit is carried or the catalogue's, else `sure`."""
    if set(kinds) - {"catalogue_unit"}:
        return DOUBTFUL
    carried = any(answer.evidence.how is How.ASSUMED for answer in answers.values())
    return LIKELY if carried or answers["unit"].evidence.rule == "list_of_parts" else SURE


def _is_goal(m: Mention) -> bool:
    """Whether a header, the setting or the year that a plan ends with says that the figure is a goal."""
    years, end = [one.time.year for one in m.said if one.time and one.time.year], m.told.plan_end
    ahead = m.told.setting.is_target and not are_past(years, m.told.setting.clock, end)
    return ahead or bool(end and end.end.year in years) or any(one.is_target for one in m.said)


def _part_of(m: Mention, named: Named, measure: str, unit: Unit | None) -> str:
    """The total: what a share is of, or the indicator itself where the row narrows it below a total."""
    one = indicators().get(named.id)
    if measure == "share":
        return _share_of(m, one)
    if measure != "level" or unit is None or unit.kind not in _ADDITIVE:
        return ""
    total = _narrowed_total(m, named) if m.whole.has_total else ""
    if one is None:
        return slots.whole_words(m) or total
    if one.kind in ("ratio", "rate"):
        return ""
    in_total = one.part_of and (m.whole.has_total or _is_below(m, one.part_of))
    return indicators()[one.part_of].zh if in_total else total


def _narrowed_total(m: Mention, named: Named) -> str:
    """The indicator without what the row or column narrows it to, "" where only the title does."""
    one = indicators().get(named.id)
    return (one.zh if one else named.label) if named.scope.removeprefix(m.told.scope) else ""


def _share_of(m: Mention, one) -> str:
    if composed := slots.composed_of(m):
        return composed
    if m.change.whole:
        whole = indicators().get(lookup(m.change.whole))
        return whole.zh if whole else m.change.whole
    if m.whole.has_total and not m.line.is_total and one:
        return indicators()[one.part_of].zh if one.part_of else one.zh
    return ""


def _is_below(m: Mention, whole: str) -> bool:
    """Whether the row says that it is a part, or stands below the row of the whole."""
    names = (indicators()[whole].zh, *indicators()[whole].aliases)
    below = any(one.words and any(one.words in text for text in names) for one in m.line.parents)
    return below or any(said.is_part for said in m.line.stub)


# ---------------------------------------------------------------- self-consistency
_KEY = (
    "ref_area", "scope", "indicator", "label", "measure", "comparison", "period_start", "period_end", "unit_measure",
    "is_target", "rank_scope",
)  # fmt: skip


def mark_conflicts(rows: list[dict], notes: Notes) -> None:
    """Two values under one key, of which the intervals do not meet, are both doubtful: a header was not understood."""
    by_key: dict[tuple, list[dict]] = {}
    for row in rows:
        key = tuple(row[name] for name in _KEY if name != "label" or not row["indicator"])
        by_key.setdefault(key, []).append(row)
    for same in by_key.values():
        if max(row["obs_lower"] for row in same) <= min(row["obs_upper"] for row in same):
            continue
        said = " / ".join(dict.fromkeys(f"{row['cell']} {row['printed']}" for row in same[:2]))
        notes.add("conflict", None, said)
        for row in same:
            row["trust"] = DOUBTFUL
            row["comment_obs"] = "; ".join(filter(None, [row["comment_obs"], note("conflict", said)]))
