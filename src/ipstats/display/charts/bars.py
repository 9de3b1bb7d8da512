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
    lines = sum(1 + 0.55 * text.count("\n") for text in texts)
    with sheet(size["row"] * (0.72 if dense else 1.0) * lines + 0.3) as drawing:
        axes = drawing.subplots()
        _draw(axes, shown, value, texts, here, decimals)
        axes.set_yticks(range(len(shown)), texts, fontsize=7.5 if dense else 8.5)
        colour_names(axes.get_yticklabels(), shown, here)
    if note:
        given = given | {"notes": (*several(given.get("notes")), note)}
    said = _alt(kept, label, value, here)
    return figure(drawing, kept, name, here, alt=said, columns=data_columns(label, [value], name, columns), **given)


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


def _draw(axes, rows: pd.DataFrame, value: str, called: list[str], here: Context, decimals: int | None) -> None:
    values, main = rows[value].to_numpy(float), highlighted(rows, here)
    lower, upper = bounds(rows, value)
    totals = (rows["role"] == "total").to_numpy() if "role" in rows else np.zeros(len(rows), bool)
    totals = totals & (~main | main.all())
    low, high = min(values.min(), lower.min(), 0), max(values.max(), upper.max(), 0)
    for at, size in enumerate(values):
        axes.barh(at, size, 0.62, color=_fill(size, main[at], totals[at]), linewidth=0)
    wide = (upper - lower > VISIBLE * (high - low)) & (decimals is None)
    _whiskers(axes, lower, upper, np.flatnonzero(wide))
    texts = printed(rows, value, here, decimals=decimals)
    for at, text in enumerate(texts):
        end, side = (upper[at], 1) if values[at] >= 0 else (lower[at], -1)
        end = end if wide[at] else values[at]
        axes.annotate(
            text, (end, at), (4 * side, 0), textcoords="offset points", va="center", ha="left" if side > 0 else "right",
            fontsize=8, color=colour("highlight") if main[at] and not main.all() else colour("quiet"),
        )  # fmt: skip
    axes.invert_yaxis()
    axes.margins(y=0.5 / len(rows))
    before, after = margins(called, texts, list(values < 0))
    axes.set_xlim(low - before * (high - low) if low < 0 else 0, high + after * (high - low))
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
