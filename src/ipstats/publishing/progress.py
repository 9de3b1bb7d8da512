"""How far the reports are: bars with the section at work and the time left on a terminal and in Jupyter, plain lines
elsewhere, only what failed when quiet."""

import sys
import threading
import time
from contextlib import AbstractContextManager
from html import escape

from ipstats.messages import said, say
from ipstats.publishing.job import Step
from ipstats.publishing.runs import Outcome

MARKS = {"unread": "UNREAD", "failed": "FAILED", "held": "held back", "stopped": "stopped", "planned": "stale",
         "done": "made", "current": "up to date"}  # fmt: skip
"""Outcomes in words, those that want somebody first."""


class Progress(AbstractContextManager):
    """Quiet: what failed and nothing else; the others say more. `tell` may be called from several threads."""

    def tell(self, identity: str, step: Step | str) -> None:
        """A step of a report, or a remark about it."""

    def finish(self, outcome: Outcome) -> None:
        """A report has come to its end."""
        if outcome.failed:
            say(describe(outcome), aside=True)

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
        say(line, aside=True)


class Bars(Progress):
    """On a terminal: a bar for the whole and one for each report at work."""

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
        self._bars.console.print(said(line), markup=False, highlight=False, soft_wrap=True)


class Page(Progress):
    """The same in Jupyter: one output that is shown anew, at most five times a second; needs no widgets."""

    def __init__(self, total: int):
        self._total, self._ended, self._lock = total, 0, threading.Lock()
        self._steps: dict[str, Step] = {}
        self._lines: list[str] = []
        self._began = self._shown = time.monotonic()

    def __enter__(self):
        from IPython.display import HTML, display

        self._html = HTML
        self._handle = display(HTML(self._page()), display_id=True)
        return self

    def __exit__(self, *_):
        self._steps.clear()
        self._show()

    def tell(self, identity, step):
        if isinstance(step, str):
            self.say(step)
            return
        with self._lock:
            self._steps[identity] = step
            if time.monotonic() - self._shown > 0.2:
                self._show()

    def finish(self, outcome):
        with self._lock:
            self._ended += 1
            self._steps.pop(outcome.identity, None)
            if outcome.failed:
                self._lines.append(describe(outcome))
            self._show()

    def say(self, line):
        with self._lock:
            self._lines.append(said(line))
            self._show()

    def _show(self) -> None:
        self._shown = time.monotonic()
        self._handle.update(self._html(self._page()))

    def _page(self) -> str:
        left = ""
        if 0 < self._ended < self._total:
            seconds = (time.monotonic() - self._began) / self._ended * (self._total - self._ended)
            left = f" · 约剩 about {seconds:.0f} s left"
        rows = [_bar(self._ended, self._total, f"报告 reports {self._ended}/{self._total}{left}")]
        rows += [_bar(step.index, step.total, f"{name} {step.title}") for name, step in self._steps.items()]
        return "".join(rows) + "".join(f"<div>{escape(line)}</div>" for line in self._lines)


def _bar(value: int, total: int, label: str) -> str:
    known = f' value="{value}" max="{total}"' if total else ""
    return f'<div><progress{known} aria-label="{escape(label)}"></progress> {escape(label)}</div>'


def describe(outcome: Outcome) -> str:
    """An outcome in a line."""
    line = f"{said(MARKS[outcome.status])}: {outcome.identity}"
    if outcome.status == "done":
        line += f" ({outcome.seconds:.1f} s)"
    if outcome.reason:
        line += f": {said(outcome.reason)}" + (f" ({outcome.cell})" if outcome.cell else "")
    return line


def _in_jupyter() -> bool:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and hasattr(shell, "kernel")


def _console():
    from rich.console import Console

    return Console(stderr=True)


def progress(total: int, quiet: bool = False) -> Progress:
    """The way of telling that suits where the output goes."""
    if quiet:
        return Progress()
    if _in_jupyter():
        return Page(total)
    if sys.stderr.isatty():
        return Bars(total)
    return Lines(total)
