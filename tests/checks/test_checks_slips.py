"""Slips of the pen against an expectation: which figures an exchange of digits explains, and which it does not."""

import numpy as np
import pandas as pd
import pytest
from claimed import contradictions, minimal, year_rows

from ipstats.checks.claims import claims_of
from ipstats.checks.inputs import one_table
from ipstats.checks.slips import mended, slip
from ipstats.model.intervals import Interval

PLACES = ("北京", "天津", "河北", "山西", "辽宁", "吉林")


def cause(printed: str, unit: str, measure: str, lower: float, upper: float) -> str:
    """The slip by which a figure of 2022 would be within the ends (base units)."""
    comparison = "yoy" if measure == "growth" else ""
    row = f"北京|专利授权量|{measure}|{comparison}|2022-01-01|2022-12-31|{printed}|{unit}"
    claims = claims_of(one_table([minimal(row)]))
    return slip(claims, np.array([0]), Interval(np.array([lower]), np.array([upper])))[0]


@pytest.mark.parametrize(
    ("printed", "lower", "upper", "expected"),
    [
        ("1.9", 9.05, 9.15, "digit_slip"), ("1.9", 9.0, 10.0, ""), ("1.9", 9.1, 9.29, "digit_slip"),
        ("1.9", 9.1, 9.35, ""), ("19.1", 91.0, 91.23, "digit_slip"), ("19.1", 91.0, 91.26, ""),
        ("1.9", 19.0, 19.1, "decimal_slip"), ("1.9", -1.9, -1.9, "sign_slip"), ("1.9", 2.1, 2.2, ""),
        ("0.4", -0.6, 0.0, ""), ("-0.4", 0.0, 0.6, ""), ("-0.4", -0.1, 0.6, ""), ("0.4", -0.6, 0.1, ""),
        ("-0.4", 0.1, 0.6, "sign_slip"),
        ("0.4", -0.6, -0.1, "sign_slip"),
        ("19.1", 1.91e6, 1.91e6, "decimal_slip"),
        ("19.1", 1.91e-4, 1.91e-4, "decimal_slip"), ("19.1", 1.91e8, 1.91e8, ""),
        ("5.2", 0.0, 0.0, ""),
    ],
)  # fmt: skip
def test_exchanged_digits_explain_a_rate_only_where_little_is_left_to_chance(printed, lower, upper, expected):
    """An expectation two units of the last place wide, or a fiftieth of the figure, is narrow enough."""
    assert cause(printed, "%", "growth", lower, upper) == expected


@pytest.mark.parametrize(
    ("printed", "lower", "upper", "expected"),
    [
        ("187884", 178884, 178884, "digit_slip"), ("187884", 178000, 181000, "digit_slip"),
        ("18.7884万", 178884, 178884, "digit_slip"), ("187884", 178000, 182000, ""),
        ("18", 80, 82, "digit_slip"), ("18", 79, 83, ""),
        ("187884", 1878840, 1878840, "decimal_slip"), ("18.7884万", 187884e4, 187884e4, "unit_slip"),
    ],
)  # fmt: skip
def test_exchanged_digits_explain_a_count_only_where_little_is_left_to_chance(printed, lower, upper, expected):
    assert cause(printed, "件", "level", lower, upper) == expected


def cause_in_column(column: tuple[str, ...], measure: str, unit: str, expectation: float) -> str:
    """The slip by which the first figure of a column would be what is expected."""
    rows = [f"{place}|专利授权量|{measure}|2022-01-01|2022-12-31|{printed}|{unit}"
            for place, printed in zip(PLACES, column, strict=True)]  # fmt: skip
    claims, ends = claims_of(one_table([minimal(*rows)])), np.array([expectation])
    return slip(claims, np.array([0]), Interval(ends, ends))[0]


@pytest.mark.parametrize(
    ("printed", "expectation", "expected"),
    [("191", 19.1, "decimal_slip"), ("1.9", 19.0, ""), ("19", 1.9, "decimal_slip"), ("19.0", 1.9, "")],
)
def test_a_lost_point_leaves_a_figure_without_the_places_of_its_column(printed, expectation, expected):
    """The other rates of the column have one decimal place."""
    column = (printed, "3.1", "4.2", "5.3", "6.4", "7.5")
    assert cause_in_column(column, "growth|yoy", "%", expectation) == expected


