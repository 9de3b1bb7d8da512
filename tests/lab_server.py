"""A JupyterLab that browser tests open: started on a free port, waited for, ended."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TRIES, PAUSE = 600, 0.2


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def served(command: list[str], port: int, folder: Path, environment: dict, cwd: Path | None = None) -> Iterator[str]:
    """The address of the server that a command starts; its whole group of processes is ended afterwards."""
    log = folder / "lab.log"
    with log.open("wb") as said:
        server = subprocess.Popen(command, cwd=cwd, env=environment, stdout=said, stderr=said, process_group=0)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, log)
        yield address
    finally:
        os.killpg(server.pid, 15)
        server.wait(timeout=30)


def _wait(address: str, log: Path) -> None:
    for _ in range(TRIES):
        try:
            urllib.request.urlopen(f"{address}/api/status", timeout=2)
            return
        except OSError:
            time.sleep(PAUSE)
    raise TimeoutError(log.read_text())
