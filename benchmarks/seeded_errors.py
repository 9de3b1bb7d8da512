"""Errors seeded into real tables: how many are found, how many causes are right, how many false alarms are raised.

Run `python benchmarks/seeded_errors.py [SEED]`. The tables are the provinces' patents of 2018-2023 in minimal form,
with growth rates to two places worked out from the counts, whole (`whole`), without growth (`levels`), and as one file
a year (`editions`). Every kind of error is seeded alone, into one row in a hundred at most; a figure is found when a
contradiction is named after it, a false alarm is a contradiction named after a figure that was not touched.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ipstats.checks import check
from ipstats.checks.minimal import COLUMNS
from ipstats.model.areas import area, areas

RAW = Path(__file__).parents[1] / "data" / "raw" / "province-patents-2018-2023.csv"
INDICATORS = {
    f"{measure}{kind}": name
    for measure, names in {
        "专利申请量": (
            "patent_applications",
            "invention_patent_applications",
            "utility_model_applications",
            "design_applications",
        ),
        "专利授权量": ("patent_grants", "invention_patent_grants", "utility_model_grants", "design_grants"),
        "有效专利量": ("patents_in_force", "invention_patents_in_force", "utility_models_in_force", "designs_in_force"),
    }.items()
    for kind, name in zip(("", "发明", "实用新型", "外观设计"), names, strict=True)
}
KEY = ["ref_area_name", "indicator", "measure", "period_end"]
ERRORS = 12
"""Rows (or blocks) touched in one table."""


@dataclass(frozen=True)
class Seeded:
    """A table with errors: the rows touched, and what `cause` and `suspect_label` should say of each."""

    table: pd.DataFrame
    rows: list[int]
    cause: set[str]
    labels: dict[int, str]


def clean(growth: bool = True) -> pd.DataFrame:
    """The provinces' patents as a minimal table: counts, and growth to two places (half to even)."""
    raw = pd.read_csv(RAW, dtype={"数值": str}).dropna(subset=["数值"])
    order = {code: n for n, code in enumerate(one.name for one in areas("province"))} | {"全国": -1}
    table = pd.DataFrame(
        {
            "ref_area_name": raw["地区"].map(lambda name: area(name).name),
            "indicator": raw["指标"] + raw["专利类型"].replace("合计", ""),
            "measure": "level",
            "comparison": "",
            "period_start": raw["年份"].astype(str) + "-01-01",
            "period_end": raw["年份"].astype(str) + "-12-31",
            "printed": raw["数值"],
            "unit_measure": raw["单位"],
            "scope": np.where(raw["地区"] == "全国", "国内", ""),
        }
    )
    table["indicator"] = table["indicator"].map(INDICATORS)
    stock = table["indicator"].str.endswith("in_force")
    table["period_start"] = table["period_start"].where(~stock, "")
    table = table.sort_values(
        ["period_end", "indicator", "ref_area_name"], key=lambda c: c.map(order) if c.name == "ref_area_name" else c
    )
    out = table.reset_index(drop=True)
    if not growth:
        return out
    value = out["printed"].astype(float)
    earlier = value.groupby([out["ref_area_name"], out["indicator"]]).shift()
    rate = ((value / earlier - 1) * 100).round(2)
    rates = out.assign(measure="growth", comparison="yoy", printed=rate.map("{:.2f}".format), unit_measure="%")
    return pd.concat([out, rates[earlier.notna()]], ignore_index=True)


def digits_swapped(table: pd.DataFrame, rng: np.random.Generator) -> Seeded:
    """Two neighbouring digits of a count, anywhere in it."""
    rows, printed = [], table["printed"].copy()
    for row in rng.permutation(table.index[table["measure"] == "level"]):
        text = printed[row]
        places = [n for n in range(len(text) - 1) if text[n] != text[n + 1] and not (n == 0 and text[1] == "0")]
        if len(text) >= 4 and places:
            n = rng.choice(places)
            printed[row] = text[:n] + text[n + 1] + text[n] + text[n + 2 :]
            rows.append(int(row))
        if len(rows) == ERRORS:
            break
    return Seeded(table.assign(printed=printed), rows, {"digit_slip"}, {})


def decimal_lost(table: pd.DataFrame, rng: np.random.Generator) -> Seeded:
    """The decimal point of a rate; where there are none, a nought too many."""
    rated = (table["measure"] == "growth") & (table["printed"].map(lambda text: abs(float(text)) >= 1))
    rows = _choose(table, rng, rated if rated.any() else table["printed"].str.len() >= 3)
    printed = table["printed"].copy()
    for row in rows:
        printed[row] = printed[row].replace(".", "") if "." in printed[row] else printed[row] + "0"
    return Seeded(table.assign(printed=printed), rows, {"decimal_slip"}, {})


def unit_slipped(table: pd.DataFrame, rng: np.random.Generator) -> Seeded:
    """万件 for 件."""
    rows = _choose(table, rng, table["measure"] == "level")
    unit = table["unit_measure"].copy()
    unit[rows] = "万件"
    return Seeded(table.assign(unit_measure=unit), rows, {"unit_slip"}, {})


def rows_shifted(table: pd.DataFrame, rng: np.random.Generator) -> Seeded:
    """The counts of eight areas below one another moved down by one, the last to the top."""
    return _moved(table, rng, 8, 1)


