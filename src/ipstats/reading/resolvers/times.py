"""The time that a figure's words speak of: own, of the sentence, carried, of a heading, the title or assumed."""

from dataclasses import replace
from itertools import takewhile

from ipstats.grammar.dates import Clock
from ipstats.grammar.dates import resolve as resolve_time
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.token import NOMINAL, QUANTITY, Kind, Token, text_of
from ipstats.model.awards import KINDS, edition_year
from ipstats.model.periods import Period
from ipstats.reading.award_names import is_of_award
from ipstats.reading.clause_tree import Clause, Mention
from ipstats.reading.context import Context, Topic
from ipstats.reading.evidence import Answer, Evidence, How, Veto
from ipstats.reading.resolvers.adverbials import is_aside, is_now_beside, names_same_part, part_of_year, up_to_moment
from ipstats.reading.resolvers.award_times import (
    OF_LAST_YEAR,
    award_edition,
    award_editions,
    award_in_news,
    award_news,
    edition_before,
    edition_said,
    is_national,
    prizes_so_far,
)
from ipstats.reading.resolvers.lists import respective_times
from ipstats.reading.resolvers.natures import FLOW, STOCK
from ipstats.reading.slots import Ask, Resolver, topic

_OF_SECTION = ("cue", "heading_period", "item_date", "document_period")
_AWARDED = ("award_edition", "edition_before")
"""The rules of a year in which an award was given, which need not be over."""
_FIRST_TOKENS = 6
RUNNING = "year_not_over"
"""The doubt of a year that was not over when the text was written."""


def period_of(token: Token, clock: Clock, year: int | None) -> Period | None:
    """The period that a time token means, None where its year is not told or it is impossible."""
    if token.time is None:
        return None
    try:
        return resolve_time(token.time, clock, year)
    except ValueError:
        return None


def until(period: Period) -> Period:
    """A flow that is counted up to a moment: from the first of January."""
    return period if period.start else Period(period.end.replace(month=1, day=1), period.end)


# ---------------------------------------------------------------- of the figure itself
def _from_time(ask: Ask) -> Answer | None:
    """由2020年的2.4%提高: the time that the first number of a change stands with."""
    said, context = ask.predicate, ask.context
    if said.from_time is None or not said.is_from:
        return None
    period = period_of(said.from_time, context.clock(), context.year)
    if period is not None and period.kind == "year" and _is_same_part(said.from_time, ask):
        period = _told(ask, period).shifted(-1)
    return topic(period, "from_time", How.CLAUSE, said.from_time) if period else None


def _is_same_part(token: Token, ask: Ask) -> bool:
    """去年同期: the same part of the year before."""
    return names_same_part(token, ask.mention.clause)


def _told(ask: Ask, year: Period) -> Period:
    """The part of the year after a year that the sentence, paragraph, heading or title speaks of."""
    said = _sentence_time(ask.mention, ask.context)
    found: Period | None = said.value.period if said is not None else ask.context.period
    if found is None or found.start is None or found.end.year != year.end.year + 1:
        return year.shifted(1)
    return found


def _respective_time(ask: Ask) -> Answer | None:
    """2020年、2021年分别为5件、6件; 2020—2022年分别为1件、2件、3件."""
    m, context = ask.mention, ask.context
    found = respective_times(m)
    if found is None:
        return None
    token, nth = found
    if nth >= 0:
        return topic(Period.year(token.time.year + nth), "respective_time", How.SHARED, token)
    year = next((t.time.year for c in m.clauses_so_far for t in c.tokens if t.kind is Kind.TIME and t.time.year), None)
    period = period_of(token, context.clock(), year or context.year)
    return topic(period, "respective_time", How.SHARED, token) if period else None


# ---------------------------------------------------------------- of the sentence
def _adverbial(ask: Ask) -> Answer | None:
    """A time that stands as an adverbial before the number in its sentence; inside brackets also that before them."""
    return _sentence_time(ask.mention, ask.context)


def _sentence_time(m: Mention, context: Context) -> Answer | None:
    if m.outer is not None and m.bracketed and (outside := _sentence_time(m.outer, context)):
        return _told_in_brackets(outside, m, context) or outside
    inside = _last_time(m.clauses_so_far, m, context)
    if inside is not None or m.around is None:
        return inside
    return _last_time(m.around.clauses[: m.around.clauses.index(m.host) + 1], m, context)


