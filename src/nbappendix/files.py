"""Files that appear whole or not at all; the reviewed data files of this package."""

import os
from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def read_yaml(name: str) -> dict:
    """A data file of this package."""
    import yaml

    return yaml.safe_load((files("nbappendix") / name).read_text("utf-8"))


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file so that a reader sees the old one or the new one and a crash leaves either."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with scratch.open("wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
