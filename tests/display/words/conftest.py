"""The rows made by hand for the tests of analysis, and the shipped table, serve the sentences too."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "analysis"))


@pytest.fixture(scope="session")
def shipped(repo):
    """Everything in data/raw, read afresh."""
    from ipstats.collect.building import combine, read_all

    return combine(read_all(repo / "data" / "raw")[0])
