"""The China Patent Award (中国专利奖) by edition, region and prize: counts, shares, ranks, and why there is none.

Counts come from documents (共获奖165项，其中金奖9项) and from an office's own table alike; the numbers given in an
edition to everyone bound them. A co-owned prize may count in several regions: they need not add up.
"""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from ipstats.analysis.comparability import because
from ipstats.analysis.pairs import about, best, of_area, reported, statements
from ipstats.analysis.rankings import levels, rank
from ipstats.errors import ParameterError
from ipstats.model import intervals
from ipstats.model.areas import NATION, area
from ipstats.model.awards import PRIZES, editions

INDICATORS = {name: prize for prize, name in PRIZES.items()}
RULES = ("whole", "fractional")
SPLIT = re.compile(r"[、;；,，/]")


def awards(table: pd.DataFrame, area: str | None = None, edition: int | None = None) -> pd.DataFrame:
    """Prizes by edition, area and prize, of every area or one.

    One row a count: `edition`, `edition_zh`, `year` (of the award), `prize` (`gold`, `silver`, `excellence`, `all`),
    `ref_area`, quantities `count`, `total` (given in the edition to everyone: reported, else the register's, see
    `total_from`), `share` (% of it), and `published_rank`. Nothing is summed over prizes that are not all reported.
    The nation's count is the total itself, without a share; another that a source gives stays as `other_count`.
    """
    stated = _stated(table)
    counts = _counts(stated)
    own = counts if area is None else of_area(counts, area)
    own = own if edition is None else own[own["edition"] == edition]
    own = _with_registered(own.merge(_totals(counts), on=["edition", "prize"], how="left"))
    own = _with_shares(_nation_as_total(own)).merge(
        _published_ranks(stated), on=["ref_area", "edition", "prize"], how="left"
    )
    texts = [name for name in own if name.startswith("published_rank_")]
    own[texts] = own[texts].fillna("")
    places = own["prize"].map({prize: place for place, prize in enumerate(PRIZES)}).astype(float)
    order = own.assign(_place=places).sort_values(["edition", "ref_area", "_place"], kind="stable").index
    own = own.loc[order].reset_index(drop=True)
    return own if area is None else about(own, area)


def _nation_as_total(own: pd.DataFrame) -> pd.DataFrame:
    """The nation's count is the total, of which it has no share; a statement that differs becomes `other_count`."""
    nation = (own["ref_area"] == NATION) & own["total"].notna()
    differs = nation & (own["count"] != own["total"])
    own = own.assign(count_note="", mark=own["mark"].where(~differs, ""))
    for name in [name for name in own if name.startswith("count")]:
        empty = np.nan if own[name].dtype == "float64" else ""
        own[f"other_{name}"] = own[name].where(differs, empty)
        total = name.replace("count", "total", 1)
        own[name] = own[total].where(nation, own[name])
        own[total] = own[total].where(~nation, empty)
    return own


def _with_shares(own: pd.DataFrame) -> pd.DataFrame:
    share = intervals.of(own, "count") / intervals.of(own, "total") * 100
    ids = own["count_id"] + " " + own["total_id"]
    ends = {"share_lower": share.lower, "share_upper": share.upper}
    return own.assign(share=own["count"] / own["total"] * 100, **ends, share_unit="%", share_ids=ids)


def _stated(table: pd.DataFrame) -> pd.DataFrame:
    """Statements of counts and ranks of prizes, with prize and edition; those of no known edition are left out."""
    rows = statements(table[table["indicator"].isin(INDICATORS)], ("level", "rank"))
    rows = rows.assign(prize=rows["indicator"].map(INDICATORS), edition=edition_numbers(rows))
    return rows[rows["edition"].notna()].astype({"edition": int})


def award_counts(table: pd.DataFrame) -> pd.DataFrame:
    """One statement of each count of prizes, by edition, area and prize."""
    return _counts(_stated(table))


