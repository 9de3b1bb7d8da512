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
    count: 地区                      rows are things to be counted by the areas in this column (`collect.counted`)
    holder: 专利权人                 or, where that cell is empty, by where these holders are (`collect.holders`)
    register: award-holders.yaml     a register of holders and their areas, beside the list
    rows: [{where: {地区: 全国}, set: {scope: 国内}}]
    skip: [{地区: 合计}]
    fill: [地区]                     empty cells of these columns repeat the one above (merged cells of a stub)

A `table:` that names headers by their words (`values: [{above: ...}]`, or `like:`) is a recipe: `collect.recipes`.

An empty cell or a sign for nothing (—, …, -) gives no observation: it is not zero.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ipstats.collect.counted import ListLine, count_list
from ipstats.collect.grids import Grid, read_grid
from ipstats.collect.holders import read_register
from ipstats.collect.recipes import is_recipe
from ipstats.collect.replay import read_recipe
from ipstats.collect.said import FIELDS, observation, own_area
from ipstats.collect.sources import Source, sidecar
from ipstats.errors import DefinitionError, IpstatsError, TableError
from ipstats.model.definitions import make
from ipstats.reading.cells import is_nothing


@dataclass(frozen=True, slots=True)
class Mapping:
    """The `table` of a sidecar, see the module's text."""

    columns: dict
    constants: dict | None = None
    values: tuple[dict, ...] = ()
    spread: dict | None = None
    count: str = ""
    complete: bool = False
    holder: str = ""
    register: str = ""
    rows: tuple[dict, ...] = ()
    skip: tuple[dict, ...] = ()
    fill: tuple[str, ...] = ()
    header: int | tuple = 1
    sheet: str = ""

    def __post_init__(self):
        said = {*self.columns, *(self.constants or {})} | {f for v in self.values for f in v if f != "column"}
        said |= {f for rule in self.rows for f in rule.get("set", {})}
        said |= {self.spread["field"]} if self.spread else set()
        if unknown := sorted(said - set(FIELDS)):
            raise ValueError(f"unknown field {unknown[0]!r}; expected {', '.join(FIELDS)}")
        if sum(map(bool, ("value" in self.columns, self.values, self.spread, self.count))) != 1:
            raise ValueError("say where the values are, in one way: columns.value, values, spread or count")
        if not said & {"year", "period", "edition"}:
            raise ValueError("say the time: year, period or edition, as a column or a constant")
        if not said & {"indicator", "label"}:
            raise ValueError("say the indicator (or a label), as a column or a constant")


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A table read by its mapping: rows of observations, the table's text, how many value cells were empty, and what
    is to be said of it."""

    rows: list[dict]
    text: str
    empty: int
    warnings: tuple[str, ...] = ()


def read_mapped(path: Path, source: Source) -> MappedTable:
    """The observations of a CSV or XLSX table; a bad cell is a `TableError` naming file, cell and what was expected."""
    if is_recipe(source.table):
        made = read_recipe(path, source)
        return MappedTable(made.rows, made.text, made.empty, tuple(made.warnings))
    try:
        mapping = make(Mapping, source.table or {}, f"{sidecar(path)}: table")
    except DefinitionError as error:
        raise TableError(f"{error}") from error
    grid = read_grid(path, mapping.sheet)
    heads, first = _header(grid, mapping, path)
    if mapping.count:
        return MappedTable(_counted(grid, mapping, heads, first, source, path), grid.text, 0)
    rows, empty = [], 0
    for number, named in _lines(grid, mapping, heads, first):
        for column, fields in _readings(mapping, heads, named):
            if is_nothing(named[column]):
                empty += 1
                continue
            place = grid.cell(number, heads[column] + 1)
            with _naming(path, f"{place} (column {column!r}, row {number})"):
                row = observation(fields | {"value": named[column]}, source)
            start, end = grid.span(number, heads[column] + 1)
            rows.append(row | {"cell": place, "char_start": start, "char_end": end, "obs_text": named[column]})
    return MappedTable(rows, grid.text, empty)


def _counted(grid: Grid, mapping: Mapping, heads: dict, first: int, source: Source, path: Path) -> list[dict]:
    lines = (
        ListLine(number, named.get(mapping.count, ""), named.get(mapping.holder, ""), _fields(mapping, named))
        for number, named in _lines(grid, mapping, heads, first)
    )
    register = read_register(path.with_name(mapping.register)) if mapping.register else {}
    with _naming(path, f"the list counted by {mapping.count!r}"):
        own = "" if mapping.complete else own_area(source)
        return count_list(lines, lambda fields: observation(fields, source), own, register)


def _lines(grid: Grid, mapping: Mapping, heads: dict[str, int], first: int) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the header that hold anything and are not to be skipped: number, cells by header."""
    above: dict[str, str] = {}
    for number in range(first, len(grid.rows) + 1):
        cells = grid.rows[number - 1]
        named = {name: cells[i] if i < len(cells) else "" for name, i in heads.items()}
        if any(named.values()):
            above |= {name: named[name] for name in mapping.fill if named[name]}
            named |= {name: above.get(name, "") for name in mapping.fill}
        if any(named.values()) and not any(_fits(named, where) for where in mapping.skip):
            yield number, named


