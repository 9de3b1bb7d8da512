"""The examples of docs/reading.md run, and its lists are those of the code."""

import re

import yaml

from ipstats.grammar.lexicon import groups
from ipstats.reading.why import TABLES


def test_python_examples_run(repo):
    page = (repo / "docs" / "reading.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", page, re.S)
    assert len(examples) >= 2
    for example in examples:
        exec(compile(example, "docs/reading.md", "exec"), {})


def test_yaml_examples_are_what_the_files_hold(repo):
    page = (repo / "docs" / "reading.md").read_text(encoding="utf-8")
    patterns = yaml.safe_load((repo / "tests/reading/prose/patterns.yaml").read_text(encoding="utf-8"))
    group, pattern = (yaml.safe_load(example) for example in re.findall(r"```yaml\n(.*?)```", page, re.S))
    assert group["rise"]["example"] == groups()["rise"].example
    assert group["rise"]["means"] == groups()["rise"].means
    (name,) = pattern
    assert patterns[name] == pattern[name]


def test_every_resolver_is_listed(repo):
    page = (repo / "docs" / "rules.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        for resolver in table:
            assert f"| {resolver.name} |" in page, "run `python -m tests.gold rules`"
