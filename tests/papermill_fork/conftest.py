"""A folder with notebooks that nothing but papermill runs."""

import pytest

from small_project import Project


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    """A project whose documents nobody reads."""
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path / "project").lay_out()
