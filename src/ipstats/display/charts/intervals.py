"""Interval bars: a computed rate with what its printed operands leave open, beside the rate that was published."""

import numpy as np
import pandas as pd

from ipstats.display import alt
from ipstats.display.charts.sheet import (
    bounds,
    data_columns,
    drawn,
    ends,
    names,
    points,
    printed,
    sheet,
    thin,
    ticks,
    wrap,
)
from ipstats.display.context import Context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import colour, house

SEEN = 0.01
"""An interval wider than this part of the axis is seen as a band, and the key names it."""


def intervals(
    rows: pd.DataFrame, value: str = "growth", name: str = "", here: Context | None = None, *, label: str = "indicator",
    against: str = "published", nought_agrees: bool = False, columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One line a row: a dot for the computed value, a band for its interval, a hollow diamond for `against`, and the
    value in a column to the right. The band of an interval with an open end runs to the edge.

    Dots below nought are hollow and of another colour, undecided ones grey. With `nought_agrees` the values are
    distances: a dot is dark and filled where the interval holds nought, and hollow elsewhere.
    """
    here = here or Context()
    kept = drawn(rows, value)
    if len(kept) < 2:
        return thin(kept, points(kept, label, value, here, unit=True), name, here, given)
    size = house()["size"]
    texts = [wrap(text, 16 if here.language == "zh" else 18) for text in names(kept, label, here)]
    lines = sum(1 + 0.45 * text.count("\n") for text in texts)
    with sheet(size["row"] * lines + 0.75) as drawing:
        axes = drawing.subplots()
        _draw(axes, kept, value, against, here, nought_agrees)
        axes.set_yticks(range(len(kept)), texts)
        _key(axes, kept, value, against, here)
    marks = points(kept, label, value, here)
    said = f"区间图：{alt.extremes(marks)}。" if here.language == "zh" else f"Intervals: {alt.extremes(marks, 'en')}."
    return figure(drawing, kept, name, here, alt=said, columns=data_columns(label, [value], name, columns), **given)


def _draw(axes, rows: pd.DataFrame, value: str, against: str, here: Context, nought_agrees: bool) -> None:
    lower, upper = bounds(rows, value)
    values = rows[value].to_numpy(float)
    other = rows[against].to_numpy(float) if against in rows else np.full(len(rows), np.nan)
    low, high = np.nanmin([*lower, *other, 0]), np.nanmax([*upper, *other, 0])
    edges = low - 0.04 * (high - low or 1.0), high + 0.04 * (high - low or 1.0)
    spans = np.column_stack(ends(rows, value))
    for at, middle in enumerate(values):
        shade, hollow = _shade(spans[at], middle, nought_agrees)
        axes.plot(
            np.clip(spans[at], *edges),
            [at, at],
            color=shade,
            linewidth=6,
            alpha=0.35,
            solid_capstyle="butt",
            marker="",
            linestyle="-",
        )
        axes.plot(middle, at, "o", color=shade, markersize=5.5, markerfacecolor="white" if hollow else shade)
        axes.plot(
            other[at], at, "D", markersize=8, markerfacecolor="none", markeredgecolor=colour("ink"), markeredgewidth=0.8
        )
    for at, text in enumerate(printed(rows, value, here)):
        axes.annotate(
            text, (1.015, at), xycoords=("axes fraction", "data"), va="center", fontsize=8, color=colour("ink")
        )
    axes.set_xlim(*edges)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.axvline(0, color=colour("ink"), linewidth=0.8, zorder=0)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    ticks(axes.xaxis, here)


def _shade(span: np.ndarray, middle: float, nought_agrees: bool) -> tuple[str, bool]:
    """Colour of a dot, and whether it is hollow."""
    lower, upper = span
    if nought_agrees:
        agrees = lower <= 0 <= upper
        return colour("highlight" if agrees else "fall"), not agrees
    return colour("fall" if upper < 0 else "highlight" if lower > 0 else "quiet"), middle < 0


def _key(axes, rows: pd.DataFrame, value: str, against: str, here: Context) -> None:
    """What the marks mean, above the drawing, only those that are there."""
    from matplotlib.lines import Line2D

    words = ("计算值", "区间", "公布值") if here.language == "zh" else ("computed", "interval", "published")
    dot = Line2D([], [], marker="o", linestyle="none", color=colour("highlight"), markersize=5.5)
    band = Line2D([], [], color=colour("highlight"), alpha=0.35, linewidth=6)
    diamond = Line2D([], [], marker="D", linestyle="none", markerfacecolor="none", color=colour("ink"), markersize=7)
    lower, upper = bounds(rows, value)
    first, last = ends(rows, value)
    widest = np.nanmax(last - first)
    shown = [(dot, words[0])] + ([(band, words[1])] if np.ptp([*lower, *upper]) * SEEN < widest else [])
    if against in rows and rows[against].notna().any():
        shown.append((diamond, words[2]))
    axes.legend(
        *zip(*shown, strict=True), loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.2,
        handlelength=1.4, columnspacing=1.4,
    )  # fmt: skip
