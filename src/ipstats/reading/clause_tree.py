"""Sentence, clauses, items and brackets: the tree of a text's tokens, built once and never changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from ipstats.grammar.lexicon import regex
from ipstats.grammar.token import PREDICATE, QUANTITY, Kind, Token, text_of
from ipstats.grammar.tokens import NAME

_ENDS_CLAUSE = frozenset([Kind.COMMA, Kind.SEMICOLON, Kind.STOP])
_ENDS_PIECE = _ENDS_CLAUSE | {Kind.JOIN, Kind.CLOSE}
_NOUN_BEGINS = frozenset([Kind.TEXT, Kind.NAME, Kind.WORD, Kind.PLACE])


@dataclass(frozen=True, slots=True, eq=False)
class Bracket:
    """What stands in brackets; `after` is the token before them."""

    after: Token | None
    sentence: "Sentence"


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One member of a list."""

    tokens: tuple[Token, ...]
    quantities: tuple[Token, ...]

    @property
    def lead(self) -> tuple[Token, ...]:
        """The tokens before its first number."""
        return self.tokens[: self.tokens.index(self.quantities[0])] if self.quantities else self.tokens


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """What stands between two commas.

    `number_first` is the orientation of its whole list: 3项金奖、5项银奖, not 金奖3项、银奖5项. `opens_segment`
    says that a sentence or a semicolon stands before it.
    """

    tokens: tuple[Token, ...]
    items: tuple[Item, ...]
    brackets: tuple[Bracket, ...]
    number_first: bool
    opens_segment: bool
    kinds: frozenset[Kind]
    quantities: tuple[Token, ...]
    text: str
    """The letters of its tokens."""

    @property
    def has_quantity(self) -> bool:
        return bool(self.quantities)


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    text: str
    """The letters of its tokens."""


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A quantity in the tree, and the tokens on either side that can belong to it.

    `position` counts the quantities before it in its item; `bracket_of` is the token that its brackets follow, `outer`
    the mention before the brackets, `host` the clause that they stand in and `around` that clause's sentence.
    """

    token: Token
    before: tuple[Token, ...]
    after: tuple[Token, ...]
    item: Item
    item_index: int
    clause: Clause
    clause_index: int
    sentence: Sentence
    position: int
    bracket_of: Token | None = None
    outer: "Mention | None" = None
    host: Clause | None = None
    around: Sentence | None = None

    @property
    def bracketed(self) -> bool:
        return self.host is not None

    @property
    def number_first(self) -> bool:
        return self.clause.number_first

    @property
    def unit(self) -> str:
        """The unit printed, "" of a rank or a bare number."""
        return self.token.figure.unit if self.token.figure else ""

    @property
    def is_figure(self) -> bool:
        return self.token.kind is Kind.FIGURE

    @property
    def is_rank(self) -> bool:
        return self.token.kind is Kind.RANK

    @property
    def clauses_so_far(self) -> tuple[Clause, ...]:
        """The clauses of its sentence up to its own."""
        return self.sentence.clauses[: self.clause_index + 1]

    @property
    def previous_clause(self) -> Clause | None:
        """The clause before its own in the sentence, None at its beginning."""
        return self.sentence.clauses[self.clause_index - 1] if self.clause_index else None

    @property
    def clause_before(self) -> Clause | None:
        """The clause before its own in the segment, None at its beginning."""
        return None if self.clause.opens_segment else self.previous_clause

    def has_so_far(self, kind: Kind) -> bool:
        """Whether a token of a kind stands in these clauses."""
        return any(kind in clause.kinds for clause in self.clauses_so_far)

    @property
    def text_so_far(self) -> str:
        """The letters of these clauses."""
        return "".join(clause.text for clause in self.clauses_so_far)


LONGEST_SENTENCE = 320
"""Tokens after which a sentence is cut, at a comma or soon anywhere, so that work grows with the text (the longest of
our documents has 190)."""


def sentences(tokens: tuple[Token, ...]) -> tuple[Sentence, ...]:
    """The sentences of a text; a line's end closes one even inside brackets."""
    found, first, depth = [], 0, 0
    for at, token in enumerate(tokens):
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        too_long = at - first >= LONGEST_SENTENCE and token.kind in _ENDS_PIECE
        if (
            (token.kind is Kind.STOP and depth <= 0)
            or token.text == "\n"
            or too_long
            or at - first >= LONGEST_SENTENCE + 80
        ):
            if at > first:
                found.append(_sentence(tokens[first:at]))
            first, depth = at + 1, 0
    if first < len(tokens):
        found.append(_sentence(tokens[first:]))
    return tuple(found)


def _sentence(tokens: tuple[Token, ...]) -> Sentence:
    flat, brackets = _take_brackets(tokens)
    clauses: list[Clause] = []
    first, opens = 0, True
    for at in range(len(flat) + 1):
        if at < len(flat) and flat[at].kind not in _ENDS_CLAUSE:
            continue
        piece = tuple(flat[first:at])
        if piece:
            mine = tuple(b for b in brackets if b.after in piece or (b.after is None and not clauses))
            clauses.append(_clause(piece, mine, opens))
            opens = False
        opens = opens or (at < len(flat) and flat[at].kind is not Kind.COMMA)
        first = at + 1
    return Sentence(tokens, tuple(clauses), text_of(tokens))


