"""Whose figures are these? The rows of a table set against the past and future of every label, not only their own.

Evidence is counted in squared spreads, as a likelihood ratio would: how badly a figure fits its own label (the side it
fits better counts) less how badly it fits another's (both sides count).
"""

from dataclasses import dataclass

import numpy as np

from ipstats.checks.series import AREAS

WHOLE = 0.35
"""Spread of an indicator's steps from which its labels are looked at as a whole: something moved many of them."""
CAP = 25.0
"""No single figure counts for more: a figure five spreads off is simply wrong."""
RUN = (50.0, 3)
"""Evidence, and rows, from which a run of rows was moved by the same number of rows."""
MOVES = (-1, 1, -2, 2, -3, 3)
EXCHANGE = (30.0, 9.0)
"""Evidence from which two rows were exchanged, and the least that each must misfit its own label by."""
ALONE = (CAP, 0.06)
"""Misfit, squared spreads and logarithm, of a figure that on its own is held to be another label's."""
FIT = (9.0, 0.02)
"""Within which, squared spreads or logarithm, it fits that label."""
CLOSER = 0.25
"""Part of the distance to its own label within which another label must lie."""
NAMED = 3
"""So many labels are named at most; a figure that fits more fits none in particular."""


@dataclass(frozen=True, eq=False)
class ByLabel:
    """The figures of one indicator, edition and moment, by label: `now` (logs, NaN where the label is absent), `rows`
    (-1 where absent), and from each neighbouring moment what every label lets one expect: `means` and `spreads`
    (moments by labels)."""

    now: np.ndarray
    rows: np.ndarray
    means: np.ndarray
    spreads: np.ndarray


def side(now: np.ndarray, other: np.ndarray, floor: float) -> tuple[np.ndarray, np.ndarray] | None:
    """Expectation of each label from another moment, and its spread (logarithms); None for too few labels.

    The common growth is that of the sorted figures, which moved labels do not change; so is the spread where the
    labels' own is much wider, which says that they moved.
    """
    both = np.isfinite(now) & np.isfinite(other)
    if both.sum() < AREAS:
        return None
    growth, spread = _middle(now[both] - other[both])
    sorted_growth, sorted_spread = _middle(np.sort(now[both]) - np.sort(other[both]))
    if spread > WHOLE and spread > 3 * sorted_spread:
        growth, spread = sorted_growth, max(2 * sorted_spread, 0.03)
    chance = 2 * np.exp(-np.nan_to_num(other, nan=50.0))
    return other + growth, np.sqrt(spread**2 + floor**2 + chance)


def _middle(values: np.ndarray) -> tuple[float, float]:
    """Median, and 1.4826 times the median absolute deviation."""
    middle = float(np.median(values))
    return middle, 1.4826 * float(np.median(np.abs(values - middle)))


def expected(block: ByLabel) -> tuple[np.ndarray, np.ndarray]:
    """What each label's figure may be, in base units: three spreads either side of the mean of the sides."""
    known = np.isfinite(block.means)
    weight = np.where(known, 1 / block.spreads**2, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (weight * np.nan_to_num(block.means)).sum(axis=0) / weight.sum(axis=0)
        spread = np.sqrt(known.sum(axis=0) / weight.sum(axis=0))
    return np.exp(mean - 3 * spread), np.exp(mean + 3 * spread)


def misplaced(block: ByLabel) -> dict[int, list[int]]:
    """Label numbers whose figure belongs to other labels, with those it may belong to (the likeliest first)."""
    own = _own(block)
    if not (own > EXCHANGE[1]).any():
        return {}
    other = _others(block)
    found = _runs(block, own, other)
    found |= {i: js for i, js in _exchanges(own, other).items() if i not in found}
    return found | {i: js for i, js in _single(block, own, other, found).items() if i not in found}


def together(columns: list[tuple[np.ndarray, ByLabel]]) -> dict[int, int]:
    """Area codes of a page whose figures of all columns belong to one other label, with that label's code.

    `columns` are the codes of each block's labels, and the block. Misfits are summed over the columns, so that a row
    that moved as a whole is told where no column alone would tell it; each label is given once.
    """
    owns = [_own(block) for _, block in columns]
    if sum((own > EXCHANGE[1]).any() for own in owns) < 2:
        return {}
    codes = np.unique(np.concatenate([areas for areas, _ in columns]))
    own, other, number = np.zeros(len(codes)), np.zeros((len(codes), len(codes))), np.zeros(len(codes))
    for (areas, block), misfit in zip(columns, owns, strict=True):
        at = np.searchsorted(codes, areas)
        there = block.rows >= 0
        own[at] += np.minimum(misfit, CAP)
        other[np.ix_(at, at)] += np.where(there[:, None], _others(block), 0.0)
        number[at] += there
    wrong = (own > EXCHANGE[1]) & (number > 1)
    gain = np.where(wrong[:, None] & (wrong | (number == 0))[None], own[:, None] - other, -np.inf)
    gain[other > FIT[0] * number[:, None]] = -np.inf
    np.fill_diagonal(gain, -np.inf)
    best = gain.argmax(axis=1)
    sure = [i for i in np.flatnonzero(gain.max(axis=1) > EXCHANGE[0] / 2) if gain[i, best[i]] >= gain[:, best[i]].max()]
    return {int(codes[i]): int(codes[best[i]]) for i in sure} if len(sure) > 1 else {}


def _own(block: ByLabel) -> np.ndarray:
    """How badly each figure fits its own label: by its better side; nothing if the sides disagree."""
    with np.errstate(invalid="ignore"):
        off = (block.now - block.means) / block.spreads
        nearer = np.nanmin(np.where(np.isfinite(off), off**2, np.inf), axis=0)
        agree = np.abs(np.nansum(np.sign(off), axis=0)) == np.isfinite(off).sum(axis=0)
    return np.where(agree & np.isfinite(nearer), nearer, 0.0)


def _others(block: ByLabel) -> np.ndarray:
    """How badly each figure (rows) fits every label (columns), the mean of the sides; at most `CAP`, unknown `CAP`."""
    off = (block.now[None, :, None] - block.means[:, None, :]) / block.spreads[:, None, :]
    known = np.isfinite(off)
    total = np.where(known, np.minimum(off**2, CAP), 0.0).sum(axis=0)
    return np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), CAP)


