"""Cron expressions: five fields, as cron itself reads them, for APScheduler and for systemd, which read them otherwise.

APScheduler counts Monday as 0 and joins day of month and weekday by "and"; cron counts Sunday as 0 (and 7) and joins
them by "or" when neither has a `*` (crontab(5)).
"""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ipstats.errors import ParameterError

LIMITS = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "day_of_week": (0, 7)}
"""The least and the greatest value of each field, in order."""
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
Fields = dict[str, tuple[int, ...] | None]
_PART = re.compile(r"(?P<first>\*|\w+)(?:-(?P<last>\w+))?(?:/(?P<step>\d+))?")


@dataclass(frozen=True)
class Cron:
    """A cron expression, its time zone, and the values that each field allows (None: every value)."""

    text: str
    zone: ZoneInfo
    fields: Fields

    @classmethod
    def parse(cls, text: str, timezone: str) -> "Cron":
        """`ParameterError` names the field that is wrong, or the time zone."""
        parts = text.split()
        if len(parts) != len(LIMITS):
            raise ParameterError(f"cron {text!r} has {len(parts)} fields; expected minute hour day month weekday")
        try:
            zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ParameterError(
                f"time zone {timezone!r} is not known; expected a name such as Asia/Shanghai"
            ) from None
        return cls(text, zone, {name: _values(part, name, text) for part, name in zip(parts, LIMITS, strict=True)})

    def choices(self) -> list[Fields]:
        """The fields as one or two sets of values that all must hold: two when neither day nor weekday has a `*`."""
        _, _, day, _, day_of_week = self.text.split()
        if "*" not in day + day_of_week:
            return [self.fields | {"day_of_week": None}, self.fields | {"day": None}]
        return [self.fields]

    def trigger(self):
        """The APScheduler trigger that fires at the same moments."""
        from apscheduler.triggers.combining import OrTrigger
        from apscheduler.triggers.cron import CronTrigger

        triggers = [
            CronTrigger(timezone=self.zone, **{name: _joined(name, values) for name, values in fields.items()})
            for fields in self.choices()
        ]
        return triggers[0] if len(triggers) == 1 else OrTrigger(triggers)

    def calendars(self) -> list[str]:
        """The `OnCalendar` expressions of systemd.time(7) that fire at the same moments."""
        return [_calendar(fields, self.zone.key) for fields in self.choices()]


def _values(part: str, name: str, text: str) -> tuple[int, ...] | None:
    if part == "*":
        return None
    found = {value for item in part.split(",") for value in _span(item, name, text)}
    return tuple(sorted({value % 7 for value in found} if name == "day_of_week" else found))


def _span(item: str, name: str, text: str) -> range:
    """The values of one item of a list: 5, 1-5, */2, 1-5/2; 5/2 runs to the end."""
    match = _PART.fullmatch(item.lower())
    if not match:
        raise ParameterError(f"cron {text!r}: {name} {item!r} cannot be read")
    (low, high), every = LIMITS[name], match["first"] == "*"
    start = low if every else _number(match["first"], name, text)
    end = start if not (every or match["step"]) else high
    end = _number(match["last"], name, text) if match["last"] else end
    step = int(match["step"] or 1)
    if not low <= start <= end <= high or step < 1:
        raise ParameterError(f"cron {text!r}: {name} {item!r} is out of range; expected {low} to {high}")
    return range(start, end + 1, step)


def _number(word: str, name: str, text: str) -> int:
    names = {"day_of_week": DAYS, "month": MONTHS}.get(name, ())
    if word in names and word:
        return names.index(word)
    if not word.isdigit():
        raise ParameterError(f"cron {text!r}: {name} {word!r} is no number")
    return int(word)


def _joined(name: str, values: tuple[int, ...] | None) -> str:
    if values is None:
        return "*"
    return ",".join(DAYS[value] if name == "day_of_week" else str(value) for value in values)


def _calendar(fields: dict, zone: str) -> str:
    def listed(name: str) -> str:
        return "*" if fields[name] is None else ",".join(f"{value:02d}" for value in fields[name])

    days = "" if fields["day_of_week"] is None else ",".join(DAYS[d].capitalize() for d in fields["day_of_week"]) + " "
    return f"{days}*-{listed('month')}-{listed('day')} {listed('hour')}:{listed('minute')}:00 {zone}"
