"""Findings in words: plain sentences of one language, names and dates as it writes them."""

from collections.abc import Mapping
from functools import lru_cache
from math import inf
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
from ipstats.model.naming import covering, period
from ipstats.model.units import scaled

NAMES = ("ref_area_name", "ref_area", "time_period", "indicator_name", "indicator", "label", "measure", "scope")


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


def _said(form: str, language: str, *words_in: str, **named: str) -> str:
    """A sentence, or a part of one, with its words in their places."""
    return words("sentences", form, language).format(*words_in, **named)


def _following(claims: Claims, said: str, leader: int, language: str) -> str:
    plain = said.removesuffix("。").removesuffix(".")
    return _said("follows", language, said=plain, name=name_of(claims, leader, language))


def _sentence(
    claims: Claims, names: tuple[str, ...], shown: tuple[str, str, float], line: FindingLine, how_much: str,
    several: list[int], language: str,
) -> str:  # fmt: skip
    """What was published; then of a contradiction what was expected and how it is worked out, or the rule, and why."""
    check, cause = CHECKS[line.check], _cause(line.cause, line.suspect_label, language)
    how, rule = (str(getattr(check, f"{name}_{language}")) for name in ("how", "rule"))
    told = {"what": _named(*names, language), "said": figure(*shown, language), "how": how, "rule": rule}
    look = line.cause in REVIEW
    printed, unit, value = shown
    ends = (line.lower, line.upper) if look or line.verdict == CONTRADICTS else (-inf, inf)
    span = expected(scaled(printed, value), unit, *ends, language)
    if line.verdict == CONTRADICTS or span:
        form = "rule" if not span else "bounded" if span.startswith("不") else "expected"
        worked_out = _noted("brackets", f"{how_much} = {span}" if how_much and span else "", language)
        why = cause if look else _why(claims, line, cause, several, language)
        return _said(form, language, **told, span=span, note=worked_out, why=why)
    if line.verdict == AGREES:
        return _said("agrees", language, **told, note=_noted("brackets", cause, language))
    found = str(getattr(check, f"open_{language}"))
    return _open(found, cause, language, told)


def _open(found: str, cause: str, language: str, told: dict[str, str]) -> str:
    """What a check found that decides nothing, else that nothing is decided and what may be the cause."""
    form, note = ("found", found) if found else ("open", _noted("possible", cause, language))
    return _said(form, language, **told, note=note)


def _noted(form: str, said: str, language: str) -> str:
    return _said(form, language, said) if said else ""


def _cause(cause: str, label: str, language: str) -> str:
    said = words("causes", cause, language)
    several = [in_words(one, language) for one in label.split(";")] if "{label}" in said else []
    return said.format(label=words("joints", "labels", language).join(several))


def _why(claims: Claims, line: FindingLine, cause: str, several: list[int], language: str) -> str:
    """The cause with how certain it is, and which other figures come into question."""
    why = words("certainty", line.certainty, language) + cause if cause else words("page", "unknown", language)
    if not several or "{label}" in words("causes", line.cause, language):
        return why
    names = words("joints", "figures", language).join(figures(claims, several, language))
    return _said("several", language, why=why, names=names)


def figures(claims: Claims, rows: list[int], language: str) -> list[str]:
    """Figures by name, with what tells them apart where their names are the same."""
    table = claims.table.loc[rows]
    names = [name_of(claims, row, language) for row in rows]
    places = ((table["source_id"] + " " + table["cell"]).str.strip() + " " + table["printed"]).tolist()
    both = zip(names, places, strict=True)
    return [f"{name} ({place})" if names.count(name) > 1 else name for name, place in both]


def name_of(claims: Claims, row: int, language: str) -> str:
    """A figure by area, period, indicator and coverage."""
    return _named(*(claims.column(name)[row] for name in NAMES), language)


def what_of(claims: Claims, row: int, language: str) -> str:
    """A figure's indicator, and its measure where it is no level."""
    names = dict(zip(NAMES, (claims.column(name)[row] for name in NAMES), strict=True))
    kind, known = words("measures", names["measure"], language), indicators().get(names["indicator"])
    if language == "zh":
        return f"{covering(names['indicator_name'] or names['label'], names['scope'], 'zh')}{kind}"
    return ", ".join(filter(None, (covering(known.en if known else names["label"], names["scope"], "en"), kind)))


@lru_cache(maxsize=65536)
def _named(
    place: str, code: str, time: str, name: str, id: str, label: str, measure: str, scope: str, language: str
) -> str:
    """A figure by area, period, indicator and coverage: 上海市2019年末发明专利有效量; Shanghai, the end of 2019, ..."""
    kind = words("measures", measure, language)
    if language == "zh":
        return f"{place}{period(time, 'zh')}{covering(name or label, scope, 'zh')}{kind}"
    known = indicators().get(id)
    what = covering(known.en if known else label, scope, "en")
    parts = (in_words(code or place, "en"), period(time, "en"), what, kind)
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
