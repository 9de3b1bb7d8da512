"""Published tables become observations by a declared mapping: the sidecar says which column holds what.

The mapping (`table:` of the sidecar) names columns by their header, never by position:

    header: 1                        row of the header; several rows ([2, 3]) are joined, merged cells carried right
    sheet: 表1                       of a workbook; the first when left out
    columns:                         field: header of its column
      area: 地区
      indicator: {from: [指标, 类型], map: {专利授权量 发明: invention_patent_grants}}
    constants: {unit: 件}            field: the same for every row
    values:                          value columns beside each other, each with fields of its own
      - {column: 授权量, indicator: patent_grants}
    spread: {pattern: '(\\d{4})年?', field: year}   every column whose header fits is a value column
    rows: [{where: {地区: 全国}, set: {scope: 国内}}]
    skip: [{地区: 合计}]

An empty cell or a sign for nothing (—, …, -) gives no observation: it is not zero.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ipstats.errors import IpstatsError, ParameterError, TableError
from ipstats.model import awards, intervals
from ipstats.model.areas import NATION
from ipstats.model.areas import area as find_area
from ipstats.model.definitions import make
from ipstats.model.indicators import Indicator, indicator, indicators
from ipstats.model.numerals import parse_number
from ipstats.model.periods import Period
from ipstats.model.units import unit as find_unit
from ipstats.reading.grids import Grid, read_grid
from ipstats.reading.sources import Source

FIELDS = (
    "area", "scope", "indicator", "label", "measure", "comparison", "year", "period", "edition", "value", "unit",
    "bound", "status", "comment", "is_target", "part_of", "rank_scope", "published", "section",
)  # fmt: skip
"""What a column, a constant or a rule for rows can say."""
NOTHING = {"", "-", "--", "—", "——", "–", "…", "……", "...", "/", "\\", "n/a", "na", "null", "无", "*"}
"""Signs for a missing value in yearbooks and in offices' own tables."""
PLAIN = ("scope", "comparison", "part_of", "rank_scope", "section")


@dataclass(frozen=True, slots=True)
class Mapping:
    """The `table` of a sidecar, see the module's text."""

    columns: dict
    constants: dict | None = None
    values: tuple[dict, ...] = ()
    spread: dict | None = None
    rows: tuple[dict, ...] = ()
    skip: tuple[dict, ...] = ()
    header: int | tuple = 1
    sheet: str = ""

    def __post_init__(self):
        said = {*self.columns, *(self.constants or {})} | {f for v in self.values for f in v if f != "column"}
        said |= {f for rule in self.rows for f in rule.get("set", {})}
        said |= {self.spread["field"]} if self.spread else set()
        if unknown := sorted(said - set(FIELDS)):
            raise ValueError(f"unknown field {unknown[0]!r}; expected {', '.join(FIELDS)}")
        if sum(map(bool, ("value" in self.columns, self.values, self.spread))) != 1:
            raise ValueError("say where the values are, in one way: columns.value, values or spread")
        if not said & {"year", "period", "edition"}:
            raise ValueError("say the time: year, period or edition, as a column or a constant")
        if not said & {"indicator", "label"}:
            raise ValueError("say the indicator (or a label), as a column or a constant")


@dataclass(frozen=True, slots=True)
class Table:
    """A table read by its mapping: rows of observations, the table's text, and how many value cells were empty."""

    rows: list[dict]
    text: str
    empty: int


def read_mapped(path: Path, source: Source) -> Table:
    """The observations of a CSV or XLSX table; a bad cell is a `TableError` naming file, cell and what was expected."""
    mapping = make(Mapping, source.table or {}, f"{path.name}: table")
    grid = read_grid(path, mapping.sheet)
    heads, first = _header(grid, mapping, path)
    rows, empty = [], 0
    for number in range(first, len(grid.rows) + 1):
        cells = grid.rows[number - 1]
        named = {name: cells[i] if i < len(cells) else "" for name, i in heads.items()}
        if not any(named.values()) or any(_fits(named, where) for where in mapping.skip):
            continue
        for column, fields in _readings(mapping, heads, named):
            place = grid.cell(number, heads[column] + 1)
            if named[column].lower() in NOTHING:
                empty += 1
                continue
            try:
                row = _observation(fields | {"value": named[column]}, source)
            except (IpstatsError, ValueError) as error:
                raise TableError(f"{path}: {place} (column {column!r}, row {number}): {error}") from error
            start, end = grid.span(number, heads[column] + 1)
            rows.append(row | {"cell": place, "char_start": start, "char_end": end, "obs_text": named[column]})
    return Table(rows, grid.text, empty)


