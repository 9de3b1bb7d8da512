"""What another package knows about its notebooks, and nbappendix does not: what a report is about, where links lead.

A package that prints reports makes a subclass of `Hooks` and names it in its entry points:

    [project.entry-points."nbappendix.hooks"]
    mypackage = "mypackage.appendix:MyHooks"

Export formats of its own go to the group `nbappendix.formats` (`formats.py`).
"""

from functools import cache
from importlib.metadata import entry_points
from pathlib import Path


class Hooks:
    """The defaults for notebooks of any package; a subclass overrides what it knows better."""

    key = ""
    """The key of notebook and cell metadata that describes a report, read beside `nbappendix`."""
    mime = "application/vnd.nbappendix"
    """The start of the MIME types of tables, figures and prose that its displays publish."""

    def about(self, metadata: dict) -> dict:
        """What the metadata of a notebook or a cell say of it."""
        return {**metadata.get("nbappendix", {}), **(metadata.get(self.key, {}) if self.key else {})}

    def subject(self, about: dict, language: str) -> str:
        """A line under the title: what a report with the parameters in `about` is about."""
        return ""

    def common_subject(self, abouts: list[dict], language: str) -> str:
        """What all of several reports are about, for the title of the book they are bound into."""
        return ""

    def parameters(self, given: dict, language: str) -> list[tuple[str, str]]:
        """Name and value, as readers call them, of each parameter that the colophon tells."""
        return [(name, str(given[name])) for name in sorted(given) if given[name] not in ("", None)]

    def link_root(self, folder: Path) -> Path | None:
        """The folder that relative links of a notebook in `folder` start at; None where they lead nowhere."""
        return None

    def quotations(self, hrefs: list[str], folder: Path, language: str) -> dict[str, tuple[str, str]]:
        """The quotation with its place, and the source, that links of a notebook in `folder` lead to, by link."""
        return {}


@cache
def hooks() -> Hooks:
    """The hooks of the installed package that has them (the first by name), else the plain ones."""
    found = sorted(entry_points(group="nbappendix.hooks"), key=lambda entry: entry.name)
    return found[0].load()() if found else Hooks()
