"""The cells of one language: prose cells come in pairs tagged `zh` and `en`, and a run keeps its own."""

from ipstats.publishing.parameters import LANGUAGES


def keep_language(notebook: dict, language: str) -> dict:
    """The notebook without the cells that are tagged with another language only; the given one is left as it is."""
    if language not in LANGUAGES:
        return notebook
    return notebook | {"cells": [cell for cell in notebook["cells"] if _speaks(cell, language)]}


def _speaks(cell: dict, language: str) -> bool:
    spoken = set(cell.get("metadata", {}).get("tags", [])) & set(LANGUAGES)
    return not spoken or language in spoken