def _header(grid: Grid, mapping: Mapping, path: Path) -> tuple[dict[str, int], int]:
    """The columns by header, and the number of the first row below it."""
    numbers = mapping.header if isinstance(mapping.header, tuple) else (mapping.header,)
    if not numbers or max(numbers) > len(grid.rows) or min(numbers) < 1:
        raise TableError(f"{path}: header row {mapping.header} is not in a table of {len(grid.rows)} rows")
    lines = [list(grid.rows[number - 1]) for number in numbers]
    for line in lines[:-1]:
        for i in range(1, len(line)):
            line[i] = line[i] or line[i - 1]
    width = max(map(len, lines))
    joined = [" ".join(dict.fromkeys(line[i] for line in lines if i < len(line) and line[i])) for i in range(width)]
    heads: dict[str, int] = {}
    for i, name in enumerate(joined):
        if name in heads:
            raise TableError(f"{path}: two columns are called {name!r}; name them apart, or give more header rows")
        if name:
            heads[name] = i
    wanted = {name for spec in mapping.columns.values() for name in _from(spec)} | {v["column"] for v in mapping.values}
    wanted |= {name for rule in mapping.rows for name in rule.get("where", {})} | {n for w in mapping.skip for n in w}
    if missing := sorted(wanted - set(heads)):
        raise TableError(f"{path}: no column {missing[0]!r} in row {mapping.header}; it has {', '.join(heads)}")
    return heads, max(numbers) + 1


def _from(spec) -> list[str]:
    names = spec["from"] if isinstance(spec, dict) else spec
    return [names] if isinstance(names, str) else list(names)


def _readings(mapping: Mapping, heads: dict[str, int], named: dict[str, str]) -> Iterator[tuple[str, dict]]:
    """The value columns of a row, each with the fields that hold for its cell."""
    fields = dict(mapping.constants or {})
    for field, spec in mapping.columns.items():
        text = " ".join(named[name] for name in _from(spec))
        fields[field] = spec.get("map", {}).get(text, text) if isinstance(spec, dict) else text
    set_by_rule: dict = {}
    for rule in mapping.rows:
        if _fits(named, rule.get("where", {})):
            set_by_rule |= rule["set"]
    fields |= set_by_rule
    if mapping.values:
        for value in mapping.values:
            yield value["column"], fields | {k: v for k, v in value.items() if k != "column"} | set_by_rule
    elif mapping.spread:
        for name in heads:
            if found := re.fullmatch(mapping.spread["pattern"], name):
                yield name, fields | {mapping.spread["field"]: found[1] if found.re.groups else name}
    else:
        yield _from(mapping.columns["value"])[0], fields


def _fits(named: dict[str, str], where: dict) -> bool:
    """Whether a row has, in each column, the value (or one of the values) asked for."""
    return all(
        named.get(name) in ([str(v) for v in wanted] if isinstance(wanted, list) else [str(wanted)])
        for name, wanted in where.items()
    )


