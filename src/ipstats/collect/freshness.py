"""Is the processed table up to date? Answered from hashes with the standard library alone, so that a skip is quick."""

import hashlib
import json
from pathlib import Path

from ipstats.model import overlay

PACKAGE = Path(__file__).parents[1]
MAKERS = ("definitions", "model", "documents", "grammar", "reading", "collect")
"""Parts of the package that the table is made by: when one changes, the table is made anew."""
RECORD = "build.json"
MADE_BY = ("package", "definitions")
"""Inputs that are no files of data/raw: the package, and the project's own definitions."""


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def inputs(raw: Path) -> dict[str, str]:
    """What the table is made from: every file of data/raw by name, the package and the project's own definitions.

    A file that cannot be read stands there with the reason; reading it will say so.
    """
    found = {
        path.relative_to(raw).as_posix(): _digest_or_reason(path)
        for path in sorted(raw.rglob("*"))
        if path.is_file() and not path.name.startswith((".", "~$"))
    }
    made_by = hashlib.sha256()
    for part in MAKERS:
        for path in sorted((PACKAGE / part).rglob("*.*")):
            if path.suffix in (".py", ".yaml", ".csv"):
                made_by.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return found | {"package": made_by.hexdigest(), "definitions": overlay.digest(raw.parents[1])}


def _digest_or_reason(path: Path) -> str:
    try:
        return digest(path)
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def same_files(name: str, before: dict[str, str], now: dict[str, str]) -> bool:
    """Whether a raw file and what stands beside it are what they were."""

    def beside(inputs: dict[str, str]) -> dict[str, str]:
        return {key: value for key, value in inputs.items() if key == name or key.startswith(f"{name}.")}

    return beside(before) == beside(now)


def record(processed: Path) -> dict:
    """What the last build wrote down; empty when there is none.

    `inputs` and `outputs` (hashes by name), `sources` (rows), `failed` (sources that could not be read), `changes`
    (figures that a new reader reads otherwise and nobody has seen yet), `baseline` and `seen` (what was seen last).
    """
    try:
        content = json.loads((processed / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    kinds = {"inputs": dict, "outputs": dict, "sources": dict, "failed": list, "changes": list}
    sound = isinstance(content, dict) and all(isinstance(content.get(key, kind()), kind) for key, kind in kinds.items())
    return content if sound else {}


def is_fresh(raw: Path, processed: Path) -> bool:
    """Whether nothing that goes in has changed since the last build, and what came out is still there, whole.

    A table that lacks sources is never fresh: what could not be read is tried again.
    """
    last = record(processed)
    outputs = last.get("outputs") or {}
    return (
        bool(outputs)
        and not last.get("failed")
        and all((processed / name).is_file() and digest(processed / name) == was for name, was in outputs.items())
        and last.get("inputs") == inputs(raw)
    )
