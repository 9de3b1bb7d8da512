"""A place's name is a place only where it stands as a word of its own."""

import pytest

from ipstats.grammar.places import plain_tokens
from ipstats.grammar.token import Kind


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("北京专利授权量", ["北京"]), ("北京大学专利授权量", []), ("与北京银行签约", []),
        ("北京市专利授权量", ["北京市"]),
        ("浙江大学、江苏专利", ["江苏"]), ("中国专利授权量", ["中国"]), ("中国质量奖", []),
        ("全国专利授权量", ["全国"]),
        ("在全国知识产权宣传周期间", []), ("上海与北京", ["上海", "北京"]), ("江苏石油、河北钢铁", []),
    ],
)  # fmt: skip
def test_a_name_that_goes_on_is_no_place(text, places):
    tokens = plain_tokens(text, 0, len(text), "")
    assert [token.text for token in tokens if token.kind is Kind.PLACE] == places
    assert "".join(token.text for token in tokens) == text


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("鼓楼专利授权量", "320100", "320106"), ("鼓楼专利授权量", "350100", "350102"), ("鼓楼专利授权量", "", None),
        ("昆山专利授权量", "320500", "320583"), ("昆专利授权量", "320500", None),
    ],
)  # fmt: skip
def test_a_countys_short_name_is_a_place_in_the_text_of_its_city(text, within, code):
    found = [token.code for token in plain_tokens(text, 0, len(text), within) if token.kind is Kind.PLACE]
    assert found == [code] * (code is not None)
