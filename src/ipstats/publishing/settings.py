"""The reviewed file that says which reports an office wants: `notebooks/reports.yaml`."""

from dataclasses import dataclass
from pathlib import Path

from ipstats import project
from ipstats.model.definitions import make, read_yaml

FILE = "reports.yaml"


@dataclass(frozen=True)
class Wanted:
    """A group of reports: every notebook for every area, year and language of the group, in the formats `to` (those of
    the file when empty); with `book` each area's reports are bound into one PDF too."""

    notebooks: tuple
    areas: tuple
    years: tuple
    languages: tuple = ("zh",)
    to: tuple = ()
    book: bool = False


@dataclass(frozen=True)
class Settings:
    """Formats, limits in seconds, how often a failure of the machine (not of a notebook) is tried again, the file of
    accepted findings (below the project), commands to run afterwards, and the groups of reports that `make report`
    keeps up to date."""

    to: tuple = ("html",)
    cell_seconds: float = 600.0
    report_seconds: float = 1800.0
    wait_seconds: float = 1800.0
    retries: int = 1
    accepted: str = "notebooks/accepted.yaml"
    on_success: str = ""
    on_failure: str = ""
    reports: tuple = ()


def accepted(root: Path) -> Path | None:
    """The file of a project's accepted findings, None where there is none."""
    path = root / settings(project.notebooks(root)).accepted
    return path if path.is_file() else None


def settings(notebooks: Path) -> Settings:
    """The settings of a notebook folder, the defaults when it has no file; `DefinitionError` names key and reason."""
    path = notebooks / FILE
    if not path.is_file():
        return Settings()
    fields = dict(read_yaml(path))
    groups = fields.pop("reports", None) or []
    wanted = tuple(make(Wanted, group, f"{path.name}: reports: group {n}") for n, group in enumerate(groups, 1))
    return make(Settings, {**fields, "reports": list(wanted)}, path.name)
