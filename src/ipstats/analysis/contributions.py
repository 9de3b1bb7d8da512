"""What the parts of a total contributed to its growth, in percentage points.

The contribution of a part is its own change over the total's base: (part - part of the base) / total of the base; a
part that was nought before has no rate of growth and contributes all the same. The contributions of a partition add up
to the total's growth; what they leave over is shown as the residual.
"""

import numpy as np
import pandas as pd

from ipstats.analysis.comparability import because
from ipstats.analysis.growth import growth
from ipstats.analysis.pairs import about
from ipstats.analysis.quantities import ENDS, of, put
from ipstats.errors import NotComparable
from ipstats.model.indicators import Indicator, components, indicator

COMPUTED = ("contribution", "share", "base_share", "share_change")


def contributions(
    table: pd.DataFrame, area: str, total: str, year: int, base_year: int | None = None, *,
    parts: list[str] | None = None, period: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Contribution of each part of a total: its change over the total's base.

    Parameters
    ----------
    table : an observation table
    area : a code or name
    total : an indicator, by id or name
    year, base_year : the years compared; the base is the year before when left out
    parts : ids or names of the parts; those of the catalogue (`part_of`, `partition`) when left out
    period : an SDMX period of the year, for a part of it; full years when left out

    Returns
    -------
    DataFrame
        one row a part, then `residual` (what the parts leave over, or what is not reported) and `total`, which column
        `role` tells. Quantities: `level`, `base`, `change` (in the unit), `growth` (% of the part itself),
        `contribution` (百分点 of the total's growth), `share` and `base_share` (% of the total in either year),
        `share_change` (百分点). No rows, and the reason in `.attrs`, when the total may not be compared or no part is
        reported

    Raises
    ------
    NotComparable
        when the parts overlap (they must not be added), and for years or a period that do not fit
    ParameterError
        for an area or an indicator that is unknown

    Examples
    --------
    >>> text = "2022年，北京市专利授权量10万件，发明专利授权量4万件。2023年，"
    >>> table = read(text + "北京市专利授权量12万件，发明专利授权量5万件。").table
    >>> found = contributions(table, "北京", "专利授权量", 2023, parts=["发明专利授权量"])
    >>> found[["role", "contribution"]].round(1).values.tolist()
    [['part', 10.0], ['residual', 10.0], ['total', 20.0]]
    """
    whole = indicator(total)
    wanted = partition(whole, parts)
    grown = growth(table, area, year, base_year, indicators=[whole.id, *(one.id for one in wanted)], period=period)
    grown = grown[grown["measure"] == "level"]
    totals = grown[(grown["indicator"] == whole.id)]
    if not totals["comparable"].any():
        unknown = because("no_level")
        said = totals[["reason_zh", "reason_en"]].iloc[0] if len(totals) else (unknown.zh, unknown.en)
        return _nothing(grown, area, whole, *said)
    of_total = totals[totals["comparable"]].iloc[0]
    usable = grown["comparable"] | (grown["reason"] == "not_positive")
    rows = grown[(grown["indicator"] != whole.id) & usable & (grown["scope"] == of_total["scope"])]
    if rows.empty:
        return _nothing(grown, area, whole, because("no_parts").zh, because("no_parts").en)
    return _with_shares(pd.concat([rows, _residual(rows, of_total), of_total.to_frame().T]), of_total, len(rows))


def _nothing(grown: pd.DataFrame, area: str, whole: Indicator, zh: str, en: str) -> pd.DataFrame:
    """An empty table of contributions with the reason in `attrs`."""
    quantities = {f"{name}{end}": np.nan for name in COMPUTED for end in ENDS}
    return about(grown.iloc[:0].assign(role="", **quantities), area, zh, en, whole.id)


def partition(whole: Indicator, parts: list[str] | None = None) -> list[Indicator]:
    """The parts that add up to a total: those given, else the largest partition; overlapping ones are refused."""
    wanted = list(map(indicator, parts)) if parts else list(components(whole.id))
    if parts is None:
        names = [one.partition for one in wanted if one.partition and not one.overlapping]
        largest = max(names, key=names.count, default=None)
        wanted = [one for one in wanted if largest in (None, one.partition)]
    if crossing := [one.zh for one in wanted if one.overlapping]:
        raise NotComparable(f"{'、'.join(crossing)}: {because('overlapping').zh}; {because('overlapping').en}")
    if not wanted:
        raise NotComparable(f"{whole.zh}: {because('no_parts').zh}; the catalogue knows no parts of it")
    return wanted


def _residual(rows: pd.DataFrame, total: pd.Series) -> pd.DataFrame:
    """The residual: total less parts, with the interval that follows from theirs."""
    rest = {name: "" for name in rows if rows[name].dtype != "float64"}
    rest |= {
        name: total[name]
        for name in ("ref_area", "ref_area_name", "scope", "unit_measure", "time_period", "base_period")
    }
    found = pd.DataFrame([rest])
    for name in ("level", "base"):
        found = put(found, **{name: of(total, name) - of(rows[[f"{name}{end}" for end in ENDS]].sum(), name)})
        found[f"{name}_ids"] = " ".join([total[f"{name}_id"], *rows[f"{name}_id"]])
    return found


def _with_shares(rows: pd.DataFrame, total: pd.Series, parts: int) -> pd.DataFrame:
    rows = rows.infer_objects().reset_index(drop=True)
    rows["role"] = ["part"] * parts + ["residual", "total"]
    level, base, whole, whole_base = of(rows, "level"), of(rows, "base"), of(total, "level"), of(total, "base")
    change, share, base_share = level - base, level / whole * 100, base / whole_base * 100
    rows = put(rows, change=change, contribution=change / whole_base * 100, share=share, base_share=base_share)
    rows = put(rows, share_change=share - base_share)
    is_total = rows["role"] == "total"
    for end in ENDS:
        rows.loc[is_total, f"contribution{end}"] = total[f"growth{end}"]
        rows.loc[is_total, [f"share{end}", f"base_share{end}"]] = 100.0
        rows.loc[is_total, f"share_change{end}"] = 0.0
    ids = rows["level_id"] + " " + rows["base_id"]
    rows["change_ids"], rows["contribution_ids"] = ids, ids + " " + total["base_id"]
    rows["share_change_ids"] = rows["contribution_ids"]
    rows["contribution_unit"] = rows["share_change_unit"] = "百分点"
    rows["share_unit"] = rows["base_share_unit"] = "%"
    for end in ("", "_source"):
        rows[f"whole{end}"], rows[f"whole_base{end}"] = total[f"level{end}"], total[f"base{end}"]
    return rows