def _runs(block: ByLabel, own: np.ndarray, other: np.ndarray) -> dict[int, list[int]]:
    """Runs of rows of which each holds the figure of the row so many places away (the run of the greatest sum)."""
    present = np.flatnonzero(block.rows >= 0)
    order = present[np.argsort(block.rows[present])]
    capped = np.minimum(own, CAP)
    best: tuple[float, dict[int, list[int]]] = (RUN[0], {})
    for move in MOVES:
        here = order[max(0, -move) : len(order) - max(0, move)]
        there = order[max(0, move) : len(order) - max(0, -move)]
        first, last, total = _greatest(capped[here] - other[here, there])
        while last > first and own[here[first]] <= EXCHANGE[1]:
            first += 1
        while last > first and own[here[last - 1]] <= EXCHANGE[1]:
            last -= 1
        if total > best[0] and last - first >= RUN[1]:
            best = (total, {int(here[n]): [int(there[n])] for n in range(first, last)})
    return best[1]


def _greatest(gain: np.ndarray) -> tuple[int, int, float]:
    """First, past-the-last place and sum of the run with the greatest sum."""
    best, start, total = (0, 0, 0.0), 0, 0.0
    for n, value in enumerate(gain.tolist()):
        if total <= 0:
            start, total = n, 0.0
        total += value
        if total > best[2]:
            best = (start, n + 1, total)
    return best


def _exchanges(own: np.ndarray, other: np.ndarray) -> dict[int, list[int]]:
    """Pairs that fit each other's label and not their own, each the other's best."""
    capped = np.minimum(own, CAP)
    misfit = capped > EXCHANGE[1]
    gain = capped[:, None] + capped[None, :] - other - other.T
    gain[~(misfit[:, None] & misfit[None, :])] = -np.inf
    np.fill_diagonal(gain, -np.inf)
    partner = gain.argmax(axis=1)
    return {
        int(i): [int(partner[i])]
        for i in np.flatnonzero(gain.max(axis=1) > EXCHANGE[0])
        if partner[partner[i]] == i and max(other[i, partner[i]], other[partner[i], i]) <= FIT[0]
    }


def _single(block: ByLabel, own: np.ndarray, other: np.ndarray, placed: dict[int, list[int]]) -> dict[int, list[int]]:
    """Figures that alone fit labels which are absent, or whose own figure misfits too."""
    off = np.abs(block.now - block.means)
    apart = np.nanmin(off, axis=0, initial=np.inf, where=np.isfinite(off))
    misfit = (own > ALONE[0]) & (apart > ALONE[1])
    free = (misfit | (block.rows < 0)) & np.isfinite(block.means).any(axis=0)
    free[[j for fits in placed.values() for j in fits]] = False
    candidates = {i: _near(block, other, apart, free, i) for i in np.flatnonzero(misfit).tolist() if i not in placed}
    return _told_apart(candidates)


def _told_apart(candidates: dict[int, list[int]]) -> dict[int, list[int]]:
    """Figures with the few labels they may belong to; what is the only label of one is none of the others."""
    sole = {fits[0] for fits in candidates.values() if len(fits) == 1}
    best = {i: fits if len(fits) == 1 else [j for j in fits if j not in sole] or fits for i, fits in candidates.items()}
    return {i: fits for i, fits in best.items() if 0 < len(fits) <= NAMED}


def _near(block: ByLabel, other: np.ndarray, apart: np.ndarray, free: np.ndarray, i: int) -> list[int]:
    """The free labels whose expectation a figure meets, the likeliest first."""
    with np.errstate(invalid="ignore"):
        distance = np.nanmax(np.abs(block.now[i] - block.means), axis=0, initial=0.0)
    fits = free & ((other[i] <= FIT[0]) | (distance <= FIT[1])) & (distance <= CLOSER * apart[i])
    fits[i] = False
    best = np.flatnonzero(fits)
    return [int(j) for j in best[np.argsort(other[i][best])]]
