"""Sentences on density, ranks, targets, awards and several areas; see `display.words`."""

import pandas as pd

from ipstats.display.numbers import absent
from ipstats.display.phrasing import (
    area_name,
    course,
    fill,
    listed,
    name,
    nothing,
    num,
    ordinal,
    peers,
    period,
    place,
    rank_words,
    records,
    sentence,
    span,
    template,
    verb,
    whose,
)  # fmt: skip
from ipstats.display.prose import Prose
from ipstats.model.areas import area as find_area
from ipstats.model.awards import editions


def density(years: pd.DataFrame, language: str = "zh") -> Prose:
    """Published against recomputed density of the latest year, and which population year it used; changes named."""
    told = years[years["value"].notna()]
    if told.empty:
        return nothing(years, "density", language)
    rows = records(told.sort_values("year"))
    published = [row for row in rows if row["basis"] == "published"]
    latest = published[-1:] + [row for row in rows[-1:] if row["basis"] != "published"]
    said = Prose.join(
        language, [sentence(_latest_density(row, language)) for row in latest], "" if language == "zh" else " "
    )
    for row in records(told[told["changed"]]) if told["changed"].any() else []:
        said += fill(
            "density", "changed", language, year=row["year"], which=template("density", "which", language)[row["fits"]]
        )
    return said


def _latest_density(row: dict, language: str) -> Prose:
    when = period(f"{row['year']}-12-31", language, opening=True)
    slots = {"period": when, "area": place(row, language), "name": name(row, language)}
    if row["basis"] != "published":
        which = template("density", "which", language)[row["basis"]]
        return fill("density", "computed", language, **slots, which=which, value=num(row, row["basis"], language))
    said = fill("density", "published", language, **slots, published=num(row, "published", language))
    operands = ("stock", "same", "same_population", "previous", "previous_population")
    return Prose.join(
        language, (said, fill("density", _fitting(row), language, **{one: num(row, one, language) for one in operands}))
    )


def _fitting(row: dict) -> str:
    """Which sentence says how the published density was computed: only what both populations decide is decided."""
    other = {"same": "previous", "previous": "same"}
    if row["fits"] in other and absent(row[other[row["fits"]]]):
        return f"only_{row['fits']}"
    return row["fits"] or "untold"


def decomposition(effects: pd.DataFrame, language: str = "zh") -> Prose:
    """How much of a density's change came from patents, how much from population."""
    if effects.empty:
        return nothing(effects, "density", language)
    rows = {row["role"]: row for row in records(effects)}
    total = rows["total"]
    slots = {
        "area": place(total, language),
        "name": name(total, language),
        "year": total["year"],
        "base_year": total["base_year"],
    }
    said = [fill("decomposition", "total", language, **slots, verb=verb(total, "effect", language))]
    for role in ("numerator", "denominator"):
        row, ways = rows[role], {"flat": "even", "steady": "undecided"}
        way = course(row, "effect") or "undecided"
        by, whole = num(row, "effect", language, sign=False), span(row, "effect", language)
        said.append(fill("decomposition", ways.get(way, way), language, name=name(row, language), by=by, range=whole))
    return sentence(listed(said, language))


