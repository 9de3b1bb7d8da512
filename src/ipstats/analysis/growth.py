"""How figures changed: on the year before, on any base year, over several years; never across what is not comparable."""

import pandas as pd


def growth(
    table: pd.DataFrame, area: str, year: int, base_year: int | None = None, *,
    indicators: list[str] | None = None, period: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Every indicator of an area in `year` set against `base_year` (the year before when left out).

    One row a series (indicator, scope, unit). Quantities: `level`, `base`, `growth` computed from the two (`growth_unit`
    is % or, for rates and shares, 百分点), `published` (the growth a source prints). Also `time_period`, `base_period`,
    `direction` (`rise`, `fall`, `steady`, `undecided`), `agreement` of computed and published growth (`agrees`,
    `needs_truncation`, `contradicts`, `cannot_say`, or empty without a published rate), `comparable`, `reason`,
    `reason_zh`, `reason_en` and `mark` (status letters). Series that may not be compared stay in, see `left_out`.

    `area` is a code or a name; `period` an SDMX period of the year (`2022-01-01/P11M`, `2022-11-30`) for part-year
    figures, full years when left out. `NotComparable` when the period does not lie in `year`; `TableError` when the
    table has no figure of the area.
    """


def left_out(grown: pd.DataFrame) -> pd.DataFrame:
    """The rows of a `growth` table that were refused, with their reasons."""


def comparable(grown: pd.DataFrame) -> pd.DataFrame:
    """The rows of a `growth` table that were compared (labelled ones included)."""


def changes(table: pd.DataFrame, years: int = 1) -> pd.DataFrame:
    """`growth` of every series of every area on the same period `years` earlier, all at once; the columns are those
    of `growth`. A million observations take seconds (`benchmarks/analysis.py`)."""


def history(
    table: pd.DataFrame, area: str, indicators: str | list[str] | None = None, years: range | None = None
) -> pd.DataFrame:
    """Full-year levels of an area over the years, one row a series and year, oldest first.

    Quantities: `level`, and `growth` on the year before, empty where that year is missing or not comparable. `year`,
    `gap` (the year before is missing), `break_before` (a caliber changed since the row before: draw no line across),
    `reason_zh`, `reason_en` and `mark`.
    """


def annual_average(
    table: pd.DataFrame, area: str, indicators: str | list[str], year: int, base_year: int
) -> pd.DataFrame:
    """Average annual growth (年均增长), geometric, the base year excluded: (level / base)^(1 / years) - 1.

    The columns of `growth`, with `growth` the average rate in % and `years` the number of years averaged over.
    """
