"""A table without any words around it stands under the title that it is known by."""

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
