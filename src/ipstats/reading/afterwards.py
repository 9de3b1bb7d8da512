"""What only the text after a figure, or the figures beside it, can tell: a headline's period, a lost decimal point."""

import re
from collections.abc import Sequence
from datetime import date

from ipstats.grammar.figures import EITHER
from ipstats.grammar.scan import SPREAD
from ipstats.reading.structure import Said

RANGES = re.compile("[-–—~～至到]")
LARGEST_SHARE = 100
IMPLAUSIBLE_GROWTH = 1000
"""Growth of so many per cent, printed without decimals, is more likely a scan that lost its decimal point."""


def marks_passed(said: Sequence[Said]) -> None:
    """A number exceeded, beside the true value, is a mark (突破6万件，达60318件)."""
    for at, one in enumerate(said):
        if one.bound != ">" or one.measure != "level":
            continue
        beside = said[max(at - 2, 0) : at + 3]
        if any(_same(one, other) and other.value > one.value for other in beside if other.bound == "="):
            one.measure = "threshold"


def _same(one: Said, other: Said) -> bool:
    return (one.subject.name, one.unit, one.scope) == (other.subject.name, other.unit, other.scope)


def date_headlines(section: Sequence[Said]) -> None:
    """Give figures whose sentence names no time the time of the later sentence that says the same.

    A headline (国内有效发明专利突破400万件) is dated by the text below it: by the same figure of the same subject, else
    by the first figure of that subject within one year.
    """
    told: dict[tuple, Said] = {}
    for said in reversed(section):
        subject = said.subject.id or said.subject.label
        figure = (subject, said.value, said.unit)
        if said.timed:
            told[figure] = said
            if said.period and (said.period.start or said.period.end).year == said.period.end.year:
                told[(subject,)] = said
        elif same := told.get(figure):
            said.period, said.comparison = same.period, said.comparison or same.comparison
        elif said.period is None and (about := told.get((subject,))):
            said.period = about.period


def doubts(paragraph: Sequence[Said]) -> list[str]:
    """For each figure of a paragraph, why its number may have lost its decimal point, or ""; nothing is corrected.

    A share above 100 %, a growth of 1000 % or more without decimals, or one of 100 % or more without decimals where
    most percentages of the paragraph print them.
    """
    percents = [said for said in paragraph if said.unit == "%"]
    decimals = sum("." in said.figure.printed for said in percents)
    return [_doubt(said, decimals * 2 >= len(percents) > 1) if said.unit == "%" else "" for said in paragraph]


def ranges(printed: str) -> str:
    """Why a value is not as printed, or "": a range is printed (20至30家), and the value is its middle."""
    range_ = RANGES.search(printed, 1) or (None if printed.isascii() else EITHER.search(printed))
    return f"{printed} is a range; the value is its middle (印为区间，值取其中点)" if range_ else ""


def undated(said: Said, written: date | None) -> str:
    """Why the moment of a stock is the day of writing, or "": its text says none."""
    taken = not said.timed and said.period and said.period.is_instant and said.period.end == written
    return "no time is said; the day of writing is taken (原文未写时间，取成文日期)" if taken else ""


def apart(printed: str) -> str:
    """Why a number may be more than one, or "": its digits stand apart, and not as thousands do (7 3 7 6 件)."""
    spread = SPREAD.search(printed) if " " in printed else None
    return f"{spread[0]} read as one number; its digits stand apart (数字间有空格，疑为扫描所致)" if spread else ""


def _doubt(said: Said, decimals_usual: bool) -> str:
    printed = said.figure.printed.lstrip("-−－")
    if not (printed.isdigit() and len(printed) >= 3):
        return ""
    if said.measure not in ("growth", "share"):
        return ""
    if said.measure == "share" and said.value > LARGEST_SHARE:
        return f"a share of {printed} %, printed so; a decimal point may be lost (疑似缺小数点)"
    if abs(said.value) >= IMPLAUSIBLE_GROWTH or (decimals_usual and abs(said.value) > LARGEST_SHARE):
        return f"{printed} %, without the decimals its neighbours have; a decimal point may be lost (疑似缺小数点)"
    return ""
