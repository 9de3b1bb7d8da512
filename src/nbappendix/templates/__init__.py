"""Style sheets, scripts and Typst templates of what is published."""

from functools import cache
from importlib.resources import files


@cache
def asset(name: str) -> str:
    """The text of a file of this folder."""
    return (files(__name__) / name).read_text("utf-8")
