"""Every data cell of real communiques, against figures copied from the pages by hand (gold/communique-cells.csv)."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ipstats.collect.read import read
from ipstats.model.areas import area
from ipstats.model.observations import write_table
from ipstats.model.units import unit

GOLD = Path(__file__).with_name("gold") / "communique-cells.csv"
NARROWED = "规模以上工业企业"
"""What the title of the table of industries narrows it to."""
CASES = {
    "2021-markdown-text-stands-twice": ("national-rd-communique-2021.txt", "2021", 2),
    "2023-html-text-stands-twice": ("national-rd-communique-2023.html", "2023", 2),
    "2023-markdown-text-stands-twice": ("national-rd-communique-2023.txt", "2023", 2),
}


def gold(year):
    with GOLD.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["year"] == year]


def row_of(table, row):
    """The cells of a gold row's line: by area, by scope, or the whole."""
    if row["row"] in ("合计", "全国"):
        return table[(table["scope"] == "") & (table["ref_area"] == "000000")]
    in_scope = table[table["scope"] == row["row"]]
    return in_scope if len(in_scope) else table[table["ref_area"] == area(row["row"], within="000000").code]


@pytest.mark.parametrize("case", CASES)
def test_every_data_cell(case, shared):
    name, year, times = CASES[case]
    cells = read(shared / "specimens" / name).table
    cells = cells[cells["cell"] != ""]
    of_industries = cells["section"].str.contains(f"分行业{NARROWED}")
    assert cells.loc[of_industries, "scope"].str.startswith(NARROWED).all()
    cells = cells.assign(scope=cells["scope"].str.removeprefix(NARROWED))
    expected = gold(year)
    missing = []
    for row in expected:
        printed_unit = unit(row["unit"])
        if re.fullmatch("[-—]+", row["printed"]):
            continue
        found = row_of(cells, row)
        found = found[(found["printed"] == row["printed"]) & (found["measure"] == row["measure"])]
        found = found[found["unit_measure"] == printed_unit.base]
        right = (found["obs_value"] - float(row["printed"]) * printed_unit.scale).abs() < 1e-6 * printed_unit.scale
        names = (row["indicator"], f"国家{row['indicator']}")
        named = found["label"].isin(names) | found["indicator_name"].isin(names)
        dated = (found["time_period"] == year) & (right & named)
        if dated.sum() < times:
            missing.append((row["row"], row["indicator"], row["printed"], int(dated.sum())))
    assert not missing
    assert len(cells) == times * sum(not re.fullmatch("[-—]+", row["printed"]) for row in expected)


def test_cells_of_2018_by_the_open_gold(shared, tmp_path):
    document = read(shared / "specimens" / "national-rd-communique-2018.txt")
    write_table(document.table, tmp_path / "read.csv")
    score = [sys.executable, shared / "gold" / "score.py", shared / "gold" / "national-rd-communique-2018.csv"]
    run = subprocess.run(
        [*score, tmp_path / "read.csv", "--tier", "T", "--json"], capture_output=True, text=True, check=True
    )
    import json

    scored = json.loads(run.stdout)
    for name in ("found", "value", "unit", "measure", "indicator", "period", "area", "bound", "row", "spans"):
        assert scored[name] == scored["gold_rows"] == 78, name
