"""The registry: a check is a function from claims to evidence; its rule and words are in `definitions/checks.yaml`.

The words of findings besides (causes, measures) are in `definitions/findings.yaml`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from ipstats.model.definitions import FOLDER, make, read_yaml

FILE, WORDS = FOLDER / "checks.yaml", FOLDER / "findings.yaml"


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `rule_*` says what must hold, `how_*` what the expected value rests on (for a sentence),
    `family` what a figure is tested by, `arithmetic` how the others give it, by role."""

    id: str
    run: Callable[..., pd.DataFrame]
    rule_zh: str
    rule_en: str
    source: str
    how_zh: str
    how_en: str
    family: str = "statement"
    arithmetic: dict[str, str] = field(default_factory=dict)
    open_zh: str = ""
    """What a check that decides nothing has found, in the place of that it decides nothing; and in English."""
    open_en: str = ""


CHECKS: dict[str, Check] = {}
"""The checks by id, in the order in which they are run."""


_read = cache(read_yaml)


def check(run: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Register a function `Claims -> evidence` (see `evidence.py`) as the check of its name."""
    name = run.__name__
    CHECKS[name] = make(Check, {"id": name, "run": run} | _read(FILE).get(name, {}), f"{FILE.name}: {name}")
    return run


@cache
def words(group: str, name: str, language: str) -> str:
    """The words of a cause, a measure or a certainty in a language, "" for none."""
    return str(_read(WORDS)[group].get(name, {}).get(language, ""))