def _last_time(clauses: tuple[Clause, ...], m: Mention, context: Context) -> Answer | None:
    """The last time that stands as an adverbial before a mention in some clauses, the last of which is nearest."""
    found: Answer | None = None
    for at, clause in enumerate(clauses):
        if any(later.opens_segment for later in clauses[at + 1 :]) and regex("foreseen").search(text_of(clause.tokens)):
            continue
        for token in _adverbials_of(clause, m):
            aside = is_now_beside(token, found, clause) or is_aside(token, found, clause, m)
            period = None if aside else _period_behind(found, token, clause, context)
            if period is not None:
                how = How.CLAUSE if clause is clauses[-1] else How.SENTENCE
                found = topic(period, "adverbial", how, token, _doubt_of_years(token, context))
    return found


def _period_behind(found: Answer | None, token: Token, clause: Clause, context: Context) -> Period | None:
    """The period that an adverbial means behind the time told before in its sentence."""
    if found is None:
        return _meant(clause, token, context, context.spoken_year)
    told: Period = found.value.period
    period = _meant(clause, token, context, told.end.year)
    if period is None:
        return None
    same_part = names_same_part(token, clause)
    return part_of_year(told, period, token) if same_part else up_to_moment(told, period)


def _told_in_brackets(outside: Answer, m: Mention, context: Context) -> Answer | None:
    """12件（2017年10件）, 12件（上年同期10件）: the time that brackets begin with, of their own or a year before."""
    token = next(iter(m.before), None)
    if token is None or token.time is None:
        return None
    told: Period = outside.value.period
    period = period_of(token, context.clock(), told.end.year)
    if period is not None and names_same_part(token, m.clause):
        period = part_of_year(told, period, token)
    elif not token.time.year or token.time.kind not in ("span", "instant"):
        return None
    return topic(period, "adverbial", How.CLAUSE, token) if period else None


def _doubt_of_years(token: Token, context: Context) -> str:
    """十年来 in a text whose year nothing tells: the years end nobody knows when."""
    years = token.time is not None and token.time.kind == "years"
    return context.document.doubt if years and context.period_is_assumed else ""


def _meant(clause: Clause, token: Token, context: Context, year: int | None) -> Period | None:
    """The period that an adverbial of a clause means; None where its year is not told."""
    clock = context.clock()
    period = _exact_year(clause, token, clock) or period_of(token, clock, year)
    if period is not None and context.written is not None and period.end.year > context.written.year:
        past = regex("years_past").match(token.text)
        period = period.shifted(context.written.year - 1 - period.end.year) if past else period
    return (_ahead(clause, token, context) or _since(clause, token, period, context)) if period is not None else None


def _since(clause: Clause, token: Token, period: Period, context: Context) -> Period:
    """自今年3月行动开展以来, 今年以来: what began in a time goes on to the day of writing."""
    at, written = clause.tokens.index(token), context.written
    if written is None or period.start is None or period.start > written:
        return period
    behind = text_of(clause.tokens[at + 1 :])
    opens = at and regex("since_before").search(clause.tokens[at - 1].text)
    goes_on = regex("since_behind").match(behind) and written < period.end
    return Period(period.start, written) if goes_on or (opens and regex("goes_on_since").search(behind)) else period


def _adverbials_of(clause: Clause, m: Mention) -> list[Token]:
    """The times of a clause that stand as adverbials before a mention: not compared with, no list's member, no base."""
    found, is_base = [], False
    if Kind.TIME not in clause.kinds:
        return found
    for at, token in enumerate(clause.tokens):
        if token.start >= m.token.start:
            break
        opens_base = token.kind is Kind.FROM or regex("base_before").search(token.text) is not None
        is_base = opens_base or (is_base and token.kind is not Kind.REACH)
        if token.kind is not Kind.TIME or is_base or token.time.kind == "day" or len(token.text) == 1:
            continue
        if not _is_no_adverbial(clause.tokens, at, m):
            found.append(token)
    return found


def _is_no_adverbial(tokens: tuple[Token, ...], at: int, m: Mention) -> bool:
    """Whether a time is compared with, a plan as a paper, or one of a list's member that the mention is not of."""
    if _is_compared(tokens, at, m) or _is_document(tokens, at) or _is_of_task(tokens, at):
        return True
    return _is_listed(tokens, at) and not _opens_item(tokens[at], m)


