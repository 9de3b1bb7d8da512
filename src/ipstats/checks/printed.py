"""The value against the figure as printed: what a hand or a program changed on the way into the table."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import CONTRADICTS, alone, judge
from ipstats.checks.minimal import figure_of
from ipstats.checks.registry import check
from ipstats.errors import IpstatsError
from ipstats.model.intervals import Interval
from ipstats.model.units import SCALES


@check
def as_printed(claims: Claims) -> pd.DataFrame:
    """Rows of full tables whose `printed` says another number than `obs_value`; signs of words (下降) are let pass."""
    derived = claims.column("rule") == "minimal"
    rows = np.flatnonzero(claims.column("stated") & ~derived & (claims.column("printed") != ""))
    columns = [claims.column(name)[rows].tolist() for name in ("printed", "unit_measure", "measure", "obs_value")]
    said = [_ends(*cells) for cells in zip(*columns, strict=True)]
    expected = Interval(np.array([low for low, _ in said]), np.array([high for _, high in said]))
    value = claims.column("obs_value")[rows]
    wrong = judge(Interval(value, value), expected) == CONTRADICTS
    wrong = np.flatnonzero(wrong & ~_scaled(claims.column("printed")[rows], value, expected.lower))
    return alone("as_printed", rows[wrong], expected.lower[wrong], expected.upper[wrong], tight=True)


def _scaled(printed: np.ndarray, value: np.ndarray, said: np.ndarray) -> np.ndarray:
    """Figures printed without a scale whose value has one: it stands in a table's head or at the end of a list."""
    with np.errstate(divide="ignore", invalid="ignore"):
        times = value / said
    scaled = np.any([np.isclose(times, scale, rtol=1e-9) for scale in SCALES.values()], axis=0)
    return np.asarray(scaled & np.array([not any(word in cell for word in SCALES) for cell in printed], dtype=bool))


def _ends(printed: str, unit: str, measure: str, value: float) -> tuple[float, float]:
    """What the printed figure is worth; unknown where it cannot be read, or differs only as words say it."""
    try:
        if float(printed) == value:
            return value, value
    except ValueError:
        pass
    try:
        said = figure_of(printed, unit, measure).value
    except (IpstatsError, ValueError):
        return np.nan, np.nan
    if abs(said) == abs(value) and not printed.startswith(("-", "−")) and measure != "level":
        return value, value
    return said, said
