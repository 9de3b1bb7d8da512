"""Counts of prizes from a list of winners at hand, by a stated rule for co-owned prizes."""

import pandas as pd
import pytest

from ipstats.analysis import count_winners
from ipstats.errors import ParameterError


@pytest.mark.parametrize(
    ("rule", "beijing", "jiangsu"), [("whole", 2, 1), ("fractional", 1.5, 0.5)], ids=["whole", "fractional"]
)
def test_co_owned_prizes_count_by_the_stated_rule(rule, beijing, jiangsu):
    winners = pd.DataFrame({"edition": 23, "prize": "gold", "patent": ["ZL1", "ZL2"], "area": ["北京", "北京、江苏"]})
    found = count_winners(winners, rule)
    gold = found[found["prize"] == "gold"].set_index("ref_area")["count"]
    assert (gold["110000"], gold["320000"]) == (beijing, jiangsu)
    assert set(found["rule"]) == {rule}
    every = found[found["prize"] == "all"]["count"].sum()
    assert every == (3 if rule == "whole" else 2)


def test_the_offices_own_headers_and_prize_names_are_read():
    winners = pd.DataFrame(
        {"届": [23], "奖项": ["中国外观设计金奖"], "专利号": ["ZL1"], "专利权人": ["甲"], "地区": ["北京市"]}
    )
    found = count_winners(winners)
    assert found[["prize", "ref_area"]].to_numpy().tolist() == [["all", "110000"], ["gold", "110000"]]


def test_one_owner_listed_twice_counts_once():
    winners = pd.DataFrame({"edition": 23, "prize": "gold", "patent": "ZL1", "area": ["北京", "北京市"]})
    assert count_winners(winners)["count"].tolist() == [1, 1]


def test_winners_without_a_needed_column_are_refused():
    with pytest.raises(ParameterError, match="patent"):
        count_winners(pd.DataFrame({"edition": [23], "prize": ["gold"], "area": ["北京"]}))
