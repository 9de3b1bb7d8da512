"""Corrections by a person: `<file name>.corrections.yaml` beside a raw document overrides, drops or adds rows.

    - action: override                       or drop, add
      where: {quote: 同比增长563%, nth: 1}     or obs_id, cell, span: [first, last]; any column narrows it
      expect: {printed: "563", unit_measure: "%"}     what the reader finds there now; for add: {rows: 0}
      set: {printed: "5.63"}
      reason: 扫描件丢失小数点，见原件第3页

`set` takes any column, and `area` (a name or code), `indicator` (an id or name) and `period` (an SDMX time period),
which fill the columns that belong together. Where the value is given as `printed`, its interval follows from its
precision. Every entry needs a reason, and a guard (`expect`) that fails loudly when the document or the reader has
changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipstats.errors import CorrectionError, IpstatsError
from ipstats.model.observations import COLUMNS, frame

SUFFIX = ".corrections.yaml"
ACTIONS = ("override", "drop", "add")
PLACES = ("obs_id", "cell", "span", "quote")
SHORT = ("area", "period")
"""Words of `set` that are no columns."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry; `origin` (file and number) begins every message about it."""

    action: str
    where: dict
    reason: str
    expect: dict
    set: dict
    origin: str = "correction"


def sidecar(path: Path) -> Path:
    """Where the corrections of a raw file stand."""
    return path.with_name(path.name + SUFFIX)


def beside(path: str | Path) -> list[Correction]:
    """The corrections beside a document; none when there is no such file."""
    file = sidecar(Path(path))
    return read_corrections(file) if file.is_file() else []


def read_corrections(path: Path) -> list[Correction]:
    """The entries of a corrections file; `CorrectionError` names the file, the entry and what is wrong."""
    import yaml

    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CorrectionError(f"{path}: cannot be read: {' '.join(str(error).split())}") from None
    if not isinstance(entries, list):
        raise CorrectionError(f"{path}: expected a list of entries, found {type(entries).__name__}")
    return [_correction(entry, f"{path}: entry {number}") for number, entry in enumerate(entries, start=1)]


def _correction(entry, origin: str) -> Correction:
    fields = ("action", "where", "set", "expect", "reason")
    if not isinstance(entry, dict) or set(entry) - set(fields):
        raise CorrectionError(f"{origin}: expected the fields {', '.join(fields)}")
    made = Correction(
        entry.get("action", ""), entry.get("where") or {}, str(entry.get("reason") or "").strip(),
        entry.get("expect") or {}, entry.get("set") or {}, origin,
    )  # fmt: skip
    if made.action not in ACTIONS:
        raise CorrectionError(f"{origin}: action {made.action!r} is none of {', '.join(ACTIONS)}")
    for name in ("where", "expect", "set"):
        if not isinstance(getattr(made, name), dict):
            raise CorrectionError(f"{origin}: {name} should be a mapping")
    if not made.reason:
        raise CorrectionError(f"{origin}: a reason is missing; say why the row is corrected")
    if not made.expect:
        raise CorrectionError(f"{origin}: expect is missing; say what the reader finds there now")
    if made.action != "drop" and not made.set:
        raise CorrectionError(f"{origin}: set is missing; say what the row should hold")
    if not set(made.where) & set(PLACES):
        raise CorrectionError(f"{origin}: where names no place; give one of {', '.join(PLACES)}")
    known = {"where": {*COLUMNS, *PLACES, "nth"}, "set": {*COLUMNS, *SHORT}, "expect": {*COLUMNS, "rows"}}
    for name, allowed in known.items():
        if unknown := sorted(map(str, set(getattr(made, name)) - allowed)):
            raise CorrectionError(f"{origin}: {name}: {unknown[0]!r} is no column; the columns: {', '.join(COLUMNS)}")
    return made


def apply(table: pd.DataFrame, corrections: Iterable[Correction], text: str = "") -> pd.DataFrame:
    """A new table with the corrections applied in order; `text` is the document's, in which quotes are looked up.

    Raises `CorrectionError` when a guard does not hold, or a place is not there or not the only one.
    """
    for one in corrections:
        found = _found(table, one, text)
        if one.action == "add":
            table = _added(table, one, text, found)
            continue
        if len(found) != 1:
            seen = "; ".join(f"{row.obs_id} {row.label} {row.measure} {row.obs_text}" for row in found.itertuples())
            raise CorrectionError(
                f"{one.origin}: expected one row at {_said(one.where)}, found {len(found)} ({seen or 'none'}); "
                "narrow `where` by a column, or take the entry out when the reader no longer needs it"
            )
        row = found.iloc[0]
        _guard(one, row)
        if one.action == "drop":
            table = table.drop(index=found.index).reset_index(drop=True)
        else:
            table = _overridden(table, one, found.index[0])
    return table


