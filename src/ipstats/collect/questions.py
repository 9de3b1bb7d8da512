"""Which figures of a document want a look, in groups that one decision can answer.

A group is what one document doubts alike: the same doubts about the same attributes, decided by the same rules as near,
with the same values in conflict. Which rule decided the area always counts, for whose figure it is goes wrong most, but
where rules that are seldom wrong give the document's own area. What the names of the figures are does not part a group.

Two causes are asked about once each. A document whose title names no period leaves that of its rows to one answer,
points in time and years alike. A figure that goes on from the one before it (件数 after 批次, its growth) and is
doubted for what that one is doubted for belongs to its question.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from ipstats.collect.alternatives import Reading, code_of, readings
from ipstats.collect.corrections import Correction, span_of
from ipstats.model.doubts import doubts, slots_in_doubt
from ipstats.model.evidence import SLOTS, ParsedEvidence, parse_evidence
from ipstats.model.observations import DOUBTFUL, LIKELY, SURE
from ipstats.model.periods import Period
from ipstats.model.wording import value_of
from ipstats.reading.accounting import NOT_READ
from ipstats.reading.doubts import counted

UNREAD, AUDIT = "unread", "audit"
ORDER = (DOUBTFUL, UNREAD, LIKELY)
CARRIED = ("indicator", "period", "area")
"""The attributes that a likely row has from afar."""
SHARED_VALUES = ("area", "period", "measure", "comparison", "target")
EXAMPLES = 3
UNTITLED, WEAK, INHERITED = "no_title_period", "weak_evidence", "subject_doubtful"
"""Doubts with a cause elsewhere: the title, rules that are not proven, the figure before."""
STOCK_OR_FLOW, LATE = "stock_or_flow", "period_after_publication"
_OF_DOCUMENT = "period=document_period@assumed"
"""The time of a whole document that names none."""


class Unread(NamedTuple):
    """A number of the text that was not read as a figure."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Figures that one decision answers, by their ids; or numbers that were not read."""

    kind: str
    slots: tuple[str, ...]
    doubts: tuple[str, ...]
    signature: tuple[str, ...]
    ids: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    unread: tuple[Unread, ...] = ()

    def __len__(self) -> int:
        return len(self.ids) or len(self.unread)

    def only(self, ids: Iterable[str]) -> "QuestionGroup":
        """The same question about some of the rows."""
        kept = set(ids)
        return replace(self, ids=tuple(one for one in self.ids if one in kept))


def groups(document, table: pd.DataFrame, unread: Iterable[Unread] = ()) -> tuple[QuestionGroup, ...]:
    """The questions about a document's rows: doubtful ones, unread numbers, likely ones; the large ones first.

    Parameters
    ----------
    document : what `ipstats.read` gave; its text and its other rows offer readings to choose
    table : its rows with the decisions made so far
    unread : numbers of its text that are no part of any row
    """
    found: dict[tuple, list[dict]] = {}
    for row, its in _keyed(table, _home(document)):
        found.setdefault(its, []).append(row)
    made = [
        _group(kind, said, slots, signature, rows, document) for (kind, said, slots, signature), rows in found.items()
    ]
    made += _unread(unread)
    return tuple(sorted(made, key=lambda one: (ORDER.index(one.kind), -len(one) * max(len(one.doubts), 1))))


def _keyed(table: pd.DataFrame, home: str) -> Iterator[tuple[dict, tuple]]:
    """The rows that want a look, each with what it shares with the rows of its group: its own key, or that of the
    figure which it goes on from."""
    places: dict[tuple, dict[str, tuple[int, tuple]]] = {}
    for number, row in enumerate(table.to_dict("records")):
        before = places.setdefault((row["section"], row["ref_area"], row["scope"]), {})
        own = key(row, home) if row["trust"] != SURE else ()
        head = _named_before(row["label"], before) if own else ()
        own = head if head and _goes_on(row, own, head) else own
        before[row["label"]] = number, own
        if own:
            yield row, own


def _named_before(label: str, before: dict[str, tuple[int, tuple]]) -> tuple:
    """The key of the last row before that has this name, or one that the name is made of (X of X占Y比重); or ()."""
    beginnings = (label[:end] for end in range(len(label) + 1))
    return max((before[one] for one in beginnings if one in before), default=(0, ()))[1]


def _goes_on(row: dict, own: tuple, head: tuple) -> bool:
    """Whether a doubtful row took its name from the doubtful one before it and is doubted for nothing else."""
    subject = parse_evidence(row["evidence"]).taken.get("indicator")
    carried = subject is not None and subject.how == "shared"
    same = own[0] == head[0] == DOUBTFUL and set(own[1]) <= {*head[1], INHERITED, WEAK}
    return carried and same


def key(row: dict, home: str = "") -> tuple:
    """What rows of one group have in common; `home` is the code of the document's area."""
    kind, said, slots, signature, area = likeness(row)
    if _OF_DOCUMENT in signature:
        return kind, said, slots, signature
    values = (_value(row, slot, said) for slot in slots if slot in SHARED_VALUES)
    area = "" if row["ref_area"] == home and counted().get(area) == SURE else area
    return kind, said, slots, (*signature, *values, area)


def _value(row: dict, slot: str, said: tuple[str, ...]) -> str:
    """The value of an attribute in doubt; where the doubt is whether a time is a point or a span, its end."""
    if slot == "period" and STOCK_OR_FLOW in said and pd.notna(row["period_end"]):
        return str(row["period_end"])[:10]
    return value_of(row, slot)


