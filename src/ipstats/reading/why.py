"""Why a figure was read as it was: its tokens and clause, and for every slot who answered, was overruled or vetoed."""

from collections.abc import Iterator

from ipstats.grammar.names import Subject
from ipstats.model.doubts import doubt as doubt_text
from ipstats.reading.context import Topic
from ipstats.reading.evidence import Answer, Veto
from ipstats.reading.prose import INDICATORS, Read
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.areas import AREAS
from ipstats.reading.resolvers.measures import MEASURES
from ipstats.reading.resolvers.others import GOALS
from ipstats.reading.resolvers.times import TIMES
from ipstats.reading.slots import Measured, Resolver, ask_all

TABLES: dict[str, tuple[Resolver, ...]] = {
    "measure": MEASURES, "indicator": INDICATORS, "area": AREAS, "time": TIMES, "target": GOALS,
}  # fmt: skip
"""Slot -> its resolvers."""


def why(reads: list[Read], start: int, end: int) -> Iterator[str]:
    """Lines that explain every figure of running text whose words overlap a span of the document's text."""
    for read in reads:
        for row in read.rows:
            first, last, text = read.block.place(*_span(row.one, row.offsets))
            if first < end and start < last:
                yield from _lines(row.one, text)


def _span(one: Resolved, offsets: list[int] | None) -> tuple[int, int]:
    from ipstats.grammar.flat import place

    token = one.mention.token
    return place(offsets, token.start, token.end)


def _lines(one: Resolved, text: str) -> Iterator[str]:
    m = one.mention
    clause = m.clause
    yield f"{text}  →  {one.named.name or one.named.label} {one.kind} {one.value:g} {one.unit}"
    yield "  词 tokens: " + " ".join(f"{token.text}/{token.kind.name.lower()}" for token in clause.tokens)
    orientation = "数在名前 number first" if clause.number_first else "名在数前 noun first"
    yield f"  分句 clause {m.clause_index + 1}, 项 item {m.item_index + 1} of {len(clause.items)}, {orientation}"
    kinds = " ".join(kind.value for kind in one.predicate.kinds)
    yield f"  名词 noun: {one.predicate.noun or '—'}; 谓词 predicate: {kinds or '—'}"
    for slot, table in TABLES.items():
        yield from _slot(slot, table, one)
    if one.narrowed:
        yield f"  ✓ scope {one.narrowed} = {one.named.scope}"
    yield f"  性质 nature: {one.nature or '不明 unknown'}; 时期 period: {one.period.evidence}"


def _slot(slot: str, table: tuple[Resolver, ...], one: Resolved) -> Iterator[str]:
    """One line a resolver that had something to say: ✓ decided, × overruled, ∅ vetoed."""
    chosen = {"measure": one.measure, "indicator": one.subject, "area": one.area, "target": one.target}.get(slot)
    for asked in ask_all(table, one.ask):
        said = asked.said
        if isinstance(said, Veto):
            yield f"  ∅ {slot} {said.evidence}: {asked.resolver.says}"
            continue
        rule = chosen.evidence.rule if chosen else one.period.evidence.rule.split(".")[0]
        mark = "✓" if said.evidence.rule == rule else "×"
        doubt = f" {doubt_text(said.doubt)}" if said.doubt else ""
        yield f"  {mark} {slot} {said.evidence} = {_value(said)}{doubt}: {asked.resolver.says}"


def _value(answer: Answer) -> str:
    value = answer.value
    if isinstance(value, Subject):
        return f"{value.label} [{value.id or '—'}]" + (f" {{{value.scope}}}" if value.scope else "")
    if isinstance(value, Topic):
        return value.period.time_period
    if isinstance(value, Measured):
        return value.name
    return value[1] if isinstance(value, tuple) else str(value)
