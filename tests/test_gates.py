"""What `.ci/run` asks of every change is still asked: floors, ratchets, hooks."""

import tomllib

import pytest
import yaml
from hypothesis import settings


@pytest.fixture(scope="module")
def project(repo):
    return tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))


def test_the_floor_of_coverage_does_not_fall(repo, project):
    assert project["tool"]["coverage"]["report"]["fail_under"] >= 89
    assert "--cov" in (repo / ".ci" / "run").read_text("utf-8")


def test_the_ratchet_counts_types_branches_and_lines_in_make_lint(repo):
    assert "tools/ratchet.py" in (repo / "Makefile").read_text("utf-8").partition("\nlint:")[2].partition("\n\n")[0]
    assert "make lint" in (repo / ".ci" / "run").read_text("utf-8")
    counted = yaml.safe_load((repo / "tools" / "ratchet.yaml").read_text("utf-8"))
    assert set(counted) == {"complex functions", "long functions", "type errors"}
    assert sum(counted["complex functions"].values()) <= 20 and sum(counted["type errors"].values()) <= 351


def test_no_property_fails_for_a_slow_machine():
    assert settings().deadline is None


def test_the_hooks_of_a_commit_are_those_of_the_environment(repo, project):
    hooks = yaml.safe_load((repo / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    entries = {hook["id"]: hook["entry"].split()[0] for hook in hooks}
    assert entries == {"ruff": ".venv/bin/ruff", "ruff-format": ".venv/bin/ruff", "nbstripout": ".venv/bin/nbstripout"}
    asked = {item.partition(">")[0] for item in project["project"]["optional-dependencies"]["test"]}
    assert {"ruff", "nbstripout", "page-validation", "mypy", "radon"} <= asked


SUITES = {"definitions", "faults", "fuzz", "gold", "lab", "notebooks"}
"""Folders of tests of the definitions, of the notebooks, and of the whole; every other mirrors one of `src`."""


def test_the_folders_of_tests_are_those_of_the_code(repo):
    parts = {path.parent.name for path in (repo / "src" / "ipstats").glob("*/__init__.py")}
    packages = {path.parent.name for path in (repo / "src").glob("*/__init__.py")} - {"ipstats"}
    folders = {path.relative_to(repo / "tests").parts[0] for path in (repo / "tests").glob("*/**/test_*.py")}
    assert folders == parts | packages | SUITES
