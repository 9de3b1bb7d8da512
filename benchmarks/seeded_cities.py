"""Errors seeded into yearbook-like tables of cities: found, ascribed to the right figure and cause, and false alarms.

Run `python benchmarks/seeded_cities.py [SEED] [TABLES]`. Cities, counts and rates are made up; levels, growth to one
place, kinds of patents, population and density of 5 to 8 years fit each other as a yearbook's do. Each kind of error is
seeded once into each table. A finding touches an error when it names the figure among its observations; it accuses
those it stands under or, where it says that nothing tells several apart, those it names.
"""

import sys
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ipstats.checks import check
from ipstats.checks.inputs import one_table
from ipstats.checks.minimal import COLUMNS

CITIES = [
    "深圳市",
    "广州市",
    "苏州市",
    "南京市",
    "杭州市",
    "宁波市",
    "成都市",
    "武汉市",
    "西安市",
    "青岛市",
    "合肥市",
    "长沙市",
]
GRANTS = ("发明专利授权量", "实用新型专利授权量", "外观设计专利授权量")
FLOWS = {"商标注册量": 70_000, "PCT国际专利申请量": 1_500, "专利授权量": 0} | dict(
    zip(GRANTS, (8000, 25000, 9000), strict=True)
)
STOCK, DENSITY, PEOPLE = "有效发明专利量", "每万人口发明专利拥有量", "常住人口"
FORMS = {
    "whole": {}, "no growth rates": {"growth": False}, "with parts of the year": {"months": True},
    "one city": {"cities": 1}, "no parts or densities": {"lean": True},
}  # fmt: skip


@dataclass(frozen=True)
class Seeded:
    """A table with an error: the rows touched, and what `cause` and `suspect_label` should be (empty: anything)."""

    table: pd.DataFrame
    rows: list[int]
    causes: set[str] = field(default_factory=set)
    labels: dict[int, str] = field(default_factory=dict)


def cities(rng, *, growth=True, months=False, lean=False, cities=0) -> pd.DataFrame:
    """A clean minimal table of some cities over 5 to 8 years."""
    years = range(2024 - int(rng.integers(5, 9)), 2024)
    trend = dict(zip(years, rng.normal(0.08, 0.05, len(years)), strict=True))
    rows = []
    for city in rng.permutation(CITIES)[: cities or int(rng.choice([1, 3, 6, 12]))]:
        size, people, stock = np.exp(rng.normal(0, 0.8)), 900 * np.exp(rng.normal(0, 0.3)), 60_000.0
        flows = {name: start * size for name, start in FLOWS.items()}
        before: dict[str, int] = {}
        for year in years:
            flows = {name: value * np.exp(trend[year] + rng.normal(0, 0.06)) for name, value in flows.items()}
            stock, people = stock * np.exp(rng.normal(0.12, 0.02)), people * np.exp(rng.normal(0.01, 0.004))
            now = {name: round(value) for name, value in flows.items()} | {STOCK: round(stock * size)}
            now["专利授权量"] = sum(now[name] for name in GRANTS)
            now = {name: value for name, value in now.items() if not (lean and name in GRANTS[1:])}
            rows += _year(city, year, now, before if growth else {})
            if not lean:
                rows.append((city, PEOPLE, "level", "", "", f"{year}-12-31", f"{people:.2f}", "万人"))
                ratio = f"{now[STOCK] / round(people, 2):.1f}"
                rows.append((city, DENSITY, "level", "", "", f"{year}-12-31", ratio, "件/万人"))
            if months:
                for last, low, high in (("06-30", 0.4, 0.55), ("09-30", 0.65, 0.8), ("11-30", 0.88, 0.95)):
                    part = f"{now['商标注册量'] * rng.uniform(low, high):.0f}"
                    rows.append((city, "商标注册量", "level", "", f"{year}-01-01", f"{year}-{last}", part, "件"))
            before = now
    return pd.DataFrame(rows, columns=COLUMNS)


def _year(city: str, year: int, now: dict[str, int], before: dict[str, int]):
    for name, value in now.items():
        key = (f"{year}-01-01" if name != STOCK else "", f"{year}-12-31")
        yield city, name, "level", "", *key, str(value), "件"
        if name in before:
            yield city, name, "growth", "yoy", *key, f"{(value / before[name] - 1) * 100:.1f}", "%"


def _counts(table: pd.DataFrame) -> pd.Series:
    return (table["measure"] == "level") & (table["unit_measure"] == "件")


def _yearly(table: pd.DataFrame) -> pd.Series:
    return _counts(table) & table["period_end"].str.endswith("12-31")


