"""Quotations are cut where clauses end, never inside a number, and a cell is quoted in the unit of its column."""

import re

import pytest

from ipstats import read
from ipstats.checks.amounts import figure
from ipstats.display import quotes
from ipstats.display.quotes import told
from ipstats.model.units import scaled
from ipstats.model.wording import amount

PROSE = (
    "截至２０２４年底，襄阳市有效发明专利拥有量累计达12,345件，同比增长23.4%，自二〇二〇年以来连续四年保持两位数增长，每万人口"
    "发明专利拥有量23.41件，比2023年提高2.5件，专利质押融资额4.55亿元，惠及企业1,208家"
)
SPACED = "截 至 ２０２０ 年 底 ， 有 效 发 明 专 利 拥 有 量 ２ ，８１６ 件 ， 万 人 发 明 专 利 拥 有 量 ４．９６ 件"
DIGIT = "[0-9０-９〇二四.．,，]"


@pytest.mark.parametrize("text", [PROSE, SPACED])
@pytest.mark.parametrize("near", range(6, 70, 3))
def test_no_quotation_is_cut_inside_a_number_or_a_date(text, near):
    first, last = quotes._first_of(text, near), quotes._last_of(text, near)
    for kept, at in ((first.strip("…"), len(first.strip("…"))), (last.strip("…"), len(text) - len(last.strip("…")))):
        assert kept in text
        before, after = text[:at].rstrip(), text[at:].lstrip()
        assert not (
            re.search(f"{DIGIT}$", before) and re.match(f"{DIGIT}|年|万|亿|%", after) and before[-1] not in "，,"
        ), at
    assert max(len(first), len(last)) <= 1.5 * near + 1


def test_a_quotation_begins_and_ends_with_a_clause_where_one_is_near(monkeypatch):
    text = f"前言。{PROSE}。"
    row = read(text).table.iloc[3].to_dict()
    monkeypatch.setattr(quotes, "text_of", lambda source: text)
    before, said, after = told(row, "zh", 20)
    assert said in text and before.startswith("“…") and after.endswith("…”")
    assert re.search(r"[，。]$", text[: text.index(before[2:] + said)]), before
    assert text[text.index(said + after[:-2]) + len(said + after[:-2])] == "，", after


def test_a_clause_that_is_hardly_too_long_is_kept_whole():
    text = "市中级人民法院新收知识产权民事案件1467件"
    assert quotes._last_of(text, len(text) - 1) == quotes._first_of(text, len(text) - 1) == text


@pytest.mark.parametrize(
    ("head", "cell", "shown"),
    [
        ("常住人口（万人）", "527.6", "527.6万人"), ("专利质押融资额（亿元）", "4.55", "4.55亿元"),
        ("专利授权量（件）", "8417", "8417件"), ("专利授权量", "1.2万件", "1.2万件"),
        ("专利授权量同比增长（%）", "-5.6", "-5.6%"),
    ],
)  # fmt: skip
def test_a_cell_is_quoted_as_printed_in_the_unit_of_its_column(head, cell, shown):
    row = read(f"| 2023年 | {head} |\n|---|---|\n| 襄阳市 | {cell} |\n").table.iloc[0].to_dict()
    assert "".join(told(row, "zh")).endswith(f"：“{shown}”")
    assert (
        amount(row).partition("（")[0] == figure(row["printed"], row["unit_measure"], row["obs_value"], "zh") == shown
    )


def test_a_value_that_is_not_what_its_cell_prints_gets_no_scale():
    assert (
        scaled("36.5万", 36500.0) == "36.5万" and scaled("12", 13.0) == "12" and scaled("三分之二", 66.0) == "三分之二"
    )
