"""Letters that recognition put for digits are told with their place; what they were is not guessed."""

import time

import pytest

from ipstats import read
from ipstats.documents.misread import MOST, warning


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("同比增长4O%，", "“同比增长4O%”"), ("查处假冒专利案件l2O件", "“查处假冒专利案件l2O件”"), 
        ("商标６O件", "“商标６O件”"),
        ("质押融资3.0l亿元", "“质押融资3.0l亿元”"), ("2O23年", "“2O23年”"), ("达2,0O0件", "“达2,0O0件”"), 
        ("占O.5%", "“占O.5%”"),
        ("３．０ｌ 亿 元", "“３．０ｌ 亿”"), ("授权I2件", "“授权I2件”"),
    ],
)  # fmt: skip
def test_a_number_with_letters_for_digits_is_told_with_its_words(text, told):
    assert told in warning(text)


@pytest.mark.parametrize(
    "text",
    ["CO2排放量120件", "O2O平台12家", "IP5国家5个", "5G项目20个", "I类商标12件", "第OO号", "ISO9001认证12家",
     "2020年，I期项目", "", "http://a.cn/l2O，12件", "PCT国际专利29件"],
)  # fmt: skip
def test_words_and_codes_with_digits_are_none(text):
    assert warning(text) == ""


def test_the_document_tells_it_and_reads_the_other_numbers(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text("2023年，襄阳市专利授权量120件，同比增长4O%，商标注册量l2O件，驰名商标6O件。", encoding="utf-8")
    found = read(path)
    assert found.table["obs_text"].tolist() == ["120件"]
    assert [one for one in found.warnings if "“同比增长4O%”, “商标注册量l2O件”, “驰名商标6O件”" in one]


def test_only_some_of_many_places_are_named_and_the_rest_counted():
    told = warning("".join(f"第{n}批l{n}件。" for n in range(10, 30)))
    assert told.count("“") == MOST and told.endswith(f"and {20 - MOST} more")


@pytest.mark.parametrize("piece", ["1", "1,", "lO", "1O%", "1O", "l1 "])
def test_a_long_run_takes_time_in_proportion_to_it(piece):
    start = time.process_time()
    warning(piece * 100_000)
    assert time.process_time() - start < 5
