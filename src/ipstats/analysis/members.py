"""All areas of one kind beside each other, with their total: the districts of a city, the cities of a province."""

import numpy as np
import pandas as pd

from ipstats.analysis.growth import direction, measured, of_zones
from ipstats.analysis.pairs import about, blanks_filled, of_indicators, pairs, parts_of, reported, statements
from ipstats.analysis.peers import people_of_year
from ipstats.analysis.quantities import ENDS, of, put
from ipstats.analysis.rankings import levels, rank
from ipstats.model.areas import NATION, Area, areas
from ipstats.model.areas import area as find_area
from ipstats.model.indicators import indicator as find_indicator

PEOPLE = "resident_population"
COUNTED = ("stock", "flow")


def members(table: pd.DataFrame, area: str, indicator: str, year: int, period: str | None = None) -> list[str]:
    """The codes of the areas to set beside each other: those within the area of which two or more report the indicator
    in the year, of the highest level; else the areas of its own level and parent that report it.
    """
    own, name = find_area(area), find_indicator(indicator).id
    rows = statements(of_indicators(table, [name]), ("level",))
    rows = rows[(rows["year"] == year) & rows["part"].isin(parts_of(period, year))]
    reporting = set(rows["ref_area"])
    known = [one for one in areas() if one.code in reporting]
    alike = [one for one in known if one.level == own.level]
    return _within(own, known) or [one.code for one in alike if own.level == "province" or one.parent == own.parent]


def _within(own: Area, known: list[Area]) -> list[str]:
    """The reporting parts of an area, of the highest level that has two or more; none where no level has."""
    parts = [one for one in known if one.parent == own.code]
    for kind in ("province", "prefecture", "county", "zone"):
        if len(found := [one.code for one in parts if one.level == kind]) > 1:
            return found
    return []


