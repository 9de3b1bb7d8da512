"""Coverage-guided fuzzing with atheris: `make fuzz` (three minutes), `make fuzz SECONDS=3600 CORPUS=folder` (longer).

Every target runs in a process of its own for its share of the time, and a line says how many inputs it took, how much
of the code they reached and where an input that failed was put. An input that once failed is kept in `found/`.
"""

import argparse
import logging
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOUND = Path(__file__).parent / "found"
KINDS = ("document", "settings", "output")
LONGEST, LONGEST_GIVEN, SLOWEST, MOST_MEMORY = 4096, 65536, 60, 3000
"""Bytes of an input, and of one where files are given; seconds (by the clock, on a busy machine) and megabytes that one
may take."""


def campaign(target: str, seconds: int, corpus: Path, failures: Path, longest: int) -> tuple[str, bool]:
    """Fuzz one target; a line with its figures, and whether nothing failed now (earlier failures lie there still)."""
    begun = time.time()
    command = [
        sys.executable, "-m", "tests.fuzz", "--target", target, str(corpus), f"-max_total_time={seconds}",
        f"-artifact_prefix={failures}/{target}-", f"-max_len={longest}", f"-timeout={SLOWEST}",
        f"-report_slow_units={SLOWEST}", "-len_control=0",
        f"-rss_limit_mb={MOST_MEMORY}", f"-dict={corpus.parent / 'words'}", "-print_final_stats=1",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace")
    inputs = (re.findall(r"number_of_executed_units:\s*(\d+)", done.stderr) or ["0"])[-1]
    reached = (re.findall(r"\bcov: (\d+)", done.stderr) or ["0"])[-1]
    kept = [str(path) for path in sorted(failures.glob(f"{target}-*")) if path.stat().st_mtime >= begun]
    whole = done.returncode == 0 and not kept and int(inputs) > 0
    line = f"{target}: {int(inputs):,} inputs, {int(reached):,} branches reached, {len(kept)} failures"
    return line if whole else f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-1000:]}\n{kept}", whole


def fuzz(target: str, options: list[str]) -> None:
    """In the process of one target: instrument what it reaches and let libFuzzer run; this does not return."""
    import atheris

    logging.disable()
    with atheris.instrument_imports(include=["ipstats", "nbappendix"]):
        from tests.fuzz import targets

    targets.html.subsets.face = lambda characters: ""  # cutting a typeface for each page takes most of the time
    take = targets.TARGETS[target]
    take(next(iter(targets.seeds(target))))  # what every first use reads is no input's time

    def run(data: bytes) -> None:
        take(data or b"\0")

    atheris.Setup([sys.argv[0], *options], run)
    atheris.Fuzz()


def lay_out(folder: Path, given: Path | None) -> None:
    """The inputs that each target begins with: our seeds, what once failed, and the files that are given, whole."""
    from tests.fuzz import targets

    (folder / "words").write_text("".join(f'"{_escaped(word)}"\n' for word in targets.words()))
    for target in KINDS:
        (folder / target).mkdir()
        for number, seed in enumerate(targets.seeds(target)):
            (folder / target / str(number)).write_bytes(seed)
        for path in FOUND.glob(f"{target}-*"):
            (folder / target / path.name).write_bytes(path.read_bytes())
    for number, path in enumerate(sorted(given.rglob("*")) if given else []):
        if path.is_file() and path.stat().st_size < LONGEST_GIVEN:
            for target, seed in targets.given(path):
                (folder / target / f"given-{number}").write_bytes(seed)


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    options.add_argument("--seconds", type=int, default=180, help="of all targets together")
    options.add_argument("--corpus", type=Path, help="a folder of files to begin with, too")
    options.add_argument("--failures", type=Path, default=ROOT / "build" / "fuzz", help="where failing inputs are put")
    options.add_argument("--target", choices=KINDS, help=argparse.SUPPRESS)
    given, more = options.parse_known_args()
    if given.target:
        fuzz(given.target, more)
    given.failures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder), given.corpus)
        longest = LONGEST_GIVEN if given.corpus else LONGEST
        share = given.seconds // len(KINDS)
        every = [campaign(kind, share, Path(folder) / kind, given.failures, longest) for kind in KINDS]
    print(*(line for line, _ in every), sep="\n")
    return 0 if all(whole for _, whole in every) else 1


if __name__ == "__main__":
    sys.exit(main())
