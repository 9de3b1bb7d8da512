"""The words of the grammar, from `definitions/phrases.yaml`, and one pattern that finds any of many words at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ipstats.errors import DefinitionError
from ipstats.model.definitions import FOLDER, make, read_yaml

_FEW, _PARTS = 16, 4
FILE = FOLDER / "phrases.yaml"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of phrases: what it tells the reader, its words, and `SENTENCE => measure value unit` as its example."""

    means: str
    words: tuple
    example: str = ""


@lru_cache(maxsize=1)
def groups() -> dict[str, Group]:
    """The groups by name; `DefinitionError` names file, group and reason."""
    return {name: make(Group, fields, f"{FILE.name}: {name}") for name, fields in read_yaml(FILE).items()}


@lru_cache(maxsize=64)
def words(name: str) -> tuple:
    """The words of a group."""
    try:
        return groups()[name].words
    except KeyError:
        raise DefinitionError(f"{FILE.name}: no group {name!r}; the grammar needs it") from None


@lru_cache(maxsize=64)
def word_set(name: str) -> frozenset:
    return frozenset(words(name))


@lru_cache(maxsize=16384)
def leading(name: str, text: str) -> str:
    """The first word of a group that a short text begins with, else ""."""
    return next((word for word in words(name) if text.startswith(word)), "")


@lru_cache(maxsize=64)
def pattern(name: str) -> str:
    """A regular expression that matches any word of a group, the longest first."""
    return any_of(words(name))


def any_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of many phrases, the longest that fits (a trie: many cost little more than few).

    >>> any_of(["专利", "专利权", "商标"])
    '(?:专利(?:权)?|商标)'
    """
    root: dict = {}
    for phrase in phrases:
        node = root
        for char in phrase:
            node = node.setdefault(char, {})
        node[""] = {}
    if len(root) <= _FEW:
        return f"(?:{_branches(root)})" if root else "(?!)"
    return _guarded(root, sorted(root))


def _guarded(root: dict, firsts: list[str]) -> str:
    """The alternatives of some first characters, tried only before one of them; as alternatives are tried one by one,
    many are parted again and again."""
    if len(firsts) <= _FEW:
        return f"{first_of(firsts)}(?:{_branches({char: root[char] for char in firsts})})"
    step = -(-len(firsts) // _PARTS)
    parts = (_guarded(root, firsts[at : at + step]) for at in range(0, len(firsts), step))
    return f"{first_of(firsts)}(?:{'|'.join(parts)})"


def first_of(chars: Iterable[str]) -> str:
    """A lookahead that lets a pattern be tried only where it can begin (the first characters of the words given)."""
    return f"(?=[{''.join(sorted({re.escape(char[0]) for char in chars if char}))}])"


def _branches(node: dict) -> str:
    """The alternatives that leave a node; none of them begins like another, so that their order does not matter."""
    singles, longer = [], []
    for char, after in node.items():
        if not char:
            continue
        tail = ""
        while len(after) == 1 and "" not in after:
            (next_char, after), *_ = after.items()
            tail += re.escape(next_char)
        inner = _branches(after)
        if not inner and not tail:
            singles.append(re.escape(char))
        elif not inner:
            longer.append(re.escape(char) + tail)
        else:
            longer.append(f"{re.escape(char)}{tail}(?:{inner}){'?' if '' in after else ''}")
    if len(singles) > 1:
        singles = [f"[{''.join(singles)}]"]
    return "|".join(longer + singles)


# ---------------------------------------------------------------- patterns
PATTERNS = FOLDER / "patterns.yaml"
TABLE_PATTERNS = FOLDER / "table_patterns.yaml"
TABLES = FOLDER / "tables.yaml"
_REFERENCE = re.compile("«([^«»]+)»")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A named regular expression: what a match tells, its alternatives, texts it is found in and near misses."""

    means: str
    any: tuple[str, ...]
    finds: tuple
    leaves: tuple


@lru_cache(maxsize=1)
def patterns() -> dict[str, Pattern]:
    """The patterns of sentences and of tables by name; `DefinitionError` names file, pattern and reason."""
    return {
        name: make(Pattern, fields, f"{file.name}: {name}")
        for file in (PATTERNS, TABLE_PATTERNS)
        for name, fields in read_yaml(file).items()
    }


@lru_cache(maxsize=1)
def _table_groups() -> dict[str, Group]:
    return {name: make(Group, fields, f"{TABLES.name}: {name}") for name, fields in read_yaml(TABLES).items()}


@lru_cache(maxsize=64)
def table_words(name: str) -> frozenset[str]:
    """The words of a group of `tables.yaml`."""
    try:
        return frozenset(map(str, _table_groups()[name].words))
    except KeyError:
        raise DefinitionError(f"{TABLES.name}: no group {name!r}; the reader of tables needs it") from None


@lru_cache(maxsize=512)
def expression(name: str) -> str:
    """A pattern as one regular expression, its references to groups and other patterns written out."""
    try:
        alternatives = patterns()[name].any
    except KeyError:
        raise DefinitionError(f"{PATTERNS.name}: no pattern {name!r}; the grammar needs it") from None
    joined = "|".join(alternatives)
    return _REFERENCE.sub(lambda m: _written_out(m[1]), f"(?:{joined})" if len(alternatives) > 1 else joined)


def _written_out(name: str) -> str:
    """What a reference stands for: a number, a time, another pattern or the words of a group."""
    if name in ("NUMBER", "TIME"):
        from ipstats.grammar.dates import TIME
        from ipstats.model.numerals import NUMBER

        return NUMBER if name == "NUMBER" else TIME
    if name.startswith("table."):
        return any_of(table_words(name.removeprefix("table.")))
    return f"(?:{expression(name)})" if name in patterns() else pattern(name)


@lru_cache(maxsize=512)
def regex(name: str) -> re.Pattern:
    """A pattern, compiled."""
    return re.compile(expression(name))
