"""Columns of tables: their headings in both languages and the kinds of cells below, from `definitions/columns.yaml`."""

from dataclasses import dataclass, field
from functools import cache

from ipstats.model.definitions import FOLDER, entries, one_of
from ipstats.model.units import units

FILE = FOLDER / "columns.yaml"
COUNTERS = ("件", "项", "个", "次", "起", "单")
NUMBER = "number"
KINDS = (
    "quantity", "rounded", "observation", "interval", "ranks", "edition", "rate", "number", "text", "indicator", "area",
    "unit", "period", "code", "scope", "document", "stated_rank", "told_rank", "moved",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of columns.yaml; its note stands below every table that shows it, its `group` above the headings of
    neighbours that have the same."""

    id: str
    zh: str
    en: str
    kind: str
    column: str = ""
    words: dict = field(default_factory=dict)
    optional: bool = False
    decimals: int | None = None
    note_zh: str = ""
    note_en: str = ""
    group: str = ""

    def __post_init__(self):
        one_of(self.kind, KINDS, "kind")


@cache
def headings() -> dict[str, Heading]:
    """All known columns by name."""
    return entries(Heading, FILE)


def heading(name: str, language: str = "zh") -> str:
    """The heading of a column in a language, for the axes of one's own drawings; an unknown name stays as it is."""
    return getattr(headings()[name], language) if name in headings() else name


def year_columns(years, language: str = "zh") -> list[tuple[str, str]]:
    """The columns of a table of `analysis.by_year`, with their headings: 2019年, 2020年 ..."""
    return [(f"y{year}", f"{year}年" if language == "zh" else str(year)) for year in years]


def unit_name(unit: str, language: str = "zh") -> str:
    """A unit in a language; 件/万人 is per 10,000 people. What is counted an English indicator says itself: number."""
    if language == "zh" or not unit:
        return unit
    if unit in COUNTERS:
        return NUMBER
    known = units().get(unit)
    return known.en.removesuffix(" population") if known and known.en else unit
