"""Awards: counts by edition, shares of what was given, ranks or the reason why there are none, co-owned prizes."""

import pandas as pd
import pytest
from facts import observation, table

from ipstats.analysis import award_movement, award_ranking, awards, count_winners
from ipstats.errors import ParameterError

REGIONS = ("北京", "江苏", "广东", "浙江", "上海", "山东")


def counts(year: int, numbers: dict[str, str], prize: str = "china_patent_award_gold") -> list[dict]:
    return [observation(prize, place, str(year), number) for place, number in numbers.items()]


def test_shares_are_of_the_edition_and_bounded(shipped):
    found = awards(shipped, "北京", 23).set_index("prize")
    assert found.loc["gold", ["count", "total"]].tolist() == [9, 40]
    assert found.loc["gold", "share"] == pytest.approx(22.5)
    assert found.loc["all", ["count", "total", "total_from"]].tolist() == [165, 959, "definition"]
    assert found.loc["all", "share"] == pytest.approx(165 / 959 * 100)


def test_the_nation_has_one_count_the_other_told_beside_it(shipped):
    found = awards(shipped, "全国", 23).set_index("prize")
    assert found.loc["all", ["count", "other_count", "other_count_status", "mark"]].tolist() == [959, 958, "U", ""]
    assert found.loc["gold", "count"] == 40 and pd.isna(found.loc["gold", "other_count"])
    assert found[["total", "share"]].isna().all(axis=None)


def test_reported_total_is_used_where_the_register_has_none():
    found = awards(table(*counts(2023, {"全国": "40", "北京": "10"})), "北京")
    assert found[["edition", "total", "total_from", "share"]].to_numpy().tolist() == [[24, 40, "reported", 25]]


def test_no_total_gives_no_share():
    found = awards(table(*counts(2023, {"北京": "10"})), "北京").iloc[0]
    assert pd.isna(found["share"]) and pd.isna(found["total"])


def test_edition_is_read_from_the_label_before_the_year():
    row = observation("china_patent_award_gold", "北京", "2023", "9", label="第二十三届中国专利奖金奖")
    assert awards(table(row))["edition"].tolist() == [23]


def test_too_few_regions_are_not_ranked_and_say_so():
    found = award_ranking(table(*counts(2022, {"北京": "9", "江苏": "6"})), 23, "gold")
    assert not found["rankable"].any() and found["rank"].isna().all()
    assert "2" in found["reason_zh"].iloc[0] and "fewer than 5" in found["reason_en"].iloc[0]


@pytest.mark.parametrize(("ties", "expected"), [("min", [1, 2, 2, 4, 5, 6]), ("dense", [1, 2, 2, 3, 4, 5])])
def test_enough_regions_are_ranked_by_the_rule(ties, expected):
    numbers = dict(zip(REGIONS, ("9", "6", "6", "5", "3", "0"), strict=True))
    rows = table(*counts(2022, numbers | {"全国": "40", "深圳": "4"}))
    found = award_ranking(rows, 23, "gold", ties=ties)
    assert found["rank"].tolist() == expected and set(found["among"]) == {6}


def test_movement_is_among_the_areas_of_both_editions():
    now = counts(2022, dict(zip(REGIONS, ("9", "6", "5", "4", "3", "20"), strict=True)))
    then = counts(2021, dict(zip(REGIONS[:5], ("5", "6", "4", "3", "2"), strict=True)))
    found = award_movement(table(*now, *then), 23, 22, "gold").set_index("ref_area_name")
    assert found.loc["北京市", ["rank", "base_rank", "moved"]].tolist() == [1, 2, 1]
    assert "山东省" not in found.index


def test_unknown_prize_is_named():
    with pytest.raises(ParameterError, match="bronze"):
        award_ranking(table(*counts(2022, {"北京": "9"})), 23, "bronze")


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
