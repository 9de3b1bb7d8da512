"""Sentences on density, ranks, targets and several areas; see `display.words`."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from ipstats.analysis.comparability import because
from ipstats.analysis.rankings import levels
from ipstats.display.numbers import BOUND, absent, href, title
from ipstats.display.phrasing import (
    area_name,
    course,
    document,
    fill,
    listed,
    name,
    nothing,
    num,
    peers,
    period,
    place,
    place_number,
    published_rank,
    ranking,
    records,
    rounded,
    sentence,
    span,
    subject,
    template,
    together,
    verb,
    whose,
)
from ipstats.display.prose import Inline, Prose
from ipstats.model.areas import NATION, is_within
from ipstats.model.areas import area as find_area


def density(years: pd.DataFrame, language: str = "zh", *, brief: bool = False) -> Prose:
    """Which population the published densities used: that of the latest year, since when, and of which years another
    than the table's, so that its computed figures differ. `brief` is the figure of the latest year alone."""
    told = years[years["value"].notna()]
    if told.empty:
        return nothing(years, "density", language)
    rows = records(told.sort_values("year"))
    last = sentence(_latest_density(rows[-1], language))
    if brief:
        return last
    said = [last] if rows[-1]["basis"] == "published" and _fitting(rows[-1]) != "untold" else []
    return together(language, [*said, *_bases(told, rows, language)])


def _bases(told: pd.DataFrame, rows: list[dict], language: str) -> list[Prose]:
    """Since when published densities use the population that they use, and those that have another than the table."""
    which = template("density", "which", language)
    said = [
        fill("density", "changed", language, year=row["year"], which=which[row["fits"]])
        for row in (records(told[told["changed"]]) if told["changed"].any() else [])
    ]
    differing = [_differing(row, language) for row in rows[:-1] if row["basis"] == "published" and _differs(row)]
    if differing:
        said.append(sentence(fill("density", "differ", language, published=listed(differing, language, "clause"))))
    return said


def _differs(row: dict) -> bool:
    """Whether a published density has another population than the computed one beside it, and other values."""
    another = row["fits"] == "same" or (row["fits"] == "previous" and row["other_vintage"])
    apart = row["published"] < row["previous_lower"] or row["published"] > row["previous_upper"]
    return another and apart


def _differing(row: dict, language: str) -> Prose:
    """The population of a published density, and what it is now where it was revised."""
    slots: dict = {one: num(row, one, language) for one in ("published", "fitted_population")}
    now = f"{row['fits']}_population"
    revised = row["other_vintage"] and not absent(row[now])
    slots["revised"] = fill("density", "revised", language, population=num(row, now, language)) if revised else ""
    which = template("density", "which", language)[row["fits"]]
    return fill("density", "differs", language, **slots, year=row["year"], which=which)


def _latest_density(row: dict, language: str) -> Prose:
    slots = subject(row, language)
    if row["basis"] != "published":
        which = template("density", "which", language)[row["basis"]]
        slots |= {"name": name(row | {"scope": row["stock_scope"]}, language)}
        value = rounded(row, row["basis"], language)
        return fill("density", "computed", language, **slots, which=which, value=value)
    told = fill("density", "published", language, **slots, published=num(row, "published", language))
    operands = {one: num(row, one, language) for one in ("stock", "fitted_population")}
    operands["previous"] = rounded(row, "previous", language)
    fitting = fill("density", _fitting(row), language, **operands)
    return Prose.join(language, (told, fitting, _vintage(row, language)))


def _vintage(row: dict, language: str) -> Prose:
    """Whose population a published density used, where it is not the one of the series."""
    if not row.get("other_vintage"):
        return Prose(language)
    return fill("density", "other_vintage", language, document=document(row["fitted_population_source"], language))


def _fitting(row: dict) -> str:
    """Which sentence says how the published density was computed: only what both populations decide is decided."""
    other = {"same": "previous", "previous": "same"}
    if row["fits"] in other and absent(row[other[row["fits"]]]):
        return f"only_{row['fits']}"
    bounded = row["published_bound"] != "=" and not absent(row["previous"])
    return row["fits"] or ("bounded" if bounded else "untold")


def decomposition(effects: pd.DataFrame, language: str = "zh") -> Prose:
    """How much of a density's change came from patents, how much from population of which year-end, with the breaks."""
    if effects.empty:
        return nothing(effects, "density", language)
    rows = {row["role"]: row for row in records(effects)}
    total = rows["total"]
    slots = subject(total, language) | {"year": total["year"], "base_year": total["base_year"]}
    slots |= {"which": template("decomposition", "which", language)[total["basis"]]}
    decimals = 1 if all(abs(row["effect"]) >= 0.05 for row in rows.values() if course(row, "effect")) else 2
    said = []
    for role in ("numerator", "denominator"):
        row, ways = rows[role], {"flat": "even", "steady": "undecided"}
        way = course(row, "effect") or "undecided"
        by, whole = _effect(row, language, decimals), span(row, "effect", language)
        said.append(fill("decomposition", ways.get(way, way), language, name=name(row, language), by=by, range=whole))
    moved = verb(total, "effect", language, past=True, by=_effect(total, language, decimals))
    said = [fill("decomposition", "total", language, **slots, verb=moved, parts=listed(said, language))]
    return together(language, [sentence(one) for one in (*said, *_cautions(rows, decimals, language))])


