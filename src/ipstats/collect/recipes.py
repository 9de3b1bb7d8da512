"""A table read once, confirmed and replayed: the recipe in a sidecar names headers by their words, never by place.

The `table:` of the sidecar, as `ipstats recipe FILE` drafts it from what was read without one:

    fits: {title: '国内三种专利申请数按地区分布({year}年)', left: [地区]}    a file whose headers differ is refused;
                                            rows: [...] beside them, and so is one with a row of another name
    sheet: '1'                              of a workbook, or several of one shape: ['2021', '2022']; the first with
                                            figures when left out
    block: {below: 发明, right_of: 地区, until: 注}       where the figures stand, if that is not found by itself
    constants: {unit: 件, scope: 国内, year: {from: title}}      field: the same for every figure
    left: {area: 地区}                  field: header of the stub; {from: 地区, map: {总计: 全国}} where words differ
    values:                           each header (outermost first) with the fields of its column; {year} is a year
      - {above: 合计, indicator: patent_applications}
      - {above: 合计 发明, indicator: invention_patent_applications}
    rows: [{where: {left: 采矿业}, set: {scope: 采矿业}}]    fields of some rows, by stub (left), group, the row that
                                            they are below (under) and header (above)
    leave: [{where: {left: 注}, because: 脚注}]                   figures that are not taken, and why
    expect: {cells: 140, sums: [{whole: 合计, parts: [合计 发明, 合计 实用新型, 合计 外观设计]}]}
    seen: {by: 张三, on: 2026-11-29, sha256: 71a2...}             who confirmed it, on which file
    like: patents-2021.xlsx                 instead of all this: read as that file of the same folder is
    sheets: [{sheet: '1', values: ...}, ...]    instead of all this: each sheet by a recipe of its own

{year} and {month} in titles and headers are those of whatever file is read. A time is a file's own: `{from: title}` is
the year of its title, `{from: table}` what its title and headers say together, as the reader understands them. A time
written out (`year: 2022`) is of the file that was confirmed, and of no other.

Every cell of figures is read, left with its reason, or a sign for nothing; a header that the recipe does not name, and
an entry that no header answers to, stop the build.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ipstats.collect.freshness import digest
from ipstats.collect.read import caption
from ipstats.collect.said import FIELDS
from ipstats.collect.sources import Source, read_source, sidecar
from ipstats.documents.content import Content, PrintedTable
from ipstats.documents.opening import read_content
from ipstats.errors import DefinitionError, IpstatsError, TableError
from ipstats.grammar.dates import Clock
from ipstats.grammar.lexicon import regex
from ipstats.model.definitions import make
from ipstats.reading.cells import is_nothing
from ipstats.reading.columns import key_of
from ipstats.reading.headers import tidy
from ipstats.reading.layout import Datum, Layout, lay_out, lay_out_block
from ipstats.reading.setting import Setting
from ipstats.reading.table_notes import note, note_of_all
from ipstats.reading.tables import rejoined
from ipstats.reading.titles import Told, told_by

YEAR, MONTH = "{year}", "{month}"
FROM_TITLE, FROM_TABLE = {"from": "title"}, {"from": "table"}
TIMES = ("year", "period", "edition")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH = re.compile(r"(?<![0-9])(?:1[0-2]|0?[1-9])(?=月)")


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
        _check_headers(self.values)
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

    @property
    def fixed_times(self) -> list[str]:
        """The times that it writes out, which hold for the confirmed file only, as `field: value`."""
        rules = (rule.get("set", {}) for rule in self.rows)
        mapped = ({name: spec.get("map") for name, spec in (self.left or {}).items() if isinstance(spec, dict)},)
        said = [item for fields in (self.constants or {}, *self.values, *rules, *mapped) for item in fields.items()]
        return [f"{name}: {value}" for name, value in said if value and _is_fixed(name, value)]

    def leaves(self, place: "Place") -> dict | None:
        """The rule by which a cell is left, None where there is none."""
        return next((rule for rule in self.leave if fits(rule.get("where", {}), place)), None)

    def entries(self, every: list["Place"]) -> list[dict | None]:
        """The entry of `values` for the header of each cell, None for a header that it does not name."""
        named = {without_year(str(value["above"])): value for value in self.values}
        return [named.get(without_year(place.above)) or named.get(shape(place.above)) for place in every]


def _check_headers(values: tuple[dict, ...]) -> None:
    if not all("above" in value for value in values):
        raise ValueError("values: each entry says above which figures its header stands (above: ...)")
    above = [without_year(str(value["above"])) for value in values]
    if twice := [one for one in above if above.count(one) > 1]:
        raise ValueError(f"values: two entries for the header {twice[0]!r}; a year in it is written {{year}}")


def _is_fixed(name: str, value: object) -> bool:
    """Whether a field is a time written out: of the figure, or (since:2020-12-31) of what it is compared with."""
    if value in (FROM_TITLE, FROM_TABLE):
        return False
    return name in TIMES or (name == "comparison" and ":" in str(value))


@dataclass(frozen=True)
class Place:
    """A cell of figures with the words of its headers: above (outermost first), and at the left by their header."""

    datum: Datum
    table: PrintedTable
    told: Told
    above: str
    stub: dict[str, str]
    ended: bool = True
    """Whether the block that it is of ends as the recipe says."""

    @property
    def left(self) -> str:
        """The words of the row."""
        return " ".join(self.stub.values())

    @property
    def group(self) -> str:
        """The words of the group that the row stands in."""
        return tidy(self.datum.group.text) if self.datum.group else ""

    @property
    def under(self) -> str:
        """The words of the row that the row can be a part of."""
        return tidy(self.datum.parents[-1].text) if self.datum.parents else ""

    @property
    def address(self) -> str:
        """The name of the cell."""
        return self.table.address(self.datum.cell)

    @property
    def is_nothing(self) -> bool:
        """Whether the cell is empty or a sign for nothing."""
        return is_nothing(self.datum.cell.text)

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The words that a rule for rows can ask for: as they are, and with {year} and {month} in them."""
        said = self.stub | {"left": self.left, "group": self.group, "under": self.under, "above": self.above}
        return {name: tuple(map(_close, (text, without_year(text), shape(text)))) for name, text in said.items()}

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
    recipes = recipes_in(table, f"{sidecar(at)}: table")
    if not _is_confirmed_on(recipes, path) or at != path:
        recipes = [_of_another(recipe, f"{sidecar(at)}") for recipe in recipes]
    return recipes


