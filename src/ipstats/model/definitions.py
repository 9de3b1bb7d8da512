"""The reviewed definition files of `ipstats/definitions`: read once, each entry made into a frozen record.

A wrong file is a `DefinitionError` that names the file, the key and the reason, at the first use of the file.
"""

import csv
import dataclasses
import io
import re
import types
import typing
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ipstats.errors import DefinitionError
from ipstats.model import overlay
from ipstats.model.yaml_files import load_yaml

T = typing.TypeVar("T")
Kinds = tuple[type, ...]
FOLDER = Path(__file__).parents[1] / "definitions"
ENDS = ("", None)
_DROPPED = re.compile(r"[\s“”\"'‘’《》、·]")


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """The form in which names are compared: NFKC, lower case, without spaces, quotation marks, 、 and ·.

    >>> normalise("“专利、商标”质押 融资额")
    '专利商标质押融资额'
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", name)).lower()


def owners(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Of pairs of a name and an id, the ids that share each (normalised) name, in order."""
    found: dict[str, dict[str, None]] = {}
    for name, owner in pairs:
        found.setdefault(normalise(name), {})[owner] = None
    return {name: tuple(ids) for name, ids in found.items()}


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file as its mapping of entries, with the project's own laid over a definition file of the package."""
    own = overlay.over(path)
    return overlay.laid_over(_mapping(path), _mapping(own)) if own else _mapping(path)


def _mapping(path: Path) -> dict[str, Any]:
    """A YAML file as its mapping of entries; a key written twice is an error, not a silent last one."""
    content = load_yaml(path)
    if not isinstance(content, dict):
        raise DefinitionError(f"{path.name}: expected a mapping of entries, found {type(content).__name__}")
    return content


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file as dictionaries of stripped strings, the project's own laid over those of the package."""
    own = overlay.over(path)
    if own:
        yield from overlay.rows_over(list(_rows(path)), list(_rows(own)), str(own))
    else:
        yield from _rows(path)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DefinitionError(f"{path.name}: cannot be read: {error}") from error
    lines = csv.reader(io.StringIO(_decoded(data, path.name), newline=""))
    header = next(lines, [])
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(header):
            raise DefinitionError(f"{path.name}: line {number}: expected {len(header)} cells, as in the header")
        yield dict(zip(header, map(str.strip, cells), strict=True))


def _decoded(data: bytes, name: str) -> str:
    """The text of a table in UTF-8, with or without its mark, or in GB 18030, as a Chinese Excel saves it."""
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise DefinitionError(f"{name}: is no text in UTF-8 or GB 18030; save it as CSV UTF-8")


def entries(cls: type[T], path: Path) -> dict[str, T]:
    """The entries of a YAML file as records of `cls`; the entry's name becomes the field `id`."""
    return {
        name: make(cls, {"id": name, **entry} if isinstance(entry, dict) else entry, f"{path.name}: {name}")
        for name, entry in read_yaml(path).items()
    }


@lru_cache(maxsize=64)
def _fields(cls: Any) -> tuple[dict[str, Kinds], frozenset[str], frozenset[str]]:
    """The types a field may have, by name; the fields that must be there; those that are lists of words."""
    hints = typing.get_type_hints(cls)
    kinds, needed, words = {}, set(), set()
    for field in dataclasses.fields(cls):
        hint = hints[field.name]
        union = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        kinds[field.name] = tuple(typing.get_origin(kind) or kind for kind in union)
        if hint == tuple[str, ...]:
            words.add(field.name)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            needed.add(field.name)
    return kinds, frozenset(needed), frozenset(words)


def make(cls: type[T], fields: dict[str, Any], where: str) -> T:
    """A record of `cls` from the fields of one entry; `where` (file and key) begins every message.

    Lists become tuples, dates may be written as text, whole numbers may stand for floats. An unknown field, a missing
    one or one of another type is a `DefinitionError`.
    """
    if not isinstance(fields, dict):
        raise DefinitionError(f"{where}: expected fields, found {type(fields).__name__}")
    record: Any = cls
    kinds, needed, words = _fields(record)
    if unknown := sorted(set(map(str, fields)) - set(kinds)):
        raise DefinitionError(f"{where}: unknown field {unknown[0]!r}; expected {', '.join(kinds)}")
    if missing := sorted(name for name in needed if fields.get(name) in ENDS):
        raise DefinitionError(f"{where}: {missing[0]} is missing")
    values = {
        name: value if type(value) in kinds[name] else _typed(value, kinds[name], f"{where}: {name}")
        for name, value in fields.items()
    }
    for name in words & set(values):
        _words(values[name], f"{where}: {name}")
    try:
        return cls(**values)
    except ValueError as error:
        raise DefinitionError(f"{where}: {error}") from error


def _words(values: tuple[object, ...], where: str) -> None:
    if wrong := [word for word in values if not isinstance(word, str) or not word.strip()]:
        raise DefinitionError(f"{where}: expected words, found {wrong[0]!r}; put it in quotes")


def _typed(value: Any, kinds: Kinds, where: str) -> Any:
    if tuple in kinds and isinstance(value, list):
        return tuple(value)
    if date in kinds and isinstance(value, str):
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise DefinitionError(f"{where}: {value!r} is no date; expected YYYY-MM-DD") from error
    if float in kinds and type(value) is int:
        return float(value)
    if not isinstance(value, kinds):
        wanted = " or ".join({"tuple": "list", "NoneType": "nothing"}.get(k.__name__, k.__name__) for k in kinds)
        raise DefinitionError(f"{where}: expected {wanted}, found {value!r}")
    return value


def one_of(value: str, allowed: tuple[str, ...], name: str) -> None:
    """`ValueError` (which `make` completes with file and key) unless `value` is allowed."""
    if value not in allowed:
        raise ValueError(f"{name} {value!r} is none of {', '.join(allowed)}")
