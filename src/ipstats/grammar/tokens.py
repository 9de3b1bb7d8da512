"""Text as a row of typed tokens that cover it wholly: `tokens(text)`, for sentences, headers and cells alike."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from string import ascii_letters
from typing import cast

from ipstats.grammar.dates import TIME, TIME_BEGINS, TIME_NEAR, read_time
from ipstats.grammar.figures import (
    FIGURE_BEGINS,
    Figure,
    counted,
    doubling,
    figure_pattern,
    ranged,
    read_figure,
    scaled,
)
from ipstats.grammar.flat import flatten
from ipstats.grammar.lexicon import any_of, expression, first_of, regex, word_set, words
from ipstats.grammar.places import own_zone_tokens, plain_tokens
from ipstats.grammar.token import Kind, Rank, Token
from ipstats.model.indicators import indicators
from ipstats.model.numerals import parse_number

DIGITS, NUMERALS = "0123456789", "零〇○一二三四五六七八九十百千万亿两"
GROUPS = {
    "rise": Kind.RISE, "fall": Kind.FALL, "reach": Kind.REACH, "share": Kind.SHARE, "yoy": Kind.YOY,
    "previous_period": Kind.PREVIOUS_PERIOD, "annual_average": Kind.ANNUAL_AVERAGE, "average": Kind.AVERAGE,
    "respectively": Kind.RESPECTIVELY, "each": Kind.EACH, "part": Kind.PART, "own_area": Kind.OWN_AREA,
    "goal": Kind.GOAL, "result": Kind.RESULT, "plain": Kind.WORD,
}  # fmt: skip
"""The groups of phrases whose words are tokens; a word of one letter is one only where a pattern of LETTERS says so."""
LETTERS = {
    "rise_letter": Kind.RISE, "fall_letter": Kind.FALL, "share_letter": Kind.SHARE, "from_letter": Kind.FROM,
    "each_letter": Kind.EACH, "each_before_verb": Kind.RESPECTIVELY, "expected_change": Kind.GOAL,
}  # fmt: skip
_MARKS = {
    "，": Kind.COMMA, ",": Kind.COMMA, "：": Kind.COMMA, ":": Kind.COMMA, "；": Kind.SEMICOLON, ";": Kind.SEMICOLON,
    "(": Kind.OPEN, "[": Kind.OPEN, ")": Kind.CLOSE, "]": Kind.CLOSE, "、": Kind.JOIN,
} | dict.fromkeys("。!！?？|…【】\n■●", Kind.STOP)  # fmt: skip
_SHORTEST_NAME = 4
"""Characters from which a name of the catalogue is a token of its own."""
NAME, STEP, DURATION, CONDITION, POINTING, SECTION, CODE, COMPETITORS, WORDS = (
    "part of a name, ordinal or code", "step or streak", "duration or degree", "condition of another figure",
    "points back", "number of a section", "sign of a code", "competitors for a place", "counts no statistical unit",
)  # fmt: skip
"""Why a number is no figure."""


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Kind]:
    """Every word that is a token, and its kind; the groups share no word."""
    found: dict[str, Kind] = {}
    for group, kind in GROUPS.items():
        for word in words(group):
            if len(word) > 1:
                found.setdefault(word, kind)
    for one in indicators().values():
        for name in one.names:
            plain = flatten(name)[0]
            if len(plain) >= _SHORTEST_NAME and not plain.isascii():
                found.setdefault(plain, Kind.NAME)
    return found


def _alternatives() -> dict[str, tuple[Iterable[str], str]]:
    """Name -> the characters it can begin with, and the expression; earlier ones win."""
    numerals, scopes, begins = [*DIGITS, *NUMERALS], [*words("rank_scope")], dict(words("begins"))
    figures = re.sub(r"\?P<\w+>", "?:", figure_pattern())
    named = {
        "contact": begins["contact"], "streak": begins["streak"], "compared_time": begins["compared_time"],
        "medal_count": numerals,
        "clock_time": DIGITS, "step": [*numerals, *begins["step"]],
        "time": TIME_BEGINS, "section_number": [*numerals, *"(["], "title_marks": "《",
        "competitors": [*DIGITS, *scopes], "slash_fraction": DIGITS, "range": DIGITS,
        "rank": [*scopes, *words("first"), *begins["rank"]], "mark": _MARKS, "word": lexicon(), "quoted_name": '“"',
        "code": [*DIGITS, *ascii_letters, "〔"], "ordinal": [*numerals, *begins["ordinal"]],
        "one_of_many": [*numerals, *begins["one_of_many"]], "figure": [*FIGURE_BEGINS, *NUMERALS],
    }  # fmt: skip
    own = {
        "time": TIME_NEAR + TIME, "mark": f"[{re.escape(''.join(_MARKS))}]", "word": any_of(lexicon()),
        "figure": figures,
    }  # fmt: skip
    doubled = {"doubling": (begins["doubling"], expression("doubling"))}
    rest = {name: (first, own.get(name) or expression(name)) for name, first in named.items()}
    letters = {name: ("", expression(name)) for name in LETTERS}
    return doubled | rest | letters


@lru_cache(maxsize=1)
def _scanner() -> re.Pattern:
    parts = []
    for name, (begins, pattern) in _alternatives().items():
        guard = "" if name in LETTERS else first_of(begins)
        parts.append(f"{guard}(?:{pattern})(?P<{name}>)")
    return re.compile("|".join(parts))


def tokens(text: str, within: str = "") -> tuple[Token, ...]:
    """The tokens of a flat text, without gaps.

    Parameters
    ----------
    text : flat text (`grammar.flat.flatten`)
    within : code of the area whose places are preferred among those of one name

    >>> [(t.kind.name, t.text) for t in tokens("北京市专利授权量12件")]
    [('PLACE', '北京市'), ('NAME', '专利授权量'), ('FIGURE', '12件')]
    """
    found: list[Token] = []
    for own in own_zone_tokens(text, within):
        found += [*_scanned(text, found[-1].end if found else 0, own.start, within), own]
    found += _scanned(text, found[-1].end if found else 0, len(text), within)
    return tuple(_with_list_units(found, text))


def _scanned(text: str, first: int, last: int, within: str) -> list[Token]:
    """The tokens of `text[first:last]`."""
    found: list[Token] = []
    at = first
    for m in _scanner().finditer(text, first, last):
        token = _token(m, text) if m.start() >= at else None
        if token is None:
            continue
        if token.start > at:
            found += plain_tokens(text, at, token.start, within)
        found += _own_place(token, text, within) or [token]
        at = token.end
    if at < last:
        found += plain_tokens(text, at, last, within)
    return found


def _own_place(token: Token, text: str, within: str) -> list[Token]:
    """A word that is the name of a place in the document's own area (增城 in Guangzhou), else nothing."""
    if token.kind is not Kind.WORD or not within:
        return []
    found = plain_tokens(text, token.start, token.end, within)
    return found if len(found) == 1 and found[0].kind is Kind.PLACE else []


