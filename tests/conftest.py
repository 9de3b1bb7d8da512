"""Fixtures that many tests use."""

import gc
import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from papermill_fork.startup import guard_jsonschema

guard_jsonschema()

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
"""Tests never assert times: a busy machine is slower than Hypothesis' 200 ms."""

REPO = Path(__file__).parents[1]

os.environ["LANGUAGE"] = "C"
"""Messages are in both languages, whatever the machine speaks."""

signal.signal(signal.SIGINT, signal.default_int_handler)
"""A shell's background job ignores Ctrl-C, and so would every process that the tests start and interrupt."""


def pytest_collection_finish():
    """What is loaded by now stays: a collector that looks through it again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)


@pytest.fixture(autouse=True)
def no_color(monkeypatch):
    """What programs print is compared, whatever the terminal of those who test."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture(scope="session")
def repo() -> Path:
    """The project's folder."""
    return REPO


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real documents and hand-made gold tables, which are not ours to ship; tests that need them skip without."""
    folder = REPO.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the folder of real documents and gold tables is not beside the project")
    return folder
