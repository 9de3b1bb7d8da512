"""Lists of winners as published: holders placed by register or name, the others making every count an interval."""

import pytest

from ipstats.collect.holders import at, place
from ipstats.collect.mapped import read_mapped
from ipstats.collect.sources import read_source
from ipstats.errors import TableError
from ipstats.messages import said
from ipstats.model.areas import area
from ipstats.model.observations import frame, validate

SIDECAR = """title: 获奖名单
publisher: 国家知识产权局
wording: tabulated
table:
  columns:
    edition: 届
    indicator:
      from: 奖项
      map: {中国专利金奖: china_patent_award_gold_patent, 中国专利优秀奖: china_patent_award_excellence_patent}
  constants: {unit: 项}
  count: 地区
  holder: 专利权人
  complete: true
"""
HEAD = "届,奖项,专利号,专利权人,地区\n"
LIST = HEAD + (
    "24,中国专利金奖,ZL1,江苏恒瑞医药股份有限公司,\n"
    "24,中国专利优秀奖,ZL2,深圳市大疆创新科技有限公司,\n"
    "24,中国专利优秀奖,ZL3,华为技术有限公司,\n"
    "24,中国专利优秀奖,ZL4,中国石油天然气股份有限公司；北京大学,\n"
    "24,中国专利优秀奖,ZL5,某公司,上海市\n"
)


@pytest.fixture
def counted(tmp_path):
    def read(text=LIST, more="", register=""):
        path = tmp_path / "winners.csv"
        path.write_text(text, encoding="utf-8")
        path.with_name("winners.csv.source.yaml").write_text(SIDECAR + more, encoding="utf-8")
        if register:
            path.with_name("holders.yaml").write_text(register, encoding="utf-8")
        rows = validate(frame(read_mapped(path, read_source(path)).rows), "winners")
        return rows.set_index(["ref_area_name", "indicator"])

    return read


TOTAL = "china_patent_award"


def ends(rows, place_, name=TOTAL) -> list:
    return rows.loc[(place_, name), ["obs_value", "obs_lower", "obs_upper"]].tolist()


def test_what_cannot_be_placed_makes_an_interval(counted):
    rows = counted()
    assert ends(rows, "全国") == [5, 5, 5]
    assert ends(rows, "上海市") == [1, 1, 3], "two of the five have a holder that may be anywhere"
    assert ends(rows, "北京市") == [1, 1, 2], "of which one is Beijing's already"
    assert ends(rows, "江苏省", "china_patent_award_gold_patent") == [1, 1, 1]
    assert "2项的权利人未能定地区" in rows.loc[("上海市", TOTAL), "comment_obs"]


def test_a_city_counts_in_its_province_and_a_name_is_an_estimate(counted):
    rows = counted()
    assert rows.loc[("广东省", TOTAL), "obs_value"] == rows.loc[("深圳市", TOTAL), "obs_value"] == 1
    assert rows.loc[("深圳市", TOTAL), "obs_status"] == "E" and rows.loc[("上海市", TOTAL), "obs_status"] == "A"


def test_a_register_places_what_names_do_not(counted):
    rows = counted(more="  register: holders.yaml\n", register="华为技术有限公司: 深圳市\n某集团: 北京市\n")
    assert ends(rows, "深圳市") == [2, 2, 3]


def test_a_wrong_register_is_named(counted):
    with pytest.raises(TableError, match=r"holders.yaml: .*火星.*权利人: 地区"):
        counted(more="  register: holders.yaml\n", register="某公司: 火星\n")


def test_a_line_without_area_and_holder_is_named(counted):
    with pytest.raises(TableError, match="row 2: no area"):
        counted(HEAD + "24,中国专利金奖,ZL1,,\n")


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        ("江苏恒瑞医药股份有限公司", "江苏省"),
        ("国网江苏省电力有限公司", "江苏省"),
        ("先健科技（深圳）有限公司", "深圳市"),
        ("浙江大学宁波研究院", "宁波市"),
        ("中山大学", "广东省"),
        ("中山市某电器有限公司", "中山市"),
        ("哈尔滨工业大学（深圳）", ""),
        ("北京大学深圳研究生院", ""),
        ("膳魔师（中国）家庭制品有限公司", ""),
        ("华为技术有限公司", ""),
    ],
)
def test_a_holder_is_placed_only_where_its_name_tells_one_place(holder, name):
    code = at(holder)
    assert (area(code).name if code else "") == name


def test_holders_are_placed_one_by_one():
    found = place(["北京大学", "华为技术有限公司"], {})
    assert (found.codes, found.unplaced, found.by_name) == ({"110000"}, 1, True)


def test_intervals_of_a_list_feed_the_places(counted):
    """Five prizes, two of them of holders that may be anywhere, of an edition of which no total is on record."""
    from ipstats.analysis import award_ranking

    listed = counted(LIST.replace("24,", "18,")).reset_index()
    found = award_ranking(listed, 18).set_index("ref_area_name")
    assert found["rank"].tolist() == [1, 1, 1, 1] and found.loc["上海市", "count_upper"] == 3
    assert found.loc["北京市", ["rank_best", "rank_worst"]].tolist() == [1, 4]
    assert found.loc["北京市", ["once_best", "once_worst"]].tolist() == [1, 2], "one more prize is left to win"


def test_the_area_of_a_chain_of_places_is_the_last_of_it(counted):
    head = LIST[: LIST.index("24,中国专利金奖")]
    rows = counted(
        head + "24,中国专利金奖,ZL1,某公司,江苏省徐州市新沂市\n24,中国专利金奖,ZL2,某所,江苏省 南京市 鼓楼区\n"
    )
    assert [ends(rows, name)[0] for name in ("江苏省", "徐州市", "新沂市", "鼓楼区")] == [2, 1, 1, 1]
    with pytest.raises(TableError, match="浙江省徐州市") as error:
        counted(head + "24,中国专利金奖,ZL1,某公司,浙江省徐州市\n")
    assert "按 '地区' 计数的名单：第 2 行：" in said(f"{error.value}", "zh")
