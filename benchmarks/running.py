"""How long reports take to run, beside papermill itself, in the same run: interleaved rounds, medians, ratios.

    python benchmarks/running.py [ROUNDS] [REPORTS]

Each method runs the same reports of the project's own notebooks in a process of its own, without exports; the clock
starts after that process has imported what it runs with, so the fork server's warming counts. The `floor` is the cells
alone in one shell, libraries imported, without papermill, isolation or files. Both sides find the package's modules
compiled, as `make` leaves them. Seconds depend on the machine and on what
else it does (the load is printed); the ratios are what to look at.
"""

import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AREAS = ("110000", "310000", "440000", "320000")
NOTEBOOKS = ("01_growth", "02_patents_per_10k", "03_award_rankings")
TRIVIAL = {
    "cells": [
        {"cell_type": "code", "id": "a", "metadata": {"tags": ["parameters"]}, "source": "area: str = '110000'",
         "outputs": [], "execution_count": None},
        {"cell_type": "code", "id": "b", "metadata": {}, "source": "1 + 1", "outputs": [], "execution_count": None},
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip

START = """
import json, os, sys, time
from papermill_fork.startup import guard_jsonschema
guard_jsonschema()
runs, out = json.loads(sys.argv[1]), sys.argv[2]
"""
PAPERMILL = (
    START
    + """
import papermill
for number, (path, given) in enumerate(runs):
    if number == FIRST:
        began = time.perf_counter()
    papermill.execute_notebook(path, f"{out}/{number}.ipynb", given, engine_name=ENGINE, progress_bar=False)
print(time.perf_counter() - began)
"""
)
REPORT = (
    START
    + """
from ipstats.publishing import report
from ipstats.publishing.reports import settings  # imported before the clock starts, as papermill is above
places, names = sorted({g["area"] for _, g in runs}), sorted({os.path.basename(p) for p, _ in runs})
began = time.perf_counter()
made = report(names, places, [2023], to=[], force=True, quiet=True, jobs=JOBS)
assert len(made) == len(runs) and all(one.status == "done" for one in made), made
print(time.perf_counter() - began)
"""
)
FLOOR = (
    START
    + """
import contextlib, io
import ipstats.publishing.warm
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
shell = InteractiveShell.instance()
began = time.perf_counter()
for path, given in runs:
    shell.reset()
    for cell in json.load(open(path))["cells"]:
        if cell["cell_type"] == "code":
            with capture_output():
                done = shell.run_cell("".join(cell["source"]))
            assert done.success, cell["source"]
            if "parameters" in cell["metadata"].get("tags", []):
                shell.user_ns.update(given)
print(time.perf_counter() - began)
"""
)
PLOOMBER = (
    START
    + """
from ploomber_engine import execute_notebook
began = time.perf_counter()
for number, (path, given) in enumerate(runs):
    execute_notebook(path, f"{out}/{number}.ipynb", parameters=given, progress_bar=False)
print(time.perf_counter() - began)
"""
)


def timed(script: str, runs: list, environment: dict) -> float:
    """Seconds that a script says its runs took."""
    with tempfile.TemporaryDirectory() as out:
        words = [sys.executable, "-c", script, json.dumps(runs), out]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, cwd=environment["IPSTATS_ROOT"])
    if done.returncode:
        raise SystemExit(done.stderr)
    return float(done.stdout.splitlines()[-1])


def whole(words: list[str], environment: dict) -> float:
    """Seconds of a whole command, from the start of its interpreter to the end of what it writes to its pipes."""
    began = time.perf_counter()
    subprocess.run(words, env=environment, check=True, capture_output=True, cwd=environment["IPSTATS_ROOT"])
    return time.perf_counter() - began


def methods(first: int = 0) -> dict[str, str]:
    """Name -> script; papermill's clock starts with its run number `first`."""
    papermill = PAPERMILL.replace("FIRST", str(first))
    found = {
        "papermill API, in sequence": papermill.replace("ENGINE", "None"),
        "engine fork, in sequence": papermill.replace("ENGINE", "'fork'"),
        "ipstats report, 1 job": REPORT.replace("JOBS", "1"),
        "ipstats report, 2 jobs": REPORT.replace("JOBS", "2"),
        "floor: the cells alone": FLOOR,
    }
    return found | ({"ploomber-engine": PLOOMBER} if find_spec("ploomber_engine") else {})


def copy_of_the_project(folder: Path) -> dict:
    """The environment of a copy whose reports may be overwritten."""
    for part in ("data", "notebooks"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "reports").mkdir()
    (folder / "notebooks" / "reports.yaml").write_text("to: []\n")  # papermill exports nothing either
    return os.environ | {"IPSTATS_ROOT": str(folder)}


def table(times: dict[str, list[float]], each: int, base: str) -> None:
    """A line a method: median seconds, per report, and the ratio to the base, round by round."""
    print(f"{'':34} {'seconds':>8} {'each':>6} {'ratio':>6}")
    for name, seconds in times.items():
        ratios = [mine / theirs for mine, theirs in zip(seconds, times[base], strict=True)]
        middle = statistics.median(seconds)
        print(f"{name:34} {middle:8.2f} {middle / each:6.2f} {statistics.median(ratios):6.2f}")


def _option(value) -> str:
    """Papermill's option that keeps a value's type: -r text, -p what YAML makes of it."""
    return "-r" if isinstance(value, str) else "-p"


def main(rounds: int, count: int) -> None:
    compileall.compile_dir(ROOT / "src", quiet=1)
    with tempfile.TemporaryDirectory() as name:
        environment = copy_of_the_project(Path(name))
        notebooks = Path(name) / "notebooks"
        trivial = notebooks / "trivial.ipynb"
        trivial.write_text(json.dumps(TRIVIAL))
        shared = {"year": 2023, "base_year": 2022, "language": "zh"}
        runs = [(str(notebooks / f"{n}.ipynb"), {"area": a} | shared) for a in AREAS for n in NOTEBOOKS][:count]
        report = [sys.executable, "-m", "ipstats", "report"]
        whole([*report, "01_growth", "--area", "110000", "--year", "2023"], environment)  # builds the table
        print(f"{len(runs)} reports, {rounds} rounds, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
        times = {name: [] for name in methods()}
        light = {"papermill API, trivial notebook": [], "engine fork, trivial notebook": []}
        given = [word for key, value in runs[0][1].items() for word in (_option(value), key, str(value))]
        one = [*report, "01_growth", "--area", "110000", "--year", "2023", "--force"]
        plain = [sys.executable, "-m", "papermill", runs[0][0], f"{name}/out.ipynb", *given]
        commands = {
            "papermill, command line, cold": plain,
            "ipstats report, cold": one,
            "ipstats report, cold, with HTML": [*one, "--to", "html"],
        }
        cold = {method: [] for method in commands}
        for _ in range(rounds):
            for name, script in methods().items():
                times[name].append(timed(script, runs, environment))
            many = [(str(trivial), {"area": "110000"})] * 6
            for name, script in list(methods(first=1).items())[:2]:
                light[f"{name.split(',')[0]}, trivial notebook"].append(timed(script, many, environment) / 5)
            for method, words in commands.items():
                cold[method].append(whole(words, environment))
        table(times, len(runs), "papermill API, in sequence")
        table(light, 1, "papermill API, trivial notebook")
        table(cold, 1, "papermill, command line, cold")
        print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3, int(sys.argv[2]) if len(sys.argv) > 2 else 12)
