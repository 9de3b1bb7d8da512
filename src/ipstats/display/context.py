"""What a report is about: the area, the year, the year it is set against, and the language it speaks."""

import re
from dataclasses import dataclass

from ipstats.errors import ParameterError
from ipstats.model.areas import area as find_area

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Context:
    """`area` is a code (empty: none in particular); tables and charts take titles, highlights and language from it."""

    area: str = ""
    year: int | None = None
    base_year: int | None = None
    language: str = "zh"

    @property
    def area_name(self) -> str:
        """The area's name in the report's language."""
        return area_name(self.area, self.language) if self.area else ""

    def words(self) -> dict[str, str]:
        """What a title may name: {area}, {year}, {base_year}."""
        return {"area": self.area_name, "year": _shown(self.year), "base_year": _shown(self.base_year)}


def context(area: str = "", year: int | None = None, base_year: int | None = None, language: str = "zh") -> Context:
    """The context of a report; `ParameterError` when the area or language is unknown or the years are in no order.

    >>> context("北京", 2023, 2022).area
    '110000'
    """
    if language not in LANGUAGES:
        raise ParameterError(f"language {language!r} is none of {', '.join(LANGUAGES)} (语言只有 zh 和 en)")
    if year is not None and base_year is None:
        base_year = year - 1
    if year is not None and base_year is not None and base_year >= year:
        raise ParameterError(f"base_year {base_year} is not before year {year}; give an earlier one (基年须早于报告年)")
    return Context("" if area in ("", None) else find_area(area).code, year, base_year, language)


def codes(area: str, others: str = "") -> list[str]:
    """The codes of an area and of others named in one text (separated by 、 or comma), each once, the area first.

    >>> codes("北京", "上海市、江苏省")
    ['110000', '310000', '320000']
    """
    named = [area, *(one.strip() for one in re.split("[、,，;；]", others))]
    return list(dict.fromkeys(find_area(one).code for one in named if one))


def area_name(code: str, language: str = "zh", *, short: bool = False) -> str:
    """An area's name; `short` is what a chart prints (北京). A code that the table of areas lacks stays a code."""
    try:
        found = find_area(code)
    except ParameterError:
        return code
    if language == "en":
        return found.name_en or found.name
    return found.label if short else found.name


def _shown(year: int | None) -> str:
    return "" if year is None else str(year)
