"""The subject of a list of places by its topic, which stands before it: 论申请受理量, 实用新型方面, 授权量最多的是."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, Kind, Token, text_of
from ipstats.reading.clause_tree import Clause, Mention, follows_noun
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.lists import respective_places, spoken_of
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN
from ipstats.reading.slots import Ask, Resolver, answer

_OF_LISTS = frozenset(["list_topic", "place_part", "bracket_lead", "respective", "ellipsis", "counted_by_condition"])
"""The rules of numbers that a list of places goes on with; any other has a subject of its own."""

_WITHOUT_NOUN = ("list_topic", "bracket_lead", "counted_by_condition")
_SAID = (NOMINAL | {Kind.RANK}) - {Kind.PLACE, Kind.OWN_AREA}
_SHORTEST = 2


class Noun(NamedTuple):
    """What a list counts, as written, and where."""

    text: str
    start: int
    end: int


def _list_topic(ask: Ask) -> Answer | None:
    """论申请受理量，江苏以4.9756万件继续领先: a number that only a place stands with counts what the topic says."""
    if _grows_in_bracket(ask):
        stem = _of_rate(_topic(ask))
        return _completed(stem, ask) if stem else None
    kind = _kind_in_bracket(ask)
    if ask.measure.name != "level" or ask.mention.unit in ("%", "‰") or not (kind or _counts_a_place(ask)):
        return None
    noun = _topic(ask)
    found = _completed(noun, ask) if noun else _of_heading(ask)
    subject = names.patent_like(kind, ask.level_unit, [found.value]) if kind and found else found and found.value
    return replace(found, value=subject) if subject else None


def _grows_in_bracket(ask: Ask) -> bool:
    """从成交额增速看，铜陵（增长12%）: whether a growth without a noun stands in the brackets of a place."""
    m, said = ask.mention, ask.predicate
    of_place = m.bracket_of is not None and m.bracket_of.kind is Kind.PLACE
    return of_place and ask.measure.name == "growth" and not said.noun


def _of_rate(noun: Noun | None) -> Noun | None:
    """What a topic's rate of change is of, None where it names no rate."""
    stem = regex("rate_end").sub("", noun.text) if noun else ""
    return noun._replace(text=stem) if noun and len(stem) >= _SHORTEST and stem != noun.text else None


def _of_heading(ask: Ask) -> Answer | None:
    """The patents that a heading or the title speaks of, where no figure before speaks of anything."""
    if any(one.subject.evidence.rule not in _WITHOUT_NOUN for one in ask.context.earlier):
        return None
    subject = _headed(ask)
    return answer(subject, "list_topic", How.HEADING) if subject else None


def _headed(ask: Ask) -> Subject | None:
    """The patents that the innermost heading, else the title, speaks of."""
    headings = (*reversed(ask.context.heading.path), ask.context.document.title)
    return next(filter(None, map(names.title_subject, headings)), None)


def _kind_in_bracket(ask: Ask) -> str:
    """广东（发明14.3万件、实用新型38.1万件）: a kind of patents alone that counts in a place's brackets, else ""."""
    of_place = ask.mention.bracket_of is not None and ask.mention.bracket_of.kind is Kind.PLACE
    noun = ask.predicate.noun
    return noun if of_place and names.says_kind(noun) and not ask.predicate.kinds else ""


def _counts_a_place(ask: Ask) -> bool:
    """Whether a place and no noun of its own stands with a number."""
    m, said = ask.mention, ask.predicate
    noun = regex("rank_part").sub("", said.noun)
    if follows_noun(m.after) or (noun == said.noun and noun and not regex("no_noun").match(noun)):
        return False
    if m.bracketed:
        return m.bracket_of is not None and m.bracket_of.kind is Kind.PLACE and not said.kinds
    return said.own_place is not None or bool(said.places) or respective_places(m) is not None


def _topic(ask: Ask) -> Noun | None:
    """The nearest topic before a number in its sentence, none where other words that name something stand between."""
    m = ask.mention
    sentence, here = (m.around, m.host) if m.bracketed else (m.sentence, m.clause)
    for clause in reversed(sentence.clauses[: sentence.clauses.index(here) + 1]):
        own = clause is not here and any(
            _has_its_own(one) for one in ask.context.earlier if one.mention.clause is clause
        )  # fmt: skip
        noun = None if own else _of_order(clause) or _announced(clause)
        if own or noun or regex("topic_word").search(text_of(_lead(clause))):
            return noun
    return None


def _has_its_own(one: Resolved) -> bool:
    """Whether a figure has a subject of its own, which no list of places goes on with."""
    rule = one.subject.evidence.rule
    return one.is_level and rule not in _OF_LISTS and bool(one.named.id or rule == "noun_before")


def _announced(clause: Clause) -> Noun | None:
    """论…, 按…, …方面, 专利授权量: a clause without a number that says what is spoken of."""
    if clause.has_quantity:
        return None
    name = [token for token in clause.tokens if token.kind not in (Kind.TIME, Kind.PLACE, Kind.OWN_AREA)]
    if name and name[-1].kind is Kind.NAME and names.resolve(text_of(name), "").id:
        return Noun(text_of(name), name[0].start, name[-1].end)
    return _found("topic_clause", clause.tokens, _SAID | {Kind.FROM, Kind.RISE})


