"""The observation: one row is one reported figure, with its time, unit, precision, coverage and place in the source.

The names follow SDMX (`ref_area`, `time_period`, `obs_value`, `obs_status`; upper case on export). Text columns hold ""
where there is nothing, never NaN; a missing value is never zero.
"""

import hashlib
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from ipstats.errors import TableError
from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.intervals import BOUNDS
from ipstats.model.periods import time_periods
from ipstats.model.sheets import guarded, unguarded
from ipstats.writing import whole

Columns = dict[str, Any]
"""Lists of text and arrays of the other types, by column."""
Rows = pd.DataFrame | Iterable[Mapping[str, Any]]

DEFINED = read_yaml(FOLDER / "observation.yaml")
COLUMNS: dict[str, tuple[str, str]] = {name: tuple(column) for name, column in DEFINED["columns"].items()}
"""Name -> (kind, meaning), in the order of the stored table."""

TRUST = SURE, LIKELY, DOUBTFUL = ("sure", "likely", "doubtful")
MEASURES = ("level", "growth", "change", "point_change", "share", "multiple", "rank", "threshold")
STATUSES: dict[str, str] = DEFINED["statuses"]
"""SDMX CL_OBS_STATUS 2.3, the codes in use here."""

DTYPES = {name: "datetime64[s]" if kind == "date" else kind for name, (kind, _) in COLUMNS.items()}
_TEXT = pd.StringDtype(na_value=np.nan)
_strings: Any = pd.arrays.ArrowStringArray  # its stubs do not know `dtype`
DEFAULTS = {"bound": "=", "obs_status": "A", "measure": "level", "is_target": False, "trust": SURE}


def make_id(source_id: str, place: str, what: str, measure: str, time_period: str) -> str:
    """A stable id of twelve hexadecimal digits; the same figure at the same place keeps it from run to run."""
    key = "\x1f".join((source_id, place, what, measure, time_period))
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:12]


def frame(rows: Rows) -> pd.DataFrame:
    """Rows (dicts, or a DataFrame) with any of the columns as an observation table: defaults, types, ids filled in.

    `time_period` is always worked out from the dates. `obs_id` is made where it is empty; figures that would share an
    id (one number stated of one thing twice at one place) are numbered apart. Unknown columns are a `TableError`.
    """
    return _table(_columns(rows))


def sound_frame(rows: Rows, where: str) -> pd.DataFrame:
    """`validate(frame(rows), where)`, without asking again what `frame` sees to."""
    columns = _columns(rows)
    table = _table(columns)
    _keep_rules(columns, where)
    return table


def _table(columns: Columns) -> pd.DataFrame:
    """The columns as a table; half of a character, which no file can hold, is refused."""
    arrays = dict(columns)
    for name in [name for name, dtype in DTYPES.items() if dtype == "str"]:
        try:
            arrays[name] = _strings(pa.array(columns[name], pa.large_string()), dtype=_TEXT)
        except ValueError as error:
            raise _misfit(name, error) from None
    return pd.DataFrame(arrays, copy=False)


def _columns(rows: Rows) -> Columns:
    """The columns of the table, in order: lists of text, arrays of the other types."""
    given, length = _given(rows)
    _refuse_unknown(given)
    table = {name: _cast(name, given.get(name, [None] * length)) for name in COLUMNS}
    try:
        periods = time_periods(table["period_start"].tolist(), table["period_end"].tolist())
    except ValueError as error:
        raise TableError(f"column period_end: {error}") from None
    table["time_period"] = periods
    table["obs_id"] = _ids(table)
    return table


def _refuse_unknown(names: Iterable[Any]) -> None:
    if unknown := [str(name) for name in names if name not in COLUMNS]:
        raise TableError(
            f"columns {', '.join(unknown)} are no observation columns; expected some of {', '.join(COLUMNS)}"
        )


def _given(rows: Rows) -> tuple[dict[str, list[Any]], int]:
    """What is given of each column, and the number of rows."""
    if isinstance(rows, pd.DataFrame):
        return {str(name): column.tolist() for name, column in rows.items()}, len(rows)
    rows = list(rows)
    names = sorted(set().union(*rows))
    return {name: [row.get(name) for row in rows] for name in names}, len(rows)


def _cast(name: str, values: list[Any]) -> Any:
    """A column of its type; what is absent is its default, or missing."""
    dtype, default = DTYPES[name], DEFAULTS.get(name, "")
    try:
        if dtype == "str":
            texts = values if set(map(type, values)) == {str} else list(map(_text, values))
            return [text or default for text in texts] if default else texts
        if dtype == "bool":
            return np.array(list(map(_truth, values)), dtype=bool)
        if dtype.startswith("datetime"):
            return _days(values)
        return _floats(values) if dtype == "float64" else _whole(values)
    except (ValueError, TypeError, OverflowError) as error:
        raise _misfit(name, error) from None


