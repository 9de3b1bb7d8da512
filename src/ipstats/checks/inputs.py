"""Tables in: observation tables and minimal ones, files or frames, several as editions in their order."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from ipstats import project
from ipstats.checks.minimal import COLUMNS as MINIMAL
from ipstats.checks.minimal import figure_of, is_minimal, observations
from ipstats.checks.streaks import texts_in, with_years
from ipstats.errors import IpstatsError, ParameterError, TableError
from ipstats.model import areas
from ipstats.model.observations import COLUMNS, DTYPES, frame, read_rows, validate

NEEDED = ("measure", "period_end", "obs_value")


def one_table(tables: Iterable[pd.DataFrame | str | Path]) -> pd.DataFrame:
    """All rows under one another as an observation table with `file` (which of the tables a row is of) and `since`
    (see `streaks.with_years`), which the folder `texts` beside a file, or that of the project, is asked for.

    `tables` are frames or paths. Documents that several files name alike are told apart: each file is an edition.
    Raises `TableError`, which names file, row, column and what was expected.
    """
    parts = []
    for number, given in enumerate(tables):
        if isinstance(given, str | Path):
            name, stem, rows, folder = str(given), Path(given).stem, read_rows(Path(given)), Path(given).parent
        else:
            name = stem = f"table {number + 1}"
            rows, folder = given, project.processed()
        part = observations(rows, name) if is_minimal(rows) else _full(rows, name)
        source = part["source_id"].where(part["source_id"] != "", stem)
        parts.append(with_years(part.assign(source_id=source, file=number), texts_in(folder / "texts")))
    if not parts:
        raise TableError("no table to check; give a CSV or Parquet file, or run `ipstats build`")
    return pd.concat(parts, ignore_index=True)


def chosen(table: pd.DataFrame, area: str | None, source: str | None) -> np.ndarray | None:
    """Rows of an area (and what lies in it) and of a document, None for all; `ParameterError` for one not there."""
    if not area and not source:
        return None
    kept = np.ones(len(table), bool)
    if area:
        code = areas.area(area).code
        within = {one: bool(one) and areas.is_within(one, code) for one in table["ref_area"].unique()}
        kept &= table["ref_area"].map(within).to_numpy(dtype=bool)
        if not kept.any():
            raise ParameterError(f"no figure of {area} in the tables")
    if source:
        stem = Path(source).stem if source not in set(table["source_id"]) else source
        there = (table["source_id"] == stem).to_numpy()
        if not there.any():
            known = ", ".join(sorted(table["source_id"].unique())[:8])
            raise ParameterError(f"no document {source!r} in the tables; there are {known}")
        kept &= there
    return kept


def _full(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """An observation table of any of its columns; others are left aside."""
    if missing := [column for column in NEEDED if column not in rows]:
        seen = ", ".join(map(str, rows.columns[:8]))
        raise TableError(
            f"{name}: no column {', '.join(missing)} (its columns are {seen}); expected observation columns, or the "
            f"minimal ones: {', '.join(MINIMAL)}"
        )
    if {column: str(dtype) for column, dtype in rows.dtypes.items()} == DTYPES:
        return validate(_with_intervals(_told_apart(rows.reset_index(drop=True))), name)
    rows = rows[[column for column in COLUMNS if column in rows]].copy()
    for column in rows.columns:
        if DTYPES[column] in ("float64", "Int64") and not pd.api.types.is_numeric_dtype(rows[column]):
            rows[column] = _numbers(rows[column], f"{name}: column {column}")
    try:
        table = frame(rows)
    except TableError as error:
        raise TableError(f"{name}: {error}") from None
    return validate(_with_intervals(_told_apart(table)), name)


def _numbers(column: pd.Series, where: str) -> pd.Series:
    text = column.astype(object).where(column.notna(), "").map(lambda cell: str(cell).strip())
    numbers = pd.to_numeric(text.where(text != "", None), errors="coerce")
    if (wrong := numbers.isna() & ~text.str.lower().isin(["", "nan", "<na>", "none"])).any():
        row = int(np.flatnonzero(wrong)[0])
        raise TableError(f"{where}, row {row + 2}: {text.iloc[row]!r}; expected a number")
    return numbers


def _told_apart(table: pd.DataFrame) -> pd.DataFrame:
    """Ids that stand twice in a table (editions put under one another) told apart, and empty values as missing ones."""
    nth = table.groupby("obs_id").cumcount()
    ids = table["obs_id"].where(nth == 0, table["obs_id"] + "." + nth.astype(str))
    status = table["obs_status"].where(table["obs_value"].notna(), "O")
    label = table["label"].where((table["label"] != "") | (table["indicator"] != ""), "?")
    return table.assign(obs_id=ids.astype("str"), obs_status=status.astype("str"), label=label.astype("str"))


def _with_intervals(table: pd.DataFrame) -> pd.DataFrame:
    """Intervals where there are none, or that do not hold their own value: of the printed figure's places.

    An interval that was worked out for another value keeps its width.
    """
    value, lower, upper = (table[name].to_numpy(copy=True) for name in ("obs_value", "obs_lower", "obs_upper"))
    half = np.where(np.isfinite(upper - lower), (upper - lower) / 2, 0.0)
    missing = np.isnan(lower) | np.isnan(upper)
    half = np.where(missing, _half_places(table, missing), half)
    off = ~np.isnan(value) & (missing | (value < lower) | (value > upper))
    return table.assign(obs_lower=np.where(off, value - half, lower), obs_upper=np.where(off, value + half, upper))


def _half_places(table: pd.DataFrame, missing: np.ndarray) -> np.ndarray:
    """Half a unit of the last place: of the figure as printed, else of the decimals the value has."""
    half = np.zeros(len(table))
    columns = [table[name].tolist() for name in ("printed", "unit_measure", "measure", "obs_value")]
    for row in np.flatnonzero(missing):
        printed, unit, measure, value = (column[row] for column in columns)
        if value != value:
            continue
        try:
            figure = figure_of(printed, unit, measure) if printed else None
        except (IpstatsError, ValueError):
            figure = None
        if figure is not None and np.isfinite(figure.upper - figure.lower):
            half[row] = (figure.upper - figure.lower) / 2
        elif not float(value).is_integer():
            half[row] = 0.5 * 10.0 ** -len(f"{value:.10g}".partition(".")[2])
    return half
