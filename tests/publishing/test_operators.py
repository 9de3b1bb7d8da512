"""What an operator meets: a source that cannot be read, figures read otherwise, lost files, a drop folder."""

import hashlib
import json
import os
import subprocess
import sys

import pytest
from frictionless import Package

from ipstats.errors import ParameterError, RunError, SourceError
from ipstats.publishing import records, report

BEIJING, NANTONG = "110000/2023/01_a-vs-2022.zh", "320600/2023/01_a-vs-2022.zh"
HOOK = 'on_failure: "echo $IPSTATS_SOURCES_FAILED $IPSTATS_REASON > told"\n'


def make(*places, **more):
    return {
        one.identity: one for one in report(areas=places or ["北京", "南通"], years=[2023], to=[], quiet=True, **more)
    }


@pytest.fixture
def made(project):
    """A project whose reports are in place and whose hook tells of failures."""
    project.notebook("01_a", "import ipstats\nlen(ipstats.load())")
    project.settings(HOOK)
    make()
    return project


def spoil(project, name="南通市-2023.md"):
    path = project.root / "data" / "raw" / f"{name}.source.yaml"
    text = path.read_text("utf-8")
    path.write_text(text + f"sha256: {'0' * 64}\n", "utf-8")
    return lambda: path.write_text(text, "utf-8")


def test_a_bad_source_holds_the_reports_that_need_it_and_no_other(made):
    mend = spoil(made)
    made.document("北京市", 2023, 111)
    outcomes = make()
    assert list(outcomes) == ["data/raw/南通市-2023.md", NANTONG, BEIJING]
    assert [one.status for one in outcomes.values()] == ["unread", "held", "done"]
    assert made.outputs(NANTONG) == ["6"], "the last good report stays"
    manifest = json.loads((made.reports / "manifest.json").read_text("utf-8"))
    assert [one["file"] for one in manifest["sources"]] == ["南通市-2023.md"]
    assert [one["report"] for one in manifest["held"]] == [NANTONG]
    page = (made.reports / "index.html").read_text("utf-8")
    assert page.index("南通市-2023.md") < page.index(f'href="{BEIJING}.ipynb"')
    assert '"source"' in (made.reports / "log.jsonl").read_text("utf-8")
    assert (made.root / "told").read_text("utf-8").startswith("1 data/raw/南通市-2023.md: ")
    mend()
    assert [one.status for one in make().values()] == ["current", "current"]
    assert "南通市-2023.md" not in (made.reports / "index.html").read_text("utf-8")


def test_the_command_says_three_when_a_source_is_bad_and_the_reports_are_there(made):
    spoil(made)
    done = made.run("report", "--area", "北京", "--year", "2023", "--to", "html")
    assert done.returncode == 3 and "1 UNREAD (未能读取), 1 made (已生成)" in done.stdout
    assert "南通市-2023.md" in done.stderr and "Traceback" not in done.stderr


def test_what_ends_the_whole_run_reaches_log_and_hook(made):
    (made.root / "definitions").mkdir()
    (made.root / "definitions" / "units.yaml").write_text("件: [", "utf-8")
    done = made.run("report")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert "units.yaml" in (made.root / "told").read_text("utf-8")
    assert json.loads((made.reports / "log.jsonl").read_text("utf-8").splitlines()[-2])["event"] == "error"


def test_figures_that_are_read_otherwise_are_not_published_until_they_were_seen(made):
    (made.root / "definitions").mkdir()
    own = made.root / "definitions" / "areas.csv"
    made.document("云溪新区", 2023, 5, name="云溪")
    raw = made.root / "data/raw"
    sidecar = raw / "云溪-2023.md.source.yaml"
    sidecar.write_text(sidecar.read_text("utf-8").replace("area: 云溪新区\n", "area: 南通市\n"), "utf-8")
    assert made.run("build").returncode == 0
    make()
    own.write_text("code,name,level,parent\nZ90001,云溪新区,zone,320600\n", "utf-8")
    done = made.run("report", "--area", "南通", "--year", "2023", "--area", "北京")
    assert done.returncode == 3 and "1 held back (暂缓), 1 made (已生成)" in done.stdout, done.stderr
    done = made.run("report", "--area", "南通", "--year", "2023", "--accept-changes")
    assert done.returncode == 0 and "1 made (已生成)" in done.stdout


