"""What a table's words say: unit, time, area, measure and goal are told apart, and what is left names the figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ipstats.documents.outline import numbered
from ipstats.errors import ParameterError
from ipstats.grammar.dates import TIME, Time, read_time
from ipstats.grammar.flat import flatten
from ipstats.grammar.lexicon import regex, table_words, word_set
from ipstats.grammar.names import lookup
from ipstats.grammar.token import Kind, Token
from ipstats.grammar.tokens import tokens
from ipstats.model import areas
from ipstats.model.definitions import normalise
from ipstats.model.indicators import elided_names
from ipstats.model.numerals import parse_number
from ipstats.model.units import SCALES, Unit, unit
from ipstats.reading.bilingual import speech

_MARKS = re.compile(r"_x000[0-9A-Fa-f]_|[（(]注[0-9]{0,2}[）)]|\[[0-9]{1,2}\]|[①②③④⑤⑥⑦⑧⑨⑩※†‡]|\*+|[¹²³⁴-⁹]")
_BRACKET = re.compile(r"[（(\[【]([^（）()\[\]【】]{1,14})[）)\]】]")
_UNIT_END = re.compile(r"(?:/|／|，|,|：|:|_)(?P<unit>[^/／，,：:_]{1,6})$")
_WORDS = re.compile(r"^[：:、，,\-—·.\s]+|[：:、，,\-—·_\s]+$")
_TIME = re.compile(TIME)
_LONGEST_PLACE, _LONGEST_UNIT = 12, 8
_LONGEST_HEADER = 1000
"""Characters; a longer cell is a text, and names no figure."""
_GAPS = re.compile(r"[\s\u3000\u00a0]+")
_COMPARED = frozenset([Kind.YOY, Kind.PREVIOUS_PERIOD, Kind.BASE_TIME, Kind.ANNUAL_AVERAGE])
_CHANGED = _COMPARED | {Kind.RISE, Kind.FALL}
_UNIT_OF_MEASURE = re.compile("[%‰]")


@dataclass(frozen=True, slots=True)
class Said:
    """What one header (or stub cell, or caption) says. `words` is what is left of it and names the figure.

    `measure` is "" for a level; `whole` is what a share is of; `sign` is -1 where the header itself says a decrease.
    `scope` is the coverage that its words begin with.
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
    scope: str = ""
    text: str = field(default="", compare=False)


def find_unit(name: str) -> Unit | None:
    """The unit a spelling means, or None."""
    name = regex("unit_word").sub("", name.strip())
    plain = regex("ten_times").sub("", name)
    if not plain:
        return None
    try:
        one = unit(plain)
    except ParameterError:
        return None
    return one if plain == name else Unit(name, one.kind, of=one.base, scale=10 * one.scale)


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """A header without its translation, spaces, footnote marks and other width."""
    return _MARKS.sub("", _GAPS.sub("", speech(text))).replace("％", "%").replace("\u200b", "")


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
    if len(text) > _LONGEST_HEADER:
        return Said(text=text.strip())
    rest, is_part = _without_number(tidy(text))
    rest = regex("act_received").sub(r"\g<act>", regex("among_these").sub(r"\g<whole>", rest))
    rest, said_unit, several = take_unit(rest)
    found: dict = {"unit": said_unit, "units": several, "is_part": is_part, "text": text.strip()}
    if (whole := _place(rest, within)) is not None:
        return Said(**found | whole)
    rest, found["time"] = _take_time(rest)
    rest = rest.replace("（）", "").replace("()", "")
    rest, measured = _take_measure(rest, said_unit)
    found |= measured
    if not found["time"]:
        rest, found["time"] = _take_time(rest)
    rest, found["is_target"] = _take_target(_without_span(rest, bool(measured)))
    if found["is_target"]:
        rest, of_plan = _take_plan(rest)
        found["time"] = found["time"] or of_plan
    rest = _without_letter(_balanced(_WORDS.sub("", rest)))
    if (whole := _place(rest, within)) is not None:
        return Said(**found | whole)
    place, rest = _take_place(rest, within)
    rest, total = _take_total(_without_so_far(rest))
    scope, rest = narrowed(rest)
    rest = "" if _says_nothing(rest) else rest
    return Said(words=rest, scope=scope, **found | place | total)


