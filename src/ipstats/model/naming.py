"""Periods and coverages in words, for reasons and sentences."""

from functools import lru_cache

from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.periods import Period, month_end

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NOT_STATED = {"zh": "未注明", "en": "not stated"}
FORMS = {
    "zh": {
        "year": "{y}年", "year_end": "{y}年末", "month_end": "{y}年{m}月末", "day": "{y}年{m}月{d}日",
        "half": "{y}年{half}半年", "quarter": "{y}年{quarter}季度", "month": "{y}年{m}月",
        "part_year": "{y}年{m0}—{m}月", "years": "{y0}—{y}年", "span": "{y0}年{m0}月{d0}日—{y}年{m}月{d}日",
    },
    "en": {
        "year": "{y}", "year_end": "the end of {y}", "month_end": "the end of {m} {y}", "day": "{d} {m} {y}",
        "half": "the {half} half of {y}", "quarter": "the {quarter} quarter of {y}", "month": "{m} {y}",
        "part_year": "{m0}–{m} {y}", "years": "{y0}–{y}", "span": "{d0} {m0} {y0} – {d} {m} {y}",
    },
}  # fmt: skip
"""Kinds of periods in words; a slot with 0 is of the first day, the others are of the last."""
HALVES = {"zh": "上下", "en": ("first", "second")}
QUARTERS = {"zh": "一二三四", "en": ("first", "second", "third", "fourth")}


def period(time_period: str, language: str, *, opening: bool = False) -> str:
    """A period in words: 2022年, 2022年末, 2022年1—11月; 2022, the end of 2022, January–November 2022.

    `opening` puts the preposition before it with which an English sentence begins.
    """
    if not time_period:
        return ""
    when = Period.parse(time_period)
    start, end = when.start or when.end, when.end
    months = MONTHS if language == "en" else range(1, 13)
    words = FORMS[language][_form(when)].format(
        y=end.year, m=months[end.month - 1], d=end.day, y0=start.year, m0=months[start.month - 1], d0=start.day,
        half=HALVES[language][end.month // 7], quarter=QUARTERS[language][(end.month - 1) // 3],
    )  # fmt: skip
    if language == "zh" or not opening:
        return words
    return ("at " if words.startswith("the end") else "on " if when.is_instant else "in ") + words


def _form(when: Period) -> str:
    """The name of a period's form in `FORMS`."""
    if when.is_full_year:
        return "year_end" if when.is_instant else "year"
    if when.is_instant:
        return "month_end" if when.end == month_end(when.end.year, when.end.month) else "day"
    return when.kind


def coverage(scope: str, language: str) -> str:
    """A coverage in words; one that is not stated says so, one that scopes.yaml lacks stays as written."""
    if not scope:
        return NOT_STATED[language]
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
