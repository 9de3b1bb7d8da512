"""The markup a notebook's drawings and formulas may hold in an exported page (`allowed.yaml`)."""

from functools import cache
from importlib.resources import files


@cache
def allowed(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Elements and attributes of `language` (`svg`, `mathml`) that are kept."""
    import yaml

    listed = yaml.safe_load((files("nbappendix") / "allowed.yaml").read_text("utf-8"))[language]
    return frozenset(listed["elements"].split()), frozenset(listed["attributes"].split())
