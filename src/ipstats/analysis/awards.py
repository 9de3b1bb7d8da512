"""The China Patent Award (中国专利奖) by edition, region and kind of prize: counts, and shares of what was given.

Counts come from documents (共获奖165项，其中金奖9项) and from tables alike; the numbers given in an edition to everyone
bound them. A co-owned prize may count in several regions: they need not add up.
"""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from ipstats.analysis.pairs import (
    REPORTED,
    about,
    best,
    best_ranks,
    blanks_filled,
    called,
    of_area,
    quantity,
    renamed,
    reported,
    sorted_by,
    statements,
)
from ipstats.analysis.quantities import of, put
from ipstats.model import intervals
from ipstats.model.areas import NATION
from ipstats.model.areas import area as find_area
from ipstats.model.awards import KIND_OF, KINDS, MADE_OF, SOURCES_DIFFER, complete, editions
from ipstats.model.indicators import indicators
from ipstats.model.select import DECIDED

KEYS = ["ref_area", "edition", "prize"]
QUALITIES = {"官方": "primary", "报道": "press", "转载": "mirror", "推算": "derived"}
"""How a table of compiled figures calls the nature of each row's source, at the beginning of its comment."""
ENGLISH = {
    "all": "China Patent Awards", "gold": "gold prizes", "silver": "silver prizes", "excellence": "excellence prizes",
} | {
    f"{prize}_{part}": f"{prize} prizes for {of}"
    for prize in MADE_OF["all"]
    for part, of in (("patent", "inventions and utility models"), ("design", "designs"))
}  # fmt: skip
DERIVED = "由同届其他奖项数推算 worked out from the edition's other counts"


def awards(table: pd.DataFrame, area: str | None = None, edition: int | None = None) -> pd.DataFrame:
    """Prizes by edition, area and kind, of every area or one.

    Parameters
    ----------
    table
        Observations, as `ipstats.load()` gives them.
    area
        One area by name or code.
    edition
        One edition (届) by number.

    Returns
    -------
    pandas.DataFrame
        One row a count: `edition`, `edition_zh`, `year` (of the award), `prize` (a kind of `model.awards.KINDS`: `all`,
        `gold`, `gold_patent`, `gold_design` ...), `ref_area`, the quantities `count`, `total` (given in the edition to
        everyone; `total_from` is `reported`, or `definition` for the register), `share` (% of it), `other_count`
        (another source's), `quality` of the source (primary, press, mirror, derived; empty for a document of the
        project) and `published_rank`. A kind that the others leave no choice of is worked out (`quality` derived, with
        E in its status: EU of second-hand counts); what is not known has no row. The nation's count is the total
        itself, without a share.
    """
    own = in_editions(table, None if edition is None else [edition])
    return own if area is None else about(of_area(own, area), area)


def in_editions(table: pd.DataFrame, wanted: list[int] | None = None) -> pd.DataFrame:
    """`awards` of every area in some editions, or in all."""
    stated = _stated(table)
    stated = stated if wanted is None else stated[stated["edition"].isin(wanted)]
    counts = _counts(stated, table)
    own = _with_registered(counts.merge(_totals(counts), on=["edition", "prize"], how="left"))
    own = _with_shares(_nation_as_total(_worked_out(own))).merge(_published_ranks(stated), on=KEYS, how="left")
    return in_order(blanks_filled(own, "published_rank"))


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by edition and area, the kinds of prizes in their order."""
    return sorted_by(rows, ["edition", "ref_area", "prize"], prize=KINDS)


def _worked_out(own: pd.DataFrame) -> pd.DataFrame:
    """With the letter E in the status of counts and totals that no source states, before that of what they rest on."""
    for name, quality in (("count", "quality"), ("total", "total_quality")):
        status = own[f"{name}_status"]
        made = own[quality].eq("derived") & ~status.str.contains("E", na=False)
        own[f"{name}_status"] = status.mask(made, "E" + status.fillna("").replace("A", ""))
    return own.drop(columns="total_quality")


def _nation_as_total(own: pd.DataFrame) -> pd.DataFrame:
    """The nation's count is the total, of which it has no share; a statement that differs becomes `other_count`."""
    nation = (own["ref_area"] == NATION) & own["total"].notna()
    differs = nation & (own["count"] != own["total"])
    own = own.assign(mark=own["mark"].where(~differs, ""))
    for name, total in renamed(own, "count", "total").items():
        empty = np.nan if own[name].dtype == "float64" else ""
        other = f"other_{name}"
        own[other] = own[name].where(differs, own.get(other, empty))
        own[name] = own[total].where(nation, own[name])
        own[total] = own[total].where(~nation, empty)
    return own


