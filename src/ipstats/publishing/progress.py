"""How far the reports are: bars with the section at work and the time left on a terminal and in Jupyter, plain lines
elsewhere, only what failed when quiet."""

import threading
from contextlib import AbstractContextManager

from ipstats.messages import said, say
from ipstats.progress import bars, has_bars
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
    """On a terminal and in Jupyter: a bar for the whole and one for each report at work."""

    def __init__(self, total: int):
        self._bars = bars()
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


def describe(outcome: Outcome) -> str:
    """An outcome in a line."""
    line = f"{said(MARKS[outcome.status])}: {outcome.identity}"
    if outcome.status == "done":
        line += f" ({outcome.seconds:.1f} s)"
    if outcome.reason:
        line += f": {said(outcome.reason)}" + (f" ({outcome.cell})" if outcome.cell else "")
    return line


def progress(total: int, quiet: bool = False) -> Progress:
    """The display that fits the output: bars, lines, or failures only."""
    if quiet:
        return Progress()
    return Bars(total) if has_bars() else Lines(total)
