"""What a table's cell is a figure of: the words of its headers named together, and what of them narrows it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from ipstats.grammar.lexicon import regex, table_words
from ipstats.grammar.names import lookup, trim
from ipstats.model.indicators import indicators
from ipstats.model.units import Unit
from ipstats.reading.cell_slots import Mention, composed_of, head_of, span, whole_words
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.headers import tidy
from ipstats.reading.subjects import Named, Piece, is_coverage, is_object, name, only_counts
from ipstats.reading.titles import Told

(_INDEX,) = table_words("index_number")
_KIN = 2
"""A label with so many characters of the title's beginning says itself what is counted (总人口, of 人口数)."""
_SHORT = 4
"""A label as short as this leaves out what the title says (收案, in a table of 法院知识产权案件)."""


@lru_cache(maxsize=1024)
def _of_title(names: tuple[str, ...], objects: tuple[str, ...]) -> tuple[Piece, ...]:
    return tuple(Piece(word, "title") for word in (*[indicators()[id].zh for id in names], *objects))


@lru_cache(maxsize=1024)
def _of_column(beside: str, words: tuple[str, ...]) -> tuple[Piece, ...]:
    outer = [Piece(text, "outer") for text in words[:-1]]
    return (Piece(beside, "beside"), *outer, *[Piece(text, "column") for text in words[-1:]])


def _pieces(m: Mention) -> tuple[Piece, ...]:
    words = m.column.words
    if m.line.names:
        words = tuple(text for text in words if not only_counts(text))
    change = m.change.whole
    whole = [Piece(change, "parent")] if change else []
    of_title = _of_title(m.told.names, m.told.objects)
    return (*of_title, *m.line.around, *whole, *_of_column(m.column.beside, tuple(words)), *m.line.own)


def indicator_of(m: Mention, measure: str, unit: Unit | None) -> Answer:
    """What the figure is of (a `Named`), with what narrows it."""
    named = _named(m, unit.base if unit is not None and measure in ("level", "change") else "")
    if not named.others and not named.id:
        named = _completed(m, named)
    if not named.id and not named.label:
        named = replace(named, label=m.told.english)
    if flow := _flow_per_head(m, named):
        named = replace(named, id="", others=(), label="".join(m.column.words) + flow, scope="")
    if measure == "share" and m.change.whole:
        named = _share_named(m, _without_whole(m, named))
    if _is_index(m, measure, unit):
        named = replace(named, id="", others=(), label=_index_of(named.label))
    return Answer(
        replace(named, scope=_scope(m, named)), _evidence_of_name(m, named), _doubt_of_name(m, named, measure)
    )


def _flow_per_head(m: Mention, named: Named) -> str:
    """The flow of which a header gives so many a head (授权量 | 每万人), no density of a stock; "" for none."""
    one, words = indicators().get(named.id), m.column.beside
    per_head = one is not None and one.kind == "ratio" and one.is_stock and "row" not in named.roles
    if not per_head or lookup("".join(m.column.words)):
        return ""
    beside = (lookup(object_ + words) for object_ in ("", *m.told.objects)) if words else ()
    counted = next(filter(None, (*beside, *m.told.names)), "")
    return indicators()[counted].zh if counted and indicators()[counted].kind == "flow" else ""


def _is_index(m: Mention, measure: str, unit: Unit | None) -> bool:
    """Whether a figure without a unit is an index: the title says that its figures are."""
    if measure != "level" or m.printed.unit:
        return False
    return bool(m.column.index_head) or (m.told.is_index and unit is None)


def _index_of(label: str) -> str:
    return label if not label or _INDEX in label else label + _INDEX


def _doubt_of_name(m: Mention, named: Named, measure: str) -> str:
    """What of the headers is not accounted for: an index, several names, words unread, or what a figure counts."""
    if _is_of_base(m, named):
        return "index_of_base"
    if m.column.is_open and m.change is m.column.change:
        return "whose_change"
    if named.others or named.near:
        return "several_names" if named.others else "name_not_understood"
    open_ = "title_goes_on" * (m.told.goes_on and "title" in named.roles) if named.id else _left_open(m, named, measure)
    return open_ or "odd_scope" * bool(m.told.odd_scope)


