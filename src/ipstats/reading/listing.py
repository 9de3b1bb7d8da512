"""Lists of subjects before 分别 and 均: what each item is, with the words that the whole list shares."""

import re
from collections.abc import Sequence

from ipstats.grammar import naming
from ipstats.grammar.completing import borrowed
from ipstats.grammar.lexicon import leading, words
from ipstats.grammar.scan import Token

_LIST = re.compile(r"、|以及|和|与|及")
_ORDINAL = re.compile("第?([一二三四五六七八九十]{1,2})")


def items(pieces: Sequence[Token]) -> list[str]:
    """The subjects a list names before 分别 or 均, each with the words the list shares (小型、微型|企业产业化率)."""
    parts, current = [], ""
    for piece in pieces:
        if piece.kind == "、":
            parts.append(current)
            current = ""
        elif piece.kind == "x" or (piece.kind == "I" and "、" in piece.text):
            first, *rest = _LIST.split(piece.text)
            current += first
            for part in rest:
                parts.append(current)
                current = part
        elif (piece.kind in naming.KEPT and piece.kind != "A") or (
            piece.kind == "K" and _ORDINAL.fullmatch(piece.text)
        ):
            current += piece.text
    parts = [naming.trim(part) for part in (*parts, current)]
    parts = [part for part in parts if part]
    return _shared(parts) if len(parts) > 1 else parts


def _shared(parts: list[str]) -> list[str]:
    """Give every item what only the last (or only the first) says."""
    *first, last = parts
    if first[0][0] == "第" and all(_ORDINAL.fullmatch(part) for part in first) and (m := _ORDINAL.match(last)):
        return [f"第{_ORDINAL.match(part)[1]}{last[m.end() :]}" for part in parts]
    if all(naming.lookup(part) for part in parts):
        scope = leading("scope", parts[0])
        return [part if part.startswith(scope) or not naming.lookup(scope + part) else scope + part for part in parts]
    if naming.lookup(first[0]) and first[0][-1] in "量数额率" and all(part[-1] == first[0][-1] for part in parts):
        return [parts[0], *(_beside(part, parts[0]) for part in parts[1:])]
    tail = _tail(first[0], last)
    whole = first[0].removesuffix(tail) + tail
    if tail:
        first = [part if part.endswith(tail) or naming.lookup(part) else part + tail for part in first]
    if not naming.lookup(last) and len(last) < len(whole):
        for name in borrowed(last, whole):
            return [*first, name]
    return [*first, last]


def _beside(part: str, whole: str) -> str:
    """An item as it is when the catalogue knows it, else with what it leaves out (专利申请量、授权量)."""
    if naming.lookup(part):
        return part
    return next((name for name in borrowed(part, whole) if naming.lookup(name)), part)


def _tail(first: str, last: str) -> str:
    """The words of the last item that all items share."""
    at = last.find(first[-1])
    if 0 <= at < len(last) - 1 and len(last) > len(first):
        return last[at + 1 :]
    for size in range(2, len(last) - 1):
        if naming.lookup(first + last[size:]):
            return last[size:]
    heads = [at for head in words("heads") if (at := last.find(head)) > 0]
    return last[min(heads) :] if heads else ""
