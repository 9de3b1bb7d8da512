"""Exported pages and JupyterLab's menu in a real headless Chromium."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from appendices import TABLE, cell, code, column, growth_table, notebook, shown
from nbformat.v4 import new_markdown_cell
from test_export_hostile import DRAWINGS, REFRESH, drawn

from chromium import Chromium, executable
from lab_server import free_port, served
from nbappendix import export, menu
from nbappendix.files import write_whole

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(executable() is None, reason="no Chromium here: install the package chromium"),
]
SNIFFER = "html_codesniffer@2.5.1"
AXE = "axe-core@4.10.3"


@pytest.fixture(scope="module")
def axe(tmp_path_factory) -> str:
    """The accessibility checker's script, fetched by npm."""
    if shutil.which("npm") is None:
        pytest.skip("no npm here, which brings axe-core")
    folder = tmp_path_factory.mktemp("axe")
    subprocess.run(["npm", "install", "--no-save", "--silent", "--prefix", str(folder), AXE], check=True, timeout=300)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def sniffer(tmp_path_factory) -> str:
    """HTML_CodeSniffer's script, a second opinion beside axe, fetched by npm."""
    if shutil.which("npm") is None:
        pytest.skip("no npm here, which brings HTML_CodeSniffer")
    folder = tmp_path_factory.mktemp("sniffer")
    subprocess.run(
        ["npm", "install", "--no-save", "--silent", "--prefix", str(folder), SNIFFER], check=True, timeout=300
    )
    return (folder / "node_modules" / "html_codesniffer" / "build" / "HTMLCS.js").read_text("utf-8")