def _opens_item(token: Token, m: Mention) -> bool:
    """10月授权12件、前10个月授权180件: the time that a mention's own item begins with, unless it is one of a noun."""
    follows = m.item.tokens[1:2]
    return token is m.item.tokens[0] and bool(follows) and not follows[0].text.startswith("的")


def _is_compared(tokens: tuple[Token, ...], at: int, m: Mention) -> bool:
    """高于2020年水平, 是2015年的2倍, 继2008年突破2万件后: compared with; 为今年评选出的3项 compares with none."""
    before = tokens[at - 1] if at else None
    if before is None or (before.text.endswith(words("following")) and _is_next(m, tokens[at:])):
        return False
    behind = text_of(tokens[at + 1 : at + 2])
    if at == 1 and before.text in words("for_whom") and not behind.startswith(words("of_what")):
        return False
    verb = before.kind in (Kind.RISE, Kind.FALL) and not regex("rate_noun").search(before.text)
    return verb or bool(regex("falls_short").search(before.text))


def _is_next(m: Mention, tokens: tuple[Token, ...]) -> bool:
    """Whether a mention is the first number of some tokens."""
    return next((token for token in tokens if token.kind in QUANTITY), None) is m.token


def _is_listed(tokens: tuple[Token, ...], at: int) -> bool:
    """A time behind 、 belongs to a noun of the list."""
    return at > 0 and tokens[at - 1].kind is Kind.JOIN and tokens[at - 1].text == "、"


def _is_document(tokens: tuple[Token, ...], at: int) -> bool:
    """完成“十四五”规划目标: a plan as a paper, or its goals, is not the time in which something was done."""
    time = tokens[at].time
    if time is None or time.kind != "plan":
        return False
    return bool(regex("plan_document").search(tokens[at].text + text_of(tokens[at + 1 : at + 3])))


def _is_of_task(tokens: tuple[Token, ...], at: int) -> bool:
    """完成全年授权任务量的52%: the time in which a task is to be done is not that in which a part of it was."""
    behind = takewhile(lambda token: token.kind in NOMINAL, tokens[at + 1 :])
    return bool(regex("of_task").match(text_of(behind)))


def _exact_year(clause: Clause, token: Token, clock: Clock) -> Period | None:
    """去年（2024年）: the brackets say which year is meant."""
    if token.time.year is not None:
        return None
    for bracket in clause.brackets:
        first = bracket.sentence.tokens[0]
        if bracket.after is token and first.kind is Kind.TIME and first.time.year is not None:
            return period_of(first, clock, None)
    return None


def _ahead(clause: Clause, token: Token, context: Context) -> Period | None:
    """今后五年: the years after the one reported on."""
    at = clause.tokens.index(token)
    if token.time.kind != "years" or not at or not regex("ahead").search(clause.tokens[at - 1].text):
        return None
    if context.document.period is None:
        return None
    last = context.document.period.end.year
    return Period.year(last + 1, last + token.time.count)


def _outside_bracket(ask: Ask) -> Answer | None:
    """A number in brackets is of the time of what stands before them."""
    m, earlier = ask.mention, ask.context.earlier
    if (
        not m.bracketed
        or not earlier
        or (m.bracket_of is not None and m.bracket_of.kind in (Kind.TIME, Kind.BASE_TIME))
    ):
        return None
    before = earlier[-1].period
    if before.value is None:
        return None
    evidence = before.evidence._replace(rule="outside_bracket", how=How.SHARED)
    return Answer(Topic(before.value, evidence), evidence, before.doubt)


# ---------------------------------------------------------------- of the paragraph, heading, title
def _carried(ask: Ask) -> Answer | None:
    """The time that the sentences before were about; 五年来 goes on over a single year, a moment is no flow's."""
    context, carried = ask.context, ask.context.carried
    if carried is None or regex("event_clause").match(text_of(ask.mention.sentence.tokens[:_FIRST_TOKENS])):
        return None
    moment = carried.period.is_instant and ask.nature == STOCK
    if context.cue is not None and _goes_on_over(context.cue, carried.period, moment):
        return None
    period, doubt = carried.period, ""
    if period.is_instant and ask.nature != STOCK:
        doubt = "" if ask.subject.id else "until_the_day_before"
        period = until(period)
    evidence = carried.evidence._replace(rule="carried", how=How.PARAGRAPH)
    doubt = doubt or _of_since(ask, carried) or _against_title(period, context)
    return Answer(Topic(period, evidence, carried.time), evidence, doubt)


