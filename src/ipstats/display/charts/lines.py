"""Lines over the years, named at their ends; no line is drawn across a missing year or a break of definition.

Of several columns the first is a line and the others are labelled dots beside it, as a legend says."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from ipstats.display import cells, scales
from ipstats.display.captions import unit_of
from ipstats.display.charts.labels import spread
from ipstats.display.charts.sheet import (
    POINT,
    by_name,
    data_columns,
    drawn,
    printed,
    scale,
    sheet,
    thin,
    ticks,
    told,
    wrap,
    year_ticks,
)  # fmt: skip
from ipstats.display.context import Context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import colour, look

HEIGHT = 2.3


def lines(
    rows: pd.DataFrame, value: str | list[str] = "level", name: str = "", here: Context | None = None, *,
    label: str = "area", columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One line a name of `label`, or one a column when `value` is a list of columns, over the column `year`.

    The line of the report's area is thick. A column `break_before` marks years that open a new definition
    (`<column>_break` those of one column).
    """
    here = here or Context()
    found = list(_series(rows, value, label, here))
    known = [part for part in found if len(part[1])]
    years = sorted({int(year) for _, part, _ in known for year in part["year"]})
    if len(years) < 2:
        points = [(series, value, text) for series, part, column in known for value, text in _ends(part, column, here)]
        return thin(rows, points, name, here, given)
    single = isinstance(value, str)
    with sheet(HEIGHT) as drawing:
        axes = drawing.subplots()
        _draw(axes, known, single, given.get("unit") or unit_of(rows, here.language), here)
        year_ticks(axes, years)
        _name(axes, known, single, here)
    drawn_columns = ["year", *([value] if single else value)]
    chosen = data_columns(label if single else [], drawn_columns, name, columns)
    said = told("折线图：", "Line chart. ", known, here)
    return figure(drawing, rows, name, here, alt=said, columns=chosen, **given)


def _draw(axes, known: list, single: bool, unit: str, here: Context) -> None:
    """The lines on their scale, the first on top; of several columns those after the first as dots."""
    divisor, word = scale(max(part[column].max() for _, part, column in known), here.language)
    broken = "口径变化" if here.language == "zh" else "break"
    for at, (_, part, column) in reversed(list(enumerate(known))):
        if single or not at:
            stroke(axes, part, column, look(at), main=_is_main(part, known, here), word=broken)
            continue
        axes.plot(part["year"], part[column], **_dots(at), zorder=4)
    axes.set_ylim(0, axes.get_ylim()[1] * 1.05)
    ticks(axes.yaxis, here, divisor)
    axes.grid(axis="y")
    axes.set_title(scales.with_word(unit, word, here.language), fontsize=8.5)


def _name(axes, known: list, single: bool, here: Context) -> None:
    """The names of the lines of one column at their ends, of several columns in a legend."""
    (_name_ends if single else _legend)(axes, known, here)


def _dots(at: int) -> dict[str, Any]:
    """The look of a column beside the first: hollow marks without a line."""
    return {**look(at), "linestyle": "none", "markerfacecolor": "white"}


def _legend(axes, known: list, here: Context) -> None:
    """What line and dots are, above the axes, and their values: the line's below it, the dots' above."""
    from matplotlib.lines import Line2D

    handles = []
    for at, (name, part, column) in enumerate(known):
        handles.append(Line2D([], [], **(_dots(at) if at else look(at)), label=name, markersize=4.5))
        for year, value, text in zip(part["year"], part[column], printed(part, column, here), strict=True):
            axes.annotate(
                text, (year, value), (0, 6 if at else -7), textcoords="offset points", ha="center",
                va="bottom" if at else "top", fontsize=7.5, color=look(at)["color"],
            )  # fmt: skip
    place = {"loc": "lower right", "bbox_to_anchor": (1, 1), "borderaxespad": 0}  # beside the unit, over no break
    axes.legend(handles=handles, ncols=len(handles), fontsize=8, **place)
    axes.set_ylim(0, axes.get_ylim()[1] * 1.05)


