"""A list becomes counts: rows that each name one thing and the areas it belongs to (winners of an award, by owner).

A thing of several areas (separated by 、 ; / or ，) counts once in each, and once in each area that these lie in, so
that the areas' counts may add up to more than the things; the nation's count is the number of things. A list of
holders instead (the official list of winners) is placed by `collect.holders`; what cannot be placed makes every count
an interval: placed, to placed and unplaced. A list said to be `complete` also gives the totals that its indicators are
part of; any other is that of one area, and counts at least so many for an area around it.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ipstats.collect.holders import HolderAreas, place
from ipstats.errors import IpstatsError
from ipstats.model.areas import NATION, ancestors, is_within
from ipstats.model.indicators import indicators

BETWEEN = re.compile(r"[、；;/，,]")
HOLDERS_BETWEEN = re.compile(r"[、；;，,\n]")
NOTE = "由名单逐项计数；为几个地区共有的，在每个地区各计一次"
UNPLACED = "；另有{}项的权利人未能定地区，上限据此"
PARTIAL = "；名单只列本地区的，此数为下限"
BY_NAME = "；按权利人名称中的地区归入"


@dataclass(slots=True)
class Count:
    """The lines of a list that count for one area, indicator and period: their numbers, and whether any was assigned by
    the holder's name."""

    fields: dict
    rows: list[int] = field(default_factory=list)
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of a list: its number, the cells of areas and of holders, the other fields."""

    number: int
    areas: str
    holders: str
    fields: dict


def count_list(lines: Iterable[ListLine], observe, own: str, register: Mapping[str, str] | None = None) -> list[dict]:
    """Observations that count the lines of a list.

    `observe(fields)` makes an observation of fields with a value (`collect.mapped`); `own` is the code of the area that
    the list is of, "" of a complete one; `register` gives the areas of holders by name. Each distinct area, indicator
    and time is one observation.
    """
    counts: dict[tuple, Count] = {}
    unplaced: dict[tuple, list[tuple[int, frozenset]]] = {}
    complete = not own
    for line in lines:
        try:
            found = _placed(line, observe, register or {})
            sample = observe(line.fields | {"area": NATION, "value": "1"})
        except (IpstatsError, ValueError) as error:
            raise ValueError(f"row {line.number}: {error}") from error
        for name in _totals(sample["indicator"]) if complete else [sample["indicator"]]:
            what = (name, sample["period_start"], sample["period_end"])
            for code in sorted(found.codes | ({NATION} if complete else set())):
                one = counts.setdefault((code, *what), Count(line.fields | {"area": code, "indicator": name}))
                one.rows.append(line.number)
                one.by_name |= found.by_name and code != NATION
            if found.unplaced:
                unplaced.setdefault(what, []).append((line.number, found.codes))
    return [_observation(key, one, unplaced.get(key[1:], []), observe, own) for key, one in counts.items()]


def _observation(key: tuple, one: Count, unplaced: list[tuple[int, frozenset]], observe, own: str) -> dict:
    """The count of one area: exact where every line is placed, else up to all that could be its; at least so many of an
    area that the list is not of."""
    partial = bool(own) and not is_within(key[0], own)
    more = 0 if key[0] == NATION else sum(key[0] not in codes for _, codes in unplaced)
    reach = PARTIAL if partial else UNPLACED.format(more) if more else ""
    said = NOTE + (BY_NAME if one.by_name else "") + reach
    status = {"status": "E"} if one.by_name and not one.fields.get("status") else {}
    row = observe(one.fields | status | {"value": str(len(one.rows)), "comment": said})
    if more or partial:
        row |= {"bound": ">=", "obs_upper": math.inf if partial else row["obs_lower"] + more}
    return row | {"cell": f"t1!r{one.rows[0]}:r{one.rows[-1]}", "rule": "counted_list"}


def _placed(line: ListLine, observe, register: Mapping[str, str]) -> HolderAreas:
    """The areas in which a line counts, enclosing areas included: from its area cell, else from its holders."""
    names = [name.strip() for name in BETWEEN.split(line.areas) if name.strip()]
    if names:
        own = HolderAreas(frozenset(observe(line.fields | {"area": name, "value": "1"})["ref_area"] for name in names))
    else:
        holders = [name.strip() for name in HOLDERS_BETWEEN.split(line.holders) if name.strip()]
        if not holders:
            raise ValueError("no area; every line of a list needs one, or a holder by which it can be placed")
        own = place(holders, register)
    codes = {outer for code in own.codes for outer in ancestors(code) or (code,)} - {NATION}
    return HolderAreas(frozenset(codes), own.unplaced, own.by_name)


def _totals(name: str) -> list[str]:
    """An indicator and the totals it is part of."""
    found = []
    while name:
        found.append(name)
        name = indicators()[name].part_of
    return found
