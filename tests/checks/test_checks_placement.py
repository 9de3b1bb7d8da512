"""Whose figures are these? The arithmetic of `placement`, on blocks small enough to work out by hand."""

import numpy as np
import pytest

from ipstats.checks.placement import ByLabel, _greatest, _told_apart, expected, misplaced, side, together


def block(now, *sides, spread: float = 0.1) -> ByLabel:
    """A block of logarithms: `now`, and from each other moment what every label lets one expect."""
    values = np.array(now, dtype=float)
    rows = np.where(np.isfinite(values), np.arange(len(values)), -1)
    means = np.array(sides, dtype=float)
    return ByLabel(values, rows, means, np.full_like(means, spread))


LABELS = [1.0, 3.0, 5.0, 7.0, 9.0, 11.0]
GAP = float("nan")


def test_the_expectation_from_another_moment_takes_off_the_common_growth():
    other = np.array([10.0, 11.0, 12.0, 13.0, 14.0])
    mean, spread = side(other + np.array([0.1, 0.2, 0.3, 0.4, 0.5]), other, floor=0.01)
    assert mean == pytest.approx(other + 0.3)
    chance = 2 * np.exp(-other)
    assert spread == pytest.approx(np.sqrt((1.4826 * 0.1) ** 2 + 0.01**2 + chance))


def test_of_an_even_number_of_labels_the_middle_is_between_two():
    other = np.array([10.0, 11.0, 12.0, 13.0, 14.0, 15.0])
    mean, _ = side(other + np.array([0.1, 0.2, 0.3, 0.5, 0.6, 0.7]), other, floor=0.01)
    assert mean == pytest.approx(other + 0.4)


def test_four_labels_tell_nothing_and_gaps_do_not_count():
    other = np.array([10.0, 11.0, 12.0, 13.0, GAP])
    assert side(other, other, floor=0.01) is None
    assert side(np.array([10.0, 11, 12, 13, 14]), np.array([10.0, 11, 12, 13, 14]), floor=0.01) is not None


def test_where_many_labels_moved_the_sorted_figures_say_what_is_common():
    other = np.array([10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0])
    moved = other[[6, 0, 4, 1, 5, 2, 3]] + 0.2
    mean, spread = side(moved, other, floor=0.01)
    assert mean == pytest.approx(other + 0.2)
    assert spread == pytest.approx(np.sqrt(0.03**2 + 0.01**2 + 2 * np.exp(-other)))


def test_what_is_expected_is_three_spreads_about_the_mean_of_the_sides():
    one = ByLabel(
        np.array([0.0, 0.0]), np.array([0, 1]), np.array([[1.0, 2.0], [2.0, GAP]]), np.array([[0.1, 0.1], [0.2, 0.2]])
    )
    low, high = expected(one)
    mean, spread = (1 / 0.01 + 2 / 0.04) / (1 / 0.01 + 1 / 0.04), np.sqrt(2 / (1 / 0.01 + 1 / 0.04))
    assert [low[0], high[0]] == pytest.approx([np.exp(mean - 3 * spread), np.exp(mean + 3 * spread)])
    assert [low[1], high[1]] == pytest.approx([np.exp(1.7), np.exp(2.3)])


def test_figures_at_their_own_labels_are_left_alone():
    assert misplaced(block(LABELS, LABELS, LABELS)) == {}
    assert misplaced(block(np.array(LABELS) + 0.29, LABELS)) == {}, "within three spreads"


@pytest.mark.parametrize("move", [-3, -2, -1, 1, 2, 3])
def test_a_run_of_rows_moved_by_some_rows_is_told(move):
    labels = np.arange(12) * 2.0
    moved = labels.copy()
    run = range(4, 8)
    moved[list(run)] = labels[[row + move for row in run]]
    assert misplaced(block(moved, labels)) == {row: [row + move] for row in run}


def test_two_rows_moved_alike_are_no_run_but_may_be_exchanged():
    moved = [1.0, 5.0, 3.0, 7.0, 9.0, 11.0]
    assert misplaced(block(moved, LABELS)) == {1: [2], 2: [1]}


def test_a_run_ends_where_a_figure_fits_its_own_label():
    labels = np.array([1.0, 3.0, 5.0, 7.0, 7.1, 9.0, 11.0, 13.0])
    moved = labels.copy()
    moved[0:4] = labels[1:5]
    assert set(misplaced(block(moved, labels))) == {0, 1, 2}, "7.1 in the place of 7.0 is its own"


def test_a_run_begins_where_the_figures_misfit_by_more_than_three_spreads():
    labels = [0.0, 5.0, 40.0, 80.0, 120.0, 160.0, 200.0]
    moved = [3.0, 40.0, 80.0, 120.0, 160.0, 160.0, 200.0]
    assert misplaced(block(moved, labels, spread=1.0)) == {1: [2], 2: [3], 3: [4], 4: [5]}


