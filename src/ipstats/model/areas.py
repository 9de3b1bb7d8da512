"""Places: GB/T 2260 codes with the years they were valid, names as prose writes them, and what lies within what.

Codes that GB/T 2260 does not have are ours and begin with a letter: `Z` functional zones, `G` groups of areas.
`660000` (新疆生产建设兵团) is the code statistics use.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from numbers import Integral
from pathlib import Path
from reprlib import repr as shortened

from ipstats.errors import DefinitionError, ParameterError
from ipstats.model.definitions import FOLDER, make, normalise, one_of, owners, read_csv
from ipstats.model.nearest import did_you_mean

FILE = FOLDER / "areas.csv"
NATION = "000000"
_CODE = re.compile(r"[0-9ZG][0-9]{5}")
LEVELS = ("nation", "province", "special", "corps", "prefecture", "county", "zone", "group")
"""`special`: Hong Kong, Macao, Taiwan, which the mainland's statistics leave out; `province`: the other 31."""
FLAGS = ("municipality", "autonomous", "subprovincial", "separate")
"""直辖市, 自治区, 副省级城市, 计划单列市: among whom a rank may be."""


@dataclass(frozen=True, slots=True)
class Area:
    """One place. `valid_from` and `valid_to` are the first and last day of the code, None where open."""

    code: str
    name: str
    level: str
    short: str = ""
    name_en: str = ""
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError("the code is not six digits (or Z, G and five)")
        one_of(self.level, LEVELS, "level")
        for flag in self.flags:
            one_of(flag, FLAGS, "flag")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError(f"valid_to {self.valid_to} is before valid_from {self.valid_from}")

    @property
    def label(self) -> str:
        """The name a table prints: the short one where there is one."""
        return self.short or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """All that name it; a county's English name, which many share, is none."""
        english = "" if self.level == "county" else self.name_en
        return tuple(name for name in (self.name, self.short, *self.aliases, english) if name)

    def valid(self, on: date | None) -> bool:
        """Whether the code was valid on a day; None asks for today's codes."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


def read_areas(path: Path) -> dict[str, Area]:
    """The areas of a definition file by code (`DefinitionError` names the code and what is wrong)."""
    found: dict[str, Area] = {}
    for row in read_csv(path):
        area = _area(row, f"{path.name}: {row.get('code') or row}")
        if area.code in found:
            raise DefinitionError(f"{path.name}: {area.code}: written twice")
        found[area.code] = area
    for area in found.values():
        for other in (area.parent, *area.members):
            if other not in found and area.code != NATION:
                raise DefinitionError(f"{path.name}: {area.code}: no area {other!r} to be its parent or member")
    return found


def _area(row: dict[str, str], where: str) -> Area:
    lists = {key: row[key].split("、") if row.get(key) else [] for key in ("aliases", "flags", "members")}
    return make(Area, row | lists, where)


@lru_cache(maxsize=1)
def _table() -> dict[str, Area]:
    return read_areas(FILE)


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[str, ...]]:
    return owners((name, area.code) for area in _table().values() for name in area.names)


@lru_cache(maxsize=8192)
def ancestors(code: str) -> tuple[str, ...]:
    """The codes an area lies in, its own first and the nation last."""
    area = _table().get(code)
    return () if area is None else (code,) if code == NATION else (code, *ancestors(area.parent))


def is_within(code: str, outer: str) -> bool:
    """Whether an area is, or lies in, another; a group holds its members and what lies in them."""
    inside = ancestors(code)
    outer_area = _table().get(outer)
    return outer in inside or (outer_area is not None and any(member in inside for member in outer_area.members))


def area(name_or_code: str | int, on: date | None = None, within: str | None = None) -> Area:
    """The one area of a code or a name.

    Parameters
    ----------
    name_or_code : a name, a short name, or a GB/T 2260 code, as text or as the whole number that a spreadsheet keeps
    on : chooses among codes by their years; without it today's are preferred, and one that is gone is found when
        nothing else has the name
    within : a code that chooses among places of one name

    Returns
    -------
    Area
        code, name, English name, level and years of validity

    Raises
    ------
    ParameterError
        where no area has the name (the nearest are told) or several have it

    Examples
    --------
    >>> area("朝阳区", within="110000").code
    '110105'
    >>> area("北京地区").code, area(310000).name
    ('110000', '上海市')
    """
    return _one(as_text(name_or_code), on, within)


def as_text(value: object) -> str:
    """A name or code as text; `ParameterError` for anything but one of them."""
    if isinstance(value, str):
        return value
    if isinstance(value, Integral) and not isinstance(value, bool):
        return f"{int(value):06d}"
    seen = f"area {shortened(value)} is {type(value).__name__}"
    raise ParameterError(f"{seen}; give one name or code, such as 江苏省 or 320000")


@lru_cache(maxsize=8192)
def _one(name_or_code: str, on: date | None, within: str | None) -> Area:
    if name_or_code in _table():
        return _table()[name_or_code]
    named = [_table()[code] for code in _index().get(normalise(name_or_code), ())]
    if within is not None:
        named = [one for one in named if is_within(one.code, within)]
    found = [one for one in named if one.valid(on)] or (named if on is None else [])
    if len(found) == 1:
        return found[0]
    raise _not_one(name_or_code + (f" within {within}" if within else ""), found, named, on)


def _not_one(asked: str, found: list[Area], named: list[Area], on: date | None) -> ParameterError:
    """The error for a name that is ambiguous, not valid on that day, or unknown."""
    if found:
        choice = ", ".join(f"{one.code} {_table()[one.parent].label}{one.name}" for one in found)
        return ParameterError(f"{asked!r} is several areas: {choice}; give the code")
    if named:
        years = ", ".join(f"{one.code} {one.valid_from or ''}..{one.valid_to or ''}" for one in named)
        return ParameterError(f"{asked!r} was no area on {on}; it was valid {years}")
    near = did_you_mean(asked, (name for one in areas() for name in (one.name, one.short) if name))
    hint = near or "; give a name or code of GB/T 2260"
    return ParameterError(f"no area {asked!r} in {FILE.name}{hint}")


@lru_cache(maxsize=64)
def areas(level: str | None = None, on: date | None = None, *, flag: str = "", within: str = "") -> tuple[Area, ...]:
    """Areas of a level (or all), valid on a day (or now), in the order of their codes.

    `flag` keeps 直辖市 (municipality), 自治区 (autonomous), 副省级城市 (subprovincial) or 计划单列市 (separate);
    `within` keeps those that lie in an area or group (and not that area itself).
    """
    for name, value, allowed in (("level", level, (None, *LEVELS)), ("flag", flag, ("", *FLAGS))):
        if value not in allowed:
            raise ParameterError(f"{name} {value!r} is none of {', '.join(allowed[1:])}")
    found = [one for one in _table().values() if one.valid(on) and level in (None, one.level)]
    found = [one for one in found if (not flag or flag in one.flags) and (not within or _inside(one, within))]
    return tuple(sorted(found, key=lambda one: one.code))


def _inside(one: Area, outer: str) -> bool:
    """Whether an area lies strictly within another; False for an empty code."""
    return bool(outer) and one.code != outer and is_within(one.code, outer)


def _names_in_text(one: Area, local: bool) -> list[str]:
    """The Chinese names by which a text may mean an area; of a district, unless it is `local`, only the whole ones."""
    names = [name for name in (one.name, one.short, *one.aliases) if not name.isascii()]
    if one.level != "county" or local:
        return names
    return [name for name in names if len(name) > 2 and name[-1] == one.name[-1]]


@lru_cache(maxsize=256)
def match_names(within: str = "") -> dict[str, str]:
    """Normalised Chinese names that mean one area, to its code, for a reader's lexicon.

    A district's short name is there only for a document's own area (`within`), and elsewhere its whole name only where
    no other district has it (永川区; 朝阳区 could be anywhere).
    """
    known = [(one, _inside(one, within)) for one in _table().values()]
    known = [(one, local) for one, local in known if local or one.valid_to is None]
    today = [(one, local) for one, local in known if one.valid_to is None]
    here = [(one, local) for one, local in today if local]
    meant = _owners(known) | _owners(today) | _owners(here)
    return {name: min(codes) for name, codes in meant.items() if len(codes) == 1}


@lru_cache(maxsize=64)
def short_names(within: str) -> dict[str, str]:
    """Names of the districts of an area without their last letter, where one district has it, to its code.

    >>> short_names("420600")["樊城"]
    '420606'
    """
    names = [(one.name[:-1], one.code) for one in areas("county", within=within)] if within else []
    count = Counter(name for name, _ in names)
    return {name: code for name, code in names if len(name) > 1 and count[name] == 1}


@lru_cache(maxsize=64)
def english_names(within: str = "") -> dict[str, str]:
    """Normalised English names that mean one area, to its code; districts have none.

    Of a province and a city of one name it is the province, as in Chinese; of two cities the one within an area.

    >>> english_names()["innermongolia"], english_names().get("suzhou"), english_names("320000")["suzhou"]
    ('150000', None, '320500')
    """
    named: dict[str, list[Area]] = {}
    for one in sorted(areas(), key=lambda one: (not _inside(one, within), LEVELS.index(one.level))):
        for name in (one.name_en, *one.aliases) if one.level != "county" else ():
            if name and name.isascii():
                named.setdefault(normalise(name), []).append(one)
    return {name: found[0].code for name, found in named.items() if _is_first(found, within)}


def _is_first(found: list[Area], within: str) -> bool:
    """Whether the first of several areas goes before the next, by where it lies or by its level."""
    first, second = found[0], found[1] if found[1:] else None
    return not second or (_inside(first, within), first.level) != (_inside(second, within), second.level)


def _owners(places: Iterable[tuple[Area, bool]]) -> dict[str, tuple[str, ...]]:
    """The codes of the places that have each name; of each whether it is local."""
    return owners((name, one.code) for one, local in places for name in _names_in_text(one, local))
