"""Evidence: which rule decided an attribute of a figure, how near its words stand, and where they are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, NamedTuple


class How(IntEnum):
    """How near the words stand that decided an attribute; a nearer reach wins over a farther one."""

    CELL = 1
    CLAUSE = 2
    SHARED = 3
    """By explicit syntax: a list, 分别, 均, 其中, brackets, ellipsis."""
    SENTENCE = 4
    PARAGRAPH = 5
    HEADING = 6
    TITLE = 7
    DOCUMENT = 8
    ASSUMED = 9

    def __str__(self) -> str:
        return self.name.lower()


class Evidence(NamedTuple):
    """Rule, reach and span; offsets are of a block's flat text until the row is made, -1 where no words decided."""

    rule: str
    how: How
    start: int = -1
    end: int = -1

    def __str__(self) -> str:
        span = f"[{self.start}-{self.end}]" if self.start >= 0 else ""
        return f"{self.rule}@{self.how}{span}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The value of a slot with its evidence.

    `doubt` names an entry of `definitions/doubts.yaml` that says why a person should look. `also` are further values
    that the text distributes the figure over (响应率、解决率均为100%): each makes a row. `rivals` are other answers of
    the same reach.
    """

    value: Any
    evidence: Evidence
    doubt: str = ""
    also: tuple["Answer", ...] = ()
    rivals: tuple["Answer", ...] = ()

    @property
    def each(self) -> tuple["Answer", ...]:
        """The answer for each of the values that the figure is distributed over."""
        return (replace(self, also=()), *self.also)


def distributed(answers: Iterable[Answer]) -> Answer:
    """One figure for each of several values: the first answer with the others beside it."""
    first, *rest = answers
    return replace(first, also=tuple(rest))


class Veto(NamedTuple):
    """These words look like an answer and are none: the scope of a rank, what a figure is compared with, a name."""

    evidence: Evidence
