"""The minimal table: eight columns that anyone can type, from which the observation table is derived."""

import re
from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache

import pandas as pd

from ipstats.checks.streaks import EVERY_YEAR, bounds, in_a_row
from ipstats.errors import IpstatsError, ParameterError, TableError
from ipstats.grammar.figures import Figure
from ipstats.grammar.parsing import parse_figure
from ipstats.messages import said
from ipstats.model import areas
from ipstats.model.definitions import normalise
from ipstats.model.indicators import Indicator, indicators, match_names
from ipstats.model.intervals import rounded
from ipstats.model.numerals import parse_number
from ipstats.model.observations import MEASURES, STATUSES, frame
from ipstats.model.periods import Period
from ipstats.model.units import unit as find_unit

COLUMNS = (
    "ref_area_name", "indicator", "measure", "comparison", "period_start", "period_end", "printed", "unit_measure",
)  # fmt: skip
OPTIONAL = ("vintage", "ref_area", "scope", "label", "part_of", "rank_scope", "is_target", "obs_status", "source_id")
"""Observation columns that a minimal table may have besides; other columns are left aside."""
NOTHING = ("", "-", "—", "——", "…", "……", "...", "nan", "None")
CHANGES = ("growth", "change", "point_change")
COMPARISONS = {
    "yoy": ("同比", "year_on_year", "year-on-year", "比上年", "较上年", "比上年同期", "较上年同期", "上年同期", "上年"),
    "previous_period": ("环比", "pop", "qoq", "mom", "比上期", "较上期", "上期"),
}  # fmt: skip
"""Comparisons with their other plain spellings."""
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?|(\d{4})(\d\d)(\d\d)")
SERIAL = re.compile(r"[34]\d{4}(?:\.0)?")
"""A day as a spreadsheet counts it, from 30 December 1899 (30000 is 1982, 49999 is 2036)."""
FALLS = re.compile(r"^(?:同比|环比)?(下降|减少|下滑|降低|回落|负|降)")
RISES = re.compile(r"^(?:同比|环比)?(增长|增加|上升|提高|提升|增)")
RANK = re.compile(r"^(?:列|居|位列|位居|稳居)?(?P<top>前)?第?(?P<number>[\d一二三四五六七八九十]+)(?:位|名)?$")
SCALED_UNIT, SCALED = re.compile("[百千万亿]+"), re.compile("[百千万亿]+$")
SPAN = re.compile(r"\d{4}-\d{4}")
FIRST = ("首位", "榜首", "首", "第一", "居首", "冠军")


def is_minimal(rows: pd.DataFrame) -> bool:
    """Whether a table is a minimal one: it has printed figures and no worked-out values."""
    return "printed" in rows and "obs_value" not in rows


def observations(rows: pd.DataFrame, where: str = "the table") -> pd.DataFrame:
    """The observation table of a minimal one.

    `where` begins every `TableError`, which names row (the first below the header is 2), column, what was seen and
    what was expected. An empty `printed` is a missing figure (status O), never zero. A growth, change or point change
    that names no comparison is on the year before.
    """
    if missing := [name for name in COLUMNS if name not in rows]:
        raise TableError(f"{where}: no column {', '.join(missing)}; a minimal table has {', '.join(COLUMNS)}")
    text = rows[[name for name in (*COLUMNS, *OPTIONAL) if name in rows]].astype(object)
    text = text.where(text.notna(), "").map(_text)
    names = list(text.columns)
    derived = []
    for line, cells in enumerate(text.itertuples(index=False, name=None), start=2):
        if not any(cells):
            continue
        row = dict(zip(names, cells, strict=True))
        derived.append(_observation(row, f"{where}: row {line}", line))
    return frame(derived)


def unknown_names(table: pd.DataFrame, language: str) -> list[str]:
    """What to tell of names in minimal tables that the catalogue or the area table lacks, with the nearest one known;
    in a language, or ("") in both.

    Their figures are checked all the same by the rules that need no catalogue.
    """
    typed = table[table["rule"] == "minimal"]
    notes = []
    for kind, names, known in (
        ("indicator", typed.loc[typed["indicator"] == "", "label"], {*match_names(), *indicators()}),
        ("area", typed.loc[typed["ref_area"] == "", "ref_area_name"], set(areas.match_names())),
    ):
        for name in names.unique():
            near = get_close_matches(normalise(name), known, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]}?" if near else ""
            notes.append(said(f"unknown {kind} {name!r}{hint}; checked by the general rules only", language))
    return notes


