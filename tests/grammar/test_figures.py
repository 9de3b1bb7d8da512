"""Which units a number may have in running text, and in what steps it is counted."""

import pytest

from ipstats.grammar.figures import figure_in, read_figure
from ipstats.grammar.parsing import parse_figure


def test_a_unit_with_a_denominator_is_one_in_a_cell_and_not_in_prose():
    assert read_figure("23.6件/万人") is None
    assert read_figure("23.6件/万人", prose=False).unit == "件/万人"
    assert read_figure("23.6件").unit == "件"


@pytest.mark.parametrize(("text", "step"), [("第3位", "1"), ("23.6%", "0.1"), ("36.5万件", "1000"), ("12件", "1")])
def test_a_figure_has_the_step_of_its_last_place(text, step):
    assert str(parse_figure(text).step.normalize().__format__("f")) == step


@pytest.mark.parametrize(
    ("text", "unit"), [("达23.6件/万人，居", "件/万人"), ("达23.6件，居", "件"), ("达23.6，居", None), ("没有", None)]
)
def test_a_number_is_found_with_any_unit(text, unit):
    found = figure_in(text)
    assert (found and found["unit"]) == unit and bool(found) == ("23.6" in text)
