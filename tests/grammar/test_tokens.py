"""Numbers that are figures and numbers that are names, by what stands behind them."""

import pytest

from ipstats.grammar.token import Kind
from ipstats.grammar.tokens import tokens


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("授权12件“绿色”专利", ["12件"]), ("出版动态12期“专刊”", []), ("举办培训班12期，培训300人", ["12期", "300人"]),
        ("培育12家“专精特新”企业", ["12家"]),
    ],
)  # fmt: skip
def test_the_number_of_an_issue_with_a_title_is_a_name_and_a_count_of_titled_things_is_not(text, figures):
    assert [token.text for token in tokens(text) if token.kind is Kind.FIGURE] == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("拥有专利超过100件的企业12家", ["12家"]), ("拥有专利100件以上的企业12家", ["12家"]),
        ("拥有专利100件的企业12家", ["100件", "12家"]), ("拥有专利不足100件的企业12家", ["不足100件", "12家"]),
        ("增长超过20%的企业12家", ["超过20%", "12家"]), ("拥有专利超过100件，企业12家", ["超过100件", "12家"]),
    ],
)  # fmt: skip
def test_a_least_number_that_tells_which_are_counted_is_no_figure(text, figures):
    assert [token.text for token in tokens(text) if token.kind is Kind.FIGURE] == figures


def test_an_open_number_of_a_list_takes_the_unit_and_scale_at_its_end():
    first = tokens("12余、20万件")[0].figure
    assert (first.value, first.lower, first.upper, first.unit) == (120000, 120000, float("inf"), "件")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("第13、14位", [13, 14]), ("分列第3和5位", [3, 5]), ("居全省第13位、14位", [13, 14]), ("13、14位", []),
        ("第13位；14位", [13]),
    ],
)  # fmt: skip
def test_the_last_of_several_places_in_an_order_is_a_place_and_no_number_of_persons(text, places):
    assert [token.rank.place for token in tokens(text) if token.kind is Kind.RANK] == places
