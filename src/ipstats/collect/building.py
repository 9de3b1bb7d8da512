"""data/raw becomes data/processed: every document and table, one validated table of observations.

Light at the top on purpose: when nothing has changed, neither pandas nor a reader is imported.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ipstats import project
from ipstats.collect import freshness
from ipstats.errors import DefinitionError, DocumentError, IpstatsError, SourceError
from ipstats.messages import say
from ipstats.model import overlay
from ipstats.progress import Counter
from ipstats.writing import sweep, writing

if TYPE_CHECKING:
    import pandas as pd

    from ipstats.collect.sources import Source

TABLE, SCRATCH, SEEN = "observations", ".build-", "seen.parquet"


@dataclass(frozen=True)
class Part:
    """What one source gave: its rows, its text, what was not guessed at, value cells that were empty, and its name
    below data/raw."""

    source: "Source"
    path: Path
    rows: "pd.DataFrame"
    text: str
    warnings: tuple[str, ...] = ()
    empty: int = 0
    file: str = ""


def run(
    *, force: bool = False, quiet: bool = False, quiet_when_fresh: bool = False, accept_changes: bool = False
) -> dict:  # fmt: skip
    """Build the project's table unless it is up to date, and say what came of it: the command `ipstats build`.

    Gives what was written down (`freshness.record`): among it `failed`, the sources that could not be read, and
    `changes`, what a new reader reads otherwise, which waits until `accept_changes`.
    """
    processed = project.processed()
    last, fresh = make(force=force, progress=not quiet, accept_changes=accept_changes)
    if not quiet and not (fresh and quiet_when_fresh):
        say(f"{processed / TABLE}.parquet: up to date; {_counted(last)}" if fresh else summary(processed))
    return last


def build(root: Path | str | None = None, *, force: bool = False, progress: bool = False) -> "pd.DataFrame":
    """The observation table of a project, made from data/raw and written to data/processed, or read when up to date.

    Writes `observations.parquet`, `observations.csv`, `datapackage.json`, `texts/<source_id>.txt` and `build.json`,
    each whole or not at all.

    Parameters
    ----------
    root : the project's folder; the one around the working folder when left out
    force : make it anew even when nothing has changed
    progress : show how many sources are done

    Returns
    -------
    DataFrame
        the observation table, a row a reported figure (docs/data.md)

    Raises
    ------
    SourceError
        names every source that cannot be read; the table of the others is in place then, unless none can be read

    Examples
    --------
    >>> build(progress=True)  # doctest: +SKIP
    """
    from ipstats.model.observations import read_table

    last, _ = make(root, force=force, progress=progress)
    if last["failed"]:
        raise SourceError("\n".join(one["reason"] for one in last["failed"]))
    return read_table(project.processed(root) / f"{TABLE}.parquet")


def make(
    root: Path | str | None = None, *, force: bool = False, progress: bool = False, accept_changes: bool = False
) -> tuple[dict, bool]:
    """Make the table unless it is up to date; what was written down, and whether it was up to date."""
    raw, processed = project.raw(root), project.processed(root)
    overlay.check_in_use(raw.parents[1])
    last = freshness.record(processed)
    if not force and freshness.is_fresh(raw, processed):
        return (_accepted(processed, last) if accept_changes and last.get("changes") else last), True
    now = freshness.inputs(raw)
    _check_definitions(raw.parents[1])
    parts, failed = read_all(raw, progress, last)
    if failed and not parts:
        raise SourceError("\n".join([*(one["reason"] for one in failed), "none can be read; nothing was written"]))
    table = combine(parts)
    record = {"inputs": now, "failed": failed} | (
        {} if accept_changes else _changes(table, parts, processed, last, now)
    )
    return _write(table, parts, processed, record), False


def _accepted(processed: Path, last: dict) -> dict:
    """Remember that the changes of the reader were seen."""
    last = {name: value for name, value in last.items() if name not in ("changes", "baseline", "seen")}
    scratch = processed / f"{SCRATCH}record.json"
    scratch.write_text(_json(last), encoding="utf-8")
    os.replace(scratch, processed / freshness.RECORD)
    return last


def _check_definitions(root: Path) -> None:
    """`DefinitionError` that names the file when the project's own definitions are not sound."""
    from ipstats.grammar import lexicon
    from ipstats.model import areas, awards, calibers, indicators, naming, units

    if overlay.files(root):
        try:
            for load in (areas.areas, units.units, indicators.indicators, awards.editions, calibers.calibers,
                         naming.scopes, lexicon.groups):  # fmt: skip
                load()
        except DefinitionError as error:
            raise DefinitionError(f"{root / overlay.FOLDER}: {error}") from error


