"""A file is read by its recipe: each cell of figures has the fields that the recipe gives it, or is left with a reason.

Trust is that of the confirmation; two values under one key are doubtful, as in tables that are read without a recipe.
"""

from dataclasses import dataclass, field
from pathlib import Path

from ipstats.collect.as_read import AsRead
from ipstats.collect.freshness import digest
from ipstats.collect.recipes import (
    FROM_TABLE,
    FROM_TITLE,
    MONTH,
    YEAR,
    Place,
    Recipe,
    difference,
    fits,
    places_of,
    recipes_of,
    sheets_left,
)
from ipstats.collect.said import indicator_said, observation
from ipstats.collect.sources import Source
from ipstats.documents.content import PrintedTable
from ipstats.documents.opening import read_content
from ipstats.errors import IpstatsError, TableError
from ipstats.model.observations import DOUBTFUL, LIKELY, SURE
from ipstats.model.units import unit as find_unit
from ipstats.reading.cells import Printed, read_cell
from ipstats.reading.headers import tidy
from ipstats.reading.table_notes import Notes, note, note_of_all
from ipstats.reading.table_times import is_part
from ipstats.reading.tables import mark_conflicts

_CONFIRMED = {"trust": SURE, "evidence": "table=recipe@person"}
_UNCONFIRMED = {"trust": LIKELY, "evidence": "table=recipe@assumed"}
"""Of a recipe that nobody has put a name to."""
_NEEDED = ("indicator", "unit", "year", "period")
"""Fields that a draft leaves empty where the table does not say them, for a person to fill in."""
_PLAIN = {"scope": "", "comparison": "", "rank_scope": "", "comment_obs": ""}


@dataclass
class Replayed:
    """What a file gave by its recipes: observations, cells that are signs for nothing, lines about what is left."""

    rows: list[dict] = field(default_factory=list)
    text: str = ""
    empty: int = 0
    warnings: list[str] = field(default_factory=list)


def read_recipe(path: Path, source: Source) -> Replayed:
    """A file by the recipes of its sidecar; `TableError` where it does not fit them or a cell cannot be understood."""
    content = read_content(path)
    made = Replayed(text=content.text)
    as_read = AsRead(path, source)
    recipes = recipes_of(path, source)
    for recipe in recipes:
        _replay(recipe, as_read, made)
    notes = Notes(PrintedTable(path.name, ()))
    mark_conflicts(made.rows, notes)
    made.warnings += [*notes.lines(), *sheets_left(recipes, path, source.title), *content.warnings]
    return made


def _replay(recipe: Recipe, as_read: AsRead, made: Replayed) -> None:
    """Take over the figures of the sheets of one recipe."""
    path = as_read.path
    found = places_of(recipe, path, as_read.source.title)
    if lacks := difference(recipe, found):
        raise TableError(f"{path}: {note_of_all('recipe_differs', lacks)}")
    taken = [place for place in found if not place.is_nothing]
    left = {place.address: (place, rule) for place in taken if (rule := recipe.leaves(place))}
    kept = [place for place in taken if place.address not in left]
    rows = [row_of(recipe, entry or {}, one, as_read) for one, entry in zip(kept, recipe.entries(kept), strict=True)]
    _expect(recipe, rows, found, len(left), path)
    made.rows += [_PLAIN | _trust(recipe) | row for row in rows]
    made.empty += len(found) - len(taken)
    made.warnings += _left(list(left.values()))


def _trust(recipe: Recipe) -> dict[str, str]:
    return _CONFIRMED if (recipe.seen or {}).get("by") else _UNCONFIRMED


def _left(left: list[tuple[Place, dict]]) -> list[str]:
    """A line a reason for the figures that are not taken: the first cell, how many more, and why."""
    cells: dict[str, list[str]] = {}
    for place, rule in left:
        cells.setdefault(str(rule["because"]), []).append(place.address)
    said = note("recipe_left")
    return [f"{at[0]}{f' +{len(at) - 1}' if at[1:] else ''}: {said}: {why}" for why, at in cells.items()]


