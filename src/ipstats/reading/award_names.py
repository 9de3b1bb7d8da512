"""The awards that a text names: the China Patent Award (中国专利奖) with its edition, and those of others."""

from dataclasses import dataclass, replace

from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.token import text_of
from ipstats.model import areas
from ipstats.model.numerals import parse_number
from ipstats.reading.clause_tree import Mention

_LONGEST_GIVER, _LONGEST_LEAD = 9, 20
_NATIONS = 3
"""How many of the words for who gives an award, the first ones, mean the nation: 国家专利奖 is 中国专利奖."""


@dataclass(frozen=True, slots=True)
class Award:
    """The award that was last named in a section.

    `name` is "" where none was, and has no edition; `edition` is that of the China Patent Award that was last named, 0
    for none; `alone` says that the section names no other award, `fresh` that the text tells of its giving as news.
    """

    name: str = ""
    edition: int = 0
    alone: bool = True
    fresh: bool = False

    def then(self, text: str) -> "Award":
        """The award after a text that may name one, or only another edition of the national one."""
        named = awards_named(text)
        name = named[-1] if named else self.name
        alone = "" if named or name != words("national_award")[0] else text
        return replace(self, name=name, edition=edition_named(text) or edition_alone(alone) or self.edition)


def edition_named(text: str) -> int:
    """The edition of the China Patent Award that a text names last, 0 where it names none.

    >>> edition_named("江苏89件专利获第二十五届中国专利奖")
    25
    """
    found = list(regex("edition_of_national_award").finditer(text))
    return int(parse_number(found[-1][1]).value) if found else 0


def edition_alone(text: str) -> int:
    """The one edition that a text on the China Patent Award names without it (安徽在第二十三届评选中), 0 for none."""
    found = {int(parse_number(m[1]).value) for m in regex("edition_alone").finditer(text)}
    return found.pop() if len(found) == 1 else 0


def edition_of_clause(m: Mention) -> int:
    """The one edition that a number's own clause names before it (第二十届获奖61项), 0 for none or several."""
    text = text_of(token for token in m.clause.tokens if token.end <= m.token.start)
    return 0 if regex("edition_range").search(text) else edition_named(text) or edition_alone(text)


def awards_named(text: str) -> list[str]:
    """The awards that a text names, in order, each by its name without the edition.

    >>> awards_named("获中国专利金奖1项，辽宁省首届专利奖5项，质量奖2项")
    ['中国专利奖', '辽宁省专利奖', '质量奖']
    """
    return [name for name, _ in _found(text)]


def award_of_section(text: str, title: str) -> Award:
    """The one award, and its one edition, that a section names, or else the title above all sections."""
    named = set(awards_named(text) or awards_named(title))
    name = named.pop() if len(named) == 1 else ""
    lines = text.splitlines()
    editions = {edition_named(line) for line in lines} - {0}
    if not editions and name == words("national_award")[0]:
        editions = {edition_alone(line) for line in lines} - {0}
    fresh = bool(regex("award_just_given").search(text))
    return Award(name, editions.pop() if len(editions) == 1 else 0, bool(name) or not named, fresh)


def is_of_award(label: str, award: Award) -> str:
    """The award that a figure is on: the one in its name, or for what is put up for prizes the one spoken of."""
    named = awards_named(label)
    return named[-1] if named else award.name if regex("nominated_name").match(label) else ""


def is_of_another(label: str, other: str) -> bool:
    """Whether two figures are on the prizes of two awards, of which neither is a part of the other.

    >>> is_of_another("湖北专利奖", "中国专利奖"), is_of_another("中国专利金奖", "中国专利奖")
    (True, False)
    """
    one, two = awards_named(label), awards_named(other)
    return bool(one and two) and one[-1] != two[-1]


def after_awards(text: str) -> str:
    """What stands behind the last award that a text names, else all of it."""
    return text[max((end for _, end in _found(text)), default=0) :]


def behind_gain(text: str) -> str:
    """What stands behind the last verb of gaining (获, 荣获), else all of it."""
    return text[max((m.end() for m in regex("gain").finditer(text)), default=0) :]


def giver_of(award: str) -> str:
    """The code of the place that an award is named after, "" where it is after none.

    >>> giver_of("湖南专利奖")
    '430000'
    """
    noun = regex("award_noun").search(award)
    return areas.match_names().get(award[: noun.start()], "") if noun else ""


def _found(text: str) -> list[tuple[str, int]]:
    """The awards that a text names, each with the end of what it is for."""
    nouns = ((m, text[max(0, m.start() - _LONGEST_LEAD) : m.start()]) for m in regex("award_noun").finditer(text))
    return [(name, m.end()) for m, before in nouns if (name := _named(m[0], before))]


def _named(noun: str, before: str) -> str:
    """An award by what it is for and the words before; "" for a patent award of which nobody tells who gives it."""
    national, design, patent = words("national_award")
    nation, *alias = words("award_giver")[:_NATIONS]
    award = national.removeprefix(patent)
    giver = _giver(regex("edition_before_award").sub("", before))
    if not giver and noun in words("award_with_giver"):
        return ""
    if not (nation + noun).startswith((design, patent)):
        return giver + noun + award
    return (nation if giver in alias else giver) + national.removeprefix(nation) if giver else ""


def _giver(before: str) -> str:
    """The place or kind of government that the words before an award end with."""
    names = areas.match_names()
    lengths = range(min(_LONGEST_GIVER, len(before)), 0, -1)
    ends = (before[-length:] for length in lengths)
    return next((end for end in ends if end in names or end in words("award_giver")), "")
