"""Places in plain text: a name is a place only where it stands as a word of its own."""

import re
from functools import lru_cache

from ipstats.errors import ParameterError
from ipstats.grammar.flat import flatten
from ipstats.grammar.lexicon import any_of, regex, word_set, words
from ipstats.grammar.token import Kind, Token
from ipstats.model import areas

_BEFORE_CHARS, _JOINED_CHARS = 3, 3


@lru_cache(maxsize=64)
def _finder(within: str) -> tuple[re.Pattern, dict[str, str]]:
    """A pattern of every place's name and every conjunction, and the code of each name."""
    names = {flatten(name)[0]: code for name, code in areas.match_names(within).items()}
    if within:
        names[areas.area(within).name] = within
        names = areas.short_names(within) | names
    common = word_set("common_noun_place")
    names = {name: code for name, code in names.items() if len(name) > 1 and name not in common}
    return re.compile(any_of([*names, *words("conjunction")])), names


@lru_cache(maxsize=64)
def _zone_names(within: str) -> re.Pattern | None:
    own = areas.area(within) if within else None
    if own is None or own.level != "county":
        return None
    names = (f"{zone}({name})" for zone in words("zone") for name in (own.name, own.name[:-1]) if len(name) > 1)
    return re.compile(any_of(names))


def own_zone_tokens(text: str, within: str) -> list[Token]:
    """The names of a county that is run together with a zone: the zone, and the county in brackets (高新区(滨江))."""
    names = _zone_names(within)
    found = names.finditer(text) if names else ()
    return [Token(Kind.PLACE, m.start(), m.end(), m[0], code=within) for m in found]


def plain_tokens(text: str, first: int, last: int, within: str) -> list[Token]:
    """Places and conjunctions of `text[first:last]`, the rest as TEXT; `within` prefers the places of an area."""
    finder, names = _finder(within)
    found, at = [], first
    for m in finder.finditer(text, first, last):
        if m.start() < at:
            continue
        if m[0] in word_set("conjunction"):
            if not _is_conjunction(text, m.start(), m.end()):
                continue
            new = [Token(Kind.JOIN, m.start(), m.end(), m[0])]
        elif _is_word(text, m.start(), m.end(), m.start() == at):
            new = _place(text, m, names[m[0]], last)
        else:
            continue
        if m.start() > at:
            found.append(Token(Kind.TEXT, at, m.start(), text[at : m.start()]))
        found += new
        at = new[-1].end
    if at < last:
        found.append(Token(Kind.TEXT, at, last, text[at:last]))
    return found


def _place(text: str, m: re.Match, code: str, last: int) -> list[Token]:
    """A place, and the district of it that its name goes on with (杭州市|余杭区)."""
    former = regex("former_suffix").match(text[m.end() : last]) if code[2:] != "0000" else None
    end = m.end() + (former.end() if former and not m[0].endswith(words("area_suffix")) else 0)
    place = Token(Kind.PLACE, m.start(), end, text[m.start() : end], code=code)
    if end > m.end():
        return [place]
    inner = regex("place_within").match(text[m.end() : last])
    if inner and (found := _inside(inner[0], code)):
        return [place, Token(Kind.PLACE, m.end(), m.end() + inner.end(), inner[0], code=found)]
    return [place]


@lru_cache(maxsize=2048)
def _inside(name: str, code: str) -> str:
    try:
        return areas.area(name, within=code).code
    except ParameterError:
        return ""


def _is_conjunction(text: str, start: int, end: int) -> bool:
    """Whether 和, 及, 与 or 以及 joins two words, and is no letter of one (和谐, 涉及)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    held = regex("conjunction_letters")
    if end - start > 1:
        return bool(before and after)
    return bool(before and after) and not (
        held.match(text[start : start + _JOINED_CHARS]) or held.match(text[start - 1 : start + _JOINED_CHARS])
    )


def _is_word(text: str, start: int, end: int, begins: bool) -> bool:
    """Whether a place's name is a word here: a noun can begin before it, and no longer name goes on behind it."""
    if regex("place_not_before").match(text[end : end + 8]) or regex("nation_in_name").match(text[start : end + 12]):
        return False
    before = text[max(0, start - _BEFORE_CHARS) : start]
    return (
        begins
        or not before[-1:].isalpha()
        or bool(regex("noun_may_begin").search(before))
        or (bool(regex("borderless_end").search(text[start:end])) and end - start > 2)
    )
