"""Where an area stands in the nation: its share of the nation's figure and its place among its peers, both years."""

import pandas as pd

from ipstats.analysis.pairs import about, of_indicators, statements
from ipstats.analysis.peers import provinces
from ipstats.analysis.quantities import ENDS, of, put
from ipstats.model.areas import NATION, ancestors
from ipstats.model.indicators import indicators

KEYS = ["source_id", "indicator", "unit_measure", "period_end", "part"]


def standing(table: pd.DataFrame, headlines: pd.DataFrame) -> pd.DataFrame:
    """The rows of a `profile` with the nation's figure, which is the sum of the 31 provinces, and the share of it.

    Quantities: `nation` and `nation_base` (the sum of either year in the source the area's figure was taken from, where
    that has all provinces), `nation_share` and `nation_base_share` (%), `nation_share_change` (百分点). Densities have
    no share. No rows for the nation itself; no share for areas that are in none of the provinces (Hong Kong).
    """
    rows = headlines[headlines["ref_area"] != NATION].reset_index(drop=True)
    peers, names = provinces(), list(rows["indicator"].unique())
    inside = rows["ref_area"].map(lambda code: not {code, *ancestors(code)}.isdisjoint(peers)).astype(bool)
    parts = statements(of_indicators(table[table["ref_area"].isin(peers)], names), ("level",))
    whole = _sums(parts[parts["scope"] == ""])
    for side, name, day in (("level", "nation", "period_end"), ("base", "nation_base", "base_end")):
        asked = rows[[f"{side}_source", "indicator", "unit_measure", day, "part"]].set_axis(KEYS, axis=1)
        found = asked.merge(whole, on=KEYS, how="left")
        for end in ENDS:
            rows[f"{name}{end}"] = found[f"obs_value{end}"].where(inside & (rows["scope"] == ""))
    return about(_with_shares(rows), headlines.attrs.get("area", NATION))


def _sums(parts: pd.DataFrame) -> pd.DataFrame:
    """The sum of all provinces for each of `KEYS`; none where one of them is missing."""
    parts = parts.drop_duplicates([*KEYS, "ref_area"])
    ends = {"obs_value": "obs_value", "obs_lower": "obs_value_lower", "obs_upper": "obs_value_upper"}
    grouped = parts.rename(columns=ends).groupby(KEYS, sort=False)
    found = grouped[list(ends.values())].sum()[grouped["ref_area"].nunique() == len(provinces())]
    return found.reset_index()


def _with_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """The area's part of the nation's count in %, in either year."""
    counts = rows["indicator"].map(lambda one: indicators()[one].kind in ("stock", "flow")).astype(bool)
    for side, name in (("level", "nation"), ("base", "nation_base")):
        share = (of(rows, side) / of(rows, name) * 100).where(counts)
        rows = put(rows, **{f"{name}_share": share}).assign(**{f"{name}_share_ids": rows[f"{side}_id"]})
    rows = put(rows, nation_share_change=of(rows, "nation_share") - of(rows, "nation_base_share"))
    return rows.assign(nation_share_unit="%", nation_base_share_unit="%", nation_share_change_unit="百分点")
