"""Which indicator the words of a table's headers name together: column, row, group and title each say a part of it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from ipstats.grammar.lexicon import any_of, regex, table_words, word_set, words
from ipstats.grammar.names import lookup, trim
from ipstats.model.definitions import normalise
from ipstats.model.indicators import Indicator, elided_names, indicators, match_names, shared_names
from ipstats.reading.bilingual import CHINESE

_MOST = 3
"""Pieces that may make up one name."""
_KIND = 2
"""Characters at the end of a name that say its kind (机构)."""
_LONGEST = 60
"""Characters of a header; a longer one is a text, and no part of a name."""
_NEXT = 24
"""Characters behind a name in a title that tell whether it goes on."""
_OWN = ("column", "row")
_AROUND = ("title", "parent", "beside")
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
    """What pieces name: the catalogue's id or "", the label, what narrows it, ids that it could be as well.

    `roles` are those of the pieces that make up the name.
    """

    id: str
    label: str
    scope: str = ""
    others: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    near: str = ""
    """The indicator that some of the words name, which others of them keep it from being."""


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
    if of_rows:
        readings = _of_rows(readings, pieces)
    if not readings:
        return _unknown(pieces, of_rows)
    best, others = _best(readings)
    _, id, used, label = _part_named(best, readings)
    left = _left(pieces, used, id, readings)
    if not _only_narrow(left, used, id):
        return replace(_unknown(pieces, of_rows), near="" if _names_other(left, used, id) else id)
    scope = "".join(dict.fromkeys(piece.text for piece in left))
    return Named(id, (others and _own_words(pieces)) or label, scope, others, tuple(piece.role for piece in used))


def _names_other(left: list[Piece], used: tuple[Piece, ...], id: str) -> bool:
    """Whether words left over are understood, as those of another quantity than the indicator that is named."""
    if indicators()[id].unit in table_words("money_unit") and all(p.text in table_words("account") for p in left):
        return True
    return all(piece.role == "parent" for piece in used) or any(_is_value_added(piece, id) for piece in left)


def _best(readings: list[tuple]) -> tuple[tuple, tuple[str, ...]]:
    """The reading of the greatest weight (the part before its whole), and the unrelated ids of the same weight.

    What takes a word of a title (高价值发明专利) gives way to what takes the name that it stands in (每万人口…拥有量).
    """
    best = max(weight for weight, *_ in readings)
    chosen = sorted((one for one in readings if one[0] == best), key=lambda reading: -len(_wholes(reading[1])))
    titles = {_title_of(one) for one in chosen}
    chosen = [one for one in chosen if not any(_title_of(one) in other != _title_of(one) for other in titles)]
    return chosen[0], tuple(dict.fromkeys(one[1] for one in chosen if not _related(chosen[0][1], one[1])))


def _title_of(reading: tuple) -> str:
    """The longest name or word of the title that a reading takes; what takes none stands beside every title."""
    return max((piece.text for piece in reading[2] if piece.role == "title"), key=len, default=" ")


def _part_named(best: tuple, readings: list[tuple]) -> tuple:
    """The part that words beside the name of a whole name (R&D经费, 试验发展, 支出), else the best reading itself."""
    own = {piece for piece in best[2]}
    parts = [
        one for one in readings
        if best[1] in _wholes(one[1])[1:] and any(p not in own and p.role in (*_OWN, "outer") for p in one[2])
    ]  # fmt: skip
    return max(parts, key=lambda reading: reading[0], default=best)


def _of_rows(readings: list[tuple], pieces: tuple[Piece, ...]) -> list[tuple]:
    """The readings in which the row's own words are part of the name, where it has any."""
    of_row = [reading for reading in readings if any(piece.role == "row" for piece in reading[2])]
    return of_row if any(piece.role == "row" for piece in pieces) else readings


def _own_words(pieces: tuple[Piece, ...]) -> str:
    """The words of column and row."""
    return "".join(piece.text for piece in pieces if piece.role in _OWN)


def _left(pieces: tuple[Piece, ...], used: tuple[Piece, ...], id: str, readings: list[tuple]) -> list[Piece]:
    """The pieces that are no part of the name: what narrows it, or what it does not account for."""
    kin = {*used}.union(*(taken for _, other, taken, _ in readings if _related(id, other)))
    narrowing = "" if any(piece.role == "row" for piece in used) else "row"
    left = [piece for piece in pieces if piece not in kin and _may_narrow(piece)]
    return [piece for piece in left if piece.role == narrowing or not _is_said(piece, id, used)]


def _may_narrow(piece: Piece) -> bool:
    return piece.role not in _AROUND and not _is_section(piece)


def _is_section(piece: Piece) -> bool:
    """Whether words of a group are the heading of a section (企业基本情况), and narrow nothing."""
    return piece.role == "group" and bool(regex("title_tail").search(piece.text))


