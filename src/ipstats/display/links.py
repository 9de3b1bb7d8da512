"""Where a number's link leads from what a screen shows.

Links are kept relative to the folder of reports (`sources/<id>.html#fig-...`), and exports place them themselves. In
JupyterLab a click on a relative link opens the file in its own viewer, which forgets the place in it; an address that
begins with a slash opens in a browser tab, with its place. So a notebook's output names the file as the server serves
it: the server that started this kernel says where (its runtime file), a run of reports says so by IPSTATS_LINKS, and
anywhere else the link stays relative to `notebooks/`.
"""

import json
import os
from functools import lru_cache
from pathlib import Path

from ipstats import project
from ipstats.errors import IpstatsError

BESIDE = "../reports/"


def shown(href: str) -> str:
    """A link as the HTML of a notebook's output must say it."""
    if not href.startswith("sources/"):
        return href
    told = os.environ.get("IPSTATS_LINKS")
    return (served(os.environ.get("JPY_PARENT_PID", "")) or BESIDE if told is None else told) + href


@lru_cache(maxsize=4)
def served(server: str) -> str:
    """The address of the project's `reports/` on the Jupyter server with that process id; nothing where it has none."""
    from jupyter_core.paths import jupyter_runtime_dir

    try:
        about = json.loads((Path(jupyter_runtime_dir()) / f"jpserver-{server}.json").read_bytes())
        way = project.reports().resolve().relative_to(Path(about["root_dir"]).resolve()).as_posix()
        return f"{about['base_url']}files/{way}/"
    except (OSError, ValueError, KeyError, TypeError, IpstatsError):
        return ""
