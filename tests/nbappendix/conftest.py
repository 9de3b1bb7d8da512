"""The two executed notebooks that every export is tried on, without what other packages add."""

import pytest
from appendices import foreign_notebook, own_notebook

from nbappendix import hooks, labels


@pytest.fixture(scope="module", autouse=True)
def alone():
    """The package as a stranger installs it: no other brings hooks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hooks, "entry_points", lambda group: [])
        _forget()
        assert type(hooks.hooks()) is hooks.Hooks
        yield
    _forget()


def _forget():
    hooks.hooks.cache_clear()
    labels.labels.cache_clear()


@pytest.fixture(scope="session")
def own():
    return own_notebook()


@pytest.fixture(scope="session")
def foreign():
    return foreign_notebook()
