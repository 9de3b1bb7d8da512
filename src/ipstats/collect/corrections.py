"""Corrections by a person: `<file name>.corrections.yaml` beside a raw document changes, drops, adds, confirms rows.

    - action: override                       or drop, add, confirm
      where: {quote: 同比增长563%, nth: 1}     or cell, span: [first, last]; any column narrows it
      expect: {printed: "563", unit_measure: "%"}     what the reader finds there now; for add: {rows: 0}
      set: {printed: "5.63"}
      reason: 扫描件丢失小数点，见原件第3页
      by: 王某                                who decided, and on which day
      on: 2026-03-01
      as: group                               one decision for `rows` rows, or single
      rows: 14
      audit: true                             a row that was asked about though nothing spoke against it

`confirm` sets nothing: the row is as it was read; with `expect: {rows: 0}` it says that no figure stands there. A row
that a person confirmed or corrected is `sure`, and its evidence names who and when.
`set` takes any column, and `area` (a name or code), `indicator` (an id or name) and `period` (an SDMX time period, or
2023年末), which fill the columns that belong together. Where the value is given as `printed`, its interval follows from
its precision; an `obs_value` alone is exact, and printed as it is written. Every entry needs a reason, and a guard
(`expect`) that fails loudly when the document or the reader has changed.
"""

import errno
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from ipstats.errors import CorrectionError, DefinitionError, IpstatsError, TableError
from ipstats.model.doubts import MARK
from ipstats.model.observations import COLUMNS, ONE_OF, SURE, frame
from ipstats.model.yaml_files import load_yaml

