"""Where a link of a notebook leads from the exported file.

A number's link is written relative to the folder of reports (`sources/<id>.html#fig-...`); a file further down needs
`../../` in front. Anything but web addresses, mail and places inside the project is no link in an appendix.
"""

import os
import re
from pathlib import Path

from ipstats.errors import IpstatsError

SAFE = re.compile(r"(https?|mailto):", re.I)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


def outside(href: str) -> bool:
    """Whether `href` is an address on the web or of mail."""
    return bool(SAFE.match(href))


def resolve(href: str, prefix: str) -> str:
    """`href` as the exported file must say it, or "" where it must not be a link (no place, script, local file)."""
    if outside(href):
        return href
    if not href or href.startswith(("#", "/", "\\")) or SCHEME.match(href) or not prefix:
        return ""
    return (prefix + href).replace("/./", "/").removeprefix("./")


def prefix(target: Path) -> str:
    """The way from the folder of `target` to the project's `reports/`, ending in a slash; "" outside any project."""
    from ipstats import project

    try:
        reports = project.reports(target.parent)
    except IpstatsError:
        return ""
    way = Path(os.path.relpath(reports, target.resolve().parent)).as_posix()
    return f"{way}/"
