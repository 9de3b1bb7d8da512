"""The table of resolvers: named pure functions that answer for a slot, and how one of their answers is chosen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ipstats.grammar.names import Subject
from ipstats.grammar.token import Token
from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.periods import Period
from ipstats.reading.clause_tree import Clause, Mention
from ipstats.reading.context import Context, Topic
from ipstats.reading.evidence import Answer, Evidence, How, Veto
from ipstats.reading.predicate import Predicate

if TYPE_CHECKING:
    from ipstats.reading.resolved import Resolved

COMPETING = "competing_readings"


_OF_UNIT = ("level", "change", "threshold")


class Measured(NamedTuple):
    """What a number is of its subject, and its sign."""

    name: str
    sign: int = 1


class Ask(NamedTuple):
    """What a resolver is asked about: the mention, the words before it, the context, and the slots filled so far."""

    mention: Mention
    predicate: Predicate
    context: Context
    measure: Measured = Measured("level")
    subject: Subject = Subject("")
    nature: str = ""
    known_nature: bool = False

    @property
    def in_sentence(self) -> "list[Resolved]":
        """The figures before in the sentence, in their order."""
        return [one for one in self.context.earlier if one.mention.sentence is self.mention.sentence]

    @property
    def silent_before(self) -> Clause | None:
        """The clause before without a number, which tells what a number without a noun is of; else None."""
        before = self.mention.clause_before
        return None if before is None or before.has_quantity or self.predicate.noun else before

    @property
    def level_unit(self) -> str:
        """The unit that a level's name must fit; growth, share and rank fit any name."""
        return self.mention.unit if self.measure.name in _OF_UNIT else ""


Take = Callable[[Ask], Answer | Veto | None]


@dataclass(frozen=True, slots=True)
class Resolver:
    """One rule of a slot.

    Parameters
    ----------
    name : unique over all slots; stands in `evidence`
    slot : the slot that it answers for
    take : a pure function that answers, has nothing to say (None), or vetoes
    over : resolvers of the slot whose answers it overrides, by name
    """

    name: str
    slot: str
    take: Take
    over: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """One line for a person who asks why, in both languages (`resolvers.yaml`)."""
        return " ".join(_explanations()[self.name][language] for language in ("zh", "en"))


@lru_cache(maxsize=1)
def _explanations() -> dict[str, dict[str, str]]:
    return read_yaml(FOLDER / "resolvers.yaml")


class Asked(NamedTuple):
    """A resolver and what it said."""

    resolver: Resolver
    said: Answer | Veto


def ask_all(table: Iterable[Resolver], ask: Ask) -> list[Asked]:
    """Every resolver of a slot that has something to say."""
    return [Asked(one, said) for one in table if (said := one.take(ask)) is not None]


def decide(table: tuple[Resolver, ...], ask: Ask) -> Answer | None:
    """The answer for a slot.

    What another resolver overrides is left out; of the rest the nearest reach wins. Two different answers of one reach
    are two candidates: the first is given with a doubt, and the others as its rivals.
    """
    left = _not_overridden(ask_all(table, ask))
    if not left:
        return None
    nearest = min(answer.evidence.how for answer in left)
    first, *others = (answer for answer in left if answer.evidence.how is nearest)
    rivals = tuple(answer for answer in others if answer.value != first.value)
    return replace(first, doubt=first.doubt or COMPETING, rivals=rivals) if rivals else first


def _not_overridden(asked: list[Asked]) -> list[Answer]:
    """The answers, without vetoes, of the resolvers that no other that spoke overrides."""
    overridden = {name for one in asked for name in one.resolver.over}
    return [one.said for one in asked if one.resolver.name not in overridden and isinstance(one.said, Answer)]


def answer(value, rule: str, how: How, start: int = -1, end: int = -1, doubt: str = "") -> Answer:
    """An answer with its evidence."""
    return Answer(value, Evidence(rule, how, start, end), doubt)


def topic(period: Period, rule: str, how: How, token: Token | None = None, doubt: str = "") -> Answer:
    """A time as an answer: the period, and the words that told it."""
    span = (token.start, token.end) if token else (-1, -1)
    evidence = Evidence(rule, how, *span)
    return Answer(Topic(period, evidence, token.time if token else None), evidence, doubt)
