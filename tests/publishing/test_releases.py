"""Frozen editions: whole, write-protected, compared with the one before, proved by making them again."""

import json
import shutil
import stat
from pathlib import Path

import pandas as pd
import pytest

from ipstats.errors import ParameterError, RunError
from ipstats.model.observations import frame
from ipstats.model.revised import Made, revised
from ipstats.publishing import releases
from ipstats.publishing.differences import diff, page
from ipstats.publishing.verifying import verify

PLACE = "110000/2023/01_a-vs-2022.zh"
CELL = """
from ipstats import context, growth, load, say, table
here = context(area, year, base_year, language)
grown = growth(load(), area, year, base_year)
table(grown, "growth", here)
"""


def freeze(**more):
    return releases.release(areas=["北京"], years=[2023], signed_by="张三", quiet=True, **more)


@pytest.fixture
def released(project):
    """A project with a first edition."""
    project.notebook("01_a", CELL, "say.growth(grown)")
    [folder] = freeze()
    yield project, folder
    for path in (project.root / "releases").rglob("*"):
        if path.is_dir():
            path.chmod(0o755)


def test_a_release_is_whole_protected_and_made_again_alike(released):
    project, folder = released
    assert folder.parent == project.root / "releases" / "110000" / "2023"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {f"reports/{PLACE}.{ending}" for ending in ("ipynb", "html", "pdf", "xlsx")} <= names
    assert {"release.json", "index.html", "findings.csv", "SHA256SUMS", "notebooks/01_a.ipynb"} <= names
    assert {
        "data/raw/北京市-2023.md",
        "data/raw/北京市-2023.md.source.yaml",
        "data/processed/observations.csv",
    } <= names
    assert not [
        path for path in folder.rglob("*") if path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    ]
    record = json.loads((folder / "release.json").read_text("utf-8"))
    assert record["edition"] == 1 and record["signed_by"] == "张三" and record["previous"] == ""
    html = (folder / "reports" / f"{PLACE}.html").read_text("utf-8")
    assert "../../sources/北京市-2023.html#fig-" in html or "sources/%E5%8C%97" in html
    assert verify(folder).sound and not verify(folder).not_made


def test_what_has_not_changed_gets_no_new_edition(released):
    assert freeze() == []


def writable(release: Path, copy: Path) -> Path:
    """A copy of a release that can be changed."""
    shutil.copytree(release, copy)
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o755)
    return copy


@pytest.mark.parametrize("harm", ["changed", "missing", "added"])
def test_verify_names_what_is_not_as_released(released, harm):
    project, folder = released
    copy = writable(folder, project.root / "copy")
    page = copy / "reports" / f"{PLACE}.html"
    match harm:
        case "changed":
            page.write_text("x")
        case "missing":
            page.unlink()
        case "added":
            (copy / "more.txt").write_text("x")
    verdict = verify(copy, again=False)
    assert not verdict.sound and len(verdict.broken) == 1 and not verdict.protected
    assert project.run("verify", str(copy)).returncode == 1
    with pytest.raises(ParameterError, match="is no release"):
        verify(project.root)


def test_verify_tells_a_report_that_comes_out_otherwise(released, monkeypatch):
    project, folder = released
    copy = writable(folder, project.root / "copy")
    notebook = copy / "notebooks" / "01_a.ipynb"
    notebook.write_text(notebook.read_text("utf-8").replace("say.growth(grown)", "'otherwise'"), "utf-8")
    from ipstats.publishing.delivery import write_sums

    (copy / "SHA256SUMS").unlink()
    write_sums(copy)
    verdict = verify(copy)
    assert f"reports/{PLACE}.html" in verdict.differs and not verdict.broken


def test_the_next_edition_marks_what_was_revised_and_says_why(released):
    project, first = released
    (project.root / "data/raw/北京市-2023.md.corrections.yaml").write_text(
        "- {action: override, where: {quote: 110件}, expect: {printed: '110'}, set: {printed: '111'}, reason: 笔误}\n",
        "utf-8",
    )
    [second] = freeze(note="更正")
    record = json.loads((second / "release.json").read_text("utf-8"))
    assert record["edition"] == 2 and record["previous"] == first.name and record["changes"] == 1
    [report] = record["reports"]
    assert len(report["revised"]) == 1 and "由110件改为111件，原因：更正" in report["sentences"][0]
    html = (second / "reports" / f"{PLACE}.html").read_text("utf-8")
    assert "修订说明" in html and "与上一版" in html and "（修订）" in html
    assert "修订说明" not in (first / "reports" / f"{PLACE}.html").read_text("utf-8")
    changes = pd.read_csv(second / "changes.csv", encoding="utf-8-sig")
    assert changes["before"].tolist() == [110] and changes["after"].tolist() == [111]
    assert "110件改为111件" in (second / "changes.html").read_text("utf-8")
    assert verify(second).sound and verify(first, again=False).sound
    done = project.run("diff", str(first), str(second))
    assert done.returncode == 0 and done.stdout.startswith("2023年北京市专利授权量由110件改为111件")


def test_a_new_source_and_a_new_reader_are_told_apart(released):
    project, first = released
    project.document("北京市", 2021, 90)
    [second] = freeze()
    assert diff(first, second)["cause"].tolist() == ["new_source"]


