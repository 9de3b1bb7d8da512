"""The period of a figure: the time spoken of, as a stock, a flow, an act, a change or the base of one has it."""

from datetime import date
from typing import NamedTuple

from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.token import Kind, text_of
from ipstats.model.awards import KINDS
from ipstats.model.periods import Period
from ipstats.reading.award_names import awards_named
from ipstats.reading.clause_tree import Mention
from ipstats.reading.context import Topic
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.resolvers.award_times import written_of_news
from ipstats.reading.resolvers.measures import stands_compared, time_of_base, value_of_base
from ipstats.reading.resolvers.natures import ACT, FLOW, STOCK, UNKNOWN
from ipstats.reading.resolvers.nouns import is_compared_with
from ipstats.reading.resolvers.times import RUNNING, TIMES, period_of, so_far, time_doubt, until, with_rule
from ipstats.reading.slots import Ask, decide

_NEAR = (How.CLAUSE, How.SHARED, How.SENTENCE)
NATURE = "stock_or_flow"


class Placed(NamedTuple):
    """A figure's period, the rule that placed it, and what speaks against it."""

    period: Period
    rule: str
    doubt: str = ""


def period_answer(ask: Ask) -> Answer:
    """The period of a figure with its evidence; None where no time is told."""
    found = decide(TIMES, ask)
    if found is None:
        return Answer(None, Evidence("no_period", How.ASSUMED), "no_period")
    doubt = found.doubt or time_doubt(found, ask)
    spoken = so_far(found.value, ask) if doubt == RUNNING else found.value
    placed = _placed(spoken, found.evidence.how, ask)
    doubt = doubt or placed.doubt
    named = with_rule(found, placed.rule)
    return Answer(placed.period, named.evidence, doubt, (), named.rivals)


def _placed(topic: Topic, how: How, ask: Ask) -> Placed:
    """The time spoken of as this figure's period."""
    m, said = ask.mention, ask.predicate
    if topic.evidence.rule == "from_time":
        return Placed(_of_nature(topic.period, ask), "of_the_base")
    if (base := _stated_base(topic, ask)) is not None:
        return Placed(_of_nature(base, ask), "stated_base")
    if said.is_from and ask.measure.name != "growth":
        return _base(topic, ask)
    if Kind.ANNUAL_AVERAGE in said.kinds:
        return _annual_average(topic, ask)
    if topic.period.kind == "years":
        return _several_years(topic, ask)
    if ask.nature == STOCK:
        return Placed(Period.instant(_day_of_news(topic, how, ask) or topic.period.end), "stock")
    if ask.measure.name == "level" and (standing := _standing(m, ask)) is not None:
        return Placed(Period.instant(topic.period.end), "standing", standing)
    return _flow(topic, how, ask)


def _day_of_news(topic: Topic, how: How, ask: Ask) -> date | None:
    """The day of writing where no time is told at all: of it is what there is."""
    return ask.context.written if topic.evidence.rule == "document_period" and how is How.ASSUMED else None


def _of_nature(period: Period, ask: Ask) -> Period:
    return Period.instant(period.end) if ask.nature == STOCK else until(period)


# ---------------------------------------------------------------- bases of a change
def _stated_base(topic: Topic, ask: Ask) -> Period | None:
    """较上年同期的842件增长43.6%; 是2018年（50亿元）的6倍: the figure that another is compared with."""
    m, said, context = ask.mention, ask.predicate, ask.context
    if m.bracketed and m.bracket_of is not None and m.bracket_of.kind in (Kind.TIME, Kind.BASE_TIME) and not said.noun:
        return period_of(m.bracket_of, context.clock(), context.year)
    base = time_of_base(m)
    changes = m.after and m.after[0].kind in (Kind.RISE, Kind.FALL, Kind.REACH)
    if base is None or not (changes or stands_compared(m) or value_of_base(ask)):
        return None
    named = base.time is not None and base.time.year is not None
    return period_of(base, context.clock(), context.year) if named else topic.period.shifted(-1)


