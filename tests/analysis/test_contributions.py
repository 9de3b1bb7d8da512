"""Contributions of parts to the growth of a total."""

import pytest
from facts import observation, table
from hypothesis import given, settings
from hypothesis import strategies as st

from ipstats.analysis import contributions
from ipstats.errors import NotComparable

PARTS = ("invention_patent_grants", "utility_model_grants", "design_grants")


def rows_of(year, *numbers):
    return [
        observation(name, "北京", str(year), str(n)) for name, n in zip(("patent_grants", *PARTS), numbers, strict=True)
    ]


def test_officially_printed_parts_of_beijing_2023(shipped):
    found = contributions(shipped, "北京", "patent_grants", 2023).set_index("indicator")
    assert found.loc["invention_patent_grants", "contribution"] == pytest.approx((107875 - 88127) / 202722 * 100)
    assert found.loc["invention_patent_grants", "share"] == pytest.approx(55.61, abs=0.005)
    assert found["role"].tolist() == ["part", "part", "part", "residual", "total"]
    assert found.loc["patent_grants", "contribution"] == pytest.approx(-4.3158, abs=5e-5)


@settings(deadline=None, max_examples=10)
@given(st.lists(st.integers(0, 10**6), min_size=6, max_size=6), st.integers(0, 1000), st.integers(1, 1000))
def test_parts_and_residual_add_up_to_the_growth_of_the_total(numbers, rest, base_rest):
    now, then = numbers[:3], numbers[3:]
    rows = table(*rows_of(2023, sum(now) + rest, *now), *rows_of(2022, sum(then) + base_rest, *then))
    found = contributions(rows, "北京", "patent_grants", 2023)
    added = found.loc[found["role"] != "total", "contribution"].sum()
    assert added == pytest.approx(found.loc[found["role"] == "total", "contribution"].iloc[0])
    assert found.loc[found["role"] == "residual", "level"].iloc[0] == rest


def test_part_that_is_not_reported_stays_in_the_residual():
    rows = table(*rows_of(2023, 100, 60, 30, 10)[:3], *rows_of(2022, 80, 40, 30, 10)[:3])
    found = contributions(rows, "北京", "patent_grants", 2023)
    assert found.loc[found["role"] == "residual", ["level", "base"]].to_numpy().tolist() == [[10, 10]]


def test_overlapping_categories_are_refused():
    kinds = ["high_value_strategic_emerging", "high_value_pledged"]
    with pytest.raises(NotComparable, match="交叉"):
        contributions(table(*rows_of(2023, 1, 1, 0, 0)), "北京", "high_value_invention_patents", 2023, parts=kinds)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (rows_of(2023, 100, 60, 30, 10), "no figure for the base period"),
        ([*rows_of(2023, 100, 60, 30, 10)[:1], *rows_of(2022, 80, 40, 30, 10)[:1]], "no part is reported"),
    ],
    ids=["no base", "no parts"],
)
def test_what_cannot_be_taken_apart_says_why(rows, reason):
    found = contributions(table(*rows), "北京", "patent_grants", 2023)
    assert found.empty and reason in found.attrs["reason_en"] and found.attrs["reason_zh"]
    assert {"role", "contribution", "share"} <= set(found), "a notebook may ask an empty result for its columns"
