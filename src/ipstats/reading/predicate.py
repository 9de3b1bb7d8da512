"""The words before a number, parted once into noun, verbs, object, places and times; all resolvers ask it."""

from dataclasses import dataclass, field

from ipstats.grammar.lexicon import regex, word_set
from ipstats.grammar.names import clean
from ipstats.grammar.token import ADVERBIAL, NOMINAL, VERB, Kind, Token, text_of
from ipstats.grammar.tokens import CONDITION, SECTION, STEP
from ipstats.reading.clause_tree import Mention, follows_noun

_CHANGE = (Kind.RISE, Kind.FALL)
_PLACES = (Kind.PLACE, Kind.OWN_AREA)
_SAID_ONCE = frozenset([Kind.ANNUAL_AVERAGE, Kind.YOY, Kind.PREVIOUS_PERIOD])
"""Adverbials that a list's first item says for the others."""
_BARE_VERB = 2
"""Characters of a verb behind 目标是, which says nothing of what is to be reached (目标是达到12件)."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """What stands before a number.

    `noun` is the cleaned noun phrase (its span `start`, `end`), `raw` the same uncleaned, `agent` who acts; `kinds` the
    verbs and adverbials in order; `object` what stands behind a verb (占全省的52.2%); `rate_noun` 增速 and the like.
    `is_from` and `is_to` tell the two numbers of 从…提高到…; `is_condition` that a threshold stands before the noun.
    """

    noun: str
    agent: str
    raw: str
    start: int
    end: int
    kinds: tuple[Kind, ...]
    object: str
    rate_noun: str
    is_from: bool
    is_to: bool
    is_part: bool
    places: tuple[Token, ...]
    times: tuple[Token, ...]
    from_time: Token | None
    base_time: Token | None
    own_place: Token | None
    is_condition: bool = False

    @property
    def verb(self) -> Kind | None:
        """The last verb: what the number is of its subject."""
        return next((kind for kind in reversed(self.kinds) if kind in VERB), None)

    @property
    def changes(self) -> tuple[Kind, ...]:
        return tuple(kind for kind in self.kinds if kind in _CHANGE)

    @property
    def is_comparing(self) -> bool:
        """Whether it says against which time: 同比, 比上年, 环比."""
        return not {Kind.YOY, Kind.BASE_TIME, Kind.PREVIOUS_PERIOD}.isdisjoint(self.kinds)


@dataclass(slots=True)
class _Parts:
    """The parts of a predicate while its tokens are gone through."""

    noun: list[Token] = field(default_factory=list)
    object: list[Token] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    places: list[Token] = field(default_factory=list)
    times: list[Token] = field(default_factory=list)
    rate_noun: str = ""
    is_part: bool = False
    has_verb: bool = False
    is_condition: bool = False
    of_goal: bool = False
    from_at: int = -1
    to_at: int = -1
    from_time: Token | None = None
    base_time: Token | None = None

    def take(self, token: Token, at: int) -> None:
        """Put the token into its part."""
        kind = token.kind
        if kind is Kind.TIME:
            self._time(token)
        elif kind is Kind.BASE_TIME:
            self.base_time = token
            self.kinds.append(kind)
        elif kind in ADVERBIAL or kind is Kind.AVERAGE:
            self.kinds.append(kind)
            self.has_verb = self.has_verb or kind is Kind.AVERAGE
        elif kind in VERB:
            self._verb(token, at)
        elif kind is Kind.PART:
            self.is_part, self.noun, self.object, self.kinds, self.has_verb = True, [], [], [], False
        elif kind is Kind.GOAL:
            self.of_goal = bool(regex("goal_copula").search(token.text))
        elif _is_condition(token):
            self.is_condition = self.has_verb = True
        elif kind in NOMINAL and token.reason != STEP:
            self._nominal(token)

    def _time(self, token: Token) -> None:
        if self.from_at >= 0 and self.to_at < self.from_at:
            self.from_time = token
        else:
            self.times.append(token)

    def _verb(self, token: Token, at: int) -> None:
        if token.kind is Kind.SHARE and token.text in word_set("ratio_noun") and not self.has_verb:
            self.noun.append(token._replace(kind=Kind.TEXT))
            return
        self.kinds.append(token.kind)
        self.has_verb = True
        if token.kind is Kind.FROM:
            self.from_at = at
        elif token.kind is Kind.REACH:
            self.to_at = at
        elif token.kind in _CHANGE and regex("rate_noun").search(token.text):
            self.rate_noun = token.text

    def _begin_goal(self, token: Token) -> None:
        """经济增长的目标是收入增长30%: a noun behind 目标是 begins anew."""
        if self.of_goal and len(token.text) > _BARE_VERB:
            self.noun, self.object, self.kinds, self.has_verb, self.of_goal = [], [], [], False, False

    def _nominal(self, token: Token) -> None:
        self._begin_goal(token)
        copula = self.object[-1:] if self.is_condition and token.kind is Kind.PLACE else []
        if copula and regex("condition_copula").match(copula[0].text):
            self.is_condition = self.has_verb = False
            self.noun = copula
        if token.kind in _PLACES and not self.has_verb:
            self.places.append(token)
        if not self.noun and not self.has_verb and regex("part_word").match(token.text):
            self.is_part = True
        (self.object if self.has_verb else self.noun).append(token)


def _is_condition(token: Token) -> bool:
    """Whether a number is a limit of what is counted; 10年以上 before a name is a part of it."""
    return token.reason == CONDITION and not regex("so_long").search(token.text)


def predicate(mention: Mention) -> Predicate:
    """The words before a mention, parted."""
    parts = _Parts()
    for at, token in enumerate(mention.before):
        parts.take(token, at)
    _from_first_item(parts, mention)
    _take_object(parts, mention)
    noun, own_place = _own_place(_without_lead(parts.noun), parts, mention)
    raw = _raw(noun, parts, mention)
    phrase = clean(raw)
    if mention.is_rank:
        field = clean(regex("rank_field").sub("", phrase.noun)).noun
        among = regex("within_lead").sub("", field)
        phrase = phrase._replace(noun="" if among in word_set("rank_scope") else field)
    start, end = (noun[0].start, noun[-1].end) if noun and raw else (-1, -1)
    return Predicate(
        phrase.noun, phrase.agent, raw, start, end, tuple(parts.kinds), text_of(parts.object), parts.rate_noun,
        parts.from_at >= 0 and parts.to_at < parts.from_at,
        parts.to_at >= 0 or (parts.from_at < 0 and mention.position > 0 and Kind.REACH in parts.kinds),
        parts.is_part, tuple(parts.places), tuple(parts.times), parts.from_time, parts.base_time, own_place,
        parts.is_condition,
    )  # fmt: skip


def _from_first_item(parts: _Parts, mention: Mention) -> None:
    """同比分别增长4.4%、5.9%, 环比分别增长6.3%、下降2.8%: what the first item says holds for the others."""
    bare = all(token.kind in _CHANGE for token in mention.before)
    if not bare or not mention.item_index or mention.bracketed:
        return
    lead = mention.clause.items[0].lead
    parts.kinds += [token.kind for token in lead if token.kind in _SAID_ONCE]
    parts.base_time = next((token for token in lead if token.kind is Kind.BASE_TIME), None)


def _take_object(parts: _Parts, mention: Mention) -> None:
    """增加就业岗位3万个: without a noun before it, the verb and its object are what is counted."""
    verbs = [token for token in mention.before if token.kind in _CHANGE]
    plain = not parts.noun and parts.object and len(verbs) == 1 and set(parts.kinds) == {verbs[0].kind}
    if not plain or mention.is_rank or mention.unit in ("%", "百分点") or not regex("verb_object").match(verbs[0].text):
        return
    parts.noun = [verbs[0]._replace(kind=Kind.TEXT), *parts.object]
    parts.object, parts.kinds = [], []


def _without_lead(noun: list[Token]) -> list[Token]:
    """The noun without the places, conjunctions and section numbers that it begins with; only those make none."""
    noun = list(noun)
    while noun and (
        noun[0].kind in (Kind.OWN_AREA, Kind.JOIN)
        or (noun[0].kind is Kind.PLACE and len(noun) > 1)
        or (noun[1:] and noun[1].kind is Kind.PLACE and regex("before_leading_place").match(noun[0].text))
        or noun[0].reason == SECTION
    ):
        noun.pop(0)
    return [] if all(token.kind in (*_PLACES, Kind.JOIN) for token in noun) else noun


def _own_place(noun: list[Token], parts: _Parts, mention: Mention) -> tuple[list[Token], Token | None]:
    """以北京62件居首: a place right before the number, behind a word that it cannot be the object of."""
    bare = noun[1:] and regex("bare_verb").match(noun[-1].text)
    *ahead, place = noun[:-1] if bare else noun or [None]
    plain = set(parts.kinds) <= {Kind.RESPECTIVELY}
    if ahead and plain and place.kind is Kind.PLACE and regex("before_own_place").search(ahead[-1].text):
        return ahead, place
    return ([] if _ends_quoted(noun) and follows_noun(mention.after) else noun), None


def _ends_quoted(noun: list[Token]) -> bool:
    return bool(noun) and noun[-1].kind is Kind.NO_FIGURE and noun[-1].text.endswith(("”", '"'))


def _raw(noun: list[Token], parts: _Parts, mention: Mention) -> str:
    raw = text_of(token for token in noun if token.kind is not Kind.OWN_AREA)
    if any(kind in _CHANGE for kind in parts.kinds) and regex("comparison_noun").match(raw):
        return ""
    return regex("rank_field").sub("", raw) if mention.is_rank else raw
