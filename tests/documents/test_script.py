"""Traditional characters, and documents whose numbers say nothing."""

import pytest

from ipstats import read
from ipstats.documents.decoding import decode

REPORT = """2023年廣東省知識產權局工作總結

全省專利授權量36.5萬件，同比增長5.63%，居全國第一。每萬人口發明專利擁有量48件，佔比提高1.2個百分點。

| 指標 | 2023年（件） |
|---|---|
| 商標註冊量 | 123456 |
"""


@pytest.mark.parametrize("encoding", ["utf-8", "big5"])
def test_traditional_characters_are_read_where_they_stand(encoding, tmp_path):
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.encode(encoding))
    document = read(path)
    assert document.text == REPORT
    rows = document.table[document.table["measure"].isin(["level", "growth", "rank"])]
    assert rows[["obs_text", "indicator"]].to_numpy().tolist() == [
        ["36.5萬件", "patent_grants"],
        ["5.63%", "patent_grants"],
        ["全國第一", "patent_grants"],
        ["48件", "invention_patents_per_10k"],
        ["123456", "trademark_registrations"],
    ]
    assert set(rows["ref_area_name"]) == {"广东省"} and set(rows["time_period"]) == {"2023", "2023-12-31"}
    assert all(REPORT[row.char_start : row.char_end] == row.obs_text for row in rows.itertuples())
    assert "繁体字" in document.warnings[0]


@pytest.mark.parametrize("text", ["专利", "全市专利授权量12件。", "著作权登记，后勤保障。"])
def test_short_simplified_text_is_not_taken_for_big5(text):
    assert decode(text.encode("gb18030"), "a.txt") == (text, "gb18030")


@pytest.mark.parametrize(
    ("text", "says"),
    [("本局位于12号院3楼。", "12"), ("2023年3月5日，局机关搬迁。", ""), ("发明专利授权量5件。", "")],
    ids=["numbers that count nothing", "a date alone", "a figure"],
)
def test_numbers_of_which_none_is_a_figure_are_reported(text, says):
    warnings = read(text).warnings
    assert says in "".join(warnings) and bool(warnings) == bool(says)
