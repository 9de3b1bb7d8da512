"""`report`: plan, make what is stale, tell. It reads as the table of contents of a run."""

import os
import signal
import subprocess
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, as_completed
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ipstats import project
from ipstats.errors import IpstatsError, ParameterError
from ipstats.publishing import cluster as places
from ipstats.publishing import manifest, records, runs
from ipstats.publishing import sources as source_pages
from ipstats.publishing.inputs import Inputs, inputs
from ipstats.publishing.plan import Run, defaults, expand, find_notebooks, plan
from ipstats.publishing.progress import Progress, progress
from ipstats.publishing.runs import Limits, Outcome
from ipstats.publishing.settings import Settings, settings

ENGINES = ("fork", "papermill")
EVERY_AREA = "all"
WORDS = {"done": "made 已生成", "current": "up to date 无需更新", "failed": "failed 失败", "stopped": "stopped 中断"}


def report(
    notebooks: Iterable[str] | None = None, areas: Iterable[str] | None = None, years: Iterable[int] | None = None,
    base_year: int | None = None, language: str | None = None, parameters: dict | None = None, *, all: bool = False,
    to: Iterable[str] | None = None, book: bool = False, jobs: int = 1, cluster: str | None = None,
    engine: str = "fork", force: bool = False, failed: bool = False, explain: bool = False, dry_run: bool = False,
    final: bool = False, quiet: bool = False,
) -> list[Outcome]:  # fmt: skip
    """Make the reports that are stale, and say what became of each.

    Without notebooks, areas and years: the reports declared in `notebooks/reports.yaml`. `all` is every notebook,
    areas `["all"]` every area the table has; an area without years gets its latest year. `parameters` are checked
    against each notebook before anything starts (`ParameterError`). Reports are published by rename, so that the last
    good one stays until its successor and all its formats (`to`) are there.
    """
    root = project.root()
    folder, out = project.notebooks(root), project.reports(root)
    chosen = settings(folder)
    if engine not in ENGINES:
        raise ParameterError(f"engine {engine!r} is not known; expected {' or '.join(ENGINES)}")
    runs.check_writable(out)
    known = _inputs(root, out, root / chosen.accepted, quiet)
    if failed:
        groups = [(_failed(out, folder, notebooks, areas, years), (), False)]
    else:
        groups = _wanted(notebooks, areas, years, base_year, language, parameters or {}, all, folder, known, chosen)
    planned, bound = [], set()
    for pairs, formats, binds in groups:
        ending = tuple(formats or chosen.to) if to is None else tuple(to)
        group = plan(pairs, known, root, out, ending, final=final, force=force)
        planned += group
        bound |= {run.identity for run in group} if binds or book else set()
    stale = [run for run in planned if run.why]
    current = [runs.outcome(run, "current", files=_files(out, run)) for run in planned if not run.why]
    if explain or dry_run:
        _explain(stale, current)
    if dry_run:
        return current + [runs.outcome(run, "planned") for run in stale]
    limits = Limits(engine, chosen.cell_seconds, chosen.report_seconds, chosen.wait_seconds, chosen.retries)
    made = _make(stale, root, out, limits, jobs, cluster, quiet) if stale else []
    if planned:
        for line in source_pages.publish(known, root, out, planned[0].parts["package"]):
            print(f"ipstats: {line}", file=sys.stderr)
    outcomes = current + made
    if bound:
        _bind([one for one in outcomes if one.identity in bound], out, final, quiet)
    if not quiet:
        _tell(outcomes, out)
    if made:
        _hook(chosen, outcomes, out)
    return outcomes


def _inputs(root: Path, out: Path, accepted: Path, quiet: bool) -> Inputs:
    """The inputs, after `data/processed` was made anew when `data/raw` has changed."""
    from ipstats.collect import building

    with records.lock(out, "any/any/build", wait=600):
        building.run(quiet=quiet, quiet_when_fresh=True)
        return inputs(root, out, accepted)


def _files(out: Path, run: Run) -> dict[str, str]:
    good = records.read(out, run.identity)["good"] or {"files": {}}
    return {ending: mark["path"] for ending, mark in good["files"].items()}


def _wanted(names, areas, years, base_year, language, given, every, folder, known, chosen: Settings) -> list:
    """Groups of reports asked for: notebooks and parameters, formats (none: the usual ones), and whether they are
    bound.
    """
    languages = [language]
    if not (names or areas or years or every) and chosen.reports:
        return [
            (_of_group(group, folder, language, base_year, given), group.to, group.book) for group in chosen.reports
        ]
    declared_areas, declared_years = defaults(chosen)
    found = find_notebooks(names or _declared(chosen, every), folder)
    places_asked = _areas(areas, known) or declared_areas or [None]
    pairs = []
    for place in places_asked:
        wanted_years = list(years or ()) or (_latest(place, known) if areas else declared_years) or [None]
        pairs += expand(found, [place], wanted_years, languages, base_year, given)
    return [(pairs, (), False)]


def _of_group(group, folder: Path, language: str | None, base_year: int | None, given: dict) -> list:
    """Notebooks and parameters of a group of `reports.yaml`; a language asked for takes the place of the group's."""
    return expand(
        find_notebooks(group.notebooks, folder), [str(area) for area in group.areas], [int(year) for year in group.years],
        [language] if language else list(group.languages), base_year, given,
    )  # fmt: skip


