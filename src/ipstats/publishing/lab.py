"""JupyterLab on working copies: what a person tries in `my-notebooks/` changes no report.

A copy has the prose of one language. It is made anew when its notebook has changed and the copy has not; a copy that a
person has worked in is never touched.
"""

import hashlib
import json
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ipstats import project
from ipstats.errors import IpstatsError
from ipstats.messages import language as users_language
from ipstats.messages import say, spoken
from ipstats.publishing import records
from ipstats.publishing.home import opened_on
from ipstats.publishing.language import keep_language
from ipstats.publishing.parameters import parameters, read_notebook
from ipstats.publishing.records import write_whole
from nbappendix.menu import place

FOLDER = "my-notebooks"
MEMORY = ".copies.json"
FIRST = "00_explore.ipynb"
_VALUE = r"""^({}\s*:\s*(?:str|int)\s*=\s*)(?:(["']).*?\2|\d+)"""
"""The line of a parameter up to its value, and that."""


class Copies(NamedTuple):
    """What became of the working copies: made or renewed, kept because a person changed them."""

    folder: Path
    made: tuple[str, ...]
    kept: tuple[str, ...]


def copies(language: str) -> Copies:
    """Working copies of the project's notebooks with the prose of one language."""
    folder = project.root() / FOLDER
    folder.mkdir(exist_ok=True)
    memory = records.memory(folder / MEMORY)
    made, kept = [], []
    for path in sorted(project.notebooks().glob("*.ipynb")):
        text, copy = _copy(path, language), folder / path.name
        if copy.is_file() and _digest(copy.read_text(encoding="utf-8")) != memory.get(path.name):
            kept.append(path.name)
        elif not copy.is_file() or copy.read_text(encoding="utf-8") != text:
            write_whole(copy, text)
            memory[path.name] = _digest(text)
            made.append(path.name)
    write_whole(folder / MEMORY, json.dumps(memory, indent=1))
    return Copies(folder, tuple(made), tuple(kept))


def _copy(path: Path, language: str) -> str:
    """A notebook's text with the cells of one language, its parameters beginning with that and the project's area."""
    notebook = keep_language(read_notebook(path), language)
    values: dict[str, str | int] = {"language": language}
    with suppress(IpstatsError):
        values |= opened_on(parameters(notebook, path.stem))
    cells = [_beginning(cell, values) for cell in notebook["cells"]]
    return json.dumps(notebook | {"cells": cells}, ensure_ascii=False, indent=1) + "\n"


def _beginning(cell: dict, values: dict[str, str | int]) -> dict:
    if "parameters" not in cell.get("metadata", {}).get("tags", []):
        return cell
    source = "".join(cell["source"])
    for name, value in values.items():
        written = json.dumps(value, ensure_ascii=False)
        source = re.sub(_VALUE.format(name), rf"\g<1>{written}", source, flags=re.MULTILINE)
    return cell | {"source": source.splitlines(keepends=True)}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
CHINESE = {"@jupyterlab/translation-extension:plugin": {"locale": "zh_CN"}}


def menus(chinese: bool) -> Path:
    """JupyterLab's settings of this environment, beneath what a person chose: it asks no server for news, and its menus
    are Chinese where that is asked for; the file that says so."""
    override = place().with_name("ipstats-lab.json")
    write_whole(override, json.dumps(QUIET | (CHINESE if chinese else {})))
    return override


def run(language: str, arguments: list[str]) -> int:
    """Make the working copies and start JupyterLab on them; its exit status."""
    chosen = spoken(language)
    found = copies(chosen)
    if found.kept:
        say(f"kept your own: {', '.join(found.kept)} ({FOLDER}/)")
    first = found.folder / FIRST
    opened = [str(first.relative_to(found.folder.parent))] if first.is_file() else []
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={found.folder.parent}", *arguments, *opened]
    override = menus(language == "zh" or (not language and users_language() == "zh"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what comes last is done when it is ended, too
    try:
        return subprocess.call(command, cwd=found.folder.parent)
    finally:
        override.unlink(missing_ok=True)
