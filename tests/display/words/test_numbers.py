"""Number formats: as printed, and never a digit more than the interval supports."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipstats.display.numbers import cell, href, number, quantity, title
from ipstats.display.phrasing import document

MINUS = "\u2212"


def reported(value, printed, unit="件", half=0.0, bound="=", **more) -> dict:
    ends = {"level_lower": value - half, "level_upper": value + half}
    ends |= (
        {"level_upper": math.inf}
        if bound in (">", ">=")
        else {"level_lower": -math.inf}
        if bound in ("<", "<=")
        else {}
    )
    row = {"level": value, "level_printed": printed, "level_bound": bound, "unit_measure": unit}
    return row | ends | {"level_id": "abc", "level_source": "beijing-2022", "level_status": "A"} | more


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (reported(187884.0, "187884"), "187884件", "187,884"),
        (reported(365000.0, "36.5万", half=500), "36.5万件", "365 thousand"),
        (reported(663490.0, "66.3490万"), "663490件", "663,490"),
        (reported(4212000.0, "421.2万", half=500), "421.2万件", "4.212 million"),
        (reported(4000000.0, "400万", bound=">"), "超400万件", "over 4 million"),
        (reported(2700.0, "2700", bound=">=", unit="所"), "2700所以上", "at least 2,700"),
        (reported(90000.0, "9万", bound="<"), "近9万件", "nearly 90 thousand"),
        (reported(1000.0, "1000", bound="~", half=500), "约1000件", "about 1,000"),
        (reported(109040000000.0, "1090.4亿", "元", half=5e6), "1090.4亿元", "109.04 billion yuan"),
        (reported(216.1, "216.1", "件/万人", half=0.05), "216.1件", "216.1"),
        (reported(5.63, "5.63", "%", half=0.005), "5.63%", "5.63%"),
        (reported(-4.31, "4.31", "%", half=0.005), f"{MINUS}4.31%", f"{MINUS}4.31%"),
        (reported(1.1, "1.1", "百分点", half=0.05), "1.1个百分点", "1.1 percentage points"),
        (reported(0.3, "三成", "%", half=0.05), "0.30%", "0.3%"),
        (reported(9634000.0, "963.4", "人", half=500), "963.4万人", "9.634 million"),
        (reported(12000.0, "12", half=500), "1.2万件", "12 thousand"),
    ],
    ids=["count", "万", "exact 万", "million", "over", "at least", "nearly", "about", "money", "density", "rate",
         "negative", "points", "words", "万 in the head of its table", "千 in the head of its table"],
)  # fmt: skip
def test_reported_figures_keep_their_printed_precision_and_bound(row, zh, en):
    assert quantity(row, "level", "zh") == zh
    assert quantity(row, "level", "en").removesuffix(" institutions") == en


@pytest.mark.parametrize(
    ("value", "lower", "upper", "text"),
    [
        (5.6312, 5.6312, 5.6312, "5.63"),
        (5.63, 5.60, 5.65, "5.6"),
        (2.06, 1.5, 2.6, "1.5～2.6"),
        (0.09, 0.046, 0.137, "0.04～0.14"),
        (-4.3158, -4.3158, -4.3158, f"{MINUS}4.32"),
        (1234567.0, 1234567.0, 1234567.0, "1234567"),
        (3.0, 2.0, math.inf, "不低于2.00"),
        (3.0, -math.inf, 4.0, "不高于4.00"),
        (25.0, -math.inf, (101 / 80 - 1) * 100, "不高于26.25"),
        (28.0, (1.0 + 0.1 + 0.2 - 1) * 100, math.inf, "不低于30.00"),
        (math.nan, math.nan, math.nan, "—"),
    ],
    ids=[
        "exact",
        "one decimal",
        "range",
        "not nought",
        "minus",
        "thousands",
        "open above",
        "open below",
        "open below, binary noise",
        "open above, binary noise",
        "unknown",
    ],
)
def test_computed_numbers_have_the_digits_their_interval_supports(value, lower, upper, text):
    assert number(value, lower, upper) == text


def test_an_interval_that_leaves_no_decimal_is_a_range():
    assert number(62.148, 62.144, 62.153) == "62.14～62.16"
    assert number(22.28, 22.218, 22.336) == "22.21～22.34"
    assert number(30.0, 25.0, 35.0) == "25～35"
    assert number(-1.227, -1.245, -1.21) == f"{MINUS}1.2"


def printed_interval(text: str) -> tuple[float, float]:
    """What a printed number or range can mean."""
    ends = [float(end.replace(",", "").replace(MINUS, "-")) for end in text.split("～")]
    if len(ends) == 2:
        return ends[0], ends[1]
    half = 0.5 * 10 ** -len(text.partition(".")[2])
    return ends[0] - half, ends[0] + half


@given(st.floats(-1e6, 1e6), st.floats(0, 1e3), st.floats(0, 1), st.integers(0, 4))
def test_the_printed_number_never_says_more_than_the_interval(lower, width, share, decimals):
    upper = lower + width
    value = min(upper, lower + share * width)
    text = number(value, lower, upper, decimals=decimals)
    low, high = printed_interval(text)
    room = 1e-6 * max(1.0, abs(lower), abs(upper))
    assert low - room <= lower and upper <= high + room


@given(st.integers(-(10**9), 10**9))
def test_minus_is_typographic_and_thousands_are_grouped_in_english_only(value):
    texts = {language: number(float(value), language=language) for language in ("zh", "en")}
    assert re.fullmatch(rf"{MINUS}?\d+", texts["zh"])
    assert re.fullmatch(rf"{MINUS}?\d{{1,3}}(,\d{{3}})*", texts["en"]) and texts["en"].replace(",", "") == texts["zh"]


def test_a_reported_cell_links_to_its_place():
    found = cell(reported(187884.0, "187884", level_status="U"), "level")
    assert found == {
        "text": "187884", "value": 187884.0, "href": "sources/beijing-2022.html#fig-abc", "title": "", "mark": "U",
    }  # fmt: skip


def test_a_computed_number_says_its_formula_and_operands():
    row = reported(193973.0, "193973") | {
        "base": 202722.0, "base_lower": 202722.0, "base_upper": 202722.0, "base_printed": "202722", "base_bound": "=",
        "base_source": "yearbook", "base_id": "def",
        "growth": -4.3158, "growth_lower": -4.3158, "growth_upper": -4.3157, "growth_unit": "%",
    }  # fmt: skip
    assert href(row, "growth") == ""
    said = title(row, "growth", "en")
    assert f"193,973 ({document('beijing-2022', 'en', short=True)}) ÷ 202,722 (yearbook)" in said and "interval" in said
    assert "区间" in title(row, "growth", "zh")


def test_the_formula_of_an_average_has_its_root_and_people_are_counted_in_people():
    """A formula that does not give the number beside it is a false statement."""
    row = reported(193973.0, "193973") | {
        "base": 123496.0, "base_lower": 123496.0, "base_upper": 123496.0, "base_printed": "123496", "base_bound": "=",
        "growth": 9.4505, "growth_unit": "%", "years": 5,
        "stock": 574323.0, "stock_printed": "574323", "population": 21840000.0, "population_printed": "2184万",
        "value": 262.9684, "unit_measure": "件/万人",
    }  # fmt: skip
    assert "^(1/5) − 1) × 100% = 9.4505" in title(row, "growth", "zh")
    assert "574323件 ÷ 2184万人 × 10000 = 262.9684" in title(row, "value", "zh")


def test_missing_figure_is_a_dash_never_nought():
    row = {"level": math.nan, "unit_measure": "件"}
    assert quantity(row, "level") == "—" and cell(row, "level")["value"] is None


@settings(deadline=None, max_examples=200)
@given(st.floats(-0.3, 0.3), st.floats(0, 0.2))
def test_nought_has_no_sign(middle, width):
    from ipstats.display.numbers import about, outward

    printed = [number(middle, middle - width, middle + width), *outward(middle - width, middle + width)]
    printed += [about(middle, middle - width, middle + width)] if width > 0.001 else []
    assert not any(re.search(rf"{MINUS}0(\.0*)?(?![\d.])", text) for text in printed), printed


def test_a_number_known_to_the_unit_needs_no_scale():
    row = {"level": 199702, "level_lower": 199702, "level_upper": 199702, "unit_measure": "件"}
    assert quantity(row | {"level_printed": "19.9702万"}, "level") == "199702件"
    assert quantity(row | {"level_printed": "19.97万"}, "level") == "19.97万件"
    assert quantity(row | {"level": 123450000, "level_printed": "1.2345亿"}, "level") == "1.2345亿件"
