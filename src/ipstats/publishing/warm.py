"""Imported once by the fork server: what notebooks and exports need, so that each run starts with it.

Nothing here opens a file of the user's, a socket or a thread: a forked child would share it.
"""

import builtins
import gc
import importlib
import io
import os
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
    "pandas.io.formats.style",
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
    "IPython.core.completerlib",
    "IPython.core.crashhandler",
    "IPython.core.logger",
    "IPython.core.pylabtools",
    "papermill",
    "pandera.pandas",
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


def _draw_once() -> None:
    """Fill matplotlib's caches of fonts and ticks, through objects: no pyplot state, no backend chosen."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasSVG(figure)
    axes = figure.subplots()
    axes.plot([1, 2], [1, 2], label="a")
    axes.legend()
    figure.savefig(io.BytesIO(), format="svg")


def _warm() -> None:
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    guard_jsonschema()
    _import_as_in_a_kernel()
    _draw_once()
    gc.collect()
    gc.freeze()


_warm()
