"""Many documents on all cores; one that cannot be read does not lose the others."""

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path

from ipstats.collect.read import read
from ipstats.errors import DocumentError, IpstatsError
from ipstats.progress import Counter, has_bars
from ipstats.reading.document import Document

_AHEAD = 4
"""Documents handed to each process before the first comes back, so that memory stays flat."""


def read_many(
    documents: Iterable[str | Path], *, jobs: int = 0, progress: bool = False, **options
) -> Iterator[Document | IpstatsError]:
    """Each document, or the error that says why it cannot be read, in the order given.

    `jobs` processes (0: as many as there are cores); `options` as of `ipstats.read`. With `progress` a bar on a
    terminal (plain lines elsewhere) counts what is done.
    """
    paths = list(documents)
    jobs = min(jobs or os.cpu_count() or 1, len(paths))
    here = (read_one(path, options) for path in paths)
    results = here if jobs <= 1 else _spread(paths, jobs, options)
    lines = progress and len(paths) > 1 and not has_bars()
    with Counter(len(paths), "读取 reading", progress) as counter:
        for done, result in enumerate(results, start=1):
            counter.step()
            if lines and done * 10 // len(paths) > (done - 1) * 10 // len(paths):
                print(f"ipstats: read {done} of {len(paths)} documents", file=sys.stderr)
            yield result


def read_one(path: str | Path, options: dict) -> Document | IpstatsError:
    """The document, or our own error as a value; an unforeseen failure names the document."""
    try:
        return read(Path(path), **options)
    except IpstatsError as error:
        return error
    except Exception as error:
        return DocumentError(f"{path}: reading it failed: {type(error).__name__}: {error}")


def _spread(paths: list, jobs: int, options: dict) -> Iterator[Document | IpstatsError]:
    with ProcessPoolExecutor(jobs) as pool:
        rest = iter(paths)
        running = deque((pool.submit(read_one, path, options), path) for path in islice(rest, jobs * _AHEAD))
        while running:
            yield _result(*running.popleft())
            running.extend((pool.submit(read_one, path, options), path) for path in islice(rest, 1))


def _result(future, path) -> Document | IpstatsError:
    try:
        return future.result()
    except BrokenProcessPool:
        return DocumentError(f"{path}: the process reading it was killed, maybe for lack of memory; use --jobs 1")