def _of_since(ask: Ask, carried: Topic) -> str:
    """从2012年至今…。驰名商标总产值达389亿元: a sum of its own sentence need not be of all the years since."""
    start, time = carried.period.start, carried.time
    over_years = start is not None and start.year < carried.period.end.year
    since = over_years and time is not None and time.kind == "since" and ask.nature != STOCK
    return "accumulated_since" if since and not is_of_award(ask.subject.label, ask.context.award) else ""


def _goes_on_over(cue: Topic, carried: Period, moment: bool) -> bool:
    """Whether the years of a section hold again, after a sentence of one year, a moment or years that end with them.

    A stock (`moment`) goes on with a moment that its own paragraph told, where the years are those of one before.
    """
    if moment and cue.evidence.how is How.HEADING:
        return False
    if cue.period.kind == "years":
        return carried.kind != "years" or carried.end == cue.period.end
    return cue.period == carried


def _against_title(period: Period, context: Context) -> str:
    """Why a time carried on is doubtful beside the year that the title names."""
    document = context.document
    if document.period is None or document.period_how is not How.TITLE:
        return ""
    if context.heading.written or context.is_goal or period in context.heading.periods:
        return ""
    years = document.period.end.year - period.end.year
    of_year_before = years == 1 and regex("talk_title").search(document.title)
    return "" if of_year_before or not years else "against_title"


def _cue(ask: Ask) -> Answer | None:
    cue, document = ask.context.cue, ask.context.document
    if cue is None:
        return None
    assumed = cue.period.kind == "years" and document.period_is_assumed
    return Answer(cue, cue.evidence, document.doubt if assumed else "")


def _heading(ask: Ask) -> Answer | None:
    """The period that the heading names; of two the first, and doubtful."""
    periods = ask.context.heading.periods
    return (
        topic(periods[0], "heading_period", How.HEADING, None, "several_periods" if periods[1:] else "")
        if periods
        else None
    )


def _item_date(ask: Ask) -> Answer | None:
    """A dated item that names no period."""
    day = ask.context.heading.written
    if day is None:
        return None
    year = Period.year(day.year - (day.month <= OF_LAST_YEAR))
    return topic(year, "item_date", How.ASSUMED, None, "item_without_period")


def _document(ask: Ask) -> Answer | None:
    document = ask.context.document
    if document.period is None:
        return None
    of_award = ask.subject.id not in KINDS.values() and is_of_award(ask.subject.label, ask.context.award)
    doubt = document.doubt or ("item_without_period" if of_award and document.period_how is How.DOCUMENT else "")
    return topic(_with_goals(document.period, ask.context), "document_period", document.period_how, None, doubt)


def _with_goals(period: Period, context: Context) -> Period:
    """The document's period, of goals in 2015年政府工作报告, which reports on 2014, the year that its title names."""
    title, of_talk = context.document.title, context.document.period_how is How.TITLE
    if not of_talk or period.kind != "year" or not (context.heading.is_goal or context.is_goal):
        return period
    given = Period.year(period.end.year + 1)
    return given if regex("looking_back_title").search(title) and str(given.end.year) in title else period


def _compared(ask: Ask) -> Veto | None:
    """A time that the figure is compared with is not its period."""
    base = ask.predicate.base_time
    return Veto(Evidence("compared_period", How.CLAUSE, base.start, base.end)) if base else None


