"""One report made safely: in a scratch folder, in a process of its own, and published by rename when all is there.

Until then the last good report stays. The function `make` is what threads and cluster workers alike call; called twice
for the same batch it makes the report once.
"""

import os
import shutil
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ipstats import project
from ipstats.collect.freshness import digest
from ipstats.errors import IpstatsError
from ipstats.publishing import records
from ipstats.publishing.job import LOG, Failure, Order, Step, work
from ipstats.publishing.plan import PlannedRun, judge, own_parameters
from ipstats.writing import writing
from papermill_fork.processes import Apart, Crash, Died, Stopped, TimeLimit, preload

SCRATCH = ".scratch"
FAILED = "failed"
preload("ipstats.publishing.warm", "ipstats.publishing.rehearsal")


@dataclass(frozen=True)
class RunLimits:
    """Engine (`fork` or `papermill`), seconds a cell, a report, and a wait for another run may take, and how often a
    failure of the machine is tried again."""

    engine: str = "fork"
    cell_seconds: float = 600
    report_seconds: float = 1800
    wait_seconds: float = 1800
    retries: int = 1


@dataclass(frozen=True)
class Outcome:
    """What became of one report: `status` is done, current (was up to date), failed, planned, stopped, held (not made
    from what is at hand), or unread: a source of `data/raw` that cannot be read."""

    identity: str
    notebook: str
    parameters: dict
    status: str
    seconds: float = 0.0
    files: dict = field(default_factory=dict)
    why: tuple[str, ...] = ()
    reason: str = ""
    cell: str = ""

    @property
    def failed(self) -> bool:
        """Whether the report wanted is not there."""
        return self.status in ("failed", "stopped", "held", "unread")

    def as_dict(self) -> dict:
        """As JSON has it."""
        return asdict(self)


def make(
    run: PlannedRun, root: Path, reports: Path, limits: RunLimits, batch: str,
    tell: Callable[[Step | str], None] = lambda step: None, stop: Callable[[], bool] = lambda: False,
) -> Outcome:  # fmt: skip
    """Make one report and return its outcome; failures are outcomes, only programming errors are raised."""
    began = time.monotonic()
    try:
        with records.lock(reports, run.identity, limits.wait_seconds, tell, stop):
            return _make(run, root, reports, limits, batch, tell, stop)
    except Stopped:
        return outcome(run, "stopped", began, reason="stopped before it was done")
    except (OSError, IpstatsError) as error:
        return outcome(run, "failed", began, reason=_words(error))


def outcome(run: PlannedRun, status: str, began: float | None = None, **more) -> Outcome:
    """An outcome of a run that began at `began` (monotonic seconds)."""
    seconds = 0.0 if began is None else round(time.monotonic() - began, 3)
    return Outcome(run.identity, run.notebook.name, run.parameters, status, seconds, why=run.why, **more)


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename or 'the reports folder'}"
    return f"{error}" or type(error).__name__


def _make(run: PlannedRun, root, reports, limits, batch, tell, stop) -> Outcome:
    began = time.monotonic()
    record = records.read(reports, run.identity)
    if record["good"] and record["good"].get("batch") == batch and not record["failure"]:
        return outcome(run, "done", began, files=names(record["good"]))
    run = judge(run, record, reports, force="asked for" in run.why)
    if not run.why:
        return outcome(run, "current", began, files=names(record["good"]))
    scratch = reports / SCRATCH / run.identity.replace("/", "~")
    for attempt in range(limits.retries + 1):
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        try:
            failure = _attempt(run, root, reports, scratch, limits, tell, stop)
            if failure is None:
                good = _publish(run, reports, scratch, batch, round(time.monotonic() - began, 3), record["good"])
                return outcome(run, "done", began, files=names(good))
            if not failure.machine or attempt == limits.retries:
                _keep_failure(run, reports, scratch, failure, record, batch)
                return outcome(run, "failed", began, reason=failure.reason, cell=failure.cell)
            tell(f"{run.identity}: {failure.reason}; trying again")
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    raise AssertionError("unreachable")


def names(good: dict) -> dict[str, str]:
    """The files of a published report, by their endings."""
    return {ending: mark["path"] for ending, mark in good["files"].items()}


def _attempt(run: PlannedRun, root, reports, scratch, limits, tell, stop) -> Failure | None:
    """Run and export in a process of its own; None when every file is in the scratch folder."""
    deadline = time.monotonic() + limits.report_seconds
    failure = None
    try:
        with Apart(work, _order(run, root, reports, scratch, limits)) as process:
            while (message := process.receive(deadline - time.monotonic(), stop)) is not None:
                if isinstance(message, Crash):
                    failure = Failure(message.reason, traceback=message.traceback)
                elif isinstance(message, Failure):
                    failure = message
                else:
                    tell(message)
    except TimeLimit:
        return Failure(f"the report took longer than {limits.report_seconds:g} s")
    except Died as death:
        return Failure(str(death), machine=True)
    except OSError as error:
        return Failure(_words(error), traceback=traceback.format_exc(), machine=True)
    missing = [e for e in ("ipynb", *run.to) if not (scratch / f"{_stem(run)}.{e}").is_file()]
    if failure is None and missing:
        return Failure(f"{', '.join(missing)} was not written")
    return failure


