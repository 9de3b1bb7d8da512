"""What is found, word for word and number for number, as a file `told.yaml` beside the tests has it.

With TOLD=write in the environment the tests write what they see; the difference wants to be read.
"""

import os
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

ASIDE = (
    "obs_id", "_ids", "level_id", "base_id", "published_id", "cell", "char_start", "char_end", "rule", "trust",
    "vintage", "label", "indicator_name", "ref_area_name", "name_en", "period_start", "period_end", "printed",
    "obs_text", "obs_status", "bound", "section", "evidence",
)  # fmt: skip
"""Ends of the names of columns that only say again what others say."""
SAID = ("check", "verdict", "severity", "cause", "certainty", "suspect_label")


def _read(file: Path) -> dict[str, dict[str, list[str]]]:
    return yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}


told = cache(_read)


def number(value: float) -> str:
    return f"{value:.6g}"


def findings(found: pd.DataFrame) -> list[str]:
    """A finding a line: the figure, what is said of it in fields, what was expected, and the sentence."""
    lines = []
    for row in found.to_dict("records"):
        figure = f"{row['ref_area_name']} {row['period_end']:%Y-%m-%d} {row['published']:.6g}"
        fields = " ".join(str(row[name]) or "-" for name in SAID)
        span = f"[{number(row['expected_lower'])}..{number(row['expected_upper'])}]"
        lines.append(f"{figure} {fields} {span}{' follows' if row['follows'] else ''} | {row['explanation']}")
    return lines


def rows(table: pd.DataFrame) -> list[str]:
    """A row a line: the columns that hold something, by their names."""
    kept = table[[name for name in table if not str(name).endswith(ASIDE)]]
    return [", ".join(_cells(row)) for row in kept.to_dict("records")]


def _cells(row: dict) -> list[str]:
    cells = {name: number(cell) if isinstance(cell, float) else str(cell) for name, cell in row.items()}
    return [
        f"{name} {text}" for name, text in cells.items() if text not in ("", "nan", "NaT", "None", "<NA>", "()", "[]")
    ]


def compare(file: Path, group: str, name: str, lines: list[str], *, optional: bool = False) -> None:
    """Hold lines against the file; one that it lacks is passed over where it is `optional`."""
    if os.environ.get("TOLD") == "write":
        known = _read(file)
        known.setdefault(group, {})[name] = lines
        file.write_text(yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000), "utf-8")
    elif not optional or name in told(file)[group]:
        assert lines == told(file)[group][name]
