"""The figures of a document's content: prose and tables read in one order, and the `Document` that holds them."""

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from ipstats.documents.blocks import Block, Context
from ipstats.documents.content import Content, PrintedTable
from ipstats.documents.script import is_traditional, simplified
from ipstats.model.observations import sound_frame

_NUMBER = re.compile(r"(?<![\d.,〔第])\d[\d.,]*+(?!\s*[-/年月日号时:：〕届条章])")
"""A number that is no part of a date or a document's number."""


@dataclass(frozen=True)
class Document:
    """A document that was read. `table` holds its figures; each stands at `text[char_start:char_end]`.

    `warnings` are the ambiguities that were reported, not guessed at. In JupyterLab it shows its text with every
    figure highlighted, and each of `tables` shows what its cells were taken for.
    """

    text: str
    blocks: list[Block] = field(repr=False)
    tables: list[PrintedTable] = field(repr=False)
    table: pd.DataFrame = field(repr=False)
    title: str = ""
    source_id: str = ""
    published: date | None = None
    warnings: tuple[str, ...] = ()
    context: Context = field(default=Context(), repr=False)

    @cached_property
    def _page(self) -> str:
        from ipstats.reading.highlight import page

        return page(self)

    def to_html(self) -> str:
        """A self-contained page of the text with each figure highlighted (anchor `fig-<obs_id>`)."""
        return self._page

    def _repr_html_(self) -> str:
        from ipstats.reading.highlight import fragment

        return fragment(self)

    def __repr__(self) -> str:
        return f"Document({self.title or self.source_id!r}, {len(self.text)} characters, {len(self.table)} figures)"


def read_figures(content: Content, context: Context, source_id: str) -> Document:
    """Every figure of `content`; `context` says what the text leaves open, `source_id` what the rows are called."""
    text = content.text
    if is_traditional(text):
        content = simplified(content)
    with _uncollected():
        rows, warnings, tables = _rows(content, context)
        if content.text != text:
            rows = [row | {"obs_text": text[row["char_start"] : row["char_end"]]} for row in rows]
        table = sound_frame(rows, source_id)
    return Document(
        text, content.blocks, tables, table, context.title, context.source_id, context.published,
        tuple(content.warnings + warnings), context,
    )  # fmt: skip


@contextmanager
def _uncollected():
    """Without the collector of reference cycles, which reading does not make: in a long document it would walk again
    and again over every figure read so far, for a tenth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _rows(content: Content, context: Context) -> tuple[list[dict], list[str], list[PrintedTable]]:
    """The figures of prose and tables in the order of the text, what could not be told, and the tables as read."""
    from ipstats.reading.prose import read_blocks
    from ipstats.reading.setting import setting_of
    from ipstats.reading.tables import read_tables

    setting = setting_of(content.blocks, context)
    prose = read_blocks([block for block in content.blocks if block.kind != "caption"], context, setting)
    cells, warnings, tables = read_tables(content.tables, setting, context)
    rows = sorted(prose + cells, key=lambda row: row["char_start"])
    if not rows and (number := _NUMBER.search(content.text)):
        said = content.text[max(number.start() - 12, 0) : number.end() + 6].split()
        warnings.append(f"no figure was read, though numbers stand in the text (有数字而未读出): …{' '.join(said)}…")
    return rows, warnings, tables
