"""A draft of a table's recipe from what was read of it by itself: a person corrects and confirms instead of writing.

Each figure's fields are parted into those that all figures share, those of its column, those of its row's names and
those of single rows; what a person should look at bears a mark.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from ipstats.collect.freshness import digest
from ipstats.collect.recipes import Place, places, title_key, without_year
from ipstats.documents.blocks import Context
from ipstats.documents.opening import read_content
from ipstats.errors import ParameterError, TableError
from ipstats.model.areas import area as find_area
from ipstats.model.observations import DOUBTFUL
from ipstats.reading.cell_slots import Mention
from ipstats.reading.cells import is_nothing
from ipstats.reading.evidence import Answer
from ipstats.reading.setting import setting_of
from ipstats.reading.table_notes import note
from ipstats.reading.tables import ReadTable, read_each

FROM_TITLE = "{from: title}"
Fields = dict[str, str]


def draft(path: Path | str, *, area: str = "", year: int | None = None, sheet: str = "") -> str:
    """The `table:` block of a sidecar that reads a table as it was read without one, to be looked over.

    Where nothing was read, its headers stand in the block and a person says what they mean.

    Parameters
    ----------
    path : a .csv, .xlsx or .xls file
    area, year : the place and year that the table is about, where it does not say so
    sheet : the sheet of a workbook; all with figures when left out

    Raises
    ------
    TableError : there is no table in the file, or nothing in it that could be a figure
    """
    path = Path(path)
    content = read_content(path)
    tables = [table for table in content.tables if sheet in ("", table.name)]
    if not tables:
        raise TableError(f"{path}: {note('recipe_no_table')}")
    setting = setting_of(content.blocks, Context(content.title, area=area, year=year))
    read: dict[str, list[ReadTable]] = {}
    for one in read_each(tables, setting):
        if one.rows:
            read.setdefault(one.table.name, []).append(one)
    if not read:
        return _blank(path, sheet, year)
    drafts = [_drafted(path, name, each) for name, each in read.items()]
    return _block([lines for lines in _alike(drafts) if lines], path)


def _drafted(path: Path, name: str, read: list[ReadTable]) -> tuple[str, list[str], list[str]]:
    """Of one sheet: its name, the lines of its recipe and those that count its cells."""
    fields = {row["cell"]: (_fields(m, answers, row), row) for one in read
              for (m, answers), row in zip(one.resolved, one.rows, strict=True)}  # fmt: skip
    every = places(path, (name,))
    found = [place for place in every if place.table.address(place.datum.cell) in fields]
    return name, _written(found, fields), _guards(path, every, len(found), sum(len(one.accounted.left) for one in read))


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


def _blank(path: Path, sheet: str, year: int | None) -> str:
    """A recipe of empty fields, one entry for each column header, where no figure was read: a person fills it in."""
    every = places(path, (sheet,) if sheet else ())
    if not every:
        raise TableError(f"{path}: {note('recipe_nothing')}")
    above = list(dict.fromkeys(without_year(place.above) for place in every))
    look = f"  # {note('look')}"
    constants = {"unit": "", "area": "", "year": str(year or "")}
    values = [f"  - {_flow({'above': one, 'indicator': ''})}{look}" for one in above]
    lines = [_fits(every), f"sheet: {_quoted(every[0].table.name)}", f"constants: {_flow(constants)}{look}", "values:"]
    return _block([[*lines, *values, *_guards(path, every, 0, len(every))]], path)


def _fields(m: Mention, answers: dict[str, Answer], row: dict) -> Fields:
    """The fields of a recipe that describe one figure: indicator, unit, area, measure, period."""
    unit, named = answers["unit"].value, answers["indicator"].value
    fields = {"indicator": named.id} if named.id else {"label": named.label, "indicator": named.label}
    fields |= {"unit": unit.id} if unit is not None else {}
    fields |= {"area": row["ref_area_name"], "scope": row["scope"]}
    fields |= {"measure": row["measure"], "comparison": row["comparison"]} if row["measure"] != "level" else {}
    fields |= {"part_of": row["part_of"], "rank_scope": row["rank_scope"]}
    fields |= {"is_target": "true"} if row["is_target"] else {}
    return {name: value for name, value in (fields | _time(m, answers)).items() if value}


def _time(m: Mention, answers: dict[str, Answer]) -> Fields:
    """The field `year` or `period`; `{from: title}` or nothing where title or header name the year, so that the recipe
    fits next year's file too."""
    period = answers["period"].value
    if period is None:
        return {}
    whole_year = period.is_full_year or (period.is_instant and (period.end.month, period.end.day) == (12, 31))
    if not whole_year:
        return {"period": period.time_period}
    if any(time.year == period.end.year for time in m.column.times):
        return {}
    of_title = m.told.time is not None and m.told.time.year == period.end.year and not any(s.time for s in m.line.stub)
    return {"year": FROM_TITLE if of_title else str(period.end.year)}


