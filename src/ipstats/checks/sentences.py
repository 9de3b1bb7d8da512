"""Findings in words: one plain sentence each, Chinese and English, names and dates as each language writes them."""

from functools import lru_cache

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import AGREES, CANNOT_SAY
from ipstats.checks.registry import CHECKS, words
from ipstats.errors import ParameterError
from ipstats.model.areas import area
from ipstats.model.indicators import indicator, indicators
from ipstats.model.naming import period
from ipstats.model.units import units

NAMES = ("ref_area_name", "ref_area", "time_period", "indicator_name", "indicator", "label", "measure")
FIGURES = ("printed", "unit_measure", "obs_value")


def explanations(claims: Claims, lines: pd.DataFrame) -> list[str]:
    """The sentence of each line, as `zh / en`; of one that follows from another, that it does."""
    rows = lines["row"].to_numpy(dtype=int)
    named = zip(*(claims.column(name)[rows].tolist() for name in NAMES), strict=True)
    printed = zip(*(claims.column(name)[rows].tolist() for name in FIGURES), strict=True)
    columns = lines[["check", "verdict", "lower", "upper", "cause", "suspect_label", "certainty"]]
    rest = columns.itertuples(index=False)
    among = [[row, *others] if len(others) else [] for row, others in zip(rows, lines["others"], strict=True)]
    said = []
    for names, figure, line, members in zip(named, printed, rest, among, strict=True):
        both = [_sentence(claims, names, figure, line, members, language) for language in ("zh", "en")]
        said.append(" / ".join(both))
    return [_following(one) if leader >= 0 else one for one, leader in zip(said, lines["leader"], strict=True)]


def _following(said: str) -> str:
    zh, _, en = said.partition("。 / ")
    return f"{zh}；与前一发现同出一误。 / {en.removesuffix('.')}; of the same error as the finding that leads."


def _sentence(claims: Claims, names: tuple, figure: tuple, line, members: list, language: str) -> str:
    zh = language == "zh"
    check, what, said = CHECKS[line.check], _named(*names, language), _figure(*figure, language)
    how, cause = check.how_zh if zh else check.how_en, _cause(line.cause, line.suspect_label, language)
    opening = f"{what}公布为{said}，" if zh else f"{what}: published as {said}"
    if line.verdict == AGREES:
        note = cause and (f"（{cause}）" if zh else f" ({cause})")
        return f"{opening}{how}，相符{note}。" if zh else f"{opening}, which agrees: {how}{note}."
    if line.verdict == CANNOT_SAY:
        note = cause and (f"；可能的原因：{cause}" if zh else f"; a possible cause: {cause}")
        return f"{opening}{how}，是否相符不可判定{note}。" if zh else f"{opening}; {how}, it cannot be decided{note}."
    span = span_of(line.lower, line.upper, language)
    why = _why(claims, line, cause, members, language)
    if zh:
        return opening + (f"{how}应为{span}" if span else f"不合“{check.rule_zh}”") + f"；{why}。"
    return opening + (f", but {span} expected, {how}" if span else f", against the rule: {check.rule_en}") + f"; {why}."


def _cause(cause: str, label: str, language: str) -> str:
    said = words("causes", cause, language)
    several = [_in_words(one, language) for one in label.split(";")] if "{label}" in said else []
    return said.format(label=("、" if language == "zh" else ", ").join(several))


def _why(claims: Claims, line, cause: str, members: list, language: str) -> str:
    """The cause with how certain it is, and which other figures come into question."""
    zh = language == "zh"
    unknown = "原因不明" if zh else "cause not known"
    why = words("certainty", line.certainty, language) + cause if cause else unknown
    if not members or "{label}" in words("causes", line.cause, language):
        return why
    names = ("；" if zh else "; ").join(_figures(claims, members, language))
    return f"{why}，不能断定误在何数（{names}）" if zh else f"{why}; one of these is wrong: {names}"


def _figures(claims: Claims, rows: list[int], language: str) -> list[str]:
    """Figures by name, with what tells them apart where their names are the same."""
    table = claims.table.loc[rows]
    names = [_named(*values, language) for values in table[list(NAMES)].itertuples(index=False)]
    names = pd.Series(names, index=table.index)
    places = " (" + (table["source_id"] + " " + table["cell"]).str.strip() + " " + table["printed"] + ")"
    return names.where(~names.duplicated(keep=False), names + places).tolist()


@lru_cache(maxsize=65536)
def _named(place: str, code: str, time: str, name: str, id: str, label: str, measure: str, language: str) -> str:
    """A figure by area, period and indicator: 上海市2019年末发明专利有效量; Shanghai, the end of 2019, invention ..."""
    kind = words("measures", measure, language)
    if language == "zh":
        return f"{place}{period(time, 'zh')}{name or label}{kind}"
    known = indicators().get(id)
    parts = (_in_words(code or place, "en"), period(time, "en"), known.en if known else label, kind)
    return ", ".join(filter(None, parts))


@lru_cache(maxsize=4096)
def _in_words(label: str, language: str) -> str:
    """A label of the tables (a period, an area, an indicator) as the language writes it, else as it is."""
    try:
        return period(label, language)
    except ValueError:
        pass
    for find, attribute in ((area, "name_en"), (indicator, "en")):
        try:
            return label if language == "zh" else getattr(find(label), attribute) or label
        except ParameterError:
            continue
    return label


def _figure(printed: str, unit: str, value: float, language: str) -> str:
    """A figure as printed with its unit; in English in full where Chinese numerals were printed."""
    if unit == "位":
        return f"第{value:.0f}位" if language == "zh" else f"{value:.0f}"
    if language == "zh":
        return f"{printed or number(value)}{unit}"
    known = units().get(unit)
    shown = printed if printed.isascii() and not printed.isdigit() and printed else f"{value:,.10g}"
    return shown + ("%" if unit == "%" else f" {known.en}" if known and known.en else f" {unit}" if unit else "")


def span_of(lower: float, upper: float, language: str = "zh") -> str:
    """An interval in words as short as it can be: `5.62～5.64`, `≤ 40`, `≥ 3`."""
    low, high = np.isfinite(lower), np.isfinite(upper)
    if low and high:
        digits = _digits(lower, upper)
        ends = [number(end, digits, language) for end in (lower, upper)]
        return ends[0] if ends[0] == ends[1] else ("～" if language == "zh" else " to ").join(ends)
    end = number(lower if low else upper, language=language)
    return f"≥ {end}" if low else f"≤ {end}" if high else ""


def _digits(lower: float, upper: float) -> int:
    """Significant digits that tell the two ends apart, at least six."""
    width, size = abs(upper - lower), max(abs(lower), abs(upper))
    return 6 if not width or not size else int(min(12, max(6, np.ceil(np.log10(size / width)) + 2)))


def number(value: float, digits: int = 6, language: str = "zh") -> str:
    """A number without needless digits: whole ones in full, others to so many significant digits."""
    if value != value:
        return ""
    whole = abs(value) >= 10**digits or (float(value).is_integer() and abs(value) < 1e15)
    text = f"{value:,.0f}" if whole else f"{value:.{digits}g}"
    return text if language == "en" else text.replace(",", "")
