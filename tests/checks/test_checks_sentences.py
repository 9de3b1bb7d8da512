"""What a finding says: amounts in the scale and places of the figure, and the arithmetic with its signs."""

import pytest
from claimed import contradictions, minimal, year_rows

from ipstats.checks.amounts import number

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


@pytest.mark.parametrize(
    ("value", "said"),
    [(123456.7, "123457"), (12345.67, "12345.7"), (1234567.8, "1234568"), (0.1234567, "0.123457"), (12.0, "12")],
)
def test_a_number_has_six_significant_digits_at_most_unless_it_is_whole(value, said):
    assert number(value) == said
