"""Imported once by the fork server: what notebooks and exports need, so that each run starts with it.

Nothing here opens a file of the user's, a socket or a thread: a forked child would share it.
"""

import builtins
import gc
import importlib
import os
import warnings
from contextlib import suppress

from ipstats.publishing.startup import guard_jsonschema

ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
"""Libraries look at these when they are imported: no thread in what is forked, and the backend of a kernel."""
LIBRARIES = (
    "numpy",
    "pandas",
    "pandas.core.arrays.arrow.extension_types",
    "pyarrow.parquet",
    "pyarrow.dataset",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
    "seaborn",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.compiler",
    "IPython.core.application",
    "IPython.core.completerlib",
    "IPython.core.crashhandler",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "papermill",
)
OURS = ("ipstats.publishing.engine", "ipstats.display", "ipstats.analysis", "ipstats.checks", "ipstats.store")
"""Imported too when they are there, for they are the notebooks' own first lines."""


def _import_as_in_a_kernel() -> None:
    """Import the libraries while `get_ipython` answers as in a Jupyter kernel: pandas asks it once, when imported."""
    shell = type("ZMQInteractiveShell", (), {"kernel": True, "config": {}})()
    builtins.get_ipython = lambda: shell
    try:
        for name in (*LIBRARIES, *OURS):
            with suppress(Exception):  # a library that is broken is told of where a notebook imports it
                importlib.import_module(name)
    finally:
        del builtins.get_ipython


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
        charts.intervals(grown, "growth", "growth_intervals", here),
    ):
        shown._repr_mimebundle_()
    nbformat.validate(nbformat.v4.new_notebook())


def _warm() -> None:
    """Import and rehearse with the collector at rest: all of it stays, and nothing of it is looked at again."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    gc.disable()
    guard_jsonschema()
    _import_as_in_a_kernel()
    with suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rehearse()
    gc.freeze()
    gc.enable()


_warm()
