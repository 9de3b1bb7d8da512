"""Which reports are stale and why."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ipstats.cli import app
from ipstats.errors import IpstatsError, ParameterError
from ipstats.publishing import report

BEIJING, SHANGHAI, NANTONG = "110000", "310000", "320600"


def make(**more):
    return report(areas=["北京", "上海市", NANTONG], years=[2023], to=[], quiet=True, **more)


def stale(**more) -> set[str]:
    return {one.identity.replace("-vs-2022.zh", "") for one in make(dry_run=True, **more) if one.status == "planned"}


def test_only_reports_that_see_a_changed_document_are_stale(small):
    assert stale() == set()
    small.document("上海市", 2023, 111)
    everybody = {f"{area}/2023/{name}" for area in (BEIJING, SHANGHAI, NANTONG) for name in ("02_peers", "03_all")}
    assert stale() == everybody | {f"{SHANGHAI}/2023/01_own"}
    made = {one.identity: one for one in make()}
    assert small.outputs(f"{SHANGHAI}/2023/01_own-vs-2022.zh") == ["211.0"]
    assert made[f"{BEIJING}/2023/01_own-vs-2022.zh"].status == "current"
    assert stale() == set()


def test_a_new_document_makes_the_reports_of_its_area_stale(small):
    small.document("南通市", 2021, 90)
    assert stale() == {f"{NANTONG}/2023/01_own", f"{NANTONG}/2023/02_peers"} | {
        f"{area}/2023/03_all" for area in (BEIJING, SHANGHAI, NANTONG)
    }


def test_a_city_is_stale_when_its_province_is(small):
    small.document("江苏省", 2023, 5000)
    assert f"{NANTONG}/2023/01_own" in stale() and f"{SHANGHAI}/2023/01_own" not in stale()


def test_a_changed_notebook_and_a_lost_or_edited_file_are_named(small, capsys):
    small.notebook("01_own", "2")
    (small.reports / f"{SHANGHAI}/2023/02_peers-vs-2022.zh.ipynb").unlink()
    edited = small.reports / f"{NANTONG}/2023/03_all-vs-2022.zh.ipynb"
    edited.write_text(edited.read_text("utf-8") + " ")
    make(explain=True, dry_run=True)
    said = capsys.readouterr().out
    assert said.count("the notebook has changed") == 3
    assert f"{SHANGHAI}/2023/02_peers-vs-2022.zh: ipynb was changed or lost since" in said
    assert f"{NANTONG}/2023/03_all-vs-2022.zh: ipynb was changed or lost since" in said


def test_a_copied_tree_is_still_up_to_date(small):
    """Another time stamp with the same bytes is no change."""
    for path in small.reports.rglob("*.ipynb"):
        path.touch()
    assert stale() == set()


def test_what_a_key_is_made_of(small, monkeypatch):
    from ipstats.publishing import plan

    for part in ("package_digest", "environment_digest"):
        with monkeypatch.context() as patch:
            patch.setattr(plan, part, lambda *_: "another")
            assert len(stale()) == 9
    assert stale() == set()


@pytest.mark.parametrize(
    "name", ["nbappendix/templates/report.typ", "papermill_fork/engine.py", "ipstats/model/x.yaml"]
)
def test_a_changed_template_or_engine_is_another_package(tmp_path, name):
    from ipstats.publishing.plan import PACKAGES, tree_digest

    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_text("a")
    before = tree_digest(tmp_path, PACKAGES)
    cached = tmp_path / "ipstats" / "__pycache__" / "x.pyc"
    cached.parent.mkdir(parents=True, exist_ok=True)
    cached.write_text("left by an import")
    assert tree_digest(tmp_path, PACKAGES) == before
    file.write_text("b")
    assert tree_digest(tmp_path, PACKAGES) != before


def test_force_makes_everything_again(small):
    assert {one.status for one in make(force=True)} == {"done"}


def test_a_format_wanted_later_is_exported_without_running_the_notebook(small):
    before = small.record(f"{BEIJING}/2023/01_own-vs-2022.zh")["good"]
    [one] = report(["01_own"], ["北京"], [2023], to=["html"], quiet=True)
    assert one.why == ("html is wanted too",) and one.status == "done"
    after = small.record(f"{BEIJING}/2023/01_own-vs-2022.zh")["good"]
    assert after["files"]["ipynb"]["sha256"] == before["files"]["ipynb"]["sha256"]
    assert (small.reports / one.files["html"]).read_text("utf-8").startswith("<!")
    assert stale() == set()


def test_languages_named_one_after_the_other_are_all_made(project):
    project.notebook("01_a", "1")
    asked = ["report", "01_a", "--area", "北京", "--year", "2023", "--language", "zh", "--language", "en"]
    done = CliRunner().invoke(app, [*asked, "--dry-run", "--json"])
    planned = json.loads(done.stdout[done.stdout.index("[\n") :])
    assert [one["identity"] for one in planned] == [f"{BEIJING}/2023/01_a-vs-2022.{one}" for one in ("zh", "en")]


def test_own_parameters_stand_beside_the_usual_report(project):
    project.notebook("01_top", "top", parameters=project.PARAMETERS + "top: int = 3\n")
    [usual] = report(["01_top"], ["北京"], [2023], to=[], quiet=True)
    [same] = report(["01_top"], ["北京"], [2023], parameters={"top": "3"}, to=[], quiet=True)
    [other] = report(["01_top"], ["北京"], [2023], parameters={"top": "5"}, to=[], quiet=True)
    assert same.identity == usual.identity and same.status == "current"
    assert other.identity != usual.identity and project.outputs(other.identity) == ["5"]


REFUSED = [
    ({"notebooks": ["09_none"]}, "notebook 09_none: none has this name; there are 01_a, 02_b"),
    ({"notebooks": ["0"]}, "several have this name; there are 01_a, 02_b"),
    ({"areas": ["亚特兰蒂斯"]}, "no area '亚特兰蒂斯'"),
    ({"areas": ["朝阳区"]}, "'朝阳区' is several areas"),
    ({"years": [20230]}, "01_a: year 20230 is out of range"),
    ({"base_year": 2024}, "base_year 2024 is not before year 2023"),
    ({"language": "fr"}, "language 'fr'"),
    ({"parameters": {"colour": "red"}}, "01_a: unknown parameter colour; it knows area (str)"),
    ({"to": ["doc"]}, "format 'doc' is not known; expected html, pdf, docx, xlsx"),
    ({"engine": "steam"}, "engine 'steam'"),
    ({"jobs": -1, "force": True}, "jobs is -1"),
]


@pytest.mark.parametrize(("asked", "message"), REFUSED, ids=["-".join(a) + str(i) for i, (a, _) in enumerate(REFUSED)])
def test_what_cannot_be_meant_is_refused_before_anything_starts(project, asked, message):
    project.notebook("01_a", "1")
    project.notebook("02_b", "1")
    usual = {"areas": ["北京"], "years": [2023], "to": [], "quiet": True}
    with pytest.raises(ParameterError) as error:
        report(**usual | asked)
    assert message in str(error.value)
    assert not list(project.reports.glob("1*"))


def test_without_arguments_the_declared_reports_are_made(project):
    project.notebook("01_a", "1")
    project.notebook("02_b", "1")
    project.settings("""
        to: []
        reports:
          - {notebooks: [01_a], areas: [北京, 上海], years: [2023], languages: [zh, en]}
          - {notebooks: [02_b], areas: ["320600"], years: [2022, 2023]}
    """)
    assert {one.identity for one in report(dry_run=True)} == {
        f"{area}/2023/01_a-vs-2022.{language}" for area in (BEIJING, SHANGHAI) for language in ("zh", "en")
    } | {f"{NANTONG}/{year}/02_b-vs-{year - 1}.zh" for year in (2022, 2023)}
    assert len(report(all=True, areas=["all"], dry_run=True, quiet=True)) == 2 * 3


def test_an_area_without_a_year_gets_the_latest_it_has_figures_of(project):
    project.notebook("01_a", "1")
    project.document("南通市", 2021, 90)
    project.document("上海市", 2024, 90)
    found = {one.identity for one in report(areas=["上海", "南通"], to=[], dry_run=True, quiet=True)}
    assert found == {f"{SHANGHAI}/2024/01_a-vs-2023.zh", f"{NANTONG}/2023/01_a-vs-2022.zh"}


SETTINGS = [
    ("tow: [html]", "unknown field 'tow'"),
    ("reports: [{areas: [北京]}]", "reports: group 1: notebooks is missing"),
]


@pytest.mark.parametrize(("text", "message"), SETTINGS, ids=["key", "group"])
def test_wrong_settings_name_file_and_key(project, text, message):
    project.settings(text)
    with pytest.raises(IpstatsError, match=f"reports.yaml: {message}"):
        report()


def test_a_run_with_nothing_to_do_imports_neither_pandas_nor_papermill(small):
    script = (
        "import sys; from ipstats.publishing import report;"
        "out = report(areas=['北京', '上海市', '320600'], years=[2023], to=[], quiet=True);"
        "assert len(out) == 9 and {o.status for o in out} == {'current'};"
        "print(*{'pandas', 'numpy', 'papermill', 'nbformat', 'IPython', 'rich'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=small.root, check=True)
    assert done.stdout.strip() == ""


def test_a_group_has_formats_of_its_own_and_may_be_bound(project):
    project.notebook("01_a", "1")
    project.settings("""
        to: [html]
        reports:
          - {notebooks: [01_a], areas: [北京], years: [2023], to: [html, pdf], book: true}
          - {notebooks: [01_a], areas: [上海], years: [2023]}
    """)
    made = {one.identity.split("/")[0]: set(one.files) for one in report(quiet=True)}
    assert made == {BEIJING: {"ipynb", "html", "pdf"}, SHANGHAI: {"ipynb", "html"}}
    assert (project.reports / BEIJING / "book.zh.pdf").read_bytes().startswith(b"%PDF")
    assert not (project.reports / SHANGHAI / "book.zh.pdf").exists()


def test_a_chosen_edition_stands_in_the_file_s_name():
    from ipstats.publishing.parameters import Parameter
    from ipstats.publishing.plan import Notebook, identity

    own = {name: Parameter(name, "int", 0, "") for name in ("edition", "base_edition", "repeats")}
    shared = {"area": Parameter("area", "str", "", ""), "year": Parameter("year", "int", 2023, "")}
    notebook = Notebook("03", Path("03.ipynb"), "", shared | own, "all", {})
    values = {"area": "110000", "year": 2023, "edition": 0, "base_edition": 0, "repeats": 0}
    assert identity(notebook, values) == "110000/2023/03"
    assert identity(notebook, values | {"edition": 24}) == "110000/2023/03-edition-24"
    assert identity(notebook, values | {"edition": 24, "base_edition": 22}) == "110000/2023/03-edition-24-vs-edition-22"
    assert identity(notebook, values | {"edition": 24, "repeats": 5}) == "110000/2023/03-edition-24-repeats-5"
    assert identity(notebook, values | {"repeats": "上海、江苏"}) == "110000/2023/03-repeats-上海-江苏"
    assert "/" not in identity(notebook, values | {"repeats": "a/b"}).removeprefix("110000/2023/")


def test_the_index_counts_contradictions_of_areas_within_as_their_report_does():
    """The report of the nation lists what contradicts in a province; an index that said 0 would deny it."""
    from ipstats.publishing.index import page
    from ipstats.publishing.inputs import AreaInputs, Inputs

    found = {"000000": 0, "110000": 0, "520000": 1, "520100": 2}
    known = Inputs([], {code: AreaInputs("", [], [], count) for code, count in found.items()})
    assert {code: (known.findings(code), known.findings_within(code)) for code in found} == {
        "000000": (0, 3), "110000": (0, 0), "520000": (1, 2), "520100": (2, 0),
    }  # fmt: skip
    report = {
        "report": "r", "notebook": "05_consistency", "title": "核对", "made": "2026-01-01T00:00:00", "seconds": 1.0,
        "parameters": {"area": "000000", "year": 2023}, "files": {"html": {"path": "a.html"}}, "findings": 0,
    }  # fmt: skip
    empty = {"written": "2026-01-01T00:00:00", "package": "", "sources": [], "held": [], "failures": []}
    told = [page(empty | {"reports": [report | {"findings_within": count}]}) for count in (0, 3)]
    assert ["所辖" in one for one in told] == [False, True]


def test_a_figure_of_no_known_place_is_seen_by_what_sees_all_alone():
    from ipstats.publishing.inputs import visible

    assert [visible("420600", "", sees) for sees in ("own", "peers", "all")] == [False, False, True]
