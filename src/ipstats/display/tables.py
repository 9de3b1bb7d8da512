"""The table object: anatomy of a printed table, published in the forms that notebooks and exports read.

A table is a frozen record; `titled`, `noted`, `head` ... return a new one. Its last place in a cell shows it.
"""

from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any, Self

import pandas as pd

from ipstats.display import alt, cells, html, phrasing
from ipstats.display.captions import caption, lacking, notes, view, words_of
from ipstats.display.context import Context
from ipstats.display.numbers import read_words
from ipstats.display.prose import Inline, Prose
from ipstats.errors import TableError
from ipstats.model.nearest import did_you_mean
from ipstats.model.select import a_table

MIME = "application/vnd.ipstats.table+json"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its name in the data, heading, alignment, and the heading above it that it shares (or none)."""

    name: str
    label: str
    align: str = "left"
    group: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell: what is printed, the value in the unit printed, where the number comes from, how it was computed, its
    status and the sign that stands for it on a page."""

    text: str
    value: Any = None
    href: str = ""
    title: str = ""
    mark: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """`kind` is body, group (one cell across) or total."""

    cells: tuple[TableCell, ...]
    kind: str = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Captioned:
    """What a table and a chart have in common: the texts around them."""

    title: str
    id: str = ""
    unit: str = ""
    period: str = ""
    source: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    alt: str = ""
    language: str = "zh"

    def titled(self, title: str) -> Self:
        return replace(self, title=title)

    def noted(self, *notes: str) -> Self:
        """With further notes after its own."""
        return replace(self, notes=(*self.notes, *notes))

    def texts(self) -> dict:
        """The texts that are single strings, by name."""
        return {name: getattr(self, name) for name in ("id", "title", "unit", "period", "alt", "language")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Captioned):
    """A printed table (三线表): title, unit, period, columns, rows, notes (注) and sources (资料来源)."""

    columns: tuple[TableColumn, ...] = ()
    rows: tuple[TableRow, ...] = ()
    data: pd.DataFrame | None = field(default=None, repr=False, compare=False)

    def head(self, rows: int = 10) -> "Table":
        """Its first rows, and a note that says how many there are."""
        if len(self.rows) <= rows:
            return self
        more = (
            f"共{len(self.rows)}行，此处列前{rows}行。"
            if self.language == "zh"
            else f"First {rows} of {len(self.rows)} rows."
        )
        return replace(self, rows=self.rows[:rows]).noted(more)

    def to_json(self) -> dict:
        """The record of `application/vnd.ipstats.table+json` (docs/architecture.md)."""
        shown = self.texts() | {"kind": "table", "source": list(self.source), "notes": list(self.notes)}
        shown["columns"] = [asdict(one) for one in self.columns]
        shown["rows"] = [{"kind": row.kind, "cells": [asdict(cell) for cell in row.cells]} for row in self.rows]
        return shown

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {MIME: self.to_json(), "text/html": html.table(self), "text/plain": str(self)}

    def __str__(self) -> str:
        return html.plain(self)


HEADS = ("year", "edition")
"""Columns of numbers that head their rows where they stand first: repeated where a table is cut in two."""


def _align(column: cells.Chosen, at: int) -> str:
    return "left" if at == 0 and column.name in HEADS else column.align


def table(
    rows: pd.DataFrame, name: str = "", here: Context | None = None, *, columns: list | None = None, **given
) -> Table | Prose:
    """A table of rows as a report prints it; numbers lead to their place in the source, or say how they were computed.

    Parameters
    ----------
    rows : a result table, or observations
    name : a ready-made view of `definitions/views.yaml`
    here : the report's `context(...)`, which gives language, and area and years for titles
    columns : in place of a view, names of `definitions/columns.yaml` or of the rows themselves, or pairs `(name,
        heading)`
    given : `title`, `unit`, `period`, `source`, `notes`, and words that the view's title needs

    Returns
    -------
    Table or Prose
        without rows a sentence that says what is missing

    Raises
    ------
    TableError
        for a column that is not there; it tells the nearest

    Examples
    --------
    >>> rows = growth(read("2022年，北京市专利授权量10万件。2023年，北京市专利授权量12万件。").table, "北京", 2023)
    >>> [cell.text for cell in table(rows, columns=["indicator", "level", "base"]).rows[0].cells]
    ['专利授权量', '12万', '10万']
    """
    here = here or Context()
    found = view(name)
    if a_table(rows).empty:
        return missing(rows, name, here, given)
    texts = caption(rows, name, here, given)
    chosen = [cells.column(one, rows, here) for one in columns or found.columns or rows.columns]
    told = phrasing.records(rows)
    chosen = [one for one in chosen if not cells.hollow(one, told, here)]
    chosen, scaled = cells.column_scales(told, chosen, here.language)
    body = _rows(rows, told, chosen, found, here, scaled)
    body, letters = _with_signs(body)
    applies = partial(_applies, rows=rows, chosen=chosen, body=body)
    said = (*cells.notes(chosen, here.language), *_dashes(body, here.language))
    texts = replace(texts, notes=notes(rows, name, here, given, applies, said))
    heads = tuple(TableColumn(one.name, one.label, _align(one, at), one.group) for at, one in enumerate(chosen))
    shown = Table(**asdict(texts), columns=heads, rows=body, data=rows).noted(
        *cells.cautions(rows, chosen, here.language),
        *cells.legend(letters, here.language),
    )
    return replace(shown, alt=alt.of_table(shown, found.main))


