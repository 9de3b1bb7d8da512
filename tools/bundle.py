"""`make bundle`: one folder that installs ipstats on a machine without network.

It holds a wheel of every package of the lock for each target, the project's own wheel, an install script for Linux and
one for Windows, and SHA256SUMS. Packages are fetched by pip and held against the hashes of the lock.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
TARGETS = {
    "linux": ({}, []),
    "windows": (
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
        ["--platform", "win_amd64", "--implementation", "cp", "--python-version", "{version}"],
    ),
}
"""Target -> what its environment markers say beside this machine's, and how pip is asked for its wheels."""

INSTALL_SH = """#!/bin/sh
# 离线安装 offline installation: sh install.sh [目录 folder]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/ipstats-env}
python=${PYTHON:-python{version}}
command -v "$python" >/dev/null || {
  echo "需要 Python {version} is needed; name it: PYTHON=/path/to/python sh install.sh"
  exit 2
}
(cd "$here" && sha256sum -c --quiet SHA256SUMS)
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps \\
  --find-links "$here/linux" --requirement "$here/linux.txt"
"$folder/bin/ipstats" doctor || true
echo "启用 activate: . $folder/bin/activate    新建项目 new project: ipstats init DIR"
"""

INSTALL_BAT = """@echo off
chcp 65001 >nul
rem 离线安装 offline installation: install.bat [folder]
set "here=%~dp0"
set "folder=%~1"
if "%folder%"=="" set "folder=%here%ipstats-env"
py -{version} -m venv "%folder%" || (echo Python {version} is needed & exit /b 2)
"%folder%\\Scripts\\python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps ^
  --find-links "%here%windows" --requirement "%here%windows.txt" || exit /b 2
"%folder%\\Scripts\\ipstats" doctor
echo activate: "%folder%\\Scripts\\activate"    new project: ipstats init DIR
"""

README = """ipstats 离线安装包 offline bundle

Linux:   sh install.sh [目录]       需要 Python {version}，与制作本包的机器相同的处理器类型
Windows: install.bat [目录]         需要 Python {version}（64 位）

Linux 的安装已由 `make bundle TRY=1` 在无网络方式（--no-index）下试过；
Windows 的安装脚本和安装包没有在 Windows 上运行过，只核对过安装包齐全、相互要求都满足。
The Linux part is tried by `make bundle TRY=1` with --no-index. The Windows part was never run on Windows;
its wheels were only held against what they require of each other.
"""


def requirements(lock: Path, markers: dict) -> str:
    """The entries of the lock that a target needs, with their hashes and without markers."""
    environment = default_environment() | markers
    kept = []
    for entry in re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n?", "", lock.read_text("utf-8"), flags=re.M).strip()):
        first, *hashes = (line.rstrip(" \\") for line in entry.splitlines())
        name, _, marker = first.partition(" ; ")
        if not marker or Marker(marker).evaluate(environment):
            kept.append(" \\\n".join([name, *hashes]))
    return "\n".join(kept) + "\n"


def fetch(target: str, folder: Path, version: str) -> None:
    """The wheels of a target, by the lock, into a folder of its own; our own wheel beside them."""
    markers, options = TARGETS[target]
    full = {"python_version": version, "python_full_version": f"{version}.0"} if options else {}
    listed = folder / f"{target}.txt"
    listed.write_text(requirements(ROOT / "requirements.lock", markers | full), "utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--only-binary", ":all:", "--require-hashes", "--dest", str(folder / target),
               "--requirement", str(listed), *(option.format(version=version) for option in options)]  # fmt: skip
    subprocess.run(command, check=True)
    wheel = next((folder / "own").glob("*.whl"))
    shutil.copyfile(wheel, folder / target / wheel.name)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    name, release = wheel.name.split("-")[:2]
    with listed.open("a", encoding="utf-8") as file:
        file.write(f"{name}=={release} \\\n    --hash=sha256:{digest}\n")


def unmet(wheels: Path, markers: dict) -> list[str]:
    """What the wheels of a folder require, on the system of these markers, that is not among them."""
    environment = default_environment() | markers | {"extra": ""}
    found = [_about(path) for path in sorted(wheels.glob("*.whl"))]
    there = {canonicalize_name(about["Name"]): about["Version"] for about in found}
    lacking = []
    for about in found:
        for one in map(Requirement, about.get_all("Requires-Dist", [])):
            version = there.get(canonicalize_name(one.name))
            asked = one.marker is None or one.marker.evaluate(environment)
            if asked and (version is None or not one.specifier.contains(version, prereleases=True)):
                lacking.append(f"{about['Name']} requires {one}")
    return lacking


def _about(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def make(folder: Path, targets: list[str]) -> None:
    """Fill the folder; the wheels of a system that was never tried are held against what they require of each other."""
    version = ".".join(map(str, sys.version_info[:2]))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "own")], cwd=ROOT,
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    for target in targets:
        fetch(target, folder, version)
        told = {"python_version": version, "python_full_version": f"{version}.0"}
        if lacking := unmet(folder / target, TARGETS[target][0] | told):
            sys.exit(f"{target}: {'; '.join(lacking)}")
    shutil.rmtree(folder / "own")
    for name, text in (("install.sh", INSTALL_SH), ("install.bat", INSTALL_BAT), ("README.txt", README)):
        newline = "\r\n" if name.endswith(".bat") else "\n"
        (folder / name).write_text(text.replace("{version}", version), "utf-8", newline=newline)
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the offline bundle.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--target", action="append", choices=list(TARGETS), help="for which system; both if none")
    given = parser.parse_args()
    make(given.folder.resolve(), given.target or list(TARGETS))
    print(f"{given.folder}: {sum(path.stat().st_size for path in given.folder.rglob('*') if path.is_file()) >> 20} MB")
