"""What a table's words say: unit, time, area, measure and goal are told apart, and what is left names the figure."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ipstats.documents.outline import UNIT_LINE, numbered
from ipstats.errors import ParameterError
from ipstats.grammar.dates import TIME, Time, read_time
from ipstats.grammar.lexicon import Group, word_set
from ipstats.grammar.names import lookup
from ipstats.model import areas
from ipstats.model.definitions import FOLDER, make, normalise, read_yaml
from ipstats.model.numerals import parse_number
from ipstats.model.units import Unit, unit

FILE = FOLDER / "tables.yaml"


@lru_cache(maxsize=16)
def table_words(name: str) -> frozenset[str]:
    """The words of a group of `definitions/tables.yaml`."""
    group = make(Group, read_yaml(FILE)[name], f"{FILE.name}: {name}")
    return frozenset(map(str, group.words))


_TRANSLATION = re.compile(r"(?<=[\u4e00-\u9fff）)%])\s*[A-Za-z][A-Za-z ,.'()/&\n-]{3,}$")
"""An English name below the Chinese one, as yearbooks print it."""
_MARKS = re.compile(r"\[[0-9]{1,2}\]|[①②③④⑤⑥⑦⑧⑨⑩※†‡]|\*+|[¹²³⁴-⁹]")
_BRACKET = re.compile(r"[（(\[【]([^（）()\[\]【】]{1,14})[）)\]】]")
_UNIT_END = re.compile(r"(?:/|／|，|,|：|:|_)(?P<unit>[^/／，,：:_]{1,6})$")
_UNIT_SAID = re.compile(r"(?:计量)?单位[：:](?P<unit>[^，,；;）)]{1,14})")
_OF_PREVIOUS = r"环比|[比较]上(?:个)?(?:月|季度?|期)|[比较]前一?(?:月|季度?)"
_AGAINST = (
    r"(?:[比较与]?(?:上一?年|去年|前一?年)(?:度|同期|末|底)?(?:同期)?(?:相比)?|[比较与]年初(?:相比)?"
    r"|同比|按可比口径|可比|较?同期)"
)
_SINCE = re.compile(r"[比较](?P<year>(?:19|20)[0-9]{2})年(?:末|底|同期)?(?:相比)?")
_MEAN = re.compile(r"年(?:均|平均)(?:复合)?")
_RATE = r"(?:增长|增减|增|升降|变化|变动|增幅|增速|降幅|涨幅|下降|减少|上升|提高|增加)"
_GROWTH = re.compile(
    rf"(?P<previous>{_OF_PREVIOUS})?(?P<yoy>{_AGAINST})?(?:的|之)?(?:±|[+＋][-—－/]?)?"
    rf"(?P<word>增长速度|增长率|增长幅度|增减率|增减幅度?|增减变化|增减量|增减额|增长量|增加量|增加额|增加值?(?=$)|变化率|变动率|同比增幅|{_RATE})?"
    r"(?:±|[+＋][-—－/]?)?(?P<more>率|幅度?|速度?|量|额|数|情况|百分点|[%％])?$"
)
_COMPARED = re.compile(rf"(?:{_OF_PREVIOUS}|{_AGAINST}|{_RATE}|±|年均)")
_SHARE = re.compile(
    r"(?:(?P<part>.*?)所?占(?P<whole>.*?)(?:的|之)?(?:比重|比例|份额|百分比|[%％]|比)$|(?P<plain>.*?)(?:所占)?(?:占比|比重|构成|份额|所占比例|百分比)$)"
)
_RANK = re.compile(
    r"(?:位居|居|列|在)?(?P<among>全国|全省|全市|全区|全球|世界|[^\s的]{2,10}城市)?的?"
    r"(?:排名|排位|位次|名次|排序|位居|位列)$"
)
_TARGET = re.compile(
    r"(?:年度?|规划|预期|考核|工作)*(?:目标|计划|预期|任务)(?:值|数|指标)?$|^(?:目标|计划|预期|任务)(?:值|数)?"
)
_WORDS = re.compile(r"^[：:、，,\-—·.\s]+|[：:、，,\-—·\s]+$")
_TIME = re.compile(TIME)
_LONGEST_PLACE = 12
_QUARTERS = re.compile("第?([1-4一二三四])[-—–~至到]第?([1-4一二三四])季度")
_BARE_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
_ISO_MONTH = re.compile(r"((?:19|20)[0-9]{2})[-/.](0?[1-9]|1[0-2])")
_YEAR_BEFORE = re.compile(r"(上年|去年|上一年|前年)度?(?:同期|末)?数?")
_TOTAL_OF = re.compile("(.{2,8}?)(?:合计|总计|小计|总数)")
_GAPS = re.compile(r"[\s\u3000\u00a0]+")
_SUB = re.compile(r"^(?:[#＃]|其中[：:]?|(?:在?总计|合计)中[：:]?)\s*")


@dataclass(frozen=True, slots=True)
class Said:
    """What one header (or stub cell, or caption) says. `words` is what is left of it and names the figure.

    `measure` is "" for a level; `whole` is what a share is of; `sign` is -1 where the header itself says a decrease.
    """

    words: str = ""
    unit: Unit | None = None
    units: tuple[Unit, ...] = ()
    time: Time | None = None
    area: str = ""
    own_area: str = ""
    measure: str = ""
    comparison: str = ""
    whole: str = ""
    rank_scope: str = ""
    sign: int = 1
    is_target: bool = False
    is_total: bool = False
    is_part: bool = False
    text: str = field(default="", compare=False)


def find_unit(name: str) -> Unit | None:
    """The unit a spelling means, or None."""
    name = name.strip().removeprefix("单位：").removeprefix("单位:")
    try:
        return unit(name) if name else None
    except ParameterError:
        return None


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """A header without spaces, footnote marks and other width."""
    return _MARKS.sub("", _GAPS.sub("", text)).replace("％", "%").replace("\u200b", "")


@lru_cache(maxsize=16384)
def read_header(text: str, within: str = "") -> Said:
    """What a header says; `within` is the document's own area (a code), whose districts may be named.

    >>> said = read_header("R&D经费投入强度（%）")
    >>> said.words, said.unit.id, said.measure
    ('R&D经费投入强度', '%', '')
    >>> said = read_header("其中：发明专利授权量同比增长（%）")
    >>> said.words, said.measure, said.is_part
    ('发明专利授权量', 'growth', True)
    """
    rest = tidy(_TRANSLATION.sub("", text))
    part = _SUB.match(rest)
    rest = rest[part.end() :] if part else rest
    rest, said_unit, several = _take_unit(rest[numbered(rest) :])
    found: dict = {"unit": said_unit, "units": several, "is_part": bool(part), "text": text.strip()}
    if (whole := _place(rest, within)) is not None:
        return Said(**found | whole)
    rest, found["time"] = _take_time(rest)
    rest, measured = _take_measure(rest, said_unit)
    found |= measured
    if not found["time"]:
        rest, found["time"] = _take_time(rest)
    target = _TARGET.search(rest)
    if target and not re.search("完成|实现|率$", rest):
        rest, found["is_target"] = rest[: target.start()] + rest[target.end() :], True
    rest = _WORDS.sub("", rest).strip("（）()")
    if (whole := _place(rest, within)) is not None:
        return Said(**found | whole)
    place, rest = _take_place(rest, within)
    found |= place
    return Said(words="" if rest.lower() in table_words("generic") else rest, **found)


def _place(rest: str, within: str) -> dict | None:
    """What a text says that is nothing but a place or a total."""
    if rest.lower() in table_words("total"):
        return {"is_total": True}
    if (whole := _TOTAL_OF.fullmatch(rest)) and (of := _place(whole[1], within)):
        return of | {"is_total": True}
    if rest in table_words("own_area") or rest in word_set("own_area"):
        return {"own_area": rest}
    code = areas.match_names(within).get(normalise(rest), "") if rest else ""
    return {"area": code} if code else None


def _take_place(rest: str, within: str) -> tuple[dict, str]:
    """The place in front of an indicator's name (全省专利授权量), and the name."""
    for end in range(2, min(_LONGEST_PLACE, len(rest) - 2) + 1 if not lookup(rest) else 0):
        place = _place(rest[:end], within)
        if place and not place.get("is_total") and lookup(rest[end:].removeprefix("的")):
            return place, rest[end:].removeprefix("的")
    return {}, rest


