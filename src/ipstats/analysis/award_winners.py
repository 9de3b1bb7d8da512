"""Counts of prizes from a list of winners at hand in Python, by a stated rule for prizes of several owners.

A list kept as a file is counted by `ipstats build` (`collect.counted`).
"""

import re

import pandas as pd

from ipstats.errors import ParameterError
from ipstats.model.areas import area

RULES = ("whole", "fractional")
SPLIT = re.compile(r"[、；;，,/]")
HEADERS = {"届": "edition", "奖项": "prize", "专利号": "patent", "地区": "area"}
"""Headers of the list that an office fills in (data/raw/templates) -> the names used here."""
NAMES = {"金奖": "gold", "银奖": "silver", "优秀奖": "excellence"}


def count_winners(winners: pd.DataFrame, rule: str = "whole") -> pd.DataFrame:
    """Counts by edition, prize and area from a list of winners, one row a prize (or a prize and owner).

    `winners` has `edition`, `prize`, `patent` and `area` (or 届, 奖项, 专利号, 地区, as in the template); co-owners
    stand in several rows, or separated by 、 or ;. `rule`: `whole` counts a co-owned prize once in every owner's area
    (their sum may pass the number given), `fractional` splits it into equal parts; the column `rule` says which. Prize
    `all` is the sum of the prizes.
    """
    if rule not in RULES:
        raise ParameterError(f"rule {rule!r} is none of {', '.join(RULES)}: whole, or equal parts of a co-owned prize")
    winners = winners.rename(columns=HEADERS)
    if missing := [name for name in HEADERS.values() if name not in winners]:
        raise ParameterError(f"the list of winners lacks {', '.join(missing)}; expected {', '.join(HEADERS.values())}")
    owners = winners.assign(area=winners["area"].str.split(SPLIT)).explode("area", ignore_index=True)
    owners["prize"] = [next((NAMES[name] for name in NAMES if name in prize), prize) for prize in owners["prize"]]
    owners["ref_area"] = [area(name.strip()).code for name in owners["area"]]
    prizes = ["edition", "prize", "patent"]
    owners = owners.drop_duplicates([*prizes, "ref_area"])
    owners["count"] = 1.0 if rule == "whole" else 1 / owners.groupby(prizes)["ref_area"].transform("size")
    counts: pd.DataFrame = owners.groupby(["edition", "prize", "ref_area"], as_index=False).agg({"count": "sum"})
    every = counts.groupby(["edition", "ref_area"], as_index=False).agg({"count": "sum"}).assign(prize="all")
    counts = pd.concat([counts, every], ignore_index=True).assign(rule=rule)
    counts["ref_area_name"] = [area(code).name for code in counts["ref_area"]]
    counts = counts.sort_values(["edition", "ref_area", "prize"], kind="stable")
    return counts.reset_index(drop=True)