def _token(m: re.Match, text: str) -> Token | None:
    """The token that a match of the scanner is; None where it is plain text after all."""
    name, piece, start, end = m.lastgroup or "", m[0], m.start(), m.end()
    if name == "word":
        return Token(lexicon()[piece], start, end, piece)
    if name == "mark":
        return Token(_MARKS[piece], start, end, piece)
    if name in LETTERS:
        return Token(LETTERS[name], start, end, piece)
    if make := _MAKERS.get(name):
        return make(piece, start, text)
    if name == "one_of_many" and piece.startswith("每"):
        return Token(Kind.WORD, start, end, piece)
    return Token(Kind.NO_FIGURE, start, end, piece, reason=_REASONS.get(name, NAME))


_REASONS = {
    "streak": STEP,
    "step": STEP,
    "section_number": SECTION,
    "competitors": COMPETITORS,
    "contact": CODE,
    "one_of_many": WORDS,
}


def _time(piece: str, start: int, text: str) -> Token:
    time = read_time(piece)
    kind, reason = (Kind.TIME, "") if time else (Kind.NO_FIGURE, "no possible time")
    return Token(kind, start, start + len(piece), piece, time=time, reason=reason)


def _compared(piece: str, start: int, text: str) -> Token:
    """比2022年, 较上年末: the time that a figure is compared with."""
    rest = regex("compared_time_frame").sub("", piece)
    time = read_time(rest) or read_time(rest.rstrip("".join(words("time_end"))))
    return Token(Kind.BASE_TIME, start, start + len(piece), piece, time=time)


def _rank(piece: str, start: int, text: str) -> Token | None:
    m = regex("rank_parts").fullmatch(piece)
    end = start + len(piece)
    follows = text[end : end + 1]
    if m is None:
        return None
    order = m["order"] or ""
    if (follows.isalpha() and follows not in word_set("after_rank")) or (
        order.startswith("前") and regex("rank_announced").match(text[end:])
    ):
        return Token(Kind.NO_FIGURE, start, end, piece, reason=NAME)
    digits = re.findall("[0-9一二三四五六七八九十百]+", order) if order[:1] in ("第", "前") else []
    place = float(parse_number(digits[-1]).value) if digits else 1.0
    within = order.startswith("前") or len(digits) > 1
    return Token(Kind.RANK, start, end, piece, rank=Rank(place, within, m["led"] or m["scope"] or ""))


