"""`ipstats.read`: the figures of one document, with the corrections that stand beside it."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from ipstats.collect.corrections import apply, beside
from ipstats.documents.blocks import Context
from ipstats.documents.content import Content, PrintedTable
from ipstats.documents.opening import open_document, stated_date
from ipstats.documents.outline import UNIT_LINE
from ipstats.errors import ParameterError
from ipstats.model.observations import validate
from ipstats.reading.document import Document, read_figures


def read(
    document: str | Path | bytes,
    *,
    published: date | str | None = None,
    area: str | None = None,
    year: int | None = None,
    source: str = "",
    name: str = "",
    title: str = "",
    corrections: list | None = None,
) -> Document:
    """The figures of a document, each with its meaning and its exact place.

    Parameters
    ----------
    document : a path (`.md .txt .html .docx .pdf .xlsx .xls .csv` ...), or the bytes of one with its file `name`, or
        text: a string that has a line break, or is no file and does not end as one
    published : the day it was published, which 今年 and 上年 refer to (YYYY-MM-DD)
    area : the area it is about, a name or GB/T 2260 code, where the text does not say
    year : the year it is about, where the text does not say
    source : the `source_id` of its rows; the file's name when left out
    name : the file name of bytes
    title : that of a table which bears none (CSV, a sheet), in place of its file's name
    corrections : what is to be applied to the rows; those of `<file name>.corrections.yaml` beside the file when left
        out, `[]` for none

    Returns
    -------
    Document
        `.table` (a row a figure, docs/data.md), `.text`, `.warnings`, `.numbers` (what became of every number); in a
        notebook it shows the text with its figures highlighted

    Raises
    ------
    DocumentError
        for what cannot be read: not there, encrypted, without text, of another format
    CorrectionError
        where a correction's guard no longer holds

    Examples
    --------
    >>> read("2023年，北京市专利授权量12件。").table[["ref_area_name", "obs_value", "time_period"]].values.tolist()
    [['北京市', 12.0, '2023']]
    """
    content, default, path = open_document(document, name)
    caption(content, title or content.title or (path.stem if path else ""))
    made = read_figures(content, context_of(content, published, area, year, source or default), default)
    if corrections is None and path is not None:
        corrections = beside(path)
    if corrections:
        made = replace(made, table=validate(apply(made.table, corrections, text=made.text), default))
    return made


_YEARS = range(1900, 2100)
_SAYS_SOMETHING = re.compile(r"[\u3400-\u9fff]{2}|(?:19|20)[0-9]{2}")
"""The name of a sheet that is a title or a year, not Sheet1 or 表1."""


def caption(content: Content, title: str) -> None:
    """Give untitled tables (of a CSV file, of a sheet) the title of their document and sheet."""
    lines = [block.text.strip() for block in content.blocks if block.kind != "note"]
    if title and all(map(UNIT_LINE.match, lines)):
        content.tables = [_captioned(table, title) for table in content.tables]


def _captioned(table: PrintedTable, title: str) -> PrintedTable:
    """A table with its title, and the name of its sheet where that says something, in front of its unit line."""
    if not all(map(UNIT_LINE.match, table.captions)):
        return table
    named = (table.name,) if _SAYS_SOMETHING.search(table.name) and table.name not in title else ()
    return replace(table, captions=(title, *named, *table.captions))


def context_of(content: Content, published, area: str | None, year: int | None, source_id: str) -> Context:
    if isinstance(published, str):
        try:
            published = date.fromisoformat(published) if published else None
        except ValueError:
            raise ParameterError(f"published={published!r} is no day; expected YYYY-MM-DD") from None
    if published is not None and not isinstance(published, date):
        raise ParameterError(f"published={published!r} is no day; expected YYYY-MM-DD")
    if year is not None and year not in _YEARS:
        raise ParameterError(f"year={year!r} is no year of a report; expected {_YEARS[0]} to {_YEARS[-1]}")
    return Context(
        content.title, published or content.published or stated_date(content.blocks), str(area or ""), year, source_id
    )
