"""Sentences from the tables of `ipstats.analysis`, Chinese and English from the same facts.

Every function takes a result table (or a row of it) and `language`, and returns a `Prose`; a number in it leads to
its source or says how it was computed. Words are in `definitions/words.yaml`. What an interval does not decide is
said to be undecided. Sentences on density, ranks and awards are in `display.words_rank`.
"""

from collections.abc import Callable
from functools import partial, wraps
from inspect import signature

import numpy as np
import pandas as pd

from ipstats.analysis.comparability import COMPUTED, because
from ipstats.analysis.computed_density import OPERAND_SOURCE
from ipstats.analysis.growth import of_zones as zones
from ipstats.display.numbers import absent
from ipstats.display.phrasing import (
    base_period,
    course,
    described,
    document,
    fill,
    listed,
    name,
    nothing,
    num,
    period,
    place,
    records,
    span,
    subject,
    together,
    verb,
    year_runs,
)  # fmt: skip
from ipstats.display.phrasing import sentence as stopped
from ipstats.display.prose import Prose
from ipstats.display.tables import checked as has_columns
from ipstats.display.words_areas import areas_growth, areas_lead, areas_tally, areas_total, own_place
from ipstats.display.words_awards import (
    award_against,
    award_apart,
    award_bounds,
    award_floors,
    award_kinds,
    award_latest,
    award_moved,
    award_on_record,
    award_peak,
    award_place,
    award_solved,
    award_stated,
    award_unbounded,
    award_won,
)
from ipstats.display.words_checks import (
    checked,
    checked_within,
    contradicting,
    coverage,
    covered,
    doubtful,
    findings,
    undecided,
)
from ipstats.display.words_lead import (
    averages,
    bare,
    briefly,
    causes,
    change,
    densities_apart,
    heading,
    in_nation,
    mix,
    moved,
    of_which,
    others_in_nation,
    overview,
    pace,
    partly,
    ranks_apart,
    same_source,
    sentence,
    stands,
    stated,
    stated_rank,
    subject_of,
    tally,
    title,
    trend,
)
from ipstats.display.words_rank import (
    above_nation,
    compare,
    decomposition,
    density,
    density_rank,
    main_effect,
    rank,
    rank_course,
    target,
    towards,
)
from ipstats.messages import known_language
from ipstats.model.naming import coverage as covered_by

__all__ = [
    "above_nation", "annual_average", "areas_growth", "areas_lead", "areas_tally", "areas_total",
    "averages",
    "award_against", "award_apart", "award_bounds", "award_floors", "award_kinds", "award_latest", "award_moved",
    "award_on_record", "award_peak", "award_place", "award_solved", "award_stated", "award_unbounded",
    "award_won",
    "causes", "change", "checked", "checked_within", "compare", "contradicting", "contributions", "coverage",
    "covered", "decomposition", "densities_apart", "density", "density_rank", "doubtful", "findings", "growth",
    "heading", "history", "in_nation", "main_effect", "mix", "moved", "of_which", "of_zones", "others_in_nation",
    "overview", "own_place", "pace", "partly", "rank",
    "rank_course", "ranks_apart", "rates_apart", "rates_beside", "same_source",
    "sentence", "sources", "stands", "stated", "stated_rank", "subject_of",
    "tally", "target", "title", "together", "towards", "trend", "undecided", "zone",
]  # fmt: skip


def growth(grown: pd.DataFrame, language: str = "zh", *, most: int | None = None) -> Prose:
    """Level and growth of each comparable row: 2023年，北京市专利授权量193973件，比上年下降4.32%.

    A published rate is said where it agrees with the computed one, beside it where it does not; one that cannot be
    recomputed is said to be published. Reasons for care follow at the end. `most` keeps the first rows of the table.
    """
    has_columns(grown, "comparable", "level")
    rows = [row for row in records(grown) if row["comparable"] or not absent(row.get("published"))]
    rows = [row for row in rows if not absent(row["level"])][:most]
    if not rows:
        return nothing(grown, "growth", language)
    groups: dict[tuple, list[Prose]] = {}
    for row in rows:
        groups.setdefault((row["time_period"], place(row, language)), []).append(_growth_clause(row, language))
    said = []
    for (when, where), clauses in groups.items():
        opening = fill("growth", "opening", language, period=period(when, language, opening=True), area=where)
        said.append(stopped(Prose.join(language, (opening, listed(clauses, language)))))
    return together(language, said + _cautions(rows, language))