TIMES = (
    Resolver("from_time", "time", _from_time, ("respective_time", "adverbial", "outside_bracket")),
    Resolver("respective_time", "time", _respective_time, ("adverbial", "outside_bracket")),
    Resolver("award_edition", "time", award_edition,
             ("adverbial", "outside_bracket", "carried", "edition_before", *_OF_SECTION)),
    Resolver("award_editions", "time", award_editions,
             ("adverbial", "award_edition", "edition_before", "prizes_so_far", "award_news", "carried", *_OF_SECTION)),
    Resolver("edition_before", "time", edition_before, ("carried", *_OF_SECTION)),
    Resolver("prizes_so_far", "time", prizes_so_far, ("item_date", "document_period", "award_news")),
    Resolver("award_news", "time", award_news, ("item_date", "document_period")),
    Resolver("award_in_news", "time", award_in_news, ("carried", "cue", "item_date", "document_period", "award_news")),
    Resolver("adverbial", "time", _adverbial, ("outside_bracket",)),
    Resolver("outside_bracket", "time", _outside_bracket, ("carried",)),
    Resolver("carried", "time", _carried, ("cue",)),
    Resolver("cue", "time", _cue, ("heading_period",)),
    Resolver("heading_period", "time", _heading),
    Resolver("item_date", "time", _item_date, ("document_period",)),
    Resolver("document_period", "time", _document),
    Resolver("compared_period", "time", _compared),
)  # fmt: skip


def time_doubt(found: Answer, ask: Ask) -> str:
    """What speaks against a time however it was found: 目前 without a day, a year that was not over."""
    if _is_of_unknown_now(found, ask):
        return "which_day_is_now"
    given_once = found.evidence.rule in _AWARDED or is_of_award(ask.subject.label, ask.context.award)
    if _is_of_unknown_edition(found, ask):
        return "edition_year_unknown"
    return RUNNING if not given_once and _is_running(found.value.period, ask) else ""


def _is_of_unknown_now(found: Answer, ask: Ask) -> bool:
    """Whether 目前 is told for a figure, or nearer to it than the time found."""
    m, how = ask.mention, found.evidence.how
    if _says_now(m.clause) and how is not How.CLAUSE:
        return True
    if how is How.SENTENCE:
        return ask.nature != FLOW and _now_is_nearer(found, m)
    return how > How.SENTENCE and (
        any(map(_says_now, m.clauses_so_far)) or (ask.nature == STOCK and _said_now_before(ask))
    )


def _now_is_nearer(found: Answer, m: Mention) -> bool:
    """2021年以来，…；截至目前，接受咨询100次: whether 目前 stands between a time and the number."""
    between = (clause for clause in m.clauses_so_far if clause.tokens[0].start > found.evidence.start)
    return found.evidence.start >= 0 and any(map(_says_now, between))


def _is_of_unknown_edition(found: Answer, ask: Ask) -> bool:
    """Whether a sentence names an edition of the national award of a year not known, and a clause of its own none."""
    told = found.evidence.rule in (*_AWARDED, "award_news", "award_in_news") or found.evidence.how <= How.CLAUSE
    said = 0 if told else edition_said(ask.mention)
    return bool(said) and not edition_year(said) and is_national(ask)


def _said_now_before(ask: Ask) -> bool:
    """目前，全市共授权专利…。有效发明专利2647件: whether the sentence before spoke of the present."""
    earlier = (one.mention.sentence for one in reversed(ask.context.earlier))
    before = next((sentence for sentence in earlier if sentence is not ask.mention.sentence), None)
    return before is not None and any(map(_says_now, before.clauses))


def _says_now(clause: Clause) -> bool:
    """Whether a clause speaks of the present (目前, 现有)."""
    return Kind.TIME in clause.kinds and any(t.time is not None and t.time.kind == "now" for t in clause.tokens)


def _is_running(period: Period, ask: Ask) -> bool:
    """Whether a year was not over when the text was written, and the figure is no goal."""
    context = ask.context
    written = context.written
    if written is None or period.kind != "year" or context.heading.is_goal or context.is_goal:
        return False
    running = period.start <= written < period.end and written.month < 12
    return running and all(token.kind is not Kind.GOAL for token in ask.mention.sentence.tokens)


def so_far(spoken: Topic, ask: Ask) -> Topic:
    """今年，…in a text of May: a year that is not over up to the day of writing, or to the months of the title."""
    context, period, time = ask.context, spoken.period, spoken.time
    if time is None or time.relative != 0 or regex("prize_words").search(ask.subject.label):
        return spoken
    title = context.document.title_period
    ends = context.written
    if title is not None and title.start and period.start and period.start <= title.start and title.end < period.end:
        ends = title.end
    return replace(spoken, period=Period(period.start, ends)) if ends else spoken


def with_rule(found: Answer, placement: str) -> Answer:
    """The evidence of a time with the rule that made it the figure's period."""
    return replace(found, evidence=found.evidence._replace(rule=f"{found.evidence.rule}.{placement}"))
