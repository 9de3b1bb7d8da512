"""Labels: figures that belong to another label of their table, moved by a row, exchanged, or put in another year."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import CONTRADICTS, EVIDENCE, NONE, stack
from ipstats.checks.registry import check
from ipstats.checks.series import AREAS, FLOOR, POPULATION, STEADY, STRAND, strands

OWN = (5.0, 0.06)
"""Spreads and logarithm from which a figure does not fit its own label's past."""
OTHER = (3.0, 0.02)
"""Within which it fits another label's."""
WHOLE = 0.35
"""Spread of an indicator's steps from which its labels are looked at as a whole: something moved many of them."""


@check(
    "labels",
    rule=("各行的数应与该行名称以往的数相符", "the figures of a row fit the past of its label"),
    source="CNIPA 2014年9月表：贵州的人口实为江西的；统计数据审核：错行",
    how=("由该地区与其他地区前后各期推测", "from the years around it of this label and of the others"),
)
def labels(claims: Claims) -> pd.DataFrame:
    """Rows that do not fit their own label while they fit that of a label that is absent or misfits likewise.

    `note` holds the labels (area codes of the claims, separated by ;) that the figure fits.
    """
    misplaced = [found for group in _groups(claims) for found in _group_findings(group)]
    return stack([_as_evidence(pd.concat(misplaced), "labels") if misplaced else NONE, _misdated(claims)])


def _groups(claims: Claims):
    """Strands of at least `AREAS` areas: their logarithms as areas by moments (in order of time), and their rows."""
    table = strands(claims)
    table = table[table.groupby(STRAND)["area"].transform("nunique") >= AREAS]
    steady = claims.what_code(POPULATION)
    columns = {name: table[name].to_numpy() for name in ("row", "area", "at", "edition", "log", "what")}
    code = table.groupby(STRAND, sort=False).ngroup().to_numpy()
    order = np.argsort(code, kind="stable")
    for lines in np.split(order, np.flatnonzero(np.diff(code[order])) + 1) if len(order) else ():
        group = {name: column[lines] for name, column in columns.items()}
        areas, place = np.unique(group["area"], return_inverse=True)
        times, moment = np.unique(group["at"], return_inverse=True)
        log = np.full((len(areas), len(times)), np.nan)
        log[place[::-1], moment[::-1]] = group["log"][::-1]
        floor = STEADY if group["what"][0] == steady else FLOOR
        yield group | {"areas": areas, "place": place, "moment": moment, "matrix": log, "floor": floor}


def _group_findings(group: dict) -> list[pd.DataFrame]:
    """Findings of all blocks (one edition's rows at one moment): first those between others, the latest first.

    What is found misplaced no longer says anything about its neighbours.
    """
    matrix, moment = group["matrix"], group["moment"]
    order = np.lexsort((group["edition"], moment))
    ends = np.flatnonzero(np.diff(moment[order]) | np.diff(group["edition"][order])) + 1
    blocks = [lines for lines in np.split(order, ends) if _is_block(group, lines)]
    edge = {0, matrix.shape[1] - 1}
    found = []
    for lines in sorted(reversed(blocks), key=lambda lines: moment[lines[0]] in edge):
        t = moment[lines[0]]
        block = _block(group, lines, t)
        misplaced = block and _block_findings(block, group)
        if misplaced is not None:
            found.append(misplaced)
            wrong = lines[np.isin(group["row"][lines], misplaced["row"])]
            matrix[group["place"][wrong], t] = np.nan
    return found


def _is_block(group: dict, lines: np.ndarray) -> bool:
    return len(lines) >= AREAS and len(np.unique(group["place"][lines])) == len(lines)


def _block(group: dict, lines: np.ndarray, t: int):
    """Rows of one edition at one moment, with what each label's past and future let one expect: mean and spread."""
    matrix, place = group["matrix"], group["place"][lines]
    now, rows = np.full(len(matrix), np.nan), np.full(len(matrix), -1)
    now[place], rows[place] = group["log"][lines], group["row"][lines]
    sides = [_side(now, matrix[:, n], group["floor"]) for n in (t - 1, t + 1) if 0 <= n < matrix.shape[1]]
    sides = [side for side in sides if side is not None]
    return (now, rows, sides) if sides else None


def _side(now: np.ndarray, other: np.ndarray, floor: float) -> tuple[np.ndarray, np.ndarray, float] | None:
    """Expectation of each label from another moment, and its spread.

    The common growth is that of the sorted figures, which moved labels do not change; so is the spread where the
    labels' own is much wider, which says that they moved.
    """
    both = np.isfinite(now) & np.isfinite(other)
    if both.sum() < AREAS:
        return None
    step = now[both] - other[both]
    growth, spread = _middle(step)
    ordered = np.sort(now[both]) - np.sort(other[both])
    sorted_growth, sorted_spread = _middle(ordered)
    if spread > WHOLE and spread > 3 * sorted_spread:
        growth, spread = sorted_growth, max(2 * sorted_spread, 0.03)
    chance = np.exp(-np.nan_to_num(other, nan=50.0))
    return other + growth, np.sqrt(spread**2 + floor**2 + 2 * chance), float(spread)


