"""What a report is about: the area, the year, the year it is set against, and the language it speaks."""

import re
from dataclasses import dataclass, replace

import pandas as pd

from ipstats.errors import ParameterError
from ipstats.messages import known_language
from ipstats.model.areas import area as find_area
from ipstats.model.naming import period as period_name
from ipstats.model.periods import Period
from ipstats.model.select import whole_year


@dataclass(frozen=True, slots=True)
class Context:
    """`area` is a code (empty: none in particular); tables and charts take titles, highlights and language from it."""

    area: str = ""
    year: int | None = None
    base_year: int | None = None
    language: str = "zh"
    period: str = ""
    """The part of the year the report is about, in SDMX form; empty for the whole year."""

    @property
    def area_name(self) -> str:
        """The area's name in the report's language."""
        return area_name(self.area, self.language) if self.area else ""

    def words(self) -> dict[str, str]:
        """What a title may name: {area}, {year}, {base_year}, {when} and {base_when} (2023年, 2022年1—11月), and
        {entire}, which tells a year from its parts (2023年全年（年末）, all of 2023)."""
        when = self.period or _shown(self.year)
        base = _shown(self.base_year)
        if self.period and self.base_year and self.year:
            base = Period.parse(self.period).shifted(self.base_year - self.year).time_period
        named = {"when": period_name(when, self.language), "base_when": period_name(base, self.language)}
        named["entire"] = "" if self.period else "全年（年末）" if self.language == "zh" else "all of "
        return {"area": self.area_name, "year": _shown(self.year), "base_year": _shown(self.base_year)} | named

    def filled(self, rows: pd.DataFrame) -> "Context":
        """With the area, year, base year and part of the year that all rows share, where it says none itself."""
        ends = pd.to_datetime(rows["base_end"]).dt.year if "base_end" in rows else rows.get("base_year")
        told = {"area": _only(rows.get("ref_area")), "year": _only(rows.get("year")), "base_year": _only(ends)}
        if not self.year:
            told["period"] = _part(rows.get("time_period"))
        return replace(self, **{name: value for name, value in told.items() if value and not getattr(self, name)})


def _only(values: pd.Series | None):
    """The one value of a column; None where it has several, or there is no such column."""
    found = list(() if values is None else values.dropna().unique())
    return None if len(found) != 1 else found[0] if isinstance(found[0], str) else int(found[0])


def _part(periods: pd.Series | None) -> str:
    """The part of a year that all flows are of, in SDMX form."""
    found = {one for one in ([] if periods is None else periods) if one and not Period.parse(one).is_instant}
    part = found.pop() if len(found) == 1 else ""
    return "" if not part or Period.parse(part).is_full_year else part


def context(
    area: str | int = "", year: int | None = None, base_year: int | None = None, language: str = "zh", period: str = ""
) -> Context:
    """The context of a report, from which tables, charts and sentences take titles, highlights and language.

    Parameters
    ----------
    area : a name or a code (110000 as a number too); none in particular when left out
    year : the year the report is about
    base_year : the year it is set against; the one before when left out
    language : zh or en
    period : a part of the year as people write it (1—11月, 上半年, 三季度, Q3) or in SDMX form; the whole year when
        left out

    Returns
    -------
    Context

    Raises
    ------
    ParameterError
        for an area, a language or a part of the year that is none, and for a base year that is not before the year

    Examples
    --------
    >>> context("北京", 2023, 2022).area
    '110000'
    """
    known_language(language)
    year = None if year is None else whole_year(year)
    base_year = whole_year(base_year) if base_year is not None else year and year - 1
    if year is not None and base_year is not None and base_year >= year:
        raise ParameterError(f"base_year {base_year} is not before year {year}; give an earlier one")
    return Context("" if area in ("", None) else find_area(area).code, year, base_year, language, part_of(period, year))


PARTS = (
    (r"(?:1[—–~～至\-到])(\d{1,2})月(?:份)?", lambda year, month: Period.months(year, 1, int(month))),
    (r"(\d{1,2})[—–~～至\-到](\d{1,2})月(?:份)?", lambda year, first, last: Period.months(year, int(first), int(last))),
    (r"(\d{1,2})月(?:份)?", lambda year, month: Period.months(year, int(month), int(month))),
    (r"(上|下)半年", lambda year, half: Period.half(year, "上下".index(half) + 1)),
    (r"[HS]([12])", lambda year, half: Period.half(year, int(half))),
    (r"第?([一二三四1-4])季度?", lambda year, number: Period.quarter(year, _quarter(number))),
    (r"Q([1-4])", lambda year, number: Period.quarter(year, int(number))),
    (r"前([一二三1-3])个?季度", lambda year, number: Period.months(year, 1, 3 * _quarter(number))),
    (r"全年", lambda year: None),
)
"""Parts of a year as people write them -> the period of that year."""


def _quarter(number: str) -> int:
    return "一二三四".find(number) + 1 or int(number)


def part_of(text: str, year: int | None) -> str:
    """The SDMX form of a part of a year (`""` for the whole); `ParameterError` when it is none.

    >>> part_of("1—11月", 2022), part_of("上半年", 2023), part_of("2023-Q3", 2023)
    ('2022-01-01/P11M', '2023-S1', '2023-Q3')
    """
    plain = re.sub(r"\s", "", text).removeprefix(f"{year}年")
    if not plain:
        return ""
    try:
        for pattern, made in PARTS:
            if found := re.fullmatch(pattern, plain, re.IGNORECASE):
                part = made(year, *found.groups())
                return part.time_period if part and not part.is_full_year else ""
        part = Period.parse(plain)
    except (ValueError, TypeError):
        raise ParameterError(
            f"period {text!r} is no part of a year; expected 1—11月, 上半年, Q3 or 2022-01-01/P11M"
        ) from None
    if part.end.year != year:
        raise ParameterError(f"period {text!r} does not end in {year}")
    return "" if part.is_full_year else part.time_period


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
