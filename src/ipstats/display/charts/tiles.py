"""A tile grid: one tile a province about where it lies, its figure in it; no coastline and no boundary is drawn."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from ipstats.display import alt
from ipstats.display.charts.sheet import data_columns, drawn, ems, points, printed, sheet, thin
from ipstats.display.context import Context, area_name
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import colour, house
from ipstats.model.definitions import FOLDER, read_csv

FILE = FOLDER / "tiles.csv"
GAP = 0.06
"""The part of a tile that is left free around it."""
PALEST = 0.12
"""How much of the highlight's colour the smallest figure's tile has."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Where an area's tile stands: columns from the west, rows from the north."""

    code: str
    column: int
    row: int


@cache
def tiles() -> tuple[Tile, ...]:
    """The tiles of all provinces, Hong Kong, Macao and Taiwan (definitions/tiles.csv)."""
    return tuple(Tile(one["code"], int(one["column"]), int(one["row"])) for one in read_csv(FILE))


def tile_grid(
    rows: pd.DataFrame, value: str = "value", name: str = "", here: Context | None = None, *,
    least: int = 2, decimals: int | None = None, columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """The figures of provinces as tiles, darker the greater; a province without a figure is an empty tile with a dash.
    Fewer than `least` figures are not drawn; with `decimals` all are printed with as many.

    `rows` has one row a province (`ref_area`, `value`); rows of other areas are not drawn. The report's area is framed.
    """
    here = here or Context()
    kept = drawn(rows, value)
    kept = kept[kept["ref_area"].isin({tile.code for tile in tiles()})] if len(kept) else kept
    marks = points(kept, "area", value, here, unit=True)
    if len(kept) < least:
        return thin(kept, marks, name, here, given)
    figures = zip(kept[value].astype(float), printed(kept, value, here, decimals=decimals), strict=True)
    known = dict(zip(kept["ref_area"], figures, strict=True))
    largest = max(number for number, _ in known.values())
    width = house()["size"]["width"] * 0.8
    columns_, rows_ = (1 + max(getattr(tile, side) for tile in tiles()) for side in ("column", "row"))
    with sheet(width * rows_ / columns_ * 0.8, width) as drawing:
        axes = drawing.subplots()
        for tile in tiles():
            _draw(axes, tile, known.get(tile.code), largest, here)
        axes.set_xlim(0, columns_)
        axes.set_ylim(rows_, 0)
        axes.axis("off")
    columns = data_columns("area", [value], name, columns)
    return figure(drawing, kept, name, here, alt=_alt(marks, here), columns=columns, **given)


def _draw(axes, tile: Tile, found: tuple[float, str] | None, largest: float, here: Context) -> None:
    from matplotlib.patches import Rectangle

    part = 0.0 if found is None else PALEST + (1 - PALEST) * np.sqrt(max(found[0], 0) / largest if largest else 0)
    own = tile.code == here.area
    side = 1 - 2 * GAP
    axes.add_patch(
        Rectangle(
            (tile.column + GAP, tile.row + GAP), side, side, facecolor=_mixed(part) if found else "none",
            edgecolor=colour("second") if own else colour("rule"), linewidth=1.8 if own else 0.6,
        )
    )  # fmt: skip
    ink = colour("quiet") if found is None else "#ffffff" if part > 0.55 else colour("ink")
    called = area_name(tile.code, here.language, short=True)
    size = min(7.5, 7.5 * 4.4 / max(ems(called), 1))
    middle = tile.column + 0.5
    axes.text(middle, tile.row + 0.36, called, ha="center", va="center", fontsize=size, color=ink)
    axes.text(middle, tile.row + 0.68, found[1] if found else "—", ha="center", va="center", fontsize=8, color=ink)


def _mixed(part: float) -> tuple[float, float, float]:
    """White with so much of the highlight's colour."""
    from matplotlib.colors import to_rgb

    red, green, blue = (1 - part * (1 - channel) for channel in to_rgb(colour("highlight")))
    return red, green, blue


def _alt(marks: list[alt.Point], here: Context) -> str:
    missing = len(tiles()) - len(marks)
    if here.language == "zh":
        return f"方格图，{len(marks)}个地区有数：{alt.listed(marks, 'zh')}；{missing}个地区没有数据。"
    return f"Tile grid, {len(marks)} areas with figures: {alt.listed(marks, 'en')}; {missing} without."
