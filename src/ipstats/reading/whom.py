"""Whom a document is about: the area given, else that of its title, else the one its first pages name most often."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from ipstats.documents.blocks import Block, Context
from ipstats.errors import ParameterError
from ipstats.grammar.lexicon import any_of, regex, words
from ipstats.model import areas

_ABOUT = 4000
"""Characters from the beginning in which the document says whom it is about."""
_SPREAD = re.compile(
    r"(?<=[\u4e00-\u9fff0-9])[ \u3000\u00a0]+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[ \u3000\u00a0]+(?=[0-9])"
)
_LABELLED = re.compile(r"([\u4e00-\u9fff]{2,6})(?:[：:]|$)")
"""A headline that a place labels (昆山：…)."""
_SHORTEST = 3
_PROVINCES = 31
"""Provinces whose total is the nation's."""


def area_of(context: Context, title: str, blocks: list[Block]) -> str:
    """The code of the area that a document is about, "" when none is named.

    A county or district in front of the title is it (杭州市滨江区…, 浦东新区…); of several of one name (鼓楼区),
    the one in the city that title or text speak of.
    """
    if context.area:
        try:
            return areas.area(context.area).code
        except ParameterError:
            if context.area.endswith(words("zone")):
                return ""
            raise
    title = close_up(context.title or title)
    of_title, county = _most_named(title), _county(title)
    if not county:
        return of_title or _labelled(title, blocks) or _most_named(beginning(blocks))
    in_text = _one_of(county, of_title) or _one_of(county, _most_named(beginning(blocks)))
    return in_text or of_title or _only(county)


def close_up(text: str) -> str:
    """A text without the spaces between its Chinese characters, as scanned and justified titles have them.

    >>> close_up("天 津 市 2021 年 总 结")
    '天津市2021年总结'
    """
    return _SPREAD.sub("", text) if any(space in text for space in " \u3000\u00a0") else text


def _labelled(title: str, blocks: list[Block]) -> str:
    """The county that a title begins with by its short name (昆山：…), where the text has its whole name."""
    label = re.match(r"[\u4e00-\u9fff]{2}", title)
    names = [name for name in _counties() if label and name[:-1] == label[0]]
    said = beginning(blocks) if names else ""
    return _only(code for name in names if name in said for code in _counties()[name])


@lru_cache(maxsize=1)
def _places() -> tuple[re.Pattern, dict[str, str]]:
    names = areas.match_names()
    return re.compile(any_of(name for name in names if name not in words("state_word"))), names


def _most_named(text: str) -> str:
    """The code of the place named most often; a county is it only where no city or province is named."""
    places, names = _places()
    found = Counter(
        names[m[0]] for m in places.finditer(regex("area_as_measure").sub("", text)) if names[m[0]][0].isdigit()
    )
    found = Counter({code: count for code, count in found.items() if code.endswith("00")}) or found
    most = max(found.values(), default=0)
    return next((code for code, count in found.items() if count == most), "")


def leading(headline: str) -> str:
    """The code of the one place that a headline begins with, else "".

    >>> leading("：上海每万人口发明专利拥有量50件"), leading("北京、上海两地法院"), leading("知识产权服务业壮大")
    ('310000', '', '')
    >>> leading("昆山：转化提速")
    '320583'
    """
    places, names = _places()
    headline = re.sub(r"^\W+", "", close_up(headline))
    match = places.match(headline)
    if match is None and (label := _LABELLED.match(headline)):
        return _only({code for kind in ("", "市", "县", "区") for code in _counties().get(label[1] + kind, ())})
    several = match and regex("several_named").match(headline[match.end() :])
    return names[match[0]] if match and not several and names[match[0]][0].isdigit() else ""


@lru_cache(maxsize=1)
def _counties() -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for one in areas.areas("county"):
        codes[one.name] = (*codes.get(one.name, ()), one.code)
    return codes


def _county(title: str) -> tuple[str, ...]:
    """The codes of the county or district that a title begins with, behind its city, a year or 关于."""
    for start in range(len(title)):
        name = next((title[start:end] for end in range(len(title), start, -1) if title[start:end] in _counties()), "")
        before = name and _places()[0].sub("", title[:start])
        if name and regex("before_county").match(before) and (len(name) >= _SHORTEST or before != title[:start]):
            return _counties()[name]
    return ()


@lru_cache(maxsize=64)
def names_of_zone(code: str, name: str) -> tuple[str, ...]:
    """The names of a zone that a document is about, by its code or, where the catalogue lacks it, as given; else none.

    >>> names_of_zone("", "武汉经开区"), names_of_zone("420100", "武汉市")
    (('武汉经开区',), ())
    """
    if code[:1].isdigit() or not name:
        return ()
    known = areas.area(code) if code else None
    return tuple(filter(None, (known.name, known.short, *known.aliases))) if known else (name,)


@lru_cache(maxsize=256)
def whole_area(words: str, own: str) -> str:
    """The code of the area that words speak of (全国平均, 全省, 本市) in a text about `own`: itself or one around it.

    >>> whole_area("全市平均水平", "330108"), whole_area("全省", "330100"), whole_area("全市", "320583")
    ('330100', '330000', '320583')
    """
    kind, code = words[1:2], own
    if kind == "国":
        return areas.NATION
    while kind in ("省", "市") and code[:1].isdigit() and code != areas.NATION:
        one = areas.area(code)
        if one.name.endswith("市") if kind == "市" else one.level == "province":
            return code
        code = one.parent
    return own


def _one_of(codes: tuple[str, ...], outer: str) -> str:
    inside = [code for code in codes if outer and areas.is_within(code, outer)]
    return _only(inside)


def _only(codes: Iterable[str]) -> str:
    codes = list(codes)
    return codes[0] if len(codes) == 1 else ""


def beginning(blocks: Iterable[Block]) -> str:
    """The first pages, as one text."""
    text = ""
    for block in blocks:
        text += close_up(block.text) + "\n"
        if len(text) > _ABOUT:
            break
    return text


def within(area: str) -> str:
    """The area whose districts a text may name bare: the document's, or the province or city around it."""
    if not area[:1].isdigit() or area == areas.NATION:
        return ""
    return area if area.endswith("00") else area[:4] + "00"


def around(codes: set[str]) -> str:
    """The code of the province that several places all lie in, the nation's where they are all provinces, else ""."""
    provinces = {f"{code[:2]}0000" for code in codes if code[:1].isdigit()}
    if len(provinces & codes) >= _PROVINCES:
        return areas.NATION
    return provinces.pop() if len(codes) > 1 and len(provinces) == 1 else ""


def is_area(name: str) -> bool:
    """Whether the catalogue has an area of a name."""
    try:
        return bool(areas.area(name))
    except ParameterError:
        return False


def is_division(name: str) -> bool:
    """Whether a name is that of a province, city or county (浦东新区), not of a zone."""
    return is_area(name) and areas.area(name).code[:1].isdigit()


def known_zone(name: str) -> tuple[str, str]:
    """Code and name of the zone of the catalogue that a name ends with (武汉|东湖高新区); of others no code."""
    ends = (name[at:] for at in range(len(name) - _SHORTEST))
    known = next((areas.area(end) for end in ends if is_area(end) and areas.area(end).level == "zone"), None)
    return (known.code, known.name) if known else ("", name)


def area_name(code: str) -> str:
    """The standard name of an area code, "" for none."""
    try:
        return areas.area(code).name if code else ""
    except ParameterError:
        return ""