def _cautions(rows: dict[str, dict], decimals: int, language: str) -> list[Prose]:
    """What is to be said of a decomposition: that its parts were rounded, and what breaks lie between its figures."""
    hearsay = getattr(because("second_hand"), language)
    why = {name(row, language): row[f"reason_{language}"].replace(hearsay, "") for row in rows.values()}
    why = {of: text.strip("；;。. ") for of, text in why.items()}
    cautions = [fill("decomposition", "caution", language, name=of, reason=text) for of, text in why.items() if text]
    shown = {role: round(row["effect"], decimals) for role, row in rows.items()}
    if round(shown["numerator"] + shown["denominator"] - shown["total"], decimals):
        cautions.insert(0, fill("decomposition", "rounding", language))
    return cautions


def main_effect(effects: pd.DataFrame, language: str = "zh") -> Prose:
    """That patents moved a density more than the population did, its way; nothing where they did not or an interval
    leaves it open."""
    rows = {row["role"]: row for row in records(effects)} if len(effects) else {}
    way = course(rows["total"], "effect") if rows else ""
    along = [row for role, row in rows.items() if role != "total" and course(row, "effect") == way]
    if way not in ("rise", "fall") or not along:
        return Prose(language)
    row = max(along, key=lambda one: abs(one["effect"]))
    if row["role"] != "numerator":
        return Prose(language)
    return fill("decomposition", f"main_{way}", language, name=name(row, language))


def _effect(row: dict, language: str, decimals: int) -> Inline:
    """An effect as an amount, with the decimals that all of a decomposition have; 约 where its interval is wider."""
    text = rounded(row | {"effect": abs(row["effect"])}, "effect", language, decimals).text
    if row["effect_upper"] - row["effect_lower"] > 10**-decimals:
        text = BOUND[language]["~"].format(text)
    return Inline(text, href(row, "effect"), title(row, "effect", language))


def density_rank(ranked: pd.DataFrame, area: str, language: str = "zh", years: pd.DataFrame | None = None) -> Prose:
    """An area's place among its peers by density, or that areas of another level than its own are ranked. The nation
    has no peers: nothing. With `years` (its table of `density`) the figure named is the published one where there is
    one, beside that of the ranking where it is printed otherwise."""
    found = find_area(area)
    if found.code == NATION and len(ranked) and ranked["rank"].notna().any():
        return Prose(language)
    if len(ranked) and found.level not in set(ranked["level"]):
        slots = {"area": area_name(found.code, language), "peers": peers(records(ranked)[0], language)}
        return sentence(fill("rank", "other_level", language, **slots))
    if len(ranked) and ranked["rank"].isna().all():
        row = records(ranked)[0]
        slots = {"name": name(row, language), "peers": peers(row, language), "among": ranked["ref_area"].nunique()}
        return sentence(fill("rank", "partial", language, **slots, period=_ranked_period(row, language)))
    told = years[years["published"].notna()] if years is not None else ranked.iloc[:0]
    published = {row["year"]: row for row in records(told.drop_duplicates("year"))} if len(told) else {}
    return rank(ranked, area, language, say=partial(_named_density, published))


def _named_density(published: dict[int, dict], row: dict, value: str, language: str) -> Prose | Inline:
    """The published density of a ranked row's year, with the one ranked by where that differs; else the latter."""
    ranked_by = rounded(row, value, language)
    if row["year"] not in published:
        return ranked_by
    said = num(published[row["year"]], "published", language)
    if said.text == ranked_by.text:
        return said
    return fill("rank", "as_published", language, published=said, computed=ranked_by)


def above_nation(shown: pd.DataFrame, language: str = "zh", *, alone: bool = False) -> Prose:
    """How many of the ranked areas are above the nation (table of `with_own` that has the nation); `alone` names the
    indicator in the place of the nation's figure: a heading, or a sentence on the nation itself."""
    nation, others = shown[shown["ref_area"] == NATION], shown[shown["rank"].notna()]
    if nation.empty or others.empty:
        return Prose(language)
    row = records(nation)[0]
    slots: dict = {"value": rounded(row, "value", language), "peers": peers(records(others)[0], language)}
    slots |= {"name": name(row | {"scope": ""}, language), "count": int((others["value"] > row["value"]).sum())}
    return fill("rank", "above_nation_alone" if alone else "above_nation", language, **slots)