SUFFIX = ".corrections.yaml"
ACTIONS = ("override", "drop", "add", "confirm")
PLACES = ("cell", "span", "quote")
"""What an entry holds on to; an `obs_id` is another when the figure is read otherwise, and only narrows."""
FIELDS = ("action", "where", "set", "expect", "reason", "by", "on", "as", "rows", "audit")
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
    by: str = ""
    on: str = ""
    rows: int = 1
    """How many rows were decided at once (`as: group`)."""
    audit: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether it says that no figure stands at its place."""
        return self.action == "confirm" and self.expect.get("rows") == 0

    @property
    def signed(self) -> str:
        """Who and when, as the evidence names it."""
        words = (re.sub(r"[;@=\[\]]", " ", part).strip() for part in (self.by, self.on))
        return ",".join(filter(None, words))


def sidecar(path: Path) -> Path:
    """Where the corrections of a raw file stand."""
    return path.with_name(path.name + SUFFIX)


def beside(path: str | Path) -> list[Correction]:
    """The corrections beside a document; none when there is no such file."""
    file = sidecar(Path(path))
    try:
        return read_corrections(file) if file.is_file() else []
    except OSError as error:  # a name so long that nothing can stand beside it
        if error.errno == errno.ENAMETOOLONG:
            return []
        raise CorrectionError(f"{file}: cannot be read: {error.strerror}") from None


def read_corrections(path: Path) -> list[Correction]:
    """The entries of a corrections file; `CorrectionError` names the file, the entry and what is wrong."""
    try:
        entries = load_yaml(path)
    except DefinitionError as error:
        raise CorrectionError(f"{path}: cannot be read: {format(error).removeprefix(f'{path.name}: ')}") from None
    if not isinstance(entries, list):
        raise CorrectionError(f"{path}: expected a list of entries, found {type(entries).__name__}")
    return [correction(entry, f"{path}: entry {number}") for number, entry in enumerate(entries, start=1)]


def correction(entry, origin: str) -> Correction:
    """One entry, checked; `origin` begins the `CorrectionError` that says what is wrong with it."""
    given = _fields(entry, origin)
    made = Correction(
        given.get("action", ""), given.get("where") or {}, str(given.get("reason") or "").strip(),
        given.get("expect") or {}, given.get("set") or {}, origin, str(given.get("by") or ""),
        str(given.get("on") or ""), given.get("rows", 1), given.get("audit") is True,
    )  # fmt: skip
    _refuse(made, origin)
    return made


def _fields(entry, origin: str) -> dict:
    """The fields of an entry by their names."""
    if isinstance(entry, dict):
        entry = {"on" if name is True else name: value for name, value in entry.items()}  # YAML 1.1 reads `on` as true
    if not isinstance(entry, dict) or set(entry) - set(FIELDS):
        raise CorrectionError(f"{origin}: expected the fields {', '.join(FIELDS)}")
    if entry.get("as", "single") not in ("single", "group") or type(entry.get("rows", 1)) is not int:
        raise CorrectionError(f"{origin}: as should be single or group, and rows a whole number")
    return entry


def _refuse(made: Correction, origin: str) -> None:
    """`CorrectionError` for an entry that does not say enough, or says what its action cannot do."""
    if made.action not in ACTIONS:
        raise CorrectionError(f"{origin}: action {made.action!r} is none of {', '.join(ACTIONS)}")
    for name in ("where", "expect", "set"):
        if not isinstance(getattr(made, name), dict):
            raise CorrectionError(f"{origin}: {name} should be a mapping")
    if not made.reason:
        raise CorrectionError(f"{origin}: a reason is missing; say why the row is corrected")
    if not made.expect:
        raise CorrectionError(f"{origin}: expect is missing; say what the reader finds there now")
    if made.action in ("override", "add") and not made.set:
        raise CorrectionError(f"{origin}: set is missing; say what the row should hold")
    if made.action == "confirm" and made.set:
        raise CorrectionError(f"{origin}: confirm sets nothing; the action that changes a row is override")
    if not set(made.where) & set(PLACES):
        raise CorrectionError(f"{origin}: where names no place; give one of {', '.join(PLACES)} (obs_id alone changes)")
    _refuse_unknown(made, origin)


def _refuse_unknown(made: Correction, origin: str) -> None:
    known = {"where": {*COLUMNS, *PLACES, "nth"}, "set": {*COLUMNS, *SHORT}, "expect": {*COLUMNS, "rows"}}
    for name, allowed in known.items():
        if unknown := sorted(map(str, set(getattr(made, name)) - allowed)):
            raise CorrectionError(f"{origin}: {name}: {unknown[0]!r} is no column; the columns: {', '.join(COLUMNS)}")


def apply(table: pd.DataFrame, corrections: Iterable[Correction], text: str = "") -> pd.DataFrame:
    """A new table with the corrections applied in order; `text` is the document's, in which quotes are looked up.

    Raises `CorrectionError` when a guard does not hold, or a place is not there or not the only one.
    """
    for one in corrections:
        found = rows_at(table, one, text)
        if one.action == "add":
            table = _added(table, one, text, found)
            continue
        if one.is_nothing:
            _no_row(one, found, "now reads it")
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
            table = _decided(table, one, found.index[0])
    return table


def rows_at(table: pd.DataFrame, one: Correction, text: str) -> pd.DataFrame:
    """The rows at the place that an entry names, narrowed by its columns."""
    keep = pd.Series(True, index=table.index)
    span = span_of(one, text)
    if span:
        keep &= ((table["char_start"] >= span[0]) & (table["char_end"] <= span[1])).fillna(False).astype(bool)
    for name, value in one.where.items():
        if name in COLUMNS:
            keep &= table[name].map(lambda seen, value=value: _same(seen, value)).astype(bool)
    return table[keep]


def span_of(one: Correction, text: str) -> tuple[int, int] | None:
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
                f"{one.origin}: expected {name} {value!r}, seen {plain(row[name])!r}; "
                "the document or the reader has changed: look at the place again"
            )


def _same(seen, value) -> bool:
    there = plain(seen)
    if isinstance(value, bool) or isinstance(there, bool):
        return there is value
    try:
        return float(there) == float(value)
    except (TypeError, ValueError):
        return there == ("" if value is None else str(value))


def plain(value):
    """A cell of the table as YAML writes it."""
    if pd.isna(value):
        return ""
    value = value.date().isoformat() if isinstance(value, pd.Timestamp) else getattr(value, "item", lambda: value)()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _said(where: dict) -> str:
    return ", ".join(f"{name} {value}" for name, value in where.items())


def _values(one: Correction, row: dict) -> dict:
    """The columns that `set` fills, those that belong together among them."""
    from ipstats.collect.sources import time_period
    from ipstats.grammar.parsing import parse_figure
    from ipstats.model.areas import area
    from ipstats.model.indicators import indicator

    values = dict(one.set)
    try:
        if "area" in values:
            place = area(str(values.pop("area")))
            values |= {"ref_area": place.code, "ref_area_name": place.name}
        if values.get("indicator"):
            what = indicator(values["indicator"], values.get("unit_measure", row.get("unit_measure", "")))
            values = {"label": row.get("label") or what.zh} | values | {"indicator": what.id, "indicator_name": what.zh}
        if "period" in values:
            period = time_period(str(values.pop("period")))
            values |= {"period_start": period.start, "period_end": period.end}
        if "printed" in values and "obs_value" not in values:
            unit = values.get("unit_measure", row.get("unit_measure", ""))
            figure = parse_figure(f"{values['printed']}{unit}")
            values = {"bound": figure.bound, "obs_lower": figure.lower, "obs_upper": figure.upper} | values
            values |= {"obs_value": figure.value, "printed": str(values["printed"]), "unit_measure": figure.unit}
    except (IpstatsError, ValueError, TypeError) as error:
        raise CorrectionError(f"{one.origin}: set: {error}") from None
    _possible(one, values)
    return _exactly(values["obs_value"]) | values if "obs_value" in values else values


def _exactly(value: Any) -> dict[str, Any]:
    """What belongs to a value that is given alone: as a number written out, which is exact."""
    printed = format(Decimal(str(value)).normalize(), "f")
    return {"obs_lower": value, "obs_upper": value, "bound": "=", "printed": printed}


def _possible(one: Correction, values: dict) -> None:
    """A coded column has one of its codes; a value and its interval are numbers, and only the ends may be open."""
    for name in values.keys() & ONE_OF.keys():
        if values[name] not in ONE_OF[name]:
            raise CorrectionError(f"{one.origin}: set: {name} {values[name]!r} is none of {', '.join(ONE_OF[name])}")
    for name in ("obs_value", "obs_lower", "obs_upper"):
        value = values.get(name, 0)
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or math.isnan(value) or (name == "obs_value" and math.isinf(value)):
            raise CorrectionError(f"{one.origin}: set: {name} {value!r} is no number; expected one such as 5.63")


def _decided(table: pd.DataFrame, one: Correction, index: int) -> pd.DataFrame:
    """The table with one row confirmed or overridden, which makes it sure."""
    rows = table.astype(object)
    row = rows.loc[index].to_dict()
    values = _values(one, row) if one.set else {}
    word = "corrected" if one.set else "confirmed"
    evidence = ";".join(filter(None, [row["evidence"], _person(one, word)]))
    values = values | {
        "rule": f"{row['rule']}+{word}" if one.set else row["rule"],
        "comment_obs": _comment(one, _settled(row["comment_obs"]), word),
        "trust": SURE,
        "evidence": evidence,
    }
    for name, value in values.items():
        rows.at[index, name] = value
    return _framed(rows, one)


def _person(one: Correction, word: str) -> str:
    """The evidence of a row that a person decided: what, who, when."""
    return f"row={','.join(filter(None, (word, one.signed)))}@person"


def _settled(comment: str) -> str:
    """A comment without the doubts that a person has decided."""
    return "; ".join(part for part in comment.split("; ") if part and not part.startswith(MARK))


def _no_row(one: Correction, found: pd.DataFrame, what: str) -> None:
    expected = one.expect.get("rows")
    if expected != len(found):
        raise CorrectionError(
            f"{one.origin}: expected {expected} rows at {_said(one.where)}, found {len(found)}; the reader {what}: "
            "look whether the entry is still needed"
        )


def _added(table: pd.DataFrame, one: Correction, text: str, found: pd.DataFrame) -> pd.DataFrame:
    expected = one.expect.get("rows")
    if expected != len(found):
        raise CorrectionError(
            f"{one.origin}: expected {expected} rows at {_said(one.where)} before adding one, found {len(found)}; "
            "the reader has changed: look whether the entry is still needed (expect: {rows: 0})"
        )
    span = span_of(one, text)
    place = {} if span is None else {"char_start": span[0], "char_end": span[1], "obs_text": text[slice(*span)]}
    known: dict = dict(table.iloc[0]) if len(table) else {}
    row = {name: known[name] for name in ("source_id", "vintage") if name in known}
    row |= place | {name: one.where[name] for name in ("cell",) if name in one.where}
    row |= _values(one, {}) | {"rule": "corrected", "comment_obs": _comment(one, "", "corrected")}
    row |= {"evidence": _person(one, "corrected")}
    return _framed([*table.astype(object).to_dict("records"), row], one)


def _framed(rows, one: Correction) -> pd.DataFrame:
    try:
        return frame(rows)
    except TableError as error:
        raise CorrectionError(f"{one.origin}: set: {error}") from None


def _comment(one: Correction, comment: str, word: str) -> str:
    return f"{comment}; {word}: {one.reason}" if comment else f"{word}: {one.reason}"
