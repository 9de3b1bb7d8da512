"""What sources themselves state about a year beside its levels: growth, changes, shares and ranks, none of them lost.

Each is set beside what the figures give; one that cannot be recomputed has a reason of a fixed list.
"""

from typing import Any

import numpy as np
import pandas as pd

from ipstats.analysis.comparability import because
from ipstats.analysis.growth import agreement, in_foreground, truncated
from ipstats.analysis.pairs import (
    FULL_YEAR,
    about,
    best,
    filled,
    in_catalogue_order,
    of_area,
    on_year_before,
    parts_of,
    quantity,
    reported,
    statements,
)
from ipstats.model import intervals
from ipstats.model.indicators import AT_CONSTANT_PRICES

MEASURES = ("growth", "point_change", "change", "multiple", "share", "rank")
OF_NATION = r"^(?:全国|31个省|各省)(?!.*(?:城市|副省级|直辖市|地级|省[、（]?区(?![、）]?市)))"
"""Who a stated place is among, where a rank of the provinces stands beside it: 全国省区 leaves municipalities out."""
SERIES = ["indicator", "label_key", "scope", "part"]
STATED = [*SERIES, "measure", "comparison", "rank_scope", "unit_measure"]


def published(
    table: pd.DataFrame, grown: pd.DataFrame, headlines: pd.DataFrame, year: int, period: str | None = None
) -> pd.DataFrame:
    """Every growth, change, share, multiple and rank that sources state for an area and year, one row each.

    `grown` and `headlines` are the area's `growth` and `profile` of the year. Quantities: `published`, `computed` (from
    the two figures, or the place worked out anew) and its operands `level` and `base`. `outcome` is the agreement of
    both, or the id of the reason (`comparability.yaml`) why there is none to compare; `reason_zh`, `reason_en` say it
    of all but those that agree.
    """
    own = of_area(table, grown.attrs["area"])
    told = statements(own, MEASURES)
    told = told[(told["year"] == year) & told["part"].isin(parts_of(period, year) if period else FULL_YEAR)]
    told = best(told, STATED).reset_index(drop=True)
    names = [*STATED, "ref_area", "ref_area_name", "indicator_name", "label", "time_period", "year"]
    rows = reported(told, "published", names).assign(published_unit=told["unit_measure"])
    rows = _with_computed(rows, _with_unpaired(grown, own, year, period), headlines)
    rows["outcome"] = _outcomes(rows)
    why = {code: because(code, "", "") for code in set(rows["outcome"]) - {"agrees", "scope", "part_year"}}
    for language in ("zh", "en"):
        said = (
            rows["outcome"].map({code: getattr(one, language) for code, one in why.items()}).astype(object).fillna("")
        )
        rows[f"reason_{language}"] = said.where(~rows["outcome"].isin(("scope", "part_year")), rows[f"why_{language}"])
    return about(in_catalogue_order(rows), grown.attrs["area"])


def _with_unpaired(grown: pd.DataFrame, own: pd.DataFrame, year: int, period: str | None) -> pd.DataFrame:
    """The rows of `growth`, and the figures outside the catalogue that it leaves out because no base is known."""
    grown = grown.assign(label_key=grown["label"].where(grown["indicator"] == "", ""))
    levels = statements(own[own["indicator"] == ""])
    levels = levels[(levels["year"] == year) & levels["part"].isin(parts_of(period, year))]
    levels = best(levels[~levels["label_key"].isin(grown["label_key"])], [*SERIES, "measure"]).reset_index(drop=True)
    alone = reported(levels, "level", [*SERIES, "measure", "unit_measure"]).assign(reason="no_base")
    return pd.concat([grown, alone], ignore_index=True) if len(alone) else grown


def stated_apart(told: pd.DataFrame, listed: pd.DataFrame, stood: pd.DataFrame) -> pd.DataFrame:
    """The rows of `published` that stand in no other table of a report: not the growth on the year before of a figure
    that it lists (rows of `growth`), no such share, no rank that `standing` shows, no change on what is not said, and
    of the background (population) only growth at constant prices, which no two figures give."""
    priced = (told["measure"] == "growth") & told["indicator_name"].str.contains("|".join(AT_CONSTANT_PRICES))
    unsaid = told["measure"].isin(("growth", "point_change", "change", "multiple")) & (told["comparison"] == "")
    told = told[(in_foreground(told) | priced) & ~unsaid]
    growth = told["measure"].isin(("growth", "point_change")) & on_year_before(told)
    growth &= told["level_id"].isin(listed["level_id"]) & told["level"].notna()
    shares = (told["measure"] == "share") & told["published_id"].isin(listed["level_id"])
    ranked = stood.loc[stood["published_rank"].notna(), "indicator"]
    return told[~growth & ~shares & ~((told["measure"] == "rank") & told["indicator"].isin(ranked))]


