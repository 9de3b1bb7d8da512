"""Formats of other office programs, turned into those that are read by LibreOffice, where it is installed."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from ipstats.errors import DocumentError
from ipstats.limits import Meter

TO = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".odt": ".docx", ".et": ".xlsx", ".ods": ".xlsx"}
"""Ending -> the ending of what LibreOffice makes of it."""
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe")


@cache
def program() -> str:
    """LibreOffice's program, or nothing where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), "")


def convert(data: bytes, name: str, suffix: str, meter: Meter) -> bytes:
    """The bytes of a document in the format that is read, made by LibreOffice in a folder and profile of its own.

    `suffix` says what the bytes are, whatever ending the file bears.

    Macros do not run, and links are not followed: the program's own rules for a document opened without a person.
    """
    with tempfile.TemporaryDirectory(prefix="ipstats-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"document{suffix}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [program(), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", TO[suffix].removeprefix("."), "--outdir", str(Path(folder) / "out"), str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=meter.limits.seconds, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(name, suffix, type(error).__name__) from None
        made = Path(folder) / "out" / f"document{TO[suffix]}"
        if not made.is_file():
            raise _failed(name, suffix, "nothing came of it")
        meter.check("file", made.stat().st_size)
        return made.read_bytes()


def _failed(name: str, suffix: str, said: str) -> DocumentError:
    return DocumentError(
        f"{name}: LibreOffice could not turn it into {TO[suffix]} ({said}); open it and save it as {TO[suffix]}"
    )
