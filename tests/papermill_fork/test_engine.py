"""The fork engine: same outputs as plain papermill, isolated, and ended for certain."""

import json
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from papermill_fork.processes import can_fork
from papermill_fork.startup import guard_jsonschema

guard_jsonschema()
import nbformat  # noqa: E402
import papermill  # noqa: E402


def execute(path, engine, **more):
    """The executed notebook, read from disk as a user would."""
    target = path.with_name(f"{path.stem}-{engine}.out.ipynb")
    name = {"fork": "fork", "papermill": None}[engine]
    with suppress(papermill.PapermillExecutionError):
        papermill.execute_notebook(path, target, engine_name=name, progress_bar=False, **more)
    return nbformat.read(target, 4)


def outputs(notebook) -> list:
    return [cell.get("outputs") for cell in notebook["cells"]]


RICH = [
    "import sys, os\nprint('out'); print('err', file=sys.stderr)\nprint('again')",
    "import pandas as pd, numpy as np\npd.DataFrame({'a': [1, 2.5], '名': ['京', np.nan]})",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 3, 2]); plt.title('T')\nplt.show()",
    "fig, ax = plt.subplots(); ax.bar([1], [2]); None",
    "from IPython.display import display, HTML, clear_output, Markdown\ndisplay(HTML('<b>x</b>'), Markdown('*y*'))",
    "h = display('a', display_id='one'); h.update('b')\nprint(1); clear_output(wait=True); print(2)",
    "get_ipython().run_line_magic('config', 'InlineBackend.figure_formats = [\"svg\"]')\n1 + 1",
    "import asyncio\nawait asyncio.sleep(0)\n_",
    "!echo from a shell",
    "class Rich:\n    def _repr_mimebundle_(self, **_):\n"
    "        return {'application/vnd.x+json': {'a': [1]}, 'text/plain': 'R'}\nRich()",
    "pd.get_option('display.max_columns'), type(get_ipython()).__name__, area, year",
    "%%capture said\nprint('hidden')",
    "said.stdout",
]


def test_outputs_are_those_of_plain_papermill(project):
    path = project.notebook("rich", *RICH)
    ours, theirs = (execute(path, engine, parameters={"year": 2021}) for engine in ("fork", "papermill"))
    assert not [out for found in outputs(ours) for out in found or [] if out["output_type"] == "error"]
    for mine, plain in zip(ours["cells"], theirs["cells"], strict=True):
        assert mine.get("outputs") == plain.get("outputs"), mine["source"]
        assert mine.get("execution_count") == plain.get("execution_count")
        assert mine["metadata"]["papermill"]["status"] == plain["metadata"]["papermill"]["status"] == "completed"
    assert ours["metadata"]["language_info"] == theirs["metadata"]["language_info"]
    assert sum(len(found or []) for found in outputs(ours)) >= 14


def test_an_error_is_recorded_as_plain_papermill_does(project):
    path = project.notebook("bad", "x = 1\n\ndef f():\n    return x / 0", "f()", "open('never', 'w')")
    ours, theirs = (execute(path, engine, cwd=str(project.root)) for engine in ("fork", "papermill"))
    assert not (project.root / "never").exists()
    assert outputs(ours) == outputs(theirs)
    states = [[c["metadata"].get("papermill", {}).get("status") for c in nb["cells"]] for nb in (ours, theirs)]
    assert states[0] == states[1] and states[0][-1] == "pending"


@pytest.mark.parametrize("engine", ["fork", "papermill"])
def test_a_cell_may_raise_when_it_says_so(project, engine):
    path = project.notebook("may", project.code("1/0", "raises-exception"), "'after'")
    assert outputs(execute(path, engine))[-1][0]["data"]["text/plain"] == "'after'"


def test_notebooks_do_not_see_each_other_and_draw_other_random_numbers(project):
    path = project.notebook(
        "state",
        "import numpy, random, os\nseen = getattr(numpy, 'mark', None), os.environ.get('MARK')",
        "numpy.mark = os.environ['MARK'] = '1'\nprint(*seen)\nprint(numpy.random.random(), random.random())",
    )
    texts = [outputs(execute(path, "fork"))[-1][0]["text"].split("\n") for _ in range(2)]
    assert texts[0][0] == texts[1][0] == "None None"
    assert texts[0][1] != texts[1][1]


def test_files_left_open_are_written(project):
    path = project.notebook("open", "f = open('left.txt', 'w')\nn = f.write('whole')")
    execute(path, "fork", cwd=str(project.root))
    assert (project.root / "left.txt").read_text() == "whole"


SLOW = """
import time
class Slow:
    def __del__(self, sleep=time.sleep, open=open):
        sleep({seconds})
        open("closed", "w")
held = Slow()
"""