def _with_computed(rows: pd.DataFrame, grown: pd.DataFrame, headlines: pd.DataFrame) -> pd.DataFrame:
    """The operands of each stated change, and what they give; the place worked out anew for a stated rank."""
    columns = ["level", "base", "growth", "change"]
    carried = [one for name in columns for one in quantity(grown, name) if one != "growth_unit"] + ["counted_in"]
    grown = grown.assign(counted_in=grown["unit_measure"])
    pairs = grown[grown["measure"] == "level"][[*SERIES, "growth_unit", "reason", "comparable", *carried]]
    shares = grown[grown["measure"] == "share"][[*SERIES, "growth_unit", "reason", "comparable", *carried]]
    rates = rows["measure"] == "point_change"
    parts = [rows[~rates].merge(pairs, on=SERIES, how="left"), rows[rates].merge(shares, on=SERIES, how="left")]
    missing = parts[1]["level"].isna()
    parts[1] = pd.concat([parts[1][~missing], rows[rates][missing.to_numpy()].merge(pairs, on=SERIES, how="left")])
    found = pd.concat(parts, ignore_index=True)
    why = grown.drop_duplicates(SERIES).set_index(SERIES)[["reason_zh", "reason_en"]]
    why.columns = ["why_zh", "why_en"]
    found = found.join(why, on=SERIES)
    found = filled(found)
    change = (found["measure"] == "change") & on_year_before(found)
    rate = found["measure"].isin(("growth", "point_change")) & (found["growth_unit"] == found["unit_measure"])
    rate &= on_year_before(found)
    for end in ("", "_lower", "_upper"):
        found[f"computed{end}"] = np.select([rate, change], [found[f"growth{end}"], found[f"change{end}"]], np.nan)
    found["computed_ids"] = found["growth_ids"].where(found["computed"].notna(), "")
    found["level_unit"] = found["base_unit"] = found.pop("counted_in").fillna("")
    return _with_ranks(found.assign(computed_unit=found["unit_measure"]), headlines)


def _with_ranks(rows: pd.DataFrame, headlines: pd.DataFrame) -> pd.DataFrame:
    """The place worked out anew beside a place in the nation."""
    places = headlines.drop_duplicates(["indicator", "scope"]).set_index(["indicator", "scope"])
    places = places[["rank", "rank_best", "rank_worst"]]
    ours = rows[["indicator", "scope"]].join(places, on=["indicator", "scope"])
    stated = (rows["measure"] == "rank") & rows["rank_scope"].str.contains(OF_NATION) & ours["rank"].notna()
    for end, name in (("", "rank"), ("_lower", "rank_best"), ("_upper", "rank_worst")):
        rows.loc[stated, f"computed{end}"] = ours.loc[stated, name].astype(float)
    ranked = rows["measure"] == "rank"
    rows.loc[ranked, ["level", "base"]] = np.nan
    return rows


def _outcomes(rows: pd.DataFrame) -> np.ndarray:
    """Agreement where there is something to set beside the stated figure, else why there is nothing."""
    known = rows["computed"].notna()
    computed, stated = intervals.of(rows, "computed"), intervals.of(rows, "published")
    fits, fits_cut = computed.meets(stated), computed.meets(truncated(rows, "published"))
    rates = known & rows["measure"].isin(("growth", "point_change"))
    by_rate = agreement(rows.assign(**{f"growth{end}": rows[f"computed{end}"] for end in ("", "_lower", "_upper")},
                                    reason=rows["reason"].fillna("")))  # fmt: skip
    no_pair = rows["reason"].fillna("").isin(("no_base", "scope", "scope_of_level", "part_year", "not_positive"))
    choices: list[tuple[Any, Any]] = [
        (rates, by_rate),
        (known & fits, "agrees"),
        (known & fits_cut, "needs_truncation"),
        (known, "contradicts"),
        (rows["measure"] == "rank", "rank_as_published"),
        (rows["measure"] == "share", "share_as_published"),
        (~on_year_before(rows), "other_comparison"),
        (rows["level"].isna() & rows["base"].isna(), "no_level"),
        (no_pair, rows["reason"]),
        (rows["level"].isna(), "no_level"),
        (rows["base"].isna(), "no_base"),
    ]
    return np.select([where for where, _ in choices], [what for _, what in choices], "not_recomputed")