def _says_nothing(rest: str) -> bool:
    """Whether words name no figure: generic ones, a part of a year (1-本月), by what the columns divide (按性别分)."""
    alone = any(regex(name).fullmatch(rest) for name in ("span_alone", "grouping_row"))
    return alone or rest.lower() in table_words("generic")


def _without_number(rest: str) -> tuple[str, bool]:
    """A header without its number (1.发明) and its 其中, and whether it says that."""
    is_part = False
    while cut := numbered(rest) or _end(regex("head_part").match(rest)):
        is_part |= bool(regex("head_part").match(rest))
        rest = rest[cut:]
    return rest, is_part


def _end(match: re.Match | None) -> int:
    return match.end() if match else 0


def _place(rest: str, within: str) -> dict | None:
    """What a text says that is nothing but a place or a total."""
    if rest in table_words("local_total"):
        return {"is_total": True, "scope": rest[:2]}
    if rest.lower() in table_words("total"):
        return {"is_total": True}
    if (whole := regex("total_of").match(rest)) and (of := _place(whole[1], within)):
        return of | {"is_total": True}
    if rest in table_words("own_area") or rest in word_set("own_area"):
        return {"own_area": rest}
    return _area(rest, within) if rest else None


def _area(rest: str, within: str) -> dict | None:
    """The code of a place, also before brackets, which then narrow it."""
    names = areas.english_names(within) if rest.isascii() else areas.match_names(within)
    if code := names.get(normalise(rest), "") or areas.short_names(within).get(rest, ""):
        return {"area": code}
    bracket = _BRACKET.search(rest)
    if bracket is None or not bracket.start() or bracket.end() < len(rest):
        return None
    code = names.get(normalise(rest[: bracket.start()]), "")
    return {"area": code, "words": bracket[0]} if code else None


def _balanced(rest: str) -> str:
    """A name without brackets that qualify nothing (累计), or that nothing closes."""
    for match in reversed(list(_BRACKET.finditer(rest))):
        if match[1] in table_words("qualifier"):
            rest = rest[: match.start()] + rest[match.end() :]
    plain = _BRACKET.sub("", rest)
    return rest.strip("（）()") if re.search("[（）()]", plain) or _BRACKET.fullmatch(rest) else rest


def _without_letter(rest: str) -> str:
    """Whose figures they are without the letter of a note (大专院校A)."""
    plain = regex("letter_of_note").sub("", rest)
    return plain if plain != rest and regex("holder_end").fullmatch(plain) else rest


def _without_so_far(rest: str) -> str:
    """A name without 累计 behind it and 年 before it (年专利申请量累计), where what is left is a name."""
    name = rest
    while not _is_named(name) and (match := regex("name_so_far").match(name)):
        name = match["name"] or match["name_of_year"]
    return name if _is_named(name) else rest


def _without_span(rest: str, changed: bool) -> str:
    """A name without the part of the year that it is told over (国内生产总值累计值, 工业增加值累计 before 增长)."""
    shapes = ("of_span_changed",) if changed else ("of_span", "span_first")
    match = next(filter(None, (regex(shape).match(rest) for shape in shapes)), None)
    return match["name"] if match else rest


def _take_total(rest: str) -> tuple[str, dict]:
    """The name of which a header says that it is the total (申请授权量合计, 合计授权量)."""
    whole = regex("total_of").match(rest) or regex("total_before").match(rest)
    if whole is None or lookup(rest):
        return rest, {}
    named = _is_named(whole[1]) or any(lookup(word + whole[1]) for word in table_words("object"))
    return (whole[1], {"is_total": True}) if named else (rest, {})


def _take_place(rest: str, within: str) -> tuple[dict, str]:
    """The place in front of an indicator's name (全省专利授权量), and the name."""
    for end in range(2, min(_LONGEST_PLACE, len(rest) - 2) + 1 if not lookup(rest) else 0):
        after = regex("of_place").sub("", rest[end:])
        if lookup(after) and (place := _place(rest[:end], within)) and not place.get("is_total"):
            return place, after
    return {}, rest


