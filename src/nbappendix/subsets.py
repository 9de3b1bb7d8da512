"""The shipped face cut down to the characters a page uses, so that one HTML file carries its own Chinese type.

Cutting takes about 1.5 s; the result is kept by its set of characters in memory and in the user's cache folder
(`XDG_CACHE_HOME`), so that a report made again costs nothing. The same characters always give the same bytes.
"""

import base64
import hashlib
import io
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from nbappendix import fonts
from nbappendix.files import write_whole

FEATURES = ["kern", "halt", "chws", "ccmp"]  # half-width punctuation is what a browser squeezes with


def woff2(characters: set[str]) -> bytes:
    """A WOFF2 file of the sans serif with the `characters` it has, in a fixed byte order."""
    return _kept("".join(sorted(characters)))


def embedded(characters: set[str]) -> str:
    """`woff2` as the address that a style sheet gives for it, the file inside."""
    return f"url(data:font/woff2;base64,{base64.b64encode(woff2(characters)).decode()})"


def face(characters: set[str], family: str = "Report Sans") -> str:
    """The rule of a style sheet that gives a page its typeface, the file inside."""
    return f'@font-face{{font-family:"{family}";font-display:block;src:{embedded(characters)} format("woff2")}}\n'


@lru_cache(maxsize=64)
def _kept(characters: str) -> bytes:
    source = fonts.faces()[fonts.SANS]
    key = hashlib.sha256(f"{source.name} {source.stat().st_size} {FEATURES} {characters}".encode()).hexdigest()
    place = _folder() / f"{key}.woff2"
    if place.is_file():
        return place.read_bytes()
    content = _cut(source, characters)
    with suppress(OSError):  # a cache that cannot be written costs time, nothing else
        write_whole(place, content)
    return content


def _folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nbappendix" / "fonts"


def _cut(source: Path, characters: str) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=[1, 2])
    with TTFont(source, lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(c) for c in characters])
        cutter.subset(font)
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()
