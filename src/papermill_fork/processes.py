"""Work in a process of its own: started clean, watched by its parent, and ended for certain with all it started.

A process comes from the standard library's fork server, which imports what notebooks need once (`warm`, `preload`) and
forks each process from that; inside such a process, from itself. A single run comes from a new interpreter, and so do
all where there is no fork (Windows).
"""

import os
import pickle
import signal
import sys
import threading
import time
import traceback
import types
from collections.abc import Callable
from multiprocessing import get_all_start_methods, get_context, process
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

WARM, LEAVING = "papermill_fork.warm", "papermill_fork.leaving"
_starting = threading.Lock()
_preload = [WARM, LEAVING]
"""What the fork server imports before it forks anything."""
_alone: list[str] = []
"""Not empty while runs are started without the fork server."""
_served: list[str] = []
"""The edition of what the fork server has imported."""


class Died(Exception):
    """The process ended before it had said that it was done; `code` as in `subprocess` (-9: SIGKILL)."""

    def __init__(self, code: int | None):
        super().__init__(f"the process died ({_describe(code)})")
        self.code = code


class TimeLimit(Exception):
    """The process was ended because its time was up."""


class Stopped(Exception):
    """The process was ended because its parent was told to stop."""


class Crash(NamedTuple):
    """What a process says when its function raised: the exception's text and its traceback."""

    reason: str
    traceback: str


def can_fork() -> bool:
    """Is there a fork server on this system?"""
    return "forkserver" in get_all_start_methods()


def _describe(code: int | None) -> str:
    if code is None:
        return "how is not known"
    try:
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
    except ValueError:
        return f"signal {-code}"


def _context() -> Any:
    """Fork where this process is a warmed one with a single thread, else the fork server, else spawn."""
    if not can_fork() or _alone:
        return get_context("spawn")
    if WARM in sys.modules and process.parent_process() is not None and threading.active_count() == 1:
        return get_context("fork")
    context = get_context("forkserver")
    context.set_forkserver_preload(_preload)
    os.environ["PAPERMILL_FORK_STARTER"] = str(os.getpid())  # `warm` reads it
    return context


def preload(*modules: str) -> None:
    """Let a fork server that is started after this import `modules` too, once, before it forks anything.

    They may not open a file, a socket or a thread.
    """
    _preload[:] = [WARM, *modules, LEAVING]


def prepare(edition: str, runs: int) -> None:
    """Let the fork server begin its imports now, while the caller does something else.

    One that was started with another `edition` of what it imports (a kernel outlives changes of files) makes way. The
    first run of this process, when it wants no more, does without: a new interpreter imports papermill while a fork
    server of its own (`prepare_cells`) imports what the notebook needs.
    """
    if can_fork():
        from multiprocessing import forkserver

        server: Any = forkserver._forkserver
        _alone[:] = [edition] if runs == 1 and not _served and server._forkserver_pid is None else []
        if _served and edition not in _served:
            server._stop()
        _served[:] = [edition]
        if not _alone:
            _context()
            server.ensure_running()


def prepare_cells(*modules: str) -> None:
    """In the process of a run: start a fork server with what cells need, unless this process was forked from one.

    `modules` are what cells need besides the libraries of `warm`.
    """
    if can_fork() and WARM not in sys.modules:
        from multiprocessing import forkserver

        preload(*modules)
        _context()
        forkserver.ensure_running()


class Apart:
    """`function(send, *arguments)` at work in a process group of its own.

    `send(message)` in the function sends anything picklable but None to `receive` here. When this object is closed, or
    this process dies in whatever way, the whole group is killed.
    """

    def __init__(self, function: Callable[..., None], *arguments: object):
        context = _context()
        self._inbox, outbox = context.Pipe(duplex=False)
        watched, self._lifeline = context.Pipe(duplex=False)
        ours = (self._inbox, self._lifeline) if context.get_start_method() == "fork" else ()
        self.process = context.Process(target=_begin, args=(pickle.dumps((function, arguments)), outbox, watched, ours))
        _start(self.process)
        outbox.close()
        watched.close()

    def receive(self, seconds: float | None = None, stop: Callable[[], bool] = lambda: False) -> Any:
        """The next message, or None when the function has returned.

        Raises `TimeLimit` after `seconds`, `Stopped` once `stop()` is true, `Died` when the process is dead; all are
        noticed within a tenth of a second. The process is left to `close`.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            left = 0.1 if deadline is None else min(0.1, max(0.0, deadline - time.monotonic()))
            alive = self.process.is_alive()
            try:
                if self._inbox.poll(left):
                    return self._inbox.recv()
            except (EOFError, OSError):
                self.process.join(1)
                raise Died(self.process.exitcode) from None
            if not alive:
                raise Died(self.process.exitcode)
            if deadline is not None and time.monotonic() >= deadline:
                raise TimeLimit
            if stop():
                raise Stopped

    def close(self) -> None:
        """End the process and everything in its group; does nothing the second time."""
        self._lifeline.close()
        if self.process.is_alive() and not can_fork():
            self.process.kill()
        self.process.join(2)
        self._inbox.close()

    def __enter__(self) -> "Apart":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _start(child: Any) -> None:
    """Start without importing the caller's script again in the child, as multiprocessing would.

    A user's script that calls `report()` at its top needs no `if __name__ == "__main__"`. A Dask worker is a daemon,
    which multiprocessing forbids to have children; ours end with it, which is what the rule is for.
    """
    with _starting:
        current: Any = process.current_process()
        main, daemon = sys.modules["__main__"], current._config.pop("daemon", None)
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            child.start()
        finally:
            sys.modules["__main__"] = main
            if daemon is not None:
                current._config["daemon"] = daemon


def _begin(work: bytes, outbox: Connection, watched: Connection, inherited: tuple[Connection, ...]) -> None:
    """The child's first steps: leave the terminal's group, get a guard, forget what is the parent's, work.

    The work is unpacked last, for it imports what it needs: a parent that dies meanwhile is noticed by the guard.
    """
    for connection in inherited:
        connection.close()
    if hasattr(os, "setsid"):
        os.setsid()
        _set_guard(watched)
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    try:
        function, arguments = pickle.loads(work)
        function(outbox.send, *arguments)
    except Exception as error:
        outbox.send(Crash(f"{type(error).__name__}: {error}", traceback.format_exc()))
    outbox.send(None)


def _set_guard(watched: Connection) -> None:
    """Fork a companion that kills this process group as soon as nobody holds the other end of `watched`.

    It needs no signal and no `prctl`, so it works after kill -9 of the parent and on macOS as on Linux.
    """
    group = os.getpid()
    if os.fork() == 0:
        os.dup2(watched.fileno(), 0)
        os.closerange(1, os.sysconf("SC_OPEN_MAX"))
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        try:
            os.read(0, 1)
        finally:
            os.killpg(group, signal.SIGKILL)
    watched.close()
