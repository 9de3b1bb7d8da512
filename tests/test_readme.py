"""What the README tells a reader to type does what it says, in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MADE = {"gallery.md", "reference.md"}
"""Pages of the manual that its build makes (tools/docs.py)."""
BLOCK = re.compile(r"<!-- test: (python|sh) -->\n```\w+\n(.*?)```", re.S)

REPORT = """# 苏州市知识产权局2023年工作总结

2023年，全市专利授权量96231件，同比增长3.5%，其中发明专利授权量20814件。2022年，全市专利授权量92977件。
"""


def blocks(path: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(path.read_text("utf-8"))


def commands(path: Path) -> list[str]:
    """The shell commands of a page without remarks and blank lines, which may differ between languages."""
    lines = [line for kind, code in blocks(path) if kind == "sh" for line in code.splitlines()]
    return [bare for line in lines if (bare := re.sub(r"\s{2,}#.*", "", line).strip())]


@pytest.fixture(scope="module")
def project(repo, tmp_path_factory) -> Path:
    """A copy of the project with its shipped data, so that nothing is written into the checkout."""
    folder = tmp_path_factory.mktemp("project")
    for part in ("data/raw", "notebooks"):
        shutil.copytree(repo / part, folder / part)
    for part in ("data/processed", "reports"):
        (folder / part).mkdir()
    (folder / "my-report.md").write_text(REPORT, encoding="utf-8")
    return folder


def run(command: list[str], folder: Path) -> str:
    tools = str(Path(sys.executable).parent)
    environment = {k: v for k, v in os.environ.items() if k != "IPSTATS_ROOT"}
    environment["PATH"] = tools + os.pathsep + environment["PATH"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_both_languages_say_the_same(repo):
    assert commands(repo / "README.md") == commands(repo / "README.zh-CN.md")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_it_says_how_the_command_is_found_before_it_is_used(repo, name):
    """`make report` installs into `.venv`, which is on nobody's PATH."""
    text = (repo / name).read_text("utf-8")
    assert 0 < text.find(". .venv/bin/activate") < text.find("\nipstats ")


@pytest.mark.slow
def test_every_example_runs(repo, project):
    run(["ipstats", "build", "--quiet"], project)
    said = ""
    examples = [*blocks(repo / "README.md"), *(b for b in blocks(repo / "README.zh-CN.md") if b[0] == "python")]
    for kind, code in examples:
        said += run([sys.executable, "-c", code] if kind == "python" else ["bash", "-ec", code], project)
    assert "专利授权量" in said and "365000" in said.replace("_", "").replace(",", "")
    made = {path.suffix for path in (project / "reports" / "110000" / "2023").iterdir()}
    assert {".html", ".pdf", ".xlsx", ".ipynb"} <= made
    assert (project / "reports" / "320500" / "2023" / "01_growth-vs-2022.zh.html").is_file()
    assert "fig-" in (project / "my-report.html").read_text("utf-8")


def test_links_lead_somewhere(repo):
    for name in ("README.md", "README.zh-CN.md", *(f"docs/{p.name}" for p in (repo / "docs").glob("*.md"))):
        page = repo / name
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert target in MADE or (page.parent / target).exists(), f"{name}: {target}"