def rows_exchanged(table: pd.DataFrame, rng: np.random.Generator) -> Seeded:
    """The counts of two neighbouring areas exchanged."""
    return _moved(table, rng, 2, 5)


def _moved(table: pd.DataFrame, rng: np.random.Generator, size: int, blocks: int) -> Seeded:
    level = table[(table["measure"] == "level") & (table["ref_area_name"] != "全国")]
    groups = list(level.groupby(["indicator", "period_end"]).groups.values())
    printed, rows, labels = table["printed"].copy(), [], {}
    for n in rng.choice(len(groups), blocks, replace=False):
        start = rng.integers(0, len(groups[n]) - size)
        block = list(groups[n][start : start + size])
        origin = [block[-1], *block[:-1]]
        printed[block] = table["printed"][origin].to_numpy()
        changed = [row for row in block if printed[row] != table["printed"][row]]
        rows += changed
        labels |= {row: table["ref_area_name"][origin[block.index(row)]] for row in changed}
    return Seeded(table.assign(printed=printed), rows, {"label_shift"}, labels)


def sign_flipped(table: pd.DataFrame, rng: np.random.Generator) -> Seeded:
    """Growth for decline."""
    rows = _choose(table, rng, table["measure"] == "growth")
    printed = table["printed"].copy()
    for row in rows:
        printed[row] = printed[row].removeprefix("-") if printed[row].startswith("-") else f"-{printed[row]}"
    return Seeded(table.assign(printed=printed), rows, {"sign_slip"}, {})


def year_off(table: pd.DataFrame, rng: np.random.Generator) -> Seeded:
    """A count put in the year before."""
    rows = _choose(table, rng, (table["measure"] == "level") & (table["period_end"] > "2019"))
    out = table.copy()
    for name in ("period_start", "period_end"):
        out.loc[rows, name] = [f"{int(day[:4]) - 1}{day[4:]}" if day else "" for day in table.loc[rows, name]]
    return Seeded(out, rows, {"year_slip"}, {})


def points_for_percent(table: pd.DataFrame, rng: np.random.Generator) -> Seeded:
    """百分点 for %."""
    rows = _choose(table, rng, table["measure"] == "growth")
    unit = table["unit_measure"].copy()
    unit[rows] = "百分点"
    return Seeded(table.assign(unit_measure=unit), rows, {"points_for_percent"}, {})


def _choose(table: pd.DataFrame, rng: np.random.Generator, among: pd.Series) -> list[int]:
    return [int(row) for row in rng.choice(table.index[among], ERRORS, replace=False)]


KINDS: dict[str, Callable] = {
    one.__name__: one
    for one in (
        digits_swapped, decimal_lost, unit_slipped, rows_shifted, rows_exchanged, sign_flipped, year_off,
        points_for_percent,
    )
}  # fmt: skip
OF_GROWTH = {"sign_flipped", "points_for_percent"}


def files(table: pd.DataFrame, form: str) -> list[pd.DataFrame]:
    """The table as it is, or as one file a year of the original order."""
    names = [*COLUMNS, "scope"]
    if form != "editions":
        return [table[names]]
    return [part[names] for _, part in table.groupby("edition", sort=True)]


def score(seeded: Seeded, form: str) -> dict[str, float]:
    """Found, cause right, label right (of the found), and false alarms: counts."""
    found = check(*files(seeded.table, form))
    wrong = found[found["verdict"] == "contradicts"].copy()
    wrong["period_end"] = wrong["period_end"].dt.strftime("%Y-%m-%d")
    named = {key: group for key, group in wrong.groupby(KEY)}
    keys = {row: tuple(seeded.table.loc[row, KEY]) for row in seeded.rows}
    hit = [row for row, key in keys.items() if key in named]
    causes = [row for row in hit if seeded.cause & set(named[keys[row]]["cause"])]
    labelled = [
        row for row in hit if seeded.labels.get(row, "?") in ";".join(named[keys[row]]["suspect_label"]).split(";")
    ]
    touched = set(keys.values())
    return {
        "seeded": len(keys), "found": len(hit), "cause": len(causes), "label": len(labelled),
        "false": sum(key not in touched for key in named), "figures": len(seeded.table),
    }  # fmt: skip


def campaign(seed: int = 1, rounds: int = 3) -> pd.DataFrame:
    """Recall, share of right causes and labels, and false alarms in %, by form and kind of error."""
    rng = np.random.default_rng(seed)
    results = []
    for form in ("whole", "levels", "editions"):
        table = clean(growth=form != "levels")
        table["edition"] = table["period_end"]
        for kind, seed_errors in KINDS.items():
            if form == "levels" and kind in OF_GROWTH:
                continue
            scores = pd.DataFrame([score(seed_errors(table, rng), form) for _ in range(rounds)]).sum()
            results.append(
                {
                    "form": form, "kind": kind, "seeded": int(scores["seeded"]),
                    "recall": 100 * scores["found"] / scores["seeded"],
                    "cause": 100 * scores["cause"] / max(scores["found"], 1),
                    "label": 100 * scores["label"] / max(scores["found"], 1) if "rows" in kind else np.nan,
                    "false_alarms": 100 * scores["false"] / scores["figures"],
                }
            )  # fmt: skip
    return pd.DataFrame(results)


if __name__ == "__main__":
    print(campaign(int(sys.argv[1]) if len(sys.argv) > 1 else 1).round(2).to_string(index=False))
