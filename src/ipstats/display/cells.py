"""From a row of a result to the cells of a table: headings and kinds of columns are `definitions/columns.yaml`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ipstats.analysis.comparability import because
from ipstats.display import numbers, phrasing, scales
from ipstats.display.columns import NUMBER, Heading, headings, unit_name
from ipstats.display.context import Context, area_name
from ipstats.errors import TableError
from ipstats.model.awards import MADE_OF
from ipstats.model.calibers import calibers
from ipstats.model.naming import coverage
from ipstats.model.nearest import did_you_mean
from ipstats.model.wording import value_of

PARTS = {part for whole, parts in MADE_OF.items() if whole != "all" for part in parts}
"""Kinds of prizes that are parts of another kind."""
INDENT = "\u3000"
LEFT = ("text", "indicator", "area", "code", "scope", "document")
POINTS = "百分点"
RATES = ("%", POINTS)
"""Units whose computed numbers all have two decimals in a table, whole ones too."""
DASH = "—"
"""What stands where there is no figure: never a nought."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A column as it will be printed: `show(row, here)` gives the fields of a cell."""

    name: str
    label: str
    align: str
    source: str
    found: Heading
    show: Callable[[dict, Context], dict]
    group: str = ""


def column(wanted: Any, rows: pd.DataFrame, here: Context) -> Chosen:
    """The column `wanted`: a name, or (name, heading); `TableError` when the rows do not have it."""
    name, label = (wanted, "") if isinstance(wanted, str) else wanted
    found = headings().get(name) or Heading(name, name, name, _kind(name, rows))
    own = "ref_area" if found.kind == "area" else name
    source = (found.column or own).format(language=here.language)
    if found.kind not in ("indicator", "ranks") and source not in rows:
        raise TableError(f"no column {source} for {name!r}; the table has {', '.join(map(str, rows.columns))}")
    words = here.words() | _editions(rows, here.language)
    label = label or getattr(found, here.language).format(**words)
    align = "left" if found.kind in LEFT else "center" if found.kind in ("unit", "period") else "right"
    show = SHOW[found.kind]
    return Chosen(
        name, label, align, source, found, lambda row, here: show(row, source, found, here), found.group.format(**words)
    )


def _editions(rows: pd.DataFrame, language: str) -> dict[str, str]:
    """The editions that rows are about, as a heading names them; none where they have several."""
    named = [one for one in ("edition", "base_edition") if one in rows and rows[one].nunique() == 1]
    return {one: edition(rows[one].iloc[0], language) for one in named}


def _kind(name: str, rows: pd.DataFrame) -> str:
    """The kind of a column that columns.yaml does not know."""
    if name not in rows:
        near = did_you_mean(name, [*map(str, rows.columns), *headings()])
        raise TableError(f"no column {name!r} in the table{near or '; it has ' + ', '.join(map(str, rows.columns))}")
    if f"{name}_lower" in rows:
        return "quantity"
    return "number" if pd.api.types.is_numeric_dtype(rows[name]) and rows[name].dtype != bool else "text"


LEFT_OUT = ("text", "code", "number", "moved", "ranks", "stated_rank", "told_rank", "scope")
"""Kinds of columns that are left out when they hold nothing."""


def hollow(chosen: Chosen, rows: list[dict], here: Context) -> bool:
    """Whether a column of words or places has nothing in any row, so that it is left out; numbers that are missing are
    shown to be missing."""
    if not chosen.found.optional and chosen.found.kind not in LEFT_OUT:
        return False
    return all(chosen.show(row, here)["text"] == DASH for row in rows)


def absent(value) -> bool:
    """Whether a cell has nothing to print."""
    return value is None or value is pd.NA or value is pd.NaT or value == "" or value != value


def blank() -> dict:
    return {"text": DASH, "value": None, "href": "", "title": "", "mark": ""}


def _plain(text: str, value=None) -> dict:
    return blank() | {"text": text, "value": text if value is None else value}


def quantity(row: dict, name: str, language: str = "zh", decimals: int | None = None) -> dict:
    """A quantity as a cell, printed as sentences print it; a computed one with `decimals` at most, where given."""
    if absent(row.get(name)):
        return blank()
    if decimals is not None:
        return numbers.cell(row, name, language, decimals=decimals)
    rate = not row.get(f"{name}_printed") and numbers.unit_of(row, name) in RATES
    return numbers.cell(row, name, language, decimals=2 if rate else None)


def _brief(cell: dict, language: str) -> dict:
    """A cell in English says about 123 thousand as ≈123 thousand, so that columns are no wider than their numbers."""
    about = numbers.BOUND["en"]["~"].format("")
    return cell | {"text": cell["text"].replace(about, "≈")} if language == "en" else cell


