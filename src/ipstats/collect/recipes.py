"""A table read once, confirmed and replayed: the recipe in a sidecar names headers by their words, never by place.

The `table:` of the sidecar, as `ipstats recipe FILE` drafts it from what was read without one:

    fits: {title: '国内三种专利申请数按地区分布({year}年)', left: [地区]}    a file whose headers differ is refused
    sheet: '1'                              of a workbook, or several of one shape: ['2021', '2022']; the first with
                                            figures when left out
    block: {below: 发明, right_of: 地区, until: 注}       where the figures stand, if that is not found by itself
    constants: {unit: 件, scope: 国内, year: {from: title}}      field: the same for every figure
    left: {area: 地区}                  field: header of the stub; {from: 地区, map: {总计: 全国}} where words differ
    values:                           each header (outermost first) with the fields of its column; {year} is a year
      - {above: 合计, indicator: patent_applications}
      - {above: 合计 发明, indicator: invention_patent_applications}
    rows: [{where: {left: 采矿业}, set: {scope: 采矿业}}]    fields of some rows, by stub (left) and group
    leave: [{where: {left: 注}, because: 脚注}]                   figures that are not taken, and why
    expect: {cells: 140, sums: [{whole: 合计, parts: [合计 发明, 合计 实用新型, 合计 外观设计]}]}
    seen: {by: 张三, on: 2026-11-29, sha256: 71a2...}             who confirmed it, on which file
    like: patents-2021.xlsx                 instead of all this: read as that file of the same folder is
    sheets: [{sheet: '1', values: ...}, ...]    instead of all this: each sheet by a recipe of its own

Every cell of figures is read, left with its reason, or a sign for nothing; a header that the recipe does not name, and
an entry that no header answers to, stop the build.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ipstats.collect.freshness import digest
from ipstats.collect.said import FIELDS, observation
from ipstats.collect.sources import Source, read_source, sidecar
from ipstats.documents.content import PrintedTable
from ipstats.documents.opening import read_content
from ipstats.errors import DefinitionError, IpstatsError, TableError
from ipstats.grammar.dates import Clock
from ipstats.grammar.lexicon import regex
from ipstats.model.definitions import make
from ipstats.model.observations import LIKELY, SURE
from ipstats.reading.cells import is_nothing, read_cell
from ipstats.reading.columns import key_of
from ipstats.reading.headers import tidy
from ipstats.reading.layout import Datum, Layout, lay_out, lay_out_block
from ipstats.reading.setting import Setting
from ipstats.reading.table_notes import note
from ipstats.reading.tables import rejoined
from ipstats.reading.titles import Told, told_by

YEAR = "{year}"
_UNCONFIRMED = {"trust": LIKELY, "evidence": "table=recipe@assumed"}
"""Of a recipe that nobody has put a name to."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Recipe:
    """The `table` of a sidecar that names headers by their words, see the module's text."""

    values: tuple[dict, ...]
    fits: dict | None = None
    sheet: str | tuple[str, ...] = ""
    block: dict | None = None
    constants: dict | None = None
    left: dict | None = None
    rows: tuple[dict, ...] = ()
    leave: tuple[dict, ...] = ()
    expect: dict | None = None
    seen: dict | None = None

    def __post_init__(self):
        if unknown := sorted(self._said() - {*FIELDS, "above"}):
            raise ValueError(f"unknown field {unknown[0]!r}; expected {', '.join(FIELDS)}")
        if not all("above" in value for value in self.values):
            raise ValueError("values: each entry says above which figures its header stands (above: ...)")
        if missing := [rule for rule in self.leave if not rule.get("because")]:
            raise ValueError(f"leave: {missing[0].get('where')}: say why (because: ...)")
        if self.block is not None and not {"below", "right_of"} <= set(self.block) <= {"below", "right_of", "until"}:
            raise ValueError(
                "block: names two headers (below: ..., right_of: ...) and, at will, what ends it (until: ...)"
            )

    def _said(self) -> set[str]:
        """The names of all fields that it fills."""
        each = (self.constants or {}, self.left or {}, *self.values, *(rule.get("set", {}) for rule in self.rows))
        return {name for fields in each for name in fields}

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that it reads, () for the first with figures."""
        return tuple(filter(None, (self.sheet,) if isinstance(self.sheet, str) else self.sheet))


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of figures with the words of its headers: above (outermost first), and at the left by their header."""

    datum: Datum
    table: PrintedTable
    told: Told
    above: str
    stub: dict[str, str]

    @property
    def left(self) -> str:
        """The words of the row."""
        return " ".join(self.stub.values())

    @property
    def group(self) -> str:
        """The words of the group that the row stands in."""
        return tidy(self.datum.group.text) if self.datum.group else ""

    @property
    def year(self) -> str:
        """The year among the headers above, "" for none."""
        years = _YEAR.findall(self.above)
        return years[0] if years else ""