def _of_order(clause: Clause) -> Noun | None:
    """授权量最多的5个市依次是, 有效发明专利超过1万件的市有: what the places of a clause are ordered or parted by."""
    return _found("topic_of_order", _lead(clause), _SAID | {Kind.FIGURE})


def _lead(clause: Clause) -> list[Token]:
    """The tokens before the first place of a clause, one that it opens with left out."""
    lead: list[Token] = []
    for token in clause.tokens:
        if token.kind is Kind.PLACE and lead:
            break
        if token.kind is not Kind.PLACE:
            lead.append(token)
    return lead


def _found(name: str, tokens: Iterable[Token], kinds: frozenset[Kind] = _SAID) -> Noun | None:
    """The noun that a pattern finds in the tokens of some kinds, where it names something."""
    said = [token for token in tokens if token.kind in kinds]
    match = regex(name).match(text_of(said)) if said else None
    noun = names.clean(next(filter(None, match.groups()), "")).noun if match else ""
    noun = regex("order_of_parts").sub("", noun)
    if len(noun) < _SHORTEST or regex("no_noun").match(noun):
        return None
    return Noun(noun, said[0].start, said[-1].end)


def _completed(noun: Noun, ask: Ask) -> Answer:
    """A topic's noun as a subject, with what the figures before it, or else a heading, say of its act or kind."""
    subject = names.resolve(noun.text, ask.level_unit)
    full = subject if subject.id else _held(noun.text, _spoken_here(ask.mention)) or _full(noun.text, ask)
    if not full and ask.context.document.patents_only:
        full = names.patent(noun.text, ask.level_unit, None, True)
    doubt = "" if full else "head_without_noun"
    if not full and (full := _held(noun.text, [*ask.context.spoken])):
        doubt = "subject_of_sentence_before"
    return answer(full or subject, "list_topic", How.SHARED, noun.start, noun.end, doubt)


def _spoken_here(m: Mention) -> list[Subject]:
    """The indicators that the clauses before in the sentence name without a number."""
    return [one for clause in m.clauses_so_far[:-1] for one in spoken_of(clause)]


def _full(noun: str, ask: Ask) -> Subject | None:
    """A topic's noun as the catalogue has it beside the wholes before it, or else a heading."""
    wholes = _wholes_before(ask)
    found = names.patent_like(noun, ask.level_unit, wholes[:1]) or _held(noun, wholes)
    return found or names.patent_like(noun, ask.level_unit, wholes) or _beside(noun, wholes, ask)


def _wholes_before(ask: Ask) -> list[Subject]:
    """The subjects before a list, wholes first, else what the section counted as a whole, else what a heading names."""
    levels = [one for one in reversed(ask.context.earlier) if one.is_level and not one.subject.doubt]
    wholes = [one.named for one in sorted(levels, key=_is_part)]
    counted = dict(ask.context.counted).get(ask.mention.unit)
    if counted is not None and not any(whole.own_words for whole in wholes):
        wholes.insert(0, counted)
    headed = None if wholes else _headed(ask)
    return [headed] if headed else wholes


def _is_part(one: Resolved) -> bool:
    """Whether a figure is a part of another, or leaves out what its whole says (发明1012件)."""
    return bool(one.part_of) or not one.named.own_words


def _held(noun: str, wholes: list[Subject]) -> Subject | None:
    """The one subject before that a topic names by some of its words (商标方面, 申请量)."""
    stem, stock = regex("count_end").sub("", noun), regex("stock_told")
    told = bool(stock.search(noun))
    held = {one.label: one for one in wholes if stem in one.label and (told or not stock.search(one.label))}
    ends = [one for label, one in held.items() if regex("count_end").sub("", label).endswith(stem)]
    return ends[0] if len(ends) == 1 else next(iter(held.values())) if len(held) == 1 else None


def _beside(noun: str, wholes: list[Subject], ask: Ask) -> Subject | None:
    """A short name that holds only beside one of the subjects before (获奖数 beside 中国专利奖)."""
    return next((one for whole in wholes if (one := names.resolve(noun, ask.level_unit, whole)).id), None)


def _greatest(ask: Ask) -> Answer | None:
    """其中青岛申请量最高，为7.7万件: what the clause before says to be the greatest."""
    m, before = ask.mention, ask.silent_before
    if before is None or m.bracketed or Kind.RESPECTIVELY in m.clause.kinds:
        return None
    found = _found("superlative", before.tokens, _SAID - {Kind.RANK})
    if found is None:
        return None
    return replace(_completed(found, ask), evidence=Evidence("greatest_of", How.SHARED, found.start, found.end))


TOPICS = (
    Resolver("greatest_of", "indicator", _greatest, (*OWN, *LEFT_OUT, "dependent_head")),
    Resolver("list_topic", "indicator", _list_topic,
             (*OWN, *LEFT_OUT, "place_part", "respective", "parallel_name", "dependent_head", "act_alone")),
)  # fmt: skip
