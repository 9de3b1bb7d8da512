"""Whose 去年 it is when nothing says when a text was written but the text itself."""

import pytest

from ipstats import parse_period, read
from ipstats.errors import ParameterError


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("去年（2024年），北京授权专利1200件。截至去年12月，有效发明专利9800件。", ["2024-12-31", "2024-12-31"]),
        ("前年（2021年），全省商标注册量500件；截至去年末，有效注册商标4100件。", ["2021-12-31", "2022-12-31"]),
        ("今年（2023年）上半年，苏州市发明专利授权900件。去年底，有效发明专利7000件。", ["2023-06-30", "2022-12-31"]),
    ],
)
def test_a_year_explained_in_brackets_dates_the_others(text, ends):
    assert read(text).table["period_end"].dt.strftime("%Y-%m-%d").tolist() == ends


@pytest.mark.parametrize(
    ("title", "ends"),
    [("2024年上半年江苏省知识产权新闻发布会", "2024-06-30"), ("2024年江苏省知识产权新闻发布会", "2025-06-30")],
    ids=["about a part of the year", "about the year"],
)
def test_a_conference_about_a_part_of_a_year_is_held_in_it(title, ends):
    table = read(f"{title}\n\n今年上半年，全省发明专利授权6.1万件。\n").table
    assert table["period_end"].dt.strftime("%Y-%m-%d").tolist() == [ends]


def test_a_day_that_no_month_has_is_no_time():
    with pytest.raises(ParameterError, match="no time expression"):
        parse_period("2023年2月30日")
    assert str(parse_period("2024年2月29日").end) == "2024-02-29"


def test_five_years_that_no_title_dates_end_before_the_year_of_writing():
    text = "近五年法院审结知识产权案件78.1万件\n\n五年来，全国法院共审结知识产权一审案件68.3万件。\n"
    row = read(text, published="2018-07-09", area="全国").table.iloc[-1]
    assert (str(row["period_start"].date()), str(row["period_end"].date())) == ("2013-01-01", "2017-12-31")


def test_a_year_that_is_not_over_is_only_planned_for():
    text = "1-9月，合肥市发明专利授权139件。\n\n2024年预计发放奖补资金3500万元。\n\n办理融资租赁12笔。"
    during, after = (read(text, published=day).table for day in ("2024-10-31", "2025-03-01"))
    assert during["period_end"].dt.strftime("%Y-%m-%d").tolist()[-1] == "2024-09-30"
    assert after["period_end"].dt.strftime("%Y-%m-%d").tolist()[-1] == "2024-12-31"


@pytest.mark.parametrize("told", ["今年1至7月，全区专利授权量119件。", "截至7月，全区有效发明专利拥有量767件。"])
def test_the_months_so_far_of_a_year_that_is_not_over(told):
    text = f"2021年09月06日08:58 | 来源：内蒙古日报\n记者从自治区获悉，{told}\n\n全区职务发明授权38件。"
    last = read(text, published="2021-09-06", area="内蒙古自治区").table["period_end"].iloc[-1]
    assert last.strftime("%Y-%m-%d") == "2021-07-31"


def test_the_year_beside_a_moment_is_meant_up_to_it():
    text = "截至6月30日，今年全市共授权发明专利352件。目前，全市共授权专利40398件。全市有效发明专利2647件。"
    table = read(text, published="2021-07-20", area="襄阳市").table
    assert table["period_end"].dt.strftime("%Y-%m-%d").iloc[0] == "2021-06-30"
    assert table["trust"].tolist()[1:] == ["doubtful", "doubtful"]
