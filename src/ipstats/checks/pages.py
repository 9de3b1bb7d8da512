"""Whole rows and columns of a page that are not where they belong: printed twice, not brought up to date, relabelled.

A page is what one edition prints of one day. What moved together is found together: labels by setting every row's
level and growth against every label's earlier level, columns and rows by their figures being the same to the digit.
"""

from math import comb

import numpy as np
import pandas as pd

from ipstats.checks.base import borne_out, implied_base
from ipstats.checks.claims import Claims, next_in_line
from ipstats.checks.evidence import AGREES, CONTRADICTS, alone, stack
from ipstats.checks.registry import check
from ipstats.checks.series import AREAS, STRAND, outlook, strands
from ipstats.checks.slips import digits
from ipstats.model.intervals import Interval

WHOLE_PAGE = ("labels", "copied_column", "doubled_row")
"""Checks whose figures are known to be wrong together, so that nothing else of their relations is asked after."""
EQUAL = 0.8
"""Part of a column's rows that are the earlier ones to the digit."""
TELLING = 3
"""Digits from which an unchanged count is no chance."""
ENOUGH_DIGITS = (6, 4)
"""Digits that two rows of a page have in common only if one was printed twice; where a growth rate contradicts one."""
FITTING = 0.6
"""Part of the rows that misfit which another labelling must make fit."""
CHANCE = 1e-3
"""Probability below which so many fits are no chance."""


@check
def copied_column(claims: Claims) -> pd.DataFrame:
    """Columns of which nearly every figure is that of the moment before, to the digit; the later one is the copy.

    Rounded stocks less than a year apart (a population used through the year) may well be the same, and figures whose
    growth rate says so are.
    """
    table = strands(claims)
    keys = ["area", *STRAND]
    table = table.sort_values([*keys, "at", "edition"], kind="stable", ignore_index=True)
    nth = next_in_line(table, keys, "at")
    rows, before = table["row"].to_numpy()[nth], table["row"].to_numpy()[nth - 1]
    value, at = claims.column("obs_value"), claims.column("at")
    exact = claims.column("obs_lower")[rows] == claims.column("obs_upper")[rows]
    ratio = claims.is_ratio[rows]
    later = exact | ratio | (at[rows] - at[before] > 0.99)
    column = claims.alike(["edition", "what", "unit", "moment"], rows)
    same = pd.Series((value[rows] == value[before]) & later)
    many = (same.groupby(column).transform("mean") >= EQUAL) & (same.groupby(column).transform("sum") >= AREAS)
    lines = np.flatnonzero(same & many)
    telling = np.array([digits(value[rows[n]]) >= TELLING for n in lines], dtype=bool) | _said_to_change(
        claims, rows[lines]
    )
    count = pd.Series(telling, dtype=bool).groupby(column[lines]).transform("sum").to_numpy()
    lines = lines[count >= AREAS]
    lines = lines[~np.isin(rows[lines], borne_out(claims))] if len(lines) else lines
    periods = [f"@{claims.moments[moment].time_period}" for moment in claims.column("moment")[before[lines]]]
    return alone("copied_column", rows[lines], cause="year_slip", note=periods, tight=True)


def _said_to_change(claims: Claims, rows: np.ndarray) -> np.ndarray:
    """Whether a growth rate of the figure's own period says that it is another than the one before."""
    rates = claims.of("growth")
    i, rate = claims.find(rows, rates)
    grows = (claims.column("obs_lower")[rate] > 0) | (claims.column("obs_upper")[rate] < 0)
    said = np.zeros(len(rows), bool)
    said[i[grows]] = True
    return said


@check
def doubled_row(claims: Claims) -> pd.DataFrame:
    """A row that prints, in every column, what the row above it prints; of the two the one that fits its past worse."""
    rows = np.flatnonzero(claims.column("stated"))
    names = ["edition", "day", "cover", "what", "measure", "comparison", "unit"]
    table = claims.table.loc[rows, [*names, "area"]].assign(row=rows)
    table = table.sort_values([*names, "row"], kind="stable", ignore_index=True)
    nth = next_in_line(table, names)
    nth = nth[table["area"].to_numpy()[nth] != table["area"].to_numpy()[nth - 1]]
    one, other = table["row"].to_numpy()[nth - 1], table["row"].to_numpy()[nth]
    value = claims.column("obs_value")
    pairs = table.loc[nth, ["edition", "day", "area"]].assign(above=table["area"].to_numpy()[nth - 1])
    group = pairs.groupby(list(pairs)).ngroup().to_numpy()
    equal = value[one] == value[other]
    whole = np.bincount(group, weights=~equal, minlength=1)[group] == 0 if len(group) else equal
    length = np.zeros(len(group))
    length[whole] = [len(f"{abs(number):.12g}".replace(".", "")) for number in value[one[whole]]]
    length = np.bincount(group, weights=length, minlength=1)[group] if len(group) else length
    lines = np.flatnonzero(length >= ENOUGH_DIGITS[1])
    off = _off_past(claims) + _off_base(claims)
    lines = lines[(length[lines] >= ENOUGH_DIGITS[0]) | _in_any(group, lines, np.maximum(off[one], off[other]) > 50)]
    worse = pd.Series(off[one[lines]] - off[other[lines]]).groupby(group[lines]).transform("sum").to_numpy() > 0
    wrong, right = np.where(worse, one[lines], other[lines]), np.where(worse, other[lines], one[lines])
    return alone(
        "doubled_row", wrong, cause="label_shift", note=[str(code) for code in claims.column("area")[right]], tight=True
    )


