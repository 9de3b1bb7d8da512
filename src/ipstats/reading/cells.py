"""The number that a table's cell prints, with its bound, its unit and the marks behind it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ipstats.grammar.figures import AFTER, BEFORE
from ipstats.grammar.flat import flatten
from ipstats.grammar.lexicon import regex, table_words, word_set
from ipstats.model.numerals import parse_number
from ipstats.model.units import Unit
from ipstats.reading.headers import find_unit, tidy

_SIGNS = {"<": "<", "＜": "<", ">": ">", "＞": ">", "≥": ">=", "≤": "<=", "～": "~", "~": "~"}
_SPLIT = re.compile(r"[0-9０-９][\s\u00a0]+[0-9０-９]")
_THOUSANDS = re.compile(r"[-−–]?[0-9]{1,3}(?:[\s\u00a0][0-9]{3})+(?:[.．][0-9]+)?")
(RANK,) = table_words("rank_unit")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it stands in a cell: from `first` to `last`, the value and step still without the header's unit."""

    first: int
    last: int
    text: str
    value: Decimal
    step: Decimal
    bound: str
    unit: Unit | None
    is_split: bool
    status: str
    """What a letter after it says: P for a provisional figure, E for an estimate."""
    mark: str = ""
    """The mark of a note behind it."""


@lru_cache(maxsize=65536)
def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return bool(regex("cell_nothing").fullmatch(tidy(text)))


@lru_cache(maxsize=65536)
def is_number(text: str) -> bool:
    """Whether a cell looks like a figure with, at most, its unit."""
    plain = flatten(tidy(text))[0].strip("[]〔〕")
    is_item = regex("cell_dated").match(plain.lstrip("（(")) or regex("head_number").match(plain)
    return bool(regex("cell_looks").fullmatch(plain)) and not is_item


def is_year(text: str) -> bool:
    """Whether a cell is a year, and nothing else."""
    return bool(regex("cell_year").fullmatch(tidy(text)))


def is_counted(text: str) -> bool:
    """Whether a cell is a number with its unit, which no header is."""
    plain = tidy(text)
    return is_number(plain) and not is_year(plain) and bool(regex("counted_cell").search(plain))


def _bound(said: str | None) -> str:
    """The bound that a word before or after a number means, "" for none."""
    if not said:
        return ""
    groups = (bound for group, bound in (BEFORE | AFTER).items() if said in word_set(group))
    return _SIGNS.get(said) or next(groups, ">=")


def read_cell(text: str) -> Printed | None:
    """The one number of a cell, or None when it holds none, or more than a number with its unit and marks."""
    plain = text.strip()
    ordinal = regex("cell_ordinal").match(plain)
    match = ordinal or regex("cell_number").match(plain)
    if match is None:
        return None
    said = {"more": "", "unit": "", "rest": ""} | {name: part or "" for name, part in match.groupdict().items()}
    unit = find_unit(RANK if ordinal else said["unit"])
    marks = regex("cell_mark").fullmatch(said["rest"] if unit else said["unit"] + said["rest"])
    number = _number(said["number"]) if marks else None
    if marks is None or number is None:
        return None
    mark = "" if marks["status"] else marks[0].strip()
    return replace(_printed(text, match, said, number, unit, (marks["status"] or "A").upper()), mark=mark)


def _printed(text: str, match: re.Match, said: dict[str, str], number, unit: Unit | None, status: str) -> Printed:
    """The number with what stands around it."""
    shift = len(text) - len(text.lstrip())
    digits, more = said["number"], said["more"]
    value = -number.value if said.get("fall") and number.value > 0 else number.value
    ends = "unit" if said["unit"] and unit else "more" if more else "number"
    is_split = bool(_SPLIT.search(digits)) and not _THOUSANDS.fullmatch(digits)
    return Printed(
        match.start("number") + shift, match.end(ends) + shift, "".join(digits.split()), value, number.step,
        _bound(said.get("bound") or said.get("inner")) or _bound(more) or "=", unit, is_split, status,
    )  # fmt: skip


def _number(digits: str):
    try:
        return parse_number(digits)
    except ValueError:
        return None
