"""data/raw becomes data/processed: whole or not at all, and only when something has changed."""

import dataclasses
import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading

import pandas as pd
import pytest
from frictionless import Package

import ipstats
from ipstats.collect import building, freshness
from ipstats.collect.sources import read_source
from ipstats.errors import DocumentError, IpstatsError, ParameterError, SourceError
from ipstats.model.observations import COLUMNS, read_table

SIDECAR = "title: 人口\nwording: tabulated\ntable:\n  columns: {area: 地区, year: 年, value: 人口}\n"
SIDECAR += "  constants: {indicator: resident_population, unit: 万人}\n"


@pytest.fixture
def root(tmp_path):
    """A small project: one document and one table."""
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (tmp_path / "data" / "processed").mkdir()
    (raw / "people.csv").write_text("地区,年,人口\n北京,2022,2184.3\n", encoding="utf-8")
    (raw / "people.csv.source.yaml").write_text(SIDECAR, encoding="utf-8")
    (raw / "report.md").write_text(
        "# 北京市2022年数据\n\n2022年，全市专利授权量超20万件，同比增长2.0%。\n", encoding="utf-8"
    )
    (raw / "report.md.source.yaml").write_text(
        "title: 报告\nwording: restated\narea: 北京\nperiod: '2022'\n", encoding="utf-8"
    )
    return tmp_path