def _changes(table: "pd.DataFrame", parts: list[Part], processed: Path, last: dict, now: dict) -> dict:
    """What the reader or definitions changed in documents that are as they were when the table was last seen."""
    from ipstats.collect import changes

    if not last.get("changes") and all(last.get("inputs", {}).get(name) == now[name] for name in freshness.MADE_BY):
        return {}
    known = changes.baseline(processed, last, (SEEN, f"{TABLE}.parquet"))
    if known is None:
        return {}
    path, before, inputs = known
    same = {part.source.id for part in parts if freshness.same_files(part.file, inputs, now)}
    found = changes.changes(before, table, same)
    return {"changes": found, "baseline": inputs, "table_seen": path} if found else {}


def read_all(raw: Path, progress: bool = False, last: dict | None = None) -> tuple[list[Part], list[dict]]:
    """Every source of a folder, read; and those that cannot be: file, id, areas, reason, kind of error."""
    from ipstats.collect.sources import documents

    parts, failed = [], []
    seen: dict[str, Path] = {}
    paths = documents(raw)
    with Counter(len(paths), "读取 reading", progress) as counter:
        for path in paths:
            try:
                part = read_part(path)
                if part.source.id in seen:
                    raise DocumentError(f"{path}: has the id {part.source.id!r} of {seen[part.source.id]}; rename it")
                seen[part.source.id] = path
                parts.append(replace(part, file=path.relative_to(raw).as_posix()))
            except Exception as error:  # an unforeseen failure too is of one source and does not lose the others
                failed.append(_failure(path, raw, error, last or {}))
            counter.step()
    return parts, failed


def _failure(path: Path, raw: Path, error: Exception, last: dict) -> dict:
    """What operators are told of a source that cannot be read (its reason as it was written, to be said in the language
    of who is told), and the areas its figures are about as far as known."""
    name = path.relative_to(raw).as_posix()
    reason = _reason(error)
    known = [*(last.get("failed") or []), *(last.get("sources") or {}).values()]
    before = {code for one in known if one.get("file") == name for code in one.get("areas", [])}
    return {
        "file": name,
        "reason": reason if path.name in reason else f"{path}: {reason}",
        "kind": type(error).__name__,
        "areas": sorted(before | _area_of_sidecar(path)),
    }


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return f"{error}" if isinstance(error, IpstatsError) else f"reading it failed: {type(error).__name__}: {error}"


def _area_of_sidecar(path: Path) -> set[str]:
    """The area a sidecar names, as far as it can be read."""
    from ipstats.collect.sources import sidecar
    from ipstats.model.areas import area
    from ipstats.model.definitions import read_yaml

    with suppress(IpstatsError):
        return {area(str(read_yaml(sidecar(path)).get("area") or "")).code}
    return set()


def read_part(path: Path) -> Part:
    """One raw file by what its sidecar says: a mapped table, or a document that is read as prose and tables."""
    from ipstats.collect.corrections import apply, beside
    from ipstats.collect.sources import read_source, unlike
    from ipstats.model.observations import frame

    source, corrections = read_source(path), beside(path)
    if source.table:
        from ipstats.collect.mapped import read_mapped

        table = read_mapped(path, source)
        rows = apply(frame(table.rows), corrections, table.text)
        return Part(source, path, rows, table.text, table.warnings, table.empty)
    from ipstats.collect.read import read

    document = read(
        path, published=source.published, area=source.area or None, year=source.year, source=source.id,
        title=source.title, corrections=corrections,
    )  # fmt: skip
    return Part(source, path, document.table, document.text, (*unlike(path), *document.warnings))


def combine(parts: list[Part]) -> "pd.DataFrame":
    """One validated table of all parts, in the order of sources and places."""
    import pandas as pd

    from ipstats.model.observations import sound_frame

    tables = [part.rows for part in parts if len(part.rows)]
    return sound_frame(pd.concat(tables, ignore_index=True) if tables else [], "data/raw")


