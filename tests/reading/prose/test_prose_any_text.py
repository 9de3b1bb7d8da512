"""Any text at all: no exception, exact places, work that grows with the text and no faster."""

from itertools import pairwise

import numpy as np
import pytest
from expected import read_prose
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ipstats.documents.blocks import Block, Context
from ipstats.errors import IpstatsError
from ipstats.grammar.dates import parse_period
from ipstats.grammar.flat import flatten, place
from ipstats.grammar.parsing import parse_figure
from ipstats.grammar.tokens import tokens
from ipstats.model.observations import MEASURES, frame, validate
from ipstats.reading.accounting import numbers_of
from ipstats.reading.rows import prose_of

WORDS = (
    (
        "全市 北京市 广东 发明专利授权量 有效发明专利 每万人口 高价值 商标注册 金奖 其中 分别 分别为 均为 "
        "均居 占 占比 比重 同比 比上年 较2020年末 环比 增长 下降 提高 减少 增至 提升到 从 由 达到 约 超过 近 "
        "首次突破 大关 余 以上 左右 12 3.5 1,234 36.5万 三十 七成 四分之一 两 百 千 亿 5.63 件 家 % 个百分点 "
        "倍 翻一番 位 元 亿元 2022年 1-11月 截至6月底 今年 上年 “十四五” 五年来 第23届中国专利奖 全国第一 "
        "第三 前十 首位 连续3年 力争 目标 到2025年 （ ） ( ) 、 ， 。 ； ： “ ” 《 》 [2] 一是 的 和 与 为 "
        "了 及 等 中 C919 6G 1+17+N \n \u3000 ％ １２ ． "
    )
    .strip()
    .split(" ")
)
sentences = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)
any_text = st.one_of(
    sentences, st.text(max_size=120), st.text("0123456789.,，%万亿件年月第、（）()“”百千十一两分之成翻番 ", max_size=60)
)


@given(any_text)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_with_exact_places(text):
    block = Block(text, start=7)
    rows = read_prose([block], Context(year=2022))
    for row in rows:
        assert text[row["char_start"] - 7 : row["char_end"] - 7] == row["obs_text"] != ""
        assert row["obs_lower"] <= row["obs_value"] <= row["obs_upper"]
        assert row["label"] and row["measure"] in MEASURES and row["rule"]


@given(sentences)
@settings(max_examples=20, deadline=None)
def test_any_sentence_makes_a_valid_table(text):
    validate(frame(read_prose([Block(text)], Context(year=2022))))


@given(any_text, st.lists(st.integers(0, 60), max_size=3))
@settings(max_examples=150, deadline=None)
def test_places_are_exact_over_what_was_left_out(text, cuts):
    """The document has line breaks where the block has none; places are those of the document."""
    cuts = sorted({cut for cut in cuts if 0 < cut < len(text)})
    document = "".join(text[a:b] + "\n\n" for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True))
    block = Block(text, joins=tuple((cut, "\n\n") for cut in cuts))
    for row in read_prose([block], Context(year=2022)):
        assert document[row["char_start"] : row["char_end"]] == row["obs_text"]


@given(any_text)
def test_flat_text_knows_where_its_characters_were(text):
    flat, offsets = flatten(text)
    for at, char in enumerate(flat):
        first, last = place(offsets, at, at + 1)
        assert char == " " or flatten(text[first:last])[0] in (char, "")


@given(any_text)
def test_tokens_follow_each_other_and_are_the_text(text):
    flat, _ = flatten(text)
    end = 0
    for token in tokens(flat):
        assert end == token.start < token.end <= len(flat)
        assert flat[token.start : token.end] == token.text
        end = token.end
    assert end == len(flat)


@given(any_text)
@settings(max_examples=200, deadline=None)
@example("投入强度）[2]为1.59%")
def test_every_number_is_in_exactly_one_class(text):
    """No digit of a text is in two numbers or in none; what was read as a figure is accounted for as one."""
    rows, reads = prose_of([Block(text)], Context(year=2022, area="北京市"))
    numbers = list(numbers_of(reads))
    ends = [(number.start, number.end) for number in numbers]
    assert ends == sorted(ends) and all(one[1] <= other[0] for one, other in pairwise(ends))
    covered = {at for start, end in ends for at in range(start, end)}
    assert all(at in covered for at, char in enumerate(text) if char in "0123456789")
    figures = {(number.start, number.end) for number in numbers if number.kind == "figure"}
    assert {(row["char_start"], row["char_end"]) for row in rows} == figures


@given(st.one_of(st.text(max_size=30), any_text))
def test_the_verbs_refuse_in_their_own_words(text):
    for verb in (parse_figure, parse_period):
        try:
            verb(text)
        except IpstatsError as error:
            assert "\n" not in str(error)


MONSTERS = {
    "digits": "1",
    "commas": "1,111,",
    "letters": "a",
    "capitals and digits": "A1",
    "brackets": "(",
    "brackets with figures": "（12件",
    "quotes": "“",
    "titles": "《",
    "years": "2022年",
    "year spans": "2022-",
    "numerals": "一百万亿",
    "points": "点",
    "ordinals": "第1",
    "ranks": "全国第一、",
    "figures": "12件",
    "list": "授权12件、",
    "growth": "增长5%，",
    "names": "发明专利授权量",
    "respectively": "分别为",
    "plain text": "促进高质量发展",
    "fractions": "分之一",
    "filler": "共计已",
    "pluses": "1+",
    "months": "1-",
}


@pytest.mark.slow
@pytest.mark.parametrize("piece", MONSTERS.values(), ids=MONSTERS)
def test_work_grows_with_the_text_and_no_faster(piece):
    """The events of reading (calls and lines of our code) of a text twice as long are about twice as many."""

    def work(size: int) -> int:
        text = piece * (size // len(piece))
        return _events(lambda: read_prose([Block(text)], Context(year=2022)))

    work(200)
    small, large = work(1000), work(4000)
    assert large <= 6 * small + 2000


def _events(call) -> int:
    """How many lines of Python run during a call: what time measures, without the machine's noise."""
    import sys

    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += 1
        return trace

    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("piece", MONSTERS.values(), ids=MONSTERS)
def test_patterns_do_not_backtrack_without_end(piece):
    """The scanner's own time (a regular expression, which no line count sees) stays proportionate to the text."""
    from time import process_time

    times = []
    for size in (4_000, 32_000):
        text = piece * (size // len(piece))
        best = min(_seconds(process_time, tokens, text) for _ in range(3))
        times.append(max(best, 1e-4))
    assert np.log(times[1] / times[0]) / np.log(8) < 1.7, "time grows like the square of the length"


def _seconds(clock, call, *args) -> float:
    start = clock()
    call(*args)
    return clock() - start
