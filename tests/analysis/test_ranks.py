"""Ranks: ties by a stated rule, and the places that intervals leave possible."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipstats.analysis import rank
from ipstats.analysis.rankings import place_bounds
from ipstats.errors import ParameterError
from ipstats.model.areas import areas


def ranked(values, ties="min", within=None, **columns) -> pd.DataFrame:
    rows = pd.DataFrame({"name": range(len(values)), "value": np.asarray(values, float), **columns})
    return rank(rows, within=within, ties=ties).sort_values("name").reset_index(drop=True)


@pytest.mark.parametrize(("ties", "expected"), [("min", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3])])
def test_ties_follow_the_rule_and_say_which(ties, expected):
    found = ranked([9, 7, 7, 3], ties)
    assert found["rank"].tolist() == expected
    assert found["tied"].tolist() == [False, True, True, False]
    assert set(found["ties"]) == {ties} and set(found["among"]) == {4}


@pytest.mark.parametrize("ties", ["min", "dense"])
def test_exact_values_have_one_possible_place(ties):
    found = ranked([9, 7, 7, 3], ties)
    assert found["rank_best"].tolist() == found["rank"].tolist() == found["rank_worst"].tolist()


def test_overlapping_intervals_leave_the_place_open():
    found = ranked([10, 9, 5], value_lower=[8, 8.5, 5], value_upper=[12, 9.5, 5])
    assert found[["rank_best", "rank_worst"]].to_numpy().tolist() == [[1, 2], [1, 2], [3, 3]]


def test_an_open_end_may_be_first():
    found = ranked([10, 4], value_lower=[10, 4], value_upper=[10, np.inf])
    assert found["rank_best"].tolist() == [1, 1] and found["rank_worst"].tolist() == [2, 2]


def test_missing_values_have_no_rank_and_are_not_counted():
    found = ranked([3, np.nan, 1])
    assert found["rank"].tolist() == [1, pd.NA, 2] and found["among"].tolist() == [2, pd.NA, 2]


def test_provinces_and_cities_are_ranked_apart():
    rows = pd.DataFrame({"ref_area": ["110000", "440300", "310000", "000000"], "value": [5.0, 9.0, 7.0, 99.0]})
    found = rank(rows).set_index("ref_area")
    assert found.loc[["310000", "110000"], "rank"].tolist() == [1, 2]
    assert found.loc["440300", "among"] == found.loc["000000", "among"] == 1


def test_unknown_rule_or_column_is_named():
    with pytest.raises(ParameterError, match="max"):
        rank(pd.DataFrame({"value": [1.0]}), ties="max", within=None)
    with pytest.raises(ParameterError, match="number"):
        rank(pd.DataFrame({"value": [1.0]}), "number", within=None)


INTERVALS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=4)


@settings(deadline=None, max_examples=30)
@given(INTERVALS, st.sampled_from(["min", "dense"]))
def test_bounds_hold_every_place_that_some_values_give(ends, ties):
    """Whatever values the intervals take (on a half-step grid), each place lies between best and worst."""
    lower = [low for low, _ in ends]
    upper = [low + width for low, width in ends]
    middle = [(a + b) / 2 for a, b in zip(lower, upper, strict=True)]
    found = ranked(middle, ties, value_lower=lower, value_upper=upper)
    best, worst = found["rank_best"].tolist(), found["rank_worst"].tolist()
    grids = [np.arange(a, b + 0.25, 0.5).tolist() for a, b in zip(lower, upper, strict=True)]
    for values in itertools.product(*grids):
        order = sorted(set(values), reverse=True)
        for place, value in enumerate(values):
            true = order.index(value) + 1 if ties == "dense" else sum(other > value for other in values) + 1
            assert best[place] <= true <= worst[place]


@settings(deadline=None)
@given(INTERVALS)
def test_best_and_worst_are_reached(ends):
    """The bounds are not wider than need be: the own value at one end, the others at the other, gives them."""
    lower, upper = np.array([low for low, _ in ends]), np.array([low + width for low, width in ends])
    found = ranked((lower + upper) / 2, value_lower=lower, value_upper=upper)
    for at in range(len(ends)):
        others = np.arange(len(ends)) != at
        assert found.loc[at, "rank_best"] == (lower[others] > upper[at]).sum() + 1
        assert found.loc[at, "rank_worst"] == (upper[others] > lower[at]).sum() + 1


MOST = 5


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, MOST), st.integers(0, 3), st.booleans()), min_size=2, max_size=4),
    st.one_of(st.none(), st.integers(0, 14)),
)
def test_both_ends_of_a_place_are_those_of_every_way_the_figures_can_be(ends, total):
    """Enumerated: members' figures between their ends (an unknown one from nought), adding up to `total` at most."""
    lower = np.array([0 if unknown else low for low, _, unknown in ends])
    upper = np.array([np.inf if unknown else low + width for low, width, unknown in ends])
    bound = np.inf if total is None else total
    far = sum(low + width for low, width, _ in ends) + 2
    ways = [range(low, int(min(high, far)) + 1) for low, high in zip(lower, upper, strict=True)]
    every = np.stack(np.meshgrid(*ways), axis=-1).reshape(-1, len(ends))
    within = every[every.sum(axis=1) <= bound]
    possible = within if len(within) else every
    places = 1 + sum((possible[:, [at]] > possible).astype(int) for at in range(len(ends)))
    found = place_bounds(lower, upper, bound)
    assert found.best.tolist() == places.min(axis=0).tolist()
    assert found.worst.tolist() == places.max(axis=0).tolist()


def test_a_place_among_some_is_no_place_among_all():
    rows = pd.DataFrame({"ref_area": ["110000", "320000"], "value": [9.0, 6.0]})
    found = rank(rows)
    assert found[["rank", "among", "members", "unknown"]].to_numpy().tolist() == [[1, 2, 31, 29], [2, 2, 31, 29]]
    assert found[["place_best", "place_worst"]].to_numpy().tolist() == [[1, 30], [2, 31]]
    assert found["known_areas"].tolist() == ["110000 320000"] * 2


def test_of_a_whole_set_the_places_are_the_same():
    rows = pd.DataFrame({"ref_area": [one.code for one in areas("province")], "value": np.arange(31.0)})
    found = rank(rows)
    assert found["unknown"].eq(0).all() and found["place_best"].eq(found["rank"]).all()


def test_counties_and_named_lists_have_no_place_among_all():
    rows = pd.DataFrame({"ref_area": ["110108", "320583"], "value": [9.0, 6.0]})
    assert rank(rows)["place_worst"].isna().all() and rank(rows, within=None)["members"].isna().all()
    assert rank(rows, within=None, members=7)["place_worst"].tolist() == [6, 7]
