"""Reports at set times: in the foreground here, or by the system's own cron or systemd.

Each run is a process of its own, `python -m ipstats report`, so that it sees the package and the data as they are then.
"""

import json
import shlex
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ipstats import project
from ipstats.messages import say
from ipstats.names import one_line
from ipstats.publishing import records
from ipstats.publishing.cron import Cron
from ipstats.publishing.templates import FOLDER

MEMORY = "schedule.json"


def command(arguments: list[str]) -> list[str]:
    """The command that makes reports, for this interpreter."""
    return [sys.executable, "-m", "ipstats", "report", *arguments]


def run(cron: str, arguments: list[str], *, timezone: str = "Asia/Shanghai") -> None:
    """Make reports at the times of a cron expression until Ctrl-C or SIGTERM, which end a run in progress cleanly.

    Runs never overlap; of the runs missed while one was at work, the machine slept or this was not running, one is
    made up. `timezone` is the zone of the expression, whatever the machine's is.
    """
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.blocking import BlockingScheduler

    root = project.root()
    trigger = Cron.parse(cron, timezone).trigger()
    worker = _Worker(root, arguments, cron)
    scheduler = BlockingScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone=timezone)
    scheduler.add_job(worker, trigger, coalesce=True, misfire_grace_time=None, max_instances=2)
    if worker.missed(trigger):
        scheduler.add_job(worker, misfire_grace_time=None)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    now = datetime.now(ZoneInfo(timezone))
    say(f"next run: {trigger.get_next_fire_time(None, now):%Y-%m-%d %H:%M %Z}; Ctrl-C ends")
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        worker.end()
        scheduler.shutdown()


class _Worker:
    """One run of `ipstats report`, and the memory of when the last one began."""

    def __init__(self, root: Path, arguments: list[str], cron: str):
        self._root, self._arguments, self._cron = root, arguments, cron
        self._memory = project.reports(root) / records.STATE / MEMORY
        self._process: subprocess.Popen | None = None

    def __call__(self) -> None:
        began = datetime.now().astimezone()
        records.write_whole(self._memory, json.dumps({"cron": self._cron, "began": began.isoformat()}))
        print(f"{began:%Y-%m-%d %H:%M:%S} `ipstats report {shlex.join(self._arguments)}`", flush=True)
        self._process = subprocess.Popen(command(self._arguments), cwd=self._root, start_new_session=True)
        status = self._process.wait()
        self._process = None
        say(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} exit status {status}")

    def missed(self, trigger) -> bool:
        """Whether a moment of the trigger went by since the last run, while nothing was running."""
        try:
            memory = json.loads(self._memory.read_bytes())
            began = datetime.fromisoformat(memory["began"])
        except (OSError, ValueError, KeyError):
            return False
        due = trigger.get_next_fire_time(began, began)
        return memory.get("cron") == self._cron and due is not None and due < datetime.now().astimezone()

    def end(self) -> None:
        """Ask a run in progress to end."""
        if self._process:
            with suppress(ProcessLookupError):
                self._process.terminate()


def cron_line(cron: str, arguments: list[str], *, timezone: str = "Asia/Shanghai") -> str:
    """The lines for `crontab -e` of this checkout. A percent sign is escaped, as crontab(5) asks."""
    root = project.root()
    Cron.parse(cron, timezone)
    log = project.reports(root) / "cron.log"
    words = shlex.join(one_line(word, "argument") for word in command(arguments))
    line = f"cd {shlex.quote(one_line(str(root)))} && {words} >> {shlex.quote(str(log))} 2>&1"
    return (
        "# cronie reads CRON_TZ; where cron does not know it (Debian), the hours are those of the machine's zone\n"
        f"CRON_TZ={timezone}\n{cron} {line.replace('%', chr(92) + '%')}"
    )


def systemd_units(cron: str, arguments: list[str], *, timezone: str = "Asia/Shanghai") -> str:
    """A service and a timer for this checkout, for `~/.config/systemd/user`; a missed run is made up once."""
    root = project.root()
    calendars = "\n".join(f"OnCalendar={calendar}" for calendar in Cron.parse(cron, timezone).calendars())
    words = " ".join(_systemd_word(word) for word in command(arguments))
    text = (FOLDER / "systemd.txt").read_text("utf-8").rstrip()
    return text.format(root=_specifiers(str(root)), command=words, calendars=calendars)


def _specifiers(text: str) -> str:
    return one_line(text).replace("%", "%%")


def _systemd_word(word: str) -> str:
    """A word of ExecStart= as systemd.service(5) reads it."""
    word = _specifiers(one_line(word, "argument")).replace("$", "$$")
    if word and not any(c in word for c in " \t\"'\\;"):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
