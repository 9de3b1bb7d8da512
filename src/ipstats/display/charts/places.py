"""Places as intervals: from the highest to the lowest that the figures allow, first at the left."""

import numpy as np
import pandas as pd

from ipstats.display import alt, phrasing
from ipstats.display.charts.sheet import colour_names, data_columns, drawn, highlighted, names, sheet, thin
from ipstats.display.context import Context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import colour, house


def places(
    rows: pd.DataFrame, by: str = "place", name: str = "", here: Context | None = None, *,
    label: str | list[str] = "area", least: int = 2, columns: list | None = None, **given,
) -> Figure | Prose:  # fmt: skip
    """One line a row, named by `label`, from `<by>_best` to `<by>_worst` among `members` places, its ends beside it.

    Fewer than `least` rows are not drawn. A dot is a place that is proved.
    """
    here = here or Context()
    kept = drawn(rows, f"{by}_best", f"{by}_worst")
    texts = [_told(row, by, here.language) for row in phrasing.records(kept)]
    called = names(kept, label, here) if len(kept) else []
    best, worst = (kept[f"{by}_{end}"].to_numpy(float) if len(kept) else np.array([]) for end in ("best", "worst"))
    marks = list(zip(called, best, texts, strict=True))
    if len(kept) < least:
        return thin(kept, marks, name, here, given)
    members = int(kept["members"].max())
    main = highlighted(kept, here)
    with sheet(house()["size"]["row"] * (len(kept) + 1) + 0.4) as drawing:
        axes = drawing.subplots()
        for at, own in enumerate(main):
            _line(axes, at, best[at], worst[at], texts[at], colour("highlight" if own else "other"))
        axes.set_yticks(range(len(kept)), called)
        colour_names(axes.get_yticklabels(), kept, here)
        axes.set_ylim(len(kept) - 0.4, -0.6)
        last = members if 2 * worst.max() >= members else int(worst.max() * 1.15) + 1
        axes.set_xlim(0.5, last * 1.18)
        axes.set_xticks(sorted({1, *np.linspace(1, last, 5).round().astype(int).tolist()}))
        axes.spines["left"].set_visible(False)
    columns = data_columns(label, [f"{by}_best", f"{by}_worst"], name, columns)
    return figure(drawing, kept, name, here, alt=_alt(marks, members, here), columns=columns, **given)


def _line(axes, at: int, best: float, worst: float, text: str, shade: str) -> None:
    if best == worst:
        axes.plot([best], [at], marker="o", color=shade)
    else:
        axes.plot([best, worst], [at, at], color=shade, linewidth=5, solid_capstyle="butt")
    axes.annotate(text, (worst, at), (5, 0), textcoords="offset points", va="center", fontsize=8, color=colour("quiet"))


def _told(row: dict, by: str, language: str) -> str:
    best, worst = (int(row[f"{by}_{end}"]) for end in ("best", "worst"))
    span = f"{best}" if best == worst else f"{best}–{worst}"
    return f"第{span}位" if language == "zh" else span


def _alt(marks: list[alt.Point], members: int, here: Context) -> str:
    said = alt.listed(marks, here.language)
    if here.language == "zh":
        return f"位次区间图，共{members}个位次：{said}。"
    return f"Intervals of places among {members}: {said}."
