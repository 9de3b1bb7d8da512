"""The registry of export formats: one entry, one module.

A module of a format has `files(doc, job)`, which gives the bytes of every file by its path, `job.target` first. Another
package adds a format by an entry point `name = "package.module:FORMAT"` of the group `nbappendix.formats`.
"""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple


class Job(NamedTuple):
    """What a format is told besides the document: where its first file goes, its date, links and faces."""

    target: Path
    timestamp: int
    """The date the files carry, in seconds since 1970."""
    prefix: str = ""
    """The way from the folder of `target` to where relative links start (`links.py`)."""
    fonts: str = "house"


class Format(NamedTuple):
    """An export format: its name, the module that makes it, the ending of its file and its MIME type."""

    name: str
    module: str
    suffix: str
    mime: str
    menu: str = ""
    """Its item in JupyterLab's menu; none where it is empty."""

    def files(self, doc: dict, job: Job) -> dict[Path, bytes]:
        """The files of the format for a document, by path."""
        return import_module(self.module).files(doc, job)


DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OURS = (
    Format("pdf", "nbappendix.pdf", ".pdf", "application/pdf", "统计附录（PDF）"),
    Format("html", "nbappendix.html", ".html", "text/html", "统计附录（网页）"),
    Format("docx", "nbappendix.word", ".docx", DOCUMENT, "统计附录（Word 文档）"),
    Format("xlsx", "nbappendix.xlsx", ".xlsx", WORKBOOK, "统计附录（Excel 表格）"),
    Format("csv", "nbappendix.csv", ".csv", "text/csv"),
)
OURS = {one.name: one for one in _OURS}
"""The formats of this package by name."""


@cache
def formats() -> dict[str, Format]:
    """Every format by name: those of this package, then those that installed packages add."""
    added = sorted(entry_points(group="nbappendix.formats"), key=lambda entry: entry.name)
    return OURS | {entry.name: entry.load() for entry in added}
