"""Small multiples: one small panel a name, each with its own scale from nought, first and last value printed."""

import numpy as np
import pandas as pd

from ipstats.display import alt
from ipstats.display.captions import several
from ipstats.display.charts.lines import stroke
from ipstats.display.charts.sheet import (
    data_columns,
    drawn,
    names,
    printed,
    scale,
    scaled_text,
    scaled_unit,
    sheet,
    thin,
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
    kept = drawn(rows, value, "year") if len(rows) else rows
    called = pd.Series(names(kept, label, here) if len(kept) else [], index=kept.index, dtype=object)
    parts = {series: kept[called == series].sort_values("year") for series in dict.fromkeys(called)}
    long = {series: part for series, part in parts.items() if part["year"].nunique() > 1}
    if not long:
        points = [(series, 0.0, printed(part.tail(1), value, here, unit=True)[0]) for series, part in parts.items()]
        return thin(kept, points, name, here, given)
    shown = dict(list(long.items())[:most])
    with sheet(house()["size"]["panel"] * int(np.ceil(len(shown) / across))) as drawing:
        drawing.get_layout_engine().set(hspace=0.12, wspace=0.06)
        grid = drawing.subplots(int(np.ceil(len(shown) / across)), across, squeeze=False, sharey=shared)
        years = [year for part in shown.values() for year in part["year"]]
        tallest = max(part[value].max() for part in shown.values())
        for axes, (series, part) in zip(grid.flat, shown.items(), strict=False):
            _panel(axes, series, part, value, years, tallest if shared else part[value].max(), here)
        for axes in grid.flat[len(shown) :]:
            axes.set_visible(False)
    given = given | {"notes": (*several(given.get("notes")), *_left(parts, long, shown, here))}
    drawn_rows = pd.concat(shown.values())
    said = _alt(shown, value, here)
    return figure(
        drawing, drawn_rows, name, here, alt=said, columns=data_columns(label, ["year", value], name, columns), **given
    )


def _panel(axes, series: str, part: pd.DataFrame, value: str, years: list, top: float, here: Context) -> None:
    main = "ref_area" in part and here.area in set(part["ref_area"])
    style = {
        "color": colour("highlight") if main or not here.area else colour("quiet"),
        "marker": "o",
        "linestyle": "-",
    }
    stroke(axes, part, value, style)
    divisor, word = scale(top, here.language)
    unit = unit_name(part["unit_measure"].iloc[0], here.language) if "unit_measure" in part else ""
    unit = scaled_unit("" if unit in series else unit, word, here.language)
    title = wrap(series, 13)
    axes.set_title(
        f"{title}\n{unit}"
        if unit and "\n" not in title
        else f"{title}{'，' if here.language == 'zh' else ', '}{unit}"
        if unit
        else title,
        fontsize=8,
    )
    axes.set_ylim(0, top * 1.42 or 1)
    year_ticks(axes, [part["year"].min(), part["year"].max()])
    axes.set_xlim(min(years) - 0.9, max(years) + 0.9)
    axes.tick_params(labelsize=7.5)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    texts, steps = scaled_text(part, value, divisor, here), part[value].diff()
    for at, above in ((0, steps.iloc[1] < 0), (-1, steps.iloc[-1] >= 0)):
        row = part.iloc[at]
        above = above or row[value] < 0.35 * top
        axes.annotate(
            texts[at], (row["year"], row[value]), (8 if at else -8, 5 if above else -5), textcoords="offset points",
            ha="right" if at else "left", va="bottom" if above else "top", fontsize=7.5, zorder=1,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3},
        )  # fmt: skip


def _left(parts: dict, long: dict, shown: dict, here: Context) -> tuple[str, ...]:
    single = [series for series in parts if series not in long]
    later = [series for series in long if series not in shown]
    zh = here.language == "zh"
    notes = []
    if single:
        notes.append(
            f"仅有一年数据、未作图：{'、'.join(single)}。" if zh else f"One year only, not drawn: {', '.join(single)}."
        )
    if later:
        notes.append(f"未列入本图：{'、'.join(later)}。" if zh else f"Not in this chart: {', '.join(later)}.")
    return tuple(notes)


def _alt(shown: dict, value: str, here: Context) -> str:
    said = []
    for series, part in shown.items():
        texts = printed(part, value, here)
        points = [(str(year), size, text) for year, size, text in zip(part["year"], part[value], texts, strict=True)]
        said.append(
            f"{series}{alt.change(points)}" if here.language == "zh" else f"{series}: {alt.change(points, 'en')}"
        )
    if here.language == "zh":
        return f"{len(shown)}幅小图：" + "；".join(said) + "。"
    return f"{len(shown)} small charts. " + "; ".join(said) + "."
