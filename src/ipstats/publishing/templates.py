"""The templates of `pages/`: what is told to them is escaped, whatever it holds."""

from functools import cache
from pathlib import Path
from typing import Any

from ipstats.messages import said

FOLDER = Path(__file__).parent / "pages"


@cache
def templates() -> Any:
    """The environment of Jinja2 with filters of ours: messages, times and languages in the reader's words."""
    from jinja2 import Environment, FileSystemLoader

    made = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"said": said, "time": _time, "tongue": lambda text: "en" if text.isascii() else "zh"}
    return made


def _time(iso: str) -> str:
    """2026-11-22T18:40:57+08:00 as 2026-11-22 18:40 UTC+08:00."""
    zone = iso[19:]
    return f"{iso[:16].replace('T', ' ')} UTC{'' if zone in ('', '+00:00') else zone}"
