"""Labels are moved apart: by arithmetic that always holds, and so that none lies on another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipstats.display.charts.labels import spread
from ipstats.display.charts.sheet import ems, margins, wrap

places = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=12)


@given(places, st.floats(0.01, 50))
def test_labels_keep_their_distance_and_order(wanted, gap):
    placed = spread(wanted, gap)
    order = np.argsort(np.asarray(wanted), kind="stable")
    assert (np.diff(placed[order]) >= gap * (1 - 1e-6)).all()


@given(places, st.floats(0.01, 50))
def test_labels_that_do_not_touch_stay_where_they_are(wanted, gap):
    apart = np.arange(len(wanted)) * gap * 1.01 + wanted[0]
    assert spread(apart, gap) == pytest.approx(apart)


@given(places, st.floats(0.01, 50))
def test_labels_stay_within_their_bounds(wanted, gap):
    placed = spread(wanted, gap, -1e3, 1e3)
    assert placed.min() >= -1e3 - 1e-6 and placed.max() <= 1e3 + 1e-6


@given(places, st.floats(0.01, 50))
def test_moves_balance_so_that_no_label_is_favoured(wanted, gap):
    assert np.mean(spread(wanted, gap)) == pytest.approx(np.mean(wanted), abs=1e-6)


def test_too_many_labels_are_set_evenly():
    assert spread([5, 5, 5], 10, 0, 10) == pytest.approx([0, 5, 10])


@given(st.text("专利授权量（）国内发明，abcde%", min_size=1, max_size=60))
def test_wrapping_loses_nothing_and_begins_no_line_with_a_closing_mark(text):
    lines = wrap(text, 8).split("\n")
    assert "".join(lines) == text
    assert not any(line[:1] in ("）", "，", "%") for line in lines[1:])


def test_words_of_other_scripts_are_not_broken():
    assert wrap("Invention patent applications", 9) == "Invention patent\napplications"


def test_a_name_is_broken_before_its_coverage():
    assert wrap("发明专利有效量（国内不含港澳台）", 14) == "发明专利有效量\n（国内不含港澳台）"


def test_margins_grow_with_the_texts_beside_them():
    narrow, wide = (margins(["北京"], ["1", text], [False, True]) for text in ("−1", "−39.23～−38.81"))
    assert wide[0] > narrow[0] > 0
    assert ems("专利") == 2
