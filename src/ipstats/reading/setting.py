"""What a document as a whole says: the year it reports on, when it was written, its area, where goals stand."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ipstats.documents.blocks import Block, Context
from ipstats.documents.outline import DAY
from ipstats.grammar.dates import RELATIVE, TIME, Clock, read_time, resolve
from ipstats.grammar.flat import flatten
from ipstats.grammar.lexicon import pattern, regex
from ipstats.model.areas import NATION
from ipstats.model.periods import Period, month_end
from ipstats.reading.whom import area_of, beginning, close_up, leading

_ITEM = re.compile(rf"^\W*({DAY})")
_SENTENCE = re.compile(r"[。；，：:]|^.{50}")
_TALK = re.compile(pattern("talk"))
_TIME = re.compile(TIME)
_LOOKING_BACK = re.compile(pattern("looking_back"))
_GOALS = re.compile(pattern("target_heading"))
_RESULTS = re.compile(pattern("result_heading"))
_LEAD = 6
"""Blocks from the beginning in which a sentence may say the period of all that follows."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every figure falls back on: clock, area (a code; "" when the text does not say), whether goals are meant.

    `title` is the document's.
    """

    clock: Clock
    area: str = ""
    is_target: bool = False
    title: str = ""
    notes: tuple[str, ...] = ()
    """The notes below its tables and texts, which say what marks on their numbers mean."""


def setting_of(blocks: list[Block], context: Context) -> Setting:
    """The document's own setting, from what is known and else from its title and first pages.

    A table's title tells the year of its own figures, not of the document's other tables.
    """
    running = [block for block in blocks if block.kind != "caption"]
    title = context.title or _title_of(running)
    year = context.year or _year_of(title) or _only_year(running, context.published)
    told = (title, *_leads(blocks))
    clock = _clock(title, told, year, context.published)
    clock = _with_month(clock if context.published else _with_gloss(clock, blocks), blocks)
    default = next((period for text in told if (period := _default(text, clock))), None)
    if default and (clock.year is None or default.end.year == clock.year):
        clock = replace(clock, default=default)
    return Setting(clock, _own_area(context, title, blocks), title=title, notes=_notes(blocks))


def _notes(blocks: list[Block]) -> tuple[str, ...]:
    return tuple(block.text for block in blocks if block.kind == "note")


def _title_of(blocks: list[Block]) -> str:
    """The first line near the beginning that names a year and is no sentence, else ""."""
    texts = (block.text for block in blocks[:_LEAD])
    return next((text for text in texts if _year_of(text) and not _SENTENCE.search(text)), "")


def _with_gloss(clock: Clock, blocks: list[Block]) -> Clock:
    """The clock with the year that the text explains in passing (去年（2024年）)."""
    gloss = regex("year_gloss").search(beginning(blocks)) if clock.now is None else None
    return replace(clock, now=int(gloss[2]) - RELATIVE[gloss[1]]) if gloss else clock


def _with_month(clock: Clock, blocks: list[Block]) -> Clock:
    """The clock with the end of the month that a line near the beginning names alone."""
    months = (regex("month_line").fullmatch(block.text.strip()) for block in blocks[:_LEAD])
    month = next(filter(None, months), None)
    if month is None:
        return clock
    ended = month_end(int(month[1]), int(month[2]))
    return replace(clock, latest=ended, now=ended.year if clock.this_year is None else clock.now)


def _leads(blocks: list[Block]) -> list[str]:
    """The sentences near the beginning that say the period of all that follows."""
    texts = [block.text.rstrip() for block in blocks[:_LEAD]]
    asked = [match[1] for text in texts for match in regex("tells_of").finditer(flatten(text)[0])]
    return [text for text in texts if regex("announces").search(text)] + asked


def _own_area(context: Context, title: str, blocks: list[Block]) -> str:
    """The document's area; items about one place after another have none in common, unless title or most say so."""
    area = area_of(context, title, blocks)
    return area if area == NATION or not _has_items(blocks) else area_of(context, title, [])


def _has_items(blocks: list[Block]) -> bool:
    """Whether the document is a compilation: of items with their days above them, or their places before them."""
    dated = any(_ITEM.match(heading) for block in blocks for heading in block.headings)
    return dated or sum(bool(regex("place_label").match(block.text)) for block in blocks) > 1


