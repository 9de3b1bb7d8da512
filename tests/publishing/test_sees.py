"""What a notebook declares that it sees is true: without the figures it does not see, its report says the same."""

import json
from pathlib import Path

import pytest

from ipstats.publishing.inputs import visible
from ipstats.publishing.plan import find_notebooks
from small_project import executed

pytestmark = pytest.mark.slow
AREAS = ["110000", "320000", "320600"]


def declared(repo):
    return [one for one in find_notebooks([], repo / "notebooks") if one.sees != "all"]


def pytest_generate_tests(metafunc):
    cases = [(one, area) for one in declared(Path(__file__).parents[2]) for area in AREAS]
    metafunc.parametrize(("notebook", "area"), cases, ids=[f"{one.name}-{area}" for one, area in cases])


def test_a_report_says_the_same_without_what_it_does_not_see(notebook, area, repo, tmp_path, monkeypatch):
    from ipstats import build

    table = build(repo)
    seen = table[[visible(area, other, notebook.sees) for other in table["ref_area"]]]
    assert outputs(executed(notebook, area, table, tmp_path / "all", monkeypatch)) == outputs(
        executed(notebook, area, seen, tmp_path / "seen", monkeypatch)
    )


def outputs(path) -> list:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [[out.get("data") or out.get("text") for out in cell.get("outputs", [])] for cell in cells]
