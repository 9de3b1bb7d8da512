"""Several areas side by side, and one area among its peers."""

import numpy as np
import pandas as pd

from ipstats.analysis.growth import growth
from ipstats.analysis.history import over_years
from ipstats.analysis.pairs import FULL_YEAR, about, best, of_area, statements, years_in
from ipstats.analysis.peers import of_year
from ipstats.analysis.rankings import levels, rank
from ipstats.errors import ParameterError
from ipstats.model.areas import area as find_area

HEADLINE = [
    "patent_grants",
    "invention_patent_grants",
    "invention_patents_in_force",
    "invention_patents_per_10k",
    "high_value_invention_patents",
    "high_value_invention_patents_per_10k",
    "pct_applications",
    "trademark_registrations",
    "trademarks_in_force",
    "copyright_registrations",
    "patent_trademark_pledge_financing",
    "tech_contract_turnover",
]
"""The figures an office's yearly release opens with, in its order."""


def compare(
    table: pd.DataFrame, areas: list[str], indicators: str | list[str], years: range | None = None
) -> pd.DataFrame:
    """Full-year levels of several areas over the years: the columns of `history` for each, and `rank` among those of
    one level (a province and the nation do not compete) in years for which all of them report.

    Years in which an area has no figure are rows without a level, so that a table shows the hole.
    """
    areas = [areas] if isinstance(areas, str) else list(areas)
    if not areas:
        raise ParameterError("no area to compare; give a list of names or codes (没有给出地区)")
    own = pd.concat([of_area(table, area) for area in areas])
    rows = _shared(over_years(own[~own.index.duplicated()], indicators, years))
    tiers = levels(own["ref_area"].drop_duplicates()).value_counts()
    rows = rows.assign(tier=levels(rows["ref_area"]))
    ranked = rank(rows, "level", within=["indicator", "scope", "unit_measure", "year", "tier"])
    wanted = ranked.pop("tier").map(tiers)
    alone = (ranked["among"] < wanted) | (wanted < 2)
    ranked.loc[alone, ["rank", "rank_best", "rank_worst"]] = pd.NA
    holes = _holes(ranked, years_in(years) if years is not None else sorted(ranked["year"].unique()))
    order = {code: place for place, code in enumerate(dict.fromkeys(own["ref_area"]))}
    whole = pd.concat([ranked, holes], ignore_index=True)
    whole["_order"] = whole["ref_area"].map(order)
    whole = whole.sort_values(["indicator", "scope", "unit_measure", "_order", "year"], kind="stable")
    return whole.drop(columns="_order").reset_index(drop=True)


def _shared(rows: pd.DataFrame) -> pd.DataFrame:
    """The series that two areas or more report (a zone's own coverage has no like elsewhere); all when none is."""
    series = rows.groupby(["indicator", "scope", "measure", "unit_measure"])["ref_area"]
    several = series.transform("nunique") > 1
    return rows[several] if several.any() else rows


def _holes(rows: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """A row without a figure for every series, area and year that has none."""
    series = rows[
        ["indicator", "indicator_name", "indicator_name_en", "scope", "measure", "unit_measure"]
    ].drop_duplicates()
    places = rows[["ref_area", "ref_area_name"]].drop_duplicates()
    every = series.merge(places, how="cross").merge(pd.DataFrame({"year": years}), how="cross")
    keys = ["indicator", "scope", "measure", "unit_measure", "ref_area", "year"]
    found = every.merge(rows[keys], on=keys, how="left", indicator=True)
    return found[found.pop("_merge") == "left_only"].assign(
        comparable=False, status="refused", reason="no_level", gap=False
    )


def profile(table: pd.DataFrame, area: str, year: int, base_year: int | None = None, *, least: int = 5) -> pd.DataFrame:
    """The headline figures of an area: the rows of `growth` for the headline indicators that the area reports.

    Each has `rank`, `rank_best`, `rank_worst` and `among` (the areas of its level that report it; no rank when fewer
    than `least` do) and `published_rank`.
    """
    found = growth(table, area, year, base_year, indicators=HEADLINE)
    found = found[found["level"].notna()]
    found = found[(found["scope"] == "") | ~found["indicator"].isin(found.loc[found["scope"] == "", "indicator"])]
    order = {name: place for place, name in enumerate(HEADLINE)}
    found = found.assign(_order=found["indicator"].map(order)).sort_values(["_order", "scope"], kind="stable")
    found = found.drop(columns="_order").reset_index(drop=True)
    peers = of_year(table, HEADLINE, year, find_area(area).level)
    places = [_place_among_peers(peers, row, least) for row in found.to_dict("records")]
    found = pd.concat([found, pd.DataFrame(places, index=found.index, columns=PLACE)], axis=1)
    found = found.astype({name: "Int64" for name in PLACE})
    keys = ["ref_area", "indicator", "scope", "part"]
    return about(found.merge(_published_ranks(table, year), on=keys, how="left"), area)


PLACE = ["rank", "rank_best", "rank_worst", "among"]


def _place_among_peers(peers: pd.DataFrame, row: dict, least: int) -> list:
    """The place of a figure among the figures of `peers` that are of the same, when they are `least` or more."""
    if row["measure"] != "level" or row["part"] not in FULL_YEAR:
        return [pd.NA] * len(PLACE)
    same = [peers[name] == row[name] for name in ("indicator", "scope", "unit_measure")]
    peers = peers[np.logical_and.reduce(same)]
    if len(peers) < least or row["ref_area"] not in set(peers["ref_area"]):
        return [pd.NA] * len(PLACE)
    ranked = rank(
        peers.rename(columns={"obs_value": "value", "obs_lower": "value_lower", "obs_upper": "value_upper"}),
        within=None,
    )
    return ranked.loc[ranked["ref_area"] == row["ref_area"], PLACE].iloc[0].tolist()


def _published_ranks(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """The ranks that sources state for a year, one a figure."""
    keys = ["ref_area", "indicator", "scope", "part"]
    rows = statements(table, ("rank",))
    rows = best(rows[(rows["year"] == year) & rows["indicator"].isin(HEADLINE)], keys)
    names = {
        "obs_value": "published_rank",
        "rank_scope": "published_rank_scope",
        "obs_id": "published_rank_id",
        "source_id": "published_rank_source",
    }
    return rows[[*keys, *names]].rename(columns=names)
