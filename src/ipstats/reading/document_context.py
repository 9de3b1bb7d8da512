"""What a document as a whole says: its area, its period, its day of writing; and what its headings say."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ipstats.documents.blocks import Block, Context
from ipstats.errors import ParameterError
from ipstats.grammar.dates import Clock, Time
from ipstats.grammar.dates import resolve as resolve_time
from ipstats.grammar.flat import flatten
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.token import Kind, Token, text_of
from ipstats.grammar.tokens import SECTION, tokens
from ipstats.model import areas
from ipstats.model.numerals import parse_number
from ipstats.model.periods import Period
from ipstats.reading.clause_tree import Clause, Sentence, sentences
from ipstats.reading.context import Context as ReadingContext
from ipstats.reading.context import DocumentContext, Heading, Topic
from ipstats.reading.evidence import Evidence, How
from ipstats.reading.setting import setting_of
from ipstats.reading.whom import area_of, is_division, known_zone, leading

_LINES, _LONGEST_LINE, _SAMPLE = 6, 48, 60
_LONGEST_DATE_LINE = 8
_OF_DAY = re.compile("[^\u4e00-\u9fff]|[〇零○一二三四五六七八九十]")
"""What does not count as a character of a line that says the day."""
_OF_LAST_YEAR = 6
"""Months of a year in which a text without a period still tells of the year before."""
_TOPICS = ("span", "plan", "instant", "since")
_SHORTEST_ZONE = 3
_LAST_MONTH = 12
_MOST = 0.6
"""Share of the sentences that a year must begin to be the year of a text whose title names none."""
_ENDS = tuple("。！？；：…!?;:")
_FIRST_PLAN, _FIRST_YEAR = 7, 1986


def is_line(text: str) -> bool:
    """Whether a block is a line of its own, like a headline, not running text."""
    text = text.strip()
    ends = text.rstrip("”’\"')）】》 \u3000").endswith(_ENDS)
    return len(text) <= _LONGEST_LINE and not ends and not re.search("[。；]", text)


def document_context(blocks: list[Block], options: Context) -> DocumentContext:
    """What the document says of itself, and what its options say."""
    compiled = _is_compilation(blocks)
    if compiled and _is_of_item(options.title, blocks):
        options = replace(options, title="")
    lines = title_lines(blocks)
    title = options.title or (lines[0] if lines else "")
    said = title if compiled else " ".join(dict.fromkeys([title, *lines]))
    period, how, doubt = (None, How.ASSUMED, "") if compiled else _period(said, blocks, options)
    code, name, area_how = _area(title, blocks, options, compiled)
    text = "".join(block.text for block in blocks)
    clock = setting_of(blocks, options if code else replace(options, area="")).clock
    if not compiled:
        period, how, doubt = _told_by_text(period, how, doubt, clock, _days_told(blocks))
    return DocumentContext(
        code, name, area_how, options.published, title, period, how, doubt,
        words("patent_word")[0] in text and words("trademark_word")[0] not in text, compiled,
        clock.now or _now(said, period, options.published), _body(title, code), clock.latest,
    )  # fmt: skip


def _body(title: str, area: str) -> str:
    """The kind of zone or the court that a title is about, "" in a document about an area of its own."""
    if not area[:1].isdigit():
        return ""
    found = regex("title_body").search(title) or regex("zone_title").match(title)
    return next(iter(found.groups())) if found else ""


def _days_told(blocks: list[Block]) -> Period | None:
    """The one time from day to day that the beginning names (2022年5月1日至2023年7月31日), None of several."""
    times = (token.time for block in blocks[:_LINES] for token in tokens(flatten(block.text)[0]) if token.time)
    found = {resolve_time(time, Clock()) for time in times if time.first_day is not None}
    return found.pop() if len(found) == 1 else None


def _told_by_text(
    period: Period | None, how: How, doubt: str, clock: Clock, days: Period | None
) -> tuple[Period | None, How, str]:
    """The part of the year that the first sentences announce, or the year or days that only the text names."""
    if how is How.ASSUMED and days is not None:
        return days, How.DOCUMENT, ""
    default, year = clock.default, clock.year
    if default is not None and period is not None and period.kind == "year" and default.end.year == period.end.year:
        return default, How.DOCUMENT, ""
    if how is How.ASSUMED and (default or year):
        return default or Period.year(year), How.DOCUMENT, ""
    return period, how, doubt


def _is_compilation(blocks: list[Block]) -> bool:
    """Whether a document has dated items; the day of a byline below its title makes none."""
    headed = {heading for block in blocks for heading in block.headings}
    headed |= {block.text for block in blocks[1:] if block.kind == "heading"}
    days = (regex("item_day").match(heading.strip()) for heading in headed)
    return any(day is not None and not regex("byline").match(day.string[day.end() :]) for day in days)


def is_dated_heading(block: Block) -> bool:
    """Whether a block is the heading of a dated item."""
    return block.kind == "heading" and bool(regex("item_day").match(block.text.strip()))


def _is_of_item(title: str, blocks: list[Block]) -> bool:
    """Whether a compilation's title is a line of one of its items rather than above them."""
    first = next((at for at, block in enumerate(blocks) if is_dated_heading(block)), len(blocks))
    return bool(title) and any(block.text.strip() == title.strip() for block in blocks[first:])


