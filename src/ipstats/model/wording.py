"""A figure as a person reads it: its value with what it can mean, its attributes in words, its sentence."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ipstats.model.doubts import words
from ipstats.model.evidence import Decided
from ipstats.model.naming import WORDS
from ipstats.model.naming import period as period_words
from ipstats.model.units import scaled

Both = tuple[str, str]
"""Words in Chinese and English."""
MEASURES: dict[str, Both] = WORDS["measures"]
COMPARISONS: dict[str, Both] = WORDS["comparisons"]
NO_COMPARISON: Both = WORDS["no_comparison"]
GOALS: dict[bool, Both] = WORDS["goals"]
SCALES = {"万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "千": 1e3, "百": 1e2}
STOPS = "。！？；\n"


def value_of(row: Mapping[str, Any], slot: str, language: str = "zh") -> str:
    """An attribute of a row in words; its number as printed for any other slot."""
    at = 0 if language == "zh" else 1
    match slot:
        case "period":
            return period_words(row["time_period"], language)
        case "area":
            return " ".join(filter(None, [row["ref_area_name"], row["scope"]]))
        case "indicator":
            return str(row["indicator_name"] or row["label"])
        case "target":
            return GOALS[bool(row["is_target"])][at]
        case "comparison":
            return _compared(str(row["comparison"]), language)
        case "measure":
            return MEASURES.get(str(row["measure"]), (str(row["measure"]),) * 2)[at]
    return str(row["obs_text"])


def _compared(comparison: str, language: str) -> str:
    """Against which time a change is, in words."""
    kind, _, when = comparison.partition(":")
    said = WORDS["compared_with"].get(kind, COMPARISONS.get(kind, (comparison,) * 2 if comparison else NO_COMPARISON))
    return said[0 if language == "zh" else 1].format(period_words(when, language))


def measure(name: str) -> str:
    """What a number is, in both languages.

    >>> measure("growth")
    '增长率 growth'
    """
    return " ".join(dict.fromkeys(MEASURES.get(name, (name,))))


def amount(row: Mapping[str, Any], language: str = "zh") -> str:
    """The value as printed, and in brackets what it can mean, in the same scale.

    >>> amount({"printed": "1817亿", "unit_measure": "元", "obs_value": 1817e8, "obs_lower": 1816.5e8,
    ...         "obs_upper": 1817.5e8})
    '1817亿元（1816.5—1817.5亿元）'
    """
    printed, unit = scaled(row["printed"], row["obs_value"]) or number(row["obs_value"]), row["unit_measure"]
    meant = interval(row, language)
    brackets = "（{}）" if language == "zh" else " ({})"
    return f"{printed}{unit}" + (brackets.format(meant) if meant else "")


def interval(row: Mapping[str, Any], language: str = "zh") -> str:
    """What the printed figure can mean; nothing where it is exact."""
    lower, upper = row["obs_lower"], row["obs_upper"]
    if pd.isna(lower) or pd.isna(upper) or lower == upper:
        return ""
    printed = scaled(str(row["printed"]), row["obs_value"])
    scale = next((name for name in SCALES if printed.endswith(name)), "")
    unit, factor = f"{scale}{row['unit_measure']}", SCALES.get(scale, 1.0)
    at_least, at_most = WORDS["open"][language]
    if upper == float("inf"):
        return at_least.format(number(lower / factor) + unit)
    if lower == float("-inf"):
        return at_most.format(number(upper / factor) + unit)
    return f"{number(lower / factor)}—{number(upper / factor)}{unit}"


def number(value: Any) -> str:
    """A number without needless noughts."""
    return "" if value == "" or pd.isna(value) else f"{value:.10g}"


def sentence(row: Mapping[str, Any], text: str) -> tuple[str, str, str]:
    """What stands before a figure in its sentence, the figure, and what stands after it."""
    if pd.isna(row["char_start"]):
        return "", row["obs_text"], ""
    start, end = int(row["char_start"]), int(row["char_end"])
    first = sentence_start(text, start)
    ends = [at for sign in STOPS if (at := text.find(sign, end)) >= 0]
    return text[first:start], text[start:end], text[end : min(ends, default=len(text))]


def sentence_start(text: str, at: int) -> int:
    """Where the sentence of an offset begins, spaces left out."""
    first = max(text.rfind(sign, 0, at) + 1 for sign in STOPS)
    while first < at and text[first].isspace():
        first += 1
    return first


def reason(one: Decided, text: str, language: str = "zh") -> str:
    """What decided an attribute: how near it stood, and its words where there are some.

    >>> from ipstats.model.evidence import parse_evidence
    >>> reason(parse_evidence("period=adverbial@sentence[0-5]").taken["period"], "2024年，专利授权量12件")
    '本句“2024年”'
    """
    how = words("hows").get(one.how)
    said = getattr(how, language) if how else one.how
    quoted = " ".join(text[slice(*one.span)].split()) if one.span else ""
    shown = quoted if len(quoted) <= 24 else f"{quoted[:11]}…{quoted[-11:]}"
    marks = "“{}”" if language == "zh" else " “{}”"
    return said + (marks.format(shown.strip("，,、；;：:")) if shown else "")
