"""Findings in words: plain sentences of one language, names and dates as it writes them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from ipstats.checks.amounts import expected, figure
from ipstats.checks.claims import Claims
from ipstats.checks.evidence import AGREES, CONTRADICTS
from ipstats.checks.registry import CHECKS, words
from ipstats.checks.statements import REVIEW
from ipstats.checks.workings import SHOWN, working
from ipstats.errors import ParameterError
from ipstats.model.areas import area
from ipstats.model.indicators import indicator, indicators
from ipstats.model.naming import period

NAMES = ("ref_area_name", "ref_area", "time_period", "indicator_name", "indicator", "label", "measure")


class FindingLine(NamedTuple):
    """What a finding's line says besides its figure."""

    check: str
    verdict: str
    lower: float
    upper: float
    cause: str
    suspect_label: str
    certainty: str
    relation: int


def explanations(
    claims: Claims, lines: pd.DataFrame, members: Mapping[int, dict[str, int]], language: str
) -> list[str]:
    """The sentence of each line in a language; `members` are the rows of contradicted relations by role."""
    rows = lines["row"].to_numpy(dtype=int)
    named = zip(*(claims.column(name)[rows].tolist() for name in NAMES), strict=True)
    printed = zip(*(claims.column(name)[rows].tolist() for name in SHOWN), strict=True)
    told = map(FindingLine._make, zip(*(lines[name].tolist() for name in FindingLine._fields), strict=True))
    among = [[row, *others] if len(others) else [] for row, others in zip(rows, lines["others"], strict=True)]
    said = []
    for row, names, shown, line, several in zip(rows.tolist(), named, printed, told, among, strict=True):
        sum_of = members.get(line.relation, {})
        how = working(claims, line.check, row, sum_of, language) if sum_of else ""
        said.append(_sentence(claims, names, shown, line, how, several, language))
    return [
        _following(claims, one, leader, language) if leader >= 0 else one
        for one, leader in zip(said, lines["leader"].tolist(), strict=True)
    ]


def _following(claims: Claims, said: str, leader: int, language: str) -> str:
    name = name_of(claims, leader, language)
    if language == "zh":
        return f"{said.removesuffix('。')}；与“{name}”一条同出一误。"
    return f"{said.removesuffix('.')}; of the same error as the finding on {name}."


def _sentence(
    claims: Claims, names: tuple[str, ...], shown: tuple[str, str, float], line: FindingLine, how_much: str,
    several: list[int], language: str,
) -> str:  # fmt: skip
    what, said = _named(*names, language), figure(*shown, language)
    cause = _cause(line.cause, line.suspect_label, language)
    how = CHECKS[line.check].how_zh if language == "zh" else CHECKS[line.check].how_en
    opening = f"{what}公布为{said}，" if language == "zh" else f"{what}: published as {said}"
    look = line.cause in REVIEW
    span = expected(shown[0], shown[1], line.lower, line.upper, language) if look or line.verdict == CONTRADICTS else ""
    if line.verdict == CONTRADICTS or span:
        why = cause if look else _why(claims, line, cause, several, language)
        return _against(opening, line.check, how, span, how_much, why, language)
    if language == "zh":
        return (
            f"{opening}{how}，" + (_noted("相符", "（{}）", cause) if line.verdict == AGREES else _open(cause)) + "。"
        )
    if line.verdict == AGREES:
        return f"{opening}, which agrees: {_noted(how, ' ({})', cause)}."
    return f"{opening}; {how}, agreement cannot be decided{_noted('', '; a possible cause: {}', cause)}."


def _noted(words_before: str, form: str, cause: str) -> str:
    return words_before + (form.format(cause) if cause else "")


def _open(cause: str) -> str:
    return _noted("尚不能判定是否相符", "；可能的原因：{}", cause)


def _against(opening: str, check_id: str, how: str, span: str, how_much: str, why: str, language: str) -> str:
    """The sentence of a contradiction: what was expected and how it is worked out, or the rule, and why."""
    check = CHECKS[check_id]
    sum_of = f"{how_much} = {span}" if how_much and span else ""
    if language == "zh":
        should = f"应{span}" if span.startswith("不") else f"应为{span}"
        rule = how + should + _noted("", "（{}）", sum_of) if span else f"不合“{check.rule_zh}”"
        return f"{opening}{rule}；{why}。"
    rule = f", but {span} expected, {how}" + _noted("", " ({})", sum_of) if span else ""
    return opening + (rule or f", against the rule: {check.rule_en}") + f"; {why}."


def _cause(cause: str, label: str, language: str) -> str:
    said = words("causes", cause, language)
    several = [in_words(one, language) for one in label.split(";")] if "{label}" in said else []
    return said.format(label=("、" if language == "zh" else ", ").join(several))


def _why(claims: Claims, line: FindingLine, cause: str, several: list[int], language: str) -> str:
    """The cause with how certain it is, and which other figures come into question."""
    zh = language == "zh"
    unknown = "原因不明" if zh else "cause not known"
    why = words("certainty", line.certainty, language) + cause if cause else unknown
    if not several or "{label}" in words("causes", line.cause, language):
        return why
    names = ("；" if zh else "; ").join(figures(claims, several, language))
    return f"{why}，不能断定误在何数（{names}）" if zh else f"{why}; one of these is wrong: {names}"


def figures(claims: Claims, rows: list[int], language: str) -> list[str]:
    """Figures by name, with what tells them apart where their names are the same."""
    table = claims.table.loc[rows]
    names = [name_of(claims, row, language) for row in rows]
    places = ((table["source_id"] + " " + table["cell"]).str.strip() + " " + table["printed"]).tolist()
    both = zip(names, places, strict=True)
    return [f"{name} ({place})" if names.count(name) > 1 else name for name, place in both]


def name_of(claims: Claims, row: int, language: str) -> str:
    """A figure by area, period and indicator."""
    return _named(*(claims.column(name)[row] for name in NAMES), language)


def what_of(claims: Claims, row: int, language: str) -> str:
    """A figure's indicator, and its measure where it is no level."""
    names = dict(zip(NAMES, (claims.column(name)[row] for name in NAMES), strict=True))
    kind, known = words("measures", names["measure"], language), indicators().get(names["indicator"])
    if language == "zh":
        return f"{names['indicator_name'] or names['label']}{kind}"
    return ", ".join(filter(None, (known.en if known else names["label"], kind)))


@lru_cache(maxsize=65536)
def _named(place: str, code: str, time: str, name: str, id: str, label: str, measure: str, language: str) -> str:
    """A figure by area, period and indicator: 上海市2019年末发明专利有效量; Shanghai, the end of 2019, invention ..."""
    kind = words("measures", measure, language)
    if language == "zh":
        return f"{place}{period(time, 'zh')}{name or label}{kind}"
    known = indicators().get(id)
    parts = (in_words(code or place, "en"), period(time, "en"), known.en if known else label, kind)
    return ", ".join(filter(None, parts))


@lru_cache(maxsize=4096)
def in_words(label: str, language: str) -> str:
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
