"""The words of the grammar: every group's example is read as it says, and no word means two things."""

import re
from collections.abc import Iterator

import pytest
from expected import read_prose

from ipstats.documents.blocks import Block, Context
from ipstats.errors import DefinitionError
from ipstats.grammar import lexicon
from ipstats.grammar.lexicon import any_of, groups, patterns, regex
from ipstats.grammar.tokens import GROUPS
from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.reading.why import TABLES

EXAMPLES = {name: group.example for name, group in groups().items() if group.example}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_example_of_a_group(example):
    text, _, expected = example.partition(" => ")
    measure, value, unit = expected.split()
    last = read_prose([Block(text + "。")], Context(year=2022))[-1]
    assert (last["measure"], last["obs_value"], last["unit_measure"]) == (measure, pytest.approx(float(value)), unit)


OTHERWISE = {
    "比例": "高价值发明专利12万件，所占比例41.5% => share 41.5 %",
    "以上": "新建服务站2700所以上 => level 2700 所", "及以上": "新建服务站2700所及以上 => level 2700 所",
    "有余": "专利授权2700件有余 => level 2700 件", "之上": "新建服务站2700所之上 => level 2700 所",
    "继续保持": "PCT申请12件，继续保持全国第五 => rank 5 位", "保持": "PCT申请12件，保持全国第五 => rank 5 位",
    "蝉联": "PCT申请12件，蝉联全国第五 => rank 5 位", "进入": "PCT申请12件，进入全国前五 => rank 5 位",
}  # fmt: skip
"""Sentences of words that do not stand where the example of their group has its word."""


def sentences_of_words() -> Iterator[tuple[str, str]]:
    for group in groups().values():
        held = max((word for word in group.words if str(word) in group.example), key=len, default="")
        for word in group.words if held else ():
            yield word, OTHERWISE.get(word, group.example.replace(held, word, 1))


@pytest.mark.parametrize(("word", "example"), list(sentences_of_words()))
def test_every_word_of_a_group_is_read_as_its_example(word, example):
    assert str(word) in example
    test_example_of_a_group(example)


def test_groups_that_become_tokens_share_no_word():
    owner: dict[str, str] = {}
    for name in GROUPS:
        for word in groups()[name].words:
            assert owner.setdefault(word, name) == name, f"{word} is in {owner[word]} and in {name}"


def test_every_group_says_what_it_means():
    assert all(len(group.means) > 10 and group.words for group in groups().values())


RESOLVERS = [resolver for table in TABLES.values() for resolver in table]


def test_resolvers_have_names_of_their_own_and_override_what_is_there():
    names = [resolver.name for resolver in RESOLVERS]
    assert len(set(names)) == len(names)
    for slot, table in TABLES.items():
        here = {resolver.name for resolver in table}
        for resolver in table:
            assert set(resolver.over) <= here - {resolver.name}, f"{slot}: {resolver.name}"
    assert set(read_yaml(FOLDER / "resolvers.yaml")) == set(names)
    assert all(re.search("[\u4e00-\u9fff]", one.says) and re.search("[a-z]{3}", one.says) for one in RESOLVERS)


@pytest.mark.parametrize("name", patterns())
def test_a_pattern_finds_its_examples_and_leaves_its_near_misses(name):
    pattern = patterns()[name]
    assert pattern.finds and len(pattern.means) > 10
    for text in map(str, pattern.finds):
        assert regex(name).search(text), text
    for text in map(str, pattern.leaves):
        assert not regex(name).search(text), text


def test_a_wrong_file_is_named(tmp_path, monkeypatch):
    path = tmp_path / "phrases.yaml"
    path.write_text("rise:\n  means: up\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "FILE", path)
    groups.cache_clear()
    try:
        with pytest.raises(DefinitionError, match=r"phrases\.yaml: rise: words is missing"):
            groups()
    finally:
        monkeypatch.undo()
        groups.cache_clear()


def test_any_of_takes_the_longest():
    import re

    many = [f"{a}{b}" for a in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉" for b in ("", "一", "一二")]
    found = re.compile(any_of(many))
    assert found.match("丑一二三")[0] == "丑一二" and found.match("癸三")[0] == "癸" and not found.match("天")