def everything(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_writes_table_texts_and_data_package(root):
    table = ipstats.build(root)
    processed = root / "data" / "processed"
    assert table["source_id"].value_counts().to_dict() == {"report": 2, "people": 1}
    for name in ("observations.parquet", "observations.csv"):
        pd.testing.assert_frame_equal(read_table(processed / name), table)
    assert list(pd.read_csv(processed / "observations.csv")) == list(COLUMNS)
    for row in table.itertuples():
        text = (processed / "texts" / f"{row.source_id}.txt").read_text(encoding="utf-8")
        assert text[row.char_start : row.char_end] == row.obs_text
    report = Package(processed / "datapackage.json").validate()
    assert report.valid, report.flatten(["message"])
    assert not list(processed.glob(".*"))


def test_the_same_inputs_give_the_same_bytes(root):
    ipstats.build(root)
    first = everything(root / "data" / "processed")
    ipstats.build(root, force=True)
    assert everything(root / "data" / "processed") == first


def test_what_is_up_to_date_is_left_alone(root, monkeypatch):
    ipstats.build(root)
    monkeypatch.setattr(building, "read_all", None)
    assert len(ipstats.build(root)) == 3


@pytest.mark.parametrize("what", ["document", "sidecar", "new file", "output", "output gone", "text gone"])
def test_what_has_changed_is_made_anew(root, what):
    ipstats.build(root)
    raw, processed = root / "data" / "raw", root / "data" / "processed"
    assert freshness.is_fresh(raw, processed)
    match what:
        case "document":
            (raw / "report.md").write_text("2022年，全市专利授权量5件。", encoding="utf-8")
        case "sidecar":
            (raw / "report.md.source.yaml").write_text("title: 另\nwording: restated\n", encoding="utf-8")
        case "new file":
            (raw / "report.md.corrections.yaml").write_text("[]")
        case "output":
            (processed / "observations.csv").write_text("changed")
        case "output gone":
            (processed / "observations.parquet").unlink()
        case "text gone":
            (processed / "texts" / "report.txt").unlink()
    assert not freshness.is_fresh(raw, processed)


def test_a_bad_source_fails_alone(root):
    ipstats.build(root)
    processed = root / "data" / "processed"
    (root / "data" / "raw" / "people.csv").write_text("地区,年,人口\n北京,2022,很多\n", encoding="utf-8")
    (root / "data" / "raw" / "other.txt").write_text("2022年")
    with pytest.raises(SourceError) as error:
        ipstats.build(root)
    assert error.value.exit_status == 3
    assert "people.csv: t1!r2c3" in str(error.value) and "other.txt: no other.txt.source.yaml" in str(error.value)
    assert set(read_table(processed / "observations.parquet")["source_id"]) == {"report"}
    failed = {one["file"]: one for one in freshness.record(processed)["failed"]}
    assert failed["people.csv"]["areas"] == ["110000"] and failed["other.txt"]["areas"] == []
    assert not freshness.is_fresh(root / "data" / "raw", processed), "what could not be read is tried again"


def test_the_areas_of_a_bad_source_are_remembered_from_when_it_was_good(root):
    ipstats.build(root)
    (root / "data" / "raw" / "people.csv.source.yaml").write_text(": no yaml [")
    for _ in range(2):
        last, _ = building.make(root)
        assert [one["areas"] for one in last["failed"]] == [["110000"]]


def test_when_nothing_can_be_read_the_last_table_stays(root):
    ipstats.build(root)
    before = everything(root / "data" / "processed")
    for path in (root / "data" / "raw").glob("*.yaml"):
        path.unlink()
    with pytest.raises(SourceError, match="none can be read"):
        ipstats.build(root)
    assert everything(root / "data" / "processed") == before


OWN = """
lantern_works:
  zh: 彩灯作品登记量
  en: lantern works registered
  unit: 件
  kind: flow
  definition_zh: 登记的彩灯作品件数
  definition_en: Lantern works that were registered
  source: 本局
"""


def run_ipstats(root, *words):
    return subprocess.run([sys.executable, "-m", "ipstats", *words], cwd=root, capture_output=True, text=True)


def test_own_definitions_lie_over_the_packages(root):
    report = root / "data" / "raw" / "report.md"
    report.write_text("# 北京市2022年数据\n\n2022年，全市彩灯作品登记量30件，专利授权量500件。\n", encoding="utf-8")
    assert run_ipstats(root, "build").returncode == 0
    assert "lantern_works" not in set(read_table(root / "data/processed/observations.parquet")["indicator"])
    (root / "definitions").mkdir()
    (root / "definitions" / "indicators.yaml").write_text(OWN, encoding="utf-8")
    done = run_ipstats(root, "build")
    assert {"lantern_works", "patent_grants"} <= set(
        read_table(root / "data/processed/observations.parquet")["indicator"]
    )
    assert "30件" in done.stderr and "--accept-changes" in done.stderr
    assert "500件" not in done.stderr, "what is read as before is not told"


@pytest.mark.parametrize(
    "name, text, said",
    [
        ("indicators.yaml", "lantern_works:\n  zh: 彩灯\n", "lantern_works: definition_en is missing"),
        ("areas.csv", "code,name,level,parent\nZ99,云溪,zone,110000\n", "Z99: the code is not six digits"),
        ("areas.csv", "code,nom\nZ90001,云溪\n", "column 'nom'"),
        ("units.yaml", "件: [", "not valid YAML"),
        ("trust.yaml", "x: {}\n", "no such definition file"),
    ],
)
def test_wrong_own_definitions_are_named(root, name, text, said):
    (root / "definitions").mkdir()
    (root / "definitions" / name).write_text(text, encoding="utf-8")
    done = run_ipstats(root, "build")
    assert done.returncode == 2 and said in done.stderr and str(root / "definitions") in done.stderr, done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_changes_of_the_reader_wait_until_they_are_seen(root, monkeypatch):
    """A second upgrade before the first was seen is still told against what was seen last."""
    ipstats.build(root)
    seen = read_table(root / "data/processed/observations.parquet")
    plain = building.read_part

    def reader(factor):
        def read(path):
            part = plain(path)
            if path.suffix != ".md":
                return part
            rows = part.rows.assign(obs_value=part.rows["obs_value"] * factor)
            return dataclasses.replace(part, rows=rows.assign(obs_upper=rows["obs_value"], obs_lower=rows["obs_value"]))

        return read

    for number, factor in enumerate((2, 3)):
        monkeypatch.setattr(building, "read_part", reader(factor))
        monkeypatch.setattr(freshness, "MAKERS", ("definitions", "model")[: number + 1])
        last, _ = building.make(root)
        assert {one["source"] for one in last["changes"]} == {"report"} and len(last["changes"]) == 2
        assert "200,000件" in last["changes"][0]["before"] and f"{factor * 200_000:,}件" in last["changes"][0]["after"]
    assert building.make(root)[0]["changes"], "they wait"
    kept = read_table(root / "data/processed" / building.SEEN)
    pd.testing.assert_frame_equal(kept, seen)
    last, fresh = building.make(root, accept_changes=True)
    assert fresh and "changes" not in freshness.record(root / "data/processed")


def test_a_document_that_was_changed_itself_is_no_change_of_the_reader(root, monkeypatch):
    ipstats.build(root)
    report = root / "data" / "raw" / "report.md"
    report.write_text("# 北京市2022年数据\n\n2022年，全市专利授权量5件。\n", encoding="utf-8")
    monkeypatch.setattr(freshness, "MAKERS", ("definitions",))
    assert "changes" not in building.make(root)[0]


def test_a_format_that_is_not_read_is_not_left_out_silently(root):
    (root / "data" / "raw" / "old.ofd").write_bytes(b"x")
    with pytest.raises(DocumentError, match=r"old\.ofd: \.ofd is not read; save it as \.pdf"):
        ipstats.build(root)


def test_a_folder_that_cannot_be_written_is_said_in_one_line(root):
    processed = root / "data" / "processed"
    processed.rmdir()
    processed.write_text("a file, not a folder")
    with pytest.raises(IpstatsError, match=r"processed: .*cannot be written") as error:
        ipstats.build(root)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("moves", range(4))
def test_a_build_cut_short_is_made_good_by_the_next(root, monkeypatch, moves):
    ipstats.build(root)
    processed = root / "data" / "processed"
    whole = everything(processed)
    (root / "data" / "raw" / "report.md").write_text("2022年，北京市专利授权量7件。", encoding="utf-8")
    replace, done = os.replace, []

    def cut(source, target):
        if len(done) == moves:
            raise OSError(28, "No space left on device")
        done.append(replace(source, target))

    monkeypatch.setattr(building.os, "replace", cut)
    with pytest.raises(IpstatsError, match="cannot be written: No space left on device"):
        ipstats.build(root)
    monkeypatch.undo()
    assert not freshness.is_fresh(root / "data" / "raw", processed) and not list(processed.glob(".build-*"))
    assert 7 in set(ipstats.build(root)["obs_value"])
    assert everything(processed).keys() == whole.keys()


def test_what_a_killed_build_left_is_swept_away_later(root):
    old, running = (root / "data" / "processed" / name for name in (".build-old", ".build-running"))
    old.mkdir()
    running.mkdir()
    os.utime(old, (0, 0))
    ipstats.build(root)
    assert not old.exists() and running.exists()


def test_two_files_of_one_name_are_refused(root):
    for name in ("people.md", "people.md.source.yaml"):
        shutil.copy(root / "data" / "raw" / name.replace("people", "report"), root / "data" / "raw" / name)
    with pytest.raises(DocumentError, match=r"has the id 'people' of .*people.csv"):
        ipstats.build(root)


def test_a_source_that_is_gone_takes_its_text_with_it(root):
    ipstats.build(root)
    for path in (root / "data" / "raw").glob("report*"):
        path.unlink()
    ipstats.build(root)
    assert [path.name for path in (root / "data" / "processed" / "texts").iterdir()] == ["people.txt"]


def test_a_correction_beside_a_table_is_applied(root):
    (root / "data" / "raw" / "people.csv.corrections.yaml").write_text(
        "- {action: drop, where: {cell: t1!r2c3}, expect: {printed: 2184.3万}, reason: 重复}\n", encoding="utf-8"
    )
    assert set(ipstats.build(root)["source_id"]) == {"report"}


def test_a_skip_imports_no_pandas(root):
    ipstats.build(root)
    code = "import sys; from ipstats.collect.building import run; run(); assert 'pandas' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert "up to date; 3 figures of 2 sources (无需更新；2 个来源的 3 个数字)" in done.stdout


def test_the_command_says_what_came_of_it(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    building.run()
    said = capsys.readouterr().out
    assert "people  人口" in said and "3 figures of 2 sources" in said
    building.run(quiet_when_fresh=True)
    assert capsys.readouterr().out == ""


def test_add_takes_a_document_in_once_with_a_sidecar(root, tmp_path):
    new = tmp_path / "深圳 2022.md"
    new.write_text("2022年，深圳市专利授权量275774件。", encoding="utf-8")
    path = ipstats.add(new, root=root, area="深圳", period="2022", published="2023-04-26", title="深圳数据")
    assert path == root / "data" / "raw" / "深圳-2022.md" and path.read_bytes() == new.read_bytes()
    assert "440300" in set(ipstats.build(root)["ref_area"])
    with pytest.raises(DocumentError, match="is there already and raw documents are never replaced"):
        ipstats.add(new, root=root)
    with pytest.raises(DocumentError, match=r"the same document is there already as 深圳-2022\.md"):
        ipstats.add(new, root=root, name="again.md")


@pytest.fixture
def site(tmp_path):
    """A web server on this machine that serves a folder; its address."""
    folder = tmp_path / "site"
    folder.mkdir()
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_add_fetches_an_address_and_writes_it_down(root, site):
    folder, address = site
    (folder / "报告 1.html").write_text("<p>2022年，北京市专利授权量5件。</p>", encoding="utf-8")
    path = ipstats.add(f"{address}/%E6%8A%A5%E5%91%8A%201.html", root=root, local=True)
    assert path.name == "报告-1.html" and path.read_bytes() == (folder / "报告 1.html").read_bytes()
    assert read_source(path).url == f"{address}/%E6%8A%A5%E5%91%8A%201.html"
    assert 5 in set(ipstats.build(root)["obs_value"])
    with pytest.raises(DocumentError, match="cannot be fetched: HTTP Error 404"):
        ipstats.add(f"{address}/none.html", root=root, local=True)


@pytest.mark.parametrize(
    ("name", "metadata", "error", "said"),
    [
        pytest.param("x.exe", {}, DocumentError, "is not read; expected one of .md", id="ending"),
        pytest.param("x.ofd", {}, DocumentError, r"\.ofd is not read; save it as \.pdf", id="other format"),
        pytest.param("none.md", {}, DocumentError, "no such file", id="absent"),
        pytest.param("empty.md", {}, DocumentError, "is empty", id="empty"),
        pytest.param("x.md", {"area": "火星"}, Exception, "no area '火星'", id="area"),
        pytest.param("x.md", {"colour": "red"}, ParameterError, "add knows no 'colour'", id="field"),
        pytest.param("http://127.0.0.1:9/x.html", {}, DocumentError, "cannot be fetched", id="no server"),
    ],
)
def test_add_refuses_and_leaves_nothing_behind(root, tmp_path, name, metadata, error, said):
    for file, text in (("x.exe", "x"), ("x.ofd", "x"), ("empty.md", ""), ("x.md", "2022年")):
        (tmp_path / file).write_text(text, encoding="utf-8")
    before = everything(root / "data" / "raw")
    with pytest.raises(error, match=said):
        ipstats.add(name if name.startswith("http") else tmp_path / name, root=root, **metadata)
    assert everything(root / "data" / "raw") == before


def test_what_the_record_says_is_json(root):
    ipstats.build(root)
    record = json.loads((root / "data" / "processed" / "build.json").read_text(encoding="utf-8"))
    assert record["sources"]["report"]["rows"] == 2 and record["sources"]["people"]["empty_cells"] == 0