def _counts(stated: pd.DataFrame) -> pd.DataFrame:
    """One statement of each count of prizes."""
    rows = best(stated[stated["measure"] == "level"], ["ref_area", "edition", "prize"])
    names = ["ref_area", "ref_area_name", "edition", "prize", "indicator", "indicator_name", "unit_measure", "year"]
    counts = pd.concat([rows[names], reported(rows, "count")], axis=1)
    counts["edition_zh"] = counts["edition"].map({number: one.zh for number, one in editions().items()}).fillna("")
    return counts.assign(indicator_name_en=counts["prize"].map(ENGLISH), mark=counts["count_status"].replace("A", ""))


ENGLISH = {
    "all": "China Patent Awards",
    "gold": "gold prizes",
    "silver": "silver prizes",
    "excellence": "excellence prizes",
}


def edition_numbers(rows: pd.DataFrame) -> pd.Series:
    """The edition of each row: as its scope or label names it (第二十三届), else that awarded in its year."""
    named = {one.zh: number for number, one in editions().items()} | {f"第{number}届": number for number in editions()}
    text = rows["scope"] + " " + rows["label"] + " " + rows["section"]
    told = text.str.extract(f"({'|'.join(sorted(named, key=len, reverse=True))})", expand=False).map(named)
    of_year = rows["year"].map({one.year: number for number, one in editions().items() if one.year})
    return told.fillna(of_year)


def _totals(counts: pd.DataFrame) -> pd.DataFrame:
    """Reported numbers of prizes given to everyone, by edition and prize."""
    nation = counts[counts["ref_area"] == NATION]
    names = {name: name.replace("count", "total", 1) for name in counts if name.startswith("count")}
    return nation[["edition", "prize", *names]].rename(columns=names).assign(total_from="reported")


def _with_registered(rows: pd.DataFrame) -> pd.DataFrame:
    """Totals from the register of editions where none is reported, or only an unreliable one."""
    given = {(number, prize): one.given(name) for number, one in editions().items() for prize, name in PRIZES.items()}
    keys = zip(rows["edition"], rows["prize"], strict=True)
    known = pd.Series([given.get(key) for key in keys], index=rows.index, dtype="float64")
    take = known.notna() & (rows["total"].isna() | (rows["total_status"] != "A"))
    numbers = ["total", "total_lower", "total_upper"]
    texts = [name for name in rows if name.startswith("total_") and name not in numbers]
    rows[texts] = rows[texts].fillna("")
    for name in numbers:
        rows[name] = rows[name].where(~take, known)
    rows.loc[take, texts] = ""
    rows.loc[take, "total_from"] = "definition"
    said = rows["edition"].map({number: one.source for number, one in editions().items()})
    return rows.assign(total_note=said.where(take, "").fillna("").astype("str"))


def _published_ranks(stated: pd.DataFrame) -> pd.DataFrame:
    rows = best(stated[stated["measure"] == "rank"], ["ref_area", "edition", "prize"])
    names = {
        "obs_value": "published_rank",
        "rank_scope": "published_rank_scope",
        "obs_id": "published_rank_id",
        "source_id": "published_rank_source",
    }
    return rows[["ref_area", "edition", "prize", *names]].rename(columns=names)


def award_ranking(
    table: pd.DataFrame, edition: int | Iterable[int], prize: str = "all", *, ties: str = "min", least: int = 5,
    level: str = "province",
) -> pd.DataFrame:  # fmt: skip
    """Areas of one level ranked by a prize in an edition, or in each of several; the columns of `awards` and `rank`.

    With fewer than `least` areas nothing is ranked: `rankable` is false and `reason_zh`, `reason_en` say why.
    """
    if prize not in PRIZES:
        raise ParameterError(f"prize {prize!r} is none of {', '.join(PRIZES)}")
    rows = awards(table)
    rows = rows[(rows["prize"] == prize) & (levels(rows["ref_area"]) == level)].assign(level=level)
    found = [_ranked(rows[rows["edition"] == one], ties, least) for one in np.atleast_1d(edition)]
    return pd.concat(found, ignore_index=True)


