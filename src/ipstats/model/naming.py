"""Periods and coverages in words, for reasons and sentences."""

from functools import lru_cache

from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.periods import Period, month_end

WORDS = read_yaml(FOLDER / "naming.yaml")


def period(time_period: str, language: str, *, opening: bool = False) -> str:
    """A period in words: 2022年, 2022年末, 2022年1—11月; 2022, the end of 2022, January–November 2022.

    `opening` puts the preposition before it with which an English sentence begins.
    """
    if not time_period:
        return ""
    when = Period.parse(time_period)
    start, end = when.start or when.end, when.end
    months, halves, quarters = (WORDS[name][language] for name in ("months", "halves", "quarters"))
    words = WORDS["periods"][language][_form(when)].format(
        y=end.year, m=months[end.month - 1], d=end.day, y0=start.year, m0=months[start.month - 1], d0=start.day,
        half=halves[end.month // 7], quarter=quarters[(end.month - 1) // 3],
    )  # fmt: skip
    if language == "zh" or not opening:
        return words
    return ("at " if words.startswith("the end") else "on " if when.is_instant else "in ") + words


def _form(when: Period) -> str:
    """The name of a period's form in definitions/naming.yaml."""
    if when.is_full_year:
        return "year_end" if when.is_instant else "year"
    if when.is_instant:
        return "month_end" if when.end == month_end(when.end.year, when.end.month) else "day"
    return when.kind


def coverage(scope: str, language: str) -> str:
    """A coverage in words; one that is not stated says so, one that scopes.yaml lacks stays as written."""
    if not scope:
        return str(WORDS["not_stated"][language])
    return scopes().get(scope, scope) if language == "en" else scope


def covering(name: str, scope: str, language: str) -> str:
    """A name with its coverage in brackets, whose own brackets become a comma: 专利授权量（国内，不含港澳台）.

    >>> covering("专利授权量", "高新区", "zh"), covering("patent grants", "国外", "en")
    ('专利授权量（高新区）', 'patent grants (foreign)')
    """
    if not scope:
        return name
    within = coverage(scope, language)
    return f"{name}（{within.replace('（', '，').replace('）', '')}）" if language == "zh" else f"{name} ({within})"


@lru_cache(maxsize=1)
def scopes() -> dict[str, str]:
    """Coverage as Chinese sources write it -> English, definitions/scopes.yaml."""
    return read_yaml(FOLDER / "scopes.yaml")
