"""Decisions of a person written into `<file name>.corrections.yaml`, one after the other, and taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipstats.collect.corrections import SUFFIX, Correction, apply, correction, plain, read_corrections
from ipstats.errors import CorrectionError, IpstatsError
from ipstats.writing import whole

EXPECTED = ("obs_text", "obs_value", "unit_measure", "label", "ref_area_name", "scope", "time_period", "measure")
"""What an entry says the reader finds at its place: when one of them changes, the decision is asked for again."""
NARROWING = ("obs_text", "measure", "label", "ref_area_name", "time_period", "is_target", "scope", "rank_scope")
BEFORE = 16
"""Characters before a figure that a quote holds at most."""
_BREAKS = "。！？；\n\r"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of some rows: `set` for an override, nothing for a confirmation."""

    action: str
    reason: str
    by: str
    on: str
    set: dict
    audit: bool = False
    ends: bool = False
    """Whether a point in time takes the end of the time that is set."""


def entry(row: dict, table: pd.DataFrame, text: str, decision: Decision, rows: int = 1) -> dict:
    """The entry of a corrections file for one row of a document's table; its place is a quote or a cell."""
    where = place(row, table, text)
    expect = {name: plain(row[name]) for name in EXPECTED if plain(row[name]) != ""}
    return as_entry(decision, where, expect, rows)


def nothing(start: int, end: int, text: str, decision: Decision, rows: int = 1) -> dict:
    """A correction entry that confirms that a span of the text holds no figure."""
    return as_entry(decision, exactly(start, end, text), {"rows": 0}, rows)


def as_entry(decision: Decision, where: dict, expect: dict, rows: int) -> dict:
    """The entry of a decision about a place where the reader finds what is expected."""
    made: dict = {"action": decision.action, "where": where, "expect": expect}
    made |= {"set": decision.set} if decision.set else {}
    made |= {"reason": decision.reason, "by": decision.by, "on": decision.on}
    made |= {"as": "group" if rows > 1 else "single", "rows": rows}
    return made | ({"audit": True} if decision.audit else {})


def place(row: dict, table: pd.DataFrame, text: str) -> dict:
    """`where` for a row: its cell, or words of the text that end in the figure, narrowed until it is the only one."""
    if row["cell"]:
        where, same = {"cell": row["cell"]}, table[table["cell"] == row["cell"]]
    else:
        start, end = int(row["char_start"]), int(row["char_end"])
        where = quoted(start, end, text)
        first = end - len(where["quote"])
        same = table[((table["char_start"] >= first) & (table["char_end"] <= end)).fillna(False).astype(bool)]
    for name in NARROWING:
        if len(same) < 2:
            break
        kept = same[same[name] == row[name]]
        if len(kept) < len(same):
            where, same = where | {name: plain(row[name])}, kept
    return where


def quoted(start: int, end: int, text: str) -> dict:
    """A place of the text as words of it, with their number where they stand there more than once."""
    first = max(start - BEFORE, *(text.rfind(sign, 0, start) + 1 for sign in _BREAKS))
    while first < start and text[first].isspace():
        first += 1
    return exactly(first, end, text)


def exactly(start: int, end: int, text: str) -> dict:
    """A place of the text as its own words alone, with their number where they stand there more than once."""
    quote = text[start:end]
    nth, at = 1, text.find(quote)
    while at != start:
        nth, at = nth + 1, text.find(quote, at + 1)
    return {"quote": quote} | ({"nth": nth} if nth > 1 else {})


def tried(entries: Sequence[dict], table: pd.DataFrame, text: str, origin: str = "answer") -> pd.DataFrame:
    """The table with the entries applied; `CorrectionError` before anything is written when one cannot be."""
    return apply(table, [correction(one, origin) for one in entries], text)


def append(path: Path, entries: Sequence[dict]) -> str:
    """Add entries to a corrections file, whole or not at all; what was written, for `take_out`."""
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    if before.strip() in ("[]", ""):
        before = ""
    written = as_yaml(entries)
    joint = "" if before.endswith("\n") or not before else "\n"
    _write(path, before + joint + written)
    return written


def append_all(made: Sequence[tuple[Path, Sequence[dict]]]) -> tuple[tuple[Path, str], ...]:
    """Add entries to several corrections files, to all of them or to none; what was written, for `take_out`."""
    added: list[tuple[Path, str]] = []
    try:
        for path, entries in made:
            added.append((path, append(path, entries)))
    except IpstatsError:
        take_out(added)
        raise
    return tuple(added)


def as_yaml(entries: Sequence[dict]) -> str:
    """The entries as YAML that a person can read and change: one mapping a line, nothing shared by reference."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data) -> bool:
            return True

    return yaml.dump(
        list(entries), Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110
    )


def take_out(added: Sequence[tuple[Path, str]]) -> None:
    """Remove from each file what was added last; refused, and nothing removed, when one was changed since."""
    left = {}
    for path, written in added:
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
        if not text.endswith(written):
            raise CorrectionError(f"{path}: was changed since the answer was written; take the entry out by hand")
        left[path] = text.removesuffix(written)
    for path, text in left.items():
        if text.strip():
            _write(path, text)
        else:
            path.unlink()


def _write(path: Path, text: str) -> None:
    with whole(path) as scratch:
        scratch.write_text(text, encoding="utf-8", newline="\n")


def decisions(folder: Path) -> float:
    """The number of review decisions in the corrections of a folder; a group decision counts once."""
    return sum(1 / one.rows for one in _signed(folder))


def audits(folder: Path) -> tuple[int, int]:
    """How many sure rows were asked about, and how many of them were not as read."""
    asked = [one for one in _signed(folder) if one.audit]
    return len(asked), sum(one.action != "confirm" for one in asked)


def _signed(folder: Path) -> list[Correction]:
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        found += [one for one in read_corrections(path) if one.by]
    return found
