"""The pieces sentences are made of: names, periods, numbers with their links, verbs chosen by interval."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from ipstats.analysis.growth import direction
from ipstats.display.context import area_name
from ipstats.display.numbers import (
    BOUND,
    RANGE,
    absent,
    href,
    number,
    outward,
    printed,
    quantity,
    read_words,
    title,
    unit_of,
    with_unit,
)
from ipstats.display.prose import Inline, Prose
from ipstats.errors import IpstatsError, ParameterError
from ipstats.model.areas import NATION, area
from ipstats.model.awards import editions
from ipstats.model.definitions import read_yaml
from ipstats.model.indicators import indicators
from ipstats.model.naming import coverage, covering, period
from ipstats.model.numerals import runs
from ipstats.model.periods import Period
from ipstats.project import raw

ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def records(result) -> list[dict]:
    """The rows of a result, or of one row given alone: what `to_dict` gives, without a series for each column."""
    if not isinstance(result, pd.DataFrame):
        return [dict(result)]
    if np.dtype(object) in list(result.dtypes):
        return result.to_dict("records")
    names = list(result.columns)
    rows = result.to_numpy(dtype=object).tolist()
    return [{name: None if value is pd.NA else value for name, value in zip(names, row, strict=True)} for row in rows]


def template(group: str, name: str, language: str) -> Any:
    """A template of words.yaml, or several by name."""
    return read_words()[group][language][name]


def fill(group: str, name: str, language: str, /, **slots) -> Prose:
    """A template of words.yaml filled in."""
    return Prose.fill(language, template(group, name, language), **slots)


def listed(items, language: str, mark: str = "between") -> Prose:
    """Clauses or names one after the other, with the language's separator (`between`, `list` or `clause`)."""
    return Prose.join(language, items, read_words()["punctuation"][language][mark])


def portion(count: int, total: int, language: str) -> str:
    """How many of a total, as the subject of a clause: 5项; 均 for all of several, nothing for a single one."""
    kind = "one" if total == 1 else "all" if count == total else "some"
    return template("lead", kind, language).format(count=count)


def year_runs(years, language: str) -> str:
    """Years in order, consecutive ones as a span: 2013、2015—2017."""
    dash = "—" if language == "zh" else "–"
    spans = [f"{first}{dash}{last}" if last > first else str(first) for first, last in runs(map(int, years))]
    return read_words()["punctuation"][language]["list"].join(spans)


def sentence(prose: Prose) -> Prose:
    """With a capital at its beginning and a full stop, unless there is nothing to say."""
    if not prose:
        return prose
    first, *rest = prose.inlines
    first = Inline(first.text[:1].upper() + first.text[1:], first.href, first.title)
    stop = read_words()["punctuation"][prose.language]["stop"]
    ended = str(prose).endswith((".", "。"))
    return Prose.join(prose.language, (Prose(prose.language, (first, *rest)), "" if ended else stop))


def nothing(result: pd.DataFrame, group: str, language: str, code: str = "") -> Prose:
    """What is said of a table without rows to speak of; `code` is the area it was asked for."""
    rows = records(result) if len(result) and not code else []
    where = place(rows[0], language) if rows else area_name(code or result.attrs.get("area", ""), language)
    if about := result.attrs.get("indicator"):
        where = f"{where}{indicators()[about].zh}" if language == "zh" else f"{where}, {indicators()[about].en}"
    if reason := result.attrs.get(f"reason_{language}"):
        said = Prose(language, (Inline(f"{where}：{reason}" if language == "zh" else f"{where}: {reason}"),))
    else:
        said = fill(group, "none", language, area=where or ("所选地区" if language == "zh" else "the area"))
    return replace(sentence(said), missing=True)


def place(row: dict, language: str) -> str:
    """The area of a row by its name in the language."""
    return area_name(row.get("ref_area", ""), language) or row.get("ref_area_name", "")


