"""Shares (占比, 四分之一) against part and total, and rates against numerator and denominator."""

from typing import Any

import numpy as np
import pandas as pd

from ipstats.checks.base import joined, same_unit
from ipstats.checks.claims import NOWHERE, Claims
from ipstats.checks.evidence import AGREES, CONTRADICTS, Solve, quotient, relate, stack, undecided
from ipstats.checks.parts import _totals, partitions
from ipstats.checks.registry import check
from ipstats.model import areas

SHARE, TIMES = quotient("share", "part", "total", 100), quotient("multiple", "own", "other")
LOOSE = 0.02
"""A claim whose interval is wider than this part of itself is a way of speaking, not a measurement."""


@check
def share(claims: Claims) -> pd.DataFrame:
    """A share against its part and total; the total is a larger indicator, or the same one of a larger area.

    Where the row does not say of what (`part_of`), both are tried, and a contradiction counts only when the same
    total bears out another share of the series: else it may be a share of something else.
    """
    rows = claims.of("share")
    stated = claims.column("part_of")[rows] != ""
    nation = np.full(len(rows), claims.area_code(areas.NATION))
    outer = np.where(stated, _outer(claims, rows), nation)
    of_indicator = _share_of(claims, rows, "what", _totals(claims, rows)).assign(note="part")
    of_area = _share_of(claims, rows, "area", outer).assign(note="area")
    evidence = stack([of_indicator, of_area])
    return loosely_worded(claims, _supported(claims, evidence, set(rows[~stated])))


@check
def shares_add_up(claims: Claims) -> pd.DataFrame:
    """The shares of a partition's parts, stated in one document, make up a hundred per cent."""
    rows = claims.of("share")
    parts = []
    for total in sorted({one.part_of for one in claims.indicator_of if one and one.partition}):
        for names in partitions(total):
            codes = [claims.what_code(name) for name in names]
            if len(codes) > 1 and NOWHERE not in codes:
                parts.append(_hundred(claims, rows, codes))
    return stack(parts)


def _hundred(claims: Claims, rows: np.ndarray, codes: list[int]) -> pd.DataFrame:
    """Evidence of the shares of these indicators in one document, area and period."""
    keys = ["edition", "area", "cover", "moment"]
    table = claims.table.loc[rows, [*keys, "what"]].assign(row=rows)
    table = table[table["what"].isin(codes) & ~table.duplicated([*keys, "what"], keep=False)]
    wide = table.pivot(index=keys, columns="what", values="row").reindex(columns=codes).dropna().astype(int)
    members = {f"part{n}": wide[code].to_numpy() for n, code in enumerate(codes)}
    solve: Solve = {role: (lambda **others: 100.0 - sum(others.values())) for role in members}
    return relate(claims, "shares_add_up", solve, members, "part0")


def _supported(claims: Claims, evidence: pd.DataFrame, guessed: set[int]) -> pd.DataFrame:
    """One relation a share: one that agrees if any; a guessed total contradicts only where it fits elsewhere."""
    head = evidence[evidence["claim"]].set_index("relation")
    head = head.assign(agrees=head["verdict"] == AGREES).sort_values("agrees", ascending=False, kind="stable")
    head = head[~head.duplicated("row")]
    evidence = evidence[evidence["relation"].isin(head.index)]
    series = pd.Series(
        zip(claims.column("area")[head["row"]], claims.column("what")[head["row"]], head["note"], strict=True)
    )
    fits = set(series[head["agrees"].to_numpy()])
    doubtful = head["row"].isin(guessed).to_numpy() & ~series.isin(fits).to_numpy()
    return undecided(evidence, head.index[doubtful & (head["verdict"] == CONTRADICTS).to_numpy()], "")


def _share_of(claims: Claims, rows: np.ndarray, key: str, codes: np.ndarray) -> pd.DataFrame:
    """Evidence of shares with a total that has another indicator or area, by its `codes`."""
    members = joined(claims, {"share": rows, "codes": codes}, "share", "part", claims.levels)
    outer: dict[str, Any] = {key: members.pop("codes")}
    members = joined(claims, members, "part", "total", claims.levels, **outer)
    return relate(claims, "share", SHARE, same_unit(claims, members, "part", "total"), "share")


def _outer(claims: Claims, rows: np.ndarray) -> np.ndarray:
    """The code of the larger area that a share is of (`part_of` 全国, 全省), `NOWHERE` when it names none."""
    names = {name: NOWHERE for name in set(claims.column("part_of")[rows])}
    for name in names:
        try:
            found = areas.area(name).code if name else ""
        except Exception:
            continue
        names[name] = claims.area_code(found)
    return np.array([names[name] for name in claims.column("part_of")[rows]], dtype=int)


def loosely_worded(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence with `loose_wording` where a claim holds only by the breadth of its words (约占四分之一 for 22.5%)."""
    rows = evidence["row"].to_numpy()
    value = claims.column("obs_value")[rows]
    width = claims.column("obs_upper")[rows] - claims.column("obs_lower")[rows]
    off = (evidence["lower"] > value + 0.1 * width) | (evidence["upper"] < value - 0.1 * width)
    loose = evidence["claim"] & (evidence["verdict"] == AGREES) & (width > LOOSE * np.abs(value)) & off
    which = evidence["relation"].isin(evidence["relation"][loose & (evidence["cause"] == "")])
    return evidence.assign(cause=evidence["cause"].where(~which, "loose_wording"))


@check
def multiple_of_nation(claims: Claims) -> pd.DataFrame:
    """A multiple of the nation's figure: 是全国平均水平的近十倍."""
    rows = claims.of("multiple")
    rows = rows[claims.column("comparison")[rows] == ""]
    members = joined(claims, {"multiple": rows}, "multiple", "own", claims.levels)
    outer = _outer(claims, members["multiple"])
    nation = np.where(outer == NOWHERE, claims.area_code(areas.NATION), outer)
    members = same_unit(claims, joined(claims, members, "own", "other", claims.levels, area=nation), "own", "other")
    return loosely_worded(claims, relate(claims, "multiple_of_nation", TIMES, members, "multiple"))
