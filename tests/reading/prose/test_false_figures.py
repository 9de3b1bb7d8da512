"""Kinds of sentences of which a false figure was read once: what must not come out of them, whatever the noun."""

import pytest

from ipstats import read
from ipstats.analysis import growth

NARROWER = ["人工智能", "数字经济核心产业", "战略性新兴产业", "中小学生", "规模以上工业企业", "氢能"]


def rows(text, *columns, **options):
    return read(text, **options).table[list(columns)].values.tolist()


# ---------------------------------------------------------------- words that narrow a name
@pytest.mark.parametrize("word", NARROWER)
def test_a_part_of_an_indicator_never_takes_its_place(word):
    """The level of the whole is the only one of its id, so no growth is made of the part's."""
    text = (
        f"2023年，全市发明专利授权量88127件，{word}发明专利授权量1200件，同比增长30%。"
        "2022年，全市发明专利授权量79210件。"
    )
    table = read(text, area="杭州市").table
    whole = table[(table["indicator"] == "invention_patent_grants") & (table["scope"] == "")]
    assert whole["obs_value"].tolist() == [88127, 79210]
    part = table[table["obs_value"].isin([1200, 30])]
    assert len(part) == 2 and (part["scope"] + part["label"]).str.contains(word).all()


def test_no_growth_is_reckoned_between_a_part_and_the_whole_of_another_year():
    table = read("2023年，全市人工智能发明专利授权量1200件。2022年，全市发明专利授权量79210件。", area="杭州市").table
    assert growth(table, "330100", 2023, 2022)["growth"].dropna().empty


def test_a_part_greater_than_its_whole_is_doubtful_with_its_own_parts():
    """职务发明 may be of all kinds of patents; then it is more than the inventions."""
    said = "2022年全市发明专利申请1717件。职务发明申请{}件，其中大专院校900件，同比增长24.8%。"
    more, less = (read(said.format(count), area="吉林市", published="2023-02-01").table for count in (2656, 1656))
    assert more["trust"].tolist() == ["sure", "doubtful", "doubtful", "doubtful"]
    assert more["comment_obs"].str.contains("部分大于总体").tolist() == [False, True, True, True]
    assert not less["comment_obs"].fillna("").str.contains("部分大于总体").any()


# ---------------------------------------------------------------- goals
@pytest.mark.parametrize(
    "said",
    [
        "目标为{}",
        "目标是{}",
        "的目标为{}",
        "的目标是{}",
        "目标值为{}",
        "预期目标为{}",
        "计划目标{}",
        "力争达到{}",
        "拟达到{}",
    ],
)
@pytest.mark.parametrize("noun", ["专利授权量", "有效发明专利拥有量", "商标注册量"])
def test_what_is_aimed_at_is_no_result(noun, said):
    assert rows(f"2024年，全市{noun}{said.format('106件')}。", "obs_value", "is_target") == [[106, True]]


@pytest.mark.parametrize("text", ["2025年，专利质押融资额按增长6%安排。", "2025年专利质押融资额预期增长6%。"])
def test_a_growth_that_is_planned_is_a_goal(text):
    assert rows(text, "measure", "obs_value", "is_target") == [["growth", 6, True]]


# ---------------------------------------------------------------- prizes
@pytest.mark.parametrize("counter", ["项", "件", "个"])
@pytest.mark.parametrize("numbers", [(1, 4, 17), (17, 4, 1), (2, 2, 3)])
def test_a_prize_takes_the_number_before_it(counter, numbers):
    prizes = ("金奖", "银奖", "优秀奖")
    said = "、".join(f"{number}{counter}中国专利{prize}" for number, prize in zip(numbers, prizes, strict=True))
    found = rows(f"2024年，全省获得{said}。", "indicator", "obs_value")
    ids = [f"china_patent_award_{prize}_patent" for prize in ("gold", "silver", "excellence")]
    assert found == [[id, number] for id, number in zip(ids, numbers, strict=True)]


# ---------------------------------------------------------------- addresses
@pytest.mark.parametrize(
    "address",
    [
        "地址：江苏省苏州市姑苏区某某街7号（215999）",
        "地址：苏州市姑苏区（215999），电话：0512-65220000",
        "邮编：215999　联系电话：0512-65220000转802",
        "邮政编码215999",
    ],
)
@pytest.mark.parametrize("noun", ["有效发明专利4500件", "商标注册量520件", "R&D经费82.5亿元"])
def test_an_address_holds_no_figure(address, noun):
    assert len(rows(f"苏州市2023年公报\n\n全市{noun}。\n\n{address}\n", "obs_value")) == 1


# ---------------------------------------------------------------- headings of two periods
@pytest.mark.parametrize("heading", ["一、2025年工作和“十四五”发展回顾", "一、“十四五”发展和2025年工作回顾"])
def test_a_heading_of_two_periods_leaves_which_one_to_a_person(heading):
    table = read(f"苏州市工作总结\n\n{heading}\n\n全市专利授权量310件。\n").table
    assert table["time_period"].isin(["2025", "2021-01-01/P5Y", ""]).all()
    assert table["trust"].tolist() == ["doubtful"] and table["comment_obs"].str.contains("几个时期").all()


# ---------------------------------------------------------------- 全国 and 中国 inside names
@pytest.mark.parametrize(
    "name",
    [
        *("全国重点实验室", "全国文明城市", "全国版权示范园区", "全国知识产权宣传周活动", "中国专利周活动"),
        *("中国质量奖", "中国标准创新贡献奖", "中国民营企业500强", "中国驰名商标"),
    ],
)
def test_the_country_inside_a_name_is_not_whose_the_figures_are(name):
    text = f"苏州市2023年总结\n\n{name}增至3个，专利授权量300件。商标注册量520件。\n"
    assert {area for (area,) in rows(text, "ref_area_name")} == {"苏州市"}
