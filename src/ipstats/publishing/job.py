"""Inside the process that makes one report: run the notebook by papermill and export it, all in a scratch folder."""

import json
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ipstats.publishing.language import keep_language
from ipstats.publishing.parameters import read_notebook
from papermill_fork.processes import prepare_cells
from papermill_fork.startup import guard_jsonschema

INPUT = "input.ipynb"
LOG = "log.txt"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Order:
    """What the process is told: everything it needs, nothing it has to look up.

    `scratch` lies as deep below `reports/` as the published report, so that links in it are right. `executed` names an
    executed notebook to export again; without it the notebook is run.
    """

    notebook: str
    parameters: dict
    metadata: dict
    scratch: str
    stem: str
    to: tuple[str, ...]
    final: bool
    engine: str
    cell_seconds: float
    executed: str = ""
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """Progress: cell `index` of `total` begins; `title` is the heading above it, or what else is being done."""

    index: int
    total: int
    title: str


@dataclass(frozen=True)
class Failure:
    """Why a report was not made; `machine` when not the notebook is to blame and trying again may help."""

    reason: str
    cell: str = ""
    traceback: str = ""
    machine: bool = False


def work(send: Callable, order: Order) -> None:
    """Make the report's files in the scratch folder; a `Failure` is sent when they cannot be made."""
    os.environ.update(order.environment)
    scratch = Path(order.scratch)
    _log_to(scratch / LOG)
    target = scratch / f"{order.stem}.ipynb"
    if order.executed:
        target.write_bytes(Path(order.executed).read_bytes())
    elif failure := _execute(send, order, target):
        send(failure)
        return
    if order.to:
        send(Step(0, 0, "export"))
        from ipstats.publishing.appendix import export

        export(target, order.to, final=order.final)


def _log_to(path: Path) -> None:
    """What this process and a plain kernel print goes to the report's log."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)


def _execute(send: Callable, order: Order, target: Path) -> Failure | None:
    if order.engine == "fork":
        prepare_cells("ipstats.publishing.warm")
    guard_jsonschema()
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    notebook = keep_language(read_notebook(order.notebook), order.parameters.get("language", ""))
    own = notebook.get("metadata", {})
    notebook["metadata"] = own | {"ipstats": own.get("ipstats", {}) | order.metadata}
    prepared = target.with_name(INPUT)
    prepared.write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")
    try:
        papermill.execute_notebook(
            _literally(prepared),
            _literally(target),
            parameters=order.parameters,
            engine_name=_engine(order.engine),
            cwd=str(Path(order.notebook).parent),
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=int(order.cell_seconds) or None,
            on_cell=_titles(send, notebook),
            rescue=target,
            recorded={"input_path": Path(order.notebook).name, "output_path": target.name},
        )
    except papermill.PapermillExecutionError as error:
        text = ANSI.sub("", "\n".join(error.traceback) or str(error))
        return Failure(f"{error.ename}: {error.evalue}", _cell(error.exec_count, error.source), text)
    except CellTimeoutError as error:
        return Failure(f"a cell took longer than {order.cell_seconds:g} s", _running(target), str(error))
    except DeadKernelError as error:
        return Failure(str(error), _running(target), str(error), machine=True)
    return None


def _literally(path: Path) -> str:
    """A path for papermill, which fills in braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _engine(name: str) -> str:
    if name == "fork":
        return name
    from papermill.engines import papermill_engines

    from papermill_fork.engine import PlainEngine

    papermill_engines.register("plain", PlainEngine)
    return "plain"


def _titles(send: Callable, notebook: dict) -> Callable[[int, str], None]:
    """Tell of each cell that starts, under the last heading that was passed."""
    title = [""]

    def on_cell(index: int, markdown: str) -> None:
        if markdown.startswith("#") and (heading := markdown.splitlines()[0].lstrip("# ")):
            title[0] = heading
        send(Step(index, len(notebook["cells"]) + 1, title[0]))

    return on_cell


def _cell(count: int | None, source: str) -> str:
    lines = [line for line in source.splitlines() if line.strip()]
    return f"In [{count if count is not None else '*'}]: {lines[0] if lines else ''}"


def _running(target: Path) -> str:
    """The cell that was running when the notebook was cut short, from what papermill recorded."""
    try:
        cells = json.loads(target.read_bytes())["cells"]
    except (OSError, ValueError):
        return ""
    stopped = [c for c in cells if c["metadata"].get("papermill", {}).get("status") == "failed"]
    return _cell(None, "".join(stopped[-1]["source"])) if stopped else ""