def _dashes(body: tuple[TableRow, ...], language: str) -> list[str]:
    """What a dash means, where a cell is one: not known, not to be computed or not to be asked."""
    shown = any(cell.text == cells.DASH for row in body for cell in row.cells)
    return [read_words()["tables"][language]["dash"]] if shown else []


def _applies(when: str, rows: pd.DataFrame, chosen: list[cells.Chosen], body: tuple[TableRow, ...]) -> bool:
    """Whether a table has what a note is about (`ReadyMade.notes_when`)."""
    if when == "stated_rate":
        return "rate_id" in rows and bool((rows["rate_id"] != "").any())
    named = when in {one.name for one in chosen} or ("indicator" in rows and when in set(rows["indicator"]))
    return named or any(when in cell.text for row in body for cell in row.cells)


def _with_signs(body: tuple[TableRow, ...]) -> tuple[tuple[TableRow, ...], set[str]]:
    """The rows with signs for the letters of status in them, and these letters."""
    letters = {letter for row in body for cell in row.cells for letter in cell.mark}
    return tuple(replace(row, cells=tuple(map(_signed, row.cells))) for row in body), letters


def _signed(cell: TableCell) -> TableCell:
    """A cell whose letters of status are the signs that notes below the table explain: ①②."""
    return replace(cell, sign=cells.signs(cell.mark)) if cell.mark else cell


def _rows(
    rows: pd.DataFrame, told: list[dict], chosen: list, found, here: Context, scaled: dict[str, int]
) -> tuple[TableRow, ...]:
    made: list[TableRow] = []
    group = None
    for row in told:
        row[cells.SCALES] = scaled | cells.row_scales(row, chosen)
        if found.group and row[found.group] != group:
            group = row[found.group]
            heading = cells.column(found.group, rows, here)
            made.append(TableRow((TableCell(heading.show(row, here)["text"]),), "group"))
        kind = "total" if found.total and row.get(found.total) == "total" else "body"
        made.append(TableRow(tuple(TableCell(**one.show(row, here)) for one in chosen), kind))
    return tuple(made)


def missing(rows: pd.DataFrame, name: str, here: Context, given: dict) -> Prose:
    """What is said in the place of a table or chart that would be empty: the reason, or that there are no figures."""
    found, language = view(name), here.language
    words = words_of(rows, here, given)
    if name and not found.text("empty", language):
        return Prose(language)
    reason = rows.attrs.get(f"reason_{language}", "")
    told = (found.text("title", language), found.text("empty", language))
    title, text = ("" if lacking(one, words) else one.format(**words) for one in told)
    title = given.get("title") or title or ("此处" if language == "zh" else "This")
    return Prose(language, (Inline(text or _nothing(title, reason, language)),), missing=not found.answers)


def _nothing(title: str, reason: str, language: str) -> str:
    """That a table or chart has no figures, and why."""
    if language == "zh":
        return f"“{title}”没有可列的数据" + (f"：{reason}。" if reason else "。")
    return f"No data for “{title}”" + (f": {reason}." if reason else ".")


def checked(rows: pd.DataFrame | dict, *names: str) -> None:
    """`TableError` unless the rows, or one of them, have these columns."""
    if absent := [name for name in names if name and name not in rows]:
        there = [str(name) for name in rows]
        hint = did_you_mean(absent[0], there) or f"; it has {', '.join(there)}"
        raise TableError(f"no column {', '.join(absent)} in the table{hint}")
