"""Whole documents of the genre, made up for this test, against tables of their figures checked by hand."""

import csv
from pathlib import Path

import pytest

from ipstats.collect.read import read

FOLDER = Path(__file__).parent / "documents"
NAMES = sorted(path.stem for path in FOLDER.glob("*.csv"))
LEAST = {
    "obs_value": 1.0, "unit_measure": 1.0, "measure": 0.97, "name": 0.92, "time_period": 0.95, "ref_area_name": 0.9,
    "bound": 0.97, "comparison": 0.95, "is_target": 1.0,
}  # fmt: skip
"""The share of figures that must have each column right."""


def _gold(name: str) -> list[dict]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _right(column: str, gold: dict, row: dict) -> bool:
    if column == "name":
        return gold["name"] in (row["indicator_name"], row["label"])
    if column == "obs_value":
        return float(gold["obs_value"]) == pytest.approx(row["obs_value"])
    return gold[column] == str(row[column])


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_found_and_none_made_up(name):
    gold = {(row["obs_text"], int(row["char_start"])) for row in _gold(name)}
    read_ = {(row["obs_text"], row["char_start"]) for row in read(FOLDER / f"{name}.md").table.to_dict("records")}
    assert gold <= read_
    assert len(read_ - gold) <= 0.03 * len(gold)


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_right(name):
    table = read(FOLDER / f"{name}.md").table
    rows = {(row["obs_text"], row["char_start"]): row for row in table.to_dict("records")}
    gold = _gold(name)
    for column, least in LEAST.items():
        wrong = [
            f"{row['obs_text']}: {rows[key][column if column != 'name' else 'label']!r}, not {row[column]!r}"
            for row in gold
            if not _right(column, row, rows[key := (row["obs_text"], int(row["char_start"]))])
        ]
        assert len(wrong) <= (1 - least) * len(gold), f"{column}: {'; '.join(wrong)}"