def test_an_exchange_must_fit_both_ways():
    assert misplaced(block([1.0, 5.0, 3.4, 7.0, 9.0, 11.0], LABELS)) == {1: [2]}, "3.4 is no figure of 3.0"


def test_two_rows_stay_exchanged_beside_a_figure_that_is_nearly_of_one_of_them():
    close = [1.0, 1.45, *LABELS[2:]]
    assert misplaced(block([1.45, 1.0, 5.0, 7.0, 0.65, 11.0], close)) == {0: [1], 1: [0]}


def test_a_single_figure_is_another_labels_that_is_absent():
    labels = np.array(LABELS)
    now = labels.copy()
    now[1], now[4] = 9.0, GAP
    assert misplaced(block(now, labels)) == {1: [4]}
    now[4] = 9.0
    assert misplaced(block(now, labels)) == {}, "the label has its own figure"


@pytest.mark.parametrize("label", range(6))
def test_no_label_that_has_its_own_figure_is_another_figures(label):
    now, other = list(LABELS), (label + 2) % 6
    now[other] = LABELS[label]
    assert misplaced(block(now, LABELS)) == {}
    now[label] = GAP
    assert misplaced(block(now, LABELS)) == {other: [label]}


def test_sides_that_disagree_say_nothing_of_a_figure():
    labels = np.array(LABELS)
    now = labels.copy()
    now[1], now[4] = 9.0, GAP
    assert misplaced(block(now, labels, labels + 0.05)) == {1: [4]}
    other = labels.copy()
    other[1] = 12.0
    assert misplaced(block(now, labels, other)) == {}, "below the one, above the other"


def test_a_row_that_moved_in_all_columns_is_told_where_no_column_alone_would():
    codes = np.arange(6)
    moved = [1.0, 5.3, 3.0, 7.0, 9.0, 11.0]
    one, two = block(moved, LABELS, spread=0.5), block(moved, LABELS, spread=0.5)
    assert together([(codes, one), (codes, two)]) == {1: 2, 2: 1}
    assert together([(codes, one)]) == {}, "one column is no page"
    right = block(LABELS, LABELS, spread=0.5)
    assert together([(codes, right), (codes, right)]) == {}
    half = block([1.0, 5.0, 3.0, 7.0, 9.0, 11.0], LABELS, spread=0.5)
    assert together([(codes, half), (codes, right)]) == {}, "it moved in one column only"


@pytest.mark.parametrize("first", range(5))
def test_wherever_two_rows_stand_they_may_have_been_exchanged_in_all_columns(first):
    codes, now = np.arange(10, 16), [*LABELS]
    now[first], now[first + 1] = LABELS[first + 1] + 0.3, LABELS[first]
    moved = block(now, LABELS, spread=0.5)
    assert together([(codes, moved), (codes, moved)]) == {10 + first: 11 + first, 11 + first: 10 + first}


def test_a_side_that_is_not_known_says_nothing_for_or_against_a_label():
    """Off by 2.915 spreads, 8.5 squared, where nine are allowed; the other side lacks both labels."""
    moved = [1.0, 5.2915, 3.2915, 7.0, 9.0, 11.0]
    assert misplaced(block(moved, LABELS, [1.0, GAP, GAP, 7.0, 9.0, 11.0])) == {1: [2], 2: [1]}


def test_a_row_that_stands_in_one_column_only_has_not_moved_as_a_whole():
    codes = np.arange(6)
    exchanged = block([1.0, 5.0, 3.0, 7.0, 9.0, 11.0], LABELS, spread=0.5)
    without = block([1.0, GAP, GAP, 7.0, 9.0, 14.0], LABELS, spread=0.5)
    assert together([(codes, exchanged), (codes, without)]) == {}


def test_a_label_that_only_one_figure_can_have_is_no_other_figures():
    assert _told_apart({1: [4], 2: [4, 5], 3: [4]}) == {1: [4], 2: [5], 3: [4]}
    assert _told_apart({1: [4], 2: [4, 5, 6]}) == {1: [4], 2: [5, 6]}
    assert _told_apart({1: [4, 5], 2: [5, 4]}) == {1: [4, 5], 2: [5, 4]}
    assert _told_apart({1: [4, 5, 6, 7], 2: []}) == {}, "four labels are none in particular"


def test_a_few_labels_out_of_order_leave_the_growth_of_each_as_it_is():
    """The distances from the median growth are 0.1; only from 0.35 spread on are the sorted figures asked instead."""
    other = np.array([10.0, 10.1, 10.2, 10.3, 10.4])
    mean, spread = side(np.array([10.2, 10.1, 10.4, 10.3, 10.5]), other, floor=0.01)
    assert mean == pytest.approx(other + 0.1)
    assert spread == pytest.approx(np.sqrt((1.4826 * 0.1) ** 2 + 0.01**2 + 2 * np.exp(-other)))


