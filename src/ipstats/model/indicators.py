"""The indicator catalogue: what each figure counts, its unit, stock or flow, and how prose names it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from pathlib import Path
from reprlib import repr as shortened

from ipstats.errors import DefinitionError, ParameterError
from ipstats.model.definitions import FOLDER, entries, normalise, one_of, owners
from ipstats.model.nearest import did_you_mean

KINDS = ("flow", "stock", "ratio", "rate")
FILE = FOLDER / "indicators.yaml"

AT_CONSTANT_PRICES = ("生产总值", "增加值", "gdp", "可比")
"""Words of indicators whose growth is published at constant prices or on a comparable basis (可比口径, 不变价): the
published levels do not give it (National Bureau of Statistics, notes to the Statistical Communique)."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `unit` is its base unit, `units` other counting words printed for the same thing.

    `aliases` name it anywhere, written out (`spellings`); `elided` names do only beside its total (`part_of`) or a
    word of `context`. Where a word of `not_by` says that somebody else counted (法院), none of its names means it.
    Components with the same `part_of` and `partition` add up to the total; `overlapping` ones must not be added.
    `background` ones (population, gross product) are what the indicators are set against, and none of them.
    """

    id: str
    zh: str
    en: str
    unit: str
    kind: str
    definition_zh: str
    definition_en: str
    source: str
    aliases: tuple[str, ...] = ()
    elided: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    basis: str = ""
    numerator: str = ""
    denominator: str = ""
    part_of: str = ""
    partition: str = ""
    overlapping: bool = False
    background: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "aliases", tuple(chain.from_iterable(map(spellings, self.aliases))))
        one_of(self.kind, KINDS, "kind")
        if self.kind == "ratio" and not (self.numerator and self.denominator):
            raise ValueError("a ratio needs numerator and denominator")
        if self.kind in ("ratio", "rate"):
            one_of(self.basis, ("flow", "stock"), "basis of a ratio or rate")
        elif self.basis:
            raise ValueError(f"basis is for ratios and rates; a {self.kind} is one already")
        if self.elided and not (self.context or self.part_of):
            raise ValueError("elided names need a context or a part_of")

    @property
    def is_stock(self) -> bool:
        """Whether it holds at a moment, so that its period has no start."""
        return "stock" in (self.kind, self.basis)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means it anywhere, the standard one first."""
        return (self.zh, *self.aliases, self.en)

    def counts_in(self, unit: str) -> bool:
        """Whether a figure in this unit can be a level of it."""
        return unit == self.unit or unit in self.units


def spellings(name: str) -> tuple[str, ...]:
    """The names that one written with `<a|b>` stands for: each of the parts in brackets, or none of them.

    >>> spellings("每万人<口>发明<专利>")
    ('每万人发明', '每万人发明专利', '每万人口发明', '每万人口发明专利')
    """
    parts = re.split("<([^<>]+)>", name)
    choices = [("", *part.split("|")) if at % 2 else (part,) for at, part in enumerate(parts)]
    return tuple("".join(chosen) for chosen in product(*choices))


def read_indicators(path: Path) -> dict[str, Indicator]:
    """The indicators of a definition file by id, checked against each other (`DefinitionError`)."""
    found = entries(Indicator, path)
    for one in found.values():
        for field in ("numerator", "denominator", "part_of"):
            other = getattr(one, field)
            if other and other not in found:
                raise DefinitionError(f"{path.name}: {one.id}: {field}: no indicator {other!r}; add it")
    for name, ids in owners((name, one.id) for one in found.values() for name in one.names).items():
        units = [unit for one in ids for unit in {found[one].unit, *found[one].units}]
        if len(units) != len(set(units)):
            raise DefinitionError(
                f"{path.name}: {ids[-1]}: the name {name!r} also means {ids[0]} in the same unit; "
                "keep it in one of them, or make it elided with a context"
            )
    return found


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """All indicators by id."""
    return read_indicators(FILE)


@lru_cache(maxsize=1)
def _owners() -> dict[str, tuple[str, ...]]:
    return owners((name, one.id) for one in indicators().values() for name in one.names)


@lru_cache(maxsize=64)
def match_names(unit: str | None = None) -> dict[str, str]:
    """Normalised names that mean one indicator, to its id, for a reader's lexicon.

    A name that several indicators share by unit (质押融资: 个, 元, 家) is there only with the unit given.
    """
    if unit is None:
        return {name: ids[0] for name, ids in _owners().items() if len(ids) == 1}
    fitting = {name: [i for i in ids if indicators()[i].counts_in(unit)] for name, ids in _owners().items()}
    return {name: ids[0] for name, ids in fitting.items() if len(ids) == 1}


@lru_cache(maxsize=1)
def shared_names() -> dict[str, tuple[str, ...]]:
    """Normalised names that mean several indicators, told apart by the unit, to their ids."""
    return {name: ids for name, ids in _owners().items() if len(ids) > 1}


@lru_cache(maxsize=1)
def elided_names() -> dict[str, tuple[str, ...]]:
    """Normalised names valid only beside a total or a word of context (金奖), to the ids they can mean."""
    return owners((name, one.id) for one in indicators().values() for name in one.elided)


def indicator(id_or_name: str, unit: str = "") -> Indicator:
    """The indicator of an id or of any of its names.

    Parameters
    ----------
    id_or_name : an id of `definitions/indicators.yaml`, or a name
    unit : the unit that chooses among indicators of one name

    Returns
    -------
    Indicator
        id, names in both languages, unit, kind (stock or flow) and what the catalogue says besides

    Raises
    ------
    ParameterError
        where none or several have the name; it tells the candidates

    Examples
    --------
    >>> indicator("有效发明专利").id
    'invention_patents_in_force'
    >>> indicator("质押融资", unit="元").id
    'ip_pledge_financing'
    """
    if not isinstance(id_or_name, str):
        raise ParameterError(f"indicator {shortened(id_or_name)} is {type(id_or_name).__name__}; give one id or name")
    if id_or_name in indicators():
        return indicators()[id_or_name]
    ids = _owners().get(normalise(id_or_name), ())
    if unit and len(ids) > 1:
        ids = tuple(i for i in ids if indicators()[i].counts_in(unit))
    if len(ids) == 1:
        return indicators()[ids[0]]
    if ids:
        raise ParameterError(f"{id_or_name!r} means {' or '.join(ids)}; say which, or give the unit")
    near = did_you_mean(id_or_name, (*indicators(), *(name for one in indicators().values() for name in one.names)))
    hint = near or "; add it there, or use one of its names (指标)"
    raise ParameterError(f"no indicator {id_or_name!r} in {FILE.name}{hint}")


def components(total: str) -> tuple[Indicator, ...]:
    """The indicators that are directly part of a total."""
    return tuple(one for one in indicators().values() if one.part_of == total)