def _observation(fields: dict, source: Source) -> dict:
    said = {name: value if isinstance(value, bool) else str(value).strip() for name, value in fields.items()}
    what = _indicator(said.get("indicator", ""), said.get("unit", ""))
    measure = said.get("measure") or "level"
    period = _period(said, what)
    place = _area(said.get("area") or source.area, period, source)
    row = {name: said[name] for name in PLAIN if said.get(name)}
    row |= _figure(said, what, measure)
    if what and what.part_of and measure == "level":
        row.setdefault("part_of", indicators()[what.part_of].zh)
    return row | {
        "ref_area": place.code,
        "ref_area_name": place.name,
        "indicator": what.id if what else "",
        "indicator_name": what.zh if what else "",
        "label": said.get("label") or _label(said, what),
        "measure": measure,
        "comparison": said.get("comparison") or ("yoy" if measure in ("growth", "change", "point_change") else ""),
        "period_start": period.start,
        "period_end": period.end,
        "obs_status": said.get("status") or "A",
        "comment_obs": said.get("comment", ""),
        "is_target": said.get("is_target") in (True, "true", "1", "yes", "是"),
        "source_id": source.id,
        "vintage": said.get("published") or source.published,
        "rule": "mapped_table",
    }


def _indicator(name: str, unit: str) -> Indicator | None:
    """The indicator of an id or name, None when the catalogue has none; a shared name is told apart by the unit."""
    try:
        return indicator(name, find_unit(unit).base if unit else "") if name else None
    except ParameterError:
        if re.fullmatch(r"[a-z0-9_]+", name):
            raise
        return None


def _label(said: dict, what: Indicator | None) -> str:
    name = what.zh if what else said["indicator"]
    return awards.edition(int(said["edition"])).zh + name if said.get("edition") else name


def _period(said: dict, what: Indicator | None) -> Period:
    """The time of a row; of a stock its last day."""
    if said.get("edition"):
        edition = awards.edition(int(parse_number(said["edition"]).value))
        if edition.year is None:
            raise ValueError(f"the year of edition {edition.edition} is not in {awards.FILE.name}; add it there")
        period = Period.year(edition.year)
    elif said.get("period"):
        period = _parse_period(said["period"])
    elif match := re.fullmatch(r"(\d{4})\s*年?(?:末|底)?", said.get("year", "")):
        period = Period.year(int(match[1]))
    else:
        raise ValueError(f"{said.get('year', '')!r} is no year")
    return Period.instant(period.end) if what and what.is_stock and not period.is_instant else period


def _parse_period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        from ipstats.reading.dates import parse_period

        return parse_period(text)


def _area(name: str, period: Period, source: Source):
    """The area of a row, first among those within the document's own."""
    if not name:
        raise ValueError("no area: map a column to it, or say the area in the sidecar")
    own = find_area(source.area).code if source.area else NATION
    if own != NATION:
        try:
            return find_area(name, on=period.end, within=own)
        except ParameterError:
            pass
    return find_area(name, on=period.end)


def _figure(said: dict, what: Indicator | None, measure: str) -> dict:
    """Value, interval, bound and unit of a cell."""
    text, bound = said["value"], said.get("bound") or "="
    percent = text.endswith(("%", "％"))
    number = parse_number(text.rstrip("%％ "))
    name = said.get("unit") or number.unit or ("%" if percent or measure in ("growth", "share") else "")
    if not name and what:
        name = what.unit
    if not name:
        raise ValueError("no unit: map a column to it, or say it in constants")
    unit = find_unit(name)
    base = _base_unit(unit.base, what, measure)
    if percent and base != "%":
        raise ValueError(f"the cell is in %, the column in {name}")
    scale = Decimal(unit.scale)
    interval = intervals.rounded(
        number.value * scale, number.step * scale, bound, discrete=unit.is_discrete and base == unit.base
    )
    return {
        "obs_value": float(number.value * scale),
        "obs_lower": interval.lower,
        "obs_upper": interval.upper,
        "bound": bound,
        "unit_measure": base,
        "printed": text.rstrip("%％ ") + (unit.id.removesuffix(unit.base) if unit.of else ""),
    }


def _base_unit(base: str, what: Indicator | None, measure: str) -> str:
    """The unit of the figure: a density printed in 件 is in 件/万人; one that the indicator never has is refused."""
    if what is None or measure not in ("level", "change", "threshold") or what.unit == base:
        return base
    if not what.counts_in(base):
        raise ValueError(f"{what.zh} is counted in {what.unit}, not in {base}; correct the unit or the indicator")
    return what.unit if what.kind == "ratio" else base
