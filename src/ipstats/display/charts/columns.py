"""Columns over the years with the growth of each year as a line above: how a communique shows five years."""

import numpy as np
import pandas as pd

from ipstats.display import alt, scales
from ipstats.display.charts.sheet import (
    data_columns,
    drawn,
    floats,
    names,
    points,
    printed,
    scale,
    scaled_text,
    sheet,
    thin,
)  # fmt: skip
from ipstats.display.columns import unit_name
from ipstats.display.context import Context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import colour

HEIGHT = 1.75
RATES = 0.24
"""Part of the height that the line of growth takes."""


def columns(
    rows: pd.DataFrame, value: str = "level", name: str = "", here: Context | None = None, *, rate: str = "rate",
    most: int = 8, height: float = HEIGHT, columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One column a year of the first series of `rows` (a table of `history`), its growth in % as a line above.

    The last column is the report's year and highlighted; a break of definition is a dashed bar. No line across a year
    without a rate. `height` is in inches.
    """
    here = here or Context()
    kept = drawn(rows, value, "year") if len(rows) else rows
    if len(kept):
        first = names(kept.head(1), "indicator", here)[0]
        kept = kept[np.array(names(kept, "indicator", here)) == first].sort_values("year").tail(most)
    if kept["year"].nunique() < 2 if len(kept) else True:
        return thin(kept, points(kept, "indicator", value, here, unit=True), name, here, given)
    with sheet(height) as drawing:
        grid = drawing.subplots(2, 1, sharex=True, height_ratios=[RATES, 1 - RATES])
        _rates(grid[0], kept, rate, here)
        _columns(grid[1], kept, value, here)
    texts = printed(kept, value, here)
    said = alt.change(list(zip(kept["year"].astype(str), kept[value], texts, strict=True)), here.language)
    said = f"柱形图：{first}{said}。" if here.language == "zh" else f"Columns. {first}: {said}."
    chosen = data_columns("indicator", ["year", value, rate], name, columns)
    given = {"unit": f"{_unit(kept, value, here)}{'、' if here.language == 'zh' else ', '}%"} | given
    return figure(drawing, kept, name, here, alt=said, columns=chosen, **given)


def _columns(axes, rows: pd.DataFrame, value: str, here: Context) -> None:
    years, values = rows["year"].to_numpy(int), rows[value].to_numpy(float)
    divisor, _ = scale(values.max(), here.language)
    shades = [colour("highlight" if year == years[-1] else "other") for year in years]
    axes.bar(years, values, 0.56, color=shades, linewidth=0)
    for year, size, text in zip(years, values, scaled_text(rows, value, divisor, here), strict=True):
        axes.annotate(text, (year, size), (0, 2), textcoords="offset points", ha="center", va="bottom", fontsize=8)
    axes.set_xticks(years, [str(year) for year in years])
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    axes.set_ylim(0, values.max() * 1.16)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.set_title(_unit(rows, value, here), fontsize=8, color=colour("quiet"), pad=2)
    for year in years[rows["break_before"].to_numpy(bool)] if "break_before" in rows else []:
        axes.axvline(year - 0.5, color=colour("quiet"), linewidth=0.8, linestyle=(0, (2, 2)))


def _unit(rows: pd.DataFrame, value: str, here: Context) -> str:
    """What the columns are drawn in: 万件."""
    unit = unit_name(rows["unit_measure"].iloc[0], here.language) if "unit_measure" in rows else ""
    return scales.with_word(unit, scale(rows[value].max(), here.language)[1], here.language)


def _rates(axes, rows: pd.DataFrame, rate: str, here: Context) -> None:
    years, rates = rows["year"].to_numpy(int), floats(rows[rate])
    axes.plot(years, rates, color=colour("second"), marker="o", markersize=4, linewidth=1.3, linestyle="-")
    for year, size, text in zip(years, rates, printed(rows, rate, here, decimals=1), strict=True):
        if np.isfinite(size):
            axes.annotate(
                text, (year, size), (0, 4), textcoords="offset points", ha="center", va="bottom", fontsize=8,
                color=colour("second"),
            )  # fmt: skip
    known = rates[np.isfinite(rates)]
    if len(known):
        reach = np.ptp(known) or 1.0
        axes.set_ylim(known.min() - 0.2 * reach, known.max() + 0.9 * reach)
        if known.min() < 0 < known.max():
            axes.axhline(0, color=colour("rule"), linewidth=0.8, zorder=0)
    axes.set_title("增速，%" if here.language == "zh" else "growth, %", fontsize=8, color=colour("second"), pad=2)
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    axes.spines[["left", "bottom"]].set_visible(False)
