"""The processed table: where the notebooks begin."""

import pandas as pd

from ipstats import project
from ipstats.model.observations import read_table


def load(path=None) -> pd.DataFrame:
    """The validated observation table: `path`, or the project's `data/processed/observations.parquet`.

    Raises `TableError` when it is not there (run `ipstats build`) or is no observation table.
    """
    return read_table(path or project.processed() / "observations.parquet")
