"""Years counted from 1912 (民国107年, in Taiwan's tables 107年 or 107 alone) as those of the common calendar."""

import re

from ipstats.grammar.lexicon import regex
from ipstats.model.areas import is_within

_BEFORE_FIRST = 1911
_TAIWAN = "710000"


def with_common_years(text: str, area: str) -> str:
    """A text of a table with its years as those of the common calendar; bare ones only where the table is Taiwan's.

    >>> with_common_years("107/108年", "710000"), with_common_years("108", "710000"), with_common_years("108年", "")
    ('2018/2019年', '2019', '108年')
    """
    text = regex("era_year").sub(_common, text)
    if not (area and is_within(area, _TAIWAN)):
        return text
    return regex("era_number").sub(_common, regex("era_years").sub(_each, text))


def _common(match: re.Match) -> str:
    return str(int(match["year"]) + _BEFORE_FIRST)


def _each(match: re.Match) -> str:
    return re.sub(r"[0-9]{2,3}", lambda one: str(int(one[0]) + _BEFORE_FIRST), match[0])
