"""`report`: plan, make what is stale, tell. It reads as the table of contents of a run."""

import os
import signal
import subprocess
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import CancelledError, as_completed
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ipstats import project
from ipstats.errors import IpstatsError, ParameterError
from ipstats.messages import said, say
from ipstats.publishing import cluster as places
from ipstats.publishing import delivery, manifest, records, runs
from ipstats.publishing import sources as source_pages
from ipstats.publishing.holding import held
from ipstats.publishing.inputs import Inputs, inputs
from ipstats.publishing.plan import PlannedRun, environment_digest, package_digest, plan
from ipstats.publishing.progress import MARKS, Progress, describe, progress
from ipstats.publishing.runs import Outcome, RunLimits
from ipstats.publishing.settings import Settings, settings
from ipstats.publishing.wishes import Wish, wanted
from papermill_fork import processes

ENGINES = ("fork", "papermill")


def report(
    notebooks: Iterable[str] | None = None, areas: Iterable[str] | None = None, years: Iterable[int] | None = None,
    base_year: int | None = None, language: str | Iterable[str] | None = None, parameters: dict | None = None, *,
    all: bool = False, to: Iterable[str] | None = None, book: bool = False, jobs: int = 1, cluster: str | None = None,
    engine: str = "fork", force: bool = False, failed: bool = False, explain: bool = False, dry_run: bool = False,
    final: bool = False, quiet: bool = False, accept_changes: bool = False, deliver: Path | str | None = None,
) -> list[Outcome]:  # fmt: skip
    """Make the reports that are stale, and say what became of each.

    Reports are published by rename, so that the last good one stays until its successor and all its formats are there.
    A source of `data/raw` that cannot be read comes first among the outcomes, as `unread`; reports that need it are
    `held`.

    Parameters
    ----------
    notebooks : names or paths; without notebooks, areas and years the reports declared in `notebooks/reports.yaml`
    areas : codes or names; `["all"]` for every area the table has
    years : years; an area without any gets its latest
    base_year : the year they are set against; the year before when left out
    language : zh or en, or several
    parameters : further ones by name, checked against each notebook before anything starts
    all : every notebook
    to : formats (html, pdf, xlsx, docx, csv, sdmx-csv); those of `reports.yaml` when left out
    book : bind the reports into one PDF as well
    jobs : how many reports at once; 0 for all cores
    cluster : the address of a Dask scheduler to run on
    engine : fork or papermill
    force : even what is up to date
    failed : only those that failed last time
    explain : say why each stale report is stale
    dry_run : say what would run, and stop
    final : leave the draft mark off
    quiet : print nothing but failures
    accept_changes : figures that a new reader reads otherwise have been seen; else reports with them are `held`
    deliver : a folder that gets what has changed

    Returns
    -------
    list of Outcome
        one a report: its identity, what became of it (`status`), its files and the reason of a failure

    Raises
    ------
    ParameterError
        for a notebook, an area, a format or a parameter that is none

    Examples
    --------
    >>> report(["01_growth"], areas=["北京"], years=[2023], to=["pdf"])  # doctest: +SKIP
    """
    wish = Wish.of(notebooks, areas, years, base_year, language, parameters, all, failed, to, book)
    root = project.root()
    out, chosen = project.reports(root), settings(project.notebooks(root))
    _check(engine, jobs, out)
    with _told_to_operators(chosen, out):
        known, built = _inputs(root, out, root / chosen.accepted, quiet, accept_changes)
    planned, bound = [], set()
    for asked in wanted(wish, project.notebooks(root), out, known, chosen):
        planned += (group := plan(asked.pairs, known, root, out, asked.to, final=final, force=force))
        bound |= {run.identity for run in group if asked.book}
    tell = BatchState.of(planned, out, built)
    stale, outcomes = tell.stale(planned), tell.outcomes(planned)
    if explain or dry_run:
        _explain(stale, outcomes)
    if dry_run:
        return outcomes + [runs.outcome(run, "planned") for run in stale]
    limits = RunLimits(engine, chosen.cell_seconds, chosen.report_seconds, chosen.wait_seconds, chosen.retries)
    outcomes += _make(stale, root, out, limits, jobs, cluster, quiet, tell)
    for line in dict.fromkeys(source_pages.publish(known, root, out, package_digest())):
        say(f"ipstats: {line}", aside=True)
    if _bind(outcomes, bound, out, final, quiet):
        tell.publish(root)
    delivered = delivery.deliver(outcomes, out, Path(deliver)) if deliver else None
    if not quiet:
        _tell(outcomes, out, delivered)
    _hook(chosen, outcomes, out)
    return outcomes


