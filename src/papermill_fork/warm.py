"""Imported once by the fork server: what the cells of most notebooks need, so that each run starts with it.

Nothing here opens a file of the user's, a socket or a thread: a forked child would share it.
"""

import builtins
import gc
import importlib
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

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
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.compiler",
    "IPython.core.application",
    "IPython.core.completerlib",
    "IPython.core.crashhandler",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "papermill_fork.shell",
)


@contextmanager
def kept() -> Iterator[None]:
    """Pause the garbage collector, and exclude what was created meanwhile from later collections (it lives on)."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def load(names: Iterable[str]) -> None:
    """Import modules while `get_ipython` answers as in a Jupyter kernel: pandas asks it once, when imported."""
    shell = type("ZMQInteractiveShell", (), {"kernel": True, "config": {}})()
    vars(builtins)["get_ipython"] = lambda: shell
    try:
        for name in names:
            with suppress(Exception):  # a library that is broken is told of where a notebook imports it
                importlib.import_module(name)
    finally:
        del vars(builtins)["get_ipython"]


def end_with(starter: int) -> None:
    """Look five times a second whether the process that started the fork server is still there.

    The fork server itself looks only once all is imported, and not while a request waits in its socket.
    """
    signal.signal(signal.SIGALRM, lambda *_: os._exit(0) if os.getppid() != starter else None)
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.2)


if hasattr(signal, "setitimer"):
    end_with(int(os.environ.get("PAPERMILL_FORK_STARTER", os.getppid())))
with kept():
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    load(LIBRARIES)
