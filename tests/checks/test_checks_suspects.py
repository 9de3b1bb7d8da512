"""Which figure is suspected: what the others speak against, all that nothing tells apart, and no innocent one."""

import pandas as pd
import pytest
from claimed import contradictions, minimal, year_rows

from ipstats.checks import check
from ipstats.checks.base import borne_out
from ipstats.checks.claims import claims_of
from ipstats.checks.inputs import one_table
from ipstats.checks.statements import _far_off
from ipstats.model.observations import frame

LEVELS = {2019: "131716", 2020: "162824", 2021: "198778", 2022: "202722", 2023: "193973"}
RATES = {2020: "23.6", 2021: "22.1", 2022: "2.0", 2023: "-4.3"}
STOCK = "北京|有效发明专利量|level|||2022-12-31|{}|件"


def names(finding: pd.Series) -> set[str]:
    return set(finding["suspect_label"].split(";")) - {""}


@pytest.mark.parametrize("wrong_first", [True, False], ids=["first wrong", "second wrong"])
def test_of_two_statements_the_one_that_growth_speaks_against_is_wrong(wrong_first):
    rows = year_rows("北京", "专利授权量", {2021: "198778"}, growth={2022: "2.0"})
    statements = year_rows("北京", "专利授权量", {2022: "20272.2"}) + year_rows("北京", "专利授权量", {2022: "202722"})
    found = contradictions(minimal(*rows, *(statements if wrong_first else statements[::-1])))
    assert set(found["published"]) == {20272.2} and set(found["cause"]) == {"decimal_slip"}
    assert names(found.iloc[0]) == set()


def test_two_statements_that_nothing_tells_apart_are_both_named():
    found = contradictions(minimal(STOCK.format("47779")), minimal(STOCK.format("477790")))
    assert len(found) == 1 and len(names(found.iloc[0])) == 2
    assert found["certainty"].tolist() == ["possible"] and "不能断定" in found["explanation"].iloc[0]


def test_of_three_statements_each_that_differs_is_named_whatever_else_is_wrong():
    """A contradiction of another area must not hide one of them."""
    three = [row for level in ("100000", "130000", "170000") for row in year_rows("北京", "专利授权量", {2022: level})]
    other = year_rows("上海", "专利授权量", {2021: "100000", 2022: "110000"}, growth={2022: "30.0"})
    other += year_rows("上海", "专利授权量", {2022: "111000"})
    for rows in (three, three + other):
        found = contradictions(minimal(*rows).assign(source_id="report"))
        assert found["check"][found["ref_area_name"] == "北京"].tolist() == ["same_figure"] * 2
    assert set(found["ref_area_name"]) == {"北京", "上海"}


def test_a_level_that_one_digit_mends_is_named_beside_its_growth():
    found = contradictions(
        minimal(*year_rows("北京", "专利授权量", {2021: "198778", 2022: "302722"}, growth={2022: "2.0"}))
    )
    assert names(found.iloc[0]) == {"北京2022年专利授权量", "北京2022年专利授权量增速"}


def test_each_language_has_its_own_names_and_dates():
    found = contradictions(minimal(STOCK.format("47779"), STOCK.format("477790")))
    zh, en = found["explanation"].iloc[0].split(" / ")
    assert zh.startswith("北京2022年末发明专利有效量公布为")
    assert en.startswith("Beijing, the end of 2022, invention patents in force: published as ")
    assert "2022-12-31" not in zh + en and not any("一" <= letter <= "鿿" for letter in en)


def test_growth_that_no_slip_of_a_level_explains_is_named_alone():
    found = contradictions(
        minimal(*year_rows("北京", "专利授权量", {2021: "198778", 2022: "202722"}, growth={2022: "7.9"}))
    )
    assert found[["measure", "suspect_label"]].to_numpy().tolist() == [["growth", ""]]