def _base(topic: Topic, ask: Ask) -> Placed:
    """从40.3%提高: where a figure came from is the year before the time spoken of, or before its years."""
    period, cue = topic.period, ask.context.cue
    if period.kind != "years" and cue is not None and cue.period.kind == "years":
        period = cue.period
    several = period.kind == "years"
    if several and topic.time is not None and topic.time.last_year and topic.time.kind == "span":
        return Placed(_of_nature(Period.year(period.start.year), ask), "first_of_years")
    if (named := _base_named(ask)) is not None:
        return Placed(_of_nature(named, ask), "base_named")
    if not several:
        return Placed(_one_year_before(period, ask), "base", "base_not_named")
    settled = ask.nature != UNKNOWN or ask.measure.name == "rank"
    return Placed(_of_nature(Period.year(period.start.year - 1), ask), "base", "" if settled else NATURE)


def _one_year_before(period: Period, ask: Ask) -> Period:
    """The year before a year or a moment, as the figure's nature has it; the same part of it for a part."""
    if period.kind not in ("year", "instant"):
        return period.shifted(-1)
    end = _year_before(period.end)
    return Period.instant(end) if ask.nature == STOCK else Period(date(end.year, 1, 1), end)


def _year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _base_named(ask: Ask) -> Period | None:
    """与“十二五”末相比，…从1.6件: the base that the sentence names."""
    m, context = ask.mention, ask.context
    for clause in m.clauses_so_far:
        for token in clause.tokens:
            if token.kind is Kind.BASE_TIME and token.time is not None and token.start < m.token.start:
                return period_of(token, context.clock(), context.year)
    return None


# ---------------------------------------------------------------- over several years
def _annual_average(topic: Topic, ask: Ask) -> Placed:
    """年均增长: the mean over the years spoken of, from…to, or of the cue or heading."""
    context, period = ask.context, topic.period
    begun = _begun(ask)
    if begun is not None and begun < period.end.year:
        return Placed(Period.year(begun, period.end.year), "annual_average")
    if period.kind == "years" or (period.start and period.kind != "year"):
        return Placed(period, "annual_average")
    if context.cue is not None and context.cue.period.kind == "years":
        return Placed(context.cue.period, "annual_average")
    plan = next((one for one in context.heading.periods if one.kind == "years"), None)
    return Placed(plan, "annual_average") if plan else Placed(until(period), "annual_average", "mean_of_which_years")


def _begun(ask: Ask) -> int | None:
    """The year that the sentence says a change began from (从2016年的2.1%), else None."""
    for one in reversed(ask.context.earlier):
        base = one.mention.sentence is ask.mention.sentence and one.period.evidence.rule.startswith("from_time")
        if base and one.at:
            return one.at.end.year
    return None


def _several_years(topic: Topic, ask: Ask) -> Placed:
    """A figure of 五年来 or a plan's time: a stock is of the last day, a rate of the last year, an act of all years."""
    period, measure, nature = topic.period, ask.measure.name, ask.nature
    if (before := _of_figure_before(ask)) is not None:
        return before
    if _is_held(ask):
        last = Period.instant(period.end) if nature == STOCK else Period.year(period.end.year)
        return Placed(last, "last_of_years", "held_in_every_year")
    if measure == "growth" and Kind.EACH in ask.predicate.kinds and topic.evidence.rule == "adverbial":
        return Placed(period, "each_of_years")
    if nature == STOCK:
        return Placed(Period.instant(period.end), "end_of_years", _over_years_doubt(topic, ask))
    if _says_in_all(ask.subject.label) and (now := _up_to_now(topic, ask)) is not None:
        return Placed(now, "years_so_far", "accumulated_since")
    if _counts_all_years(ask):
        return Placed(period, "whole_years", "accumulated_since" if _is_of_prizes(ask) else _year_between(topic, ask))
    return _last_or_all_years(topic, ask)


