"""Ranked bars: who has how much; signed ones for contributions."""

import numpy as np
import pandas as pd

from ipstats.display import alt
from ipstats.display.captions import several
from ipstats.display.charts.sheet import (
    bounds,
    colour_names,
    data_columns,
    drawn,
    highlighted,
    margins,
    names,
    points,
    printed,
    sheet,
    thin,
    wrap,
)  # fmt: skip
from ipstats.display.context import Context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import colour, house

PANEL = 20
"""More bars than these that all point one way stand in two columns, the first half to the left."""
VISIBLE = 0.02
"""An interval narrower than this part of the axis would not be seen and is not drawn."""


def bars(
    rows: pd.DataFrame, value: str = "value", name: str = "", here: Context | None = None, *, label: str = "area",
    most: int = 40, least: int = 2, decimals: int | None = None, columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One bar a row, in the order of the rows, its value printed beside it and its interval as a whisker.

    Of more than `most` rows the first are drawn, or where some fall those that change most, and the highlighted one
    wherever it stands; a note says so. Fewer than `least` are not drawn. With `decimals` every value is printed with
    as many, and no interval is drawn. The total of parts (column `role`) has a colour of its own.
    """
    here = here or Context()
    kept = drawn(rows, value)
    if len(kept) < least:
        return thin(kept, points(kept, label, value, here, unit=True), name, here, given)
    shown, note = _most(kept, value, most, here)
    size = house()["size"]
    dense = len(shown) > 16
    texts = [wrap(text, 14 if here.language == "zh" else 20) for text in names(shown, label, here)]
    panels = np.array_split(np.arange(len(shown)), 2 if len(shown) > PANEL and (shown[value] >= 0).all() else 1)
    lines = max(sum(1 + 0.55 * texts[at].count("\n") for at in panel) for panel in panels)
    with sheet(size["row"] * (0.72 if dense else 1.0) * lines + 0.3) as drawing:
        _panels(drawing, shown, value, panels, texts, here, decimals)
    if note:
        given = given | {"notes": (*several(given.get("notes")), note)}
    said = _alt(kept, label, value, here)
    return figure(drawing, kept, name, here, alt=said, columns=data_columns(label, [value], name, columns), **given)


def _panels(
    drawing, rows: pd.DataFrame, value: str, panels: list, called: list[str], here: Context, decimals: int | None
) -> None:
    """The rows of each panel, all on one scale."""
    (low, high), main = _limits(rows, value), highlighted(rows, here)
    texts = printed(rows, value, here, decimals=decimals)
    before, after = margins(called, texts, list(rows[value] < 0), len(panels))
    seen = VISIBLE * (high - low) if decimals is None else np.inf
    for axes, panel in zip(drawing.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
        part = rows.iloc[panel]
        _draw(axes, part, value, [texts[at] for at in panel], main[panel], seen)
        axes.set_xlim(low - before * (high - low) if low < 0 else 0, high + after * (high - low))
        axes.set_ylim(drawing.axes[0].get_ylim())
        axes.set_yticks(range(len(panel)), [called[at] for at in panel], fontsize=7.5 if len(rows) > 16 else 8.5)
        colour_names(axes.get_yticklabels(), part, here)


def _most(rows: pd.DataFrame, value: str, most: int, here: Context) -> tuple[pd.DataFrame, str]:
    """The rows to draw, in their order, and the note that says which: the first would leave out the largest falls."""
    if len(rows) <= most:
        return rows, ""
    main, values = highlighted(rows, here), rows[value]
    signed = bool((values < 0).any())
    order = np.argsort(-values.abs().to_numpy(float), kind="stable") if signed else np.arange(len(rows))
    keep = np.isin(np.arange(len(rows)), order[:most])
    if not main.all() and not (keep & main).any():
        keep[order[most - 1]] = False
        keep |= main
    which = ("增减最大的", ", those that change most") if signed else ("", "")
    if here.language == "zh":
        return rows[keep], f"共{len(rows)}项，图中列{which[0]}{keep.sum()}项。"
    return rows[keep], f"{keep.sum()} of {len(rows)} are drawn{which[1]}."


def _limits(rows: pd.DataFrame, value: str) -> tuple[float, float]:
    """From where to where the bars reach, with their intervals and zero."""
    lower, upper = bounds(rows, value)
    return min(rows[value].min(), lower.min(), 0), max(rows[value].max(), upper.max(), 0)


def _draw(axes, rows: pd.DataFrame, value: str, texts: list[str], main: np.ndarray, seen: float) -> None:
    """The bars of a panel with the texts beside their ends, and the intervals that are wider than can be `seen`."""
    values, (lower, upper) = rows[value].to_numpy(float), bounds(rows, value)
    totals = (rows["role"] == "total").to_numpy() if "role" in rows else np.zeros(len(rows), bool)
    totals = totals & (~main | main.all())
    for at, size in enumerate(values):
        axes.barh(at, size, 0.62, color=_fill(size, main[at], totals[at]), linewidth=0)
    wide = upper - lower > seen
    _whiskers(axes, lower, upper, np.flatnonzero(wide))
    for at, text in enumerate(texts):
        end, side = (upper[at], 1) if values[at] >= 0 else (lower[at], -1)
        end = end if wide[at] else values[at]
        axes.annotate(
            text, (end, at), (4 * side, 0), textcoords="offset points", va="center", ha="left" if side > 0 else "right",
            fontsize=8, color=colour("highlight") if main[at] and not main.all() else colour("quiet"),
        )  # fmt: skip
    axes.invert_yaxis()
    axes.margins(y=0.5 / len(rows))
    axes.axvline(0, color=colour("ink"), linewidth=0.8)
    axes.xaxis.set_visible(False)
    axes.spines[["bottom", "left"]].set_visible(False)


def _whiskers(axes, lower: np.ndarray, upper: np.ndarray, rows: np.ndarray) -> None:
    """The intervals of some rows."""
    for at in rows:
        axes.plot([lower[at], upper[at]], [at, at], color=colour("ink"), linewidth=1, marker="|", markersize=4)


def _fill(size: float, main: bool, total: bool) -> str:
    """The colour of a bar: a total's own, that of a fall, that of the report's area or of the others."""
    if total:
        return colour("total")
    return colour("fall" if size < 0 else "highlight" if main else "other")


def _alt(rows: pd.DataFrame, label: str, value: str, here: Context) -> str:
    marks = points(rows, label, value, here)
    main = highlighted(rows, here)
    own = (
        "" if main.all() else alt.listed([mark for mark, bold in zip(marks, main, strict=True) if bold], here.language)
    )
    if here.language == "zh":
        return f"条形图，共{len(marks)}项：{alt.extremes(marks)}" + (f"；其中{own}。" if own else "。")
    return f"Bar chart of {len(marks)}: {alt.extremes(marks, 'en')}" + (f"; {own}." if own else ".")
