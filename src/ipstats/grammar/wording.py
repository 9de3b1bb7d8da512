"""Words of a text without what a name does not need."""

import re
from functools import lru_cache

from ipstats.grammar.lexicon import pattern

LONGEST_LABEL = 40
_AT_LEFT = re.compile(rf"^(?!获[评批准奖]|再[审生])(?:{pattern('before_name')}|[，、,;：])")
_AT_RIGHT = re.compile(
    rf"(?<![惠涉普波拥享持])(?!(?<=[平人户笔单件次亩地日月年])均$)(?:{pattern('after_name')}|[，、,;：])$"
)


@lru_cache(maxsize=16384)
def trims(text: str) -> tuple[str, ...]:
    """The text, and what remains of it as words that a name does not need are taken off its ends one by one."""
    found = [text] if text else []
    while text:
        shorter = _AT_RIGHT.sub("", text, count=1)
        if shorter == text:
            shorter = _AT_LEFT.sub("", text, count=1)
        if shorter == text:
            break
        text = shorter
        found += [text] if text else []
    return tuple(found)


@lru_cache(maxsize=65536)
def trim(text: str) -> str:
    """The text without the words that a name does not need at its ends."""
    last = trims(text)[-1] if text else ""
    return "" if _AT_LEFT.fullmatch(last) or _AT_RIGHT.fullmatch(last) else last


def clip(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[-LONGEST_LABEL:]
