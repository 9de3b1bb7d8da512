"""Times as they are spoken, without a document: what each means, by the day of the text and by the year it is about."""

from datetime import date

import pytest

from ipstats.errors import ParameterError
from ipstats.grammar.dates import parse_period
from ipstats.grammar.figures import figure_pattern
from ipstats.grammar.names import clean

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("said", "published", "year", "period"),
    [
        ("2023年", None, None, "2023"), ("二〇二三年", None, None, "2023"), ("十三五", None, None, "2016-01-01/P5Y"),
        ("2022年1—11月", DAY, None, "2022-01-01/P11M"), ("2023年第三季度", None, None, "2023-Q3"),
        ("2023年末", None, None, "2023-12-31"), ("去年", DAY, None, "2023"), ("去年", None, 2023, "2022"),
        ("去年", DAY, 2021, "2020"), ("今年上半年", DAY, None, "2024-S1"), ("今年上半年", None, 2022, "2022-S1"),
        ("1-11月", DAY, None, "2023-01-01/P11M"), ("1-2月", DAY, None, "2024-01-01/P2M"),
        ("1-3月", DAY, None, "2024-Q1"), ("1-4月", DAY, None, "2023-01-01/P4M"),
        ("1-11月", DAY, 2022, "2022-01-01/P11M"),
        ("截至6月底", DAY, None, "2023-06-30"), ("上年末", DAY, None, "2023-12-31"), ("本月", DAY, None, "2024-03"),
        ("2022年5月30日至2023年7月8日", None, None, "2022-05-30/P405D"),
        ("2022年5月30日至7月8日", None, None, "2022-05-30/P40D"),
        ("11月至2月", DAY, None, "2023-11-01/P4M"), ("11月至2月", None, 2022, "2021-11-01/P4M"),
        ("去年11月至2月", DAY, None, "2022-11-01/P4M"), ("全年", DAY, None, "2024"), ("全年", None, 2021, "2021"),
    ],
)  # fmt: skip
def test_a_time_means_this_period(said, published, year, period):
    assert parse_period(said, published, year).time_period == period


@pytest.mark.parametrize("said", ["去年", "今年上半年", "1-11月", "本月", "今年以来"])
def test_a_time_without_its_year_is_refused(said):
    with pytest.raises(ParameterError):
        parse_period(said)


def test_units_that_are_seldom_units_in_prose_are_none_there():
    assert "百分之" in figure_pattern(False) and figure_pattern() == figure_pattern(True) != figure_pattern(False)


@pytest.mark.parametrize(
    ("said", "published", "year", "period"),
    [
        ("五年来", DAY, None, "2019-01-01/P5Y"), ("近三年", DAY, None, "2021-01-01/P3Y"),
        ("近三年", DAY, 2021, "2019-01-01/P3Y"), ("过去五年", None, 2022, "2018-01-01/P5Y"),
        ("2018年以来", None, 2022, "2018-01-01/P5Y"), ("2018—2022年", None, None, "2018-01-01/P5Y"),
        ("2022年11月至2023年2月", None, None, "2022-11-01/P4M"),
        ("目前", DAY, None, "2024-03-05"), ("目前", None, 2022, "2022-12-31"),
        ("2024年2月29日", None, None, "2024-02-29"), ("十四五末", None, None, "2025-12-31"),
    ],
)  # fmt: skip
def test_several_years_end_with_the_year_spoken_of_or_the_last_before_the_day(said, published, year, period):
    assert parse_period(said, published, year).time_period == period


@pytest.mark.parametrize("said", ["2023年2月29日", "2023年2月30日", "2023年13月"])
def test_a_day_that_no_calendar_has_is_refused(said):
    with pytest.raises(ParameterError):
        parse_period(said)


@pytest.mark.parametrize(
    ("words", "noun", "agent"),
    [
        ("苏州昆山成功授权专利", "授权专利", "苏州昆山"), ("苏州昆山成功授权", "苏州昆山成功授权", ""),
        ("苏州昆山先后审结案", "苏州昆山先后审结案", ""), ("苏州昆山共授权", "授权", "苏州昆山"),
        ("昆山顺利登记", "登记", "昆山"), ("国家知识产权局成功授权", "授权", "国家知识产权局"),
    ],
)  # fmt: skip
def test_a_short_name_is_parted_only_from_one_who_acts(words, noun, agent):
    assert clean(words) == (noun, agent)
