"""Where work is done: threads here, each minding one process, or the workers of a Dask cluster; one interface for both.

The rest of the package knows `concurrent.futures` alone. Dask is an extra (`pip install ipstats[cluster]`).
"""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

from ipstats.errors import IpstatsError, ParameterError


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
