"""Number text to exact value and step of the last printed place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipstats.model.numerals import parse_number, runs

CASES = [
    ("187884", "187884", "1"),
    ("187,884", "187884", "1"),
    ("１８７，８８４", "187884", "1"),
    ("2 153.6", "2153.6", "0.1"),
    ("36.5万", "365000", "1000"),
    ("36.5 万", "365000", "1000"),
    ("66.3490万", "663490", "1"),
    ("1.2亿", "120000000", "10000000"),
    ("16万亿", "16000000000000", "1000000000000"),
    ("3万4000", "34000", "1"),
    ("1亿2000万", "120000000", "10000"),
    ("3千万", "30000000", "10000000"),
    ("三十六点五万", "365000", "1000"),
    ("三万四", "34000", "1000"),
    ("两千五", "2500", "100"),
    ("三百五", "350", "10"),
    ("一百〇五", "105", "1"),
    ("五十五", "55", "1"),
    ("三万〇五十", "30050", "1"),
    ("一百二十一", "121", "1"),
    ("五十", "50", "1"),
    ("二〇二二", "2022", "1"),
    ("二○二二", "2022", "1"),
    ("千", "1000", "1000"),
    ("百", "100", "100"),
    ("零", "0", "1"),
    ("-4.31", "-4.31", "0.01"),
    ("-5", "-5", "1"),
    ("−五", "-5", "1"),
    ("－4.31", "-4.31", "0.01"),
    ("+4.31", "4.31", "0.01"),
]


@pytest.mark.parametrize(("text", "value", "step"), CASES, ids=[case[0] for case in CASES])
def test_number_is_exact(text, value, step):
    number = parse_number(text)
    assert (number.value, number.step, number.unit) == (Decimal(value), Decimal(step), "")


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("七成", "70", "10"), ("七成五", "75", "1"), ("七成半", "75", "1"), ("四分之一", "25", "5"),
        ("过半", "50", "5"),
        ("百分之三十", "30", "1"), ("百分之百", "100", "1"), ("百分之九十八点五", "98.5", "0.1"),
        ("千分之三", "0.3", "0.1"), ("一半", "50", "5"),
        ("万分之三", "0.03", "0.01"), ("五分之三", "60", "5"), ("千分之12.5", "1.25", "0.01"),
        ("-四分之三", "-75", "5"),
    ],
)  # fmt: skip
def test_parts_of_a_whole_are_percent(text, value, step):
    number = parse_number(text)
    assert (number.value, number.step, number.unit) == (Decimal(value), Decimal(step), "%")


@pytest.mark.parametrize("text", ["", "件", "3..4", "点", "abc", "零分之一", "1.2.3万", "-"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r"no number|no fraction"):
        parse_number(text)


def test_a_number_has_a_hundred_characters_at_most():
    assert parse_number("9" * 100).value == Decimal("9" * 100)
    with pytest.raises(ValueError, match=f"^'{'9' * 20}'… is longer than any"):
        parse_number("9" * 101)


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ([], []), ([5], [(5, 5)]), ([5, 1, 2, 3], [(1, 3), (5, 5)]), ([2, 1, 1], [(1, 2)]), ([1, 3, 5], [(1, 1), (3, 3),
        (5, 5)]),
        ([4, 5, 7, 8], [(4, 5), (7, 8)]), ([-1, 0, 1], [(-1, 1)]),
    ],
)  # fmt: skip
def test_runs_of_consecutive_numbers(numbers, found):
    assert runs(numbers) == found


@given(st.integers(0, 10**12))
def test_separators_and_width_do_not_change_a_number(value):
    wide = f"{value:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert parse_number(wide).value == parse_number(f"{value:,}").value == value


@given(st.decimals(0, 10**6, places=3), st.sampled_from(["百", "千", "万", "亿", "万亿"]))
def test_scale_words_multiply_value_and_step(value, scale):
    plain, scaled = parse_number(str(value)), parse_number(f"{value}{scale}")
    factor = parse_number(scale).value
    assert (scaled.value, scaled.step) == (plain.value * factor, plain.step * factor)


@given(st.text("零一二两三四五六七八九十百千万亿点成分之半0123456789.,， -", max_size=12))
def test_any_text_is_a_number_or_a_value_error(text):
    try:
        number = parse_number(text)
    except ValueError:
        return
    assert number.step > 0
