"""How many of the figures any check could touch: a figure that no check reaches is not thereby right."""

import pandas as pd


def coverage(table: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """One line a document and a total: `observations`, `checked`, `contradicted` (counts) and `share` of checked in %.

    `checked` are the figures that some finding names with a verdict other than `cannot_say`.
    """
    checked = touched(found)
    wrong = {ids.split(";")[0] for ids in found.loc[found["verdict"] == "contradicts", "observation_ids"].tolist()}
    rows = pd.DataFrame(
        {
            "source": table["source_id"],
            "checked": table["obs_id"].isin(checked),
            "contradicted": table["obs_id"].isin(wrong),
        }
    )
    counts = rows.groupby("source", sort=True).agg(
        observations=("checked", "size"), checked=("checked", "sum"), contradicted=("contradicted", "sum")
    )
    counts.loc["total"] = counts.sum()
    share = (100 * counts["checked"] / counts["observations"].where(counts["observations"] > 0)).round(1).fillna(0.0)
    return counts.assign(share=share).reset_index()


def touched(found: pd.DataFrame) -> set[str]:
    """The ids of the figures that some finding names with a verdict other than `cannot_say`."""
    said = found.loc[found["verdict"] != "cannot_say", "observation_ids"]
    return {one for ids in said.tolist() for one in ids.split(";")}
