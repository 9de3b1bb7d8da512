"""Tables in English alone are read through the Chinese of their words, and say so."""

import pytest

from ipstats import read

BY_REGION = """20-9 Three Kinds of Patents Granted by Region (2022),,,,
Unit: piece,,,,
Region,Total,Inventions,Utility Models,Designs
National Total,4323409,798347,2804155,720907
Inner Mongolia,29130,2280,24370,2480
"""
BY_YEAR = """20-7 Basic Statistics on R&D Activities,,
Item,2021,2022
Full-time Equivalent of R&D Personnel (10 000 man-years),571.6,635.4
Expenditure on R&D (100 million yuan),27956.3,30782.9
  Basic Research,1817.0,2023.5
Number of Patents Granted (piece),4601457,4323409
  Inventions,695946,798347
"""


def _read(tmp_path, text, **options):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read(path, **options)


def test_a_table_by_region_has_the_names_unit_and_year_of_the_catalogue(tmp_path):
    document = _read(tmp_path, BY_REGION, area="全国")
    table = document.table
    columns = ["ref_area_name", "indicator", "time_period", "obs_value", "unit_measure", "trust"]
    assert table.iloc[[1, 4]][columns].to_numpy().tolist() == [
        ["全国", "invention_patent_grants", "2022", 798347, "件", "likely"],
        ["内蒙古自治区", "patent_grants", "2022", 29130, "件", "likely"],
    ]
    assert any("英文" in line for line in document.warnings)


def test_rows_have_the_unit_in_their_brackets_and_the_whole_above_them(tmp_path):
    table = _read(tmp_path, BY_YEAR, area="全国").table
    last = table[table["time_period"] == "2022"]
    assert last[["indicator_name", "obs_value", "unit_measure"]].to_numpy().tolist() == [
        ["R&D人员全时当量", 6354000, "人年"], ["R&D经费", 3078290000000, "元"], ["基础研究经费", 202350000000, "元"],
        ["专利授权量", 4323409, "件"], ["发明专利授权量", 798347, "件"],
    ]  # fmt: skip


def test_a_title_with_an_unknown_word_makes_every_figure_doubtful(tmp_path):
    """It may narrow them all: to Martian Enterprises."""
    text = BY_REGION.replace("Patents Granted", "Patents Granted to Martian Enterprises")
    table = _read(tmp_path, text, area="全国").table
    assert set(table["trust"]) == {"doubtful"}


def test_a_group_of_heads_that_is_not_known_is_not_left_out(tmp_path):
    text = "Patents Granted by Region (2022)\nRegion,Martians,Martians\n,Inventions,Designs\nBeijing,5,6\nTianjin,7,8\n"
    assert set(_read(tmp_path, text, area="全国").table["trust"]) == {"doubtful"}


OF_A_CITY = """"Xuzhou: Intellectual Property Indicators, 2024",,,,,
Unit: piece unless otherwise stated,,,,,
Indicator,Unit,2024,2023,Change (%),YoY
PCT applications filed,piece,212,186,13.98,13.98%
"Invention patents per 10,000 people",piece,29.47,25.21,,
Valid registered trademarks,"10,000 pieces",20.51,18.64,10,10%
Patent pledge financing,100 million yuan,51.3,38.6,32.9,32.9%
"""


def test_a_column_of_units_a_change_and_a_place_before_a_colon(tmp_path):
    table = _read(tmp_path, OF_A_CITY).table
    assert set(table["trust"]) == {"likely"} and set(table["ref_area_name"]) == {"徐州市"}
    levels = table[(table["measure"] == "level") & (table["period_end"].dt.year == 2024)]
    assert levels[["indicator", "obs_value", "unit_measure", "scope"]].to_numpy().tolist() == [
        ["pct_applications", 212, "件", ""], ["invention_patents_per_10k", 29.47, "件/万人", ""],
        ["trademarks_in_force", 205100, "件", ""], ["patent_pledge_financing", 5.13e9, "元", ""],
    ]  # fmt: skip
    growth = table[table["measure"] == "growth"]
    assert growth["obs_value"].tolist() == [13.98, 13.98, 10, 10, 32.9, 32.9]


@pytest.mark.parametrize("unit", ["dozens", '"10,000"'])
def test_a_unit_that_is_not_known_is_not_the_catalogue_s(unit, tmp_path):
    text = f"Main Indicators of Beijing 2022,,\nIndicator,Unit,2022\nValid registered trademarks,{unit},21\n"
    assert _read(tmp_path, text, area="全国").table["trust"].tolist() == ["doubtful"]


def test_a_goal_and_what_was_reached_are_of_their_years(tmp_path):
    text = "Indicator,Target 2025,Actual 2024\nPCT applications,300,212\n"
    table = _read(tmp_path, text, area="徐州市").table
    assert table[["time_period", "is_target", "scope"]].to_numpy().tolist() == [["2025", True, ""], ["2024", False, ""]]


def test_cells_keep_their_printed_words_and_roles(tmp_path):
    table = _read(tmp_path, BY_REGION, area="全国").tables[0]
    html = table._repr_html_()
    assert "Utility Models" in html and "实用新型" not in html


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("Patents in Force at the End of 2021", "2021年末有效专利数"),
        ("Applications for Patents Received from Home and Abroad, Jan.-Jun. 2022", "2022年1月-6月专利申请数受理国内外"),
        ("year-end population", "年末人口"),
        ("Expenditure on R&D (100 million yuan)", "R&D经费(亿元)"),
        ("Table 2.1: Main IP Indicators of Xuzhou City, H1 2024", "徐州市2024年1-6月知识产权"),
        ("High-value Invention Patents per 10,000 Population (end of year)", "年末每万人口高价值发明专利"),
        ("Patents Granted, Q1-Q3 2024", "Patents Granted, Q1-Q3 2024"),
        ("Suzhou", "Suzhou"),
        ("2021", "2021"),
    ],
)
def test_a_text_in_chinese(text, zh):
    from ipstats.reading.english import chinese

    assert chinese(text) == zh
