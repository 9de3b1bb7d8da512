"""What a new reader or new definitions read otherwise in documents that are the same: figures before and after."""

from pathlib import Path

import pandas as pd

from ipstats.collect import freshness
from ipstats.errors import TableError
from ipstats.model.observations import read_table

SAYS = [
    "ref_area", "scope", "indicator", "label", "measure", "comparison", "time_period", "obs_value", "unit_measure",
    "bound", "obs_status", "is_target", "part_of", "rank_scope", "trust",
]  # fmt: skip
"""Columns in which a figure that is read otherwise differs."""
SAID = ("ref_area", "scope", "label", "measure", "time_period", "obs_value", "unit_measure", "bound", "is_target")
"""Those that `said` puts into words."""
SAME = ["source_id", "cell", "obs_text", "key"]
PLACE = ["source_id", "cell", "char_start", "obs_text"]


def baseline(processed: Path, last: dict, names: tuple[str, ...]) -> tuple[Path, pd.DataFrame, dict] | None:
    """The table a person last saw, its file and what it was made from; None when it is not there any more.

    It is the one of `names` whose bytes the last build wrote down.
    """
    wanted = last.get("seen") or (last.get("outputs") or {}).get(names[-1])
    for path in (processed / name for name in names):
        if wanted and path.is_file() and freshness.digest(path) == wanted:
            try:
                return path, read_table(path), last.get("baseline") or last["inputs"]
            except TableError:  # of a version whose columns were others
                return None
    return None


def changes(before: pd.DataFrame, after: pd.DataFrame, sources: set[str]) -> list[dict]:
    """The figures of some documents that are read otherwise: source, place, area codes, and in words before and after.

    What stands at the same place is one figure read otherwise; what has no partner is new or gone ("").
    """
    columns = [name for name in SAYS if name in before and name in after]
    sides = [_sayings(table[table["source_id"].isin(sources)], columns) for table in (before, after)]
    sides = [_numbered(side, SAME) for side in sides]
    same = set(sides[0].index) & set(sides[1].index)
    sides = [_numbered(side[~side.index.isin(same)].reset_index(drop=True), PLACE) for side in sides]
    both = sides[0].merge(sides[1], left_index=True, right_index=True, how="outer", suffixes=("_before", "_after"))
    both.index.names = [*PLACE, "occurrence"]
    both = both.reset_index()
    return [
        {
            "source": row.source_id,
            "place": row.cell or row.obs_text,
            "before": _text(row.said_before),
            "after": _text(row.said_after) + _besides(row.key_before, row.key_after, columns),
            "areas": sorted({_text(row.area_before), _text(row.area_after)} - {""}),
        }
        for row in both.sort_values(["source_id", "char_start"], kind="stable").itertuples()
    ]


def _besides(before, after, columns: list[str]) -> str:
    """The attributes that changed but are not part of the sentences: (trust: likely -> sure)."""
    if not (isinstance(before, tuple) and isinstance(after, tuple)):
        return ""
    pairs = [(n, b, a) for n, b, a in zip(columns, before, after, strict=True) if n not in SAID and a != b]
    listed = "; ".join(f"{name}: {was or '-'} -> {now or '-'}" for name, was, now in pairs)
    return f" ({listed})" if listed else ""


def _text(value) -> str:
    return value if isinstance(value, str) else ""


def _sayings(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """For each row its place in the document, its attributes as a key and as a sentence, and its area."""
    places = table[["source_id", "cell", "obs_text"]].astype(str)
    places["char_start"] = table["char_start"].astype(float).fillna(-1)
    places["key"] = [tuple(map(str, row)) for row in table[columns].itertuples(index=False)]
    places["said"] = [said(row) for row in table.to_dict("records")]
    places["area"] = table["ref_area"].astype(str)
    return places.assign(measure=table["measure"].astype(str))


def _numbered(places: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Indexed by some columns and a running number among the rows that share them."""
    places = places.sort_values(["source_id", "char_start", "measure", "key"], kind="stable")
    places = places.assign(occurrence=places.groupby(by).cumcount())
    return places.set_index([*by, "occurrence"], drop=False)


def said(row: dict) -> str:
    """A figure in a few words: 北京市 专利授权量 2023 187,884件."""
    name = row["indicator_name"] or row["label"]
    scope = f"（{row['scope']}）" if row["scope"] else ""
    bound = "" if row["bound"] == "=" else row["bound"]
    value = "" if pd.isna(row["obs_value"]) else f"{bound}{row['obs_value']:,.10g}{row['unit_measure']}"
    measure = "" if row["measure"] == "level" else f"{row['measure']} "
    target = " (目标 target)" if row["is_target"] else ""
    return " ".join(filter(None, (row["ref_area_name"], name + scope, row["time_period"], measure + value))) + target


def told(found: list[dict], most: int = 20) -> list[str]:
    """The changes as lines, by document; of each document so many at most."""
    lines = []
    for source in dict.fromkeys(one["source"] for one in found):
        mine = [one for one in found if one["source"] == source]
        lines.append(f"{source}: {len(mine)} figures are read otherwise")
        for one in mine[:most]:
            lines.append(f"  {one['place']}: {one['before'] or '—'} -> {one['after'] or '—'}")
        if mine[most:]:
            lines.append(f"  … {len(mine) - most} more in data/processed/{freshness.RECORD}")
    return lines