def side_by_side(
    table: pd.DataFrame, area: str, codes: list[str], indicator: str, year: int, base_year: int,
    period: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """An indicator of several areas in a year and the base year, one row each, the greatest first, and their total.

    The columns of `growth`, with `rank` among the listed (columns of `analysis.rank`), `of_total` (% of the total) and
    `per_head` (per 10,000 residents at the previous year-end), where there are such figures, and `role`: `part` or, of
    the last row, `total`. The total is the figure that the area containing them all reports, else (and always for the
    nation) the sum when all of that area's parts are there (`total_from` is `reported` or `sum`). Areas of
    one coverage, the most frequent.
    """
    name = find_indicator(indicator)
    whole = _container(codes)
    rows = statements(of_indicators(table[table["ref_area"].isin([*codes, whole])], [name.id]))
    rows = rows[rows["year"].isin((year, base_year)) & rows["part"].isin(parts_of(period, year))]
    own = _one_coverage(_measured(rows[rows["ref_area"].isin(codes)], table, year, base_year))
    listed = rank(own, "level", within=None).assign(role="part")
    total = own[:0]
    if len(own) and whole and name.kind in COUNTED:
        total = _total(rows[rows["ref_area"] == whole], own, table, base_year)
    both = pd.concat([listed, total], ignore_index=True) if len(total) else listed
    return about(_with_heads(_of_total(both), table, year), area, indicator=name.id)


def _container(codes: list[str]) -> str:
    """The area that all the given ones are immediate parts of, or none."""
    parents = {find_area(code).parent for code in codes}
    return parents.pop() if len(parents) == 1 else ""


def _one_coverage(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of the coverage and unit that most areas report, one an area."""
    if found.empty:
        return found
    sizes = found.groupby(["scope", "unit_measure"])["ref_area"].nunique().sort_values(ascending=False, kind="stable")
    scope, unit = sizes.index[0]
    return found[(found["scope"] == scope) & (found["unit_measure"] == unit)].drop_duplicates("ref_area")


def _measured(rows: pd.DataFrame, table: pd.DataFrame, year: int, base_year: int) -> pd.DataFrame:
    """The figures of the year with those of the base year and their growth."""
    paired = pairs(rows, year - base_year)
    own = table[table["ref_area"].isin(set(rows["ref_area"]))]
    return measured(paired[paired["year"] == year].reset_index(drop=True), own, year - base_year)


def _total(reported: pd.DataFrame, listed: pd.DataFrame, table: pd.DataFrame, base_year: int) -> pd.DataFrame:
    """The row of the total: as the containing area reports it in the source and coverage of the list, else the sum of
    all its parts, which the nation's always is: Hong Kong, Macao and Taiwan are in what it reports. No sum where the
    source has zones of the area too: whether the parts hold them is not said."""
    one, source = listed.iloc[0], listed["level_source"].mode().iloc[0]
    year = int(one["year"])
    same = reported[(reported["source_id"] == source) | (reported["year"] == base_year)]
    alike = same[(same["scope"] == one["scope"]) & (same["unit_measure"] == one["unit_measure"])]
    whole = find_area(one["ref_area"]).parent
    if whole != NATION and (alike["year"] == year).any():
        return _measured(alike, table, year, base_year).head(1).assign(role="total", total_from="reported")
    if whole != NATION and (same["year"] == year).any():
        return listed.iloc[:0]
    return _sum(listed, whole)


def _sum(listed: pd.DataFrame, whole: str) -> pd.DataFrame:
    """The sum of all parts of an area as its total; no row where one of them is missing."""
    level = find_area(listed["ref_area"].iloc[0]).level
    wanted = {one.code for one in areas() if one.parent == whole and one.level == level and one.valid_to is None}
    if not wanted <= set(listed["ref_area"]):
        return listed.iloc[:0]
    row = listed.iloc[0].to_dict() | {"ref_area": whole, "ref_area_name": find_area(whole).name}
    row |= {"mark": "", "reason": "", "role": "total", "total_from": "sum"}
    row |= dict.fromkeys(("growth_ids", "change_ids", "rate_ids"), " ".join([*listed["level_id"], *listed["base_id"]]))
    for side in ("level", "base"):
        row |= {f"{side}{end}": listed[f"{side}{end}"].sum(skipna=False) for end in ENDS}
        row |= {f"{side}{end}": "" for end in ("_id", "_source", "_printed", "_bound", "_status")}
    return _grown(pd.DataFrame([row]))


def _grown(rows: pd.DataFrame) -> pd.DataFrame:
    """Change and growth of a row whose level and base are sums."""
    level, base = of(rows, "level"), of(rows, "base")
    growth = level.grown_from(base)
    rows = put(rows, growth=growth, change=level - base, rate=growth)
    rows["direction"] = direction(rows)
    rows[[f"published{end}" for end in ENDS]] = np.nan
    for end in ("_id", "_source", "_printed", "_bound", "_status"):
        rows[f"rate{end}"] = rows[f"published{end}"] = ""
    return rows


def _of_total(rows: pd.DataFrame) -> pd.DataFrame:
    """Each area's part of the total in %."""
    total, share = rows[rows["role"] == "total"], of(rows, "level")
    if total.empty:
        return put(rows, of_total=share.where(False)).assign(of_total_unit="%")
    one = total.iloc[0]
    rows = rows.assign(whole=one["level"], whole_source=one["level_source"], of_total_unit="%")
    return put(rows, of_total=share / of(one, "level") * 100)


def _with_heads(rows: pd.DataFrame, table: pd.DataFrame, year: int) -> pd.DataFrame:
    """The figure per 10,000 residents at the previous year-end, of areas whose population is known."""
    if rows.empty:
        return rows.assign(per_head=np.nan)
    kinds = [kind for kind in levels(rows["ref_area"]).unique() if kind]
    people = pd.concat([people_of_year(table, PEOPLE, year - 1, kind) for kind in kinds])
    people = people.drop_duplicates("ref_area").set_index("ref_area")
    rows = blanks_filled(rows.join(reported(people, "people"), on="ref_area"), "people")
    unit = f"{rows['unit_measure'].iloc[0]}/万人"
    whole = rows["level"].drop(of_zones(rows).index)
    return rows.assign(per_head=whole / rows["people"] * 10_000, per_head_unit=unit)