@pytest.mark.parametrize(("row", "printed"), [(2, "19877.8"), (2, "189778"), (2, "1987780000"), (0, "1317160")])
def test_one_error_has_one_leading_finding_and_accuses_no_other_figure(row, printed):
    table = minimal(*year_rows("北京", "专利授权量", LEVELS, growth=RATES))
    assert contradictions(table).empty
    table.loc[row, "printed"] = printed
    found = contradictions(table)
    assert set(found["published"]) == {float(printed)}
    assert (found["follows"] == "").sum() == 1 and (found["severity"] != "low").sum() == 1
    assert found["explanation"][found["follows"] != ""].str.contains("同出一误").all()


def test_a_swap_of_two_areas_leads_once_and_accuses_only_them(provinces):
    table = provinces()
    rows = table.index[(table["indicator"] == "patent_grants") & (table["period_end"] == "2021-12-31")]
    pair = [rows[4], rows[5]]
    table.loc[pair, "printed"] = table.loc[pair[::-1], "printed"].to_numpy()
    found = contradictions(table.drop(columns=["edition", "order"]))
    assert set(found["ref_area_name"]) == set(table["ref_area_name"][pair])
    assert (found["follows"] == "").sum() == 1 and set(found["cause"]) == {"label_shift"}


def test_the_growth_of_another_indicator_is_named_for_it():
    rows = year_rows("北京", "专利授权量", LEVELS, growth=RATES)
    rows += year_rows("北京", "商标注册量", {2021: "500000", 2022: "365000"}, growth={2022: "2.0"})
    found = contradictions(minimal(*rows))
    assert found[["measure", "cause", "certainty"]].to_numpy().tolist() == [["growth", "label_shift", "possible"]]
    assert names(found.iloc[0]) == {"专利授权量"}


def test_a_figure_that_growth_wants_and_another_row_prints_is_likely_that_rows():
    rows = year_rows("北京", "专利授权量", {2021: "198778", 2022: "355555"}, growth={2022: "2.0"})
    found = contradictions(minimal(*rows, *year_rows("天津", "专利授权量", {2022: "202722"})))
    assert found[["published", "cause", "certainty"]].to_numpy().tolist() == [[355555, "label_shift", "likely"]]
    assert names(found.iloc[0]) == {"天津"}


def test_a_cumulative_count_that_falls_names_both_parts_of_the_year():
    row = "北京|专利授权量|level||2022-01-01|2022-{}|{}|件"
    found = contradictions(minimal(row.format("06-30", "90000"), row.format("09-30", "80000")))
    assert names(found.iloc[0]) == {"北京2022年上半年专利授权量", "北京2022年1—9月专利授权量"}


def read_figure(value: float, printed: str, at: int, **more) -> dict:
    return {
        "ref_area": "520000", "indicator": "trademarks_in_force", "label": "有效注册商标", "measure": "level",
        "period_end": "2023-12-31", "obs_value": value, "obs_lower": value - 500, "obs_upper": value + 500,
        "unit_measure": "件", "printed": printed, "char_start": at, "char_end": at + 3, "source_id": "text",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("other", "printed", "verdict"),
    [(46000.0, "4.6万", "cannot_say"), (510000.0, "51万", "contradicts"), (51000.0, "5.1万", "agrees")],
    ids=["another thing", "a slip", "the same"],
)
def test_two_figures_of_one_text_contradict_only_where_a_slip_makes_them_one(other, printed, verdict):
    table = frame([read_figure(51000.0, "5.1万", 10), read_figure(other, printed, 90, obs_id="b")])
    assert check(table, only="same_figure")["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    ("part", "verdict"),
    [(51000.0, "contradicts"), (60000.0, "contradicts"), (61000.0, "cannot_say"), (9e5, "cannot_say")],
)
def test_a_part_far_greater_than_its_total_in_running_text_is_of_something_else(part, verdict):
    """The total is printed as 50000; a fifth more and above is no part of it."""
    total = {"indicator": "patent_grants", "label": "专利授权量", "obs_lower": 50000.0, "obs_upper": 50000.0}
    own = {"indicator": "invention_patent_grants", "label": "发明专利授权量", "obs_lower": part, "obs_upper": part}
    table = frame([read_figure(50000.0, "50000", 10, **total), read_figure(part, f"{part:.0f}", 90, obs_id="b", **own)])
    assert check(table, only="part_of_total")["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    ("lower", "upper", "far"), [(100.0, 120.0, False), (101.0, 120.0, True), (20.0, 25.0, False), (20.0, 24.0, True)]
)
def test_a_figure_more_than_twice_or_less_than_half_of_what_is_expected_is_of_something_else(lower, upper, far):
    claims = claims_of(one_table([frame([read_figure(50.0, "50", 10)])]))
    wrong = pd.DataFrame({"row": [0], "lower": [lower], "upper": [upper], "cause": [""]})
    assert _far_off(claims, wrong).tolist() == [far]