def _cautions(rows: list[dict], language: str) -> list[Prose]:
    """Why labelled comparisons and published rates want care, each reason said once with the indicators it is about."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        reasons = [("labelled" if row["comparable"] else "not_recomputed", row[f"reason_{language}"].rstrip("。."))]
        second_hand = because("second_hand")
        if not row["comparable"] and "U" in (row.get("level_status"), row.get("published_status")):
            reasons.append(("labelled", getattr(second_hand, language)))
        for kind, reason in reasons:
            if reason:
                groups.setdefault((kind, reason), {})[name(row, language)] = None
    return [
        stopped(fill("growth", kind, language, names=listed(names, language, "names"), reason=reason))
        for (kind, reason), names in groups.items()
    ]


def _growth_clause(row: dict, language: str) -> Prose:
    slots = {"name": name(row, language), "level": num(row, "level", language)}
    if not row["comparable"]:
        return fill("growth", "published_only", language, **slots, verb=_published_verb(row, language))
    agrees = row.get("agreement") in ("agrees", "needs_truncation")
    said = _published_verb(row, language) if agrees else verb(row, "growth", language, decimals=_decimals(row))
    clause = fill("growth", "with_base", language, **slots, verb=said, base_period=base_period(row, language))
    return Prose.join(language, (clause, _remark(row, language)))


def _published_verb(row: dict, language: str) -> Prose:
    return verb(row, "published", language)


def _decimals(row: dict) -> int:
    """As many as the published rate has, two without one and for a bound, which is not set beside it."""
    printed = row.get("published_printed")
    if not np.isfinite(row["growth_upper"] - row["growth_lower"]):
        return 2
    return 2 if absent(printed) or not printed else min(2, len(str(printed).partition(".")[2]))


REMARKS = {"needs_truncation": "truncated", "contradicts": "contradicts", "cannot_say": "cannot_say"}
"""Agreement of a published rate with the computed one -> the template that says it."""


def _remark(row: dict, language: str) -> Prose:
    """What stands in brackets: a published rate that differs from the computed one."""
    remark = REMARKS.get(row.get("agreement"))
    if not remark:
        return Prose(language)
    computed = verb(row, "growth", language)
    return fill("growth", remark, language, published=_published_verb(row, language), computed=computed)


def rates_apart(grown: pd.DataFrame, language: str = "zh") -> Prose:
    """The published growth rates that differ from what the two figures give, one clause each; else nothing."""
    rows = [row for row in records(grown) if row["comparable"] and row["agreement"] in REMARKS]
    said = [
        fill("growth", f"apart_{REMARKS[row['agreement']]}", language, name=name(row, language),
             published=_published_verb(row, language), computed=verb(row, "growth", language, about=True))
        for row in rows
    ]  # fmt: skip
    return stopped(listed(said, language))


def zone(grown: pd.DataFrame, language: str = "zh") -> Prose:
    """Which zones and sectors figures are of (rows of `of_zones`), by name where they are one or two."""
    found = [covered_by(scope, language) for scope in grown["scope"].unique().tolist()]
    return listed(found, language, "and") if len(found) < 3 else fill("headings", "zones", language)


def rates_beside(parts: pd.DataFrame, language: str = "zh") -> Prose:
    """The published growth of figures whose table has the computed one, where the two are printed differently."""
    rows = [row for row in records(parts) if not absent(row["published"]) and not absent(row["growth"])]
    rows = [row for row in rows if num(row, "published", language).text != num(row, "growth", language).text]
    said = [
        fill("growth", "beside", language, name=name(row, language), published=num(row, "published", language))
        for row in rows
    ]
    return stopped(listed(said, language))


def of_zones(grown: pd.DataFrame, language: str = "zh") -> Prose:
    """Figures of zones and sectors of an area (a coverage that is no part of the nation's), one sentence each."""
    rows = zones(grown)
    rows = rows[rows["level"].notna()]
    said = []
    for scope in rows["scope"].unique().tolist():
        of_zone = [row | {"scope": ""} for row in records(rows[rows["scope"] == scope])]
        called = fill("lead", "zone", language, scope=covered_by(scope, language))
        said.append(stopped(Prose.join(language, (called, briefly(of_zone, language)))))
    return together(language, said)


def history(series: pd.DataFrame, language: str = "zh") -> Prose:
    """From the first year to the last of each series, with the highest year and breaks named; of no series nothing."""
    said = []
    for _, rows in series.groupby(["ref_area", "indicator", "scope", "measure", "unit_measure"], sort=False):
        rows = rows[rows["level"].notna()].sort_values("year")
        if len(rows) > 1:
            said.append(stopped(_line(rows, language)))
    return together(language, said) if said or series.empty else nothing(series, "history", language)


def _line(rows: pd.DataFrame, language: str) -> Prose:
    first, last = records(rows.iloc[[0, -1]])
    slots = subject(last, language) | {"first_period": period(first["time_period"], language, opening=True)}
    slots |= {"first": num(first, "level", language), "last": num(last, "level", language)}
    said = [fill("history", _way(rows), language, **slots, last_period=slots["period"])]
    top = rows.loc[rows["level"].idxmax()]
    others = rows[rows["year"] != top["year"]]
    if len(others) > 1 and (others["level_upper"] < top["level_lower"]).all() and not rows["break_before"].any():
        said.append(fill("history", "highest", language, year=int(top["year"])))
    for row in records(rows[rows["break_before"]]) if rows["break_before"].any() else []:
        said.append(
            fill("history", "break", language, year=row["year"], reason=row[f"reason_{language}"].rstrip("。."))
        )
    if missing := sorted(set(range(first["year"], last["year"])) - set(rows["year"])):
        said.append(fill("history", "gap", language, years=year_runs(missing, language)))
    return Prose.join(language, said)


def _way(rows: pd.DataFrame) -> str:
    """Whether a line rose or fell from end to end: only where no interval and no break of definition leaves it open."""
    first, last = rows.iloc[0], rows.iloc[-1]
    if rows["break_before"].any():
        return "line"
    rise, fall = last["level_lower"] > first["level_upper"], last["level_upper"] < first["level_lower"]
    return "rise" if rise else "fall" if fall else "line"


def annual_average(averages: pd.DataFrame, language: str = "zh") -> Prose:
    """Average annual growth over the years, base year excluded."""
    said = []
    for row in records(averages) if len(averages) else []:
        slots = subject(row, language) | {"first": row["year"] - row["years"], "last": row["year"]}
        if row["comparable"]:
            said.append(fill("annual_average", "line", language, **slots, verb=verb(row, "growth", language)))
        else:
            reason = row[f"reason_{language}"].rstrip("。.")
            said.append(fill("annual_average", "refused", language, **slots, reason=reason))
    return stopped(listed(said, language)) if said else nothing(averages, "growth", language)


def contributions(parts: pd.DataFrame, language: str = "zh") -> Prose:
    """Which part contributed how many percentage points to the growth of the total."""
    if parts.empty:
        return nothing(parts, "growth", language)
    rows = records(parts)
    total = next(row for row in rows if row["role"] == "total")
    opening = fill("contributions", "opening", language, **subject(total, language))
    said = [_contribution(row, language) for row in records(bare(parts)) if row["role"] == "part"]
    rest = next(row for row in rows if row["role"] == "residual")
    complete = rest["contribution_lower"] == rest["contribution_upper"] == 0 and rest["level"] == 0
    kind = "complete" if complete else "residual"
    ending = fill("contributions", kind, language, rest=span(rest, "contribution", language))
    return stopped(Prose.join(language, (opening, listed(said, language, "clause"), ending)))


RAISES = {"rise": "raise", "fall": "lower", "flat": "even", "steady": "undecided", "undecided": "undecided"}


def _contribution(row: dict, language: str) -> Prose:
    """A contribution by what its interval decides; an undecided one gives the interval."""
    way = RAISES[course(row, "contribution") or "undecided"]
    by, whole = num(row, "contribution", language, sign=False), span(row, "contribution", language)
    return fill("contributions", way, language, name=name(row, language), by=by, range=whole)


def sources(*results: pd.DataFrame, language: str = "zh", short: bool = False) -> list[str]:
    """The documents that results rest on, as source notes: title and publisher as the sidecar has them, else the id;
    `short` the titles alone.

    Of a figure worked out beforehand (a density) they are those of its operands, which its note names in brackets.
    """
    found = {one for result in results for one in _source_ids(result)}
    told = partial(document, short=True) if short else described
    return [told(source, language) for source in sorted(str(one) for one in found if not absent(one) and one)]


def _source_ids(result: pd.DataFrame) -> set:
    columns = [str(column) for column in result]
    names = [column for column in columns if column.endswith("source") or column == "source_id"]
    return {one for column in names for one in result[column]} | _sources_of_operands(result, columns)


def _sources_of_operands(result: pd.DataFrame, columns: list[str]) -> set[str]:
    """The sources that the notes of figures worked out beforehand name."""
    found: set[str] = set()
    for note in (column for column in columns if column.endswith("_note")):
        ids = note.replace("_note", "_id")
        if ids in columns:
            worked_out = result[ids].astype(str).str.startswith(COMPUTED)
            found |= set(result[note][worked_out].str.extractall(OPERAND_SOURCE)[0])
    return found


def _in_known_language(sentence: Callable) -> Callable:
    """A sentence that refuses, with a `ParameterError`, a language that there are no words for."""
    shape = signature(sentence)

    @wraps(sentence)
    def said(*given, **options):
        known_language(shape.bind(*given, **options).arguments.get("language", "zh"))
        return sentence(*given, **options)

    return said


for _name in __all__:
    globals()[_name] = _in_known_language(globals()[_name])