def _with_shares(own: pd.DataFrame) -> pd.DataFrame:
    own = put(own, share=of(own, "count") / of(own, "total") * 100)
    return own.assign(share_unit="%", share_ids=own["count_id"] + " " + own["total_id"])


def _stated(table: pd.DataFrame, measures: tuple[str, ...] = ("level", "rank")) -> pd.DataFrame:
    """Statements of prizes, of their counts and ranks, with kind and edition; those of no known edition, and those of
    several editions together, are left out."""
    rows = statements(table[table["indicator"].isin(KIND_OF)], measures)
    rows = rows[rows["period_start"].dt.year.fillna(rows["year"]) == rows["year"]]
    rows = rows.assign(prize=rows["indicator"].map(KIND_OF), edition=edition_numbers(rows))
    return _listed_in_part(rows[rows["edition"].notna()].astype({"edition": int}), table)


def _listed_in_part(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """A list of winners with fewer prizes than its edition is known to have given is not complete, whatever it says of
    itself: nothing of the nation is counted from it, and of any other area at least so many."""
    listed = rows["obs_id"].isin(table.loc[table["rule"] == "counted_list", "obs_id"]) & (rows["measure"] == "level")
    nation = listed & (rows["ref_area"] == NATION)
    given = [_given(number, prize) for number, prize in zip(rows["edition"], rows["prize"], strict=True)]
    lists = rows["source_id"] + rows["edition"].astype(str)
    partly = listed & lists.isin(lists[nation & (rows["obs_value"] + SOURCES_DIFFER < given)])
    told = {"bound": rows["bound"].mask(partly, ">="), "obs_upper": rows["obs_upper"].mask(partly, np.inf)}
    return rows.assign(**told)[~(partly & nation)]


def _given(number: int, prize: str) -> float:
    """How many prizes of a kind an edition of the register gave; NaN where that is not known."""
    found = editions()[number].given(KINDS[prize]) if number in editions() else None
    return np.nan if found is None else float(found)


def stated_ranks(table: pd.DataFrame, area: str, edition: int) -> pd.DataFrame:
    """The places by prizes that sources state of an area in an edition, one row a kind of prize (`published_rank`,
    `published_rank_scope`), whether or not its count is known."""
    rows = _published_ranks(_stated(table))
    rows = rows[(rows["ref_area"] == find_area(area).code) & (rows["edition"] == edition)]
    return in_order(rows)


def solved_from_growth(table: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """The rows of `award_change` or `award_movement` whose count of the other edition was worked out from that of this
    one and a published rate: with it as the quantity `growth`."""
    rates = best(_stated(table, ("growth",)), KEYS)
    rates = reported(rates, "growth", KEYS).assign(growth_unit="%")
    rows = changed[changed["base_quality"].eq("derived") & changed["base_count_id"].ne("")]
    rows = rows.merge(rates, on=KEYS)
    rate = intervals.of(rows, "growth")
    implied = (rows["count"] / rows["base_count"] - 1) * 100
    return rows[(implied >= rate.lower) & (implied <= rate.upper) & (rows["edition"] == rows["base_edition"] + 1)]


def award_counts(table: pd.DataFrame) -> pd.DataFrame:
    """One statement of each count of prizes, by edition, area and kind, and the counts that follow from them."""
    return _counts(_stated(table), table)


def _counts(stated: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """One statement of each count of prizes, another that differs beside it, and the counts that follow."""
    stated = stated[stated["measure"] == "level"]
    rows = best(stated, KEYS)
    names = [*KEYS, "ref_area_name", "indicator", "indicator_name", "unit_measure", "year"]
    counts = reported(rows, "count", names)
    counts = counts.merge(_others(stated, rows), on=KEYS, how="left")
    said = table.set_index("obs_id")["comment_obs"]
    nature = counts["count_id"].map(said[~said.index.duplicated()]).fillna("").str.split().str[0]
    second_hand = counts["count_status"].eq("U").map({True: "mirror", False: ""})
    counts = counts.assign(quality=nature.map(QUALITIES).fillna(second_hand), count_note="")
    counts = pd.concat([counts, _derived(counts)], ignore_index=True)
    counts = blanks_filled(counts, "other_count")
    zh = {number: one.zh for number, one in editions().items()}
    return counts.assign(
        edition_zh=counts["edition"].map(zh).fillna(""),
        indicator_name_en=counts["prize"].map(ENGLISH),
        mark=counts["count_status"].replace("A", ""),
    )


def _others(stated: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The best of the statements of each count that give another number than the chosen one, as `other_count`."""
    kept = stated.merge(chosen[[*KEYS, "obs_value"]], on=KEYS, suffixes=("", "_chosen"))
    rows = best(kept[kept["obs_value"] != kept["obs_value_chosen"]], KEYS)
    return reported(rows, "other_count", KEYS)


def _derived(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts that follow from an area's others of the edition, as reliable as the least reliable of them."""
    exact = counts[counts["count_lower"] == counts["count_upper"]]
    told = set(counts[KEYS].itertuples(index=False, name=None))
    made = []
    for (place, edition), rows in exact.groupby(["ref_area", "edition"], sort=False):
        status = dict(zip(rows["prize"], rows["count_status"], strict=True))
        for kind, (number, used) in complete(
            dict(zip(rows["prize"], rows["count"], strict=True)), rows["edition"].iloc[0]
        ).items():
            worst = max((status.get(one, "A") for one in used), key=lambda code: DECIDED.get(code, 9))
            status[kind] = worst
            if (place, edition, kind) not in told:
                made.append(_follows(rows.iloc[0], kind, number, worst))
    return pd.DataFrame(made, columns=counts.columns).astype(counts.dtypes.to_dict()) if made else counts.iloc[:0]


def _follows(beside: pd.Series, kind: str, number: float, status: str) -> dict[Hashable, object]:
    """The row of a count that was worked out."""
    name = KINDS[kind]
    ends = dict.fromkeys(("count", "count_lower", "count_upper"), float(number))
    empty = {f"count{suffix}": "" for suffix in REPORTED.values() if suffix not in ("", "_lower", "_upper")}
    same = beside[["ref_area", "edition", "ref_area_name", "unit_measure", "year"]].to_dict()
    said = {"prize": kind, "indicator": name, "indicator_name": indicators()[name].zh, "quality": "derived"}
    return same | said | empty | ends | {"count_status": status, "count_note": DERIVED}


def edition_numbers(rows: pd.DataFrame) -> pd.Series:
    """The edition of each row: as its scope or label names it (第二十三届), else that awarded in its year."""
    named = {one.zh: number for number, one in editions().items()} | {f"第{number}届": number for number in editions()}
    text = rows["scope"] + " " + rows["label"] + " " + rows["section"]
    told = text.str.extract(f"({'|'.join(sorted(named, key=len, reverse=True))})", expand=False).map(named)
    of_year = rows["year"].map({one.year: number for number, one in editions().items() if one.year})
    return told.fillna(of_year)


def _totals(counts: pd.DataFrame) -> pd.DataFrame:
    """Reported numbers of prizes given to everyone, by edition and kind."""
    nation = counts[counts["ref_area"] == NATION]
    totals = called(nation, "count", "total", ["edition", "prize"])
    return totals.assign(total_quality=nation["quality"], total_from="reported")


def _with_registered(rows: pd.DataFrame) -> pd.DataFrame:
    """Totals from the register of editions where none is reported, or only a less reliable one."""
    keys = list(zip(rows["edition"], rows["prize"], strict=True))
    given = {(number, kind): one.given(name) for number, one in editions().items() for kind, name in KINDS.items()}
    known = pd.Series([given.get(key) for key in keys], index=rows.index, dtype="float64")
    statuses = {number: float(DECIDED[one.status]) for number, one in editions().items()}
    worth = rows["edition"].map(statuses).astype("float64")
    take = known.notna() & (rows["total"].isna() | (rows["total_status"].map(DECIDED).astype("float64") > worth))
    numbers = ["total", "total_lower", "total_upper"]
    texts = [name for name in quantity(rows, "total") if name not in numbers]
    rows[texts] = rows[texts].fillna("")
    for name in numbers:
        rows[name] = rows[name].where(~take, known)
    rows.loc[take, texts] = ""
    rows.loc[take, "total_from"] = "definition"
    rows.loc[take, "total_quality"] = ""
    status = rows["edition"].map({number: one.status for number, one in editions().items()})
    said = rows["edition"].map({number: one.source for number, one in editions().items()})
    return rows.assign(
        total_status=rows["total_status"].where(~take, status), total_note=rows["total_note"].where(~take, said)
    )


def _published_ranks(stated: pd.DataFrame) -> pd.DataFrame:
    return best_ranks(stated[stated["measure"] == "rank"], KEYS)