def _found(table: pd.DataFrame, one: Correction, text: str) -> pd.DataFrame:
    keep = pd.Series(True, index=table.index)
    span = _span(one, text)
    if span:
        keep &= ((table["char_start"] >= span[0]) & (table["char_end"] <= span[1])).fillna(False).astype(bool)
    for name, value in one.where.items():
        if name in COLUMNS:
            keep &= table[name].map(lambda seen, value=value: _same(seen, value)).astype(bool)
    return table[keep]


def _span(one: Correction, text: str) -> tuple[int, int] | None:
    """The characters that `where` speaks of, by `span` or as the nth occurrence of `quote`."""
    if "span" in one.where:
        span = one.where["span"]
        if not (isinstance(span, list) and len(span) == 2 and all(isinstance(end, int) for end in span)):
            raise CorrectionError(f"{one.origin}: span should be two offsets, [first, last]; seen {span!r}")
        return tuple(span)
    if "quote" not in one.where:
        return None
    quote, nth, at = str(one.where["quote"]), one.where.get("nth", 1), -1
    for _ in range(nth if isinstance(nth, int) and quote else 0):
        at = text.find(quote, at + 1)
        if at < 0:
            break
    if at < 0:
        raise CorrectionError(
            f"{one.origin}: the document does not hold {quote!r} {nth} time(s); it has changed, or the quote is inexact"
        )
    return at, at + len(quote)


def _guard(one: Correction, row: pd.Series) -> None:
    for name, value in one.expect.items():
        if name != "rows" and not _same(row[name], value):
            raise CorrectionError(
                f"{one.origin}: expected {name} {value!r}, seen {_plain(row[name])!r}; "
                "the document or the reader has changed: look at the place again"
            )


def _same(seen, value) -> bool:
    plain = _plain(seen)
    if isinstance(value, bool) or isinstance(plain, bool):
        return plain is value
    try:
        return float(plain) == float(value)
    except (TypeError, ValueError):
        return plain == ("" if value is None else str(value))


def _plain(value):
    """A cell of the table as it would be written in YAML."""
    if pd.isna(value):
        return ""
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else getattr(value, "item", lambda: value)()


def _said(where: dict) -> str:
    return ", ".join(f"{name} {value}" for name, value in where.items())


def _values(one: Correction, row: dict) -> dict:
    """The columns that `set` fills, those that belong together among them."""
    from ipstats.grammar.parsing import parse_figure
    from ipstats.model.areas import area
    from ipstats.model.indicators import indicator
    from ipstats.model.periods import Period

    values = dict(one.set)
    try:
        if "area" in values:
            place = area(str(values.pop("area")))
            values |= {"ref_area": place.code, "ref_area_name": place.name}
        if values.get("indicator"):
            what = indicator(values["indicator"], values.get("unit_measure", row.get("unit_measure", "")))
            values = {"label": row.get("label") or what.zh} | values | {"indicator": what.id, "indicator_name": what.zh}
        if "period" in values:
            period = Period.parse(str(values.pop("period")))
            values |= {"period_start": period.start, "period_end": period.end}
        if "printed" in values and "obs_value" not in values:
            unit = values.get("unit_measure", row.get("unit_measure", ""))
            figure = parse_figure(f"{values['printed']}{unit}")
            values = {"bound": figure.bound, "obs_lower": figure.lower, "obs_upper": figure.upper} | values
            values |= {"obs_value": figure.value, "printed": str(values["printed"]), "unit_measure": figure.unit}
    except (IpstatsError, ValueError) as error:
        raise CorrectionError(f"{one.origin}: set: {error}") from None
    if "obs_value" in values:
        values = {"obs_lower": values["obs_value"], "obs_upper": values["obs_value"]} | values
    return values


def _overridden(table: pd.DataFrame, one: Correction, index: int) -> pd.DataFrame:
    rows = table.astype(object)
    row = rows.loc[index].to_dict()
    values = _values(one, row) | {
        "rule": f"{row['rule']}+corrected",
        "comment_obs": _comment(one, row["comment_obs"]),
    }
    for name, value in values.items():
        rows.at[index, name] = value
    return frame(rows)


def _added(table: pd.DataFrame, one: Correction, text: str, found: pd.DataFrame) -> pd.DataFrame:
    expected = one.expect.get("rows")
    if expected != len(found):
        raise CorrectionError(
            f"{one.origin}: expected {expected} rows at {_said(one.where)} before adding one, found {len(found)}; "
            "the reader has changed: look whether the entry is still needed (expect: {rows: 0})"
        )
    span = _span(one, text)
    place = {} if span is None else {"char_start": span[0], "char_end": span[1], "obs_text": text[slice(*span)]}
    known = table.iloc[0] if len(table) else {}
    row = {name: known[name] for name in ("source_id", "vintage") if name in known}
    row |= place | {name: one.where[name] for name in ("cell",) if name in one.where}
    row |= _values(one, {}) | {"rule": "corrected", "comment_obs": _comment(one, "")}
    return frame([*table.astype(object).to_dict("records"), row])


def _comment(one: Correction, comment: str) -> str:
    return f"{comment}; corrected: {one.reason}" if comment else f"corrected: {one.reason}"
