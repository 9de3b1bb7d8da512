"""What all charts share: a sheet in the house style, names and printed values of rows, axis scales, thin data."""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd

from ipstats.display import alt, cells, numbers, phrasing
from ipstats.display.captions import caption, view
from ipstats.display.columns import headings
from ipstats.display.context import Context, area_name
from ipstats.display.prose import Inline, Prose
from ipstats.display.style import colour, house, styled
from ipstats.display.tables import checked, missing

SCALES = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e9, "billion"), (1e6, "million"), (1e3, "thousand")),
}
POINT = 72.0


@contextmanager
def sheet(height: float, width: float | None = None) -> Iterator:
    """A matplotlib figure in the house style; height and width in inches. It needs no window and keeps no state."""
    with styled():
        import matplotlib
        from cycler import cycler
        from matplotlib.figure import Figure
        from matplotlib.layout_engine import ConstrainedLayoutEngine

        matplotlib.rcParams["axes.prop_cycle"] = cycler(color=house()["series"]["colours"])
        matplotlib.rcParams["axes.titley"] = 1.0

        layout = ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.02)
        drawing = Figure(figsize=(width or house()["size"]["width"], height), layout=layout)
        yield drawing
        _fix_empty_labels(drawing)


def _fix_empty_labels(drawing) -> None:
    """Give labels that say nothing a fixed place: else matplotlib measures all ticks to find one, at every draw."""
    for axes in drawing.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if not axis.label.get_text():
                axis.set_label_coords(0.5, 0.0)