def recipes_in(table: Any, where: str) -> list[Recipe]:
    """The recipes of the `table` of a sidecar; the confirmation (`seen`) of a whole file holds for all its sheets."""
    each = table.get("sheets", [table])
    signed = {"seen": table["seen"]} if "seen" in table else {}
    try:
        return [make(Recipe, {**one, **signed} if isinstance(one, dict) else one, where) for one in each]
    except (DefinitionError, TypeError, AttributeError) as error:
        said = f"{error}" if isinstance(error, DefinitionError) else f"{where}: is not written as a recipe: {error}"
        raise TableError(said) from error


def _is_confirmed_on(recipes: list[Recipe], path: Path) -> bool:
    """Whether recipes are of this very file, as far as they say which one they were confirmed on."""
    seen = [str((recipe.seen or {}).get("sha256", "")) for recipe in recipes]
    return all(digest(path).startswith(one) for one in seen)


def _of_another(recipe: Recipe, where: str) -> Recipe:
    """A recipe applied to another file than the confirmed one: without the cell counts and hash of that file."""
    if fixed := recipe.fixed_times:
        raise TableError(f"{where}: {note('recipe_time', ', '.join(dict.fromkeys(fixed)))}")
    seen = {name: said for name, said in (recipe.seen or {}).items() if name != "sha256"}
    expect = {name: said for name, said in (recipe.expect or {}).items() if name != "cells"}
    return replace(recipe, seen=seen, expect=expect, sheet=tuple(map(shape, recipe.sheets)))


