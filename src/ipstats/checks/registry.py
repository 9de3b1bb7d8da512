"""The registry: a check is a function from claims to evidence, with its rule and the source of the rule."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `rule_*` says what must hold, `how_*` how the expected value was come by (for a sentence)."""

    id: str
    rule_zh: str
    rule_en: str
    source: str
    how_zh: str
    how_en: str
    run: Callable


CHECKS: dict[str, Check] = {}


def check(id: str, *, rule: tuple[str, str], source: str, how: tuple[str, str]):
    """Register a function `Claims -> evidence` (see `evidence.py`) under an id; texts come as (zh, en)."""

    def register(run):
        if id in CHECKS:
            raise ValueError(f"check {id} is registered twice")
        CHECKS[id] = Check(id, *rule, source, *how, run)
        return run

    return register
