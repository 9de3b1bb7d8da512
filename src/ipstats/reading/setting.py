"""What a document as a whole says: the year it reports on, when it was written, its area, where goals stand."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ipstats.errors import ParameterError
from ipstats.model import areas
from ipstats.reading.blocks import Block, Context
from ipstats.reading.dates import Clock, read_time
from ipstats.reading.lexicon import any_of, pattern
from ipstats.reading.scan import flatten

_ITEM = re.compile(r"^\W*((?:19|20)\d\d)[-年./]?(0[1-9]|1[0-2])[-月./]?([0-2]\d|3[01])日?(?!\d)")
_DATELINE = re.compile(r"^\W*((?:19|20)\d\d)年([01]?\d)月([0-3]?\d)日\W*$")
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{2})年?度?")
_SPOKEN_YEAR = re.compile(r"(?<![较比自从由《“\d])((?:19|20)\d\d)\s?年")
_SENTENCE = re.compile(r"[。；，：:]|^.{50}")
_TALK = re.compile(pattern("talk"))
_LOOKING_BACK = re.compile(pattern("looking_back"))
_GOALS = re.compile(pattern("target_heading"))
_RESULTS = re.compile(pattern("result_heading"))
_BESIDE = re.compile(
    rf"(?:占|居|列|领跑|位|于|比|跑赢)(?:全国|我国)|(?:{pattern('rank_scope')})+(?={pattern('first')}|第|平均|前|排)"
    r"|全国(?=人大|政协|劳模)|中国专利奖|国家知识产权局|(?:次于|领先于|落后于|多于)[^，。；]{2,8}"
)
"""Where the nation is only the measure of the place spoken of."""
_ABOUT = 4000
"""Characters from the beginning in which the document says whom it is about."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every figure falls back on: clock, area (a code; "" when the text does not say), whether goals are meant."""

    clock: Clock
    area: str = ""
    is_target: bool = False


def setting_of(blocks: list[Block], context: Context) -> Setting:
    """The document's own setting, from what is known and else from its title and first pages."""
    title = context.title or next(
        (block.text for block in blocks[:6] if _TITLE_YEAR.search(block.text) and not _SENTENCE.search(block.text)), ""
    )
    year = context.year or _year_of(title) or (None if context.published else _only_year(blocks))
    written = context.published or next((day for block in blocks[:12] if (day := _day(_DATELINE, block.text))), None)
    return Setting(_clock(title, year, written), _area_of(context, title, blocks))


def _clock(title: str, year: int | None, written: date | None) -> Clock:
    """Whose 今年 it is: a press conference about 2022 is held in 2023, a government's report of 2023 tells of 2022."""
    if year and _LOOKING_BACK.search(title):
        return Clock(year - 1, written, year)
    if year and _TALK.search(title):
        return Clock(year, written, written.year if written else year + 1)
    return Clock(year, written)


def _only_year(blocks: list[Block]) -> int | None:
    """The year that a text without title is about, when it names no other (and no items of other dates)."""
    if any(_ITEM.match(heading) for block in blocks for heading in block.headings):
        return None
    years = {m[1] for m in _SPOKEN_YEAR.finditer(_beginning(blocks))}
    return int(years.pop()) if len(years) == 1 else None


def _year_of(title: str) -> int | None:
    m = _TITLE_YEAR.search(flatten(title)[0])
    time = read_time(m[0] if m[0].endswith(("年", "度")) else m[0] + "年") if m else None
    return time.year if time else None


def _day(shape: re.Pattern, text: str) -> date | None:
    if m := shape.match(text):
        try:
            return date(int(m[1]), int(m[2]), int(m[3]))
        except ValueError:
            return None
    return None


@lru_cache(maxsize=1)
def _places() -> tuple[re.Pattern, dict[str, str]]:
    names = areas.match_names()
    return re.compile(any_of(name for name in names if name != "国家")), names


def _area_of(context: Context, title: str, blocks: list[Block]) -> str:
    """The area given, else that of the title, else the one the text names most often; "" when none is named."""
    if context.area:
        return areas.area(context.area).code
    places, names = _places()
    for text in (context.title or title, _beginning(blocks)):
        found = Counter(names[m[0]] for m in places.finditer(_BESIDE.sub("", text)) if names[m[0]][0].isdigit())
        if found:
            most = max(found.values())
            return next(code for code, count in found.items() if count == most)
    return ""


def _beginning(blocks: Iterable[Block]) -> str:
    text = ""
    for block in blocks:
        text += block.text + "\n"
        if len(text) > _ABOUT:
            break
    return text


@lru_cache(maxsize=4096)
def under(setting: Setting, headings: tuple[str, ...]) -> Setting:
    """The setting under a heading path: the date of a compilation's item, a heading's year, goals announced."""
    for heading in headings:
        if day := _day(_ITEM, heading):
            setting = replace(setting, clock=Clock(None, day))
        elif (year := _year_of(heading)) and not re.search("《|规划|纲要|[-—至]", heading):
            setting = replace(setting, clock=replace(setting.clock, year=year))
        if _RESULTS.search(heading):
            setting = replace(setting, is_target=False)
        elif _GOALS.search(heading):
            setting = replace(setting, is_target=True)
    return setting


def within(area: str) -> str:
    """The area whose districts a text may name bare: the document's, or the province or city around it."""
    if not area[:1].isdigit() or area == areas.NATION:
        return ""
    return area if area.endswith("00") else area[:4] + "00"


def area_name(code: str) -> str:
    """The standard name of an area code, "" for none."""
    try:
        return areas.area(code).name if code else ""
    except ParameterError:
        return ""
