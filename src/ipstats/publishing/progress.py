"""How far the reports are: bars with the section at work and the time left on a terminal and in Jupyter, plain lines
elsewhere, nothing when quiet."""

import sys
import threading
from contextlib import AbstractContextManager

from ipstats.publishing.job import Step
from ipstats.publishing.runs import Outcome

MARKS = {"done": "made", "current": "up to date", "failed": "FAILED", "stopped": "stopped", "planned": "stale"}


class Progress(AbstractContextManager):
    """Silent progress; the others say more. `tell` may be called from several threads."""

    def tell(self, identity: str, step: Step | str) -> None:
        """A step of a report, or a remark about it."""

    def finish(self, outcome: Outcome) -> None:
        """A report has come to its end."""

    def say(self, line: str) -> None:
        """A line for the user."""

    def __exit__(self, *_) -> None:
        return None


class Lines(Progress):
    """A line for each report that ends, to standard error."""

    def __init__(self, total: int):
        self._total, self._count, self._lock = total, 0, threading.Lock()

    def tell(self, identity, step):
        if isinstance(step, str):
            self.say(step)

    def finish(self, outcome):
        with self._lock:
            self._count += 1
            self.say(f"[{self._count}/{self._total}] {describe(outcome)}")

    def say(self, line):
        print(line, file=sys.stderr, flush=True)


class Bars(Progress):
    """A bar for the whole and one for each report at work."""

    def __init__(self, total: int):
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Rich

        self._bars = Rich(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=_console(),
            transient=True,
        )
        self._all = self._bars.add_task("reports 报告", total=total)
        self._tasks: dict[str, int] = {}

    def __enter__(self):
        self._bars.start()
        return self

    def __exit__(self, *_):
        self._bars.stop()

    def tell(self, identity, step):
        if isinstance(step, str):
            self.say(step)
            return
        if identity not in self._tasks:
            self._tasks[identity] = self._bars.add_task(identity, total=step.total or 1)
        done = step.index if step.total else None
        self._bars.update(
            self._tasks[identity], completed=done, total=step.total or None, description=f"{identity}  {step.title}"
        )

    def finish(self, outcome):
        if outcome.identity in self._tasks:
            self._bars.remove_task(self._tasks.pop(outcome.identity))
        self._bars.advance(self._all)
        if outcome.failed:
            self.say(describe(outcome))

    def say(self, line):
        self._bars.console.print(line, markup=False, highlight=False, soft_wrap=True)


def describe(outcome: Outcome) -> str:
    """An outcome in a line."""
    line = f"{MARKS[outcome.status]}: {outcome.identity}"
    if outcome.status == "done":
        line += f" ({outcome.seconds:.1f} s)"
    if outcome.reason:
        line += f": {outcome.reason}" + (f" at {outcome.cell}" if outcome.cell else "")
    return line


def _in_jupyter() -> bool:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and hasattr(shell, "kernel")


def _console():
    from rich.console import Console

    return Console() if _in_jupyter() else Console(stderr=True)


def progress(total: int, quiet: bool = False) -> Progress:
    """The way of telling that suits where the output goes."""
    if quiet:
        return Progress()
    if _in_jupyter() or sys.stderr.isatty():
        return Bars(total)
    return Lines(total)