def _is_of_base(m: Mention, named: Named) -> bool:
    """Whether headers or the title say that the figure is an index on the base of another time."""
    spoken = (*(piece.text for piece in _pieces(m)), *(tidy(one.text) for one in m.said))
    return any(map(regex("index_base").search, spoken)) or (named.label.endswith(_INDEX) and m.told.is_index)


def _left_open(m: Mention, named: Named, measure: str) -> str:
    """What the name of a figure outside the catalogue does not tell."""
    if regex("unread").search(named.label) or named.label == m.told.english:
        return "unread_words"
    own = [one.words for one in m.said if one.words and not is_coverage(one.words)]
    return "act_untold" if measure == "level" and all(map(is_object, own or [named.label])) else ""


def fitted(m: Mention, measure: str, unit: Answer | None, named: Answer) -> tuple[Answer | None, Answer]:
    """Unit and name, where the headers name an indicator that is not counted in the unit.

    A unit of the whole table is then not that of the figure; any other leaves open which of the two is meant.
    """
    if named.value.id or unit is None or unit.value is None or measure not in ("level", "change"):
        return unit, named
    meant = (indicators()[id] for id in map(lookup, (*(one.words for one in m.line.stub), *m.column.words[-1:])) if id)
    if all(one.counts_in(unit.value.base) for one in meant):
        return unit, named
    if unit.evidence.how is not How.TITLE or unit.value.kind in ("ratio", "share"):
        return unit, replace(named, doubt="unit_misfit")
    return None, indicator_of(m, measure, None)


def _named(m: Mention, base: str) -> Named:
    """What the headers name; words of a row beside rows of places narrow, where they are part of no name."""
    rows_name, pieces = _rows_name(m), _pieces(m)
    named = name(pieces, base, rows_name)
    rows = "".join(piece.text for piece in m.line.own)
    if named.id or rows_name or not rows or not m.whole.of_places:
        return named
    named = name(tuple(piece for piece in pieces if piece.role != "row"), base)
    return replace(named, scope=rows + named.scope)


def _rows_name(m: Mention) -> bool:
    """Whether the rows say what is counted: in units of their own, or under a header like 指标."""
    if m.datum.unit is not None or any(one.unit for one in m.line.stub):
        return True
    of_index = any(map(regex("index_over").search, m.column.spoken))
    return (m.column.unit is None or of_index) and m.line.naming and not m.whole.of_places and _rows_can_name(m)


def _rows_can_name(m: Mention) -> bool:
    """Whether the row names an indicator, or the column's headers name none that the row would narrow."""
    rows = [one.words for one in m.line.stub if one.words]
    if any(map(is_coverage, rows)):
        return False
    columns = m.column.words
    named = any(lookup(text) or lookup(trim(text)) for text in columns)
    return m.line.names or not (named or (_is_quantity(columns) and not _is_quantity(rows)))


def _is_quantity(words: Iterable[str]) -> bool:
    return any(regex(name).search(text) for text in words for name in ("quantity_end", "of_money"))


def _without_whole(m: Mention, named: Named) -> Named:
    """What a share is of, where the headers name that and its whole alike."""
    others = [id for id in (named.id, *named.others) if id != lookup(m.change.whole)]
    return replace(named, id=others[0], others=tuple(others[1:])) if named.others and others else named


def _share_named(m: Mention, named: Named) -> Named:
    label = re.sub(r"[（(][%％][）)]", "", tidy(m.change.text))
    label = named.label + label if regex("of_share").match(label) and named.label not in label else label
    of_rows = "" if named.id else "".join(one.words for one in m.line.stub)
    scope = "" if m.change in m.line.stub else named.scope or of_rows
    return replace(named, id=_rate_of(named.id, lookup(m.change.whole)) or named.id, label=label, scope=scope)


