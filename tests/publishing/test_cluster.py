"""Reports and readings on a real Dask scheduler with worker processes, one of them killed in the middle."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ipstats.errors import IpstatsError
from ipstats.publishing import report
from ipstats.publishing.cluster import executor

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow


@pytest.fixture
def cluster(project):
    """A scheduler and three worker processes, started by Dask's own commands; the workers' ids, and the address."""
    path = os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))
    environment = project.environment(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="10", PYTHONPATH=path)
    home = project.root
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    started = [
        subprocess.Popen(
            [*dask, "--port", "0", "--no-dashboard", "--scheduler-file", "s.json"], cwd=home, env=environment
        )
    ]
    wait_for(lambda: (home / "s.json").exists() and (home / "s.json").read_text().rstrip().endswith("}"))
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", "s.json", "--no-dashboard"]
    alone = ["--no-nanny", "--nthreads", "1"]
    started += [subprocess.Popen([*worker, *alone], cwd=home, env=environment) for _ in range(2)]
    started.append(subprocess.Popen([*worker, "--nworkers", "1", "--nthreads", "1"], cwd=home, env=environment))
    yield json.loads((home / "s.json").read_text())["address"], started
    for process in reversed(started):
        process.terminate()
    for process in started:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(true, seconds: float = 90):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def test_all_reports_are_right_and_none_is_made_twice_though_a_worker_is_killed(project, cluster, monkeypatch):
    address, processes = cluster
    source = "import os, time\nopen(f'ran-{area}-{year}', 'a').write('x')\ntime.sleep(0.5)\narea, year"
    project.notebook("01_a", source)
    killed = []

    def kill_one(reports, event, **what):
        if event == "done" and not killed:
            killed.append(processes[1].pid)
            os.kill(processes[1].pid, signal.SIGKILL)

    from ipstats.publishing import manifest

    monkeypatch.setattr(manifest, "log", kill_one)
    places, years = ["110000", "310000", "320600"], range(2018, 2024)
    outcomes = report(areas=places, years=years, to=[], cluster=address, quiet=True)
    assert killed and {one.status for one in outcomes} == {"done"} and len(outcomes) == 18
    for one in outcomes:
        given = one.parameters
        assert project.outputs(one.identity) == [str((given["area"], given["year"]))]
        ran = (project.root / "notebooks" / f"ran-{given['area']}-{given['year']}").read_text()
        assert len(ran) <= 2, "made twice"
    assert sum(len(p.read_text()) for p in (project.root / "notebooks").glob("ran-*")) <= 19
    made = json.loads((project.reports / "manifest.json").read_text("utf-8"))["reports"]
    assert len(made) == 18 and len({one["batch"] for one in made}) == 1


def test_many_documents_are_read_on_a_cluster_as_here(project, cluster):
    address, _ = cluster
    paths = sorted((project.root / "data" / "raw").glob("*.md"))
    here = list(map(figures, paths))
    with executor(cluster=address) as workers:
        assert list(workers.map(figures, paths)) == here
    assert sum(here) == 3 * 100 + 3 * 110


def figures(path) -> float:
    import ipstats

    return float(ipstats.read(path).table["obs_value"].sum())


def test_a_scheduler_that_does_not_answer_is_told_in_a_line(project):
    project.notebook("01_a", "1")
    with pytest.raises(IpstatsError, match="no Dask scheduler answers"):
        report(areas=["北京"], years=[2023], to=[], cluster="tcp://127.0.0.1:9", quiet=True)


def test_the_core_never_imports_dask(project):
    project.notebook("01_a", "1")
    script = (
        "import sys, ipstats; ipstats.report(areas=['北京'], years=[2023], to=[], quiet=True, jobs=2);"
        "print(*{'distributed', 'dask'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
