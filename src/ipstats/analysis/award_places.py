"""Places by prizes of the China Patent Award: among the regions known, and among all, as far as the figures prove.

What is not known of a region lies between what its cities or other kinds of prizes prove and what the edition leaves:
all regions together have no more prizes than were given, but for prizes that several regions count.
"""

from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from ipstats.analysis.awards import in_editions
from ipstats.analysis.pairs import filled
from ipstats.analysis.rankings import SETS, levels, place_bounds, rank
from ipstats.errors import ParameterError
from ipstats.model.areas import ancestors, area, areas, is_within
from ipstats.model.awards import KINDS, editions, within

APART = ("corps", "special")
"""Levels that count apart from the provinces: 新疆兵团, Hong Kong, Macao, Taiwan."""
RANKS = ["rank", "rank_best", "rank_worst", "tied", "among", "known_areas"]


def peer_level(name: str) -> str:
    """The level of the areas that an area is ranked among; the provinces for the nation, which has no peers."""
    level = area(name).level
    return "province" if level == "nation" else level


def _listed(edition: int | Iterable[int]) -> list[int]:
    """One edition or several as a list of them."""
    return [int(edition)] if isinstance(edition, int | np.integer) else [int(one) for one in edition]


def award_bounds(counts: pd.DataFrame, edition: int, prize: str, level: str) -> pd.DataFrame:
    """The least and most prizes of a kind that every area of a level can have in an edition (of `award_counts`).

    One row an area: `ref_area`, `lower`, `upper`: its own counts, what its other kinds leave, and at least what the
    largest of its cities has. Of a level that is no set (counties), only the areas that have figures.
    """
    counts = counts[counts["edition"] == edition]
    register = editions().get(edition)
    found = {str(code): within(_ends(rows), register)[prize] for code, rows in counts.groupby("ref_area")}
    codes = pd.Series(list(found), dtype="str")
    own = list(codes[levels(codes) == level])
    members = [one.code for one in areas(level)] if level in SETS else own
    bounds = {code: found.get(code) or within({}, register)[prize] for code in members}
    for code, (least, _) in found.items():
        for outer in set(ancestors(code)[1:]) & bounds.keys():
            bounds[outer] = max(bounds[outer][0], least), max(bounds[outer][1], least)
    return pd.DataFrame([(code, *ends) for code, ends in bounds.items()], columns=["ref_area", "lower", "upper"])


def award_floors(
    table: pd.DataFrame, edition: int | Iterable[int], prize: str = "all", *, level: str = "province"
) -> pd.DataFrame:
    """What the places in the whole set rest on beside the counts: areas of the level without one that have some prizes.

    One row an area and edition, the most prizes first: the columns of `award_counts`, `count` being the least that the
    area has, and `for_area`, its code. `ref_area` is the city whose count it is, or the area itself, whose kinds of
    prizes add up to it.
    """
    wanted = _listed(edition)
    counts = in_editions(table, wanted)
    found = []
    for one in wanted:
        known = counts[(counts["edition"] == one) & (counts["prize"] == prize)]
        bounds = award_bounds(counts, one, prize, level)
        bounds = bounds[(bounds["lower"] > 0) & ~bounds["ref_area"].isin(known["ref_area"])]
        for code, least in zip(bounds["ref_area"], bounds["lower"], strict=True):
            inside = known["ref_area"].map(partial(is_within, outer=code)).astype(bool)
            city = known[inside & (known["count"] == least)][:1]
            own = {"ref_area": code, "edition": one, "prize": prize, "count": least, "unit_measure": "项"}
            found.append((city if len(city) else pd.DataFrame([own])).assign(for_area=code))
    rows = pd.concat([counts[:0].assign(for_area=""), *found], ignore_index=True)
    return rows.sort_values(["edition", "count"], ascending=False, kind="stable", ignore_index=True)


