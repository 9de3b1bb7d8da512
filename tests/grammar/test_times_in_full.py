"""What each expression of time means by each kind of clock, in full: `told.yaml` beside this file has it."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from ipstats.errors import ParameterError
from ipstats.grammar.dates import Clock, Time, parse_period, read_time, resolve
from ipstats.model.periods import Period
from told import compare

TOLD = Path(__file__).with_name("told.yaml")
TIMES = """
    2022年 二〇二一年 2022年度 2022年全年 今年 去年 前年 明年 上年 同年 全年 年内 当年 次年 1月 11月 12月 3月份
    2022年6月 去年12月 1-11月 1—3月 7月至12月 11月至2月 1-12月 2022年1-11月 去年1-6月 前三季度 前11个月 头两个月
    第三季度 一季度 2022年四季度 今年首季度 第三季度末 上半年 下半年 2022年上半年 今年下半年 上半年末 2022年下半年末
    截至2022年6月底 截至6月底 截至12月底 6月末 2月末 2022年末 去年底 年末 截至年底 截至2022年 2024年2月29日
    3月5日 3月4日 12月31日 截至2022年11月30日 2018—2022年 2018-2022年 2022年11月至2023年2月 2022年至2023年2月
    2022年5月30日至2023年7月8日 2022年5月30日至7月8日 2018年以来 2021年3月以来 2018年至今 十四五 “十三五”时期 十五五
    “十四五”末 “十三五”以来 十九大以来 党的二十大以来 五年来 近三年 过去五年 十年间 三年前 10年前 目前 截至目前 现有
"""
PLACED = """
    2022年 今年 去年 明年 上年 同年 3月 11月 1-2月 1-11月 去年1-6月 上半年 年末 截至2月底 3月5日 2018年以来 2022年以来
    2024年以来 十四五 十九大以来 五年来 三年前 目前
"""
"""Expressions whose year the clock may tell."""
DAY = date(2024, 3, 5)
CLOCKS = {
    "nothing": Clock(),
    "the year 2022": Clock(2022),
    "written on 2024-03-05": Clock(written=DAY),
    "of 2023, written on 2024-03-05": Clock(2023, DAY),
    "2023 assumed, written on 2024-03-05": Clock(2023, DAY, is_assumed=True),
    "of 2023, now 2024": Clock(2023, now=2024),
    "now 2024, written on 2024-03-05": Clock(None, DAY, now=2024),
    "of 2024, ahead": Clock(2024, is_ahead=True),
    "of 2023, to June": Clock(2023, default=Period.half(2023, 1)),
    "of 2019 to 2023, written on 2024-03-05": Clock(2023, DAY, default=Period.year(2019, 2023)),
    "of 2023, its month June": Clock(2023, latest=date(2023, 6, 30)),
}
SPOKEN = (None, 2021, 2025)


def test_an_expression_says_this():
    compare(TOLD, "times", "read", [f"{said}: {_fields(read_time(said))}" for said in TIMES.split()])


def _fields(time: Time | None) -> str:
    if time is None:
        return "no time"
    default = Time(time.kind)
    told = {name: getattr(time, name) for name in Time.__slots__}
    return " ".join([time.kind, *(f"{name}={one}" for name, one in told.items() if one != getattr(default, name))])


@pytest.mark.parametrize("name", CLOCKS)
def test_a_time_means_this_by_the_clock(name):
    lines = []
    for said in PLACED.split():
        found = [resolve(read_time(said), CLOCKS[name], year) for year in SPOKEN]
        lines.append(f"{said}: {' | '.join(one.time_period if one else '-' for one in found)}")
    compare(TOLD, "times", f"{name}; none, 2021 or 2025 spoken of", lines)


@pytest.mark.parametrize("said", TIMES.split())
def test_a_time_reads_alike_in_half_width_and_with_spaces(said):
    """However it is written, a time is refused or the same."""
    for published, year in product((None, DAY), (None, 2022)):
        both = []
        for text in (said, f" {said.replace('-', ' - ')} "):
            try:
                both.append(parse_period(text, published, year))
            except ParameterError:
                both.append(None)
        assert both[0] == both[1]


SHORT = """
    2023Q1 2023Q4 2023-Q2 2023q3 2023H1 2023H2 2023S2 2023-06 2023/6 2023.12 202307 2023M5 2023年Q2 FY2023 FY23 2023财年
    2023财政年度 2023 2023-12-31 2023-01-01/P11M 2023-13 2023Q5 2023H3 同期 去年同期 9月31日 2023年2月30日 2023年13月
    0月 明天
"""
BESIDE_NOW = "本月 当月 上月 上个月 本季度 上季度 上一季"


def _told(said: str, published: str | None = None) -> str:
    try:
        return parse_period(said, published).time_period
    except ParameterError as error:
        return f"{error}".partition(" / ")[0]


def test_what_tables_abbreviate_means_this():
    compare(TOLD, "times", "short", [f"{said}: {_told(said)}" for said in SHORT.split()])


def test_months_and_quarters_of_the_day_of_writing():
    days = ("2024-01-20", "2024-03-31", "2024-04-01", "2024-12-05")
    lines = [f"{said}: {' '.join(_told(said, day) for day in days)}" for said in BESIDE_NOW.split()]
    compare(TOLD, "times", f"written on {' '.join(days)}", lines)
    assert "needs the day of the text" in _told("本月") and "is no day" in _told("本月", "2024-13-01")
