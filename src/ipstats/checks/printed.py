"""The value against the figure as printed: what a hand or a program changed on the way into the table."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import EVIDENCE, NONE, judge
from ipstats.checks.minimal import figure_of
from ipstats.checks.registry import check
from ipstats.errors import IpstatsError
from ipstats.model.intervals import Interval

COMMON = (0.1, 5)
"""Part, and number, of a document's figures from which a missing scale is its way of printing, not a slip."""


@check(
    "as_printed",
    rule=("数值应与所印数字一致", "the value is that of the printed figure"),
    source="obs_value为printed按unit_measure换算的基本单位数",
    how=("按所印数字", "from the figure as printed"),
)
def as_printed(claims: Claims) -> pd.DataFrame:
    """Rows of full tables whose `printed` says another number than `obs_value`; signs of words (下降) are let pass."""
    derived = claims.column("rule") == "minimal"
    rows = np.flatnonzero(claims.column("stated") & ~derived & (claims.column("printed") != ""))
    columns = [claims.column(name)[rows].tolist() for name in ("printed", "unit_measure", "measure", "obs_value")]
    said = [_ends(*cells) for cells in zip(*columns, strict=True)]
    expected = Interval(np.array([low for low, _ in said]), np.array([high for _, high in said]))
    value = claims.column("obs_value")[rows]
    wrong = judge(Interval(value, value), expected) == "contradicts"
    wrong = np.flatnonzero(wrong & ~_scaled_throughout(claims, rows, value, expected.lower, wrong))
    if not len(wrong):
        return NONE
    return pd.DataFrame(
        {
            "relation": np.arange(len(wrong)), "check": "as_printed", "role": "claim", "row": rows[wrong],
            "lower": expected.lower[wrong], "upper": expected.upper[wrong], "claim": True, "verdict": "contradicts",
            "cause": "", "tight": True, "note": "",
        }
    )[EVIDENCE]  # fmt: skip


def _scaled_throughout(claims: Claims, rows, value, said, wrong: np.ndarray) -> np.ndarray:
    """Rows of documents whose figures are commonly printed without their scale: it stands in the table's head."""
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.log10(value / said)
    scaled = wrong & np.isclose(power, np.round(power), atol=1e-9)
    of_document = pd.Series(scaled).groupby(claims.column("edition")[rows])
    common = (of_document.transform("mean") > COMMON[0]) & (of_document.transform("sum") >= COMMON[1])
    return scaled & common.to_numpy()


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
