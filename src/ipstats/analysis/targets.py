"""The plan's targets and how far there is to go; a target is a goal, never a result."""

from typing import Any

import numpy as np
import pandas as pd

from ipstats.analysis.pairs import about, best, filled, of_area, of_indicators, reported, statements
from ipstats.analysis.quantities import ENDS, Quantity, of, put
from ipstats.model import intervals
from ipstats.model.areas import NATION
from ipstats.model.areas import area as find_area
from ipstats.model.indicators import indicator as find_indicator

HIGH_VALUE = "high_value_invention_patents_per_10k"


def target(table: pd.DataFrame, area: str, year: int, indicator: str = HIGH_VALUE) -> pd.DataFrame:
    """The plan's targets for an indicator and how far the area is from each, one row a target.

    Quantities: `level` (latest figure of `year`; an older one does not tell where the area is now), `target`, `gap`
    (target - level), `pace` (what the level must rise by each year to reach the target when it is due) and `before`
    (the figure a year earlier), `recent` (level - before, the pace of the last year). `reached` is `yes`, `no` or
    `cannot_say`; `due` the year the target is for, `report_year` the one asked about; `for_area` whose target it is
    (the nation's stands in where the area has none). Only targets that run in `year`: due then or later, and published
    when a report on that year is written. No rows when there is none.
    """
    found = find_indicator(indicator)
    own = of_area(table, area)
    goals = _goals(own, found.id, year)
    if goals.empty:
        goals = _goals(table[table["ref_area"] == NATION], found.id, year)
    levels = statements(of_indicators(own, [found.id]), ("level",))
    levels = levels[levels["year"] <= year]
    own_year = levels[levels["year"] == year]
    latest = best(own_year[own_year["period_end"] == own_year["period_end"].max()], ["indicator"])
    where = find_area(area)
    place = {"ref_area": where.code, "ref_area_name": where.name}
    rows = reported(goals, "target", ["scope"]).assign(
        **place, indicator=found.id, indicator_name=found.zh, indicator_name_en=found.en, unit_measure=found.unit,
        for_area=goals["ref_area_name"], for_area_code=goals["ref_area"], due=goals["period_end"].dt.year,
        report_year=year,
    ).reset_index(drop=True)  # fmt: skip
    now = reported(latest, "level").assign(time_period=latest["time_period"]).reset_index(drop=True)
    now = now.reindex([0] * len(rows)) if len(now) else now.reindex(range(len(rows)))
    now = filled(now).reset_index(drop=True)
    return about(_with_pace(_gap(pd.concat([rows, now], axis=1)), levels, latest), area)


def _goals(rows: pd.DataFrame, name: str, year: int) -> pd.DataFrame:
    goals = of_indicators(rows, [name])
    goals = goals[(goals["period_end"].dt.year >= year) & ~(goals["vintage"].dt.year > year + 1)]
    goals = goals[goals["is_target"] & (goals["measure"] == "level") & goals["obs_value"].notna()]
    as_results = statements(goals.assign(is_target=False), ("level",))
    return best(as_results, ["ref_area", "scope", "period_end"]).sort_values("period_end")


def _gap(rows: pd.DataFrame) -> pd.DataFrame:
    """Distance and whether the target is reached; a target means its printed number itself, not a rounding of it."""
    level = intervals.of(rows, "level")
    goal = rows["target"].to_numpy(float)
    gap = intervals.as_interval(goal) - level
    rows = put(rows, gap=Quantity(goal - rows["level"], gap))
    rows["gap_ids"] = rows["target_id"] + " " + rows["level_id"].fillna("")
    rows["reached"] = np.select([level.lower >= goal, level.upper < goal], ["yes", "no"], "cannot_say")
    return rows


def _with_pace(rows: pd.DataFrame, levels: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
    """The yearly rise that a target asks for, and that of the year before the latest figure."""
    day = latest["period_end"].iloc[0] if len(latest) else None
    left = rows["due"] - day.year if day else pd.Series(np.nan, index=rows.index)
    open_still = (left > 0) & (rows["reached"] == "no")
    for end in ENDS:
        rows[f"pace{end}"] = (rows[f"gap{end}"] / left).where(open_still)
    rows["pace_ids"] = rows["gap_ids"]
    earlier = levels[levels["period_end"] == day - pd.DateOffset(years=1)] if day else levels
    before = reported(best(earlier, ["indicator"]), "before").reset_index(drop=True)
    before = filled(before.reindex([0] * len(rows)).reset_index(drop=True))
    rows = pd.concat([rows, before], axis=1)
    rows = put(rows, recent=of(rows, "level") - of(rows, "before"))
    year: Any = day.year if day else pd.NA
    return rows.assign(level_year=year, recent_ids=rows["level_id"] + " " + rows["before_id"])
