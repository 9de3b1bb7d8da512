"""The page of a document with its figures highlighted, in its own typeface: it looks alike on every machine."""

import re

from ipstats.reading.highlight import page
from nbappendix.subsets import face


def view(document) -> str:
    """The whole page; the shipped face, cut down to the characters of the page, is inside."""
    plain = page(document)
    characters = set(re.sub(r"[\x00-\x1f]", "", plain))
    return page(document, face(characters))