def places(path: Path, title: str, sheets: tuple[str, ...] = (), block: dict | None = None) -> list[Place]:
    """The cells of figures of a file (of some sheets, of the first with any) with the words of their headers.

    `title` is that of the sidecar, under which tables without a title of their own stand.
    """
    content = read_content(path)
    caption(content, title)
    tables = rejoined(content.tables)
    named: dict[str, list[PrintedTable]] = {}
    for table in tables:
        named.setdefault(table.name, []).append(table)
    if missing := [sheet for sheet in sheets if sheet not in named]:
        raise TableError(f"{path}: no sheet {missing[0]!r} with a table; it has {', '.join(named) or 'none'}")
    found: list[Place] = []
    for name in sheets or named:
        for table in named[name]:
            found += _places_in(table, lay_out(table) if block is None else _block_of(table, block, content))
        if found and not sheets:
            break
    return found


def places_of(recipe: Recipe, path: Path, title: str) -> list[Place]:
    """The cells of figures that a recipe reads: of the sheets that it names, {year} and {month} being any; a workbook
    of one sheet may name it otherwise."""
    wanted = recipe.sheets
    names = list(dict.fromkeys(table.name for table in read_content(path).tables)) if wanted else []
    alike = tuple(name for name in names if name in wanted or shape(name) in wanted)
    if not {*wanted} <= {*alike, *map(shape, alike)}:
        alike = tuple(names) if len(names) == len(wanted) == 1 else wanted
    return places(path, title, alike, recipe.block)


def _block_of(table: PrintedTable, block: dict, content: Content) -> list[Layout]:
    """The layout of a block; what ends it may be a line below the table too."""
    said = {name: str(text) for name, text in block.items()}
    layout = lay_out_block(table, **said)
    if layout is None:
        return []
    below = [tidy(line.text) for line in content.blocks if line.start > table.cells[-1].block.start]
    return [replace(layout, ended=layout.ended or any(line.startswith(tidy(said["until"])) for line in below))]


def _places_in(table: PrintedTable, layouts: list[Layout]) -> Iterator[Place]:
    first = [*table.captions, *(layouts[0].titles if layouts else ())]
    told = told_by(table, Setting(Clock()), first)
    for layout in layouts:
        above = _paths(layout)
        for datum in layout.data:
            yield Place(datum, table, told, above[key_of(datum)], _stub(datum), layout.ended)


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


@lru_cache(maxsize=16384)
def without_year(text: str) -> str:
    """Words of a header or title in which {year} stands for a year."""
    return _YEAR.sub(YEAR, text)


@lru_cache(maxsize=16384)
def shape(text: str) -> str:
    """Words of a header or title in which {year} and {month} stand for a year and a month."""
    return _MONTH.sub(MONTH, without_year(text))


def title_of(told: Told) -> str:
    """A title without its number, which two editions of a yearbook number otherwise."""
    return regex("title_number").sub("", tidy(told.title))


# ---------------------------------------------------------------- fitting
def difference(recipe: Recipe, found: list[Place]) -> list[tuple[str, ...]]:
    """In what the headers of a file differ from those that a recipe names, as notes, [] where it fits."""
    kept = [place for place in found if recipe.leaves(place) is None]
    entries = recipe.entries(kept)
    used = set(map(id, entries))
    unseen = {without_year(value["above"]) for value in recipe.values if id(value) not in used}
    unnamed = {without_year(place.above) for place, entry in zip(kept, entries, strict=True) if entry is None}
    words = {"recipe_no_header": unseen, "recipe_new_header": unnamed, "recipe_until": _unended(recipe, found)}
    lacks = [(kind, ", ".join(map(repr, sorted(said)))) for kind, said in words.items() if said]
    return _other_frame(recipe.fits or {}, found) + lacks + _other_rows(recipe.fits or {}, kept)


def _unended(recipe: Recipe, found: list[Place]) -> set[str]:
    """What should have ended the block of a recipe and did not."""
    return set() if all(place.ended for place in found) else {str((recipe.block or {})["until"])}