def _of_figure_before(ask: Ask) -> Placed | None:
    """A difference of rates, or a place in an order, has the period of the growth or level that it is of."""
    if ask.measure.name == "point_change" and (averaged := _averaged_before(ask)) is not None:
        return Placed(averaged, "of_the_growth")
    if ask.measure.name in ("rank", "multiple") and (ranked := _ranked_before(ask)) is not None:
        return Placed(ranked, "of_the_level")
    return None


def _is_held(ask: Ask) -> bool:
    """保持在, 稳定在: whether the verb before a number says that it was so in every year."""
    return any(token.kind is Kind.REACH and regex("held_verb").match(token.text) for token in ask.mention.before)


_OF_LAST_YEAR = ("rank", "growth", "share", "point_change", "multiple")


def _last_or_all_years(topic: Topic, ask: Ask) -> Placed:
    """A rate and a flow are of the last of several years, an act and what was accumulated of all of them."""
    period, last = topic.period, Period.year(topic.period.end.year)
    accumulated = accumulated_so_far(ask.mention) or _says_in_all(ask.subject.label)
    acts = regex("act_first").match(ask.subject.label) and topic.evidence.rule == "adverbial"
    if ask.measure.name in _OF_LAST_YEAR or (ask.nature == FLOW and not accumulated and not acts):
        return Placed(last, "last_of_years", _last_year_doubt(topic, ask))
    if ask.nature == ACT or accumulated or acts:
        return Placed(period, "whole_years", "accumulated_since" if accumulated else "")
    return Placed(last, "last_of_years", NATURE) if ask.mention.unit == "%" else Placed(period, "whole_years", NATURE)


def _up_to_now(topic: Topic, ask: Ask) -> Period | None:
    """2020年以来累计: from the first of the years up to the day of writing, where news tells of it."""
    written = written_of_news(ask)
    said = (t for clause in ask.mention.clauses_so_far for t in clause.tokens if t.start == topic.evidence.start)
    since = any(regex("won_so_far").search(token.text) for token in said)
    return Period(topic.period.start, written) if since and written and topic.period.start else None


def _averaged_before(ask: Ask) -> Period | None:
    """年均增长8%, 快于全国2个百分点: the years of the mean growth right before what has no noun of its own."""
    m, before = ask.mention, ask.context.last
    if before is None or ask.predicate.noun or Kind.ANNUAL_AVERAGE not in before.predicate.kinds:
        return None
    near = before.mention.sentence is m.sentence and m.clause_index - before.mention.clause_index <= 1
    return before.at if near else None


def _ranked_before(ask: Ask) -> Period | None:
    """1989年至今获36项，位居第二; 是上个五年的1.5倍: all the years of the count right before."""
    m, before = ask.mention, ask.context.last
    told = before is not None and before.period.evidence.rule.endswith(("whole_years", "of_the_level"))
    own = bool(ask.predicate.noun) and not is_compared_with(m, ask.predicate)
    if before is None or own or not told:
        return None
    return before.at if before.kind in ("level", ask.measure.name) and before.mention.sentence is m.sentence else None


def _counts_all_years(ask: Ask) -> bool:
    """A count of a flow of the catalogue or of an award's prizes, unless it is where a change came to."""
    m = ask.mention
    counted = ask.measure.name == "level" and m.is_figure and m.token.figure.discrete and not ask.predicate.is_to
    return counted and ask.nature == FLOW and (ask.known_nature or _is_of_prizes(ask))


def _year_between(topic: Topic, ask: Ask) -> str:
    """The doubt of a count of all years of a section behind a sentence that speaks of one of them."""
    return "years_or_one_of_them" if topic.evidence.rule == "cue" and ask.context.one_year else ""


def _is_of_prizes(ask: Ask) -> bool:
    return ask.subject.id in KINDS.values() or bool(awards_named(ask.subject.label))