def _misfit(name: str, error: Exception) -> TableError:
    return TableError(f"column {name} should hold {COLUMNS[name][1]} ({DTYPES[name]}): {error}")


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    return "" if value is None or value is pd.NA or value != value else str(value)


def _floats(values: list[Any]) -> np.ndarray:
    plain = set(map(type, values)) <= {float, int, type(None)}
    return np.array(values if plain else pd.to_numeric(values), dtype=float)


def _whole(values: list[Any]) -> pd.arrays.IntegerArray:
    if not set(map(type, values)) <= {int, type(None)}:
        return pd.array(pd.to_numeric(values), dtype="Int64")
    missing = np.array([value is None for value in values], dtype=bool)
    return pd.arrays.IntegerArray(np.array([value or 0 for value in values], dtype="int64"), missing)


def _days(values: list[Any]) -> np.ndarray:
    """The days; each distinct one is converted once."""
    distinct = list(dict.fromkeys(values))
    try:
        days = np.array(distinct, dtype="datetime64[s]")
    except (ValueError, TypeError):  # not all of them ISO dates
        days = pd.to_datetime(pd.Series(distinct).replace("", pd.NaT)).to_numpy("datetime64[s]")
    place = {day: at for at, day in enumerate(distinct)}
    return days[[place[day] for day in values]]


def _truth(value: object) -> bool:
    """A truth value, also as CSV files spell it."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in {"true", "1", "1.0", "yes"}:
        return True
    if word in {"false", "0", "0.0", "no", "", "nan", "none", "<na>"}:
        return False
    raise ValueError(f"{value!r} is neither true nor false")


def _ids(table: Columns) -> list[str]:
    """The id of each row, made where it is empty; a place is the cell, or the span in the text."""
    taken: dict[str, int] = {}
    ids = []
    names = ("obs_id", "source_id", "cell", "char_start", "char_end", "indicator", "label", "measure", "time_period")
    columns = (table[name] if DTYPES[name] == "str" else table[name].tolist() for name in names)
    for own, source, cell, start, end, indicator, label, measure, period in zip(*columns, strict=True):
        place = cell or ("" if start is pd.NA else f"{start}-{end}")
        name = own or make_id(source, place, indicator or label, measure, period)
        taken[name] = nth = taken.get(name, 0) + (not own)
        ids.append(name if nth < 2 else make_id(source, f"{place}#{nth}", indicator or label, measure, period))
    return ids


ONE_OF = {"measure": MEASURES, "bound": BOUNDS, "obs_status": tuple(STATUSES), "trust": TRUST}
AREA = re.compile("(?:[0-9A-Z]{6})?")
RULES: dict[str, Callable[[Columns], Any]] = {
    "obs_lower <= obs_upper": lambda t: ~(t["obs_lower"] > t["obs_upper"]),
    "obs_value in its interval": lambda t: ~((t["obs_value"] < t["obs_lower"]) | (t["obs_value"] > t["obs_upper"])),
    "period_start <= period_end": lambda t: ~(t["period_start"] > t["period_end"]),
    "a label or an indicator": lambda t: (t["label"] != "") | (t["indicator"] != ""),
    "both ends of the span or none": lambda t: pd.isna(t["char_start"]) == pd.isna(t["char_end"]),
    "a value, or status O": lambda t: pd.notna(t["obs_value"]) | (t["obs_status"] == "O"),
    "an id of its own": lambda t: ~pd.Series(t["obs_id"]).duplicated(keep=False),
}
"""What every row keeps."""


def validate(table: pd.DataFrame, where: str = "the table") -> pd.DataFrame:
    """The table, its columns in order, when they have their types and every row keeps the rules (`ONE_OF`, `RULES`);
    else a `TableError` that names rows, column and rule."""
    if missing := [name for name in DTYPES if name not in table]:
        raise TableError(f"{where}: the table lacks {', '.join(missing)}; it is no observation table")
    _refuse_unknown(table)
    for name, dtype in DTYPES.items():
        if (seen := str(table[name].dtype)) != dtype or (dtype == "str" and table[name].isna().any()):
            raise TableError(f"{where}: column {name} holds {seen}, not {dtype}")
    _keep_rules({name: table[name].to_numpy() for name in DTYPES}, where)
    return table[list(DTYPES)]


def _keep_rules(columns: Columns, where: str) -> None:
    """`TableError` where a row of columns of the right types breaks a rule."""
    for name, allowed in ONE_OF.items():
        known = frozenset(allowed)
        if rows := [row for row, value in enumerate(columns[name]) if value not in known]:
            seen = f"{columns[name][rows[0]]!r}{_at(rows)}"
            raise TableError(f"{where}: column {name}: {seen}; expected one of {', '.join(allowed)}")
    if rows := [row for row, code in enumerate(columns["ref_area"]) if not AREA.fullmatch(code)]:
        seen = f"{columns['ref_area'][rows[0]]!r}{_at(rows)}"
        raise TableError(f"{where}: column ref_area: {seen}; expected a code of GB/T 2260, six characters, or nothing")
    asked = columns | {name: np.array(columns[name], dtype=object) for name in ("label", "indicator", "obs_status")}
    for rule, holds in RULES.items():
        if rows := np.flatnonzero(~np.asarray(holds(asked), dtype=bool)).tolist():
            raise TableError(f"{where}: {rule} does not hold{_at(rows)}")


def _at(rows: list[int]) -> str:
    more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
    return f" in row {', '.join(map(str, rows[:5]))}{more}"


def read_table(path: str | Path) -> pd.DataFrame:
    """An observation table from CSV, Parquet or JSON lines, typed and validated; `TableError` when it is none."""
    return sound_frame(_blank_numbers(read_rows(Path(path))), str(path))


def read_rows(path: Path) -> pd.DataFrame:
    """What a file of CSV (all text), Parquet or JSON lines holds, whatever its columns; `TableError` for another."""
    if not path.is_file():
        raise TableError(f"{path}: no such file; give a CSV or Parquet table, or run `ipstats build`")
    try:
        match path.suffix.lower():
            case ".parquet":
                return pd.read_parquet(path)
            case ".jsonl":
                return pd.read_json(path, lines=True, dtype=False)
            case ".csv":
                return unguarded(_csv(path))
            case suffix:
                raise TableError(
                    f"{path}: a table is .csv, .parquet or .jsonl, not {suffix or 'a file without ending'}"
                )
    except (ValueError, OSError) as error:
        raise TableError(f"{path}: not a readable table: {str(error).splitlines()[0]}") from None


def _csv(path: Path) -> pd.DataFrame:
    """A CSV table as text: UTF-8, or what a Chinese spreadsheet saves (GB 18030)."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", pd.errors.ParserWarning)
                rows = pd.read_csv(
                    path, encoding=encoding, dtype=str, keep_default_na=False, skip_blank_lines=False, index_col=False
                )
            return rows.rename(columns=str.strip).fillna("")
        except UnicodeDecodeError:
            continue
        except pd.errors.ParserWarning:
            raise ValueError("a row has more cells than the header names") from None
    raise ValueError("neither UTF-8 nor GB 18030")


