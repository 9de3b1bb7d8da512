"""Sentences on the China Patent Award; see `display.words`."""

import pandas as pd

from ipstats.display.numbers import absent
from ipstats.display.phrasing import (
    area_name,
    fill,
    listed,
    nothing,
    num,
    ordinal,
    place,
    published_rank,
    rank_words,
    ranking,
    records,
    sentence,
    subject,
    template,
    together,
)  # fmt: skip
from ipstats.display.prose import Prose
from ipstats.model.areas import area as find_area
from ipstats.model.awards import editions


def awards(counts: pd.DataFrame, language: str = "zh", year: int | None = None) -> Prose:
    """Prizes of each edition: counts, shares of the edition's total, published rank.

    Where no count is of `year`, the report's, that is said first.
    """
    if counts.empty:
        return nothing(counts, "awards", language)
    said = []
    for _, rows in counts.groupby(["edition", "ref_area"], sort=False):
        first = records(rows)[0]
        slots = subject(first, language) | {"edition": edition_name(first, language), "year": first["year"]}
        clauses = [_prize(row, language) for row in records(rows)]
        said.append(
            sentence(Prose.join(language, (fill("awards", "opening", language, **slots), listed(clauses, language))))
        )
    last = records(counts.sort_values("year"))[-1]
    if year is not None and last["year"] < year:
        slots = {"year": year, "latest": last["year"], "area": place(last, language)}
        said.insert(0, fill("awards", "none_of_year", language, **slots, edition=edition_name(last, language)))
    return together(language, [*said, _register(counts, language)])


def _register(counts: pd.DataFrame, language: str) -> Prose:
    """The decisions and notices that the register's numbers of prizes were read in, where a sentence rests on them."""
    numbers = counts.loc[counts["total_from"] == "definition", "edition"].unique()
    if not len(numbers):
        return Prose(language)
    known = [editions()[number] for number in numbers]
    documents = listed(
        [one.source if language == "zh" else one.source_en or one.source for one in known], language, "names"
    )
    return fill("awards", "register", language, documents=documents)


def _prize(row: dict, language: str) -> Prose:
    prize = template("awards", "prize", language)[row["prize"]]
    said = [fill("awards", "count", language, prize=prize, count=num(row, "count", language))]
    if not absent(row["other_count"]):
        other = "second_hand" if row["other_count_status"] == "U" else "other"
        said.append(fill("awards", other, language, other=num(row, "other_count", language)))
    if not absent(row["total"]):
        share = num(row, "share", language, decimals=1)
        said.append(fill("awards", "share", language, total=num(row, "total", language), share=share))
    if not absent(row["published_rank"]):
        said.append(fill("awards", "rank", language, **published_rank(row, language)))
    return Prose.join(language, said)


def edition_name(row: dict, language: str, column: str = "edition") -> str:
    """第二十三届, 23rd."""
    number = int(row[column])
    if language == "en":
        return ordinal(number)
    return editions()[number].zh if number in editions() else f"第{number}届"


def award_rank(ranked: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """An area's place among the regions reported in an edition, or why it cannot be ranked."""
    if ranked.empty:
        return nothing(ranked, "awards", language, find_area(area).code)
    rows = ranked[ranked["ref_area"] == find_area(area).code]
    row = records(rows if len(rows) else ranked)[0]
    slots = {"edition": edition_name(row, language), "prize": template("award_rank", "prize", language)[row["prize"]]}
    if not row["rankable"]:
        return sentence(fill("award_rank", "refused", language, **slots, reason=row[f"reason_{language}"]))
    slots["area"] = area_name(find_area(area).code, language)
    if rows.empty:
        return sentence(fill("award_rank", "missing", language, **slots))
    count = num(row, "count", language)
    return sentence(fill("award_rank", "place", language, **slots, count=count, **ranking(row, language)))


def award_movement(moved: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """An area's places in two editions; up or down only where no interval could turn it."""
    rows = moved[moved["ref_area"] == find_area(area).code]
    if rows.empty or not rows["rankable"].iloc[0]:
        return award_rank(moved, area, language)
    row = records(rows)[0]
    slots = {"edition": edition_name(row, language), "prize": template("award_rank", "prize", language)[row["prize"]]}
    slots |= {"area": place(row, language), "base_edition": edition_name(row, language, "base_edition")}
    certain = row["rank_best"] == row["rank_worst"] and row["base_rank_best"] == row["base_rank_worst"]
    way = "undecided" if not certain else "same" if row["moved"] == 0 else "up" if row["moved"] > 0 else "down"
    movement = fill("award_rank", way, language, by=abs(int(row["moved"])))
    words = {"place": rank_words(row, language), "base_place": rank_words(row, language, "base_")}
    return sentence(fill("award_rank", "moved", language, **slots, **words, movement=movement))
