"""Comparison, goal, bound and the subject of a share."""

from dataclasses import replace
from datetime import date, timedelta

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, word_set
from ipstats.grammar.names import Subject
from ipstats.grammar.token import Kind, Token, text_of
from ipstats.model.periods import Period
from ipstats.reading.clause_tree import Mention
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.resolvers.compared import figure_of_wider
from ipstats.reading.resolvers.times import period_of
from ipstats.reading.slots import Ask, Resolver, answer, decide

_GOAL_TOKENS = 2
_RELATIVE = ("growth", "change", "point_change", "multiple")


# ---------------------------------------------------------------- comparison
def comparison_of(ask: Ask, period: Period | None) -> Answer:
    """Against which time a change is: `yoy`, `previous_period`, `since:…`, `annual_average:…`, or empty."""
    said, measure = ask.predicate, ask.measure.name
    clause = Evidence("comparison_word", How.CLAUSE)
    if measure not in _RELATIVE:
        return Answer("", Evidence("no_comparison", How.CLAUSE))
    if Kind.ANNUAL_AVERAGE in said.kinds and period is not None and period.start:
        return Answer(f"annual_average:{period.time_period}", clause)
    if Kind.PREVIOUS_PERIOD in said.kinds:
        return Answer("previous_period", clause)
    if Kind.AVERAGE in said.kinds and not said.is_comparing:
        return Answer("", clause)
    if (base := said.base_time or _multiplied(ask)) is not None:
        return Answer(_against(base, period, ask), clause._replace(start=base.start, end=base.end))
    if Kind.YOY in said.kinds:
        return Answer("yoy", clause)
    if measure == "growth":
        return Answer(_since_start(ask, period), Evidence("bare_comparison", How.ASSUMED))
    return Answer("", clause)


def _multiplied(ask: Ask) -> Token | None:
    """是2018年的4.1倍: the time that a multiple is of."""
    before = ask.mention.before
    of_time = ask.measure.name == "multiple" and len(before) > 1 and before[-1].text == "的"
    return before[-2] if of_time and before[-2].kind is Kind.TIME else None


def _since_start(ask: Ask, period: Period | None) -> str:
    """`yoy`; after 由2018年的2万件增至6万件, since the year that the change began from."""
    earlier = ask.context.earlier
    if period is None or ask.predicate.noun or len(earlier) < 2 or not earlier[-1].predicate.is_to:
        return "yoy"
    begin = earlier[-2]
    if not begin.predicate.is_from or begin.mention.sentence is not ask.mention.sentence or begin.at is None:
        return "yoy"
    return f"since:{begin.at.end.year}" if begin.at.end.year < period.end.year - 1 else "yoy"


def _against(base: Token, period: Period | None, ask: Ask) -> str:
    """`yoy` where the base is a year before, `previous_period` where it is the one right before, else `since:`."""
    if period is None:
        return "yoy"
    if regex("year_begin").search(base.text):
        return f"since:{period.end.year - 1}-12-31"
    found = period_of(base, ask.context.clock(), period.end.year)
    if found is None or found == period or _is_year_before(found, period):
        return "yoy"
    if found.start and period.start and found.length == period.length and period.start - found.end == timedelta(days=1):
        return "previous_period"
    return f"since:{found.end.year}" if found.kind == "year" else f"since:{found.time_period}"


def _is_year_before(base: Period, period: Period) -> bool:
    """Whether a base is the same time a year earlier, a year's end that of the year before."""
    return base.end.year == period.end.year - 1 and (
        base.kind == "year"
        or (base.is_instant and period.is_instant and base.end.month == period.end.month)
        or (base.start is not None and base == period.shifted(-1))
    )


# ---------------------------------------------------------------- goals
def _goal_word(ask: Ask) -> Answer | None:
    m = ask.mention
    if not m.has_so_far(Kind.GOAL):
        return None
    before = [t for clause in m.clauses_so_far for t in clause.tokens if t.start < m.token.start]
    goal = next((t for t in reversed(before) if t.kind is Kind.GOAL), None)
    if goal is None or any(t.kind is Kind.RESULT for t in before):
        return None
    carries = goal.start >= m.clause.tokens[0].start or regex("goal_carries").search(goal.text)
    return answer(True, "goal_word", How.SENTENCE, goal.start, goal.end) if carries else None


def _goal_after(ask: Ask) -> Answer | None:
    m = ask.mention
    follows = text_of((m.after or _after_list(m))[:_GOAL_TOKENS])
    planned = regex("planned_verb").match(follows) and any("按" in token.text for token in m.before)
    if not planned and not regex("goal_follows").match(follows):
        return None
    reached = "goal_beside_result" if regex("reached_early").search(text_of(m.before)) else ""
    end = m.after[0].end if m.after else m.clause.tokens[-1].end
    return answer(True, "goal_after", How.CLAUSE, m.token.end, end, reached)


