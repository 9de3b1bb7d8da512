"""Evidence: what a relation between figures says of each of its members.

A check returns a long table, one line a member of a relation: `relation` (number), `check`, `role`, `row` (of the
claims), `lower`, `upper` (the interval the other members allow it), `claim` (whether the relation is about this
member), `verdict`, `cause`, `tight` (an equation, not a bound), `note`. Lines of role `context` are named in the
finding, and never suspected.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.model.intervals import Interval

AGREES, CONTRADICTS, CANNOT_SAY = "agrees", "contradicts", "cannot_say"
EVIDENCE = ["relation", "check", "role", "row", "lower", "upper", "claim", "verdict", "cause", "tight", "note"]
KINDS = {"relation": int, "row": int, "lower": float, "upper": float, "claim": bool, "tight": bool}
NONE = pd.DataFrame({name: pd.Series(dtype=KINDS.get(name, "str")) for name in EVIDENCE})

NARROW = 0.02
"""Only an expectation narrower than this part of itself, or in absolute terms (a rate), tells figures apart."""

TWICE = 2.0
"""A figure this many times what others allow it, by no slip, wants a look at the text."""
FAR_FROM_BOUND = "far_from_bound"
"""Cause of what a word of bound (近, 超) leaves open, though the figures are far apart."""

Column = Any
"""A column of evidence, or the one value of all its lines."""
Solve = Mapping[str, Callable[..., Interval]]
"""How each member of a relation, by role, follows from the intervals of the others, by keyword."""


def quotient(result: str, above: str, below: str, times: float = 1.0) -> Solve:
    """One member is another over a third, times a factor."""
    return {
        result: lambda **of: of[above] / of[below] * times,
        above: lambda **of: of[below] * of[result] / times,
        below: lambda **of: of[above] / of[result] * times,
    }


def difference(result: str, more: str, less: str) -> Solve:
    """One member is another less a third."""
    return {
        result: lambda **of: of[more] - of[less],
        more: lambda **of: of[less] + of[result],
        less: lambda **of: of[more] - of[result],
    }


def judge(published: Interval, expected: Interval, is_open: np.ndarray | bool = False) -> np.ndarray:
    """Verdicts on printed figures. An open end that leaves the matter undecided (`is_open`) is `cannot_say`."""
    ends = (published.lower, published.upper, expected.lower, expected.upper)
    unknown = np.any([np.isnan(end) for end in np.broadcast_arrays(*ends)], axis=0)
    with np.errstate(invalid="ignore"):
        meets = published.meets(expected)
        decided = ~np.asarray(is_open) | published.within(expected) | expected.within(published)
    return np.select([unknown, ~meets, ~decided], [CANNOT_SAY, CONTRADICTS, CANNOT_SAY], AGREES)


def relate(
    claims: Claims, check: str, solve: Solve, rows: Mapping[str, np.ndarray], claim: str, *, tight: bool = True,
    truncates: bool = True,
) -> pd.DataFrame:  # fmt: skip
    """Evidence of a relation of fixed members, many at once.

    `rows` gives the members by role (row numbers, arrays of equal length); `solve` gives for each role a function of
    the other members' intervals (by keyword) to the interval this one may have; `claim` is the role that is judged.
    Where rounding contradicts, truncation is tried: of the claim, of the others, of all. What agrees only by an open
    end (近, 超) is undecided beyond the reach of its word.
    """
    count = len(rows[claim])
    if not count:
        return NONE
    printed = {role: claims.interval(member) for role, member in rows.items()}
    expected = {role: _without(solve[role], printed, role) for role in rows}
    is_open = ~np.all([interval.known for interval in printed.values()], axis=0)
    verdict = judge(printed[claim], expected[claim], is_open).astype(object)
    cause = np.full(count, "", dtype=object)
    wrong = np.flatnonzero(verdict == CONTRADICTS)
    if truncates and len(wrong):
        cut = wrong[_truncation_explains(claims, solve[claim], at(rows, wrong), claim)]
        verdict[cut], cause[cut] = AGREES, "truncation"
    loose = np.flatnonzero((verdict == AGREES) & is_open)
    if len(loose):
        verdict[loose], cause[loose] = _about_the_bound(claims, solve[claim], at(rows, loose), claim)
    shared = dict(relation=np.arange(count), check=check, verdict=verdict, cause=cause, tight=tight, note="")
    parts = [
        pd.DataFrame(shared | {"role": role, "row": rows[role], "lower": lower, "upper": upper, "claim": role == claim})
        for role in rows
        for lower, upper in [np.broadcast_arrays(expected[role].lower, expected[role].upper, verdict)[:2]]
    ]
    return pd.concat(parts, ignore_index=True)[EVIDENCE]


def alone(
    check: str, rows: np.ndarray, lower: Column = np.nan, upper: Column = np.nan, *, verdict: Column = CONTRADICTS,
    role: str = "claim", cause: Column = "", tight: bool = False, note: Column = "",
) -> pd.DataFrame:  # fmt: skip
    """Evidence on figures each of which is a relation of its own: the claim, and what is expected of it."""
    if not len(rows):
        return NONE
    columns = {
        "relation": np.arange(len(rows)), "check": check, "role": role, "row": rows, "lower": lower, "upper": upper,
        "claim": True, "verdict": verdict, "cause": cause, "tight": tight, "note": note,
    }  # fmt: skip
    return pd.DataFrame(columns)


def context(evidence: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """Lines that name a row beside each line of evidence, of the same relation."""
    return evidence.assign(role="context", row=rows, claim=False, lower=np.nan, upper=np.nan)


def at(members: Mapping[str, np.ndarray], places: np.ndarray) -> dict[str, np.ndarray]:
    """The members of some of the relations."""
    return {role: rows[places] for role, rows in members.items()}


def undecided(evidence: pd.DataFrame, relations: Iterable[int], cause: str) -> pd.DataFrame:
    """Evidence in which these relations are `cannot_say`, for a cause."""
    changed = evidence.copy()
    changed.loc[changed["relation"].isin(relations), ["verdict", "cause"]] = [CANNOT_SAY, cause]
    return changed


def narrow(lines: pd.DataFrame) -> np.ndarray:
    """Lines of equations whose expectation is narrow enough to tell one label's figure from another's."""
    width, middle = lines["upper"] - lines["lower"], (lines["upper"] + lines["lower"]).abs() / 2
    return (lines["tight"] & np.isfinite(width) & (width <= np.maximum(NARROW * middle, NARROW))).to_numpy()


def _without(function: Callable[..., Interval], printed: dict[str, Interval], role: str) -> Interval:
    return function(**{other: interval for other, interval in printed.items() if other != role})


def _truncation_explains(
    claims: Claims, solve: Callable[..., Interval], rows: dict[str, np.ndarray], claim: str
) -> np.ndarray:
    rounded = {role: claims.interval(member) for role, member in rows.items()}
    cut = {role: claims.truncated(member) for role, member in rows.items()}
    ways = ((cut, rounded), (rounded, cut), (cut, cut))
    return np.any([one[claim].meets(_without(solve, others, claim)) for one, others in ways], axis=0)


def _about_the_bound(
    claims: Claims, solve: Callable[..., Interval], rows: dict[str, np.ndarray], claim: str
) -> tuple[np.ndarray, np.ndarray]:
    """Verdict and cause of what only an open end lets agree: it does as far as the words of bound reach."""
    near = {role: claims.near(member) for role, member in rows.items()}
    published, expected = near[claim], _without(solve, near, claim)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.fmax(published.lower / expected.upper, expected.lower / published.upper)
        far = (apart > TWICE) & np.isfinite(apart) & (claims.column("measure")[rows[claim]] == "level")
        agrees = np.asarray(published.meets(expected))
    return np.where(agrees, AGREES, CANNOT_SAY), np.where(far & ~agrees, FAR_FROM_BOUND, "")


def stack(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Evidence of several calls as one, relations numbered apart."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return NONE
    firsts = np.cumsum([0, *(part["relation"].max() + 1 for part in parts)])
    numbered = [part.assign(relation=part["relation"] + first) for part, first in zip(parts, firsts, strict=False)]
    return pd.concat(numbered, ignore_index=True)