def _quantity(row: dict, name: str, found: Heading, here: Context) -> dict:
    """A cell; a change in points among rates of growth says that it is one."""
    cell = _brief(quantity(row, name, here.language, found.decimals), here.language)
    if scale := row.get(SCALES, {}).get(found.id):
        if cell["value"] is None:
            return cell
        return cell | {"text": scales.text(row, name, scale, here.language), "value": cell["value"] / scale}
    if found.id in ("change", "rate", "average") and numbers.RANGE[here.language].format("", "") in cell["text"]:
        ends = (row[name], row[f"{name}_lower"], row[f"{name}_upper"])
        return _brief(cell | {"text": numbers.about(*ends, here.language)}, here.language)
    if row.get(f"{name}_unit") != POINTS or name not in ("growth", "rate", "published") or cell["value"] is None:
        return cell
    if found.id == "stated_value":
        return cell
    text = f"{cell['text']} points" if here.language == "en" else numbers.with_unit(cell["text"], POINTS, "zh")
    return cell | {"text": text}


SCALES = "_scales"
"""Where a row has the scales that its cells are written in, by the name of the column."""
COUNTED = ("quantity", "rounded")


def row_scales(row: dict, chosen: list[Chosen]) -> dict[str, int]:
    """One scale for the figures of a row whose first column tells their unit."""
    if not any(one.found.kind == "indicator" and one.found.column for one in chosen):
        return {}
    known = _counted(row, chosen)
    unit = row.get("unit_measure")
    if not unit or unit in RATES or "/" in unit:
        return {one.found.id: 1 for one in known if one.source == "change"}
    scale = scales.common([row], [one.source for one in known])
    return {one.found.id: scale for one in known}


def _counted(row: dict, chosen: list[Chosen]) -> list[Chosen]:
    """The columns with figures of a row that are in its unit."""
    unit = row.get("unit_measure")
    counted = [one for one in chosen if one.found.kind in COUNTED and numbers.unit_of(row, one.source) == unit]
    return [one for one in counted if not absent(row.get(one.source))]


def column_scales(rows: list[dict], chosen: list[Chosen], language: str) -> tuple[list[Chosen], dict[str, int]]:
    """The columns with the scale of most of their figures in headings that name a unit of counts, and the scales."""
    found, told = [], {}
    for one in chosen:
        known = [row for row in rows if not absent(row.get(one.source))]
        if one.found.kind in COUNTED and one.found.zh.endswith(("（件）", "（人）")):
            told[one.found.id] = scale = scales.common(known, [one.source])
            label = one.label.replace("（", f"（{scales.unit('', scale, 'zh')}")
            en = f"{one.label} ({scales.unit('', scale, 'en')})" if scale > 1 else one.label
            one = replace(one, label=label if language == "zh" else en)
        found.append(one)
    return found, told


def _rounded(row: dict, name: str, found: Heading, here: Context) -> dict:
    """A computed quantity with its decimals, whatever its interval; the formula behind it has the interval."""
    cell = quantity(row, name, here.language, found.decimals)
    if absent(row.get(name)) or numbers.printed(row, name):
        return cell
    return cell | {"text": numbers.number(float(row[name]), decimals=found.decimals, language=here.language)}


OBSERVED = {
    "obs_value": "level", "obs_lower": "level_lower", "obs_upper": "level_upper", "obs_id": "level_id",
    "source_id": "level_source", "printed": "level_printed", "bound": "level_bound", "obs_status": "level_status",
}  # fmt: skip
"""Columns of the observation table -> those of the quantity `level` of a result."""


def _observation(row: dict, name: str, found: Heading, here: Context) -> dict:
    """The value of a row of the observation table itself."""
    return quantity(row | {new: row[old] for old, new in OBSERVED.items() if old in row}, "level", here.language)


def _interval(row: dict, name: str, found: Heading, here: Context) -> dict:
    lower, upper = row.get(f"{name}_lower", np.nan), row.get(f"{name}_upper", np.nan)
    if absent(lower) or absent(upper):
        return blank()
    if not np.isfinite(upper - lower):
        return _plain(numbers.number(row[name], lower, upper, language=here.language))
    ends = numbers.outward(lower, upper, language=here.language)
    return _plain(ends[0] if ends[0] == ends[1] else numbers.RANGE[here.language].format(*ends))


def _ranks(row: dict, name: str, found: Heading, here: Context) -> dict:
    by = found.column or ("place" if not absent(row.get("place_best")) else "rank")
    best, worst = row.get(f"{by}_best"), row.get(f"{by}_worst")
    if absent(best) or absent(worst):
        return blank()
    return _plain(f"{best:.0f}" if best == worst else f"{best:.0f}–{worst:.0f}")


