"""How many of the figures any check could touch: a figure that no check reaches is not thereby right."""

import pandas as pd


def coverage(table: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """One line a document and a total: `observations`, `checked`, `contradicted` (counts) and `share` of checked in %.

    `checked` are the figures that some finding names with a verdict other than `cannot_say`.
    """
    said = found[found["verdict"] != "cannot_say"]
    checked = _ids(said["observation_ids"])
    wrong = {ids.split(";")[0] for ids in said.loc[said["verdict"] == "contradicts", "observation_ids"].tolist()}
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


def _ids(column: pd.Series) -> set[str]:
    return {one for ids in column.tolist() for one in ids.split(";")}