def drawn(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The rows that have a value in every one of the columns; `TableError` when there is no such column."""
    if rows.empty:
        return rows
    checked(rows, *columns)
    known = [np.isfinite(floats(rows[column])) for column in columns]
    kept = rows[np.logical_and.reduce(known)]
    kept.attrs.update(rows.attrs)
    return kept


def floats(column: pd.Series) -> np.ndarray:
    """A column as floats, NaN where nothing is known (whatever the column holds for that)."""
    return pd.to_numeric(column, errors="coerce").to_numpy(float, na_value=np.nan)


def thin(rows: pd.DataFrame, points: list[alt.Point], name: str, here: Context, given: dict) -> Prose:
    """The sentence in place of a chart with too few values: the one value, or that there is none."""
    if rows.empty or not points or (name and not view(name).text("empty", here.language)):
        return missing(rows.iloc[:0], name, here, given)
    title = caption(rows, name, here, given).title or ("此处" if here.language == "zh" else "This")
    only = alt.listed(points, here.language)
    if here.language == "zh":
        text = f"“{title}”的数据太少（{only}），不作图。"
    else:
        text = f"“{title}”: too few figures for a chart ({only})."
    return Prose(here.language, (Inline(text),), missing=True)


def names(rows: pd.DataFrame, label: str | list[str], here: Context) -> list[str]:
    """The name of each row in a chart: short area name, indicator with its coverage, or the text of a column."""
    if not isinstance(label, str):
        columns = [names(rows, one, here) for one in label]
        return [" ".join(part for part in parts if part != cells.DASH) for parts in zip(*columns, strict=True)]
    shows = {
        "area": lambda row: area_name(row["ref_area"], here.language, short=True),
        "document": lambda row: phrasing.document(row["source_id"], here.language, short=True),
        "indicator": lambda row: cells.indicator_name(row, here.language),
    }
    if label not in shows:
        shown = cells.column(label, rows, here)
        return [shown.show(row, here)["text"] for row in phrasing.records(rows)]
    return [shows[label](row) for row in phrasing.records(rows)]


def by_name(rows: pd.DataFrame, label: str | list[str], here: Context) -> dict[str, pd.DataFrame]:
    """The rows of each name of `label`, in order of time; names in the order of the rows."""
    called = pd.Series(names(rows, label, here) if len(rows) else [], index=rows.index, dtype=object)
    return {series: rows[called == series].sort_values("year") for series in dict.fromkeys(called)}


def courses(rows: pd.DataFrame, label: str | list[str], here: Context) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """The rows of each name that has two years or more, in order of time; and the names that have only one."""
    parts = by_name(rows, label, here)
    long = {series: part for series, part in parts.items() if part["year"].nunique() > 1}
    return long, [series for series in parts if series not in long]


def printed(
    rows: pd.DataFrame, value: str, here: Context, *, unit: bool = False, decimals: int | None = None
) -> list[str]:
    """The values as tables print them, with their `unit` where they stand in a sentence.

    With `decimals` all are rounded to as many, reported and computed ones alike, whatever their intervals; a computed
    rate whose interval leaves fewer is printed with those, as conclusions print it (约23).
    """
    records = phrasing.records(rows)
    known = headings().get(value)
    if decimals is None and known and known.kind == "rounded":
        shown = cells.column(value, rows, here)
        texts = [shown.show(row, here)["text"] for row in records]
    elif decimals is None:
        texts = [cells.quantity(row, value, here.language)["text"] for row in records]
    else:
        limits = zip(records, *ends(rows, value), strict=True)
        texts = [_to(row, value, limit, decimals, here.language) for row, *limit in limits]
    if not unit:
        return texts
    pairs = zip(texts, records, strict=True)
    return [numbers.with_unit(text, numbers.unit_of(row, value), here.language) for text, row in pairs]


def _to(row: dict, value: str, limits: list[float], decimals: int, language: str) -> str:
    """One value with so many decimals, a computed rate with as many as its interval leaves."""
    lower, upper = limits
    is_rate = numbers.unit_of(row, value) == "%" and not numbers.printed(row, value)
    if is_rate and math.isfinite(upper - lower) and upper - lower > 3 * 10**-decimals:
        return numbers.about(float(row[value]), lower, upper, language)
    return numbers.number(float(row[value]), decimals=decimals, language=language)


def points(rows: pd.DataFrame, label: str, value: str, here: Context, *, unit: bool = False) -> list[alt.Point]:
    """Name, value and printed value of each row."""
    if rows.empty:
        return []
    texts = printed(rows, value, here, unit=unit)
    return list(zip(names(rows, label, here), rows[value].astype(float), texts, strict=True))


def told(zh: str, en: str, parts: Iterable[tuple[str, pd.DataFrame, str]], here: Context) -> str:
    """What kind of chart it is (`zh`, `en`) and from which value to which each part (name, rows, column) went over the
    years, for who cannot see it."""
    head, colon, between, stop = (zh, "", "；", "。") if here.language == "zh" else (en, ": ", "; ", ".")
    said = []
    for name, part, column in parts:
        texts = printed(part, column, here)
        points = [(str(year), value, text) for year, value, text in zip(part["year"], part[column], texts, strict=True)]
        said.append(f"{name}{colon}{alt.change(points, here.language)}")
    return head + between.join(said) + stop


def highlighted(rows: pd.DataFrame, here: Context) -> np.ndarray:
    """Which rows are the report's area; all of them when none is (or they are all of one area)."""
    own = (rows["ref_area"] == here.area).to_numpy() if "ref_area" in rows else np.zeros(len(rows), bool)
    return own if own.any() and rows["ref_area"].nunique() > 1 else np.ones(len(rows), bool)


def colour_names(labels, rows: pd.DataFrame, here: Context) -> None:
    """The report's area named in the colour of the highlight, where there are others beside it."""
    main = highlighted(rows, here)
    for label, own in zip(labels, main, strict=True):
        label.set_color(colour("highlight" if own and not main.all() else "ink"))


def ends(rows: pd.DataFrame, value: str) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the intervals of a quantity, infinite where open; the value itself where there is none."""
    return floats(rows.get(f"{value}_lower", rows[value])), floats(rows.get(f"{value}_upper", rows[value]))


def bounds(rows: pd.DataFrame, value: str) -> tuple[np.ndarray, np.ndarray]:
    """The finite ends of the intervals of a quantity; the value itself where there is none."""
    middle = rows[value].to_numpy(float)
    lower, upper = ends(rows, value)
    return np.where(np.isfinite(lower), lower, middle), np.where(np.isfinite(upper), upper, middle)


def scale(largest: float, language: str) -> tuple[float, str]:
    """The divisor and word of an axis: 350000 is in 万, or in thousands."""
    for divisor, word in SCALES[language]:
        if largest >= 2 * divisor:
            return divisor, word
    return 1.0, ""


def scaled_text(rows: pd.DataFrame, value: str, divisor: float, here: Context) -> list[str]:
    """The values in the scale of their axis, one decimal where it has one (two of numbers below ten); as tables print
    them where it has none."""
    if divisor == 1:
        return printed(rows, value, here)
    places = 1 if rows[value].max() >= 10 * divisor else 2
    return [numbers.number(float(one) / divisor, decimals=places, language=here.language) for one in rows[value]]


def data_columns(label: str | list[str], values: list[str], name: str, columns: list | None) -> list:
    """The columns of a chart's data: those given, else the view's, else the labels and values drawn.

    Over the years a level is a value, not that of the report's year.
    """
    if columns or view(name).columns:
        return columns or list(view(name).columns)
    shown = ["figure" if one == "level" and "year" in values else one for one in values]
    labels = [label] if isinstance(label, str) else list(label)
    return [*labels, *(one for one in shown if one not in labels)]


def ticks(axis, here: Context, divisor: float = 1.0) -> None:
    """Few round ticks with U+2212 for minus and no exponent."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    comma = "," * (here.language == "en")
    axis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / divisor:{comma}.10g}".replace("-", "\u2212")))


