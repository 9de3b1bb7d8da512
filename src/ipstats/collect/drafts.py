"""A draft of a table's recipe from what was read of it by itself: a person corrects and confirms instead of writing.

A draft is replayed before it is shown: a figure that it would read otherwise than the reader did is left (`leave`) and
named as open, and so is every cell that was not read. What else a person should look at bears a mark.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from ipstats.collect.as_read import AsRead
from ipstats.collect.drafted import TABLE, TITLE, Drafted, Fields, Rows, area_said, parted
from ipstats.collect.freshness import digest
from ipstats.collect.recipes import Place, Recipe, places, recipes_in, shape, title_of
from ipstats.collect.replay import row_of
from ipstats.collect.sources import Source, read_source, sidecar
from ipstats.errors import ParameterError, TableError
from ipstats.grammar.dates import Time
from ipstats.model.observations import DOUBTFUL
from ipstats.model.periods import Period
from ipstats.model.yaml_files import parse_yaml
from ipstats.reading.cell_slots import Mention
from ipstats.reading.table_notes import note
from ipstats.reading.table_times import is_part

_SAME = {
    "ref_area": "area", "scope": "scope", "indicator": "indicator", "measure": "measure", "comparison": "comparison",
    "period_start": "period", "period_end": "period", "obs_value": "value", "obs_lower": "value", "obs_upper": "value",
    "unit_measure": "unit", "is_target": "is_target", "rank_scope": "rank_scope",
}  # fmt: skip
"""What a replayed figure shares with the one that was read, and the field of a recipe that says it."""
_PASSES = 3
"""Replays after which a column with a figure that is read otherwise is left whole."""
Open = dict[str, str]


def draft(
    path: Path | str, *, area: str = "", year: int | None = None, sheet: str = "", title: str = "",
    published: date | None = None,
) -> str:  # fmt: skip
    """The `table:` block of a sidecar that reads a table as it was read without one, to be looked over.

    Where nothing was read, its headers stand in the block and a person says what they mean.

    Parameters
    ----------
    path : a .csv, .xlsx or .xls file
    area, year, title, published : what its sidecar is to say of it, where that is not there yet: place and year where
        the table does not say so, title, day of publication
    sheet : the sheet of a workbook; all with figures when left out

    Raises
    ------
    TableError : there is no table in the file, or nothing in it that could be a figure
    ParameterError : no such area or year
    """
    path = Path(path)
    try:
        said = Source("draft", title, "tabulated", area=area, period=str(year or ""), published=published)
    except ValueError as error:
        raise ParameterError(f"{error}") from error
    as_read = AsRead(path, _with_sidecar(said, path))
    tables = [one for one in as_read.tables if sheet in ("", one.table.name)]
    if not tables:
        raise TableError(f"{path}: {note('recipe_no_table')}")
    names = dict.fromkeys(one.table.name for one in tables if one.rows)
    drafts = list(filter(None, (_drafted(as_read, name) for name in names)))
    return _block(_alike(drafts), path) if drafts else _blank(as_read, sheet)


def _with_sidecar(said: Source, path: Path) -> Source:
    """What is said of a file, with what its sidecar says besides."""
    known = read_source(path) if sidecar(path).is_file() else replace(said, title=path.stem)
    return replace(
        known, area=said.area or known.area, period=said.period or known.period, title=said.title or known.title,
        published=said.published or known.published,
    )  # fmt: skip


def _drafted(as_read: AsRead, name: str) -> tuple[str, list[str], list[str]] | None:
    """Of one sheet: its name, the lines of its recipe and those that count its cells; None where all stays open."""
    every = places(as_read.path, as_read.source.title, (name,))
    figures = [place for place in every if not place.is_nothing]
    read = [place for place in figures if place.address in as_read.figures]
    said = [Drafted(place, _fields(as_read, place), as_read.figures[place.address].row) for place in read]
    unread = [place for place in figures if place.address not in as_read.figures]
    lines = _settled(said, every, _open(unread + _lacking(said), as_read), as_read)
    return (name, lines, _guards(as_read.path, every, len(said), len(unread))) if lines else None


def _settled(said: list[Drafted], every: list[Place], left: Open, as_read: AsRead) -> list[str]:
    """The lines of a recipe that reads each figure as the reader did, or leaves it; [] where none is left."""
    for again in range(len(every)):
        kept = [one for one in said if one.place.address not in left]
        lines = _written(kept, every, left, as_read.source) if kept else []
        wrong = _otherwise(lines, every, left, as_read) if lines else {}
        if not wrong:
            return lines
        left = left | (wrong if again < _PASSES else _whole_columns(wrong, every))
    return []


def _lacking(said: list[Drafted]) -> list[Place]:
    """The figures of which the table does not say all, in columns with others of which it does."""
    whole = {shape(one.place.above) for one in said if not _lacks(one.fields)}
    return [one.place for one in said if _lacks(one.fields) and shape(one.place.above) in whole]


def _open(cells: list[Place], as_read: AsRead) -> Open:
    return {place.address: as_read.why.get(place.address, note("recipe_unread")) for place in cells}


def _alike(drafts: list[tuple[str, list[str], list[str]]]) -> list[list[str]]:
    """One recipe for all sheets whose drafts have the same lines (`sheet` lists them)."""
    together: dict[tuple[str, ...], list[tuple[str, list[str]]]] = {}
    for name, lines, guards in drafts:
        together.setdefault(tuple(lines), []).append((name, guards))
    return [
        [lines[0], f"sheet: {_quoted([name for name, _ in each] if len(each) > 1 else each[0][0])}", *lines[1:]]
        + (each[0][1] if len(each) == 1 else each[0][1][1:])
        for lines, each in together.items()
    ]


def _block(recipes: list[list[str]], path: Path) -> str:
    """Recipes as the `table:` of a sidecar."""
    if path.suffix.lower() == ".csv":
        recipes = [[line for line in lines if not line.startswith("sheet:")] for lines in recipes]
    if len(recipes) == 1:
        return "\n".join(["table:", *(f"  {line}" for line in recipes[0])]) + "\n"
    items = [f"    {'- ' if not at else '  '}{line}" for lines in recipes for at, line in enumerate(lines)]
    return "\n".join(["table:", "  sheets:", *items]) + "\n"


def _blank(as_read: AsRead, sheet: str) -> str:
    """A recipe of empty fields, one entry for each column header, where no figure was read: a person fills it in."""
    path = as_read.path
    every = places(path, as_read.source.title, (sheet,) if sheet else ())
    if not every:
        raise TableError(f"{path}: {note('recipe_nothing')}")
    above = list(dict.fromkeys(shape(place.above) for place in every))
    look = f"  # {note('look')}"
    constants = {"unit": "", "area": "", "year": ""}
    values = [f"  - {_flow({'above': one, 'indicator': ''})}{look}" for one in above]
    lines = [_fits(every), f"sheet: {_quoted(every[0].table.name)}", f"constants: {_flow(constants)}{look}", "values:"]
    return _block([[*lines, *values, *_guards(path, every, 0, len(every))]], path)


# ---------------------------------------------------------------- the fields of a figure
def _lacks(fields: Fields) -> bool:
    """Whether the table does not say all of a figure: a person fills it in, and until then it is refused."""
    return "" in fields.values()


def _fields(as_read: AsRead, place: Place) -> Fields:
    """The fields of a recipe that describe one figure: indicator, unit, area, measure, period."""
    m, answers, row = as_read.figures[place.address]
    unit, named = answers["unit"].value, answers["indicator"].value
    fields = {"indicator": named.id or named.label}
    fields |= {"area": area_said(row["ref_area_name"], row["ref_area"], as_read.source.area), "scope": row["scope"]}
    fields |= {"measure": row["measure"], "comparison": row["comparison"]} if row["measure"] != "level" else {}
    fields |= {"comparison": TABLE} if ":" in row["comparison"] else {}
    fields |= {"falls": "true"} if m.change.sign < 0 else {}
    fields |= {"part_of": row["part_of"], "rank_scope": row["rank_scope"]}
    fields |= {"is_target": "true"} if row["is_target"] else {}
    told = {name: value for name, value in fields.items() if value} | _time(as_read, place)
    return told | {"unit": unit.id if unit is not None else ""}


def _time(as_read: AsRead, place: Place) -> Fields:
    """How title and headers of the file say the time of a figure: next year's file says another one so.

    Nothing where the header names the whole year, `year` where the title does, `period` for any other time.
    """
    m, period = as_read.figures[place.address].mention, as_read.period(place.address, None)
    around = _around(m)
    title = [place.told.time] if place.told.time else []
    of_part = m.told.setting.clock.default or any(map(is_part, (*around, *m.column.times, *title)))
    if not period:
        return {"period" if of_part else "year": ""}
    if of_part or around or not Period.parse(period).is_full_year:
        return {"period": TABLE}
    years = [place.year] if m.column.times else [str(time.year) for time in title]
    if years != [period[:4]]:
        return {"period": TABLE}
    return {} if m.column.times else {"year": TITLE}


def _around(m: Mention) -> list[Time]:
    """The times that the headers of a row and of its group say."""
    return [one.time for one in (*m.line.stub, *m.line.group) if one.time] + list(m.line.corner)


# ---------------------------------------------------------------- the lines of a recipe
def _written(said: list[Drafted], every: list[Place], left: Open, source: Source) -> list[str]:
    """The lines of a recipe without `sheet`, `expect` and `seen`."""
    parts = parted(said, every, source.area)
    lines = [_fits(every, parts.rows if not parts.area else None)]
    lines += [f"constants: {_flow(parts.constants)}{_to_fill(parts.constants)}"] if parts.constants else []
    lines += [f"left: {_area(parts.area, parts.names)}"] if parts.area else []
    lines += ["values:"]
    lines += [f"  - {_flow({'above': above} | own)}{_mark(said, above, own)}" for above, own in parts.columns.items()]
    rules = [f"  - {{where: {_flow(where)}, set: {_flow(own)}}}" for where, own in parts.rules]
    lines += ["rows:", *rules] if rules else []
    return lines + _leave(every, left, parts.rows, set(parts.columns))


def _fits(every: list[Place], rows: Rows | None = None) -> str:
    """The line `fits`: the title, stub headers and rows by which a file of the same shape is recognised."""
    known = {"title": shape(title_of(every[0].told)), "left": list(every[0].stub)}
    return f"fits: {_flow(known | ({'rows': rows.names} if rows else {}))}"


def _area(head: str, names: Fields) -> str:
    return _flow({"area": head}) if not names else f"{{area: {{from: {_quoted(head)}, map: {_flow(names)}}}}}"


def _leave(every: list[Place], left: Open, rows: Rows, above: set[str]) -> list[str]:
    """The lines `leave`: whole columns, whole rows and single cells that stay open, each with the reason."""
    columns: Open = {}
    by_row: dict[tuple, list[Place]] = {}
    for place in every:
        if shape(place.above) not in above:
            why = left.get(place.address) or columns.get(shape(place.above)) or note("role_nothing")
            columns[shape(place.above)] = why
        elif not place.is_nothing:
            by_row.setdefault(rows.key(place), []).append(place)
    rules = [({"above": one}, why) for one, why in columns.items()]
    rules += [rule for cells in by_row.values() for rule in _left_of_row(cells, left, rows)]
    look = f"  # {note('look')}"
    lines = [f"  - {{where: {_flow(where)}, because: {_quoted(why)}}}{look}" for where, why in rules]
    return ["leave:", *dict.fromkeys(lines)] if lines else []


def _left_of_row(cells: list[Place], left: Open, rows: Rows) -> list[tuple[dict, str]]:
    """The rules that leave a row, or what of it stays open."""
    opened = [place for place in cells if place.address in left]
    if opened and len(opened) == len(cells):
        return [(rows.where(cells[0]), left[cells[0].address])]
    return [(rows.where(place) | {"above": shape(place.above)}, left[place.address]) for place in opened]


def _guards(path: Path, every: list[Place], read: int, left: int) -> list[str]:
    """The lines `expect` (number of cells; a comment accounts for them) and `seen` (who confirmed the recipe)."""
    nothing = sum(place.is_nothing for place in every)
    counts = f"{len(every)} = {read} read + {nothing} nothing + {len(every) - read - nothing} not read; {left} left"
    return [
        f"expect: {{cells: {len(every)}}}  # {counts}",
        f'seen: {{by: "", on: {date.today()}, sha256: "{digest(path)[:16]}"}}',
    ]


def _to_fill(fields: Fields) -> str:
    """A comment on fields that a person fills in."""
    return f"  # {note('look')}: {note('recipe_empty')}" if _lacks(fields) else ""


def _mark(said: list[Drafted], above: str, own: Fields) -> str:
    """A comment on a column some of whose figures are doubtful: how many, and why the first is."""
    rows = [one.row for one in said if shape(one.place.above) == above]
    doubtful = [row for row in rows if row.get("trust") == DOUBTFUL]
    return (
        f"  # {note('look')} {len(doubtful)}/{len(rows)}: {doubtful[0]['comment_obs']}" if doubtful else _to_fill(own)
    )


def _flow(fields: dict) -> str:
    """A mapping in one line of YAML."""
    pieces = (f"{_key(name)}: {value if value in (TITLE, TABLE) else _quoted(value)}" for name, value in fields.items())
    return "{" + ", ".join(pieces) + "}"


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else _quoted(name)


def _quoted(value) -> str:
    return json.dumps(value, ensure_ascii=False)


# ---------------------------------------------------------------- replay of a draft
def _otherwise(lines: list[str], every: list[Place], left: Open, as_read: AsRead) -> Open:
    """The cells that a draft reads otherwise than the reader did, and why they stay open."""
    figures = [place for place in every if not place.is_nothing]
    (recipe,) = recipes_in(parse_yaml("\n".join(lines), as_read.path.name), as_read.path.name)
    wrong: Open = {}
    for place, entry in zip(figures, recipe.entries(figures), strict=True):
        if (rule := recipe.leaves(place)) is None:
            wrong[place.address] = _differs(recipe, entry or {}, place, as_read)
        elif place.address not in left:
            wrong[place.address] = str(rule["because"])
    return {address: why for address, why in wrong.items() if why}


def _differs(recipe: Recipe, entry: dict, place: Place, as_read: AsRead) -> str:
    """Why a figure stays open: what a recipe says otherwise than was read, or cannot say; "" where it does not."""
    read = as_read.figures[place.address].row
    try:
        row = row_of(recipe, entry, place, as_read)
    except TableError as error:
        if _lacks(_fields(as_read, place)) or not (read["ref_area"] or as_read.source.area):
            return ""
        return note("recipe_open", f"{error.__cause__ or error}")
    same = _SAME | ({} if read["indicator"] else {"label": "label"})
    names = dict.fromkeys(said for name, said in same.items() if _unlike(row.get(name), read[name]))
    return note("recipe_open", ", ".join(names)) if names else ""


def _unlike(one: object, other: object) -> bool:
    return (one or None) != (other or None)


def _whole_columns(wrong: Open, every: list[Place]) -> Open:
    """All cells of the columns in which some stay open."""
    above = {shape(place.above): wrong[place.address] for place in every if place.address in wrong}
    return {place.address: above[shape(place.above)] for place in every if shape(place.above) in above}
