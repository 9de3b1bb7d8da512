"""What a sentence says, figure by figure, and what it leaves to the next ones of its section."""

from dataclasses import dataclass, field

from ipstats.grammar import naming
from ipstats.grammar.dates import Time
from ipstats.grammar.figures import Figure
from ipstats.grammar.naming import Subject
from ipstats.grammar.scan import Token
from ipstats.model.periods import Period
from ipstats.reading import respective
from ipstats.reading.timing import Times

REMEMBERED = 8
"""Subjects that later words may refer to."""


@dataclass(slots=True)
class Said:
    """One figure as the sentence says it; offsets are those of the flat text."""

    first: int
    last: int
    figure: Figure
    rule: str
    measure: str
    subject: Subject
    value: float
    lower: float
    upper: float
    bound: str
    unit: str
    period: Period | None
    area: str
    scope: str = ""
    comparison: str = ""
    part_of: str = ""
    rank_scope: str = ""
    is_target: bool = False
    clause: int = 0
    status: str = "A"
    """SDMX status that the words before it give: E for 预计, P for 初步核算."""
    timed: bool = False
    """Whether its own sentence names the time."""


@dataclass(slots=True)
class Memory:
    """What a sentence leaves to the next ones of its section."""

    times: Times
    recent: list[Subject]
    area: str = ""
    """The area that the paragraph is about, when not the document's own."""
    zone: str = ""
    """A zone the paragraph is about (中关村示范区): a scope, not an area of its own."""
    before: str = ""
    """The text just before."""
    lead: Time | None = None
    """The time that the line above a list, or its first item, says for all items."""
    opening: Time | None = None
    """The time that the last sentence opened with."""
    places: list[str] = field(default_factory=list)
    """The areas last listed (三市 refers to them)."""

    def next_paragraph(self) -> None:
        self.times.next_paragraph()
        self.area = self.zone = ""


def mentioned(subject: Subject, recent: list[Subject]) -> list[Subject]:
    """The subjects spoken of, this one first."""
    if recent and recent[0] is subject:
        return recent
    others = [one for one in recent if one.label != subject.label or one.id != subject.id or one.scope != subject.scope]
    return [subject, *others[: REMEMBERED - 1]]


def overhear(tokens: list[Token], memory: Memory, text: str) -> None:
    """What a sentence without figures leaves to the next: the time it begins with, and the last indicator it names.

    A single month is when something happened (2022年6月，…获批试点。), not what the figures after it are of.
    """
    if tokens and tokens[0].kind == "T" and tokens[0].data.kind != "day" and not tokens[0].data.is_month:
        memory.times.note(tokens[0].data)
    memory.places = respective.places_listed(tokens, text) or memory.places
    for token in reversed(tokens):
        if token.kind == "I":
            subject = naming.subject_of(token.text, "", [], "")
            memory.recent = mentioned(subject, memory.recent)
            return
