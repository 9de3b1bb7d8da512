"""What stands around a table or chart: title, unit, period, notes, source; ready-made in `definitions/views.yaml`."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from string import Formatter

import pandas as pd

from ipstats.display.columns import headings, unit_name
from ipstats.display.context import Context
from ipstats.display.phrasing import edition_name
from ipstats.display.phrasing import name as name_of
from ipstats.errors import DefinitionError, ParameterError
from ipstats.model.definitions import FOLDER, entries
from ipstats.model.indicators import indicators
from ipstats.model.nearest import did_you_mean

FILE = FOLDER / "views.yaml"


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """One ready-made table or chart: its texts in both languages and, for a table, its columns.

    Texts may name {area}, {year}, {base_year} and what the caller gives; `columns` are names of `columns.yaml`, or
    `name: column` to show one under another heading; a unit that is empty is told by the rows or columns;
    `notes_when` says of each note when it is printed: where a cell shows this text ("—" for a missing figure), where
    the table has this column or a row of this indicator, `stated_rate` where a growth is a published one; "" always.
    `group` and `total` name the columns that make group and total rows; `main` is the column that the alternative
    text speaks of. With `answers` an empty table is an answer (nothing contradicts), not a gap in the data.
    """

    id: str
    title_zh: str
    title_en: str
    unit_zh: str | None = None
    unit_en: str | None = None
    notes_zh: tuple = ()
    notes_en: tuple = ()
    notes_when: tuple = ()
    empty_zh: str = ""
    empty_en: str = ""
    columns: tuple = ()
    group: str = ""
    total: str = ""
    main: str = ""
    answers: bool = False

    def __post_init__(self):
        if len(self.notes_zh) != len(self.notes_en):
            raise ValueError("notes_zh and notes_en do not say the same: they differ in number")
        if len(self.notes_when) not in (0, len(self.notes_zh)):
            raise ValueError("notes_when has not one condition for each note")

    def text(self, name: str, language: str):
        """A field in a language."""
        return getattr(self, f"{name}_{language}")


@cache
def views() -> dict[str, ReadyMade]:
    """All views by name."""
    return entries(ReadyMade, FILE)


def view(name: str) -> ReadyMade:
    """A view by name, an empty one for "" (`ParameterError` names the others)."""
    if not name:
        return ReadyMade("", "", "")
    if name not in views():
        hint = did_you_mean(name, views()) or f"; expected one of {', '.join(views())}"
        raise ParameterError(f"no view {name!r} in {FILE.name}{hint}")
    return views()[name]


@dataclass(frozen=True, slots=True)
class Caption:
    """The texts around a table or chart, in one language."""

    id: str
    title: str
    unit: str = ""
    period: str = ""
    source: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    language: str = "zh"


TEXTS = {field.name for field in fields(Caption)} - {"id", "language"}


def caption(rows: pd.DataFrame, name: str, here: Context, given: dict) -> Caption:
    """The caption of `rows`: what is `given`, else what the view says, else what the rows themselves tell.

    `given` may hold title, unit, period, source, notes, and words for the view's texts ({edition}, {indicator} ...).
    """
    found, language = view(name), here.language
    words = words_of(rows, here, given)
    title = given.get("title") or _filled(_whole(found.text("title", language), words, name), words, name)
    title = title[:1].upper() + title[1:] if language == "en" else title
    said = found.text("unit", language)
    return Caption(
        id=name.replace("_", "-"),
        title=title,
        unit=given.get("unit") or (unit_of(rows, language) if said is None else said),
        period=given.get("period") or period_of(rows, language),
        source=several(given.get("source")) or sources_of(rows, language),
        notes=notes(rows, name, here, given),
        language=language,
    )


def notes(
    rows: pd.DataFrame, name: str, here: Context, given: dict, applies: Callable[[str], bool] = bool,
    of_columns: tuple[str, ...] = (),
) -> tuple[str, ...]:  # fmt: skip
    """The notes of a view and of a table's columns as one note, then those given; `applies` says of the condition of a
    note (`ReadyMade.notes_when`) whether it is met."""
    found, words = view(name), words_of(rows, here, given)
    when = found.notes_when or ("",) * len(found.notes_zh)
    pairs = zip(found.text("notes", here.language), when, strict=True)
    told = [_filled(note, words, name) for note, one in pairs if note and (not one or applies(one))]
    said = ("" if here.language == "zh" else " ").join((*told, *of_columns))
    return several([said, *several(given.get("notes"))])


def _whole(text: str, words: dict[str, str], name: str) -> str:
    """The text of a title; `ParameterError` when a word that it names is empty."""
    if absent := lacking(text, words):
        raise ParameterError(
            f"{name}: the title needs {', '.join(absent)}, which the rows do not share; give context(area, year, "
            "base_year) or title=..."
        )
    return text


def lacking(text: str, words: dict[str, str]) -> list[str]:
    """The words that a text names and that are empty."""
    return [one for _, one, _, _ in Formatter().parse(text) if one and words.get(one) == ""]


def words_of(rows: pd.DataFrame, here: Context, given: dict) -> dict[str, str]:
    """What a view's texts may name: {area}, {year}, {base_year}, {indicator} of the rows, and what the caller gave."""
    words = here.filled(rows).words() | {"indicator": _indicator(rows, here.language)}
    words |= {"reason": rows.attrs.get(f"reason_{here.language}", "")}
    return words | {key: _word(key, value, here.language) for key, value in given.items() if key not in TEXTS}


