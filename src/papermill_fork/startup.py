"""What makes `import papermill` quick."""

import sys


def guard_jsonschema() -> None:
    """Import jsonschema without `rfc3987_syntax`, which takes two seconds to build grammars that no notebook needs.

    It only checks strings of format `iri`; the notebook schemas have none. The package can be imported as usual after.
    See python-jsonschema/jsonschema#1428.
    """
    if "jsonschema" in sys.modules or "rfc3987_syntax" in sys.modules:
        return
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules["rfc3987_syntax"]
