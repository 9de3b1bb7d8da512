"""The likeliest cause of a contradiction that the tables themselves bear out, and how certain; none is invented."""

from collections import Counter
from functools import partial

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims, pairs
from ipstats.checks.evidence import narrow
from ipstats.checks.moved import LABELS, elsewhere, not_updated, printed_twice
from ipstats.checks.pages import WHOLE_PAGE
from ipstats.checks.sentences import figures
from ipstats.model.intervals import Interval

Named = dict[int, tuple[str, str, str]]
"""Cause, label and certainty of lines, by their number."""
FIELDS = ["cause", "suspect_label", "certainty"]

CERTAIN, LIKELY, POSSIBLE = "certain", "likely", "possible"
NAMED = 3
"""So many labels are named at most; a figure that stands under more belongs to none in particular."""
MANY = 2500
"""So many suspected figures of one document are no longer set against each other, each with all."""


def causes(claims: Claims, found: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """The suspected lines with `cause`, `suspect_label` and `certainty` filled in where evidence allows.

    What a check has named itself stands. Then: the figure is exactly what another label or year lacks; a slip of sign,
    scale, point or digit; the figure of another coverage or part of the year. One row has one cause.
    """
    found = found.assign(suspect_label="", certainty="")
    by_check = found["cause"] != ""
    whole = found["tight"] & found["check"].isin(WHOLE_PAGE) & ~found["note"].str.contains("#")
    found["certainty"] = np.select([by_check & whole, by_check], [CERTAIN, LIKELY], "")
    _name_labels(claims, found)
    for look in (_unchanged, _exchanged, _doubled, _slips, _elsewhere, partial(_vacant_year, evidence=evidence)):
        named = pd.DataFrame.from_dict(look(claims, found), orient="index", columns=FIELDS)
        free = named.index[(named["cause"] != "") & (found.loc[named.index, "cause"] == "")]
        found.loc[free, FIELDS] = named.loc[free]
    found = _one_a_row(found)
    several = (found["others"].map(len) > 0) & ~found["cause"].isin(["label_shift", "year_slip"])
    both = found.loc[several, ["row", "others"]].to_numpy().tolist()
    found.loc[several, "suspect_label"] = [";".join(figures(claims, [row, *others], "zh")) for row, others in both]
    return found


def _name_labels(claims: Claims, found: pd.DataFrame) -> None:
    """Labels that the `labels` check noted (area codes, or a period after @) as names."""
    whole = found["check"].isin(WHOLE_PAGE)
    notes = [str(note).partition("#")[0] for note in found.loc[whole, "note"]]
    found.loc[whole, "suspect_label"] = [
        note[1:] if note[:1] == "@" else ";".join(area_name(claims, int(code)) for code in note.split(";"))
        for note in notes
    ]


def area_name(claims: Claims, code: int) -> str:
    """The name that the tables print for an area."""
    return str(claims.column("ref_area_name")[np.flatnonzero(claims.column("area") == code)[0]])


def _unchanged(claims: Claims, found: pd.DataFrame) -> Named:
    """Levels that are last year's to the digit."""
    return {n: ("year_slip", period, LIKELY) for n, period in not_updated(claims, found).items()}


def _doubled(claims: Claims, found: pd.DataFrame) -> Named:
    """Levels that the row above or below prints too."""
    rows = found["row"].tolist()
    twice = printed_twice(claims, found)
    return {n: (*_difference(claims, rows[n], np.array([row])), LIKELY) for n, row in twice.items()}


def _exchanged(claims: Claims, found: pd.DataFrame) -> Named:
    """Figures that fit what is expected of another suspected one of the document: moved labels, years, indicators."""
    named: Named = {}
    tight = narrow(found)
    usable = found[tight | (found["check"] == "magnitude").to_numpy()]
    column = claims.column
    of_document = [column(name)[usable["row"]] for name in ("edition", "measure")]
    for _, lines in usable.groupby(of_document):
        if len(lines) > MANY:
            continue
        rows, lower, upper = (lines[name].to_numpy() for name in ("row", "lower", "upper"))
        printed = claims.interval(rows)
        fits = Interval(printed.lower[:, None], printed.upper[:, None]).meets(Interval(lower[None], upper[None]))
        fits &= rows[:, None] != rows[None]
        fits &= column("unit")[rows][:, None] == column("unit")[rows][None]
        fits &= tight[lines.index][None] | (fits.T & (column("day")[rows][:, None] == column("day")[rows][None]))
        for n in np.flatnonzero(fits.any(axis=1)):
            others = np.unique(rows[fits[n]])
            mutual = np.isin(rows[n], rows[fits[np.isin(rows, others)].any(axis=0)])
            certainty = CERTAIN if mutual and len(others) == 1 else LIKELY
            named[lines.index[int(n)]] = (*_difference(claims, rows[n], others), certainty)
    return named


def _difference(claims: Claims, row: int, others: np.ndarray) -> tuple[str, str]:
    """What the figure's own label and those it fits differ in: the area first, then indicator, then year."""
    column = claims.column
    same = {name: column(name)[others] == column(name)[row] for name in LABELS}
    for kind in LABELS:
        near = others[np.all([same[name] != (name == kind) for name in LABELS], axis=0)]
        if len(near):
            return "year_slip" if kind == "day" else "label_shift", _labels(claims, near, kind)
    if len(others) == 1:
        kind = next(name for name in LABELS if not same[name][0])
        return "label_shift", _labels(claims, others, kind)
    return "", ""


def _labels(claims: Claims, rows: np.ndarray, kind: str) -> str:
    table = claims.table.loc[rows]
    names = {
        "area": table["ref_area_name"],
        "what": table["indicator_name"].where(table["indicator_name"] != "", table["label"]),
        "day": table["time_period"],
    }[kind]
    return ";".join(dict.fromkeys(names))


def _elsewhere(claims: Claims, found: pd.DataFrame) -> Named:
    """Figures that stand under another label of their document: what is expected here, or the very figure."""
    named: Named = {}
    rows = found["row"].tolist()
    for wanted, certainty in ((True, LIKELY), (False, POSSIBLE)):
        for n, there in elsewhere(claims, found, wanted=wanted).items():
            cause, label = _difference(claims, rows[n], there) if len(there) <= NAMED else ("", "")
            if cause:
                named.setdefault(n, (cause, label, certainty))
    return named


def _slips(claims: Claims, found: pd.DataFrame) -> Named:
    """Slips of the pen, and figures of another coverage or part of the year."""
    slip = found["slip"]
    sure = narrow(found) & (slip != "misreading") & (found["others"].map(len) == 0)
    named = {n: (slip[n], "", LIKELY if sure[n] else POSSIBLE) for n in found.index[slip != ""]}
    open_lines = found[(slip == "") & (found["cause"] == "")]
    rows = open_lines["row"].to_numpy()
    key = claims.alike(["area", "what", "unit", "measure", "comparison"])
    stated = np.flatnonzero(claims.column("stated"))
    i, j = pairs(key[rows], key[stated])
    j = stated[j]
    same_value = np.asarray(claims.interval(rows[i]).meets(claims.interval(j))) & (rows[i] != j)
    year = claims.years
    moment, cover = claims.column("moment"), claims.column("cover")
    for name, hit in (
        ("other_coverage", (moment[rows[i]] == moment[j]) & (cover[rows[i]] != cover[j])),
        ("part_year", (year[rows[i]] == year[j]) & (moment[rows[i]] != moment[j]) & (cover[rows[i]] == cover[j])),
    ):
        for n in np.unique(i[hit & same_value]):
            named.setdefault(open_lines.index[n], (name, "", LIKELY))
    return named


def _vacant_year(claims: Claims, found: pd.DataFrame, evidence: pd.DataFrame) -> Named:
    """One of two different figures for one year, where a year beside it has none: both of one document, or the only one
    that its document dates so."""
    named: Named = {}
    column = claims.column
    twice = found[(found["check"] == "same_figure") & (found["cause"] == "")]
    held = set(
        zip(*(column(name)[column("stated")] for name in ("area", "what", "cover", "moment", "measure")), strict=True)
    )
    dated = Counter(zip(column("edition")[column("stated")], column("moment")[column("stated")], strict=True))
    members = evidence[evidence["relation"].isin(twice["relation"])].set_index("relation")
    for n, row, relation in twice[["row", "relation"]].itertuples():
        moment, edition = column("moment")[row], column("edition")[row]
        if len(set(column("edition")[members.loc[[relation], "row"]])) > 1 and dated[edition, moment] > 1:
            continue
        vacant = []
        for code in (int(claims.shifted(np.array([moment]), years)[0]) for years in (1, -1)):
            key = (*(column(name)[row] for name in ("area", "what", "cover")), code, column("measure")[row])
            lacking = claims.moments[code]
            if lacking is not None and key not in held and (edition, code) in dated:
                vacant.append(lacking.time_period)
        if vacant:
            named[n] = "year_slip", ";".join(vacant), POSSIBLE
    return named


ORDER = [
    "label_shift", "year_slip", "points_for_percent", "percent_for_points", "sign_slip", "unit_slip", "decimal_slip",
    "digit_slip", "other_coverage", "part_year", "misreading", "",
]  # fmt: skip


def _places(*words: str) -> dict[str, int]:
    """The place of each word in their order."""
    return {word: n for n, word in enumerate(words)}


def _one_a_row(found: pd.DataFrame) -> pd.DataFrame:
    """One cause for each suspected figure: that of its equations before that of its series, the surest first."""
    rank = pd.DataFrame(
        {
            "named": found["cause"] == "",
            "soft": ~(found["tight"] | ((found["check"] == "labels") & ~found["suspect_label"].str.contains(";"))),
            "sure": found["certainty"].map(_places(CERTAIN, LIKELY, POSSIBLE)),
            "order": found["cause"].map(_places(*ORDER)),
            "row": found["row"],
        }
    ).sort_values(["row", "named", "soft", "sure", "order"], kind="stable")
    best = found.loc[rank.index[~rank.duplicated("row")]].set_index("row")
    found[FIELDS] = best.loc[found["row"], FIELDS].to_numpy()
    return found
