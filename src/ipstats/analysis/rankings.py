"""Ranks that know what they do not know: the best and worst place an interval allows, ties by a stated rule."""

import pandas as pd


def rank(values: pd.DataFrame, value: str = "value", *, within: str | list[str] | None = "level", ties: str = "min") -> pd.DataFrame:
    """The rows with `rank`, `rank_best`, `rank_worst`, `tied`, `ties` and `among`, best first.

    `value` names a quantity (`value`, and `value_lower`, `value_upper` where there are such columns). Only rows that
    are alike in `within` are ranked against each other; `level` is the area's level (province, city ...), taken from
    `ref_area` when there is no such column. `ties`: `min` ranks 1,2,2,4 (并列占位), `dense` 1,2,2,3 (并列不占位).
    `rank_best` and `rank_worst` are the places possible when every value is somewhere in its interval; `among` counts
    the ranked. Rows without a value have no rank.
    """