class PlaceLabel(NamedTuple):
    """The place that an item begins with, and its day where it is told."""

    area: str
    day: date | None


def place_label(text: str) -> PlaceLabel | None:
    """【浙江】（2024年5月6日）: the place in brackets that an item begins with, None for any other text."""
    label = regex("place_label").match(text)
    code = leading(label[1]) if label else ""
    if not code:
        return None
    return PlaceLabel(code, _day_of_item("-".join(label.group(2, 3, 4))) if label[2] else None)


def _clock(title: str, told: tuple[str, ...], year: int | None, written: date | None) -> Clock:
    """Whose 今年 it is: a press conference about 2022 is held in 2023, a government's report of 2023 tells of 2022.

    One about a part of 2022 is held in that year.
    """
    if year and _LOOKING_BACK.search(title):
        return Clock(year - 1, written, year)
    if year and _TALK.search(title):
        part = next((period for text in told if (period := _default(text, Clock(year, written)))), None)
        later = part is None or part.kind == "years"
        return Clock(year, written, written.year if written else year + later)
    return Clock(year, written)


def _only_year(blocks: list[Block], published: date | None) -> int | None:
    """The year that a text without title or day is about, when it names no other (and no items of other dates)."""
    if published or _has_items(blocks):
        return None
    years = {m[1] for m in regex("spoken_year").finditer(beginning(blocks))}
    return int(years.pop()) if len(years) == 1 else None


def _year_of(title: str) -> int | None:
    m = regex("title_year").search(flatten(title)[0])
    time = read_time(m[0] if m[0].endswith(("年", "度")) else m[0] + "年") if m else None
    return time.year if time else None


def _day_of_item(heading: str) -> date | None:
    if m := _ITEM.match(heading):
        digits = re.sub(r"\b(?=\d\b)", "0", re.sub(r"\D", "-", m[1].removesuffix("日")))
        try:
            return date.fromisoformat(digits)
        except ValueError:
            return None
    return None


def _default(text: str, clock: Clock) -> Period | None:
    """The part of a year that a title or heading is about (2024年上半年, 前三季度), or the years of a plan's time."""
    flat = flatten(text)[0]
    for match in _TIME.finditer(flat):
        time = read_time(match[0])
        if time is None:
            continue
        part = time.kind == "span" and not time.whole_year and time.last_year is None
        if part and regex("no_period_after").match(flat, match.end()):
            continue
        if part or (time.kind == "plan" and not regex("plan_paper").search(flat)):
            period = resolve(time, clock)
            return period if period and period.kind != "year" else None
    return None


def period_ahead(headings: tuple[str, ...]) -> Period | None:
    """The last year of the plan that a heading names: what its goals are for."""
    for heading in headings:
        for match in _TIME.finditer(heading) if regex("plan_paper").search(heading) else ():
            time = read_time(match[0])
            if time and time.kind == "plan":
                return Period.year(time.last_year)
    return None


@lru_cache(maxsize=4096)
def under(setting: Setting, headings: tuple[str, ...]) -> Setting:
    """The setting under a heading path: the date of a compilation's item, a heading's year, goals announced."""
    for at, heading in enumerate(map(close_up, headings)):
        clock = setting.clock
        if day := _day_of_item(heading):
            clock = Clock(None, day, day.year)
            setting = replace(setting, area=leading(_ITEM.sub("", heading)) or setting.area)
        else:
            clock = _dated(clock, heading, is_title=at == 0)
        setting = replace(setting, clock=clock)
        if _RESULTS.search(heading):
            setting = replace(setting, is_target=False)
        elif _GOALS.search(heading):
            ahead = period_ahead(headings[: at + 1])
            setting = replace(setting, clock=replace(setting.clock, default=ahead), is_target=True)
    return setting


def _dated(clock: Clock, heading: str, is_title: bool) -> Clock:
    """The clock under a heading that names a year, a part of one, or the time of a plan."""
    year = _year_of(heading)
    if year and not regex("no_heading_year").search(heading):
        is_ahead = bool(clock.year) and year == clock.year + 1
        clock = replace(clock, year=year, is_ahead=is_ahead, default=clock.default if year == clock.year else None)
    if not is_title and (default := _default(heading, clock)):
        clock = replace(clock, year=clock.year and default.end.year, default=default)
    return clock
