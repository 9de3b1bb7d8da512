"""Several areas side by side, and one area among its peers."""

import pandas as pd

from ipstats.analysis.growth import growth
from ipstats.analysis.history import over_years, published_ranks
from ipstats.analysis.pairs import about, of_area, parts_of, sorted_by, years_in
from ipstats.analysis.peers import among_peers
from ipstats.analysis.rankings import levels, rank
from ipstats.errors import ParameterError
from ipstats.model.areas import area as find_area
from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.shown import shown

_RELEASE = read_yaml(FOLDER / "headlines.yaml")
HEADLINE: list[str] = _RELEASE["headline"]
"""The figures an office's yearly release opens with, in its order."""
OVERVIEW: list[list[str]] = _RELEASE["overview"]
"""What a yearly release tells beside the total and the densities, in its order; a group is one sentence."""


def compare(
    table: pd.DataFrame, areas: list[str], indicators: str | list[str], years: range | None = None
) -> pd.DataFrame:
    """Full-year levels of several areas over the years.

    Parameters
    ----------
    table : an observation table
    areas : codes or names, of several levels if need be
    indicators : an id or name, or several
    years : a year or a range; all years of the table when left out

    Returns
    -------
    DataFrame
        the columns of `history` for each area, and `rank` among those of one level (a province and the nation do not
        compete) in years for which all of them report. Years in which an area has no figure are rows without a level,
        so that a table shows the hole

    Raises
    ------
    ParameterError
        for an area or an indicator that is unknown, or a frame that is no observation table

    Examples
    --------
    >>> table = read("2023年，北京市专利授权量12万件，上海市专利授权量15万件。").table
    >>> compare(table, ["北京", "上海"], "专利授权量")[["ref_area_name", "level", "rank"]].values.tolist()
    [['北京市', 120000.0, 2], ['上海市', 150000.0, 1]]
    """
    areas = [areas] if isinstance(areas, str | int) else list(areas)
    if not areas:
        raise ParameterError("no area to compare; give a list of names or codes")
    own = pd.concat([of_area(table, area) for area in areas])
    rows = _shared(over_years(own[~own.index.duplicated()], indicators, years))
    tiers = levels(own["ref_area"].drop_duplicates()).value_counts()
    rows = rows.assign(tier=levels(rows["ref_area"]))
    ranked = rank(rows, "level", within=["indicator", "scope", "unit_measure", "year", "tier"])
    wanted = ranked.pop("tier").map(tiers)
    alone = (ranked["among"] < wanted) | (wanted < 2)
    ranked.loc[alone, ["rank", "rank_best", "rank_worst"]] = pd.NA
    holes = _holes(ranked, years_in(years) if years is not None else sorted(ranked["year"].unique()))
    keys = ["indicator", "scope", "unit_measure", "ref_area", "year"]
    whole = pd.concat([ranked, holes], ignore_index=True)
    return shown(sorted_by(whole, keys, ref_area=dict.fromkeys(own["ref_area"])))


def _shared(rows: pd.DataFrame) -> pd.DataFrame:
    """The series that at least two areas report, which leaves out coverages of one area only; all series when there are
    none."""
    series = rows.groupby(["indicator", "scope", "measure", "unit_measure"])["ref_area"]
    several = series.transform("nunique") > 1
    return rows[several] if several.any() else rows


def _holes(rows: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """An empty row for each combination of series, area and year without a figure."""
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


def profile(
    table: pd.DataFrame, area: str, year: int, base_year: int | None = None, *, period: str | None = None
) -> pd.DataFrame:
    """The headline figures of an area: the rows of `growth` for the headline indicators that the area reports.

    Each has its place among the area's peers in `year` (`rank`, `rank_best`, `rank_worst`, `among`) and in the base
    year (`base_rank`), `moved` (places gained, where neither interval leaves a place open), and `published_rank`.
    There is a place only where all peers have a figure (`peers.population`).
    """
    base_year = year - 1 if base_year is None else base_year
    found = growth(table, area, year, base_year, indicators=HEADLINE, period=period)
    found = found[found["level"].notna() & found["part"].isin(parts_of(period, year))]
    found = sorted_by(foremost(found), ["indicator", "scope"], indicator=HEADLINE)
    peers = among_peers(table, area, HEADLINE, [base_year, year], period)
    found = _with_places(found, peers[peers["ref_area"] == find_area(area).code], base_year)
    keys = ["ref_area", "indicator", "scope", "part"]
    return about(found.merge(published_ranks(table, year), on=keys, how="left"), area)


def foremost(found: pd.DataFrame) -> pd.DataFrame:
    """One row an indicator: a reliable one before a second-hand one, that of the whole area (no coverage stated) before
    one of a stated coverage, and of those one whose growth is published."""
    ordered = found.assign(
        _second_hand=found["level_status"] == "U", _stated=found["scope"] != "", _alone=found["published"].isna()
    ).sort_values(["_second_hand", "_stated", "_alone", "scope"], kind="stable")
    return found.loc[ordered.drop_duplicates(["indicator", "part"]).index]


PLACE = ["rank", "rank_best", "rank_worst", "tied", "ties", "among"]


def _with_places(found: pd.DataFrame, own: pd.DataFrame, base_year: int) -> pd.DataFrame:
    """The area's places of both years beside its figures."""
    keys = ["indicator", "scope", "unit_measure"]
    now = own[own["year"] != base_year][[*keys, *PLACE]]
    then = own[own["year"] == base_year][[*keys, *PLACE]].rename(columns={name: f"base_{name}" for name in PLACE})
    found = found.merge(now, on=keys, how="left").merge(then, on=keys, how="left")
    sure = (found["rank_best"] == found["rank_worst"]) & (found["base_rank_best"] == found["base_rank_worst"])
    return found.assign(moved=(found["base_rank"] - found["rank"]).where(sure.fillna(False)))
