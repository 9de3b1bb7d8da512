"""Findings that a person has judged: a file of acceptances, each with a reason and what it is about.

    - check: implied_base
      ref_area_name: 北京市
      indicator: patent_grants
      period_end: 2023-12-31
      reason: 2022年数为快报数

Every field but `reason` narrows what is accepted; those left out fit anything.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from ipstats.checks.evidence import CONTRADICTS
from ipstats.errors import TableError

Entry = dict[str, str]
"""What an acceptance says of the findings it is about, and the `reason`."""
FIELDS = (
    "check", "ref_area", "ref_area_name", "indicator", "measure", "period_start", "period_end", "published", "cause",
    "observation_ids",
)  # fmt: skip


def read(path: str | Path) -> list[Entry]:
    """The acceptances of a YAML or CSV file; `TableError` names the entry without a reason or with an unknown field."""
    path = Path(path)
    try:
        if path.suffix.lower() == ".csv":
            rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig").to_dict("records")
        else:
            rows = yaml.safe_load(path.read_text("utf-8")) or []
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise TableError(f"{path}: not a readable file of acceptances: {str(error).splitlines()[0]}") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TableError(f"{path}: expected a list of entries, each with a reason and some of {', '.join(FIELDS)}")
    return [_entry(row, f"{path}: entry {n}") for n, row in enumerate(rows, start=1)]


def _entry(row: dict[Any, Any], where: str) -> Entry:
    entry = {str(key): str(value).strip() for key, value in row.items() if value not in (None, "")}
    if not entry.get("reason"):
        raise TableError(f"{where}: no reason; say why the finding is accepted")
    fields = {key: value for key, value in entry.items() if key != "reason"}
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise TableError(f"{where}: unknown field {unknown[0]!r}; expected reason and some of {', '.join(FIELDS)}")
    if not fields:
        raise TableError(f"{where}: it would accept everything; say at least the check or the figure")
    return entry


def apply(found: pd.DataFrame, acceptances: list[Entry]) -> tuple[pd.DataFrame, list[Entry]]:
    """The findings with `accepted` reasons, and the acceptances that no contradiction matches any more."""
    accepted = found["accepted"].copy()
    stale = []
    for entry in acceptances:
        fits = (found["verdict"] == CONTRADICTS).to_numpy(copy=True)
        for name, wanted in entry.items():
            if name != "reason":
                fits &= _equal(found[name], wanted)
        if fits.any():
            accepted[fits] = entry["reason"]
        else:
            stale.append(entry)
    return found.assign(accepted=accepted), stale


def _equal(column: pd.Series, wanted: str) -> np.ndarray:
    if column.name == "observation_ids":
        return column.map(lambda ids: wanted in ids.split(";")).to_numpy()
    if column.name == "published":
        return (column == pd.to_numeric(wanted, errors="coerce")).to_numpy()
    if column.name in ("period_start", "period_end"):
        return (column == pd.to_datetime(wanted, errors="coerce")).to_numpy()
    return (column.astype(str) == wanted).to_numpy()
