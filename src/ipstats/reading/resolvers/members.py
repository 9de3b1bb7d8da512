"""The subject of a figure whose noun is a member of what is counted: a kind, field, zone or holder."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, word_set
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, Kind, text_of
from ipstats.model.indicators import indicators
from ipstats.reading.clause_tree import Clause, Mention
from ipstats.reading.evidence import Answer, How
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN
from ipstats.reading.slots import Ask, Resolver, answer

_IN_FRAME = (NOMINAL | {Kind.RANK}) - {Kind.OWN_AREA, Kind.JOIN}
_SHORTEST = 2
Counted = tuple[tuple[str, Subject], ...]


class Frame(NamedTuple):
    """The words that say what the figures after them are parted by: the whole that they name, "" of none, and where."""

    whole: str
    start: int


def _list_member(ask: Ask) -> Answer | None:
    """按行业分，制造业4.5万件; 石家庄高新区103家: a member of a list narrows the whole that it is a part of."""
    m, said = ask.mention, ask.predicate
    if not m.is_figure or ask.measure.name != "level" or m.bracketed or m.number_first:
        return None
    noun = _member_before(ask) if said.kinds else regex("order_lead").sub("", said.noun)
    frame = _frame(ask)
    if not _is_member(noun, ask, frame is not None or noun != said.noun):
        return None
    if names.resolve(noun, ask.level_unit).id:
        return None
    whole = _named_whole(frame, ask) or _whole_before(frame, ask)
    if whole is None:
        return None
    one = names.resolve(noun, ask.level_unit, whole)
    if not one.id:
        one = replace(whole, scope=f"{whole.scope} {noun}".strip(), understood=False, own_words=False)
    return answer(one, "list_member", How.SHARED, said.start, said.end, "list_member")


def _member_before(ask: Ask) -> str:
    """最大的作品类别是摄影作品，达到187395件: the member that the clause before names for a number without a noun."""
    before = ask.mention.clause_before
    reaches = not ask.predicate.noun and set(ask.predicate.kinds) == {Kind.REACH}
    named = regex("copula_member").search(before.text) if before and reaches else None
    return named["member"] if named else ""


def _is_member(noun: str, ask: Ask, in_list: bool) -> bool:
    """Whether a noun names one of those that something is counted of, not what is counted."""
    if (
        len(noun) < _SHORTEST
        or names.says_kind(noun)
        or regex("own_measure").search(noun)
        or regex("no_noun").match(noun)
    ):
        return False
    holder = ask.mention.unit not in word_set("entity_unit") and regex("holder").search(noun)
    return bool(in_list or holder or regex("member").search(noun))


def _frame(ask: Ask) -> Frame | None:
    """The nearest words before a number, in its sentence, that say what is parted by what (按行业分, 从类型上看)."""
    frames = [frame for clause in reversed(ask.mention.clauses_so_far) if (frame := _frame_of(clause, ask.mention))]
    return Frame(next((one.whole for one in frames if one.whole), ""), frames[0].start) if frames else None


def _frame_of(clause: Clause, m: Mention) -> Frame | None:
    """The frame that a clause opens before a number, with the whole that it names itself."""
    lead = text_of(token for token in clause.tokens if token.end <= m.token.start and token.kind in _IN_FRAME)
    found = regex("partition").search(lead)
    if found is None:
        return None
    parted = names.clean(found["parted"] or "").noun
    whole = found["whole"] or (parted if names.resolve(parted, "").id else "")
    return Frame(names.clean(whole).noun, clause.tokens[0].start)


def framed_whole(ask: Ask) -> Subject | None:
    """The whole that the words before 按…分 name (入统企业按地域划分), as the figures before have it."""
    return _named_whole(_frame(ask), ask)


def _named_whole(frame: Frame | None, ask: Ask) -> Subject | None:
    if frame is None or len(frame.whole) < _SHORTEST:
        return None
    before = [one.named for one in ask.context.earlier if one.is_level and one.mention.token.start < frame.start]
    before += [one for unit, one in ask.context.counted if unit == ask.mention.unit]
    held = [one for one in before if one.label.endswith(frame.whole) or one.name.endswith(frame.whole)]
    one = min(held, key=lambda one: len(one.label), default=names.resolve(frame.whole, ask.level_unit))
    return one if names.nearly_fits(one, ask.level_unit) else None


def _whole_before(frame: Frame | None, ask: Ask) -> Subject | None:
    """The count before, in the same unit, that is no part: of the sentence, else the one the section told last."""
    here = (one.named for one in _wholes(ask) if frame is None or one.mention.token.start < frame.start)
    return next(here, None) or dict(ask.context.counted).get(ask.mention.unit)


def _wholes(ask: Ask) -> Iterator[Resolved]:
    """The counts of the sentence before, in the unit of the number, that are wholes, the nearest first."""
    return (one for one in reversed(ask.in_sentence) if one.unit == ask.mention.unit and _is_whole(one))


def counted(so_far: Counted, found: list[Resolved]) -> Counted:
    """What a section counts as wholes, by unit, after one more sentence; a part of the whole so far takes no place."""
    wholes = dict(so_far)
    for one in filter(_is_whole, found):
        counts = indicators().get(one.named.id)
        before = wholes.get(one.unit)
        if counts and counts.kind != "ratio" and not (before and counts.part_of == before.id):
            wholes[one.unit] = one.named
    return tuple(wholes.items())


def _is_whole(one: Resolved) -> bool:
    """Whether a count has a name of its own and is no part of another."""
    own = one.subject.evidence.rule == "noun_before" and not one.subject.doubt and one.named.own_words
    return own and one.is_level and not (one.part_of or one.bracketed or one.named.scope)


MEMBERS = (
    Resolver("list_member", "indicator", _list_member, (*OWN, *LEFT_OUT, "dependent_head", "parallel_name")),
)  # fmt: skip