@pytest.mark.parametrize(("printed", "expectation"), [("1910", 191.0), ("19", 1900.0), ("19", 190.0)])
def test_a_nought_more_or_less_of_a_count_is_a_slip_in_a_column_of_counts(printed, expectation):
    column = (printed, "31", "42", "53", "64", "75")
    assert cause_in_column(column, "level|", "件", expectation) == "decimal_slip"


def test_a_scale_too_many_is_a_slip_whatever_the_places_of_the_column():
    column = ("7.31", "3.12", "4.23", "5.34", "6.45", "7.56")
    assert cause_in_column(column, "level|", "件", 73100.0) == "unit_slip"


@pytest.mark.parametrize(
    ("printed", "lower", "upper", "tight", "expected"),
    [
        ("302722", 202600, 202980, True, "misreading"), ("302722", 202500, 202980, True, ""),
        ("302722", 202600, 202980, False, ""), ("302722", 212600, 212980, True, ""), ("30", 20, 20, True, ""),
        ("302", 202, 202, True, "misreading"), ("302", 202, float("inf"), True, ""),
    ],
)  # fmt: skip
def test_one_other_digit_is_a_misreading_only_where_the_expectation_is_a_five_hundredth_wide(
    printed, lower, upper, tight, expected
):
    claims = claims_of(one_table([minimal(f"北京|专利授权量|level||2022-01-01|2022-12-31|{printed}|件")]))
    lines = pd.DataFrame({"row": [0], "lower": [float(lower)], "upper": [float(upper)], "tight": [tight]})
    assert mended(claims, lines).tolist() == [expected]


@pytest.mark.parametrize(
    ("others", "wrong", "expected"), [(4, "35", "decimal_slip"), (5, "35", ""), (5, "3", "decimal_slip")]
)
def test_a_point_is_moved_to_the_places_of_a_column_of_five(others, wrong, expected):
    """0.3 is due. 35 leaves all digits of 0.35, which a column of one decimal place does not print; 3 is 0.3."""
    rows = year_rows("北京", "专利授权量", {2021: "100000", 2022: "100349"}, growth={2022: wrong})
    for n, place in enumerate(("上海", "天津", "河北", "山西", "辽宁")[:others], start=1):
        rows += year_rows(place, "专利授权量", {2021: "100000", 2022: f"{100 + n}037"}, growth={2022: f"{n}.0"})
    found = contradictions(minimal(*rows).assign(source_id="report"), only="implied_base")
    assert found[["ref_area_name", "cause"]].to_numpy().tolist() == [["北京", expected]]


WAN, POINT = (4, -4, 8, -8, 12, -12), (1, -1, 2, -2, 3, -3, 5, -5, 6, -6)


@pytest.mark.parametrize("power", range(-13, 14))
def test_a_scale_too_many_or_too_few_is_four_places_and_a_lost_or_moved_point_six_at_most(power):
    expected = "unit_slip" if power in WAN else "decimal_slip" if power in POINT else ""
    wanted = 1.87e9 * 10.0**power
    assert cause("1870000000", "件", "level", wanted * 0.9999, wanted * 1.0001) == expected


@pytest.mark.parametrize(
    ("printed", "lower", "upper", "expected"),
    [
        ("19", 100, 299, "decimal_slip"), ("19", 100, 310, ""), ("19", 191, 299, ""), ("19", 170, 189, ""),
        ("1", 10, 10, "decimal_slip"), ("0", 0, 0, ""), ("19", 100, float("inf"), ""), ("19", float("-inf"), 250, ""),
        ("-19", 19, 19, "sign_slip"), ("-19", 100, 299, ""), ("-19", -299, -100, "decimal_slip"),
    ],
)  # fmt: skip
def test_a_power_of_ten_explains_a_figure_only_where_what_is_expected_is_no_wider_than_it_is_large(
    printed, lower, upper, expected
):
    assert cause(printed, "件", "level", float(lower), float(upper)) == expected