def test_growth_in_times_is_growth_in_hundreds_of_per_cent():
    rows = "内蒙古|每万人口发明专利拥有量|{}|{}||{}-12-31|{}|{}"
    table = minimal(
        rows.format("level", "", 2015, "1.16", "件/万人"),
        rows.format("level", "", 2020, "2.84", "件/万人"),
        rows.format("growth", "since:2015", 2020, "1.4", "倍"),
    )
    assert check(table, only="implied_base")["verdict"].tolist() == ["agrees"]


def two_moments(changed: str, printed: str, unit: str) -> pd.DataFrame:
    """Two years of the population of twelve provinces, one figure of which is printed otherwise."""
    people = {
        "北京": 2184, "天津": 1363, "河北": 7420, "山西": 3481, "辽宁": 4197, "吉林": 2348, "黑龙江": 3099,
        "上海": 2475, "江苏": 8515, "浙江": 6577, "安徽": 6127, "福建": 4188,
    }  # fmt: skip
    rows = []
    for year in (2022, 2023):
        for place, number in people.items():
            wrong = f"{place} {year}" == changed
            figure = (printed, unit) if wrong else (f"{number + (year - 2022) * 3}", "万人")
            rows.append(f"{place}|常住人口|level|||{year}-12-31|{figure[0]}|{figure[1]}")
    return minimal(*rows)


@pytest.mark.parametrize("year", ["2022", "2023"])
def test_of_two_moments_the_figure_out_of_line_with_its_column_is_wrong(year):
    found = contradictions(two_moments(f"安徽 {year}", "6127", "亿人"))
    assert found[["period_end", "cause", "suspect_label"]].astype(str).to_numpy().tolist() == [
        [f"{year}-12-31", "unit_slip", ""]
    ]


@pytest.mark.parametrize("year", ["2022", "2023"])
def test_of_two_moments_that_nothing_tells_apart_both_are_named(year):
    found = contradictions(two_moments(f"河北 {year}", "742", "万人"))
    assert len(found) == 1 and names(found.iloc[0]) == {"河北2022年末常住人口", "河北2023年末常住人口"}
    assert found["published"].tolist() == [74230000 if year == "2022" else 7420000]
    assert len(found["observation_ids"].iloc[0].split(";")) == 2


def test_a_rate_may_rest_on_any_edition_of_its_base_and_on_its_own_documents_first():
    def page(year: int, rows: list[str]) -> pd.DataFrame:
        return minimal(*rows, vintage=f"{year}-03-01").assign(source_id=f"report-{year}")

    grown = year_rows("北京", "专利授权量", {2022: "1100"}, growth={2022: "10.0"})
    bases = {level: year_rows("北京", "专利授权量", {2021: level}) for level in ("1000", "1010")}
    fits, revised = page(2022, bases["1000"]), page(2023, bases["1010"])
    for pages, verdict in (
        ([fits, revised, page(2024, grown)], "agrees"),
        ([revised, page(2024, grown)], "contradicts"),
        ([fits, page(2024, grown + bases["1010"])], "contradicts"),
    ):
        assert check(*pages, only="implied_base")["verdict"].tolist() == [verdict]


def test_a_level_is_borne_out_by_its_growth_and_the_level_before():
    rows = [row for place, level in (("北京", "1100"), ("上海", "1300"), ("天津", "1200"))
            for row in year_rows(place, "专利授权量", {2021: "1000", 2022: level}, growth={2022: "10.0"})]  # fmt: skip
    claims = claims_of(one_table([minimal(*rows)]))
    found = claims.table.iloc[borne_out(claims)]
    assert found[["ref_area_name", "time_period"]].to_numpy().tolist() == [["北京", "2022"]]
