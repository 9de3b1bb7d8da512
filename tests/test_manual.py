"""The manual: its commands can be typed as printed, its first pages are done as they are written, its site is whole."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from ipstats import cli

FENCE = re.compile(r"```([^\n]*)\n(.*?)```", re.S)
PAGES = ["index.md", "uses.md", "definitions.md"]


def blocks(page: Path) -> list[tuple[str, str]]:
    return FENCE.findall(page.read_text("utf-8"))


def printed(page: Path) -> list[str]:
    """The commands of ipstats on a page as they are typed, a shell's remark (#) beside them left out."""
    lines = [line.strip() for _, text in blocks(page) for line in text.splitlines()]
    bare = [re.split(r"\s+#\s|\s+\|\|", line)[0] for line in lines if line.startswith("ipstats ")]
    return [line.removesuffix("&") for line in bare if not re.search("FILE|NOTEBOOK|FOLDER|DIR|NAME|SOURCE", line)]


@pytest.mark.parametrize("page", sorted(path.name for path in (Path(__file__).parents[1] / "docs").glob("*.md")))
def test_every_command_can_be_typed(repo, page):
    whole = typer.main.get_command(cli.app)
    for line in printed(repo / "docs" / page):
        words = shlex.split(line)[1:]
        command = whole
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        assert command is not whole, line
        command.make_context("ipstats", words)


@pytest.mark.slow
def test_the_first_pages_are_done_as_they_are_written(repo, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "IPSTATS_ROOT"}
    environment["PATH"] = str(Path(sys.executable).parent) + os.pathsep + environment["PATH"]
    folder = tmp_path
    for kind, text in (block for page in PAGES for block in blocks(repo / "docs" / page)):
        if name := re.fullmatch(r"\w+ file=(\S+)", kind):
            (folder / name[1]).write_text(text, encoding="utf-8")
        if kind in ("sh", "python"):
            command = ["bash", "-ec", text] if kind == "sh" else [sys.executable, "-c", text]
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)
            assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
        folder = next((path.parents[1] for path in tmp_path.glob("*/data/raw")), folder)
    made = {path.suffix for path in (folder / "reports" / "110000" / "2023").iterdir()}
    assert made >= {".ipynb", ".html", ".pdf", ".docx", ".xlsx"}
    assert list(folder.glob("交付/*/data/datapackage.json"))
    read = (folder / "云溪2023.csv").read_text("utf-8-sig")
    assert "云溪新区" in read and "tea_geographical_indication_output" in read and "patent_grants" in read
