"""The first reader's tests of names and periods that do not pass yet: strict, so their number only falls."""

from pathlib import Path

import pytest
import yaml

LISTED = yaml.safe_load((Path(__file__).parent / "pending_tests.yaml").read_text("utf-8")) or {}
"""Why -> names of tests."""


def pytest_collection_modifyitems(items):
    reasons = {name: reason for reason, names in LISTED.items() for name in names}
    for item in items:
        name = f"{item.path.name}::{item.name}"
        if name in reasons:
            item.add_marker(pytest.mark.xfail(reason=reasons[name], strict=True))
