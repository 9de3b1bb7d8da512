"""A bump chart: places over the years (or editions), first at the top."""

from itertools import accumulate, pairwise

import pandas as pd

from ipstats.display import cells
from ipstats.display.captions import several
from ipstats.display.charts.labels import spread
from ipstats.display.charts.sheet import data_columns, drawn, names, sheet, thin
from ipstats.display.context import Context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Inline, Prose
from ipstats.display.style import colour, look

ROW = 0.24
"""Inches a place takes."""
SKIP = 2.0
"""Places that a stretch of places nobody drawn held takes at most."""
APART = 0.66
"""Places that the line of a name takes."""


def bump(
    rows: pd.DataFrame, rank: str = "rank", name: str = "", here: Context | None = None, *, over: str = "year",
    label: str = "area", most: int = 15, columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One line a name: its place in every year (column `over`), in pieces where a year is missing. Names stand at both
    ends, ties side by side; those without two places in a row are in a note.

    Drawn are those that were among the first `most` in any year, and the report's area, which is highlighted; when all
    rows are of one area (its places by indicator), every line has a look of its own.
    """
    here = here or Context()
    kept = drawn(rows, rank, over)
    kept = kept.assign(called=names(kept, label, here) if len(kept) else [])
    moving = kept[kept.groupby("called")[over].transform(_runs)] if len(kept) else kept
    if moving.empty:
        return thin(kept, _points(kept, rank, over, here), name, here, given)
    shown = _chosen(moving, rank, most, here)
    if (shown.groupby("called")[rank].nunique() == 1).all():
        return _constant(shown, rank, over, here)
    times = list(range(int(shown[over].min()), int(shown[over].max()) + 1))
    shown = shown.assign(height=_heights(shown[rank]))
    deepest = shown["height"].max()
    closer = _squeezed(here) if deepest < shown[rank].max() - shown[rank].min() else ()
    given = given | {"notes": (*several(given.get("notes")), *_left(kept, moving, here), *closer)}
    with sheet(max(1.6, ROW * (deepest + 1) + 0.5)) as drawing:
        axes = drawing.subplots()
        for at, (_, part) in enumerate(shown.groupby("called", sort=False)):
            axes.plot(times, _places(part, "height", over, times), **_stroke(at, part, shown, here))
        _name_ends(axes, shown, rank, over, times, here)
        axes.set_xticks(times, [_time(time, over, here) for time in times])
        axes.set_xlim(times[0] - 0.1, times[-1] + 0.1)
        axes.set_ylim(deepest + 0.9, -0.9)
        axes.yaxis.set_visible(False)
        axes.spines[["left", "bottom"]].set_visible(False)
    said = _alt(shown, rank, over, times, here)
    return figure(
        drawing, kept, name, here, alt=said, columns=data_columns(label, [over, rank], name, columns), **given
    )


def _squeezed(here: Context) -> tuple[str]:
    return ("未画出的位次不按间距留空。",) if here.language == "zh" else ("Places not drawn take less room.",)


def _points(kept: pd.DataFrame, rank: str, over: str, here: Context) -> list:
    """Every place by name and time, as a sentence has them."""
    where = zip(kept["called"], kept[over], kept[rank], strict=True)
    return [
        (_told(called, _time(time, over, here), over, here), float(place), cells.place(place, here.language))
        for called, time, place in where
    ]


def _constant(shown: pd.DataFrame, rank: str, over: str, here: Context) -> Prose:
    """What is said where no place changed: a chart of level lines would show nothing else."""
    said = []
    for called, part in shown.groupby("called", sort=False):
        first, last = (_time(part[over].agg(end), over, here) for end in ("min", "max"))
        place = cells.place(part[rank].iloc[0], here.language)
        if here.language == "zh":
            said.append(f"{called}{first}—{last}{'年' if over == 'year' else ''}均为{place}")
        else:
            said.append(f"{called} was {place} throughout, {first}–{last}")
    return Prose(here.language, (Inline("；".join(said) + "。" if here.language == "zh" else "; ".join(said) + "."),))


def _heights(places: pd.Series) -> pd.Series:
    """The vertical position of each place: one step apart, two where places that are not drawn lie between."""
    known = sorted({float(place) for place in places})
    steps = [min(after - before, SKIP) for before, after in pairwise(known)]
    return places.astype(float).map(dict(zip(known, accumulate(steps, initial=0.0), strict=True)))


def _told(called: str, time: str, over: str, here: Context) -> str:
    """A name and its time, as a sentence has them."""
    if here.language == "zh":
        return f"{time}{'年' if over == 'year' else ''}{called}"
    return f"{called} {time}"


def _runs(times: pd.Series) -> bool:
    """Whether two times are neighbours, so that a line may join them."""
    return bool((times.drop_duplicates().sort_values().diff() == 1).any())


def _left(kept: pd.DataFrame, moving: pd.DataFrame, here: Context) -> tuple[str, ...]:
    """A note that names the series without two places in consecutive times, which have no line."""
    single = [called for called in kept["called"].unique() if called not in set(moving["called"])]
    if not single:
        return ()
    return (
        f"没有相邻两次位次、未作图：{'、'.join(single)}。"
        if here.language == "zh"
        else f"No two places in a row, not drawn: {', '.join(single)}.",
    )


def _chosen(kept: pd.DataFrame, rank: str, most: int, here: Context) -> pd.DataFrame:
    """Every place of the names that were ever among the first `most`, and of the report's area."""
    own = kept["ref_area"] == here.area if "ref_area" in kept else False
    return kept[kept["called"].isin(kept.loc[(kept[rank] <= most) | own, "called"])]


def _places(part: pd.DataFrame, rank: str, over: str, times: list) -> pd.Series:
    return part.drop_duplicates(over).set_index(over)[rank].astype(float).reindex(times)


def _is_own(part: pd.DataFrame, here: Context) -> bool:
    return "ref_area" in part and here.area in set(part["ref_area"])


def _stroke(at: int, part: pd.DataFrame, shown: pd.DataFrame, here: Context) -> dict:
    if "ref_area" in shown and shown["ref_area"].nunique() == 1:
        return look(at) | {"linewidth": 1.8, "markersize": 6}
    main = _is_own(part, here)
    style = {"color": colour("highlight" if main else "other"), "marker": "o", "linestyle": "-"}
    return style | ({"linewidth": 2.6, "markersize": 7, "zorder": 3} if main else {"linewidth": 1.4, "markersize": 5})


def _time(time, over: str, here: Context) -> str:
    return cells.edition(time, here.language) if over == "edition" else f"{time:.0f}"


def _name_ends(axes, shown: pd.DataFrame, rank: str, over: str, times: list, here: Context) -> None:
    """Names beside the first and last column of places, ties moved apart; a line that reaches neither is named at its
    own last place."""
    several = "ref_area" in shown and shown["ref_area"].nunique() > 1
    named: set[str] = set()
    for time, side in ((times[0], "left"), (times[-1], "right")):
        at = shown[shown[over] == time].drop_duplicates("called").sort_values(rank, kind="stable")
        named |= set(at["called"])
        spots = spread(at["height"].to_numpy(), APART)
        for called, code, place, spot in zip(at["called"], _codes(at), at[rank], spots, strict=True):
            axes.annotate(
                f"{called} {place:.0f}" if side == "left" else f"{place:.0f} {called}", (time, spot),
                (-8 if side == "left" else 8, 0), textcoords="offset points", va="center", fontsize=8,
                ha="right" if side == "left" else "left",
                color=colour("highlight" if several and code == here.area else "ink"),
            )  # fmt: skip
    for called, part in shown[~shown["called"].isin(named)].groupby("called", sort=False):
        last = part.sort_values(over).iloc[-1]
        axes.annotate(
            f"{called!s} {last[rank]:.0f}", (last[over], last["height"]), (0, 6), textcoords="offset points",
            ha="center", va="bottom", fontsize=8,
        )  # fmt: skip


def _codes(rows: pd.DataFrame) -> list[str]:
    return list(rows["ref_area"]) if "ref_area" in rows else [""] * len(rows)


def _alt(shown: pd.DataFrame, rank: str, over: str, times: list, here: Context) -> str:
    zh, said = here.language == "zh", []
    for series, part in shown.groupby("called", sort=False):
        steps = ["—" if place != place else f"{place:.0f}" for place in _places(part, rank, over, times)]
        said.append(f"{series}：{'、'.join(steps)}" if zh else f"{series}: {', '.join(steps)}")
    span = f"{_time(times[0], over, here)}{'—' if zh else '–'}{_time(times[-1], over, here)}"
    return f"位次图（{span}）：{'；'.join(said)}。" if zh else f"Places, {span}. {'; '.join(said)}."