def test_nothing_is_released_when_a_report_fails_or_nobody_signs(project):
    project.notebook("01_a", "1/0")
    with pytest.raises(RunError, match="nothing was released"):
        freeze()
    with pytest.raises(ParameterError, match="signed-by"):
        releases.release(areas=["北京"], signed_by=" ")
    assert not list((project.root / "releases").glob("*/*/*")) if (project.root / "releases").exists() else True


def test_open_findings_stop_a_release_unless_a_reason_is_given(project):
    project.notebook("01_a", "1")
    path = project.root / "data/raw/北京市-2023.md"
    path.write_text("# 北京市2023年情况\n\n2023年，北京市专利授权量110件，同比增长50%。\n", "utf-8")
    with pytest.raises(RunError, match="--despite"):
        freeze()
    [folder] = freeze(despite="已向来源核实")
    assert json.loads((folder / "release.json").read_text("utf-8"))["despite"] == "已向来源核实"
    assert "contradicts" in (folder / "findings.csv").read_text("utf-8-sig")
    for one in (folder, *folder.rglob("*")):
        one.chmod(0o755)


def row(value, source="a", vintage="2024-01-31", **more):
    return {
        "ref_area": "110000", "ref_area_name": "北京市", "indicator": "patent_grants", "indicator_name": "专利授权量",
        "label": "专利授权量", "obs_value": value, "obs_lower": value, "obs_upper": value, "unit_measure": "件",
        "period_start": "2023-01-01", "period_end": "2023-12-31", "source_id": source, "vintage": vintage, "rule": "x",
    } | more  # fmt: skip


CASES = {
    "nothing": ([row(1.0)], [row(1.0)], []),
    "reader": ([row(1.0)], [row(2.0)], ["reader"]),
    "correction": ([row(1.0)], [row(2.0, rule="x+corrected")], ["correction"]),
    "revision": ([row(1.0)], [row(1.0), row(2.0, "b", "2025-01-31")], ["revision"]),
    "an older source is no revision": (
        [row(1.0, obs_status="U")],
        [row(1.0, obs_status="U"), row(2.0, "b", "2023-05-31")],
        ["new_source"],
    ),
    "source gone": ([row(1.0)], [row(3.0, "b", ref_area="310000")], ["source_gone", "new_source"]),
    "read now": ([row(1.0), row(9.0, measure="growth", unit_measure="%")], [row(1.0)], ["reader"]),
    "a target is another figure": ([row(1.0)], [row(1.0), row(5.0, is_target=True)], ["reader"]),
}


@pytest.mark.parametrize("before, after, causes", CASES.values(), ids=CASES)
def test_why_a_figure_changed(before, after, causes):
    found = revised(frame(before), frame(after))
    assert found["cause"].tolist() == causes
    assert all(text.endswith("。") for text in found["said_zh"]) and all(
        text.endswith(".") for text in found["said_en"]
    )
    assert page(found, "标题 <b>").count("<tr>") == len(causes) + 1 and "<b>" not in page(found, "标题 <b>")


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (row(402.0, printed="402"), "专利授权量，新收入的数字：402件，"),
        (row(455e6, printed="4.55亿", unit_measure="元"), "，新收入的数字：4.55亿元，"),
        (row(455e6, printed="45500", unit_measure="元"), "，新收入的数字：45500万元，"),
        (row(24.4, printed="24.4", measure="growth", unit_measure="%"), "增速，新收入的数字：24.4%，"),
        (row(-3.9, printed="3.9", measure="growth", unit_measure="%"), "增速，新收入的数字：-3.9%，"),
        (row(30.0, printed="三成", measure="share", unit_measure="%"), "占比，新收入的数字：30%，"),
    ],
)
def test_a_figure_new_on_record_has_not_risen_by_it_and_is_told_as_printed(amount, told):
    other = row(1.0, ref_area="310000")
    said = revised(frame([other]), frame([other, amount]))["said_zh"].item()
    assert told in said and "新增" + told[-6:] not in said
    assert revised(frame([amount]), frame([other]))["said_zh"].str.contains("不再有（原为").any()


def test_a_document_whose_bytes_changed_is_a_revision_and_corrections_that_changed_a_correction():
    was = Made({"a.md": "1", "a.md.corrections.yaml": "1"}, {"a": "a.md"})
    for now, cause in (
        (Made({"a.md": "2", "a.md.corrections.yaml": "1"}, {"a": "a.md"}), "revision"),
        (Made({"a.md": "1", "a.md.corrections.yaml": "2"}, {"a": "a.md"}), "correction"),
        (Made({"a.md": "1", "a.md.corrections.yaml": "1"}, {"a": "a.md"}), "reader"),
    ):
        assert revised(frame([row(1.0)]), frame([row(2.0)]), was, now)["cause"].tolist() == [cause]


def test_vintages_are_compared_by_day(released):
    project, _ = released
    project.document("北京市", 2023, 115, name="后来")
    path = project.root / "data/raw/后来-2023.md.source.yaml"
    path.write_text(path.read_text("utf-8").replace("2024-01-31", "2025-06-30"), "utf-8")
    done = project.run("build", "-q")
    assert done.returncode == 0, done.stderr
    found = diff("2024-12-31", "2025-12-31")
    assert found[["before", "after"]].to_numpy().tolist() == [[110, 115]] and found["cause"].tolist() == ["revision"]
    with pytest.raises(ParameterError, match="is no release, table or date"):
        diff("nowhere", "2025-12-31")
