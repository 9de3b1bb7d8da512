"""A printed sheet as panels: tables that stand beside each other, each with a stub of its own, without translations."""

from collections.abc import Sequence

from ipstats.documents.content import Cell, PrintedTable
from ipstats.grammar.lexicon import table_words
from ipstats.reading.bilingual import CHINESE, translations
from ipstats.reading.cells import is_nothing, is_number
from ipstats.reading.headers import tidy

Row = Sequence[Cell | None]
_FEWEST_NAMES = 2


def panels(table: PrintedTable) -> tuple[list[list[Row]], frozenset[int]]:
    """The rows of each panel of a table, and the ids of the cells that only translate others.

    A panel begins where a column names the rows again: the header of the first stub stands in it, or half of its names
    do. Rows and cells without words are left out.
    """
    rows = table.rows()
    titled = any(CHINESE.search(line) for line in (*table.captions, *table.headings))
    english = translations(rows, titled)
    rows = [
        [None if cell is None or id(cell) in english or not cell.text.strip() else cell for cell in row] for row in rows
    ]
    rows = _without_empty_columns(_without_repeats(rows), table.width)
    starts = _starts(rows)
    bands = [[row[start:end] for row in rows] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return [[row for row in band if any(row)] for band in bands], english


def _without_repeats(rows: list[Row]) -> list[Row]:
    """The rows in which something new stands: not those that only cells from above reach into."""
    before: set[int] = set()
    kept = []
    for row in rows:
        here = {id(cell) for cell in row if cell is not None}
        if here - before:
            kept.append(row)
        before = here or before
    return kept


def _without_empty_columns(rows: list[Row], width: int) -> list[Row]:
    kept = [column for column in range(width) if any(row[column] is not None for row in rows)]
    return [[row[column] for column in kept] for row in rows]


def distinct(row: Row) -> list[Cell]:
    """The cells of a row that say something, each once."""
    return list({id(cell): cell for cell in row if cell is not None and cell.text.strip()}.values())


def _names(rows: list[Row], column: int) -> list[str]:
    """The words of a column, in order."""
    texts = [tidy(row[column].text) for row in rows if row[column] is not None and row[column].columns < len(row)]
    return [text for text in texts if text and not is_number(text) and not is_nothing(text)]


def _count_numbers(rows: list[Row], column: int) -> int:
    return sum(row[column] is not None and is_number(row[column].text) for row in rows)


def _starts(rows: list[Row]) -> list[int]:
    """The first column of each panel."""
    width = len(rows[0]) if rows else 0
    names = [_names(rows, column) for column in range(width)]
    numeric = [_count_numbers(rows, column) > len(names[column]) for column in range(width)]
    stubs = [c for c in range(width) if not numeric[c] and len(names[c]) >= _FEWEST_NAMES]
    starts = [0]
    for column in stubs[1:]:
        between = any(numeric[max(starts[-1], stubs[0]) : column])
        if between and any(numeric[column:]) and _again(names[column], names[stubs[0]]):
            starts.append(_with_ranks(column, starts[-1], stubs[0], names))
    return starts


def _again(names: list[str], stub: list[str]) -> bool:
    """Whether a column names the rows as the first stub does: under its header, or the same rows."""
    shared = set(names) & set(stub)
    heads = {name for name in shared if name.lower() in table_words("generic")}
    return len(names) >= _FEWEST_NAMES and bool(heads or 2 * len(shared) >= len(set(names)))


def _with_ranks(column: int, before: int, first: int, names: list[list[str]]) -> int:
    """A panel begins with the columns of ranks or numbers that stand before its stub as before the first one."""
    leading = {name for one in names[:first] for name in one[-1:]}
    while column - 1 > before and set(names[column - 1][-1:]) & leading:
        column -= 1
    return column