def _over_years_doubt(topic: Topic, ask: Ask) -> str:
    """A growth told of 五年来 may be that of all its years, unless it says of which, or where it began."""
    spoken = topic.evidence.rule == "adverbial" and topic.time is not None
    return "growth_over_years" if spoken and ask.measure.name == "growth" and not _says_base(ask) else ""


def _says_base(ask: Ask) -> bool:
    """Whether a change says against which time it is, or follows the figure that it came to (由…增至…)."""
    said, earlier = ask.predicate, ask.context.earlier
    came_to = bool(earlier) and earlier[-1].predicate.is_to and earlier[-1].mention.sentence is ask.mention.sentence
    return said.is_comparing or (came_to and not said.noun)


def _last_year_doubt(topic: Topic, ask: Ask) -> str:
    unknown = ask.nature == UNKNOWN and ask.measure.name in ("level", "share", "rank")
    return _over_years_doubt(topic, ask) or (NATURE if unknown else "")


# ---------------------------------------------------------------- within a year
def _standing(m: Mention, ask: Ask) -> str | None:
    """已建成, 共有, 拥有: what stands at the moment; None where no such verb stands, else the doubt."""
    found = regex("standing_verb").search(text_of(m.before))
    if found is None or not (ask.nature == UNKNOWN or (ask.nature == ACT and found[0].startswith("已"))):
        return None
    return ""


def _flow(topic: Topic, how: How, ask: Ask) -> Placed:
    m, period = ask.mention, topic.period
    in_all = _says_in_all(ask.subject.label)
    if ask.measure.name == "level" and regex("all_time").search(text_of(m.before)):
        return Placed(Period.instant(period.end), "accumulated")
    accumulated = ask.measure.name == "level" and (in_all or accumulated_so_far(m))
    near = _is_near(topic, how, m, apart=accumulated and not in_all)
    if accumulated and not near and _is_up_to_end(period, ask):
        said = _says_in_all(ask.predicate.raw + ask.predicate.agent + text_of(m.before))
        return Placed(Period.instant(period.end), "accumulated", "" if said else "accumulated_since")
    if ask.nature not in (FLOW, ACT):
        return _as_said(period, how, ask)
    if period.is_instant:
        return _flow_at(topic, near, accumulated, ask)
    return Placed(_month_or_so_far(period, ask), "flow")


def _is_near(topic: Topic, how: How, m: Mention, apart: bool) -> bool:
    """Whether a time was told near the number; `apart` where another part of the sentence is too far away."""
    if topic.evidence.rule == "prizes_so_far":
        return True
    return how in _NEAR and not (apart and _segments(m, topic.evidence.start) > 1)


def _as_said(period: Period, how: How, ask: Ask) -> Placed:
    """A figure of unknown nature has the very time told."""
    settled = how is How.CLAUSE if period.is_instant else ask.measure.name in ("growth", "rank")
    return Placed(period, "as_said", "" if settled else NATURE)


def _says_in_all(text: str) -> bool:
    return bool(regex("so_far_in_all").search(text))


def _is_up_to_end(period: Period, ask: Ask) -> bool:
    """Whether what was accumulated is all up to the end of a period; money is that of the year told."""
    m = ask.mention
    if period.start is None or period.kind == "span" or _is_of_months_so_far(period, ask):
        return False
    return not (m.unit == "元" and period.kind == "year" and _says_in_all(text_of(m.before)))


def _is_of_months_so_far(period: Period, ask: Ask) -> bool:
    """1—5月…。累计授权1.7万件: a flow of the catalogue in a text about months since January is of these months."""
    since_january = period.start is not None and period.kind not in ("year", "years") and period.start.month == 1
    titled = ask.context.document.period_how is How.TITLE
    return since_january and titled and ask.known_nature and ask.nature == FLOW