def _in_any(group: np.ndarray, lines: np.ndarray, holds: np.ndarray) -> np.ndarray:
    """Of each line, whether something holds of any line of its group."""
    number: np.ndarray = np.bincount(group[lines], weights=holds[lines], minlength=1)
    return np.asarray(number[group[lines]] > 0)


def _off_past(claims: Claims) -> np.ndarray:
    """How far each level is from what the moments around it and the other areas let one expect (logarithm)."""
    seen = outlook(claims)
    off = np.zeros(len(claims))
    off[seen["row"]] = seen["deviation"].abs().fillna(0.0)
    return off


def _off_base(claims: Claims) -> np.ndarray:
    """A hundred for every figure of which level, growth and earlier level do not fit, else 0."""
    lines = implied_base(claims)
    off = np.zeros(len(claims))
    off[lines.loc[lines["verdict"] == CONTRADICTS, "row"]] = 100.0
    return off


MOVES = {
    "implied_base": (("level", "growth"), ("level",), ("growth",)),
    "ratio": (("numerator",), ("denominator",), ("ratio",)),
    "parts_add_up": (),
}
"""Checks whose equations tell labels, and what of a row may have moved together; of sums each part and the total."""


def relabelled(claims: Claims, evidence: pd.DataFrame) -> pd.DataFrame:
    """Rows whose figures break an equation under their own label and keep it under others of their column.

    `evidence` holds what the checks in `MOVES` found. Of a page and the earlier one that its growth refers to, either
    may have the wrong labels where level and growth moved together: the one that other figures speak against, else the
    later; then `note` names the other page as well (`area codes#edition`).
    """
    found = []
    for check_id, moves in MOVES.items():
        lines = evidence[(evidence["check"] == check_id) & (evidence["role"] != "context")]
        if (lines["claim"] & (lines["verdict"] == CONTRADICTS)).sum() < 2:
            continue
        wide = _wide(claims, lines)
        modes = moves or tuple((role,) for role in lines["role"].unique())
        blocks = [block for _, block in wide.groupby("column", sort=False) if block["bad"].sum() > 1]
        wrong: set[int] = set()
        for block in sorted(blocks, key=lambda block: block["at"].iloc[0]):
            moved = None if _known(block, wrong) else _column(claims, evidence, block, modes)
            if moved is not None:
                found.append(moved)
                wrong |= set(moved["row"])
    return stack(found)


def _known(block: pd.DataFrame, wrong: set[int]) -> bool:
    """Whether a column misfits only because the earlier page's labels, known to be wrong, are what it refers to."""
    return "base" in block and block.loc[block["bad"], "base"].isin(wrong).mean() >= FITTING


def _wide(claims: Claims, lines: pd.DataFrame) -> pd.DataFrame:
    """One line a relation: for each role the row, with what the others allow it (`role_low`, `role_high`); `bad`;
    `area` and `column` of the claim (an edition's figures of one moment, as set against one other)."""
    ends = {"row": "", "lower": "_low", "upper": "_high"}
    wide = lines.pivot(index="relation", columns="role", values=list(ends))
    wide.columns = wide.columns.map(lambda column: f"{column[1]}{ends[column[0]]}")
    roles = lines["role"].unique().tolist()
    wide = wide.dropna(subset=roles).astype(dict.fromkeys(roles, int))
    claim = lines[lines["claim"]].drop_duplicates("relation").set_index("relation").loc[wide.index]
    wide["bad"] = (claim["verdict"] == CONTRADICTS).to_numpy()
    rows = claim["row"].to_numpy()
    wide["area"], wide["at"] = claims.column("area")[rows], claims.column("at")[rows]
    names = {name: claims.column(name)[rows] for name in ("edition", "what", "cover", "unit", "moment")}
    if "base" in wide:
        names["base"] = claims.column("moment")[wide["base"]]
    wide["column"] = pd.DataFrame(names, index=wide.index).groupby(list(names)).ngroup()
    return wide.drop_duplicates(["column", "area"])