def _other_frame(fits: dict, found: list[Place]) -> list[tuple[str, ...]]:
    """The differences of title and stub headers from those that a recipe expects (`fits`)."""
    titles = {title_of(place.told) for place in found}
    stub = [head for place in found[:1] for head in place.stub]
    lacks: list[tuple[str, ...]] = []
    if fits.get("title") and not any(fits["title"] in (without_year(title), shape(title)) for title in titles):
        said = " / ".join(sorted(map(without_year, titles)))
        lacks.append(("recipe_title", said or "-", fits["title"]))
    if fits.get("left") and list(fits["left"]) != stub:
        lacks.append(("recipe_stub", ", ".join(stub) or "-", ", ".join(fits["left"])))
    return lacks


def _other_rows(fits: dict, kept: list[Place]) -> list[tuple[str, ...]]:
    """The names of rows that a recipe does not know, where it lists those that it does."""
    known = set(map(str, fits.get("rows") or ()))
    new = dict.fromkeys(shape(place.left) for place in kept if known and shape(place.left) not in known)
    return [("recipe_new_row", ", ".join(map(repr, new)))] if new else []


def fits(where: dict, place: Place) -> bool:
    """Whether a cell has the words that a rule for rows asks for."""
    asked = ((place.words.get(name, ()), _listed(wanted)) for name, wanted in where.items())
    return bool(where) and all(any(one in wanted for one in words) for words, wanted in asked)


def _listed(wanted) -> set[str]:
    """The words that a rule asks for, without spaces; written as they are printed they may have a translation."""
    words = [str(one) for one in (wanted if isinstance(wanted, list | tuple) else [wanted])]
    return {*map(_close, words), *map(tidy, words)}


def _close(text: str) -> str:
    return "".join(text.split())


def fitting(path: Path, raw: Path, title: str) -> tuple[Path | None, list[str]]:
    """The file of a folder whose recipes fit another file (of this `title`), None where there is none; then what is to
    be said: sheets that they do not name, or of each file whose recipes name half of its headers how it differs, the
    nearest first."""
    lines: list[tuple[int, str]] = []
    for at, recipes in _others(path, raw):
        lacks = _lacks(recipes, path, title, f"{sidecar(at)}")
        if lacks == []:
            return at, sheets_left([_of_another(one, f"{sidecar(at)}") for one in recipes], path, title)
        lines += [(len(lacks), f"{at.name}: {note_of_all('recipe_differs', lacks)}")] if lacks else []
    return None, [line for _, line in sorted(lines)]


def _others(path: Path, raw: Path) -> Iterator[tuple[Path, list[Recipe]]]:
    """The other files of a folder that have recipes of their own."""
    for other in sorted(raw.glob("*.source.yaml")):
        at = other.with_name(other.name.removesuffix(".source.yaml"))
        with suppress(IpstatsError):
            table = read_source(at).table or {}
            if at != path and is_recipe(table) and "like" not in table:
                yield at, recipes_in(table, f"{other}")


def _lacks(recipes: list[Recipe], path: Path, title: str, where: str) -> list[tuple[str, ...]] | None:
    """In what a file differs from what the recipes of another one ask for, None where it has not half their headers."""
    lacks: list[tuple[str, ...]] = []
    common = 0
    for recipe in recipes:
        try:
            found = places_of(_of_another(recipe, where), path, title)
            common += len({id(entry) for entry in recipe.entries(found) if entry is not None})
            lacks += difference(recipe, found) if recipe.fits else [("recipe_no_fits",)]
        except IpstatsError as error:
            lacks.append(("recipe_error", f"{error}"))
    return lacks if 2 * common >= sum(len(recipe.values) for recipe in recipes) else None


def sheets_left(recipes: list[Recipe], path: Path, title: str) -> list[str]:
    """A line on the sheets with figures that no recipe reads, [] where there are none."""
    read = {place.table.name for recipe in recipes for place in places_of(recipe, path, title)}
    content = read_content(path)
    left = dict.fromkeys(table.name for table in content.tables if table.name not in read and _has_figures(table))
    return [note("recipe_sheets", ", ".join(left))] if left else []


def _has_figures(table: PrintedTable) -> bool:
    return any(not is_nothing(datum.cell.text) for layout in lay_out(table) for datum in layout.data)
