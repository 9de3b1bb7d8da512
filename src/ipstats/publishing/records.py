"""What is known of each report: one small file a report, written last, and one lock a report.

`reports/.state/<id>.json` holds `good` (the report in place) and `failure` (the last attempt, when it failed). It is
the only memory: `manifest.json` and `index.html` are made from these files and may be lost without harm.
"""

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ipstats.errors import RunError
from nbappendix.files import write_whole

STATE = ".state"


def path_of(reports: Path, identity: str) -> Path:
    """The file that remembers report `identity` (`110000/2023/01_growth-vs-2022.zh`)."""
    return reports / STATE / f"{identity}.json"


def now() -> str:
    """The time as records say it: ISO, with the zone."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def unused(folder: Path, name: str) -> Path:
    """A place in a folder where nothing is: of that name, or with a number behind it."""
    number = 1
    while (place := folder / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return place


GOOD = {"notebook": str, "parameters": dict, "parts": dict, "files": dict, "made": str, "seconds": (int, float)}
FAILURE = {"notebook": str, "parameters": dict, "reason": str, "cell": str, "at": str, "kept": str}
"""What a record must hold, and as what, to be believed."""


def read(reports: Path, identity: str) -> dict:
    """The record, `{"good": {...} | None, "failure": {...} | None}`; empty where there is none or it is not sound."""
    try:
        record = json.loads(path_of(reports, identity).read_bytes())
        good, failure = record.get("good"), record.get("failure")
    except (OSError, ValueError, AttributeError):
        return {"good": None, "failure": None}
    sound = _sound(good, GOOD) and all(_is_file_mark(mark) for mark in good["files"].values())
    return {"good": good if sound else None, "failure": failure if _sound(failure, FAILURE) else None}


def _sound(part, kinds: dict) -> bool:
    return isinstance(part, dict) and all(isinstance(part.get(name), kind) for name, kind in kinds.items())


def _is_file_mark(mark) -> bool:
    return isinstance(mark, dict) and {"path", "stamp", "sha256"} <= set(mark) and isinstance(mark["stamp"], list)


def every(reports: Path) -> dict[str, dict]:
    """All records by identity, sorted."""
    folder = reports / STATE
    found = sorted(p.relative_to(folder).as_posix()[: -len(".json")] for p in folder.glob("*/*/*.json"))
    return {identity: read(reports, identity) for identity in found}


def write(reports: Path, identity: str, record: dict) -> None:
    """Remember; the file appears whole or not at all."""
    write_whole(path_of(reports, identity), json.dumps(record, ensure_ascii=False, indent=1))


def memory(path: Path) -> dict:
    """What a JSON file holds by name; nothing where it is not there or is damaged."""
    try:
        return dict(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}


def stamp(path: Path) -> list[int]:
    """Size and time of a file, by which an unchanged one is told at no cost."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


@contextmanager
def lock(
    reports: Path,
    identity: str,
    wait: float = 0,
    say: Callable[[str], None] = lambda text: None,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[None]:
    """Hold the one lock of a report; it falls open when its holder dies, however it dies.

    Waits up to `wait` seconds or until `stop()`, after saying who holds it; then a `RunError` that says so.
    """
    path = path_of(reports, identity).with_suffix(".lock")
    end, told = time.monotonic() + wait, False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = path.open("a+")
    except OSError as error:
        raise RunError(f"{path}: cannot be written: {error.strerror}; make room, or the folder writable") from None
    with opened as file:
        while not _take(file):
            holder = _holder(path)
            if stop() or time.monotonic() >= end:
                raise RunError(f"{identity}: is being made by {holder}; wait for it or stop it, then run again")
            if not told:
                say(f"{identity}: waiting for {holder}")
                told = True
            time.sleep(0.05)
        with suppress(OSError):  # on a full disk the lock holds without a name in it
            file.truncate(0)
            os.write(file.fileno(), f"process {os.getpid()} on {socket.gethostname()} since {now()}".encode())
        try:
            yield
        finally:
            with suppress(OSError):
                file.truncate(0)
            _release(file)


def _holder(path: Path) -> str:
    try:
        return path.read_text() or "another run"
    except OSError:
        return "another run"


if sys.platform != "win32":
    import fcntl

    def _take(file) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(file) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

else:
    import msvcrt

    _FAR = 1 << 30
    """Windows locks a range of bytes against reading too: one far behind the text that says who holds the lock."""

    def _take(file) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
