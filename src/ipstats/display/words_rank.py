"""Sentences on density, ranks, targets and several areas; see `display.words`."""

import pandas as pd

from ipstats.display.numbers import absent
from ipstats.display.phrasing import (
    course,
    fill,
    listed,
    name,
    nothing,
    num,
    peers,
    period,
    place,
    place_number,
    rank_scope,
    rank_words,
    records,
    sentence,
    span,
    template,
    verb,
    whose,
)
from ipstats.display.prose import Prose
from ipstats.model.areas import area as find_area


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
    bounded = row["published_bound"] != "=" and not absent(row["stock"])
    return row["fits"] or ("bounded" if bounded else "untold")


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
    slots = {"period": _ranked_period(row, language), "area": place(row, language), "name": name(row, language)}
    slots |= {"value": num(row, value, language), "among": int(row["among"]), "peers": peers(row, language)}
    said = fill("rank", "place", language, **slots, place=rank_words(row, language))
    parts = [said]
    if not absent(row.get("published_rank")):
        parts.append(
            fill(
                "rank",
                "published",
                language,
                scope=rank_scope(row, language),
                rank=place_number(row["published_rank"], language),
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
