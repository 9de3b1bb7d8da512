"""Small tables for the checks, in the minimal form."""

import pandas as pd

from ipstats.checks import check
from ipstats.checks.minimal import COLUMNS


def minimal(*rows: str, vintage: str = "") -> pd.DataFrame:
    """A minimal table from lines `area|indicator|measure|comparison|start|end|printed|unit`."""
    table = pd.DataFrame([row.split("|") for row in rows], columns=COLUMNS)
    return table.assign(vintage=vintage) if vintage else table


def year_rows(
    place: str, indicator: str, levels: dict[int, str], unit: str = "件", growth: dict[int, str] | None = None
):
    """Rows of yearly levels and growth rates."""
    rows = [f"{place}|{indicator}|level||{year}-01-01|{year}-12-31|{value}|{unit}" for year, value in levels.items()]
    for year, value in (growth or {}).items():
        rows.append(f"{place}|{indicator}|growth|yoy|{year}-01-01|{year}-12-31|{value}|%")
    return rows


def contradictions(*tables, **options) -> pd.DataFrame:
    """The findings that contradict."""
    found = check(*tables, **options)
    return found[found["verdict"] == "contradicts"].reset_index(drop=True)