def _is_said(piece: Piece, id: str, used: tuple[Piece, ...]) -> bool:
    """Whether the words of a column say nothing that the name does not say: its own words, or the kind it is of.

    What is the name of another indicator (商标质押) says more than a name that it stands in (专利商标质押融资项目数).
    """
    if (own := lookup(piece.text)) and not _related(own, id):
        return False
    names = indicators()[id].names[: 1 if piece.role == "column" else 2]
    said, key = "|".join(map(normalise, (*names, *(one.text for one in used)))), normalise(piece.text)
    kind = piece.role == "outer" and len(key) > _KIND and any(name[-_KIND:] == key[-_KIND:] for name in said.split("|"))
    return key in said or kind or (piece.role not in _OWN and piece.text in table_words("object"))


def _only_narrow(left: list[Piece], used: tuple[Piece, ...], id: str) -> bool:
    """Whether the pieces left over narrow a figure, and name no quantity of their own.

    Words of a column are trusted less than those of a row: a header of words unknown is of something else, unless the
    row itself names the indicator.
    """
    if any(_is_other(piece, id) for piece in left):
        return False
    around = {piece.role for piece in used} <= {*_AROUND, "outer", "group"}
    heads = [piece.text for piece in left if piece.role in ("column", "outer")]
    rows = [piece.text for piece in left if piece.role == "row" and around]
    if any(map(regex("quantity_end").search, heads + rows)):
        return False
    return any(piece.role == "row" for piece in used) or all(map(is_coverage, heads))


def _is_other(piece: Piece, id: str) -> bool:
    """Whether words left over make of an indicator another one: 每万人, or a kind (实用新型) of the same whole."""
    if regex("other_quantity").search(piece.text) or _is_value_added(piece, id):
        return True
    parts = () if is_coverage(piece.text) else elided_names().get(normalise(piece.text), ())
    return any(_wholes(part)[-1] == _wholes(id)[-1] for part in parts)


def _is_value_added(piece: Piece, id: str) -> bool:
    """Whether words are an industry whose part of the GDP is value added, which the catalogue does not have."""
    return bool(regex("part_of_gdp").search(f"{indicators()[id].zh}|{piece.text}"))


@lru_cache(maxsize=4096)
def is_coverage(text: str) -> bool:
    """Whether words are known to narrow a figure: 国内, 企业, 大中型工业企业."""
    held = None if regex("other_quantity").match(text) else regex("holder_end").match(text)
    return text in table_words("coverage") or text in word_set("scope") or bool(held and held.end() == len(text))


def _joined(pieces: tuple[Piece, ...], unit: str) -> Iterable[tuple]:
    """Names made of one to three pieces in any order."""
    pieces = tuple(piece for piece in pieces if _can_be_named(piece.text))
    columns = {piece for piece in pieces if piece.role == "column"}
    counts = range(1, min(_MOST, len(pieces)) + 1)
    for chosen in (chosen for count in counts for chosen in permutations(pieces, count)):
        named = _fits(chosen, unit)
        worth = _worth(chosen, named[0], columns) if named else None
        if named and worth is not None:
            yield worth, named[0], chosen, named[1]


def _fits(chosen: tuple[Piece, ...], unit: str) -> tuple[str, str] | None:
    """The indicator that pieces name, and its label: without the title's words where they need none of them."""
    text = next((text for text in _spellings(chosen, unit) if _fitting(text, unit)), "")
    own = "".join(piece.text for piece in chosen if piece.role != "title")
    id = _fitting(text, unit) if text else ""
    return (id, own if _fitting(own, unit) == id else text) if id else None


def _worth(chosen: tuple[Piece, ...], id: str, columns: set[Piece]) -> float | None:
    """How much a reading counts that may take the column before: nothing without the words of the figure's own column,
    and it is none (None) where these are no part of that one (授权量, 发明) but another act (转让, 许可)."""
    beside = [piece for piece in chosen if piece.role == "beside"]
    if not beside:
        return _weight(chosen)
    whole = indicators().get(indicators()[id].part_of)
    names = "|".join(map(normalise, whole.names)) if whole else ""
    if not columns <= {*chosen}:
        return 0.0 if len(chosen) > 1 else None
    return _weight(chosen) if all(normalise(piece.text) in names for piece in beside) else None


@lru_cache(maxsize=4096)
def _can_be_named(text: str) -> bool:
    """Whether words can be part of a name of the catalogue: no longer text, nor words of another language."""
    if text in word_set("scope") or len(text) > _LONGEST:
        return False
    return bool(CHINESE.search(text)) or text in indicators() or any(normalise(text) in key for key in match_names())


