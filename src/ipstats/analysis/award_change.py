"""One area's prizes in an edition against another: counts, shares, and the change beyond that of the edition's size."""

import pandas as pd

from ipstats.analysis.awards import in_editions, in_order
from ipstats.analysis.pairs import about, called, filled, of_area, quantity
from ipstats.analysis.quantities import of, put
from ipstats.model.areas import NATION
from ipstats.model.areas import area as find_area
from ipstats.model.awards import editions


def award_change(table: pd.DataFrame, area: str, edition: int, base_edition: int) -> pd.DataFrame:
    """Every kind of prize of an area in two editions.

    Returns
    -------
    pandas.DataFrame
        One row a kind known in either edition, the columns of `awards` for `edition` and, beginning with `base_`, for
        `base_edition`; and the quantities `count_change` (prizes), `count_growth` (%), `share_change` (percentage
        points), `size_growth` (% that the edition itself grew by) and `relative` (% that the share grew by: the growth
        of the count beyond that of the edition). Empty where a side is not known; nothing grows from nought.
    """
    every, place = in_editions(table, [edition, base_edition]), find_area(area)
    own, given = of_area(every, area), of_area(every, NATION)
    now, then = (_side(own, given, one) for one in (edition, base_edition))
    both = now.merge(then.set_index("prize").add_prefix("base_"), on="prize", how="outer")
    both = both[both["count"].notna() | both["base_count"].notna()].reset_index(drop=True)
    both = both.assign(
        ref_area=place.code, ref_area_name=place.name, unit_measure="项",
        edition=edition, base_edition=base_edition, year=_year(edition), base_year=_year(base_edition),
    )  # fmt: skip
    return about(in_order(_changes(filled(both))), place.code)


def _side(own: pd.DataFrame, sizes: pd.DataFrame, edition: int) -> pd.DataFrame:
    """An area's counts of one edition by kind, beside what was given of every kind that is known of the edition: in the
    table of observations, else by the register of editions."""
    own, sizes = (rows[rows["edition"] == edition] for rows in (own, sizes))
    counts = [*quantity(own, "count"), *quantity(own, "other_count"), "quality", "mark"]
    counts += ["share", "share_lower", "share_upper", "share_unit", "share_ids"]
    nation = (own["ref_area"] == NATION).any()
    given = called(sizes, "count", "total", ["prize"]).reindex(columns=["prize", *quantity(own, "total")])
    sides = own[["prize", *counts]].merge(given, on="prize", how="outer")
    known, unsaid = own.set_index("prize"), sides["total"].isna()
    for name in quantity(own, "total"):
        sides[name] = sides[name].where(~unsaid, sides["prize"].map(known[name]))
    if nation:
        sides[["total", "total_lower", "total_upper"]] = float("nan")
    return sides


def _year(edition: int) -> int:
    one = editions().get(edition)
    return one.year if one and one.year else 0


def _changes(both: pd.DataFrame) -> pd.DataFrame:
    """The differences and ratios as quantities with their ends."""
    count, base, total, size = (of(both, name) for name in ("count", "base_count", "total", "base_total"))
    share, base_share = count / total * 100, base / size * 100
    made = {
        "count_change": (count - base, "项"), "count_growth": (count.grown_from(base), "%"),
        "share_change": (share - base_share, "百分点"), "size_growth": (total.grown_from(size), "%"),
        "relative": (share.grown_from(base_share), "%"),
    }  # fmt: skip
    for name, (found, unit) in made.items():
        both[name], both[f"{name}_unit"] = found.value, unit
        both = put(both, **{name: found})
    return both
