"""What an outsider reads about the reports: `manifest.json`, `log.jsonl`, and `index.html` (made by `index`)."""

import json
from datetime import UTC, datetime
from pathlib import Path

from ipstats.publishing import records
from ipstats.publishing.index import page

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


def log(reports: Path, event: str, **what) -> None:
    """Add a line to the run log; a line is written at once, so that lines of two runs do not mix."""
    line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **what}
    with (reports / LOG).open("ab", buffering=0) as file:
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