def _one(rng, among: pd.Series) -> int | None:
    rows = among.index[among]
    return int(rng.choice(rows)) if len(rows) else None


def _printed(table, row, printed, *causes, label="") -> Seeded:
    changed = table.assign(printed=table["printed"].where(table.index != row, printed))
    return Seeded(changed, [row], set(causes), {row: label} if label else {})


def digits_swapped(table, rng):
    """Two unequal neighbouring digits of a count exchanged."""
    row = _one(rng, _counts(table) & (table["printed"].map(lambda text: len(set(text[:2])) == 2)))
    text = table["printed"][row]
    places = [n for n in range(len(text) - 1) if text[n] != text[n + 1] and (n or text[1] != "0")]
    n = int(rng.choice(places)) if places else 0
    return _printed(table, row, text[:n] + text[n + 1] + text[n] + text[n + 2 :], "digit_slip") if places else None


def digit_misread(table, rng):
    """One of the first three digits of a count read as another."""
    row = _one(rng, _counts(table) & (table["printed"].str.len() >= 4))
    text, n = table["printed"][row], int(rng.integers(0, 3))
    other = str(rng.choice([digit for digit in "123456789" if digit != text[n]]))
    return _printed(table, row, text[:n] + other + text[n + 1 :], "misreading", "digit_slip")


def decimal_lost(table, rng):
    """The decimal point of a rate, a population or a density."""
    row = _one(rng, table["printed"].str.contains(".", regex=False) & ~table["printed"].str.match("-?0"))
    return None if row is None else _printed(table, row, table["printed"][row].replace(".", ""), "decimal_slip")


def nought_more(table, rng):
    """A nought too many at the end of a count."""
    row = _one(rng, _counts(table))
    return _printed(table, row, table["printed"][row] + "0", "decimal_slip")


def unit_slipped(table, rng):
    """万件 or 亿件 for 件."""
    row = _one(rng, _counts(table))
    return _printed(table, row, table["printed"][row] + str(rng.choice(["万", "亿"])), "unit_slip")


def sign_flipped(table, rng):
    """Growth for decline."""
    row = _one(rng, (table["measure"] == "growth") & ~table["printed"].str.match("-?0"))
    text = "" if row is None else table["printed"][row]
    return _printed(table, row, text[1:] if text[0] == "-" else f"-{text}", "sign_slip") if text else None


def points_for_percent(table, rng):
    """百分点 for %."""
    row = _one(rng, table["measure"] == "growth")
    if row is None:
        return None
    unit = table["unit_measure"].where(table.index != row, "百分点")
    return Seeded(table.assign(unit_measure=unit), [row], {"points_for_percent"})


def neighbours_growth(table, rng):
    """The growth of another indicator of the city and year, a different one."""
    row = _one(rng, table["measure"] == "growth")
    if row is None:
        return None
    same = ["ref_area_name", "measure", "period_end"]
    others = (table[same] == table.loc[row, same]).all(axis=1) & (table["indicator"] != table["indicator"][row])
    far = (pd.to_numeric(table["printed"][others]) - float(table["printed"][row])).abs() > 0.2
    other = _one(rng, far)
    if other is None:
        return None
    return _printed(table, row, table["printed"][other], "label_shift", label=table["indicator"][other])


def year_off(table, rng):
    """A count put in the year before."""
    row = _one(rng, _yearly(table) & (table["period_end"] > table["period_end"].min()))
    out = table.copy()
    for name in ("period_start", "period_end"):
        day = table.loc[row, name]
        out.loc[row, name] = f"{int(day[:4]) - 1}{day[4:]}" if day else ""
    return Seeded(out, [row], {"year_slip"})


def _exchanged(table, rng, vary: str, cause: str) -> Seeded | None:
    row = _one(rng, _yearly(table))
    same = [name for name in ("ref_area_name", "indicator", "period_end") if name != vary]
    others = _yearly(table) & (table[same] == table.loc[row, same]).all(axis=1)
    other = _one(rng, others & (table["printed"] != table["printed"][row]))
    if other is None:
        return None
    printed = table["printed"].copy()
    printed[[row, other]] = table["printed"][[other, row]].to_numpy()
    labels = {} if vary == "period_end" else {row: table[vary][other], other: table[vary][row]}
    return Seeded(table.assign(printed=printed), [row, other], {cause}, labels)


def cities_exchanged(table, rng):
    """The counts of two cities exchanged."""
    return _exchanged(table, rng, "ref_area_name", "label_shift")


