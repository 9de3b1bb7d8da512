"""A mention with all its slots filled."""

from dataclasses import dataclass

from ipstats.grammar.names import Subject
from ipstats.model.periods import Period
from ipstats.reading.clause_tree import Mention
from ipstats.reading.evidence import Answer, Evidence
from ipstats.reading.predicate import Predicate
from ipstats.reading.slots import Ask, Measured


@dataclass(frozen=True, slots=True)
class Resolved:
    """One figure: its mention, the answers of its slots, and its value in base units.

    `area` answers (code, name); `ask` is what its resolvers were asked; `part_of` is the total that it is a
    component of, `part_of_value` that total's value; `narrowed` tells whence a scope is that the subject's own words
    do not say.
    """

    mention: Mention
    predicate: Predicate
    measure: Answer
    subject: Answer
    area: Answer
    period: Answer
    comparison: Answer
    target: Answer
    nature: str
    value: float
    lower: float
    upper: float
    bound: str
    unit: str
    ask: Ask
    part_of: str = ""
    part_of_value: float | None = None
    narrowed: Evidence | None = None

    @property
    def kind(self) -> str:
        measured: Measured = self.measure.value
        return measured.name

    @property
    def named(self) -> Subject:
        return self.subject.value

    @property
    def at(self) -> Period | None:
        return self.period.value

    @property
    def is_level(self) -> bool:
        return self.kind in ("level", "threshold")

    @property
    def bracketed(self) -> bool:
        return self.mention.bracketed
