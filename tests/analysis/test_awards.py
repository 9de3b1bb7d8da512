"""Awards: counts by edition and kind, shares of what was given, both editions, places as far as the figures prove."""

import pandas as pd
import pytest
from facts import observation, table

from ipstats.analysis import award_change, award_latest, award_movement, award_ranking, awards
from ipstats.analysis.award_places import award_bounds, mostly_known
from ipstats.analysis.awards import award_counts
from ipstats.analysis.editions import chosen_editions, latest_edition
from ipstats.errors import NotComparable, ParameterError

REGIONS = ("北京", "江苏", "广东", "浙江", "上海", "山东")
TOTAL = "china_patent_award"


def counts(year: int, numbers: dict[str, str], prize: str = "china_patent_award_gold", **more) -> list[dict]:
    return [observation(prize, place, str(year), number, **more) for place, number in numbers.items()]


def test_shares_are_of_the_edition_and_bounded(shipped):
    found = awards(shipped, "北京", 23).set_index("prize")
    assert found.loc["gold", ["count", "total"]].tolist() == [9, 40]
    assert found.loc["gold", "share"] == pytest.approx(22.5)
    assert found.loc["all", ["count", "total", "total_from"]].tolist() == [165, 958, "reported"]
    assert found.loc["all", "total_source"] == "second-hand-figures", "the source shown is the source used"


def test_the_nation_has_one_count_the_other_told_beside_it(shipped):
    found = awards(shipped, "全国", 23).set_index("prize")
    assert found.loc["all", ["count", "other_count", "other_count_status"]].tolist() == [958, 959, "P"]
    assert found.loc["all", "count_status"] == "U", "the award decision comes before what was announced for comment"
    assert found.loc["gold", "count"] == 40 and pd.isna(found.loc["gold", "other_count"])
    assert found[["total", "share"]].isna().all(axis=None)


def test_beijing_in_the_24th_against_the_23rd(shipped):
    row = award_change(shipped, "北京", 24, 23).set_index("prize").loc["all"]
    assert row[["count", "total", "base_count", "base_total", "count_change"]].tolist() == [152, 936, 165, 958, -13]
    assert row["count_growth"] == pytest.approx((152 / 165 - 1) * 100)
    assert row["share_change"] == pytest.approx((152 / 936 - 165 / 958) * 100)
    assert row["size_growth"] == pytest.approx((936 / 958 - 1) * 100)
    assert row["relative"] == pytest.approx((152 / 936 / (165 / 958) - 1) * 100)


def test_the_source_s_nature_is_carried(shipped):
    assert awards(shipped, "浙江", 24).set_index("prize")["quality"].to_dict()["all"] == "mirror"
    assert awards(shipped, "石家庄", 25).set_index("prize")["quality"].to_dict()["all"] == "primary"


def test_reported_total_is_used_where_the_register_has_none():
    rows = table(*counts(2016, {"全国": "40", "北京": "10"}))
    found = awards(rows, "北京")
    assert found[["edition", "total", "total_from", "share"]].to_numpy().tolist() == [[18, 40, "reported", 25]]


def test_the_register_stands_in_and_says_where_it_was_read():
    found = awards(table(*counts(2023, {"北京": "10"})), "北京").iloc[0]
    assert found["total"] == 39 and found["total_from"] == "definition" and "2023年7月21日" in found["total_note"]


def test_no_total_gives_no_share():
    found = awards(table(*counts(2016, {"北京": "10"})), "北京").iloc[0]
    assert pd.isna(found["share"]) and pd.isna(found["total"])


def test_edition_is_read_from_the_label_before_the_year():
    row = observation("china_patent_award_gold", "北京", "2023", "9", label="第二十三届中国专利奖金奖")
    assert awards(table(row))["edition"].tolist() == [23]


def test_several_editions_together_are_no_edition():
    row = observation(TOTAL, "福建", "2020-01-01/P6Y", "78")
    assert awards(table(row)).empty


def test_kinds_that_leave_no_choice_are_worked_out():
    rows = table(*counts(2022, {"北京": "165"}, TOTAL), *counts(2022, {"北京": "9"}),
                 *counts(2022, {"北京": "24"}, f"{TOTAL}_silver"))  # fmt: skip
    found = awards(rows, "北京").set_index("prize")
    assert found.loc["excellence", ["count", "quality"]].tolist() == [132, "derived"]
    assert found["count_status"].to_dict() == {"all": "A", "gold": "A", "silver": "A", "excellence": "E"}
    assert "gold_patent" not in found.index, "9 of patents and designs may be split in ten ways"