def indicators_exchanged(table, rng):
    """The counts of two indicators exchanged."""
    return _exchanged(table, rng, "indicator", "label_shift")


def years_exchanged(table, rng):
    """The counts of two years exchanged."""
    return _exchanged(table, rng, "period_end", "year_slip")


def part_above_total(table, rng):
    """A part greater than its total."""
    row = _one(rng, _yearly(table) & (table["indicator"] == GRANTS[0]))
    same = ["ref_area_name", "period_end"]
    total = (table[same] == table.loc[row, same]).all(axis=1) & _counts(table) & (table["indicator"] == "专利授权量")
    return _printed(table, row, f"{float(table['printed'][total].iloc[0]) * rng.uniform(1.02, 1.4):.0f}")


def _against(table, rng, last: str, other: str, low: float, high: float) -> Seeded | None:
    row = _one(rng, table["period_end"].str.endswith(last))
    if row is None:
        return None
    there = _counts(table) & (table["ref_area_name"] == table["ref_area_name"][row])
    there &= (table["indicator"] == table["indicator"][row]) & (
        table["period_end"] == table["period_end"][row][:5] + other
    )
    return _printed(table, row, f"{float(table['printed'][there].iloc[0]) * rng.uniform(low, high):.0f}")


def months_above_year(table, rng):
    """January to November above the full year."""
    return _against(table, rng, "11-30", "12-31", 1.02, 1.2)


def cumulative_falls(table, rng):
    """January to September below the first half."""
    return _against(table, rng, "09-30", "06-30", 0.75, 0.97)


KINDS = (
    digits_swapped, digit_misread, decimal_lost, nought_more, unit_slipped, sign_flipped, points_for_percent,
    neighbours_growth, year_off, cities_exchanged, indicators_exchanged, years_exchanged, part_above_total,
    months_above_year, cumulative_falls,
)  # fmt: skip


def score(seeded: Seeded) -> dict[str, float]:
    """Whether the error is touched, accused and alone accused, cause and label right, innocent figures, findings."""
    found = check(seeded.table)
    wrong = found[found["verdict"] == "contradicts"]
    ids = dict(zip(seeded.rows, one_table([seeded.table])["obs_id"].to_numpy()[seeded.rows], strict=True))
    named = wrong["observation_ids"].str.split(";")
    guilty = named.str[0].isin(ids.values())
    several = (wrong["suspect_label"] != "") & ~wrong["cause"].isin(["label_shift", "year_slip"])
    touched = named.map(lambda one: bool(set(one) & set(ids.values())))
    accused = guilty | (several & touched)
    right = [(one, other) for one, other in seeded.labels.items()]
    labels = [
        any(other in text.split(";") for text in wrong["suspect_label"][named.str[0] == ids[one]])
        for one, other in right
    ]
    return {
        "found": touched.any(), "accused": accused.any(), "alone": (guilty & ~several).any(),
        "cause": bool(set(wrong["cause"][accused]) & seeded.causes) if seeded.causes else np.nan,
        "label": np.mean(labels) if labels else np.nan,
        "innocent": named[~accused].str[0].nunique(), "leading": (wrong["follows"] == "").sum(),
        "figures": len(seeded.table),
    }  # fmt: skip


def campaign(seed: int = 1, tables: int = 4) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores by form of table and kind of error, and the alarms on the clean tables."""
    rng = np.random.default_rng(seed)
    scores, clean = [], []
    for form, options in FORMS.items():
        for _ in range(tables):
            table = cities(rng, **options)
            clean.append(
                {"form": form, "figures": len(table), "alarms": (check(table)["verdict"] == "contradicts").sum()}
            )
            for kind in KINDS:
                if (seeded := kind(table, rng)) is not None:
                    scores.append({"form": form, "kind": kind.__doc__.rstrip(".")} | score(seeded))
    return pd.DataFrame(scores), pd.DataFrame(clean)


if __name__ == "__main__":
    scores, clean = campaign(*(int(word) for word in sys.argv[1:3]))
    numbers = scores.drop(columns=["form", "figures"]).groupby("kind", sort=False)
    share = 100 * numbers[["found", "accused", "alone", "cause", "label"]].mean()
    print(share.join(numbers[["innocent", "leading"]].mean()).assign(seeded=numbers.size()).round(2).to_string())
    print(
        scores.groupby("form", sort=False)[["found", "accused", "alone", "cause"]].mean().mul(100).round(1).to_string()
    )
    print(f"clean tables: {clean['alarms'].sum()} contradictions in {clean['figures'].sum()} figures")
