"""What the checks found about one area, each finding beside its figure and the sentence the figure was read from."""

from typing import Any

import pandas as pd

from ipstats.analysis.pairs import in_catalogue_order
from ipstats.checks import CHECKS
from ipstats.checks.coverage import touched
from ipstats.display.cells import OBSERVED
from ipstats.display.context import Context
from ipstats.display.prose import Prose
from ipstats.display.quotes import names, quote
from ipstats.model.areas import is_within
from ipstats.model.doubts import doubt_words, doubts
from ipstats.model.doubts import words as slot_words
from ipstats.model.evidence import parse_evidence
from ipstats.model.select import doubtful, stated

SHOWN = ["indicator", "indicator_name", "label", "scope", "measure", "unit_measure", "time_period", "ref_area"]

DOUBTED = {
    "zh": ("：", "；", "、", "。请对照原文核定其{}。"),
    "en": (": ", "; ", ", ", ". To be verified against the text: {}."),
}


def about_area(found: pd.DataFrame, observations: pd.DataFrame, here: Context) -> pd.DataFrame:
    """The findings of `check` on figures of the report's area (and what lies in it), in their order.

    Those of the area itself come first. Adds the quantity `level` (the suspected figure), `year`, `error` (the figure
    whose finding leads, of all that are one error), `explained` (in the report's language), and as `Prose` the sentence
    of the suspected figure (`quoted`) and of the first other figure that the finding rests on (`quoted_other`).
    """
    own = observations[[is_within(code, here.area) if here.area else True for code in observations["ref_area"]]]
    own = own.set_index("obs_id", drop=False)
    suspect = found["observation_ids"].str.split(";").str[0]
    known = suspect.isin(own.index)
    kept = found[known].reset_index(drop=True)
    figures = own.loc[suspect[known].to_list()].reset_index(drop=True)
    quoted: list[Any] = [
        quote(row, here.language) if severe else Prose(here.language)
        for row, severe in zip(figures.to_dict("records"), kept["severity"] != "none", strict=True)
    ]
    shown = figures[SHOWN].assign(
        check=kept["check"], verdict=kept["verdict"], severity=kept["severity"], cause=kept["cause"],
        error=kept["follows"].where(kept["follows"] != "", suspect[known].to_numpy()),
        year=figures["period_end"].dt.year, explained=_explained(kept["explanation"], here.language),
        quoted=quoted, quoted_other=_others(kept, observations, here.language),
    )  # fmt: skip
    rows = pd.concat([shown, figures[list(OBSERVED)].rename(columns=OBSERVED)], axis=1)
    first = (rows["ref_area"] != here.area) & bool(here.area)
    return rows.loc[first.sort_values(kind="stable").index].reset_index(drop=True)


def _others(kept: pd.DataFrame, observations: pd.DataFrame, language: str) -> list[Any]:
    """The sentence of the second figure that each finding names, empty where there is none or it is no severe one."""
    ids = kept["observation_ids"].str.split(";").str[1].fillna("").where(kept["severity"] != "none", "")
    known = observations[observations["obs_id"].isin(ids)].set_index("obs_id", drop=False)
    return [quote(known.loc[one], language) if one in known.index else Prose(language) for one in ids]


def _explained(texts: pd.Series, language: str) -> pd.Series:
    """The Chinese or the English half of explanations, which the checks write as `zh / en`."""
    halves = texts.str.split(" / ", n=1)
    return halves.str[0] if language == "zh" else halves.str[-1]


def read_with_doubt(observations: pd.DataFrame, here: Context) -> pd.DataFrame:
    """The area's figures whose reading is doubtful, each as a finding: what is doubtful (`explained`) and `quoted`."""
    rows = doubtful(observations)
    own = rows[rows["ref_area"] == here.area].to_dict("records")
    said = [(_doubted(row, here.language), quote(row, here.language), Prose(here.language)) for row in own]
    return pd.DataFrame(said, columns=["explained", "quoted", "quoted_other"])


def _doubted(row: dict, language: str) -> str:
    """What a figure was read as, what is doubtful about it, and what to look up in the text; what decided each
    attribute is for the review (`ipstats review`), not for a report."""
    colon, between, comma, look = DOUBTED[language]
    told = [one for one in doubts(row.get("comment_obs") or "") if one != "weak_evidence"]
    taken = parse_evidence(row.get("evidence") or "").taken
    slots = [slot for slot in ("indicator", "area", "period") if slot in taken] or ["indicator"]
    named = comma.join(getattr(slot_words("slots")[slot], language) for slot in slots)
    read_as = f"{names(row, language)}{colon}{row['printed']}{row['unit_measure']}"
    return between.join([read_as, *(getattr(doubt_words()[one], language) for one in told)]) + look.format(named)


def tally(findings: pd.DataFrame, language: str = "zh") -> pd.DataFrame:
    """How many findings of each verdict: one row a check (`rule` in words), columns `agrees`, `cannot_say`,
    `contradicts`, `findings`."""
    rules = findings["check"].map({name: getattr(one, f"rule_{language}") for name, one in CHECKS.items()})
    counts = pd.crosstab(rules.rename("rule"), findings["verdict"])
    counts = counts.reindex(columns=["agrees", "cannot_say", "contradicts"], fill_value=0)
    return counts.assign(findings=counts.sum(axis=1)).sort_values("findings", ascending=False).reset_index()


def by_figure(findings: pd.DataFrame) -> pd.DataFrame:
    """One row a figure: how many of the findings that name it agree, cannot say, contradict.

    Figures that contradict come first, then those that cannot be judged, the rest in the order of the catalogue; a
    figure that several documents report alike is one row.
    """
    verdicts = ["agrees", "cannot_say", "contradicts"]
    named = findings["indicator"].where(findings["indicator"] != "", findings["label"])
    counted = findings.assign(named=named, **{one: findings["verdict"] == one for one in verdicts})
    alike = ["named", "scope", "measure", "time_period", "ref_area", "level"]
    sums = counted.groupby(alike, dropna=False, sort=False)[verdicts].sum().reset_index()
    figures = in_catalogue_order(counted.drop(columns=verdicts).drop_duplicates(alike).merge(sums, on=alike))
    keys = ["contradicts", "cannot_say"]
    worst = (figures[keys] == 0).sort_values(keys, kind="stable")
    return figures.loc[worst.index].reset_index(drop=True)


def checked_share(found: pd.DataFrame, observations: pd.DataFrame, here: Context) -> pd.DataFrame:
    """Coverage by document, the least checked first: of the area's figures in it, how many any check could touch
    (`checked`, `share` in %)."""
    own = observations[observations["ref_area"] == here.area] if here.area else observations
    counts = own.assign(checked=own["obs_id"].isin(touched(found))).groupby("source_id")["checked"].agg(["size", "sum"])
    counts = counts.rename(columns={"size": "observations", "sum": "checked"}).reset_index()
    counts = counts.assign(share=100 * counts["checked"] / counts["observations"], unit_measure="%")
    return counts.sort_values(["share", "observations"], ascending=[True, False], kind="stable", ignore_index=True)


def unchecked(found: pd.DataFrame, observations: pd.DataFrame, here: Context) -> pd.DataFrame:
    """The area's figures that no check could touch, as the quantity `level`: right or wrong, nobody knows."""
    own = stated(observations[observations["ref_area"] == here.area])
    rest = own[~own["obs_id"].isin(touched(found))]
    shown = rest[SHOWN].assign(year=rest["period_end"].dt.year)
    return pd.concat([shown, rest[list(OBSERVED)].rename(columns=OBSERVED)], axis=1).reset_index(drop=True)
