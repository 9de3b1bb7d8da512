"""Do the figures agree? Every reported figure is a claim; claims are checked against each other and other editions.

One file a family of checks; `registry.CHECKS` lists them with their rules. The rest turns what they find into findings:
`claims` (keys and intervals), `evidence` (relations and verdicts), `suspects` (which figure), `causes` (why).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipstats.checks import (  # noqa: F401  importing a family registers its checks
    accumulation,
    awards,
    base,
    density,
    editions,
    labels,
    magnitude,
    pages,
    parts,
    plans,
    points,
    printed,
    ranks,
    shares,
    units,
    years,
)
from ipstats.checks.accept import apply
from ipstats.checks.accept import read as read_acceptances
from ipstats.checks.breaks import across_breaks
from ipstats.checks.claims import Claims, claims_of
from ipstats.checks.coverage import coverage, tested
from ipstats.checks.evidence import stack
from ipstats.checks.findings import findings, order
from ipstats.checks.inputs import chosen, one_table
from ipstats.checks.minimal import unknown_names
from ipstats.checks.registry import CHECKS
from ipstats.checks.statements import settled, without_guesses
from ipstats.checks.suspects import suspects
from ipstats.errors import ParameterError
from ipstats.model.shown import shown

Given = pd.DataFrame | str | Path
Named = str | Path | None

__all__ = ["CHECKS", "Examined", "check", "coverage", "examine"]


@dataclass(frozen=True, eq=False)
class Examined:
    """What the checks found: `findings`, every figure's tests (`figures`, see `coverage.tested`) and the `table`."""

    findings: pd.DataFrame
    figures: pd.DataFrame
    table: pd.DataFrame


def check(
    *tables: Given, accept: Named = None, only: str | Sequence[str] | None = None, language: str | None = None,
    area: str | None = None, source: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Check tables against themselves and each other: a table of findings, most serious first.

    Parameters
    ----------
    tables : observation tables or minimal ones, as frames or paths, later ones as later editions; the project's
        processed table when left out
    accept : a file of judged findings
    only : the name of a check, or several (docs/checks.md); all when left out
    language : zh or en, of the explanations; both, as `zh / en`, when left out
    area, source : an area (name or code, with what lies in it) and a document that narrow the findings, not what is
        checked

    Returns
    -------
    DataFrame
        a row a finding, with the columns `checks.findings.FINDINGS`; `.attrs` has `coverage` (records, by document),
        `stale` (acceptances that match nothing) and `notes` (names in minimal tables that are not known)

    Raises
    ------
    ParameterError
        for a check, a language or an area that is none
    TableError
        for a file that is not there or is no table

    Examples
    --------
    >>> text = "2022年，北京市专利授权量10万件。2023年，北京市专利授权量12万件，同比增长20%。"
    >>> check(read(text).table)[["check", "verdict"]].values.tolist()
    [['implied_base', 'agrees']]
    """
    return shown(examine(*tables, accept=accept, only=only, language=language, area=area, source=source).findings)


def examine(
    *tables: Given, accept: Named = None, only: str | Sequence[str] | None = None, language: str | None = None,
    area: str | None = None, source: str | None = None,
) -> Examined:  # fmt: skip
    """The findings of `check` with the tests of every figure and the table that was checked."""
    if not tables:
        from ipstats.store import load

        tables = (load(),)
    names = _named(only)
    if language not in (None, "zh", "en"):
        raise ParameterError(f"no language {language!r}; there are zh and en")
    table = one_table(tables)
    kept = chosen(table, area, source)
    claims = claims_of(table)
    evidence, wrong = _judged(claims, names)
    found = findings(claims, evidence, wrong, language)
    figures = tested(claims, evidence, names)
    if kept is not None:
        own = set(table["obs_id"][kept])
        named = found["observation_ids"].map(lambda ids: not own.isdisjoint(ids.split(";"))).to_numpy(dtype=bool)
        found = found[named].reset_index(drop=True)
        figures = figures[kept].reset_index(drop=True)
    stale: list[dict[str, str]] = []
    if accept is not None:
        found, stale = apply(found, read_acceptances(accept))
        found = order(found)
    found.attrs = {
        "coverage": coverage(figures, found).to_dict("records"),
        "stale": stale if kept is None else [],
        "notes": unknown_names(table, language or ""),
    }
    return Examined(found, figures, table)


def _named(only: str | Sequence[str] | None) -> list[str]:
    """The names of the checks asked for, every one where none is; `ParameterError` for one that there is not."""
    names = [only] if isinstance(only, str) else list(only or CHECKS)
    if unknown := [name for name in names if name not in CHECKS]:
        raise ParameterError(f"no check {unknown[0]!r}; there are {', '.join(CHECKS)}")
    return names


def _judged(claims: Claims, names: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The evidence of the checks named, and the suspected line of each contradiction."""
    exact = [CHECKS[name].run(claims) for name in names if name != "magnitude"]
    evidence = without_guesses(claims, settled(claims, across_breaks(claims, stack(exact))))
    if "labels" in names:
        evidence = stack([evidence, pages.relabelled(claims, evidence)])
    wrong = suspects(claims, evidence)
    return _and_out_of_line(claims, evidence, wrong) if "magnitude" in names else (evidence, wrong)


def _and_out_of_line(claims: Claims, evidence: pd.DataFrame, wrong: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Evidence and suspects with the figures out of line with their series: a figure suspected already by what it is
    itself, the others by series without those suspected."""
    known, suspected = len(evidence), frozenset(wrong["row"])
    run = CHECKS["magnitude"].run
    own = run(claims)
    already = own["relation"].isin(own["relation"][own["claim"] & own["row"].isin(suspected)])
    evidence = stack([evidence, own[already], run(claims, suspected)])
    lines = evidence.iloc[known:]
    others = lines[lines["role"] == "other"].groupby("relation")["row"].agg(tuple)
    more = lines[lines["claim"]].assign(slip=lambda one: one["cause"])
    more["others"] = pd.Series([others.get(one, ()) for one in more["relation"]], index=more.index, dtype=object)
    return evidence, pd.concat([wrong, more], ignore_index=True)
