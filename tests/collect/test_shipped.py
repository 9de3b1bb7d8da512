"""What data/raw ships: every figure has a source, and the figures are those that were published."""

import csv

import pandas as pd
import pytest

from ipstats.collect.building import combine, read_all
from ipstats.collect.sources import documents, read_source
from ipstats.model.awards import editions
from ipstats.model.select import figures


@pytest.fixture(scope="module")
def parts(repo):
    return read_all(repo / "data" / "raw")[0]


@pytest.fixture(scope="module")
def table(parts):
    return combine(parts)


def test_every_source_says_where_it_is_from(repo):
    for path in documents(repo / "data" / "raw"):
        source = read_source(path)
        if path.parent.name == "templates":
            continue
        assert source.sha256 and source.retrieved and source.publisher and source.area, path.name
        assert source.url or source.notes or source.table, path.name
        assert source.wording in ("restated", "tabulated"), "what is shipped is in our own words"


def test_every_figure_stands_in_its_text(parts):
    for part in parts:
        spans = part.rows[part.rows["char_start"].notna()]
        for start, end, text in zip(spans["char_start"], spans["char_end"], spans["obs_text"], strict=True):
            assert part.text[start:end] == text


def test_templates_make_no_figures(parts):
    templates = [part for part in parts if part.path.parent.name == "templates"]
    assert len(templates) == 4 and not any(len(part.rows) for part in templates)


def test_rows_by_source(table):
    rows = table["source_id"].value_counts()
    assert rows["province-patents-2018-2023"] == 6 * 32 * 12 - 1, "吉林 2019 外观设计 申请 is missing, not zero"
    assert rows["province-population-2005-2024"] == 31 * 20 + 8
    assert rows["cnipa-density-2012-2016"] == 154 * 3


@pytest.mark.parametrize(
    ("area", "indicator", "time_period", "value"),
    [
        ("110000", "patent_grants", "2022-01-01/P11M", 187884),
        ("110000", "invention_patents_per_10k", "2019-12-31", 132.0),
        ("110000", "invention_patents_per_10k", "2022-12-31", 218.3),
        ("110000", "invention_patents_per_10k", "2023-12-31", 262.9),
        ("110000", "high_value_invention_patents_per_10k", "2023-12-31", 136.95),
        ("110000", "trademark_registrations", "2023", 236000),
        ("110000", "tech_contract_turnover", "2022", 794750000000),
        ("110000", "china_patent_award", "2022", 165),
        ("110000", "china_patent_award_gold", "2022", 9),
        ("000000", "invention_patent_grants", "2024", 1045000),
        ("000000", "patent_trademark_pledge_financing", "2023", 853990000000),
        ("310000", "invention_patents_in_force", "2023-12-31", 241400),
    ],
)
def test_published_levels_are_in_the_table(table, area, indicator, time_period, value):
    found = figures(table, area=area, indicator=indicator, measure="level")
    assert value in found.loc[found["time_period"] == time_period, "obs_value"].tolist()


def test_the_nation_of_the_yearbook_is_domestic_and_more_than_its_provinces(table):
    rows = table[(table["source_id"] == "province-patents-2018-2023") & (table["time_period"] == "2022-12-31")]
    rows = rows[rows["indicator"] == "invention_patents_in_force"]
    nation = rows[rows["ref_area"] == "000000"]
    assert nation["scope"].tolist() == ["国内"] and nation["obs_value"].tolist() == [3351453]
    provinces = rows.loc[rows["ref_area"] != "000000", "obs_value"].sum()
    assert round(provinces / 10000, 1) == 328.0, "the published domestic stock without Hong Kong, Macao and Taiwan"


def test_two_vintages_of_beijings_population_of_2019_are_kept(table):
    rows = figures(table, area="110000", indicator="resident_population", year=2019)
    assert sorted(rows["obs_value"]) == [21536000, 21900000]


def test_second_hand_figures_are_of_low_reliability_and_name_their_page(table):
    rows = table[table["source_id"] == "second-hand-figures"]
    assert len(rows) > 100 and set(rows["obs_status"]) == {"U"}
    assert rows["comment_obs"].str.contains(r"http|work report|镜像", regex=True).all()


def test_the_guizhou_row_of_september_2014_is_flagged(table):
    rows = table[(table["source_id"] == "cnipa-density-2012-2016") & (table["time_period"] == "2014-09-30")]
    assert set(rows.loc[rows["ref_area"] == "520000", "obs_status"]) == {"U"}
    assert "U" not in set(rows.loc[rows["ref_area"] != "520000", "obs_status"])


def test_regions_awards_stay_below_what_was_given(table):
    rows = table[table["indicator"].str.startswith("china_patent_award") & (table["measure"] == "level")]
    year = {one.year: one for one in editions().values()}
    for row in rows[rows["ref_area"] != "000000"].itertuples():
        given = year[row.period_end.year].given(row.indicator)
        assert given is None or row.obs_value <= given


def test_the_tables_hold_the_published_figures(shared, table):
    with (shared / "facts" / "province-patents-2018-2023.csv").open(encoding="utf-8") as file:
        facts = [float(row["value"]) for row in csv.DictReader(file) if row["value"]]
    assert table.loc[table["source_id"] == "province-patents-2018-2023", "obs_value"].tolist() == facts


def test_the_digests_say_only_what_was_published(shared, table):
    facts = pd.read_csv(shared / "facts" / "published-figures.csv", dtype=str, keep_default_na=False)
    for area in ("北京", "全国"):
        known = set(facts.loc[facts["region"].str.contains("北京|中关村" if area == "北京" else area), "value"])
        sources = table["source_id"].str.startswith("beijing-2" if area == "北京" else "national-2")
        rows = table[sources & (table["measure"] == "level") & (table["ref_area_name"].str.startswith(area))]
        rows = rows[rows["indicator"].str.contains("patents_in_force|patent_grants|per_10k|trademark|pct")]
        rows = rows[~rows["indicator"].str.startswith("enterprise")]
        bare = rows["printed"].str.replace("[万亿]", "", regex=True)
        unknown = sorted(set(bare) - known - {"3556.3", "3.7"})
        assert not unknown, f"{area}: {unknown} is in no published figure"
