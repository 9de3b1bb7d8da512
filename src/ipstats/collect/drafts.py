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

    Parameters
    ----------
    path : a .csv or .xlsx file
    area, year : the place and year that the table is about, where it does not say so
    sheet : the sheet of a workbook; the first with figures when left out

    Raises
    ------
    TableError : nothing in the file was read as a figure
    """
    path = Path(path)
    content = read_content(path)
    setting = setting_of(content.blocks, Context(content.title, area=area, year=year))
    read = [one for one in read_each(content.tables, setting) if one.rows and sheet in ("", one.table.name)]
    if not read:
        raise TableError(f"{path}: {note('recipe_nothing')}")
    name = read[0].table.name
    fields = {row["cell"]: (_fields(m, answers, row), row) for one in read if one.table.name == name
              for (m, answers), row in zip(one.resolved, one.rows, strict=True)}  # fmt: skip
    found = [place for place in places(path, name) if place.table.address(place.datum.cell) in fields]
    return _written(path, name, found, fields, _left(read, name))


def _left(read: list[ReadTable], name: str) -> int:
    return sum(len(one.accounted.left) for one in read if one.table.name == name)


def _fields(m: Mention, answers: dict[str, Answer], row: dict) -> Fields:
    """What a sidecar would say of a figure."""
    unit, named = answers["unit"].value, answers["indicator"].value
    fields = {"indicator": named.id} if named.id else {"label": named.label, "indicator": named.label}
    fields |= {"unit": unit.id} if unit is not None else {}
    fields |= {"area": row["ref_area_name"], "scope": row["scope"]}
    fields |= {"measure": row["measure"], "comparison": row["comparison"]} if row["measure"] != "level" else {}
    fields |= {"part_of": row["part_of"], "rank_scope": row["rank_scope"]}
    fields |= {"is_target": "true"} if row["is_target"] else {}
    return {name: value for name, value in (fields | _time(m, answers)).items() if value}


def _time(m: Mention, answers: dict[str, Answer]) -> Fields:
    """The year as the title or a header says it, so that next year's file says its own."""
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


def _written(path: Path, sheet: str, found: list[Place], fields: dict[str, tuple[Fields, dict]], left: int) -> str:
    said = [(place, *fields[place.table.address(place.datum.cell)]) for place in found]
    constants = _shared(one for _, one, _ in said)
    if all(_known(place.left) == one.get("area") for place, one, _ in said):
        constants.pop("area", None)
    columns = _by(said, lambda place: without_year(place.above), constants)
    rows = _by(said, lambda place: (place.left, place.group), constants, but=columns)
    heads = list(found[0].stub)
    area = _area_left(said, rows, heads)
    lines = ["table:", f"  fits: {{title: {_quoted(title_key(found[0].told))}, left: {_quoted(heads)}}}"]
    lines += [f"  sheet: {_quoted(sheet)}"] if path.suffix.lower() == ".xlsx" else []
    lines += [f"  constants: {_flow(constants)}"] if constants else []
    lines += [f"  left: {area}"] if area else []
    lines += ["  values:"]
    lines += [f"    - {_flow({'above': above} | own)}{_mark(said, above)}" for above, own in columns.items()]
    return "\n".join([*lines, *_rules(rows), *_guards(path, sheet, len(said), left)]) + "\n"


def _rules(rows: dict[tuple[str, str], Fields]) -> list[str]:
    """The rules for rows that say something of their own."""
    ruled = [f"    - {{where: {_flow(_where(key))}, set: {_flow(own)}}}" for key, own in rows.items() if own]
    return ["  rows:", *ruled] if ruled else []


def _guards(path: Path, sheet: str, read: int, left: int) -> list[str]:
    """What the file is expected to hold, who saw it, and how its cells are accounted for."""
    every = places(path, sheet)
    nothing = sum(is_nothing(place.datum.cell.text) for place in every)
    counts = f"{len(every)} = {read} read + {nothing} nothing + {len(every) - read - nothing} not read; {left} left"
    return [
        f"  expect: {{cells: {len(every)}}}  # {counts}",
        f'  seen: {{by: "", on: {date.today()}, sha256: {digest(path)[:16]}}}',
    ]


def _where(key: tuple[str, str]) -> dict:
    left, group = key
    return {"left": left} | ({"group": group} if group else {})


def _shared(every: Iterable[Fields]) -> Fields:
    """The fields that all have alike."""
    every = list(every)
    first = every[0]
    return {name: value for name, value in first.items() if all(one.get(name) == value for one in every)}


def _by(said: list, key: Callable, constants: Fields, but: dict[str, Fields] | None = None) -> dict:
    """By a key the fields that its figures have alike and that are not said before."""
    groups: dict = {}
    for place, fields, _ in said:
        above = (but or {}).get(without_year(place.above), {})
        known = constants | above
        groups.setdefault(key(place), []).append({n: v for n, v in fields.items() if known.get(n) != v})
    return {at: _shared(every) for at, every in groups.items()}


def _area_left(said: list, rows: dict, heads: list[str]) -> str:
    """The stub's header as the one of areas, with the words that the catalogue of areas does not know."""
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
    """A mark on the entries of figures that a person should look at."""
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