def is_recipe(table: dict | None) -> bool:
    """Whether the `table` of a sidecar is a recipe, not a mapping of columns (`collect.mapped`)."""
    said = table or {}
    return "like" in said or "sheets" in said or any("above" in value for value in said.get("values") or ())


def recipes_of(path: Path, source: Source) -> list[Recipe]:
    """The recipes of a raw file, one a shape of sheets: of its sidecar, or of the file that it names (`like`)."""
    table, at = source.table or {}, path
    if "like" in table:
        at = path.with_name(str(table["like"]))
        if not sidecar(at).is_file():
            raise TableError(f"{sidecar(path)}: {note('recipe_like', sidecar(at).name)}")
        table = read_source(at).table or {}
    each = [table] if "sheets" not in table else [one | _signed(table) for one in table["sheets"]]
    try:
        return [make(Recipe, one if at == path else _of_another(one), f"{sidecar(at)}: table") for one in each]
    except DefinitionError as error:
        raise TableError(f"{error}") from error


def _signed(table: dict) -> dict:
    """The confirmation (`seen`) of a whole file, which holds for each of its sheets."""
    return {"seen": table["seen"]} if "seen" in table else {}


def _of_another(table: dict) -> dict:
    """A recipe applied to another file than the confirmed one: without the cell counts and hash of that file."""
    guards = {"seen": ("by", "on"), "expect": ("sums",)}
    return table | {name: {key: value for key, value in (table.get(name) or {}).items() if key in keys}
                    for name, keys in guards.items()}  # fmt: skip


def places(path: Path, sheets: tuple[str, ...] = (), block: dict | None = None) -> list[Place]:
    """The cells of figures of a file (of some sheets, of the first with any) with the words of their headers."""
    tables = rejoined(read_content(path).tables)
    named: dict[str, list[PrintedTable]] = {}
    for table in tables:
        named.setdefault(table.name, []).append(table)
    if missing := [sheet for sheet in sheets if sheet not in named]:
        raise TableError(f"{path}: no sheet {missing[0]!r} with a table; it has {', '.join(named) or 'none'}")
    found: list[Place] = []
    for name in sheets or named:
        for table in named[name]:
            found += _places_in(table, lay_out(table) if block is None else _block_of(table, block))
        if found and not sheets:
            break
    return found


def _block_of(table: PrintedTable, block: dict) -> list[Layout]:
    layout = lay_out_block(table, **{name: str(text) for name, text in block.items()})
    return [layout] if layout is not None else []


def _places_in(table: PrintedTable, layouts: list[Layout]) -> Iterator[Place]:
    first = [*table.captions, *(layouts[0].titles if layouts else ())]
    told = told_by(table, Setting(Clock()), first)
    for layout in layouts:
        above = _paths(layout)
        for datum in layout.data:
            yield Place(datum, table, told, above[key_of(datum)], _stub(datum))


def _paths(layout: Layout) -> dict[tuple, str]:
    """The header path of each column, outermost first; equal paths are told apart by the path before them (`a > b`)."""
    keys = sorted({key_of(datum): datum for datum in layout.data}.items(), key=lambda item: item[0][0])
    plain = {key: " ".join(filter(None, (tidy(head.text) for head in datum.heads))) for key, datum in keys}
    paths: dict[tuple, str] = {}
    before = ""
    for key, text in plain.items():
        several = sum(other == text for at, other in plain.items() if at[0] != key[0])
        paths[key] = f"{before} > {text}" if several and before else text
        before = text if not several else before
    return paths


