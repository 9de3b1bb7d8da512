"""Clauses on the China Patent Award, of which a notebook builds its sentences; see `display.words_lead`.

Every function gives one clause without a full stop, empty where there is nothing to say.
"""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from ipstats.analysis.award_places import mostly_known
from ipstats.display.numbers import absent
from ipstats.display.phrasing import (
    area_name,
    edition_name,
    fill,
    listed,
    num,
    peers,
    place,
    place_number,
    published_rank,
    ranking,
    records,
    template,
    verb,
)  # fmt: skip
from ipstats.display.phrasing import sentence as stopped
from ipstats.display.prose import Prose
from ipstats.model.areas import NATION
from ipstats.model.areas import area as find_area

MAIN = ("gold", "silver", "excellence")


def _row(changed: pd.DataFrame, prize: str, *known: str) -> dict:
    """The row of a kind of prize, where the columns `known` are; else nothing."""
    rows = records(changed[changed["prize"] == prize]) if len(changed) else []
    return rows[0] if rows and not any(absent(rows[0][name]) for name in known) else {}


def _slots(row: dict, language: str) -> dict:
    named = {one: edition_name(row[one], language) for one in ("edition", "base_edition")}
    said = {"area": place(row, language), "prize": template("awards", "prize", language)[row["prize"]]}
    return row | named | said


def award_won(changed: pd.DataFrame, edition: int, prize: str = "all", language: str = "zh") -> Prose:
    """How many prizes of a kind an area won in an edition, of how many (table of `award_change`); by kind where only
    that is known, and that the number is not at hand where nothing is."""
    row = _row(changed, prize, "count")
    if not row and prize == "all" and (kinds := _kinds_of(changed, language)):
        return kinds
    if not row:
        where = area_name(changed.attrs.get("area", ""), language)
        slots = {"area": where, "prize": template("awards", "prize", language)[prize]}
        unknown = fill("awards", "unknown", language, **slots, edition=edition_name(edition, language))
        return replace(stopped(unknown), missing=True)
    slots = _slots(row, language) | {"count": num(row, "count", language)}
    won = "given" if row["ref_area"] == NATION else "won"
    said = [fill("awards", won, language, **slots)]
    if not absent(row["share"]):
        of = {"total": num(row, "total", language), "share": num(row, "share", language, decimals=1)}
        said.append(fill("awards", "share", language, **of))
    return Prose.join(language, said)


def _kinds_of(changed: pd.DataFrame, language: str) -> Prose:
    """The prizes known of an edition by kind, of an area whose number of prizes in all is not known."""
    known = [row for kind in MAIN if (row := _row(changed, kind, "count"))]
    if not known:
        return Prose(language)
    kinds = listed([_kind(row, "kind_alone", language) for row in known], language, "list")
    return fill("awards", "won_kinds", language, **_slots(known[0], language), kinds=kinds)


def award_moved(changed: pd.DataFrame, prize: str = "all", language: str = "zh") -> Prose:
    """How many prizes of a kind, and how many more or fewer than in the other edition, as headings say it."""
    row = _row(changed, prize, "count")
    if not row:
        return Prose(language)
    nation = "_given" if row["ref_area"] == NATION else ""
    said = [
        fill("awards", f"heading{nation}", language, **_slots(row, language) | {"count": num(row, "count", language)})
    ]
    if not absent(row["base_count"]):
        slots = {
            "base_edition": edition_name(row["base_edition"], language),
            "course": _course(row, language, short=True),
        }
        said.append(fill("awards", "heading_same" if row["count_change"] == 0 else "heading_moved", language, **slots))
    return Prose.join(language, said)


def award_against(changed: pd.DataFrame, prize: str = "all", language: str = "zh") -> Prose:
    """The change of an area's count and share since the other edition (table of `award_change`)."""
    row = _row(changed, prize, "count", "base_count")
    if not row:
        return Prose(language)
    slots = _slots(row, language)
    of = Prose(language)
    if not absent(row["base_share"]):
        told = {"total": num(row, "base_total", language), "share": num(row, "base_share", language, decimals=1)}
        of = fill("awards", "base_share", language, **told)
    base = fill("awards", "base", language, **slots | {"count": num(row, "base_count", language), "of": of})
    way = "same" if row["count_change"] == 0 else "against"
    said = [fill("awards", way, language, base=base, course=_course(row, language))]
    if not absent(row["share_change"]):
        said.append(fill("awards", "points", language, verb=verb(row, "share_change", language, decimals=1)))
    return Prose.join(language, said)