def _text(cell: object) -> str:
    """A cell as typed; whole numbers that a spreadsheet keeps as floats without their ".0"."""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _observation(row: dict[str, str], where: str, line: int) -> dict[str, object]:
    measure, status = row["measure"] or "level", row.get("obs_status") or "A"
    for name, value, allowed in (("measure", measure, MEASURES), ("obs_status", status, STATUSES)):
        if value not in allowed:
            raise TableError(f"{where}, column {name}: {value!r}; expected {', '.join(allowed)}")
    start, end = _span(row, where)
    row = _in_a_row(row, end.year)
    comparison = _comparison(row["comparison"], f"{where}, column comparison")
    code, name = _area(row.get("ref_area") or row["ref_area_name"])
    out = {
        **{key: row[key] for key in ("scope", "part_of", "rank_scope", "is_target", "source_id") if key in row},
        **_what(row, start, measure, where),
        "ref_area": code,
        "ref_area_name": name or row["ref_area_name"],
        "measure": measure,
        "comparison": comparison or ("yoy" if measure in CHANGES else ""),
        "period_end": end,
        "obs_status": status,
        "vintage": vintage(row.get("vintage", "")),
        "cell": f"r{line}",
        "rule": "minimal",
    }
    return out | _printed(row["printed"], row["unit_measure"], measure, f"{where}, column printed")


def _span(row: dict[str, str], where: str) -> tuple[date | None, date]:
    """The first day, where there is one, and the last."""
    start, end = (_day(row[name], f"{where}, column {name}") for name in ("period_start", "period_end"))
    if end is None:
        raise TableError(f"{where}, column period_end: empty; expected the last day, YYYY-MM-DD")
    if start is not None and start > end:
        raise TableError(f"{where}, column period_start: {start} is after period_end {end}; expected the first day")
    return start, end


def _what(row: dict[str, str], start: date | None, measure: str, where: str) -> dict[str, object]:
    """The indicator: the catalogue's, else as written; a stock has no first day."""
    label = row.get("label", "")
    if not row["indicator"] and not label:
        raise TableError(f"{where}, column indicator: empty; expected an id or a name")
    what = _indicator(row["indicator"], row["unit_measure"] if measure == "level" else "")
    if what is None:
        return {"label": label or row["indicator"], "period_start": start}
    names = {"indicator": what.id, "indicator_name": what.zh, "label": label or what.zh}
    return names | {"period_start": None if what.is_stock else start}


def _in_a_row(row: dict[str, str], year: int) -> dict[str, str]:
    """The row with what 连续N年 says as `comparison` since the first of these years; a rise or fall alone is a growth
    above or below nought."""
    found = in_a_row(row["printed"]) if row["measure"] in ("rank", "growth") else None
    if found is None:
        return row
    number, rest = found
    comparison = f"{EVERY_YEAR}{year - number + 1}"
    return row | {"printed": rest if row["measure"] == "rank" else row["printed"], "comparison": comparison}


def _printed(printed: str, unit: str, measure: str, where: str) -> dict[str, object]:
    if printed in NOTHING:
        return {"obs_status": "O", "unit_measure": unit, "printed": ""}
    try:
        figure = figure_of(printed, unit, measure)
    except (IpstatsError, ValueError):
        raise TableError(f"{where}: {printed!r}; expected a figure, like 187884, 36.5万件, 5.63% or -4.31") from None
    return {
        "obs_value": figure.value,
        "obs_lower": figure.lower,
        "obs_upper": figure.upper,
        "bound": figure.bound,
        "unit_measure": figure.unit,
        "printed": figure.printed,
        "obs_text": printed,
    }


