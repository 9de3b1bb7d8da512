"""How many observations a second growth on the year before takes, against pandas' groupby and pct_change.

    python benchmarks/analysis.py [OBSERVATIONS]

Both get the same table of counts by indicator, area and year, with a tenth of the years missing and one figure in five
stated by two sources. The peer does less: it has no intervals, sources, breaks or reasons, and it divides across the
missing years, which is counted below.
"""

import sys
import time

import numpy as np
import pandas as pd

from ipstats.analysis import changes
from ipstats.model.areas import areas
from ipstats.model.indicators import indicators
from ipstats.model.observations import DTYPES

YEARS = range(2011, 2025)
KEYS = ["indicator", "ref_area", "scope", "unit_measure"]


def observations(number: int, seed: int = 7) -> pd.DataFrame:
    """A table of `number` made-up counts, typed as the stored one is."""
    draw = np.random.default_rng(seed)
    flows = [one.id for one in indicators().values() if one.kind == "flow"]
    codes = [one.code for one in areas()]
    every = len(flows) * len(codes) * len(YEARS)
    figures = draw.choice(every, size=min(int(number / 1.2), every), replace=False)
    figures = np.concatenate([figures, draw.choice(figures, size=number - len(figures))])
    series, year = np.divmod(figures, len(YEARS))
    what, where = np.divmod(series, len(codes))
    second = np.arange(number) >= int(number / 1.2)
    value = draw.integers(10, 10**6, size=number).astype(float)
    ends = pd.to_datetime(pd.Series(year + YEARS.start).astype(str) + "-12-31").astype("datetime64[s]")
    blank = {name: pd.Series(_empty(dtype), index=range(number), dtype=dtype) for name, dtype in DTYPES.items()}
    table = pd.DataFrame(blank)
    return table.assign(
        obs_id=pd.Series(np.char.mod("%012d", np.arange(number)), dtype="str"),
        ref_area=pd.Series(np.array(codes)[where], dtype="str"),
        indicator=pd.Series(np.array(flows)[what], dtype="str"),
        measure="level",
        period_start=(ends - pd.offsets.YearBegin(1)).astype("datetime64[s]"),
        period_end=ends,
        time_period=pd.Series(year + YEARS.start).astype("str"),
        obs_value=value,
        obs_lower=value,
        obs_upper=value,
        bound="=",
        unit_measure="件",
        obs_status="A",
        source_id=pd.Series(np.where(second, "second", "first"), dtype="str"),
        vintage=pd.Timestamp("2024-03-01"),
    )


def _empty(dtype: str):
    return {"str": "", "bool": False, "float64": np.nan, "Int64": pd.NA}.get(dtype, pd.NaT)


def naive(table: pd.DataFrame) -> pd.DataFrame:
    """What one writes at a prompt: sort, group, pct_change."""
    rows = table.drop_duplicates([*KEYS, "period_end"]).sort_values([*KEYS, "period_end"])
    return rows.assign(growth=rows.groupby(KEYS)["obs_value"].pct_change() * 100)


def timed(function, table: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    start = time.perf_counter()
    result = function(table)
    return time.perf_counter() - start, result


def false_rates(result: pd.DataFrame) -> int:
    """How many of the peer's rates are not on the year before, but on some earlier year."""
    gap = result.groupby(KEYS)["period_end"].diff().dt.days
    return int((result["growth"].notna() & (gap > 366)).sum())


def main(number: int = 1_000_000) -> None:
    table = observations(number)
    timed(changes, table.head(1000))
    ours, theirs = zip(*(((timed(changes, table)), timed(naive, table)) for _ in range(3)), strict=True)
    mine, his = (sorted(seconds for seconds, _ in runs)[1] for runs in (ours, theirs))
    print(f"{number} observations, median of three interleaved rounds, one process")
    print(f"ipstats.analysis.changes      {mine:6.2f} s   {number / mine:12,.0f} observations a second")
    print(f"pandas groupby().pct_change() {his:6.2f} s   {number / his:12,.0f} observations a second")
    print(f"ratio of time {mine / his:.1f}; the peer's rates across a missing year: {false_rates(theirs[0][1])}")


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:2]))