def test_what_is_worked_out_of_second_hand_counts_has_both_letters(shipped):
    found = award_change(shipped, "浙江", 24, 23).set_index("prize")
    assert found.loc["gold_design", ["count", "count_status"]].tolist() == [0, "EU"]
    assert found.loc[["gold_patent", "all"], "count_status"].tolist() == ["U", "U"]
    assert set(found["total_status"]) == {"E", "A"} and found.loc["all", "base_count_status"] == "E"


def test_silver_prizes_are_not_told_before_there_were_any():
    rows = table(*counts(2017, {"北京": "5"}, TOTAL), *counts(2017, {"北京": "2"}))
    assert awards(rows, "北京")["prize"].tolist() == ["all", "gold", "excellence"]


def test_a_better_statement_is_used_and_the_other_told():
    better = counts(2023, {"西安": "19"}, TOTAL, obs_status="A", source_id="a")
    rows = table(*better, *counts(2023, {"西安": "17"}, TOTAL, obs_status="P", source_id="b"))
    found = awards(rows, "西安").set_index("prize").loc["all"]
    assert (found["count"], found["other_count"], found["other_count_status"]) == (19, 17, "P")


def test_beijing_in_the_23rd_is_between_first_and_fourth(shipped):
    found = award_ranking(shipped, 23).set_index("ref_area").loc["110000"]
    assert found[["rank", "among", "members", "unknown"]].tolist() == [1, 6, 31, 25]
    assert found[["once_best", "once_worst"]].tolist() == [1, 4]
    assert found["place_worst"] == 1 + 24, "all unknown but Heilongjiang, whose patents are told: designs are too few"
    assert found["known_areas"].split()[0] == "110000" and len(found["known_areas"].split()) == 6


def test_a_bound_of_repeated_counts_is_used(shipped):
    worst = [
        award_ranking(shipped, 23, repeats=repeats).set_index("ref_area").loc["110000", "place_worst"]
        for repeats in (0, 200, 10_000)
    ]
    assert worst[0] == 4 and worst[0] < worst[1] < worst[2] == 25


def test_a_city_s_prizes_are_its_province_s(shipped):
    bounds = award_bounds(award_counts(shipped), 24, "all", "province").set_index("ref_area")
    assert bounds.loc["440000", "lower"] == 98, "Shenzhen's"
    zhejiang = award_ranking(shipped, 24).set_index("ref_area").loc["330000"]
    assert zhejiang["once_best"] == 3, "Beijing and Guangdong surely have more"


def test_unknown_numbers_of_prizes_bound_nothing():
    found = award_ranking(table(*counts(2016, {"北京": "9", "江苏": "6"})), 18, "gold")
    assert found["once_worst"].isna().all() and found["place_worst"].tolist() == [30, 31]


@pytest.mark.parametrize(("ties", "expected"), [("min", [1, 2, 2, 4, 5, 6]), ("dense", [1, 2, 2, 3, 4, 5])])
def test_regions_are_ranked_by_the_rule_of_ties(ties, expected):
    numbers = dict(zip(REGIONS, ("9", "6", "6", "5", "3", "0"), strict=True))
    rows = table(*counts(2022, numbers | {"全国": "40", "深圳": "4"}))
    found = award_ranking(rows, 23, "gold", ties=ties)
    assert found["rank"].tolist() == expected and set(found["among"]) == {6}


def test_the_corps_of_xinjiang_counts_apart():
    found = award_ranking(table(*counts(2022, {"新疆": "9", "新疆兵团": "6", "北京": "7"})), 23, "gold")
    assert found["ref_area"].tolist() == ["650000", "110000"] and set(found["apart"]) == {"660000"}


def test_counties_are_no_whole_set():
    found = award_ranking(table(*counts(2022, {"海淀区": "9", "昆山市": "6"})), 23, "gold", level="county")
    assert found["rank"].tolist() == [1, 2] and found[["members", "place_worst", "once_worst"]].isna().all(axis=None)


def test_movement_is_among_the_areas_of_both_editions():
    now = counts(2022, dict(zip(REGIONS, ("9", "6", "5", "4", "3", "20"), strict=True)))
    then = counts(2021, dict(zip(REGIONS[:5], ("5", "6", "4", "3", "2"), strict=True)))
    found = award_movement(table(*now, *then), 23, 22, "gold").set_index("ref_area_name")
    assert found.loc["北京市", ["rank", "base_rank", "moved", "count_change"]].tolist() == [1, 2, 1, 4]
    assert "山东省" not in found.index