def _stub(datum: Datum) -> dict[str, str]:
    """The cells of the stub by their headers."""
    heads = [(head, range(head.column, head.column + head.columns)) for head in datum.stub_heads]
    return {
        next((tidy(head.text) for head, columns in heads if cell.column in columns), ""): tidy(cell.text)
        for cell in datum.stub
    }


def without_year(text: str) -> str:
    """Words of a header or title in which {year} stands for a year."""
    return _YEAR.sub(YEAR, text)


def title_key(told: Told) -> str:
    """A title as two editions of a yearbook share it: without its number, {year} for the year."""
    return without_year(regex("title_number").sub("", tidy(told.title)))


# ---------------------------------------------------------------- replay
def read_recipe(path: Path, source: Source) -> tuple[list[dict], str, int]:
    """The observations of a file by its recipes, its text, and how many cells were signs for nothing."""
    rows: list[dict] = []
    empty = 0
    for recipe in recipes_of(path, source):
        found, nothing = _replayed(recipe, path, source)
        rows, empty = rows + found, empty + nothing
    return rows, read_content(path).text, empty


def _replayed(recipe: Recipe, path: Path, source: Source) -> tuple[list[dict], int]:
    """The observations of the sheets of one recipe, and how many cells were signs for nothing."""
    found = places(path, recipe.sheets, recipe.block)
    if lacks := difference(recipe, found):
        raise TableError(f"{path}: {note('recipe_differs', '; '.join(lacks))}")
    entries = {without_year(value["above"]): value for value in recipe.values}
    taken = [place for place in found if not is_nothing(place.datum.cell.text)]
    kept = [place for place in taken if not _matches(recipe.leave, place)]
    rows = [_row(one, _fields(recipe, entries[without_year(one.above)], one, path), source, path) for one in kept]
    _expect(recipe, rows, found, len(taken) - len(kept), path)
    confirmed = {"trust": SURE, "evidence": "table=recipe@person"} if (recipe.seen or {}).get("by") else _UNCONFIRMED
    return [row | confirmed for row in rows], len(found) - len(taken)


def difference(recipe: Recipe, found: list[Place]) -> list[str]:
    """In what the headers of a file differ from those that a recipe names, [] where it fits."""
    wanted = {without_year(value["above"]) for value in recipe.values}
    taken = {without_year(place.above) for place in found if not _matches(recipe.leave, place)}
    missing, new = (", ".join(map(repr, sorted(one))) for one in (wanted - taken, taken - wanted))
    lacks = [f"no header {missing}"] if missing else []
    return _other_frame(recipe.fits or {}, found) + lacks + ([f"new header {new}"] if new else [])


def _other_frame(fits: dict, found: list[Place]) -> list[str]:
    """The differences of title and stub headers from those that a recipe expects (`fits`)."""
    titles = sorted({title_key(place.told) for place in found})
    stub = [head for place in found[:1] for head in place.stub]
    lacks = []
    if fits.get("title") and fits["title"] not in titles:
        lacks.append(f"title {' / '.join(titles) or '-'}, expected {fits['title']}")
    if fits.get("left") and list(fits["left"]) != stub:
        lacks.append(f"left headers {', '.join(stub) or '-'}, expected {', '.join(fits['left'])}")
    return lacks


def _matches(rules: tuple[dict, ...], place: Place) -> bool:
    return any(_fits(rule.get("where", {}), place) for rule in rules)


def _fits(where: dict, place: Place) -> bool:
    said = {"left": place.left, "group": place.group, "above": place.above} | place.stub
    return bool(where) and all(said.get(name) in _listed(wanted) for name, wanted in where.items())


def _listed(wanted) -> list[str]:
    return [tidy(str(one)) for one in (wanted if isinstance(wanted, list | tuple) else [wanted])]