def carry_out(order: Order, seconds: float = 3600) -> str:
    """Carry an order out in a process of its own; why it failed, or "" when it did not."""
    with Apart(work, order) as process:
        while (message := process.receive(seconds)) is not None:
            if isinstance(message, (Failure, Crash)):
                return message.reason
    return ""


def _stem(run: PlannedRun) -> str:
    return run.identity.rpartition("/")[2]


def _order(run: PlannedRun, root, reports, scratch, limits) -> Order:
    metadata = {name: run.parameters.get(name, "") for name in ("language", "area")} | run.facts
    metadata |= {"data_version": run.parts["observations"], "draft": run.parts["findings"] > 0}
    metadata |= {name: run.parts[name] for name in ("package", "definitions", "environment")}
    return Order(
        notebook=str(run.notebook.path),
        parameters=run.parameters,
        metadata=metadata,
        scratch=str(scratch),
        stem=_stem(run),
        to=run.to,
        final=run.final,
        engine=limits.engine,
        cell_seconds=limits.cell_seconds,
        executed=str(run.path(reports, "ipynb")) if run.export_only else "",
        environment=dict(os.environ) | {"IPSTATS_ROOT": str(root), "IPSTATS_LINKS": project.served_reports()},
    )


def _publish(run: PlannedRun, reports: Path, scratch: Path, batch: str, seconds: float, before: dict | None) -> dict:
    """Put the files in place by rename and remember them; nothing here needs room on the disk but the last line."""
    from nbappendix import read
    from nbappendix.model import title_of

    files = {}
    for ending in ("ipynb", *run.to):
        path = scratch / f"{_stem(run)}.{ending}"
        with path.open("rb") as file:
            os.fsync(file.fileno())
        place = run.path(reports, ending).relative_to(reports).as_posix()
        files[ending] = {"path": place, "stamp": records.stamp(path), "sha256": digest(path)}
    if run.export_only and before:
        files = before["files"] | files
    good = run.facts | {
        "notebook": run.notebook.name,
        "title": title_of(read(scratch / f"{_stem(run)}.ipynb")) or run.title,
        "own": own_parameters(run.notebook, run.parameters),
        "parts": run.parts,
        "findings_within": run.parts["findings_within"],
        "final": run.final,
        "made": records.now(),
        "seconds": seconds,
        "batch": batch,
        "why": list(run.why),
        "files": files,
    }
    run.path(reports, "ipynb").parent.mkdir(parents=True, exist_ok=True)
    for ending in ("ipynb", *run.to):
        (scratch / f"{_stem(run)}.{ending}").replace(run.path(reports, ending))
    records.write(reports, run.identity, {"good": good, "failure": None})
    _forget_failure(reports, run.identity)
    return good


def _forget_failure(reports: Path, identity: str) -> None:
    kept = reports / FAILED / identity
    for ending in ("ipynb", "log", "traceback.txt"):
        kept.with_name(f"{kept.name}.{ending}").unlink(missing_ok=True)
    with suppress(OSError):  # until a folder that still holds something
        for folder in list(kept.parents)[:3]:
            folder.rmdir()


def _keep_failure(run: PlannedRun, reports: Path, scratch: Path, failure: Failure, record: dict, batch: str) -> None:
    """Keep the notebook as far as it came, its log and the traceback under `reports/failed/`; as much as fits."""
    kept = reports / FAILED / run.identity
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        for name, ending in ((f"{_stem(run)}.ipynb", "ipynb"), (LOG, "log")):
            if (scratch / name).is_file():
                (scratch / name).replace(kept.with_name(f"{kept.name}.{ending}"))
        records.write_whole(kept.with_name(f"{kept.name}.traceback.txt"), failure.traceback or failure.reason)
    told = {
        "notebook": run.notebook.name,
        "parameters": run.parameters,
        "reason": failure.reason,
        "cell": failure.cell,
        "at": records.now(),
        "batch": batch,
        "kept": kept.relative_to(reports).as_posix(),
    }
    with suppress(OSError):
        records.write(reports, run.identity, {"good": record["good"], "failure": told})


def sweep(reports: Path) -> None:
    """Remove scratch folders that runs left behind when they were killed; those of running reports stay."""
    for folder in (reports / SCRATCH).glob("*"):
        with suppress(IpstatsError, OSError), records.lock(reports, folder.name.replace("~", "/")):
            shutil.rmtree(folder, ignore_errors=True)


def check_writable(folder: Path) -> None:
    """An `IpstatsError` when reports cannot be written here."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
