"""The figures of a document's content: prose and tables read in one order, and the `Document` that holds them."""

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from ipstats.documents.blocks import Block, Context
from ipstats.documents.content import Content
from ipstats.documents.script import is_traditional, simplified
from ipstats.errors import ParameterError
from ipstats.model.observations import sound_frame
from ipstats.reading.accounting import Number, numbers_of
from ipstats.reading.accounts import AccountedTable

_NUMBER = re.compile(r"(?<![\d.,〔第])\d[\d.,]*+(?!\s*[-/年月日号时:：〕届条章])")
"""A number that is no part of a date or a document's number."""


@dataclass(frozen=True)
class Document:
    """A document that was read. `table` holds its figures; each stands at `text[char_start:char_end]`.

    `warnings` are the ambiguities that were reported, not guessed at. In JupyterLab it shows its text with every
    figure highlighted, and each of `tables` what its cells were taken for.
    """

    text: str
    blocks: list[Block] = field(repr=False)
    tables: list[AccountedTable] = field(repr=False)
    table: pd.DataFrame = field(repr=False)
    title: str = ""
    source_id: str = ""
    published: date | None = None
    warnings: tuple[str, ...] = ()
    context: Context = field(default=Context(), repr=False)
    numbers: tuple[Number, ...] = field(default=(), repr=False)
    """Every number of the running text in exactly one class; those not read are `kind == "not read"`."""

    def why(self, quote: str) -> str:
        """What decided the figures at a piece of the text: tokens, clause, and every resolver that answered.

        `ParameterError` where the text does not hold the quote, or no figure stands there.
        """
        from ipstats.reading.rows import prose_of
        from ipstats.reading.why import why

        reads, lines, at = prose_of(self.blocks, self.context)[1], [], self.text.find(quote)
        if at < 0 or not quote:
            raise ParameterError(f"{quote!r} is not in the text; quote it exactly as it stands there")
        while at >= 0:
            lines += why(reads, at, at + len(quote))
            at = self.text.find(quote, at + 1)
        if not lines:
            raise ParameterError(f"{quote!r} is where no figure of running text was read")
        return "\n".join(lines)

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
        rows, warnings, numbers, tables = _rows(content, context)
        if content.text != text:
            rows = [row | {"obs_text": text[row["char_start"] : row["char_end"]]} for row in rows]
        table = sound_frame(rows, source_id)
    return Document(
        text, content.blocks, tables, table, context.title, context.source_id, context.published,
        tuple(content.warnings + warnings), context, numbers,
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


def _rows(content: Content, context: Context) -> tuple[list[dict], list[str], tuple[Number, ...], list[AccountedTable]]:
    """The figures of prose and tables in the order of the text, what could not be told, every number's class, and the
    tables with each cell accounted for."""
    from ipstats.reading.given import against_title, marked, warnings_of
    from ipstats.reading.rows import prose_of
    from ipstats.reading.setting import setting_of
    from ipstats.reading.tables import read_tables

    prose, reads = prose_of(content.blocks, context)
    cells, warnings, tables = read_tables(content.tables, setting_of(content.blocks, context), context)
    against = against_title(context, content.blocks)
    rows = marked(sorted(prose + cells, key=lambda row: row["char_start"]), against)
    warnings += warnings_of(against)
    if not rows and (number := _NUMBER.search(content.text)):
        said = content.text[max(number.start() - 12, 0) : number.end() + 6].split()
        warnings.append(f"no figure was read, though numbers stand in the text (有数字而未读出): …{' '.join(said)}…")
    return rows, warnings, tuple(numbers_of(reads)), tables
