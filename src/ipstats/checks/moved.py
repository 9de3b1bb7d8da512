"""Figures that stand under another label of their document: printed there too, or wanted here."""

import numpy as np
import pandas as pd

from ipstats.checks.base import borne_out
from ipstats.checks.claims import Claims, next_in_line, pairs
from ipstats.checks.slips import NARROW, digits

LABELS = ("area", "what", "day")
"""A stock's end of the year and a flow's year are one day here: both stand in the row of that year."""
ENOUGH = {False: 3, True: 4}
"""Digits from which a level printed twice is no chance, and one that is wanted is found."""
CHANCE = 0.05
"""Probability below which a figure is that of a neighbouring row by no chance: as often as two rows of its column are
alike, either of two neighbours."""


def printed_twice(claims: Claims, lines: pd.DataFrame) -> dict[int, int]:
    """For the lines (by number) whose level the row above or below in their column prints as well, where that is no
    chance: that row. Figures of three digits tell by themselves; shorter ones in columns that seldom print one twice.
    """
    names = ["edition", "moment", "cover", "what", "unit"]
    value = claims.column("obs_value")
    table = claims.table.loc[claims.levels, names].assign(row=claims.levels, value=value[claims.levels])
    table = table.sort_values([*names, "row"], kind="stable", ignore_index=True)
    like, column = (table.groupby(keys)["row"].transform("size") for keys in ([*names, "value"], names))
    equals = (like - 1).groupby([table[name] for name in names]).transform("sum")
    seldom = (2 * equals <= CHANCE * column * (column - 1)).to_numpy()
    nth, rows = next_in_line(table, names), table["row"].to_numpy()
    nth = nth[value[rows[nth]] == value[rows[nth - 1]]]
    nth = np.array([n for n in nth.tolist() if seldom[n] or digits(value[rows[n]]) >= 3], dtype=int)
    beside = dict(zip(rows[nth - 1].tolist(), rows[nth].tolist(), strict=True))
    beside |= dict(zip(rows[nth].tolist(), rows[nth - 1].tolist(), strict=True))
    tight = lines["tight"].tolist()
    return {n: beside[row] for n, row in enumerate(lines["row"].tolist()) if row in beside and tight[n]}


def not_updated(claims: Claims, lines: pd.DataFrame) -> dict[int, str]:
    """For the lines (by number) whose level is the one of the year before to the digit: that year."""
    rows = lines["row"].to_numpy()
    level = np.flatnonzero(lines["tight"].to_numpy() & (claims.column("measure")[rows] == "level"))
    moment = claims.shifted(claims.column("moment")[rows[level]], -1)
    i, j = claims.find(rows[level], claims.levels, moment=moment)
    same = claims.column("unit")[rows[level[i]]] == claims.column("unit")[j]
    same &= claims.column("obs_value")[rows[level[i]]] == claims.column("obs_value")[j]
    periods = claims.column("time_period")
    return {int(level[n]): str(periods[row]) for n, row in zip(i[same], j[same], strict=True)}


def elsewhere(claims: Claims, lines: pd.DataFrame, *, wanted: bool) -> dict[int, np.ndarray]:
    """For the lines (by number) the rows of their document that differ in one label and print the same figure, or
    (`wanted`) print what is expected of the line and are not borne out by their own growth."""
    width, middle = lines["upper"] - lines["lower"], (lines["upper"] + lines["lower"]).abs() / 2
    usable = np.flatnonzero(lines["tight"] & ((width <= NARROW * middle) | (not wanted)))
    rows = lines["row"].to_numpy()[usable]
    stated, value = _stated(claims, wanted), claims.column("obs_value")
    found: dict[int, list[int]] = {}
    for vary in LABELS:
        keys = ["edition", "measure", "cover", "unit", *(name for name in LABELS if name != vary)]
        key = claims.alike(keys)
        i, j = pairs(key[rows], key[stated])
        there = stated[j]
        low, high = (lines[end].to_numpy()[usable[i]] for end in ("lower", "upper"))
        same = (value[there] >= low) & (value[there] <= high) if wanted else value[there] == value[rows[i]]
        same &= claims.column(vary)[there] != claims.column(vary)[rows[i]]
        for n, row in zip(usable[i[same]], there[same], strict=True):
            if digits(value[row]) >= ENOUGH[wanted] or (not wanted and claims.column("measure")[row] == "growth"):
                found.setdefault(int(n), []).append(int(row))
    return {n: np.array(there) for n, there in found.items()}


def _stated(claims: Claims, wanted: bool) -> np.ndarray:
    """Rows that state a figure; where one is wanted, those that their own growth does not bear out."""
    stated = np.flatnonzero(claims.column("stated"))
    return stated[~np.isin(stated, borne_out(claims))] if wanted else stated
