"""Flat text: half width, without spaces inside, and where each character stood."""

import re

_WIDE = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if chr(0x21 + i) not in ",!?;"} | {
    "　": " ", "\u00a0": " ", "○": "〇",
}  # fmt: skip
_IS_WIDE = re.compile(f"[{''.join(_WIDE)}]")
FOOTNOTE = re.compile(r"\[(?<=[\u4e00-\u9fff)A-Za-z]\[)[0-9]{1,2}\]|[①-⑳](?<=[\u4e00-\u9fff)A-Za-z].)")
_SPACE = re.compile(rf"\s+|{FOOTNOTE.pattern}")
"""What is no part of the running text: space, and the marks of footnotes (投入强度[1]为1.59%)."""
_SPACED = re.compile(r"[\s\[①-⑳]")
SPREAD = re.compile(
    r"(?<![0-9.,] )(?<![0-9.,])(?![0-9]{1,3}(?: [0-9]{3})+(?![0-9 ]))[0-9]{1,3}(?: [0-9]{1,3})+"
    r"(?= ?(?:[.．] ?[0-9]+ ?)?[万亿%％件家个项元人次起批笔名年月日])"
)
"""Digits that a scan has set apart (7 3 7 6 件, 2 0 2 3 年), which are no groups of thousands."""


def half_width(text: str) -> str:
    """The text in half width, as long as before."""
    return _IS_WIDE.sub(lambda match: _WIDE[match[0]], text)


def flatten(text: str) -> tuple[str, list[int] | None]:
    """The text in half width, without spaces (but between two digits or letters) and marks of footnotes, and where
    each character was.

    >>> flatten("２ 件，约 30％")
    ('2件，约30%', [0, 2, 3, 4, 6, 7, 8])
    """
    wide = half_width(text)
    if not _SPACED.search(wide):
        return wide, None
    spread = {at for m in SPREAD.finditer(wide) for at in range(*m.span())}
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for m in _SPACE.finditer(wide):
        first, last = m.span()
        pieces.append(wide[at:first])
        places.extend(range(at, first))
        before, after = wide[first - 1 : first], wide[last : last + 1]
        if first not in spread and all(one.isascii() and one.isalnum() for one in (before, after)):
            pieces.append(" ")
            places.append(first)
        at = last
    pieces.append(wide[at:])
    places.extend(range(at, len(wide)))
    return "".join(pieces), places


def place(offsets: list[int] | None, first: int, last: int) -> tuple[int, int]:
    """Offsets in the text that was flattened."""
    return (first, last) if offsets is None else (offsets[first], offsets[last - 1] + 1)