def title_lines(blocks: list[Block]) -> list[str]:
    """The lines at the head of a document that are its title."""
    lines: list[str] = []
    for block in blocks[:_LINES]:
        text = block.text.strip()
        if not is_line(text):
            break
        if regex("date_line").match(text) and len(_OF_DAY.sub("", text)) < _LONGEST_DATE_LINE:
            continue
        if block.kind == "heading" and regex("item_day").match(text):
            break
        lines.append(text)
    return lines


def _now(said: str, period: Period | None, published: date | None) -> int | None:
    """The year that 今年 means in a text without a day: of a press conference or work report the year after its own."""
    if published is not None or period is None:
        return None
    return period.end.year + bool(regex("looking_back_title").search(said))


# ---------------------------------------------------------------- the period
def _period(said: str, blocks: list[Block], options: Context) -> tuple[Period | None, How, str]:
    if options.year:
        told = title_period(said, options.published)
        if told and told.end.year == options.year:
            return told, How.TITLE, ""
        return Period.year(options.year), How.DOCUMENT, ""
    if told := _data_period(blocks, options.published) or title_period(said, options.published):
        return told, How.TITLE, ""
    day = options.published
    if spoken := _spoken_period(blocks, day):
        return spoken, How.DOCUMENT, ""
    if day is None:
        return None, How.ASSUMED, ""
    return Period.year(day.year - (day.month <= _OF_LAST_YEAR)), How.ASSUMED, "no_title_period"


def title_period(said: str, day: date | None) -> Period | None:
    """The period that a title names; a work report's is the year before the one that it is given in."""
    looks_back = regex("looking_back_title").search(said)
    clock = Clock(None, day, day.year if day else None)
    for period in _periods_in(said, clock):
        given = day.year == period.end.year if day else bool(regex("government_report").search(said))
        return Period.year(period.end.year - 1) if looks_back and period.kind == "year" and given else period
    return Period.year(day.year - 1) if looks_back and day else None


def _periods_in(text: str, clock: Clock) -> list[Period]:
    """The periods that the times of a text name, in order, each once."""
    found: list[Period] = []
    for token in tokens(flatten(text)[0]):
        if token.kind is Kind.TIME and token.time.kind in _TOPICS:
            period = resolve_time(token.time, clock)
            if period is not None and period not in found:
                found.append(period)
    return found


def _data_period(blocks: list[Block], day: date | None) -> Period | None:
    """本次评价使用2021年度数据: the period that an evaluation says of its data."""
    for block in blocks[:_LINES]:
        if m := regex("data_period").search(flatten(block.text)[0]):
            return next(iter(_periods_in(m[1], Clock(None, day, day.year if day else None))), None)
    return None


def _spoken_period(blocks: list[Block], day: date | None) -> Period | None:
    """The one year that sentences begin with, where no title names a period; the part of it if only that is named.

    截至6月底 is of the last such month before the day of publication.
    """
    spoken = [time for block in blocks for time in _opening_years(block, day)]
    first = _most_spoken(spoken, day)
    if first is None:
        return None
    parts = _parts_of_year(first, spoken, day)
    most = parts.most_common(1)[0][0] if parts else (1, _LAST_MONTH)
    return Period.months(first, *most) if (1, _LAST_MONTH) not in parts and most[0] <= most[1] else Period.year(first)


def _parts_of_year(year: int, spoken: list[Time], day: date | None) -> Counter[tuple[int, int]]:
    """The months that are told of a year, and how often; of one that is not over those up to a moment told, as the
    whole of it is only planned for."""
    of_year = [time for time in spoken if time.year == year]
    parts = Counter((time.first, time.last) for time in of_year if time.kind == "span")
    if day is None or year != day.year or day.month == _LAST_MONTH:
        return parts
    so_far = Counter(parts)
    del so_far[1, _LAST_MONTH]
    return so_far or parts or _up_to_moments(of_year, day.month)


