"""A table without any words around it stands under the title that it is known by."""

import openpyxl
import pytest

from ipstats import read

WIDE = "地区,2021年,2022年\n合肥市,57000,54891\n芜湖市,18011,—\n"


@pytest.mark.parametrize(
    ("name", "title"),
    [("安徽省各市专利授权量.csv", ""), ("wide.csv", "安徽省各市专利授权量")],
    ids=["its file name", "the title given"],
)
def test_a_wide_table_of_years_is_named_by_its_title(tmp_path, name, title):
    path = tmp_path / name
    path.write_bytes(WIDE.encode("gb18030"))
    table = read(path, area="安徽省", title=title).table
    assert set(table["indicator"]) == {"patent_grants"}
    assert table[["ref_area_name", "time_period", "obs_value"]].to_numpy().tolist() == [
        ["合肥市", "2021", 57000], ["合肥市", "2022", 54891], ["芜湖市", "2021", 18011],
    ]  # fmt: skip


def test_a_title_that_only_the_files_and_the_sheets_names_say(tmp_path):
    """A unit line above the table and a note below it are no title."""
    book = openpyxl.Workbook()
    book.active.title = "2021"
    for row in (["单位：件"], ["地区", "合计"], ["南京市", 5], ["苏州市", 7], ["注：快报数"]):
        book.active.append(row)
    book.save(tmp_path / "各市专利授权量.xlsx")
    found = read(tmp_path / "各市专利授权量.xlsx").table
    assert set(zip(found["indicator"], found["time_period"], found["unit_measure"], strict=True)) == {
        ("patent_grants", "2021", "件")
    }
    (tmp_path / "发明专利授权量（件）.csv").write_text("地区,2020年,2021年\n南京市,5,6\n", encoding="utf-8")
    found = read(tmp_path / "发明专利授权量（件）.csv").table
    assert set(found["indicator"]) == {"invention_patent_grants"} and set(found["unit_measure"]) == {"件"}
