"""Prizes in news of a known day: the years they are of, and near misses that count none."""

import pytest

from ipstats import read


def rows(text: str, area: str, published: str) -> dict[str, tuple[str, ...]]:
    table = read(text, area=area, published=published).table
    return {
        row["obs_text"]: (row["indicator"] or row["label"], row["time_period"], row["trust"])
        for row in table.to_dict("records")
    }


@pytest.mark.parametrize(
    ("text", "area", "published", "printed", "name", "period"),
    [
        ("为今年评选出的“某天线”等3项专利授予广州市专利金奖。", "广州市", "2012-04-28",
         "3项", "广州市专利奖金奖", "2012"),
        ("2017年，烟台市专利授权量3000件。前不久刚刚出炉的第二届山东省专利奖评审结果显示，烟台市获得一等奖1项。",
         "烟台市", "2018-05-02", "1项", "山东省专利奖一等奖", "2018"),
        ("自2014年起，某协会组织推荐中国专利奖，已累计推荐项目21项。", "全国", "2018-12-28", "21项", "累计推荐项目",
         "2014-01-01/P1823D"),
        ("由湖北省知识产权局推荐的18个项目获第二十二届中国专利奖。", "湖北省", "2021-07-30",
         "18个", "china_patent_award", "2021"),
    ],
)  # fmt: skip
def test_the_years_of_prizes(text, area, published, printed, name, period):
    assert rows(text, area, published)[printed][:2] == (name, period)


def test_an_edition_whose_year_is_not_known_is_doubtful():
    text = "为今年评选出的3项专利授予广州市专利金奖；同时，对9项第十二届中国专利奖获奖项目给予奖励。"
    assert rows(text, "广州市", "2012-04-28")["9项"][2] == "doubtful"


@pytest.mark.parametrize(
    "text",
    [
        "亚运会上，浙江运动员夺得3金2银5铜。",
        "我市选手在技能大赛中获两金一银。",
        "制定一项制度，开展一项专利导航，一项专利获批准。",
        "深化“两金”清理，办理五险一金，走访3银行。",
    ],
)
def test_what_is_no_prize_of_an_award_is_no_figure(text):
    assert rows(text, "浙江省", "2023-10-01") == {}


def test_several_prizes_side_by_side_are_of_the_firm_that_wins_them():
    text = "第二十三届中国专利奖，宁德时代等企业的9项专利获奖。"
    table = read(text, area="福建省", published="2022-08-01").table
    assert table["ref_area_name"].tolist() == ["福建省"]
