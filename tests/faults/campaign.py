"""Faults injected into runs of reports, and what must hold whatever happens.

`python -m tests.faults.campaign 1000` injects so many at random, two at once, and counts what went wrong. A fault
follows from its number alone, so that a campaign can be split or taken up again: `campaign 400 601` injects numbers 601
to 1000. Each fault begins with good reports in place, makes all of them stale, and strikes; then these must hold:

- every published file is valid and wholly the old or wholly the new one, at every moment (a reader polls meanwhile);
- no process is left two seconds after the run has ended, and nothing is shown as completed that was not;
- the next run without a fault makes every report, and leaves no scratch.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from small_project import Project

NOTEBOOKS = ("01_a", "02_b")
IDENTITIES = [f"110000/2023/{name}-vs-2022.zh" for name in NOTEBOOKS]
WORDS = ("report", "--area", "北京", "--year", "2023", "--jobs", "2")
BULK = "from IPython.display import HTML\nHTML('<p>' + '{edition} ' * 20000 + '</p>')"


class World:
    """A project with good reports of edition `old`, a mark its processes carry, and what went wrong.

    `session`, if given, makes the reports after the fault; else a command of its own does.
    """

    def __init__(self, template: Path, folder: Path, seed: int, session: "Session | None" = None):
        subprocess.run(["cp", "-a", template, folder], check=True)
        self.project = Project(folder)
        self.random = random.Random(seed)
        self.mark = f"{os.getpid()}-{seed}-{time.monotonic_ns()}"
        self.problems: list[str] = []
        self.session = session
        self.run_seconds = float((folder / "seconds").read_text())

    def moment(self) -> float:
        """A random moment of a run, in seconds from its start; the second half is where the reports are made."""
        return self.random.uniform(0.3, 1.1) * self.run_seconds

    def change(self, first: str = "", settings: str = "") -> None:
        """Make both reports stale; `first` is a cell of the first notebook that comes before its new edition."""
        write_notebooks(self.project, "new", first)
        if settings:
            self.project.settings(settings)

    def start(self, *words: str, **environment: str) -> subprocess.Popen:
        """Start the run that meets the fault."""
        return self.project.start(*(words or WORDS), FAULT_MARK=self.mark, **environment)

    def end(self, process: subprocess.Popen, seconds: float = 60) -> int:
        """Wait for the run; one that does not end is a problem."""
        try:
            _, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.problems.append("the run did not end")
            process.kill()
            _, err = process.communicate()
        if "Traceback" in err and process.returncode >= 0:
            self.problems.append(f"a traceback was shown: {err[-300:]}")
        return process.returncode

    def expect(self, status: int, wanted: int) -> None:
        """The exit status must be the design's."""
        if status != wanted:
            self.problems.append(f"exit status {status}, expected {wanted}")

    def expect_untouched(self) -> None:
        """The last good reports must be there, byte for byte."""
        for identity in IDENTITIES:
            if edition(self.project.reports / f"{identity}.ipynb") != "old":
                self.problems.append(f"{identity} is not the last good report")

    def processes(self) -> list[int]:
        """Processes of the run, whoever their parent is now."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
                if state != "Z" and f"FAULT_MARK={self.mark}".encode() in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
        return found

    def check(self) -> None:
        """No process is left, every file is valid, and a run without a fault mends everything."""
        deadline = time.monotonic() + 2
        while (left := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.05)
        for pid in left:
            with suppress(OSError):
                name = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[:80]
                self.problems.append(f"process {pid} is left: {name}")
                os.kill(pid, signal.SIGKILL)
        self.problems += invalid(self.project.reports)
        write_notebooks(self.project, "new")
        (self.project.root / "notebooks" / "reports.yaml").unlink(missing_ok=True)
        self.mend()
        for identity in IDENTITIES:
            if edition(self.project.reports / f"{identity}.ipynb") != "new":
                self.problems.append(f"{identity} was not mended")
        self.problems += invalid(self.project.reports)
        if scratch := list((self.project.reports / ".scratch").glob("*")):
            self.problems.append(f"scratch is left: {scratch[0].name}")

    def mend(self) -> None:
        """Run once more, without a fault."""
        if self.session is None:
            self.expect(self.end(self.start()), 0)
        elif failed := [one for one in self.session.make(self.project.root) if one not in ("done", "current")]:
            self.problems.append(f"the run after the fault: {', '.join(failed)}")


class Session:
    """A process that stays, as a scheduler or an open notebook does, and makes the reports of project after project."""

    SCRIPT = """if True:
        import os, sys
        from ipstats.publishing import report
        for line in sys.stdin:
            os.environ["IPSTATS_ROOT"] = line.strip()
            made = report(areas=["北京"], years=[2023], jobs=2, quiet=True)
            print(" ".join(one.status for one in made), flush=True)
    """

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def make(self, root: Path) -> list[str]:
        """What became of each report of a project."""
        self.process.stdin.write(f"{root}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().split() or ["the session ended"]

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(20)


def write_notebooks(project: Project, which: str, first: str = "") -> None:
    """Both notebooks in an edition that their output tells."""
    for name in NOTEBOOKS:
        cells = [first] if first and name == NOTEBOOKS[0] else []
        project.notebook(name, *cells, BULK.replace("{edition}", which), f"'{which}'")


def template(folder: Path) -> Path:
    """A project whose reports are in place, to be copied."""
    project = Project(folder).lay_out()
    write_notebooks(project, "old")
    for words in (WORDS, (*WORDS, "--force")):
        began = time.monotonic()
        done = project.run(*words)
        assert done.returncode == 0, done.stderr
    (folder / "seconds").write_text(str(time.monotonic() - began))
    return folder


def edition(path: Path) -> str:
    """`old` or `new`: which edition an executed notebook wholly is; "" when it is neither or not valid."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        texts = [
            "".join(out["data"]["text/html"])
            for cell in cells
            for out in cell.get("outputs", [])
            if "text/html" in out.get("data", {})
        ]
        last = "".join(cells[-1]["outputs"][0]["data"]["text/plain"]).strip("'")
        whole = all(cell["metadata"]["papermill"]["status"] == "completed" for cell in cells)
    except (OSError, ValueError, KeyError, IndexError):
        return ""
    return last if whole and texts == [f"<p>{(last + ' ') * 20000}</p>"] else ""