@pytest.mark.parametrize("name", ["index.html", "manifest.json"])
@pytest.mark.parametrize("harm", ["lost", "damaged"])
def test_a_lost_or_damaged_page_comes_back(made, name, harm):
    path = made.reports / name
    before = path.read_bytes()
    path.unlink() if harm == "lost" else path.write_bytes(before[: len(before) // 2])
    assert {one.status for one in make().values()} == {"current"}
    assert len(path.read_bytes()) == len(before)


def test_times_carry_their_zone(made, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    done = made.run("report", "--area", "北京", "--year", "2023", "--force", TZ="Asia/Shanghai")
    assert done.returncode == 0
    assert made.record(BEIJING)["good"]["made"].endswith("+08:00")
    assert "UTC+08:00" in (made.reports / "index.html").read_text("utf-8")
    assert json.loads((made.reports / "log.jsonl").read_text("utf-8").splitlines()[-1])["at"].endswith("+08:00")


@pytest.mark.parametrize(
    "record",
    [
        {"good": 5, "failure": "x"},
        {"good": {"files": []}},
        {"good": {"files": {"html": 3}}},
        [],
        "x",
        {"failure": {"at": 5}},
    ],
    ids=str,
)
def test_a_record_of_wrong_types_is_no_record(made, record):
    path = records.path_of(made.reports, BEIJING)
    path.write_text(json.dumps(record))
    assert make("北京")[BEIJING].status == "done"


def test_a_delivery_is_whole_lists_what_changed_and_is_made_up(made, tmp_path):
    drop = tmp_path / "drop"
    report(areas=["北京", "南通"], years=[2023], to=["html"], quiet=True, deliver=drop)
    [first] = [path for path in drop.iterdir() if path.is_dir()]
    assert (first / f"{BEIJING}.html").is_file() and (first / "sources" / "北京市-2023.html").is_file()
    listed = json.loads((first / "delivery.json").read_text("utf-8"))["reports"]
    assert [one["report"] for one in listed] == [BEIJING, NANTONG]
    package = Package(str(first / "data" / "datapackage.json"))
    assert package.validate().valid
    assert {row["ref_area_name"] for row in package.get_resource("observations").read_rows()} >= {"北京市", "南通市"}
    sums = dict(line.split("  ")[::-1] for line in (first / "SHA256SUMS").read_text("utf-8").splitlines())
    assert all(hashlib.sha256((first / name).read_bytes()).hexdigest() == digest for name, digest in sums.items())
    assert len(sums) == len([path for path in first.rglob("*") if path.is_file()]) - 1
    report(areas=["北京", "南通"], years=[2023], to=["html"], quiet=True, deliver=drop)
    assert len([path for path in drop.iterdir() if path.is_dir()]) == 1, "nothing has changed"
    made.document("北京市", 2023, 112)
    (drop / ".delivered.json").write_text("no json")
    report(areas=["北京"], years=[2023], to=["html"], quiet=True, deliver=drop)
    assert not list(drop.glob(".part-*")) and len([path for path in drop.iterdir() if path.is_dir()]) == 2


def test_a_delivery_that_cannot_be_made_leaves_the_reports(made, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be delivered"):
        make("北京", deliver=tmp_path / "file" / "drop")
    assert made.outputs(BEIJING) == ["6"]


def test_an_area_without_a_figure_has_no_report(made):
    done = made.run("report", "--area", "徐州", "--year", "2023")
    assert done.returncode == 2 and "表中没有徐州市的数字" in done.stderr and "南通市 2023" in done.stderr
    assert made.run("report", "--area", "江苏省", "--year", "2023").returncode == 0, "a city of it has figures"


def test_nothing_to_do_says_what_to_do(project):
    with pytest.raises(ParameterError, match="ipstats init"):
        report(quiet=True)
    project.notebook("01_a", "1")
    (project.root / "data/raw/北京市-2022.md").unlink()
    (project.root / "data/raw/北京市-2023.md").unlink()
    with pytest.raises(ParameterError, match=r"--area AREA.*南通市 2023"):
        report(quiet=True)
    for path in (project.root / "data/raw").glob("*.md"):
        path.write_text("没有数字", "utf-8")
    with pytest.raises(ParameterError, match="ipstats add"):
        report(quiet=True)
    for path in (project.root / "data/raw").glob("*.yaml"):
        path.unlink()
    with pytest.raises(SourceError):
        report(quiet=True)


@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}, {"LC_ALL": "C"}], ids=str
)
def test_terminals_that_know_no_chinese(made, environment):
    done = made.run("report", "--area", "北京", "--year", "2023", "--to", "html", **environment)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr


def test_a_private_umask_is_told(made):
    code = "import os, sys; os.umask(0o077); from ipstats.cli import main; main()"
    words = [sys.executable, "-c", code, "report", "--area", "北京", "--year", "2023", "--force", "--to", "html"]
    done = subprocess.run(words, cwd=made.root, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0 and "umask 022" in done.stdout, done.stderr


@pytest.mark.slow
def test_a_table_that_is_deleted_under_a_run_is_told_once_and_made_again(made):
    made.notebook("01_a", "import shutil, ipstats.project as p\nshutil.rmtree(p.processed())")
    for page in (made.reports / "sources").glob("*.html"):
        page.unlink()
    done = made.run("report", "--area", "北京", "--year", "2023", "--to", "html")
    assert done.stderr.count("observations.parquet: no such file") == 1 and "Traceback" not in done.stderr
    made.notebook("01_a", "import ipstats\nlen(ipstats.load())")
    done = made.run("report", "--area", "北京", "--year", "2023", "--to", "html")
    assert done.returncode == 0 and len(list((made.reports / "sources").glob("*.html"))) == 6
