"""Shares (占比, 四分之一) against part and total, and rates against numerator and denominator."""

import numpy as np
import pandas as pd

from ipstats.checks.base import nearest
from ipstats.checks.claims import NOWHERE, Claims
from ipstats.checks.evidence import AGREES, CONTRADICTS, Solve, relate, stack, undecided
from ipstats.checks.parts import _totals
from ipstats.checks.registry import check
from ipstats.model import areas
from ipstats.model.indicators import components

SHARE: Solve = {
    "share": lambda part, total: part / total * 100,
    "part": lambda share, total: total * share / 100,
    "total": lambda share, part: part / share * 100,
}
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
    of_indicator = _share_of(claims, rows, what=_totals(claims, rows)).assign(note="part")
    of_area = _share_of(claims, rows, area=outer).assign(note="area")
    evidence = stack([of_indicator, of_area])
    return loosely_worded(claims, _supported(claims, evidence, set(rows[~stated])))


@check
def shares_add_up(claims: Claims) -> pd.DataFrame:
    """The shares of a partition's parts, stated in one document, make up a hundred per cent."""
    rows = claims.of("share")
    parts = []
    for total in sorted({one.part_of for one in claims.indicator_of if one and one.partition}):
        names = pd.Series({one.id: one.partition for one in components(total) if one.partition})
        for partition in names.unique():
            codes = [claims.what_code(name) for name in names.index[names == partition]]
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


def _share_of(claims: Claims, rows: np.ndarray, **total: np.ndarray) -> pd.DataFrame:
    i, part = nearest(claims, rows, *claims.find(rows, claims.levels))
    k, whole = claims.find(part, claims.levels, **{key: codes[i] for key, codes in total.items()})
    k, whole = nearest(claims, part, k, whole)
    same = claims.column("unit")[part[k]] == claims.column("unit")[whole]
    members = {"share": rows[i][k][same], "part": part[k][same], "total": whole[same]}
    return relate(claims, "share", SHARE, members, "share")


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
    if evidence.empty:
        return evidence
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
    i, own = nearest(claims, rows, *claims.find(rows, claims.levels))
    outer = _outer(claims, rows)
    nation = np.where(outer == NOWHERE, claims.area_code(areas.NATION), outer)
    k, other = claims.find(own, claims.levels, area=nation[i])
    k, other = nearest(claims, own, k, other)
    same = (claims.column("unit")[own[k]] == claims.column("unit")[other]) & (own[k] != other)
    solve: Solve = {
        "multiple": lambda own, other: own / other,
        "own": lambda multiple, other: other * multiple,
        "other": lambda multiple, own: own / multiple,
    }
    members = {"multiple": rows[i][k][same], "own": own[k][same], "other": other[same]}
    return loosely_worded(claims, relate(claims, "multiple_of_nation", solve, members, "multiple"))
