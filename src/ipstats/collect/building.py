"""data/raw becomes data/processed: every document and table, one validated table of observations.

Light at the top on purpose: when nothing has changed, neither pandas nor a reader is imported.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ipstats import project
from ipstats.collect import freshness
from ipstats.errors import DefinitionError, DocumentError, IpstatsError

if TYPE_CHECKING:
    import pandas as pd

    from ipstats.collect.sources import Source

TABLE, PACKAGE, SCRATCH = "observations", "datapackage.json", ".build-"


@dataclass
class Part:
    """What one source gave: its rows, its text, what was not guessed at, and value cells that were empty."""

    source: "Source"
    path: Path
    rows: "pd.DataFrame"
    text: str
    warnings: tuple[str, ...] = ()
    empty: int = 0
    notes: list[str] = field(default_factory=list)


def run(*, force: bool = False, quiet: bool = False, quiet_when_fresh: bool = False) -> None:
    """Build the project's table unless it is up to date, and say what came of it: the command `ipstats build`."""
    raw, processed = project.raw(), project.processed()
    if not force and freshness.is_fresh(raw, processed):
        if not (quiet or quiet_when_fresh):
            print(f"{processed / TABLE}.parquet is up to date ({_counted(freshness.record(processed))})")
        return
    build(force=True, progress=not quiet)
    if not quiet:
        print(summary(processed))


def build(root: Path | str | None = None, *, force: bool = False, progress: bool = False) -> "pd.DataFrame":
    """The observation table of a project, made from data/raw and written to data/processed, or read when up to date.

    Writes `observations.parquet`, `observations.csv`, `datapackage.json`, `texts/<source_id>.txt` and `build.json`,
    each whole or not at all; when a source cannot be read, nothing is written and the error names every such source.
    """
    raw, processed = project.raw(root), project.processed(root)
    from ipstats.model.observations import read_table

    if not force and freshness.is_fresh(raw, processed):
        return read_table(processed / f"{TABLE}.parquet")
    before = freshness.inputs(raw)
    parts = read_all(raw, progress=progress)
    table = combine(parts)
    _write(table, parts, processed, before)
    return table


def read_all(raw: Path, progress: bool = False) -> list[Part]:
    """Every source of a folder, read; one error for all that cannot be."""
    from ipstats.collect.sources import documents

    parts, errors, seen = [], [], {}
    paths = documents(raw)
    for number, path in enumerate(paths, start=1):
        if progress and sys.stderr.isatty():
            print(f"\r[{number}/{len(paths)}] {path.name:<50.50}", end="", file=sys.stderr, flush=True)
        try:
            part = read_part(path)
            if part.source.id in seen:
                raise DocumentError(f"{path}: has the id {part.source.id!r} of {seen[part.source.id]}; rename it")
            seen[part.source.id] = path
            parts.append(part)
        except DefinitionError:
            raise
        except IpstatsError as error:
            errors.append(str(error) if path.name in str(error) else f"{path}: {error}")
    if progress and sys.stderr.isatty():
        print("\r" + " " * 72 + "\r", end="", file=sys.stderr)
    if errors:
        many = [f"{len(errors)} of {len(paths)} sources cannot be read; nothing was written"] if errors[1:] else []
        raise DocumentError("\n".join(errors + many))
    return parts


def read_part(path: Path) -> Part:
    """One raw file by what its sidecar says: a mapped table, or a document that is read as prose and tables."""
    from ipstats.collect.corrections import apply, beside
    from ipstats.collect.sources import read_source
    from ipstats.model.observations import frame

    source, corrections = read_source(path), beside(path)
    if source.table:
        from ipstats.collect.mapped import read_mapped

        table = read_mapped(path, source)
        return Part(source, path, apply(frame(table.rows), corrections, table.text), table.text, empty=table.empty)
    from ipstats.collect.read import read

    document = read(
        path, published=source.published, area=source.area or None, year=source.year, source=source.id,
        title=source.title, corrections=corrections,
    )  # fmt: skip
    return Part(source, path, document.table, document.text, document.warnings)


def combine(parts: list[Part]) -> "pd.DataFrame":
    """One validated table of all parts, in the order of sources and places."""
    import pandas as pd

    from ipstats.model.observations import sound_frame

    tables = [part.rows for part in parts if len(part.rows)]
    return sound_frame(pd.concat(tables, ignore_index=True) if tables else [], "data/raw")


