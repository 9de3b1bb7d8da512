"""What `parse_figure` and `parse_period` make of a figure or time typed alone, and what they say of what is none."""

from math import inf

import pytest

from ipstats import parse_figure, parse_period
from ipstats.errors import ParameterError

FIGURES = {
    "第3位": (3, 3, 3, "=", "位", "rank"),
    "位居全国第二": (2, 2, 2, "=", "位", "rank"),
    "前三": (3, 1, 3, "<=", "位", "rank"),
    "翻两番": (4, 3.8, 4.2, "=", "倍", "multiple"),
    "十来家": (10, 5, 15, "~", "家", "level"),
    "两三百家": (250, 150, 350, "~", "家", "level"),
    "十五六家": (15.5, 15, 16, "~", "家", "level"),
    "三分之一强": (100 / 3, 100 / 3, inf, ">", "%", "level"),
    "四分之一弱": (25, -inf, 25, "<", "%", "level"),
    "20至30家": (25, 20, 30, "~", "家", "level"),
}
REFUSED = {
    "几百家": "about how many",
    "数十万件": "about how many",
    "若干": "about how many",
    "下降5.2%": "other words",
    "36.5万件（套）": "other words",
    "倒数第二": "other words",
    "件": "expected a number",
}
PERIODS = {
    "2023H1": "2023-S1",
    "2023年q2": "2023-Q2",
    "2023-6": "2023-06",
    "FY2023": "2023",
    "2023财年": "2023",
    "本月": "2024-01",
    "上个月": "2023-12",
    "上季度": "2023-Q4",
    "上一季度": "2023-Q4",
    "上年末": "2023-12-31",
}


@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_alone(text):
    value, lower, upper, bound, unit, measure = FIGURES[text]
    figure = parse_figure(text)
    assert (figure.value, figure.lower, figure.upper) == pytest.approx((value, lower, upper))
    assert (figure.bound, figure.unit, figure.measure) == (bound, unit, measure)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_figure_is_refused_with_the_reason(text):
    with pytest.raises(ParameterError, match=REFUSED[text]):
        parse_figure(text)


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_alone(text):
    assert parse_period(text, published="2024-01-20").time_period == PERIODS[text]


@pytest.mark.parametrize(
    ("text", "reason"), [("本月", "published="), ("去年同期", "which months"), ("2023H3", "no time expression")]
)
def test_what_is_no_period_is_refused_with_the_reason(text, reason):
    with pytest.raises(ParameterError, match=reason):
        parse_period(text)