def _word(name: str, value, language: str) -> str:
    """A value as a title names it: an indicator by its name, a code of columns.yaml (gold) by its word (金奖)."""
    if name in ("edition", "base_edition") and isinstance(value, int):
        return edition_name(value, language)
    if name == "indicator" and value in indicators():
        return name_of({"indicator": value}, language)
    known = headings()[name].words.get(value) if name in headings() else None
    return known[language] if known else str(value)


def _indicator(rows: pd.DataFrame, language: str) -> str:
    """The one indicator that rows are about: theirs, or that of their total."""
    known = rows[rows["role"] == "total"] if "role" in rows else rows
    if len(rows) == 0 and rows.attrs.get("indicator"):
        return name_of({"indicator": rows.attrs["indicator"]}, language)
    if "indicator" not in known or known["indicator"].nunique() != 1:
        return "该指标" if language == "zh" else "the indicator"
    return name_of({"indicator": known["indicator"].iloc[0]}, language)


def _filled(text: str, words: dict[str, str], name: str) -> str:
    try:
        return text.format(**words)
    except KeyError as error:
        raise DefinitionError(
            f"{FILE.name}: {name}: the text needs {error}; give it, as in table(rows, ..., x=1)"
        ) from None


def several(value) -> tuple[str, ...]:
    """Notes or sources given as one text (or a sentence), as several, or not at all; empty ones are left out."""
    given = value if isinstance(value, list | tuple) else (value,)
    return tuple(str(one) for one in given if one)


def unit_of(rows: pd.DataFrame, language: str = "zh") -> str:
    """The unit that all rows share, else nothing."""
    found = list(rows["unit_measure"].unique() if "unit_measure" in rows else ())
    return unit_name(found[0], language) if len(found) == 1 else ""


def period_of(rows: pd.DataFrame, language: str = "zh") -> str:
    """The years that the rows are about: 2023年, 2018—2023年."""
    if "year" in rows:
        years = pd.to_numeric(rows["year"], errors="coerce").dropna()
    elif "period_end" in rows:
        years = rows["period_end"].dropna().dt.year
    else:
        return ""
    if years.empty:
        return ""
    first, last = int(years.min()), int(years.max())
    if "base_year" in rows and rows["base_year"].notna().any():
        first = min(first, int(rows["base_year"].min()))
    span = str(last) if first == last else f"{first}—{last}" if language == "zh" else f"{first}–{last}"
    return f"{span}年" if language == "zh" else span


def sources_of(rows: pd.DataFrame, language: str) -> tuple[str, ...]:
    """The documents that the rows rest on."""
    from ipstats.display import words

    return tuple(words.sources(rows, language=language) or ())
