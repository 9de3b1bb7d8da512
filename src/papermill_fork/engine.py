"""The papermill engine `fork`: each notebook in a process forked from a warmed one.

The cells run in Jupyter's own shell (`shell.py`), and `nbclient` makes outputs of what it sends as it does of a
kernel's messages. Isolation and outputs are those of plain papermill; the start of a kernel and its imports are saved.
Where there is no fork, or when the notebook asks for widgets or a kernel of its own, plain papermill runs it.

Papermill loads its engines while it is imported, so a script imports papermill before this module.
"""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.iorw import write_ipynb

from papermill_fork.processes import Apart, Died, TimeLimit, can_fork
from papermill_fork.shell import run_cells

OURS = ("python3", "python")
"""The kernels that are this interpreter; another one is started as papermill would."""
SAVED_EVERY = 0.5
"""Seconds between two states of a running notebook on the disk; papermill writes two a cell."""
ENDING = 2.0
"""Seconds that a notebook's objects have to close what they hold."""
WIDGETS = ("ipywidgets", "%matplotlib widget", "%matplotlib notebook", "ipympl")


class Manager(NotebookExecutionManager):  # type: ignore[misc]  # papermill says nothing of its types
    """Papermill's record of a run, which tells `on_cell` (index, its Markdown or "") when a cell starts."""

    on_cell: Callable[[int, str], None] | None = None

    def save(self, **kwargs: Any) -> None:
        if self.end_time or (self.now() - self.last_save_time).total_seconds() >= SAVED_EVERY:
            super().save(**kwargs)

    def cell_start(self, cell: Any, cell_index: int | None = None, **kwargs: Any) -> None:
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


class PlainEngine(NBClientEngine):  # type: ignore[misc]
    """Plain papermill, but honest: a dead kernel or a time-out is not recorded as a completed notebook.

    `on_cell(index, markdown)` is told of each cell; `rescue` is a file for the notebook as far as it came when it was
    cut short; `recorded` replaces what papermill recorded of the run (the paths of this machine).
    """

    @classmethod
    def execute_notebook(
        cls, nb: Any, kernel_name: str, output_path: Any = None, progress_bar: bool = True, log_output: bool = False,
        autosave_cell_every: int = 30, on_cell: Callable[[int, str], None] | None = None, rescue: Any = None,
        recorded: dict[str, Any] | None = None, **kwargs: Any,
    ) -> Any:  # fmt: skip
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
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, log_output: bool = False, execution_timeout: float | None = None,
        **kwargs: Any,
    ) -> Any:  # fmt: skip
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


def _runs(cell: Any) -> bool:
    return bool(cell.cell_type == "code" and cell.source.strip())


def _wants_widgets(nb: Any) -> bool:
    return any(word in cell.source for cell in nb.cells if cell.cell_type == "code" for word in WIDGETS)


def _may_raise(cell: Any) -> bool:
    return "raises-exception" in cell.metadata.get("tags", [])


def _follow(shell: Apart, client: Any, cell: Any, index: int, timeout: float | None) -> bool:
    """Take a cell's messages into its outputs until it has ended; false when it raised and may not."""
    deadline = None if not timeout else time.monotonic() + timeout
    client.clear_before_next_output = False
    while True:
        try:
            message = shell.receive(None if deadline is None else deadline - time.monotonic())
        except TimeLimit:
            raise CellTimeoutError.error_from_timeout_and_cell(
                "A cell timed out while it was being executed", int(timeout or 0), cell
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
