"""The same figure in two documents, or twice in one: agreement, contradiction, or a revision between editions."""

import numpy as np
import pandas as pd

from ipstats.checks.awards import is_award, provisional
from ipstats.checks.breaks import registered_revision
from ipstats.checks.claims import FIGURE, Claims, next_in_line
from ipstats.checks.evidence import CONTRADICTS, Solve, relate, undecided
from ipstats.checks.registry import check
from ipstats.checks.slips import exchanged

SAME: Solve = {"first": lambda second: second, "second": lambda first: first}
KEYS = [*FIGURE[1:], "unit"]
REVISED_AT_MOST = 0.2
"""No census or yearbook revision here moves a figure by more than this part of itself."""
SMALL = 0.01
"""A later edition that differs by less, and not by a slip of digits, may have revised the figure."""
MANY = 0.5
"""When at least this part of an indicator's figures differ between two editions, the edition was revised."""


@check
def same_figure(claims: Claims) -> pd.DataFrame:
    """Statements of one figure, each with the next in order of publication."""
    stated = np.flatnonzero(claims.column("stated"))
    table = claims.table.loc[stated, KEYS].assign(row=stated, edition=claims.column("edition")[stated])
    table = table[table.duplicated(KEYS, keep=False)].sort_values([*KEYS, "edition", "row"], kind="stable")
    nth = next_in_line(table, KEYS)
    rows = table["row"].to_numpy()
    members = {"first": rows[nth - 1], "second": rows[nth]}
    evidence = relate(claims, "same_figure", SAME, members, "second")
    return _revisions(claims, evidence, members)


def _revisions(claims: Claims, evidence: pd.DataFrame, members: dict[str, np.ndarray]) -> pd.DataFrame:
    """Evidence in which a difference that an edition may have made knowingly is `cannot_say`, cause `revision`."""
    verdict = evidence["verdict"].to_numpy(dtype=object)[: len(members["first"])]
    differs = verdict == CONTRADICTS
    first, second = (members[role] for role in ("first", "second"))
    value = claims.column("obs_value")
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.abs(value[second] / value[first] - 1)
    other_edition = claims.column("edition")[first] != claims.column("edition")[second]
    candidate = differs & other_edition & (change <= REVISED_AT_MOST)
    registered = registered_revision(claims, first)
    prizes, asked = is_award(claims)[first], provisional(claims)
    told = (claims.column("obs_status")[first] == "P") | asked[first] | asked[second]
    small = (change < SMALL) & ~_swapped(claims, first, second, candidate)
    small &= (claims.column("measure")[first] == "level") & ~prizes
    candidate |= differs & (asked[first] | asked[second])
    revised = candidate & (registered | told | small | _throughout(claims, first, second, differs))
    evidence = undecided(evidence, np.flatnonzero(revised), "revision")
    sure = np.flatnonzero(revised & (registered | told))
    evidence.loc[evidence["relation"].isin(sure), "note"] = "registered"
    return evidence


def _swapped(claims: Claims, first: np.ndarray, second: np.ndarray, candidate: np.ndarray) -> np.ndarray:
    """Whether exchanging two neighbouring digits turns the one into the other."""
    found = np.zeros(len(first), bool)
    value, printed = claims.column("obs_value"), claims.column("printed")
    for n in np.flatnonzero(candidate):
        others = exchanged(str(printed[first[n]]), value[first[n]])
        found[n] = any(abs(other - value[second[n]]) < 1e-9 * abs(other) for other in others)
    return found


def _throughout(claims: Claims, first: np.ndarray, second: np.ndarray, differs: np.ndarray) -> np.ndarray:
    """Whether most figures of the indicator differ a little between these two editions, and not by moved labels."""
    table = pd.DataFrame(
        {
            "first": claims.column("edition")[first],
            "second": claims.column("edition")[second],
            "what": claims.column("what")[first],
            "moment": claims.column("moment")[first],
            "differs": differs,
            "moved": _elsewhere(claims, first, second) & differs,
        }
    )
    groups = table.groupby(["first", "second", "what", "moment"])
    many = (groups["differs"].transform("mean") >= MANY) & (groups["differs"].transform("size") >= 5)
    return (many & (groups["moved"].transform("mean") < 0.2)).to_numpy()


def _elsewhere(claims: Claims, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Whether the second edition's value is exactly what the first printed for another area."""
    what, moment, value = (claims.column(name) for name in ("what", "moment", "obs_value"))
    there = set(zip(what[first], moment[first], value[first], strict=True))
    keys = zip(what[first], moment[first], value[second], strict=True)
    return np.array([key in there for key in keys], dtype=bool)
