"""`ipstats diff A B`: what changed between two releases, vintages or tables, as a table, a page and sentences."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd

from ipstats import project
from ipstats.errors import ParameterError
from ipstats.model.observations import read_table
from ipstats.model.revised import CAUSES, Made, revised
from ipstats.model.sheets import guarded
from ipstats.model.vintages import as_of
from ipstats.publishing.index import rendered
from nbappendix.files import write_whole

RELEASE = "release.json"
TABLE = "data/processed/observations.parquet"
HEADS = {
    "ref_area_name": "地区 Area", "name": "指标 Indicator", "time_period": "时间 Period", "measure": "类型 Measure",
    "before": "原数 Before", "after": "现数 After", "difference": "差 Difference", "difference_pct": "差 %",
    "cause": "原因 Why", "source_after": "来源 Source",
}  # fmt: skip
NUMBERS = ("before", "after", "difference", "difference_pct")


def diff(before: str | Path, after: str | Path) -> pd.DataFrame:
    """The figures that differ between two releases, vintages or tables.

    Parameters
    ----------
    before, after : each a release (its folder), a vintage (YYYY-MM-DD) or a table (.parquet or .csv)

    Returns
    -------
    DataFrame
        one row a figure with both values, the difference and its cause (`model.revised`)

    Raises
    ------
    ParameterError
        when one of them is none of these

    Examples
    --------
    >>> diff("2024-01-31", "2024-06-30")  # doctest: +SKIP
    """
    (first, was), (second, now) = _state(str(before)), _state(str(after))
    return revised(first, second, was, now)


def _state(what: str) -> tuple[pd.DataFrame, Made]:
    """A table and what it was made from."""
    path = Path(what)
    if (path / RELEASE).is_file():
        return read_table(path / TABLE), made(json.loads((path / RELEASE).read_text("utf-8")))
    if path.is_file():
        return read_table(path), Made()
    try:
        date.fromisoformat(what)
    except ValueError:
        raise ParameterError(
            f"{what}: is no release, table or date; expected a folder "
            "below releases/, a .parquet or .csv table, or YYYY-MM-DD"
        ) from None
    return as_of(read_table(project.processed() / "observations.parquet"), what), Made()


def made(record: dict) -> Made:
    """What a release says its table was made from."""
    return Made(record.get("files") or {}, record.get("sources") or {})


def page(found: pd.DataFrame, title: str) -> str:
    """The changes as one page without scripts or network."""
    named = found.assign(name=found["indicator_name"].where(found["indicator_name"] != "", found["label"]))
    rows = [[(_cell(name, row[name]), name in NUMBERS) for name in HEADS] for row in named.to_dict("records")]
    causes = [(" ".join(CAUSES[cause]), count) for cause, count in Counter(found["cause"]).most_common()]
    heads = list(HEADS.values())
    return rendered("changes.html", title, heads=heads, rows=rows, causes=causes, sentences=list(found["said_zh"]))


def _cell(name: str, value) -> str:
    if name == "cause":
        return " ".join(CAUSES[value])
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:.2f}" if name == "difference_pct" else f"{value:,.12g}"
    return str(value)


def write(found: pd.DataFrame, path: Path, title: str) -> None:
    """Write the changes as .csv, .parquet or .html."""
    match path.suffix.lower():
        case ".html":
            write_whole(path, page(found, title))
        case ".csv":
            text = guarded(found).to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
            write_whole(path, text.encode("utf-8-sig"))
        case ".parquet":
            found.to_parquet(path, index=False)
        case suffix:
            raise ParameterError(
                f"-o {path}: can write .csv, .html or .parquet, not {suffix or 'a file without ending'}"
            )
