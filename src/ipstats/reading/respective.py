"""分别: which subject and which place each of the numbers after it is of."""

import re
from collections.abc import Sequence

from ipstats.grammar import naming
from ipstats.grammar.naming import Subject
from ipstats.grammar.scan import Token, joined
from ipstats.model.numerals import parse_number
from ipstats.reading import derived, listing, topics
from ipstats.reading.topics import View

AND = ("、", "和", "与", "及", "以及")
"""What stands between the places of a list."""
FAR = 60
"""Tokens that a list is followed ahead."""
_COLLECTIVE = re.compile(
    "[二两三四五六七八九十](?:个)?(?:省|市|地|区|州|县|城市|省份|直辖市)|各(?:省|市|地|区)|上述|依次|分别"
)
_ABOUT_OTHERS = frozenset("UDSCKR")
"""Kinds of tokens that make a number speak of the figures before it."""
_APIECE = re.compile("各(?:获得?|得|有|为|达)|各(?=$|新[增建设获认]|认定|入选|培育|建成|设立)")
_SO_MANY_PLACES = re.compile("^[两二三四五六七八九十]+个?(?:[省市地区县州]|城市|省份)")
_RATE = re.compile("对.*率$")
_SO_MANY = re.compile("([两二三四五六])(?:者|项|类)")
"""三者: the last three subjects."""


def numbers_ahead(tokens: Sequence[Token], index: int) -> int:
    """How many numbers the clause goes on with, at least one."""
    count = 0
    for token in tokens[index + 1 : index + FAR]:
        if token.kind in ",;":
            break
        count += token.kind in "NK"
    return max(count, 1)


def bring_places(tokens: Sequence[Token], index: int) -> bool:
    """Whether each number names its own place (分别为成都（823.6亿元）、绵阳（276.3亿元）)."""
    after = [token for token in tokens[index + 1 : index + 5] if token.kind not in "o,"]
    return len(after) > 1 and after[0].kind == "A" and after[1].kind in "Nn("


def places_of(pieces: Sequence[Token]) -> list[str]:
    """The areas that pieces list, each once."""
    codes = [piece.data for piece in pieces if piece.kind == "A" and piece.data != "own_area" and piece.data[0] != "Z"]
    return list(dict.fromkeys(codes))


def places_listed(pieces: Sequence[Token], text: str) -> list[str]:
    """The areas of the longest list that stands in a row (上海、江苏、浙江、安徽…在合肥签约: four)."""
    rows: list[list[Token]] = [[]]
    for piece in (piece for piece in pieces if piece.kind == "A"):
        if rows[-1] and text[rows[-1][-1].end : piece.start] not in AND:
            rows.append([])
        rows[-1].append(piece)
    longest = max(map(places_of, rows), key=len)
    return longest if len(longest) > 1 else []


def apiece(view: View, unit: str) -> list[tuple[Subject, str]]:
    """Each of several places or things of which there are as many (杭州、宁波各获金奖2项; 金奖、银奖各1项)."""
    if not _APIECE.search(naming.text_of(view.pieces)):
        return []
    pieces = [piece._replace(text=_APIECE.sub("", piece.text)) for piece in view.pieces]
    if not (places := places_listed(pieces, view.text)):
        names = listing.items([piece for piece in pieces if piece.text])
        return [(view.subject(name, unit), "") for name in names] if len(names) > 1 else []
    after = pieces[max(at for at, piece in enumerate(pieces) if piece.kind == "A") + 1 :]
    text = _SO_MANY_PLACES.sub("", naming.clean(naming.text_of(after)))
    subject = (text and view.subject(text, unit)) or view.last(unit)
    return [(subject, place) for place in places]


def so_many(text: str) -> int:
    """How many of those spoken of the words mean (三者, 两项指标), 0 when they do not say."""
    m = _SO_MANY.search(text)
    return int(parse_number(m[1]).value) if m else 0


