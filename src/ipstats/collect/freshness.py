"""Is the processed table up to date? Answered from hashes with the standard library alone, so that a skip is quick."""

import hashlib
import json
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
MAKERS = ("definitions", "model", "reading")
"""Parts of the package that the table is made by: when one changes, the table is made anew."""
RECORD = "build.json"


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def inputs(raw: Path) -> dict[str, str]:
    """What the table is made from: every file of data/raw by name, and the package as one hash."""
    found = {
        path.relative_to(raw).as_posix(): digest(path)
        for path in sorted(raw.rglob("*"))
        if path.is_file() and not path.name.startswith((".", "~$"))
    }
    made_by = hashlib.sha256()
    for part in MAKERS:
        for path in sorted((PACKAGE / part).glob("*.*")):
            if path.suffix in (".py", ".yaml", ".csv"):
                made_by.update(path.name.encode() + b"\0" + path.read_bytes())
    return found | {"package": made_by.hexdigest()}


def record(processed: Path) -> dict:
    """What the last build wrote down: `inputs`, `outputs` (hashes by name) and `sources` (rows); empty when none."""
    try:
        content = json.loads((processed / RECORD).read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}
    except (OSError, ValueError):
        return {}


def is_fresh(raw: Path, processed: Path) -> bool:
    """Whether nothing that goes in has changed since the last build, and what came out is still there, whole."""
    last = record(processed)
    outputs = last.get("outputs") or {}
    return (
        bool(outputs)
        and all((processed / name).is_file() and digest(processed / name) == was for name, was in outputs.items())
        and last.get("inputs") == inputs(raw)
    )
