"""The two executed notebooks that every export is tried on."""

import pytest
from appendices import foreign_notebook, own_notebook


@pytest.fixture(scope="session")
def own():
    return own_notebook()


@pytest.fixture(scope="session")
def foreign():
    return foreign_notebook()
