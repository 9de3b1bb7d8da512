"""Sentences on what the checks found (tables of `display.findings`); see `display.words_lead`."""

import pandas as pd

from ipstats.display.context import area_name
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
    """How many figures of the areas within contradict; nothing when none does."""
    others = findings[(findings["ref_area"] != area) & (findings["verdict"] == "contradicts")]
    return fill("checked", "within", language, count=len(others)) if len(others) else Prose(language)


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
