"""Loaded by every interpreter of a run: the n-th time a watched file is opened for writing, renamed or synced fails.

`FAULT_AT` is n; `FAULT_COUNT` a file whose length counts over all processes of the run; `FAULT_WATCHED` the folders.
"""

import errno
import fcntl
import os
import sys

AT, COUNT = int(os.environ.get("FAULT_AT", "0")), os.environ.get("FAULT_COUNT", "")
WATCHED = tuple(filter(None, os.environ.get("FAULT_WATCHED", "").split(os.pathsep)))
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
real_open, real_write, real_close, real_fsync = os.open, os.write, os.close, os.fsync
busy = False


def struck() -> bool:
    """Count one point; whether it is the one that fails."""
    global busy
    busy = True
    try:
        counter = real_open(COUNT, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        fcntl.flock(counter, fcntl.LOCK_EX)
        real_write(counter, b".")
        here = os.fstat(counter).st_size
        real_close(counter)
        return here == AT
    finally:
        busy = False


def is_watched(path) -> bool:
    try:
        return os.path.abspath(os.fsdecode(path)).startswith(WATCHED)
    except (TypeError, ValueError):
        return False


def fail(path) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fsdecode(path))


def hook(event: str, arguments: tuple) -> None:
    if busy:
        return
    if event == "open":
        path, mode, flags = arguments
        written = any(sign in mode for sign in "wax+") if isinstance(mode, str) else bool(flags & WRITES)
        if written and not isinstance(path, int) and is_watched(path) and struck():
            fail(path)
    elif event == "os.rename" and is_watched(arguments[1]) and struck():
        fail(arguments[1])


def fsync(file) -> None:
    number = file if isinstance(file, int) else file.fileno()
    path = os.readlink(f"/proc/self/fd/{number}")
    if is_watched(path) and struck():
        fail(path)
    real_fsync(number)


if AT and COUNT and WATCHED:
    os.fsync = fsync
    sys.addaudithook(hook)