def name(row: dict, language: str) -> str:
    """The indicator of a row as a sentence names it, with its coverage."""
    known = indicators().get(row.get("indicator", ""))
    text = (known.zh if language == "zh" else known.en) if known else row.get("label") or row.get("indicator_name", "")
    scope = row.get("scope", "")
    if row.get("measure") == "share" and language == "zh":
        text = row.get("label") or text
    return covering(text, "" if absent(scope) else scope, language)


def subject(row: dict, language: str) -> dict:
    """What most sentences open with: the slots `period`, `area` and `name` of a row."""
    when = period(row.get("time_period", ""), language, opening=True)
    return {"period": when, "area": place(row, language), "name": name(row, language)}


def together(language: str, sentences) -> Prose:
    """Whole sentences one after the other."""
    return Prose.join(language, sentences, "" if language == "zh" else " ")


def base_period(row: dict, language: str) -> str:
    """The base in words; the year before is 上年 in Chinese."""
    now, then = row.get("time_period", ""), row.get("base_period", "")
    if language == "zh" and now and then and Period.parse(now).shifted(-1) == Period.parse(then):
        when = Period.parse(now)
        return "上年末" if when.is_instant and when.is_full_year else "上年" if when.is_full_year else "上年同期"
    return period(then, language).replace("the end of ", "end-")


def num(
    row: dict, quantity_name: str, language: str, *, sign: bool = True, decimals: int | None = None, about: bool = False
) -> Inline:
    """A number with its unit, leading to its source or saying how it was computed.

    With `about` a computed one whose interval leaves no two decimals is 22.3%, not 22.21%～22.34%, and one that it
    leaves none 约26%: for conclusions.
    """
    text = quantity(row, quantity_name, language, sign=sign, decimals=decimals)
    if about and RANGE[language].format("", "") in text:
        text = _about(row, quantity_name, language)
    return Inline(text, href(row, quantity_name), title(row, quantity_name, language))


def rounded(row: dict, quantity_name: str, language: str, decimals: int = 1, *, sign: bool = True) -> Inline:
    """A number as rankings print it: a computed one with as many decimals, whatever its interval."""
    ends = dict.fromkeys((f"{quantity_name}_lower", f"{quantity_name}_upper"))
    plain = row if printed(row, quantity_name) else row | ends
    text = quantity(plain, quantity_name, language, sign=sign, decimals=decimals)
    return Inline(text, href(row, quantity_name), title(row, quantity_name, language))


def _about(row: dict, quantity_name: str, language: str) -> str:
    """The middle of an interval with the decimals that it leaves nearly sure, said to be about that."""
    middle, width = abs(row[quantity_name]), row[f"{quantity_name}_upper"] - row[f"{quantity_name}_lower"]
    places = next((places for places in (2, 1, 0) if width <= 3 * 10**-places), 0)
    text = with_unit(number(middle, decimals=places, language=language), unit_of(row, quantity_name), language)
    return text if places else BOUND[language]["~"].format(text)


def span(row: dict, quantity_name: str, language: str) -> Inline:
    """The whole interval of a quantity, rounded outward."""
    lower, upper = row[f"{quantity_name}_lower"], row[f"{quantity_name}_upper"]
    middle = row[quantity_name]
    text = (
        number(middle, lower, upper, decimals=0, language=language)
        if _is_open(lower, upper)
        else _range(lower, upper, language)
    )
    return Inline(with_unit(text, unit_of(row, quantity_name), language), "", title(row, quantity_name, language))


def _is_open(lower: float, upper: float) -> bool:
    return not (abs(lower) < float("inf") and abs(upper) < float("inf"))


def _range(lower: float, upper: float, language: str) -> str:
    return RANGE[language].format(*outward(lower, upper, 2, language))


def course(row: dict, quantity_name: str) -> str:
    """What the interval of a change decides: rise, fall, flat, steady, undecided, or nothing when unknown."""
    found = str(direction(pd.DataFrame([row]), quantity_name)[0])
    shown = quantity(row, quantity_name, "en", unit=False, sign=False)
    if found == "steady" and row[f"{quantity_name}_lower"] == row[f"{quantity_name}_upper"] == 0:
        return "flat"
    nought = found in ("rise", "fall") and not any(digit in shown for digit in "123456789")
    return "steady" if nought else found