@lru_cache(maxsize=1024)
def _rate_of(part: str, whole: str) -> str:
    """The indicator that is one indicator's share of another (R&D经费, GDP: R&D经费投入强度), "" for none."""
    rates = (one for one in indicators().values() if one.kind == "rate" and part and whole)
    return next((one.id for one in rates if (one.numerator, one.denominator) == (part, whole)), "")


def _evidence_of_name(m: Mention, named: Named) -> Evidence:
    """The nearest of the headers that name the figure."""
    roles = named.roles or ("column",)
    if "column" in roles or "row" in roles:
        if "column" in roles:
            how, cell = head_of(m, lambda said: bool(said.words))
            return Evidence("column", how, *span(cell))
        return Evidence("row", How.CELL, *span(m.datum.stub[-1] if m.datum.stub else None))
    if "outer" in roles:
        how, cell = head_of(m, lambda said: bool(said.words))
        return Evidence("outer", how, *span(cell))
    if {"group", "parent", "beside"} & set(roles):
        return Evidence("row_above", How.SHARED, *span(m.datum.group))
    return Evidence("title", How.TITLE)


def _scope(m: Mention, named: Named) -> str:
    """What narrows the figure: what title and headers begin with, and the words that are no part of its name.

    A coverage that the name says itself, or a nearer one of the same kind, is not said again.
    """
    said = named.scope
    heads = "".join(dict.fromkeys(one.scope for one in m.column.said if one.scope))
    group = "".join(one.scope for one in m.line.group)
    own = m.line.scope + heads + group
    one = indicators().get(named.id)
    spoken = own + said + named.label + (one.zh if one else "")
    other = own in table_words("coverage") and not regex("coverages").sub("", m.told.scope)
    title = "" if m.told.scope in spoken or other else m.told.scope
    whole = regex("total_of").fullmatch(said)
    if whole and m.told.scope.endswith(whole[1]):  # 规模以上工业企业: 工业企业总计
        return title + own
    return title + (own if own not in said else "") + said


def _completed(m: Mention, named: Named) -> Named:
    """A label unknown to the catalogue, with the words it leaves out: of its whole, its row or the title."""
    if whole := _of_whole(m, named.label):
        return replace(named, label=whole + named.label)
    if of_title := _of_object(m.told, named.label):
        return replace(named, label=of_title + named.label)
    title = m.told.words
    if len(regex("counted_only").sub("", named.label)) > _SHORT and not _is_kind_of_title(m, named.label):
        return named
    if named.scope and not m.whole.of_places:
        return replace(named, label=named.scope + named.label, scope="")
    if regex("other_quantity").match(named.label):
        return named
    says_itself = title[:_KIN] in named.label or (_is_quantity([title]) and _is_quantity([named.label]))
    return named if says_itself else replace(named, label=title + named.label)


def _of_whole(m: Mention, label: str) -> str:
    """What a label is a part of: its group, where figures in % are the parts of that, else the row above it."""
    if m.datum.group and composed_of(m):
        return tidy(m.datum.group.text)
    whole = whole_words(m)
    one = indicators().get(lookup(whole))
    return "" if whole in label else one.zh if one else whole


def _is_kind_of_title(m: Mention, label: str) -> bool:
    """Whether only the row names a figure, and names no quantity, as the title does (商品进出口总值(美元计价))."""
    quantity = regex("bracket_end").sub("", m.told.words)
    return not m.column.words and _is_quantity([quantity]) and not _is_quantity([label])


def _of_object(told: Told, label: str) -> str:
    """What the title speaks of, where the label goes on as the title does (高技术产品进出口: 进出口总额), else ""."""
    pairs = ((word, told.words.removeprefix(word)) for word in told.objects if told.words.startswith(word))
    return next((word for word, rest in pairs if len(rest) > 1 and label.startswith(rest)), "")
