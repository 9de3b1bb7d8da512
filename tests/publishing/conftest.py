"""Small projects that the public verbs find."""

import shutil
from pathlib import Path

import pytest

from small_project import Project

AREAS = ["110000", "310000", "320600"]


def at_home(made: Project, monkeypatch) -> Project:
    """The project as the one that the public verbs find."""
    monkeypatch.setenv("IPSTATS_ROOT", str(made.root))
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """A project whose table and pages of sources are made, without notebooks and reports; to be copied."""
    from ipstats.publishing import report

    made = Project(tmp_path_factory.mktemp("built") / "project").lay_out()
    notebook = made.notebook("01_a", "1")
    with pytest.MonkeyPatch.context() as patch:
        at_home(made, patch)
        report(areas=AREAS[:1], years=[2023], to=[], quiet=True)
    notebook.unlink()
    for name in (AREAS[0], f".state/{AREAS[0]}"):
        shutil.rmtree(made.reports / name)
    for name in ("manifest.json", "index.html", "log.jsonl"):
        (made.reports / name).unlink()
    return made.root


@pytest.fixture
def project(built, tmp_path, monkeypatch) -> Project:
    """A project that the public verbs find."""
    shutil.copytree(built, tmp_path / "project")
    return at_home(Project(tmp_path / "project"), monkeypatch)


@pytest.fixture(scope="session")
def three_notebooks(built, tmp_path_factory) -> Path:
    """A project with reports of three areas by notebooks that see different things; to be copied, not changed."""
    from ipstats.publishing import report

    made = Project(tmp_path_factory.mktemp("three") / "project")
    shutil.copytree(built, made.root)
    made.notebook("01_own", "from ipstats import load\nt = load()\nfloat(t[t.ref_area == area].obs_value.sum())")
    made.notebook("02_peers", "1", sees="peers")
    made.notebook("03_all", "1", sees="all")
    with pytest.MonkeyPatch.context() as patch:
        at_home(made, patch)
        report(areas=AREAS, years=[2023], to=[], quiet=True)
    return made.root


@pytest.fixture
def small(three_notebooks, tmp_path, monkeypatch) -> Project:
    """A copy of that project."""
    shutil.copytree(three_notebooks, tmp_path / "project")
    return at_home(Project(tmp_path / "project"), monkeypatch)
