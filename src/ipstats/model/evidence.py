"""The column `evidence` read back: which rule decided each attribute, how near its words stand, and other readings."""

import re
from dataclasses import dataclass

SLOTS = ("measure", "indicator", "area", "period", "comparison", "target", "scope")
_ENTRY = re.compile(
    r"(?P<slot>\w+)(?P<rival>\?)?=(?:(?P<reading>.*)@)?(?P<rule>[^@]+)@(?P<how>\w+)(?:\[(?P<span>\d+-\d+)\])?"
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What decided one attribute. `span` is the place of the deciding words in the document's text, or None."""

    slot: str
    rule: str
    how: str
    span: tuple[int, int] | None = None
    reading: str = ""
    """The value, where this is another reading that was not taken."""

    @property
    def signature(self) -> str:
        """Rule and reach without the place: equal for figures that were decided alike."""
        return f"{self.rule}@{self.how}"


@dataclass(frozen=True, slots=True)
class ParsedEvidence:
    """The evidence of one figure: what was taken for each slot, and the readings that were not."""

    taken: dict[str, Decided]
    rivals: tuple[Decided, ...] = ()

    def of(self, slot: str) -> tuple[Decided, ...]:
        """The other readings of a slot."""
        return tuple(one for one in self.rivals if one.slot == slot)

    def signature(self, slots: tuple[str, ...]) -> tuple[str, ...]:
        """How some slots were decided, with the words in conflict."""
        own = [f"{slot}={self.taken[slot].signature}" for slot in slots if slot in self.taken]
        return (*own, *sorted({f"{one.slot}?={one.reading}" for one in self.rivals if one.slot in slots}))


def parse_evidence(text: str) -> ParsedEvidence:
    """The entries of an `evidence` cell; what is no entry is left out.

    >>> parse_evidence("area=option@document;period=adverbial@sentence[0-6]").taken["period"].span
    (0, 6)
    """
    taken: dict[str, Decided] = {}
    rivals: list[Decided] = []
    for entry in text.split(";"):
        found = _ENTRY.fullmatch(entry.strip())
        if found is None:
            continue
        first, _, last = (found["span"] or "").partition("-")
        span = (int(first), int(last)) if last else None
        one = Decided(found["slot"], found["rule"], found["how"], span, found["reading"] or "")
        if found["rival"]:
            rivals.append(one)
        else:
            taken[one.slot] = one
    return ParsedEvidence(taken, tuple(rivals))