def _up_to_moments(of_year: list[Time], month: int) -> Counter[tuple[int, int]]:
    return Counter((1, time.last) for time in of_year if time.kind == "instant" and time.last < month)


def _most_spoken(times: list[Time], day: date | None) -> int | None:
    """The first year that is named, where most times name it; one long before the day of publication more than once."""
    years = [time.year for time in times if time.year is not None]
    if not years or years.count(years[0]) < _MOST * len(years):
        return None
    is_old = day is not None and years[0] < day.year - 1
    return None if is_old and years.count(years[0]) == 1 else years[0]


def _opening_years(block: Block, day: date | None) -> Iterator[Time]:
    """The times that the sentences of a block begin with and that name one year, or a month before the day."""
    for sentence in sentences(tokens(flatten(block.text)[0])):
        for clause in _clauses_that_open(sentence):
            opening = _opening(clause)
            times = [
                _with_year(token.time, day) for at, token in enumerate(opening)
                if token.time is not None and not regex("since_before").search(text_of(opening[:at]))
            ]  # fmt: skip
            yield from (time for time in times if _says_year(time))


def _clauses_that_open(sentence: Sentence) -> Iterator[Clause]:
    """The first two clauses of a sentence, or those up to the first with a time (记者从…获悉，今年1至7月，…)."""
    told = False
    for at, clause in enumerate(sentence.clauses):
        if at > 1 and told:
            return
        yield clause
        told = told or Kind.TIME in clause.kinds or clause.has_quantity


def _with_year(time: Time, day: date | None) -> Time:
    """A moment or the months from January of no named year, or of this or the last one, with the year they are of."""
    of_year = time.kind == "instant" or (time.kind == "span" and time.first == 1 and time.last > 1)
    if not of_year or time.year is not None or time.last >= _LAST_MONTH or day is None:
        return time
    if time.relative is not None:
        return replace(time, year=day.year + time.relative) if time.says_year else time
    return replace(time, year=day.year - (time.last > day.month))


def _opening(clause: Clause) -> list[Token]:
    """The tokens at the beginning of a clause, and the first of brackets right behind its first token."""
    inside = [b.sentence.tokens[0] for b in clause.brackets if b.after is clause.tokens[0]]
    return [*clause.tokens[:3], *inside]


def _says_year(time: Time) -> bool:
    return time.kind in ("span", "instant") and bool(time.year) and time.last_year is None


# ---------------------------------------------------------------- the area
def _area(title: str, blocks: list[Block], options: Context, compiled: bool) -> tuple[str, str, How]:
    """Code, name and where it was found.

    An option that names a zone which the catalogue lacks stays as written, without a code; any other unknown name is
    a `ParameterError`.
    """
    if options.area:
        try:
            one = areas.area(options.area)
        except ParameterError:
            if not options.area.endswith(words("zone")) or len(options.area) <= _SHORTEST_ZONE:
                raise
            return "", options.area, How.DOCUMENT
        return one.code, one.name, How.DOCUMENT
    code = area_of(options, title, blocks)
    if compiled and code != areas.NATION:
        code = area_of(options, title, [])
    zone = regex("zone_title").match(title)
    if zone and not is_division(zone["zone"]):
        return *known_zone(zone["zone"]), How.TITLE
    return code, areas.area(code).name if code else "", How.TITLE


# ---------------------------------------------------------------- headings
@lru_cache(maxsize=1024)
def heading_of(path: tuple[str, ...], document: DocumentContext) -> Heading:
    """What a path of headings says; the innermost that offers periods wins, a goal heading holds for all below it."""
    written, periods, goal = None, (), False
    for heading in path:
        day, text = _item(heading, document)
        if day is not None:
            written, periods = day, ()
        if text == document.title:
            continue
        here = _heading_periods(text, document, written)
        periods = here or periods
        if regex("goal_heading").search(text) and not regex("result_heading").search(text):
            goal = True
            if not here and regex("next_year_heading").search(text) and document.period:
                periods = (Period.year(document.period.end.year + 1),)
        elif regex("result_heading").search(text):
            goal = False
    return Heading(
        path,
        periods,
        goal,
        written,
        _area_of_headings(path, document),
        _scope_of_headings(path, document),
        _day_of_headings(path),
    )


def _day_of_headings(path: tuple[str, ...]) -> date | None:
    """The day that the innermost heading bears (江苏法院2020年度报告（2021年4月22日）)."""
    m = next((m for heading in reversed(path) if (m := regex("heading_day").search(heading))), None)
    try:
        return date(*map(int, m.groups())) if m else None
    except ValueError:
        return None


