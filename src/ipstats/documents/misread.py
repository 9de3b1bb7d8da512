"""What recognition of printed characters gets wrong in numbers: letters for digits (4O%, l2O件), which are not read."""

import re
from collections.abc import Iterator

RUN = re.compile(r"[\dA-Za-zＡ-Ｚａ-ｚ.．,，]+")
"""What may be a number: digits, letters and the signs within numbers."""
DIGIT = r"[\dOolIＯｏｌＩ]"
NUMBER = re.compile(rf"(?<![A-Za-zＡ-Ｚａ-ｚ\d])(?!O2O|o2o){DIGIT}+(?:[,，]{DIGIT}{{3}})*(?:[.．]{DIGIT}+)?$")
"""A number at the end of a run, its digits or letters that look like nought or one."""
UNIT = re.compile(r" ?[%％‰\u4e00-\u9fff]")
"""What a number stands before."""
LONGEST = 30
"""Characters of a number."""
MOST = 8
"""So many places are named."""
BEFORE, BEHIND = 8, 2
"""Characters beside a number that show where it stands."""


def warning(text: str) -> str:
    """What to tell of numbers in a text that have letters for digits, "" where there are none.

    >>> warning("查处案件l2O件。")
    'letters stand in numbers, which are not read (O for 0, l for 1 by recognition): “查处案件l2O件”'
    """
    places = [f"“{place}”" for place in _places(text)]
    if not places:
        return ""
    more = f" and {len(places) - MOST} more" if len(places) > MOST else ""
    listed = ", ".join(places[:MOST])
    return f"letters stand in numbers, which are not read (O for 0, l for 1 by recognition): {listed}{more}"


def _places(text: str) -> Iterator[str]:
    """Each such number with the words of its line beside it."""
    for found in RUN.finditer(text):
        number = NUMBER.search(found[0]) if len(found[0]) <= LONGEST and UNIT.match(text, found.end()) else None
        if not number or not (re.search(r"\d", number[0]) and re.search("[A-Za-zＡ-Ｚａ-ｚ]", number[0])):
            continue
        start = found.start() + number.start()
        before = text[max(0, start - BEFORE) : start]
        behind = text[found.end() : found.end() + BEHIND]
        words = re.split(r"[，。；、\s]", before)[-1], re.split(r"[，。；、\n\t]", behind)[0].rstrip()
        yield f"{words[0]}{number[0]}{words[1]}"
