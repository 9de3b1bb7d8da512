"""The errands of docs/architecture.md are done on a copy as they are written; none needs more than three files."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "architecture.md"
FENCE = re.compile(r"^```(\w+)(?: (append|new|edit)=(\S+))?\n(.*?)^```$", re.M | re.S)
ERRANDS = dict(re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", PAGE.read_text("utf-8"), re.M | re.S))
WANTED = ("indicator", "unit", "phrase", "check", "chart", "notebook", "export format", "document format")


def change(path: Path, how: str, text: str) -> None:
    """Append to a file, write a new one, or put the lines with + in the place of those with -."""
    if how == "edit":
        old, new = ("".join(f"{line[1:]}\n" for line in text.splitlines() if line[0] == sign) for sign in "-+")
        before = path.read_text("utf-8")
        assert before.count(old) == 1, f"{path}: {old}"
        text = before.replace(old, new)
    elif how == "append":
        text = path.read_text("utf-8") + text
    else:
        assert not path.exists(), f"{path} is there already"
    path.write_text(text, "utf-8")


@pytest.fixture
def copy(repo, tmp_path):
    """The source, tests, notebooks and raw data of the project, without what was made of them."""
    for name in ("src", "tests/checks", "notebooks", "data/raw"):
        shutil.copytree(repo / name, tmp_path / name)
    for name in ("pyproject.toml", "tests/conftest.py", "tests/told.py", "requirements.lock"):
        shutil.copy2(repo / name, tmp_path / name)
    return tmp_path


def test_there_is_one_for_all_that_people_add():
    told = " ".join(ERRANDS)
    assert [one for one in WANTED if f" {one} " not in told] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ERRANDS, ids=lambda name: "_".join(re.findall("[a-z]{2,}", name)))
def test_an_errand_is_done_as_it_is_written(copy, name):
    blocks = FENCE.findall(ERRANDS[name])
    assert len({path for _, how, path, _ in blocks if how}) <= 3
    proofs = [(kind, text) for kind, how, _, text in blocks if not how]
    assert proofs
    command = {"sh": ["bash", "-ec"], "python": [sys.executable, "-c"]}
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "IPSTATS_ROOT": str(copy)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"

    def proved() -> list[str]:
        runs = [
            subprocess.run([*command[kind], text], cwd=copy, env=environment, capture_output=True, text=True)
            for kind, text in proofs
        ]
        return [one.stdout + one.stderr for one in runs if one.returncode]

    changes = [one for one in blocks if one[1]]
    assert not changes or proved(), "the proof holds before anything is added"
    for _, how, path, text in changes:
        change(copy / path, how, text)
    assert proved() == []
