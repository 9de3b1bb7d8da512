"""Small multiples: one small panel a name, each with its own scale from nought, first and last value printed."""

import numpy as np
import pandas as pd

from ipstats.display import scales
from ipstats.display.captions import several
from ipstats.display.charts.lines import stroke
from ipstats.display.charts.sheet import (
    courses,
    data_columns,
    drawn,
    points,
    scale,
    scaled_text,
    sheet,
    thin,
    told,
    wrap,
    year_ticks,
)  # fmt: skip
from ipstats.display.columns import unit_name
from ipstats.display.context import Context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import colour, house


def panels(
    rows: pd.DataFrame, value: str = "level", name: str = "", here: Context | None = None, *, label: str = "indicator",
    across: int = 3, most: int = 12, shared: bool = False, columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One panel a name of `label` with at least two years, in the order of the rows; `shared` gives all one scale.

    Names with one year only are listed in a note, and so are those after the first `most`.
    """
    here = here or Context()
    kept = drawn(rows, value, "year")
    long, single = courses(kept, label, here)
    if not long:
        return thin(kept, points(kept, label, value, here, unit=True), name, here, given)
    shown = dict(list(long.items())[:most])
    rows = pd.concat(shown.values())
    down = int(np.ceil(len(shown) / across))
    with sheet(house()["size"]["panel"] * down) as drawing:
        drawing.get_layout_engine().set(hspace=0.12, wspace=0.06)
        grid = drawing.subplots(down, across, squeeze=False, sharey=shared)
        for axes, (series, part) in zip(grid.flat, shown.items(), strict=False):
            _panel(axes, series, part, value, (rows if shared else part)[value].max(), here)
            axes.set_xlim(rows["year"].min() - 0.9, rows["year"].max() + 0.9)
        for axes in grid.flat[len(shown) :]:
            axes.set_visible(False)
    given = given | {"notes": (*several(given.get("notes")), *_left(single, [*long][most:], here))}
    chosen = data_columns(label, ["year", value], name, columns)
    each = ((series, part, value) for series, part in shown.items())
    said = told(f"{len(shown)}幅小图：", f"{len(shown)} small charts. ", each, here)
    return figure(drawing, rows, name, here, alt=said, columns=chosen, **given)


def _panel(axes, series: str, part: pd.DataFrame, value: str, top: float, here: Context) -> None:
    main = not here.area or ("ref_area" in part and here.area in set(part["ref_area"]))
    stroke(axes, part, value, {"color": colour("highlight" if main else "quiet"), "marker": "o", "linestyle": "-"})
    divisor, word = scale(top, here.language)
    unit = unit_name(part["unit_measure"].iloc[0], here.language) if "unit_measure" in part else ""
    unit = scales.with_word("" if unit in series else unit, word, here.language)
    axes.set_title(_title(wrap(series, 13), unit, here), fontsize=8)
    axes.set_ylim(0, top * 1.42 or 1)
    year_ticks(axes, [part["year"].min(), part["year"].max()])
    axes.tick_params(labelsize=7.5)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    _ends(axes, part, value, scaled_text(part, value, divisor, here), top)


def _title(name: str, unit: str, here: Context) -> str:
    """A name and the unit below it; behind it where the name takes two lines."""
    if not unit:
        return name
    comma = "，" if here.language == "zh" else ", "
    return (comma if "\n" in name else "\n").join((name, unit))


def _ends(axes, part: pd.DataFrame, value: str, texts: list[str], top: float) -> None:
    """The first and the last value, on the side of their mark that the line leaves free."""
    steps = part[value].diff()
    for at, above in ((0, steps.iloc[1] < 0), (-1, steps.iloc[-1] >= 0)):
        row = part.iloc[at]
        above = above or row[value] < 0.35 * top
        axes.annotate(
            texts[at], (row["year"], row[value]), (8 if at else -8, 5 if above else -5), textcoords="offset points",
            ha="right" if at else "left", va="bottom" if above else "top", fontsize=7.5, zorder=1,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3},
        )  # fmt: skip


def _left(single: list[str], later: list[str], here: Context) -> tuple[str, ...]:
    """What is said of names with one year only, and of those after the first."""
    zh = here.language == "zh"
    notes = []
    if single:
        notes.append(
            f"仅有一年数据、未作图：{'、'.join(single)}。" if zh else f"One year only, not drawn: {', '.join(single)}."
        )
    if later:
        notes.append(f"未列入本图：{'、'.join(later)}。" if zh else f"Not in this chart: {', '.join(later)}.")
    return tuple(notes)
