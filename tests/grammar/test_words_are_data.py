"""Chinese words are reviewed data (`definitions/`), not code: no literal of grammar and reading holds one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ipstats
from ipstats.model.units import units

ROOT = Path(ipstats.__file__).parent
FILES = [path for room in ("grammar", "reading") for path in sorted((ROOT / room).rglob("*.py"))]
WORD = re.compile("(?![零一二两三四五六七八九十百千万亿]+$)[\u4e00-\u9fff]{2}")
"""Two characters or more; numerals, and single letters that expressions are made of, are none."""
CLASS = re.compile(r"\[[^\]]*\]")
MESSAGE = re.compile("[A-Za-z]{3}")
"""A literal that speaks English beside Chinese is a message to a person."""


def docstrings(tree: ast.AST) -> set[int]:
    """The constants that are documentation: a string that is a statement of its own."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def chinese(source: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(source)
    left_out = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
            left_out |= {id(part) for part in node.values}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            text = node.value
        else:
            continue
        if WORD.search(CLASS.sub("", text)) and not MESSAGE.search(text) and text not in units():
            yield node.lineno, text


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_literal_holds_a_word(path):
    assert list(chinese(path.read_text(encoding="utf-8"))) == []
