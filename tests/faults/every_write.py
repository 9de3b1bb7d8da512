"""Every point in turn: the n-th write, rename or sync of a command fails, for n = 1, 2, ... until the command succeeds.

`python -m tests.faults.every_write build report release` prints "n points, n recovered" for each. After each fault: no
traceback, no torn file, a former good report still there; and the same command once more, without a fault, makes all.
"""

import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from small_project import Project

INJECTED = Path(__file__).parent / "injected"
SHARED = ("--area", "北京", "--year", "2023", "-q")
COMMANDS = {
    "build": ("build", "-q"),
    "report": ("report", *SHARED, "--to", "html"),
    "release": ("release", *SHARED, "--signed-by", "某人", "--despite", "试"),
}
WATCHED = {
    "build": ("data/processed",),
    "report": ("data/processed", "reports"),
    "release": ("releases",),  # the reports are up to date: their points are those of `report`
}
FOLDERS = ("data/processed", "reports", "releases")
IDENTITY = "110000/2023/01_a-vs-2022.zh"


@dataclass
class Tally:
    """How many points a command has, and what went wrong."""

    command: str
    points: int = 0
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        failed = len({problem.split(":")[0] for problem in self.problems})
        return f"{self.command}: {self.points} points, {self.points - failed} recovered"


def template(folder: Path, command: str) -> Project:
    """A project with a good report of an older table and notebook; for a release, one whose reports are new."""
    project = Project(folder).lay_out()
    project.notebook("01_a", "import ipstats\nlen(ipstats.load())", "'old'")
    done = project.run(*COMMANDS["report"])
    assert done.returncode == 0, done.stderr
    project.document("天津市", 2023, 55)
    project.notebook("01_a", "import ipstats\nlen(ipstats.load())", "'new'")
    if command == "release":
        done = project.run(*COMMANDS["report"][:-1], "html,pdf,docx,xlsx", "--final")
        assert done.returncode == 0, done.stderr
    return project


def strike(project: Project, command: str, at: int, counter: Path):
    """Run a command whose `at`-th point fails; the finished process, and whether it came to that point."""
    counter.unlink(missing_ok=True)
    places = [str(project.root / name) for name in WATCHED[command]]
    path = os.pathsep.join(filter(None, [str(INJECTED), os.environ.get("PYTHONPATH", "")]))
    done = project.run(
        *COMMANDS[command], FAULT_AT=str(at), FAULT_COUNT=str(counter), FAULT_WATCHED=os.pathsep.join(places),
        PYTHONPATH=path,
    )  # fmt: skip
    return done, counter.is_file() and counter.stat().st_size >= at


def wrong_after_fault(project: Project, command: str, done) -> list[str]:
    """What must not be, right after the fault."""
    found = []
    if "Traceback" in done.stderr:
        found.append(f"a traceback was shown: {done.stderr[-400:]}")
    if done.returncode not in (0, 2, 3):
        found.append(f"exit status {done.returncode}")
    said = project.outputs(IDENTITY)
    if said[-1] not in ("'old'", "'new'"):
        found.append("the last good report is lost")
    for name in ("reports/manifest.json", "data/processed/build.json", "data/processed/datapackage.json"):
        path = project.root / name
        try:
            json.loads(path.read_bytes()) if path.is_file() else None
        except ValueError:
            found.append(f"{name} is torn")
    found += [f"{path} is not whole" for path in releases(project) if not (path / "SHA256SUMS").is_file()]
    return found


def releases(project: Project) -> list[Path]:
    return [path for path in (project.root / "releases").glob("*/*/*") if not path.name.startswith(".")]


def wrong_after_repair(project: Project, command: str) -> list[str]:
    """What must hold after the same command has run once more without a fault."""
    from ipstats.publishing.verifying import verify

    done = project.run(*COMMANDS[command])
    found = [f"the next run: exit status {done.returncode}: {done.stderr[-300:]}"] if done.returncode else []
    last = json.loads((project.root / "data/processed/build.json").read_bytes())
    if len(last["sources"]) != 7:
        found.append("the table is not the new one")
    if command != "build" and project.outputs(IDENTITY)[-1] != "'new'":
        found.append("the report is not the new one")
    if command == "release":
        frozen = releases(project)
        found += [] if frozen else ["nothing was released"]
        found += [f"{path}: {verify(path, again=False).broken}" for path in frozen if verify(path, again=False).broken]
    left = [p for name in FOLDERS for p in (project.root / name).rglob("*.part*")]
    left += [p for p in (project.root / "data/processed").glob(".build-*")]
    return found + [f"{path.name} is left" for path in left]


def every(command: str, folder: Path, most: int = 1000) -> Tally:
    """Strike every point of a command."""
    made = template(folder / "template", command)
    tally = Tally(command)
    for at in range(1, most):
        project = Project(folder / f"{command}-{at}")
        shutil.copytree(made.root, project.root)
        done, struck = strike(project, command, at, folder / "counter")
        if not struck:
            return tally
        tally.points = at
        wrong = wrong_after_fault(project, command, done) or wrong_after_repair(project, command)
        tally.problems += tuple(f"{at}: {one}" for one in wrong)
        for path in [project.root, *project.root.rglob("*")]:
            path.chmod(0o755)
        shutil.rmtree(project.root)
    return tally


def main(commands: list[str]) -> int:
    """Strike the points of some commands (of all without names) and say how it went."""
    status = 0
    for command in commands or list(COMMANDS):
        with tempfile.TemporaryDirectory() as folder:
            tally = every(command, Path(folder))
        print(tally, *tally.problems, sep="\n", flush=True)
        status |= bool(tally.problems)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
