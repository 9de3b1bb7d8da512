"""Imported by a fork server that whole runs come from: papermill, what some notebooks need, and a rehearsal of a run.

The rehearsal costs about as much as it spares two runs.
"""

import warnings
from contextlib import suppress

from papermill_fork import warm
from papermill_fork.startup import guard_jsonschema

LIBRARIES = (
    "papermill",
    "papermill_fork.engine",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "seaborn",
    "IPython.core.pylabtools",
    "ipstats.checks",
)


def rehearse() -> None:
    """Do once, with four figures, what most runs do: definitions are read, faces found, the notebook schema compiled.

    Charts are drawn on objects (no pyplot state, no backend chosen), and what would be warned of once is left for the
    notebook to be warned of.
    """
    import nbformat

    from ipstats import charts, context, growth, say, table
    from ipstats.model.observations import frame

    figures = frame(
        {"ref_area": "110000", "indicator": what, "label": what, "obs_value": value, "obs_lower": value,
         "obs_upper": value, "unit_measure": "件", "period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
        for what in ("patent_grants", "trademark_registrations") for year, value in ((2022, 100.0), (2023, 110.0))
    )  # fmt: skip
    here = context("110000", 2023, 2022)
    grown = growth(figures, here.area, here.year)
    for shown in (
        say.growth(grown),
        table(grown, "growth", here),
        charts.bars(grown, "rate", "growth_bars", here, label="indicator"),
    ):
        shown._repr_mimebundle_()
    nbformat.validate(nbformat.v4.new_notebook())


with warm.kept(), suppress(Exception), warnings.catch_warnings():
    warnings.simplefilter("ignore")
    guard_jsonschema()
    warm.load(LIBRARIES)
    rehearse()
