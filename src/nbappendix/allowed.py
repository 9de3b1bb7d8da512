"""The markup a notebook's drawings and formulas may hold in an exported page (`allowed.yaml`)."""

from functools import cache

from nbappendix.files import read_yaml


@cache
def allowed(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Elements and attributes of `language` (`svg`, `mathml`) that are kept."""
    listed = read_yaml("allowed.yaml")[language]
    return frozenset(listed["elements"].split()), frozenset(listed["attributes"].split())