def _spellings(chosen: tuple[Piece, ...], unit: str) -> list[str]:
    """Pieces joined, and joined where they share characters (发明专利, 专利授权量).

    A row never vanishes in another piece, nor a column that is a name itself (商标质押 in 专利商标质押).
    """
    joined, merged = "".join(piece.text for piece in chosen), ""
    for piece in chosen:
        shared = _overlap(merged, piece.text)
        vanishes = piece.role in ("column", "outer") and not lookup(piece.text)
        merged += piece.text[shared if shared < len(piece.text) or vanishes else 0 :]
    trimmed = trim(joined)
    keeps_all = len(joined) - len(trimmed) < min(len(piece.text) for piece in chosen)
    return list(dict.fromkeys((joined, merged, trimmed if keeps_all else joined)))


def _overlap(first: str, second: str) -> int:
    """How many characters the end of one and the beginning of the other share (发明专利, 专利授权量: 2)."""
    return next((n for n in range(min(len(first), len(second)), 1, -1) if first.endswith(second[:n])), 0)


def _elided(pieces: tuple[Piece, ...], unit: str) -> Iterable[tuple]:
    """Names that are whole only beside their total or a word of context (金奖 in a table of 中国专利奖)."""
    whole_ids = {id: piece for piece in pieces for id in _ids_in(piece)}
    for piece in (piece for piece in pieces if piece.role != "beside"):
        for one in (indicators()[id] for id in elided_names().get(normalise(piece.text), ())):
            beside = whole_ids.get(one.part_of) or _in_context(one, piece, pieces)
            if beside not in (None, piece) and (not unit or one.counts_in(unit)):
                yield _weight((piece, beside)), one.id, (piece, beside), one.zh


def _in_context(one: Indicator, piece: Piece, pieces: tuple[Piece, ...]) -> Piece | None:
    """The piece that holds a word of an elided name's context."""
    return next((p for p in pieces if p != piece and any(word in p.text for word in one.context)), None)


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


def _parallel_names(name: str, rest: str) -> list[str]:
    """The ids of the names that words beside a name make of it: 授权 beside 专利申请."""
    rest = regex("who_files").sub("", rest)
    families = ((family, word) for family in words("parallel") for word in family if word in name)
    beside = ((word, other) for family, word in families for other in family if other != word)
    others = (name.replace(word, one) for word, one in beside if (regex("patent_end").sub("", one) or one) in rest)
    return [id for id in map(lookup, others) if id]


@lru_cache(maxsize=4096)
def names_in(text: str, whole: bool = False) -> list[str]:
    """The ids of the indicators that a title names, in order, each once; 专利申请和授权 names two.

    `whole` leaves out a name that goes on as that of another quantity (R&D经费|外部支出).

    >>> names_in("各省专利申请和授权情况"), names_in("R&D经费外部支出", whole=True)
    (['patent_applications', 'patent_grants'], [])
    """
    key = normalise(text)
    found: dict[str, None] = {}
    seen: Counter[str] = Counter()
    for match in _names().finditer(key):
        follows = key[match.end() : match.end() + _NEXT]
        goes_on = whole and not regex("after_title_name").match(follows)
        if seen[match[0]] == 2 or goes_on or regex("other_before").search(key[: match.start()]):
            continue  # beside a name that stands there twice already, a third says nothing new
        seen[match[0]] += 1
        found[match_names()[match[0]]] = None
        found |= dict.fromkeys(_parallel_names(match[0], key[: match.start()] + "|" + key[match.end() :]))
    return list(found)


def first_name(text: str) -> int | None:
    """Where the first indicator or object begins that a title names, None where it names none."""
    key = normalise(text)
    match = next((m for m in _names().finditer(key) if not regex("other_before").search(key[: m.start()])), None)
    at = [len(_before(text, key[: match.start()]))] if match else []
    at += [text.find(word) for word in table_words("object") if word in text]
    return min(at, default=None)


def _before(text: str, key: str) -> str:
    """The beginning of a text whose normalised form is given."""
    ends = (end for end in range(len(text), -1, -1) if normalise(text[:end]) == key)
    return text[: next(ends, 0)]


@lru_cache(maxsize=4096)
def objects_in(text: str) -> list[str]:
    """The objects that a title speaks of without an indicator's whole name (各区专利情况: 专利), the longest first."""
    found = [word for word in table_words("object") if word in text]
    return sorted((word for word in found if not any(word != o and word in o for o in found)), key=len, reverse=True)


def is_object(text: str) -> bool:
    """Whether words name a kind of right (发明, 注册商标), of which a figure can count several things."""
    return bool({text, text + words("patent_word")[0]} & table_words("object"))


def only_counts(text: str) -> bool:
    """Whether a header says no more than what is counted (专利数)."""
    plain = regex("count_word").sub("", text)
    return plain != text and plain in table_words("object")


def is_stock(named: Named) -> bool:
    """Whether the figure holds at a moment: by the catalogue, else by the words of the label."""
    if named.id:
        return indicators()[named.id].is_stock
    stock = regex("stock_end").search(named.label) or any(word in named.label for word in word_set("stock"))
    return bool(stock) and not regex("mean_of_period").search(named.label)
