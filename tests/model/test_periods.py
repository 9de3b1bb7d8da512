"""Periods as types: forms, kinds and what may be set against what."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipstats.model.periods import Period, add_months, time_periods

FORMS = [
    ("2022", "year", "2022-01-01", "2022-12-31"), ("2022-S1", "half", "2022-01-01", "2022-06-30"),
    ("2022-S2", "half", "2022-07-01", "2022-12-31"), ("2022-Q1", "quarter", "2022-01-01", "2022-03-31"),
    ("2022-Q4", "quarter", "2022-10-01", "2022-12-31"), ("2022-01", "month", "2022-01-01", "2022-01-31"),
    ("2024-02", "month", "2024-02-01", "2024-02-29"), ("2022-12", "month", "2022-12-01", "2022-12-31"),
    ("2022-01-01/P11M", "part_year", "2022-01-01", "2022-11-30"),
    ("2022-02-01/P6M", "part_year", "2022-02-01", "2022-07-31"),
    ("2022-11-01/P4M", "span", "2022-11-01", "2023-02-28"), ("2012-01-01/P10Y", "years", "2012-01-01", "2021-12-31"),
    ("2021-07-01/P1Y", "span", "2021-07-01", "2022-06-30"), ("2021-01-01/P13M", "span", "2021-01-01", "2022-01-31"),
    ("2022-05-30/P40D", "span", "2022-05-30", "2022-07-08"), ("2022-05-30/P1D", "span", "2022-05-30", "2022-05-30"),
    ("2022-12-31", "instant", None, "2022-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "kind", "start", "end"), FORMS)
def test_a_form_is_read_named_and_written_back(form, kind, start, end):
    period = Period.parse(form)
    assert (period.start and period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert (period.kind, period.time_period) == (kind, form)
    assert period.is_instant == (start is None)


@pytest.mark.parametrize(
    ("long", "form"), [("2021-07-01/P12M", "2021-07-01/P1Y"), ("2022-A1", "2022"), ("2022-M07", "2022-07")]
)
def test_another_form_of_the_same_period_is_written_in_the_shorter_one(long, form):
    assert Period.parse(long).time_period == form


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


@pytest.mark.parametrize(
    ("outer", "inner", "within"),
    [
        ("2022", "2022", True), ("2022", "2022-01-01/P11M", True), ("2022-01-01/P11M", "2022", False),
        ("2022", "2022-Q4", True), ("2022", "2022-11-01/P4M", False), ("2022", "2021-12-01/P2M", False),
        ("2022", "2022-01-01", True), ("2022", "2022-12-31", True), ("2022", "2021-12-31", False),
        ("2022", "2023-01-01", False), ("2022-12-31", "2022-12-31", True), ("2022-12-31", "2021-12-31", False),
        ("2022-12-31", "2022-12", False),
    ],
)  # fmt: skip
def test_a_period_contains_what_begins_and_ends_in_it_and_an_instant_only_itself(outer, inner, within):
    assert Period.parse(outer).contains(Period.parse(inner)) is within


@pytest.mark.parametrize(
    ("form", "full"),
    [("2022", True), ("2022-12-31", True), ("2022-12-30", False), ("2022-11-30", False), ("2022-01-31", False),
     ("2022-12", False), ("2022-S2", False), ("2021-01-01/P2Y", False), ("2022-01-01/P11M", False)],
)  # fmt: skip
def test_a_full_year_is_a_calendar_year_or_its_last_day(form, full):
    assert Period.parse(form).is_full_year is full


@pytest.mark.parametrize(
    ("form", "years", "moved"),
    [("2020-02-29", 1, "2021-02-28"), ("2019-02-28", 1, "2020-02-29"), ("2020-02-28", 4, "2024-02-28"),
     ("2022-11-30", -1, "2021-11-30"), ("2022-S1", 2, "2024-S1"), ("2019-11-01/P4M", 1, "2020-11-01/P4M")],
)  # fmt: skip
def test_the_same_part_of_another_year(form, years, moved):
    assert Period.parse(form).shifted(years).time_period == moved


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [("2022-01-31", 1, "2022-02-28"), ("2022-12-01", 1, "2023-01-01"), ("2022-01-01", -1, "2021-12-01"),
     ("2022-03-01", -3, "2021-12-01"), ("2022-01-01", 12, "2023-01-01"), ("2022-05-30", 0, "2022-05-30")],
)  # fmt: skip
def test_a_day_is_moved_by_months(day, months, moved):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(moved)


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
