"""Where an area stands in the nation: its share of the nation's figure and its place among its peers, both years."""

import numpy as np
import pandas as pd

from ipstats.analysis.pairs import about, of_indicators, reported, statements
from ipstats.model import intervals
from ipstats.model.areas import NATION
from ipstats.model.indicators import indicators

WHOLE = ("国内", "国内（不含港澳台）")
"""Coverages of the nation's figure that a province is a part of, in the order in which they are taken."""


def standing(table: pd.DataFrame, headlines: pd.DataFrame) -> pd.DataFrame:
    """The rows of a `profile` whose indicator the nation reports too, with the share of the nation.

    Quantities: `nation` and `nation_base` (the nation's figure of either year in the source the area's was taken
    from), `nation_share` and `nation_base_share` (%), `nation_share_change` (百分点). Densities have the nation's
    figure and no share. `nation_scope` is the coverage of the nation's figure. No rows for the nation itself.
    """
    rows = headlines[headlines["ref_area"] != NATION].reset_index(drop=True)
    whole = statements(of_indicators(table[table["ref_area"] == NATION], list(rows["indicator"].unique())), ("level",))
    whole = whole[whole["scope"].isin(WHOLE)]
    for side, name in (("level", "nation"), ("base", "nation_base")):
        rows = _with_nation(rows, whole, side, name)
    rows["nation_scope"] = rows["nation_scope"].where(rows["nation"].notna(), "")
    rows.loc[rows["nation_scope"] != rows["nation_base_scope"], ["nation_base", *_ends("nation_base")]] = np.nan
    return about(_with_shares(rows), headlines.attrs.get("area", NATION))


def _ends(name: str) -> list[str]:
    return [f"{name}_lower", f"{name}_upper"]


def _with_nation(rows: pd.DataFrame, whole: pd.DataFrame, side: str, name: str) -> pd.DataFrame:
    """The nation's figure of the same source, indicator, unit and time as the area's `side`."""
    day = {"level": "period_end", "base": "base_end"}[side]
    order = {scope: place for place, scope in enumerate(WHOLE)}
    known = whole.assign(_order=whole["scope"].map(order)).sort_values(["_order", "obs_id"], kind="stable")
    keys = ["source_id", "indicator", "unit_measure", "period_end", "part"]
    known = known.drop_duplicates(keys)
    figures = pd.concat(
        [known[[*keys, "scope"]].rename(columns={"scope": f"{name}_scope"}), reported(known, name)], axis=1
    )
    asked = rows[[f"{side}_source", "indicator", "unit_measure", day, "part"]].set_axis(keys, axis=1)
    found = asked.merge(figures, on=keys, how="left")[figures.columns.difference(keys)]
    numbers = [name, *_ends(name)]
    texts = found.columns.difference(numbers)
    found[texts] = found[texts].fillna("")
    return pd.concat([rows, found], axis=1)


def _with_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """The area's part of the nation's count in %, in either year."""
    counts = rows["indicator"].map(lambda one: indicators()[one].kind in ("stock", "flow")).astype(bool)
    for side, name in (("level", "nation"), ("base", "nation_base")):
        share = intervals.of(rows, side) / intervals.of(rows, name) * 100
        value = rows[side] / rows[name] * 100
        for end, number in (("", value), ("_lower", share.lower), ("_upper", share.upper)):
            rows[f"{name}_share{end}"] = np.where(counts, number, np.nan)
        rows[f"{name}_share_ids"] = rows[f"{side}_id"] + " " + rows[f"{name}_id"]
    change = intervals.of(rows, "nation_share") - intervals.of(rows, "nation_base_share")
    rows["nation_share_change"] = rows["nation_share"] - rows["nation_base_share"]
    rows["nation_share_change_lower"], rows["nation_share_change_upper"] = change.lower, change.upper
    rows["nation_share_change_ids"] = rows["nation_share_ids"] + " " + rows["nation_base_share_ids"]
    return rows.assign(nation_share_unit="%", nation_base_share_unit="%", nation_share_change_unit="百分点")
