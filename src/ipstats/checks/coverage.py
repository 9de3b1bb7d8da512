"""What was tested, figure by figure, and whether a slipped digit would have shown."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.evidence import CANNOT_SAY
from ipstats.checks.magnitude import comparable
from ipstats.checks.registry import CHECKS

FAMILIES = ("sum", "growth", "density", "proportion", "rank", "bounds", "statement", "series")
ANY, LEADING, NONE = "any digit", "leading digits", ""
"""How small a slip would have shown: two exchanged digits anywhere, among the first three, or not even there."""
STEP = {ANY: 9.0, LEADING: 0.09}
"""The least that an exchange of neighbouring digits changes: nine units of the last place, or nine hundredths of the
first place's unit."""


def tested(claims: Claims, evidence: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """One line a figure: `obs_id`, `source_id`, `tests` (families of the checks `names`, `;` between them; those that
    could decide nothing do not count) and `slip`, the smallest slip of digits that would have contradicted an equation.

    By its series a figure was tested where a lost point, 万 or 亿 would have put it out of line.
    """
    lines = evidence[(evidence["verdict"] != CANNOT_SAY) & (evidence["role"] != "context")]
    rows = lines["row"].to_numpy()
    families = {name: FAMILIES.index(check.family) for name, check in CHECKS.items()}
    bits = np.zeros(len(claims), dtype=np.int64)
    np.bitwise_or.at(bits, rows, 1 << lines["check"].map(families).to_numpy(dtype=np.int64))
    if "magnitude" in names:
        bits[comparable(claims)] |= 1 << FAMILIES.index("series")
    said = {code: ";".join(one for n, one in enumerate(FAMILIES) if code >> n & 1) for code in np.unique(bits).tolist()}
    table = claims.table
    return pd.DataFrame(
        {
            "obs_id": table["obs_id"].to_numpy(),
            "source_id": table["source_id"].to_numpy(),
            "ref_area": table["ref_area"].to_numpy(),
            "tests": pd.Series([said[code] for code in bits.tolist()], dtype="str"),
            "slip": _smallest_slip(claims, lines),
        }
    )


def _smallest_slip(claims: Claims, lines: pd.DataFrame) -> np.ndarray:
    """For each figure the smallest slip that leaves what some equation allows it."""
    tight = lines[lines["tight"] & np.isfinite(lines["lower"]) & np.isfinite(lines["upper"])]
    rows = tight["row"].to_numpy()
    low, high, value = (claims.column(name) for name in ("obs_lower", "obs_upper", "obs_value"))
    room = np.maximum(tight["upper"].to_numpy() - low[rows], high[rows] - tight["lower"].to_numpy())
    least = np.full(len(claims), np.inf)
    np.minimum.at(least, rows, room)
    place = np.where(high > low, high - low, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = 10.0 ** np.floor(np.log10(np.abs(value)))
    return np.select([least < STEP[ANY] * place, least < STEP[LEADING] * first], [ANY, LEADING], NONE)


def coverage(figures: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """One line a document and a total: `observations`, `checked` (tested by more than its series), each family,
    `slip_any` and `slip_leading` (figures of which such a slip would have shown), `contradicted`, and `share` of
    checked in %."""
    wrong = {ids.partition(";")[0] for ids in found.loc[found["verdict"] == "contradicts", "observation_ids"].tolist()}
    tests = figures["tests"]
    rows = pd.DataFrame({"source": figures["source_id"], "checked": ~tests.isin(["", "series"])})
    rows = rows.assign(**{name: tests.str.contains(name) for name in FAMILIES})
    rows["slip_any"] = figures["slip"] == ANY
    rows["slip_leading"] = figures["slip"] != NONE
    rows["contradicted"] = figures["obs_id"].isin(wrong)
    of_source = rows.groupby("source")
    counts = of_source.sum()
    counts.insert(0, "observations", of_source.size())
    counts.loc["total"] = counts.sum()
    share = (100 * counts["checked"] / counts["observations"]).round(1).fillna(0.0)
    return counts.assign(share=share).reset_index()


def touched(found: pd.DataFrame) -> set[str]:
    """The ids of the figures that some finding names with a verdict other than `cannot_say`."""
    said = found.loc[found["verdict"] != "cannot_say", "observation_ids"]
    return {one for ids in said.tolist() for one in ids.split(";")}
