"""Is this machine able to do all of it? Each answer says what to do when it is no."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import Distribution, requires
from pathlib import Path
from typing import NamedTuple

from ipstats import project
from ipstats.errors import IpstatsError
from ipstats.messages import said


class Diagnosis(NamedTuple):
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


def _answers() -> Iterator[Diagnosis]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Diagnosis(sys.version_info >= (3, 11), f"Python {version}", "install Python 3.11 or newer")
    yield from _libraries()
    yield from _fonts()
    yield _kernel()
    yield from _menu()
    yield from _folders()
    yield Diagnosis(
        True, "reports run in forked processes" if hasattr(os, "fork") else "no fork here: plain papermill is used"
    )


def _libraries() -> Iterator[Diagnosis]:
    needed = [re.split(r"[^\w.-]", line)[0] for line in requires("ipstats") or () if "extra ==" not in line]
    missing = [name for name in needed if not any(Distribution.discover(name=name))]
    yield Diagnosis(not missing, "libraries", f"{', '.join(missing)} missing; run `make report` again")


def _fonts() -> Iterator[Diagnosis]:
    from nbappendix.fonts import faces

    try:
        found = faces()
    except (ImportError, IpstatsError) as error:
        yield Diagnosis(False, "Chinese faces", f"{error}; run `make report` again")
        return
    absent = [name for name, path in found.items() if not Path(path).is_file()]
    yield Diagnosis(
        not absent, f"Chinese faces ({', '.join(found)})", f"{', '.join(absent)} missing; run `make report` again"
    )


def _kernel() -> Diagnosis:
    from jupyter_client.kernelspec import KernelSpecManager

    spec = KernelSpecManager().find_kernel_specs().get("python3")
    return Diagnosis(spec is not None, f"Jupyter kernel python3 ({spec})", "run `python -m ipykernel install --user`")


def _menu() -> Iterator[Diagnosis]:
    from nbappendix.menu import installed

    yield Diagnosis(installed(), "JupyterLab export menu", "run `ipstats doctor --menu`")


def _folders() -> Iterator[Diagnosis]:
    try:
        folders = [project.processed(), project.reports()]
    except IpstatsError:
        yield Diagnosis(True, "not in a project; `ipstats init DIR` lays one out")
        return
    for folder in folders:
        yield Diagnosis(
            _writable(folder), f"{folder.name}/ can be written", f"give yourself write permission on {folder}"
        )


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return True
    except OSError:
        return False