def _blank_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that hold anything, with empty cells of number columns as missing (CSV and JSON write them as "")."""
    rows = rows[(rows != "").any(axis=1)] if all(dtype == "str" for dtype in rows.dtypes) else rows
    for name in rows.columns.intersection([n for n, dtype in DTYPES.items() if dtype in ("float64", "Int64")]):
        if rows[name].dtype == object or rows[name].dtype == "str":
            rows[name] = rows[name].astype(object).where(rows[name].astype(object) != "", None)
    return rows


def write_table(table: pd.DataFrame, path: str | Path) -> Path:
    """Write CSV (UTF-8, ISO dates), Parquet, JSON lines or a workbook by the ending: whole, or not at all.

    What is noted of the table (`attrs`) is not written.
    """
    path, table = Path(path), pd.DataFrame(table, copy=False)
    table.attrs = {}
    with whole(path) as scratch:
        match path.suffix.lower():
            case ".parquet":
                table.to_parquet(scratch, index=False)
            case ".csv":
                guarded(table).to_csv(
                    scratch, index=False, encoding="utf-8", lineterminator="\n", date_format="%Y-%m-%d"
                )
            case ".jsonl":
                _for_json(table).to_json(scratch, orient="records", lines=True, force_ascii=False)
            case ".xlsx":
                plain = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
                with scratch.open("wb") as file, pd.ExcelWriter(file, engine="xlsxwriter", engine_kwargs=plain) as book:
                    _for_json(table).to_excel(book, sheet_name="observations", index=False, freeze_panes=(1, 0))
            case suffix:
                raise TableError(
                    f"{path}: can write .csv, .parquet, .jsonl or .xlsx, not {suffix or 'a file without ending'}"
                )
    return path


def _for_json(table: pd.DataFrame) -> pd.DataFrame:
    """Dates as ISO text and open ends as the words CSV has for them: JSON and workbooks know neither."""
    out = table.copy()
    for name in table.select_dtypes("datetime"):
        out[name] = table[name].dt.strftime("%Y-%m-%d").astype(object).where(table[name].notna(), "")
    for name in table.select_dtypes("float"):
        out[name] = table[name].astype(object).where(~np.isinf(table[name]), table[name].astype(str))
    return out