def _range(piece: str, start: int, text: str) -> Token:
    figure = ranged(piece)
    kind = Kind.FIGURE if figure else Kind.NO_FIGURE
    return Token(kind, start, start + len(piece), piece, figure=figure, reason="" if figure else CODE)


def _slash_fraction(piece: str, start: int, text: str) -> Token | None:
    """1/10 is a tenth, in per cent."""
    part, whole = piece.split("/")
    figure = read_figure(f"{whole}{words('fraction')[0]}{part}")
    if figure is None:
        return None
    figure = replace(figure, first=0, last=len(piece), printed=piece)
    return Token(Kind.FIGURE, start, start + len(piece), piece, figure=figure)


def _medal_count(piece: str, start: int, text: str) -> Token | None:
    """两金一银: the number of prizes of a metal, which are figures where an award is spoken of."""
    figure = read_figure(piece)
    if figure is None:
        return None
    figure = counted(figure, words("medal_unit")[0])
    return Token(Kind.BARE, start, start + len(piece), piece, figure=figure)


def _doubling(piece: str, start: int, text: str) -> Token:
    return Token(Kind.FIGURE, start, start + len(piece), piece, figure=doubling(piece))


# ---------------------------------------------------------------- figures
def _figure(piece: str, start: int, text: str) -> Token | None:
    """The token of a number: a figure, a bare number, no figure with its reason, or None for letters of a word."""
    figure = read_figure(piece)
    if figure is None:
        return None
    end = start + len(piece)
    token = Token(Kind.FIGURE, start, end, piece, figure=figure)
    digits = piece[figure.first : figure.last]
    if not figure.unit:
        return _without_unit(token, digits, text)
    if figure.unit == "个" and regex("points_ahead").match(text[end : end + 24]):
        points = read_figure(f"{digits}{words('points_unit')[0]}") or figure
        token = token._replace(figure=replace(points, first=figure.first, last=figure.last))
    if regex("scale_only").match(figure.printed) and figure.bound == "=":
        return None
    if figure.unit in ("位", "名"):
        token = _of_position(token, figure, text)
    if token.kind is Kind.RANK:
        return token
    reason = _no_figure(token, digits, text)
    return token._replace(kind=Kind.NO_FIGURE, figure=None, reason=reason) if reason else _denominated(token, text)


def _of_position(token: Token, figure: Figure, text: str) -> Token:
    """第13、14位: the last of several places in an order; else 位 counts persons, unless a place moved by it."""
    listed = regex("rank_of_list").search(text[max(0, token.start - 24) : token.start])
    if listed and regex("counted_or_digits").fullmatch(figure.printed):
        return token._replace(
            kind=Kind.RANK, figure=None, rank=Rank(float(parse_number(figure.printed).value), False, "")
        )
    before = text[max(0, token.start - 4) : token.start]
    if figure.unit == "位" and figure.bound == "=" and regex("ranked_before").search(before):
        return token._replace(kind=Kind.RANK, figure=None, rank=Rank(figure.value, False, ""))
    if figure.unit == "位" and not regex("rank_moved").search(before):
        return token._replace(figure=counted(figure, "人"))
    return token


def _without_unit(token: Token, digits: str, text: str) -> Token | None:
    """A number without unit: people counted after a scale, a mark that is passed, or bare digits."""
    figure = cast(Figure, token.figure)
    follows = text[token.end : token.end + 24]
    before = text[max(0, token.start - 16) : token.start]
    people = regex("people_follow").match(follows) or (
        not follows[:1].isalpha() and regex("people_before").search(before)
    )
    if re.search("[万亿]", digits) and people:
        return token._replace(figure=counted(figure, "人"))
    if figure.bound == ">" and (regex("mark_follows").match(follows) or regex("large_scale_end").search(digits)):
        return token
    return token._replace(kind=Kind.BARE) if digits[0] in DIGITS else None


def _no_figure(token: Token, digits: str, text: str) -> str:
    """Why a number with a unit is no figure, else ""."""
    figure = cast(Figure, token.figure)
    before, follows = text[max(0, token.start - 16) : token.start], text[token.end : token.end + 24]
    in_words = bool(regex("counted_in_words").match(digits))
    return next(
        (reason for reason, holds in _GUARDS if holds(figure, token.text, digits, in_words, before, follows)), ""
    )