def _stated_rank(row: dict, name: str, found: Heading, here: Context) -> dict:
    """A place that a source states, among whom, with a link to the sentence."""
    if absent(row[name]):
        return blank()
    text = ("{rank:.0f}（{scope}）" if here.language == "zh" else "{rank:.0f} ({scope})").format(
        rank=row[name], scope=coverage(row.get(f"{name}_scope") or "", here.language)
    )
    return _plain(text, float(row[name])) | {"href": numbers.href(row, name)}


def _told_rank(row: dict, name: str, found: Heading, here: Context) -> dict:
    """A place as computed; where none is, the one that a source states, said to be published."""
    if not absent(row[name]) or absent(row.get("published_rank")):
        return _number(row, name, found, here)
    scope = row["published_rank_scope"] or ""
    scope = "" if scope == "全国" else coverage(scope, here.language)
    said = phrasing.template("rank", "told", here.language).format(rank=f"{row['published_rank']:.0f}", scope=scope)
    cell = _plain(said.replace(", )", ")"), float(row["published_rank"]))
    return cell | {"href": numbers.href(row, "published_rank")}


def _moved(row: dict, name: str, found: Heading, here: Context) -> dict:
    """Places gained or lost, in words: 升1, 降2, 持平."""
    if absent(row[name]):
        return blank()
    way = "up" if row[name] > 0 else "down" if row[name] < 0 else "same"
    said = phrasing.template("rank", "moved", here.language)[way].format(by=f"{abs(row[name]):.0f}")
    return _plain(said, float(row[name]))


def _number(row: dict, name: str, found: Heading, here: Context) -> dict:
    value = row[name]
    if absent(value):
        return blank()
    whole = float(value).is_integer()
    year = name in ("year", "base_year", "due") and whole
    if year:
        return _plain(f"{value:.0f}", value)
    return _plain(numbers.number(float(value), decimals=0 if whole else 2, language=here.language), value)


def edition(number: float, language: str = "zh") -> str:
    """An edition as a stub or axis names it: 第二十三届, 23rd."""
    return phrasing.edition_name(int(number), language)


def place(number: float, language: str = "zh") -> str:
    """A place as a sentence names it: 第1位, 1st."""
    return f"第{number:.0f}位" if language == "zh" else phrasing.ordinal(int(number))


def _indicator(row: dict, name: str, found: Heading, here: Context) -> dict:
    """An indicator's name, with its unit where the column has one to tell: an English name says what is counted."""
    said, unit = indicator_name(row, here.language), unit_name(row[found.column] if found.column else "", here.language)
    if (scale := max(row.get(SCALES, {}).values(), default=1)) > 1:
        unit = scales.unit(unit, scale, here.language)
    unit = numbers.SPOKEN.get(unit, unit) if here.language == "zh" else unit
    said_already = unit in said if here.language == "en" else f"（{unit}）" in said
    if not unit or unit == NUMBER or said_already:
        return _plain(said)
    return _plain(f"{said}（{unit}）" if here.language == "zh" else f"{said} ({unit})")


TEXTS: dict[str, Callable] = {
    "rate": lambda value, found, language: numbers.number(float(value), decimals=1),
    "text": lambda value, found, language: str(value),
    "scope": lambda value, found, language: coverage(value, language),
    "document": lambda value, found, language: phrasing.document(value, language),
    "edition": lambda value, found, language: edition(value, language),
    "code": lambda value, found, language: found.words.get(value, {}).get(language, str(value)),
    "area": lambda value, found, language: area_name(value, language),
    "unit": lambda value, found, language: unit_name(value, language),
    "period": lambda value, found, language: phrasing.period(str(value), language),
}
"""Kinds of columns that print one value -> its text; a rate is one of counts that are all known."""
VALUES: dict[str, Any] = {"rate": float, "edition": int, "scope": str, "document": str}
"""Those whose value, for data files, is not the text printed."""


def _coded(text: str, value: str, language: str) -> dict:
    """The words for a code; a kind of prize that is part of another stands a space further in."""
    said = text[:1].upper() + text[1:] if language == "en" else text
    return _plain(INDENT + said if value in PARTS else said, said)


def _since(row: dict, found: Heading, language: str) -> str:
    """The time that a stated change is on, where it is one that the words for it name."""
    if found.id != "measure" or ":" not in str(row.get("comparison")):
        return ""
    said = value_of(row, "comparison", language)
    return f"（{said}）" if language == "zh" else f" ({said})"


def _one_value(row: dict, name: str, found: Heading, here: Context) -> dict:
    value = row[name]
    if absent(value):
        return blank()
    text = TEXTS[found.kind](value, found, here.language)
    if found.kind == "code":
        return _coded(text + _since(row, found, here.language), value, here.language)
    if found.id == "area_scope" and not absent(row.get("scope")):
        within = coverage(row["scope"], here.language)
        text += f"（{within}）" if here.language == "zh" else f" ({within})"
    return _plain(text, VALUES[found.kind](value) if found.kind in VALUES else None)


