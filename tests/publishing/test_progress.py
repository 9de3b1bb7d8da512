"""What a person sees of a batch: bars on a terminal, lines elsewhere, only what failed when quiet."""

import io
import os
import pty
import subprocess
import threading

import pytest

from ipstats.publishing.job import Step
from ipstats.publishing.progress import Bars, Lines, Progress, describe, progress
from ipstats.publishing.runs import Outcome

DONE = Outcome("110000/2023/01_a-vs-2022.zh", "01_a", {}, "done", 1.25)
FAILED = Outcome("110000/2023/02_b-vs-2022.zh", "02_b", {}, "failed", 0.5, reason="KeyError: x", cell="In [3]: y[x]")


def test_an_outcome_in_a_line():
    assert describe(DONE) == "made (已生成): 110000/2023/01_a-vs-2022.zh (1.2 s)"
    assert describe(FAILED) == "FAILED (失败): 110000/2023/02_b-vs-2022.zh: KeyError: x (In [3]: y[x])"


def test_elsewhere_each_report_is_a_line(capsys):
    with progress(2) as lines:
        lines.tell(DONE.identity, Step(0, 3, "概况"))
        lines.finish(DONE)
        lines.finish(FAILED)
    assert isinstance(lines, Lines)
    said = capsys.readouterr()
    assert said.err.splitlines() == [f"[1/2] {describe(DONE)}", f"[2/2] {describe(FAILED)}"] and said.out == ""


def test_quiet_says_what_failed_and_nothing_else(capsys):
    with progress(2, quiet=True) as quiet:
        quiet.finish(DONE)
        quiet.finish(FAILED)
        quiet.say("x")
    assert type(quiet) is Progress and capsys.readouterr() == ("", f"{describe(FAILED)}\n")


def test_bars_may_be_told_from_several_threads(monkeypatch):
    from rich.console import Console

    shown = io.StringIO()
    monkeypatch.setattr("rich.console.Console", lambda **_: Console(file=shown, force_terminal=True, width=200))

    def one(number: int) -> None:
        for index in range(20):
            bars.tell(f"report {number}", Step(index, 20, f"[section] {index}"))
        bars.finish(Outcome(f"report {number}", "n", {}, "failed", reason="[bold] is no markup"))

    with Bars(4) as bars:
        threads = [threading.Thread(target=one, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert shown.getvalue().count("[bold] is no markup") == 4


@pytest.mark.slow
def test_a_terminal_gets_bars_with_the_section_at_work(project):
    project.notebook("01_a", project.prose("## 增长情况"), "import time; time.sleep(2)")
    ours, theirs = pty.openpty()
    words = project.command("report", "--area", "北京", "--year", "2023")
    process = subprocess.Popen(
        words, cwd=project.root, env=project.environment(COLUMNS="150", TERM="xterm"), stderr=theirs
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        said += piece
    assert process.wait(60) == 0
    assert "01_a-vs-2022.zh  增长情况" in said.decode("utf-8", "replace")


@pytest.mark.slow
def test_many_reports_leave_memory_and_descriptors_flat(project, monkeypatch):
    """Of the command, and of the fork server that every report comes from."""
    from multiprocessing import forkserver

    from ipstats.publishing import manifest, report

    project.notebook("01_a", "area, year")
    log, seen = manifest.log, []

    def used(pid) -> tuple[int, int]:
        with open(f"/proc/{pid}/statm") as file:
            return len(os.listdir(f"/proc/{pid}/fd")), int(file.read().split()[1]) * 4

    def sample(reports, event, **what):
        if event == "done":
            seen.append((used("self"), used(forkserver._forkserver._forkserver_pid)))
        log(reports, event, **what)

    monkeypatch.setattr(manifest, "log", sample)
    outcomes = report(areas=["北京市", "上海市", "南通市"], years=range(1986, 2026), to=[], jobs=2, quiet=True)
    assert len(outcomes) == len(seen) == 120 and {one.status for one in outcomes} == {"done"}
    for early, late in zip(seen[30], seen[-1], strict=True):
        assert late[0] <= early[0] + 2 and late[1] <= early[1] * 1.1 + 4096, (early, late)


@pytest.mark.slow
def test_jupyter_gets_bars(project):
    """In a real kernel: a bar that is taken away at the end, what became of the reports, and nothing complains."""
    import nbformat

    from papermill_fork.startup import guard_jsonschema

    guard_jsonschema()
    import papermill

    project.notebook("01_a", "1")
    script = "import ipstats\nmade = ipstats.report(['01_a'], ['北京'], [2023], to=[])\n[one.status for one in made]"
    path = project.notebook("run", script)
    papermill.execute_notebook(path, path.with_name("out.ipynb"), progress_bar=False, cwd=str(project.root))
    found = nbformat.read(path.with_name("out.ipynb"), 4).cells[-1].outputs
    assert [one for one in found if "application/vnd.jupyter.widget-view+json" in one.get("data", {})]
    assert "1 made" in "".join(one.text for one in found if one.get("name") == "stdout")
    assert found[-1].data["text/plain"] == "['done']" and not [o for o in found if o.get("name") == "stderr"]
