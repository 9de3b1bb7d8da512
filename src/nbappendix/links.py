"""Where a link of a notebook leads from the exported file.

A relative link starts at a folder that the package of a notebook knows (`hooks.py`: `sources/<id>.html#fig-...` from
the folder of reports); a file further down needs `../../` in front. Anything but web addresses, mail and places inside
the project is no link in an appendix.
"""

import os
import re
from pathlib import Path

from nbappendix.hooks import hooks

LONGEST = 2000
"""Characters of an address: Excel takes 2,079, a PDF somewhat more; a longer one is no link in any format."""
SAFE = re.compile(r"(https?|mailto):", re.I)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


def outside(href: str) -> bool:
    """Whether `href` is an address on the web or of mail."""
    return bool(SAFE.match(href))


def resolve(href: str, prefix: str) -> str:
    """`href` as the exported file says it, or "" where it is no link (no place, a script, a local file, endless)."""
    if len(href) > LONGEST:
        return ""
    if outside(href):
        return href
    if not href or href.startswith(("#", "/", "\\")) or SCHEME.match(href) or not prefix:
        return ""
    return (prefix + href).replace("/./", "/").removeprefix("./")


def prefix(target: Path) -> str:
    """The way from the folder of `target` to the folder where relative links start, ending in a slash; "" for none."""
    root = hooks().link_root(target.parent)
    if root is None:
        return ""
    way = Path(os.path.relpath(root, target.resolve().parent)).as_posix()
    return f"{way}/"
