"""Which edition (届) of the China Patent Award a report of a year is about, and which it is set against."""

from ipstats.errors import NotComparable, ParameterError
from ipstats.model.awards import editions


def latest_edition(year: int) -> int:
    """The last edition awarded by the end of `year`, as the register (definitions/awards.yaml) dates them.
    `NotComparable` when the register begins later."""
    known = [number for number, one in editions().items() if one.year and one.year <= year]
    if not known:
        raise NotComparable(f"awards.yaml knows no edition of {year} or before; give a later year")
    return max(known)


def chosen_editions(year: int, edition: int = 0, base_edition: int = 0) -> tuple[int, int]:
    """The edition of a report and the one it is set against: those given, for 0 the latest awarded by the end
    of `year` and the one before it. `ParameterError` where the second is not before the first."""
    edition = edition or latest_edition(year)
    base_edition = base_edition or edition - 1
    if not 0 < base_edition < edition:
        raise ParameterError(f"base_edition {base_edition} is not before edition {edition}; give an earlier one")
    return edition, base_edition
