"""Patents per 10,000 residents: recomputed from stock and population, taken apart, ranked, set against the plan."""

import pandas as pd

DENSITY = "invention_patents_per_10k"


def density(table: pd.DataFrame, area: str, years: range | None = None, indicator: str = DENSITY) -> pd.DataFrame:
    """A density year by year: published, and recomputed on the population of the same and of the previous year-end.

    One row a year. Quantities: `stock`, `published`, `same` and `previous` (recomputed on that population),
    `same_population`, `previous_population`. `fits` says which recomputation the published figure agrees with (`same`,
    `previous`, `both`, `neither`, or empty when something is missing) and `changed` whether that is another one than
    the year before. `value` is the published figure, else the recomputed one on the population year that fitted last.
    """


def population_candidates(
    table: pd.DataFrame, area: str, year: int, indicator: str = DENSITY
) -> pd.DataFrame:
    """Every population statement (both year-ends, every source and vintage) with the density it gives and whether the
    published density fits it (`fits`: `yes`, `no`, `cannot_say`)."""


def decompose(
    table: pd.DataFrame, area: str, year: int, base_year: int, indicator: str = DENSITY, population: str = "previous"
) -> pd.DataFrame:
    """The change of a density taken apart into patents and population, in 件/万人, exactly (logarithmic mean).

    Three rows, `role` = `numerator`, `denominator`, `total`, with the quantity `effect`: L * ln(stock / stock of the
    base), -L * ln(population / population of the base), and their sum; L is the logarithmic mean of both densities.
    `population` is `same` or `previous` (year-end). `NotComparable` when an operand is missing.
    """


def densities(
    table: pd.DataFrame, year: int, level: str = "province", population: str = "previous", ties: str = "min",
    indicator: str = DENSITY,
) -> pd.DataFrame:  # fmt: skip
    """The density of every area of a level, recomputed on one population year for all, ranked (columns of `rank`)."""


def target(table: pd.DataFrame, area: str, year: int, indicator: str = "high_value_invention_patents_per_10k") -> pd.DataFrame:
    """The plan's targets for an indicator and how far the area is from each, one row a target.

    Quantities: `level` (latest figure up to the end of `year`), `target`, `gap` (target - level). `reached` is `yes`,
    `no` or `cannot_say`; `due` the year the target is for; `for_area` whose target it is (the nation's stands in
    where the area has none).
    """