def rank_course(by_year: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """How an area's sure places went over the years (table of `densities`); nothing where the last year has none."""
    own = by_year[(by_year["ref_area"] == find_area(area).code) & by_year["rank"].notna()].sort_values("year")
    if len(own) < 2 or own["year"].max() < by_year["year"].max() or (own["rank_best"] != own["rank_worst"]).any():
        return Prose(language)
    then, now = records(own.iloc[[0, -1]])
    moved = int(then["rank"] - now["rank"])
    way = "up" if moved > 0 else "down" if moved < 0 else "steady" if own["rank"].nunique() == 1 else "back"
    slots = {"first": then["year"], "last": now["year"], "area": place(now, language)}
    slots |= {"rank": place_number(now["rank"], language), "base_rank": place_number(then["rank"], language)}
    return fill("rank", way, language, **slots)


def rank(
    ranked: pd.DataFrame,
    area: str,
    language: str = "zh",
    value: str = "value",
    say: Callable[..., Prose | Inline] = num,
) -> Prose:
    """An area's place in a ranked table: 居第1位, 居第2至第4位之间, 并列第2位; ties by the rule that was used.

    `value` names the quantity ranked by, `say` how it is printed.
    """
    code = find_area(area).code
    rows = ranked[(ranked["ref_area"] == code) & ranked["rank"].notna()]
    if rows.empty:
        return nothing(ranked, "rank", language, code)
    row = records(rows)[0]
    slots = subject(row, language) | {"period": _ranked_period(row, language), "value": say(row, value, language)}
    told = ranking(row, language)
    national = find_area(code).level == "province" and not int(row.get("unknown") or 0) and not told["possible"]
    parts = [fill("rank", "nationally" if national else "place", language, **slots, **told)]
    if not absent(row.get("published_rank")):
        parts.append(fill("rank", "published", language, **published_rank(row, language)))
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
    return together(language, [sentence(_goal(row, language)) for row in records(targets)])


def towards(targets: pd.DataFrame, language: str = "zh") -> Prose:
    """Whether an area's own next target is reached, or what it is short of, as headings say it."""
    rows = [
        row for row in records(targets) if row["for_area_code"] == row["ref_area"] and row["reached"] in ("yes", "no")
    ]
    if not rows:
        return Prose(language)
    row = rows[0]
    slots = {"name": name(row, language), "due": row["due"], "gap": num(row, "gap", language, about=True)}
    return fill("target", "reached_it" if row["reached"] == "yes" else "short_of_it", language, **slots)


def _goal(row: dict, language: str) -> Prose:
    """One target and how far it is; the nation's target is no more than a reference for an area without its own."""
    slots = subject(row, language) | {"whose": whose(row["for_area_code"], language), "due": row["due"]}
    slots |= {"target": num(row, "target", language), "report_year": row["report_year"]}
    if absent(row["level"]):
        parts = (fill("target", kind, language, **slots) for kind in ("goal_alone", "missing"))
    else:
        own = row["for_area_code"] == row["ref_area"]
        goal = fill("target", "goal" if own else "reference", language, **slots, level=num(row, "level", language))
        reached = row["reached"] if own else f"reference_{row['reached']}"
        parts = (goal, fill("target", reached, language, gap=num(row, "gap", language, about=True)))
    return Prose.join(language, parts)


def compare(compared: pd.DataFrame, language: str = "zh") -> Prose:
    """Who led in the latest year, and who grew most; holes named. An area leads none that lies in it."""
    said, codes = [], set(compared["ref_area"])
    outer = [code for code in codes if any(is_within(one, code) for one in codes - {code})]
    compared = compared[~compared["ref_area"].isin(outer)]
    for _, rows in compared.groupby(["indicator", "scope", "unit_measure"], sort=False):
        if rows["level"].notna().any():
            said.append(sentence(_latest_of_areas(rows, language)))
    return together(language, said) if said else nothing(compared.iloc[:0], "compare", language)


def _latest_of_areas(rows: pd.DataFrame, language: str) -> Prose:
    """The latest year in which two areas or more have a figure (one alone leads nobody)."""
    counts = rows[rows["level"].notna()].groupby("year")["ref_area"].nunique()
    several = counts[counts > 1]
    year = int(several.index.max() if len(several) else counts.index.max())
    latest = rows[(rows["year"] == year) & rows["level"].notna()]
    top = records(latest.sort_values("level", ascending=False))[0]
    alike = levels(latest["ref_area"]).nunique() == 1
    called = peers(top, language) if alike else template("rank", "peers", language)["other"]
    slots = subject(top, language) | {"level": num(top, "level", language), "among": len(latest), "peers": called}
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
