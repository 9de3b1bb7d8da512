"""The registry: a check is a function from claims to evidence; its rule and words are in `definitions/checks.yaml`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ipstats.model.definitions import FOLDER, make, read_yaml

FILE = FOLDER / "checks.yaml"


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `rule_*` says what must hold, `how_*` how the expected value was come by (for a sentence)."""

    id: str
    run: Callable
    rule_zh: str
    rule_en: str
    source: str
    how_zh: str
    how_en: str


CHECKS: dict[str, Check] = {}
"""The checks by id, in the order in which they are run."""


@cache
def _entries() -> dict[str, dict]:
    return read_yaml(FILE)


def check(run: Callable) -> Callable:
    """Register a function `Claims -> evidence` (see `evidence.py`) as the check of its name."""
    name = run.__name__
    CHECKS[name] = make(Check, {"id": name, "run": run} | _entries().get(name, {}), f"{FILE.name}: {name}")
    return run
