"""What only the text after a figure, or the figures beside it, can tell: a headline's period, a lost decimal point."""

import re
from collections.abc import Sequence

from ipstats.reading.scan import SPREAD
from ipstats.reading.structure import Said

RANGES = re.compile("[-–—~～至到]")
LARGEST_SHARE = 100
IMPLAUSIBLE_GROWTH = 1000
"""Growth of so many per cent, printed without decimals, is more likely a scan that lost its decimal point."""


def date_headlines(section: Sequence[Said]) -> None:
    """Give figures whose sentence names no time the time of the later sentence that says the same.

    A headline (国内有效发明专利突破400万件) is dated by the text below it: by the same figure of the same subject, else
    by the first figure of that subject.
    """
    told: dict[tuple, Said] = {}
    for said in reversed(section):
        subject = said.subject.id or said.subject.label
        figure = (subject, said.value, said.unit)
        if said.timed:
            told[figure] = told[(subject,)] = said
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
    return f"{printed} is a range; the value is its middle (印为区间，值取其中点)" if RANGES.search(printed[1:]) else ""


def apart(printed: str) -> str:
    """Why a number may be more than one, or "": its digits stand apart, and not as thousands do (7 3 7 6 件)."""
    spread = SPREAD.search(printed)
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