def _ends(rows: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The least and most of each kind that rows of one area tell."""
    return dict(zip(rows["prize"], zip(rows["count_lower"], rows["count_upper"], strict=True), strict=True))


def award_ranking(
    table: pd.DataFrame, edition: int | Iterable[int], prize: str = "all", *, ties: str = "min",
    level: str = "province", repeats: int | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Areas of one level by a kind of prize in an edition, or in each of several.

    Parameters
    ----------
    table, edition
        Observations; one edition or several.
    prize, ties
        A kind of `model.awards.KINDS`; as in `rankings.rank`.
    level
        The level of areas; provinces and cities are never ranked together.
    repeats
        How many counts of prizes there are at most beyond one a prize (co-owned prizes that several areas count). None:
        not known, and then only what needs no such bound is claimed.

    Returns
    -------
    pandas.DataFrame
        The columns of `awards` and `rank`; `place_best` and `place_worst` follow from `repeats`; `once_best` and
        `once_worst` are the places if every prize counts once (empty where the number given is not known); `apart`
        the codes of areas with figures that count apart (新疆兵团).

    Raises
    ------
    ParameterError
        For a kind of prize that there is not.
    """
    if prize not in KINDS:
        raise ParameterError(f"prize {prize!r} is none of {', '.join(KINDS)}")
    wanted = _listed(edition)
    counts = in_editions(table, wanted)
    rows = counts[counts["prize"] == prize].assign(level=lambda all_: levels(all_["ref_area"]))
    found = []
    for one in wanted:
        ranked = _of_edition(rows[rows["edition"] == one], level, ties)
        found.append(_bounded(ranked, award_bounds(counts, one, prize, level), level, repeats))
    return pd.concat(found, ignore_index=True)


def _of_edition(rows: pd.DataFrame, level: str, ties: str) -> pd.DataFrame:
    """The rows of a level ranked, beside the codes of areas that count apart."""
    apart = rows.loc[rows["level"].isin(APART if level == "province" else ()), "ref_area"]
    return rank(rows[rows["level"] == level], "count", ties=ties).assign(apart=" ".join(sorted(apart)))


def _bounded(ranked: pd.DataFrame, bounds: pd.DataFrame, level: str, repeats: int | None) -> pd.DataFrame:
    """The places in the whole set, with and without every prize counting once."""
    given = ranked["total_upper"].max() if len(ranked) else np.nan
    ranked = ranked.assign(repeats=pd.array([repeats] * len(ranked), dtype="Int64"))
    ways = {"once": given, "place": np.inf if repeats is None else given + repeats}
    for name, total in ways.items():
        best, worst = f"{name}_best", f"{name}_worst"
        if level not in SETS or np.isnan(total):
            if name == "once":
                ranked[[best, worst]] = pd.NA
        else:
            places = place_bounds(bounds["lower"].to_numpy(), bounds["upper"].to_numpy(), total)
            ranked[best] = ranked["ref_area"].map(dict(zip(bounds["ref_area"], places.best, strict=True)))
            ranked[worst] = ranked["ref_area"].map(dict(zip(bounds["ref_area"], places.worst, strict=True)))
        ranked = ranked.astype({best: "Int64", worst: "Int64"})
    return ranked


def award_movement(
    table: pd.DataFrame, edition: int, base_edition: int, prize: str = "all", *, level: str = "province",
    repeats: int | None = None, either: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Counts and places in two editions side by side, for the areas known in both; with `either` for those known in one
    as well, who stand after them without a rank.

    `rank` and `base_rank` are among the areas known in both, so that a new one moves nobody; `moved` is places up,
    `count_change` the difference of the counts. One area alone has no place. The columns of the base edition begin
    with `base_`; `once_best` to `base_place_worst` are the places in the whole set, as in `award_ranking`.
    """
    ranked = award_ranking(table, [edition, base_edition], prize, level=level, repeats=repeats)
    now, then = (ranked[ranked["edition"] == one] for one in (edition, base_edition))
    known = set(now["ref_area"]) & set(then["ref_area"])
    now, then = (_ranked_among(rows, known) for rows in (now, then))
    base = then.filter(regex="^(edition|year|count|rank|tied|total|share|once|place|quality|mark)").add_prefix("base_")
    base = base.assign(ref_area=then["ref_area"], base_area_name=then["ref_area_name"], base_members=then["members"])
    both = now.merge(base, on="ref_area", how="outer" if either else "inner")
    both = both.sort_values(["rank", "count", "base_count"], ascending=[True, False, False], ignore_index=True)
    both = both.assign(
        edition=edition, base_edition=base_edition, prize=prize, unit_measure="项",
        ref_area_name=both["ref_area_name"].fillna(both["base_area_name"]),
        members=both["members"].fillna(both["base_members"]),
        moved=both["base_rank"] - both["rank"], count_change=both["count"] - both["base_count"],
    )  # fmt: skip
    return filled(both)


def _ranked_among(rows: pd.DataFrame, known: set[str]) -> pd.DataFrame:
    """The rows with their ranks among the known areas; one alone has none, nor has any other."""
    inside = rows if len(known) > 1 else rows[:0]
    ranked = rank(inside[inside["ref_area"].isin(known)], "count", within=None)[["ref_area", *RANKS]]
    merged = rows.drop(columns=RANKS).merge(ranked, on="ref_area", how="left")
    return merged.assign(tied=merged["tied"].eq(True))


def mostly_known(rows: pd.DataFrame) -> bool:
    """Whether half of the set have a count or more: a place among fewer is no ranking."""
    return len(rows) > 0 and bool(2 * len(rows) >= rows["members"].fillna(np.inf).max())


def award_latest(table: pd.DataFrame, edition: int, prize: str = "all", level: str = "province") -> pd.DataFrame:
    """Of every area of a level the latest edition up to `edition` in which its share of all prizes is known.

    The columns of `awards`, one row an area, the largest share first.
    """
    every = in_editions(table)
    wanted = (every["prize"] == prize) & (every["edition"] <= edition) & every["share"].notna()
    rows = every[wanted & (levels(every["ref_area"]) == level)]
    latest = rows.sort_values("edition", kind="stable").drop_duplicates("ref_area", keep="last")
    return latest.sort_values("share", ascending=False, kind="stable", ignore_index=True)
