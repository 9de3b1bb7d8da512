"""Tables printed in two languages: the Chinese of a cell without the English beside or below it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ipstats.documents.content import Cell
from ipstats.grammar.lexicon import table_words
from ipstats.model.units import units

CHINESE = re.compile(r"[\u3400-\u9fff]")
_NO_CHINESE = re.compile(r"[^\u3400-\u9fff]+")
_ENGLISH = re.compile(r"[A-Za-z]?[a-z]{2,}|[A-Z][A-Z]{6,}")
_LETTERS = re.compile(r"[A-Za-z&'’-]+")
_NUMBER = re.compile(r"[-−(（]?[0-9][0-9,.\s]*%?[)）]?")
_SHARED = 0.6
"""So many of a column's cells are English where it translates the column on its left."""


@lru_cache(maxsize=65536)
def speech(text: str) -> str:
    """A cell's text without its English translation; a text without Chinese stays as it is.

    >>> speech("年末人数(人) Number of personnel (person)"), speech("单位：万元 (10 000 yuan)")
    ('年末人数(人)', '单位：万元')
    >>> speech("R&D经费 R&D Expenditure"), speech("篇数SCI")
    ('R&D经费', '篇数SCI')
    """
    if not CHINESE.search(text):
        return text
    return _NO_CHINESE.sub(lambda m: _without_english(m[0]), text).strip()


def _without_english(run: str) -> str:
    """A run of other letters than Chinese without the English phrase in it, which goes on to the end of the run."""
    first = next((m for m in _LETTERS.finditer(run) if is_english(m[0])), None)
    if first is None or (run.strip() == run == first[0] and run.islower()):
        return run
    begins = first.start()
    for word in reversed(list(_LETTERS.finditer(run, 0, begins))):
        if run[: word.start()].rstrip() == run[: word.start()] and word.start():
            break
        begins = word.start()
    opening = run.rfind("(", 0, begins), run.rfind("（", 0, begins)
    if (at := max(opening)) >= 0 and not re.search("[)）]", run[at:begins]):
        begins = at
    return run[:begins].rstrip()


@lru_cache(maxsize=16384)
def is_english(word: str) -> bool:
    """Whether a word of Latin letters is English, not an abbreviation (R&D, SCI) or a unit (kW)."""
    return bool(_ENGLISH.search(word)) and word not in units() and word.lower() not in table_words("abbreviation")


@lru_cache(maxsize=65536)
def is_translation(text: str) -> bool:
    """Whether a cell holds nothing but English words."""
    return not CHINESE.search(text) and any(is_english(m[0]) for m in _LETTERS.finditer(text))


def translations(rows: Sequence[Sequence[Cell | None]], titled: bool) -> frozenset[int]:
    """The ids of the cells that only translate others: English columns beside Chinese ones, English rows below them.

    `titled` says that Chinese lines stand above the table.
    """
    found = _in_columns(rows) | _below_names(rows)
    chinese = titled
    above: set[int] = set()
    below: set[int] = set()
    for row in rows:
        said = [cell for cell in _said(row) if id(cell) not in above]
        above = set(map(id, row))
        if any(CHINESE.search(cell.text) for cell in said):
            chinese = True
            found |= _beside(said, below)
            below |= {cell.column for cell in said if CHINESE.search(cell.text) and cell.columns == 1}
        elif chinese and _is_english_row(said):
            found |= set(map(id, said))
    return frozenset(found)


def _in_columns(rows: Sequence[Sequence[Cell | None]]) -> set[int]:
    """The ids of the English cells of columns that translate the one on their left."""
    columns = [column for column in range(1, len(rows[0]) if rows else 0) if _translates(rows, column)]
    cells = (row[column] for row in rows for column in columns if row[column] is not None)
    return {id(cell) for cell in cells if _LETTERS.search(cell.text) and not CHINESE.search(cell.text)}


def _below_names(rows: Sequence[Sequence[Cell | None]]) -> set[int]:
    """The ids of the English names of a stub that each stand below a Chinese one, beside numbers of their own."""
    firsts = [next(iter(_said(row)), None) for row in rows]
    pairs = [(one, two) for one, two in pairwise(firsts) if one and two and _is_below(one, two)]
    english = [cell for cell in firsts if cell and is_translation(cell.text)]
    return {id(two) for _, two in pairs} if len(pairs) > 1 and len(pairs) >= _SHARED * len(english) else set()


def _is_below(one: Cell, two: Cell) -> bool:
    return one.column == two.column and bool(CHINESE.search(one.text)) and is_translation(two.text)


def _said(row: Sequence[Cell | None]) -> list[Cell]:
    return [cell for cell in row if cell is not None and cell.text.strip()]


def _beside(said: Sequence[Cell], below: set[int]) -> set[int]:
    """English in a row of Chinese without numbers: units, and what stands below Chinese words of its column."""
    if any(_NUMBER.fullmatch(cell.text.strip()) for cell in said):
        return set()
    under = (cell for cell in said if cell.column in below and is_translation(cell.text))
    return {id(cell) for cell in (*under, *(cell for cell in said if _is_english_unit(cell.text)))}


def _is_english_row(said: Sequence[Cell]) -> bool:
    """Whether a row without Chinese holds no numbers and is for the greater part English (R&D, SCI may stand in it)."""
    english = sum(is_translation(cell.text) for cell in said)
    return bool(said) and 2 * english > len(said) and not any(_NUMBER.fullmatch(cell.text.strip()) for cell in said)


def _is_english_unit(text: str) -> bool:
    """(piece), (10 000 yuan), (man-year): a unit in brackets beside the Chinese one."""
    plain = text.strip()
    return plain[:1] in "(（" and plain[-1:] in ")）" and is_translation(plain)


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""


def _translates(rows: Sequence[Sequence[Cell | None]], column: int) -> bool:
    """Whether a column says in English what the column on its left says in Chinese, name for name."""
    texts = [(_text(row[column - 1]), _text(row[column])) for row in rows]
    said = list(filter(None, (other for _, other in texts)))
    pairs = {pair for pair in texts if pair[1] and pair[0] != pair[1] and CHINESE.search(pair[0])}
    english = dict(pair for pair in pairs if is_translation(pair[1]))
    is_text = 2 * len(list(filter(_NUMBER.fullmatch, said))) <= len(said)
    return bool(english) and is_text and len(english) >= _SHARED * len(pairs)
