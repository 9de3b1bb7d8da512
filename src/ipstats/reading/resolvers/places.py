"""Places among the words of a sentence: their codes and names, the one that a clause begins with, heads of names."""

from itertools import takewhile

from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.token import QUANTITY, Kind, Token, text_of
from ipstats.grammar.tokens import SECTION
from ipstats.model import areas
from ipstats.reading.clause_tree import Clause
from ipstats.reading.evidence import Answer, How
from ipstats.reading.slots import answer

Place = tuple[str, str]
"""Code and name; the code is "" for a place that GB/T 2260 lacks."""
_OF_NAME = (Kind.TEXT, Kind.WORD, Kind.NAME, Kind.NO_FIGURE)


def place_of(token: Token) -> Place:
    """Code and name of a place token."""
    return (token.code, areas.area(token.code).name) if token.code else ("", token.text)


def named_place(code: str) -> Place:
    return code, areas.area(code).name


def at_place(place: Place, rule: str, how: How, token: Token, doubt: str = "") -> Answer:
    return answer(place, rule, how, token.start, token.end, doubt)


def begins_name(after: tuple[Token, ...]) -> bool:
    """Whether the words behind a place make it the head of a longer name (株洲时代新材料科技股份有限公司)."""
    return bool(regex("place_head").match(text_of(takewhile(lambda token: token.kind in _OF_NAME, after))))


def leading_place(tokens: tuple[Token, ...]) -> Token | None:
    """The place that a clause begins with; a district behind its city is the place."""
    found = None
    for token in tokens:
        if token.kind is Kind.PLACE:
            found = token
        elif found is not None:
            return found
        elif not (
            token.kind in (Kind.TIME, Kind.PART, Kind.JOIN)
            or token.reason == SECTION
            or regex("before_leading_place").match(token.text)
        ):
            return None
    return found


def heads_name(place: Token, tokens: tuple[Token, ...]) -> bool:
    """Whether a place is the head of a longer name (合肥综合性国家科学中心) or one of a list of places."""
    at = tokens.index(place) + 1
    if at == len(tokens):
        return False
    if _lists_examples(tokens):
        return True
    if tokens[at].kind is Kind.JOIN:
        return True
    return begins_name(tokens[at:])


def _lists_examples(tokens: tuple[Token, ...]) -> bool:
    """武汉东湖、襄阳、宜昌3家高新区; 曾都应急装备、下陆电子铜箔等18个集群: the places name what the number counts."""
    at = next((at for at, token in enumerate(tokens) if token.kind in QUANTITY), len(tokens))
    before = tokens[:at]
    if at < 2 or all(token.kind is not Kind.JOIN for token in before):
        return False
    return before[-1].text.endswith("等") or (before[-1].kind is Kind.PLACE and before[-2].kind is Kind.JOIN)


def in_bracket(place: Token, clause: Clause) -> Token:
    """中国（浙江）知识产权保护中心: the place in the brackets behind a place is meant."""
    for bracket in clause.brackets:
        first = bracket.sentence.tokens[0]
        if bracket.after is place and first.kind is Kind.PLACE and len(bracket.sentence.tokens) == 1:
            return first
    return place


def wider(text: str, own: str) -> Place | None:
    """全国平均, 全省平均: the larger area that the document's lies in."""
    if text.startswith(words("whole_nation")):
        return named_place(areas.NATION)
    level = OWN_LEVELS.get(text[:2])
    for code in areas.ancestors(own)[1:] if own and level else ():
        one = areas.area(code)
        if one.level == level or (level == "prefecture" and "municipality" in one.flags):
            return code, one.name
    return None


OWN_LEVELS = {
    word: level
    for level, group in (("province", "own_province"), ("prefecture", "own_city"), ("county", "own_county"))
    for word in words(group)
}
"""全省, 全市, 全县 and the like -> the level of the area that they mean."""
