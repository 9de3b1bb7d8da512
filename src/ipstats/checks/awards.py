"""Prizes of the China Patent Award: against the numbers given in the edition, their own kinds, the province, the
edition before, and what was made public for comment (公示) before the decision.

A co-owned prize may count in several regions, so that regions are never added up.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from ipstats.checks.base import CHANGE, GROWTH, joined
from ipstats.checks.claims import NOWHERE, Claims
from ipstats.checks.evidence import alone, at, context, judge, relate, stack
from ipstats.checks.parts import AT_MOST, sum_of
from ipstats.checks.registry import check
from ipstats.checks.shares import loosely_worded
from ipstats.model import areas
from ipstats.model.awards import FIRST_WITH_SILVER, KIND_OF, MADE_OF, SOURCES_DIFFER, Edition, edition_of, editions
from ipstats.model.intervals import Interval
from ipstats.model.periods import Period

PROVISIONAL = "公示|预获奖|拟获奖|拟授奖"
"""Words of what is made public for comment before the award decision."""


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
    members = joined(claims, {"share": claims.of("share")}, "share", "own", claims.levels)
    given = _given(claims, members["own"])
    rows, own, given = at(members | {"given": given}, ~np.isnan(given)).values()
    expected = claims.interval(own) / given * 100
    verdict = judge(claims.interval(rows), expected)
    evidence = alone("award_share", rows, expected.lower, expected.upper, verdict=verdict, tight=True)
    return loosely_worded(claims, pd.concat([evidence, context(evidence, own)], ignore_index=True))


def _given(claims: Claims, rows: np.ndarray, *, with_designs: bool = False) -> np.ndarray:
    """How many prizes of each row's kind its edition gave; NaN for other indicators and numbers not known."""
    names = claims.table["indicator"].iloc[rows]
    names = names.str.removesuffix("_patent") if with_designs else names
    return np.array([_number(*one) for one in zip(names, claims.years[rows], strict=True)], dtype=float)


@lru_cache(maxsize=4096)
def _number(name: str, year: int) -> float:
    edition = edition_of(year)
    given = edition.at_most(name) if edition else None
    return np.nan if given is None else float(given)


def is_award(claims: Claims) -> np.ndarray:
    """Rows of counts of prizes."""
    return claims.table["indicator"].isin(KIND_OF).to_numpy()


def provisional(claims: Claims) -> np.ndarray:
    """Rows of prizes as made public for comment, by their status or words: the decision may differ."""
    said = claims.table["label"] + claims.table["comment_obs"] + claims.table["section"]
    words = said.fillna("").str.contains(PROVISIONAL).to_numpy()
    return np.asarray(is_award(claims) & (words | (claims.column("obs_status") == "P")))


@check
def award_kinds(claims: Claims) -> pd.DataFrame:
    """The kinds of prizes that one document tells of an area against its total, and patents and designs against a
    prize: equal where all are told, else at most the whole (两类、三类、六类之和)."""
    return stack([sum_of(claims, "award_kinds", *one) for one in _told_together(claims)])


def _told_together(claims: Claims) -> Iterator[tuple[int, list[int], bool]]:
    """Each whole with the rows of its kinds in the same document, place and year, and whether all kinds are told."""
    rows = claims.levels[is_award(claims)[claims.levels]]
    keys = ["edition", "area", "cover", "moment"]
    for (*_, moment), group in claims.table.loc[rows, keys].groupby(keys, sort=False):
        known = {KIND_OF[claims.column("indicator")[row]]: row for row in reversed(group.index)}
        period = claims.moments[moment]
        if period.kind in ("year", "instant"):
            yield from _wholes(known, edition_of(period.end.year))


def _wholes(known: dict[str, int], edition: Edition | None) -> Iterator[tuple[int, list[int], bool]]:
    """The wholes of an area's kinds, each with the rows of its parts. One whose parts are all told is left to
    `parts_add_up`, by the catalogue's partition; before the 20th edition there was no silver prize to tell."""
    untold = {"silver"} if edition and edition.edition < FIRST_WITH_SILVER else set()
    for whole, parts in MADE_OF.items():
        if whole not in known or known.keys() >= set(parts):
            continue
        covered = [_cover(part, known) for part in parts if part not in untold]
        if members := [row for kinds, _ in covered for row in kinds]:
            yield known[whole], members, all(full for _, full in covered)


def _cover(kind: str, known: dict[str, int]) -> tuple[list[int], bool]:
    """The rows that count a kind, itself or its parts, and whether they count all of it."""
    if kind in known:
        return [known[kind]], True
    parts = [known[part] for part in MADE_OF.get(kind, ()) if part in known]
    return parts, bool(parts) and len(parts) == len(MADE_OF.get(kind, ()))


@check
def award_within(claims: Claims) -> pd.DataFrame:
    """An area's prizes of a kind against those of the area that it lies in, of whatever document."""
    rows = claims.levels[is_award(claims)[claims.levels]]
    code = {one: n for n, one in enumerate(claims.areas)}
    found = []
    for depth in (1, 2):
        outer = [_outer(place, depth) for place in claims.areas]
        parent = np.array([code.get(one, NOWHERE) for one in outer] + [NOWHERE])
        members = joined(claims, {"part": rows}, "part", "total", rows, area=parent[claims.column("area")[rows]])
        found.append(relate(claims, "award_within", AT_MOST, members, "part", tight=False))
    return stack(found)


def _outer(place: str, depth: int) -> str:
    """The area that lies so many levels about a place, below the nation."""
    above = [one for one in areas.ancestors(place)[1:] if one != areas.NATION]
    return above[depth - 1] if len(above) >= depth else ""


@check
def award_growth(claims: Claims) -> pd.DataFrame:
    """Growth and change of prizes since the edition before, where that is not of the year before (2018 to 2020)."""
    before = {b: a for a, b in _neighbours() if b - a > 1}
    found = []
    for measure, solve in (("growth", GROWTH), ("change", CHANGE)):
        rows = claims.of(measure)
        known = is_award(claims)[rows] & np.isin(claims.column("comparison")[rows], ("yoy", "previous_period"))
        rows = rows[known & np.isin(claims.years[rows], list(before))]
        members = joined(claims, {measure: rows}, measure, "level", claims.levels)
        then = _moments(claims, members["level"], before)
        members = joined(claims, members, "level", "base", claims.levels, near=False, moment=then)
        found.append(relate(claims, "award_growth", solve, members, measure))
    return stack(found)


def _neighbours() -> list[tuple[int, int]]:
    """The years of each edition and of the one before it, earlier first, where both are dated."""
    years = {one.edition: one.year for one in editions().values() if one.year}
    return [(years[number - 1], year) for number, year in sorted(years.items()) if number - 1 in years]


def _moments(claims: Claims, rows: np.ndarray, before: dict[int, int]) -> np.ndarray:
    """The codes of the years of the editions before those of the rows."""
    years = claims.years[rows].astype(int)
    return np.array([claims.moment_code(Period.year(before[year])) for year in years], dtype=np.int64)
