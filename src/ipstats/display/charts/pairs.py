"""Two years side by side: slopes (how the order changed) and dumbbells (how far each moved)."""

import pandas as pd

from ipstats.display.charts.labels import spread
from ipstats.display.charts.sheet import (
    POINT,
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

LINE = 12.0
"""Points that a label of one line takes."""
DENSE = 16
"""Rows from which on they stand closer."""


def slope(
    rows: pd.DataFrame, left: str = "base", right: str = "level", name: str = "", here: Context | None = None, *,
    label: str = "area", heads: tuple[str, str] = ("", ""), columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One line a row from its value in `left` to that in `right`, both printed; `heads` name the two sides."""
    return _paired(_slopes, lambda count: max(2.6, count * LINE * 1.15 / POINT + 0.5), rows, (left, right), name, here,
                   label, heads, columns, given)  # fmt: skip


def dumbbell(
    rows: pd.DataFrame, left: str = "base", right: str = "level", name: str = "", here: Context | None = None, *,
    label: str = "area", heads: tuple[str, str] = ("", ""), columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One line a row: hollow dot for `left`, filled for `right`, joined; the values printed outside both."""
    return _paired(_dumbbells, lambda count: house()["size"]["row"] * _squeeze(count) * count + 0.5, rows,
                   (left, right), name, here, label, heads, columns, given)  # fmt: skip


def _squeeze(count: int) -> float:
    """How much closer rows stand when there are many."""
    return 0.72 if count > DENSE else 1.0


def _paired(draw, tall, rows, sides, name, here, label, heads, columns, given) -> Figure | Prose:
    """The rows that have both values, drawn by `draw` on a sheet as `tall` as their number wants."""
    here = here or Context()
    kept = drawn(rows, *sides)
    if len(kept) < 2:
        return thin(kept, points(kept, label, sides[1], here, unit=True), name, here, given)
    years = str(here.base_year or ""), str(here.year or "")
    heads = tuple(head or year for head, year in zip(heads, years, strict=True))
    with sheet(tall(len(kept))) as drawing:
        draw(drawing.subplots(), kept, *sides, label, here, heads)
    said = _alt(kept, sides, label, here)
    return figure(drawing, kept, name, here, alt=said, columns=data_columns(label, list(sides), name, columns), **given)


def _slopes(axes, rows: pd.DataFrame, left: str, right: str, label: str, here: Context, heads: tuple) -> None:
    height = axes.figure.get_figheight()
    main, called = highlighted(rows, here), names(rows, label, here)
    ends = rows[[left, right]].to_numpy(float)
    low, high = ends.min(), ends.max()
    room = (high - low or abs(high) or 1.0) * 0.03
    axes.set_ylim(low - room, high + room)
    gap = LINE * (high - low + 2 * room) / ((height - 0.45) * POINT)
    for side, column in ((0, left), (1, right)):
        texts = [f"{name}  {text}" for name, text in zip(called, printed(rows, column, here), strict=True)]
        _beside(axes, side, ends[:, side], spread(ends[:, side], gap, low, high), texts, main)
    for own, (start, end) in zip(main, ends, strict=True):
        shade, line = colour("highlight" if own else "other"), "-" if end >= start else "--"
        axes.plot([0, 1], [start, end], color=shade, marker="o", linestyle=line, zorder=3 if own else 2)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 1], heads)
    axes.yaxis.set_visible(False)
    axes.spines[["left", "bottom"]].set_visible(False)
    for edge in (0, 1):
        axes.axvline(edge, color=colour("rule"), linewidth=0.8, zorder=0)


def _beside(axes, side: int, ends, places, texts: list[str], main) -> None:
    """The texts on one side of slopes (0 left, 1 right), led to the ends of their lines from the places they have."""
    reach, align = (1.06, "left") if side else (-0.06, "right")
    for end, place, text, own in zip(ends, places, texts, main, strict=True):
        axes.plot([side, reach * 0.75 + side * 0.25], [end, place], color=colour("rule"), linewidth=0.6)
        axes.text(reach, place, text, ha=align, va="center", fontsize=8, color=colour("highlight" if own else "ink"))


def _dumbbells(axes, rows: pd.DataFrame, left: str, right: str, label: str, here: Context, heads: tuple) -> None:
    main, called = highlighted(rows, here), [wrap(text) for text in names(rows, label, here)]
    texts = {side: printed(rows, side, here) for side in (left, right)}
    ends = rows[[left, right]].to_numpy(float)
    for at, pair in enumerate(ends):
        _dots(axes, at, pair, (texts[left][at], texts[right][at]), main[at])
    low, high = ends.min(), ends.max()
    reach = high - low or abs(high) or 1.0
    before, after = margins(called, texts[left] + texts[right], [True] * len(rows) + [False] * len(rows))
    axes.set_xlim(low - before * reach, high + after * reach)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), called, fontsize=7.5 if len(rows) > DENSE else 8.5)
    colour_names(axes.get_yticklabels(), rows, here)
    _key(axes, heads)
    axes.xaxis.set_visible(False)
    axes.spines[["left", "bottom"]].set_visible(False)


def _dots(axes, at: int, ends, texts: tuple[str, str], main: bool) -> None:
    """A hollow and a filled dot, joined, and their values outside both."""
    shade = colour("highlight" if main else "quiet")
    axes.plot(ends, [at, at], color=shade if main else colour("other"), linewidth=2, zorder=1)
    axes.plot(ends[0], at, "o", markerfacecolor="white", markeredgecolor=shade, markersize=5, zorder=2)
    axes.plot(ends[1], at, "o", color=shade, markersize=5.5, zorder=3)
    right = int(ends[1] >= ends[0])
    for which, (value, text) in enumerate(zip(ends, texts, strict=True)):
        side, align = (6, "left") if which == right else (-6, "right")
        axes.annotate(
            text, (value, at), (side, 0), textcoords="offset points", va="center", fontsize=7.5, ha=align, color=shade
        )


def _key(axes, heads: tuple[str, str]) -> None:
    from matplotlib.lines import Line2D

    dots = [
        Line2D([], [], marker="o", linestyle="none", color=colour("quiet"), markerfacecolor=fill, markersize=5.5)
        for fill in ("white", colour("quiet"))
    ]
    axes.legend(dots, heads, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.1, handletextpad=0.2)


def _alt(rows: pd.DataFrame, sides: tuple[str, str], label: str, here: Context) -> str:
    before, after = (points(rows, label, side, here) for side in sides)
    if here.language == "zh":
        said = [f"{a[0]}由{a[2]}变为{b[2]}" for a, b in zip(before, after, strict=True)]
        return f"两年对比图，共{len(said)}项：" + "；".join(said[:8]) + ("等。" if len(said) > 8 else "。")
    said = [f"{a[0]} from {a[2]} to {b[2]}" for a, b in zip(before, after, strict=True)]
    return f"Two years compared, {len(said)} rows: " + "; ".join(said[:8]) + (" and others." if len(said) > 8 else ".")
