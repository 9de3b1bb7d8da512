"""In a real JupyterLab: a review run to its end by keyboard, a number clicked, the data explored."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from chromium import Chromium, executable
from ipstats.collect.reviewing import open_session
from lab_server import free_port, served
from small_project import Project

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(executable() is None, reason="no Chromium here: install the package chromium"),
]
SOURCE = "court-national-2023"
LOOK = """
import ipstats
observations = ipstats.load()
rows = ipstats.figures(observations, area=area, year=year, indicator="专利授权量")
ipstats.quote(rows.iloc[0], language)
"""
PANEL = "document.querySelector('.ipstats-review')"
SHIFT, ENTER = 8, 13


@pytest.fixture(scope="module")
def project(tmp_path_factory, repo) -> Project:
    """A project with a district's report, figures of three places, and a notebook with a number that is a link."""
    made = Project(tmp_path_factory.mktemp("lab") / "project").lay_out()
    raw = made.root / "data" / "raw"
    text = (repo / "tests" / "gold" / f"{SOURCE}.txt").read_text("utf-8")
    (raw / f"{SOURCE}.txt").write_text(text, "utf-8")
    (raw / f"{SOURCE}.txt.source.yaml").write_text(
        "title: 知识产权司法保护\narea: 全国\nperiod: '2023'\npublished: 2024-04-22\nwording: restated\n", "utf-8"
    )
    made.notebook("00_look", LOOK)
    cells = ['import ipstats\npanel = ipstats.review("court-national-2023", by="张三")\npanel',
             'import ipstats\nipstats.explore(area="北京市")']  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": list(map(made.code, cells)), "metadata": kernel, "nbformat": 4, "nbformat_minor": 4}
    (made.root / "try.ipynb").write_text(json.dumps(notebook), "utf-8")
    return made


def ipstats(project: Project, *arguments: str) -> None:
    environment = os.environ | {"IPSTATS_ROOT": str(project.root)}
    subprocess.run([sys.executable, "-m", "ipstats", *arguments], cwd=project.root, env=environment, check=True)


@pytest.fixture(scope="module")
def lab(project, tmp_path_factory):
    """The address of a JupyterLab that `ipstats lab` started on the project."""
    folder = tmp_path_factory.mktemp("server")
    ipstats(project, "build", "--quiet")
    ipstats(project, "report", "00_look", "--area", "北京市", "--year", "2023", "--quiet")
    port = free_port()
    options = ["--IdentityProvider.token=", f"--ServerApp.port={port}", "--no-browser", "--allow-root"]
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(folder / "conf"), "JUPYTER_RUNTIME_DIR": str(folder / "run")}
    environment |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "IPSTATS_ROOT": str(project.root)}
    environment |= {"JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces")}
    command = [sys.executable, "-m", "ipstats", "lab", "--", *options]
    with served(command, port, folder, environment, cwd=project.root) as address:
        yield address


def opened(page: Chromium, lab: str, path: str) -> None:
    page.open(f"{lab}/lab/tree/{path}?reset")
    page.wait("!!document.querySelector('.jp-Notebook .jp-Cell') && !document.getElementById('jupyterlab-splash')")
    page.wait("/Idle|空闲/.test(document.body.textContent)")


def run_cell(page: Chromium, number: int) -> None:
    """Click into a cell and press Shift+Enter, until the cell runs: a notebook that just opened may miss it."""
    cell = f"document.querySelectorAll('.jp-Notebook .jp-CodeCell')[{number}]"
    for _ in range(20):
        page.click(f"{cell}.querySelector('.cm-content')")
        time.sleep(0.5)
        for kind in ("keyDown", "keyUp"):
            page.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=ENTER,
                      modifiers=SHIFT)  # fmt: skip
        time.sleep(1)
        if page.run(f"/\\[[*0-9]+\\]/.test({cell}.querySelector('.jp-InputPrompt').textContent)"):
            return
    raise TimeoutError(f"cell {number} does not run")


def key(page: Chromium, sign: str) -> None:
    for kind in ("keyDown", "keyUp"):
        page.call("Input.dispatchKeyEvent", type=kind, key=sign, text=sign if kind == "keyDown" else "",
                  windowsVirtualKeyCode=ord(sign.upper()))  # fmt: skip


def asked(page: Chromium) -> str:
    return page.run(f"{PANEL}.innerText")


def press(page: Chromium, sign: str) -> str:
    """Press a key in the panel and wait until it shows something else."""
    before = asked(page)
    key(page, sign)
    page.wait(f"{PANEL}.innerText !== {json.dumps(before)}")
    return asked(page)


def pictured(page: Chromium, name: str) -> None:
    if folder := os.environ.get("LAB_PICTURES"):
        page.screenshot(Path(folder) / f"{name}.png")