def _month_or_so_far(period: Period, ask: Ask) -> Period:
    """当月 beside several months is the last of them, 累计 beside a month all since January (累计授权18527件)."""
    if ask.nature != FLOW or period.start is None or period.start.year != period.end.year or period.kind == "year":
        return period
    said = regex("month_or_so_far").findall(_segment_before(ask.mention))
    if not said:
        return period
    first = period.end.month if said[-1] in words("this_month") else 1
    return Period(period.end.replace(month=first, day=1), period.end)


def _segments(m: Mention, start: int) -> int:
    """How many parts of the sentence, parted by semicolons, lie between a time and the number."""
    return sum(clause.opens_segment for clause in m.clauses_so_far if clause.tokens[-1].start >= start)


def _segment_before(m: Mention) -> str:
    """The words before a number back to a semicolon, and those before the brackets that it stands in."""
    sentence, here = (m.sentence, m.clause) if m.host is None else (m.around, m.host)
    so_far = sentence.clauses[: sentence.clauses.index(here) + 1]
    first = max((at for at, clause in enumerate(so_far) if clause.opens_segment), default=0)
    return text_of(token for clause in so_far[first:] for token in clause.tokens if token.end <= m.token.start)


def _flow_at(topic: Topic, near: bool, accumulated: bool, ask: Ask) -> Placed:
    """A flow or an act at a moment: all of it so far, where that is said, else that of the year up to it."""
    measure, period = ask.measure.name, topic.period
    if measure in ("level", "share") and _of_accumulated(ask):
        return Placed(period, "accumulated")
    act = measure == "level" and ask.nature == ACT and not _is_of_part_year(period, ask)
    if accumulated or (near and act):
        return Placed(period, "accumulated", "" if near else "accumulated_since")
    if measure == "rank" and _ranks_moment(ask):
        return Placed(period, "of_the_level")
    return Placed(until(period), "flow_until", "accumulated_since" if _may_be_of_more_years(topic, ask) else "")


def _may_be_of_more_years(topic: Topic, ask: Ask) -> bool:
    """Whether a flow up to a moment may have begun before its year: up to the present, or against the end of a plan."""
    now = ask.measure.name == "level" and _is_now(topic)
    return now or bool(regex("base_of_plan").search(ask.mention.sentence.text))


def _is_now(topic: Topic) -> bool:
    """Whether the present is spoken of (目前)."""
    return topic.time is not None and topic.time.kind == "now"


def _is_of_part_year(moment: Period, ask: Ask) -> bool:
    """截至6月底，…立案148件 in a text on half a year; 截至9月，新增780件: an act is counted since January."""
    told = ask.context.document.title_period
    titled = told is not None and told == until(moment) and told.kind not in ("year", "years")
    return titled or bool(regex("new_first").match(ask.subject.label) and moment.end.month < 12)


def _ranks_moment(ask: Ask) -> bool:
    """截至2018年底，共培育示范城市10个，居全国第五: whether a place without a noun is that of a count at the moment."""
    before = ask.context.last
    here = before is not None and before.mention.sentence is ask.mention.sentence and not ask.predicate.noun
    return here and before.at is not None and before.at.is_instant and before.kind in ("level", "rank")


def _of_accumulated(ask: Ask) -> bool:
    """Whether the total that the figure is a part of was accumulated up to the moment."""
    m, context = ask.mention, ask.context
    return context.whole is not None and any(
        one.mention.sentence is m.sentence and one.period.evidence.rule.endswith("accumulated")
        for one in context.earlier
    )


def accumulated_so_far(m: Mention) -> bool:
    """Whether 累计 stands before the number, in its clause or one before that it goes on over."""
    own = text_of(token for token in m.clause.tokens if token.start < m.token.start)
    if _says_in_all(own):
        return True
    if m.bracketed or regex("new_in_period").search(own):
        return False
    for clause in reversed(m.sentence.clauses[: m.clause_index]):
        if clause.has_quantity and _says_in_all(regex("stock_so_far").sub("", clause.text)):
            return clause.kinds.isdisjoint([Kind.RISE, Kind.FALL])
        if clause.opens_segment or Kind.TIME in clause.kinds:
            return False
    return False