def row_of(recipe: Recipe, entry: dict, place: Place, as_read: AsRead) -> dict:
    """The observation of a cell by a recipe; `TableError` names file, cell and header where it cannot be made.

    A time that the reader doubts is as doubtful here, but in the file on which a person confirmed the recipe.
    """
    cell, path, address = place.datum.cell, as_read.path, place.address
    printed = read_cell(cell.text)
    if printed is None:
        raise TableError(f"{path}: {address}: {cell.text!r} is not one number; leave it (leave: ...) with the reason")
    try:
        said = _fields(recipe, entry, place)
        timed = any(value in (FROM_TABLE, FROM_TITLE) for value in said.values())
        said = _timed(said, place, as_read, recipe)
        if empty := [name for name in _NEEDED if said.get(name) == ""]:
            raise ValueError(f"{empty[0]} is empty in the recipe; fill it in, or leave the figure (leave: ...)")
        said = {"bound": printed.bound, "status": printed.status} | said | _as_printed(printed, said.get("unit", ""))
        row = observation(said, as_read.source)
    except (IpstatsError, ValueError) as error:
        raise TableError(f"{path}: {address} (above {place.above!r}, left {place.left!r}): {error}") from error
    doubt = as_read.doubt(address) if timed and not (recipe.seen or {}).get("sha256") else ""
    row |= {"trust": DOUBTFUL, "comment_obs": doubt} if doubt else {}
    start, end, text = cell.block.place(printed.first, printed.last)
    return row | {"cell": address, "char_start": start, "char_end": end, "obs_text": text, "rule": "recipe"}


def _as_printed(printed: Printed, unit: str) -> dict[str, str]:
    """The value of a cell with the sign and the unit that it prints itself."""
    fell = printed.value < 0 and not printed.text.startswith(tuple("-−–－"))
    value = {"value": f"-{printed.text}" if fell else printed.text}
    if printed.unit is None:
        return value
    if unit and find_unit(unit).base != printed.unit.base:
        raise ValueError(f"the cell is in {printed.unit.id}, the column in {unit}")
    return value | {"unit": printed.unit.id}


def _fields(recipe: Recipe, entry: dict, place: Place) -> dict:
    """The fields of a figure: constants, those of its column, of its row's names, and of the rules for rows."""
    fields = dict(recipe.constants or {}) | {name: value for name, value in entry.items() if name != "above"}
    fields |= {name: _named(spec, place) for name, spec in (recipe.left or {}).items()}
    for rule in recipe.rows:
        if fits(rule.get("where", {}), place):
            fields |= rule.get("set", {})
    if MONTH in entry["above"]:
        fields.setdefault("period", FROM_TABLE)
    elif YEAR in entry["above"] and not fields.get("period"):
        fields["year"] = fields.get("year") or place.year
    return fields


def _named(spec: str | dict, place: Place) -> str:
    """What the stub says of a figure, by the header of its column (`from`) and a `map` of words."""
    head, names = (spec.get("from", ""), spec.get("map", {})) if isinstance(spec, dict) else (spec, {})
    text = place.stub.get(tidy(head), place.left if not head else "")
    return names.get(text, text)


# ---------------------------------------------------------------- times
def _timed(fields: dict, place: Place, as_read: AsRead, recipe: Recipe) -> dict:
    """Fields with the times that title and headers of the file say, where the recipe takes them from there."""
    if fields.get("year") == FROM_TITLE:
        fields["year"] = _year_of_title(place, recipe)
    if FROM_TABLE in (fields.get("period"), fields.get("year")):
        what = indicator_said(fields)
        fields["period"] = _told(as_read.period(place.address, what), "period")
    if fields.get("comparison") == FROM_TABLE:
        fields["comparison"] = _told(as_read.comparison(place.address), "comparison")
    return fields


def _told(text: str, name: str) -> str:
    if not text:
        raise ValueError(f"title and headers do not say the {name}; say it in the sidecar (period: ...), or leave it")
    return text


def _year_of_title(place: Place, recipe: Recipe) -> str:
    """The year of the title; a title of a part of a year is one only where the recipe says which part."""
    time, title = place.told.time, place.told.title
    if time is None or not time.year:
        raise ValueError(f"the title {title!r} names no year, which the recipe takes from it")
    expected = (recipe.fits or {}).get("title") or MONTH
    if is_part(time) and MONTH in expected:
        raise ValueError(f"the title {title!r} is of a part of a year; write period for year, and table for title")
    return str(time.year)


# ---------------------------------------------------------------- guards
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
        if (row := addresses.get(place.address)) is not None:
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
