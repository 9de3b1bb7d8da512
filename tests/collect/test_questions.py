"""Which figures are asked about together, and what one answer sets in each of them."""

import pytest

from ipstats.collect import review_book
from ipstats.collect.answers import typed
from ipstats.collect.questions import DOUBTFUL, key, likeness
from ipstats.collect.reviewing import open_session
from ipstats.errors import ParameterError
from ipstats.model.doubts import doubt
from ipstats.model.observations import SURE


def asked(tmp_path, text: str, area: str, published: str):
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")
    return open_session(path, by="王某", area=area, published=published)


def doubted(session, doubt: str):
    """The questions in which a doubt stands."""
    return [one for one in session.groups if one.kind == DOUBTFUL and doubt in one.doubts]


UNTITLED = "# 盐城市商标工作情况\n\n全市注册商标总数12657件。全市专利授权量312件。登记软件著作权83件，增长100%。\n"


def test_the_time_of_a_document_that_names_none_is_one_question(tmp_path):
    session = asked(tmp_path, UNTITLED, "盐城市", "2011-03-01")
    (group,) = doubted(session, "no_title_period")
    rows = session.rows_of(group)
    assert {row["time_period"] for row in rows} == {"2010", "2011-03-01"}, "stocks and flows together"
    number = next(n for n, one in enumerate(group.readings, 1) if one.set.get("period") == "2011")
    assert all("时点数取期末" in one.zh for one in group.readings)
    session.find(rows[0]["label"])
    session.choose(number)
    told = session.table.set_index("obs_id").loc[[row["obs_id"] for row in rows], "time_period"]
    assert list(told) == ["2011" if row["time_period"] == "2010" else "2011-12-31" for row in rows]


def test_what_goes_on_from_a_doubtful_figure_is_asked_about_with_it(tmp_path):
    text = (
        "# 泉州市2024年工作情况\n\n2024年，全市拥有产值亿元以上企业1470家，是上年的3倍。拥有产值千万元以上企业20家。\n"
    )
    session = asked(tmp_path, text, "泉州市", "2025-03-01")
    (group,) = doubted(session, "counted_by_condition")
    assert [row["obs_text"] for row in session.rows_of(group)] == ["1470家", "3倍", "20家"]


def row(doubted: str, area_rule: str, area: str = "350500") -> dict:
    """A figure in doubt whose area a rule gave."""
    evidence = f"indicator=noun_before.label@clause[0-2];area={area_rule};period=adverbial.flow@sentence[0-2]"
    made = {"trust": DOUBTFUL, "comment_obs": doubt(doubted), "evidence": evidence, "ref_area": area}
    return made | {"time_period": "2024", "period_end": "2024-12-31", "ref_area_name": "", "scope": ""}


def test_rules_that_are_seldom_wrong_and_give_the_documents_area_part_no_group():
    home = key(row("stock_or_flow", "document_area@document"), "350500")
    assert home == key(row("stock_or_flow", "own_area@sentence[0-2]"), "350500")
    assert home != key(row("stock_or_flow", "own_area@sentence[0-2]", "350582"), "350500")
    assert home != key(row("stock_or_flow", "own_area_of_context@paragraph[0-2]"), "350500")


def test_weak_evidence_is_a_question_about_what_the_weak_rule_decided():
    assert likeness(row("weak_evidence", "own_area_of_context@paragraph[0-2]"))[2] == ("area",)
    assert likeness(row("weak_evidence", "document_area@document"))[2] == ("indicator",), "labels are not proven"


def test_names_in_their_order_and_forms_of_names_are_one_answer(tmp_path):
    text = "# 深圳市2024年工作情况\n\n2024年，三项主要指标跃上新台阶，分别为4050亿元、10176亿元、1106.8亿元。\n"
    session = asked(tmp_path, text, "深圳市", "2025-03-01")
    (group,) = doubted(session, "no_noun")
    session.find(session.rows_of(group)[0]["label"])
    with pytest.raises(ParameterError, match="2 names for 3 ticked rows"):
        session.type("名称=工业增加值|地方财政收入")
    assert not session.file.exists()
    session.type("名称=工业增加值｜高新技术产品产值｜地方财政收入")
    rows = session.table.set_index("obs_id").loc[list(group.ids)]
    assert dict(zip(rows["obs_text"], rows["label"], strict=True)) == {
        "4050亿元": "工业增加值",
        "10176亿元": "高新技术产品产值",
        "1106.8亿元": "地方财政收入",
    }
    assert set(rows["trust"]) == {SURE}


def test_a_name_of_the_texts_own_takes_a_row_out_of_the_catalogue(tmp_path):
    session = asked(tmp_path, UNTITLED, "盐城市", "2011-03-01")
    (group,) = doubted(session, "no_title_period")
    named = next(row for row in session.rows_of(group) if row["indicator"])
    session.find(named["label"])
    session.type("名称=*（快报数）")
    row = session.table.set_index("obs_id").loc[named["obs_id"]]
    assert (row["label"], row["indicator"], row["indicator_name"]) == (f"{named['indicator_name']}（快报数）", "", "")


def test_a_bare_value_is_of_the_attribute_in_doubt_that_can_have_it():
    slots = ("indicator", "area", "period")
    assert typed("2023年末", slots) == {"period": "2023-12-31"}
    assert typed("苏州市", slots) == {"area": "苏州市"}
    assert typed("专利授权量", slots) == {"indicator": "专利授权量"}
    assert typed("目标=是，类型=百分点变化，比较=同比") == {
        "is_target": True,
        "measure": "point_change",
        "comparison": "yoy",
    }


def test_a_chosen_time_is_its_end_for_stocks_that_are_answered_alone_and_in_a_workbook(tmp_path):
    session = asked(tmp_path, UNTITLED, "盐城市", "2011-03-01")
    (group,) = doubted(session, "no_title_period")
    stock, *flows = sorted(session.rows_of(group), key=lambda one: one["time_period"], reverse=True)
    number = next(n for n, one in enumerate(group.readings, 1) if one.set.get("period") == "2011")
    lines = review_book._group_lines(session, group, 1)
    told = [one.kept["sets"][f"{number} {group.readings[number - 1].zh}"]["period"] for one in lines]
    assert sorted(told) == ["2011"] * len(flows) + ["2011-12-31"]
    session.find(stock["label"])
    for one in flows:
        session.tick(one["obs_id"])
    session.choose(number)
    assert session.table.set_index("obs_id").loc[stock["obs_id"], "time_period"] == "2011-12-31"


def test_days_stand_as_typed_where_only_one_kind_of_time_is_answered(tmp_path):
    session = asked(tmp_path, UNTITLED, "盐城市", "2011-03-01")
    (group,) = doubted(session, "no_title_period")
    stock, *flows = sorted(session.rows_of(group), key=lambda one: one["time_period"], reverse=True)
    session.find(stock["label"])
    session.tick(stock["obs_id"])
    session.type("2010-12-31")
    table = session.table.set_index("obs_id")
    assert {table.loc[one["obs_id"], "time_period"] for one in flows} == {"2010-12-31"}


def test_figures_that_several_rules_leave_unproven_are_one_question():
    one = row("weak_evidence", "document_area@document")
    other = one | {"evidence": one["evidence"].replace("noun_before.label@clause", "ellipsis.label@shared")}
    assert likeness(one)[2] == ("indicator",) and key(one) == key(other)
    told = one | {"comment_obs": doubt("stock_or_flow")}
    assert key(told) != key(told | {"evidence": other["evidence"].replace("adverbial.flow", "carried.stock")})