def _scope_of_headings(path: tuple[str, ...], document: DocumentContext) -> str:
    """A heading that names a kind of zone or industry (2022年国家级经开区) narrows what stands below it."""
    for heading in reversed(path):
        if heading == document.title:
            continue
        plain = "".join(
            token.text
            for token in tokens(flatten(heading)[0])
            if token.kind is not Kind.TIME and token.reason != SECTION
        )
        if regex("heading_scope").match(plain):
            return plain
    return ""


def _item(heading: str, document: DocumentContext) -> tuple[date | None, str]:
    """The day of a dated item, and the rest of its heading."""
    m = regex("item_day").match(heading.strip()) if document.is_compilation else None
    if m is None:
        return None, heading
    try:
        return date(*map(int, m.groups())), heading.strip()[m.end() :]
    except ValueError:
        return None, heading


def _heading_periods(text: str, document: DocumentContext, written: date | None) -> tuple[Period, ...]:
    """The whole periods that a heading names: years, parts of them, the years ahead; no day of a month."""
    assumed = document.period_is_assumed and document.period is not None
    clock = Clock(
        document.period.end.year if document.period else None, written or document.published, is_assumed=assumed
    )
    named = tuple(p for p in _periods_in(text, clock) if p.start is not None or p.end.month == 12)
    if named or document.period is None:
        return named
    ahead = regex("years_ahead_heading").search(text)
    if ahead is None:
        return ()
    last = document.period.end.year
    return (Period.year(last + 1, last + int(parse_number(ahead[1]).value)),)


def _area_of_headings(path: tuple[str, ...], document: DocumentContext) -> str:
    """A heading that is a place (三、苏州市; 慈溪：专利转化) sets the area of what stands below it."""
    within = document.area if document.area not in ("", areas.NATION) else ""
    for heading in reversed(path):
        if heading == document.title:
            continue
        text = regex("item_day").sub("", heading.strip())
        if code := _place_of_heading(text, within) or (leading(text) if document.is_compilation else ""):
            return code
    return ""


def _place_of_heading(text: str, within: str) -> str:
    """The code of the place, no zone, that a heading is, or begins with before a comma, a time or the like, else ""."""
    found = [token for token in tokens(flatten(text)[0], within) if token.reason != SECTION]
    if not found or found[0].kind is not Kind.PLACE or found[0].code[:1] == "Z":
        return ""
    follows = found[1] if len(found) > 1 else None
    of_place = follows is None or follows.kind in (Kind.COMMA, Kind.TIME)
    return found[0].code if of_place or regex("heading_place_follows").match(follows.text) else ""


# ---------------------------------------------------------------- cues
def cue_of(text: str, context: ReadingContext) -> Topic | None:
    """过去一年, 五年来, “十四五”时期 at the beginning of a paragraph or sentence: the period that it sets."""
    m = regex("cue").match(text)
    if m is None:
        return None
    document = context.document
    candidates = context.heading.periods or tuple(filter(None, (document.period,)))
    if m["plan"]:
        period = _plan(m, document)
    elif m["year"]:
        period = Period.year(int(m["year"]))
    elif m["one"]:
        period = next((one for one in (*candidates, document.period) if one and one.kind == "year"), None)
    else:
        period = _last_years(int(parse_number(m["n"] or m["m"]).value), candidates, document)
    return Topic(period, Evidence("cue", How.PARAGRAPH, *m.span())) if period else None


def _plan(m: re.Match, document: DocumentContext) -> Period | None:
    """The years of a five-year plan, as far as they are over where 以来 is said."""
    tens = m["plan"].removesuffix("五")
    number = int(parse_number(tens).value)
    start = _FIRST_YEAR + 5 * (number - _FIRST_PLAN)
    last = document.published or (document.period.end if document.period else None)
    end = start + 4
    if last is not None and regex("so_far").search(m[0]) and last.year < end:
        end = max(last.year, start)
    return Period.year(start, end)


def _last_years(count: int, candidates: tuple[Period, ...], document: DocumentContext) -> Period | None:
    """So many years up to the one reported on, or the heading's own period of that length."""
    several = [p for p in candidates if p.kind == "years" and p.end.year - p.start.year + 1 == count]
    if several:
        return several[0]
    last = candidates[0] if candidates else document.period
    if last is None:
        return None
    assumed = last is document.period and document.period_is_assumed and document.published is not None
    end = document.published.year - 1 if assumed else last.end.year
    return Period.year(end - count + 1, end)
