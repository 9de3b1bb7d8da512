"""The rules that say what a figure is: its measure and sign, from its unit and the words before it.

The words before a figure are a string of token letters (`scan.LETTERS`; `x` is other text). The first rule whose unit
and pattern fit reads the figure; its name goes into the table's `rule` column.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ipstats.grammar.figures import Figure
from ipstats.grammar.scan import Token

PERCENT = frozenset("%‰")
POINTS = frozenset(["百分点"])
TIMES = frozenset(["倍"])
OBLIQUE = frozenset(
    [
        "doubling",
        "growth",
        "growth-by-noun",
        "growth-bare",
        "growth-from",
        "against-average",
        "points",
        "points-of-share",
        "change",
        "growth-by-times",
    ]
)
"""Rules of figures that speak about another figure: its growth, its change."""
FROM = frozenset(["from", "growth-from"])
"""Rules of figures that say where a change began."""
FALLS = frozenset(["降幅", "跌幅", "减幅"])
"""A rate of growth below zero, by its size."""
BASES = FROM | {"stated-base"}
"""Rules of figures that a change starts from."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`units` None means any; `before` is matched at the end of the letters before the figure."""

    name: str
    measure: str
    before: str
    units: frozenset | None = None
    means: str = ""
    example: str = ""


RULES = (
    Rule("points", "point_change", r"[UD][^,]*", POINTS, "a rate went up or down by points",
         "占41.5%，较上年提高1.1个百分点"),
    Rule("points-of-share", "point_change", r"", POINTS, "points without a verb carry the one before",
         "分别提高1.2个和0.5个百分点"),
    Rule("doubling", "multiple", r"C[^UD]*", TIMES, "翻一番 is twice the figure compared with", "较2021年翻了一番"),
    Rule("growth-by-times", "growth", r"[UD]L?", TIMES, "增长2倍 is to three times", "融资额增长2倍"),
    Rule("multiple", "multiple", r"", TIMES, "so many times another figure", "约为全国平均的5.7倍"),
    Rule("against-average", "growth", r"Z.*[UD]", PERCENT, "so much above or below another place's mean",
         "比全国平均高53.2%"),
    Rule("growth-from", "growth", r"[UD]F[TCZIAo]*[UD]?|F[TCZIAo]*[UD]", PERCENT, "where a rate of growth began",
         "降幅由一季度的12.6%收窄至5.1%"),
    Rule("growth", "growth", r"[UD][QLUDx]?", PERCENT, "growth in per cent", "同比增长5.63%"),
    Rule("growth-by-noun", "growth", r"[UD][EQL]+", PERCENT, "a rate of growth came to", "增幅达到5.63%"),
    Rule("growth-bare", "growth", r"C[EQL]*", PERCENT, "a comparison and a rate without a verb", "同比5.2%"),
    Rule("share", "share", r"S[^UDC]*|S.*E[QL]?", PERCENT, "a part of a whole", "占41.5%，占比增至71.2%"),
    Rule("stated-base", "level", r"C", None, "a change states the figure it starts from", "较上年的842件增长43.6%"),
    Rule("from", "level", r"F[TxZCIAo]*", None, "where a change began", "从2.40%提高到2.44%"),
    Rule("change", "change", r"C.*[UD]L?Q?|[UD]", None, "went up or down by so many", "比上年增加2071.8亿元"),
    Rule("rate", "level", r"", PERCENT, "a rate", "调解成功率60%"),
    Rule("level", "level", r"", None, "a level", "专利授权量187884件"),
)  # fmt: skip


@cache
def _compiled(rule: Rule) -> re.Pattern:
    return re.compile(f"(?:{rule.before})$")


@lru_cache(maxsize=65536)
def rule_for(unit: str, letters: str) -> Rule:
    """The rule that reads a figure of a unit after these letters."""
    for rule in RULES:
        if (rule.units is None or unit in rule.units) and _compiled(rule).search(letters):
            return rule
    raise AssertionError("the last rule fits everything")


def sign(rule: Rule, letters: str, pieces: Sequence[Token]) -> int:
    """-1 when the nearest verb of a change is a decrease; a fall that narrows (降幅收窄1.8个百分点) is a rise."""
    verbs = [letter for letter in letters if letter in "UD"]
    if rule.name not in OBLIQUE or not verbs:
        return 1
    nouns = [piece.text for piece in pieces if piece.kind in "UD"]
    of_a_fall = rule.measure == "point_change" and len(nouns) > 1 and nouns[0] in FALLS
    return -1 if (verbs[-1] == "D") != of_a_fall else 1


def signed(figure: Figure, factor: int) -> tuple[float, float, float, str]:
    """Value, lower, upper and bound of a figure that counts downwards when `factor` is -1."""
    if factor > 0 or figure.value < 0:
        return figure.value, figure.lower, figure.upper, figure.bound
    flip = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
    return -figure.value, -figure.upper, -figure.lower, flip.get(figure.bound, figure.bound)
