"""A list becomes counts: rows that each name one thing and the areas it belongs to (winners of an award, by owner).

A thing of several areas (separated by 、 ; / or ，) counts once in each, so that the areas' counts may add up to more
than the things; the nation's count is the number of things. A list said to be `complete` also gives the totals that
its indicators are part of.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from ipstats.errors import IpstatsError
from ipstats.model.areas import NATION
from ipstats.model.indicators import indicators

BETWEEN = re.compile(r"[、；;/，,]")
NOTE = "由名单逐项计数；为几个地区共有的，在每个地区各计一次"


def count_list(lines: Iterable[tuple[int, str, dict]], observe, complete: bool) -> list[dict]:
    """Observations that count the lines of a list.

    `lines` are (row number, cell of areas, the other fields); `observe(fields)` makes an observation of fields with a
    value (`reading.mapped`). Each distinct area, indicator and time is one observation.
    """
    counts: dict[tuple, list[int]] = defaultdict(list)
    first: dict[tuple, dict] = {}
    for number, cell, fields in lines:
        try:
            places = {observe(fields | {"area": name, "value": "1"})["ref_area"] for name in _areas(cell)} | {NATION}
            sample = observe(fields | {"area": NATION, "value": "1"})
        except (IpstatsError, ValueError) as error:
            raise ValueError(f"row {number}: {error}") from error
        for name in _totals(sample["indicator"]) if complete else [sample["indicator"]]:
            for place in sorted(places - (set() if complete else {NATION})):
                key = (place, name, sample["period_start"], sample["period_end"])
                counts[key].append(number)
                first.setdefault(key, fields | {"area": place, "indicator": name})
    return [
        observe(first[key] | {"value": str(len(rows)), "comment": NOTE})
        | {"cell": f"t1!r{rows[0]}:r{rows[-1]}", "rule": "counted_list"}
        for key, rows in counts.items()
    ]


def _areas(cell: str) -> list[str]:
    names = [name.strip() for name in BETWEEN.split(cell) if name.strip()]
    if not names:
        raise ValueError("no area; every line of a list needs one")
    return names


def _totals(name: str) -> list[str]:
    """An indicator and the totals it is part of."""
    found = []
    while name:
        found.append(name)
        name = indicators()[name].part_of
    return found