_DEEPEST = 12
"""Brackets within brackets beyond which the rest is one run of tokens."""


def _take_brackets(tokens: tuple[Token, ...], level: int = 0) -> tuple[list[Token], list[Bracket]]:
    """The tokens outside brackets, and the brackets; one that is not closed ends with the sentence."""
    flat: list[Token] = []
    brackets: list[Bracket] = []
    inside: list[Token] = []
    depth, after = 0, None
    for token in tokens:
        if token.kind is Kind.OPEN:
            depth += 1
            if depth == 1:
                inside, after = [], flat[-1] if flat else None
                continue
        elif token.kind is Kind.CLOSE:
            depth = max(depth - 1, 0)
            if not depth:
                _close(brackets, after, inside)
                inside = []
                continue
        (inside if depth else flat).append(token)
    _close(brackets, after, inside if depth else [])
    return flat, brackets


def _close(brackets: list[Bracket], after: Token | None, inside: list[Token]) -> None:
    if inside and _nesting(inside) < _DEEPEST:
        brackets.append(Bracket(after, _sentence(tuple(inside))))


def _nesting(tokens: list[Token]) -> int:
    deepest = depth = 0
    for token in tokens:
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        deepest = max(deepest, depth)
    return deepest


def _clause(tokens: tuple[Token, ...], brackets: tuple[Bracket, ...], opens: bool) -> Clause:
    items = _items(tokens)
    kinds = frozenset(token.kind for token in tokens)
    quantities = tuple(token for item in items for token in item.quantities)
    return Clause(tokens, items, brackets, _number_first(items), opens, kinds, quantities, text_of(tokens))


def _items(tokens: tuple[Token, ...]) -> tuple[Item, ...]:
    """The members of a list, parted where 、 or 和 stands beside a number and numbers stand on both sides."""
    spots = [at for at, token in enumerate(tokens) if token.kind in QUANTITY]
    items, first = [], 0
    for at, token in enumerate(tokens):
        if token.kind is not Kind.JOIN or not 0 < at < len(tokens) - 1 or not spots:
            continue
        beside = tokens[at - 1].kind in QUANTITY or tokens[at + 1].kind in QUANTITY
        if beside and any(first <= spot < at for spot in spots) and spots[-1] > at:
            items.append(_item(tokens[first:at]))
            first = at + 1
    return (*items, _item(tokens[first:]))


def _item(tokens: tuple[Token, ...]) -> Item:
    return Item(tokens, tuple(token for token in tokens if token.kind in QUANTITY))


def follows_noun(tokens: tuple[Token, ...]) -> bool:
    """Whether a noun follows a number directly (3项|金奖), not a predicate or nothing."""
    if not tokens:
        return False
    first = tokens[0]
    if first.kind not in _NOUN_BEGINS and not (first.kind is Kind.NO_FIGURE and first.reason == NAME):
        return False
    return not regex("no_noun_after").match(first.text)


def _number_first(items: tuple[Item, ...]) -> bool:
    """One orientation for the whole list: numbers first only where every item has its noun after its number."""
    numbered = [item for item in items if any(token.kind is Kind.FIGURE for token in item.tokens)]
    return bool(numbered) and all(_noun_after(item) for item in numbered)


def _noun_after(item: Item) -> bool:
    at = item.tokens.index(item.quantities[-1])
    last = item.tokens[at]
    if last.kind is Kind.FIGURE:
        rate = last.figure.unit == "%" and at and item.tokens[at - 1].kind in PREDICATE
        if last.figure.unit in ("百分点", "倍") or rate:
            return False
    return follows_noun(item.tokens[at + 1 :])


def mentions(
    sentence: Sentence,
    bracket_of: Token | None = None,
    outer: Mention | None = None,
    host: Clause | None = None,
    around: Sentence | None = None,
) -> Iterator[Mention]:
    """The quantities of a sentence in their order; those in brackets come right after the mention that they follow."""
    for index, clause in enumerate(sentence.clauses):
        waiting = list(clause.brackets)
        last = outer
        for number, item in enumerate(clause.items):
            spots = [at for at, token in enumerate(item.tokens) if token.kind in QUANTITY]
            for order, at in enumerate(spots):
                token = item.tokens[at]
                while waiting and (waiting[0].after is None or waiting[0].after.end <= token.start):
                    bracket = waiting.pop(0)
                    yield from mentions(bracket.sentence, bracket.after, last, clause, sentence)
                before = item.tokens[spots[order - 1] + 1 if order else 0 : at]
                after = item.tokens[at + 1 : spots[order + 1] if order + 1 < len(spots) else None]
                last = Mention(
                    token, before, after, item, number, clause, index, sentence, order, bracket_of, outer, host,
                    around,
                )  # fmt: skip
                yield last
        for bracket in waiting:
            yield from mentions(bracket.sentence, bracket.after, last, clause, sentence)