@lru_cache(maxsize=200_000)
def figure_of(printed: str, unit: str, measure: str) -> Figure:
    """A printed cell as a figure in base units; its unit is the column's where that says one.

    >>> figure_of("36.5", "万件", "level").value, figure_of("下降4.31%", "", "growth").value
    (365000.0, -4.31)
    """
    if measure == "rank" and (found := _rank(printed)):
        return found
    if in_a_row(printed):
        bound, lower, upper = bounds(printed)
        return Figure(0.0, "%", bound, lower, upper, printed)
    falls = bool(FALLS.match(printed))
    text = RISES.sub("", FALLS.sub("", printed)).removeprefix("+").replace("−", "-").replace("－", "-")
    figure = _with_unit(text, unit)
    if falls and figure.value > 0:
        figure = Figure(-figure.value, figure.unit, figure.bound, -figure.upper, -figure.lower, f"-{figure.printed}")
    return figure


def _with_unit(text: str, unit: str) -> Figure:
    """The figure of a cell and its column's unit. A scale in both (36.5万 in 万件) is meant once; two different ones
    multiply."""
    scaled = SCALED.search(text)
    both = scaled is not None and SCALED_UNIT.match(unit) is not None
    if both and scaled and unit.startswith(scaled[0]):
        unit, both = unit.removeprefix(scaled[0]), False
    for candidate in (text,) if both else (text, text + unit):
        try:
            figure = parse_figure(candidate)
        except ParameterError:
            continue
        if figure.unit or not unit:
            return replace(figure, unit=_scale(unit)[0]) if unit else figure  # % may be 百分点 of the column
    number = parse_number(text)
    base, factor, discrete = _scale(unit)
    value, step = number.value * factor, number.step * factor
    interval = rounded(value, step, discrete=discrete)
    return Figure(float(value), base, "=", interval.lower, interval.upper, text)


def _scale(unit: str) -> tuple[str, int, bool]:
    try:
        known = find_unit(unit)
    except ParameterError:
        return unit, 1, False
    return known.base, known.scale, known.is_discrete


def _rank(printed: str) -> Figure | None:
    if printed in FIRST:
        return Figure(1.0, "位", "=", 1.0, 1.0, printed)
    if not (m := RANK.match(printed)):
        return None
    number = float(parse_number(m["number"]).value)
    lower, bound = (1.0, "<=") if m["top"] else (number, "=")
    return Figure(number, "位", bound, lower, number, printed)


@lru_cache(maxsize=4096)
def _indicator(name: str, unit: str) -> Indicator | None:
    """The catalogue's indicator of an id or a name, None for one it does not have."""
    if name in indicators():
        return indicators()[name]
    base = _scale(unit)[0] if unit else None
    for found in (match_names(base), match_names()):
        if normalise(name) in found:
            return indicators()[found[normalise(name)]]
    return None


@lru_cache(maxsize=8192)
def _area(name: str) -> tuple[str, str]:
    """Code and printed name of an area; an unknown or ambiguous one keeps its name only."""
    try:
        found = areas.area(name)
    except IpstatsError:
        return "", name
    return found.code, name if name != found.code else found.label


def _day(text: str, where: str) -> date | None:
    """The day of a cell, None of an empty one; a `TableError` begins with where it is."""
    try:
        return _read_day(text) if text else None
    except ValueError:
        raise TableError(f"{where}: {text!r}; expected a date, YYYY-MM-DD") from None


@lru_cache(maxsize=4096)
def _read_day(text: str) -> date:
    """A day as typed or as spreadsheets change it: 2022-12-31, 2022/12/31, 20221231, 2022年12月31日, 44926."""
    if SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(float(text)))
    if found := DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups() if part)
        return date(year, month, day)
    raise ValueError(f"{text!r} is no day")


def _comparison(text: str, where: str) -> str:
    plain = text.lower().replace(" ", "_")
    if named := next((name for name, others in COMPARISONS.items() if plain == name or plain in others), ""):
        return named
    if not text:
        return ""
    kind, _, period = text.partition(":")
    try:
        if kind not in ("since", "annual_average", "every_year"):
            raise ValueError
        if not SPAN.fullmatch(period):
            Period.parse(period)
    except ValueError:
        raise TableError(
            f"{where}: {text!r}; expected yoy, previous_period, since:PERIOD, annual_average:PERIOD or nothing"
        ) from None
    return text


def vintage(text: str) -> date | None:
    """The day of publication that a vintage says: a date, or the end of a year or month; None for other words."""
    try:
        return Period.parse(text).end if len(text) < 8 else _read_day(text)
    except ValueError:
        return None
