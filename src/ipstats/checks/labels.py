"""Labels: figures that belong to another label of their table, moved by a row, exchanged, or put in another year."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import alone, stack
from ipstats.checks.placement import ByLabel, expected, misplaced, side, together
from ipstats.checks.registry import check
from ipstats.checks.series import AREAS, FLOOR, POPULATION, STEADY, STRAND, strands
from ipstats.model.periods import Period

Strand = dict[str, Any]
"""A strand of at least `AREAS` areas (see `_groups`)."""


@check
def labels(claims: Claims) -> pd.DataFrame:
    """Rows that do not fit their own label while they fit that of a label that is absent or misfits likewise.

    `note` holds the labels (area codes of the claims, separated by ;) that the figure fits.
    """
    groups = list(_groups(claims))
    together = [_as_evidence(found, "label_shift").assign(tight=True) for found in _page_findings(claims, groups)]
    moved = [_as_evidence(found, "label_shift") for group in groups for found in _group_findings(group)]
    return stack([*together, *moved, _misdated(claims, "area", "what"), _misdated(claims, "what", "area")])


def _groups(claims: Claims) -> Iterator[Strand]:
    """Strands of at least `AREAS` areas: their logarithms as areas by moments (in order of time), and their rows."""
    table = strands(claims)
    table = table[table.groupby(STRAND)["area"].transform("nunique") >= AREAS]
    steady = claims.what_code(POPULATION)
    for _, lines in table.groupby(STRAND):
        group: Strand = {name: lines[name].to_numpy() for name in ("row", "area", "at", "edition", "log", "what")}
        group["areas"], group["place"] = np.unique(group["area"], return_inverse=True)
        times, group["moment"] = np.unique(group["at"], return_inverse=True)
        group["matrix"] = np.full((len(group["areas"]), len(times)), np.nan)
        group["matrix"][group["place"][::-1], group["moment"][::-1]] = group["log"][::-1]
        yield group | {"floor": STEADY if group["what"][0] == steady else FLOOR, "placed": np.empty(0, int)}


def _group_findings(group: Strand) -> list[pd.DataFrame]:
    """Findings of all blocks (one edition's rows at one moment): first those between others, the latest first.

    What is found misplaced no longer says anything about its neighbours.
    """
    matrix, moment = group["matrix"], group["moment"]
    found = []
    for lines in sorted(reversed(_blocks(group)), key=lambda lines: _at_edge(group, lines)):
        t = moment[lines[0]]
        block = _block(group, lines[~np.isin(group["row"][lines], group["placed"])], t)
        places = misplaced(block) if block is not None else {}
        if block is not None and places:
            other = _other_page(group, lines)
            names = {i: ";".join(str(group["areas"][j]) for j in fits) + other for i, fits in places.items()}
            found.append(_lines(block, names))
            wrong = lines[np.isin(group["row"][lines], found[-1]["row"])]
            matrix[group["place"][wrong], t] = np.nan
    return found


def _blocks(group: Strand) -> list[np.ndarray]:
    """Lines of each edition's rows at one moment, in order of time; not the first of two moments, since findings refer
    backwards."""
    moment = group["moment"]
    order = np.lexsort((group["edition"], moment))
    ends = np.flatnonzero(np.diff(moment[order]) | np.diff(group["edition"][order])) + 1
    first = 0 if group["matrix"].shape[1] == 2 else -1
    blocks = [lines for lines in np.split(order, ends) if len(lines) >= AREAS and moment[lines[0]] != first]
    return [lines for lines in blocks if len(np.unique(group["place"][lines])) == len(lines)]


def _page_findings(claims: Claims, groups: list[Strand]) -> list[pd.DataFrame]:
    """Findings of the rows of a page (one edition's figures of one day) all of whose columns moved together, first
    the pages between others, the latest first; kept in `placed` of their groups."""
    pages: dict[tuple[int, int], list[tuple[Strand, np.ndarray]]] = {}
    day, edition = claims.column("day"), claims.column("edition")
    for group in groups:
        for lines in _blocks(group):
            row = group["row"][lines[0]]
            pages.setdefault((int(day[row]), int(edition[row])), []).append((group, lines))
    found = []
    whole = [pages[page] for page in sorted(pages, reverse=True) if len(pages[page]) > 1]
    for columns in sorted(whole, key=lambda columns: all(_at_edge(*column) for column in columns)):
        found += _moved_together(columns)
    return found


def _at_edge(group: Strand, lines: np.ndarray) -> bool:
    """Whether rows are of the first or last moment of their series, which have a neighbour on one side only."""
    return group["moment"][lines[0]] in (0, group["matrix"].shape[1] - 1)


def _moved_together(columns: list[tuple[Strand, np.ndarray]]) -> list[pd.DataFrame]:
    blocks = []
    for group, lines in columns:
        if (block := _block(group, lines, group["moment"][lines[0]])) is not None:
            blocks.append((group, lines, block))
    places = together([(group["areas"], block) for group, _, block in blocks])
    found = []
    for group, lines, block in blocks:
        at = {code: n for n, code in enumerate(group["areas"].tolist())}
        other = _other_page(group, lines)
        mine = {at[i]: f"{j}{other}" for i, j in places.items() if i in at and block.rows[at[i]] >= 0}
        found.append(_lines(block, mine))
        group["placed"] = np.append(group["placed"], found[-1]["row"])
        group["matrix"][list(mine), group["moment"][lines[0]]] = np.nan
    return found


def _other_page(group: Strand, lines: np.ndarray) -> str:
    """The edition of the one other moment, whose labels may be the wrong ones (`#edition`); "" if there are more."""
    there = group["edition"][group["moment"] != group["moment"][lines[0]]]
    return f"#{there[0]}" if group["matrix"].shape[1] == 2 and len(there) else ""


def _block(group: Strand, lines: np.ndarray, t: int) -> ByLabel | None:
    """Rows of one edition at one moment, with what each label's past and future let one expect: mean and spread."""
    matrix, place = group["matrix"], group["place"][lines]
    now, rows = np.full(len(matrix), np.nan), np.full(len(matrix), -1)
    now[place], rows[place] = group["log"][lines], group["row"][lines]
    both = [side(now, matrix[:, n], group["floor"]) for n in (t - 1, t + 1) if 0 <= n < matrix.shape[1]]
    sides = [one for one in both if one is not None]
    return ByLabel(now, rows, np.array([mean for mean, _ in sides]), np.array([s for _, s in sides])) if sides else None


def _lines(block: ByLabel, notes: dict[int, str]) -> pd.DataFrame:
    """Rows of a block: `row`, `lower`, `upper` (expected of its own label) and `note`, the labels it fits."""
    places = list(notes)
    low, high = expected(block)
    return pd.DataFrame(
        {"row": block.rows[places], "lower": low[places], "upper": high[places], "note": list(notes.values())}
    )


def _as_evidence(found: pd.DataFrame, cause: str) -> pd.DataFrame:
    row, lower, upper, note = (found[name].to_numpy() for name in ("row", "lower", "upper", "note"))
    return alone("labels", row, lower, upper, cause=cause, note=note)


def _misdated(claims: Claims, vary: str, fixed: str) -> pd.DataFrame:
    """Figures at a time that no other area (or indicator of the area) has, whose series lacks only one of the times the
    others have, a neighbouring one."""
    rows = np.flatnonzero(claims.column("stated"))
    keys = ["edition", fixed, "measure", "comparison", "cover", "unit"]
    table = claims.table.loc[rows, [*keys, vary, "moment"]].assign(row=rows)
    table = table[table.groupby(keys)[vary].transform("nunique") >= AREAS]
    code = table.groupby(keys).ngroup()
    table = table.assign(code=code)
    number = table.groupby(code)[vary].transform("nunique")
    share = table.groupby([code, table["moment"]])[vary].transform("nunique") / number
    odd = table[(share <= 0.2).to_numpy()]
    usual = (
        table.loc[(share >= 0.8).to_numpy(), ["code", "moment"]].drop_duplicates().groupby("code")["moment"].agg(set)
    )
    held = table[table["code"].isin(odd["code"])].groupby(["code", vary])["moment"].agg(set)
    found = []
    for group, label, moment, row in odd[["code", vary, "moment", "row"]].itertuples(index=False):
        lacking = usual.get(group, set()) - held[group, label]
        other = claims.moments[min(lacking)] if len(lacking) == 1 else None
        if other is not None and _neighbours(claims.moments[moment], other):
            found.append((row, np.nan, np.nan, f"@{other.time_period}"))
    return _as_evidence(pd.DataFrame(found, columns=["row", "lower", "upper", "note"]), "year_slip")


def _neighbours(one: Period | None, other: Period) -> bool:
    """Whether one period is the other with a wrong year: both ends, or only one of them."""
    if one is None:
        return False
    same_end = (one.end.month, one.end.day) == (other.end.month, other.end.day)
    return same_end and abs(one.end.year - other.end.year) <= 1 and (one.start is None) == (other.start is None)
