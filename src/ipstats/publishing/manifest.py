"""What an outsider reads about the reports: `manifest.json`, `log.jsonl`, and `index.html` (made by `index`)."""

import hashlib
import json
import threading
from collections.abc import Iterable
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ipstats.publishing import records
from ipstats.publishing.index import page
from ipstats.publishing.plan import PlannedRun

MANIFEST, LOG, INDEX = "manifest.json", "log.jsonl", "index.html"
MARK = f"{records.STATE}/published.json"
"""The hashes of manifest and page as written last, so that a lost or damaged one is noticed."""


def manifest(reports: Path, package: str, environment: str, sources: list[dict], held: dict[str, str]) -> dict:
    """The manifest as JSON has it: sources that cannot be read, reports held back (and why) and failures first, then
    every report in place, with what each was made from."""
    failures, made = [], []
    for identity, record in records.every(reports).items():
        if record["failure"]:
            failures.append({"report": identity, **record["failure"], "last_good": (record["good"] or {}).get("made")})
        if record["good"]:
            made.append({"report": identity, **record["good"]})
    return {
        "written": records.now(),
        "package": package,
        "environment": environment,
        "sources": sources,
        "held": [{"report": identity, "reason": reason} for identity, reason in held.items()],
        "failures": failures,
        "reports": made,
        "books": [
            {"path": path.relative_to(reports).as_posix(), "title": _title(path)}
            for path in sorted((*reports.glob("*book.*.pdf"), *reports.glob("*/book.*.pdf")))
        ],
    }


def _title(book: Path) -> str:
    """The title of a PDF, which says what it is about and of which year."""
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(book)) as document:
            return document.get_metadata_value("Title") or book.stem
    except pypdfium2.PdfiumError:
        return book.stem


def publish(reports: Path, package: str, environment: str, sources: list[dict], held: dict[str, str]) -> None:
    """Write `manifest.json` and `index.html` from the records; two runs that end together take turns."""
    with records.lock(reports, "any/any/manifest", wait=60):
        content = manifest(reports, package, environment, sources, held)
        texts = {MANIFEST: json.dumps(content, ensure_ascii=False, indent=1), INDEX: page(content)}
        for name, text in texts.items():
            records.write_whole(reports / name, text)
        mark = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
        records.write_whole(reports / MARK, json.dumps(mark | _told(sources, held)))


def _told(sources: list[dict], held: dict[str, str]) -> dict:
    return {"sources": [one["reason"] for one in sources], "held": list(held.values())}


def is_whole(reports: Path, sources: list[dict], held: dict[str, str]) -> bool:
    """Whether manifest and page are the ones that were written last, and tell of these sources and held reports."""
    try:
        mark = json.loads((reports / MARK).read_bytes())
        same = all(
            hashlib.sha256((reports / name).read_bytes()).hexdigest() == mark[name] for name in (MANIFEST, INDEX)
        )
        return same and _told(sources, held) == {name: mark[name] for name in ("sources", "held")}
    except (OSError, ValueError, KeyError, TypeError):
        return False


@contextmanager
def anticipated(reports: Path, runs: Iterable[PlannedRun]):
    """Draw the page that all these runs will lead to while they are at work: a face for characters that no page had
    before takes a second to cut, and is kept."""
    drawing = threading.Thread(target=_draw, args=(reports, list(runs)), daemon=True)
    drawing.start()
    try:
        yield
    finally:
        drawing.join()


def _draw(reports: Path, runs: list[PlannedRun]) -> None:
    coming = {run.identity: run for run in runs}
    with suppress(Exception):  # what is wrong is told when the page is published
        content = manifest(reports, "", "", [], {})
        content["failures"] = [one for one in content["failures"] if one["report"] not in coming]
        content["reports"] += [
            {"report": identity, "notebook": run.notebook.name, "title": run.title, "parameters": run.parameters,
             "files": {ending: {"path": ""} for ending in ("ipynb", *run.to)}, "made": "", "seconds": 0.0}
            for identity, run in coming.items()
        ]  # fmt: skip
        page(content)


def log(reports: Path, event: str, **what) -> None:
    """Add a line to the run log; a line is written at once, so that lines of two runs do not mix.

    What cannot be written (a full disk) is not logged: the reports matter more.
    """
    line = {"at": records.now(), "event": event, **what}
    with suppress(OSError), (reports / LOG).open("ab", buffering=0) as file:
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
