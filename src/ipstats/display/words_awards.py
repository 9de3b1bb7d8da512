"""Sentences on the China Patent Award; see `display.words`."""

import pandas as pd

from ipstats.display.numbers import absent
from ipstats.display.phrasing import (
    area_name,
    course,
    fill,
    listed,
    num,
    ordinal,
    peers,
    place,
    place_number,
    published_rank,
    rank_words,
    ranking,
    records,
    sentence,
    template,
    together,
    verb,
)  # fmt: skip
from ipstats.display.prose import Prose
from ipstats.model.areas import NATION
from ipstats.model.areas import area as find_area
from ipstats.model.awards import editions

MAIN = ("gold", "silver", "excellence")


def award_change(
    changed: pd.DataFrame, edition: int, base_edition: int, language: str = "zh", sizes: pd.DataFrame | None = None
) -> Prose:
    """How many prizes of how many, the share, and the change since another edition, beyond that of its size.

    `changed` is a result of `analysis.award_change` for an area; `sizes` one for the nation, for a closing sentence on
    what the editions' own numbers rest on.
    """
    which = {"edition": _edition(edition, language), "base_edition": _edition(base_edition, language)}
    if changed.empty:
        where = area_name(changed.attrs.get("area", ""), language)
        said = [sentence(fill("awards", "none", language, area=where, **which))]
    else:
        rows = {row["prize"]: row for row in records(changed)}
        said = [sentence(_headline(rows, which, language)), sentence(_kinds(rows, which, language))]
    if sizes is not None:
        told = not changed.empty
        said += [_size(records(sizes), side, which[name], language, told) for side, name in SIDES.items()]
    return together(language, [one for one in said if one])


SIDES = {"": "edition", "base_": "base_edition"}


def _headline(rows: dict[str, dict], which: dict, language: str) -> Prose:
    row = rows.get("all") or next(iter(rows.values()))
    slots = which | {"area": place(row, language), "year": row["year"], "base_year": row["base_year"]}
    opening = fill("awards", "opening", language, **slots)
    if "all" not in rows or absent(row["count"]):
        return fill("awards", "no_total", language, opening=opening)
    said = [opening, *_counted(row, "", language)]
    if absent(row["base_count"]):
        return Prose.join(language, [*said, *([fill("awards", "no_base", language, **slots)])])
    count, total, share = (num(row, f"base_{name}", language, decimals=1) for name in ("count", "total", "share"))
    said += [fill("awards", "was", language, **slots, count=count), _nature(row, "base_", language)]
    if not absent(row["base_share"]):
        said.append(fill("awards", "was_share", language, total=total, share=share))
    said.append(fill("awards", "moved", language, course=_course(row, language)))
    return Prose.join(language, [*said, *_beyond_size(row, slots, language)])


def _counted(row: dict, side: str, language: str) -> list[Prose]:
    """How many prizes, and of how many."""
    prize = template("awards", "prize", language)[row["prize"]]
    said = [fill("awards", "count", language, prize=prize, count=num(row, f"{side}count", language))]
    said.append(_nature(row, side, language))
    if not absent(row[f"{side}share"]):
        total, share = num(row, f"{side}total", language), num(row, f"{side}share", language, decimals=1)
        said.append(fill("awards", "share", language, total=total, share=share))
    return said


def _nature(row: dict, side: str, language: str) -> str:
    """（二手来源）, （推算）, （公示阶段的数） after a count that is not published as such at first hand."""
    name = {"U": "second_hand", "P": "provisional", "E": "derived"}.get(row[f"{side}count_status"], "")
    name = name or ("derived" if row[f"{side}quality"] == "derived" else "")
    return template("awards", name, language) if name and row["ref_area"] != NATION else ""


def _course(row: dict, language: str) -> Prose:
    """More, fewer or as many prizes, with the rate where there is one."""
    if row["count_change"] == 0:
        return fill("awards", "same", language)
    way = "more" if row["count_change"] > 0 else "less"
    by = num(row, "count_change", language, sign=False)
    if absent(row["count_growth"]):
        return fill("awards", f"{way}_alone", language, by=by)
    return fill("awards", way, language, by=by, rate=num(row, "count_growth", language, sign=False, decimals=1))


def _beyond_size(row: dict, slots: dict, language: str) -> list[Prose]:
    """The change of the share, and of the count beyond that of all prizes given."""
    if absent(row["share_change"]):
        return []
    said = [fill("awards", "points", language, verb=verb(row, "share_change", language, decimals=1))]
    if course(row, "size_growth") not in ("flat", "") and not absent(row["relative"]):
        size = verb(row, "size_growth", language, decimals=1)
        beyond = verb(row, "relative", language, decimals=1)
        said.append(fill("awards", "relative", language, area=slots["area"], size=size, verb=beyond))
    return said


def _kinds(rows: dict[str, dict], which: dict, language: str) -> Prose:
    """The three prizes known of the edition, each with that of the edition before where that is known."""
    said = []
    for kind in MAIN:
        row = rows.get(kind)
        if row is None or absent(row["count"]):
            continue
        prize = template("awards", "prize", language)[kind]
        slots = which | {"prize": prize, "count": num(row, "count", language)}
        known = not absent(row["base_count"])
        slots["base"] = num(row, "base_count", language)
        said.append(fill("awards", "kind" if known else "kind_alone", language, **slots))
    return fill("awards", "kinds", language, kinds=listed(said, language, "list")) if said else Prose(language)


