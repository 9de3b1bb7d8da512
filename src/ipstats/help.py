"""The help of the command line in the user's language: Chinese, English, or, where the locale says neither, both."""

import os

from ipstats.model.definitions import FOLDER, read_yaml

LANGUAGES = ("zh", "en")
GAP = "  "
"""Between the English and the Chinese of a command's first line."""


def language() -> str:
    """The language of LC_ALL, LC_MESSAGES or LANG (POSIX); "" for another or none."""
    locale = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return locale[:2].lower() if locale[:2].lower() in LANGUAGES else ""


def translate(command, spoken: str) -> None:
    """Put the help of a command, of its options and of the commands below it into a language ("" for both)."""
    words = read_yaml(FOLDER / "help.yaml")
    command.help = _first_line(command.help or "", spoken)
    for parameter in command.params:
        said = getattr(parameter, "help", None)
        if said in words:
            parameter.help = {"zh": words[said], "en": said}.get(spoken, f"{words[said]} {said}")
    for below in getattr(command, "commands", {}).values():
        translate(below, spoken)


def _first_line(text: str, spoken: str) -> str:
    """`Run notebooks into reports  生成报告` in one language or, Chinese first, in both."""
    first, *rest = text.split("\n")
    english, gap, chinese = first.partition(GAP)
    if gap:
        first = {"zh": chinese, "en": english}.get(spoken, f"{chinese} {english}")
    return "\n".join([first, *rest])
