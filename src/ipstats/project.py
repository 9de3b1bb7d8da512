"""Where the project's folders are: the one place that knows the layout."""

import os
from pathlib import Path

from ipstats.errors import IpstatsError


def root(start: str | os.PathLike | None = None) -> Path:
    """The project's folder: `IPSTATS_ROOT`, or the first folder from `start` upwards that holds `data/raw`."""
    if start is None and os.environ.get("IPSTATS_ROOT"):
        return Path(os.environ["IPSTATS_ROOT"]).resolve()
    here = Path(start or ".").resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "raw").is_dir():
            return folder
    raise IpstatsError(
        f"no project here: neither {here} nor a folder above it has data/raw; "
        "go to the project's folder or set IPSTATS_ROOT to it"
    )


def raw(start=None) -> Path:
    """Immutable inputs and their source sidecars."""
    return root(start) / "data" / "raw"


def processed(start=None) -> Path:
    """The generated table, its texts and its data package."""
    return root(start) / "data" / "processed"


def notebooks(start=None) -> Path:
    """The notebooks, committed without outputs."""
    return root(start) / "notebooks"


def reports(start=None) -> Path:
    """The generated reports, their index and manifest."""
    return root(start) / "reports"


def served_reports() -> str:
    """The address of the reports on a JupyterLab whose folder is the project's: where the links of notebooks that a run
    makes lead, and forms open their reports."""
    return os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "/") + "files/reports/"
