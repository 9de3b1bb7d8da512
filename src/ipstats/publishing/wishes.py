"""Which reports a command asks for: notebooks with the checked parameters of each run."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ipstats.errors import IpstatsError, ParameterError
from ipstats.publishing import records
from ipstats.publishing.inputs import Inputs
from ipstats.publishing.plan import Notebook, defaults, expand, find_notebooks
from ipstats.publishing.settings import FILE, Settings, Wanted

EVERY_AREA = "all"


@dataclass(frozen=True)
class Wish:
    """What a command names: notebooks, areas (`["all"]` for every one of the table), years, languages,
    parameters; `every` notebook; or those that `failed` last time."""

    notebooks: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    base_year: int | None = None
    languages: tuple[str, ...] = ()
    parameters: dict = field(default_factory=dict)
    every: bool = False
    failed: bool = False
    to: tuple[str, ...] | None = None
    """Formats, None for those that are declared."""
    book: bool = False

    @classmethod
    def of(cls, notebooks, areas, years, base_year, languages, parameters, every, failed, to, book) -> "Wish":
        """From what `report` is called with: any of them may be left out."""
        named = tuple(notebooks or ()), tuple(map(str, areas or ())), tuple(int(year) for year in years or ())
        spoken = (languages,) if isinstance(languages, str) else tuple(languages or ())
        to = None if to is None else tuple(to)
        return cls(*named, base_year, spoken, parameters or {}, every, failed, to, book)

    @property
    def names_nothing(self) -> bool:
        """Whether the declared reports are meant."""
        return not (self.notebooks or self.areas or self.years or self.every)


@dataclass(frozen=True)
class Request:
    """Reports asked for together: notebooks with parameters, formats, whether to bind them."""

    pairs: list[tuple[Notebook, dict]]
    to: tuple[str, ...]
    book: bool


def wanted(wish: Wish, folder: Path, out: Path, known: Inputs, chosen: Settings) -> list[Request]:
    """The groups of reports asked for; `ParameterError` says what to name when nothing is."""
    usual = tuple(chosen.to) if wish.to is None else wish.to
    if wish.failed:
        return [Request(_failed(wish, folder, out), usual, wish.book)]
    if not wish.names_nothing or not chosen.reports:
        return [Request(_named(wish, folder, known, chosen), usual, wish.book)]
    endings = [tuple(one.to) if one.to and wish.to is None else usual for one in chosen.reports]
    groups = zip(chosen.reports, endings, strict=True)
    return [Request(_of_group(one, wish, folder), to, one.book or wish.book) for one, to in groups]


def _named(wish: Wish, folder: Path, known: Inputs, chosen: Settings) -> list[tuple[Notebook, dict]]:
    """The reports that a command names, in part at least."""
    declared_areas, declared_years = defaults(chosen)
    found = find_notebooks(wish.notebooks or _declared(chosen, wish.every), folder)
    if not found:
        raise ParameterError(f"{folder}: no notebooks here; `ipstats init DIR` lays out a project with some")
    pairs = []
    for place in _areas(wish.areas, known) or declared_areas or _places_at_hand(found, known, folder):
        years = wish.years or (_latest(place, known) if wish.areas else declared_years)
        pairs += expand(
            found, [place], list(years) or [None], list(wish.languages) or [None], wish.base_year, wish.parameters
        )
    return pairs


def _of_group(group: Wanted, wish: Wish, folder: Path) -> list[tuple[Notebook, dict]]:
    """The reports of a declared group."""
    places, years = [str(area) for area in group.areas], [int(year) for year in group.years]
    languages = list(wish.languages or group.languages)
    return expand(find_notebooks(group.notebooks, folder), places, years, languages, wish.base_year, wish.parameters)


def _places_at_hand(found: list, known: Inputs, folder: Path) -> list:
    """The place of reports that nobody named: what a notebook has as its default, where there are figures of it."""
    usual = {n.parameters["area"].default for n in found if "area" in n.parameters}
    if not usual or any(_code(one) in known.areas for one in usual):
        return [None]
    at_hand = "、".join(list(_names_at_hand(known))[:10])
    if not at_hand:
        raise ParameterError(
            "the table has no figures yet; first `ipstats add FILE --area AREA`, then `ipstats report`"
        )
    raise ParameterError(
        f"no area was named; name one (`ipstats report --area AREA --year YEAR`) or declare the reports in "
        f"{folder / FILE}; the table has {at_hand}"
    )


def _code(name: str) -> str:
    from ipstats.model.areas import area

    return area(name).code


def _names_at_hand(known: Inputs) -> Iterable[str]:
    from ipstats.model.areas import area

    for code, one in known.areas.items():
        with suppress(IpstatsError):
            yield f"{area(code).name} {one.years[-1] if one.years else ''}".strip()


def _declared(chosen: Settings, every: bool) -> list[str]:
    return [] if every else list(dict.fromkeys(name for group in chosen.reports for name in group.notebooks))


def _areas(asked: Iterable[str] | None, known: Inputs) -> list[str]:
    """The codes of the areas asked for; refused where the table has figures, but none of one of them or within it."""
    from ipstats.model.areas import area, is_within

    asked = [str(one) for one in asked or ()]
    if EVERY_AREA in asked:
        return list(known.areas)
    found = list(dict.fromkeys(area(one).code for one in asked))
    for code in found if known.areas else []:
        if not any(is_within(one, code) for one in known.areas):
            at_hand = "、".join(list(_names_at_hand(known))[:10])
            raise ParameterError(f"no figures in the table are of {area(code).name}; the table has {at_hand}")
    return found


def _latest(place: str, known: Inputs) -> list[int]:
    """The latest year an area has figures of."""
    return known.areas[place].years[-1:] if place in known.areas else []


def _failed(wish: Wish, folder: Path, out: Path) -> list[tuple[Notebook, dict]]:
    """Notebooks and parameters of the reports that failed last time, as far as the command names them."""
    names = {notebook.name for notebook in find_notebooks(wish.notebooks, folder)} if wish.notebooks else None
    asked = {"name": names, "area": set(_areas(wish.areas, Inputs([]))) or None, "year": set(wish.years) or None}
    found = []
    for record in records.every(out).values():
        if record["failure"]:
            [notebook] = find_notebooks([record["failure"]["notebook"]], folder)
            found += expand([notebook], [None], [None], [None], None, record["failure"]["parameters"])
    return [(notebook, values) for notebook, values in found if _fits(values | {"name": notebook.name}, asked)]


def _fits(values: dict, asked: dict) -> bool:
    return all(wanted is None or values.get(key) in wanted for key, wanted in asked.items())
