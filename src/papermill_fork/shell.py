"""The forked half of the engine: Jupyter's own shell (`ipykernel.zmqshell`) without sockets.

What a kernel would send over ZeroMQ goes through a pipe. Papermill is not imported here: a process that only runs cells
can do without.
"""

import io
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any


def run_cells(
    send: Callable[[str], None], cells: list[tuple[str, str, bool]], folder: str, environment: dict[str, str]
) -> None:
    """In the forked process: run cells (source, id, may it raise) in one shell, sending what a kernel would send."""
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.insert(0, "")
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    pipe = _session(send)
    captured = _Captured(pipe)
    shell = _shell(pipe)
    pipe.send(None, "language_info", _language_info())
    for source, cell_id, may_raise in cells:
        result = shell.run_cell(source, store_history=True, silent=False, cell_id=cell_id)
        sys.stdout, sys.stderr = captured.streams
        captured.drain()
        status = "ok" if result.success and not shell._last_traceback_during_displayhook else "error"
        pipe.send(None, "execute_reply", {"status": status, "execution_count": shell.execution_count - 1})
        if status == "error" and not may_raise:
            break
    shell.user_ns.clear()


def _session(send: Callable[[str], None]) -> Any:
    """A Jupyter session whose messages go to `send` as JSON (type, content)."""
    from jupyter_client.jsonutil import json_default
    from jupyter_client.session import Session

    class PipeSession(Session):
        def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> None:
            if isinstance(msg_or_type, dict):
                msg_or_type, content = msg_or_type["msg_type"], msg_or_type["content"]
            send(json.dumps((msg_or_type, content), default=json_default))

    return PipeSession()


def _shell(pipe: Any) -> Any:
    """Jupyter's interactive shell, publishing through the pipe; no history, no input, no event loops."""
    import builtins

    from ipykernel.compiler import XCachingCompiler
    from ipykernel.zmqshell import ZMQInteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    shell: Any = ZMQInteractiveShell.instance(
        config=config, kernel=_Kernel(), compiler_class=XCachingCompiler, user_ns={}
    )
    shell.enable_gui = lambda gui=None: None
    for publisher in (shell.displayhook, shell.display_pub):
        publisher.session = pipe
        publisher.pub_socket = publisher
    if "matplotlib_inline.backend_inline" in sys.modules:
        from matplotlib_inline.backend_inline import _enable_matplotlib_integration

        _enable_matplotlib_integration()  # type: ignore[no-untyped-call]
    vars(builtins)["input"] = _no_input
    return shell


class _Kernel:
    """What libraries look for on a shell's kernel."""

    eventloop = None


def _no_input(*_: object) -> None:
    from IPython.core.error import StdinNotImplementedError

    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _language_info() -> dict[str, object]:
    from ipykernel.ipkernel import IPythonKernel

    return IPythonKernel.language_info


class _Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of the shell: text is sent at most five times a second, and before anything else."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, name: str, pipe: Any, number: int):
        self.name, self._pipe, self._number = name, pipe, number
        self._parts: list[str] = []
        self._sent = time.monotonic()

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._parts.append(text)
        if time.monotonic() - self._sent > 0.2:
            self.flush()
        return len(text)

    def flush(self) -> None:
        text, self._parts, self._sent = "".join(self._parts), [], time.monotonic()
        if text:
            self._pipe.send(None, "stream", {"name": self.name, "text": text})

    def fileno(self) -> int:
        return self._number

    def writable(self) -> bool:
        return True


class _Captured:
    """The two streams, and what C code or a child process writes to descriptors 1 and 2, added after each cell."""

    def __init__(self, pipe: Any):
        self.streams = _Stream("stdout", pipe, 1), _Stream("stderr", pipe, 2)
        self._files = []
        for number in (1, 2):
            file = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the process)
            os.dup2(file.fileno(), number)
            self._files.append(file)
        sys.stdout, sys.stderr = self.streams

    def drain(self) -> None:
        for stream, file in zip(self.streams, self._files, strict=True):
            size = os.fstat(file.fileno()).st_size
            if size:
                stream.write(os.pread(file.fileno(), size, 0).decode("utf-8", "replace"))
                os.ftruncate(file.fileno(), 0)
                os.lseek(file.fileno(), 0, os.SEEK_SET)
            stream.flush()
