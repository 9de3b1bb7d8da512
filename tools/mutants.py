"""Do the tests notice small changes? Mutants of the code that reads, models, checks and compares, and who kills them.

    python tools/mutants.py [--draw 400] [--seed 19] [--only model checks] [--seconds 60] [--first 1] [--survivors LOG]

One mutant is one changed operator or constant. They are drawn by the seed from the lines that the tests reach; each is
tried in a copy of the tree with the tests that reach its line, the quickest first and no more than would take so many
seconds. A mutant is killed when one of them fails. `mutants.yaml` beside this file names those that change nothing,
each with its reason. The survivors are printed with their lines. `--first` goes on at a mutant of a draw that was cut
short; `--survivors` tries again, on the code as it is, what a printed run says has survived.
"""

import argparse
import ast
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
from collections import defaultdict
from multiprocessing import get_context
from pathlib import Path

import pandas  # noqa: F401  loaded once for all mutants
import pyarrow.parquet  # noqa: F401
import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "mutants"
PROSE = "tests/reading/prose/"
CAMPAIGN = (
    "test_there_are_nine_errors_of_each_of_twelve_kinds", "test_seeded_errors_are_found_and_ascribed",
    "test_clean_tables_of_two_editions_raise_no_alarm",
)  # fmt: skip
"""Tests of the checks that take minutes together and are not asked."""
DURATIONS = "durations.json"
HANGS = 240
"""Seconds of processor time that no run of tests takes."""
FOLDERS = {
    "model": ("tests/model", "tests/definitions"),
    "analysis": ("tests/analysis",),
    "checks": ("tests/checks", *(f"--deselect=tests/checks/test_checks_seeded.py::{name}" for name in CAMPAIGN)),
    "grammar": (PROSE, "tests/grammar"),
}
"""Folders that mutants are drawn from, with the tests that know them best; each may be killed by those of any."""
OTHER = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "*": "/", "/": "*",
    "&": "|", "|": "&", "and": "or", "or": "and", "not in": "in", "in": "not in", "is not": "is", "is": "is not",
}  # fmt: skip
SIGNS: dict[type, str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.Add: "+", ast.Sub: "-",
    ast.Mult: "*", ast.Div: "/", ast.BitAnd: "&", ast.BitOr: "|", ast.And: "and", ast.Or: "or", ast.NotIn: "not in",
    ast.In: "in", ast.IsNot: "is not", ast.Is: "is",
}  # fmt: skip


class Mutant(tuple):
    """File (from the root), line, first and last character of the file, and what stands there instead."""


