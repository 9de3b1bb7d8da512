"""Which edition (届) of the China Patent Award a report of a year is about."""

import pandas as pd

from ipstats.analysis.awards import award_counts
from ipstats.errors import NotComparable
from ipstats.model.areas import NATION
from ipstats.model.awards import editions


def latest_edition(table: pd.DataFrame, year: int) -> int:
    """The last edition awarded by the end of `year` that the table has a region's count of; without any, the last one
    of the register by then. `NotComparable` when the register (definitions/awards.yaml) begins later."""
    counts = award_counts(table)
    counts = counts[(counts["ref_area"] != NATION) & (counts["year"] <= year)]
    if len(counts):
        return int(counts["edition"].max())
    known = [number for number, one in editions().items() if one.year and one.year <= year]
    if not known:
        raise NotComparable(f"awards.yaml knows no edition of {year} or before (没有该年以前的届次); give a later year")
    return max(known)
