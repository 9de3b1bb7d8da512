"""How the times of a sentence bear on each other: 上年同期 behind a year, 目前 behind another time, up to a moment."""

from ipstats.grammar.lexicon import regex
from ipstats.grammar.token import Token
from ipstats.model.periods import Period
from ipstats.reading.clause_tree import Clause, Mention
from ipstats.reading.evidence import Answer


def part_of_year(told: Period, year: Period, token: Token) -> Period:
    """The part of a year that a period is of its own; 去年 beside a time told is the year before it."""
    before = token.time is not None and token.time.relative == -1
    return told.shifted(-1 if before else year.end.year - told.end.year)


def is_now_beside(token: Token, found: Answer | None, clause: Clause) -> bool:
    """Whether 目前 stands behind another time of its clause, or 截至目前 ends what is told since one (2021年以来)."""
    if found is None or token.time is None or token.time.kind != "now":
        return False
    told = found.value.time
    since = told is not None and told.kind == "since" and regex("up_to_now").match(token.text)
    return bool(since) or found.evidence.start >= clause.tokens[0].start


def is_aside(token: Token, found: Answer | None, clause: Clause, m: Mention) -> bool:
    """2011年申请42510件，上年同期31311件，申请量居第9位: whether a clause before told only what was a year earlier."""
    earlier = token.time is not None and token.time.relative == -1 and names_same_part(token, clause)
    return earlier and found is not None and clause is not m.clause and clause.has_quantity


def names_same_part(token: Token, clause: Clause) -> bool:
    """Whether 同期 stands behind a year, which then means the same part of it."""
    behind = clause.tokens[clause.tokens.index(token) + 1 :]
    return bool(behind and regex("same_part_of_year").match(behind[0].text))


def up_to_moment(moment: Period, period: Period) -> Period:
    """截至6月30日，今年…: the year that a moment told before lies in is meant up to it."""
    start = period.start
    within = moment.is_instant and period.kind == "year" and start is not None and start <= moment.end < period.end
    return Period(start, moment.end) if within else period