def _write(table: "pd.DataFrame", parts: list[Part], processed: Path, inputs: dict) -> None:
    """Make everything beside, then move it into place; `build.json` comes last and says that all of it is there."""
    scratch = None
    try:
        (processed / "texts").mkdir(parents=True, exist_ok=True)
        _sweep(processed)
        scratch = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=processed))
        _make(table, parts, scratch)
        names = sorted(path.relative_to(scratch).as_posix() for path in scratch.rglob("*") if path.is_file())
        outputs = {name: freshness.digest(scratch / name) for name in names}
        record = {"inputs": inputs, "outputs": outputs, "sources": {part.source.id: _said(part) for part in parts}}
        (scratch / freshness.RECORD).write_text(_json(record), encoding="utf-8")
        (processed / freshness.RECORD).unlink(missing_ok=True)
        for name in [*names, freshness.RECORD]:
            os.replace(scratch / name, processed / name)
        for left in (processed / "texts").glob("*.txt"):
            if f"texts/{left.name}" not in outputs:
                left.unlink()
    except OSError as error:
        raise IpstatsError(
            f"{processed}: cannot be written: {error.strerror or error}; make room, or the folder writable"
        ) from error
    finally:
        if scratch:
            shutil.rmtree(scratch, ignore_errors=True)


def _sweep(processed: Path) -> None:
    """Remove what a build that was killed left behind; a folder of the last hour may be another build's."""
    for left in processed.glob(f"{SCRATCH}*"):
        if time.time() - left.stat().st_mtime > 3600:
            shutil.rmtree(left, ignore_errors=True)


def _make(table: "pd.DataFrame", parts: list[Part], folder: Path) -> None:
    """The table, the texts and the data package, in an empty folder."""
    from ipstats.collect.package import describe, for_csv
    from ipstats.model.observations import write_table

    (folder / "texts").mkdir()
    write_table(table, folder / f"{TABLE}.parquet")
    write_table(for_csv(table), folder / f"{TABLE}.csv")
    for part in parts:
        (folder / "texts" / f"{part.source.id}.txt").write_text(part.text, encoding="utf-8", newline="")
    package = describe([part.source for part in parts], folder / f"{TABLE}.csv", folder / f"{TABLE}.parquet")
    (folder / PACKAGE).write_text(_json(package), encoding="utf-8")


def _said(part: Part) -> dict:
    return {
        "file": part.path.name,
        "title": part.source.title,
        "rows": len(part.rows),
        "unnamed": int((part.rows["indicator"] == "").sum()) if len(part.rows) else 0,
        "empty_cells": part.empty,
        "warnings": list(part.warnings),
    }


def summary(processed: Path) -> str:
    """What the last build made, a line a source: rows, rows whose indicator the catalogue lacks, empty cells."""
    last = freshness.record(processed)
    lines = [f"{'rows':>7} {'unnamed':>8} {'empty':>6}  source"]
    for name, said in last["sources"].items():
        lines.append(f"{said['rows']:>7} {said['unnamed']:>8} {said['empty_cells']:>6}  {name}  {said['title']}")
        lines += [f"{'':>25}! {warning}" for warning in said["warnings"]]
    return "\n".join([*lines, f"{_counted(last)} -> {processed / TABLE}.parquet"])


def _counted(last: dict) -> str:
    sources = last.get("sources", {})
    return f"{sum(said['rows'] for said in sources.values()):,} figures of {len(sources)} sources"


def _json(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def add(
    file_or_url: str | Path | Sequence[str | Path], *, root: Path | str | None = None, local: bool = False,
    **metadata: str,
) -> Path | list[Path]:  # fmt: skip
    """Take a document or table into data/raw with a sidecar to look over; the path it has there.

    A list takes in several, and gives their paths; what cannot be taken in is named in one `DocumentError` after the
    others are. `metadata`: `title`, `publisher`, `area`, `period`, `published`, `url`, and `name` for another file
    name. `local` lets an address be one of this house (loopback, private). Nothing is overwritten; a file that is
    there already (under any name) is refused.
    """
    from ipstats.collect.taking import take, take_all

    raw, said = project.raw(root), {key: str(value) for key, value in metadata.items() if value}
    if isinstance(file_or_url, (str, Path)):
        return take(str(file_or_url), raw, local=local, **said)
    return take_all([str(one) for one in file_or_url], raw, local=local, **said)
