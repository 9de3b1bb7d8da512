"""The kinds of tokens that any text is made of (sentence, header or cell), and what each carries."""

from enum import Enum
from typing import NamedTuple

from ipstats.grammar.dates import Time
from ipstats.grammar.figures import Figure


class Kind(Enum):
    """What a token is; the members that a group of `phrases.yaml` fills bear its name."""

    FIGURE = "number with a unit"
    BARE = "number without a unit"
    RANK = "place in an order"
    NO_FIGURE = "number that is no figure"
    TIME = "time"
    BASE_TIME = "time compared with"
    PLACE = "place"
    OWN_AREA = "the document's own area"
    RISE = "rise"
    FALL = "fall"
    REACH = "reach"
    SHARE = "share"
    FROM = "from"
    YOY = "year on year"
    PREVIOUS_PERIOD = "on the previous period"
    ANNUAL_AVERAGE = "annual average"
    AVERAGE = "mean of others"
    RESPECTIVELY = "respectively"
    EACH = "each"
    PART = "part of the figure before"
    GOAL = "goal"
    RESULT = "result beside a goal"
    NAME = "name of an indicator"
    JOIN = "coordination"
    COMMA = "comma"
    SEMICOLON = "semicolon"
    STOP = "full stop"
    OPEN = "opening bracket"
    CLOSE = "closing bracket"
    WORD = "word that protects its letters"
    TEXT = "other text"

    __hash__ = object.__hash__


QUANTITY = frozenset([Kind.FIGURE, Kind.RANK, Kind.BARE])
ADVERBIAL = frozenset(
    [Kind.YOY, Kind.PREVIOUS_PERIOD, Kind.BASE_TIME, Kind.ANNUAL_AVERAGE, Kind.EACH, Kind.RESPECTIVELY]
)
VERB = frozenset([Kind.RISE, Kind.FALL, Kind.REACH, Kind.SHARE, Kind.FROM])
"""The words that say how a number relates to its subject."""
PREDICATE = ADVERBIAL | VERB | {Kind.AVERAGE}
NOMINAL = frozenset([Kind.TEXT, Kind.NAME, Kind.WORD, Kind.JOIN, Kind.PLACE, Kind.OWN_AREA, Kind.NO_FIGURE])
"""What a noun phrase can be made of."""


class Rank(NamedTuple):
    """A place in an order and among whom; `within` is 前三."""

    place: float
    within: bool
    among: str


class Token(NamedTuple):
    """A piece of flat text; the payload that its kind calls for is set.

    `reason` says of a number that is no figure what it is; `code` is a place's GB/T 2260 code.
    """

    kind: Kind
    start: int
    end: int
    text: str
    figure: Figure | None = None
    time: Time | None = None
    rank: Rank | None = None
    code: str = ""
    reason: str = ""


def text_of(tokens) -> str:
    """The letters of some tokens."""
    return "".join(token.text for token in tokens)
