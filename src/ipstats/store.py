"""The processed table: where the notebooks begin."""

from ipstats import project
from ipstats.model.observations import read_table
from ipstats.model.shown import Figures, shown


def load(path=None) -> Figures:
    """The validated observation table.

    Parameters
    ----------
    path : a .parquet or .csv file; the project's `data/processed/observations.parquet` when left out

    Returns
    -------
    Figures
        a DataFrame, a row a reported figure, which shows itself with the columns that matter (docs/data.md)

    Raises
    ------
    TableError
        when it is not there (run `ipstats build`) or is no observation table

    Examples
    --------
    >>> load()  # doctest: +SKIP
    """
    return shown(read_table(path or project.processed() / "observations.parquet"))
