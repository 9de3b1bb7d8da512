"""The shape of the house: direction of imports, size of modules, agreement of the set-up files."""

import ast
import re
import tomllib

import pytest
import yaml

from ipstats import _VERBS

MAY_IMPORT = {
    "model": set(),
    "documents": {"model"},
    "grammar": {"model"},
    "reading": {"model", "documents", "grammar"},
    "collect": {"model", "documents", "grammar", "reading"},
    "checks": {"model", "grammar"},
    "analysis": {"model"},
    "display": {"model", "analysis", "checks"},
    "publishing": {"model", "documents", "reading", "collect", "checks", "display"},
}
"""Part -> parts it may import. `checks` reads printed figures with the reader's own grammar; `publishing` asks `collect`
for sources and their text, the checks for a report's standing and the display for its words."""

LONGEST = 500


def modules(repo):
    return sorted((repo / "src" / "ipstats").rglob("*.py"))


def imported(path) -> set[str]:
    """Names below `ipstats.` that a module imports, at its top or inside a function."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ipstats"):
            below = node.module.split(".")[1:]
            names |= {below[0]} if below else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.name.split(".")[1] for a in node.names if a.name.startswith("ipstats.")}
    return names


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_the_direction_of_the_flow(repo, part):
    for path in (repo / "src" / "ipstats" / part).rglob("*.py"):
        wrong = (imported(path) & set(MAY_IMPORT)) - MAY_IMPORT[part] - {part}
        assert not wrong, f"{path.relative_to(repo)} imports {', '.join(sorted(wrong))}"


def test_a_module_can_be_read_in_a_sitting(repo):
    long = {
        str(p.relative_to(repo)): n for p in modules(repo) if (n := len(p.read_text("utf-8").splitlines())) > LONGEST
    }
    assert not long, "two modules in one file"


def test_every_public_verb_is_there_and_documented():
    import ipstats

    for name in _VERBS:
        assert getattr(ipstats, name).__doc__, f"ipstats.{name} has no docstring"


def test_importing_the_package_imports_no_heavy_library(repo):
    import subprocess
    import sys

    script = (
        "import ipstats, ipstats.cli, sys; print(*{'pandas', 'papermill', 'matplotlib', 'numpy'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


def name_and_range(requirement: str) -> tuple[str, str]:
    name, rest = re.fullmatch(r"([A-Za-z0-9_.-]+)(?:\[[^]]*\])?(.*)", requirement.strip()).groups()
    return name.lower().replace("_", "-"), rest.replace(" ", "")


def test_environment_yml_asks_for_what_pyproject_asks_for(repo):
    project = tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))["project"]
    declared = dict(map(name_and_range, project["dependencies"])) | {"python": project["requires-python"]}
    listed = yaml.safe_load((repo / "environment.yml").read_text("utf-8"))["dependencies"]
    conda = [item for item in listed if isinstance(item, str) and item != "pip"]
    pip = [item for item in listed[-1]["pip"] if not item.startswith("-e")]
    assert dict(map(name_and_range, conda + pip)) == declared


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_pins_every_dependency_with_hashes_and_names_no_registry(repo, lock):
    text = (repo / lock).read_text("utf-8")
    pinned = {m[1].lower().replace("_", "-") for m in re.finditer(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", text, re.M)}
    project = tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))["project"]
    assert {name_and_range(item)[0] for item in project["dependencies"]} <= pinned
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n?", "", text, flags=re.M).strip())
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)


def test_no_path_of_a_machine_stands_in_the_tree(repo):
    import subprocess

    pattern = r"(^|[^A-Za-z0-9_.])/(home|root|work|Users)/"
    found = subprocess.run(
        ["git", "grep", "-nIE", pattern, "--", ".", ":!*.lock", ":!tests/test_architecture.py"],
        cwd=repo,
        capture_output=True,
        text=True,
    )
    assert found.stdout == ""
