"""What a figure's neighbours in time, and the same step in other areas, let one expect of it.

The logarithm of a figure is compared with its neighbours' after taking off what the other areas did in the same step
(the median; scale: 1.4826 times the median absolute deviation). One figure that is out of line with both its
neighbours, in opposite directions, is out of line itself; a lasting rise is not.
"""

from datetime import date

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.model.periods import Period

AREAS = 5
"""From so many areas on, what the others did tells more than the series' own past."""
SPREAD = {"stock": 0.12, "flow": 0.3, "ratio": 0.12, "rate": 0.3, "": 0.3}
"""Spread of yearly logarithmic growth taken for granted by kind, where a series is too short to tell (from the
yearbook tables of 2018-2023: stocks 0.05 to 0.1, flows 0.1 to 0.25)."""
POPULATION = "resident_population"
STEADY = 0.02
FLOOR = 0.01

STRAND = ["what", "cover", "unit", "strand"]


def strands(claims: Claims) -> pd.DataFrame:
    """Exact positive levels, with `strand`: figures of one strand are comparable over time (a stock's all are)."""
    rows = claims.levels
    value = claims.column("obs_value")[rows]
    exact = np.isin(claims.column("bound")[rows], ("=", "~")) & (value > 0)
    rows = rows[exact & ~claims.doubtful[rows]]
    names = ["area", "what", "cover", "unit", "moment", "edition", "at"]
    table: pd.DataFrame = claims.table.loc[rows, names].assign(row=rows, log=np.log(claims.column("obs_value")[rows]))
    parts, _ = pd.factorize(pd.Series([_part(moment) for moment in claims.moments], dtype=object))
    table["strand"] = np.append(parts, -1)[table["moment"]]
    return table


def _part(moment: Period | None) -> tuple[date | None, date] | date | None:
    """What two periods have in common that are the same part of different years, or begin on one day and last longer
    than a year (a count since then); one for all instants."""
    if moment is None or moment.start is None:
        return None
    if moment.end > moment.start.replace(year=moment.start.year + 1, day=min(moment.start.day, 28)):
        return moment.start
    shifted = moment.shifted(2001 - moment.end.year)
    return shifted.start, shifted.end


def outlook(claims: Claims, without: frozenset[int] = frozenset()) -> pd.DataFrame:
    """Expectation and deviation of every positive level but those of the rows in `without`.

    `row`, `deviation` (log of figure over expectation), `spread`, `sides` (neighbours used: 2, 1 or 0), `support`
    (areas or own steps that the spread rests on), and `lower`, `upper` in base units. The claims keep it: several
    stages ask for it.
    """
    if without not in claims.outlooks:
        claims.outlooks[without] = _outlook(claims, without)
    return claims.outlooks[without]


def _outlook(claims: Claims, without: frozenset[int]) -> pd.DataFrame:
    table = strands(claims)
    table = table[~table["row"].isin(without)] if without else table
    keys = ["area", *STRAND]
    points: pd.DataFrame = table.groupby([*keys, "at", "moment"], as_index=False).agg({"log": "median"})
    points = points.sort_values([*keys, "at"], kind="stable", ignore_index=True)
    points["series"] = points.groupby(keys).ngroup()
    steps = _steps(claims, points)
    values = steps[["base", "goal", "usual", "spread", "support"]]
    before = values.set_index(steps["point"]).reindex(points.index)
    after = values.set_index(steps["origin"]).reindex(points.index)
    joined = points.assign(
        past=before["base"] + before["usual"], past_spread=before["spread"], past_support=before["support"],
        future=after["goal"] - after["usual"], future_spread=after["spread"], future_support=after["support"],
    )  # fmt: skip
    rows = table.merge(joined.drop(columns="log"), on=[*keys, "at", "moment"], how="left")
    return _deviations(rows)


