"""The figure object: a chart with its caption, the table it was drawn from, and an alternative text from that table."""

import base64
import io
import sys
from dataclasses import asdict, dataclass

import pandas as pd

from ipstats.display import html
from ipstats.display.captions import caption, view
from ipstats.display.context import Context
from ipstats.display.prose import Prose
from ipstats.display.style import house, styled
from ipstats.display.tables import Captioned, Table, missing, table

MIME = "application/vnd.ipstats.figure+json"
PIXELS = 96 / 72
PAD = 0.04
"""Inches left free around a drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Captioned):
    """A chart: SVG with real text for exports, PNG for screens that lack the face, and the anatomy of a table."""

    svg: str
    png: bytes = b""
    data: Table | None = None
    width: float = 600.0

    def to_json(self) -> dict:
        """The record of `application/vnd.ipstats.figure+json` (docs/architecture.md)."""
        data = self.data.to_json() if self.data else None
        shown = self.texts() | {"svg": self.svg, "kind": "figure", "source": list(self.source)}
        return shown | {"notes": list(self.notes), "data": data}

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        picture = base64.b64encode(self.png).decode()
        return {MIME: self.to_json(), "text/html": html.figure(self, picture), "text/plain": str(self)}

    def __str__(self) -> str:
        return f"{self.title}\n{self.alt}"


def figure(
    drawing, rows: pd.DataFrame, name: str = "", here: Context | None = None, *, alt: str = "",
    columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """A figure of a matplotlib drawing, captioned as a table is, with the data it was drawn from.

    Parameters
    ----------
    drawing : a matplotlib Figure, or Axes of one; a drawing of pyplot is closed, so that a notebook does not show it
        twice
    rows : what it was drawn from
    name : a view of `definitions/views.yaml` that captions it
    here : the report's `context(...)`
    alt : what a reader who cannot see it is told; the data table's own when left out
    columns : the columns of `rows` that are its data
    given : `title`, `unit`, `period`, `source`, `notes`, and words that the view's title needs

    Returns
    -------
    Figure or Prose
        without rows a sentence that says what is missing

    Raises
    ------
    TableError
        for a column that is not there; it tells the nearest

    Examples
    --------
    >>> from matplotlib.figure import Figure as Drawing
    >>> table, drawing = read("2023年，北京市专利授权量12万件。").table, Drawing()
    >>> axes = drawing.subplots().bar(table["time_period"], table["obs_value"])
    >>> print(figure(drawing, table, title="专利授权量", alt="一根柱"))
    专利授权量
    一根柱
    """
    here = here or Context()
    canvas = getattr(drawing, "figure", None) or drawing
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(canvas)
    if rows.empty:
        return missing(rows, name, here, given)
    texts = caption(rows, name, here, given)
    behind = table(rows, name, here, columns=columns, **given) if columns or view(name).columns else None
    data = behind if isinstance(behind, Table) else None
    svg, png, width = _saved(canvas)
    said = alt or (data.alt if data else texts.title)
    return Figure(**asdict(texts), alt=said, svg=svg, png=png, data=data, width=width)


def _saved(canvas) -> tuple[str, bytes, float]:
    """A drawing as SVG without a date, as PNG, and its width in pixels; the same drawing gives the same bytes.

    It is laid out once, and then drawn once for each: without a layout engine, saving does not draw a second time.
    """
    with styled():
        if layout := canvas.get_layout_engine():
            layout.execute(canvas)
            canvas.set_layout_engine(None)
        box = canvas.get_tightbbox().padded(PAD)
        options = {"bbox_inches": box}
        vector, raster = io.StringIO(), io.BytesIO()
        canvas.savefig(vector, format="svg", metadata={"Date": None, "Creator": None}, **options)
        canvas.savefig(raster, format="png", dpi=house()["size"]["png_dpi"], metadata={"Software": None}, **options)
    svg = vector.getvalue()
    head = svg[svg.find("<svg") :]
    points = float(head[head.find('width="') + 7 :].split("pt", 1)[0])
    return svg, raster.getvalue(), points * PIXELS
