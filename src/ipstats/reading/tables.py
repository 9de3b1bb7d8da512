"""Tables become observations by the meaning of their headers, never by position; what stays ambiguous is reported."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ipstats.documents.blocks import Context
from ipstats.documents.content import PrintedTable
from ipstats.grammar.names import lookup
from ipstats.model import intervals
from ipstats.model.areas import is_within
from ipstats.model.indicators import Indicator, indicators
from ipstats.model.periods import Period
from ipstats.model.units import Unit
from ipstats.reading.cells import Printed, read_cell
from ipstats.reading.columns import Column, Told, columns_of, is_continued, key_of, told_by, with_head
from ipstats.reading.headers import Said, find_unit, read_header, table_words
from ipstats.reading.layout import Datum, is_nothing, lay_out
from ipstats.reading.setting import Setting, under
from ipstats.reading.subjects import Named, Piece, is_stock, name, names_in, narrowed, only_counts
from ipstats.reading.table_times import Untold, are_past, monthly, period_of, years_told
from ipstats.reading.whom import area_name, province_around, whole_area

_SHORT = 4
"""A label as short as this leaves out what the title says (收案, in a table of 法院知识产权案件)."""
_NO_CHANGE = Said()
_FIXED = {"growth": "%", "share": "%", "point_change": "百分点", "rank": "位"}
_ADDITIVE = ("count", "money", "person")


def read_tables(tables: Iterable[PrintedTable], setting: Setting, context: Context) -> tuple[list[dict], list[str]]:
    """The figures of printed tables as rows (without ids), and warnings about what could not be told."""
    rows: list[dict] = []
    warnings: list[str] = []
    captions: tuple[str, ...] = ()
    for table in tables:
        captions = (*captions, *table.captions) if is_continued(table) else table.captions
        told, found = read_table(replace(table, captions=captions), under(setting, table.headings))
        for row in found:
            row |= {"source_id": context.source_id, "vintage": context.published}
        rows += found
        warnings += told.warnings
    return rows, warnings


def read_table(table: PrintedTable, setting: Setting) -> tuple[Told, list[dict]]:
    """The figures of one table in a document's setting, and what the table as a whole says."""
    layout = lay_out(table)
    told = told_by(table, setting, [*table.captions, *layout.titles])
    columns = columns_of(layout.data, told)
    told.years = years_told(time for column in columns.values() for time in column.times)
    lines = _lines(layout.data, told)
    data = [_Reading.of(datum, columns[key_of(datum)], lines[_line_of(datum)], told) for datum in layout.data]
    told.has_total = any(line.is_total for line in lines.values())
    told.rows_years = years_told((said.time for line in lines.values() for said in line.stub if said.time), whole=True)
    told.around = province_around({said.area for line in lines.values() for said in line.stub if said.area})
    return told, [row for one in data if (row := one.row())]


@dataclass(slots=True)
class _Line:
    """What the headers of a row say, for all its cells: its stub, the group it is in, the rows it can be a part of."""

    stub: tuple[Said, ...]
    group: tuple[Said, ...]
    parents: tuple[Said, ...]
    scope: str
    """The coverage that the stub begins with."""
    own: list[Piece]
    around: list[Piece]
    names: bool
    """Whether the stub names an indicator."""
    naming: bool
    """Whether the headers of the stub say that the rows name the figures."""

    @classmethod
    def of(cls, datum: Datum, told: Told) -> "_Line":
        stub = tuple([told.read(with_head(cell, datum.stub_heads)) for cell in datum.stub])
        group = (told.read(datum.group.text),) if datum.group else ()
        parents = tuple([told.read(cell.text) for cell in datum.parents])
        heads, words = "".join([cell.text for cell in datum.stub_heads]), [narrowed(one.words) for one in stub]
        return cls(
            stub, group, parents, "".join([lead for lead, _ in words]), [Piece(rest, "row") for _, rest in words],
            [Piece(one.words, "group") for one in group] + [Piece(one.words, "parent") for one in parents],
            any(names_in(one.words) for one in stub), any(word in heads for word in table_words("naming")),
        )  # fmt: skip

    @property
    def is_total(self) -> bool:
        return any(one.is_total for one in self.stub)