@lru_cache(maxsize=16384)
def narrowed(text: str) -> tuple[str, str]:
    """The coverage that a name begins with, and the rest of it, which the catalogue knows.

    A name that means another indicator with its coverage than without keeps it.

    >>> narrowed("境内有效发明专利"), narrowed("规模以上工业企业R&D经费"), narrowed("国内三种专利授权数")
    (('境内', '有效发明专利'), ('规模以上工业企业', 'R&D经费'), ('国内', '专利授权数'))
    """
    plain = regex("of_kind").sub("", text) if lookup(regex("of_kind").sub("", text)) else text
    for shape in ("holder_end", "coverage_start"):
        if (m := narrowing(shape, plain)) and (rest := plain[m.end() :]) and _is_named(rest):
            whole = lookup(plain)
            return ("", plain) if whole and lookup(rest) != whole else (m[0], regex("of_kind").sub("", rest))
    return "", plain


def narrowing(shape: str, text: str) -> re.Match | None:
    """The words that narrow a name; 每百家企业 makes another quantity of it."""
    match = regex(shape).match(text)
    if match is None or regex("other_quantity").match(match[0]) or regex("joined_on").match(text[match.end() :]):
        return None
    return match


def _is_named(rest: str) -> bool:
    plain = regex("of_kind").sub("", rest)
    elided = normalise(plain) in elided_names() and plain not in table_words("total")
    return bool(lookup(plain)) or elided or plain in table_words("object")


# ---------------------------------------------------------------- units
def take_unit(rest: str) -> tuple[str, Unit | None, tuple[Unit, ...]]:
    """A header without its unit, the unit, and the several units that it may name; one unknown stays as printed."""
    if match := regex("unit_said").search(rest):
        several = units_in(match["unit"] or match["unit_inside"])
        rest = (rest[: match.start()] + rest[match.end() :]).replace("（）", "").replace("()", "")
        return rest, several[0] if len(several) == 1 else None, several
    for match in reversed(list(_BRACKET.finditer(rest))):
        inner = match[1].lstrip("±+-/")
        several = units_in(inner)
        of_scale = _of_scale(inner, rest[: match.start()])
        if one := of_scale or find_unit(inner) or (None if len(several) > 1 else as_printed(inner)):
            return rest[: match.start()] + rest[match.end() :], one, (one,)
        if len(several) > 1:
            return rest[: match.start()] + rest[match.end() :], None, several
    if (match := _UNIT_END.search(rest)) and (one := find_unit(match["unit"])):
        return rest[: match.start()], one, (one,)
    return rest, None, ()


def _of_scale(inner: str, name: str) -> Unit | None:
    """The unit of a header that prints its scale alone, where its name says what is counted: 人口（万）."""
    kinds = {"of_people": "person_unit", "of_money": "money_unit"} if inner in SCALES else {}
    units = (max(table_words(group)) for kind, group in kinds.items() if regex(kind).search(name))
    return next((find_unit(inner + unit) for unit in units), None)


def units_in(text: str) -> tuple[Unit, ...]:
    """The units that a text names, one or several (件、亿元)."""
    one = find_unit(text)
    several = (find_unit(name) or as_printed(name) for name in regex("between_units").split(text))
    return (one,) if one else tuple(one for one in several if one)


@lru_cache(maxsize=1024)
def as_printed(text: str) -> Unit | None:
    """A unit that the catalogue lacks, from its form: behind a scale word, with a slash, or a single character."""
    if not 0 < len(text) <= _LONGEST_UNIT or text in table_words("plain_unit_word") or re.search("[0-9A-Za-z]", text):
        return None
    scale = next((word for word in SCALES if text.startswith(word) and len(text) > len(word)), "")
    if not scale and len(text) > 1 and "/" not in text:
        return None
    return Unit(text, "ratio", "", (), text.removeprefix(scale), SCALES[scale]) if scale else Unit(text, "ratio")


def is_known(one: Unit) -> bool:
    """Whether the catalogue of units has it."""
    return find_unit(one.id) is not None


# ---------------------------------------------------------------- times
def _quarter(figure: str) -> int:
    return int(parse_number(figure).value)


