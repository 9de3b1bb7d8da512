"""Which indicator the words of a table's headers name together: column, row, group and title each say a part of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from ipstats.grammar.lexicon import any_of, word_set, words
from ipstats.grammar.names import lookup, trim
from ipstats.model.definitions import normalise
from ipstats.model.indicators import elided_names, indicators, match_names, shared_names
from ipstats.reading.headers import table_words

_MOST = 3
"""Pieces that may make up one name."""
_OTHER_QUANTITY = re.compile("^(?:每|人均|户均)|(?:率|指数)$")
"""Words that make another quantity of the one they stand beside, and do not narrow it (每万人授权量)."""
_AROUND = ("title", "parent", "beside", "group", "outer")
"""Roles of pieces that need not be part of the name and narrow nothing when they are not."""


class Piece(NamedTuple):
    """Words of one header, and its role.

    `column` and `row` stand nearest, `outer` above a column, `group` and `parent` above a row, `title` above all;
    `beside` is the column before, which says nothing alone.
    """

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Named:
    """What pieces name: the catalogue's id or "", the label, what narrows it, and ids that it could be as well."""

    id: str
    label: str
    scope: str = ""
    others: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def name(pieces: tuple[Piece, ...], unit: str, of_rows: bool = False) -> Named:
    """What the pieces name together; `unit` (of a level, "" when unknown) must fit, `of_rows` says that rows name.

    The reading that uses most of the column's and the row's own words wins; words left over narrow the figure. Without
    a catalogue entry the label is the words that name the figure, the others narrow it.

    >>> name((Piece("专利授权量", "outer"), Piece("发明", "column")), "件").id
    'invention_patent_grants'
    >>> name((Piece("R&D经费", "column"), Piece("采矿业", "row")), "元").scope
    '采矿业'
    """
    pieces = tuple(dict.fromkeys(piece for piece in pieces if piece.text))
    readings = [*_joined(pieces, unit), *_elided(pieces, unit)]
    if not readings:
        return _unknown(pieces, of_rows)
    if of_rows:
        readings = [reading for reading in readings if any(piece.role == "row" for piece in reading[2])] or readings
    best = max(weight for weight, *_ in readings)
    chosen = [reading for reading in readings if reading[0] == best]
    chosen.sort(key=lambda reading: -len(_wholes(reading[1])))
    _, id, used, label = chosen[0]
    others = tuple(dict.fromkeys(other for _, other, *_ in chosen if other != id and not _related(id, other)))
    kin = {piece for weight, other, pieces_used, _ in readings if _related(id, other) for piece in pieces_used}
    if others:
        label = "".join(piece.text for piece in pieces if piece.role in ("column", "row")) or label
    left = [p.text for p in pieces if p not in used and p not in kin and p.role not in _AROUND]
    if any(_OTHER_QUANTITY.search(text) for text in left):
        return _unknown(pieces, of_rows)
    return Named(id, label, "".join(dict.fromkeys(left)), others)


def _joined(pieces: tuple[Piece, ...], unit: str) -> Iterable[tuple]:
    """Names made of one to three pieces in any order."""
    pieces = tuple(piece for piece in pieces if piece.text not in word_set("scope"))
    for count in range(1, min(_MOST, len(pieces)) + 1):
        for chosen in permutations(pieces, count):
            if chosen[0].role == "beside" and count == 1:
                continue
            for text in _spellings(chosen, unit):
                if id := _fitting(text, unit):
                    own = "".join(piece.text for piece in chosen if piece.role != "title")
                    yield _weight(chosen), id, chosen, own if _fitting(own, unit) == id else text
                    break


def _spellings(chosen: tuple[Piece, ...], unit: str) -> list[str]:
    """Pieces joined, and joined where they share characters (发明专利, 专利授权量).

    A row never vanishes in another piece, nor a column that is a name itself (商标质押 in 专利商标质押).
    """
    joined, merged = "".join(piece.text for piece in chosen), ""
    for piece in chosen:
        shared = _overlap(merged, piece.text)
        vanishes = piece.role in ("column", "outer") and not _fitting(piece.text, unit)
        merged += piece.text[shared if shared < len(piece.text) or vanishes else 0 :]
    return list(dict.fromkeys((joined, merged, trim(joined))))


def _overlap(first: str, second: str) -> int:
    """How many characters the end of one and the beginning of the other share (发明专利, 专利授权量: 2)."""
    return next((n for n in range(min(len(first), len(second)), 1, -1) if first.endswith(second[:n])), 0)


