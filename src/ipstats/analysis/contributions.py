"""What the parts of a total contributed to its growth, in percentage points."""

import pandas as pd


def contributions(
    table: pd.DataFrame, area: str, total: str, year: int, base_year: int | None = None, *,
    parts: list[str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Contribution of each part: its change over the total's base, in 百分点 of the total's growth.

    `total` and `parts` are indicator ids; parts come from the catalogue (`part_of`, `partition`) when left out. One row
    a part, then `residual` (what the parts leave over, or what is not reported) and `total`; column `role` says which.
    Quantities: `level`, `base`, `change` (absolute), `growth` (% of the part itself), `contribution` (百分点),
    `share` (% of the total in `year`). `NotComparable` when the parts overlap (they must not be summed), when the total
    may not be compared, or when no part is reported.
    """