SHOW = dict.fromkeys(TEXTS, _one_value) | {
    "quantity": _quantity, "rounded": _rounded, "observation": _observation, "interval": _interval, "ranks": _ranks,
    "number": _number, "moved": _moved, "stated_rank": _stated_rank, "told_rank": _told_rank,
    "indicator": _indicator,
}  # fmt: skip


def indicator_name(row: dict, language: str = "zh") -> str:
    """An indicator as the stub of a table names it: its standard name, and its coverage where that is narrower."""
    if row.get("role") == "residual":
        return "其余部分" if language == "zh" else "The rest"
    said = phrasing.name(row, language)
    return said[:1].upper() + said[1:] if language == "en" else said


STATUS = {
    "E": ("测算数", "computed"), "U": ("转引数据", "secondary source"), "P": ("初步数", "provisional"),
    "B": ("口径有变化", "break in the series"), "D": ("定义不同", "definition differs"),
    "F": ("预测数", "forecast"), "I": ("插补数", "imputed"), "O": ("缺失", "missing"),
}  # fmt: skip
"""Letters of status -> what the note below a table says. Their order is that of the signs, the same in every table."""


PIECES = re.compile("[；;] ?")
"""What stands between the reasons of a comparison."""
POINTS_NOTE = {"zh": "比率类指标的变动以百分点计。", "en": "Rates and shares change by percentage points."}


def cautions(rows: pd.DataFrame, chosen: list[Chosen], language: str = "zh") -> tuple[str, ...]:
    """Notes that the rows of a comparison want: that some change in points, and why those with a mark want care.

    The reason stands once, with the indicators it is about; what the sign of a figure says is not said again, nor that
    figures are now published elsewhere, which changes none of them.
    """
    columns = {one.source for one in chosen}
    said = [POINTS_NOTE[language]] if _in_points(rows, columns) else []
    if not columns & {"growth", "rate", "change"} or not {"reason", "reason_zh", "comparable"} <= set(rows):
        return tuple(said)
    known = _told_elsewhere(language)
    reasons = rows[f"reason_{language}"].str.split(PIECES.pattern, regex=True)
    told = reasons.map(lambda pieces: {one.rstrip("。.") for one in pieces} <= known)
    labelled = rows[rows["comparable"].eq(True) & (rows[f"reason_{language}"] != "") & ~told]
    for reason, of in labelled.groupby(f"reason_{language}", sort=False):
        between = "、" if language == "zh" else ", "
        names = between.join(indicator_name(row, language) for row in phrasing.records(of))
        why = str(reason).rstrip("。.")
        said.append(f"{names}：{why}。" if language == "zh" else f"{names}: {why}.")
    return tuple(said)


def _in_points(rows: pd.DataFrame, columns: set[str]) -> bool:
    """Whether a table shows a change in percentage points among its rates of growth."""
    if "growth_unit" not in rows:
        return False
    points = rows["growth_unit"] == POINTS
    return any(bool((rows[name].notna() & points).any()) for name in ("growth", "rate") if name in columns)


def _told_elsewhere(language: str) -> set[str]:
    """The reasons for care that the sign at a figure tells, and those that change no figure."""
    told = [getattr(because(one), language) for one in ("second_hand", "provisional")]
    told += [getattr(one, f"reason_{language}") for one in calibers().values() if one.kind == "availability"]
    return {piece.rstrip("。.") for one in told for piece in PIECES.split(one)}


def notes(chosen: list[Chosen], language: str = "zh") -> tuple[str, ...]:
    """What the columns of a table want said below it."""
    return tuple(text for one in chosen if (text := getattr(one.found, f"note_{language}")))


def sign(letter: str) -> str:
    """The sign of a status, one and the same in all tables of all reports.

    >>> sign("E"), sign("P")
    ('①', '③')
    """
    return chr(ord("①") + list(STATUS).index(letter))


def signs(mark: str) -> str:
    """The signs of the statuses of a figure, in their order.

    >>> signs("UE")
    '①②'
    """
    return "".join(sorted(sign(one) for one in mark if one in STATUS))


def legend(letters: set[str], language: str = "zh") -> tuple[str, ...]:
    """One note that explains the statuses (letters of SDMX CL_OBS_STATUS) that a table uses, by their signs."""
    side, between, stop = (0, "；", "。") if language == "zh" else (1, "; ", ".")
    space = "" if language == "zh" else " "
    said = [f"{sign(one)}{space}{words[side]}" for one, words in STATUS.items() if one in letters]
    return (between.join(said) + stop,) if said else ()
