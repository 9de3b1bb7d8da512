"""Headings numbered as Chinese documents are (GB/T 9704-2012, 7.3.3: 一、（一）1.（1）), or 1, 1.1 in English."""

import re

from nbappendix.markdown import plain

DIGITS = "零一二三四五六七八九"
NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+([、.．）) ]|\s)|第[一二三四五六七八九十\d]+[章节部]")
"""What begins a heading that somebody has numbered already."""


def number(blocks: list[dict], language: str) -> None:
    """Put numbers before the headings, in place; a document that numbers any heading itself, or has one only, is left
    alone."""
    headings = [block for block in blocks if block["kind"] == "heading" and block["level"] <= 4]
    if len(headings) < 2 or any(NUMBERED.match(plain(block["inlines"])) for block in headings):
        return
    counts = [0] * 5
    for block in headings:
        level = block["level"]
        counts[level:] = [counts[level] + 1] + [0] * (4 - level)
        said = _chinese(counts[level], level) if language == "zh" else ".".join(map(str, counts[1 : level + 1])) + " "
        block["inlines"] = [{"t": "text", "text": said}, *block["inlines"]]


def _chinese(count: int, level: int) -> str:
    return (f"{numeral(count)}、", f"（{numeral(count)}）", f"{count}.", f"（{count}）")[level - 1]


def numeral(count: int) -> str:
    """A count below one hundred in Chinese.

    >>> [numeral(n) for n in (3, 10, 14, 20, 35)]
    ['三', '十', '十四', '二十', '三十五']
    """
    tens, ones = divmod(count, 10)
    return ("" if not tens else ("" if tens == 1 else DIGITS[tens]) + "十") + (DIGITS[ones] if ones or not tens else "")
