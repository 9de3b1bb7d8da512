"""The table of the shipped data, for officially printed figures."""

import pytest

from ipstats.collect.building import combine, read_all


@pytest.fixture(scope="session")
def shipped(repo):
    """Everything in data/raw, read afresh."""
    return combine(read_all(repo / "data" / "raw")[0])
