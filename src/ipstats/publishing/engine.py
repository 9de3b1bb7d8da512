"""The papermill engine `ipstats`: each notebook in a process forked from a warmed one.

The cells run in Jupyter's own shell (`ipykernel.zmqshell`) without sockets: what a kernel would send over ZeroMQ goes
through a pipe, and `nbclient` makes outputs of it as it does of a kernel's messages. Isolation and outputs are those of
plain papermill; the start of a kernel and its imports are saved. Where there is no fork, or when the notebook asks for
widgets or a kernel of its own, plain papermill runs it.

Taking this module out costs the entry point in pyproject.toml and one import in `runs`.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.iorw import write_ipynb

from ipstats.publishing.processes import Apart, Died, TimeLimit, can_fork

OURS = ("python3", "python")
"""The kernels that are this interpreter; another one is started as papermill would."""
SAVED_EVERY = 0.5
"""Seconds between two states of a running notebook on the disk; papermill writes two a cell."""
ENDING = 2.0
"""Seconds that a notebook's objects have to close what they hold."""
WIDGETS = ("ipywidgets", "%matplotlib widget", "%matplotlib notebook", "ipympl")


class Manager(NotebookExecutionManager):
    """Papermill's record of a run, which tells `on_cell` (index, its Markdown or "") when a cell starts."""

    on_cell: Callable[[int, str], None] | None = None

    def save(self, **kwargs):
        if self.end_time or (self.now() - self.last_save_time).total_seconds() >= SAVED_EVERY:
            super().save(**kwargs)

    def cell_start(self, cell, cell_index=None, **kwargs):
        super().cell_start(cell, cell_index, **kwargs)
        if self.on_cell and cell_index is not None:
            self.on_cell(cell_index, cell.source if cell.cell_type == "markdown" else "")

    def cut_short(self) -> None:
        """Mark the cell that was running as failed, so that papermill leaves those after it pending, not completed."""
        started = [cell for cell in self.nb.cells if cell.metadata.papermill["start_time"]]
        if started:
            self.cell_exception(started[-1])
        else:
            self.nb.metadata.papermill["exception"] = True


class PlainEngine(NBClientEngine):
    """Plain papermill, but honest: a dead kernel or a time-out is not recorded as a completed notebook.

    `on_cell(index, markdown)` is told of each cell; `rescue` is a file for the notebook as far as it came when it was
    cut short; `recorded` replaces what papermill recorded of the run (the paths of this machine).
    """

    @classmethod
    def execute_notebook(
        cls, nb, kernel_name, output_path=None, progress_bar=True, log_output=False, autosave_cell_every=30,
        on_cell=None, rescue=None, recorded=None, **kwargs,
    ):  # fmt: skip
        manager = Manager(nb, output_path, log_output, progress_bar, autosave_cell_every)
        manager.on_cell = on_cell
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, log_output=log_output, **kwargs)
        except BaseException:
            manager.cut_short()
            raise
        else:
            rescue = None
        finally:
            manager.cleanup_pbar()
            manager.nb.metadata.papermill.update(recorded or {})
            manager.notebook_complete()
            if rescue:
                write_ipynb(manager.nb, str(rescue))
        return manager.nb