def mutants(path: Path) -> list[Mutant]:
    """All mutants of a module: operators exchanged, numbers one larger, truth values turned, `not` taken away."""
    text = path.read_text("utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = text.splitlines()

    def at(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    found = []
    for node in _code(ast.parse(text)):
        for left, right, operator in _operators(node):
            begin, end = at(left.end_lineno, left.end_col_offset), at(right.lineno, right.col_offset)
            sign = SIGNS.get(type(operator), "")
            word = re.search(rf"(?<![<>=!*/]){re.escape(sign)}(?![<>=*/])", text[begin:end]) if sign else None
            if word:
                place = begin + word.start()
                found.append((str(path), left.end_lineno, place, place + len(sign), OTHER[sign]))
        if isinstance(node, ast.Constant | ast.UnaryOp) and (new := _instead(node, text, at)) is not None:
            begin, end = at(node.lineno, node.col_offset), at(node.end_lineno, node.end_col_offset)
            found.append((str(path), node.lineno, begin, end, new))
    return [Mutant(one) for one in found]


def _code(tree: ast.Module):
    """The nodes that compute something: no annotations, no docstrings, no types written as `a | b`."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns", "decorator_list"):
            part = getattr(node, name, None)
            for one in part if isinstance(part, list) else [part] if part else []:
                skipped.update(ast.walk(one))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("isinstance", "issubclass"):
            skipped.update(*(ast.walk(one) for one in node.args[1:]))
    return [node for node in ast.walk(tree) if node not in skipped]


def _operators(node: ast.AST):
    """Pairs of operands with the operator between them."""
    if isinstance(node, ast.BinOp):
        yield node.left, node.right, node.op
    elif isinstance(node, ast.BoolOp):
        yield node.values[0], node.values[1], node.op
    elif isinstance(node, ast.Compare):
        yield node.left, node.comparators[0], node.ops[0]


def _instead(node: ast.Constant | ast.UnaryOp, text: str, at) -> str | None:
    if isinstance(node, ast.UnaryOp):
        if not isinstance(node.op, ast.Not | ast.USub):
            return None
        return text[at(node.operand.lineno, node.operand.col_offset) : at(node.end_lineno, node.end_col_offset)]
    if isinstance(node.value, bool):
        return str(not node.value)
    if isinstance(node.value, int):
        return str(node.value + 1)
    return repr(node.value * 1.5 if node.value else 1.0) if isinstance(node.value, float) else None


def reached(work: Path, folders: list[str]) -> tuple[dict[tuple[str, int], list[str]], dict[str, float]]:
    """For each line of the folders the tests that reach it, and how many seconds each test takes."""
    sources = [f"--cov=src/ipstats/{folder}" for folder in folders]
    suites = dict.fromkeys(suite for folder in folders for suite in FOLDERS[folder])
    options = ["--cov-context=test", "--cov-report=", "--durations=0", "--durations-min=0"]
    done = _pytest(work, [*sources, *options, "-m", "not slow and not faults and not browser", *suites])
    if done.returncode:
        raise SystemExit(f"the tests fail as they are:\n{done.stdout[-2000:]}")
    seconds: dict[str, float] = defaultdict(float)
    for time, test in re.findall(r"^([\d.]+)s (?:call|setup) +(\S.*)$", done.stdout, re.M):
        seconds[test.strip()] += float(time)
    (work / DURATIONS).write_text(json.dumps(seconds), "utf-8")
    return _lines(work), seconds


def _lines(work: Path) -> dict[tuple[str, int], list[str]]:
    from coverage import CoverageData

    data = CoverageData(str(work / ".coverage"))
    data.read()
    tests: dict[tuple[str, int], list[str]] = {}
    for name in data.measured_files():
        of_file = data.contexts_by_lineno(name)
        every = sorted({_test(one) for contexts in of_file.values() for one in contexts} - {""})
        for line, contexts in of_file.items():
            own = sorted({_test(one) for one in contexts} - {""})
            tests[str(Path(name).relative_to(work)), line] = own or every
    return tests


def _test(context: str) -> str:
    return context.rpartition("|")[0]


def _pytest(work: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    environment = os.environ | {"PYTHONPATH": str(work / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True)


def killed(work: Path, mutant: Mutant, tests: list[str]) -> bool:
    """Whether one of the tests fails, or hangs, with the mutant in place.

    They run in a fork of this process, which has the libraries but no module of the copy loaded.
    """
    name, _, begin, end, new = mutant
    path = work / name
    text = path.read_text("utf-8")
    path.write_text(text[:begin] + f" {new} ".replace("  ", " ") + text[end:], "utf-8")
    run = get_context("fork").Process(target=_tried, args=(work, tests))
    try:
        run.start()
        run.join()
        return run.exitcode not in (0, 5)
    finally:
        path.write_text(text, "utf-8")


def _tried(work: Path, tests: list[str]) -> None:
    """Run the tests in the copy, without a word, and leave with their status, or when so much processor time is spent
    that the mutant must hang."""
    resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS))
    os.chdir(work)
    os.environ |= {"PYTHONPATH": str(work / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    sys.path.insert(0, str(work / "src"))
    sys.dont_write_bytecode = True
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os._exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))


def copy() -> Path:
    """A copy of what the tests need, in build/mutants."""
    shutil.rmtree(WORK, ignore_errors=True)
    names = ("src", "tests", "benchmarks", "notebooks", "data", "pyproject.toml", "README.md", "docs")
    for name in names:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, _ready(WORK / name))
    return WORK


def _ready(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def chosen(tests: list[str], seconds: dict[str, float], most: float) -> list[str]:
    """The quickest tests, no more than would take so many seconds, one at least."""
    ordered = sorted(tests, key=lambda test: seconds.get(test, 0.0))
    kept, spent = [], 0.0
    for test in ordered:
        spent += seconds.get(test, 0.0)
        if kept and spent > most:
            break
        kept.append(test)
    return kept


def shown(mutant: Mutant, root: Path) -> str:
    name, line, begin, end, new = mutant
    text = (root / name).read_text("utf-8")
    return f"{name}:{line}: {text.splitlines()[line - 1].strip()}   [{text[begin:end]} -> {new}]"


def equivalents() -> dict[str, str]:
    """Mutants that change nothing, as they are shown without the line number, and why."""
    path = Path(__file__).with_suffix(".yaml")
    return yaml.safe_load(path.read_text("utf-8")) or {} if path.exists() else {}


def drawn(work: Path, folders: list[str], number: int, seed: int, lines) -> list[Mutant]:
    """So many mutants of the lines that tests reach."""
    paths = [path for folder in folders for path in sorted((work / "src/ipstats" / folder).glob("*.py"))]
    every = [Mutant((str(path.relative_to(work)), *one[1:])) for path in paths for one in mutants(path)]
    every = [one for one in every if (one[0], one[1]) in lines]
    return random.Random(seed).sample(every, min(number, len(every)))


def named(said: str) -> str:
    """A mutant as it is shown, without the number of its line."""
    return re.sub(r":\d+:", ":", said, count=1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draw", type=int, default=400)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--only", nargs="+", choices=FOLDERS, default=list(FOLDERS))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--survivors", type=Path)
    wanted = parser.parse_args()
    work = WORK if wanted.first > 1 else copy()
    if wanted.first > 1:
        tests, seconds = _lines(work), json.loads((work / DURATIONS).read_text("utf-8"))
    else:
        tests, seconds = reached(work, wanted.only)
    known = equivalents()
    chosen_ones = drawn(work, wanted.only, wanted.draw, wanted.seed, tests)
    if wanted.survivors:
        lived = {named(line.partition("SURVIVED ")[2]) for line in wanted.survivors.read_text("utf-8").splitlines()}
        chosen_ones = [one for one in drawn(work, wanted.only, 10**6, 0, tests) if named(shown(one, work)) in lived]
    dead: dict[str, list[bool]] = defaultdict(list)
    for number, mutant in enumerate(chosen_ones[wanted.first - 1 :], start=wanted.first):
        said = shown(mutant, work)
        if named(said) in known:
            continue
        dies = killed(work, mutant, chosen(tests[mutant[0], mutant[1]], seconds, wanted.seconds))
        dead[Path(mutant[0]).parent.name].append(dies)
        print(f"{number}/{len(chosen_ones)} {'killed  ' if dies else 'SURVIVED'} {said}", flush=True)
    counts = {folder: [sum(one), len(one)] for folder, one in dead.items()}
    print(json.dumps(counts | {"all": [sum(n) for n in zip(*counts.values(), strict=True)]}))


if __name__ == "__main__":
    main()
