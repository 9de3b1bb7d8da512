"""Running text as a row of tokens: figures, times, places, names of indicators, and the words of the grammar."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from string import ascii_letters
from typing import NamedTuple

from ipstats.grammar.dates import TIME, TIME_BEGINS, TIME_NEAR, read_time
from ipstats.grammar.flat import SPREAD, flatten, place  # noqa: F401
from ipstats.grammar.figures import DOUBLING, FIGURE_BEGINS, doubling, figure_pattern, ranged, read_figure, scaled
from ipstats.grammar.lexicon import any_of, first_of, pattern, words
from ipstats.model import areas, indicators
from ipstats.model.numerals import NUMBER

LETTERS = {
    "rise": "U", "fall": "D", "reach": "E", "share": "S", "respectively": "Q", "each": "L", "part": "P", "from": "F",
    "yoy": "C", "previous_period": "C", "annual_average": "C", "average": "Z", "target": "G", "rank_verb": "R",
    "cut": "V", "plain": "o", "own_area": "A", "scope": "M",
}  # fmt: skip
"""The groups of phrases that become tokens, and the letter of their tokens. The others:
`T` time, `A` area, `I` indicator, `N` figure, `n` a number without unit, `K` rank, `C` comparison, `Y` 连续N年, `e` an
edition of an award, `s` those a place is among, `q` what is no figure (quotations, codes, ordinals), and the marks
`,;.()、` themselves.
"""


class Token(NamedTuple):
    """A piece of the flat text: its kind (a letter), place, text and what it was read as."""

    kind: str
    start: int
    end: int
    text: str
    data: object = None


_MARKS = (
    dict.fromkeys("，,:：", ",")
    | dict.fromkeys("；;", ";")
    | {"(": "(", "[": "(", ")": ")", "]": ")", "、": "、", "·": "o"}
)
_MARKS |= dict.fromkeys("。!！?？|…【】\n■●", ".")
_PREVIOUS = r"(?:上年度?|去年|上一年度?|前一年|上年同期|上一年同期)(?:同期|末|底|年末|年底)?"
COMPARE = (
    rf"(?:比|较|与|同)(?:年初|前[二两三四五十]年|{TIME}|{_PREVIOUS})(?:同期|全年|年?末|年?底)?(?:水平)?(?:相比|比)?"
)
STREAK = r"连续(?:第)?(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:个)?(?:年度?|季度|个?月)"
EDITION = rf"第(?:{NUMBER})届中国专利奖"
NUMERALS = "零〇○一二三四五六七八九十百千万亿两"
_NUMERAL = r"[0-9一二三四五六七八九十百]+"
_ORDINALS = "[、和及][0-9、和及]+[类届批期条章节]"
_ORDINAL = f"[届次批期个条款章节号版轮家部季代方产类种只站]|时间|责任|书记|位置|线|手|步|大|{_ORDINALS}"
PLACE_IN_ORDER = rf"(?:第{_NUMERAL}+(?:位|名)?+|前{_NUMERAL}+(?:位|名|强)?+)(?!{_ORDINAL})"
NO_FIGURE = "|".join([
    r"《[^》\n]{0,120}》",
    r"[“\"][^“”\"，。；\n%]{1,40}[”\"]",
    r"〔[^〕\n]{0,12}〕[0-9]*号?",
    r"https?://[!-~]+",
    r"(?<![A-Za-z0-9])[A-Za-z]+(?:-?[0-9][A-Za-z0-9.-]*)",
    r"[0-9]+(?:\+[0-9A-Za-z]+)+",
    r"[0-9]+·[0-9]+",
    r"(?<![0-9.])[0-9]+(?:\.[0-9]+){2,}",
    r"[0-9]+[A-Za-z]+(?![A-Za-z])",
    rf"第(?:{NUMBER})(?:(?:[、和及至~]|[-–—]+)(?:{NUMBER}))+[届次批期条章节类]",
    "零[件部售散星距]",
    rf"第(?:{NUMBER})[届次批期个条款章节号版轮家部季代方产类种只站]?",
    r"每(?:[一二两三百千万亿0-9]*(?![0-9.]))?(?:名|个|户|家|件|元|人|天|年|月|季度|日|周)?",
    r"[一二两三四五六七八九十]+(?:大|批次?|岸|地|区|线|流|体|方|周年|级|审|旗|馆)",
    r"一(?:个|项|批|家|件|种|次|份|套|名|位|条|部|支|座|台|类|款|期|场|所|处|轮|张|组|对|门|户|笔|单|例|起|年)(?!一)",
    r"[0-9]+(?:号|周?岁)",
    "[0-9一二两三四五六七八九十]+个半(?=[月小])",
    r"[两三四]种(?=专利|类型|方式)",
    r"31个?省",
])  # fmt: skip
"""Numbers that are no figures, and what holds them: titles, quoted names, codes, document numbers, ordinals, ranges."""


FIELD = (
    rf"(?:{pattern('rank_scope')})*[0-9]+个(?:[^，。；、,;0-9]{{0,8}}?(?:城市|[省市区县国]|国家|经济体|地区|单位))+"
    rf"(?=[中里内]?(?:综合)?(?:{pattern('rank_verb')}|第|前|{pattern('first')}))"
)
"""The competitors that a place is among (在15个副省级城市中排名第3): no figure of their own."""
_COUNTERS = "件项家个元人次户起场名"
_COUNTED = f"人次|[{_COUNTERS}]"
RANGE = (
    rf"(?=[0-9][0-9., {NUMERALS}%{_COUNTERS}]{{0,30}}[-–—~～至到])(?<![0-9.A-Za-z第-])"
    rf"(?:{NUMBER})(?:[%万亿]|[万亿]?(?:{_COUNTED}))?"
    rf"(?:(?:——|[-–—~～])|(?<=[0-9])[至到])(?:{NUMBER})(?:%|个百分点|[万亿]?(?:{_COUNTED}))(?:以上|左右)?"
)
"""A range of a count or a rate (3—5件, 20至30家)."""
LABEL = (
    r"\A[0-9]{1,2}[.．、](?![0-9])|[一二三四五六七八九十]{1,2}(?:是(?=[^否])|、(?=[^一二三四五六七八九十]))"
    r"|\([一二三四五六七八九十0-9]{1,3}\)|\[[0-9]{1,3}\]"
)
"""Numbers of sections and points (一是, （二）), which are no part of any name."""
TITLE = r"《[^》\n]{0,120}》"


@lru_cache(maxsize=64)
def _names(within: str) -> dict[str, tuple[str, object]]:
    """Every word of the lexicon: its kind and what it means."""
    found: dict[str, tuple[str, object]] = {}
    for name, code in areas.match_names(within).items():
        found[name] = ("A", code)
    for name in ("国家",):
        found.pop(name, None)
    for group, letter in LETTERS.items():
        found |= {word: (letter, group) for word in words(group)}
    for one in indicators.indicators().values():
        found |= {_spelling(name): ("I", name) for name in one.names if not name.isascii() or name.isupper()}
    for name, (kind, meaning) in list(found.items()):
        if kind == "I" and "专利商标" in name:
            found[name.replace("专利商标", "专利、商标")] = (kind, meaning)
    return found


def _spelling(name: str) -> str:
    return flatten(name)[0]


@lru_cache(maxsize=64)
def _scanner(within: str) -> tuple[re.Pattern, dict[str, tuple[str, object]]]:
    names = _names(within)
    figures = re.sub(r"\?P<\w+>", "?:", figure_pattern())
    scope = rf"{pattern('rank_scope')}+(?:\([^)]{{1,10}}\))?"
    scopes, firsts, digits = words("rank_scope"), words("first"), [*"0123456789"]
    before_words = {
        "doubling": ("翻", DOUBLING),
        "streak": ("连", STREAK),
        "compare": ("比较与同", COMPARE),
        "time": (TIME_BEGINS, TIME_NEAR + TIME),
        "edition": ("第", EDITION),
        "label": ([*digits, *"一二三四五六七八九十(["], LABEL),
        "mark": (_MARKS, f"[{re.escape(''.join(_MARKS))}]"),
        "skip": ("《", TITLE),
        "field": ([*digits, *scopes], FIELD),
        "range": (digits, RANGE),
        "rank": (
            [*scopes, *firsts, *"第前领"],
            rf"(?:领跑{pattern('rank_scope')}|(?:{scope})?(?:{PLACE_IN_ORDER}|{pattern('first')}))",
        ),
    }
    after_words = {
        "none": ([*digits, *ascii_letters, *'“"〔第每', *NUMERALS], NO_FIGURE),
        "figure": ([*FIGURE_BEGINS, *NUMERALS], figures),
    }
    every = (_beginning(before_words), f"{any_of(names)}(?P<word>)", _beginning(after_words))
    return re.compile("|".join(every)), names


def _beginning(alternatives: dict[str, tuple[Iterable[str], str]]) -> str:
    """The first of some alternatives that fits, each tried only where it can begin.

    The empty group behind an alternative tells which it was; one around it would keep `re` from passing over it.
    """
    each = [f"{first_of(begins)}(?:{regex})(?P<{name}>)" for name, (begins, regex) in alternatives.items()]
    return f"{first_of(chain.from_iterable(begins for begins, _ in alternatives.values()))}(?:{'|'.join(each)})"


def scan(text: str, within: str = "") -> list[Token]:
    """The tokens of a flat text, in order; plain text between them is left out."""
    scanner, names = _scanner(within)
    tokens = []
    for m in scanner.finditer(text):
        piece, (start, end) = m[0], m.span()
        match m.lastgroup:
            case "word":
                kind, data = names[piece]
                tokens.append(Token(kind, start, end, piece, data))
            case "figure":
                if token := _figure(piece, start, text):
                    tokens.append(token)
            case "mark":
                tokens.append(Token(_MARKS[piece], start, end, piece))
            case "time":
                time = read_time(piece)
                tokens.append(Token("T" if time else "q", start, end, piece, time))
            case "compare":
                tokens.append(Token("C", start, end, piece, "compare"))
            case "rank":
                tokens.append(Token("K", start, end, piece))
            case "field":
                tokens.append(Token("s", start, end, piece))
            case "range":
                figure = ranged(piece)
                tokens.append(Token("N" if figure else "q", start, end, piece, figure))
            case "label":
                pass
            case "doubling":
                tokens.append(Token("N", start, end, piece, doubling(piece)))
            case "streak":
                tokens.append(Token("Y", start, end, piece))
            case "edition":
                tokens.append(Token("e", start, end, piece))
            case _:
                tokens.append(Token("q", start, end, piece))
    _give_units(tokens, text)
    return tokens


_JOINT = re.compile("、|以及|[和与及]")


def joined(text: str, one: Token, other: Token) -> bool:
    """Whether nothing but 、 or 和 stands between two tokens."""
    return bool(_JOINT.fullmatch(text, one.end, other.start))


def _give_units(tokens: list[Token], text: str) -> None:
    """The bare numbers of a list that says unit and scale once, at its end (80、180和109亿元; 1.2和2.3个百分点)."""
    for at in range(len(tokens) - 2, -1, -1):
        one = tokens[at]
        if one.kind != "n":
            continue
        other = next((token for token in tokens[at + 1 : at + 3] if token.kind != "、"), one)
        if other.kind == "N" and other.data.unit != "年" and joined(text, one, other):
            figure = scaled(one.data, other.data.scale, other.data.unit)
            tokens[at] = one._replace(kind="N", data=replace(figure, discrete=other.data.discrete))


_CHINESE = re.compile(r"[零〇一二三四五六七八九十百千万亿两]+(?:点.+)?")
_QUOTES = frozenset('“"《')
_SIGNS, _SIGNED = frozenset("-−－+"), frozenset(["%", "‰", "百分点"])
_SCALE_ONLY = re.compile(r"[百千万亿]+")
_MARK = re.compile(pattern("mark"))
_HUNDREDS = re.compile("[十百千万]亿$")
"""A sum without its unit (过百亿)."""
_POINTS_AHEAD = re.compile(r"(?:[和、及与](?:[0-9.]+)个?)+百分点")
_SAID = re.compile(pattern("not_after_number"))


def _figure(piece: str, start: int, text: str) -> Token | None:
    """The token of a figure; None for a numeral that counts nothing (三个方面, 十 alone, 百 in 千家万户)."""
    figure = read_figure(piece)
    if figure is None:
        return None
    end = start + len(piece)
    digits = piece[figure.first : figure.last]
    if not figure.unit and figure.bound == ">" and (_MARK.match(text, end) or _HUNDREDS.match(digits)):
        return Token("N", start, end, piece, figure)
    if not figure.unit:
        return Token("n", start, end, piece, figure) if digits[0].isdigit() else None
    if figure.unit == "个" and _POINTS_AHEAD.match(text, end):
        figure = replace(read_figure(f"{digits}百分点") or figure, first=figure.first, last=figure.last)
    if (figure.unit == "期" and text[end : end + 1] in _QUOTES) or (digits[0] in _SIGNS and figure.unit not in _SIGNED):
        return Token("q", start, end, piece)
    if _CHINESE.match(digits):
        if _SCALE_ONLY.match(digits) and "分之" not in digits and figure.bound == "=":
            return None
        if figure.unit in ("个", "项", "种", "次", "类", "条", "年", "人") and _SAID.match(text, end):
            return None
    return Token("N", start, end, piece, figure)


def closing_brackets(tokens: list[Token]) -> dict[int, int]:
    """Where each opening bracket is closed; one that is not is closed by the sentence's end."""
    closing, open_ = {}, []
    for at, token in enumerate(tokens):
        if token.kind == "(":
            open_.append(at)
        elif token.kind == ")" and open_:
            closing[open_.pop()] = at
    return closing | dict.fromkeys(open_, len(tokens) - 1)