class ForkEngine(PlainEngine):
    """The cells in a forked shell; `execution_timeout` (seconds a cell) ends the process, whatever the cell does."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, log_output=False, execution_timeout=None, **kwargs):
        if not can_fork() or kernel_name not in OURS or _wants_widgets(nb_man.nb):
            return super().execute_managed_notebook(
                nb_man, kernel_name, log_output=log_output, execution_timeout=execution_timeout, **kwargs
            )
        client = PapermillNotebookClient(nb_man, log_output=log_output)
        client.reset_execution_trackers()
        cells = [(cell.source, cell.get("id", ""), _may_raise(cell)) for cell in nb_man.nb.cells if _runs(cell)]
        with Apart(run_cells, cells, os.getcwd(), dict(os.environ)) as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                ok = not _runs(cell) or _follow(shell, client, cell, index, execution_timeout)
                if not ok:
                    nb_man.cell_exception(cell, cell_index=index)
                nb_man.cell_complete(cell, cell_index=index)
                if not ok:
                    break
            _let_end(shell)
        return nb_man.nb


def _let_end(shell: Apart) -> None:
    """Wait until the shell has let go of its names, so that files left open are written; what hangs then is ended."""
    with suppress(Died, TimeLimit):
        while shell.receive(ENDING) is not None:
            pass


def _runs(cell) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def _wants_widgets(nb) -> bool:
    return any(word in cell.source for cell in nb.cells if cell.cell_type == "code" for word in WIDGETS)


def _may_raise(cell) -> bool:
    return "raises-exception" in cell.metadata.get("tags", [])


def _follow(shell: Apart, client, cell, index: int, timeout: float | None) -> bool:
    """Take a cell's messages into its outputs until it has ended; false when it raised and may not."""
    deadline = None if not timeout else time.monotonic() + timeout
    client.clear_before_next_output = False
    while True:
        try:
            message = shell.receive(None if deadline is None else deadline - time.monotonic())
        except TimeLimit:
            raise CellTimeoutError.error_from_timeout_and_cell(
                "A cell timed out while it was being executed", int(timeout), cell
            ) from None
        except Died as death:
            raise DeadKernelError(f"Kernel died: {death}") from None
        kind, content = json.loads(message)
        if kind == "language_info":
            client.nb.metadata["language_info"] = content
        elif kind == "execute_reply":
            cell.execution_count = content["execution_count"]
            return content["status"] == "ok" or _may_raise(cell)
        else:
            header = {"msg_type": kind}
            client.process_message({"header": header, "parent_header": {}, "content": content} | header, cell, index)


def run_cells(send: Callable[[str], None], cells: list[tuple[str, str, bool]], folder: str, environment: dict) -> None:
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


def _session(send: Callable[[str], None]):
    """A Jupyter session whose messages go to `send` as JSON (type, content)."""
    from jupyter_client.jsonutil import json_default
    from jupyter_client.session import Session

    class PipeSession(Session):
        def send(self, stream, msg_or_type, content=None, *_, **__):
            if isinstance(msg_or_type, dict):
                msg_or_type, content = msg_or_type["msg_type"], msg_or_type["content"]
            send(json.dumps((msg_or_type, content), default=json_default))

    return PipeSession()


def _shell(pipe):
    """Jupyter's interactive shell, publishing through the pipe; no history, no input, no event loops."""
    import builtins

    from ipykernel.compiler import XCachingCompiler
    from ipykernel.zmqshell import ZMQInteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    shell = ZMQInteractiveShell.instance(config=config, kernel=_Kernel(), compiler_class=XCachingCompiler, user_ns={})
    shell.enable_gui = lambda gui=None: None
    for publisher in (shell.displayhook, shell.display_pub):
        publisher.session = pipe
        publisher.pub_socket = publisher
    if "matplotlib_inline.backend_inline" in sys.modules:
        from matplotlib_inline.backend_inline import _enable_matplotlib_integration

        _enable_matplotlib_integration()
    builtins.input = _no_input
    return shell


class _Kernel:
    """What libraries look for on a shell's kernel."""

    eventloop = None


def _no_input(*_):
    from IPython.core.error import StdinNotImplementedError

    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _language_info() -> dict:
    from ipykernel.ipkernel import IPythonKernel

    return IPythonKernel.language_info


class _Stream:
    """`sys.stdout` or `sys.stderr` of the shell: text is sent at most five times a second, and before anything else."""

    encoding, errors, closed = "utf-8", "replace", False

    def __init__(self, name: str, pipe, number: int):
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

    def writelines(self, lines) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        text, self._parts, self._sent = "".join(self._parts), [], time.monotonic()
        if text:
            self._pipe.send(None, "stream", {"name": self.name, "text": text})

    def fileno(self) -> int:
        return self._number

    def isatty(self) -> bool:
        return False

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False


class _Captured:
    """The two streams, and what C code or a child process writes to descriptors 1 and 2, added after each cell."""

    def __init__(self, pipe):
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
