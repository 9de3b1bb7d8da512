"""Findings: the tidy table of what the checks found, most serious first."""

import numpy as np
import pandas as pd

from ipstats.checks.causes import causes
from ipstats.checks.claims import Claims
from ipstats.checks.evidence import AGREES, CANNOT_SAY, CONTRADICTS
from ipstats.checks.grouping import mistakes
from ipstats.checks.page_sentences import page_of, page_sentence
from ipstats.checks.pages import WHOLE_PAGE
from ipstats.checks.sentences import explanations
from ipstats.checks.statements import REVIEW, reviewed
from ipstats.checks.workings import members_of

FINDINGS = [
    "check", "verdict", "severity", "ref_area", "ref_area_name", "indicator", "period_start", "period_end", "published",
    "expected_lower", "expected_upper", "cause", "suspect_label", "explanation", "observation_ids", "sources",
    "certainty", "measure", "accepted", "follows", "page",
]  # fmt: skip
"""Columns of the findings, in order. `published` and the expected interval are in base units; `observation_ids` and
`sources` are separated by `;`, the suspected figure's first; `accepted` is the reason a person gave; `follows` the id
of the figure whose finding leads, where this one is of the same error; `page` the document and period it is in."""

SEVERITY = ("high", "medium", "low", "none")
VERDICTS = (CONTRADICTS, CANNOT_SAY, AGREES)
"""The gravest first."""


def findings(claims: Claims, evidence: pd.DataFrame, wrong: pd.DataFrame, language: str | None = None) -> pd.DataFrame:
    """One finding a relation, named after the suspected figure (or the claim, where nothing contradicts).

    `wrong` are the lines of the suspected figures. Of the findings of one error one leads; the others follow from it.
    Explanations are in the language, or (None) in both, as `zh / en`.
    """
    wrong = _led(claims, reviewed(claims, causes(claims, wrong, evidence)))
    settled = evidence[evidence["claim"] & (evidence["verdict"] != CONTRADICTS)]
    settled = settled.assign(suspect_label="", certainty="", leader=-1, again=False).drop_duplicates("relation")
    settled["others"] = [()] * len(settled)
    lines = pd.concat([wrong.drop(columns="slip"), settled], ignore_index=True)
    lines.loc[lines["verdict"] != CONTRADICTS, "leader"] = -1
    rows = lines["row"].to_numpy(dtype=int)
    table = claims.table
    members = _members(claims, evidence, lines)
    figures = table[["ref_area", "ref_area_name", "period_start", "period_end", "measure"]].take(rows)
    found = lines[["check", "verdict", "cause", "suspect_label", "certainty"]].join(figures.reset_index(drop=True))
    found = found.assign(
        severity=_severity(lines), published=claims.column("obs_value")[rows],
        indicator=table["indicator"].where(table["indicator"] != "", table["label"]).to_numpy()[rows],
        expected_lower=lines["lower"], expected_upper=lines["upper"],
        explanation=_explained(claims, evidence, lines, language),
        observation_ids=members["obs_id"], sources=members["source_id"], accepted="",
        follows=np.where(lines["leader"] < 0, "", claims.column("obs_id")[lines["leader"].to_numpy(dtype=int)]),
    )  # fmt: skip
    pages = [page_of(claims, row, language or "zh") for row in rows.tolist()]
    return order(found.assign(page=np.where(lines["verdict"] == CONTRADICTS, pages, "")))


def _explained(claims: Claims, evidence: pd.DataFrame, lines: pd.DataFrame, language: str | None) -> list[str]:
    """The explanations, that of a whole page's mistake at the finding that leads it."""
    wrong = lines[lines["verdict"] == CONTRADICTS]
    told = lines["relation"][(lines["verdict"] == CONTRADICTS) | lines["cause"].isin(REVIEW)]
    members = members_of(evidence, told.unique())
    lead = wrong["leader"].where(wrong["leader"] >= 0, wrong["row"])
    of_pages = [
        (group.index[int((group["leader"] < 0).to_numpy().argmax())], group) for _, group in wrong.groupby(lead)
    ]
    both = []
    for one in (language,) if language else ("zh", "en"):
        said = explanations(claims, lines, members, one)
        for place, group in of_pages:
            said[place] = page_sentence(claims, group, one) or said[place]
        both.append(said)
    return [" / ".join(texts) for texts in zip(*both, strict=True)]


def _led(claims: Claims, wrong: pd.DataFrame) -> pd.DataFrame:
    """The lines with `leader`, the row of the finding that leads the same error (-1 for it), and `again`, whether
    another line has named the row. A line of a whole page leads before others, an equation before a series."""
    soft = ~wrong["tight"] & (wrong["check"] != "labels")
    places = pd.DataFrame({"page": ~wrong["check"].isin(WHOLE_PAGE), "soft": soft})
    wrong = wrong.loc[places.sort_values(["page", "soft"], kind="stable").index].reset_index(drop=True)
    error = mistakes(claims, wrong)
    first = wrong.groupby(error)["row"].transform("first")
    return wrong.assign(leader=first.where(error.duplicated(), -1), again=wrong["row"].duplicated())


def order(found: pd.DataFrame) -> pd.DataFrame:
    """Contradictions first, the graver before the lighter, then by place and time; accepted ones after the others."""
    keys = pd.DataFrame(
        {
            "accepted": found["accepted"] != "",
            "verdict": found["verdict"].map(VERDICTS.index),
            "severity": found["severity"].map(SEVERITY.index),
            "cause": found["cause"] == "",
            **{name: found[name] for name in ("ref_area", "indicator", "period_end", "check")},
        }
    )
    places = keys.sort_values(["verdict", "accepted", *keys.columns[2:]], kind="stable").index
    return found.loc[places, FINDINGS].reset_index(drop=True)


def _severity(lines: pd.DataFrame) -> np.ndarray:
    """High for broken arithmetic and moved labels, medium for what is only out of line or wants a look at the text; low
    for notices."""
    contradicts = lines["verdict"] == CONTRADICTS
    soft = (lines["check"] == "magnitude") & (lines["cause"] == "")
    notice = (lines["verdict"] == CANNOT_SAY) & (lines["cause"] != "")
    review = (lines["verdict"] == CANNOT_SAY) & lines["cause"].isin(REVIEW)
    return np.select(
        [lines["again"], contradicts & ~soft, contradicts | review, notice], ["low", "high", "medium", "low"], "none"
    )


def _members(claims: Claims, evidence: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Ids and sources of all figures of each finding, the line's own first, without repetition."""
    order_of = pd.Series(np.arange(len(lines)), index=lines["relation"].to_numpy())
    table = evidence[["relation", "row"]].drop_duplicates()
    finding = table["relation"].map(order_of).to_numpy(dtype=int)
    rows = table["row"].to_numpy(dtype=int)
    own = rows == lines["row"].to_numpy(dtype=int)[finding]
    places = np.lexsort((rows, ~own, finding))
    finding, rows = finding[places], rows[places]
    starts = np.flatnonzero(np.r_[len(finding) > 0, finding[1:] != finding[:-1]])
    out = {}
    for name in ("obs_id", "source_id"):
        words = claims.column(name)[rows].tolist()
        ends = [*starts[1:], len(words)][: len(starts)]
        out[name] = [";".join(dict.fromkeys(words[a:b])) for a, b in zip(starts, ends, strict=True)]
    return pd.DataFrame(out)
