"""Small tables for the checks, in the minimal form."""

import pandas as pd

from ipstats.checks import CHECKS, check
from ipstats.checks.claims import claims_of
from ipstats.checks.inputs import one_table
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


def row(what: str, printed: str, unit: str = "件", year: int = 2022, **more: str) -> str:
    """A line of a minimal table, of a whole year."""
    words = {"place": "北京", "measure": "level", "comparison": "", "start": f"{year}-01-01", "end": f"{year}-12-31"}
    said = words | more
    names = ("place", "what", "measure", "comparison", "start", "end", "printed", "unit")
    return "|".join((said | {"what": what, "printed": printed, "unit": unit})[name] for name in names)


def evidence(check_id: str, *rows: str, **columns: list) -> pd.DataFrame:
    """What a check says of a table of these rows, with further columns."""
    return CHECKS[check_id].run(claims_of(one_table([minimal(*rows).assign(**columns)])))
