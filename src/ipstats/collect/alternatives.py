"""What a doubtful attribute could be instead: the readings a person chooses among by number."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from ipstats.collect.answers import BETWEEN, OWN
from ipstats.model import areas
from ipstats.model.definitions import normalise
from ipstats.model.evidence import parse_evidence
from ipstats.model.indicators import indicators
from ipstats.model.naming import period as period_words
from ipstats.model.nearest import nearest
from ipstats.model.periods import Period
from ipstats.model.wording import COMPARISONS, GOALS, MEASURES, NO_COMPARISON, sentence, value_of

MOST = 9
BY_UNIT = {
    "%": ("growth", "share", "level"),
    "百分点": ("point_change", "level"),
    "倍": ("multiple", "growth", "level"),
}
COUNTED = ("level", "change", "threshold")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading offered to the reviewer: the attribute, its value in both languages, and what a correction would
    `set` (empty for the figure as read)."""

    slot: str
    zh: str
    en: str
    set: dict = field(default_factory=dict)
    ends: bool = False
    """Whether a point in time takes the end of the time."""


def readings(row: dict, slots: tuple[str, ...], document) -> tuple[Reading, ...]:
    """The row as read, then other values of the attributes in doubt, the likeliest first, nine at most."""
    found: dict[tuple, Reading] = {(): as_read(row, slots)}
    makers = {"period": _periods, "area": _areas, "indicator": _indicators, "measure": _measures}
    makers |= {"comparison": _comparisons, "target": _targets}
    for slot in slots:
        for one in makers.get(slot, lambda *_: ())(row, document):
            if not {OWN, BETWEEN} & set(str(one.set.get("label", ""))):
                found.setdefault(tuple(one.set.items()), one)
    return tuple(found.values())[:MOST]


def as_read(row: dict, slots: tuple[str, ...]) -> Reading:
    """The row's own values of some attributes."""
    said = [[value for slot in slots if (value := value_of(row, slot, language))] for language in ("zh", "en")]
    return Reading(slots[0] if slots else "", "，".join(said[0]), ", ".join(said[1]))


def _periods(row: dict, document) -> Iterator[Reading]:
    for one in _likely_periods(row, document):
        if one.time_period != row["time_period"]:
            words = (period_words(one.time_period, "zh"), period_words(one.time_period, "en"))
            yield Reading("period", *words, {"period": one.time_period})


def _likely_periods(row: dict, document) -> Iterator[Period]:
    """The other kind of the same time, other readings, times of the same paragraph, those of an untitled text."""
    own = Period.parse(row["time_period"]) if row["time_period"] else None
    if own:
        yield Period.year(own.end.year) if own.is_instant else Period.instant(own.end)
        if own.start is None or own.start.year != own.end.year:
            yield Period.year(own.end.year)
            yield Period.year_end(own.end.year)
    evidence = parse_evidence(row["evidence"])
    for one in evidence.of("period"):
        try:
            yield Period.parse(one.reading)
        except ValueError:
            continue
    near = document.table[document.table["section"] == row["section"]]["time_period"]
    common = [*near.value_counts().index[:3], *document.table["time_period"].value_counts().index[:2]]
    yield from (Period.parse(name) for name in common if name)
    if "period" in evidence.taken and evidence.taken["period"].how == "assumed":
        yield from _before_publication(document, row)


def _before_publication(document, row: dict) -> Iterator[Period]:
    """The year in which the document was published and the one before, or their ends for a point in time."""
    for year in (document.published.year, document.published.year - 1) if document.published else ():
        yield Period.year_end(year) if pd.isna(row["period_start"]) else Period.year(year)


def _areas(row: dict, document) -> Iterator[Reading]:
    codes = [code_of(one.reading) for one in parse_evidence(row["evidence"]).of("area")]
    usual = document.table["ref_area"].value_counts()
    codes += [code_of(document.context.area), *usual.index[:1], *_named("".join(sentence(row, document.text)), row)]
    codes += list(areas.ancestors(row["ref_area"]))[1:]
    for code in dict.fromkeys(filter(None, codes)):
        if code != row["ref_area"]:
            found = areas.area(code)
            yield Reading("area", found.name, found.name_en or found.name, {"area": code})


def code_of(name: str) -> str:
    """The code of a name, or nothing where it is none."""
    known = areas.match_names()
    return name if name.isdigit() and len(name) == 6 else known.get(normalise(name), "") if name else ""


def _named(said: str, row: dict) -> list[str]:
    """The codes of the places that a sentence names, longer names first; no name inside another."""
    left, found = normalise(said), []
    known = areas.match_names(row["ref_area"])
    for name in sorted((name for name in known if name in left), key=len, reverse=True):
        if name in left:
            left = left.replace(name, "\0")
            found.append(known[name])
    return found


def _indicators(row: dict, document) -> Iterator[Reading]:
    for one in parse_evidence(row["evidence"]).of("indicator"):
        yield _named_as(one.reading)
    unit = "" if row["measure"] != "level" else row["unit_measure"]
    known = {name: one for one in indicators().values() if not unit or one.counts_in(unit) for name in one.names}
    for name in nearest(row["label"], known):
        if known[name].id != row["indicator"]:
            yield Reading("indicator", known[name].zh, known[name].en, {"indicator": known[name].id})
    start = row["char_start"]
    if pd.notna(start):
        others = document.table[(document.table["char_start"] - start).abs() < 60]
        for label in others["label"].unique():
            if label != row["label"]:
                yield _named_as(label)


def _named_as(label: str) -> Reading:
    return Reading("indicator", label, label, {"label": label, "indicator": "", "indicator_name": ""})


def _measures(row: dict, _document) -> Iterator[Reading]:
    for measure in BY_UNIT.get(row["unit_measure"], COUNTED):
        if measure != row["measure"]:
            yield Reading("measure", *MEASURES[measure], {"measure": measure})


def _comparisons(row: dict, _document) -> Iterator[Reading]:
    for name, (zh, en) in {**COMPARISONS, "": NO_COMPARISON}.items():
        if name != row["comparison"]:
            yield Reading("comparison", zh, en, {"comparison": name})


def _targets(row: dict, _document) -> Iterator[Reading]:
    other = not bool(row["is_target"])
    yield Reading("target", *GOALS[other], {"is_target": other})