def _course(row: dict, language: str, *, short: bool = False) -> Prose:
    """More or fewer prizes, with the rate where there is one."""
    if row["count_change"] == 0:
        return Prose(language)
    way = "more" if row["count_change"] > 0 else "less"
    by = num(row, "count_change", language, sign=False)
    if short or absent(row["count_growth"]):
        return fill("awards", f"{way}_alone", language, by=by)
    return fill("awards", way, language, by=by, rate=num(row, "count_growth", language, sign=False, decimals=1))


def award_kinds(changed: pd.DataFrame, language: str = "zh") -> Prose:
    """The three prizes known of the edition, each with that of the other edition where that is known; else those of the
    other edition."""
    found = list(filter(None, (_row(changed, kind) for kind in MAIN)))
    now, then = ([row for row in found if not absent(row[f"{side}count"])] for side in ("", "base_"))
    if now:
        said = (_kind(row, "kind_alone" if absent(row["base_count"]) else "kind", language) for row in now)
        return _of_kinds(now[0]["edition"], said, language)
    if not then or not _row(changed, "all", "count"):
        return Prose(language)
    return _of_kinds(then[0]["base_edition"], (_kind(row, "kind_base", language) for row in then), language)


def _of_kinds(edition: int, said: Iterable[Prose], language: str) -> Prose:
    named = edition_name(edition, language)
    return fill("awards", "kinds", language, edition=named, kinds=listed(list(said), language, "list"))


def _kind(row: dict, name: str, language: str) -> Prose:
    slots = {slot: num(row, f"{side}count", language) for slot, side in (("count", ""), ("base", "base_"))}
    return fill("awards", name, language, **_slots(row, language) | slots)


def award_solved(solved: pd.DataFrame, language: str = "zh") -> Prose:
    """From what counts of the other edition were worked out that no source states (table of `solved_from_growth`)."""
    said = []
    for row in records(solved):
        counts = {name: num(row, name, language) for name in ("base_count", "count")}
        slots = _slots(row, language) | counts | {"growth": num(row, "growth", language)}
        said.append(fill("awards", "solved", language, **slots))
    return listed(said, language)


def _ranked(ranked: pd.DataFrame, area: str) -> dict:
    """The row of an area that has a place (table of `award_ranking`)."""
    rows = ranked[(ranked["ref_area"] == find_area(area).code) & ranked["count"].notna()]
    return records(rows)[0] if len(rows) else {}