def _line_of(datum: Datum) -> tuple[int, ...]:
    """What tells the rows of a table apart: their headers."""
    return id(datum.stub), id(datum.group), id(datum.parents), id(datum.stub_heads)


def _lines(data: list[Datum], told: Told) -> dict[tuple[int, ...], _Line]:
    return {key: _Line.of(datum, told) for key, datum in {_line_of(datum): datum for datum in data}.items()}


@lru_cache(maxsize=1024)
def _of_title(names: tuple[str, ...], objects: tuple[str, ...]) -> tuple[Piece, ...]:
    return tuple([Piece(word, "title") for word in (*[indicators()[id].zh for id in names], *objects)])


@lru_cache(maxsize=1024)
def _of_column(beside: str, words: tuple[str, ...]) -> tuple[Piece, ...]:
    outer = [Piece(text, "outer") for text in words[:-1]]
    return (Piece(beside, "beside"), *outer, *[Piece(text, "column") for text in words[-1:]])


@dataclass(slots=True)
class _Reading:
    """One cell with all that is said of it."""

    datum: Datum
    column: Column
    line: _Line
    told: Told
    stub: tuple[Said, ...]
    said: tuple[Said, ...]
    """What stub and column headers say."""
    change: Said

    @classmethod
    def of(cls, datum: Datum, column: Column, line: _Line, told: Told) -> "_Reading":
        changes = [one for one in (column.change, *reversed(line.stub), *line.group) if one.measure]
        change = changes[0] if changes else _NO_CHANGE
        return cls(datum, column, line, told, line.stub, (*line.stub, *column.said), change)

    def row(self) -> dict | None:
        """The observation, or None where the cell is empty or (with a warning) cannot be told."""
        cell = self.datum.cell
        if is_nothing(cell.text):
            return None
        printed = read_cell(cell.text)
        if printed is None:
            return self._leave(f"{cell.text.strip()!r} is not one number; it is left out")
        measure = self._measure(printed)
        if not measure:
            return self._leave(f"{self.change.text!r} can be a growth in % or a change; no unit says which; left out")
        unit = self._unit(printed, measure)
        named = self._named(measure, unit)
        if named.others:
            several = " or ".join(indicators()[id].zh for id in (named.id, *named.others))
            self.told.warn(cell, f"{named.label!r} can be {several}; the header does not say which")
            named = replace(named, id="")
        if not named.label and not named.id:
            return self._leave("no header or title says what the figure is; it is left out")
        one = indicators().get(named.id)
        comment = ""
        if unit is None and one:
            unit = self._of_several(one)
        if unit is None:
            unit, comment = self._assumed(one)
        elif one and measure in ("level", "change") and one.unit.startswith(f"{unit.base}/"):
            unit = find_unit(one.unit)
        return self._observation(printed, measure, unit, named, comment)

    def _leave(self, why: str) -> None:
        self.told.warn(self.datum.cell, why)

    def _measure(self, printed: Printed) -> str:
        """The measure, "" where changes are printed without saying in what."""
        measure = self.change.measure or "level"
        if measure.startswith("growth") and printed.unit is not None and printed.unit.base not in ("%", "‰"):
            return "point_change" if printed.unit.base == "百分点" else "change"
        if measure == "growth?":
            percent = any(unit.base == "%" for unit in (*self.told.units, *filter(None, [printed.unit])))
            return "growth" if percent or self.column.has_decimals else ""
        unit = printed.unit or self.column.unit
        if measure == "level" and unit is not None and unit.base in ("百分点", "倍", "位"):
            return {"百分点": "point_change", "倍": "multiple", "位": "rank"}[unit.base]
        return measure

    def _unit(self, printed: Printed, measure: str) -> Unit | None:
        """The unit: of the cell, else of the column, the row, its unit column, the group, the table; None if unsaid."""
        if measure in _FIXED:
            return find_unit(_FIXED[measure]) if self.column.unit is None or measure != "share" else self.column.unit
        of_column = find_unit(self.datum.unit.text) if self.datum.unit else None
        said = [printed.unit, self.column.unit, of_column, *[one.unit for one in (*self.line.group, *self.stub)[::-1]]]
        for unit in said:
            if unit is not None:
                return unit
        if (whole := self._whole_row()) is not None and whole.unit is not None:
            return whole.unit
        units = self.column.units or self.told.units
        plain = [unit for unit in units if unit.base not in ("%", "‰", "百分点")]
        return units[0] if len(units) == 1 else plain[0] if len(plain) == 1 else None

    def _of_several(self, one: Indicator) -> Unit | None:
        """The one of several units of the table (单位：件、亿元) that the indicator can be in."""
        units = self.column.units or self.told.units
        fitting = [unit for unit in units if unit.base == one.unit] or [u for u in units if one.counts_in(u.base)]
        return fitting[0] if len(fitting) == 1 else None

    def _whole_row(self) -> Said | None:
        """What the row says that this one is a part of: the last before 其中 or #, or the one above its indent."""
        if not (self.stub and self.line.parents):
            return None
        nearest, indent = self.datum.parents[-1], self.datum.stub[-1].indent
        return self.line.parents[-1] if self.stub[-1].is_part or nearest.indent < indent else None

    def _assumed(self, one: Indicator | None) -> tuple[Unit | None, str]:
        """The unit that the catalogue gives a count where the table prints none; money and people may be in 万."""
        unit = find_unit(one.unit) if one else None
        if unit is not None and unit.kind in ("count", "share") and not unit.of:
            return unit, "unit by the catalogue, none is printed"
        self.told.warn(self.datum.cell, "no unit is printed for it; unit_measure is left empty")
        return None, ""

    def _pieces(self) -> tuple[Piece, ...]:
        words = self.column.words
        if self.line.names:
            words = [text for text in words if not only_counts(text)]
        whole = [Piece(self.change.whole, "parent")] if self.change.whole else []
        of_title = _of_title(self.told.names, self.told.objects)
        return (*of_title, *self.line.around, *whole, *_of_column(self.column.beside, tuple(words)), *self.line.own)

    def _named(self, measure: str, unit: Unit | None) -> Named:
        rows_name = any([one.unit for one in self.stub]) or self.datum.unit is not None
        rows_name |= self.column.unit is None and self.line.naming
        base = unit.base if unit is not None and measure in ("level", "change") else ""
        named = name(self._pieces(), base, rows_name)
        if self.line.scope:
            named = replace(named, scope=self.line.scope + named.scope)
        if not named.id:
            named = self._completed(named)
        if measure == "share" and self.change.whole:
            label = read_header(self.change.text).text
            scope = named.scope or ("" if named.id else "".join(one.words for one in self.stub))
            named = replace(named, label=re.sub(r"[（(][%％][）)]", "", re.sub(r"\s", "", label)), scope=scope)
        return named

    def _completed(self, named: Named) -> Named:
        """A label unknown to the catalogue, with the words it leaves out: of its whole, its row or the title."""
        whole = self._whole_row()
        if whole is not None and whole.words and whole.words not in named.label:
            return replace(named, label=whole.words + named.label)
        if len(named.label) > _SHORT:
            return named
        if named.scope:
            return Named("", named.scope + named.label, "", named.others)
        return named if self.told.words in named.label else replace(named, label=self.told.words + named.label)

    def _area(self) -> str:
        told = [one for one in (*self.stub, *self.line.group, *self.column.said) if one.area]
        codes = list(dict.fromkeys(one.area for one in told))
        if not codes:
            own = next((one.own_area for one in self.said if one.own_area), "")
            if own and not self.told.setting.area:
                return self.told.around if "省" in own else ""
            return whole_area(own, self.told.setting.area) if own else self.told.area
        inner = [code for code in codes if all(is_within(code, other) for other in codes)] if codes[1:] else codes
        if not inner:
            names = " or ".join(area_name(code) for code in codes)
            self.told.warn(self.datum.cell, f"row and column name two places, {names}; ref_area is left empty")
            return ""
        return inner[0]

    def _period(self, stock: bool) -> Period | None:
        texts = [one.text for one in self.said]
        near = (tuple([one.time for one in self.stub if one.time]), self.column.times)
        far = tuple([time for time in (*[one.time for one in self.line.group], self.told.time) if time])
        same_part = any(["同期" in text for text in texts])
        if self.line.is_total and self.told.rows_years and not any(near):
            return None if stock else self.told.rows_years
        if part := monthly(texts, self.told.time, self.told.setting.clock):
            near = tuple(tuple(time for time in axis if not (time.whole_year and time.relative == 0)) for axis in near)
            far = (part, *far)
        try:
            return period_of(near, far, self.told.setting.clock, stock=stock, same_part=same_part)
        except Untold as why:
            return self._leave(f"{why}; the period is left empty")

    def _part_of(self, named: Named, measure: str, unit: Unit | None) -> str:
        """The total: what a share is of, or the indicator itself where the row narrows it below a total."""
        if measure == "share" and self.change.whole:
            whole = indicators().get(lookup(self.change.whole))
            return whole.zh if whole else self.change.whole
        one = indicators().get(named.id)
        if measure == "share" and self.told.has_total and not self.line.is_total:
            return indicators()[one.part_of].zh if one and one.part_of else one.zh if one else ""
        if measure != "level" or unit is None or unit.kind not in _ADDITIVE or (one and one.kind in ("ratio", "rate")):
            return ""
        if one and one.part_of and (self.told.has_total or self._is_below(one.part_of)):
            return indicators()[one.part_of].zh
        whole = self._whole_row()
        if one is None and whole is not None and whole.words:
            return whole.words
        return (one.zh if one else named.label) if named.scope and self.told.has_total else ""

    def _is_below(self, whole: str) -> bool:
        """Whether the row says that it is a part, or stands below the row of the whole."""
        names = (indicators()[whole].zh, *indicators()[whole].aliases)
        below = any(one.words and any(one.words in text for text in names) for one in self.line.parents)
        return below or any(said.is_part for said in self.stub)

    def _is_goal(self) -> bool:
        """Whether a header, the setting or the year that a plan ends with says that the figure is a goal."""
        years, end = [one.time.year for one in self.said if one.time and one.time.year], self.told.plan_end
        ahead = self.told.setting.is_target and not are_past(years, self.told.setting.clock, end)
        return ahead or bool(end and end.end.year in years) or any([one.is_target for one in self.said])

    def _observation(self, printed: Printed, measure: str, unit: Unit | None, named: Named, comment: str) -> dict:
        one = indicators().get(named.id)
        times = [*[one.time for one in self.stub], *self.column.times, self.told.time]
        at_a_moment = not named.id and any(time and time.kind == "instant" for time in times)
        period = self._period(is_stock(named) or at_a_moment)
        area = self._area()
        scale = unit.scale if unit else 1
        value = printed.value * scale * self.change.sign
        discrete = measure == "rank" or (unit is not None and unit.is_discrete)
        interval = intervals.rounded(value, printed.step * scale, printed.bound, discrete=discrete)
        start, end, text = self.datum.cell.block.place(printed.first, printed.last)
        comparison = self.change.comparison
        if comparison == "annual_average":
            period = self.told.years or period
            comparison = f"annual_average:{period.time_period}" if period else ""
        elif comparison == "year_end":
            year_before = Period.instant(date(period.end.year - 1, 12, 31)) if period else None
            comparison = "yoy" if not period or period.is_full_year else f"since:{year_before.time_period}"
        return {
            "ref_area": area, "ref_area_name": area_name(area), "scope": named.scope,
            "indicator": named.id, "indicator_name": one.zh if one else "", "label": named.label or one.zh,
            "measure": measure, "comparison": comparison,
            "period_start": period.start if period else None, "period_end": period.end if period else None,
            "obs_value": float(value), "obs_lower": interval.lower, "obs_upper": interval.upper,
            "bound": printed.bound, "unit_measure": unit.base if unit else "", "printed": printed.text,
            "obs_status": "U" if printed.is_split else printed.status,
            "comment_obs": "; ".join(filter(None, [comment, "spaces inside the number" if printed.is_split else ""])),
            "is_target": self._is_goal(),
            "part_of": self._part_of(named, measure, unit), "rank_scope": self.change.rank_scope,
            "section": self.told.section, "page": self.told.table.page,
            "cell": self.told.table.address(self.datum.cell),
            "char_start": start, "char_end": end, "obs_text": text, "rule": f"table-{measure}",
        }  # fmt: skip
