"""How far a long command is: rich's bars on a terminal and in Jupyter."""

import sys
from contextlib import AbstractContextManager
from typing import Any


def has_bars() -> bool:
    """Whether bars can be drawn where this runs; elsewhere plain lines are printed."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return sys.stderr.isatty() or hasattr(shell, "kernel")


def bars() -> Any:
    """A rich `Progress` to standard error: what is at work, how many are done, and the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), transient=True)


class Counter(AbstractContextManager):
    """How many things are done: a bar, where there can be one, for two or more."""

    def __init__(self, total: int, label: str, shown: bool = True) -> None:
        self._bars = bars() if shown and total > 1 and has_bars() else None
        self._task = self._bars.add_task(label, total=total) if self._bars else None

    def __enter__(self) -> "Counter":
        if self._bars:
            self._bars.start()
        return self

    def step(self) -> None:
        if self._bars:
            self._bars.advance(self._task)

    def __exit__(self, *_) -> None:
        if self._bars:
            self._bars.stop()
