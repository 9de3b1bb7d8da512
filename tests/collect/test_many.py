"""Many documents: in order, on several processes, none lost because of another."""

import pytest
from tests.documents import makers

from ipstats.collect.many import read_many
from ipstats.errors import DocumentError
from ipstats.reading.document import Document


@pytest.fixture
def folder(tmp_path):
    for number in range(12):
        text = f"2023年，苏州市专利授权量{number + 1}件。\n"
        (tmp_path / f"{number:02}.md").write_text(text, encoding="utf-8")
    (tmp_path / "05.md").write_bytes(b"\xff\xfe\x00")
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
def test_order_and_bad_documents(folder, jobs):
    paths = sorted(folder.glob("*.md"))
    results = list(read_many(paths, jobs=jobs))
    assert [isinstance(result, Document) for result in results] == [n != 5 for n in range(12)]
    assert isinstance(results[5], DocumentError)
    assert "05.md" in str(results[5])
    assert [r.table["obs_value"].tolist() for n, r in enumerate(results) if n != 5] == [
        [n + 1] for n in range(12) if n != 5
    ]


def test_an_unforeseen_failure_names_its_document(folder, monkeypatch):
    from ipstats.collect import many

    def fails(path, **_):
        raise RuntimeError("boom")

    monkeypatch.setattr(many, "read", fails)
    results = list(many.read_many([folder / "00.md"], jobs=1))
    assert "00.md: reading it failed: RuntimeError: boom" in str(results[0])


def test_options_and_formats(tmp_path):
    paths = [makers.docx(tmp_path / "a.docx"), makers.html(tmp_path / "b.html")]
    results = list(read_many(paths, jobs=2, published="2024-06-01"))
    assert {str(result.published) for result in results} == {"2024-06-01"}


def test_progress_is_said_in_lines_where_there_is_no_terminal(folder, capsys):
    list(read_many(sorted(folder.glob("*.md")), jobs=1, progress=True))
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == "ipstats: read 12 of 12 documents"
    assert len(said) <= 12


def test_nothing_is_said_unless_asked(folder, capsys):
    list(read_many(sorted(folder.glob("*.md")), jobs=1))
    assert capsys.readouterr().err == ""


def test_no_documents():
    assert list(read_many([])) == []