def award_place(ranked: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """An area's place among the areas known, all named; who is known where it is not."""
    row, found = _ranked(ranked, area), find_area(area)
    if row:
        return fill("award_rank", "place", language, **ranking(row, language))
    if found.code == NATION:
        return Prose(language)
    words = template("rank", "peers", language)
    slots = {"area": area_name(found.code, language), "peers": words.get(found.level, words["other"])}
    if ranked.empty:
        return fill("award_rank", "nobody", language, **slots)
    known = [
        fill(
            "award_rank",
            "known_one",
            language,
            area=area_name(one["ref_area"], language, short=True),
            count=num(one, "count", language),
        )
        for one in records(ranked)
    ]
    return fill("award_rank", "missing", language, **slots, known=listed(known, language, "list"))


def award_stated(ranks: pd.DataFrame, language: str = "zh", edition: int = 0) -> Prose:
    """The places that sources state of an area's prizes (table of `stated_ranks`), as they state them; those of another
    `edition` with its name."""
    said = []
    for _, alike in ranks.groupby(["published_rank", "published_rank_scope"], sort=False):
        words = template("awards", "prize", language) | template("award_rank", "counted", language)
        names = [words[one] for one in alike["prize"]]
        named = " and ".join(names) if language == "en" else listed(names, language, "list")
        row = records(alike)[0]
        slots = {"area": place(row, language), "prizes": named}
        slots |= published_rank(row, language) | {"edition": edition_name(edition, language) if edition else ""}
        said.append(fill("award_rank", "published_then" if edition else "published", language, **slots))
    return listed(said, language)


def award_on_record(moved: pd.DataFrame, language: str = "zh") -> Prose:
    """Of how many areas the counts of both editions are known, where most are not (table of `award_movement`)."""
    if moved.empty or mostly_known(moved):
        return Prose(language)
    row = records(moved)[0]
    counts = {"number": int(moved["count"].notna().sum()), "base_number": int(moved["base_count"].notna().sum())}
    return fill("award_rank", "on_record", language, **_slots(row, language) | counts, peers=peers(row, language))


def award_bounds(ranked: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """The place in the whole set: with the bound of repeated counts that was given, else if every prize counts once;
    that of the other edition behind it (table of `award_movement`). Nothing where it may be the last, and where all
    areas are known, whose places `award_place` tells, only beside the other edition's."""
    row = _ranked(ranked, area)
    if not row or absent(row["unknown"]) or not (int(row["unknown"]) or "base_count" in row):
        return Prose(language)
    if absent(row["once_best"]):
        return fill("award_rank", "no_total", language)
    whole = template("award_rank", "whole", language)
    slots = {"whole": whole.get(find_area(area).level, whole["other"]), "repeats": row["repeats"]}
    slots |= {"area": place(row, language), "prize": template("awards", "prize", language)[row["prize"]]}
    name, by = ("once", "once") if absent(row["repeats"]) else ("repeats", "place")
    said = _span(row, name if int(row["unknown"]) else "all", by, language, slots)
    return Prose.join(language, (said, _before(row, by, language) if said else ""))


def _before(row: dict, by: str, language: str) -> Prose:
    """The place in the other edition, in brackets, where the row has one."""
    if absent(row.get(f"base_{by}_best")):
        return Prose(language)
    named = {"base_edition": edition_name(row["base_edition"], language)}
    return _span(row, "before", f"base_{by}", language, named)


def _span(row: dict, name: str, by: str, language: str, slots: dict) -> Prose:
    """A place between its ends; one that may be the last of the set is no news."""
    best, worst = row[f"{by}_best"], row[f"{by}_worst"]
    if best != worst and worst >= row["members"]:
        return Prose(language)
    ends = {"best": place_number(best, language), "worst": place_number(worst, language)}
    return fill("award_rank", name + "_sure" * (best == worst), language, **slots, **ends)


def award_unbounded(ranked: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """What is left of the place where nobody knows how often co-owned prizes count."""
    row = _ranked(ranked, area)
    if not row or not award_bounds(ranked, area) or absent(row["once_best"]) or not absent(row["repeats"]):
        return Prose(language)
    first = "_first" if int(row["place_best"]) == 1 else ""
    return fill("award_rank", f"unbounded{first}", language, best=place_number(row["place_best"], language))


def award_apart(ranked: pd.DataFrame, language: str = "zh") -> Prose:
    """The areas with figures that count apart (新疆兵团)."""
    codes = ranked["apart"].iloc[0].split() if len(ranked) else []
    names = listed([area_name(one, language) for one in codes], language, "list")
    return fill("award_rank", "apart", language, areas=names) if codes else Prose(language)


def award_floors(floors: pd.DataFrame, language: str = "zh") -> Prose:
    """What the places rest on beside the counts in the table (table of `award_floors`), the latest edition first."""
    said = []
    for _, alike in floors.groupby("edition", sort=False):
        rows = records(alike)
        areas = listed([_floor(row, language) for row in rows], language, "list")
        edition = edition_name(rows[0]["edition"], language)
        said.append(fill("award_rank", "floors_of", language, edition=edition, areas=areas))
    return fill("award_rank", "floors", language, editions=listed(said, language)) if said else Prose(language)


def _floor(row: dict, language: str) -> Prose:
    """The least number of prizes of an area, and the city whose number it is, where it is not the area's own."""
    slots = {name: area_name(row[code], language) for name, code in (("area", "for_area"), ("within", "ref_area"))}
    kind = "floor" if row["ref_area"] == row["for_area"] else "floor_within"
    return fill("award_rank", kind, language, **slots, count=num(row, "count", language))


def award_latest(latest: pd.DataFrame, language: str = "zh") -> Prose:
    """Which areas are shown for which edition (table of `award_latest`), the latest first."""
    said = []
    for edition, rows in sorted(latest.groupby("edition"), reverse=True):
        names = listed([area_name(one, language, short=True) for one in rows["ref_area"]], language, "list")
        said.append(fill("awards", "latest_of", language, edition=edition_name(edition, language), areas=names))
    return fill("awards", "latest", language, editions=listed(said, language)) if said else Prose(language)


def award_peak(history: pd.DataFrame, prize: str = "all", language: str = "zh") -> Prose:
    """The edition with the largest share of all prizes of a kind, of those known (table of `awards`)."""
    rows = history[(history["prize"] == prize) & history["share"].notna()]
    top = rows[rows["share"] == rows["share"].max()]
    if len(rows) < 2 or len(top) != 1:
        return Prose(language)
    row = records(top)[0]
    slots = {"area": place(row, language), "edition": edition_name(row["edition"], language), "number": len(rows)}
    return fill("awards", "peak", language, **slots, share=num(row, "share", language, decimals=1))
