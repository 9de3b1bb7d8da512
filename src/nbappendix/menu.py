"""The Chinese items in JupyterLab's own "Save and Export Notebook As" menu, each of them once.

They are a settings override of JupyterLab, laid in `share/jupyter/lab/settings/overrides.d/` of the environment, beside
the word in `etc/jupyter/jupyter_server_config.d/` that their raw names are not listed again (`nbappendix.server`). The
package brings both there when it is installed (`shared-data` in pyproject.toml); `install` puts them back where an
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


def _places() -> dict[Path, bytes]:
    """Each file of the environment with what this version has in it."""
    server = Path(sys.prefix) / "etc" / "jupyter" / "jupyter_server_config.d" / "nbappendix.json"
    shipped = files("nbappendix")
    return {place(): (shipped / "jupyterlab-menu.json").read_bytes(),
            server: (shipped / "jupyter-server.json").read_bytes()}  # fmt: skip


def installed() -> bool:
    """Whether this version's items are in place."""
    return all(path.is_file() and path.read_bytes() == content for path, content in _places().items())


def install() -> Path:
    """Put the items in place and give their file; JupyterLab shows them when it is started anew."""
    for path, content in _places().items():
        write_whole(path, content)
    return place()
