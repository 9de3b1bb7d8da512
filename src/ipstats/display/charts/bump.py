"""A bump chart: places over the years (or editions), first at the top."""

import pandas as pd

from ipstats.display.charts.sheet import drawn, names, sheet, thin
from ipstats.display.context import Context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import colour

ROW = 0.24


def bump(
    rows: pd.DataFrame, rank: str = "rank", name: str = "", here: Context | None = None, *, over: str = "year",
    label: str = "area", most: int = 15, columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One line a name: its place in every year (column `over`). Names stand at both ends, ties side by side.

    Drawn are those that were among the first `most` in any year, and the report's area.
    """
    here = here or Context()
    kept = drawn(rows, rank, over)
    times = sorted(kept[over].unique()) if len(kept) else []
    if len(times) < 2:
        points = (
            [
                (called, place, f"{place:.0f}")
                for called, place in zip(names(kept, label, here), kept[rank], strict=True)
            ]
            if times
            else []
        )
        return thin(kept, points, name, here, given)
    called = pd.Series(names(kept, label, here), index=kept.index, dtype=object)
    own = kept["ref_area"] == here.area if "ref_area" in kept else pd.Series(False, index=kept.index)
    chosen = called.isin(called[(kept[rank] <= most) | own])
    shown = kept[chosen]
    deepest = int(shown[rank].max())
    with sheet(max(2.0, ROW * deepest + 0.5)) as drawing:
        axes = drawing.subplots()
        for series in dict.fromkeys(called[chosen]):
            _line(
                axes, shown[called[chosen] == series], rank, over, series, times, main=bool(own[called == series].any())
            )
        _ends(axes, shown.assign(called=called[chosen]), rank, over, times, set(called[own]))
        axes.set_xticks(times, [_time(time, over, here) for time in times])
        axes.set_xlim(times[0] - 0.1, times[-1] + 0.1)
        axes.set_ylim(deepest + 0.6, 0.4)
        axes.yaxis.set_visible(False)
        axes.spines[["left", "bottom"]].set_visible(False)
    said = _alt(shown.assign(called=called[chosen]), rank, over, times, here)
    return figure(drawing, kept, name, here, alt=said, columns=columns or [label, over, rank], **given)


def _time(time, over: str, here: Context) -> str:
    if over == "edition":
        return f"第{time:.0f}届" if here.language == "zh" else f"No. {time:.0f}"
    return f"{time:.0f}"


def _line(axes, part: pd.DataFrame, rank: str, over: str, series: str, times: list, *, main: bool) -> None:
    places = part.drop_duplicates(over).set_index(over)[rank].astype(float).reindex(times)
    axes.plot(
        times, places, marker="o", color=colour("highlight") if main else colour("other"), linewidth=2.6 if main else 1.4,
        markersize=7 if main else 5, zorder=3 if main else 2, linestyle="-",
    )  # fmt: skip


def _ends(axes, shown: pd.DataFrame, rank: str, over: str, times: list, own: set) -> None:
    """Names beside the first and last column of places; those that share a place share a line."""
    for time, offset, align in ((times[0], -8, "right"), (times[-1], 8, "left")):
        at = shown[shown[over] == time]
        for place, tied in at.groupby(rank, sort=True):
            text = (
                f"{'、'.join(tied['called'])} {place:.0f}"
                if align == "right"
                else f"{place:.0f} {'、'.join(tied['called'])}"
            )
            shade = colour("highlight") if own & set(tied["called"]) else colour("ink")
            axes.annotate(
                text,
                (time, place),
                (offset, 0),
                textcoords="offset points",
                ha=align,
                va="center",
                fontsize=8,
                color=shade,
            )


def _alt(shown: pd.DataFrame, rank: str, over: str, times: list, here: Context) -> str:
    said = []
    for series, part in shown.groupby("called", sort=False):
        places = part.drop_duplicates(over).set_index(over)[rank].astype(float).reindex(times)
        steps = "、".join("—" if place != place else f"{place:.0f}" for place in places)
        said.append(f"{series}：{steps}" if here.language == "zh" else f"{series}: {steps.replace('、', ', ')}")
    dash = "—" if here.language == "zh" else "–"
    span = f"{_time(times[0], over, here)}{dash}{_time(times[-1], over, here)}"
    return (
        (f"位次图（{span}）：" + "；".join(said) + "。")
        if here.language == "zh"
        else f"Places, {span}. " + "; ".join(said) + "."
    )