def density_rank(ranked: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """An area's place among its peers by density."""
    return rank(ranked, area, language)


def rank(ranked: pd.DataFrame, area: str, language: str = "zh", value: str = "value") -> Prose:
    """An area's place in a ranked table: 居第1位, 居第2至第4位之间, 并列第2位; ties by the rule that was used.

    `value` names the quantity ranked by.
    """
    code = find_area(area).code
    rows = ranked[(ranked["ref_area"] == code) & ranked["rank"].notna()]
    if rows.empty:
        return nothing(ranked, "rank", language, code)
    row = records(rows)[0]
    said = fill(
        "rank", "place", language, period=_ranked_period(row, language), area=place(row, language), name=name(row, language),
        value=num(row, value, language), among=int(row["among"]), peers=peers(row, language), place=rank_words(row, language),
    )  # fmt: skip
    parts = [said]
    if not absent(row.get("published_rank")):
        parts.append(
            fill(
                "rank", "published", language, scope=_scope(row, language), rank=_place(row["published_rank"], language)
            )
        )
    if row.get("tied"):
        parts.append("（" if language == "zh" else " (")
        parts.append(template("rank", "ties", language)[row["ties"]])
        parts.append("）" if language == "zh" else ")")
    return sentence(Prose.join(language, parts))


def _ranked_period(row: dict, language: str) -> str:
    if not absent(row.get("time_period")) and row.get("time_period"):
        when = period(row["time_period"], language, opening=True)
    elif not absent(row.get("year")):
        when = f"{int(row['year'])}年" if language == "zh" else f"in {int(row['year'])}"
    else:
        return ""
    return f"{when}，" if language == "zh" else f"{when}, "


def _place(found, language: str) -> str:
    return str(int(found)) if language == "zh" else ordinal(int(found))


def _scope(row: dict, language: str) -> str:
    scope = row.get("published_rank_scope") or "全国"
    return scope if language == "zh" else {"全国": "the country"}.get(scope, scope)


def target(targets: pd.DataFrame, language: str = "zh") -> Prose:
    """How far from the plan's target."""
    if targets.empty:
        return nothing(targets, "target", language)
    said = []
    for row in records(targets):
        slots = {"whose": whose(row["for_area_code"], language), "due": row["due"], "name": name(row, language)}
        slots |= {"target": num(row, "target", language), "area": place(row, language)}
        if absent(row["level"]):
            said.append(
                Prose.join(
                    language,
                    (fill("target", "goal_alone", language, **slots), fill("target", "missing", language, **slots)),
                )
            )
            continue
        when = period(row["time_period"], language, opening=True)
        goal = fill("target", "goal", language, **slots, period=when, level=num(row, "level", language))
        said.append(
            Prose.join(language, (goal, fill("target", row["reached"], language, gap=num(row, "gap", language))))
        )
    return Prose.join(language, [sentence(one) for one in said], "" if language == "zh" else " ")


def awards(counts: pd.DataFrame, language: str = "zh") -> Prose:
    """Prizes of each edition: counts, shares of the edition's total, published rank."""
    if counts.empty:
        return nothing(counts, "awards", language)
    said = []
    for _, rows in counts.groupby(["edition", "ref_area"], sort=False):
        first = records(rows)[0]
        slots = {"edition": edition_name(first, language), "year": first["year"], "area": place(first, language)}
        clauses = [_prize(row, language) for row in records(rows)]
        said.append(
            sentence(Prose.join(language, (fill("awards", "opening", language, **slots), listed(clauses, language))))
        )
    return Prose.join(language, said, "" if language == "zh" else " ")


def _prize(row: dict, language: str) -> Prose:
    said = [
        fill(
            "awards",
            "count",
            language,
            prize=template("awards", "prize", language)[row["prize"]],
            count=num(row, "count", language),
        )
    ]
    if not absent(row["total"]) and row["ref_area"] != "000000":
        said.append(
            fill(
                "awards",
                "share",
                language,
                total=num(row, "total", language),
                share=num(row, "share", language, decimals=1),
            )
        )
    if not absent(row["published_rank"]):
        said.append(
            fill("awards", "rank", language, scope=_scope(row, language), rank=_place(row["published_rank"], language))
        )
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
    slots = {"edition": edition_name(row, language), "prize": template("awards", "prize", language)[row["prize"]]}
    if not row["rankable"]:
        return sentence(fill("award_rank", "refused", language, **slots, reason=row[f"reason_{language}"]))
    slots["area"] = area_name(find_area(area).code, language)
    if rows.empty:
        return sentence(fill("award_rank", "missing", language, **slots))
    words = rank_words(row, language)
    return sentence(
        fill(
            "award_rank",
            "place",
            language,
            **slots,
            count=num(row, "count", language),
            among=int(row["among"]),
            place=words,
        )
    )


def award_movement(moved: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """An area's places in two editions; up or down only where no interval could turn it."""
    rows = moved[moved["ref_area"] == find_area(area).code]
    if rows.empty or not rows["rankable"].iloc[0]:
        return award_rank(moved, area, language)
    row = records(rows)[0]
    slots = {"edition": edition_name(row, language), "prize": template("awards", "prize", language)[row["prize"]]}
    slots |= {"area": place(row, language), "base_edition": edition_name(row, language, "base_edition")}
    certain = row["rank_best"] == row["rank_worst"] and row["base_rank_best"] == row["base_rank_worst"]
    way = "undecided" if not certain else "same" if row["moved"] == 0 else "up" if row["moved"] > 0 else "down"
    movement = fill("award_rank", way, language, by=abs(int(row["moved"])))
    words = {"place": rank_words(row, language), "base_place": rank_words(row, language, "base_")}
    return sentence(fill("award_rank", "moved", language, **slots, **words, movement=movement))


def compare(compared: pd.DataFrame, language: str = "zh") -> Prose:
    """Who led in the latest year, and who grew most; holes named."""
    said = []
    for _, rows in compared.groupby(["indicator", "scope", "unit_measure"], sort=False):
        if rows["level"].notna().any():
            said.append(sentence(_latest_of_areas(rows, language)))
    return (
        Prose.join(language, said, "" if language == "zh" else " ")
        if said
        else sentence(fill("compare", "none", language))
    )


def _latest_of_areas(rows: pd.DataFrame, language: str) -> Prose:
    """The latest year in which two areas or more have a figure (one alone leads nobody)."""
    counts = rows[rows["level"].notna()].groupby("year")["ref_area"].nunique()
    several = counts[counts > 1]
    year = int(several.index.max() if len(several) else counts.index.max())
    latest = rows[(rows["year"] == year) & rows["level"].notna()]
    top = records(latest.sort_values("level", ascending=False))[0]
    slots = {
        "period": period(top["time_period"], language, opening=True),
        "name": name(top, language),
        "among": len(latest),
    }
    slots |= {"area": place(top, language), "level": num(top, "level", language)}
    others = latest[latest["ref_area"] != top["ref_area"]]
    certain = bool((others["level_upper"] < top["level_lower"]).all())
    said = [fill("compare", "alone" if others.empty else "lead" if certain else "no_lead", language, **slots)]
    said.append(_fastest(latest, language))
    if absentees := [place(row, language) for row in records(rows[(rows["year"] == year) & rows["level"].isna()])]:
        said.append(fill("compare", "holes", language, year=year, areas=listed(absentees, language, "list")))
    return Prose.join(language, said)


def _fastest(latest: pd.DataFrame, language: str) -> Prose:
    """The area whose growth is surely the greatest, when all have one."""
    if len(latest) < 2 or latest["growth"].isna().any():
        return Prose(language)
    top = latest.loc[latest["growth"].idxmax()]
    others = latest[latest["ref_area"] != top["ref_area"]]
    if not (others["growth_upper"] < top["growth_lower"]).all():
        return Prose(language)
    row = top.to_dict()
    return fill("compare", "fastest", language, area=place(row, language), growth=num(row, "growth", language))
