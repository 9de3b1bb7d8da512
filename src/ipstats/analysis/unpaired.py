"""Figures that found no partner, and why: nothing is reported, or another coverage, unit or part of the year."""

import pandas as pd

from ipstats.analysis.comparability import Verdict, because, difference
from ipstats.analysis.pairs import FULL_YEAR, REPORTED, pairs, without

TURNED = {f"level{suffix}": f"base{suffix}" for suffix in REPORTED.values()}
TURNED |= {"time_period": "base_period", "period_end": "base_end"}
TURNED |= {base: level for level, base in TURNED.items()}


def unpaired(
    rows: pd.DataFrame, paired: pd.DataFrame, year: int, base_year: int, wanted: tuple[int, ...]
) -> pd.DataFrame:
    """The pairs that lack one side although the indicator is reported: only in the base year, or only for part of one.

    `rows` are all statements, `paired` the pairs of `year` (all parts of it), `wanted` the parts being compared.
    """
    earlier = pairs(rows, base_year - year).rename(columns=TURNED)
    gone = earlier[(earlier["year"] == base_year) & earlier["part"].isin(wanted) & earlier["level"].isna()]
    gone = gone.assign(year=year)
    if wanted != FULL_YEAR:
        return gone
    full = paired.loc[paired["part"].isin(wanted), "indicator"]
    partly = paired[~paired["part"].isin(wanted) & ~paired["indicator"].isin(full)]
    latest = partly.sort_values("period_end", ascending=False).drop_duplicates(["indicator", "scope", "measure"])
    return pd.concat([without(latest, "base"), gone], ignore_index=True)


def explained(result: pd.DataFrame, rows: pd.DataFrame, wanted: tuple[int, ...]) -> pd.DataFrame:
    """Give each missing base its reason from the nearest figure of the base year (`rows`), which is not listed again.

    `wanted` are the parts of the year being compared.
    """
    missing = result[(result["reason"] == "no_base") & (result["indicator"] != "")]
    nearby = (
        rows[rows["indicator"].isin(missing["indicator"])].sort_values("width").drop_duplicates(["indicator", "part"])
    )
    explained_by = {}
    for at, row in missing.iterrows():
        why = _why(row, nearby[nearby["indicator"] == row["indicator"]], wanted)
        result.loc[at, ["reason", "reason_zh", "reason_en"]] = [why.reason, why.zh, why.en]
        explained_by[row["indicator"]] = why.reason
    again = result["indicator"].isin([name for name, reason in explained_by.items() if reason != "no_base"])
    return result[~((result["reason"] == "no_level") & again)].reset_index(drop=True)


def _why(row: pd.Series, nearby: pd.DataFrame, wanted: tuple[int, ...]) -> Verdict:
    """The reason why `row` has no base among the figures of its indicator in the base year."""
    figure = {name: row[name] for name in ("indicator", "label", "scope", "measure", "unit_measure", "time_period")}
    alone = because("no_base" if row["part"] in wanted else "part_year", row["time_period"])
    if nearby.empty:
        return alone
    other = nearby.sort_values("part", key=lambda part: part != row["part"]).iloc[0].to_dict()
    results = {"is_target": False}
    found = difference(figure | {"part": row["part"]} | results, other | results)
    same_months = wanted != FULL_YEAR and found is not None and found.reason == "period"
    return alone if found is None or same_months else found