def test_a_review_is_run_to_its_end_by_keyboard(lab, project):
    file = project.root / "data" / "raw" / f"{SOURCE}.txt.corrections.yaml"
    raw = file.with_name(f"{SOURCE}.txt").read_bytes()
    with Chromium() as page:
        opened(page, lab, "try.ipynb")
        run_cell(page, 0)
        page.wait(f"!!({PANEL} && {PANEL}.querySelector('.question'))")
        pictured(page, "review")
        cells = page.run("document.querySelectorAll('.jp-Notebook .jp-Cell').length")
        page.click(f"{PANEL}.querySelector('.question')")
        assert page.run(f"document.activeElement === {PANEL}")
        first = asked(page)
        assert press(page, "j") != first
        assert press(page, "k") == first
        press(page, "a")
        written = file.read_text("utf-8")
        assert "action: confirm" in written and "张三" in written
        press(page, "u")
        assert not file.exists()
        press(page, "t")
        page.call("Input.insertText", text="时间=2021-12-31")
        page.press("Enter", ENTER)
        page.wait(f"!{PANEL}.querySelector('[data-typed]')")
        assert "2021-12-31" in file.read_text("utf-8")
        answers = 1
        while page.run(f"!!{PANEL}.querySelector('.question')"):
            press(page, "a")
            answers += 1
        assert page.run("document.querySelectorAll('.jp-Notebook .jp-Cell').length") == cells, (
            "keys stayed in the panel"
        )
        pictured(page, "review-end")
    entries = yaml.safe_load(file.read_text("utf-8"))
    assert sum(entry["as"] == "group" for entry in entries) > 1
    assert answers < len(entries)
    assert file.with_name(f"{SOURCE}.txt").read_bytes() == raw
    ipstats(project, "build", "--quiet")
    table = __import__("pandas").read_parquet(project.root / "data" / "processed" / "observations.parquet")
    own = table[table["source_id"] == SOURCE]
    assert len(own) > 30 and set(own["trust"]) == {"sure"}


def test_a_page_is_answered_by_keyboard_and_its_download_fits(project, tmp_path):
    page_file, file = tmp_path / "review.html", f"{SOURCE}.txt.corrections.yaml"
    raw = shutil.copytree(project.root / "data" / "raw", tmp_path / "raw")
    (raw / file).unlink(missing_ok=True)
    ipstats(project, "review", str(raw / f"{SOURCE}.txt"), "--html", str(page_file), "--by", "王某")
    with Chromium(tmp_path) as page:
        page.open(page_file.as_uri())
        pictured(page, "review-page")
        questions = page.run("document.querySelectorAll('[data-question]').length")
        page.click("document.querySelector('[data-row]')")
        page.run("document.activeElement.blur()")
        key(page, "j")
        for sign in ("a", *"uja", *"a" * questions):
            key(page, sign)
        assert page.run("document.getElementById('count').textContent") == str(questions - 1)
        page.click("document.getElementById('download')")
        for _ in range(100):
            if (tmp_path / file).is_file():
                break
            time.sleep(0.1)
    entries = yaml.safe_load((tmp_path / file).read_text("utf-8"))
    assert {entry["by"] for entry in entries} == {"王某"}
    shutil.copy(tmp_path / file, raw)
    left = open_session(raw / f"{SOURCE}.txt").groups
    assert [len(group) for group in left].count(1) >= 1 and len(left) == 2, "one skipped, one row left out"


@pytest.mark.parametrize("path", ["my-notebooks/00_look.ipynb", "reports/110000/2023/00_look-vs-2022.zh.ipynb"])
def test_a_number_leads_to_its_place(lab, project, path):
    assert (project.root / path).is_file(), list((project.root / "reports").rglob("*.ipynb"))
    with Chromium() as page:
        opened(page, lab, path)
        link = "document.querySelector('.jp-OutputArea a[href*=\"#fig-\"]')"
        if path.startswith("my-notebooks"):
            for number in range(2):
                run_cell(page, number)
        page.wait(f"!!({link})")
        pictured(page, "link")
        page.click(link)
        assert "#fig-" in page.follow("/files/reports/sources/")
        assert page.wait("(document.querySelector(':target') || {}).textContent").startswith("110件")
    assert not list((project.root / "reports").rglob(".ipynb_checkpoints/*.html"))


def test_the_data_is_explored(lab):
    with Chromium() as page:
        opened(page, lab, "try.ipynb")
        run_cell(page, 1)
        explorer = "document.querySelector('.ipstats-explorer')"
        page.wait(f"!!({explorer} && {explorer}.querySelector('img'))")
        assert "北京市2023年各项指标及与2022年比较" in page.run(f"{explorer}.innerText")
        page.click(f"{explorer}.querySelector('select[size] option')")
        page.wait(f"{explorer}.innerText.includes('2023年，北京市专利授权量110件')")
        pictured(page, "explorer")


def test_working_copies_leave_the_notebooks_alone(lab, project):
    copy = project.root / "my-notebooks" / "00_look.ipynb"
    notebook = project.root / "notebooks" / "00_look.ipynb"
    assert copy.is_file()
    assert "# Title" in notebook.read_text("utf-8") and "# Title" not in copy.read_text("utf-8")
    assert shutil.which("git") is None or "my-notebooks" in (Path(__file__).parents[2] / ".gitignore").read_text()
