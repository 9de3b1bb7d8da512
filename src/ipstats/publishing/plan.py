"""Which reports are wanted, which of them are stale, and why; without pandas and papermill."""

import hashlib
import itertools
import json
import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

import ipstats
from ipstats.collect.freshness import digest
from ipstats.errors import ParameterError
from ipstats.model import areas, overlay
from ipstats.publishing import records
from ipstats.publishing.inputs import SEES, Inputs
from ipstats.publishing.language import keep_language
from ipstats.publishing.parameters import LANGUAGES, Parameter, parameters, read_notebook, validate
from ipstats.publishing.settings import Settings

FORMATS = ("html", "pdf", "docx", "xlsx")
SHARED = ("area", "year", "base_year", "language")
"""The parameters that every report has and its path shows."""

CAUSES = {
    "notebook": "the notebook has changed",
    "parameters": "a default parameter has changed",
    "observations": "figures it sees have changed",
    "findings": "the number of open findings has changed",
    "findings_within": "the number of open findings in areas within it has changed",
    "package": "ipstats has changed",
    "definitions": "the project's own definitions have changed",
    "environment": "the environment lock or Python has changed",
}


@dataclass(frozen=True)
class Notebook:
    """A notebook file: its name, place, hash, parameters, what it sees, and its title in each language.

    A `tour` shows how the tables are used; it is a report only when it is asked for by name.
    """

    name: str
    path: Path
    digest: str
    parameters: dict[str, Parameter]
    sees: str
    titles: dict[str, str]
    tour: bool = False

    @classmethod
    def read(cls, path: Path) -> "Notebook":
        content = read_notebook(path)
        ours = content.get("metadata", {}).get("ipstats", {})
        sees = ours.get("sees", "all")
        if sees not in SEES:
            raise ParameterError(f"{path}: metadata ipstats.sees is {sees!r}; expected {', '.join(SEES)}")
        known = parameters(content, path.stem)
        return cls(path.stem, path, digest(path)[:16], known, sees, titles(content), bool(ours.get("tour")))