def _months_of_quarters(match: re.Match) -> str:
    (form,) = table_words("months_from_to")
    return form.format(3 * _quarter(match[1]) - 2, 3 * _quarter(match[2]))


def _time_in_figures(rest: str) -> Time | None:
    """The time of a header that is nothing but figures: 2022, 2022-03, 03/2022, 2022-03-31, 1979-2007."""
    if match := regex("bare_year").fullmatch(rest):
        return Time("span", int(match[1]), whole_year=True)
    if match := regex("iso_month").fullmatch(rest):
        return Time("span", int(match[1]), first=int(match[2]), last=int(match[2]))
    if match := regex("month_year").fullmatch(rest):
        return Time("span", int(match[2]), first=int(match[1]), last=int(match[1]))
    if match := regex("iso_day").fullmatch(rest):
        return Time("day", int(match[1]), first=1, last=int(match[2]), day=int(match[3]))
    match = regex("years_over").fullmatch(rest)
    return Time("span", int(match[1]), last_year=int(match[2])) if match else None


def _take_time(rest: str) -> tuple[str, Time | None]:
    rest = regex("quarters_from_to").sub(_months_of_quarters, rest)
    if time := _time_in_figures(rest):
        return "", time
    if match := regex("year_before").fullmatch(rest):
        return "", replace(read_time(match[1]), of_text=False)
    for match in _TIME.finditer(rest):
        time = read_time(match[0])
        before, after = rest[: match.start()], rest[match.end() :]
        alone = before + after in ("", *table_words("total"))
        if time is None or (time.kind in ("years", "plan", "since", "now") and not alone):
            continue
        if (
            regex("no_time").match(match[0] + after)
            or before.endswith(tuple(table_words("compared_with")))
            or (time.relative == -1 and _is_change(match[0] + after))
        ):
            continue
        return before + regex("after_time").sub("", after), time
    return rest, None


def _is_change(text: str) -> bool:
    return _change_start(tokens(flatten(text)[0])) == 0


# ---------------------------------------------------------------- measures
def _take_measure(rest: str, said_unit: Unit | None) -> tuple[str, dict]:
    name = said_unit.id if said_unit is not None else ""
    percent = bool(_UNIT_OF_MEASURE.fullmatch(name))
    if name in table_words("no_growth_unit"):
        return rest, {}
    if match := regex("rank_among").search(rest):
        return rest[: match.start()] + match["of"], {"measure": "rank", "rank_scope": match["among"] or ""}
    if regex("year_before").fullmatch(rest) and not percent:
        return rest, {}
    flat = flatten(rest)[0]
    found = tokens(flat)
    start = _change_start(found, percent)
    if start is not None:
        tail = [token for token in found if token.end > start]
        return _of_mean(rest if len(flat) == len(rest) else flat, start, _change(tail, flat[start:], said_unit))
    if _is_untold_change(found, said_unit):
        return "", {"measure": "change?"}
    return _take_share(rest, percent)


def _of_mean(rest: str, start: int, change: dict) -> tuple[str, dict]:
    """The words before a change, and the change; of the mean of several years where they end so (平均|增长速度)."""
    name = rest[:start]
    mean = max((word for word in table_words("mean_a_year") if name.endswith(word)), key=len, default="")
    return name.removesuffix(mean), change | ({"comparison": "annual_average"} if mean else {})


def _take_share(rest: str, percent: bool) -> tuple[str, dict]:
    match = regex("share_and_whole").match(rest) or (regex("share_in_percent").match(rest) if percent else None)
    if match is None:
        return rest, {}
    if match["whole"] is not None:
        return match["part"], {"measure": "share", "whole": match["whole"]}
    return match["plain"], {"measure": "share"}


def _change_start(found: Sequence[Token], percent: bool = False) -> int | None:
    """Where the words of a change begin at the end of a header, None where there are none.

    A word that also sets one thing against another (高于, 多) is of a change only behind a word of comparison in time.
    """
    at = len(found)
    while at and (found[at - 1].kind in _CHANGED or regex("change_tail").fullmatch(found[at - 1].text)):
        at -= 1
    if found[at:] and _is_amount(found, at):
        at += 1
    tail = found[at:]
    if tail and _tells_change(tail, percent):
        return tail[0].start
    return _last_word(found[-1], percent and not at) if found else None