@pytest.mark.parametrize(("off", "told"), [(0.05, {}), (0.08, {1: [4]})])
def test_a_single_figure_near_its_own_label_is_left_there_however_steady_the_label_is(off, told):
    labels = [1.0, 3.0, 5.0, 7.0, 3.0 + off, 11.0]
    assert misplaced(block([1.0, 3.0 + off, 5.0, 7.0, GAP, 11.0], labels, spread=0.005)) == told


def test_of_runs_with_one_sum_the_first_is_taken():
    assert _greatest(np.array([1.0, 2.0, -9.0, 3.0])) == (0, 2, 3.0)
    assert _greatest(np.array([-1.0, 2.0, -1.0, 3.0, -2.0])) == (1, 4, 4.0)
    assert _greatest(np.array([-1.0])) == (0, 0, 0.0)


@pytest.mark.parametrize(
    ("apart", "number", "told"), [(4.2, 3, True), (4.0, 3, False), (3.7, 4, True), (3.4, 4, False)]
)
def test_a_run_of_rows_that_misfit_by_fifty_squared_spreads_together_was_moved(apart, number, told):
    """Each label is so many spreads above the one before; a run of rows prints each the next row's figure."""
    labels = np.arange(12) * apart
    moved = labels.copy()
    moved[4 : 4 + number] = labels[5 : 5 + number]
    found = misplaced(block(moved, labels, spread=1.0))
    assert found == ({row: [row + 1] for row in range(4, 4 + number)} if told else {})


@pytest.mark.parametrize(("apart", "told"), [(4.0, True), (3.9, True), (3.8, False), (3.1, False)])
def test_two_rows_that_misfit_by_thirty_squared_spreads_together_were_exchanged(apart, told):
    labels = np.arange(6) * 20.0
    labels[3] = labels[2] + apart
    moved = labels.copy()
    moved[[2, 3]] = labels[[3, 2]]
    assert misplaced(block(moved, labels, spread=1.0)) == ({2: [3], 3: [2]} if told else {})


@pytest.mark.parametrize(
    ("off", "near", "spread", "told"),
    [
        (0.065, 0.0, 0.01, True), (0.055, 0.0, 0.01, False), (0.3, 0.0, 0.059, True), (0.3, 0.0, 0.061, False),
        (0.2, 0.018, 0.001, True), (0.2, 0.022, 0.001, False), (2.0, 0.29, 0.1, True), (2.0, 0.31, 0.1, False),
        (1.0, 0.24, 0.1, True), (1.0, 0.26, 0.1, False), (1.0, -0.24, 0.1, True),
    ],
    ids=["0.065 off", "0.055 off", "5.08 spreads", "4.92 spreads", "0.018 from the other", "0.022 from it",
         "2.9 spreads from it", "3.1 spreads from it", "a quarter of the way", "more than a quarter", "below it"],
)  # fmt: skip
def test_a_figure_alone_is_that_of_an_absent_label_far_from_its_own_and_near_the_other(off, near, spread, told):
    """Five spreads and 0.06 from its own label; three spreads or 0.02, and a quarter of that way, from the other."""
    labels = np.array([1.0, 30.0, 60.0, 90.0, 0.0, 120.0])
    labels[4] = 60.0 + off - near
    now = labels.copy()
    now[2], now[4] = 60.0 + off, GAP
    assert misplaced(block(now, labels, spread=spread)) == ({2: [4]} if told else {})


@pytest.mark.parametrize(
    ("off", "spread", "told"), [(0.6, 0.4, True), (0.75, 0.4, False), (0.0, 0.66, True), (0.0, 0.67, False)]
)
def test_rows_of_a_page_moved_together_by_what_they_gain_in_all_columns(off, spread, told):
    """Two rows exchanged but for a part of the way in two columns: each misfits by more than nine squared spreads, and
    more than 15 are gained."""
    codes, now = np.arange(6), [*LABELS]
    now[1], now[2] = 5.0 - off, 3.0 + off
    one = block(now, LABELS, spread=spread)
    assert together([(codes, one), (codes, one)]) == ({1: 2, 2: 1} if told else {})


def test_a_figure_that_is_another_rows_of_a_run_is_no_exchange_besides():
    """Rows 4 to 6 print those of 5 to 7, and 9 and 10 each other's."""
    labels = np.arange(12) * 9.0
    moved = labels.copy()
    moved[4:7], moved[[9, 10]] = labels[5:8], labels[[10, 9]]
    assert misplaced(block(moved, labels, spread=1.0)) == {4: [5], 5: [6], 6: [7], 9: [10], 10: [9]}


@pytest.mark.parametrize(("other", "told"), [(1.05, {}), (0.95, {0: [1], 1: [0]})])
def test_a_figure_within_three_spreads_of_its_own_label_was_not_exchanged(other, told):
    """The first label is 0, the second 4 by the year before and 6 by the year after; the first figure is 5."""
    rest = [40.0, 60.0, 80.0, 100.0]
    found = misplaced(block([5.0, other, *rest], [0.0, 4.0, *rest], [0.0, 6.0, *rest], spread=1.0))
    assert found == told
