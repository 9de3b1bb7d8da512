"""What the reader makes of a file's tables by itself: what a recipe is drafted from, and where it asks for times."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ipstats.collect.read import caption, context_of
from ipstats.collect.sources import Source
from ipstats.documents.opening import read_content
from ipstats.model.indicators import Indicator
from ipstats.model.periods import Period
from ipstats.reading.cell_periods import period_answer
from ipstats.reading.cell_slots import Mention
from ipstats.reading.evidence import Answer, How
from ipstats.reading.setting import setting_of
from ipstats.reading.table_notes import note
from ipstats.reading.tables import ReadTable, read_each


class Figure(NamedTuple):
    """A figure with all that is said of it, what decided each of its slots, and its row."""

    mention: Mention
    answers: dict[str, Answer]
    row: dict


@dataclass(frozen=True)
class AsRead:
    """The tables of a file as `ipstats build` reads them where the sidecar has no `table:`; read when first asked."""

    path: Path
    source: Source

    @cached_property
    def tables(self) -> list[ReadTable]:
        """Its tables with their figures."""
        source, content = self.source, read_content(self.path)
        caption(content, source.title)
        context = context_of(content, source.published, source.area or None, source.year, source.id)
        return list(read_each(content.tables, setting_of(content.blocks, context)))

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Its figures by the address of their cells."""
        return {
            row["cell"]: Figure(*resolved, row)
            for one in self.tables
            for resolved, row in zip(one.resolved, one.rows, strict=True)
        }

    @cached_property
    def why(self) -> dict[str, str]:
        """The note about each cell of which something stays open, by its address."""
        return {cell: said for one in self.tables for cell, said in one.notes.why().items()}

    def period(self, cell: str, what: Indicator | None) -> str:
        """The time of a cell by title and headers of its table, of an indicator that a recipe names; "" when untold.

        What stands elsewhere in the document (the title of another sheet) tells nothing; the sidecar's `period` does.
        """
        figure = self.figures.get(cell)
        if figure is None or (figure.answers["period"].evidence.how is How.DOCUMENT and not self.source.period):
            return ""
        if what is not None and what.id != figure.row["indicator"]:
            period = period_answer(figure.mention, what.is_stock).value
        else:
            end = figure.row["period_end"]
            period = end and Period(figure.row["period_start"], end)
        return period.time_period if period else ""

    def doubt(self, cell: str) -> str:
        """What speaks against the time of a cell, in words; "" for nothing."""
        figure = self.figures.get(cell)
        return note(figure.answers["period"].doubt) if figure and figure.answers["period"].doubt else ""

    def comparison(self, cell: str) -> str:
        """What a change is against by title and headers of the file (since:2020-12-31), "" when untold."""
        figure = self.figures.get(cell)
        return figure.row["comparison"] if figure else ""
