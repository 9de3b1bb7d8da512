"""分别: which subject and which place each of the numbers after it is of."""

import re
from collections.abc import Sequence

from ipstats.reading import listing, naming, topics
from ipstats.reading.naming import Subject
from ipstats.reading.scan import Token
from ipstats.reading.topics import View

FAR = 60
"""Tokens that a list is followed ahead."""
_COLLECTIVE = re.compile(
    "[二两三四五六七八九十](?:个)?(?:省|市|地|区|州|县|城市|省份|直辖市)|各(?:省|市|地|区)|上述|依次|分别"
)
_ABOUT_OTHERS = frozenset("UDSCKR")
"""Kinds of tokens that make a number speak of the figures before it."""
_RATE = re.compile("对.*率$")


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
    here = places_of(view.pieces)
    if len(here) == count > 1:
        last = max(at for at, piece in enumerate(view.pieces) if piece.kind == "A" and piece.data == here[-1])
        after = view.pieces[last + 1 :]
        subject = naming.named(after, "") or view.subject(naming.clean(naming.text_of(after)))
        return [(subject, place) for place in here]
    if len(names := listing.items(view.pieces)) >= 2:
        return [(subject, "") for subject in topics.listed(view, names[-count:])]
    unit = next((token.data.unit for token in view.tokens[index + 1 : index + FAR] if token.kind == "N"), "")
    own = own_subject(view)
    before = places_of(left) or (list(places) if _COLLECTIVE.search(naming.text_of(view.pieces)) else [])
    if len(before) == count > 1 and (subject := own or view.last(unit)).label:
        return [(subject, place) for place in before]
    return [(subject, "") for subject in _without_list(view, index, left, levels, own, count)]


def _without_list(
    view: View, index: int, left: Sequence[Token], levels: Sequence[Subject], own: Subject | None, count: int
) -> list[Subject]:
    """The figures before, when the numbers speak of them; else the list of the clause before, or the clause's own."""
    text = naming.text_of(view.pieces)
    of_others = any(token.kind in _ABOUT_OTHERS for token in (*view.pieces, *view.tokens[index + 1 : index + 2]))
    named = bool(own and own.id and not of_others)
    if len(levels) >= count and not named:
        last = levels[-count:]
        if own and not of_others and _RATE.match(own.label):
            return [Subject(naming.clip(one.label + own.label)) for one in last]
        return [naming.not_only_new(one) or one for one in last] if topics.speaks_of_all(text) else list(last)
    if not own and len(names := listing.items(left)) == count:
        return [view.subject(name) for name in names]
    return [own] * count if own and not of_others else []
