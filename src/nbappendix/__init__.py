"""Appendices: an executed notebook as PDF, HTML, a spreadsheet and data files, all made from one document model."""

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from nbappendix.errors import AppendixError, NotebookError
from nbappendix.files import write_whole
from nbappendix.formats import Format, Job, formats

HALF = re.compile(r"\\u[dD][89abAB]")  # half of a character, perhaps without its other half, which no file can hold
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def export(
    notebook: str | os.PathLike,
    to: str | Iterable[str] = "pdf",
    out: str | os.PathLike | None = None,
    *,
    final: bool = False,
    verify: bool = False,
    fonts: str = "house",
) -> list[Path]:
    """Write the appendices of an executed notebook and give the files written, in order.

    `to` is one format or several of `formats()` (a comma-separated string will do). `out` is a file for one format, a
    folder, or None for beside the notebook; `csv` writes one file a table. All are
    made before any is written, and each appears whole or not at all. `final` leaves out the draft mark. `verify` writes
    nothing: it makes every file anew and raises `AppendixError` when one on disk has other bytes. `fonts` is `house`
    (shipped), `installed` (仿宋 ...) or a folder of font files.
    """
    notebook = Path(notebook)
    wanted = [f.strip() for f in (to.split(",") if isinstance(to, str) else to)]
    known = formats()
    for name in wanted:
        if name not in known:
            raise AppendixError(f"format {name!r} is not known: expected one of {', '.join(known)} (导出格式)")
    node = read(notebook)
    if not _was_run(node):
        raise NotebookError(f"{notebook}: was not run; run it in JupyterLab first (笔记本尚未运行)")
    made: dict[Path, bytes] = {}
    for name in wanted:
        target = _target(notebook, known[name], out, several=len(wanted) > 1)
        made |= make(node, name, target, final=final, fonts=fonts)
    for path, content in made.items():
        _compare(path, content) if verify else write(path, content)
    return list(made)


def document(notebook, *, name: str = "", folder: Path | None = None, final: bool = False) -> dict:
    """The document model of an executed notebook (`model.py` says what it holds)."""
    from nbappendix import model

    return model.build(notebook, name, folder, final)


def make(notebook, to: str, target: Path, *, final: bool = False, fonts: str = "house") -> dict[Path, bytes]:
    """The files one format consists of, as bytes by path, without writing them; the first is `target`."""
    from nbappendix import links

    doc = document(notebook, name=target.stem, folder=target.parent, final=final)
    return formats()[to].files(doc, Job(target, timestamp(doc), links.prefix(target), fonts))


def read(notebook: Path) -> dict:
    """The notebook's JSON; `NotebookError` when it is no notebook of format 4."""
    try:
        text = notebook.read_text("utf-8")
        node = json.loads(text)
        if HALF.search(text):
            node = json.loads(json.dumps(node, ensure_ascii=False).encode("utf-8", "replace"))
    except FileNotFoundError:
        raise NotebookError(f"{notebook}: no such notebook; give the path of an executed one (没有此笔记本)") from None
    except (OSError, ValueError) as error:
        raise NotebookError(f"{notebook}: not a notebook, expected JSON in UTF-8: {error}") from error
    if not isinstance(node, dict) or node.get("nbformat") != 4 or "cells" not in node:
        raise NotebookError(f"{notebook}: expected a notebook of format 4 with cells; open and save it in JupyterLab")
    return node


def _was_run(node: dict) -> bool:
    """Whether any code cell of a notebook was run, or there is none to run."""
    cells = [cell for cell in node["cells"] if cell.get("cell_type") == "code" and "".join(cell.get("source", ""))]
    return not cells or any(cell.get("execution_count") or cell.get("outputs") for cell in cells)


def timestamp(doc: dict) -> int:
    """The date a file carries, in seconds since 1970: SOURCE_DATE_EPOCH, else the newest input's, else 2000-01-01."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        if not given.isdigit():
            raise AppendixError(f"SOURCE_DATE_EPOCH is {given!r}: expected whole seconds since 1970 (应为整秒数)")
        return int(given)
    date = UNDATED
    with suppress(ValueError):
        date = datetime.fromisoformat(doc["date"])
    return int(date.replace(tzinfo=date.tzinfo or UTC).timestamp())


def write(path: Path, content: bytes) -> None:
    """Put `content` at `path` whole; `AppendixError` says why it cannot be written."""
    try:
        write_whole(path, content)
    except OSError as error:
        raise AppendixError(
            f"{path}: cannot be written, {error.strerror or error}; give another place with -o (无法写入)"
        ) from error


def _target(notebook: Path, to: Format, out, several: bool) -> Path:
    name = notebook.stem + to.suffix
    if out is None:
        return notebook.with_name(name)
    path = Path(out)
    return path / name if several or path.is_dir() or not path.suffix else path


def _compare(path: Path, content: bytes) -> None:
    from hashlib import sha256

    if not path.is_file():
        raise AppendixError(f"{path}: nothing to verify, the file is not there; export it first (没有可核对的文件)")
    on_disk, anew = sha256(path.read_bytes()).hexdigest(), sha256(content).hexdigest()
    if on_disk != anew:
        raise AppendixError(
            f"{path}: differs from what the notebook gives now (sha256 {on_disk[:12]} on disk, {anew[:12]} anew); "
            "the notebook, the options or the program changed since: export it again (与重新生成的不一致)"
        )
