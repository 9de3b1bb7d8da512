"""Set times: cron as cron reads it, for APScheduler and for systemd; runs made up once; units for this checkout."""

import configparser
import shlex
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipstats.errors import ParameterError
from ipstats.publishing.cron import Cron
from ipstats.publishing.schedule import cron_line, systemd_units

SHANGHAI = ZoneInfo("Asia/Shanghai")


def fires(cron: str, start: datetime, count: int = 3) -> list[str]:
    """The next moments of an expression."""
    trigger, found = Cron.parse(cron, "Asia/Shanghai").trigger(), []
    for _ in range(count):
        start = trigger.get_next_fire_time(None, start)
        found.append(f"{start:%a %m-%d %H:%M}")
        start += timedelta(seconds=1)
    return found


MOMENTS = [
    ("0 6 * * 1", ["Mon 11-23 06:00", "Mon 11-30 06:00", "Mon 12-07 06:00"]),
    ("0 6 * * 0", ["Sun 11-29 06:00", "Sun 12-06 06:00", "Sun 12-13 06:00"]),
    ("0 6 * * 7", ["Sun 11-29 06:00", "Sun 12-06 06:00", "Sun 12-13 06:00"]),
    ("0 6 * * fri-7", ["Fri 11-27 06:00", "Sat 11-28 06:00", "Sun 11-29 06:00"]),
    ("30 8 1 * 5", ["Fri 11-27 08:30", "Tue 12-01 08:30", "Fri 12-04 08:30"]),
    ("*/20 23 * 11,dec *", ["Sun 11-22 23:00", "Sun 11-22 23:20", "Sun 11-22 23:40"]),
    ("15 6 */10 * *", ["Tue 12-01 06:15", "Fri 12-11 06:15", "Mon 12-21 06:15"]),
]


@pytest.mark.parametrize(("cron", "expected"), MOMENTS, ids=[c for c, _ in MOMENTS])
def test_an_expression_means_what_cron_means(cron, expected):
    assert fires(cron, datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)) == expected


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@given(
    minute=st.sampled_from(["0", "*/15", "5,50"]), hour=st.sampled_from(["6", "*", "8-10"]),
    day=st.sampled_from(["*", "1", "1,15"]), month=st.sampled_from(["*", "12", "jan-mar"]),
    weekday=st.sampled_from(["*", "1", "0", "6-7", "mon,fri"]),
)  # fmt: skip
@settings(max_examples=12, deadline=None)
def test_systemd_fires_at_the_same_moment(minute, hour, day, month, weekday):
    cron = Cron.parse(f"{minute} {hour} {day} {month} {weekday}", "Asia/Shanghai")
    now = datetime(2026, 11, 22, 12, 0, 30, tzinfo=SHANGHAI)
    ours = cron.trigger().get_next_fire_time(None, now)
    theirs = [elapse(calendar, now) for calendar in cron.calendars()]
    assert min(theirs) == ours


def elapse(calendar: str, base: datetime) -> datetime:
    """When systemd says that a calendar expression is due next after `base`."""
    words = [
        "systemd-analyze",
        "calendar",
        "--base-time",
        f"{base.astimezone(ZoneInfo('UTC')):%Y-%m-%d %H:%M:%S} UTC",
        calendar,
    ]
    said = subprocess.run(words, capture_output=True, text=True, check=True, env={"TZ": "UTC", "PATH": "/usr/bin:/bin"})
    line = next(line for line in said.stdout.splitlines() if "Next elapse" in line)
    return datetime.strptime(line.split(": ", 1)[1].strip(), "%a %Y-%m-%d %H:%M:%S UTC").replace(tzinfo=ZoneInfo("UTC"))


WRONG = [
    ("0 6 * *", "has 4 fields"), ("60 6 * * 1", "minute '60' is out of range"), ("0 6 * * 8", "out of range"),
    ("0 6 * * monday", "is no number"), ("0 6-4 * * *", "out of range"), ("0 */0 * * *", "out of range"),
    ("a b c d e", "is no number"), ("0 6 * * 1-", "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("cron", "message"), WRONG, ids=[c for c, _ in WRONG])
def test_a_wrong_expression_names_the_field(cron, message):
    with pytest.raises(ParameterError, match=message):
        Cron.parse(cron, "Asia/Shanghai")


def test_a_wrong_zone_is_told():
    with pytest.raises(ParameterError, match="time zone 'Mars' is not known"):
        Cron.parse("0 6 * * 1", "Mars")


def test_the_cron_line_runs_this_checkout(project):
    line = cron_line("0 6 * * 1", ["-p", "share=50%"]).splitlines()[-1]
    assert line.startswith("0 6 * * 1 cd ") and "share=50\\%" in line
    command = line.removeprefix("0 6 * * 1 ").replace("\\%", "%")
    project.notebook("01_a", "1")
    assert shlex.split(command)[:3] == ["cd", str(project.root), "&&"]
    done = subprocess.run(
        ["sh", "-c", command.replace("-p share=50%", "--dry-run --area 北京 --year 2023")], check=False
    )
    assert done.returncode == 0
    assert "110000/2023/01_a-vs-2022.zh" in (project.reports / "cron.log").read_text("utf-8")


@pytest.mark.parametrize("made", [cron_line, systemd_units])
def test_an_argument_makes_no_line_of_its_own(project, made):
    with pytest.raises(ParameterError, match=r"argument 'x\\nExecStartPre=.*U\+000A"):
        made("0 6 * * 1", ["--area", "x\nExecStartPre=/bin/touch /tmp/x"])


def test_the_units_are_read_by_systemd_as_meant(project):
    units = systemd_units("0 6 * * 1", ["--area", "北京 市", "-p", 'a=50%$"'])
    service, timer = units.split("# ~/.config/systemd/user/ipstats-report.timer")
    parsed = configparser.ConfigParser(interpolation=None, strict=False)
    parsed.optionxform = str
    parsed.read_string(service)
    words = parsed["Service"]["ExecStart"]
    assert words.startswith(sys.executable) and words.endswith(r'"北京 市" -p "a=50%%$$\""')
    assert parsed["Service"]["WorkingDirectory"] == str(project.root)
    assert "OnCalendar=Mon *-*-* 06:00:00 Asia/Shanghai" in timer and "Persistent=true" in timer


def test_a_missed_run_is_made_up_once_when_the_scheduler_starts(project):
    from ipstats.publishing.schedule import _Worker

    trigger = Cron.parse("0 6 * * *", "Asia/Shanghai").trigger()
    worker = _Worker(project.root, ["--dry-run"], "0 6 * * *")
    assert not worker.missed(trigger), "nothing ran before, nothing was missed"
    worker()
    assert not worker.missed(trigger)
    memory = worker._memory.read_text()
    day_before = (datetime.now(SHANGHAI) - timedelta(days=2)).isoformat()
    worker._memory.write_text(memory.replace(memory.split('"began": "')[1].split('"')[0], day_before))
    assert worker.missed(trigger)
    assert not _Worker(project.root, [], "0 7 * * *").missed(trigger), "another expression is another schedule"


@pytest.mark.slow
def test_the_foreground_scheduler_runs_and_ends_on_sigterm(project):
    project.notebook("01_a", "1")
    project.settings("to: []\nreports: [{notebooks: [01_a], areas: [北京], years: [2023]}]")
    process = project.start("schedule", "run", "--cron", "* * * * *")
    end = time.monotonic() + 150
    while not (project.reports / "manifest.json").exists():
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.2)
    process.terminate()
    out, err = process.communicate(timeout=60)
    assert "next run" in out and "Traceback" not in err and process.returncode == 0
