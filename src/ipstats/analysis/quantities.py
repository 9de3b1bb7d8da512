"""A quantity of a result, worked out together with its interval: the columns `q`, `q_lower` and `q_upper`."""

from dataclasses import dataclass
from typing import Any, Union

import numpy as np
import pandas as pd

from ipstats.model import intervals
from ipstats.model.intervals import Interval

Operand = Union["Quantity", float]
ENDS = ("", "_lower", "_upper")
"""The ends of the names of a quantity's own columns."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Values, one a row or one for all, and what they can be; arithmetic carries both."""

    value: Any
    ends: Interval

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.value - other.value, self.ends - other.ends)

    def __mul__(self, times: float) -> "Quantity":
        return Quantity(self.value * times, self.ends * times)

    def __truediv__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.value / other.value, self.ends / other.ends)

    def grown_from(self, base: "Quantity") -> "Quantity":
        """Growth in %; nothing grows from nought."""
        rate = (self.value / base.value.where(base.value > 0) - 1) * 100
        return Quantity(rate, intervals.growth(self.ends, base.ends))

    def where(self, holds: Any, other: Operand = np.nan) -> "Quantity":
        """The quantity in the rows where something holds, another (or none) in the rest."""
        values = other if isinstance(other, Quantity) else Quantity(other, Interval(other, other))
        pairs = zip(self._columns(), values._columns(), strict=True)
        value, lower, upper = (np.where(holds, one, rest) for one, rest in pairs)
        return Quantity(value, Interval(lower, upper))

    def _columns(self) -> tuple[Any, Any, Any]:
        return self.value, self.ends.lower, self.ends.upper


def of(rows: pd.DataFrame | pd.Series, name: str) -> Quantity:
    """A quantity of a table, or of one row of it."""
    if isinstance(rows, pd.Series):
        value, lower, upper = (float(rows[f"{name}{end}"]) for end in ENDS)
        return Quantity(value, Interval(lower, upper))
    return Quantity(rows[name], intervals.of(rows, name))


def put(rows: pd.DataFrame, **named: Quantity) -> pd.DataFrame:
    """The table with quantities by their names."""
    for name, one in named.items():
        columns = zip(ENDS, one._columns(), strict=True)
        rows = rows.assign(**{f"{name}{end}": column for end, column in columns})
    return rows