@contextmanager
def _naming(path: Path, place: str):
    """Errors within say the file and the place."""
    try:
        yield
    except (IpstatsError, ValueError) as error:
        raise TableError(f"{path}: {place}: {error}") from error


def _header(grid: Grid, mapping: Mapping, path: Path) -> tuple[dict[str, int], int]:
    """The columns by header, and the number of the first row below it."""
    numbers = mapping.header if isinstance(mapping.header, tuple) else (mapping.header,)
    if not numbers or max(numbers) > len(grid.rows) or min(numbers) < 1:
        raise TableError(f"{path}: header row {mapping.header} is not in a table of {len(grid.rows)} rows")
    heads: dict[str, int] = {}
    for i, name in enumerate(_joined([grid.rows[number - 1] for number in numbers])):
        if name in heads:
            raise TableError(f"{path}: two columns are called {name!r}; name them apart, or give more header rows")
        if name:
            heads[name] = i
    if missing := sorted(_wanted(mapping) - set(heads)):
        raise TableError(f"{path}: no column {missing[0]!r} in row {mapping.header}; it has {', '.join(heads)}")
    return heads, max(numbers) + 1


def _joined(rows: list[list[str]]) -> list[str]:
    """The headers of several rows as one each; what stands in all rows but the last is carried right."""
    width = max(map(len, rows))
    lines = [[*row, *[""] * width][:width] for row in rows]
    for line in lines[:-1]:
        for i in range(1, width):
            line[i] = line[i] or line[i - 1]
    return [" ".join(dict.fromkeys(filter(None, above))) for above in zip(*lines, strict=True)]


def _wanted(mapping: Mapping) -> set[str]:
    """The headers that a mapping names; a list with holders needs no column of areas."""
    wanted = {name for spec in mapping.columns.values() for name in _from(spec)} | {v["column"] for v in mapping.values}
    wanted |= {name for rule in mapping.rows for name in rule.get("where", {})}
    wanted |= {name for where in mapping.skip for name in where}
    return (wanted | {*mapping.fill, mapping.holder or mapping.count}) - {""}


def _from(spec) -> list[str]:
    names = spec["from"] if isinstance(spec, dict) else spec
    return [names] if isinstance(names, str) else list(names)


def _fields(mapping: Mapping, named: dict[str, str]) -> dict:
    """What the constants and columns of a row say, before its rules."""
    fields = dict(mapping.constants or {})
    for field, spec in mapping.columns.items():
        text = " ".join(named[name] for name in _from(spec)).strip()
        fields[field] = spec.get("map", {}).get(text, text) if isinstance(spec, dict) else text
    return fields | _ruled(mapping, named)


def _ruled(mapping: Mapping, named: dict[str, str]) -> dict:
    ruled: dict = {}
    for rule in mapping.rows:
        if _fits(named, rule.get("where", {})):
            ruled |= rule.get("set", {})
    return ruled


def _readings(mapping: Mapping, heads: dict[str, int], named: dict[str, str]) -> Iterator[tuple[str, dict]]:
    """The value columns of a row, each with the fields that hold for its cell; rules for rows have the last word."""
    fields, ruled = _fields(mapping, named), _ruled(mapping, named)
    if mapping.values:
        for value in mapping.values:
            yield value["column"], fields | {k: v for k, v in value.items() if k != "column"} | ruled
    elif mapping.spread:
        for name in heads:
            if found := re.fullmatch(mapping.spread["pattern"], name):
                yield name, fields | {mapping.spread["field"]: found[1] if found.re.groups else name} | ruled
    else:
        yield _from(mapping.columns["value"])[0], fields


def _fits(named: dict[str, str], where: dict) -> bool:
    """Whether a row has, in each column, the value (or one of the values) asked for."""
    return all(
        named.get(name) in ([str(v) for v in wanted] if isinstance(wanted, list) else [str(wanted)])
        for name, wanted in where.items()
    )
