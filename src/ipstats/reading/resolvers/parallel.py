"""Lists of numbers alone, parallel to the list of the clause before: the n-th number goes with the n-th figure."""

from ipstats.grammar.token import NOMINAL, Kind, Token
from ipstats.reading.clause_tree import Mention
from ipstats.reading.resolved import Resolved
from ipstats.reading.slots import Ask

_OF_PLACE = (Kind.OWN_AREA, Kind.JOIN)


def parallel_level(ask: Ask) -> Resolved | None:
    """The figure of the clause before that a number is as far along in its list as, None where none is.

    Ranks and rates go with levels, ranks with growths, and levels with growths (分别增长14%、22%，达4270亿元和500亿元).
    """
    m = ask.mention
    quantities = _list_alone(m)
    told = (_of_clause_before(ask), _levels_of_sentence(ask)) if quantities else ()
    lists = (_to_go_with(quantities, before) for before in told)
    before = next((found for found in lists if len(found) == len(quantities) > 1), None)
    return before[quantities.index(m.token)] if before else None


def _list_alone(m: Mention) -> tuple[Token, ...]:
    """The numbers of a clause behind another that has no noun of its own, none of any other clause."""
    if not m.clause_index or m.bracketed or Kind.FROM in m.clause.kinds:
        return ()
    nouns = any(t.kind in NOMINAL and t.kind not in _OF_PLACE and len(t.text) > 2 for t in m.clause.tokens)
    return () if nouns else m.clause.quantities


def _to_go_with(quantities: tuple[Token, ...], before: list[Resolved]) -> list[Resolved]:
    """The figures of the clause before that a list of numbers can be of."""
    if not any(map(_is_relative, quantities)):
        return before if all(one.kind == "growth" for one in before) else []
    levels = [one for one in before if one.is_level]
    ranks = all(token.kind is Kind.RANK for token in quantities)
    return levels or (before if ranks else [])


def _is_relative(token: Token) -> bool:
    """Whether a quantity is a place in an order, a rate or a multiple."""
    return token.kind is Kind.RANK or (token.figure is not None and token.figure.unit in ("%", "倍"))


def _levels_of_sentence(ask: Ask) -> list[Resolved]:
    """甲市18件，乙市78件，分别居全省第6和第2位: the levels before 分别, each of a clause and a place of its own."""
    levels = [one for one in ask.in_sentence if one.is_level and not one.bracketed]
    apart = Kind.RESPECTIVELY in ask.mention.clause.kinds and len({one.mention.clause_index for one in levels}) > 1
    return levels if apart and len({one.area.value for one in levels}) == len(levels) else []


def _of_clause_before(ask: Ask) -> list[Resolved]:
    m = ask.mention
    return [
        one for one in ask.context.earlier
        if one.mention.clause_index == m.clause_index - 1 and one.mention.sentence is m.sentence and not one.bracketed
    ]  # fmt: skip
