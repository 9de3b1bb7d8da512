"""Notebooks run cell by cell in this process on the shipped data: what a kernel does, without the seconds it takes."""

import ast
import shutil
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path

import nbformat
import pytest

from ipstats.display.figures import Figure
from ipstats.display.prose import Prose
from ipstats.display.tables import Table

FOLDER = Path(__file__).parents[2] / "notebooks"


@dataclass
class Run:
    """What a notebook showed, in order; by kind and by the id of the cell."""

    shown: dict[str, object] = field(default_factory=dict)

    def of(self, kind: type) -> list:
        return [one for one in self.shown.values() if isinstance(one, kind)]

    @property
    def tables(self) -> list[Table]:
        return [*self.of(Table), *(figure.data for figure in self.figures if figure.data)]

    @property
    def figures(self) -> list[Figure]:
        return self.of(Figure)

    @property
    def words(self) -> str:
        return "\n".join(map(str, self.of(Prose)))


def execute(name: str, parameters: dict) -> Run:
    """Run a notebook with parameters; a cell's last expression is what it shows."""
    run, names = Run(), {}
    for cell in nbformat.read(FOLDER / f"{name}.ipynb", nbformat.NO_CONVERT).cells:
        if cell.cell_type != "code":
            continue
        body = ast.parse(cell.source).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), f"{name}:{cell.id}", "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= parameters
        if last is not None:
            run.shown[cell.id] = eval(compile(ast.Expression(last.value), f"{name}:{cell.id}", "eval"), names)
    return run


@pytest.fixture(scope="session")
def built(repo, tmp_path_factory) -> Path:
    """A project of the shipped data, built: the notebooks' world."""
    from ipstats.collect.building import build

    root = tmp_path_factory.mktemp("project")
    shutil.copytree(repo / "data" / "raw", root / "data" / "raw")
    (root / "data" / "processed").mkdir()
    build(root)
    return root


@pytest.fixture(scope="session")
def observations(built):
    from ipstats import load

    return load(built / "data" / "processed" / "observations.parquet")


ASKED = {
    "ipstats": ["check", "compare", "contributions", "density", "growth"],
    "ipstats.analysis": [
        "among_peers", "annual_average", "award_change", "award_movement", "award_ranking", "awards", "decompose",
        "densities", "history", "longest_average", "parts_of_year", "population_candidates", "profile",
        "shares_by_year", "side_by_side", "target",
    ],
}  # fmt: skip
"""What notebooks ask of the table of figures; the answer is the same in both languages and is worked out once."""


def remembered(call):
    """A pure function of the table that works each answer out once and hands out copies."""
    kept = {}

    @wraps(call)
    def ask(table, *given, **named):
        key = (len(table), repr(given), repr(sorted(named.items())))
        if key not in kept:
            kept[key] = call(table, *given, **named)
        return kept[key].copy()

    return ask


@pytest.fixture(scope="session")
def answers(observations) -> dict[tuple[str, str], object]:
    """The functions of `ASKED` with a memory, and `load` that gives the one table."""
    answers = {
        (module, name): remembered(getattr(import_module(module), name))
        for module, names in ASKED.items()
        for name in names
    }
    return answers | {("ipstats", "load"): lambda: observations}


@pytest.fixture
def run(built, answers, monkeypatch):
    """`run(notebook, area, year, base_year, language, **others)`: a `Run`; runs of one session are kept."""
    monkeypatch.setenv("IPSTATS_ROOT", str(built))
    for (module, name), ask in answers.items():
        monkeypatch.setattr(f"{module}.{name}", ask)

    def start(name, area="北京市", year=2023, base_year=2022, language="zh", **others):
        key = (name, area, year, base_year, language, *sorted(others.items()))
        if key not in KEPT:
            shared = {"area": area, "year": year, "base_year": base_year, "language": language}
            KEPT[key] = execute(name, shared | others)
        return KEPT[key]

    return start


KEPT: dict[tuple, Run] = {}
