"""The lines of PDF pages: words put together, running heads, page numbers and footnotes told from the text."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeVar

from ipstats.documents.outline import PAGE_LINE
from ipstats.documents.writer import SUPERSCRIPT

T = TypeVar("T")
GAP = 0.8
"""Words further apart than this many times their size stand in different columns."""
NUMERIC = re.compile(r"[-−–+]?[0-9０-９][0-9０-９,，.．]*\s*[%％]?|[-—–…]+")
"""A cell of a figure, or a sign for nothing."""
_SPACE = 0.2
_EDGE_LINES = 2
_REPEATED = 0.4
_MARGIN = 0.08
_APART = 1.8
_SMALL = 0.92
_RAISED = 0.8


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box on the page, in points from the top left; `spaced` where a space stands before it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class PdfLine:
    """Words on one line of a page, from left to right."""

    words: tuple[Word, ...]
    page: int

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def text(self) -> str:
        return join(self.words)

    @property
    def segments(self) -> list[tuple[Word, ...]]:
        """The words by columns: apart where a gap is wide."""
        groups: list[list[Word]] = []
        for word in self.words:
            if groups and word.x0 - groups[-1][-1].x1 <= GAP * max(word.size, groups[-1][-1].size):
                groups[-1].append(word)
            else:
                groups.append([word])
        return [tuple(group) for group in groups]


def join(words: Iterable[Word]) -> str:
    """Words as text: a space between Latin words and where a gap is wide, none between Chinese characters."""
    text, before = "", None
    for word in words:
        if before is not None and text:
            gap = (word.x0 - before.x1) / max(word.size, 1)
            ascii_ = text[-1].isascii() and word.text[0].isascii()
            latin = ascii_ and text[-1].isalnum() and word.text[0].isalnum()
            text += " " if (ascii_ and word.spaced) or gap > (_SPACE if latin else 0.9) else ""
        text += word.text
        before = word
    return text


def running(lines: Iterable[PdfLine]) -> str:
    """Lines as one text: a space between Latin letters, none between Chinese characters."""
    text = ""
    for line in lines:
        latin = all(char.isascii() and char.isalpha() for char in (text[-1:], line.text[:1]))
        text += (" " if latin else "") + line.text
    return text


def grouped(ordered: Iterable[T], place: Callable[[T], float], near: float) -> Iterator[list[T]]:
    """Things in order of their places, in groups of which each is near the one before it."""
    group: list[T] = []
    for one in ordered:
        if group and place(one) - place(group[-1]) > near:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def lines_of(words: list[Word], page: int) -> list[PdfLine]:
    """The lines of a page from top to bottom; raised small digits are marks of notes."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        if groups and groups[-1][0].top <= middle <= groups[-1][0].bottom:
            groups[-1].append(word)
        elif groups and word.top <= (groups[-1][0].top + groups[-1][0].bottom) / 2 <= word.bottom:
            groups[-1].insert(0, word)
        else:
            groups.append([word])
    lines = [PdfLine(tuple(_marked(sorted(group, key=lambda word: word.x0))), page) for group in groups]
    return sorted(lines, key=lambda line: line.top)


def _marked(words: list[Word]) -> list[Word]:
    usual = median(word.size for word in words)
    return [
        replace(word, text=word.text.translate(SUPERSCRIPT))
        if len(words) > 1 and word.size < _RAISED * usual and re.fullmatch(r"[\[(（]?[0-9]{1,2}[\])）]?", word.text)
        else word
        for word in words
    ]


def body_size(pages: list[list[PdfLine]]) -> float:
    """The size that most characters have."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def without_running(pages: list[list[PdfLine]], height: float) -> list[list[PdfLine]]:
    """The pages without running heads and feet and page numbers.

    A running line stands at an edge and comes again on other pages, or lies in the margin, well apart from the text.
    """
    seen = Counter(key for lines in pages for key in {_key(lines, line) for line in _edges(lines)})
    often = {key for key, count in seen.items() if count >= max(2, _REPEATED * len(pages))}
    return [
        [line for line in lines if line not in _edges(lines) or not _runs(lines, line, often, height)]
        for lines in pages
    ]


def _edges(lines: list[PdfLine]) -> list[PdfLine]:
    return lines[:_EDGE_LINES] + lines[max(_EDGE_LINES, len(lines) - _EDGE_LINES) :]


def _key(lines: list[PdfLine], line: PdfLine) -> tuple[str, bool, int]:
    """What a running line has in common from page to page: its words without numbers, and its height.

    A row of figures keeps them: rows at the edge of a page are like each other but for that.
    """
    figures = sum(bool(NUMERIC.fullmatch(join(segment))) for segment in line.segments)
    words = line.text if figures > 1 else re.sub(r"[0-9０-９]+|[一二三四五六七八九十百]+", "#", line.text)
    return words, line in lines[:_EDGE_LINES], round(line.top / 6)


def _runs(lines: list[PdfLine], line: PdfLine, often: set, height: float) -> bool:
    if _key(lines, line) in often:
        return True
    if line is lines[0]:
        apart = len(lines) > 1 and lines[1].top - line.bottom > _APART * line.size and line.bottom < _MARGIN * height
    elif line is lines[-1]:
        apart = line.top - lines[-2].bottom > _APART * line.size and line.top > (1 - _MARGIN) * height
    else:
        return False
    return apart or bool(PAGE_LINE.fullmatch(line.text))


def split_footnotes(lines: list[PdfLine], size: float) -> tuple[list[PdfLine], list[PdfLine]]:
    """The text of a page, and the smaller lines at its foot that begin with the mark of a note."""
    at = len(lines)
    while at and lines[at - 1].size <= _SMALL * size:
        at -= 1
    starts = [i for i in range(at, len(lines)) if re.match(r"[\[（(]?[0-9⁰¹²³⁴-⁹①-⑩*][\])）]?", lines[i].text)]
    at = starts[0] if starts else len(lines)
    return lines[:at], lines[at:]
