"""The characters of a PDF page put together to words."""

from operator import attrgetter

from ipstats.documents.pdf_lines import Word, grouped

_GAP, _OTHER_SIZE, _SAME_PLACE = 0.25, 0.08, 0.12
"""Parts of the size of letters: a gap that parts words, a change of size that does, how far a copy is shifted."""
_LAYERS = 3
"""Copies over each other that make letters bold."""
_SAME_LINE = 2.0
"""Points between the tops of the letters of a line."""


def words_of(chars: list[Word]) -> list[Word]:
    """Characters of a line put together: parted by spaces, gaps and sizes; what is drawn twice (for bold) once."""
    words: list[Word] = []
    top = attrgetter("top")
    for line in grouped(sorted(chars, key=top), top, _SAME_LINE):
        run: list[Word] = []
        spaced = False
        for char in sorted(line, key=lambda char: char.x0):
            space = char.text.isspace()
            if not space and any(_twice(before, char) for before in run[-_LAYERS:]):
                continue
            if run and (space or _apart(run[-1], char)):
                words.append(_word(run, spaced))
                run, spaced = [], False
            spaced |= space
            if not space:
                run.append(char)
        if run:
            words.append(_word(run, spaced))
    return words


def _twice(before: Word, char: Word) -> bool:
    return before.text == char.text and char.x0 - before.x0 < _SAME_PLACE * char.size


def _apart(before: Word, char: Word) -> bool:
    return char.x0 - before.x1 > _GAP * before.size or abs(char.size - before.size) > _OTHER_SIZE * before.size


def _word(run: list[Word], spaced: bool) -> Word:
    text = "".join(char.text for char in run)
    top, bottom = min(char.top for char in run), max(char.bottom for char in run)
    return Word(text, run[0].x0, max(char.x1 for char in run), top, bottom, run[0].size, spaced)
