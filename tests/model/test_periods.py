"""Periods as types: forms, kinds and what may be set against what."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipstats.model.periods import Period, time_periods

FORMS = [
    ("2022", "year"),
    ("2022-S1", "half"),
    ("2022-Q3", "quarter"),
    ("2022-11", "month"),
    ("2022-01-01/P11M", "part_year"),
    ("2012-01-01/P10Y", "years"),
    ("2022-12-31", "instant"),
    ("2022-05-30/P40D", "span"),
    ("2021-07-01/P12M", "span"),
]


@pytest.mark.parametrize(("form", "kind"), FORMS)
def test_a_form_is_read_named_and_written_back(form, kind):
    period = Period.parse(form)
    assert period.kind == kind
    assert period.time_period == form or Period.parse(period.time_period) == period


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 4000))
def test_every_period_reads_back_from_its_own_form(start, days):
    period = Period(start, date.fromordinal(start.toordinal() + days))
    assert Period.parse(period.time_period) == period
    assert Period.parse(Period.instant(start).time_period) == Period.instant(start)


@pytest.mark.parametrize(
    ("one", "other", "comparable"),
    [
        ("2022", "2021", True),
        ("2022", "2022-01-01/P11M", False),
        ("2022-01-01/P11M", "2021-01-01/P11M", True),
        ("2022-01-01/P11M", "2021-01-01/P10M", False),
        ("2022-12-31", "2021-12-31", True),
        ("2022-12-31", "2022", False),
        ("2020-02-29", "2019-02-28", True),
        ("2022-Q1", "2022-Q2", False),
    ],
)
def test_only_the_same_part_of_a_year_is_comparable(one, other, comparable):
    assert Period.parse(one).comparable(Period.parse(other)) is comparable


def test_part_and_whole():
    year, part = Period.parse("2022"), Period.parse("2022-01-01/P11M")
    assert year.contains(part) and not part.contains(year)
    assert year.contains(Period.parse("2022-11-30"))
    assert year.is_full_year and Period.year_end(2022).is_full_year and not part.is_full_year


@pytest.mark.parametrize("text", ["", "二〇二二", "2022-13", "2022-Q5", "22", "2022-01-01/P0"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match="no time period"):
        Period.parse(text)


def test_a_period_may_not_end_before_it_starts():
    with pytest.raises(ValueError, match="ends before it starts"):
        Period(date(2022, 2, 1), date(2022, 1, 1))


def test_columns_of_dates():
    assert time_periods(["2022-01-01", None, None], ["2022-12-31", date(2022, 12, 31), None]) == [
        "2022",
        "2022-12-31",
        "",
    ]
