"""Composition over the years: one bar a year, 100 % in all, each part with its share printed in it."""

import numpy as np
import pandas as pd

from ipstats.display.charts.sheet import data_columns, drawn, names, printed, sheet, thin
from ipstats.display.context import Context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import colour

SHADES = ("highlight", "share_2", "share_3", "share_4")
ROW = 0.22
WIDE = 6.0
"""Per cent that a part must have for its share to be printed in it."""


def stacked(
    rows: pd.DataFrame, value: str = "share", name: str = "", here: Context | None = None, *, label: str = "indicator",
    columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One bar a year of a table of `shares_by_year`, the parts side by side in the order of the rows."""
    here = here or Context()
    kept = drawn(rows, value, "year") if len(rows) else rows
    if kept.empty or kept["year"].nunique() < 2:
        return thin(kept.iloc[:0], [], name, here, given)
    called = pd.Series(names(kept, label, here), index=kept.index, dtype=object)
    years = sorted(kept["year"].unique())
    with sheet(ROW * len(years) + 0.55) as drawing:
        axes = drawing.subplots()
        left = pd.Series(0.0, index=years)
        for at, part in enumerate(dict.fromkeys(called)):
            own = kept[called == part].set_index("year")
            _part(axes, own, value, years, left, at, part, here)
            left = left.add(own[value].reindex(years).fillna(0.0))
        axes.set_yticks(range(len(years)), [str(year) for year in years])
        axes.set_ylim(len(years) - 0.5, -0.5)
        axes.set_xlim(0, 100)
        axes.xaxis.set_visible(False)
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, borderaxespad=0.2, handlelength=1.0, fontsize=8)
    chosen = data_columns(label, ["year", value], name, columns)
    return figure(drawing, kept, name, here, alt=_alt(kept, called, value, here), columns=chosen, **given)


def _part(axes, own: pd.DataFrame, value: str, years: list, left: pd.Series, at: int, part: str, here: Context) -> None:
    """The bars of one part, its share printed where there is room."""
    shade = colour(SHADES[at % len(SHADES)])
    sizes = own[value].reindex(years)
    axes.barh(range(len(years)), sizes.fillna(0.0), 0.66, left=left, color=shade, edgecolor="white", label=part)
    texts = dict(zip(own.index, printed(own, value, here, decimals=1), strict=True))
    for row, year in enumerate(years):
        if np.isfinite(sizes[year]) and sizes[year] >= WIDE:
            axes.annotate(
                texts[year], (left[year] + sizes[year] / 2, row), ha="center", va="center", fontsize=8,
                color="white" if at == 0 else colour("ink"),
            )  # fmt: skip


def _alt(rows: pd.DataFrame, called: pd.Series, value: str, here: Context) -> str:
    zh, said = here.language == "zh", []
    for part in dict.fromkeys(called):
        own = rows[called == part].sort_values("year")
        texts = printed(own, value, here, decimals=1)
        first, last = own["year"].iloc[0], own["year"].iloc[-1]
        said.append(
            f"{part}{first}年{texts[0]}%，{last}年{texts[-1]}%" if zh else
            f"{part} {texts[0]}% in {first}, {texts[-1]}% in {last}"
        )  # fmt: skip
    return f"构成图：{'；'.join(said)}。" if zh else f"Composition. {'; '.join(said)}."
