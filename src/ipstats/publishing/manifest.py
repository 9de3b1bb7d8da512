"""What an outsider reads about the reports: `manifest.json`, `log.jsonl`, and `index.html` (made by `index`)."""

import json
import threading
from collections.abc import Iterable
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from ipstats.publishing import records
from ipstats.publishing.index import page
from ipstats.publishing.plan import Run

MANIFEST, LOG, INDEX = "manifest.json", "log.jsonl", "index.html"


def manifest(reports: Path, package: str, environment: str) -> dict:
    """The manifest as JSON has it: failures first, then every report in place, with what each was made from."""
    failures, made = [], []
    for identity, record in records.every(reports).items():
        if record["failure"]:
            failures.append({"report": identity, **record["failure"], "last_good": (record["good"] or {}).get("made")})
        if record["good"]:
            made.append({"report": identity, **record["good"]})
    return {
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "package": package,
        "environment": environment,
        "failures": failures,
        "reports": made,
    }


def publish(reports: Path, package: str, environment: str) -> dict:
    """Write `manifest.json` and `index.html` from the records; two runs that end together take turns."""
    with records.lock(reports, "any/any/manifest", wait=60):
        content = manifest(reports, package, environment)
        records.write_whole(reports / MANIFEST, json.dumps(content, ensure_ascii=False, indent=1))
        records.write_whole(reports / INDEX, page(content))
    return content


@contextmanager
def anticipated(reports: Path, runs: Iterable[Run]):
    """Draw the page that all these runs will lead to while they are at work: a face for characters that no page had
    before takes a second to cut, and is kept."""
    drawing = threading.Thread(target=_draw, args=(reports, list(runs)), daemon=True)
    drawing.start()
    try:
        yield
    finally:
        drawing.join()


def _draw(reports: Path, runs: list[Run]) -> None:
    coming = {run.identity: run for run in runs}
    with suppress(Exception):  # what is wrong is told when the page is published
        content = manifest(reports, "", "")
        content["failures"] = [one for one in content["failures"] if one["report"] not in coming]
        content["reports"] += [
            {"report": identity, "notebook": run.notebook.name, "title": run.title, "parameters": run.parameters,
             "files": {ending: {"path": ""} for ending in ("ipynb", *run.to)}, "made": "", "seconds": 0.0}
            for identity, run in coming.items()
        ]  # fmt: skip
        page(content)


def log(reports: Path, event: str, **what) -> None:
    """Add a line to the run log; a line is written at once, so that lines of two runs do not mix."""
    line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **what}
    with (reports / LOG).open("ab", buffering=0) as file:
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
