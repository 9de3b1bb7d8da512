"""What each row of a panel is: title, unit, header, numbers of columns, note, or a row of the body."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ipstats.documents.content import Cell
from ipstats.documents.outline import NOTE
from ipstats.grammar.lexicon import regex, table_words
from ipstats.reading.cells import is_counted, is_nothing, is_number, is_year
from ipstats.reading.headers import tidy
from ipstats.reading.panels import Row, distinct
from ipstats.reading.series import described, without_key


class Role(StrEnum):
    """What a cell is in its table."""

    READ = "read"
    NOTHING = "nothing"
    HEAD = "head"
    STUB = "stub"
    TITLE = "title"
    NOTE = "note"
    INDEX = "index"
    TRANSLATION = "translation"
    LEFT = "left"


@dataclass(slots=True)
class Section:
    """Header rows and the body below them, as far as they have been found."""

    heads: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    noted: bool = False
    """Whether the row before is a note, which goes on."""


def sections(rows: list[Row]) -> Iterator[tuple[Section, list[tuple[Role, list[Cell]]]]]:
    """Headers and the body below them, with the rows set aside since the section before: titles, notes, numbers."""
    section, aside = Section(), []
    series = described(rows)
    for at, row in enumerate(rows):
        said = distinct(row)
        if at in series.aside:
            aside.append((Role.INDEX, said))
            continue
        if at in series.heads:
            aside.append((Role.INDEX, said[:1] if row[0] is not None else []))
            section.heads.append(without_key(row))
            continue
        role = _role_of_row(row, said, section, rows[at + 1 : at + 2])
        section.noted = role is Role.NOTE or (section.noted and role is not Role.STUB)
        if role is Role.STUB:
            section.body.append(row)
        elif role is not Role.HEAD:
            aside.append((role, said))
        else:
            if section.body:
                yield section, aside
                section, aside = Section(), []
            section.heads.append(row)
    yield section, aside


def _role_of_row(row: Row, said: list[Cell], section: Section, below: list[Row]) -> Role:
    """NOTE, TITLE, INDEX or HEAD; STUB is a row of the body."""
    if len(said) == 1 and (role := _role_of_line(row, said[0], section, below)):
        return role
    if not section.body and _is_unit_line(said, section.heads):
        return Role.TITLE
    if _is_index_row(said):
        return Role.INDEX
    return Role.HEAD if _is_head(row, said, section) else Role.STUB


def _role_of_line(row: Row, cell: Cell, section: Section, below: list[Row]) -> Role | None:
    """NOTE or TITLE of a row that is one cell, None where it is neither."""
    text = tidy(cell.text)
    if NOTE.match(text) or (section.noted and not is_number(text)):
        return Role.NOTE
    begins = not section.heads and not section.body
    return Role.TITLE if _is_title_line(text) or (begins and _is_title(row, cell, below)) else None


def _is_title_line(text: str) -> bool:
    """单位：件, a month or months (2014.12), and the lines of the national data portal."""
    lines = any(regex(name).match(text) for name in ("unit_line", "portal_line", "portal_indicator"))
    return lines or any(regex(name).fullmatch(text) for name in ("iso_month", "months_over_years"))


def _is_title(row: Row, cell: Cell, below: list[Row]) -> bool:
    """Whether the one cell of a row before any header is a title: not where it stands over a gap of the row below."""
    if len(row) < 2 or (is_number(cell.text) and cell.columns < len(row)):
        return False
    at = next(column for column, one in enumerate(row) if one is cell)
    stands_in_gap = below and at and cell.columns == 1 and below[0][at] is None and len(distinct(below[0])) > 1
    return not stands_in_gap


def _is_unit_line(said: list[Cell], heads: list[Row]) -> bool:
    """单位：件, alone or beside the title or who filled a form in (填报单位：某局)."""
    texts = [tidy(cell.text) for cell in said]
    others = [text for text in texts if not regex("unit_line").match(text)]
    if len(others) == len(texts):
        return False
    beside = all(regex("filled_in_by").match(text) for text in others)
    titled = not heads and len(others) == 1 and not is_number(others[0]) and others[0] not in table_words("generic")
    return beside or titled


def _is_index_row(said: list[Cell]) -> bool:
    """甲 乙 1 2 3: the numbers of the columns."""
    texts = [tidy(cell.text).strip("()（）") for cell in said]
    numbers = [text for text in texts if not regex("head_letters").fullmatch(text)]
    return len(texts) > 2 and len(numbers) > 1 and numbers == [str(i) for i in range(1, len(numbers) + 1)]


def _is_head(row: Row, said: list[Cell], section: Section) -> bool:
    """Whether a row is a header: the format says so, or it holds no figures but names or years for several columns."""
    if said and all(cell.head for cell in said):
        return _is_marked_head(row, said, section.heads)
    texts = [tidy(cell.text) for cell in said]
    if len(texts) < 2:
        return _is_lone_head(row, texts, section)
    if any(map(is_nothing, texts)):
        return False
    numbers = [text for text in texts if is_number(text)]
    if not section.body and _goes_round(row, section.heads[-1:]):
        return True
    return _names_years(row, texts, numbers, section) if numbers else _names_columns(row, texts, section)


def _goes_round(row: Row, above: list[Row]) -> bool:
    """Whether below headers of several columns each the same whole numbers come again, one more each: 107, 108."""
    pairs = [(cell, head) for over in above for cell, head in zip(row, over, strict=True) if head and head.columns > 1]
    numbers = [tidy(cell.text) if cell else "" for cell, _ in pairs]
    spans = len({id(head) for _, head in pairs})
    if spans < 2 or not all(map(str.isdecimal, numbers)):
        return False
    width = len(numbers) // spans
    first = list(map(int, numbers[:width]))
    return first == list(range(first[0], first[0] + width)) and numbers == numbers[:width] * spans


def _is_lone_head(row: Row, texts: list[str], section: Section) -> bool:
    """Whether the one cell of a row is a header: before any other, or below one beside the stub."""
    begins = not section.heads or row[0] is None
    return begins and not section.body and bool(texts) and not is_number(texts[0])


def _is_marked_head(row: Row, said: list[Cell], heads: list[Row]) -> bool:
    """Whether a row that the format calls a header is one: not 专利授权量 | 38120件, where a format wants one."""
    if not heads and len(said) > 1 and all(is_counted(cell.text) for cell in said[1:]):
        return False
    return not heads or len(said) > 1 or said[0].columns < len(row)


def _names_columns(row: Row, texts: list[str], section: Section) -> bool:
    """Whether a row without numbers is a header."""
    said_before = {tidy(cell.text) for head in section.heads for cell in head if cell}
    begins = any(regex("begins_as_number").match(text) for text in texts[1:])
    if section.heads and begins and not set(texts) <= said_before:
        return False
    return not section.body or len(texts) >= max(2, len({id(cell) for cell in row}) - 1)


def _names_years(row: Row, texts: list[str], numbers: list[str], section: Section) -> bool:
    """Whether a row whose numbers are all years is a header: not where it names a row below a header."""
    if section.body or not all(map(is_year, numbers)):
        return False
    first = row[0]
    spans_down = first is not None and any(first is cell for head in section.heads[-1:] for cell in head)
    if first is None or spans_down or not (section.heads or is_number(texts[0])):
        return True
    return len(texts) == len(numbers) > 1 and not section.heads