def _fields(recipe: Recipe, entry: dict, place: Place, path: Path) -> dict:
    """The fields of a figure: constants, those of its column, of its row's names, and of the rules for rows."""
    fields = dict(recipe.constants or {}) | {name: value for name, value in entry.items() if name != "above"}
    for field, spec in (recipe.left or {}).items():
        head, names = (spec.get("from", ""), spec.get("map", {})) if isinstance(spec, dict) else (spec, {})
        text = place.stub.get(tidy(head), place.left if not head else "")
        fields[field] = names.get(text, text)
    for rule in recipe.rows:
        if _fits(rule.get("where", {}), place):
            fields |= rule.get("set", {})
    if YEAR in entry["above"]:
        fields.setdefault("year", place.year)
    if fields.get("year") == {"from": "title"}:
        fields["year"] = _year_of_title(place, path)
    return fields


def _year_of_title(place: Place, path: Path) -> str:
    if place.told.time is None or not place.told.time.year:
        raise TableError(f"{path}: the title {place.told.title!r} names no year, which the recipe takes from it")
    return str(place.told.time.year)


def _row(place: Place, fields: dict, source: Source, path: Path) -> dict:
    cell = place.datum.cell
    address = place.table.address(cell)
    printed = read_cell(cell.text)
    if printed is None:
        raise TableError(f"{path}: {address}: {cell.text!r} is not one number; leave it (leave: ...) with the reason")
    fields = {"bound": printed.bound, "status": printed.status} | fields | {"value": printed.text}
    try:
        row = observation(fields, source)
    except (IpstatsError, ValueError) as error:
        raise TableError(f"{path}: {address} (above {place.above!r}, left {place.left!r}): {error}") from error
    start, end, text = cell.block.place(printed.first, printed.last)
    return row | {"cell": address, "char_start": start, "char_end": end, "obs_text": text, "rule": "recipe"}


def _expect(recipe: Recipe, rows: list[dict], found: list[Place], left: int, path: Path) -> None:
    """Check a recipe's guards: the number of cells (of the confirmed file only) and sums of parts (of any file)."""
    expect = recipe.expect or {}
    same = (recipe.seen or {}).get("sha256", "")
    if same and "cells" in expect and digest(path).startswith(str(same)) and expect["cells"] != len(found):
        raise TableError(
            f"{path}: {len(found)} cells of figures, expected {expect['cells']} ({len(rows)} read, {left} left)"
        )
    addresses = {row["cell"]: row for row in rows}
    by_line: dict[tuple, dict[str, dict]] = {}
    for place in found:
        if (row := addresses.get(place.table.address(place.datum.cell))) is not None:
            by_line.setdefault((place.group, place.left), {})[place.above] = row
    for rule in expect.get("sums", ()):
        for (_, line), columns in by_line.items():
            _check_sum(rule, line, columns, path)


def _check_sum(rule: dict, line: str, columns: dict[str, dict], path: Path) -> None:
    wanted = [rule["whole"], *rule["parts"]]
    if any(name not in columns for name in wanted):
        return
    whole, *parts = (columns[name] for name in wanted)
    low, high = (sum(part[end] for part in parts) for end in ("obs_lower", "obs_upper"))
    if whole["obs_upper"] < low or whole["obs_lower"] > high:
        raise TableError(f"{path}: {line}: {note('recipe_sum', rule['whole'] + ' ' + whole['printed'])}")


def fitting(path: Path, raw: Path) -> Path | None:
    """The file of a folder whose recipe fits another file, None where none does."""
    for other in sorted(raw.glob("*.source.yaml")):
        at = other.with_name(other.name.removesuffix(".source.yaml"))
        try:
            source = read_source(at)
            if at == path or not is_recipe(source.table) or "like" in (source.table or {}):
                continue
            recipes = recipes_of(at, source)
            if len(recipes) == 1 and _fits_another(replace(recipes[0], sheet=""), path):
                return at
        except IpstatsError:
            continue
    return None


def _fits_another(recipe: Recipe, path: Path) -> bool:
    return bool(recipe.fits) and not difference(recipe, places(path, (), recipe.block))