def _elided(pieces: tuple[Piece, ...], unit: str) -> Iterable[tuple]:
    """Names that are whole only beside their total or a word of context (金奖 in a table of 中国专利奖)."""
    whole_ids = {id: piece for piece in pieces for id in _ids_in(piece)}
    for piece in pieces:
        for id in elided_names().get(normalise(piece.text), ()):
            one = indicators()[id]
            if unit and not one.counts_in(unit):
                continue
            beside = whole_ids.get(one.part_of)
            if beside is None:
                beside = next((p for p in pieces if p != piece and any(word in p.text for word in one.context)), None)
            if beside is not None and beside != piece:
                yield _weight((piece, beside)), id, (piece, beside), one.zh


def _ids_in(piece: Piece) -> list[str]:
    return names_in(piece.text) if piece.role == "title" else [id for id in (lookup(piece.text),) if id]


def _weight(chosen: Iterable[Piece]) -> float:
    worth = {"column": 4.0, "row": 4.0, "outer": 2.0, "group": 1.5, "parent": 1.0, "beside": 1.0, "title": 0.5}
    return sum(worth[piece.role] for piece in chosen)


def _fitting(text: str, unit: str) -> str:
    """The id that a name means, if a level of it can be in the unit."""
    id = text if text in indicators() else lookup(text, unit)
    if not id or (unit and not indicators()[id].counts_in(unit)):
        return ""
    if not unit and normalise(text) in shared_names():
        return ""
    return id


@lru_cache(maxsize=1024)
def _wholes(id: str) -> tuple[str, ...]:
    """An indicator and all that it is a part of, itself first."""
    found: list[str] = []
    while id and id not in found:
        found.append(id)
        id = indicators()[id].part_of
    return tuple(found)


def _related(id: str, other: str) -> bool:
    """Whether one is the other, or a part of it."""
    return other in _wholes(id) or id in _wholes(other)


def _unknown(pieces: tuple[Piece, ...], of_rows: bool) -> Named:
    columns = [piece.text for piece in pieces if piece.role in ("outer", "column")]
    rows = [piece.text for piece in pieces if piece.role == "row"]
    first, second = (rows, columns) if of_rows else (columns, rows)
    label, rest = ("".join(first), "".join(second)) if first else ("".join(second), "")
    if not label:
        titles = [piece.text for piece in pieces if piece.role in ("group", "parent", "title")]
        label = titles[-1] if titles else ""
    return Named("", label, rest)


@lru_cache(maxsize=1)
def _names():
    return re.compile(any_of([key for key in match_names() if len(key) > 2 and not key.isascii()]))


@lru_cache(maxsize=4096)
def names_in(text: str) -> list[str]:
    """The ids of the indicators that a title names, in order, each once; 专利申请和授权 names two.

    >>> names_in("各省专利申请和授权情况")
    ['patent_applications', 'patent_grants']
    """
    key = normalise(text)
    found: dict[str, None] = {}
    for match in _names().finditer(key):
        found[match_names()[match[0]]] = None
        rest = key[: match.start()] + "|" + key[match.end() :]
        for family in words("parallel"):
            for word in (word for word in family if word in match[0]):
                beside = (other for other in family if other != word and other.removesuffix("专利") in rest)
                others = (match[0].replace(word, other) for other in beside)
                found |= dict.fromkeys(id for id in map(lookup, others) if id)
    return list(found)


@lru_cache(maxsize=4096)
def objects_in(text: str) -> list[str]:
    """The objects that a title speaks of without an indicator's whole name (各区专利情况: 专利), the longest first."""
    found = [word for word in table_words("object") if word in text]
    return sorted((word for word in found if not any(word != o and word in o for o in found)), key=len, reverse=True)


@lru_cache(maxsize=16384)
def narrowed(text: str) -> tuple[str, str]:
    """The coverage that a row's name begins with, and the rest of it.

    >>> narrowed("境内有效发明专利")
    ('境内', '有效发明专利')
    """
    lead = next((word for word in words("scope") if text.startswith(word) and len(text) > len(word)), "")
    return ("", text) if not lead or lookup(text) else (lead, text[len(lead) :])


def only_counts(text: str) -> bool:
    """Whether a header says no more than what is counted (专利数)."""
    return text.endswith(("数", "数量", "件数")) and text.rstrip("数量件") in table_words("object")


def is_stock(named: Named) -> bool:
    """Whether the figure holds at a moment: by the catalogue, else by the words of the label."""
    if named.id:
        return indicators()[named.id].is_stock
    return any(word in named.label for word in word_set("stock"))
