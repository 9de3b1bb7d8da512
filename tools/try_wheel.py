"""`make wheel`: build the wheel and the source distribution, and do with the wheel what the manual's first page says.

The environment is made of the lock, apart from the checkout; the commands run in a folder of their own.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST, ENVIRONMENT = ROOT / "build" / "dist", ROOT / "build" / "wheel-env"
PAGE = ROOT / "docs" / "index.md"


def build(folder: Path, *kinds: str) -> None:
    """Build distributions of a source tree into DIST."""
    command = [sys.executable, "-m", "hatchling", "build", *(word for kind in kinds for word in ("-t", kind))]
    subprocess.run([*command, "-d", str(DIST)], cwd=folder, check=True, capture_output=True)


def files(wheel: Path) -> dict[str, str]:
    """The files of a wheel with their hashes."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def distributions() -> Path:
    """Build both, hold the wheel that comes of the source distribution against the tree's, and give the wheel."""
    shutil.rmtree(DIST, ignore_errors=True)
    build(ROOT, "wheel", "sdist")
    [wheel], [source] = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    from_tree = files(wheel)
    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(source) as archive:
            archive.extractall(scratch, filter="data")
        build(next(Path(scratch).iterdir()), "wheel")
    if differing := sorted(dict(files(wheel).items() ^ from_tree.items())):
        sys.exit(f"the source distribution makes another wheel: {', '.join(differing[:5])}")
    return wheel


def environment(wheel: Path) -> Path:
    """An environment of the lock with the wheel in it; its folder of commands. It is kept while the lock stays."""
    mark = ENVIRONMENT / hashlib.sha256((ROOT / "requirements.lock").read_bytes()).hexdigest()[:12]
    commands = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
    install = [str(commands / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not mark.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        locked = ["--no-compile", "--require-hashes", "-r", str(ROOT / "requirements.lock")]
        subprocess.run([*install, *locked], check=True)
        mark.touch()
    subprocess.run([*install, "--no-deps", "--force-reinstall", str(wheel)], check=True)
    return commands


def main() -> None:
    """Build, install, and run the commands of the page in an empty folder."""
    commands = environment(distributions())
    told = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.S))
    known = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "IPSTATS_ROOT")}
    known["PATH"] = str(commands) + os.pathsep + known["PATH"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["bash", "-ec", told], cwd=folder, env=known, check=True)
        made = sorted(Path(folder).glob("*/reports/110000/2023/*"))
        print(f"{len(told.splitlines())} commands, made: {', '.join(path.name for path in made)}")
        if {path.suffix for path in made} < {".html", ".pdf", ".ipynb"}:
            sys.exit("the report of the manual's first page was not made")


if __name__ == "__main__":
    main()
