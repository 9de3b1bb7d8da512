"""Errors of twelve kinds seeded one at a time into published tables of two editions: found, ascribed, and no more said.

Run `python benchmarks/seeded_errors.py [SEED] [DRAWS] [first|others|further]`: each kind is drawn so many times, in
turn in each table of the set that can have it. A rule that knows nothing of the checks says beforehand which errors
some relation touches (`touched`): the altered figures break a growth rate, a sum or a density that the clean table
keeps, or leave the other edition's figure five times behind; what says so itself (百分点 for a rate, 家 for patents, a
date outside its page) is always touched; of a moved block a third of its rows must be. The others are counted apart.

found: a contradiction names an altered figure; accused: one stands under an altered figure, or names it among those
that nothing tells apart; cause: a finding under an altered figure gives the cause; leading: findings that lead;
innocent: unaltered figures that a finding stands under, both per error.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from seeded_tables import DENSITY, GRANTS, PEOPLE, SETS, STOCK, files

from ipstats.checks import check
from ipstats.checks.inputs import one_table

RUN = 5
"""Rows that are shifted together."""


@dataclass(frozen=True)
class Seeded:
    """A table with one error: the rows altered, the causes that are right, and whether it says so itself; `alike` are
    rows of what moved or was copied whose figures happen to be the same, neither altered nor innocent."""

    table: pd.DataFrame
    rows: list[int]
    causes: frozenset[str]
    plain: bool = False
    several: bool = False
    alike: tuple[int, ...] = ()


def _one(rng: np.random.Generator, among: pd.Series) -> int | None:
    rows = among.index[among]
    return int(rng.choice(rows)) if len(rows) else None


def _printed(table: pd.DataFrame, rows: list[int], printed: Iterable[str], *causes: str, several: bool = False):
    texts = table["printed"].copy()
    texts[rows] = list(printed)
    changed = [row for row in rows if texts[row] != table["printed"][row]]
    if not changed:
        return None
    alike = tuple(set(rows) - set(changed))
    return Seeded(table.assign(printed=texts), changed, frozenset(causes), several=several, alike=alike)


def _count(table: pd.DataFrame) -> pd.Series:
    return (table["measure"] == "level") & table["unit_measure"].isin(["件", "万件"])


def _later(table: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Rows of an edition that another precedes."""
    return table["edition"] == rng.integers(1, table["edition"].max() + 1)


def digits_exchanged(table, rng):
    """Two neighbouring digits of a count exchanged."""
    plain = table["printed"].str.replace(".", "")
    row = _one(rng, _count(table) & (plain.str.len() >= 3) & (plain.map(lambda text: len(set(text))) > 1))
    if row is None:
        return None
    text = table["printed"][row]
    swaps = [n for n in range(len(text) - 1) if "." not in text[n : n + 2] and text[n] != text[n + 1]]
    swaps = [n for n in swaps if not (n == 0 and text[1] == "0")]
    if not swaps:
        return None
    n = int(rng.choice(swaps))
    return _printed(table, [row], [text[:n] + text[n + 1] + text[n] + text[n + 2 :]], "digit_slip")


def decimal_lost(table, rng):
    """The decimal point of a rate, a population, a density or a count in 万件."""
    dotted = table["printed"].str.contains(".", regex=False)
    row = _one(rng, dotted & (pd.to_numeric(table["printed"]).abs() >= 1))
    if row is None:
        return None
    return _printed(table, [row], [table["printed"][row].replace(".", "")], "decimal_slip", "unit_slip")


def wan_too_many(table, rng):
    """万件 for 件."""
    row = _one(rng, _count(table) & (table["unit_measure"] == "件") & (table["printed"] != "0"))
    return None if row is None else _printed(table, [row], [table["printed"][row] + "万"], "unit_slip")