def _column(
    claims: Claims, evidence: pd.DataFrame, block: pd.DataFrame, modes: tuple[tuple[str, ...], ...]
) -> pd.DataFrame | None:
    """Lines for the rows of one column that another labelling makes fit, by the mode that explains most of them."""
    rows = np.flatnonzero(block["bad"])
    best: tuple[float, dict[int, int], tuple[str, ...]] = (CHANCE, {}, ())
    for mode in modes:
        fits, chance = _fitting(claims, block, rows, mode)
        if chance < best[0] and len(fits) >= max(2, FITTING * len(rows)):
            best = (chance, fits, mode)
    _, fits, mode = best
    if not fits:
        return None
    if len(mode) == 2 and _earlier_is_wrong(evidence, block, fits):
        inverse = {j: i for i, j in fits.items()}
        wrong, labels, note = block["base"].to_numpy()[list(inverse)], list(inverse.values()), ""
    else:
        wrong, labels = block[mode[0]].to_numpy()[list(fits)], list(fits.values())
        note = _other_page(claims, evidence, block, fits) if len(mode) == 2 else ""
    names = [f"{code}{note}" for code in block["area"].to_numpy()[labels]]
    return alone("labels", wrong, cause="label_shift", note=names, tight=True)


def _fitting(
    claims: Claims, block: pd.DataFrame, rows: np.ndarray, mode: tuple[str, ...]
) -> tuple[dict[int, int], float]:
    """Labels (places in the block) that fit the rows, two at least, that misfit their own, each label once, the surest
    first; and how likely so many would fit by chance, as often as any row fits any other label."""
    role = "base" if len(mode) == 2 else mode[0]
    low, high = block[f"{role}_low"].to_numpy(), block[f"{role}_high"].to_numpy()
    mine = block[role].to_numpy()
    least, most = claims.column("obs_lower")[mine], claims.column("obs_upper")[mine]
    if role == "base":
        meets = Interval(low[rows, None], high[rows, None]).meets(Interval(least[None], most[None]))
    else:
        meets = Interval(least[rows, None], most[rows, None]).meets(Interval(low[None], high[None]))
    meets = np.asarray(meets) & (np.arange(len(block))[None] != rows[:, None])
    fits: dict[int, int] = {}
    for n in np.argsort(meets.sum(axis=1), kind="stable"):
        free = [int(j) for j in np.flatnonzero(meets[n]) if j not in fits.values()]
        wanted = [j for j in free if j in rows] or (free if mode != ("growth",) else [])
        if wanted:
            fits[int(rows[n])] = wanted[0]
    by_chance = (meets.sum() - len(fits) + 0.5) / (meets.size - len(rows) - len(fits) + 1)
    one = 1 - (1 - by_chance) ** (len(rows) - 1)
    return fits, comb(len(rows), len(fits)) * one ** len(fits)


def _support(evidence: pd.DataFrame, rows: np.ndarray, without: np.ndarray) -> int:
    """How many of the rows take part in an equation that holds with figures other than those of the two columns."""
    good = evidence[evidence["tight"] & (evidence["verdict"] == AGREES)]
    mine = good[good["row"].isin(rows)]
    rest = good[good["relation"].isin(mine["relation"]) & ~good["row"].isin(without)]
    return int(mine.loc[mine["relation"].isin(rest["relation"]), "row"].nunique())


def _both(evidence: pd.DataFrame, block: pd.DataFrame, fits: dict[int, int]) -> tuple[int, int]:
    """Support of the later page's levels and of the earlier's."""
    pair = block[["level", "growth", "base"]].to_numpy().ravel()
    later, earlier = block["level"].to_numpy()[list(fits)], block["base"].to_numpy()[list(fits.values())]
    return _support(evidence, later, pair), _support(evidence, earlier, pair)


def _earlier_is_wrong(evidence: pd.DataFrame, block: pd.DataFrame, fits: dict[int, int]) -> bool:
    later, earlier = _both(evidence, block, fits)
    return later >= max(2, len(fits) / 2) and later >= 2 * earlier and len(set(fits.values())) == len(fits)


def _other_page(claims: Claims, evidence: pd.DataFrame, block: pd.DataFrame, fits: dict[int, int]) -> str:
    """The earlier page as the other reading, where nothing else bears its labels out."""
    later, earlier = _both(evidence, block, fits)
    return "" if earlier > later else f"#{int(claims.column('edition')[block['base'].iloc[0]])}"
