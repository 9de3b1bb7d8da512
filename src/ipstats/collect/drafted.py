"""The fields of a table's figures parted into those that all share, those of columns, of rows and of single cells."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from ipstats.collect.recipes import Place, shape
from ipstats.errors import ParameterError
from ipstats.grammar.lexicon import table_words
from ipstats.model.areas import area as find_area

(OWN,) = table_words("own_area_in_recipes")
TITLE, TABLE = "{from: title}", "{from: table}"
"""Times that a recipe takes from the file."""
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A figure with the fields that describe it in a recipe, and its row as it was read."""

    place: Place
    fields: Fields
    row: dict


class Parts(NamedTuple):
    """The fields of a table's figures: `area` is the header of the stub that names areas, `names` those of them that
    the catalogue does not know so."""

    constants: Fields
    area: str
    names: Fields
    columns: dict[str, Fields]
    rules: list[tuple[dict, Fields]]
    rows: "Rows"


class Rows:
    """How the rows of a table are told apart by words: by their own, and by group or row above where those repeat."""

    def __init__(self, every: Iterable[Place]) -> None:
        self._around: dict[str, set[tuple[str, str]]] = {}
        self._under: dict[tuple[str, str], set[str]] = {}
        for place in every:
            left, group = shape(place.left), shape(place.group)
            self._around.setdefault(left, set()).add((group, shape(place.under)))
            self._under.setdefault((left, group), set()).add(shape(place.under))

    @property
    def names(self) -> list[str]:
        """The words of the rows, each once."""
        return list(self._around)

    def where(self, place: Place) -> dict[str, str]:
        """The rule that finds the row of a cell."""
        left, group = shape(place.left), shape(place.group)
        where = {"left": left}
        where |= {"group": group} if group or len({one for one, _ in self._around[left]}) > 1 else {}
        return where | ({"under": shape(place.under)} if len(self._under[left, group]) > 1 else {})

    def key(self, place: Place) -> tuple:
        """The same as a key."""
        return tuple(self.where(place).items())


def parted(said: list[Drafted], every: list[Place], own: str) -> Parts:
    """The parts of the fields of all figures; those of the document's own area do without it."""
    rows = Rows(every)
    area, names = _area_left(said, own)
    if area:
        said = [replace(one, fields=_without_area(one, names, own)) for one in said]
    constants = _shared(one.fields for one in said)
    columns = _by(said, lambda one: shape(one.place.above), constants, _usual)
    known = [constants | columns[shape(one.place.above)] for one in said]
    rest = _without(said, known)
    of_rows = _by(rest, lambda one: rows.key(one.place), {}, _shared)
    cells = _without(rest, [of_rows[rows.key(one.place)] for one in rest])
    rules = [(dict(key), own) for key, own in of_rows.items() if own]
    single = [(rows.where(one.place) | {"above": shape(one.place.above)}, one.fields) for one in cells if one.fields]
    rules = _listed(rules, "left") + _listed(_listed(single, "above"), "left")
    if constants.get("area") == OWN:
        constants.pop("area")
    return Parts(constants, area, names, columns, rules, rows)


def _shared(every: Iterable[Fields]) -> Fields:
    """The fields that have the same value in every record."""
    every = list(every)
    return {name: value for name, value in every[0].items() if all(one.get(name) == value for one in every)}


def _usual(every: Iterable[Fields]) -> Fields:
    """The fields that every record has, with the value that more than half of them share."""
    every = list(every)
    found = {}
    for name in [name for name in every[0] if all(name in one for one in every)]:
        ((value, count),) = Counter(one[name] for one in every).most_common(1)
        if 2 * count > len(every):
            found[name] = value
    return found


def _by(said: list[Drafted], key: Callable, known: Fields, common: Callable) -> dict:
    """The figures by a key: of each group the fields that they have in common besides the known ones."""
    groups: dict = {}
    for one in said:
        groups.setdefault(key(one), []).append({n: v for n, v in one.fields.items() if known.get(n) != v})
    return {at: common(every) for at, every in groups.items()}


def _without(said: list[Drafted], known: list[Fields]) -> list[Drafted]:
    """Figures with what is left of their fields."""
    left = ({n: v for n, v in one.fields.items() if has.get(n) != v} for one, has in zip(said, known, strict=True))
    return [replace(one, fields=fields) for one, fields in zip(said, left, strict=True)]


def _listed(rules: list[tuple[dict, Fields]], name: str) -> list[tuple[dict, Fields]]:
    """Rules of which those that differ in one word of `where` only are one that lists these words."""
    together: dict[str, tuple[dict, Fields, dict]] = {}
    for where, own in rules:
        others = {other: words for other, words in where.items() if other != name}
        together.setdefault(repr((others, own)), (where, own, {}))[2][repr(where[name])] = where[name]
    return [
        (where | {name: list(words.values()) if len(words) > 1 else where[name]}, own)
        for where, own, words in together.values()
    ]


# ---------------------------------------------------------------- areas in the rows
def _area_left(said: list[Drafted], own: str) -> tuple[str, Fields]:
    """The header of the stub that names areas, with the names that the catalogue does not know so; "" for none."""
    names = {one.place.left: one.fields.get("area", "") for one in said}
    heads = list(said[0].place.stub)
    if len(heads) != 1 or not any(_named(left, own) == name for left, name in names.items() if name):
        return "", {}
    return heads[0], {left: name for left, name in names.items() if name and _named(left, own) != name}


def _without_area(one: Drafted, names: Fields, own: str) -> Fields:
    """The fields of a figure without the area that its row names."""
    named = names.get(one.place.left) or _named(one.place.left, own)
    return {name: value for name, value in one.fields.items() if name != "area" or value != named}


def area_said(name: str, code: str, own: str) -> str:
    """How a recipe names an area: the file's own as such, others by name, by code where several have the name."""
    if own and code == find_area(own).code:
        return OWN
    return name if not code or _known(name) == name else code


def _named(left: str, own: str) -> str:
    """The area that the words of a row name by themselves, "" for none."""
    if own and (left in table_words("own_area") or _known(left) == _known(own)):
        return OWN
    return _known(left)


def _known(text: str) -> str:
    try:
        return find_area(text).name
    except ParameterError:
        return ""