def own_subject(view: View) -> Subject | None:
    """What the clause itself names before 分别."""
    pieces = [piece for piece in view.pieces[: view.until("R")] if piece.kind not in "AUDSC"]
    if subject := naming.named(pieces, ""):
        return subject
    text = naming.clean(naming.text_of(pieces))
    return view.subject(text) if len(text) >= 2 and not topics.speaks_of_all(text) else None


def waiting(
    view: View, index: int, left: Sequence[Token], levels: Sequence[Subject], places: Sequence[str]
) -> list[tuple[Subject, str]]:
    """Subject and area (or "") of each number that follows; empty when the words do not tell them apart.

    `left` is the clause before, `levels` the figures said, `places` the areas last listed (三省一市分别为…).
    """
    count = numbers_ahead(view.tokens, index)
    if by_place := _by_place(view, count):
        return by_place
    if len(names := listing.items(view.pieces)) >= 2:
        return [(subject, "") for subject in topics.listed(view, names[-count:])]
    unit = next((token.data.unit for token in view.tokens[index + 1 : index + FAR] if token.kind == "N"), "")
    own = own_subject(view)
    spoken = _COLLECTIVE.search(naming.text_of(view.pieces)) or (view.row and not own)
    before = places_of(left) or (list(places) if spoken else [])
    if len(before) == count > 1 and (subject := own or view.last(unit)).label:
        return [(subject, place) for place in before]
    return [(subject, "") for subject in _without_list(view, index, left, levels, own, count)]


def _by_place(view: View, count: int) -> list[tuple[Subject, str]]:
    """One subject in each of as many places (南京、苏州专利授权量)."""
    here = places_of(view.pieces)
    if not len(here) == count > 1:
        return []
    last = max(at for at, piece in enumerate(view.pieces) if piece.kind == "A" and piece.data == here[-1])
    after = view.pieces[last + 1 :]
    text, levels = naming.clean(naming.text_of(after)), (one for one in view.recent if not one.of)
    subject = naming.named(after, "") or (view.subject(text) if text else next(levels, view.last()))
    return [(subject, place) for place in here]


def shared_out(view: View, index: int) -> list[tuple[Subject, str]]:
    """A list of subjects and right behind it as many numbers, without 分别 (发明、实用新型专利授权3件和5件)."""
    count = _run(view, index)
    if count < 2 or view.in_list:
        return []
    names = listing.items(view.pieces[: view.until("UDCZ")])
    return _by_place(view, count) or [(s, "") for s in topics.listed(view, names) if len(names) == count]


def _run(view: View, index: int) -> int:
    """How many numbers of one unit stand in a row, nothing but 、 and 和 between them."""
    count, before = 1, view.tokens[index]
    for token in view.tokens[index + 1 : index + FAR]:
        if token.kind == "N" and token.data.unit == before.data.unit and joined(view.text, before, token):
            count, before = count + 1, token
        elif token.kind != "、":
            break
    return count


def _without_list(
    view: View, index: int, left: Sequence[Token], levels: Sequence[Subject], own: Subject | None, count: int
) -> list[Subject]:
    """The figures before, when the numbers speak of them; else the list of the clause before, or the clause's own."""
    text = naming.text_of(view.pieces)
    of_others = any(token.kind in _ABOUT_OTHERS for token in (*view.pieces, *view.tokens[index + 1 : index + 2]))
    named = bool(own and own.id and not of_others)
    if len(levels) < count == so_many(text):
        levels = [one for one in view.recent if not one.of][count - 1 :: -1]
    if len(levels) >= count and not named:
        last = levels[-count:]
        if own and not of_others and _RATE.match(own.label):
            return [Subject(naming.clip(one.label + own.label)) for one in last]
        return [derived.not_only_new(one) or one for one in last] if topics.speaks_of_all(text) else list(last)
    until = next((at for at, piece in enumerate(left) if piece.kind == "L"), len(left))
    if not own and len(names := listing.items(left[:until])) == count:
        return [view.subject(name) for name in names]
    return [own] * count if own and not of_others else []
