"""Spark-lines: one thin line a name beside its latest value and change, for a page a director reads."""

import numpy as np
import pandas as pd

from ipstats.display.captions import several
from ipstats.display.charts.sheet import courses, data_columns, drawn, ems, points, printed, sheet, thin, told, wrap
from ipstats.display.context import Context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import colour

ROW = 0.22
"""Inches that a row takes; two lines of a name fit in it."""


def sparks(
    rows: pd.DataFrame, value: str = "level", name: str = "", here: Context | None = None, *, label: str = "indicator",
    most: int = 14, columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One row a name: its name, its course since the first year (on a scale of its own), first and last value.

    A name with one year only has no course, and one with two has points and no line; a value of another year than the
    first or last of the chart stands with its year. A note says that nothing can be read from heights across rows.
    """
    here = here or Context()
    kept = drawn(rows, value, "year")
    parts = dict(list(courses(kept, label, here)[0].items())[:most])
    if not parts:
        return thin(kept, points(kept, label, value, here, unit=True), name, here, given)
    shown = pd.concat(parts.values())
    first, last = int(shown["year"].min()), int(shown["year"].max())
    with sheet(ROW * len(parts) + 0.3) as drawing:
        axes = drawing.subplots()
        widest = max(ems(printed(part.head(1), value, here)[0]) for part in parts.values())
        for at, (series, part) in enumerate(parts.items()):
            called = wrap(series, 15 if here.language == "zh" else 30)
            _spark(axes, at, called, part, value, 8.5 * widest + 18, (first, last), here)
        axes.set_xlim(first - 0.2, last + 0.2)
        axes.set_ylim(len(parts) - 0.2, -0.8)
        axes.set_yticks([])
        axes.set_xticks([first, last], [str(first), str(last)])
        axes.spines["left"].set_visible(False)
        for year in (first, last):
            axes.axvline(year, color=colour("rule"), linewidth=0.5, zorder=0)
    note = (
        "各行纵轴尺度不同，不可跨行比较高低。"
        if here.language == "zh"
        else "Each row has a scale of its own: heights do not compare across rows."
    )
    given = given | {"notes": (*several(given.get("notes")), note)}
    said = told("走势图：", "Spark-lines. ", ((series, part, value) for series, part in parts.items()), here)
    chosen = data_columns(label, ["year", value], name, columns)
    return figure(drawing, shown, name, here, alt=said, columns=chosen, **given)


def _spark(
    axes, at: int, series: str, part: pd.DataFrame, value: str, beside: float, ends: tuple[int, int], here: Context
) -> None:
    years, values = part["year"].to_numpy(int), part[value].to_numpy(float)
    low, reach = values.min(), values.max() - values.min()
    heights = at + 0.28 - 0.6 * ((values - low) / reach if reach else values * 0 + 0.5)
    _course(axes, years, heights, part)
    axes.plot(years[-1], heights[-1], "o", color=colour("highlight"), markersize=5)
    texts = printed(part, value, here)
    before = {"textcoords": "offset points", "va": "center", "fontsize": 8.5}
    unit = part["unit_measure"].iloc[0] if "unit_measure" in part and here.language == "zh" else ""
    edge = {"xycoords": ("axes fraction", "data")}
    named = before | {"fontsize": 8, "linespacing": 0.95}
    axes.annotate(series, (0, at), (-beside, 0), ha="right", color=colour("ink"), **named, **edge)
    quiet = before | {"ha": "right", "color": colour("quiet")}
    if years[0] == ends[0]:
        axes.annotate(texts[0], (0, at), (-6, 0), **quiet, **edge)
    else:
        axes.annotate(_dated(texts[0], years[0], here), (years[0], heights[0]), (-5, 0), **quiet)
    latest = f"{texts[-1]} {unit}".rstrip()
    latest = latest if years[-1] == ends[1] else _dated(latest, years[-1], here)
    axes.annotate(latest, (1, at), (8, 0), ha="left", color=colour("highlight"), **before, **edge)


def _course(axes, years: np.ndarray, heights: np.ndarray, part: pd.DataFrame) -> None:
    """The points, joined where no year is missing and no definition changed; two alone are no course."""
    broken = part["break_before"].to_numpy(bool) if "break_before" in part else np.zeros(len(part), bool)
    pieces = (np.diff(years, prepend=years[0]) > 1) | broken
    pieces[0] = False
    line = {"color": colour("highlight"), "linewidth": 1.4, "marker": "o", "markersize": 2}
    for _, piece in pd.Series(heights, index=years).groupby(pieces.cumsum()):
        axes.plot(piece.index, piece.to_numpy(), **line, linestyle="-" if len(part) > 2 else "none")


def _dated(text: str, year: int, here: Context) -> str:
    """A value with its year, which is not the one that its place in the chart stands for."""
    return f"{text}（{year}年）" if here.language == "zh" else f"{text} ({year})"
