"""The ends of computed quantities, worked out by hand, and what lies exactly on a boundary."""

import pandas as pd
import pytest
from facts import observation, table

from ipstats.analysis import award_change, count_winners
from ipstats.analysis.editions import chosen_editions
from ipstats.analysis.growth import direction
from ipstats.errors import ParameterError
from ipstats.model import awards as prizes


def ends(row: pd.Series, name: str) -> list[float]:
    return row[[name, f"{name}_lower", f"{name}_upper"]].tolist()


def test_every_change_of_an_areas_prizes_has_its_ends():
    rows = [
        observation("china_patent_award_gold", place, year, printed, bound=bound)
        for year, place, printed, bound in (
            ("2016", "全国", "20", "="), ("2016", "北京", "4", "="), ("2017", "全国", "25", "="),
            ("2017", "北京", "10", "~"),
        )
    ]  # fmt: skip
    found = award_change(table(*rows), "北京", 19, 18).set_index("prize").loc["gold"]
    assert ends(found, "count_change") == [6, 1, 11]
    assert ends(found, "count_growth") == pytest.approx([150, 25, 275])
    assert ends(found, "share_change") == pytest.approx([20, 0, 40])
    assert ends(found, "size_growth") == pytest.approx([25, 25, 25])
    assert ends(found, "relative") == pytest.approx([100, 0, 200])


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [
        (0.1, 0.2, "rise"), (0.0, 0.6, "undecided"), (-0.2, -0.1, "fall"), (-0.6, 0.0, "undecided"),
        (0.0, 0.0, "steady"), (-0.5, 0.5, "steady"), (-0.51, 0.4, "undecided"), (-0.4, 0.51, "undecided"),
        (float("nan"), 1.0, ""), (1.0, float("nan"), ""), (0.5, float("inf"), "rise"),
        (float("-inf"), -0.5, "fall"),
    ],
)  # fmt: skip
def test_a_direction_is_said_where_the_whole_interval_has_it(lower, upper, said):
    row = pd.DataFrame({"growth_lower": [lower], "growth_upper": [upper], "growth_unit": ["%"]})
    assert direction(row).tolist() == [said]


@pytest.mark.parametrize(
    ("known", "edition", "kind", "expected"),
    [
        ({"all": (10, 10), "gold": (2, 2)}, None, "silver", (0, 8)),
        ({"all": (10, 10), "gold": (2, 2), "silver": (3, 3)}, None, "excellence", (5, 5)),
        ({"gold": (5, 5), "gold_patent": (3, 4)}, None, "gold_design", (1, 2)),
        ({"gold_patent": (3, 4), "gold_design": (2, 2)}, None, "gold", (5, 6)),
        ({}, 23, "gold", (0, 40)), ({"gold": (3, float("inf"))}, 23, "gold", (3, 40)),
        ({"gold": (0, 7)}, 23, "gold", (0, 7)), ({"gold": (40, 50)}, 23, "gold", (40, 40)),
        ({"gold": (41, 50)}, 23, "gold", (41, 50)),
    ],
)  # fmt: skip
def test_kinds_of_prizes_bound_each_other(known, edition, kind, expected):
    given = {name: (float(least), float(most)) for name, (least, most) in known.items()}
    assert prizes.within(given, prizes.editions()[edition] if edition else None)[kind] == expected


@pytest.mark.parametrize(
    ("number", "name"),
    [(9, "第九届"), (10, "第十届"), (11, "第十一届"), (20, "第二十届"), (23, "第二十三届")],
)
def test_editions_are_named_as_the_office_does(number, name):
    assert prizes.Edition("one", number, "source").zh == name


def test_counts_of_winners_are_in_order_with_an_index_from_nought():
    winners = pd.DataFrame({"届": [24, 23], "奖项": "中国专利金奖", "专利号": ["ZL1", "ZL2"], "地区": ["江苏", "北京"]})
    found = count_winners(winners)
    assert found.index.tolist() == [0, 1, 2, 3] and "index" not in found
    assert found["edition"].tolist() == [23, 23, 24, 24] and found["count"].tolist() == [1.0] * 4


@pytest.mark.parametrize(
    ("given", "editions"),
    [
        ((23, 21), (23, 21)),
        ((23, 0), (23, 22)),
        ((2, 1), (2, 1)),
        ((0, 0), (23, 22)),
        ((0, 3), (23, 3)),
        ((), (23, 22)),
        ((23,), (23, 22)),
    ],
)
def test_an_edition_is_set_against_the_one_before_or_an_earlier_one(given, editions):
    assert chosen_editions(2022, *given) == editions


@pytest.mark.parametrize("given", [(23, 23), (23, 24), (1, 0), (0, -1)])
def test_an_edition_is_set_against_no_later_one(given):
    with pytest.raises(ParameterError, match="is not before edition"):
        chosen_editions(2022, *given)


def test_an_edition_that_is_not_in_the_register_has_no_change_and_is_no_error():
    rows = table(observation("china_patent_award_gold", "北京", "2022", "9"))
    assert award_change(rows, "北京", 90, 89).empty