@dataclass(frozen=True)
class PlannedRun:
    """One report to make: its identity (its path below `reports/` without ending), what it is made from, and why now.

    `why` is empty when the report is up to date; `export_only` when nothing but a format is missing; `took` is how many
    seconds it took last time.
    """

    identity: str
    notebook: Notebook
    parameters: dict
    parts: dict
    to: tuple[str, ...]
    final: bool
    inputs: dict
    inputs_date: str
    why: tuple[str, ...] = ()
    export_only: bool = False
    took: float = 0.0

    @cached_property
    def key(self) -> str:
        """The hash of everything the report is made from."""
        return hashlib.sha256(json.dumps(self.parts, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def facts(self) -> dict:
        """What notebook and record alike say of the report."""
        facts = {"parameters": self.parameters, "inputs": self.inputs, "inputs_date": self.inputs_date}
        return facts | {"findings": self.parts["findings"], "key": self.key}

    @property
    def title(self) -> str:
        """The report's title in its language."""
        return self.notebook.titles.get(self.parameters.get("language", "zh"), "")

    def path(self, reports: Path, ending: str) -> Path:
        """Where the report of a format is published."""
        return reports / f"{self.identity}.{ending}"


def titles(notebook: dict) -> dict[str, str]:
    """The notebook's title in each language: the first heading of the prose cells in it."""
    found = {}
    for language in LANGUAGES:
        sources = (
            "".join(c["source"]) for c in keep_language(notebook, language)["cells"] if c["cell_type"] == "markdown"
        )
        headings = (line.lstrip("# ").strip() for source in sources for line in source.splitlines() if line[:1] == "#")
        found[language] = next(headings, "")
    return found


def find_notebooks(names: Iterable[str], folder: Path) -> list[Notebook]:
    """Notebooks by path, by name, or by a part of the name that only one has; every report's notebook for none."""
    known = sorted(p for p in folder.glob("*.ipynb") if not p.name.startswith("."))
    names = list(names)
    if not names:
        return [n for n in map(Notebook.read, known) if {"area", "year"} <= n.parameters.keys() and not n.tour]
    return [Notebook.read(_find(name, known)) for name in names]


def _find(name: str, known: list[Path]) -> Path:
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    stem = path.name.removesuffix(".ipynb")
    named = {p.stem: p for p in known}
    found = [stem] if stem in named else [one for one in named if stem in one]
    if len(found) == 1:
        return named[found[0]]
    listed = ", ".join(found or named) or "none"
    raise ParameterError(f"notebook {name}: {'several have' if found else 'none has'} this name; there are {listed}")


def expand(
    notebooks: list[Notebook], places: Sequence[str | None], years: Sequence[int | None],
    languages: Sequence[str | None],
    base_year: int | None, given: dict,
) -> list[tuple[Notebook, dict]]:  # fmt: skip
    """Every notebook with the checked parameters of each of its runs; what a notebook does not take is not varied."""
    found = {}
    for notebook, place, year, language in itertools.product(notebooks, places, years, languages):
        shared = {"area": place, "year": year, "language": language, "base_year": base_year}
        wanted = {k: v for k, v in shared.items() if v is not None and k in notebook.parameters} | given
        if "area" in notebook.parameters:
            wanted["area"] = areas.area(str(wanted.get("area", notebook.parameters["area"].default))).code
        if "year" in wanted and "base_year" in notebook.parameters and "base_year" not in wanted:
            wanted["base_year"] = int(wanted["year"]) - 1
        values = validate(wanted, notebook.parameters, notebook.name)
        found[json.dumps([notebook.name, values], sort_keys=True)] = notebook, values
    return list(found.values())


def own_parameters(notebook: Notebook, values: dict) -> dict:
    """The parameters that are the notebook's own and not at their default."""
    usual = validate({}, notebook.parameters, notebook.name)
    return {name: value for name, value in values.items() if name not in SHARED and value != usual[name]}


NAMED = {"edition": "-edition-{}", "base_edition": "-vs-edition-{}"}
"""Parameters of a notebook's own that its file's name tells by other words than their names."""
LISTED = re.compile(r"[、，,;；\s]+")
LONGEST = 60
"""Characters of values in a file's name."""


def identity(notebook: Notebook, values: dict) -> str:
    """`<area>/<year>/<notebook>-vs-<base_year>.<language>`; parameters of its own that are not at their default add
    their name and value, so that such a report stands beside the usual one; a value that no file's name can hold adds
    a short hash."""
    own = own_parameters(notebook, values)
    stem = notebook.name
    if "base_year" in values:
        stem += f"-vs-{values['base_year']}"
    stem += "".join(text.format(own.pop(name)) for name, text in NAMED.items() if name in own)
    told = {name: LISTED.sub("-", str(value)) for name, value in own.items()}
    if len("".join(told.values())) < LONGEST and all(re.fullmatch(r"[\w—-]+", value) for value in told.values()):
        stem += "".join(f"-{name}-{value}" for name, value in told.items())
    elif own:
        stem += "-" + hashlib.sha256(json.dumps(own, sort_keys=True).encode()).hexdigest()[:6]
    if "language" in values:
        stem += f".{values['language']}"
    return f"{values.get('area', 'any')}/{values.get('year', 'any')}/{stem}"


PACKAGES = ("ipstats", "nbappendix", "papermill_fork")
"""The packages of this distribution: what reads the figures, sets the pages and runs the notebooks."""


@cache
def package_digest() -> str:
    """The version of ipstats and a hash of the modules, definitions and templates of its three packages."""
    source = Path(ipstats.__file__).parents[1]
    return f"{version('ipstats')}+{tree_digest(source, PACKAGES)}"


def tree_digest(source: Path, folders: Iterable[str]) -> str:
    """A short hash of every file in some folders below `source`, without caches and what a new project begins with."""
    found_in = hashlib.sha256()
    aside = {"__pycache__", "starter"}
    found = (path for name in folders for path in (source / name).rglob("*") if path.is_file())
    for path in sorted(path for path in found if not aside.intersection(path.parts)):
        found_in.update(path.relative_to(source).as_posix().encode() + b"\0" + path.read_bytes())
    return found_in.hexdigest()[:12]


def environment_digest(root: Path) -> str:
    """A hash of the environment lock, and the version of Python."""
    lock = root / "requirements.lock"
    return f"{digest(lock)[:12] if lock.is_file() else 'no-lock'} Python {platform.python_version()}"


def plan(
    wanted: list[tuple[Notebook, dict]], known: Inputs, root: Path, reports: Path, to: tuple[str, ...], *,
    final: bool = False, force: bool = False,
) -> list[PlannedRun]:  # fmt: skip
    """A run for each report wanted, with the reasons why it must be made now."""
    if unknown := [name for name in to if name not in FORMATS]:
        raise ParameterError(f"format {unknown[0]!r} is not known; expected {', '.join(FORMATS)}")
    common = {"package": package_digest(), "environment": environment_digest(root)}
    common["definitions"] = overlay.digest(root)
    runs = []
    for notebook, values in wanted:
        area = values.get("area", "")
        documents = known.documents(area)
        parts = {
            "notebook": notebook.digest,
            "parameters": values,
            "observations": known.digest(area, notebook.sees),
            "findings": known.findings(area),
            "findings_within": known.findings_within(area),
            **common,
        }
        run = PlannedRun(
            identity(notebook, values), notebook, values, parts, to, final,
            {name: source.sha256 for name, source in documents.items()},
            max((source.date for source in documents.values()), default=""),
        )  # fmt: skip
        runs.append(judge(run, records.read(reports, run.identity), reports, force))
    return runs


def judge(run: PlannedRun, record: dict, reports: Path, force: bool = False) -> PlannedRun:
    """The run with the reasons why its report is stale, from its record and the files in place."""
    good, failure = record["good"], record["failure"]
    why = ["asked for"] if force else []
    why += [f"failed last time: {failure.get('reason', '')}"] if failure else []
    why += _outdated(run, good, reports) if good else ["never made"]
    missing = [ending for ending in run.to if good and ending not in good["files"]]
    export_only = bool(missing) and not why
    why += [f"{ending} is wanted too" for ending in missing]
    return replace(run, why=tuple(why), export_only=export_only, took=(good or {}).get("seconds", 0.0))


def _outdated(run: PlannedRun, good: dict, reports: Path) -> list[str]:
    """The reasons why a published report is outdated: inputs that changed, and files that were changed or lost."""
    why = [text for name, text in CAUSES.items() if good["parts"].get(name, "") != run.parts[name]]
    why += [
        f"{ending} was changed or lost since"
        for ending, mark in good["files"].items()
        if not _same(run.path(reports, ending), mark)
    ]
    return why + (["wanted without the draft mark"] if run.final and not good.get("final") else [])


def _same(path: Path, mark: dict) -> bool:
    """Whether a published file is the one that was recorded: by size and time, else by its bytes."""
    try:
        if records.stamp(path) == mark["stamp"]:
            return True
        return path.stat().st_size == mark["stamp"][0] and digest(path) == mark["sha256"]
    except OSError:
        return False


def defaults(settings: Settings) -> tuple[list[str], list[int]]:
    """Areas and years that the settings speak of, for a command that names none."""
    places = list(dict.fromkeys(str(a) for group in settings.reports for a in group.areas))
    years = list(dict.fromkeys(int(y) for group in settings.reports for y in group.years))
    return places, years
