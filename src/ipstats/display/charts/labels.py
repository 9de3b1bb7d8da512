"""Places for labels that would overlap: moved apart as little as possible, always in the same way."""

from collections.abc import Sequence

import numpy as np


def spread(wanted: Sequence[float] | np.ndarray, gap: float, low: float = -np.inf, high: float = np.inf) -> np.ndarray:
    """Positions at least `gap` apart, in the order of `wanted`, with the least sum of squared moves.

    Ties keep their order in the list. Where all cannot lie between `low` and `high`, they are evenly set from end to
    end. The minimum is found by pooling neighbours (isotonic regression of `wanted` less the room taken before it).
    """
    places = np.asarray(wanted, float)
    count = len(places)
    if count < 2:
        return np.clip(places, low, high)
    if (count - 1) * gap > high - low:
        gap = (high - low) / (count - 1)
    order = np.argsort(places, kind="stable")
    room = gap * np.arange(count)
    free = _pooled(places[order] - room)
    free = np.clip(free, low, high - room[-1])
    placed = np.empty(count)
    placed[order] = free + room
    return placed


def _pooled(values: np.ndarray) -> np.ndarray:
    """The nearest non-decreasing values (pool adjacent violators)."""
    blocks: list[list[float]] = []
    for value in values:
        blocks.append([value, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, weight = blocks.pop()
            before, earlier = blocks[-1]
            blocks[-1] = [(before * earlier + mean * weight) / (earlier + weight), earlier + weight]
    return np.concatenate([np.full(int(weight), mean) for mean, weight in blocks])
