"""What is said of every year of some (连续N年居首位, 连续N年增长), against the years."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import AGREES, CANNOT_SAY, CONTRADICTS, alone, judge, stack
from ipstats.checks.registry import check
from ipstats.model.intervals import Interval, growth


@check
def every_year(claims: Claims) -> pd.DataFrame:
    """A rank against the ranks of each year, a rise or fall against each year's growth rate, or else its levels.

    Years that the tables lack are passed over; one year that does not bear the claim out contradicts it.
    """
    parts = []
    for measure, found in (("rank", _ranks), ("growth", _growth)):
        rows = claims.of(measure)
        for row in rows[claims.column("since")[rows] > 0].tolist():
            years = range(int(claims.years[row]) - int(claims.column("since")[row]) + 1)
            parts += [line for back in years if (line := found(claims, row, back)) is not None]
    return stack(parts)


def _at(claims: Claims, row: int, back: int, measure: str) -> np.ndarray:
    """Other rows of the same figure so many years earlier; of growth rates those on the year before."""
    rows = claims.of(measure)
    rows = rows[(rows != row) & ((measure != "growth") | (claims.column("comparison")[rows] == "yoy"))]
    one = np.array([row])
    return claims.find(one, rows, moment=claims.shifted(claims.column("moment")[one], -back))[1]


def _ranks(claims: Claims, row: int, back: int) -> pd.DataFrame | None:
    there = _at(claims, row, back, "rank")
    first = there[claims.column("rank_scope")[there] == claims.column("rank_scope")[row]][:1]
    return _line(claims, row, first, claims.interval(first)) if len(first) else None


def _growth(claims: Claims, row: int, back: int) -> pd.DataFrame | None:
    rate = _at(claims, row, back, "growth")[:1]
    if len(rate):
        return _line(claims, row, rate, claims.interval(rate))
    now, then = (_at(claims, row, years, "level")[:1] for years in (back, back + 1))
    if not len(now) or not len(then):
        return None
    return _line(claims, row, np.append(now, then), growth(claims.interval(now), claims.interval(then)))


def _line(claims: Claims, row: int, others: np.ndarray, expected: Interval) -> pd.DataFrame:
    """The claim, and the figures of one year that it is set against."""
    said, bound = float(claims.column("obs_value")[row]), claims.column("bound")[row]
    if bound in (">", "<"):
        more = expected - said if bound == ">" else said - expected
        verdict = np.select([more.upper <= 0, more.lower > 0], [CONTRADICTS, AGREES], CANNOT_SAY)
    else:
        verdict = judge(claims.interval(np.array([row])), expected)
    line = alone("every_year", np.array([row]), expected.lower, expected.upper, verdict=verdict)
    named = [line.assign(role="context", row=other, claim=False) for other in others.tolist()]
    return pd.concat([line, *named], ignore_index=True)
