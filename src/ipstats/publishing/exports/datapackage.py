"""A Frictionless data package that describes the stored table: what every column is, its type, where it came from.

Light on purpose: it imports neither pandas nor the rest of the exports, so that a build can call it at the end.
"""

import hashlib
import json
from pathlib import Path

from ipstats.model.observations import COLUMNS, MEASURES, STATUSES

TYPES = {"str": "string", "float64": "number", "date": "date", "bool": "boolean", "Int64": "integer"}
CHOICES = {"measure": list(MEASURES), "obs_status": list(STATUSES)}


def datapackage(folder: Path, table: str = "observations.csv", sources: list[dict] | None = None) -> dict:
    """The descriptor of `folder`: the CSV `table`, its size, hash and schema.

    `sources` are dicts with `title` and `path` (an address or a file). The file is read, so write it first; then write
    the descriptor beside it as `datapackage.json` (`text` gives what to write).
    """
    content = (Path(folder) / table).read_bytes()
    resource = {
        "name": Path(table).stem,
        "path": table,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema(),
    }
    package = {
        "profile": "tabular-data-package",
        "name": Path(table).stem,
        "title": "Reported figures of intellectual-property reports (知识产权报告数字)",
        "resources": [resource],
    }
    return package | ({"sources": sources} if sources else {})


def schema() -> dict:
    """The Table Schema of an observation table as CSV: empty is missing, an open interval ends at INF or -INF."""
    fields = []
    for name, (kind, meaning) in COLUMNS.items():
        field = {"name": name, "type": TYPES[kind], "description": meaning}
        if kind == "bool":
            field |= {"trueValues": ["True", "true"], "falseValues": ["False", "false"]}
        constraints = {"enum": CHOICES[name]} if name in CHOICES else {}
        if name == "obs_id":
            constraints = {"required": True, "unique": True}
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    return {"fields": fields, "primaryKey": ["obs_id"], "missingValues": [""]}


def text(package: dict) -> str:
    """The descriptor as it is written: indented, Chinese readable, one line break at the end."""
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
