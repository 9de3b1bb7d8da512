"""Speed of the checks: 100,000 observations in full, against a pandas program of one rule.

Run `python benchmarks/checks.py`: processor time, one core. The peer is what an analyst writes in a minute: a pivot and
`pct_change`, rounded and compared, for the growth rule alone; it knows no intervals, editions, parts, labels or causes.
"""

import time

import numpy as np
import pandas as pd

from ipstats.checks import check
from ipstats.model.areas import areas
from ipstats.model.observations import frame

PARTS = ["invention_patent_grants", "utility_model_grants", "design_grants"]


def observations(number: int, seed: int = 1) -> pd.DataFrame:
    """So many observations: levels and growth by area, indicator and year, in editions of twenty years."""
    rng = np.random.default_rng(seed)
    places = [one.code for one in areas("province")]
    years, rows = range(2001, 2021), []
    labels = [*PARTS, "patent_grants", *(f"指标{n}" for n in range(number // (len(places) * 39) - 1))]
    for place in places:
        level = {label: float(rng.integers(1000, 100_000)) for label in labels}
        for year in years:
            before = dict(level)
            for label in labels:
                level[label] = float(round(level[label] * rng.uniform(1.0, 1.2)))
            level["patent_grants"] = sum(level[part] for part in PARTS)
            for label in labels:
                known = not label.startswith("指标")
                row = {
                    "ref_area": place, "indicator": label if known else "", "label": label, "unit_measure": "件",
                    "period_start": pd.Timestamp(year, 1, 1), "period_end": pd.Timestamp(year, 12, 31),
                    "source_id": "benchmark",
                }  # fmt: skip
                value = level[label]
                rows.append(row | {"measure": "level", "obs_value": value, "obs_lower": value, "obs_upper": value})
                if year > years[0] and label != "patent_grants":
                    rate = round((value / before[label] - 1) * 100, 2)
                    ends = {"obs_value": rate, "obs_lower": rate - 0.005, "obs_upper": rate + 0.005}
                    rows.append(row | ends | {"measure": "growth", "comparison": "yoy", "unit_measure": "%"})
    return frame(rows[:number])


def peer(table: pd.DataFrame) -> int:
    """How many published growth rates a pivot and `pct_change` do not reproduce to two places."""
    keys = ["ref_area", "label"]
    levels = table[table["measure"] == "level"].sort_values([*keys, "period_end"])
    computed = levels.assign(rate=(levels.groupby(keys)["obs_value"].pct_change(fill_method=None) * 100).round(2))
    rates = table[table["measure"] == "growth"]
    both = rates.merge(computed[[*keys, "period_end", "rate"]], on=[*keys, "period_end"])
    return int(((both["obs_value"] - both["rate"]).abs() > 1e-9).sum())


def timed(function, *arguments) -> tuple[float, object]:
    started = time.process_time()
    result = function(*arguments)
    return time.process_time() - started, result


if __name__ == "__main__":
    table = observations(100_000)
    check(table.head(1000))
    ours, found = timed(check, table)
    theirs, missed = timed(peer, table)
    counts = found["verdict"].value_counts().to_dict()
    print(f"{len(table)} observations: {ours:.2f} s, {len(found)} comparisons {counts}")
    print(f"pandas peer, growth rule only: {theirs:.2f} s, {missed} rates not reproduced; ratio {ours / theirs:.0f}")