def _size(sizes: list[dict], side: str, edition: str, language: str, told: bool) -> Prose:
    """How many prizes an edition gave, whether that is provisional or second hand, and another source's number; where
    the number has been told, only if there is more to say."""
    row = next((one for one in sizes if one["prize"] == "all" and not absent(one[f"{side}count"])), None)
    if row is None:
        return sentence(fill("awards", "given_unknown", language, edition=edition))
    marks = {"P": "provisional", "U": "second_hand"}
    status = marks.get(row.get(f"{side}count_status", ""), "")
    if told and not status and absent(row.get(f"{side}other_count")):
        return Prose(language)
    status = template("awards", status, language) if status else ""
    said = [fill("awards", "given", language, edition=edition, total=num(row, f"{side}count", language), status=status)]
    other = f"{side}other_count"
    if not absent(row.get(other)):
        nature = "second_hand_other" if row.get(f"{other}_status") == "U" else "other"
        nature = template("awards", nature, language)
        said.append(fill("awards", "given_other", language, nature=nature, other=num(row, other, language)))
    return sentence(Prose.join(language, said))


def _edition(number: int, language: str) -> str:
    """第二十三届, 23rd."""
    if language == "en":
        return ordinal(int(number))
    return editions()[number].zh if number in editions() else f"第{number}届"


def award_rank(ranked: pd.DataFrame, area: str, edition: int, prize: str = "all", language: str = "zh") -> Prose:
    """An area's place among the areas known, all named, and among all as far as the figures prove it."""
    found = find_area(area)
    slots = {"edition": _edition(edition, language), "prize": template("award_rank", "prize", language)[prize]}
    slots["area"] = area_name(found.code, language)
    rows = ranked[ranked["ref_area"] == found.code]
    if rows.empty or absent(rows["rank"].iloc[0]):
        return _unranked(ranked, found, slots, language)
    row = records(rows)[0]
    count = num(row, "count", language)
    said = [fill("award_rank", "place", language, **slots, count=count, **ranking(row, language))]
    if not absent(row["published_rank"]):
        said.append(fill("award_rank", "published", language, **published_rank(row, language)))
        if row["published_rank"] < row["rank_best"] and row["published_rank_scope"] in ("", "全国"):
            said.append(fill("award_rank", "outside", language))
    said += [_whole(row, found.level, language), _apart(row, language)]
    return sentence(Prose.join(language, said))


def _whole(row: dict, level: str, language: str) -> Prose:
    """The place in the whole set: with the bound of repeated counts that was given, else if every prize counts once."""
    if absent(row["unknown"]) or not int(row["unknown"]):
        return Prose(language)
    whole = template("award_rank", "whole", language)
    slots = {"whole": whole.get(level, whole["other"]), "repeats": row["repeats"]}
    bounded = not absent(row["repeats"])
    name = "repeats" if bounded else "once"
    ends = [row["place_best"], row["place_worst"]] if bounded else [row["once_best"], row["once_worst"]]
    if absent(row["once_best"]):
        return fill("award_rank", "no_total", language, **slots)
    best, worst = (place_number(end, language) for end in ends)
    said = [fill("award_rank", name if best != worst else f"{name}_sure", language, **slots, best=best, worst=worst)]
    if not bounded:
        first = "_first" if int(row["place_best"]) == 1 else ""
        highest = place_number(row["place_best"], language)
        said.append(fill("award_rank", f"unknown_repeats{first}", language, best=highest))
    return Prose.join(language, said)


def _apart(row: dict, language: str) -> Prose:
    codes = row["apart"].split()
    if not codes:
        return Prose(language)
    names = [area_name(one, language) for one in codes]
    return fill("award_rank", "apart", language, areas=listed(names, language, "list"))


def _unranked(ranked: pd.DataFrame, found, slots: dict, language: str) -> Prose:
    """That an area is not known, and who is."""
    said = [fill("award_rank", "missing", language, **slots)]
    if found.code == NATION:
        return Prose(language)
    if ranked.empty:
        words = template("rank", "peers", language)
        said.append(fill("award_rank", "nobody", language, peers=words.get(found.level, words["other"])))
    else:
        known = [_known(row, language) for row in records(ranked)]
        said.append(fill("award_rank", "known", language, areas=listed(known, language, "list")))
        said.append(_apart(records(ranked)[0], language))
    return sentence(Prose.join(language, said))


def _known(row: dict, language: str) -> Prose:
    slots = {"area": area_name(row["ref_area"], language, short=True), "count": num(row, "count", language)}
    return fill("award_rank", "known_one", language, **slots)


def award_movement(moved: pd.DataFrame, area: str, prize: str = "all", language: str = "zh") -> Prose:
    """An area's places in two editions among the areas known in both, all named."""
    found = find_area(area)
    words = template("rank", "peers", language)
    slots = {"area": area_name(found.code, language), "peers": words.get(found.level, words["other"])}
    slots["prize"] = template("award_rank", "prize", language)[prize]
    if found.code == NATION:
        return Prose(language)
    rows = moved[moved["ref_area"] == found.code]
    if rows.empty or len(moved) < 2:
        return sentence(fill("award_rank", "moved_missing" if rows.empty else "moved_alone", language, **slots))
    row = records(rows)[0]
    slots |= {"edition": _edition(row["edition"], language), "base_edition": _edition(row["base_edition"], language)}
    certain = row["rank_best"] == row["rank_worst"] and row["base_rank_best"] == row["base_rank_worst"]
    way = "undecided" if not certain else "same" if row["moved"] == 0 else "up" if row["moved"] > 0 else "down"
    slots["movement"] = fill("award_rank", way, language, by=abs(int(row["moved"])))
    slots |= {"place": rank_words(row, language), "base_place": rank_words(row, language, "base_")}
    slots |= {"among": len(moved), "peers": peers(row, language)}
    names = listed([area_name(one, language, short=True) for one in moved["ref_area"]], language, "list")
    return sentence(fill("award_rank", "moved", language, **slots, names=names))
