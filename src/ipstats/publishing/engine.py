"""The papermill engine `ipstats`."""

from papermill.engines import NBClientEngine


class ForkEngine(NBClientEngine):
    """Runs a notebook in a kernel of its own."""
