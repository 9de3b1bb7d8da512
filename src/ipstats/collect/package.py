"""The table's data package (Frictionless): what each column means, and where every figure comes from."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ipstats.collect.freshness import digest
from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.observations import COLUMNS, MEASURES, STATUSES

if TYPE_CHECKING:
    import pandas as pd

    from ipstats.collect.sources import Source

TYPES = {"str": "string", "float64": "number", "bool": "boolean", "Int64": "integer", "date": "date"}
OPEN = ("obs_lower", "obs_upper")


def for_csv(table: "pd.DataFrame") -> "pd.DataFrame":
    """The table with open ends of intervals as Table Schema writes them: INF and -INF."""
    out = table.copy()
    for name in OPEN:
        infinite = np.isinf(table[name])
        if infinite.any():
            text = table[name].map(repr).where(table[name].notna(), "")
            out[name] = text.where(~infinite, table[name].map(lambda value: "INF" if value > 0 else "-INF"))
    return out


def write_package(folder: Path, table: "pd.DataFrame", sources: "list[Source]") -> None:
    """Write figures as a data package: both tables, and the descriptor with the sources they come from."""
    from ipstats.model.observations import write_table

    folder.mkdir(parents=True, exist_ok=True)
    csv, parquet = folder / "observations.csv", folder / "observations.parquet"
    write_table(table, parquet)
    write_table(for_csv(table), csv)
    package = json.dumps(describe(sources, csv, parquet), ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(package + "\n", "utf-8")


def sources_of(table: "pd.DataFrame", files: dict[str, str], raw: Path) -> "list[Source]":
    """The sources of some figures; `files` are the documents of the whole table below `raw`, by the source's id."""
    from ipstats.collect.sources import read_source

    known = set(table["source_id"])
    return [read_source(raw / file) for name, file in files.items() if name in known]


def describe(sources: "list[Source]", csv: Path, parquet: Path) -> dict:
    """The descriptor `datapackage.json` of the two files, which stand beside it."""
    fields = []
    for name, (kind, meaning) in COLUMNS.items():
        field: dict = {"name": name, "type": TYPES[kind], "description": meaning}
        if kind == "bool":
            field |= {"trueValues": ["True"], "falseValues": ["False"]}
        if name in ("measure", "obs_status"):
            field["constraints"] = {"enum": list(MEASURES if name == "measure" else STATUSES)}
        fields.append(field)
    package = read_yaml(FOLDER / "datapackage.yaml")
    package |= {"created_by": f"ipstats {version('ipstats')}", "sources": [_source(one) for one in sources]}
    for resource, path in zip(package["resources"], (csv, parquet), strict=True):
        resource |= {"path": path.name, "bytes": path.stat().st_size, "hash": f"sha256:{digest(path)}"}
    package["resources"][0]["schema"]["fields"] = fields
    return package


def _source(source: "Source") -> dict:
    said = {
        "id": source.id, "title": source.title, "publisher": source.publisher, "path": source.url.split(" ; ")[0],
        "published": source.published and source.published.isoformat(),
        "retrieved": source.retrieved and source.retrieved.isoformat(),
        "wording": source.wording, "notes": source.notes,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}
