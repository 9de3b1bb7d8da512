"""Files as they land on disk: whole, the same bytes every time, verified; and through nbconvert."""

import os
import subprocess
import sys

import nbformat
import pytest
from appendices import notebook, own_notebook
from nbformat.v4 import new_code_cell

import nbappendix
from nbappendix import book, menu
from nbappendix.errors import AppendixError

ALL = "pdf,html,docx,xlsx,csv"


def saved(folder, node, name="r.ipynb"):
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(node, folder / name)
    return folder / name


def contents(files):
    return {f.name: f.read_bytes() for f in files}


def test_same_bytes_in_another_folder_after_a_new_run_and_in_another_process(tmp_path):
    """The notebook is run anew: its charts carry other random ids and other execution counts."""
    first = contents(nbappendix.export(saved(tmp_path / "one", own_notebook(salt=None)), ALL))
    again = own_notebook(salt=None)
    for index, cell in enumerate(again.cells):
        cell["id"] = f"other-{index}"
        if "execution_count" in cell:
            cell["execution_count"] = 70 + index
    other = saved(tmp_path / "two" / "deeper", again)
    alone = "from nbappendix import export, hooks; hooks.entry_points = lambda group: []"
    program = f"{alone}; export({str(other)!r}, {ALL!r})"
    environment = os.environ | {"PYTHONHASHSEED": "7", "XDG_CACHE_HOME": str(tmp_path / "cache"), "TZ": "Asia/Shanghai"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, timeout=120)
    second = {name: (other.parent / name).read_bytes() for name in first}
    assert [name for name in first if first[name] != second[name]] == []


def test_dates_follow_source_date_epoch(tmp_path, monkeypatch):
    path = saved(tmp_path, own_notebook())
    before = contents(nbappendix.export(path, "pdf,xlsx"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    after = contents(nbappendix.export(path, "pdf,xlsx"))
    assert all(before[name] != after[name] for name in before)
    assert b"1970-01-02" in after["r.pdf"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(AppendixError, match="whole seconds"):
        nbappendix.export(path, "pdf")


@pytest.mark.parametrize(
    ("date", "seconds"),
    [("2023-01-31", 1675123200), ("2023-01-31T08:00:00+08:00", 1675123200), ("", 946684800), ("?", 946684800)],
)
def test_date_of_the_newest_input_is_the_default(monkeypatch, date, seconds):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert nbappendix.timestamp({"date": date}) == seconds


def test_verify_passes_untouched_files_and_names_a_changed_one(tmp_path):
    path = saved(tmp_path, own_notebook())
    files = nbappendix.export(path, ALL)
    assert nbappendix.export(path, ALL, verify=True) == files
    page = files[1]
    page.write_text(page.read_text("utf-8").replace("216.1", "216.2", 1), "utf-8")
    with pytest.raises(AppendixError, match=r"r\.html: differs"):
        nbappendix.export(path, ALL, verify=True)
    page.unlink()
    with pytest.raises(AppendixError, match="nothing to verify"):
        nbappendix.export(path, "html", verify=True)


def test_failed_export_leaves_the_old_file_alone(tmp_path, monkeypatch):
    path = saved(tmp_path, own_notebook())
    (old,) = nbappendix.export(path, "html")
    before = old.read_bytes()
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(AppendixError, match="disk full"):
        nbappendix.export(path, "html", final=True)
    assert old.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["r.html", "r.ipynb"]


@pytest.mark.parametrize(
    ("out", "name"),
    [(None, "in/r.pdf"), ("out/named.pdf", "out/named.pdf"), ("out", "out/r.pdf")],
    ids=["beside", "file", "folder"],
)
def test_where_files_go(tmp_path, monkeypatch, out, name):
    path = saved(tmp_path / "in", own_notebook())
    monkeypatch.chdir(tmp_path)
    assert nbappendix.export(path, "pdf", out)[0].resolve() == tmp_path / name


def test_unknown_format_is_refused(tmp_path):
    with pytest.raises(AppendixError, match="'odt' is not known"):
        nbappendix.export(saved(tmp_path, own_notebook()), "odt")


def test_book_is_written_and_the_same_each_time(tmp_path):
    paths = [saved(tmp_path, own_notebook(), "a.ipynb"), saved(tmp_path, own_notebook(title="另一份"), "b.ipynb")]
    one = book.bind(paths, tmp_path / "one.pdf").read_bytes()
    assert one == book.bind(paths, tmp_path / "sub" / "two.pdf").read_bytes()
    with pytest.raises(AppendixError, match="no report"):
        book.bind([], tmp_path / "none.pdf")


def test_parts_of_a_book_that_share_a_title_say_whom_they_are_about(tmp_path):
    documents = [
        {**nbappendix.document(own_notebook(), name="one"), "title": "有多少？", "subtitle": place}
        for place in ("北京市", "上海市")
    ]
    parts = [block["title"] for block in book.together(documents, "汇编")["blocks"] if block["kind"] == "part"]
    assert parts == ["北京市\u3000有多少？", "上海市\u3000有多少？"]


@pytest.mark.parametrize(
    ("name", "suffix", "start"),
    [("pdf", ".pdf", b"%PDF"), ("html", ".html", b"<!DOC"), ("xlsx", ".xlsx", b"PK"), ("docx", ".docx", b"PK")],
)
def test_nbconvert_finds_the_exporters_and_gives_the_same_bytes(tmp_path, name, suffix, start):
    from nbconvert.exporters import get_exporter
    from nbconvert.writers import FilesWriter

    path = saved(tmp_path, own_notebook())
    output, resources = get_exporter(f"nbappendix_{name}")().from_filename(str(path))
    written = FilesWriter(build_directory=str(tmp_path / "made")).write(output, resources, "r")
    content = (tmp_path / "made" / f"r{suffix}").read_bytes()
    assert str(written).endswith(suffix) and content.startswith(start)
    assert content == nbappendix.export(path, name)[0].read_bytes()


def test_menu_is_put_where_jupyterlab_reads_it(tmp_path, monkeypatch):
    from jupyterlab_server.settings_utils import _get_overrides

    monkeypatch.setenv("JUPYTERLAB_DIR", str(tmp_path))
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    assert not menu.installed()
    menu.install()
    assert menu.installed()
    overrides, error = _get_overrides(str(tmp_path / "settings"))
    items = overrides["@jupyterlab/mainmenu-extension:plugin"]["menus"][0]["items"][0]["submenu"]["items"]
    assert not error
    assert [i["args"]["format"] for i in items] == [f"nbappendix_{name}" for name in ("pdf", "html", "docx", "xlsx")]


def test_a_notebook_that_was_not_run_is_refused(tmp_path):
    with pytest.raises(AppendixError, match="was not run"):
        nbappendix.export(saved(tmp_path, notebook(new_code_cell("1 + 1"))), "pdf")


def test_a_place_that_cannot_be_written_is_told_in_one_line(tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file where a folder should be")
    with pytest.raises(AppendixError, match="cannot be written"):
        nbappendix.export(saved(tmp_path, own_notebook()), "xlsx", taken / "report.xlsx")


def test_one_format_that_fails_leaves_nothing_of_the_others(tmp_path):
    without_tables = saved(tmp_path, notebook(new_code_cell("1", execution_count=1)))
    with pytest.raises(AppendixError, match="no table"):
        nbappendix.export(without_tables, "xlsx,csv")
    assert list(tmp_path.iterdir()) == [without_tables]
