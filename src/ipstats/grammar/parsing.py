"""`parse_figure`: a printed figure given by itself."""

import re

from ipstats.errors import ParameterError
from ipstats.grammar.figures import Figure, doubling, figure_in, flat, ranged, read_figure
from ipstats.grammar.lexicon import pattern, regex
from ipstats.grammar.tokens import tokens

_TO = re.compile("(——|[-–—~～至到])")


def parse_figure(text: str) -> Figure:
    """A printed figure as value, unit, bound and interval.

    Parameters
    ----------
    text : a number with its scale, unit and words such as 约 or 超

    Returns
    -------
    Figure
        `value`, `lower`, `upper` in base units (36.5万件 is 365000), `bound`, `unit`, `printed` and `scale`

    Raises
    ------
    ParameterError
        for a text that is no figure, or more than one

    Examples
    --------
    >>> figure = parse_figure("近36.5万件")
    >>> figure.value, figure.unit, figure.bound, figure.upper, figure.printed
    (365000.0, '件', '<', 365000.0, '36.5万')
    >>> parse_figure("5.63%").lower, parse_figure("66.3490万件").lower
    (5.625, 663490.0)
    """
    plain = flat(text) if isinstance(text, str) else ""
    figure = read_figure(plain, prose=False) or _place_or_change(plain)
    if figure is None:
        raise ParameterError(f"{text!r} is no figure; {_why(plain)}")
    return figure


def _place_or_change(plain: str) -> Figure | None:
    """A range, a multiple in words (翻两番), or a place in an order (居全国第三位, 前三, 首位)."""
    if regex("doubling").fullmatch(plain):
        return doubling(plain)
    return (ranged(plain) if _TO.search(plain[1:]) else None) or _place(plain)


_NO_NUMBER = re.compile("[一二三四五六七八九十百]*[几数多好若]")


def _why(plain: str) -> str:
    """What a text that is no figure should have been."""
    if _NO_NUMBER.match(plain):
        return "it says only about how many (几, 数, 若干), no number"
    if figure_in(plain):
        return "other words stand beside the number; give number and unit alone, or the whole sentence to read()"
    return "expected a number and unit, like 36.5万件, 5.63%, 0.04个百分点"


def _place(plain: str) -> Figure | None:
    """A place in an order that is a whole text (居全国第三位, 前三, 首位), or None."""
    text = re.sub(f"^(?:{pattern('rank_verb')})+", "", plain)
    found = tokens(text)
    if len(found) != 1 or (rank := found[0].rank) is None:
        return None
    digits = re.search("[0-9一二三四五六七八九十百]+", text)
    bound, lower = ("<=", 1.0) if rank.within else ("=", rank.place)
    return Figure(rank.place, "位", bound, lower, rank.place, digits[0] if digits else text, 0, len(text))