def verb(
    row: dict, quantity_name: str, language: str, *, decimals: int | None = None, about: bool = False,
    past: bool = False, by: Inline | None = None,
) -> Prose:  # fmt: skip
    """What a change may be called: 增长5.63%, 下降…, 持平, 基本持平（…）, 增减不可判定（…）; `past` as a verb: fell
    4.31%. `by` is the amount where it is printed in another way.
    """
    points = unit_of(row, quantity_name) not in ("%", "")
    way = course(row, quantity_name)
    if not way:
        return Prose(language)
    slots = {"by": by or num(row, quantity_name, language, sign=False, decimals=decimals, about=about)}
    if way in ("steady", "undecided"):
        slots["range"] = span(row, quantity_name, language)
    return fill(f"verbs{'_points' * points}{'_past' * past}", way, language, **slots)


def ordinal(place: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if place % 100 in (11, 12, 13) else ENDINGS.get(place % 10, "th")
    return f"{place}{ending}"


def edition_name(number: int, language: str) -> str:
    """An edition of the China Patent Award as a sentence names it: 第二十三届, 23rd."""
    if language == "en":
        return ordinal(int(number))
    return editions()[number].zh if number in editions() else f"第{number}届"


def rank_words(row: dict, language: str, prefix: str = "") -> str:
    """A place: 第2位, 并列第2位, 第2至第4位之间; nothing when there is none."""
    found, best, worst = (row.get(f"{prefix}rank{end}") for end in ("", "_best", "_worst"))
    if absent(found):
        return ""
    say = (lambda place: str(int(place))) if language == "zh" else (lambda place: ordinal(int(place)))
    if not absent(best) and best != worst:
        return template("rank", "between", language).format(best=say(best), worst=say(worst))
    return template("rank", "tied" if row.get(f"{prefix}tied") else "certain", language).format(rank=say(found))


def place_number(found, language: str) -> str:
    return str(int(found)) if language == "zh" else ordinal(int(found))


def published_rank(row: dict, language: str) -> dict:
    """The slots `scope` and `rank` of a place that a source states; a source may not say among whom."""
    scope = row.get("published_rank_scope")
    scope = coverage(scope, language) if scope else template("rank", "unstated", language)
    return {"scope": scope, "rank": place_number(row["published_rank"], language)}


def peers(row: dict, language: str) -> str:
    """What the ranked are called: 省级地区, provinces."""
    words = template("rank", "peers", language)
    return words.get(area(row["ref_area"]).level, words["other"])


def ranking(row: dict, language: str) -> dict:
    """The slots of a ranked row: its `place`, `known` (among whom: all of the level, or those known, by name), `among`
    and `peers`, and `possible` (the place in the whole set, where not all are known)."""
    slots = {"place": rank_words(row, language), "among": int(row["among"]), "peers": peers(row, language)}
    return slots | {"known": known_areas(row, language), "possible": possible_place(row, language)}


def known_areas(row: dict, language: str) -> str:
    """Among whom a row is ranked: 全部31个省级地区, or 已知的2个省级地区（北京、浙江）."""
    unknown, codes = row.get("unknown"), row.get("known_areas")
    slots = {"among": int(row["among"]), "peers": peers(row, language)}
    if unknown is not None and not absent(unknown) and int(unknown) == 0:
        return template("rank", "all_known", language).format(**slots)
    if absent(codes) or not codes:
        return template("rank", "some_known", language).format(**slots)
    names = listed([area_name(code, language, short=True) for code in codes.split()], language, "list")
    return template("rank", "named", language).format(**slots, names=names)


def possible_place(row: dict, language: str) -> str:
    """The highest and lowest place in the whole set; nothing where all are known or the set is no whole."""
    best, worst = row.get("place_best"), row.get("place_worst")
    if absent(best) or absent(worst) or not int(row.get("unknown") or 0):
        return ""
    said = {"best": place_number(best, language), "worst": place_number(worst, language)}
    slots = {"members": int(row["members"]), "peers": peers(row, language)}
    return template("rank", "possible" if best != worst else "proved", language).format(**said, **slots)


@lru_cache(maxsize=512)
def described(source: str, language: str = "zh") -> str:
    """A document as lists of sources name it: publisher, title and date as its sidecar in data/raw says; of a digest of
    ours its title and whose figures it holds; its id where there is no sidecar.

    In English the publisher is translated and the Chinese title, which is what a reader must look for, follows.
    """
    said = _sidecar(source)
    if not said:
        return source
    publisher = said.get("publisher", "") if language == "zh" else translated(said.get("publisher", ""))
    if is_digest(source):
        told = publisher.replace("；", "、")
        return template("sources", "digest", language).format(title=called(source, language), publisher=told)
    kind = wording(source) if wording(source) != "restated" else "verbatim"
    title = template("sources", kind, language).format(title=called(source, language))
    parts = publisher, title, _published(str(said.get("published") or ""), language)
    if language == "zh":
        return "，".join(filter(None, parts))
    return ", ".join(filter(None, (": ".join(filter(None, parts[:2])), parts[2])))


def is_digest(source: str) -> bool:
    """Whether a document was compiled from several publications, so that its title is of no publication."""
    return wording(source) != "verbatim" and not PART.match(_sidecar(source).get("title", ""))


PART = re.compile("([^（：]+)：(.+)")
"""A title that names a publication and what was taken from it."""


def called(source: str, language: str = "zh") -> str:
    """A document by its title as a citation writes it: a publication in title marks, what was taken from it after."""
    said = _sidecar(source)
    title, english = said.get("title", source), said.get("title_en", "")
    found = PART.match(title)
    named = title if is_digest(source) else f"《{found[1]}》{found[2]}" if found else f"《{title}》"
    return named if language == "zh" else f"{english} ({named})" if english else named


def _published(day: str, language: str) -> str:
    """The day of publication; of one that is known by its year only, which sidecars write as its last day, the year."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or day.endswith("12-31"):
        return day[:4] + "年" * (language == "zh" and bool(day))
    return period(day, language) if language == "zh" else day


def translated(publisher: str) -> str:
    """A publisher, or several, in English as far as words.yaml knows them."""
    text = publisher
    for chinese, english in read_words()["publishers"].items():
        if "{area}" in english:
            text = re.sub(rf"([\u4e00-\u9fff]*){chinese}", lambda found, en=english: _office(found, en), text)
        text = text.replace(chinese, english)
    for mark, latin in (("；", "; "), ("、", ", "), ("《", ", "), ("》", " "), ("（", " ("), ("）", ")"), ("，", ", ")):
        text = text.replace(mark, latin)
    return text.strip()


def _office(found: re.Match, english: str) -> str:
    """An office of an area: 北京市 before 知识产权局 is Beijing."""
    try:
        return english.format(area=f"{area(found[1]).name_en} ") if found[1] else english.format(area="")
    except ParameterError:
        return found[0]


def document(source: str, language: str = "zh", *, short: bool = False) -> str:
    """A document by its title alone, as tables name it; `short` without what follows a colon or bracket."""
    said = _sidecar(source)
    title = (said.get("title_en") if language == "en" else "") or said.get("title") or source
    return re.split("[：（:(]", title)[0].strip() if short else title


def wording(source: str) -> str:
    """Whose words a document's are (`collect.sources.WORDINGS`), as its sidecar says."""
    return _sidecar(source).get("wording") or "verbatim"


@lru_cache(maxsize=256)
def _sidecar(source: str) -> dict:
    """What the sidecar of a source says, nothing where there is none."""
    try:
        beside = sorted(raw().rglob(f"{source}.*.source.yaml"))
    except IpstatsError:
        beside = []
    return read_yaml(beside[0]) if beside else {}


def whose(code: str, language: str) -> str:
    """Whose target it is."""
    return ("全国" if language == "zh" else "the nation") if code == NATION else area_name(code, language)