def yi_for_wan(table, rng):
    """亿 for 万."""
    row = _one(rng, table["unit_measure"].isin(["万件", "万人"]))
    if row is None:
        return None
    unit = table["unit_measure"].copy()
    unit[row] = unit[row].replace("万", "亿")
    return Seeded(table.assign(unit_measure=unit), [row], frozenset({"unit_slip"}))


def sign_flipped(table, rng):
    """Growth for decline, or decline for growth."""
    row = _one(rng, (table["measure"] == "growth") & (pd.to_numeric(table["printed"]).abs() >= 0.2))
    if row is None:
        return None
    text = table["printed"][row]
    return _printed(table, [row], [text[1:] if text[0] == "-" else f"-{text}"], "sign_slip")


def year_off(table, rng):
    """A count of the later page dated a year before."""
    row = _one(rng, _count(table) & _later(table, rng))
    if row is None:
        return None
    out = table.copy()
    for name in ("period_start", "period_end"):
        day = table.loc[row, name]
        out.loc[row, name] = f"{int(day[:4]) - 1}{day[4:]}" if day else ""
    return Seeded(out, [row], frozenset({"year_slip"}), plain=True)


def _of_unit(table, row, unit, *causes) -> Seeded | None:
    if row is None:
        return None
    return Seeded(
        table.assign(unit_measure=table["unit_measure"].where(table.index != row, unit)), [row], frozenset(causes), True
    )


def points_for_percent(table, rng):
    """百分点 for %."""
    return _of_unit(table, _one(rng, table["measure"] == "growth"), "百分点", "points_for_percent")


def unit_mistaken(table, rng):
    """家 for 件."""
    row = _one(rng, _count(table))
    return None if row is None else _of_unit(table, row, table["unit_measure"][row].replace("件", "家"), "wrong_unit")


def _page(table, rng) -> pd.DataFrame:
    page = table[_later(table, rng)]
    return page[page["ref_area_name"] != "全国"]


def _taken_from(table, page, rng, areas, origin) -> Seeded | None:
    """The figures of some areas replaced by those of others: of one column, or (every other time) of the whole page."""
    columns = list(page.groupby(["indicator", "measure"]).groups.values())
    if rng.random() < 0.5:
        counts = [rows for rows in columns if _count(table)[rows].any()] or columns
        columns = [counts[rng.integers(len(counts))]]
    rows, printed = [], []
    for column in columns:
        of_area = pd.Series(column, index=table["order"][column])
        known = [(a, b) for a, b in zip(areas, origin, strict=True) if a in of_area and b in of_area]
        rows += [int(of_area[a]) for a, _ in known]
        printed += [table["printed"][of_area[b]] for _, b in known]
    return _printed(table, rows, printed, "label_shift", several=True)


def rows_shifted(table, rng):
    """Five rows shifted by one, the last to the top; in one column or in all."""
    page = _page(table, rng)
    orders = sorted(page["order"].unique())
    start = int(rng.integers(0, len(orders) - RUN))
    run = orders[start : start + RUN]
    return _taken_from(table, page, rng, run, [run[-1], *run[:-1]])


def row_doubled(table, rng):
    """The row above printed once more in place of a row's own figures; in one column or in all."""
    page = _page(table, rng)
    orders = sorted(page["order"].unique())
    at = int(rng.integers(1, len(orders)))
    return _taken_from(table, page, rng, [orders[at]], [orders[at - 1]])


def _last_year(table, rows) -> list[str]:
    """What the earlier edition prints for the same cells."""
    keys = ["ref_area_name", "indicator", "measure"]
    before = table[table["edition"] == table.loc[rows[0], "edition"] - 1].set_index(keys)["printed"]
    return [before.get(tuple(table.loc[row, keys]), table["printed"][row]) for row in rows]


def total_not_updated(table, rng):
    """The total of the later page as in the earlier one."""
    total = (table["indicator"] == GRANTS[0]) | (table["ref_area_name"] == "全国")
    row = _one(rng, _later(table, rng) & _count(table) & total)
    return None if row is None else _printed(table, [row], _last_year(table, [row]), "year_slip")