@pytest.mark.parametrize(("seconds", "closes"), [(0.5, True), (600, False)], ids=["waited for", "not for ever"])
def test_what_is_slow_to_close(project, seconds, closes):
    path = project.notebook("slow", SLOW.format(seconds=seconds))
    execute(path, "fork", cwd=str(project.root))
    assert (project.root / "closed").exists() == closes


def test_what_a_child_process_prints_is_kept(project):
    path = project.notebook("child", "import subprocess\nr = subprocess.run(['sh', '-c', 'echo low; echo bad >&2'])")
    found = outputs(execute(path, "fork"))[-1]
    assert {one["name"]: one["text"] for one in found} == {"stdout": "low\n", "stderr": "bad\n"}


def test_a_notebook_that_asks_for_widgets_runs_in_a_real_kernel(project):
    path = project.notebook(
        "widgets", "# ipywidgets\nimport os\nfrom ipykernel.kernelapp import IPKernelApp\nIPKernelApp.initialized()"
    )
    assert outputs(execute(path, "fork"))[-1][0]["data"]["text/plain"] == "True"


DEATHS = [
    ("import os\nos._exit(7)", "exit status 7"),
    ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "killed by SIGKILL"),
    ("import ctypes\nctypes.string_at(0)", "killed by SIGSEGV"),
]


@pytest.mark.parametrize(("source", "said"), DEATHS, ids=["exit", "sigkill", "segfault"])
def test_a_dead_kernel_is_noticed_at_once_and_never_shown_as_completed(project, source, said):
    from nbclient.exceptions import DeadKernelError

    path = project.notebook("dies", source, "'never'")
    target = path.with_name("out.ipynb")
    with pytest.raises(DeadKernelError, match=said):
        papermill.execute_notebook(path, target, engine_name="fork", progress_bar=False)
    states = [c["metadata"]["papermill"]["status"] for c in json.loads(target.read_text())["cells"]]
    assert states == ["completed"] * 3 + ["failed", "pending"]


ENDLESS = [
    ("while True: pass", "loop"),
    ("import time\nwhile True:\n    try: time.sleep(60)\n    except BaseException: pass", "swallows"),
    ("import signal, time\nfor s in (2, 15): signal.signal(s, signal.SIG_IGN)\ntime.sleep(60)", "ignores"),
    ("import subprocess\nsubprocess.run(['sleep', '60'])", "waits"),
]


@pytest.mark.parametrize("source", [s for s, _ in ENDLESS], ids=[i for _, i in ENDLESS])
def test_a_cell_that_does_not_end_is_ended(project, source):
    from nbclient.exceptions import CellTimeoutError

    path = project.notebook("endless", source, "'never'")
    target = path.with_name("out.ipynb")
    with pytest.raises(CellTimeoutError):
        papermill.execute_notebook(path, target, engine_name="fork", progress_bar=False, execution_timeout=1)
    states = [c["metadata"]["papermill"]["status"] for c in json.loads(target.read_text())["cells"]]
    assert states[-2:] == ["failed", "pending"]


def test_processes_a_notebook_leaves_behind_are_ended(project):
    path = project.notebook("leaves", "import subprocess\nsubprocess.Popen(['sleep', '61.25']).pid")
    pid = int(outputs(execute(path, "fork"))[-1][0]["data"]["text/plain"])
    end = time.monotonic() + 2
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert not alive(pid)


@pytest.mark.skipif(not can_fork(), reason="no fork server on this system")
@pytest.mark.parametrize("seconds", [0, 0.5, 1.5])
def test_a_fork_server_that_still_imports_ends_with_its_starter(tmp_path, seconds):
    """kill -9 of a process whose first request waits in the server's socket while the server imports for 30 seconds."""
    (tmp_path / "slow_import.py").write_text("import time\nfor _ in range(600):\n    time.sleep(0.05)\n")
    script = (
        "import os, sys, threading, time; from multiprocessing import forkserver\n"
        "from papermill_fork import processes\n"
        f"sys.path.append({str(tmp_path)!r})\n"
        "processes.preload('slow_import'); processes.prepare('edition', 2)\n"
        "threading.Thread(target=processes.Apart, args=(print,), daemon=True).start()\n"
        f"print(forkserver._forkserver._forkserver_pid, flush=True); time.sleep({seconds}); os.kill(os.getpid(), 9)"
    )
    told = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True).stdout
    pid = int(told.split()[0])
    deadline = time.monotonic() + 2
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(pid)


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
def test_a_changed_package_is_imported_anew():
    from multiprocessing import forkserver

    from papermill_fork.processes import prepare

    started = []
    for edition in ("one", "one", "two"):
        prepare(edition, 2)
        started.append(forkserver._forkserver._forkserver_pid)
    assert started[0] == started[1] != started[2]
