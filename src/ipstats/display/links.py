"""Where a number's link leads from what a screen shows.

Links are kept relative to the folder of reports (`sources/<id>.html#fig-...`), and exports place them themselves. What
JupyterLab shows stands in `notebooks/`, or, executed by a run, two folders below `reports/`: the run says so by the
variable IPSTATS_LINKS.
"""

import os

BESIDE = "../reports/"


def shown(href: str) -> str:
    """A link as the HTML of a notebook's output must say it."""
    return os.environ.get("IPSTATS_LINKS", BESIDE) + href if href.startswith("sources/") else href