def _check(engine: str, jobs: int, out: Path) -> None:
    """Refuse options that do not go together before anything starts."""
    if engine not in ENGINES:
        raise ParameterError(f"engine {engine!r} is not known; expected {' or '.join(ENGINES)}")
    places.how_many(jobs)
    runs.check_writable(out)


def _inputs(root: Path, out: Path, accepted: Path, quiet: bool, accept_changes: bool) -> tuple[Inputs, dict]:
    """The inputs, after `data/processed` was made anew when `data/raw` has changed, and what the build wrote down."""
    from ipstats.collect import building

    with records.lock(out, "any/any/build", wait=600):
        built = building.run(quiet=quiet, quiet_when_fresh=True, accept_changes=accept_changes)
        return inputs(root, out, accepted, package_digest()), built


@contextmanager
def _told_to_operators(chosen: Settings, out: Path):
    """Write an error that ends the whole run to the log, and hand it to the office's command `on_failure`."""
    try:
        yield
    except IpstatsError as error:
        manifest.log(out, "error", reason=str(error))
        _hook(chosen, [Outcome("", "", {}, "unread", reason=str(error))], out)
        raise


def _files(out: Path, run: PlannedRun) -> dict[str, str]:
    return runs.names(records.read(out, run.identity)["good"] or {"files": {}})


def _explain(stale: list[PlannedRun], others: list[Outcome]) -> None:
    for run in stale:
        say(f"stale: {run.identity}: {'; '.join(run.why)}")
    for one in others:
        print(describe(one))


@dataclass(frozen=True)
class BatchState:
    """What is told beside the reports that are made: the build (`freshness.record`), and why some are held back."""

    out: Path
    built: dict
    held: dict[str, str]

    @classmethod
    def of(cls, planned: list[PlannedRun], out: Path, built: dict) -> "BatchState":
        """The state before a batch, with the reason for each stale report that is held back."""
        return cls(out, built, {run.identity: why for run in planned if run.why and (why := held(run, built))})

    def stale(self, planned: list[PlannedRun]) -> list[PlannedRun]:
        """What is to be made now."""
        return [run for run in planned if run.why and run.identity not in self.held]

    @property
    def sources(self) -> list[dict]:
        """The sources that cannot be read."""
        return self.built.get("failed") or []

    def outcomes(self, planned: list[PlannedRun]) -> list[Outcome]:
        """What is known before anything is made: sources that cannot be read first."""
        found = [Outcome(f"data/raw/{one['file']}", "", {}, "unread", reason=one["reason"]) for one in self.sources]
        for run in planned:
            if run.identity in self.held:
                found.append(runs.outcome(run, "held", reason=self.held[run.identity], files=_files(self.out, run)))
        return found + [runs.outcome(run, "current", files=_files(self.out, run)) for run in planned if not run.why]

    def publish(self, root: Path) -> None:
        """Write manifest and index anew."""
        manifest.publish(self.out, package_digest(), environment_digest(root), self.sources, self.held)

    def log(self, batch: str) -> None:
        """A line for each source that cannot be read and each report held back."""
        for one in self.sources:
            manifest.log(self.out, "source", batch=batch, file=one["file"], reason=one["reason"])
        for identity, reason in self.held.items():
            manifest.log(self.out, "held", batch=batch, report=identity, reason=reason)


def _make(
    stale: list[PlannedRun], root, out, limits: RunLimits, jobs: int, cluster: str | None, quiet: bool, tell: BatchState
) -> list[Outcome]:  # fmt: skip
    """Make the stale reports; whatever happens, manifest and index say what is there afterwards."""
    if not (stale or tell.sources or tell.held):
        if not manifest.is_whole(out, tell.sources, tell.held):
            tell.publish(root)
        return []
    runs.sweep(out)
    batch = uuid.uuid4().hex[:12]
    manifest.log(out, "batch", batch=batch, planned=len(stale), process=os.getpid(), package=package_digest())
    tell.log(batch)
    made: list[Outcome] = []
    try:
        with (
            manifest.anticipated(out, stale),
            progress(len(stale), quiet) as bars,
            _stoppable() as stop,
            closing(_run_all(stale, root, out, limits, batch, jobs, cluster, bars, stop)) as outcomes,
        ):
            for outcome in outcomes:
                made.append(outcome)
                bars.finish(outcome)
                told = outcome.as_dict()
                manifest.log(out, told.pop("status"), batch=batch, **told)
    finally:
        counts = Counter(outcome.status for outcome in made)
        manifest.log(out, "end", batch=batch, **counts)
        with suppress(OSError):
            tell.publish(root)
    return made


