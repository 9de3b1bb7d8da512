"""A project's own definitions: `definitions/` of the project lies over the package's `definitions/`.

A file there has the name and form of the package's. An entry with a new name is added. An entry with the name of one of
the package's changes only the fields it gives: words in lists are added to those that are there, anything else is
replaced. A row of `areas.csv` with a new code is added, with a known code it replaces that row; columns may be left
out.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from ipstats import project
from ipstats.errors import DefinitionError, IpstatsError

PACKAGE = Path(__file__).parents[1] / "definitions"
FOLDER = "definitions"
FILES = (
    "areas.csv", "awards.yaml", "calibers.yaml", "indicators.yaml", "phrases.yaml", "scopes.yaml", "style.yaml",
    "units.yaml", "words.yaml",
)  # fmt: skip
"""What a project may add to; the rest of the package's definitions belongs to its code."""


@lru_cache(maxsize=1)
def home() -> Path | None:
    """The `definitions/` of the project this process works in, None where there is none; settled at the first use."""
    try:
        folder = project.root() / FOLDER
    except IpstatsError:
        return None
    return folder if folder.is_dir() else None


def files(root: Path) -> list[Path]:
    """The definition files of a project; `DefinitionError` for one that the package does not know."""
    folder = root / FOLDER
    found = sorted(p for p in folder.glob("*") if p.suffix in (".yaml", ".yml", ".csv") and p.name[0] not in ".~")
    if unknown := [path.name for path in found if path.name not in FILES]:
        raise DefinitionError(f"{folder / unknown[0]}: no such definition file; expected {', '.join(FILES)}")
    return found


def digest(root: Path) -> str:
    """A hash of a project's own definitions, "" when it has none."""
    digests = [path.name.encode() + b"\0" + path.read_bytes() for path in files(root)]
    return hashlib.sha256(b"\0".join(digests)).hexdigest()[:12] if digests else ""


@lru_cache(maxsize=1)
def in_use() -> str:
    """The hash of the own definitions this process works with, as they were at its first look."""
    own = home()
    return digest(own.parent) if own else ""


def check_in_use(root: Path) -> None:
    """`IpstatsError` when this process has read other definitions than the project now has."""
    if digest(root) != in_use():
        raise IpstatsError(
            f"{root / FOLDER}: differs from the definitions this process has read; "
            "start a new one, in the project's folder or with IPSTATS_ROOT"
        )


def over(path: Path) -> Path | None:
    """The project's file that lies over a definition file of the package, None where there is none."""
    if path.parent != PACKAGE or path.name not in FILES or (folder := home()) is None:
        return None
    in_use()
    own = folder / path.name
    return own if own.is_file() else None


def laid_over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """A mapping with another laid over it.

    >>> laid_over({"件": {"aliases": ["宗"], "en": "piece"}}, {"件": {"aliases": ["份"]}, "斤": {"en": "jin"}})
    {'件': {'aliases': ['宗', '份'], 'en': 'piece'}, '斤': {'en': 'jin'}}
    """
    found = dict(base)
    for key, value in own.items():
        before = base.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            found[key] = laid_over(before, value)
        elif isinstance(before, list) and isinstance(value, list):
            found[key] = before + [item for item in value if item not in before]
        else:
            found[key] = value
    return found


def rows_over(base: list[dict[str, str]], own: list[dict[str, str]], where: str) -> list[dict[str, str]]:
    """The rows of a table by their first column, with rows of another table laid over them."""
    columns = list(base[0])
    if own and (wrong := (set(own[0]) - set(columns)) or ({columns[0]} - set(own[0]))):
        raise DefinitionError(f"{where}: 列名 column {min(wrong)!r}: expected {', '.join(columns)}")
    blank = dict.fromkeys(columns, "")
    found = {row[columns[0]]: row for row in base}
    return list((found | {row[columns[0]]: blank | row for row in own}).values())
