"""Every number of a text accounted for: a figure, part of a time or name, no figure with its reason, or not read."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ipstats.grammar.flat import FOOTNOTE, half_width, place
from ipstats.grammar.token import QUANTITY, Kind, Token
from ipstats.grammar.tokens import NAME
from ipstats.reading.prose import Read

FIGURE, TIME, NAMED, NO_FIGURE, NOT_READ = "figure", "time", "name", "no figure", "not read"
CLASSES = (FIGURE, TIME, NAMED, NO_FIGURE, NOT_READ)
_ARABIC = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_OF_TIME = (Kind.TIME, Kind.BASE_TIME)


class Number(NamedTuple):
    """A number of the document's text: its span, its class (one of `CLASSES`) and why it is no figure.

    A figure's number has the span of its `obs_text`; the others that of the token that holds them.
    """

    start: int
    end: int
    text: str
    kind: str
    reason: str = ""


def numbers_of(reads: Iterable[Read]) -> Iterator[Number]:
    """The numbers of running text in order, each in exactly one class."""
    for read in reads:
        yield from sorted(_of_block(read))


def _of_block(read: Read) -> Iterator[Number]:
    numbers = list(_of_tokens(read))
    yield from numbers
    starts = [number.start for number in numbers]
    for m in FOOTNOTE.finditer(half_width(read.block.text)):
        first, last, text = read.block.place(*m.span())
        around = bisect_right(starts, first) - 1
        is_inside = around >= 0 and numbers[around].end >= last
        if any(char.isdigit() for char in m[0]) and not is_inside:
            yield Number(first, last, text, NAMED, "footnote")


def _of_tokens(read: Read) -> Iterator[Number]:
    figures = {id(row.one.mention.token) for row in read.rows}
    for token in read.tokens:
        for start, end, kind, reason in _spans(token, id(token) in figures):
            first, last, text = read.block.place(*place(read.offsets, start, end))
            yield Number(first, last, text, kind, reason)


def _spans(token: Token, is_figure: bool) -> Iterator[tuple[int, int, str, str]]:
    """The numbers of a token: flat span, class and reason."""
    if token.kind in QUANTITY:
        figure = token.figure
        first = token.start + (figure.first if figure else 0)
        last = token.start + figure.last if figure else token.end
        yield first, last, FIGURE if is_figure else NOT_READ, ""
    elif token.kind in _OF_TIME:
        yield token.start, token.end, TIME, ""
    elif token.kind is Kind.NO_FIGURE:
        yield token.start, token.end, NAMED if token.reason == NAME else NO_FIGURE, token.reason
    else:
        kind = NOT_READ if token.kind is Kind.TEXT else NAMED
        for m in _ARABIC.finditer(token.text):
            yield token.start + m.start(), token.start + m.end(), kind, ""


def counts(numbers: Iterable[Number]) -> dict[str, int]:
    """How many numbers each class has, in the order of `CLASSES`."""
    found = Counter(number.kind for number in numbers)
    return {kind: found[kind] for kind in CLASSES}
