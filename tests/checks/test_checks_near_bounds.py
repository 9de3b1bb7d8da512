"""What a word of bound (近, 超, 余) lets agree: figures near its number, not whatever its open end holds."""

import pandas as pd
import pytest
from claimed import minimal, year_rows

from ipstats import read
from ipstats.checks import check
from ipstats.checks.claims import claims_of
from ipstats.checks.inputs import one_table


def statement(amount: str) -> pd.DataFrame:
    return read(f"2023年，襄阳市专利授权量{amount}。").table


def verdict(*amounts: str) -> tuple[str, str, str]:
    """What is said of two documents' statements of one figure: verdict, cause and severity."""
    tables = [statement(one).assign(source_id=f"document {n}") for n, one in enumerate(amounts)]
    found = check(*tables, only="same_figure")
    assert len(found) == 1
    return tuple(found[["verdict", "cause", "severity"]].iloc[0])


@pytest.mark.parametrize(
    ("bounded", "exact"),
    [
        ("近6.1万件", "60500件"), ("近6.1万件", "61000件"), ("超6万件", "6.58万件"), ("不足2000件", "1850件"),
        ("2000余件", "2000件"), ("2000余件", "2987件"), ("20余万件", "29.4万件"), ("三百多件", "352件"),
        ("近6.1万件", "近6.2万件"),
    ],
)  # fmt: skip
def test_a_figure_near_its_bound_agrees(bounded, exact):
    assert verdict(bounded, exact)[0] == verdict(exact, bounded)[0] == "agrees"


@pytest.mark.parametrize(
    ("bounded", "exact"),
    [("近6.1万件", "4.95万件"), ("超6万件", "6.8万件"), ("不足2000件", "1500件"), ("近百件", "85件")],
)
def test_a_figure_away_from_a_bound_that_names_no_end_is_undecided(bounded, exact):
    assert verdict(bounded, exact) == verdict(exact, bounded) == ("cannot_say", "", "none")


@pytest.mark.parametrize(
    ("bounded", "exact"), [("近6.1万件", "0.2万件"), ("超1000件", "98000件"), ("不足1万件", "2000件")]
)
def test_a_level_more_than_twice_apart_is_told_for_a_look_at_the_text(bounded, exact):
    assert verdict(bounded, exact) == verdict(exact, bounded) == ("cannot_say", "far_from_bound", "medium")


@pytest.mark.parametrize(
    ("bounded", "exact"),
    [("2000余件", "3100件"), ("2万余件", "3.2万件"), ("6.1万余件", "6.3万件"), ("1500多件", "1720件")],
)
def test_what_is_left_over_is_less_than_a_unit_of_the_last_digit(bounded, exact):
    first, second = (minimal(*year_rows("襄阳市", "专利授权量", {2023: one}, unit="")) for one in (bounded, exact))
    assert check(first, second, only="same_figure")["verdict"].tolist() == ["contradicts"]


def test_decimals_that_are_nought_tell_the_unit_too():
    table = minimal(*year_rows("襄阳市", "专利授权量", {2022: "2.0万余", 2023: "2万余"}))
    assert claims_of(one_table([table])).interval([0, 1]).upper.tolist() == [21000, 30000]


def test_a_fall_of_more_than_its_number_reaches_away_from_nought():
    table = one_table([minimal("襄阳市|专利授权量|growth|yoy|2023-01-01|2023-12-31|下降20余%|")])
    span = claims_of(table).interval([0])
    assert (span.lower.tolist(), span.upper.tolist()) == ([-30], [-20])


def test_the_ends_in_the_table_stay_open():
    table = statement("近6.1万件")
    assert table[["obs_lower", "obs_upper"]].to_numpy().tolist() == [[float("-inf"), 61000]]


def test_a_part_far_beyond_a_total_that_is_only_said_to_be_exceeded_does_not_agree():
    rows = [
        "襄阳市|专利授权量|level||2023-01-01|2023-12-31|超1万件|",
        "襄阳市|发明专利授权量|level||2023-01-01|2023-12-31|98000件|",
    ]
    found = check(minimal(*rows), only="part_of_total")
    assert found[["verdict", "cause"]].to_numpy().tolist() == [["cannot_say", "far_from_bound"]]


def test_a_growth_that_only_an_open_level_allows_is_undecided():
    rows = year_rows("襄阳市", "专利授权量", {2022: "2000", 2023: "近6.1万"}, growth={2023: "10.0"})
    assert check(minimal(*rows), only="implied_base")["verdict"].tolist() == ["cannot_say"]
