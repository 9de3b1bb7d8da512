"""The terminal the command line speaks to: its language and what characters it knows."""

import io
import os
import sys

import typer

from ipstats import messages


def command(app):
    """The whole command line; a leading `--language` is the user's, whatever the locale."""
    from ipstats import help

    whole = typer.main.get_command(app)
    if sys.argv[1:2] == ["--language"]:
        spoken = sys.argv[2] if sys.argv[2:] else ""
        os.environ[messages.VARIABLES[0]] = messages.known_language(spoken)
        del sys.argv[1:3]
    if len(sys.argv) < 3 or "--help" in sys.argv:
        help.translate(whole, messages.language())
    return whole


def speak_utf8() -> None:
    """Where the locale knows ASCII alone, begin anew in UTF-8 mode, as names of areas and files are Chinese; a stream
    that cannot print them prints their codes."""
    if sys.getfilesystemencoding() == "ascii" and not sys.flags.utf8_mode and hasattr(os, "fork"):
        words = [os.fsencode(word) for word in sys.argv[1:]]
        anew = [os.fsencode(sys.executable), b"-X", b"utf8", b"-m", b"ipstats", *words]
        os.execve(anew[0], anew, os.environ | {"PYTHONUTF8": "1"})
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
