"""Where the Chinese faces are that every chart, page and appendix is set in.

The shipped faces (Noto Sans SC and Noto Serif SC, SIL Open Font License, from the package `pylopdf-fonts-zh-cn`) are
the default, so that the same figures give the same bytes on a machine with no fonts at all.
"""

import unicodedata
from functools import cache
from pathlib import Path

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}  # controls, half characters and spaces draw nothing


def faces() -> dict[str, Path]:
    """Family name -> font file of the shipped faces; both are Regular. Needs no font installed on the machine."""
    import pylopdf_fonts_zh_cn as shipped

    return {SANS: Path(shipped.sans_path()), SERIF: Path(shipped.serif_path())}


@cache
def characters(family: str) -> frozenset[str]:
    """Every character the shipped face of `family` can draw."""
    from fontTools.ttLib import TTFont

    with TTFont(faces()[family], lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def missing(text: str, family: str = SANS) -> list[str]:
    """The characters of `text` that `family` cannot draw, in order of appearance; spaces and controls never count."""
    drawn = characters(family)
    return [c for c in dict.fromkeys(text) if c not in drawn and unicodedata.category(c) not in UNSEEN]
