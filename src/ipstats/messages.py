"""What is said to a person, in the person's language.

Messages are written once, in English, where they arise; `definitions/messages.yaml` holds their Chinese under the
English text, as in gettext. Unlike there a message is found when it is shown, its values put in already: `{}` of an
entry stands for any text. So an error raised anywhere, or by a library, needs no call around its text.
"""

import os
import re
import sys
from collections.abc import Mapping
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import cast

from ipstats.errors import ParameterError

CATALOGUE = Path(__file__).parent / "definitions" / "messages.yaml"
LANGUAGES = ("zh", "en")
_BOTH = re.compile("[\u4e00-\u9fff][）」]? [(]?[a-z]+ [a-z]")
"""A message that says itself in both languages."""
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where the user's language stands, the first that is set deciding (GNU gettext; POSIX)."""


def language(environment: Mapping[str, str] | None = None) -> str:
    """The user's language, zh or en; "" for another or none."""
    known = os.environ if environment is None else environment
    locale = next(filter(None, map(known.get, VARIABLES)), "")[:2].lower()
    return locale if locale in LANGUAGES else ""


def known_language(language: str) -> str:
    """A language that there are words for; `ParameterError` for any other.

    >>> known_language("en")
    'en'
    """
    if language not in LANGUAGES:
        raise ParameterError(f"language {language!r} is none of {', '.join(LANGUAGES)}")
    return language


def spoken(asked: str = "", environment: Mapping[str, str] | None = None) -> str:
    """The language of what has one only: as asked, else the user's, else Chinese.

    >>> spoken("", {"LANG": "en_GB.UTF-8"}), spoken("", {"LANG": "C.UTF-8"}), spoken("en", {})
    ('en', 'zh', 'en')
    """
    return known_language(asked) if asked else language(environment) or "zh"


def said(text: str, spoken: str | None = None) -> str:
    """A message in a language: that of the user when none is given; both where that is neither Chinese nor English.

    >>> said("sales.csv: no column 'area'; it has year, value", "zh")
    "sales.csv: 没有列 'area'；现有：year, value"
    >>> said("no language 'fr'; there are zh and en", "")
    "no language 'fr'; there are zh and en (没有语言 'fr'，可选 zh、en)"
    """
    spoken = language() if spoken is None else spoken
    return text if spoken == "en" else "\n".join(_line(line, both=spoken != "zh") for line in text.split("\n"))


def say(text: str, *, aside: bool = False) -> None:
    """Print a message in the user's language; on standard error when it stands beside the data."""
    print(said(text), file=sys.stderr if aside else sys.stdout, flush=True)


def _line(text: str, both: bool) -> str:
    if not both:
        return in_chinese(text)
    told = any(_in_both(text[: end.start()]) == text for end in re.finditer(r" \(", text))  # what a process before said
    return text if told else _in_both(text)


def _in_both(text: str) -> str:
    chinese = in_chinese(text)
    if chinese == text:
        return text
    same = takewhile(lambda pair: pair[0] == pair[1], zip(text.split(": "), chinese.split(": "), strict=False))
    return f"{text} ({chinese.removeprefix(''.join(f'{place}: ' for place, _ in same))})"


def in_chinese(text: str) -> str:
    """A message as the catalogue has it: whole, what follows a place and a colon, or else clause by clause.

    What the catalogue does not know stays as it is.

    >>> in_chinese("whole by the checksums; not made again: not asked for")
    '校验码一致；未重新生成：未要求'
    """
    place, rest = "", text
    while True:
        if told := _whole(rest):
            return place + told
        head, colon, rest = rest.partition(": ")
        if not colon:
            break
        told = in_chinese(head)
        place += told + ("：" if told != head else colon)
    for sign, joined in (("; ", "；"), (": ", "：")):
        if sign in text:
            first, _, others = text.partition(sign)
            both = in_chinese(first), in_chinese(others)
            return text if both == (first, others) else (joined if both[0] != first else sign).join(both)
    return text


def _whole(text: str) -> str:
    """The Chinese of a text that is an entry from its first to its last character; "" for any other."""
    if _BOTH.search(text):
        return ""
    for pattern, chinese in _catalogue():
        if found := pattern.fullmatch(text):
            return chinese.format(*map(in_chinese, found.groups()))
    return ""


@cache
def _catalogue() -> tuple[tuple[re.Pattern, str], ...]:
    """How the English of each entry is known, and its Chinese; those that say most first."""
    from ipstats.model.yaml_files import load_yaml

    words = cast(dict[str, str], load_yaml(CATALOGUE))
    most_first = sorted(words, key=lambda english: -len(english.replace("{}", "")))
    return tuple((_pattern(english), words[english]) for english in most_first)


def _pattern(english: str) -> re.Pattern:
    """What varies holds no end of a clause and no colon before a space: there another message begins."""
    return re.compile("((?:(?![:;] ).)+?)".join(map(re.escape, english.split("{}"))), re.DOTALL)