def test_an_area_known_in_one_edition_stands_beside_without_a_rank():
    now = counts(2022, dict(zip(REGIONS, ("9", "6", "5", "4", "3", "20"), strict=True)))
    then = counts(2021, dict(zip(REGIONS[:5], ("5", "6", "4", "3", "2"), strict=True)))
    given = (table(*now, *then), 23, 22, "gold")
    both, either = award_movement(*given), award_movement(*given, either=True)
    assert both["ref_area"].tolist() == either["ref_area"].tolist()[:5]
    last = either.iloc[-1]
    assert last["ref_area_name"] == "山东省" and last["count"] == 20 and either["members"].eq(31).all()
    assert last[["rank", "base_rank", "moved", "base_count", "count_change"]].isna().all()


def test_areas_known_in_one_edition_only_stand_by_their_counts_those_of_the_later_first():
    now = counts(2022, {"北京": "9", "江苏": "6", "上海": "2", "山东": "20"})
    then = counts(2021, {"北京": "5", "江苏": "6", "浙江": "3", "广东": "7"})
    found = award_movement(table(*now, *then), 23, 22, "gold", either=True)
    assert found["ref_area_name"].tolist() == ["北京市", "江苏省", "山东省", "上海市", "广东省", "浙江省"]


def test_half_of_the_set_is_needed_for_a_ranking():
    found = award_ranking(table(*counts(2022, dict.fromkeys(REGIONS, "5"))), 23, "gold")
    assert not mostly_known(found) and not mostly_known(found[:0])
    assert mostly_known(found.assign(members=12)) and not mostly_known(found.assign(members=13))


def test_the_latest_share_of_each_area_is_taken(shipped):
    latest = award_latest(shipped, 23).set_index("ref_area_name")
    assert latest.loc["北京市", "edition"] == 23 and latest.loc["广东省", "edition"] == 22
    assert award_latest(shipped, 24).set_index("ref_area_name").loc["北京市", "edition"] == 24


def test_one_area_alone_has_no_place():
    found = award_movement(table(*counts(2022, {"北京": "9"}), *counts(2021, {"北京": "5"})), 23, 22, "gold")
    assert found["count_change"].tolist() == [4] and found[["rank", "moved"]].isna().all(axis=None)


def test_unknown_prize_is_named():
    with pytest.raises(ParameterError, match="bronze"):
        award_ranking(table(*counts(2022, {"北京": "9"})), 23, "bronze")


@pytest.mark.parametrize(("year", "given", "chosen"), [
    (2023, (0, 0), (24, 23)), (2024, (0, 0), (24, 23)), (2025, (0, 0), (25, 24)),
    (2023, (23, 0), (23, 22)), (2023, (24, 19), (24, 19)),
])  # fmt: skip
def test_the_latest_edition_by_the_end_of_the_year_is_taken(year, given, chosen):
    assert chosen_editions(year, *given) == chosen


def test_editions_in_no_order_are_refused():
    with pytest.raises(ParameterError, match="not before edition 23"):
        chosen_editions(2023, 23, 24)
    with pytest.raises(NotComparable, match="no edition of 1990"):
        latest_edition(1990)


def test_a_list_of_winners_that_lacks_some_says_nothing_of_the_nation_and_the_least_of_areas():
    rows = counts(2025, {"全国": "7", "徐州": "6"}, TOTAL)
    found = awards(table(*(row | {"rule": "counted_list"} for row in rows)), edition=25).set_index("ref_area_name")
    assert found.index.tolist() == ["徐州市"] and found.loc["徐州市", ["count", "total"]].tolist() == [6, 772]
    assert found.loc["徐州市", ["count_bound", "count_upper"]].tolist() == [">=", float("inf")]
    told = awards(table(*rows), edition=25).set_index("ref_area_name")
    assert told.loc["全国", "count"] == 7, "a document that says so is another matter"
    every = counts(2025, {"全国": "772", "徐州": "6"}, TOTAL)
    found = awards(table(*(row | {"rule": "counted_list"} for row in every)), "徐州", 25)
    assert found[["count", "count_upper", "total"]].to_numpy().tolist() == [[6, 6, 772]]