def _written(found: list[Place], fields: dict[str, tuple[Fields, dict]]) -> list[str]:
    """The lines of a recipe without `sheet`, `expect` and `seen`."""
    said = [(place, *fields[place.table.address(place.datum.cell)]) for place in found]
    constants = _shared(one for _, one, _ in said)
    if all(_known(place.left) == one.get("area") for place, one, _ in said):
        constants.pop("area", None)
    columns = _by(said, lambda place: without_year(place.above), constants)
    rows = _by(said, lambda place: (place.left, place.group), constants, but=columns)
    area = _area_left(said, rows, list(found[0].stub))
    lines = [_fits(found)]
    lines += [f"constants: {_flow(constants)}"] if constants else []
    lines += [f"left: {area}"] if area else []
    lines += ["values:"]
    lines += [f"  - {_flow({'above': above} | own)}{_mark(said, above)}" for above, own in columns.items()]
    return lines + _rules(rows)


def _fits(found: list[Place]) -> str:
    """The line `fits`: the title and stub headers by which a file of the same shape is recognised."""
    return f"fits: {{title: {_quoted(title_key(found[0].told))}, left: {_quoted(list(found[0].stub))}}}"


def _rules(rows: dict[tuple[str, str], Fields]) -> list[str]:
    """The lines `rows`: one rule for each row whose fields are neither constants nor those of its columns."""
    ruled = [f"  - {{where: {_flow(_where(key))}, set: {_flow(own)}}}" for key, own in rows.items() if own]
    return ["rows:", *ruled] if ruled else []


def _guards(path: Path, every: list[Place], read: int, left: int) -> list[str]:
    """The lines `expect` (number of cells; a comment accounts for them) and `seen` (who confirmed the recipe)."""
    nothing = sum(is_nothing(place.datum.cell.text) for place in every)
    counts = f"{len(every)} = {read} read + {nothing} nothing + {len(every) - read - nothing} not read; {left} left"
    return [
        f"expect: {{cells: {len(every)}}}  # {counts}",
        f'seen: {{by: "", on: {date.today()}, sha256: {digest(path)[:16]}}}',
    ]


def _where(key: tuple[str, str]) -> dict:
    left, group = key
    return {"left": left} | ({"group": group} if group else {})


def _shared(every: Iterable[Fields]) -> Fields:
    """The fields that have the same value in every record."""
    every = list(every)
    first = every[0]
    return {name: value for name, value in first.items() if all(one.get(name) == value for one in every)}


def _by(said: list, key: Callable, constants: Fields, but: dict[str, Fields] | None = None) -> dict:
    """Group figures by a key; of each group the fields with one value throughout that neither `constants` nor the
    figure's column (`but`) states already."""
    groups: dict = {}
    for place, fields, _ in said:
        above = (but or {}).get(without_year(place.above), {})
        known = constants | above
        groups.setdefault(key(place), []).append({n: v for n, v in fields.items() if known.get(n) != v})
    return {at: _shared(every) for at, every in groups.items()}


def _area_left(said: list, rows: dict, heads: list[str]) -> str:
    """The entry `left`: the stub column that names areas, with a `map` for names that the catalogue does not resolve to
    the same area; "" where the stub names no areas."""
    names = {place.left: fields.get("area", "") for place, fields, _ in said}
    if len(heads) != 1 or not any(_known(left) == name for left, name in names.items() if name):
        return ""
    differs = {}
    for (left, _), own in rows.items():
        if own.pop("area", names[left]) != _known(left):
            differs[left] = names[left]
    if not differs:
        return _flow({"area": heads[0]})
    return f"{{area: {{from: {_quoted(heads[0])}, map: {_flow(differs)}}}}}"


def _known(text: str) -> str:
    try:
        return find_area(text).name
    except ParameterError:
        return ""


def _mark(said: list, above: str) -> str:
    """A comment on a column some of whose figures are doubtful: how many, and why the first is."""
    rows = [row for place, _, row in said if without_year(place.above) == above]
    doubtful = [row for row in rows if row.get("trust") == DOUBTFUL]
    return f"  # {note('look')} {len(doubtful)}/{len(rows)}: {doubtful[0]['comment_obs']}" if doubtful else ""


def _flow(fields: dict) -> str:
    """A mapping in one line of YAML."""
    pieces = (f"{_key(name)}: {value if value == FROM_TITLE else _quoted(value)}" for name, value in fields.items())
    return "{" + ", ".join(pieces) + "}"


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else _quoted(name)


def _quoted(value) -> str:
    return json.dumps(value, ensure_ascii=False)
