"""The register of breaks (口径): when a figure changed its meaning, and what to do about growth across."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ipstats.errors import DefinitionError
from ipstats.model import areas, indicators
from ipstats.model.definitions import FOLDER, entries, one_of

FILE = FOLDER / "calibers.yaml"
ACTIONS = ("refuse", "label")
KINDS = ("definition", "coverage", "availability", "revision", "denominator", "headline", "design")


@dataclass(frozen=True, slots=True)
class Caliber:
    """One break. `refuse`: growth across it is not computed; `label`: it is, and the reason is printed.

    `continuous`: the figures that one source states for both sides are one series (a revision carried back, a yearbook
    that goes on), so that the break lies only between figures of different sources. Kind `availability` is no break of
    the figures at all: only where they are published changed.
    """

    id: str
    indicators: tuple[str, ...]
    last_before: date
    first_after: date
    kind: str
    action: str
    reason_zh: str
    reason_en: str
    source: str
    areas: tuple[str, ...] = ()
    continuous: bool = False

    def __post_init__(self) -> None:
        one_of(self.action, ACTIONS, "action")
        one_of(self.kind, KINDS, "kind")
        if self.last_before >= self.first_after:
            raise ValueError(f"last_before {self.last_before} is not before first_after {self.first_after}")

    def concerns(self, indicator: str, area: str) -> bool:
        """Whether it is about this indicator in this area; the nation's own breaks (000000) are the nation's only."""
        if indicator not in self.indicators:
            return False
        return not self.areas or any(
            area == code if code == areas.NATION else areas.is_within(area, code) for code in self.areas
        )

    def between(self, start: date, end: date) -> bool:
        """Whether of two days (the ends of two periods, in either order) one lies before and the other after it."""
        return min(start, end) <= self.last_before and max(start, end) >= self.first_after


def read_calibers(path: Path) -> dict[str, Caliber]:
    """The breaks of a definition file by id; indicators and areas must exist (`DefinitionError`)."""
    found = entries(Caliber, path)
    for one in found.values():
        for name in one.indicators:
            if name not in indicators.indicators():
                raise DefinitionError(f"{path.name}: {one.id}: indicators: no indicator {name!r}")
        for code in one.areas:
            if not areas.ancestors(code):
                raise DefinitionError(f"{path.name}: {one.id}: areas: no area {code!r}")
    return found


@lru_cache(maxsize=1)
def calibers() -> dict[str, Caliber]:
    """All breaks by id."""
    return read_calibers(FILE)


def breaking() -> frozenset[str]:
    """The ids of breaks of series; changes of the place of publication are none."""
    return frozenset(name for name, one in calibers().items() if one.kind != "availability")


def breaks(indicator: str, area: str, start: date, end: date) -> tuple[Caliber, ...]:
    """The breaks between two days (the ends of two periods) for an indicator in an area, those that refuse first.

    >>> [one.id for one in breaks("patent_applications", "110000", date(2016, 12, 31), date(2017, 12, 31))]
    ['applications_paid_only']
    """
    found = [one for one in calibers().values() if one.concerns(indicator, area) and one.between(start, end)]
    return tuple(sorted(found, key=lambda one: one.action != "refuse"))