def _middle(values: np.ndarray) -> tuple[float, float]:
    middle = float(np.median(values))
    return middle, 1.4826 * float(np.median(np.abs(values - middle)))


def _block_findings(block, group: dict) -> pd.DataFrame | None:
    """Misplaced rows of a block: `row`, `lower`, `upper` (expected of its label) and `note`, the labels it fits."""
    now, rows, sides = block
    expected, spread = _combined(sides)
    misfit = _misfits(now, sides)
    misfit &= np.isfinite(now)
    if not misfit.any():
        return None
    open_label = misfit | (~np.isfinite(now) & np.isfinite(expected))
    found = []
    for i in np.flatnonzero(misfit):
        distance = np.abs(now[i] - expected)
        fits = open_label & (distance <= np.maximum(OTHER[0] * spread, OTHER[1]))
        fits[i] = False
        best = np.flatnonzero(fits)
        if not len(best) or len(best) > 3:
            continue
        best = best[np.argsort(distance[best])]
        if distance[best[0]] > 0.25 * abs(now[i] - expected[i]):
            continue
        found.append((rows[i], expected[i], spread[i], ";".join(str(group["areas"][j]) for j in best)))
    return _chained(found, rows, group) if found else None


def _combined(sides) -> tuple[np.ndarray, np.ndarray]:
    """Expectations from both sides as one, each weighted by its precision; one side where the other is missing."""
    weights = np.array([np.where(np.isfinite(mean), 1 / spread**2, 0.0) for mean, spread, _ in sides])
    means = np.array([np.nan_to_num(mean) for mean, _, _ in sides])
    total = weights.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (weights * means).sum(axis=0) / total, 1 / np.sqrt(total / len(sides))


def _misfits(now: np.ndarray, sides) -> np.ndarray:
    """Labels whose figure fits neither side, off in the same direction from both."""
    off = np.array([now - mean for mean, _, _ in sides])
    limit = np.array([np.maximum(OWN[0] * spread, OWN[1]) for _, spread, _ in sides])
    known = np.isfinite(off)
    beyond = np.where(known, np.abs(off) > limit, True)
    with np.errstate(invalid="ignore"):
        signs = np.where(known, np.sign(off), 0)
    same = np.abs(signs.sum(axis=0)) == known.sum(axis=0)
    return beyond.all(axis=0) & same & known.any(axis=0)


def _chained(found: list, rows: np.ndarray, group: dict) -> pd.DataFrame:
    """Of several labels a figure fits, the one that the rest of the block leaves open (each label has one figure)."""
    sole = {note for _, _, _, note in found if ";" not in note}
    kept = []
    for row, mean, spread, note in found:
        options = note.split(";")
        open_options = [option for option in options if option not in sole] if len(options) > 1 else options
        kept.append((row, np.exp(mean - 3 * spread), np.exp(mean + 3 * spread), ";".join(open_options or options)))
    return pd.DataFrame(kept, columns=["row", "lower", "upper", "note"])


def _as_evidence(found: pd.DataFrame, check_id: str, cause: str = "label_shift") -> pd.DataFrame:
    return found.assign(
        relation=np.arange(len(found)), check=check_id, role="claim", claim=True, verdict=CONTRADICTS, cause=cause,
        tight=False,
    )[EVIDENCE]  # fmt: skip


def _misdated(claims: Claims) -> pd.DataFrame:
    """Figures at a time that no other area has, where their area lacks a neighbouring time that the others have."""
    rows = np.flatnonzero(claims.column("stated"))
    keys = ["edition", "what", "measure", "comparison", "cover", "unit"]
    table = claims.table.loc[rows, [*keys, "area", "moment"]].assign(row=rows)
    table = table[table.groupby(keys)["area"].transform("nunique") >= AREAS]
    if table.empty:
        return NONE
    code = table.groupby(keys, sort=False).ngroup()
    table = table.assign(code=code)
    areas = table.groupby(code)["area"].transform("nunique")
    share = table.groupby([code, table["moment"]])["area"].transform("nunique") / areas
    odd = table[(share <= 0.2).to_numpy()]
    usual = table.loc[(share >= 0.8).to_numpy(), ["code", "moment"]].drop_duplicates()
    held = set(zip(code, table["area"], table["moment"], strict=True))
    found = []
    for group, area, moment, row in odd[["code", "area", "moment", "row"]].itertuples(index=False):
        for other in usual.loc[usual["code"] == group, "moment"]:
            if (group, area, other) not in held and _neighbours(claims.moments[moment], claims.moments[other]):
                found.append((row, np.nan, np.nan, f"@{claims.moments[other].time_period}"))
                break
    return (
        _as_evidence(pd.DataFrame(found, columns=["row", "lower", "upper", "note"]), "labels", "year_slip")
        if found
        else NONE
    )


def _neighbours(one, other) -> bool:
    """Whether one period is the other with a wrong year: both ends, or only one of them."""
    same_end = (one.end.month, one.end.day) == (other.end.month, other.end.day)
    return same_end and abs(one.end.year - other.end.year) <= 1 and (one.start is None) == (other.start is None)
