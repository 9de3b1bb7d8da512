"""Which figures of a document want a look, in groups that one decision can answer.

A group is what one document doubts alike: the same doubts about the same attributes, decided by the same rules as near,
with the same values in conflict. Which rule decided the area always counts: whose figure it is goes wrong most. What
the names of the figures are does not part a group.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from ipstats.collect.alternatives import Reading, readings
from ipstats.collect.corrections import Correction, span_of
from ipstats.model.doubts import doubts, slots_in_doubt
from ipstats.model.evidence import parse_evidence
from ipstats.model.observations import DOUBTFUL, LIKELY, SURE
from ipstats.model.wording import value_of
from ipstats.reading.accounting import NOT_READ

UNREAD, AUDIT = "unread", "audit"
ORDER = (DOUBTFUL, UNREAD, LIKELY)
CARRIED = ("indicator", "period", "area")
"""The attributes that a likely row has from afar."""
SHARED_VALUES = ("area", "period", "measure", "comparison", "target")
EXAMPLES = 3


class Unread(NamedTuple):
    """A number of the text that was not read as a figure."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
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

    def only(self, ids: Iterable[str]) -> "Group":
        """The same question about some of the rows."""
        kept = set(ids)
        return replace(self, ids=tuple(one for one in self.ids if one in kept))


def groups(document, table: pd.DataFrame, unread: Iterable[Unread] = ()) -> tuple[Group, ...]:
    """The questions about a document's rows: doubtful ones, unread numbers, likely ones; the large ones first.

    Parameters
    ----------
    document : what `ipstats.read` gave; its text and its other rows offer readings to choose
    table : its rows with the decisions made so far
    unread : numbers of its text that are no part of any row
    """
    found: dict[tuple, list[dict]] = {}
    for row in table[table["trust"] != SURE].to_dict("records"):
        found.setdefault(key(row), []).append(row)
    made = [
        _group(kind, said, slots, signature, rows, document) for (kind, said, slots, signature), rows in found.items()
    ]
    made += _unread(unread)
    return tuple(sorted(made, key=lambda one: (ORDER.index(one.kind), -len(one) * max(len(one.doubts), 1))))


def key(row: dict) -> tuple:
    """What rows of one group have in common."""
    kind, said, slots, signature = likeness(row)
    return kind, said, slots, (*signature, *(value_of(row, slot) for slot in slots if slot in SHARED_VALUES))


def likeness(row: dict) -> tuple:
    """What rows of different documents have in common: kind, doubts, attributes in doubt, and how they were decided."""
    slots = slots_in_doubt(row["comment_obs"], row["evidence"]) or CARRIED
    evidence = parse_evidence(row["evidence"])
    signature = evidence.signature(slots)
    if "area" not in slots and "area" in evidence.taken:
        signature += (f"area={evidence.taken['area'].rule}",)
    return DOUBTFUL if row["trust"] == DOUBTFUL else LIKELY, doubts(row["comment_obs"]), slots, signature


def _group(kind, said, slots, signature, rows: list[dict], document) -> Group:
    ids = tuple(row["obs_id"] for row in _typical_first(rows))
    return Group(kind, slots, said, signature, ids, readings(rows[0], _asked(slots, rows), document))


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


def single(group: Group, table: pd.DataFrame, document) -> tuple[Group, ...]:
    """The rows of a group as questions of their own, each with readings of every attribute in doubt."""
    rows = table.set_index("obs_id", drop=False).loc[list(group.ids)].to_dict("records")
    parts = [replace(group, ids=(row["obs_id"],), readings=readings(row, group.slots, document)) for row in rows]
    return (*parts, *(replace(group, unread=(one,)) for one in group.unread))


def audit(table: pd.DataFrame, number: int, document) -> Group | None:
    """A sure row that was not asked about yet, drawn by the number of the question."""
    sure = table[(table["trust"] == SURE) & ~table["evidence"].str.contains("@person", regex=False)]
    if sure.empty:
        return None
    row = sure.sort_values("obs_id").iloc[(number * 7919) % len(sure)].to_dict()
    return Group(AUDIT, CARRIED, (), (), (row["obs_id"],), readings(row, CARRIED, document))


def _unread(numbers: Iterable[Unread]) -> Iterator[Group]:
    by_reason: dict[str, list[Unread]] = {}
    for one in numbers:
        by_reason.setdefault(one.reason, []).append(one)
    for reason, some in by_reason.items():
        yield Group(UNREAD, ("number",), (), (reason,), unread=tuple(some))


def unread_of(document, decided: Iterable[Correction]) -> list[Unread]:
    """The numbers that the reader did not read and that no correction speaks of."""
    spans = [span for one in decided if (span := span_of(one, document.text))]
    return [
        Unread(one.start, one.end, one.text, one.reason)
        for one in document.numbers
        if one.kind == NOT_READ and not any(first <= one.start and one.end <= last for first, last in spans)
    ]
