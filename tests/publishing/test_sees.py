"""What a notebook declares that it sees is true: without the figures it does not see, its report says the same."""

import json
import shutil
from pathlib import Path

import pytest

from ipstats.publishing.inputs import visible
from ipstats.publishing.plan import find_notebooks
from papermill_fork.startup import guard_jsonschema

pytestmark = pytest.mark.slow
AREAS = ["110000", "320000", "320600"]


def declared(repo):
    return [one for one in find_notebooks([], repo / "notebooks") if one.sees != "all"]


def pytest_generate_tests(metafunc):
    cases = [(one, area) for one in declared(Path(__file__).parents[2]) for area in AREAS]
    metafunc.parametrize(("notebook", "area"), cases, ids=[f"{one.name}-{area}" for one, area in cases])


def test_a_report_says_the_same_without_what_it_does_not_see(notebook, area, repo, tmp_path, monkeypatch):
    from ipstats import build
    from ipstats.model.observations import write_table

    table = build(repo)
    seen = table[[visible(area, other, notebook.sees) for other in table["ref_area"]]]
    assert executed(notebook, area, table, tmp_path / "all", monkeypatch, write_table) == executed(
        notebook, area, seen, tmp_path / "seen", monkeypatch, write_table
    )


def executed(notebook, area, table, root, monkeypatch, write_table) -> list:
    """The outputs of a notebook in a project with that table."""
    guard_jsonschema()
    import papermill

    (root / "data" / "raw").mkdir(parents=True)
    (root / "data" / "processed").mkdir()
    write_table(table, root / "data" / "processed" / "observations.parquet")
    path = shutil.copy(notebook.path, root)
    monkeypatch.setenv("IPSTATS_ROOT", str(root))
    given = {"area": area, "year": 2023, "base_year": 2022, "language": "zh"}
    papermill.execute_notebook(path, str(root / "out.ipynb"), given, engine_name="fork", progress_bar=False)
    cells = json.loads((root / "out.ipynb").read_text("utf-8"))["cells"]
    return [[out.get("data") or out.get("text") for out in cell.get("outputs", [])] for cell in cells]
