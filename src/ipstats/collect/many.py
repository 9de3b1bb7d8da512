"""Many documents on all cores; one that cannot be read does not lose the others."""

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path
from typing import Any

from ipstats.collect.read import read
from ipstats.errors import DocumentError, IpstatsError
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
    results = _here(paths, options) if jobs <= 1 else _spread(paths, jobs, options)
    with _Counter(len(paths), progress) as counter:
        for result in results:
            counter.step()
            yield result


def read_one(path: str | Path, options: dict) -> Document | IpstatsError:
    """The document, or our own error as a value; an unforeseen failure names the document."""
    try:
        return read(Path(path), **options)
    except IpstatsError as error:
        return error
    except Exception as error:
        return DocumentError(f"{path}: reading it failed: {type(error).__name__}: {error}")


def _here(paths: list, options: dict) -> Iterator[Document | IpstatsError]:
    return (read_one(path, options) for path in paths)


def _spread(paths: list, jobs: int, options: dict) -> Iterator[Document | IpstatsError]:
    with ProcessPoolExecutor(jobs) as pool:
        rest = iter(enumerate(paths))
        running, done, wanted = {}, {}, 0
        for number, path in islice(rest, jobs * _AHEAD):
            running[pool.submit(read_one, path, options)] = number
        while running:
            ready, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ready:
                done[running.pop(future)] = future
                for number, path in islice(rest, 1):
                    running[pool.submit(read_one, path, options)] = number
            while wanted in done:
                yield _result(done.pop(wanted), paths[wanted])
                wanted += 1


def _result(future, path) -> Document | IpstatsError:
    try:
        return future.result()
    except BrokenProcessPool:
        return DocumentError(f"{path}: the process reading it was killed, maybe for lack of memory; use --jobs 1")


class _Counter:
    """How many documents are done: a bar on a terminal, a line a tenth elsewhere, nothing for less than two."""

    def __init__(self, total: int, shown: bool) -> None:
        self._total, self._done = total, 0
        self._bar: Any = None
        self._shown = shown and total > 1

    def __enter__(self) -> "_Counter":
        if self._shown and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = TextColumn("读取 reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("", total=self._total)
        return self

    def step(self) -> None:
        self._done += 1
        if self._bar:
            self._bar.advance(self._task)
        elif self._shown and self._done * 10 // self._total > (self._done - 1) * 10 // self._total:
            print(f"ipstats: read {self._done} of {self._total} documents", file=sys.stderr)

    def __exit__(self, *_) -> None:
        if self._bar:
            self._bar.stop()