def year_ticks(axes, years) -> None:
    """Whole years only, every one where there is room, and always the last."""
    years = sorted({int(year) for year in years})
    step = int(np.ceil(len(years) / 8))
    kept = years[::-1][::step][::-1]
    axes.set_xticks(kept, [str(year) for year in kept])
    axes.set_xlim(years[0] - 0.35, years[-1] + 0.35)


def ems(text: str) -> float:
    """Width in em: a Chinese character is one, others about half."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.54 for c in text)


def margins(names: list[str], texts: list[str], left: list[bool], panels: int = 1) -> tuple[float, float]:
    """Which parts of the span of values an axis must leave free for the texts beside its ends, to the left and right.

    `names` stand outside the axis; `left` says which texts stand left of their mark. Widths are estimated from the
    characters, as the sheet's width (of one of its `panels`) less the names is what the texts and the span share.
    """
    space = house()["size"]["width"] * POINT / panels - 9 * max(map(_widest, names), default=0) - 16
    need = [
        max((8.5 * ems(text) + 12 for text, side in zip(texts, left, strict=True) if bool(side) is at), default=4.0)
        for at in (True, False)
    ]
    span = max(space - sum(need), 60.0)
    return need[0] / span, need[1] / span


def _widest(name: str) -> float:
    return max(map(ems, name.split("\n")))


def wrap(text: str, width: float = 14.0) -> str:
    """Text in lines of at most `width` em, as even as can be; Latin words stay whole, coverage in brackets too."""
    if ems(text) <= width:
        return text
    head, bracket, tail = text.partition("（")
    if head and bracket and max(ems(head), ems(tail) + 1) <= width:
        return f"{head}\n{bracket}{tail}"
    count = int(np.ceil(ems(text) / width))
    even, line = ems(text) / count, ""
    lines: list[str] = []
    for piece in _pieces(text):
        if line and (ems(line + piece.rstrip()) > width or (ems(line) >= even * 0.95 and len(lines) < count - 1)):
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> list[str]:
    """Where a line may break: after a space, between Chinese characters, not before closing nor after opening marks."""
    pieces: list[str] = []
    for character in text:
        wide = ord(character) > 0x2E7F
        if (pieces and (pieces[-1][-1] in "（《“(" or character in "）》”)、，。；：%")) or (
            pieces and not wide and ord(pieces[-1][-1]) <= 0x2E7F and not pieces[-1].endswith(" ")
        ):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