def _run_all(stale, root, out, limits, batch, jobs, cluster, bars: Progress, stop: threading.Event):
    """Outcomes as they come, begun with what took longest last time, so that no long one is left for the end.

    When told to stop, what is at work is ended, what waits is dropped.
    """
    if not stale:
        return
    stale = sorted(stale, key=lambda run: run.took, reverse=True)
    with places.executor(min(places.how_many(jobs), len(stale)), cluster) as workers:
        if not cluster:
            processes.prepare(stale[0].parts["package"], len(stale))
        futures = {}
        for run in stale:
            told = () if cluster else (partial(bars.tell, run.identity), stop.is_set)
            futures[workers.submit(runs.make, run, root, out, limits, batch, *told)] = run
        try:
            for future in as_completed(futures):
                yield _result(future, futures[future])
        except BaseException:
            stop.set()
            for future in futures:
                future.cancel()
            raise


def _result(future, run: PlannedRun) -> Outcome:
    try:
        return future.result()
    except (CancelledError, Exception) as error:
        return runs.outcome(run, "failed", reason=f"{type(error).__name__}: {error}")


@contextmanager
def _stoppable():
    """An event for what must end, and SIGTERM turned into the exception that Ctrl-C is."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def end(number, _frame):
        stop.set()
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGTERM, before)


def _bind(outcomes: list[Outcome], bound: set[str], out: Path, final: bool, quiet: bool) -> bool:
    """Bind each area's reports into one PDF beside its folder of years; each year's, where there are several areas.
    Whether there were any."""
    from ipstats.publishing.appendix import told_as_ours
    from nbappendix.book import bind

    made = [one for one in outcomes if one.identity in bound and not one.failed and "ipynb" in one.files]
    by_year = len({one.parameters.get("area") for one in made}) > 1
    groups: dict[Path, list[Path]] = {}
    for one in sorted(made, key=lambda o: (o.parameters.get("year") or 0, o.parameters.get("area", ""), o.notebook)):
        given = one.parameters
        name = f"book.{given.get('language', 'zh')}.pdf"
        path = out / f"{given.get('year', 'all')}-{name}" if by_year else out / given.get("area", "any") / name
        groups.setdefault(path, []).append(out / one.files["ipynb"])
    for path, notebooks in groups.items():
        with told_as_ours():
            book = bind(notebooks, path, final=final)
        if not quiet:
            say(f"book: {book}")
    return bool(groups)


def _tell(outcomes: list[Outcome], out: Path, delivered: Path | None) -> None:
    for one in outcomes:
        if one.status in ("unread", "held"):
            where = "" if one.identity in one.reason else f"{one.identity}: "
            say(f"ipstats: {where}{one.reason}", aside=True)
    counts = Counter(outcome.status for outcome in outcomes)
    print(", ".join(f"{counts[status]} {said(mark)}" for status, mark in MARKS.items() if counts[status]))
    if delivered:
        say(f"delivered: {delivered}")
    if (out / manifest.INDEX).is_file():
        say(f"reports: {out / manifest.INDEX}")
        if not (out / manifest.INDEX).stat().st_mode & 0o004:
            say("other users (a web server) cannot read these files; set umask 022")
    if counts["failed"]:
        say(f"logs and tracebacks: {out / runs.FAILED}")


def _hook(chosen: Settings, outcomes: list[Outcome], out: Path) -> None:
    """Run the office's own command after a batch; it learns the counts and the first failure from its environment."""
    failed = sum(outcome.failed for outcome in outcomes)
    if not failed and all(outcome.status == "current" for outcome in outcomes):
        return
    first = next((f"{one.identity}: {said(one.reason)}" for one in outcomes if one.failed), "")
    unread = sum(outcome.status == "unread" for outcome in outcomes)
    command = chosen.on_failure if failed else chosen.on_success
    if not command:
        return
    made = sum(outcome.status == "done" for outcome in outcomes)
    told = {
        "IPSTATS_MADE": str(made), "IPSTATS_FAILED": str(failed), "IPSTATS_SOURCES_FAILED": str(unread),
        "IPSTATS_REASON": first.replace("\0", " "), "IPSTATS_MANIFEST": str(out / manifest.MANIFEST),
    }  # fmt: skip
    try:
        done = subprocess.run(command, shell=True, timeout=300, env=os.environ | told, stdout=sys.stderr)
        manifest.log(out, "hook", command=command, exit=done.returncode)
    except subprocess.TimeoutExpired:
        manifest.log(out, "hook", command=command, exit="longer than 300 s")