def _take_unit(rest: str) -> tuple[str, Unit | None, tuple[Unit, ...]]:
    if match := UNIT_LINE.search(rest) or _UNIT_SAID.search(rest):
        several = tuple(one for name in re.split("[、，,]|和", match["unit"]) if (one := find_unit(name)))
        rest = (rest[: match.start()] + rest[match.end() :]).replace("（）", "").replace("()", "")
        return rest, several[0] if len(several) == 1 else None, several
    for match in reversed(list(_BRACKET.finditer(rest))):
        inner = match[1].removeprefix("±").removeprefix("+/-").removeprefix("+-")
        several = tuple(one for name in re.split("[、，,/]", inner) if (one := find_unit(name)))
        if one := find_unit(inner):
            return rest[: match.start()] + rest[match.end() :], one, (one,)
        if len(several) > 1:
            return rest[: match.start()] + rest[match.end() :], None, several
    if (match := _UNIT_END.search(rest)) and (one := find_unit(match["unit"])):
        return rest[: match.start()], one, (one,)
    return rest, None, ()


def _quarter(figure: str) -> int:
    return int(parse_number(figure).value)


def _take_time(rest: str) -> tuple[str, Time | None]:
    rest = _QUARTERS.sub(lambda m: f"{3 * _quarter(m[1]) - 2}-{3 * _quarter(m[2])}月", rest)
    if match := _BARE_YEAR.fullmatch(rest):
        return "", read_time(match[1] + "年")
    if match := _ISO_MONTH.fullmatch(rest):
        return "", read_time(f"{match[1]}年{int(match[2])}月")
    if match := _YEAR_BEFORE.fullmatch(rest):
        return "", replace(read_time(match[1]), of_text=False)
    for match in _TIME.finditer(rest):
        time = read_time(match[0])
        before, after = rest[: match.start()], rest[match.end() :]
        alone = before + after in ("", *table_words("total"))
        if time is None or (time.kind in ("years", "plan", "since", "now") and not alone):
            continue
        if before.endswith(("比", "较")) or (match[0] in ("上年", "去年") and _GROWTH.fullmatch(match[0] + after)):
            continue
        return before + after.removeprefix("同期").removeprefix("度"), time
    return rest, None


