"""What a finding says: amounts in the scale and places of the figure, and the arithmetic with its signs."""

import pandas as pd
import pytest
from claimed import contradictions, minimal, year_rows

from ipstats.checks import check
from ipstats.checks.amounts import expected, number
from ipstats.checks.commands import check as command
from ipstats.checks.inputs import one_table

GRANTS = "专利授权量"


def explanations(levels: dict[int, str], growth: dict[int, str]) -> tuple[str, str]:
    """The explanation of the leading contradiction in both languages."""
    found = contradictions(minimal(*year_rows("北京", GRANTS, levels, growth=growth)))
    zh, en = found.loc[found["follows"] == "", "explanation"].item().split(" / ")
    return zh, en


def test_what_is_expected_has_the_scale_of_the_figure_in_chinese_and_is_in_full_in_english():
    levels = {2020: "250000", 2021: "300000", 2022: "36.5万", 2023: "363000"}
    zh, en = explanations(levels, {2021: "20.0", 2022: "10.0", 2023: "10.0"})
    assert "公布为36.5万件" in zh and "应为33.0万件（300000件 × (1 + 10.0%) = 33.0万件）" in zh
    assert "but 329,850 to 330,150 items expected" in en and "300,000 items × (1 + 10.0%)" in en


@pytest.mark.parametrize(
    ("rate", "expected", "arithmetic"),
    [("0.0", "299850～300150件", "300000件 × (1 + 0.0%)"), ("-4.0", "287850～288150件", "300000件 × (1 − 4.0%)")],
)
def test_a_rate_of_nought_is_added_and_a_fall_is_taken_off(rate, expected, arithmetic):
    other = {2020: "250000", 2023: "330000"}
    grown = {2021: "20.0", 2022: rate, 2023: "10.0"}
    zh, _ = explanations({2021: "300000", 2022: "365000"} | other, grown)
    assert expected in zh and arithmetic in zh


WRONG_FIRST = minimal(
    *year_rows("北京", GRANTS, {2021: "298778", 2019: "131716", 2020: "162824", 2022: "202722", 2023: "193973"},
               growth={2020: "23.6", 2021: "22.1", 2022: "2.0", 2023: "-4.3"})
)  # fmt: skip
"""The first row is wrong, and two growth rates say so."""


def test_a_finding_that_follows_from_another_says_so_whichever_row_leads():
    found = contradictions(WRONG_FIRST, language="zh")
    assert found["published"].tolist() == [298778, 298778] and found["follows"].tolist()[0] == ""
    assert found["explanation"].str.contains("；与“北京2021年专利授权量”一条同出一误。").tolist() == [False, True]


def test_the_command_line_counts_what_follows_and_tells_what_leads(tmp_path, capsys):
    path = tmp_path / "t.csv"
    WRONG_FIRST.to_csv(path, index=False)
    assert command([path], output=None, accept=None, as_json=False, quiet=False, language="en") == 1
    said = capsys.readouterr().out
    assert said.count("published as 298,778 items") == 1 and "... and 1 that follow from the same errors" in said
    minimal(*year_rows("北京", GRANTS, {2021: "100", 2022: "120"}, growth={2022: "30.0"})).to_csv(path, index=False)
    assert command([path], output=None, accept=None, as_json=False, quiet=False, language="en") == 1
    assert "that follow" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [
        (330000.0 + 1e-7, 340000.0 - 1e-7, "33.0～34.0万件"), (330001.0, 339999.0, "33.1～33.9万件"),
        (330100.0, 330200.0, "33.0万件"),
        (330000.0, float("inf"), "不少于33.0万件"), (float("-inf"), 339999.0, "不超过33.9万件"),
    ],
)  # fmt: skip
def test_ends_are_the_first_and_last_values_that_could_have_been_printed(lower, upper, said):
    assert expected("36.5万", "件", lower, upper, "zh") == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(123456.7, "123457"), (12345.67, "12345.7"), (1234567.8, "1234568"), (0.1234567, "0.123457"), (12.0, "12")],
)
def test_a_number_has_six_significant_digits_at_most_unless_it_is_whole(value, said):
    assert number(value) == said


def test_a_figure_of_a_zone_or_a_coverage_is_told_by_it():
    """Two figures of one name would else contradict each other on the page: the city's and its high-tech zone's."""
    rows = [
        "襄阳市|发明专利授权量|level||2022-01-01|2022-12-31|330|件",
        "襄阳市|发明专利授权量|level||2023-01-01|2023-12-31|402|件",
        "襄阳市|发明专利授权量|growth|yoy|2023-01-01|2023-12-31|-3.90|%",
    ]  # fmt: skip
    table = minimal(*rows).assign(scope="高新区")
    assert (
        check(table, language="zh")["explanation"]
        .iat[0]
        .startswith("襄阳市2023年发明专利授权量（高新区）增速公布为-3.90%")
    )
    assert "invention patent grants (高新区), growth: published" in check(table, language="en")["explanation"].iat[0]
    assert "（" not in check(minimal(*rows), language="zh")["explanation"].iat[0].partition("公布为")[0]


def test_what_is_expected_of_a_rounded_amount_with_a_remainder_has_its_decimals_in_its_scale_only():
    rows = [f"襄阳市|商标申请量|level||2020-01-01|2020-12-31|{one}|件" for one in ("2.34万", "2.1万余")]
    tables = [minimal(row).assign(source_id=str(n)) for n, row in enumerate(rows)]
    assert "应为23350～23450件；" in check(*tables, language="zh")["explanation"].iat[0]


def test_a_numbered_page_is_told_as_a_whole_number():
    rows = year_rows("襄阳市", "专利授权量", {2022: "2390", 2023: "2488"}, growth={2023: "9.9"})
    table = one_table([minimal(*rows)])
    table["page"] = pd.array([1, None, 1], dtype="Int64")
    assert "第1页" in " ".join(check(table, language="zh")["page"])
