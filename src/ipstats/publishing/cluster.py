"""Where work is done: threads here, each minding one process, or the workers of a Dask cluster; one interface for both.

The rest of the package knows `concurrent.futures` alone. Dask is an extra (`pip install ipstats[cluster]`).
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

from ipstats.errors import IpstatsError, ParameterError, RunError


def how_many(jobs: int) -> int:
    """`jobs`, or one for each processor when it is 0."""
    if jobs < 0:
        raise ParameterError(f"jobs is {jobs}; expected 0 (one for each processor) or more")
    return jobs or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1))


@contextmanager
def executor(jobs: int = 1, cluster: str | None = None) -> Iterator[Executor]:
    """An executor of `jobs` threads, or of the Dask cluster whose scheduler listens at `cluster` (tcp://host:8786)."""
    if not cluster:
        with ThreadPoolExecutor(how_many(jobs), thread_name_prefix="report") as threads:
            yield threads
        return
    try:
        from distributed import Client
    except ImportError:
        raise IpstatsError("a cluster needs Dask: pip install 'ipstats[cluster]'") from None
    try:
        client = Client(cluster, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise IpstatsError(f"{cluster}: no Dask scheduler answers ({error or 'no answer in 10 s'})") from None
    with client, client.get_executor(pure=False) as workers:
        yield workers


def spread(function: Callable, items: Iterable, *, jobs: int = 1, cluster: str | None = None) -> Iterator:
    """`function(item)` of each item, in the order of the items, in `jobs` processes or on a cluster.

    `function` and what it returns must be picklable, and on a cluster the workers must see the same files. Used for
    reading many documents: `spread(read, paths, jobs=4)`.
    """
    items = list(items)
    if cluster:
        with executor(cluster=cluster) as workers:
            yield from workers.map(function, items)
    elif how_many(jobs) == 1 or len(items) < 2:
        yield from map(function, items)
    else:
        yield from _each(function, items, min(how_many(jobs), len(items)))


def _each(function: Callable, items: list, processes: int) -> list:
    """`function(item)` of every item, in order, in several processes; the first exception is raised again here."""
    shares = [items[start::processes] for start in range(processes)]
    with ThreadPoolExecutor(processes) as threads:
        parts = list(threads.map(lambda share: _share(function, share), shares))
    return [parts[index % processes][index // processes] for index in range(len(items))]


def _share(function: Callable, items: list) -> list:
    from papermill_fork.processes import Apart, Crash

    results = []
    with Apart(_apply, function, items) as process:
        while (message := process.receive()) is not None:
            if isinstance(message, Crash):
                raise RunError(f"{message.reason} (in a process of its own)\n{message.traceback}")
            ok, value = message
            if not ok:
                raise value
            results.append(value)
    return results


def _apply(send: Callable, function: Callable, items: list) -> None:
    for item in items:
        try:
            send((True, function(item)))
        except IpstatsError as error:
            send((False, error))
            return
