"""The arithmetic of a contradiction, with the figures as printed: 193973件 ÷ (1 − 4.31%) = 202703～202717件."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ipstats.checks.amounts import figure
from ipstats.checks.claims import Claims
from ipstats.checks.registry import CHECKS

SHOWN = ("printed", "unit_measure", "obs_value")
MOST = 7
"""Members of a relation of which the arithmetic is written out."""


def members_of(evidence: pd.DataFrame, relations: np.ndarray) -> dict[int, dict[str, int]]:
    """The rows of each of these relations by role; one row a role."""
    lines = evidence[evidence["relation"].isin(relations)]
    found: dict[int, dict[str, int]] = {}
    for relation, role, row in lines[["relation", "role", "row"]].itertuples(index=False):
        found.setdefault(int(relation), {}).setdefault(str(role), int(row))
    return found


def working(claims: Claims, check_id: str, row: int, members: Mapping[str, int], language: str) -> str:
    """How the other members of a relation give this row's figure, "" where the check has no arithmetic for it."""
    role = next((name for name, other in members.items() if other == row), "")
    forms = CHECKS[check_id].arithmetic
    form = forms.get(role) or (forms.get("part", "") if role else "")
    if not form or len(members) > MOST:
        return ""
    for name, text in _words(claims, members, role, language).items():
        form = form.replace("{" + name + "}", text)
    return "" if "{" in form else form


def _words(claims: Claims, members: Mapping[str, int], role: str, language: str) -> dict[str, str]:
    """What may stand in the arithmetic of a role's figure, by name."""
    texts = {name: _text(claims, other, language) for name, other in members.items()}
    signed = {f"+{name}": _signed(claims, other, language) for name, other in members.items()}
    parts = [text for name, text in texts.items() if name not in ("total", role)]
    sums = {"sum": " + ".join(parts), "rest": "".join(f" − {part}" for part in parts)}
    return texts | signed | sums | {"years": str(_years(claims, members))}


def _text(claims: Claims, row: int, language: str) -> str:
    printed, unit, value = (claims.column(name)[row] for name in SHOWN)
    return figure(str(printed), str(unit), float(value), language)


def _signed(claims: Claims, row: int, language: str) -> str:
    text = _text(claims, row, language)
    negative = claims.column("obs_value")[row] < 0
    return f" − {text.lstrip('-−下降')}" if negative else f" + {text}"


def _years(claims: Claims, members: Mapping[str, int]) -> int:
    if not {"level", "base"} <= set(members):
        return 0
    return int(claims.years[members["level"]] - claims.years[members["base"]])
