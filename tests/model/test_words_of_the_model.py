"""Periods, values and coverages in words, and what a person may have meant."""

import pandas as pd
import pytest

from ipstats.model.naming import coverage, period
from ipstats.model.nearest import did_you_mean, nearest
from ipstats.model.wording import amount, interval, sentence, value_of

INF, NAN = float("inf"), float("nan")


@pytest.mark.parametrize(
    ("form", "zh", "en"),
    [
        ("2022", "2022年", "in 2022"), ("2022-12-31", "2022年末", "at the end of 2022"),
        ("2022-12-30", "2022年12月30日", "on 30 December 2022"),
        ("2022-01-31", "2022年1月末", "at the end of January 2022"),
        ("2020-02-29", "2020年2月末", "at the end of February 2020"),
        ("2020-02-28", "2020年2月28日", "on 28 February 2020"),
        ("2022-S1", "2022年上半年", "in the first half of 2022"),
        ("2022-S2", "2022年下半年", "in the second half of 2022"),
        ("2022-Q1", "2022年一季度", "in the first quarter of 2022"),
        ("2022-Q2", "2022年二季度", "in the second quarter of 2022"),
        ("2022-Q3", "2022年三季度", "in the third quarter of 2022"),
        ("2022-Q4", "2022年四季度", "in the fourth quarter of 2022"),
        ("2022-01", "2022年1月", "in January 2022"), ("2022-12", "2022年12月", "in December 2022"),
        ("2022-02-01/P10M", "2022年2—11月", "in February–November 2022"),
        ("2012-01-01/P10Y", "2012—2021年", "in 2012–2021"),
        ("2021-07-01/P1Y", "2021年7月1日—2022年6月30日", "in 1 July 2021 – 30 June 2022"),
    ],
)  # fmt: skip
def test_a_period_in_words(form, zh, en):
    assert (period(form, "zh"), period(form, "zh", opening=True)) == (zh, zh)
    assert (period(form, "en"), period(form, "en", opening=True)) == (en.partition(" ")[2], en)


def test_what_is_not_stated_has_its_words_and_a_period_none():
    assert (coverage("", "zh"), coverage("", "en"), period("", "zh")) == ("未注明", "not stated", "")
    assert (coverage("国内", "zh"), coverage("国内", "en"), coverage("某处", "en")) == ("国内", "domestic", "某处")


CITIES = ["苏州市", "杭州市", "北京市", "江苏", "江西", "浙江", "江苏省南京市", "苏州市吴中区"]


@pytest.mark.parametrize(
    ("name", "most", "found"),
    [
        ("苏洲市", 1, ["苏州市"]), ("江酥", 3, ["江苏", "江西"]), ("江酥", 1, ["江苏"]), ("浙海", 3, ["浙江"]),
        ("", 3, []), ("火星", 3, []), ("吴中", 3, ["苏州市吴中区"]), ("南京", 3, ["江苏省南京市"]),
        ("苏州", 3, ["苏州市", "苏州市吴中区"]), ("江苏省", 3, ["江苏", "江苏省南京市"]),
    ],
)  # fmt: skip
def test_the_nearest_names(name, most, found):
    assert nearest(name, CITIES, most) == found
    assert did_you_mean(name, CITIES[:1]).endswith("苏州市?") == ("苏州市" in nearest(name, CITIES[:1]))


def row(printed: str, value: float, lower: float, upper: float, unit: str = "件", **more) -> dict:
    ends = {"obs_value": value, "obs_lower": lower, "obs_upper": upper}
    return {"printed": printed, "unit_measure": unit} | ends | more


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (row("12", 12, 12, 12), "12件", "12件"), (row("12", 12, NAN, 13), "12件", "12件"),
        (row("12", 12, 11, NAN), "12件", "12件"),
        (row("1.2万", 12000, 11500, 12500), "1.2万件（1.15—1.25万件）", "1.2万件 (1.15—1.25万件)"),
        (row("3万亿", 3e12, 2.5e12, 3.5e12, "元"), "3万亿元（2.5—3.5万亿元）", "3万亿元 (2.5—3.5万亿元)"),
        (row("3千万", 3e7, 2.5e7, 3.5e7, "元"), "3千万元（2.5—3.5千万元）", "3千万元 (2.5—3.5千万元)"),
        (row("5百", 500, 450, 550), "5百件（4.5—5.5百件）", "5百件 (4.5—5.5百件)"),
        (row("5.6", 5.6, 5.55, 5.65, "%"), "5.6%（5.55—5.65%）", "5.6% (5.55—5.65%)"),
        (row("1万", 1e4, 1e4, INF), "1万件（不少于1万件）", "1万件 (1万件 or more)"),
        (row("1万", 1e4, -INF, 1e4), "1万件（不多于1万件）", "1万件 (1万件 or less)"),
        (row("", 7, 6.5, 7.5), "7件（6.5—7.5件）", "7件 (6.5—7.5件)"),
    ],
)  # fmt: skip
def test_a_value_with_what_it_can_mean(given, zh, en):
    assert (amount(given), amount(given, "en")) == (zh, en)
    assert bool(interval(given)) == ("（" in zh)


SAID = {"time_period": "2022", "ref_area_name": "北京市", "scope": "国内", "indicator_name": "", "label": "专利数",
        "is_target": True, "comparison": "since:2015", "measure": "growth", "obs_text": "12%"}  # fmt: skip


@pytest.mark.parametrize(
    ("slot", "changed", "zh", "en"),
    [
        ("period", {}, "2022年", "2022"), ("area", {}, "北京市 国内", "北京市 国内"),
        ("area", {"scope": ""}, "北京市", "北京市"),
        ("indicator", {}, "专利数", "专利数"), ("indicator", {"indicator_name": "专利"}, "专利", "专利"),
        ("target", {}, "目标", "a goal"), ("target", {"is_target": False}, "结果", "a result"),
        ("comparison", {}, "与2015年相比", "since 2015"),
        ("comparison", {"comparison": ""}, "不作比较", "no comparison"),
        ("comparison", {"comparison": "yoy"}, "比上年", "on the year before"),
        ("comparison", {"comparison": "x"}, "x", "x"),
        ("measure", {}, "增长率", "growth"), ("measure", {"measure": "x"}, "x", "x"), ("value", {}, "12%", "12%"),
    ],
)  # fmt: skip
def test_an_attribute_in_words(slot, changed, zh, en):
    assert (value_of(SAID | changed, slot), value_of(SAID | changed, slot, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("text", "figure", "before", "after"),
    [
        ("甲为12件。乙为13件；丙为14件。", "13件", "乙为", ""), ("甲为12件。乙为13件；丙为14件。", "12件", "甲为", ""),
        ("12件", "12件", "", ""), ("甲！ 12件以上", "12件", "", "以上"), ("甲\n乙12件？丙", "12件", "乙", ""),
        ("。12件，乙。", "12件", "", "，乙"),
    ],
)  # fmt: skip
def test_a_figure_in_its_sentence(text, figure, before, after):
    at = text.index(figure)
    row = {"char_start": at, "char_end": at + len(figure), "obs_text": figure}
    assert sentence(row, text) == (before, figure, after)
    assert sentence(row | {"char_start": pd.NA}, text) == ("", figure, "")
