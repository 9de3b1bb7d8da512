"""Tables in: observation tables and minimal ones, files or frames, several as editions in their order."""

from pathlib import Path

import pandas as pd

from ipstats.checks.minimal import COLUMNS as MINIMAL
from ipstats.checks.minimal import is_minimal, observations
from ipstats.errors import TableError
from ipstats.model.observations import COLUMNS, frame, read_table


def one_table(tables) -> pd.DataFrame:
    """All rows under one another as an observation table with `file` (which of the tables a row is of).

    `tables` are frames or paths. Documents that several files name alike are told apart: each file is an edition.
    Raises `TableError`, which names file, row, column and what was expected.
    """
    parts = []
    for number, given in enumerate(tables):
        name = str(given) if isinstance(given, str | Path) else f"table {number + 1}"
        part = _read(Path(given)) if isinstance(given, str | Path) else _of(given, name)
        stem = Path(name).stem if isinstance(given, str | Path) else name
        parts.append(_named(part, stem).assign(file=number))
    if not parts:
        raise TableError("no table to check; give a CSV or Parquet file, or run `ipstats build`")
    return pd.concat(parts, ignore_index=True)


def _read(path: Path) -> pd.DataFrame:
    if path.suffix.lower() != ".csv" or not path.is_file():
        if path.suffix.lower() == ".parquet" and path.is_file():
            return _of(_parquet(path), str(path))
        return read_table(path)
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)
    except (ValueError, OSError) as error:
        raise TableError(f"{path}: not a readable table: {str(error).splitlines()[0]}") from None
    return observations(rows, str(path)) if is_minimal(rows) else _full(path, rows)


def _parquet(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except (ValueError, OSError) as error:
        raise TableError(f"{path}: not a readable table: {str(error).splitlines()[0]}") from None


def _full(path: Path, rows: pd.DataFrame) -> pd.DataFrame:
    if not set(rows.columns) & set(COLUMNS):
        raise TableError(
            f"{path}: its columns are {', '.join(map(str, rows.columns[:8]))}; expected observation columns, or the "
            f"minimal ones: {', '.join(MINIMAL)}"
        )
    return read_table(path)


def _of(table: pd.DataFrame, name: str) -> pd.DataFrame:
    if is_minimal(table):
        return observations(table, name)
    if missing := [column for column in ("obs_value", "period_end", "measure") if column not in table]:
        raise TableError(f"{name}: no column {', '.join(missing)}; expected an observation table or a minimal one")
    return frame(table[[column for column in COLUMNS if column in table]])


def _named(table: pd.DataFrame, stem: str) -> pd.DataFrame:
    """Rows without a document named after their file."""
    return table.assign(source_id=table["source_id"].where(table["source_id"] != "", stem))
