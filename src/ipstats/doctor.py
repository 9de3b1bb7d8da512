"""Is this machine able to do all of it? Each answer says what to do when it is no."""

import os
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ipstats import project
from ipstats.errors import IpstatsError
from ipstats.messages import said


class Answer(NamedTuple):
    ok: bool
    what: str
    remedy: str = ""


def examine(*, install_menu: bool = False, quiet: bool = False) -> bool:
    """Print an answer a line (only the noes when `quiet`); true when every need is met."""
    if install_menu:
        from nbappendix.menu import install

        install()
    answers = list(_answers())
    for answer in answers:
        if not (quiet and answer.ok):
            print("ok " if answer.ok else "NO ", said(answer.what if answer.ok else f"{answer.what}: {answer.remedy}"))
    return all(answer.ok for answer in answers)


def _answers() -> Iterator[Answer]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Answer(sys.version_info >= (3, 11), f"Python {version}", "install Python 3.11 or newer")
    yield from _libraries()
    yield from _fonts()
    yield _kernel()
    yield from _menu()
    yield from _folders()
    yield Answer(
        True, "reports run in forked processes" if hasattr(os, "fork") else "no fork here: plain papermill is used"
    )


def _libraries() -> Iterator[Answer]:
    needed = (
        "pandas",
        "pyarrow",
        "matplotlib",
        "seaborn",
        "papermill",
        "jupyterlab",
        "anywidget",
        "typst",
        "lxml",
        "docx",
    )
    missing = [name for name in needed if find_spec(name) is None]
    yield Answer(not missing, "libraries", f"{', '.join(missing)} missing; run `make report` again")


def _fonts() -> Iterator[Answer]:
    from nbappendix.fonts import faces

    try:
        found = faces()
    except (ImportError, IpstatsError) as error:
        yield Answer(False, "Chinese faces", f"{error}; run `make report` again")
        return
    absent = [name for name, path in found.items() if not Path(path).is_file()]
    yield Answer(
        not absent, f"Chinese faces ({', '.join(found)})", f"{', '.join(absent)} missing; run `make report` again"
    )


def _kernel() -> Answer:
    from jupyter_client.kernelspec import KernelSpecManager

    spec = KernelSpecManager().find_kernel_specs().get("python3")
    return Answer(spec is not None, f"Jupyter kernel python3 ({spec})", "run `python -m ipykernel install --user`")


def _menu() -> Iterator[Answer]:
    from nbappendix.menu import installed

    yield Answer(installed(), "JupyterLab export menu", "run `ipstats doctor --menu`")


def _folders() -> Iterator[Answer]:
    try:
        folders = [project.processed(), project.reports()]
    except IpstatsError:
        yield Answer(True, "not in a project; `ipstats init DIR` lays one out")
        return
    for folder in folders:
        yield Answer(_writable(folder), f"{folder.name}/ can be written", f"give yourself write permission on {folder}")


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return True
    except OSError:
        return False