def _declared(chosen: Settings, every: bool) -> list[str]:
    return [] if every else list(dict.fromkeys(name for group in chosen.reports for name in group.notebooks))


def _areas(asked: Iterable[str] | None, known: Inputs) -> list[str]:
    from ipstats.model.areas import area

    asked = [str(one) for one in asked or ()]
    if EVERY_AREA in asked:
        return list(known.areas)
    return list(dict.fromkeys(area(one).code for one in asked))


def _latest(place: str, known: Inputs) -> list[int]:
    """The latest year an area has figures of."""
    return known.areas[place].years[-1:] if place in known.areas else []


def _failed(out: Path, folder: Path, names, areas, years) -> list:
    """Notebooks and parameters of the reports that failed last time, as far as the command names them."""
    found = []
    for record in records.every(out).values():
        if record["failure"]:
            [notebook] = find_notebooks([record["failure"]["notebook"]], folder)
            found += expand([notebook], [None], [None], [None], None, record["failure"]["parameters"])
    asked = {
        "name": {notebook.name for notebook in find_notebooks(names, folder)} if names else None,
        "area": set(_areas(areas, Inputs([]))) or None,
        "year": {int(year) for year in years or ()} or None,
    }
    return [
        (notebook, values)
        for notebook, values in found
        if all(wanted is None or (values | {"name": notebook.name}).get(key) in wanted for key, wanted in asked.items())
    ]


def _explain(stale: list[Run], current: list[Outcome]) -> None:
    for run in stale:
        print(f"stale: {run.identity}: {'; '.join(run.why)}")
    for one in current:
        print(f"up to date: {one.identity}")


def _make(stale: list[Run], root, out, limits: Limits, jobs: int, cluster: str | None, quiet: bool) -> list[Outcome]:
    """Make the stale reports; whatever happens, manifest and index say what is there afterwards."""
    runs.sweep(out)
    batch = uuid.uuid4().hex[:12]
    package, environment = stale[0].parts["package"], stale[0].parts["environment"]
    manifest.log(out, "batch", batch=batch, planned=len(stale), process=os.getpid(), package=package)
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
                manifest.log(out, outcome.status, batch=batch, **_without(outcome.as_dict(), "status"))
    finally:
        counts = Counter(outcome.status for outcome in made)
        with suppress(OSError, IpstatsError):
            manifest.log(out, "end", batch=batch, **counts)
        with suppress(OSError):
            manifest.publish(out, package, environment)
    return made


def _without(content: dict, key: str) -> dict:
    return {name: value for name, value in content.items() if name != key}


def _run_all(stale, root, out, limits, batch, jobs, cluster, bars: Progress, stop: threading.Event):
    """Outcomes as they come, begun with what took longest last time, so that no long one is left for the end.

    When told to stop, what is at work is ended, what waits is dropped.
    """
    stale = sorted(stale, key=lambda run: run.took, reverse=True)
    with places.executor(min(places.how_many(jobs), len(stale)), cluster) as workers:
        if cluster:
            futures = {workers.submit(runs.make, run, root, out, limits, batch): run for run in stale}
        else:
            from papermill_fork import processes

            processes.prepare(stale[0].parts["package"], len(stale))
            futures = {
                workers.submit(runs.make, run, root, out, limits, batch, _teller(bars, run), stop.is_set): run
                for run in stale
            }
        try:
            for future in as_completed(futures):
                yield _result(future, futures[future])
        except BaseException:
            stop.set()
            for future in futures:
                future.cancel()
            raise


def _teller(bars: Progress, run: Run) -> Callable:
    return lambda step: bars.tell(run.identity, step)


def _result(future, run: Run) -> Outcome:
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


def _bind(outcomes: list[Outcome], out: Path, final: bool, quiet: bool) -> None:
    """Bind each area's reports into one PDF beside its folder of years; each year's, where there are several areas."""
    from ipstats.publishing.appendix import told_as_ours
    from nbappendix.book import bind

    made = [one for one in outcomes if not one.failed and "ipynb" in one.files]
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
            print(f"book: {book}")


def _tell(outcomes: list[Outcome], out: Path) -> None:
    counts = Counter(outcome.status for outcome in outcomes)
    said = [f"{counts[status]} {text}" for status, text in WORDS.items() if counts[status]]
    print(", ".join(said) or "nothing to do 没有要生成的报告")
    if (out / manifest.INDEX).is_file():
        print(f"reports 报告: {out / manifest.INDEX}")
    if counts["failed"]:
        print(f"logs and tracebacks 失败记录: {out / runs.FAILED}")


def _hook(chosen: Settings, outcomes: list[Outcome], out: Path) -> None:
    """Run the office's own command after a batch; it learns the counts from its environment."""
    failed = sum(outcome.failed for outcome in outcomes)
    command = chosen.on_failure if failed else chosen.on_success
    if not command:
        return
    made = sum(outcome.status == "done" for outcome in outcomes)
    told = {"IPSTATS_MADE": str(made), "IPSTATS_FAILED": str(failed), "IPSTATS_MANIFEST": str(out / manifest.MANIFEST)}
    try:
        done = subprocess.run(command, shell=True, timeout=300, env=os.environ | told, stdout=sys.stderr)
        manifest.log(out, "hook", command=command, exit=done.returncode)
    except subprocess.TimeoutExpired:
        manifest.log(out, "hook", command=command, exit="longer than 300 s")