def _ranked(rows: pd.DataFrame, ties: str, least: int) -> pd.DataFrame:
    """The areas of one edition ranked, where they are `least` or more."""
    ranked = rank(rows, "count", within="level", ties=ties)
    enough = len(ranked) >= least
    why = because("too_few", str(len(ranked)), str(least))
    ranked = ranked.assign(rankable=enough, reason_zh="" if enough else why.zh, reason_en="" if enough else why.en)
    if not enough:
        ranked[["rank", "rank_best", "rank_worst"]] = pd.NA
        ranked["tied"] = False
    return ranked


def award_movement(
    table: pd.DataFrame, edition: int, base_edition: int, prize: str = "all", *, ties: str = "min", least: int = 5
) -> pd.DataFrame:
    """Ranks in two editions side by side: `rank`, `base_rank`, `moved` (places up), for areas in both.

    Both ranks are among the areas reported in both editions, so that a new area moves nobody; `rankable` is false, with
    reasons, when fewer than `least` are.
    """
    ranked = award_ranking(table, [edition, base_edition], prize, ties=ties, least=1)
    now, then = (ranked[ranked["edition"] == one] for one in (edition, base_edition))
    now, then = now[now["ref_area"].isin(then["ref_area"])], then[then["ref_area"].isin(now["ref_area"])]
    now, then = (rank(rows, "count", within=None, ties=ties) for rows in (now, then))
    base = (
        then.filter(regex="^(ref_area$|edition|count|rank|total|share)")
        .add_prefix("base_")
        .rename(columns={"base_ref_area": "ref_area"})
    )
    both = now.merge(base, on="ref_area")
    enough = len(both) >= least
    why = because("too_few", str(len(both)), str(least))
    both = both.assign(
        moved=both["base_rank"] - both["rank"],
        rankable=enough,
        reason_zh="" if enough else why.zh,
        reason_en="" if enough else why.en,
    )
    if not enough:
        both[["rank", "rank_best", "rank_worst", "base_rank", "base_rank_best", "base_rank_worst", "moved"]] = pd.NA
    return both


HEADERS = {"届": "edition", "奖项": "prize", "专利号": "patent", "地区": "area"}
"""Headers of the list that an office fills in (data/raw/templates) -> the names used here."""
NAMES = {"金奖": "gold", "银奖": "silver", "优秀奖": "excellence"}


def count_winners(winners: pd.DataFrame, rule: str = "whole") -> pd.DataFrame:
    """Counts by edition, prize and area from a list of winners, one row a prize (or a prize and owner).

    `winners` has `edition`, `prize`, `patent` and `area` (or 届, 奖项, 专利号, 地区, as in the template); co-owners
    stand in several rows, or separated by 、 or ;. `rule`: `whole` counts a co-owned prize once in every owner's area
    (their sum may pass the number given), `fractional` splits it into equal parts; the column `rule` says which. Prize
    `all` is the sum of the prizes.
    """
    if rule not in RULES:
        raise ParameterError(f"rule {rule!r} is none of {', '.join(RULES)}: whole, or equal parts of a co-owned prize")
    winners = winners.rename(columns=HEADERS)
    if missing := [name for name in HEADERS.values() if name not in winners]:
        raise ParameterError(f"the list of winners lacks {', '.join(missing)}; expected {', '.join(HEADERS.values())}")
    owners = winners.assign(area=winners["area"].str.split(SPLIT)).explode("area", ignore_index=True)
    owners["prize"] = [next((NAMES[name] for name in NAMES if name in prize), prize) for prize in owners["prize"]]
    owners["ref_area"] = [area(name.strip()).code for name in owners["area"]]
    prizes = ["edition", "prize", "patent"]
    owners = owners.drop_duplicates([*prizes, "ref_area"])
    owners["count"] = 1.0 if rule == "whole" else 1 / owners.groupby(prizes)["ref_area"].transform("size")
    counts = owners.groupby(["edition", "prize", "ref_area"], as_index=False)["count"].sum()
    every = counts.groupby(["edition", "ref_area"], as_index=False)["count"].sum().assign(prize="all")
    counts = pd.concat([counts, every], ignore_index=True).assign(rule=rule)
    counts["ref_area_name"] = [area(code).name for code in counts["ref_area"]]
    return counts.sort_values(["edition", "ref_area", "prize"], kind="stable").reset_index(drop=True)
