"""How far a recomputed density lies from the published one, by the population year it was recomputed on."""

import pandas as pd

from ipstats.analysis.pairs import quantity
from ipstats.analysis.quantities import of, put

NAMED = ("same", "previous")


def population_gaps(years: pd.DataFrame) -> pd.DataFrame:
    """One row a year and population year (`population_year`: same, previous) of a `density` table.

    Quantities: `value` (recomputed), `published`, and `gap` = recomputed - published, in the density's unit: an
    interval of the gap that holds zero means that the published figure can have used that population. Of several
    statements of a population the one that fits best is taken.
    """
    keys = ["ref_area", "ref_area_name", "indicator", "scope", "year", "unit_measure"]
    parts = []
    for which in NAMED:
        known = years[years["published"].notna() & years[f"{which}_fitted"].notna()]
        part = known[[*keys, *quantity(known, "published")]]
        value = of(known, f"{which}_fitted")
        ids = known[f"{which}_fitted_ids"]
        part = put(part, gap=value - of(known, "published")).assign(gap_ids=ids + " " + known["published_id"])
        parts.append(put(part, value=value).assign(value_ids=ids, population_year=which))
    return pd.concat(parts).sort_values(["scope", "year"], kind="stable").reset_index(drop=True)