def _steps(claims: Claims, points: pd.DataFrame) -> pd.DataFrame:
    """Each step from a point to the next of its series: `base`, `goal` (logs), `usual` growth, `spread`, `support`."""
    follows = (points["series"] == points["series"].shift()).to_numpy()
    to = np.flatnonzero(follows)
    step = pd.DataFrame(
        {
            "point": to,
            "origin": to - 1,
            "series": points["series"].to_numpy()[to],
            "base": points["log"].to_numpy()[to - 1],
            "goal": points["log"].to_numpy()[to],
            "years": points["at"].to_numpy()[to] - points["at"].to_numpy()[to - 1],
            **{name: points[name].to_numpy()[to] for name in (*STRAND, "moment")},
            "from_moment": points["moment"].to_numpy()[to - 1],
        }
    )
    step["growth"] = step["goal"] - step["base"]
    across = step.groupby([*STRAND, "from_moment", "moment"])["growth"]
    middle, number = across.transform("median"), across.transform("size")
    off = (step["growth"] - middle).abs()
    spread = 1.4826 * off.groupby([step[name] for name in (*STRAND, "from_moment", "moment")]).transform("median")
    yearly = step["growth"] / step["years"].clip(lower=0.1)
    pace = yearly.groupby(step["series"])
    own_middle, own_number = pace.transform("median"), pace.transform("size")
    own_spread = 1.4826 * (yearly - own_middle).abs().groupby(step["series"]).transform("median")
    kinds = np.array([SPREAD[one.kind if one else ""] for one in claims.indicator_of])
    kinds[claims.whats == POPULATION] = STEADY
    typical = kinds[step["what"]] * np.sqrt(step["years"].clip(lower=0.25))
    many, long = number >= AREAS, own_number >= 4
    step["usual"] = np.where(many, middle, np.where(long, own_middle * step["years"], 0.0))
    step["spread"] = np.where(
        many,
        spread.clip(upper=4 * typical),
        np.where(long, np.maximum(own_spread, typical / 2), np.where(own_number >= 2, typical, typical * 1.5)),
    )
    step["support"] = np.where(many, number, np.where(long, own_number, 1))
    noise = np.exp(-step["base"]) + np.exp(-step["goal"])
    counts = np.array([one is None or one.kind in ("stock", "flow") for one in claims.indicator_of])[step["what"]]
    step["spread"] = np.sqrt(step["spread"] ** 2 + FLOOR**2 + np.where(counts, noise, 0.0))  # small ones vary by chance
    return step


def _deviations(rows: pd.DataFrame) -> pd.DataFrame:
    past, future = rows["log"] - rows["past"], rows["log"] - rows["future"]
    both = past.notna() & future.notna()
    opposite = np.sign(past) == np.sign(future)
    nearer = np.where(past.abs() < future.abs(), past, future)
    one = past.where(past.notna(), future)
    deviation = np.where(both, np.where(opposite, nearer, 0.0), one)
    spread = np.where(
        both,
        np.minimum(rows["past_spread"], rows["future_spread"]),
        rows["past_spread"].where(past.notna(), rows["future_spread"]),
    )
    support = rows[["past_support", "future_support"]].max(axis=1)
    centre = rows["log"] - deviation
    return rows.assign(
        deviation=deviation, spread=spread, support=support.fillna(0), sides=past.notna().astype(int) + future.notna(),
        lower=np.exp(centre - 3 * spread), upper=np.exp(centre + 3 * spread),
    )  # fmt: skip


def surprise(claims: Claims) -> np.ndarray:
    """How far each row is out of line: 0 in line (or not known) to 1, ten spreads or more."""
    seen = outlook(claims)
    far = (np.abs(seen["deviation"]) / seen["spread"]).clip(upper=10.0).fillna(0.0) / 10
    out = np.zeros(len(claims))
    out[seen["row"]] = far
    return out


def outstanding(claims: Claims) -> np.ndarray:
    """How far each level is from the others of its column (one edition's figures of one moment): 0 within five of
    their spreads or not known, to 1 at ten or more."""
    rows = claims.levels
    value = claims.column("obs_value")[rows]
    rows, log = rows[value > 0], np.log(value[value > 0])
    column = claims.alike(["edition", "what", "cover", "unit", "moment"], rows)
    groups = pd.Series(log).groupby(column)
    off = np.abs(log - groups.transform("median").to_numpy())
    spread = 1.4826 * pd.Series(off).groupby(column).transform("median").to_numpy() + FLOOR
    known = groups.transform("size").to_numpy() >= AREAS
    out = np.zeros(len(claims))
    out[rows] = np.where(known, (off / spread - 5.0).clip(0.0, 5.0) / 5, 0.0)
    return out