def _after_list(m: Mention) -> tuple[Token, ...]:
    """分别完成了4万件、1000件、30件的目标: what stands behind the last of a list of numbers."""
    end = max((token.end for token in m.clause.quantities), default=-1)
    behind = tuple(token for token in m.clause.tokens if token.start >= end)
    return behind if len(m.clause.items) > 1 and end >= 0 else ()


def _goal_noun(ask: Ask) -> Answer | None:
    said, m = ask.predicate, ask.mention
    if not m.is_figure or not regex("goal_noun").search(said.noun) or regex("done_after").match(text_of(m.after)):
        return None
    return answer(True, "goal_noun", How.CLAUSE, said.start, said.end, "goal_beside_result")


def _has_result(m: Mention) -> bool:
    return any(t.kind is Kind.RESULT and t.start < m.token.start for c in m.clauses_so_far for t in c.tokens)


def _goal_paragraph(ask: Ask) -> Answer | None:
    return (
        answer(True, "goal_paragraph", How.PARAGRAPH) if ask.context.is_goal and not _has_result(ask.mention) else None
    )


def _goal_heading(ask: Ask) -> Answer | None:
    goal = ask.context.heading.is_goal and not _has_result(ask.mention)
    return answer(True, "goal_heading", How.HEADING) if goal else None


def _no_goal(ask: Ask) -> Answer:
    return Answer(False, Evidence("no_goal", How.ASSUMED))


GOALS = (
    Resolver("goal_word", "target", _goal_word, ("no_goal",)),
    Resolver("goal_after", "target", _goal_after, ("no_goal",)),
    Resolver("goal_noun", "target", _goal_noun, ("no_goal",)),
    Resolver("goal_paragraph", "target", _goal_paragraph, ("no_goal",)),
    Resolver("goal_heading", "target", _goal_heading, ("no_goal",)),
    Resolver("no_goal", "target", _no_goal),
)  # fmt: skip


def target_of(ask: Ask, period: Period | None) -> Answer:
    """Whether the figure is a goal; one after the year of publication is, and one of a past year under a heading of
    goals may be, both doubtful."""
    found = decide(GOALS, ask) or _no_goal(ask)
    published = ask.context.written
    if found.evidence.rule == "goal_heading" and period and published and period.end.year < published.year:
        return replace(found, doubt=found.doubt or "goal_beside_result")
    if found.value or period is None or published is None or period.end <= date(published.year, 12, 31):
        return found
    return Answer(True, Evidence("future_period", How.DOCUMENT), "after_publication")


# ---------------------------------------------------------------- shares
def share_subject(ask: Ask) -> Subject:
    """占全国7.28%: the numerator, and of what it is a share."""
    said, one = ask.predicate, ask.subject
    text = names.clean(regex("share_object_end").sub("", said.object).strip("的")).noun
    text = regex("whole_of_prizes").sub(r"\1", text)
    if within := regex("share_within").match(one.label):
        return names.share_of(names.resolve(within["part"], ""), within["whole"])
    if (
        regex("share_end").search(said.noun)
        or regex("share_end").search(one.label)
        or regex("share_of").search(one.label)
    ):
        return one
    of_all = not text or regex("share_of_all").match(text) is not None
    if of_all and (whose := _area_of_whole(ask)):
        base = one.name or one.label
        label = names.share_label(base, whose + base)
        found = names.catalogue(label, "%")
        return Subject(label, found, one.scope, bool(found), own_words=False)
    return names.share_of(one, "" if of_all else text, ask.context.whole)


def _area_of_whole(ask: Ask) -> str:
    """The area whose figure a place has a share of: that told before, or, for places with brackets, the document's."""
    m, wider = ask.mention, figure_of_wider(ask)
    if wider is not None:
        return wider.area.value[1]
    in_list = m.bracketed and m.bracket_of is not None and m.bracket_of.kind is Kind.PLACE
    return ask.context.document.area_name if in_list else ""


def share_doubt(ask: Ask) -> str:
    """国内发明专利授权所占比重: whether it is of all origins, or of all patents of the origin, is not said."""
    of_origin = ask.subject.scope in word_set("origin_scope")
    said = next((token.text for token in reversed(ask.mention.before) if token.kind is Kind.SHARE), "")
    unsaid = not names.clean(regex("share_object_end").sub("", ask.predicate.object)).noun
    return "share_of_which_whole" if of_origin and unsaid and regex("share_end").search(said) else ""


# ---------------------------------------------------------------- bounds apart from their number
_LOOSE = (("loose_about", "~"), ("loose_above", ">"), ("loose_below", "<"))
_TOKENS_BEFORE = 2


def loose_bound(m: Mention) -> str:
    """The bound that stands apart from its number (约占全国的7.28%), else "="."""
    before = text_of(m.before[-_TOKENS_BEFORE:])
    return next((bound for name, bound in _LOOSE if regex(name).search(before)), "=")
