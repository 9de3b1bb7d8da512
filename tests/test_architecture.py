"""The shape of the house: direction of imports, size of modules, agreement of the set-up files."""

import ast
import importlib.util
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
"""Part -> parts it may import. `checks` reads printed figures with the reader's own grammar; `publishing` asks
`collect` for sources and their text, the checks for a report's standing and the display for its words."""

ALONE = ("nbappendix", "papermill_fork")
"""Packages of this distribution that import neither `ipstats` nor each other."""

MAY_USE = {"nbappendix": {"display", "publishing", "doctor"}, "papermill_fork": {"publishing"}}
"""Package -> parts of `ipstats` that may import it: the typefaces, appendices and running of reports."""

LONGEST = 500

OWN = ("ipstats", *ALONE)


def modules(repo):
    return sorted((repo / "src").rglob("*.py"))


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


def packages_imported(path) -> set[str]:
    """The packages that a module imports, at its top or inside a function, or names in a string as one imports them."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
    return {name.split(".")[0] for name in names if re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", name)}


@pytest.mark.parametrize("package", ALONE)
def test_a_package_of_its_own_knows_none_of_the_others(repo, package):
    for path in (repo / "src" / package).rglob("*.py"):
        wrong = packages_imported(path) & {"ipstats", *ALONE} - {package}
        assert not wrong, f"{path.relative_to(repo)} imports {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("package", ALONE)
def test_only_some_parts_use_a_package_of_its_own(repo, package):
    for path in (repo / "src" / "ipstats").rglob("*.py"):
        part = path.relative_to(repo / "src" / "ipstats").parts[0].removesuffix(".py")
        assert package not in packages_imported(path) or part in MAY_USE[package], path.relative_to(repo)


@pytest.mark.parametrize("package", ALONE)
def test_a_package_of_its_own_builds_and_is_imported_alone(repo, package, tmp_path):
    """Its wheel is built from a copy; every module of it is imported where no other package of ours is found."""
    import shutil
    import subprocess
    import sys
    import zipfile

    shutil.copytree(repo / "src" / package, tmp_path / "src" / package)
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        f'[project]\nname = "{package}"\nversion = "1"\n'
        f'[tool.hatch.build.targets.wheel]\npackages = ["src/{package}"]\n'
    )
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=tmp_path, check=True)
    site = tmp_path / "site"
    zipfile.ZipFile(next((tmp_path / "dist").glob("*.whl"))).extractall(site)
    names = [".".join(p.relative_to(site).with_suffix("").parts) for p in sorted(site.rglob("*.py"))]
    script = (
        "import importlib, sys; from pathlib import Path\n"
        f"sys.path[:] = [{str(site)!r}, *(p for p in sys.path if Path(p) != Path({str(repo / 'src')!r}))]\n"
        f"{'import papermill' if package == 'papermill_fork' else ''}\n"
        f"for name in {names!r}:\n"
        "    name.endswith('leaving') or importlib.import_module(name.removesuffix('.__init__'))\n"
        "print(*{'ipstats', 'nbappendix', 'papermill_fork'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.strip() == package, done.stderr


def test_a_module_can_be_read_in_a_sitting(repo):
    long = {
        str(p.relative_to(repo)): n for p in modules(repo) if (n := len(p.read_text("utf-8").splitlines())) > LONGEST
    }
    assert not long, "two modules in one file"


@pytest.fixture
def ratchet(repo):
    spec = importlib.util.spec_from_file_location("ratchet", repo / "tools" / "ratchet.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_complex_and_long_functions_only_become_fewer(repo, ratchet):
    """The errors of types, which take half a minute to count, are compared by `make lint`."""
    assert ratchet.risen(ratchet.sizes(repo), ratchet.allowed()) == []


def test_one_more_complex_function_is_noticed(ratchet, tmp_path):
    folder = tmp_path / "src" / "ipstats" / "new"
    folder.mkdir(parents=True)
    lines = ["def f(a):", *["    a = a if a else 1"] * 12, *["    a += 1"] * 27, "    return a"]
    (folder / "module.py").write_text("\n".join(lines))
    assert [line.partition(",")[0] for line in ratchet.risen(ratchet.sizes(tmp_path), ratchet.allowed())] == [
        "ipstats/new: 1 complex functions",
        "ipstats/new: 1 long functions",
    ]
    (folder / "module.py").write_text("\n".join([lines[0], *lines[2:-2], lines[-1]]))
    assert ratchet.risen(ratchet.sizes(tmp_path), ratchet.allowed()) == []


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


def test_every_import_names_a_module_that_is_there(repo):
    """Imports inside functions run late; a module that moved must not be found missing by a user."""
    for path in sorted((repo / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            own = isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OWN
            assert not own or importlib.util.find_spec(node.module), f"{path.name}:{node.lineno}: {node.module}"