def likeness(row: dict) -> tuple:
    """What rows of different documents have in common: kind, doubts, attributes in doubt, and how they were decided."""
    said, evidence = doubts(row["comment_obs"]), parse_evidence(row["evidence"])
    slots, signature = _in_doubt(row, said, evidence)
    if {UNTITLED, STOCK_OR_FLOW} & set(said):
        signature = tuple(re.sub(r"^(period=\w+)\.\w+", r"\1", one) for one in signature)
    if _OF_DOCUMENT in signature:
        said = tuple(one for one in said if one != LATE)
    area = evidence.taken["area"].rule if "area" not in slots and "area" in evidence.taken else ""
    return DOUBTFUL if row["trust"] == DOUBTFUL else LIKELY, said, slots, signature, area


def _in_doubt(row: dict, said: tuple[str, ...], evidence: ParsedEvidence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The attributes to look at and how they were decided; what several rules leave unproven is one question."""
    weak = _weak(evidence) if said == (WEAK,) else slots_in_doubt(row["comment_obs"], row["evidence"]) or CARRIED
    return (weak, evidence.signature(weak)) if weak else (_unproven(evidence) or CARRIED, ())


def _home(document) -> str:
    """The code of the document's area: as it was told, or that of most of its rows."""
    usual = document.table["ref_area"].mode()
    return code_of(document.context.area) or ("" if usual.empty else usual.iloc[0])


def _weak(evidence: ParsedEvidence) -> tuple[str, ...]:
    """The attributes that were assumed, or that a rule decided which is often wrong."""
    weak = [slot for slot, one in evidence.taken.items() if counted().get(one.rule) == DOUBTFUL or one.how == "assumed"]
    return tuple(slot for slot in SLOTS if slot in weak and slot not in ("comparison", "target"))


def _unproven(evidence: ParsedEvidence) -> tuple[str, ...]:
    """The attributes that rules decided which annotated documents do not prove."""
    unproven = [slot for slot, one in evidence.taken.items() if counted().get(one.rule, LIKELY) == LIKELY]
    return tuple(slot for slot in CARRIED if slot in unproven)


def _group(kind, said, slots, signature, rows: list[dict], document) -> QuestionGroup:
    ids = tuple(row["obs_id"] for row in _typical_first(rows))
    spans = [row for row in rows if pd.notna(row["period_start"])] if UNTITLED in said else []
    if spans and len(spans) < len(rows):
        return QuestionGroup(kind, slots, said, signature, ids, tuple(_times(spans[0], _asked(slots, rows), document)))
    return QuestionGroup(kind, slots, said, signature, ids, readings(rows[0], _asked(slots, rows), document))


def _times(row: dict, slots: tuple[str, ...], document) -> Iterator[Reading]:
    """The readings of a row of a time for stocks as well, which take its end (`reviewing.suited`)."""
    for one in readings(row, slots, document):
        if one.slot == "period" or not one.set:
            one = replace(one, zh=f"{one.zh}（时点数取期末）", en=f"{one.en} (stocks at its end)", ends=True)
        if not Period.parse(one.set.get("period", row["time_period"])).is_instant:
            yield one


def _asked(slots: tuple[str, ...], rows: list[dict]) -> tuple[str, ...]:
    """The attributes with readings to choose: a name is chosen for rows of one name."""
    alike = len({row["label"] for row in rows}) == 1
    return tuple(slot for slot in slots if alike or slot in SHARED_VALUES)


def _typical_first(rows: list[dict]) -> list[dict]:
    """Two rows as they come and then the one that differs most from them (its length), the rest in order."""
    if len(rows) <= EXAMPLES:
        return rows
    usual = len(rows[0]["label"])
    odd = max(rows[2:], key=lambda row: abs(len(row["label"]) - usual))
    return [*rows[:2], odd, *(row for row in rows[2:] if row is not odd)]


def single(group: QuestionGroup, table: pd.DataFrame, document) -> tuple[QuestionGroup, ...]:
    """The rows of a group as questions of their own, each with readings of every attribute in doubt."""
    rows = table.set_index("obs_id", drop=False).loc[list(group.ids)].to_dict("records")
    parts = [replace(group, ids=(row["obs_id"],), readings=readings(row, group.slots, document)) for row in rows]
    return (*parts, *(replace(group, unread=(one,)) for one in group.unread))


def audit(table: pd.DataFrame, number: int, document) -> QuestionGroup | None:
    """A sure row that was not asked about yet, drawn by the number of the question."""
    sure = table[(table["trust"] == SURE) & ~table["evidence"].str.contains("@person", regex=False)]
    if sure.empty:
        return None
    row = sure.sort_values("obs_id").iloc[(number * 7919) % len(sure)].to_dict()
    return QuestionGroup(AUDIT, CARRIED, (), (), (row["obs_id"],), readings(row, CARRIED, document))


def _unread(numbers: Iterable[Unread]) -> Iterator[QuestionGroup]:
    by_reason: dict[str, list[Unread]] = {}
    for one in numbers:
        by_reason.setdefault(one.reason, []).append(one)
    for reason, some in by_reason.items():
        yield QuestionGroup(UNREAD, ("number",), (), (reason,), unread=tuple(some))


def unread_of(document, decided: Iterable[Correction]) -> list[Unread]:
    """The numbers that the reader did not read and that no correction speaks of."""
    spans = [span for one in decided if (span := span_of(one, document.text))]
    return [
        Unread(one.start, one.end, one.text, one.reason)
        for one in document.numbers
        if one.kind == NOT_READ and not any(first <= one.start and one.end <= last for first, last in spans)
    ]
