"""Reports are published whole or not at all; failures are kept, told and tried again."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from ipstats.publishing import report

USUAL = "110000/2023/01_a-vs-2022.zh"


def make(**more):
    return report(areas=["北京"], years=[2023], to=[], quiet=True, **more)


@pytest.fixture
def made(project):
    """A project whose one report is in place."""
    project.notebook("01_a", "'first'")
    make()
    return project


def test_a_report_holds_the_cells_of_its_language(project):
    project.notebook("01_a", "language")
    make(language="en")
    cells = json.loads((project.reports / "110000/2023/01_a-vs-2022.en.ipynb").read_text("utf-8"))["cells"]
    assert [c["source"] for c in cells if c["cell_type"] == "markdown"] == [["# Title"]]


def test_what_an_exporter_needs_stands_in_the_metadata(project):
    project.notebook("01_a", "1")
    make()
    metadata = json.loads((project.reports / f"{USUAL}.ipynb").read_text("utf-8"))["metadata"]
    ours = metadata["ipstats"]
    assert ours["parameters"] == {"area": "110000", "year": 2023, "base_year": 2022, "language": "zh"}
    assert set(ours["inputs"]) == {"北京市-2022", "北京市-2023"} and all(len(h) == 64 for h in ours["inputs"].values())
    assert ours["inputs_date"] == "2024-01-31" and ours["draft"] is False
    assert str(project.root) not in json.dumps(metadata)


def test_a_failed_run_leaves_the_last_good_report_and_is_kept_apart(made):
    good = (made.reports / f"{USUAL}.ipynb").read_bytes()
    made.notebook("01_a", "print('so far')", "broken = 1 / 0", "'never'")
    [one] = make()
    assert one.failed and one.reason == "ZeroDivisionError: division by zero" and one.cell == "In [4]: broken = 1 / 0"
    assert (made.reports / f"{USUAL}.ipynb").read_bytes() == good
    kept = made.reports / "failed" / USUAL
    assert "ZeroDivisionError" in kept.with_name(kept.name + ".traceback.txt").read_text("utf-8")
    assert "so far" in kept.with_name(kept.name + ".ipynb").read_text("utf-8")
    manifest = json.loads((made.reports / "manifest.json").read_text("utf-8"))
    assert [f["report"] for f in manifest["failures"]] == [USUAL] and len(manifest["reports"]) == 1
    page = (made.reports / "index.html").read_text("utf-8")
    assert page.index("ZeroDivisionError") < page.index(f'href="{USUAL}.ipynb"')


def test_failed_reports_alone_are_tried_again_and_forgotten_when_made(made):
    made.notebook("02_b", "1/0")
    assert sorted(one.status for one in make()) == ["current", "failed"]
    made.notebook("02_b", "'mended'")
    made.notebook("01_a", "'changed'")
    assert [(one.notebook, one.status) for one in make(failed=True)] == [("02_b", "done")]
    assert make(failed=True) == [] and not (made.reports / "failed").exists()


def test_a_report_that_failed_is_stale_though_nothing_changed(made):
    made.notebook("01_a", "1/0")
    make()
    [one] = make(dry_run=True)
    assert any(why.startswith("failed last time: ZeroDivisionError") for why in one.why)


LIMITS = [("cell_seconds: 1", "a cell took longer than 1 s"), ("report_seconds: 3", "the report took longer than 3 s")]


@pytest.mark.parametrize(("setting", "reason"), LIMITS, ids=["cell", "report"])
def test_what_takes_too_long_is_ended_once(project, setting, reason):
    project.notebook("01_a", "import time\nopen('ran', 'a').write('x')\ntime.sleep(60)")
    project.settings(setting)
    [one] = make()
    assert one.reason == reason and (project.root / "notebooks" / "ran").read_text() == "x"


def test_a_dead_kernel_is_tried_again_once_and_a_raising_cell_is_not(project):
    project.notebook("01_a", "import os\nopen('a', 'a').write('x'); os._exit(1) if len(open('a').read()) < 2 else None")
    project.notebook("02_b", "open('b', 'a').write('x'); 1/0")
    assert [one.status for one in make()] == ["done", "failed"]
    assert [(project.root / "notebooks" / name).read_text() for name in "ab"] == ["xx", "x"]


def test_two_runs_at_once_make_a_report_once(project):
    project.notebook("01_a", "import time\nopen('ran', 'a').write('x'); time.sleep(2)")
    words = ("report", "--area", "北京", "--year", "2023", "--to", "html")
    both = [project.start(*words) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert (project.root / "notebooks" / "ran").read_text() == "x"
    assert any("waiting for process" in err for _, err in said)


def test_a_run_that_may_not_wait_says_who_holds_the_report(project):
    project.notebook("01_a", "1")
    project.settings("wait_seconds: 0.1")
    from ipstats.publishing import records

    with records.lock(project.reports, USUAL):
        [one] = make()
    assert one.failed and f"is being made by process {os.getpid()} on" in one.reason


STOPS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


@pytest.mark.parametrize(("number", "status"), STOPS, ids=["ctrl-c", "sigterm"])
def test_stopping_leaves_everything_consistent(made, number, status):
    good = (made.reports / f"{USUAL}.ipynb").read_bytes()
    made.notebook("01_a", "open('ran', 'a').write('x')", "import time; time.sleep(600)")
    process = made.start("report", "--area", "北京", "--year", "2023", "--to", "")
    wait_for(lambda: (made.root / "notebooks" / "ran").exists())
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == status, (out, err)
    assert "Traceback" not in err
    assert (made.reports / f"{USUAL}.ipynb").read_bytes() == good
    assert not list((made.reports / ".scratch").iterdir())
    assert json.loads((made.reports / "manifest.json").read_text("utf-8"))["reports"]


def test_exit_statuses_are_those_of_the_design(project, monkeypatch, capsys):
    from ipstats import cli

    def status(*words):
        monkeypatch.setattr(sys, "argv", ["ipstats", "report", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return end.value.code or 0, *capsys.readouterr()

    project.notebook("01_a", "1")
    project.notebook("02_b", "1/0")
    assert status("01_a", "--area", "北京", "--year", "2023")[0] == 0
    code, said, _ = status("--all", "--area", "北京", "--year", "2023")
    assert (
        code == 3
        and "1 up to date (无需更新)" in said
        and "1 FAILED (失败)" in said
        and str(project.reports / "failed") in said
    )
    code, said, err = status("--all", "--area", "不存在")
    assert code == 2 and err.startswith("ipstats: ") and err.count("\n") == 1


def test_every_event_is_a_line_of_the_log(made):
    made.notebook("02_b", "1/0")
    make()
    lines = [json.loads(line) for line in (made.reports / "log.jsonl").read_text("utf-8").splitlines()]
    assert [line["event"] for line in lines] == ["batch", "done", "end", "batch", "failed", "end"]
    assert lines[4]["reason"].startswith("ZeroDivisionError") and lines[4]["identity"] == USUAL.replace("01_a", "02_b")


def test_hooks_learn_how_it_went(project):
    project.notebook("01_a", "1")
    project.settings("on_success: echo good $IPSTATS_MADE > told\non_failure: echo bad $IPSTATS_FAILED > told")
    make()
    assert (project.root / "told").read_text() == "good 1\n"
    project.notebook("01_a", "1/0")
    make()
    assert (project.root / "told").read_text() == "bad 1\n"


def test_a_script_needs_no_main_guard(project):
    """multiprocessing would import the script again in every process."""
    project.notebook("01_a", "1")
    script = project.root / "mine.py"
    script.write_text(
        "import ipstats\nopen('times', 'a').write('x')\n"
        "print([o.status for o in ipstats.report(areas=['北京'], years=[2023], to=[], quiet=True)])\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=project.environment())
    assert done.stdout == "['done']\n", done.stderr
    assert (project.root / "times").read_text() == "x"


def test_dates_and_numbers_of_numpy_reach_the_notebook(project):
    import numpy as np

    more = "since: 'date' = '2020-01-01'\nratio: float = 0.5\n"
    project.notebook("01_a", "since, ratio, year", parameters=project.PARAMETERS + more)
    given = {"since": np.datetime64("2021-02-03"), "ratio": np.float32(0.25), "year": np.int64(2023)}
    [one] = report(["01_a"], ["北京"], parameters=given, to=[], quiet=True)
    assert project.outputs(one.identity) == ["('2021-02-03', 0.25, 2023)"]


def test_plain_papermill_runs_our_reports_too(project):
    project.notebook("01_a", "import os\nfrom ipykernel.kernelapp import IPKernelApp\nIPKernelApp.initialized()")
    [one] = make(engine="papermill")
    assert one.status == "done" and project.outputs(USUAL) == ["True"]


def test_a_broken_record_or_manifest_is_made_again(made):
    (made.reports / ".state" / f"{USUAL}.json").write_text('{"good": ')
    (made.reports / "manifest.json").write_text("not json")
    (made.reports / ".state" / "inputs.json").write_text("[]")
    assert [one.status for one in make()] == ["done"]
    assert json.loads((made.reports / "manifest.json").read_text("utf-8"))["reports"][0]["report"] == USUAL


def wait_for(true, seconds: float = 60) -> None:
    """Wait until `true()`; a test that never gets there fails."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)
