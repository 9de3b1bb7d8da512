"""Text set in two columns: found by the gutter between them, and read one column after the other."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from ipstats.documents.pdf_lines import PdfLine, Word

_MIDDLE = (0.3, 0.7)
_LEAST_GAP = 1.2
"""A gutter is wider than this many times the size of the letters."""
_LEAST_LINES = 3
_FULL, _FULL_LINES = 0.8, 2
"""Lines of running text fill a column; the short cells of a table do not."""


def strips(lines: list[PdfLine], gutter: float | None) -> list[list[PdfLine]]:
    """The lines of a page in order of reading: those across the page, then the left column, then the right one."""
    if gutter is None:
        return [lines]
    found: list[list[PdfLine]] = []
    left: list[PdfLine] = []
    right: list[PdfLine] = []
    across: list[PdfLine] = []
    for line in lines:
        if sides := _sides(line, gutter):
            found, across = [*found, across], []
            left += [PdfLine(sides[0], line.page)] if sides[0] else []
            right += [PdfLine(sides[1], line.page)] if sides[1] else []
        else:
            found, left, right = [*found, left, right], [], []
            across.append(line)
    return [strip for strip in (*found, left, right, across) if strip]


def gutter_of(lines: list[PdfLine]) -> float | None:
    """Where the gutter between two columns of running text lies, None where the text runs across the page."""
    if not lines:
        return None
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    gaps = [gap for line in lines for gap in _gaps(line, x0, x1)]
    if len(gaps) < _LEAST_LINES:
        return None
    gutter = median((first + last) / 2 for first, last in gaps)
    halves = [sides for line in lines if (sides := _sides(line, gutter))]
    if len(halves) < max(_LEAST_LINES, 0.4 * len(lines)):
        return None
    columns = zip(*halves, strict=True)
    return gutter if all(map(_is_running, columns, (gutter - x0, x1 - gutter))) else None


def _is_running(column: tuple[tuple[Word, ...], ...], width: float) -> bool:
    """Whether enough lines of a column fill it without gaps, as running text does and the cells of a table do not."""
    lines = [words for words in column if words and not any(_is_gap(*pair) for pair in pairwise(words))]
    return sum(words[-1].x1 - words[0].x0 >= _FULL * width for words in lines) >= _FULL_LINES


def _gaps(line: PdfLine, x0: float, x1: float) -> Iterable[tuple[float, float]]:
    """The wide gaps of a line near the middle of the text."""
    first, last = (x0 + share * (x1 - x0) for share in _MIDDLE)
    for before, word in pairwise(line.words):
        if _is_gap(before, word) and first <= (before.x1 + word.x0) / 2 <= last:
            yield before.x1, word.x0


def _is_gap(before: Word, word: Word) -> bool:
    return word.x0 - before.x1 >= _LEAST_GAP * word.size


def _sides(line: PdfLine, gutter: float) -> tuple[tuple[Word, ...], tuple[Word, ...]] | None:
    """The words of a line left and right of the gutter, None for a line across it."""
    left = tuple(word for word in line.words if word.x1 <= gutter)
    right = tuple(word for word in line.words if word.x0 >= gutter)
    if len(left) + len(right) < len(line.words):
        return None
    near = left and right and right[0].x0 - left[-1].x1 < _LEAST_GAP * line.size
    return None if near else (left, right)
