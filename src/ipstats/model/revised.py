"""What changed between two states of the table: which figures, by how much, and why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ipstats.model import naming
from ipstats.model.select import FIGURE, preferred
from ipstats.model.units import scaled

Row = Mapping[Any, Any]
"""A line of a table, by column."""
Sources = tuple[frozenset[str], frozenset[str]]
"""The documents of the table before and of the one after."""

CAUSES = naming.WORDS["causes"]
"""Why a figure changed, in Chinese and English."""
COLUMNS = [
    "ref_area", "ref_area_name", "indicator", "indicator_name", "label", "scope", "measure", "comparison", "rank_scope",
    "time_period", "unit_measure", "is_target", "before", "after", "difference", "difference_pct", "overlap", "cause",
    "source_before", "source_after", "vintage_before", "vintage_after", "obs_id_before", "obs_id_after", "said_zh",
    "said_en",
]  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What a table was made from, as far as it is known: hashes of the files of data/raw by name, and the file of each
    source."""

    files: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def document(self, source: str) -> str:
        """The hash of a source's document, "" when it is not known."""
        return self.files.get(self.sources.get(source, ""), "")

    def corrections(self, source: str) -> str:
        """The hash of the corrections beside it."""
        return self.files.get(f"{self.sources.get(source, '')}.corrections.yaml", "")


def revised(
    before: pd.DataFrame, after: pd.DataFrame, was: Made | None = None, now: Made | None = None
) -> pd.DataFrame:
    """The figures that differ between two tables, one row a figure, in the columns `COLUMNS`.

    A figure is what `preferred` says of one area, indicator, scope, measure and time; `before` and `after` are in base
    units (missing where there was or is none), `difference_pct` in % of the old. `overlap` says that both printed
    figures can mean the same value. `was` and `now` tell a correction from a new reader; without them a figure that
    its source did not change counts as read otherwise.
    """
    was, now = was or Made(), now or Made()
    sides = [_stated(table) for table in (before, after)]
    both = sides[0].merge(sides[1], on=[*FIGURE, "is_target"], how="outer", suffixes=("_before", "_after"))
    gone, new = both["obs_id_after"].isna(), both["obs_id_before"].isna()
    same = (both["obs_value_before"] == both["obs_value_after"]) & (both["bound_before"] == both["bound_after"])
    both = both[gone | new | ~same].reset_index(drop=True)
    sources = frozenset(before["source_id"]), frozenset(after["source_id"])
    rows = [_row(one, sources, was, now) for one in both.to_dict("records")]
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values(
        ["ref_area", "indicator", "label", "time_period", "measure"], kind="stable", ignore_index=True
    )


def _stated(table: pd.DataFrame) -> pd.DataFrame:
    """The one statement of each figure, targets apart from results; labels count only where there is no indicator."""
    parts = [preferred(part) for _, part in table.groupby("is_target") if len(part)]
    rows = pd.concat(parts) if parts else table.assign(statements=0)
    kept = [*FIGURE, "is_target", "ref_area_name", "indicator_name", "obs_value", "obs_lower", "obs_upper", "bound",
            "printed", "source_id", "vintage", "rule", "obs_id"]  # fmt: skip
    rows = rows[kept].assign(name=rows["indicator_name"].where(rows["indicator_name"] != "", rows["label"]))
    return rows.assign(label=rows["label"].where(rows["indicator"] == "", ""))


def _row(one: Row, sources: Sources, was: Made, now: Made) -> Row:
    old, new = one["obs_value_before"], one["obs_value_after"]
    difference = new - old
    row: dict[str, Any] = {name: one[name] for name in [*FIGURE, "is_target"]} | {
        "ref_area_name": _either(one, "ref_area_name"), "indicator_name": _either(one, "indicator_name"),
        "before": old, "after": new, "difference": difference,
        "difference_pct": 100 * difference / abs(old) if old else float("nan"),
        "overlap": _overlap(one),
        "cause": _cause(one, sources, was, now),
        "source_before": _text(one["source_id_before"]), "source_after": _text(one["source_id_after"]),
        "vintage_before": one["vintage_before"], "vintage_after": one["vintage_after"],
        "obs_id_before": _text(one["obs_id_before"]), "obs_id_after": _text(one["obs_id_after"]),
    }  # fmt: skip
    name = _either(one, "name")
    for language in ("zh", "en"):
        values = [_value(one, side, language) for side in ("before", "after")]
        row[f"said_{language}"] = _said(row, name, values, language)
    return row


def _overlap(one: Row) -> bool:
    """Whether the two printed figures can mean the same value."""
    lower, upper = ((one[f"obs_{end}_before"], one[f"obs_{end}_after"]) for end in ("lower", "upper"))
    return bool(max(lower) <= min(upper))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _either(one: Row, name: str) -> str:
    return _text(one[f"{name}_after"]) or _text(one[f"{name}_before"])


def _cause(one: Row, sources: Sources, was: Made, now: Made) -> str:
    old, new = _text(one["source_id_before"]), _text(one["source_id_after"])
    if new and new not in sources[0]:
        return "revision" if old and one["vintage_after"] > one["vintage_before"] else "new_source"
    if old and old not in sources[1]:
        return "source_gone"
    return _cause_within(one, new or old, was, now)


def _cause_within(one: Row, source: str, was: Made, now: Made) -> str:
    """Why a source that was and is there says otherwise."""
    corrected = ["corrected" in _text(one[f"rule_{side}"]) for side in ("before", "after")]
    if corrected[0] != corrected[1] or was.corrections(source) != now.corrections(source):
        return "correction"
    documents = was.document(source), now.document(source)
    return "revision" if all(documents) and documents[0] != documents[1] else "reader"


def _said(row: Row, name: str, values: list[str], language: str) -> str:
    """One change as a sentence; a figure that is new on record has not risen by it."""
    words, (old, new) = naming.WORDS["revised"][language], values
    return words["sentence"].format(
        when=naming.period(_text(row["time_period"]), language), area=row["ref_area_name"], name=name,
        scope=f"（{row['scope']}）" if row["scope"] else "", measure=words.get(row["measure"], ""),
        told=words["changed" if old and new else "new" if new else "gone"].format(old=old, new=new),
        cause=CAUSES[row["cause"]][language == "en"],
    )  # fmt: skip


PLAIN = re.compile(r"[\d,.]+[十百千万亿]*[余多]?")
"""A number in digits, with its scale."""


def _value(one: Row, side: str, language: str) -> str:
    """A figure with its unit, in Chinese as it was printed in digits (4.55亿元); "" for none."""
    value, printed = one[f"obs_value_{side}"], _text(one[f"printed_{side}"]).lstrip("+-−")
    if pd.isna(value):
        return ""
    if language == "en" or not PLAIN.fullmatch(printed):
        return f"{value:.12g}{one['unit_measure']}"
    return f"{'-' if value < 0 else ''}{scaled(printed, abs(value))}{one['unit_measure']}"
