"""YAML that people write (definitions, sidecars, corrections): loaded in one place, within limits.

The text is gone through as events first, which costs a fifth of loading it: the parser in C ends the interpreter when
collections are nested deep, and merge keys of aliases grow without end.
"""

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

from ipstats.errors import DefinitionError

LARGEST = 8 * 2**20
"""Bytes of a file."""
DEEPEST = 32
"""Collections inside each other."""
MOST = 500_000
"""Collections and scalars of a file."""


def load_yaml(path: Path) -> object:
    """What a YAML file holds; a `DefinitionError` of one line names the file, and what is wrong with it.

    Anchors and aliases are refused, for no file here needs them; a key written twice is an error, not a silent last
    one; an impossible date is an error.
    """
    return parse_yaml(_text(path), path.name)


def parse_yaml(text: str, name: str) -> object:
    """What YAML text holds; `name` begins every message."""
    import yaml

    try:
        _look(text, name)
        return yaml.load(text, _loader())
    except DefinitionError as error:
        raise DefinitionError(f"{name}: {error}" if name not in f"{error}" else f"{error}") from None
    except yaml.YAMLError as error:
        raise DefinitionError(f"{name}: not valid YAML: {_wrong(error)}") from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise DefinitionError(
            f"{name}: holds a date or number that cannot be: {' '.join(str(error).split())[:120]}; "
            "put it in quotes if it is text"
        ) from None


def _wrong(error: Any) -> str:
    """Where a text is no YAML, and why."""
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    if mark is None or not problem:
        return " ".join(str(error).split())
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}"


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise DefinitionError(f"{path.name}: is larger than {LARGEST >> 20} MB")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{path.name}: is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise DefinitionError(f"{path.name}: cannot be read: {error.strerror}") from error


def _look(text: str, name: str) -> None:
    """Refuse what is too deep or too much, before anything is made of it."""
    import yaml

    depth = 0
    for seen, event in enumerate(yaml.parse(text, Loader=_base())):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        line = event.start_mark.line + 1
        if depth > DEEPEST:
            raise DefinitionError(f"{name}: line {line}: nested deeper than {DEEPEST} levels")
        if seen > MOST:
            raise DefinitionError(f"{name}: holds more than {MOST:,} entries")
        if isinstance(event, yaml.AliasEvent):
            raise DefinitionError(f"{name}: line {line}: an alias (*{event.anchor}) is not read; write it out")


def _base() -> Any:
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=1)
def _loader() -> Any:
    class Loader(_base()):  # type: ignore[misc]  # in C where the library was built so
        """Refuses a key that is written twice."""

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            mapping = super().construct_mapping(node, deep)
            if len(mapping) < len(node.value):
                seen = Counter(str(key.value) for key, _ in node.value)
                twice, times = seen.most_common(1)[0]
                if times > 1:
                    raise DefinitionError(f"{twice}: written twice; keep one entry")
            return mapping

    return Loader