def _take_measure(rest: str, said_unit: Unit | None) -> tuple[str, dict]:
    percent = said_unit is not None and said_unit.id in ("%", "‰")
    points = said_unit is not None and said_unit.base == "百分点"
    if match := _RANK.search(rest):
        return rest[: match.start()], {"measure": "rank", "rank_scope": match["among"] or ""}
    if _YEAR_BEFORE.fullmatch(rest) and not percent:
        return rest, {}
    mean, since = _MEAN.search(rest), _SINCE.search(rest)
    cut = _SINCE.sub("", _MEAN.sub("", rest)) if mean or since else rest
    compared = next((m for m in _COMPARED.finditer(cut) if _GROWTH.fullmatch(cut, m.start())), None)
    grown = _GROWTH.fullmatch(cut, compared.start()) if compared else None
    if grown is None and (mean or since) and percent:
        grown, compared = _GROWTH.fullmatch("", 0), re.search("$", cut)
    if grown is not None:
        return cut[: compared.start()], _change(grown, cut[compared.start() :], percent, points, said_unit, mean, since)
    if match := _SHARE.match(rest):
        if match["whole"] is not None:
            return match["part"], {"measure": "share", "whole": match["whole"]}
        return match["plain"], {"measure": "share"}
    return rest, {}


def _change(match: re.Match, words: str, percent: bool, points: bool, said_unit, mean, since) -> dict:
    """The measure of a column of changes: % is growth, points are points, another unit is an absolute change."""
    if points or "百分点" in words:
        measure = "point_change"
    elif percent or (said_unit is None and re.search("率|幅|速|[%％]", words)):
        measure = "growth"
    elif said_unit is not None or re.search("量|额|数|增加值?$", words):
        measure = "change"
    else:
        measure = "growth?"
    year = since["year"] if since else ""
    comparison = "previous_period" if match["previous"] else f"since:{year}" if year else "yoy"
    if mean or re.search("年初|年[末底]", words):
        comparison = "annual_average" if mean else "year_end"
    falls = bool(re.search("降幅|下降|减少", words)) and not re.search("增|升|涨|提高|变", words)
    return {"measure": measure, "comparison": comparison, "sign": -1 if falls else 1}
