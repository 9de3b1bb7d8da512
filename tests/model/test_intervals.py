"""Interval arithmetic against exact enumeration, and the rules of printed precision."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipstats.model.intervals import Interval, base_of, growth, last_place, rounded, truncated

INF = float("inf")


@pytest.mark.parametrize(
    ("value", "step", "bound", "discrete", "expected"),
    [
        pytest.param("187884", "1", "=", True, (187884, 187884), id="a count printed in full is exact"),
        pytest.param("365000", "1000", "=", True, (364500, 365500), id="36.5万件: half a unit of the last place"),
        pytest.param("663490", "1", "=", True, (663490, 663490), id="66.3490万件 is exact to the piece"),
        pytest.param("5.63", "0.01", "=", False, (5.625, 5.635), id="a rate"),
        pytest.param("49", "1", "=", False, (48.5, 49.5), id="a whole rate is still rounded"),
        pytest.param("1500", "1", "~", True, (1450, 1550), id="约1500"),
        pytest.param("36", "1", "~", True, (35.5, 36.5), id="约36件 leaves half a piece"),
        pytest.param("4000000", "10000", ">", True, (4000000, INF), id="超400万件"),
        pytest.param("20", "1", ">=", True, (20, INF), id="20余件"),
        pytest.param("365000", "1000", "<", True, (-INF, 365000), id="近36.5万件"),
        pytest.param("4", "2", "=", True, (3, 5), id="in steps of two"),
    ],
)
def test_what_a_printed_figure_can_mean(value, step, bound, discrete, expected):
    interval = rounded(Decimal(value), Decimal(step), bound, discrete=discrete)
    assert (interval.lower, interval.upper) == pytest.approx(expected)


def test_an_unknown_bound_is_refused():
    with pytest.raises(ValueError, match="none of = ~"):
        rounded(Decimal(1), Decimal(1), "circa")


@pytest.mark.parametrize(
    ("value", "place"), [("1500", "100"), ("36.50", "0.1"), ("0", "1"), ("7", "1"), ("3000000", "1000000")]
)
def test_last_non_zero_digit(value, place):
    assert last_place(Decimal(value)) == Decimal(place)


def test_truncation_keeps_what_was_cut_off_on_the_side_away_from_zero():
    assert truncated(Decimal("4.31"), Decimal("0.01")).holds(4.3158)
    assert truncated(Decimal("-4.31"), Decimal("0.01")).holds(-4.3158)
    assert not rounded(Decimal("-4.31"), Decimal("0.01")).holds(-4.3158)


@given(st.decimals(-(10**6), 10**6, places=4), st.sampled_from([0, 1, 2, 3]))
def test_half_up_and_half_even_roundings_both_lie_in_the_interval(true, places):
    step = Decimal(1).scaleb(-places)
    for rounding in ("ROUND_HALF_UP", "ROUND_HALF_EVEN"):
        assert rounded(true.quantize(step, rounding=rounding), step).holds(float(true))
    assert truncated(true.quantize(step, rounding="ROUND_DOWN"), step).holds(float(true)) or abs(true) < step


ENDS = st.tuples(st.integers(-40, 40), st.integers(-40, 40)).map(sorted)


@given(ENDS, ENDS, st.sampled_from(["+", "-", "*", "/"]))
def test_arithmetic_is_the_hull_of_every_pair_of_operands(a, b, operator):
    def exact(x, y):
        return {"+": x + y, "-": x - y, "*": x * y, "/": Fraction(x, y) if y else None}[operator]

    x, y = Interval(*map(float, a)), Interval(*map(float, b))
    result = {"+": x + y, "-": x - y, "*": x * y, "/": x / y}[operator]
    if operator == "/" and b[0] <= 0 <= b[1]:
        assert np.isnan(result.lower) and np.isnan(result.upper)
        return
    values = [exact(i, j) for i in range(a[0], a[1] + 1) for j in range(b[0], b[1] + 1)]
    assert result.lower == pytest.approx(float(min(values)))
    assert result.upper == pytest.approx(float(max(values)))


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from([1, 10, 1000]))
def test_growth_and_the_base_it_implies_hold_the_true_values(level, base, step):
    true = 100 * (Fraction(level, base) - 1)
    printed_level = rounded(Decimal(round(level / step) * step), Decimal(step), discrete=True)
    printed_base = rounded(Decimal(round(base / step) * step), Decimal(step), discrete=True)
    if printed_base.lower > 0:
        assert growth(printed_level, printed_base).holds(float(true))
    rate = round(Decimal(true.numerator) / Decimal(true.denominator), 2)
    implied = base_of(Interval(level, level), rounded(rate, Decimal("0.01")))
    assert np.isnan(implied.lower) or implied.holds(base)


def test_growth_on_a_base_that_can_be_zero_or_negative_is_unknown():
    for base in (Interval(0, 0), Interval(-0.5, 0.5), Interval(-3, -1)):
        assert np.isnan(growth(5, base).lower)


def test_columns_are_worked_out_at_once():
    rates = growth(np.array([110.0, 95.0]), np.array([100.0, 0.0]))
    assert rates.lower[0] == pytest.approx(10)
    assert np.isnan(rates.lower[1])


def test_an_array_on_the_left_is_an_operand_like_any_other():
    difference = np.array([5.0, 7.0]) - Interval(np.array([1.0, 1.0]), np.array([2.0, 3.0]))
    assert difference.lower.tolist() == [3, 4]
    assert difference.upper.tolist() == [4, 6]


@pytest.mark.parametrize(
    ("operation", "ends"),
    [
        (lambda left, right: left + right, (14, 16)), (lambda left, right: left - right, (8, 10)),
        (lambda left, right: left * right, (24, 48)), (lambda left, right: left / right, (3, 6)),
    ],
    ids="+-*/",
)  # fmt: skip
@pytest.mark.parametrize("left", [12, np.array([12.0]), Interval(12, 12)], ids=["number", "array", "interval"])
def test_a_number_may_stand_on_the_left(left, operation, ends):
    found = operation(left, Interval(2, 4))
    assert [np.ravel(end).tolist() for end in (found.lower, found.upper)] == [[end] for end in ends]


@pytest.mark.parametrize("ends", [(0, 2), (-2, 0), (0, 0), (-1, 1), (0, INF)])
def test_what_is_divided_by_what_may_be_nought_is_unknown(ends):
    for found in (1 / Interval(*ends), growth(5, Interval(*ends))):
        assert np.isnan(found.lower) and np.isnan(found.upper)


@pytest.mark.parametrize(
    ("one", "other", "product"),
    [
        ((0, 0), (3, INF), (0, 0)), ((3, INF), (0, 0), (0, 0)), ((-INF, -3), (0, 0), (0, 0)), ((0, 1), (3, INF),
        (0, INF)),
        ((-1, 0), (3, INF), (-INF, 0)), ((-2, 3), (-5, 7), (-15, 21)), ((2, 2), (-INF, 4), (-INF, 8)),
    ],
)  # fmt: skip
def test_nought_times_an_open_end_is_nought(one, other, product):
    found = Interval(*map(float, one)) * Interval(*map(float, other))
    assert (found.lower, found.upper) == product


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        ((1, 2), (1, 2), True), ((1, 2), (1, INF), True), ((1, INF), (1, 2), False), ((1, 2), (1.5, 3), False),
        ((1, 2), (0, 1.5), False), ((1, 2), (1 + 1.8e-9, 2 - 1.8e-9), True), ((1, 2), (1 + 2.2e-9, 2), False),
        ((1, 2), (1, 2 - 2.2e-9), False), ((0, 0.1), (0.9e-9, 0.1), True), ((0, 0.1), (1.2e-9, 0.1), False),
    ],
)  # fmt: skip
def test_what_lies_within_leaves_a_billionth_of_slack(inner, outer, within):
    assert bool(Interval(*inner).within(Interval(*outer))) is within


@pytest.mark.parametrize(
    ("value", "ends", "holds"),
    [(5, (5, 6), True), (6, (5, 6), True), (5 - 4e-9, (5, 6), True), (6 + 5e-9, (5, 6), True),
    (5 - 6e-9, (5, 6), False),
     (6 + 7e-9, (5, 6), False), (0, (0.9e-9, 1), True), (0, (1.1e-9, 1), False)],
)  # fmt: skip
def test_what_an_interval_holds_leaves_a_billionth_of_slack(value, ends, holds):
    assert bool(Interval(*ends).holds(value)) is holds


@pytest.mark.parametrize(
    ("ends", "known"), [((1, 2), True), ((1, INF), False), ((-INF, 1), False), ((np.nan, 1), False)]
)
def test_an_interval_is_known_where_both_ends_are(ends, known):
    assert bool(Interval(*ends).known) is known


@pytest.mark.parametrize(
    ("value", "ends"), [("4.31", (4.31, 4.32)), ("-4.31", (-4.32, -4.31)), ("0", (0, 0.01)), ("0.01", (0.01, 0.02))]
)
def test_what_was_cut_off_lies_away_from_nought(value, ends):
    found = truncated(Decimal(value), Decimal("0.01"))
    assert (found.lower, found.upper) == ends


def test_an_open_end_stays_open():
    more_than = rounded(Decimal(400), Decimal(1), ">")
    assert (more_than * 2).upper == INF
    assert (more_than - 400).lower == 0
    assert (Interval(0, 1) * more_than).lower == 0


def test_meeting_lying_within_and_decimal_noise():
    assert Interval(0.1 + 0.2, 0.3).meets(0.3)
    assert Interval(0, 1).meets(Interval(1, 2))
    assert not Interval(0, 1).meets(Interval(1.1, 2))
    assert Interval(1, 1).meets(1 + 0.9e-9) and not Interval(1, 1).meets(1 + 1.2e-9), "a billionth of slack"
    assert Interval(1, 2).within(Interval(1, INF))
    assert not Interval(1, INF).within(Interval(1, 2))


def test_a_discrete_unit_with_a_fraction_left_is_no_count():
    assert rounded(Decimal("155.8"), Decimal("0.1"), discrete=True).lower == 155.75
