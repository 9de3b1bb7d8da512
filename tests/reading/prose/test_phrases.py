"""The words of the grammar: every group's example is read as it says, and no word means two things."""

import pytest

from ipstats.documents.blocks import Block, Context
from ipstats.errors import DefinitionError
from ipstats.grammar import lexicon
from ipstats.grammar.lexicon import any_of, groups
from ipstats.grammar.rules import RULES
from ipstats.grammar.scan import LETTERS
from ipstats.reading.rows import read_prose

EXAMPLES = {name: group.example for name, group in groups().items() if group.example}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_example_of_a_group(example):
    text, _, expected = example.partition(" => ")
    measure, value, unit = expected.split()
    last = read_prose([Block(text + "。")], Context(year=2022))[-1]
    assert (last["measure"], last["obs_value"], last["unit_measure"]) == (measure, pytest.approx(float(value)), unit)


def test_groups_that_become_tokens_share_no_word():
    owner: dict[str, str] = {}
    for name in LETTERS:
        for word in groups()[name].words:
            assert owner.setdefault(word, name) == name, f"{word} is in {owner[word]} and in {name}"


def test_every_group_says_what_it_means():
    assert all(len(group.means) > 10 and group.words for group in groups().values())


def test_rules_have_names_of_their_own():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.means and rule.example for rule in RULES if rule.name not in ("points-of-share",))


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
