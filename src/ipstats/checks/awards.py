"""Prizes of the China Patent Award against the numbers given in the edition."""

import numpy as np
import pandas as pd

from ipstats.checks.base import nearest
from ipstats.checks.claims import Claims
from ipstats.checks.evidence import NONE, alone, judge
from ipstats.checks.registry import check
from ipstats.checks.shares import loosely_worded
from ipstats.model import areas
from ipstats.model.awards import edition_of
from ipstats.model.intervals import Interval

SOURCES_DIFFER = 1
"""Published totals of one edition differ by so many prizes (958 or 959 for the 23rd)."""


@check
def award_edition(claims: Claims) -> pd.DataFrame:
    """Counts of prizes; for the nation the number itself (sources differ by one), for an area at most that many.

    中国专利金奖 is also said of both gold prizes together, for patents and for designs.
    """
    rows = claims.levels
    given = _given(claims, rows)
    rows, given = rows[~np.isnan(given)], given[~np.isnan(given)]
    both = _given(claims, rows, with_designs=True)
    nearer = np.abs(both - claims.column("obs_value")[rows]) < np.abs(given - claims.column("obs_value")[rows])
    given = np.where(nearer, both, given)
    national = np.isin(claims.column("ref_area")[rows], [areas.NATION, ""]) & (claims.column("scope")[rows] == "")
    expected = Interval(np.where(national, given - SOURCES_DIFFER, 0.0), given + np.where(national, SOURCES_DIFFER, 0))
    verdict = judge(claims.interval(rows), expected)
    return alone("award_edition", rows, expected.lower, expected.upper, verdict=verdict)


@check
def award_share(claims: Claims) -> pd.DataFrame:
    """约占金奖总数的四分之一 against 9 of 40."""
    rows = claims.of("share")
    i, own = nearest(claims, rows, *claims.find(rows, claims.levels))
    given = _given(claims, own)
    keep = ~np.isnan(given)
    rows, own, given = rows[i][keep], own[keep], given[keep]
    if not len(rows):
        return NONE
    expected = claims.interval(own) / Interval(given, given) * 100
    verdict = judge(claims.interval(rows), expected)
    evidence = alone("award_share", rows, expected.lower, expected.upper, verdict=verdict, tight=True)
    context = evidence.assign(role="context", row=own, claim=False, lower=np.nan, upper=np.nan)
    return loosely_worded(claims, pd.concat([evidence, context], ignore_index=True))


def _given(claims: Claims, rows: np.ndarray, *, with_designs: bool = False) -> np.ndarray:
    """How many prizes of each row's kind its edition gave; NaN for other indicators and numbers not known."""
    names = claims.column("indicator")[rows]
    years = claims.years[rows]
    asked = {
        (name, year): _number(name.removesuffix("_patent") if with_designs else name, int(year))
        for name, year in set(zip(names, years, strict=True))
        if name.startswith("china_patent_award") and year == year
    }
    return np.array([asked.get(pair, np.nan) for pair in zip(names, years, strict=True)], dtype=float)


def _number(name: str, year: int) -> float:
    edition = edition_of(year)
    given = edition.given(name) if edition else None
    return np.nan if given is None else float(given)
