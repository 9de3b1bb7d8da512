"""docs/walkthrough.md is done as it is written: its files are made, its commands run, and what it promises is there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
BLOCK = re.compile(r"^```(\w+)(?: (\w+)=(\S+))?\n(.*?)^```$", re.M | re.S)


@pytest.fixture(scope="module")
def walked(repo, tmp_path_factory):
    """A project in which the page was followed, and what every command said."""
    root = tmp_path_factory.mktemp("walk")
    shutil.copytree(repo / "notebooks", root / "notebooks")
    shutil.copytree(repo / "data" / "raw", root / "data" / "raw")
    (root / "data" / "processed").mkdir()
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "IPSTATS_ROOT": str(root),
    }  # fmt: skip
    said = []
    for language, word, value, text in BLOCK.findall((repo / "docs" / "walkthrough.md").read_text("utf-8")):
        if word == "file":
            (root / value).write_text(text, "utf-8")
        elif language == "sh":
            for command in text.strip().splitlines():
                done = subprocess.run(command.split(), cwd=root, env=environment, capture_output=True, text=True)
                said.append(done.stdout + done.stderr)
                assert done.returncode == int(value or 0), f"{command}\n{said[-1]}"
        elif language == "text":
            assert text.strip() in said[-1]
    return root, said


def test_the_slip_is_found_and_its_correction_settles_it(walked):
    _, said = walked
    checks = [text for text in said if "核对" in text and "不可判定" in text]
    assert "矛盾1" in checks[0] and "矛盾0" in checks[1]


def test_the_report_says_what_the_documents_say(walked):
    root, _ = walked
    folder = root / "reports" / "320600" / "2024"
    notebook = json.loads((folder / "01_growth-vs-2023.zh.ipynb").read_text("utf-8"))
    prose = [
        output["data"]["application/vnd.ipstats.prose+json"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if "application/vnd.ipstats.prose+json" in output.get("data", {})
    ]
    wanted = "专利授权量31596件，比上年增长5.32%"
    inlines = next(one["inlines"] for one in prose if wanted in "".join(part["text"] for part in one["inlines"]))
    href = next(part["href"] for part in inlines if part["text"] == "31596件")
    page, anchor = href.split("#")
    assert f'id="{anchor}"' in (root / "reports" / page).read_text("utf-8")
    assert (folder / "01_growth-vs-2023.zh.pdf").read_bytes().startswith(b"%PDF")
    assert "31596" in (folder / "01_growth-vs-2023.zh.html").read_text("utf-8")


def test_the_originals_are_left_as_they_were(walked, repo):
    root, _ = walked
    assert (root / "data/raw/nantong-2024.md").read_bytes() == (root / "南通市2024年.md").read_bytes()
    for path in (repo / "data" / "raw").rglob("*"):
        if path.is_file():
            assert (root / "data" / "raw" / path.relative_to(repo / "data" / "raw")).read_bytes() == path.read_bytes()
