"""How far a recomputed density lies from the published one, by the population year it was recomputed on."""

import pandas as pd

from ipstats.model import intervals

NAMED = {"same": "same_fits", "previous": "previous_fits"}


def population_gaps(years: pd.DataFrame) -> pd.DataFrame:
    """One row a year and population year (`population_year`: same, previous) of a `density` table.

    Quantities: `value` (recomputed), `published`, and `gap` = recomputed - published, in the density's unit: an
    interval of the gap that holds nought means that the published figure can have used that population.
    """
    keys = ["ref_area", "ref_area_name", "indicator", "scope", "year", "unit_measure"]
    parts = []
    for which in NAMED:
        known = years[years["published"].notna() & years[which].notna()]
        part = known[[*keys, *(name for name in known if name.startswith("published"))]].copy()
        gap = intervals.of(known, which) - intervals.of(known, "published")
        part["gap"] = known[which] - known["published"]
        part["gap_lower"], part["gap_upper"] = gap.lower, gap.upper
        part["gap_ids"] = known[f"{which}_ids"] + " " + known["published_id"]
        for end in ("", "_lower", "_upper", "_ids"):
            part[f"value{end}"] = known[f"{which}{end}"]
        parts.append(part.assign(population_year=which))
    return pd.concat(parts).sort_values(["scope", "year"], kind="stable").reset_index(drop=True)