def column_copied(table, rng):
    """A column of counts of the later page as in the earlier one."""
    page = table[_later(table, rng) & _count(table)]
    if page.empty:
        return None
    columns = list(page.groupby("indicator").groups.values())
    rows = [int(row) for row in columns[rng.integers(len(columns))]]
    return _printed(table, rows, _last_year(table, rows), "year_slip", several=True)


KINDS: dict[str, Callable] = {
    one.__name__: one
    for one in (
        digits_exchanged, decimal_lost, wan_too_many, yi_for_wan, sign_flipped, year_off, points_for_percent,
        unit_mistaken, rows_shifted, row_doubled, total_not_updated, column_copied,
    )
}  # fmt: skip


def broken(table: pd.DataFrame) -> dict[int, bool]:
    """Rows that some growth rate, sum or density of the table involves, and whether one of these does not hold."""
    scale = table["unit_measure"].map(lambda unit: 1e4 if unit[0] == "万" else 1e8 if unit[0] == "亿" else 1.0)
    text = table["printed"].str.removesuffix("万")
    scale = scale.where(text == table["printed"], scale * 1e4)
    places = text.str.partition(".")[2].str.len()
    half = np.where(table["unit_measure"].isin(["件", "万件"]), 0.0, 0.5 * 10.0**-places) * scale
    value = text.astype(float) * scale
    keys = zip(table["ref_area_name"], table["indicator"], table["measure"], table["period_end"], strict=True)
    at = {key: row for row, key in enumerate(keys)}
    found: dict[int, bool] = {}
    for row, (place, name, measure, end) in {row: key for key, row in at.items()}.items():
        for members, off, room in _relations(at, value, half, place, name, measure, end):
            for one in (row, *members):
                found[one] = found.get(one, False) | (not abs(off) <= room + 1e-6)
    return found


def _relations(at, value, half, place, name, measure, end):
    """Growth, sum and density that a figure is the result of: other members, how far it is off, what it may be."""
    row = at[place, name, measure, end]
    if measure == "growth":
        now, then = at.get((place, name, "level", end)), at.get((place, name, "level", f"{int(end[:4]) - 1}{end[4:]}"))
        if now is not None and then is not None and value[then]:
            yield (now, then), (value[now] / value[then] - 1) * 100 - value[row], 2 * half[row]
    elif name == GRANTS[0]:
        parts = [at.get((place, part, "level", end)) for part in GRANTS[1:]]
        if None not in parts:
            yield tuple(parts), value[row] - sum(value[part] for part in parts), 0.0
    elif name in (DENSITY, "invention_patents_per_million"):
        stock, people = at.get((place, STOCK, "level", end)), at.get((place, PEOPLE, "level", end))
        if stock is not None and people is not None:
            per = 1e4 if name == DENSITY else 1.0
            room = half[row] + value[row] * half[people] / value[people]
            yield (stock, people), value[stock] / value[people] * per - value[row], room


def touched(clean: pd.DataFrame, seeded: Seeded) -> bool:
    """The rule in the module's docstring."""
    if seeded.plain:
        return True
    clean, table = clean.reset_index(drop=True), seeded.table.reset_index(drop=True)
    before, after = broken(clean), broken(table)
    hit = {row for row in seeded.rows if after.get(row) and not before.get(row)}
    keys = ["ref_area_name", "indicator", "measure", "unit_measure"]
    plain = pd.to_numeric(table["printed"].str.replace("万", "0000"))
    other = plain.groupby([table[key] for key in keys]).transform("sum") - plain
    level = (table["measure"] == "level") & (other > 0) & (plain > 0)
    factor = 1.1 if seeded.several else 5.0
    apart = np.log(plain.where(level, 1.0)) - np.log(other.where(level, 1.0))
    far = level & (apart.abs() > np.log(factor))
    moved = clean["printed"].where(far).notna() & (clean["printed"] != table["printed"])
    hit |= set(np.flatnonzero(moved | (clean["unit_measure"] != table["unit_measure"])))
    return 3 * len(hit & set(seeded.rows)) >= len(seeded.rows)