_WEAK = word_set("weak_counter")
_LOOSE = word_set("loose_counter")
_Guard = Callable[[Figure, str, str, bool, str, str], bool]
_GUARDS: tuple[tuple[str, _Guard], ...] = (
    (NAME, lambda f, piece, digits, in_words, before, follows: f.unit == "位" and bool(
        regex("rank_listed").search(before))),
    (POINTING, lambda f, piece, digits, in_words, before, follows: f.unit in _WEAK and bool(
        (in_words or regex("members_follow").match(follows)) and regex("enumeration_before").search(before))),
    (POINTING, lambda f, piece, digits, in_words, before, follows: f.unit == "种" and bool(
        regex("kinds_of_patents").match(follows))),
    (WORDS, lambda f, piece, digits, in_words, before, follows: in_words and (
        (f.unit in _WEAK and bool(regex("not_counted").match(follows))) or (f.unit in _LOOSE and f.bound == "="))),
    (STEP, lambda f, piece, digits, in_words, before, follows: f.bound == "=" and bool(
        regex("mark_follows").match(follows))),
    (CONDITION, lambda f, piece, digits, in_words, before, follows: f.unit != "%" and bool(
        regex("limit_end").search(piece) and regex("condition_of_next").match(follows))),
    (CONDITION, lambda f, piece, digits, in_words, before, follows: f.bound == ">" and f.unit != "%" and bool(
        regex("condition_behind").match(follows))),
    (CONDITION, lambda f, piece, digits, in_words, before, follows: f.bound == ">" and bool(
        regex("scale_only").match(f.printed) and regex("scale_modifies").match(follows))),
    (DURATION, lambda f, piece, digits, in_words, before, follows: f.unit == "岁" and not (
        regex("age_before").search(before))),
    (CONDITION, lambda f, piece, digits, in_words, before, follows: bool(regex("condition_follows").match(follows))),
    (POINTING, lambda f, piece, digits, in_words, before, follows: bool(
        (in_words or before[-1:] in word_set("this")) and regex("points_back").search(before))),
    (CODE, lambda f, piece, digits, in_words, before, follows: (
        digits[0] in "-−－+" and f.unit not in word_set("signed_unit"))),
    (DURATION, lambda f, piece, digits, in_words, before, follows: (
        f.unit in word_set("duration_unit") and not regex("lasting_before").search(before)) or (
        f.unit in word_set("degree_unit") and not re.search("[万亿]", digits))),
    (NAME, lambda f, piece, digits, in_words, before, follows: f.unit == "期" and follows[:1] in ("“", '"')),
)  # fmt: skip
"""Reason -> whether it holds of a figure, given its piece, digits, and the letters before and after it."""


def _denominated(token: Token, text: str) -> Token:
    """件/万人 and 元/月: the denominator behind a unit."""
    figure = cast(Figure, token.figure)
    name = {"件": "per_10k", "元": "per_unit"}.get(figure.unit)
    m = name and regex(name).match(text[token.end : token.end + 4])
    if not m:
        return token
    unit = "件/万人" if figure.unit == "件" else "元" + m[0]
    end = token.end + m.end()
    return token._replace(
        end=end, text=text[token.start : end], figure=replace(figure, unit=unit, last=figure.last + m.end())
    )


def _with_list_units(found: list[Token], text: str) -> list[Token]:
    """Bare numbers of a list that says unit and scale once, at its end (80、180和109亿元)."""
    for at in range(len(found) - 2, -1, -1):
        one = found[at]
        if one.kind is not Kind.BARE:
            continue
        other = next((t for t in found[at + 1 : at + 3] if t.kind in (Kind.FIGURE, Kind.BARE)), None)
        if (
            one.figure
            and other
            and other.figure
            and other.kind is Kind.FIGURE
            and other.figure.unit
            and regex("list_joint").match(text[one.end : other.start])
        ):
            figure = scaled(one.figure, other.figure.scale, other.figure.unit)
            found[at] = one._replace(kind=Kind.FIGURE, figure=replace(figure, discrete=other.figure.discrete))
    return found


_MAKERS = {
    "time": _time, "compared_time": _compared, "rank": _rank, "range": _range, "doubling": _doubling, "figure": _figure,
    "slash_fraction": _slash_fraction, "medal_count": _medal_count,
}  # fmt: skip
