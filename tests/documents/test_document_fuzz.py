"""Whatever bytes or text come in: only our own errors, and every offset exact."""

import contextlib
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipstats.collect.read import read
from ipstats.documents import formats
from ipstats.documents.decoding import decode
from ipstats.documents.markdown import read_markdown
from ipstats.errors import IpstatsError
from ipstats.reading.cells import read_cell

WORDS = (
    "2023年 全市 专利授权量 12,345 36.5万 件 ， 。 |---|---| 一、 （一） 同比增长 5.63% 其中： 合计 — 北京 ** [ ]( ) "
    "<b> </b> &amp; 表1 单位：件 注： 第3页 \\ ` ~~ 上年 1-11月 占比（%） ٣ ² 𠮷 ( ）"
)
MARKS = [
    "\n",
    "\n\n",
    "| ",
    " |",
    "# ",
    "## ",
    "\t",
    "\u3000",
    "\xa0",
    "- 12 -",
    "\r\n",
    "\f",
    "\x0b",
    "\u2028",
    "\ufeff",
]
PIECES = [*WORDS.split(), *MARKS]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join)
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(document):
    for row in document.table.itertuples():
        assert document.text[row.char_start : row.char_end] == row.obs_text
    document.to_html()


@quick
@given(texts)
def test_any_text(text):
    check(read(text + "\n"))


@quick
@given(texts)
def test_blocks_and_cells_know_their_place(text):
    content = read_markdown(text)
    blocks = [*content.blocks, *(cell.block for table in content.tables for cell in table.cells)]
    for block in blocks:
        start, end, inside = block.place(0, len(block.text))
        assert text[start:end] == inside
        for at in range(len(block.text)):
            start, end, inside = block.place(at, at + 1)
            assert text[start] == block.text[at]


@quick
@given(st.lists(st.lists(texts.map(lambda t: t.replace("\n", " ")), min_size=1, max_size=5), min_size=1, max_size=6))
def test_any_cells_in_any_table(rows):
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|---|---|")
    check(read("\n".join(lines) + "\n"))
    tags = "".join("<tr>" + "".join(f"<td rowspan={len(c)} colspan=2>{c}</td>" for c in row) + "</tr>" for row in rows)
    with contextlib.suppress(IpstatsError):
        check(read(f"<p>2023年</p><table>{tags}</table>".encode(), name="a.html"))


@quick
@given(st.binary(max_size=400), st.sampled_from(sorted(formats.READERS)))
def test_any_bytes_in_any_format(data, ending):
    try:
        check(read(data, name=f"a{ending}"))
    except IpstatsError as error:
        assert "\n" not in str(error)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    import makers

    folder = tmp_path_factory.mktemp("whole")
    book = io.BytesIO()
    from openpyxl import Workbook

    workbook = Workbook()
    for row in (["指标", "2023年（件）"], ["专利授权量", 12], ["商标注册量", 3.5]):
        workbook.active.append(row)
    workbook.save(book)
    return {
        ".html": makers.html(folder / "a.html").read_bytes(),
        ".docx": makers.docx(folder / "a.docx").read_bytes(),
        ".pdf": makers.pdf(folder / "a.pdf").read_bytes(),
        ".xlsx": book.getvalue(),
        ".xls": old_workbook(),
        ".csv": "指标,2023年（件）\n专利授权量,12\n".encode(),
    }


def old_workbook() -> bytes:
    import xlwt

    book, target = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("表1")
    for row, cells in enumerate((["指标", "2023年（件）"], ["专利授权量", 12], ["商标注册量", 3.5])):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.save(target)
    return target.getvalue()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.parametrize("ending", [".html", ".docx", ".pdf", ".xlsx", ".xls", ".csv"])
@given(data=st.data())
def test_damaged_files(ending, whole, data):
    """A byte changed, a piece taken out or put in: the figures that come out stand where they say."""
    damaged = bytearray(whole[ending])
    at = data.draw(st.integers(0, len(damaged) - 1))
    length = data.draw(st.integers(0, 40))
    damaged[at : at + length] = data.draw(st.binary(max_size=40))
    try:
        check(read(bytes(damaged), name=f"a{ending}"))
    except IpstatsError as error:
        assert "\n" not in str(error)


@quick
@given(st.text(max_size=30))
def test_any_cell(text):
    printed = read_cell(text)
    if printed is not None:
        assert 0 <= printed.first < printed.last <= len(text)


@quick
@given(
    st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x9FFF), min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_any_text_comes_back_from_its_encoding(text, encoding):
    text = "专利授权量" * 8 + text
    if any(0xD800 <= ord(c) <= 0xDFFF or 0x7F <= ord(c) < 0xA0 for c in text):
        return
    assert decode(text.encode(encoding), "a.txt")[0] == text.lstrip("\ufeff")


LONG = [*"|[(<9（\\\u3000", "# ", "**", "增长", "1,", "一、", "单位：", "1-", "占比", "其中：", "&amp;"]


@pytest.mark.parametrize(
    "text", [*(piece * 12000 for piece in LONG), "|1|" * 7000 + "\n|---|\n", "| " + "占" * 20000 + " |\n|---|\n| 1 |"],
    ids=[*LONG, "wide", "long-header"],
)  # fmt: skip
def test_long_runs_of_one_thing_are_read(text):
    """A pattern that backtracks over such a run would not end."""
    check(read(text + "\n"))
