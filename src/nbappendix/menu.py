"""The Chinese items in JupyterLab's own "Save and Export Notebook As" menu.

They are a settings override of JupyterLab, laid in `share/jupyter/lab/settings/overrides.d/` of the environment. The
package brings it there when it is installed (`shared-data` in pyproject.toml); `install` puts it back where an
environment was moved or cleaned.
"""

import os
import sys
from importlib.resources import files
from pathlib import Path

from nbappendix.files import write_whole


def place() -> Path:
    """Where JupyterLab reads the override."""
    lab = Path(os.environ.get("JUPYTERLAB_DIR") or Path(sys.prefix) / "share" / "jupyter" / "lab")
    return lab / "settings" / "overrides.d" / "nbappendix.json"


def installed() -> bool:
    """Whether this version's items are in place."""
    return place().is_file() and place().read_bytes() == _shipped()


def install() -> Path:
    """Put the items in place and give the file; JupyterLab shows them after a reload of its page."""
    write_whole(place(), _shipped())
    return place()


def _shipped() -> bytes:
    return (files("nbappendix") / "jupyterlab-menu.json").read_bytes()