def _write(table: "pd.DataFrame", parts: list[Part], processed: Path, record: dict) -> dict:
    """Make everything beside, then move it into place; `build.json` comes last and says that all of it is there."""
    scratch, seen = None, record.pop("table_seen", None)
    with writing(processed):
        try:
            (processed / "texts").mkdir(parents=True, exist_ok=True)
            sweep(processed, f"{SCRATCH}*")
            scratch = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=processed))
            _make(table, parts, scratch)
            names = sorted(path.relative_to(scratch).as_posix() for path in scratch.rglob("*") if path.is_file())
            outputs = {name: freshness.digest(scratch / name) for name in names}
            record |= {"outputs": outputs, "sources": {part.source.id: _said(part) for part in parts}}
            if seen is not None:
                record["seen"] = _keep_seen(seen, scratch, processed)
            (scratch / freshness.RECORD).write_text(_json(record), encoding="utf-8")
            _move(scratch, processed, [*names, freshness.RECORD])
            for left in [*(processed / "texts").glob("*.txt"), *([] if seen is not None else [processed / SEEN])]:
                if left.relative_to(processed).as_posix() not in outputs:
                    left.unlink(missing_ok=True)
        finally:
            if scratch:
                shutil.rmtree(scratch, ignore_errors=True)
    return record


def _keep_seen(seen: Path, scratch: Path, processed: Path) -> str:
    """Put the table that was seen last beside the new one, before that takes its place; its hash."""
    if seen.name != SEEN:
        shutil.copyfile(seen, scratch / SEEN)
        _move(scratch, processed, [SEEN])
    return freshness.digest(processed / SEEN)


def _move(scratch: Path, processed: Path, names: list[str]) -> None:
    """Put files in place, each on the disk before it takes its name."""
    for name in names:
        with (scratch / name).open("rb") as file:
            os.fsync(file.fileno())
        os.replace(scratch / name, processed / name)


def _make(table: "pd.DataFrame", parts: list[Part], folder: Path) -> None:
    """The table, the texts and the data package, in an empty folder."""
    from ipstats.collect.package import write_package

    (folder / "texts").mkdir()
    write_package(folder, table, [part.source for part in parts])
    for part in parts:
        (folder / "texts" / f"{part.source.id}.txt").write_text(part.text, encoding="utf-8", newline="")


def _said(part: Part) -> dict:
    return {
        "file": part.file,
        "title": part.source.title,
        "areas": sorted(set(part.rows["ref_area"])) if len(part.rows) else [],
        "rows": len(part.rows),
        "unnamed": int((part.rows["indicator"] == "").sum()) if len(part.rows) else 0,
        "empty_cells": part.empty,
        "warnings": list(part.warnings),
    }


def summary(processed: Path) -> str:
    """What the last build made, a line a source: rows, rows whose indicator the catalogue lacks, empty cells."""
    last = freshness.record(processed)
    lines = [f"{'rows':>7} {'unnamed':>8} {'empty':>6}  source    数字、名录外的指标、空单元格、来源"]
    blank = [name for name, one in last["sources"].items() if _blank(one)]
    for name, one in last["sources"].items():
        if name not in blank:
            lines.append(f"{one['rows']:>7} {one['unnamed']:>8} {one['empty_cells']:>6}  {name}  {one['title']}")
            lines += [f"{'':>25}! {warning}" for warning in one["warnings"]]
    lines += [f"{'':>25}{len(blank)} blank templates"] if blank else []
    return "\n".join([*lines, f"{processed / TABLE}.parquet: {_counted(last)}"])


def _counted(last: dict) -> str:
    rows = [one["rows"] for one in last.get("sources", {}).values() if not _blank(one)]
    return f"{sum(rows):,} figures of {len(rows)} sources"


def _blank(source: dict) -> bool:
    """Whether a source is an empty template."""
    return not source["rows"] and source["file"].startswith("templates/")


def _json(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def add(
    file_or_url: str | Path | Sequence[str | Path], *, root: Path | str | None = None, local: bool = False,
    **metadata: str,
) -> Path | list[Path]:  # fmt: skip
    """Take a document or table into data/raw with a sidecar to look over.

    Parameters
    ----------
    file_or_url : a path or an address, or a list of them
    root : the project's folder; the one around the working folder when left out
    local : let an address be one of this house (loopback, private)
    metadata : `title`, `publisher`, `area`, `period`, `published` (YYYY-MM-DD), `url`, and `name` for another file
        name

    Returns
    -------
    Path or list of Path
        where it stands in data/raw; of a list one path each

    Raises
    ------
    DocumentError
        for what is not there, cannot be fetched or read, or is there already (under any name): nothing is overwritten.
        Of a list the others are taken in first

    Examples
    --------
    >>> add("北京市2023年工作总结.docx", area="北京", published="2024-01-20")  # doctest: +SKIP
    PosixPath('data/raw/北京市2023年工作总结.docx')
    """
    from ipstats.collect.taking import take, take_all

    raw, said = project.raw(root), {key: str(value) for key, value in metadata.items() if value}
    if isinstance(file_or_url, (str, Path)):
        return take(str(file_or_url), raw, local=local, **said)
    return take_all([str(one) for one in file_or_url], raw, local=local, **said)
