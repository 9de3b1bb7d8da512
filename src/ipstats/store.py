"""The processed table: where the notebooks begin."""

from ipstats import project
from ipstats.model.observations import read_table
from ipstats.model.shown import Figures, shown


def load(path=None) -> Figures:
    """The validated observation table: `path`, or the project's `data/processed/observations.parquet`.

    Raises `TableError` when it is not there (run `ipstats build`) or is no observation table.
    """
    return shown(read_table(path or project.processed() / "observations.parquet"))
