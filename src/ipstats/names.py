"""The one door for what names files and places: ids, file names, paths and words of one line.

Whatever comes from a sidecar, a command line or an address goes through here before it becomes part of a path or of a
line of another file. Each function gives back what it was given, or a `ParameterError` of one line.
"""

import re
import unicodedata
from pathlib import Path

from ipstats.errors import ParameterError

LONGEST = 200
"""Bytes of a name, so that `.<name>.corrections.yaml.part` still fits the 255 that file systems allow."""
_RESERVED = '/\\:*?"<>|'
"""Signs that a path, a shell or Windows gives a meaning."""
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.I)
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
"""Categories of characters that are not seen and change what is: control characters, halves of a pair, line ends."""
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows, so that a name reads as another."""


def shown(text: str) -> str:
    """A text as a message may print it: characters that are not seen as their codes, and not too long.

    >>> shown("a\\x1b[2J")
    "'a\\\\x1b[2J'"
    """
    safe = "".join(char if is_seen(char) else ascii(char)[1:-1] for char in text[:81])
    return f"'{safe[:80]}{'…' if len(text) > 80 else ''}'"


def is_seen(char: str) -> bool:
    """Whether a character is itself when printed: no control character, no line end, nothing that turns the line."""
    return unicodedata.category(char) not in _UNSEEN and char not in _TURNING


def one_line(text: str, what: str = "text") -> str:
    """A text that stands in one line of whatever it is written to: no line ends, NUL, ESC or other unseen characters.

    >>> one_line("苏州市2023年 报告")
    '苏州市2023年 报告'
    """
    if wrong := next((char for char in text if not is_seen(char)), None):
        raise ParameterError(
            f"{what} {shown(text)}: holds the character U+{ord(wrong):04X}, which is not seen; write it in one line "
            "without control characters"
        )
    return text


def name_of(text: str, what: str = "name") -> str:
    """An id or file name: one step of a path, that is the same file on every system and no other.

    >>> name_of("苏州市2023年（一）")
    '苏州市2023年（一）'
    """
    one_line(text, what)
    if wrong := next((char for char in text if char in _RESERVED), None):
        raise ParameterError(
            f"{what} {shown(text)}: holds {wrong!r}; expected a plain name without {' '.join(_RESERVED)}"
        )
    if not text.strip(". ") or text != text.strip() or text.startswith(".") or text.endswith("."):
        raise ParameterError(
            f"{what} {shown(text)}: is no name; it is empty, or begins or ends with a point or a space"
        )
    if _DEVICES.match(text):
        raise ParameterError(f"{what} {shown(text)}: is a device on Windows; take another name")
    return fitting(text, what)


def fitting(text: str, what: str = "name") -> str:
    """A name that leaves room for the endings that are put to it."""
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        raise ParameterError(
            f"{what} {shown(text)}: is longer than {LONGEST} bytes (a Chinese character is 3); shorten it"
        )
    return text


def inside(folder: Path, *parts: str) -> Path:
    """The path of a file inside a folder, each part an id or file name; never one outside of it."""
    path = folder.joinpath(*(name_of(part) for part in parts))
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ParameterError(f"{path}: leads out of {folder}; look for a link in its way")
    return path


def file_name(text: str) -> str:
    """A file name made of what a file or an address was called: signs with a meaning become hyphens.

    >>> file_name("../报告 (一).pdf")
    '报告-(一).pdf'
    """
    one_line(text, "name")
    return name_of(re.sub(rf"[\s{re.escape(_RESERVED)}#%&]+", "-", text).strip("-. ") or ".", "name")
