"""Units of measure: spellings, and the base unit and scale of a compound (亿元 is 100000000 元)."""

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ipstats.errors import DefinitionError, ParameterError
from ipstats.model.definitions import FOLDER, entries, one_of
from ipstats.model.numerals import parse_number

KINDS = ("count", "person", "money", "time", "share", "ratio", "rank", "length", "area", "weight", "energy")
FILE = FOLDER / "units.yaml"
SCALES = {"万亿": 10**12, "千万": 10**7, "百万": 10**6, "万": 10**4, "亿": 10**8, "千": 10**3}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; `of` is its base unit and `scale` how many of those it is (a base unit has neither)."""

    id: str
    kind: str
    en: str | None = ""
    aliases: tuple[str, ...] = ()
    of: str = ""
    scale: int = 1

    def __post_init__(self) -> None:
        one_of(self.kind, KINDS, "kind")
        if (self.scale != 1) != bool(self.of):
            raise ValueError("of and scale go together")

    @property
    def base(self) -> str:
        return self.of or self.id

    @property
    def is_discrete(self) -> bool:
        """Whether it counts whole things, so that a figure printed to the unit is exact."""
        return self.kind in ("count", "person") and self.base != "人年"


def read_units(path: Path) -> dict[str, Unit]:
    """The units of a definition file, by every spelling (`DefinitionError` where one has two meanings)."""
    units = entries(Unit, path)
    found: dict[str, Unit] = {}
    for unit in units.values():
        if unit.of and unit.of not in units:
            raise DefinitionError(f"{path.name}: {unit.id}: of: no unit {unit.of!r}")
        for name in (unit.id, *unit.aliases):
            if name in found:
                raise DefinitionError(f"{path.name}: {unit.id}: {name!r} is written twice")
            found[name] = unit
    return found


@lru_cache(maxsize=1)
def units() -> dict[str, Unit]:
    """All units by every spelling."""
    return read_units(FILE)


def unit(name: str) -> Unit:
    """The unit of a spelling; a scale word before a known unit makes a compound (万件: 10000 件).

    >>> unit("亿元").base, unit("亿元").scale, unit("万家").scale
    ('元', 100000000, 10000)
    """
    if name in units():
        return units()[name]
    for word, scale in SCALES.items():
        rest = name.removeprefix(word)
        if rest != name and rest in units():
            base = units()[rest]
            return Unit(name, base.kind, base.en, of=base.base, scale=scale * base.scale)
    raise ParameterError(f"no unit {name!r} in {FILE.name}; add it there, or write one of its spellings")


@lru_cache(maxsize=65536)
def scaled(printed: str, value: float) -> str:
    """A number as printed, with the scale that stands in its column's heading and not in its cell.

    >>> scaled("527.6", 5276000.0), scaled("527.6万", 5276000.0), scaled("-5.6", -5.6)
    ('527.6万', '527.6万', '-5.6')
    """
    try:
        number = float(parse_number(printed).value)
    except ValueError:
        return printed
    times = abs(value / number) if number else 1.0
    return printed + next((word for word, scale in SCALES.items() if math.isclose(times, scale)), "")