def score(seeded: Seeded) -> dict[str, float]:
    """Whether the error is found, accused, its cause named; innocent figures and leading findings."""
    editions = files(seeded.table)
    found = check(*editions)
    wrong = found[found["verdict"] == "contradicts"]
    order = seeded.table.groupby("edition", sort=True).groups
    ids = dict(zip([row for rows in order.values() for row in rows], one_table(editions)["obs_id"], strict=True))
    altered, alike = ({ids[row] for row in rows} for rows in (seeded.rows, seeded.alike))
    named = wrong["observation_ids"].str.split(";")
    guilty = named.str[0].isin(altered)
    several = (wrong["suspect_label"] != "") & ~wrong["cause"].isin(["label_shift", "year_slip"])
    among = named.map(lambda one: bool(set(one) & altered))
    accused = guilty | (several & among)
    return {
        "found": among.any(), "accused": accused.any(),
        "cause": bool(set(wrong["cause"][accused]) & seeded.causes),
        "altered": len(altered & set(named[guilty].str[0])) / len(altered),
        "innocent": len(set(named[~accused].str[0]) - alike), "leading": int((wrong["follows"] == "").sum()),
    }  # fmt: skip


def campaign(seed: int = 1, draws: int = 18, tables: str = "first") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores of so many errors of each kind, the tables that can have it in turn, and alarms on clean tables."""
    rng = np.random.default_rng(seed)
    pages = {name: list(make()) for name, make in SETS[tables].items()}
    scores = []
    for kind, seed_one in KINDS.items():
        turns, drawn = 0, 0
        while drawn < draws and turns < 20 * draws:
            name = list(pages)[turns % len(pages)]
            page = pages[name][rng.integers(len(pages[name]))]
            turns += 1
            if (seeded := seed_one(page, rng)) is not None:
                drawn += 1
                scores.append({"table": name, "kind": kind, "touched": touched(page, seeded)} | score(seeded))
    clean = [
        {"table": name, "figures": len(page), "alarms": int((check(*files(page))["verdict"] == "contradicts").sum())}
        for name, made in pages.items()
        for page in made
    ]
    return pd.DataFrame(scores), pd.DataFrame(clean)


def summary(scores: pd.DataFrame) -> pd.DataFrame:
    """By kind: errors that a relation touches, found, accused and cause right in % (of the found), and per error the
    leading findings and innocent figures; `apart` are those that none touches, `apart_found` of them found."""
    table = {}
    for kind, mine in scores.groupby("kind", sort=False):
        seen, rest = mine[mine["touched"]], mine[~mine["touched"]]
        hit = seen[seen["found"]]
        table[kind] = {
            "seeded": len(seen), "found": 100 * seen["found"].mean(), "accused": 100 * hit["accused"].mean(),
            "cause": 100 * hit["cause"].mean(), "altered": 100 * hit["altered"].mean(),
            "leading": seen["leading"].mean(), "innocent": seen["innocent"].mean(),
            "apart": len(rest), "apart_found": int(rest["found"].sum()),
        }  # fmt: skip
    return pd.DataFrame(table).T


if __name__ == "__main__":
    scores, clean = campaign(*(int(word) for word in sys.argv[1:3]), *sys.argv[3:4])
    print(summary(scores).round(2).to_string())
    missed = scores[scores["touched"] & ~(scores["found"] & scores["accused"] & scores["cause"])]
    print(missed.groupby(["kind", "table"]).size().to_string())
    print(f"clean tables: {clean['alarms'].sum()} contradictions in {clean['figures'].sum()} figures")
