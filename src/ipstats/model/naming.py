"""Periods and coverages in words, for reasons and sentences."""

from functools import lru_cache

from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.periods import Period

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NOT_STATED = {"zh": "未注明", "en": "not stated"}


def period(time_period: str, language: str, *, opening: bool = False) -> str:
    """A period in words: 2022年, 2022年末, 2022年1—11月; 2022, the end of 2022, January–November 2022."""
    if not time_period:
        return ""
    when = Period.parse(time_period)
    words = _period_zh(when) if language == "zh" else _period_en(when)
    if language == "zh" or not opening:
        return words
    return ("at " if words.startswith("the end") else "on " if when.is_instant else "in ") + words


def _period_zh(when: Period) -> str:
    start, end = when.start, when.end
    if when.is_full_year:
        return f"{end.year}年末" if when.is_instant else f"{end.year}年"
    if start is None:
        last = when == Period.instant(Period.months(end.year, end.month, end.month).end)
        return f"{end.year}年{end.month}月末" if last else f"{end.year}年{end.month}月{end.day}日"
    match when.kind:
        case "half":
            return f"{end.year}年{'上' if end.month == 6 else '下'}半年"
        case "quarter":
            return f"{end.year}年{'一二三四'[end.month // 3 - 1]}季度"
        case "month":
            return f"{end.year}年{end.month}月"
        case "part_year":
            return f"{end.year}年{start.month}—{end.month}月"
        case "years":
            return f"{start.year}—{end.year}年"
    return f"{start.year}年{start.month}月{start.day}日—{end.year}年{end.month}月{end.day}日"


def _period_en(when: Period) -> str:
    start, end = when.start, when.end
    month = MONTHS[end.month - 1]
    if when.is_full_year:
        return f"the end of {end.year}" if when.is_instant else f"{end.year}"
    if start is None:
        last = when == Period.instant(Period.months(end.year, end.month, end.month).end)
        return f"the end of {month} {end.year}" if last else f"{end.day} {month} {end.year}"
    match when.kind:
        case "half":
            return f"the {'first' if end.month == 6 else 'second'} half of {end.year}"
        case "quarter":
            return f"the {('first', 'second', 'third', 'fourth')[end.month // 3 - 1]} quarter of {end.year}"
        case "month":
            return f"{month} {end.year}"
        case "part_year":
            return f"{MONTHS[start.month - 1]}–{month} {end.year}"
        case "years":
            return f"{start.year}–{end.year}"
    return f"{start.day} {MONTHS[start.month - 1]} {start.year} – {end.day} {month} {end.year}"


def coverage(scope: str, language: str) -> str:
    """A coverage in words; one that is not stated says so, one that scopes.yaml lacks stays as written."""
    if not scope:
        return NOT_STATED[language]
    return scopes().get(scope, scope) if language == "en" else scope


@lru_cache(maxsize=1)
def scopes() -> dict[str, str]:
    """Coverage as Chinese sources write it -> English, definitions/scopes.yaml."""
    return read_yaml(FOLDER / "scopes.yaml")
