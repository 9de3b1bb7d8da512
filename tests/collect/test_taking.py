"""`ipstats add`: what is taken in, what is refused, and what a download must be to be whole."""

import http.server
import io
import threading
import time
from dataclasses import replace

import pytest

from ipstats.collect.building import add
from ipstats.collect.downloading import WEB, fetch, is_address
from ipstats.collect.sources import read_source
from ipstats.collect.taking import SCRATCH
from ipstats.errors import DocumentError, ParameterError

TEXT = "2023年，苏州市专利授权量12件。"
PAGE = TEXT.encode()


class Handler(http.server.BaseHTTPRequestHandler):
    """One address for each thing that may go wrong."""

    def do_GET(self):
        ways = {
            "/short.md": self.short,
            "/slow.md": self.slow,
            "/slow-head.md": self.slow_head,
            "/large.md": self.large,
        }
        leads = {"/to-file": "file:///etc/passwd", "/to-ftp": "ftp://127.0.0.1/a.md", "/to-page": "/page.md"}
        if self.path in leads:
            self.send_response(302)
            self.send_header("Location", leads[self.path])
            self.end_headers()
        else:
            ways.get(self.path, self.whole)()

    def whole(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if self.path.endswith(".aspx") else "text/plain")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def short(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(PAGE)

    def large(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(64):
            self.wfile.write(b"2023 " * 2**14)

    def slow(self):
        self.send_response(200)
        self.end_headers()
        self.drip()

    def slow_head(self):
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        self.drip()

    def drip(self):
        for _ in range(200):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except ConnectionError:  # the other side has had enough
            self.close_connection = True


@pytest.fixture(scope="module")
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as one:
        one.daemon_threads = True
        threading.Thread(target=one.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{one.server_port}"
        one.shutdown()


@pytest.fixture
def project(tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return tmp_path


def taken(project):
    return sorted(path.name for path in (project / "data" / "raw").iterdir())


def refusal(call, *args, **fields) -> str:
    with pytest.raises((DocumentError, ParameterError)) as caught:
        call(*args, **fields)
    return str(caught.value)


def test_a_download_is_taken_in_whatever_the_case_of_its_address(server, project):
    path = add(f"HTTP://{server}/page.md", root=project, local=True)
    assert path.read_text("utf-8") == TEXT
    assert read_source(path).url.startswith("HTTP://")


def test_a_page_without_an_ending_gets_that_of_its_kind(server, project):
    assert add(f"http://{server}/show.aspx", root=project, local=True).name == "show.aspx.html"


def test_a_redirect_within_the_web_is_followed(server, tmp_path):
    fetch(f"http://{server}/to-page", tmp_path / "a", replace(WEB, local=True))
    assert (tmp_path / "a").read_bytes() == PAGE


@pytest.mark.parametrize(
    ("way", "said"), [("to-file", "is not allowed"), ("to-ftp", "is not http")], ids=["file", "ftp"]
)
def test_a_redirect_out_of_the_web_is_refused(way, said, server, project):
    assert said in refusal(add, f"http://{server}/{way}", root=project, local=True)
    assert taken(project) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "192.168.1.1", "169.254.169.254"])
def test_machines_of_the_house_are_asked_only_when_that_is_meant(host, project):
    assert "--local" in refusal(add, f"http://{host}:9/a.md", root=project)


def test_a_redirect_into_the_house_is_refused(monkeypatch, tmp_path):
    from urllib.request import Request

    from ipstats.collect.downloading import _allowed

    with pytest.raises(OSError, match="--local"):
        _allowed(Request("http://127.1:80/a.md"), WEB)


def test_a_download_cut_short_is_not_whole(server, project):
    said = refusal(add, f"http://{server}/short.md", root=project, local=True)
    assert f"{len(PAGE)} of 1,000 bytes" in said
    assert taken(project) == []


@pytest.mark.parametrize("way", ["slow.md", "slow-head.md"])
def test_a_download_has_a_time(way, server, tmp_path):
    start = time.monotonic()
    said = refusal(fetch, f"http://{server}/{way}", tmp_path / "a", replace(WEB, local=True, seconds=0.5))
    assert "took longer than 0.5 s" in said
    assert time.monotonic() - start < 3


def test_a_download_has_a_size(server, tmp_path):
    said = refusal(fetch, f"http://{server}/large.md", tmp_path / "a", replace(WEB, local=True, size=2**20))
    assert "larger than 1 MB" in said


@pytest.mark.parametrize("text", ["file:///etc/passwd", "ftp://example.org/a.md", "a.md", "http:a"])
def test_what_is_no_address_is_a_file(text):
    assert not is_address(text)


@pytest.mark.parametrize("text", ["file:///etc/passwd", "ftp://example.org/a.md"])
def test_an_address_of_another_kind_is_refused(text, project):
    assert "is no address of the web" in refusal(add, text, root=project)


def test_what_an_address_is_refused_for_is_said_in_the_users_language(project, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh")
    said = refusal(add, "http://127.0.0.1:9/a.md", root=project)
    assert "127.0.0.1 是内网地址；如确需访问请加 --local" in said and "machine" not in said


def test_several_documents_at_once(project, tmp_path):
    paths = []
    for number in range(3):
        paths.append(tmp_path / f"{number}.md")
        paths[-1].write_text(f"{TEXT}{number}", encoding="utf-8")
    found = add(paths, root=project, area="苏州市")
    assert [path.name for path in found] == ["0.md", "1.md", "2.md"]
    assert {read_source(path).area for path in found} == {"苏州市"}


def test_of_several_documents_the_wrong_ones_are_named_and_the_others_kept(project, tmp_path):
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    said = refusal(add, [tmp_path / "none.md", tmp_path / "a.md", tmp_path / "b.xyz"], root=project)
    assert "none.md: no such file" in said
    assert "2 of 3 documents were not taken in; taken in: a.md" in said
    assert taken(project) == ["a.md", "a.md.source.yaml"]


def office(folder, name: str, *, locked: bool = False, cut: int | None = None):
    """A workbook under some name: with a password, or only its first bytes."""
    from msoffcrypto.format.ooxml import OOXMLFile
    from openpyxl import Workbook

    book, whole = Workbook(), folder / name
    book.active.append(["地区", "2023年专利授权量（件）"])
    book.active.append(["苏州市", 12])
    book.save(whole)
    data = whole.read_bytes()[:cut]
    if locked:
        with (folder / "locked").open("wb+") as target:
            OOXMLFile(io.BytesIO(data)).encrypt("secret", target)
        data = (folder / "locked").read_bytes()
    whole.write_bytes(data)
    return whole


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"PK\x03\x04 cut", "damaged"), ("a.pdf", b"%PDF-1.7 cut", "cut short"), 
        ("a.pdf", b"not one\n", "no PDF"),
        ("a.xlsx", {"cut": 900}, "damaged"), ("a.xlsx", {"locked": True}, "encrypted"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_where_it_comes_in_and_the_others_are_kept(
    name, content, said, project, tmp_path, monkeypatch
):
    """It would hold back every report of its area."""
    monkeypatch.setenv("LANGUAGE", "en")
    wrong = office(tmp_path, name, **content) if isinstance(content, dict) else tmp_path / name
    if isinstance(content, bytes):
        wrong.write_bytes(content)
    (tmp_path / "b.md").write_text(TEXT, encoding="utf-8")
    told = refusal(add, [wrong, tmp_path / "b.md"], root=project)
    assert said in told and "nothing was taken in" in told and "taken in: b.md" in told
    assert taken(project) == ["b.md", "b.md.source.yaml"]


def test_a_document_whose_name_is_the_id_of_another_is_refused(project, tmp_path):
    """A bulletin as .docx and as .txt: one of them would be refused by every build after it."""
    for name in ("公报2023.md", "公报2023.txt", "年报.txt"):
        (tmp_path / name).write_text(f"{TEXT}{name}", encoding="utf-8")
    add(tmp_path / "公报2023.md", root=project)
    told = refusal(add, [tmp_path / "公报2023.txt", tmp_path / "年报.txt"], root=project)
    assert "公报2023.md" in told and "--name" in told
    beside = add(tmp_path / "公报2023.txt", root=project, name="公报2023文本.txt").with_name("年报.txt.source.yaml")
    beside.write_text(beside.read_text("utf-8") + "id: 公报2022\n", "utf-8")
    (tmp_path / "公报2022.md").write_text(f"{TEXT}。", encoding="utf-8")
    assert "年报.txt" in refusal(add, tmp_path / "公报2022.md", root=project)


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.md", "# 苏州市2023年情况\n\n全年授权专利12件。\n", "苏州市2023年情况"),
        ("a.txt", "苏州市知识产权局\n\n2023年，全市授权专利12件。\n", "苏州市知识产权局"),
        ("a.txt", "2023年，全市授权专利12件。\n", "a"),
        ("a.csv", "地区,2023年\n苏州市,12\n", "a"),
    ],
)
def test_a_document_is_known_by_the_title_that_it_bears(name, content, title, project, tmp_path):
    (tmp_path / name).write_text(content, "utf-8")
    assert read_source(add(tmp_path / name, root=project)).title == title
    (tmp_path / name).write_text(content + " ", "utf-8")
    assert read_source(add(tmp_path / name, root=project, name=f"b-{name}", title="年报")).title == "年报"


def test_a_title_is_of_one_document(project, tmp_path):
    assert "--title is of one document" in refusal(add, ["a.md", "b.md"], root=project, title="年报")


@pytest.mark.parametrize("name", ["专" * 120 + ".md", "a\0b.md", "a\x1b[2J.md", "con.md", "..md"])
def test_a_name_that_is_none_is_refused_in_one_line(name, project, tmp_path):
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    said = refusal(add, tmp_path / "a.md", root=project, name=name)
    assert "\n" not in said
    assert "\x1b" not in said
    assert taken(project) == []


@pytest.mark.parametrize("name", ["../../a.md", "/abs/a.md", "a\\b.md"])
def test_a_name_with_folders_becomes_one_without(name, project, tmp_path):
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    path = add(tmp_path / "a.md", root=project, name=name)
    assert path.parent == project / "data" / "raw"


def test_what_a_killed_add_left_is_swept(project, tmp_path):
    import os

    left = project / "data" / "raw" / f"{SCRATCH}abc"
    left.mkdir()
    os.utime(left, (0, 0))
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    add(tmp_path / "a.md", root=project)
    assert not left.exists()


@pytest.mark.parametrize(
    "id_", ["../../x", "/abs", "a/b", "a\\\\b", '"a\\0b"', '"a\\e[2J"', "..", "专" * 100, "con", '""']
)
def test_an_id_is_one_step_of_a_path(id_, project):
    path = project / "data" / "raw" / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    (path.parent / "a.md.source.yaml").write_text(f"title: x\nwording: verbatim\nid: {id_}\n", encoding="utf-8")
    said = refusal(read_source, path)
    assert "a.md.source.yaml" in said
    assert "\n" not in said
    assert "\x1b" not in said


def test_a_title_stands_in_one_line(project):
    path = project / "data" / "raw" / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    (path.parent / "a.md.source.yaml").write_text('title: "x\\e]0;y"\nwording: verbatim\n', encoding="utf-8")
    assert "title: 'x\\x1b]0;y'" in refusal(read_source, path).replace("title 'x", "title: 'x")


def test_a_raw_file_whose_name_leaves_no_room_for_its_sidecar_is_one_line(project):
    path = project / "data" / "raw" / f"{'专' * 80}.md"
    path.write_text(TEXT, encoding="utf-8")
    assert "longer than 200 bytes" in refusal(read_source, path)


@pytest.mark.parametrize(("name", "content"), [("a.md", TEXT), ("a.csv", "地区,专利授权量（件）\n苏州市,12\n")])
def test_the_period_of_a_document_is_given_as_a_person_writes_it(name, content, project, tmp_path):
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert read_source(add(tmp_path / name, root=project, period="2023年底")).year == 2023
