"""Sentences on what the checks found (tables of `display.findings`); see `display.words_lead`."""

import pandas as pd

from ipstats.checks import CHECKS
from ipstats.display.context import Context, area_name
from ipstats.display.phrasing import fill, listed, records
from ipstats.display.prose import Prose

VERDICTS = ("agrees", "cannot_say", "contradicts")


def checked(findings: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """How many comparisons were made of an area's figures and how they came out; the counts are the table's."""
    own = findings[findings["ref_area"] == area]
    where = area_name(area, language)
    if own.empty:
        return fill("checked", "none", language, area=where)
    counts = own["verdict"].value_counts()
    said = [
        fill("checked", one, language, count=int(counts.get(one, 0)))
        for one in VERDICTS
        if counts.get(one, 0) or one == "contradicts"
    ]
    if not counts.get("contradicts", 0):
        said[-1] = fill("checked", "no_contradiction", language)
    opening = fill("checked", "opening", language, area=where, count=len(own))
    return Prose.join(language, (opening, listed(said, language, "clause")))


def checked_within(findings: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """How many errors the figures of the areas within have; nothing when none contradicts."""
    others = findings[(findings["ref_area"] != area) & (findings["verdict"] == "contradicts")]
    return fill("checked", "within", language, count=others["error"].nunique()) if len(others) else Prose(language)


def contradicting(findings: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """Whether the figures of an area, or else of those within it, contradict: what a heading says. Findings of one
    error count once."""
    wrong = findings[findings["verdict"] == "contradicts"].drop_duplicates("error")
    own = int((wrong["ref_area"] == area).sum())
    kind = "verdict" if own else "verdict_within" if len(wrong) else "verdict_none"
    return fill("checked", kind, language, area=area_name(area, language), count=own or len(wrong))


def undecided(findings: pd.DataFrame, language: str = "zh") -> Prose:
    """How many comparisons decided nothing and point to no mistake, by rule; nothing when there are none."""
    rest = findings[(findings["verdict"] == "cannot_say") & (findings["severity"] == "none")]
    if rest.empty:
        return Prose(language)
    counts = rest["check"].value_counts()
    rules = [
        fill("checked", "open_rule", language, rule=getattr(CHECKS[check], f"rule_{language}"), count=count)
        for check, count in counts.items()
    ]
    return fill("checked", "open", language, count=len(rest), rules=listed(rules, language, "list"))


def covered(of_year: pd.DataFrame, rest: pd.DataFrame, here: Context) -> Prose:
    """How many figures of the report's year were checked and how many could not be; the counts are the tables'."""
    where = area_name(here.area, here.language)
    said = [fill("checked", "of_year", here.language, area=where, year=here.year, count=len(of_year))]
    said.append(fill("checked", "of_year_rest" if len(rest) else "of_year_all", here.language, count=len(rest)))
    return listed(said, here.language, "clause")


def coverage(shares: pd.DataFrame, here: Context) -> Prose:
    """How many of all figures of the area were checked, of the table of `checked_share`."""
    total, tested = int(shares["observations"].sum()), int(shares["checked"].sum())
    slots = {"area": area_name(here.area, here.language), "observations": total, "checked": tested}
    return fill("checked", "covered", here.language, **slots, share=f"{100 * tested / max(total, 1):.1f}")


def doubtful(rows: pd.DataFrame, language: str = "zh") -> Prose:
    """How many figures were read with doubt and are in no report; nothing when none was."""
    return fill("checked", "doubtful", language, count=len(rows)) if len(rows) else Prose(language)


def findings(rows: pd.DataFrame, language: str = "zh", most: int = 20) -> list[Prose]:
    """One paragraph a finding, numbered: what is published and what was expected, the likely cause, and the sentences
    that say the one and the other. A last paragraph says how many are not listed."""
    said = []
    for number, row in enumerate(records(rows.head(most)), start=1):
        parts = [fill("checked", "item", language, number=number, explained=row["explained"])]
        parts.append(fill("checked", "source", language, quoted=row["quoted"]))
        if row["quoted_other"]:
            parts.append(fill("checked", "other_source", language, quoted=row["quoted_other"]))
        said.append(Prose.join(language, parts))
    if len(rows) > most:
        said.append(fill("checked", "more", language, count=len(rows) - most))
    return said