def _series(rows: pd.DataFrame, value, label: str, here: Context) -> Iterator[tuple[str, pd.DataFrame, str]]:
    """Name, rows in order of time and column of each line."""
    if rows.empty:
        return
    if not isinstance(value, str):
        for name in value:
            chosen = cells.column(name, rows, here)
            part, own = drawn(rows, chosen.source).sort_values("year"), f"{chosen.source}_break"
            yield (
                chosen.label.partition("（")[0],
                part.assign(break_before=part[own]) if own in part else part,
                chosen.source,
            )
        return
    for series, part in by_name(drawn(rows, value), label, here).items():
        yield series, part, value


def _is_main(part: pd.DataFrame, known: list, here: Context) -> bool:
    areas = {code for _, other, _ in known for code in other.get("ref_area", [])}
    return len(areas) > 1 and here.area in set(part["ref_area"])


def _ends(part: pd.DataFrame, column: str, here: Context) -> list[tuple[float, str]]:
    return list(zip(part[column], printed(part, column, here, unit=True), strict=True))


def stroke(axes, part: pd.DataFrame, column: str, style: dict, *, main: bool = False, word: str = "") -> None:
    """One line in pieces: apart where a year is missing, or the definition changed (a dashed bar, named `word`)."""
    years, values = part["year"].to_numpy(int), part[column].to_numpy(float)
    broken = part["break_before"].to_numpy(bool) if "break_before" in part else np.zeros(len(part), bool)
    apart = np.flatnonzero((np.diff(years) > 1) | broken[1:]) + 1
    for piece in np.split(np.arange(len(part)), apart):
        axes.plot(years[piece], values[piece], **style, linewidth=2.4 if main else 1.5, markersize=5.5 if main else 4.5)
    for at in np.flatnonzero(broken[1:]) + 1:
        middle = (years[at] + years[at - 1]) / 2
        axes.axvline(middle, color=colour("quiet"), linewidth=0.8, linestyle=(0, (2, 2)), zorder=0)
        if any(told.get_text() == word and told.xy[0] == middle for told in axes.texts):
            continue
        axes.annotate(
            word, (middle, 1), (-2, -1), xycoords=("data", "axes fraction"), textcoords="offset points", rotation=90,
            fontsize=7, color=colour("quiet"), ha="right", va="top",
        )  # fmt: skip


def _name_ends(axes, known: list, here: Context) -> None:
    """Name and last value beside the end of each line, moved apart where they would touch."""
    low, high = axes.get_ylim()
    ends = [(int(part["year"].iloc[-1]), float(part[column].iloc[-1])) for _, part, column in known]
    texts = [f"{wrap(name, 9)} {printed(part.tail(1), column, here)[0]}" for name, part, column in known]
    gap = 11.0 * max(1 + text.count("\n") for text in texts) * (high - low) / ((HEIGHT - 0.6) * POINT)
    right = max(year for year, _ in ends)
    leader = {"arrowstyle": "-", "color": colour("other"), "linewidth": 0.6, "shrinkA": 0, "shrinkB": 2}
    places = iter(spread([y for year, y in ends if year == right], gap, low, high))
    for end, text, (_, part, _) in zip(ends, texts, known, strict=True):
        if end[0] < right:
            axes.annotate(
                text, end, (0, 7), textcoords="offset points", ha="center", va="bottom", fontsize=8, color=colour("ink")
            )
            continue
        place = next(places)
        away = abs(place - end[1]) > 0.25 * gap
        axes.annotate(
            text, end, (right + 0.22, place), textcoords="data", va="center", ha="left", fontsize=8,
            color=colour("highlight" if _is_main(part, known, here) else "ink"), annotation_clip=False,
            arrowprops=leader if away else None,
        )  # fmt: skip
    axes.set_xlim(axes.get_xlim()[0], right + 0.2)