def _is_amount(found: Sequence[Token], at: int) -> bool:
    """Whether a tail begins with the amount that a name ends with (工业|增加值), not a change (较上年|增加值)."""
    return bool(at) and found[at].text in table_words("named_amount")


def _last_word(last: Token, alone: bool) -> int | None:
    """Where the last token ends as words of a change do; `alone`: it is all that a header in % says."""
    if alone and last.text in table_words("comparing"):
        return 0
    match = regex("change_word").search(last.text) if last.kind is Kind.TEXT else None
    return last.start + match.start() if match else None


def _tells_change(tail: Sequence[Token], percent: bool) -> bool:
    """Whether the words at a header's end are of a change: compared in time, or a word of rise or fall that says so."""
    kinds = {token.kind for token in tail}
    strong = any(t.kind in (Kind.RISE, Kind.FALL) and t.text not in table_words("comparing") for t in tail)
    alone = [token.text for token in tail if token.text in table_words("mean_a_year")]  # also a mean of levels
    amount = "".join(token.text for token in tail) in table_words("change_amount")
    return amount or ((strong or bool(kinds & _COMPARED)) and (percent or len(alone) < len(tail)))


def _is_untold_change(found: Sequence[Token], said_unit: Unit | None) -> bool:
    """Whether a header ends in words behind a comparison in time that may be of a rise or of a fall (同比摸高)."""
    if said_unit is not None and not _UNIT_OF_MEASURE.fullmatch(said_unit.id):
        return False
    at = len(found)
    while at and found[at - 1].kind is Kind.TEXT:
        at -= 1
    words = "".join(token.text for token in found[at:])
    return bool(at and found[at - 1].kind in _COMPARED and regex("change_untold").fullmatch(words))


def _change(tail: Sequence[Token], text: str, said_unit: Unit | None) -> dict:
    """The measure of a column of changes: % is growth, points are points, another unit is an absolute change."""
    base = said_unit.base if said_unit else ""
    if base in word_set("signed_unit") - {"%", "‰"} or regex("points").search(text):
        measure = "point_change"
    elif base in ("%", "‰") or (not base and regex("change_of_rate").search(text)):
        measure = "growth"
    elif base or regex("change_of_amount").search(text):
        measure = "change"
    else:
        measure = "growth?"
    return {"measure": measure, "comparison": _comparison(tail, text), "sign": _sign(tail)}


def _comparison(tail: Sequence[Token], text: str) -> str:
    kinds = {token.kind for token in tail}
    since = regex("since_year").search(text)
    if Kind.ANNUAL_AVERAGE in kinds:
        return "annual_average"
    if Kind.PREVIOUS_PERIOD in kinds:
        return "previous_period"
    if since:
        return f"since:{since['year']}"
    return "year_end" if regex("since_new_year").search(text) else "yoy"


def _sign(tail: Sequence[Token]) -> int:
    """-1 where a header says a decrease and nothing else (下降, 负增长), so that its cells print no sign."""
    kinds = {token.kind for token in tail}
    told = [regex("change_tail").fullmatch(token.text) for token in tail]
    falls = Kind.FALL in kinds or any(match and match["fall"] for match in told)
    other = "".join(token.text for token in tail if token.kind is not Kind.FALL)
    return -1 if falls and Kind.RISE not in kinds and not regex("either_way").search(other) else 1


def _take_target(rest: str) -> tuple[str, bool]:
    target = regex("target_word").search(rest)
    if target is None or regex("target_met").search(rest):
        return rest, False
    return rest[: target.start()] + rest[target.end() :], True


def _take_plan(rest: str) -> tuple[str, Time | None]:
    """A header of goals without the plan that it names, and that plan's last year; all its years where it says so."""
    plans = ((match, read_time(match[0])) for match in _TIME.finditer(rest))
    match, plan = next(((match, time) for match, time in plans if time and time.kind == "plan"), (None, None))
    if match is None or plan is None:
        return rest, None
    of_last = Time("span", plan.last_year, whole_year=True)
    return rest[: match.start()] + rest[match.end() :], plan if regex("span_of_plan").search(match[0]) else of_last
