"""What is written is there whole or not at all; what cannot be written is told in one line."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ipstats.errors import IpstatsError


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Where something is written: an `OSError` becomes the `IpstatsError` that names the place and the reason."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise IpstatsError(f"{place}: cannot be written: {reason}; make room, or the folder writable") from error


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place when everything is written, and else is gone."""
    scratch = path.with_name(f".{path.name}.part")
    with writing(path):
        try:
            yield scratch
            scratch.replace(path)
        finally:
            with suppress(OSError):
                scratch.unlink(missing_ok=True)


def sweep(folder: Path, pattern: str) -> None:
    """Remove scratch folders that a killed command left behind; one of the last hour may be another command's."""
    for left in folder.glob(pattern):
        if time.time() - left.stat().st_mtime > 3600:
            shutil.rmtree(left, ignore_errors=True)
