"""Exports of data banks: lines in front of series describe them (指标, 区域, 频率, 单位), the lines below are times."""

from collections.abc import Sequence
from typing import NamedTuple

from ipstats.grammar.lexicon import table_words
from ipstats.reading.headers import tidy
from ipstats.reading.panels import Row

_FEWEST = 3
"""So many lines of description, one of them the frequency, make the columns of a table series."""


class Described(NamedTuple):
    """The numbers of the rows that describe series: what they say of each figure, and what they say beside."""

    heads: frozenset[int] = frozenset()
    aside: frozenset[int] = frozenset()


def described(rows: Sequence[Row]) -> Described:
    """The rows that describe the series in a table's columns, none where it holds no series."""
    said = {number: tidy(row[0].text) for number, row in enumerate(rows) if row and row[0] is not None}
    heads, keys = _lines(said, "series_head"), _lines(said, "series_key")
    if len(heads | keys) < _FEWEST or not _lines(said, "frequency"):
        return Described()
    named = {number for number in range(min(heads | keys)) if number not in said}
    return Described(heads | named, keys | _lines(said, "series_statistic"))


def _lines(said: dict[int, str], group: str) -> frozenset[int]:
    """The numbers of the rows that begin with a word of a group."""
    return frozenset(number for number, text in said.items() if text in table_words(group))


def without_key(row: Row) -> Row:
    """A line of description without the word for what it describes, which is no header of the times below."""
    return [None if cell is row[0] else cell for cell in row]
