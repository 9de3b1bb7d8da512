"""Counting words: a figure in a unit that its indicator is not counted in (件 printed as 家)."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import CANNOT_SAY, CONTRADICTS, alone
from ipstats.checks.registry import check
from ipstats.errors import ParameterError
from ipstats.model.indicators import Indicator
from ipstats.model.units import unit as find_unit

COUNTED = ("count", "person")
"""Kinds of units that stand for things counted."""
ACTORS = ("institutions", "households", "institution-times", "household-times", "persons", "person-times")
"""What units of people and of what they run are called in English; other counting words (件, 项, 个) are used alike."""
MOST, OTHERS = 0.8, 3
"""Part of a column's figures, and their number, that tell its unit."""


@check
def counting_unit(claims: Claims) -> pd.DataFrame:
    """Levels in a counting word that is not their indicator's by the catalogue, or not their column's.

    A contradiction where figures of the same column, or of the same label in another period or edition, have the
    other unit; the catalogue alone leaves it undecided.
    """
    rows = claims.levels
    unit = claims.column("unit_measure")[rows]
    counted = {one: bool(_counts(one)) for one in set(unit.tolist())}
    rows = rows[np.array([counted[one] for one in unit.tolist()], dtype=bool)]
    foreign = _foreign(claims, rows)
    odd = _odd(claims, rows, ["edition", "what", "cover", "moment"], OTHERS)
    series = _odd(claims, rows, ["area", "what", "cover"], 1)
    wrong = foreign | (claims.kind_is("")[rows] & odd)
    verdict = np.where(odd | series, CONTRADICTS, CANNOT_SAY)[wrong]
    return alone("counting_unit", rows[wrong], verdict=verdict, cause="wrong_unit", tight=True)


def _counts(name: str) -> str:
    """What a counting word counts: `actors` or `things`; "" for another unit."""
    try:
        unit = find_unit(name)
    except ParameterError:
        return ""
    if unit.kind not in COUNTED:
        return ""
    return "actors" if unit.en in ACTORS else "things"


def _foreign(claims: Claims, rows: np.ndarray) -> np.ndarray:
    """Figures whose unit the catalogue does not have among those of their indicator, which counts things too."""
    pairs = list(zip(claims.column("what")[rows].tolist(), claims.column("unit_measure")[rows].tolist(), strict=True))
    entries = claims.indicator_of
    known = {(what, unit): _is_foreign(entries[what], unit) for what, unit in set(pairs)}
    return np.array([known[pair] for pair in pairs], dtype=bool)


def _is_foreign(entry: Indicator | None, unit: str) -> bool:
    if entry is None or entry.counts_in(unit):
        return False
    return bool(_counts(entry.unit)) and _counts(entry.unit) != _counts(unit)


def _odd(claims: Claims, rows: np.ndarray, keys: list[str], others: int) -> np.ndarray:
    """Figures whose unit is not the one of nearly all the others alike in the keys."""
    counts = {one: _counts(one) for one in set(claims.column("unit_measure")[rows].tolist())}
    table = claims.table.loc[rows, keys].assign(unit=claims.table.loc[rows, "unit_measure"].map(counts))
    same = table.groupby([*keys, "unit"])["unit"].transform("size").to_numpy()
    size = table.groupby(keys)["unit"].transform("size").to_numpy()
    return (size - same >= others) & (size - same >= MOST * (size - 1)) if others > 1 else size > same
