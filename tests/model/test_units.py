"""A unit behind a word of scale is so many of it."""

import pytest

from ipstats.errors import ParameterError
from ipstats.model.units import unit


@pytest.mark.parametrize("base", ["件", "元"])
@pytest.mark.parametrize(
    ("word", "scale"),
    [("千", 3), ("万", 4), ("百万", 6), ("千万", 7), ("亿", 8), ("万亿", 12)],
    ids=lambda one: str(one),
)
def test_a_word_of_scale_multiplies(word, scale, base):
    assert (unit(word + base).base, unit(word + base).scale) == (base, 10**scale)


def test_a_scale_of_a_scale_multiplies_both():
    assert (unit("千亿元").base, unit("千亿元").scale) == ("元", 10**11)


@pytest.mark.parametrize("name", ["", "万", "万万", "桶桶"])
def test_what_is_no_unit_is_refused(name):
    with pytest.raises(ParameterError):
        unit(name)