def invalid(reports: Path) -> list[str]:
    """Published files that are not valid: notebooks, pages, manifest."""
    found = [
        f"{identity}.ipynb is lost or invalid" for identity in IDENTITIES if not edition(reports / f"{identity}.ipynb")
    ]
    for identity in IDENTITIES:
        text = (reports / f"{identity}.html").read_text("utf-8")
        if not text.rstrip().endswith("</html>"):
            found.append(f"{identity}.html is cut off")
    for name in ("manifest.json", "log.jsonl"):
        with suppress(FileNotFoundError):
            text = (reports / name).read_text("utf-8")
            try:
                [json.loads(line) for line in (text.splitlines() if name.endswith("l") else [text])]
            except ValueError:
                found.append(f"{name} is not valid")
    return found


def stamp(path: Path) -> tuple | None:
    """What changes when a file is written or replaced; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


@contextmanager
def reader(world: World):
    """Someone who looks at the outputs every two milliseconds, and reads them whenever one has changed."""
    stop, reports = threading.Event(), world.project.reports
    watched = [reports / f"{identity}.{ending}" for identity in IDENTITIES for ending in ("ipynb", "html")]
    watched += [reports / "manifest.json", reports / "log.jsonl"]

    def poll() -> None:
        before = None
        while not stop.wait(0.002):
            now = [stamp(path) for path in watched]
            if now == before:
                continue
            before = now
            if found := invalid(world.project.reports):
                world.problems.append(f"a reader met: {found[0]}")
                return

    thread = threading.Thread(target=poll)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


FAULTS: dict[str, Callable[[World], None]] = {}


def fault(function: Callable[[World], None]) -> Callable[[World], None]:
    FAULTS[function.__name__] = function
    return function


@fault
def kill_main(world: World) -> None:
    """kill -9 of the command at a random moment."""
    world.change()
    process = world.start()
    time.sleep(world.moment())
    process.kill()
    world.end(process)


@fault
def kill_any(world: World) -> None:
    """kill -9 of a random process of the run at a random moment: fork server, job, notebook, guard or command."""
    world.change()
    process = world.start()
    time.sleep(world.moment())
    if found := world.processes():
        with suppress(ProcessLookupError):
            os.kill(world.random.choice(found), signal.SIGKILL)
    world.end(process)


@fault
def terminate(world: World) -> None:
    """SIGTERM or Ctrl-C at a random moment."""
    world.change()
    process = world.start()
    time.sleep(world.moment())
    process.send_signal(world.random.choice([signal.SIGTERM, signal.SIGINT]))
    world.end(process, 20)


def failing(name: str, cell: str, settings: str = "") -> None:
    """A fault of a cell: the report fails, the last good one stays, the other is made."""

    def inject(world: World) -> None:
        world.change(cell, settings)
        world.expect(world.end(world.start()), 3)
        if edition(world.project.reports / f"{IDENTITIES[0]}.ipynb") != "old":
            world.problems.append("the last good report did not stay")
        if edition(world.project.reports / f"{IDENTITIES[1]}.ipynb") != "new":
            world.problems.append("the other report was not made")
        kept = world.project.reports / "failed" / f"{IDENTITIES[0]}.traceback.txt"
        if not kept.is_file():
            world.problems.append("the failure was not kept")

    inject.__name__ = name
    fault(inject)


LIMIT = "cell_seconds: 2\n"
failing("raising_cell", "1 / 0")
failing("exit_cell", "import sys; sys.exit(4)")
failing("syntax_error", "def (")
failing("endless_cell", "while True: pass", LIMIT)
failing("endless_c_code", "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')", LIMIT)
failing(
    "swallows_interrupts", "import time\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass", LIMIT
)
failing("endless_child", "import subprocess; subprocess.run(['sleep', '77'])", LIMIT)
failing("dead_kernel", "import os; os._exit(1)")
failing("killed_kernel", "import os; os.kill(os.getpid(), 9)")
failing("segfault", "import ctypes; ctypes.string_at(0)")
failing("closes_everything", "import os; os.closerange(3, 100)")
failing("kills_its_parent", "import os; os.kill(os.getppid(), 9)")
failing("memory_limit", "import resource as r\nr.setrlimit(r.RLIMIT_AS, (2**30, 2**30))\nx = bytearray(2**31)")
failing("cannot_be_shown", "class X:\n    def __repr__(self): raise ValueError('no')\nX()")


@fault
def corrupt_parquet(world: World) -> None:
    """The table is cut off: it is made again from data/raw."""
    path = world.project.root / "data" / "processed" / "observations.parquet"
    path.write_bytes(path.read_bytes()[: world.random.randrange(path.stat().st_size)])
    world.change("import ipstats; len(ipstats.load())")
    world.expect(world.end(world.start()), 0)


@fault
def corrupt_memory(world: World) -> None:
    """Manifest and records are cut off: they are made again."""
    reports = world.project.reports
    for path in [reports / "manifest.json", *(reports / ".state").rglob("*.json")]:
        path.write_bytes(path.read_bytes()[: world.random.randrange(path.stat().st_size)])
    world.expect(world.end(world.start()), 0)


@fault
def two_at_once(world: World) -> None:
    """Two runs, one of which may be killed: they take turns."""
    world.change()
    both = [world.start() for _ in range(2)]
    if world.random.random() < 0.5:
        time.sleep(world.moment())
        both[0].kill()
    statuses = [world.end(process) for process in both]
    world.expect(statuses[1], 0)


@fault
def missing_font(world: World) -> None:
    """The shipped faces are gone: a PDF cannot be made, and says so."""
    broken = world.project.root / "broken"
    broken.mkdir()
    (broken / "pylopdf_fonts_zh_cn.py").write_text(
        "def sans_path(): return '/nowhere/sans.otf'\ndef serif_path(): return '/nowhere/serif.otf'\n"
    )
    world.change()
    path = os.pathsep.join(filter(None, [str(broken), os.environ.get("PYTHONPATH", "")]))
    world.expect(world.end(world.start(*WORDS, "--to", "html,pdf", PYTHONPATH=path)), 3)
    world.expect_untouched()


@fault
def small_files_only(world: World) -> None:
    """No file may grow beyond 64 kB (RLIMIT_FSIZE): what a full disk or a quota does to a write, without root."""
    world.change()
    process = subprocess.Popen(
        ["sh", "-c", 'ulimit -f 128; exec "$@"', "sh", *world.project.command(*WORDS)], cwd=world.project.root,
        env=world.project.environment(FAULT_MARK=world.mark), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    world.expect(world.end(process), 3)
    world.expect_untouched()


def can_mount() -> bool:
    """May this user mount a small file system?"""
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", folder], capture_output=True).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
    return True


@contextmanager
def mounted(world: World, kilobytes: int):
    """The reports on a file system of their own, of that size."""
    reports = world.project.reports
    aside = reports.with_name("aside")
    reports.rename(aside)
    reports.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", reports], check=True)
    subprocess.run(["cp", "-a", f"{aside}/.", str(reports)], check=True)
    try:
        yield reports
        subprocess.run(["mount", "-o", "remount,rw,size=64m", reports], check=True)
        world.check()
    finally:
        subprocess.run(["umount", "-l", reports], check=True)
        reports.rmdir()
        aside.rename(reports)


def used(folder: Path) -> int:
    """Kilobytes that a tree takes on a tmpfs (pages of 4 kB)."""
    return sum(-(-path.stat().st_size // 4096) * 4 for path in folder.rglob("*") if path.is_file())


@fault
def full_disk(world: World) -> None:
    """The disk is full at a random point of the run."""
    world.change()
    with mounted(world, used(world.project.reports) + world.random.randrange(24, 400)), reader(world):
        status = world.end(world.start())
        if status not in (0, 2, 3):
            world.problems.append(f"exit status {status}")


@fault
def read_only(world: World) -> None:
    """The reports folder may not be written."""
    world.change()
    with mounted(world, 65536) as reports:
        subprocess.run(["mount", "-o", "remount,ro", reports], check=True)
        world.expect(world.end(world.start()), 2)
        world.expect_untouched()


NEED_MOUNT = {"full_disk", "read_only"}
WITHOUT_READER = NEED_MOUNT | {"corrupt_memory"}
"""Their own set-up would be what a reader meets."""


def inject(name: str, seed: int, start: Path, folder: Path, session: Session | None = None) -> list[str]:
    """Inject one fault into a copy of the project at `start`; what went wrong, nothing when all held."""
    world = World(start, folder / f"{name}-{seed}", seed, session)
    try:
        with reader(world) if name not in WITHOUT_READER else nullcontext():
            FAULTS[name](world)
        world.check()
    finally:
        subprocess.run(["rm", "-rf", world.project.root], check=True)
    return world.problems


def fault_of(number: int) -> str:
    """Which fault a number stands for: every other a kill at a random moment, the others one after another."""
    names = [name for name in FAULTS if name not in NEED_MOUNT or can_mount()]
    return random.Random(number).choice(["kill_main", "kill_any"]) if number % 2 else names[number // 2 % len(names)]


def main(count: int, first: int = 1, at_once: int = 2) -> int:
    """So many faults from the number `first` on, several at once; what went wrong is told as it comes."""
    injected, wrong, began = Counter(), 0, time.monotonic()
    sessions: dict[int, Session] = {}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(at_once) as workers:
        start = template(Path(folder) / "template")

        def one(number: int) -> tuple[str, int, list[str]]:
            session = sessions.get(threading.get_ident()) or sessions.setdefault(threading.get_ident(), Session())
            name = fault_of(number)
            return name, number, inject(name, number, start, Path(folder), session)

        for name, number, problems in workers.map(one, range(first, first + count)):
            injected[name] += 1
            if problems:
                wrong += 1
                print(f"{name} {number}: {'; '.join(problems)}", flush=True)
            if injected.total() % 25 == 0:
                minutes = (time.monotonic() - began) / 60
                print(f"{injected.total():6} injected, {wrong} with a problem, {minutes:.1f} minutes", flush=True)
        for session in sessions.values():
            session.close()
    for name, times in injected.most_common():
        print(f"{times:6} {name}")
    print(f"{count} faults injected, {wrong} with a problem")
    return 1 if wrong else 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job of a shell ignores it
    sys.exit(main(*map(int, sys.argv[1:])) if len(sys.argv) > 1 else main(100))
