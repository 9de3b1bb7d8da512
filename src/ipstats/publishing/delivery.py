"""A drop folder: each delivery is a folder of its own that appears whole, with what has changed since the last one.

`DIR/2026-11-29T060000/` holds the reports and the pages of their sources as they lie in `reports/`, the figures of
their areas as a data package (`data/datapackage.json`), `delivery.json` (what and why) and `SHA256SUMS`.
`DIR/.delivered.json` remembers what was delivered; what failed is delivered next time.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ipstats import project
from ipstats.collect.freshness import digest
from ipstats.errors import RunError
from ipstats.publishing import records
from ipstats.publishing.inputs import visible
from ipstats.publishing.runs import Outcome
from ipstats.publishing.sources import FOLDER as SOURCES

MEMORY, LIST, SUMS = ".delivered.json", "delivery.json", "SHA256SUMS"


def deliver(outcomes: Iterable[Outcome], reports: Path, folder: Path) -> Path | None:
    """Deliver what has changed, and give the new folder; None when nothing has. `RunError` when it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = records.memory(folder / MEMORY)
        fresh = {}
        for one in sorted(outcomes, key=lambda one: one.identity):
            good = records.read(reports, one.identity)["good"] if one.notebook else None
            marks = {mark["path"]: mark["sha256"] for mark in good["files"].values()} if good else {}
            if marks and known.get(one.identity) != marks:
                fresh[one.identity] = marks
        if not fresh:
            return None
        place = records.unused(folder, records.now()[:19].replace(":", ""))
        with tempfile.TemporaryDirectory(dir=folder, prefix=".part-") as scratch:
            made = Path(scratch) / place.name
            made.mkdir()
            _fill(made, fresh, reports)
            made.rename(place)
        records.write_whole(folder / MEMORY, json.dumps(known | fresh, ensure_ascii=False, indent=1))
    except OSError as error:
        raise RunError(f"{folder}: cannot be delivered to: {error.strerror or error}; the reports are made") from None
    return place


def _fill(made: Path, fresh: dict[str, dict], reports: Path) -> None:
    """Copy reports and the pages their numbers link to, and list them."""
    inputs = {one for identity in fresh for one in records.read(reports, identity)["good"].get("inputs", {})}
    pages = {f"{SOURCES}/{one}.html" for one in sorted(inputs)}
    names = sorted({name for marks in fresh.values() for name in marks})
    names += sorted(page for page in pages if (reports / page).is_file())
    for name in names:
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(reports / name, made / name)
    _write_figures(made / "data", {identity.split("/")[0] for identity in fresh})
    listed = [
        {"report": identity, "files": list(marks), "made": good["made"], "why": good.get("why", [])}
        for identity, marks in fresh.items()
        if (good := records.read(reports, identity)["good"])
    ]
    (made / LIST).write_text(
        json.dumps({"at": records.now(), "reports": listed}, ensure_ascii=False, indent=1), "utf-8"
    )
    write_sums(made)


def _write_figures(folder: Path, about: set[str]) -> None:
    """The figures of the reports' areas and of those they lie in, as a data package."""
    from ipstats.collect import freshness
    from ipstats.collect.package import sources_of, write_package
    from ipstats.model.observations import read_table

    processed = project.processed()
    table = read_table(processed / "observations.parquet")
    about = {"" if one == "any" else one for one in about}
    seen = {code for code in table["ref_area"].unique() if any(visible(one, code, "area") for one in about)}
    rows = table[table["ref_area"].isin(seen)].reset_index(drop=True)
    files = {name: one["file"] for name, one in freshness.record(processed)["sources"].items()}
    write_package(folder, rows, sources_of(rows, files, project.raw()))


def write_sums(folder: Path) -> None:
    """`SHA256SUMS` of every file below a folder, as `sha256sum -c` reads it; every file is on the disk then."""
    lines = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        lines.append(f"{digest(path)}  {path.relative_to(folder).as_posix()}\n")
        with path.open("rb") as file:
            os.fsync(file.fileno())
    records.write_whole(folder / SUMS, "".join(lines))