@pytest.fixture(params=["own", "foreign"])
def page_file(request, tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    notebook = tmp_path / f"{request.param}.ipynb"
    nbformat.write(request.getfixturevalue(request.param), notebook)
    return export(notebook, "html")[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_violation(page_file, axe, scheme):
    with Chromium() as page:
        page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        page.open(page_file.as_uri())
        page.run("document.querySelectorAll('details').forEach(d => { d.open = true })")
        page.run(axe)
        found = page.run("axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations))")
        told = [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in json.loads(found)]
        assert told == []


SNIFF = """new Promise(done => HTMLCS.process('WCAG2AA', document, () => done(JSON.stringify(
  HTMLCS.getMessages().filter(m => m.type === HTMLCS.ERROR)
    .map(m => [m.code, m.msg, (m.element.outerHTML || '').slice(0, 120)])
))))"""


def test_no_error_against_wcag_2_aa(page_file, sniffer):
    with Chromium() as page:
        page.open(page_file.as_uri())
        page.run("document.querySelectorAll('details').forEach(d => { d.open = true })")
        page.run(f"{sniffer};1")
        found = json.loads(page.run(SNIFF))
        # it takes a heading of a group of rows for one of the rows above it too
        assert [one for one in found if not one[0].endswith("H43.IncorrectAttr")] == []


def test_nothing_that_a_notebook_shows_leads_the_page_away(tmp_path, monkeypatch):
    """A refresh is no request of the page's own: the content security policy does not stop it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    table = growth_table()
    table["rows"][0]["cells"][0]["color"] = f"red}}</style>{REFRESH}"
    cells = [code("x", shown("image/svg+xml", drawn(inside))) for inside in DRAWINGS.values()]
    cells += [code("x", shown(TABLE, table)), new_markdown_cell(rf"$\text{{{REFRESH}}}$ [x](javascript:x())")]
    nbformat.write(notebook(*cells), tmp_path / "evil.ipynb")
    address = export(tmp_path / "evil.ipynb", "html")[0].as_uri()
    with Chromium() as page:
        page.open(address)
        page.run("new Promise(done => setTimeout(done, 700))")
        assert page.run("document.location.href") == address
        assert [r for r in page.requests if not r.startswith(("data:", address))] == []


def test_charts_are_no_white_boxes_in_the_dark_and_scroll_on_a_small_screen(page_file):
    with Chromium() as page:
        page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
        page.call("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=True)
        page.open(page_file.as_uri())
        chart = "document.querySelector('.chart svg')"
        assert "invert" in page.run(f"getComputedStyle({chart}).filter")
        assert page.run(f"getComputedStyle({chart}).backgroundColor") == "rgba(0, 0, 0, 0)"
        assert page.run(f"{chart}.getBoundingClientRect().width") >= 570
        assert page.run("document.documentElement.scrollWidth") <= 390


def test_page_requests_nothing_and_obeys_its_own_policy(page_file):
    with Chromium() as page:
        page.open(page_file.as_uri())
        page.run("document.fonts.ready.then(() => 1)")
        assert [r for r in page.requests if not r.startswith(("data:", page_file.as_uri()))] == []
        assert page.messages == []
        assert page.run("document.fonts.check('16px \"Report Sans\"', '年')") is True


@pytest.mark.parametrize("page_file", ["own"], indirect=True)
def test_table_sorts_by_mouse_and_keyboard_and_says_so(page_file):
    with Chromium() as page:
        page.open(page_file.as_uri())
        sortable = "[...document.querySelectorAll('th[data-column]')].filter(h => h.querySelector('button'))"
        head = f"({sortable}).find(h => h.textContent === '2022年')"
        column = f"[...({head}).closest('table').querySelectorAll('tr.body')].map(r => r.cells[2].textContent)"
        before = page.run(column)
        page.click(f"({head}).querySelector('button')")
        assert page.run(f"({head}).getAttribute('aria-sort')") == "ascending"
        assert "升序" in page.run("document.getElementById('status').textContent")
        page.run(f"({head}).querySelector('button').focus()")
        page.press("Enter", 13)
        assert page.run(f"({head}).getAttribute('aria-sort')") == "descending"
        groups = page.run(f"({head}).closest('table').tBodies.length")
        assert groups == 2, "sorting keeps the groups apart"
        page.press("Enter", 13)
        assert page.run(f"({head}).getAttribute('aria-sort')") is None
        assert page.run(column) == before


def test_code_unfolds_at_once(page_file):
    with Chromium() as page:
        page.open(page_file.as_uri())
        shown = "document.querySelectorAll('details.code[open]').length"
        stub = "getComputedStyle(document.querySelector('details.code')).display"
        assert page.run(shown) == 0 and page.run(stub) == "none", "a reader who asks for no code sees none of it"
        page.click("document.getElementById('code')")
        assert page.run(shown) == page.run("document.querySelectorAll('details.code').length") > 0
        assert page.run(stub) == "block"


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory, own):
    """The address of a real JupyterLab over a folder with one executed notebook."""
    tmp_path = tmp_path_factory.mktemp("lab")
    work = tmp_path / "work"
    work.mkdir()
    nbformat.write(own, work / "report.ipynb")
    port = free_port()
    settings = {"IdentityProvider.token": "", "ServerApp.port": port, "ServerApp.open_browser": False,
                "ServerApp.allow_root": True, "ServerApp.root_dir": str(work)}  # fmt: skip
    options = [f"--{name}={value}" for name, value in settings.items()]
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(tmp_path / "conf"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
    }
    shipped = Path(menu.__file__).with_name("jupyter-server.json")
    write_whole(tmp_path / "conf" / "jupyter_server_config.d" / "nbappendix.json", shipped.read_bytes())
    with served([sys.executable, "-m", "jupyterlab", *options], port, tmp_path, environment) as address:
        yield address


def _item(label: str) -> str:
    return f"[...document.querySelectorAll('.lm-Menu-item')].find(i => i.textContent.includes('{label}'))"


@pytest.mark.parametrize(
    ("label", "suffix", "start"),
    [
        ("统计附录（PDF）", "pdf", b"%PDF-"),
        ("统计附录（网页）", "html", b"<!DOCTYPE html>"),
        ("统计附录（Excel", "xlsx", b"PK"),
    ],
    ids=["pdf", "html", "xlsx"],
)
def test_jupyterlab_menu_item_downloads_the_appendix(jupyterlab, tmp_path, label, suffix, start):
    assert menu.installed(), "the package brings the menu; `menu.install()` repairs it"
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    with Chromium(downloads) as page:
        page.open(f"{jupyterlab}/lab/tree/report.ipynb")
        page.wait("!!document.querySelector('.jp-Notebook .jp-Cell') && !document.getElementById('jupyterlab-splash')")
        # JupyterLab fills the menu in when the server has named its formats; a click before that would miss
        page.wait("performance.getEntriesByType('resource').some(r => /api.nbconvert/.test(r.name) && r.responseEnd)")
        page.wait("/Idle|空闲/.test(document.body.textContent)")
        page.click("[...document.querySelectorAll('.lm-MenuBar-item')].find(i => i.textContent === 'File')")
        page.hover(_item("Save and Export Notebook As"))
        page.wait(f"!!({_item(label)})")
        shown = page.run("[...document.querySelectorAll('.lm-Menu-item')].map(i => i.textContent)")
        assert sum("统计附录" in one for one in shown) == 4, shown
        assert not [one for one in shown if "nbappendix" in one.lower()], "raw names of the same formats"
        if os.environ.get("APPENDIX_PICTURES"):
            page.screenshot(Path(os.environ["APPENDIX_PICTURES"]) / "jupyterlab-menu.png")
        page.click(_item(label))
        for _ in range(300):
            if found := list(downloads.glob(f"*.{suffix}")):
                break
            page.run("1")
            time.sleep(0.2)
        assert found, list(downloads.iterdir())
        assert found[0].read_bytes().startswith(start)


def test_a_table_of_ten_columns_fits_the_page_of_a_small_laptop(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    heads = ["获奖", "全国", "占比（%）", "获奖", "全国", "占比（%）", "增减", "增速（%）", "占比增减\n（百分点）"]
    columns = [column("prize", "奖项", "left")] + [column(f"c{i}", label) for i, label in enumerate(heads)]
    cells = [cell("\u3000中国外观设计优秀奖"), *(cell("843", 843, mark="U") | {"sign": "①②"} for _ in heads)]
    told = growth_table() | {"columns": columns, "rows": [{"kind": "body", "cells": cells}]}
    path = tmp_path / "wide.ipynb"
    nbformat.write(notebook(code("table", shown(TABLE, told)), new_markdown_cell("# 一\n\n## 二\n\n## 三")), path)
    with Chromium() as page:
        page.call("Emulation.setDeviceMetricsOverride", width=1200, height=900, deviceScaleFactor=1, mobile=False)
        page.open(export(path, "html")[0].as_uri())
        assert page.run("[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth)")
