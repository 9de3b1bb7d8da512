"""The China Patent Award (中国专利奖) by edition, region and prize: counts, shares, ranks, and why there is none."""

import pandas as pd


def awards(table: pd.DataFrame, area: str | None = None, edition: int | None = None) -> pd.DataFrame:
    """Prizes by edition, area and prize, of every area or one.

    One row a count: `edition`, `year` (of the award), `prize` (`gold`, `silver`, `excellence`, `all`), `ref_area`,
    quantities `count`, `total` (given in the edition to everyone: reported, else the definition's), `share` (% of it),
    and `published_rank`. Nothing is summed over prizes that are not all reported.
    """


def award_ranking(
    table: pd.DataFrame, edition: int, prize: str = "all", *, ties: str = "min", least: int = 5
) -> pd.DataFrame:
    """Areas of one level ranked by a prize in an edition; the columns of `awards` and `rank`.

    With fewer than `least` areas nothing is ranked: `rankable` is false and `reason_zh`, `reason_en` say why.
    """


def award_movement(table: pd.DataFrame, edition: int, base_edition: int, prize: str = "all", *, ties: str = "min") -> pd.DataFrame:
    """Ranks in two editions side by side: `rank`, `base_rank`, `moved` (places up), for areas in both."""


def count_winners(winners: pd.DataFrame, rule: str = "whole") -> pd.DataFrame:
    """Counts by edition, prize and area from a list of winners, one row a prize and owner's area.

    `winners` has `edition`, `prize`, `patent` and `area` (co-owners in several rows, or separated by 、 or ;).
    `rule`: `whole` counts a co-owned prize once in every owner's area (their sum may pass the number given),
    `fractional` splits it into equal parts. The rule used is in the column `rule`.
    """
