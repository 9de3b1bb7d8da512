"""Days that there are, the year to come, and whose share of what: on their boundaries."""

from datetime import date

import pytest

from ipstats.grammar import dates
from ipstats.grammar.dates import Clock, read_time
from ipstats.grammar.dates import resolve as resolve_time
from ipstats.grammar.names import Subject, resolve, share_of
from ipstats.model.periods import Period


@pytest.mark.parametrize(
    ("text", "day"),
    [("2022年12月1日", 1), ("2022年12月31日", 31), ("12月1日", 1), ("2024年2月29日", 29), ("2月29日", 29)],
)
def test_the_first_and_the_last_day_of_a_month_are_days(text, day):
    assert read_time(text).day == day


@pytest.mark.parametrize("text", ["2022年12月0日", "2022年12月32日", "2023年2月29日", "2022年4月31日", "2022年13月1日"])
def test_days_that_no_month_has_are_no_times(text):
    assert read_time(text) is None


def test_next_year_is_after_the_year_of_the_text_unless_its_heading_is_ahead():
    assert Clock(year=2023).year_from_now(1) == 2024
    assert Clock(year=2023, is_ahead=True).year_from_now(1) == 2023
    assert Clock(year=2023, is_ahead=True).year_from_now(0) == 2023


@pytest.mark.parametrize(
    ("text", "assumed", "period"),
    [("8月", True, "2023-08"), ("3月", True, "2024-03"), ("8月", False, "2024-08"), ("全年", True, "2024")],
)
def test_months_of_an_assumed_year_are_the_last_before_the_day_of_writing(text, assumed, period):
    clock = Clock(year=2024, written=date(2024, 3, 5), is_assumed=assumed)
    assert dates.resolve(read_time(text), clock).time_period == period


def test_a_region_before_a_name_is_its_coverage_and_all_is_understood():
    found = resolve("西部地区发明专利授权量", "件")
    assert (found.id, found.scope, found.understood) == ("invention_patent_grants", "西部地区", True)


def test_a_share_without_its_total_is_the_one_that_the_catalogue_has_of_the_numerator():
    inventions = Subject("发明专利授权量", "invention_patent_grants", "", True)
    assert share_of(inventions, "").id == "invention_share_of_grants"
    assert share_of(Subject("地区生产总值", "gdp", "", True), "").id == ""


def test_the_years_since_a_year_end_with_the_day_of_writing():
    written = Clock(year=2010, written=date(2010, 11, 30))
    assert resolve_time(read_time("2003年以来"), written) == Period(date(2003, 1, 1), date(2010, 11, 30))
    assert resolve_time(read_time("2003年以来"), Clock(year=2010)) == Period(date(2003, 1, 1), date(2010, 12, 31))
