"""Places in an order (全国第一, 前三, 榜首) and how long a predicate has held (连续5年)."""

import re

from ipstats.grammar.figures import Figure
from ipstats.grammar.lexicon import pattern
from ipstats.grammar.naming import trim
from ipstats.grammar.scan import FIELD, Token
from ipstats.model.numerals import parse_number

_RANK = re.compile(
    rf"(?:领跑(?P<led>.+)|(?P<scope>(?:{pattern('rank_scope')})*(?:\([^)]*\))?)(?P<order>第.+|前.+|{pattern('first')}))"
)
_FIELD = re.compile(FIELD)
_WHO = re.compile("的?[^，。；、,;0-9]{0,8}?(?:分别|依次)?(?:为|是|有)")
"""After 前三位 that only announces who holds the places (前三位的国家分别是…)."""
_SCOPE = re.compile(f"(?:{pattern('rank_scope')})+")
_VERB = re.compile(f"^(?:{pattern('rank_verb')})+")
_DIGITS = re.compile("[0-9一二三四五六七八九十百]+")
_STREAK = re.compile(r"连续第?([0-9]+|[一二两三四五六七八九十]+)(年)度?")
_PREDICATE = re.compile(r"[^，。；、,;()0-9]{0,12}")
_MAY_FOLLOW = frozenset("的和与及且并是为升上跃前提降下")


def read_rank(token: Token, text: str, sentence_start: int, letters: str) -> tuple[Figure, str] | None:
    """The place a token names and among whom, or None where it is only an ordinal (第一个, 第三方).

    A place needs a scope (全国第一) or a word of ranking before it (位居第三), and ends its phrase.
    """
    m = _RANK.fullmatch(token.text)
    if m is None:
        return None
    if m["order"] and m["order"][0] == "前" and _WHO.match(text, token.end):
        return None
    follows = text[token.end : token.end + 1]
    if follows.isalpha() and follows not in _MAY_FOLLOW:
        return None
    scope = m["led"] or m["scope"] or ""
    if not scope and not any(letter in "REFYsL" for letter in letters):
        return None
    order = m["order"] or "第一"
    digits = _DIGITS.search(order) if order[0] in "第前" else None
    place = float(parse_number(digits[0]).value) if digits else 1.0
    within = order.startswith("前")
    printed = digits[0] if digits else order
    figure = Figure(place, "位", "<=" if within else "=", 1.0 if within else place, place, printed, 0, len(token.text))
    return figure, scope or _scope_before(text[sentence_start : token.start])


def parse_rank(text: str) -> Figure | None:
    """A place in an order that is a whole text (居全国第三位, 前三, 首位), or None.

    >>> parse_rank("位居全国第三位").value, parse_rank("前十").bound
    (3.0, '<=')
    """
    text = _VERB.sub("", text)
    found = read_rank(Token("K", 0, len(text), text), text, 0, "R")
    return found[0] if found else None


def _scope_before(text: str) -> str:
    """Among whom, when the words stand apart from the place (在副省级城市中排名第四)."""
    clause = re.split("[，；]", text)[-1]
    found = _FIELD.findall(f"{clause}第") or _SCOPE.findall(clause)
    return found[-1] if found else ""


def read_streak(token: Token) -> Figure | None:
    """连续N年 as a number of years."""
    m = _STREAK.fullmatch(token.text)
    if m is None:
        return None
    years = float(parse_number(m[1]).value)
    return Figure(years, "年", "=", years, years, m[1], m.start(1), m.end(2), discrete=True)


def predicate(text: str, at: int) -> str:
    """What has held: the words after 连续N年."""
    return trim(_PREDICATE.match(text, at)[0])
