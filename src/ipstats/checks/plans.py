"""How much of a plan's target is reached: 完成规划目标的85%."""

import numpy as np
import pandas as pd

from ipstats.checks.base import nearest
from ipstats.checks.claims import Claims, pairs
from ipstats.checks.evidence import quotient, relate
from ipstats.checks.registry import check

OF_A_TARGET = "目标|计划|规划"
PROGRESS = quotient("share", "level", "target", 100)


@check
def plan_progress(claims: Claims) -> pd.DataFrame:
    """A share of a target (`part_of` 目标, 计划, 规划) against the level and the target of its period or the next."""
    rows = claims.of("share")
    rows = rows[claims.table["part_of"].iloc[rows].str.contains(OF_A_TARGET, regex=True).to_numpy()]
    i, level = nearest(claims, rows, *claims.find(rows, claims.levels))
    rows = rows[i]
    table = claims.table
    wanted = (table["is_target"] & (table["measure"] == "level") & table["obs_value"].notna()).to_numpy()
    targets = np.flatnonzero(wanted)
    key = claims.alike(["area", "what", "unit"])
    k, j = pairs(key[level], key[targets])
    there = pd.DataFrame({"k": k, "target": targets[j], "at": claims.column("at")[targets[j]]})
    there = there[there["at"].to_numpy() >= claims.column("at")[level[k]]]
    there = there.sort_values(["k", "at"], kind="stable").drop_duplicates("k")
    members = {"share": rows[there["k"]], "level": level[there["k"]], "target": there["target"].to_numpy(dtype=int)}
    return relate(claims, "plan_progress", PROGRESS, members, "share")
