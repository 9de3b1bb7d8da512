"""Do the tests notice small changes? Mutants of the code that reads, models, checks and compares, and who kills them.

    python tools/mutants.py [--draw 400] [--seed 29] [--only model checks] [--seconds 20] [--resume] [--survivors LOG]

One mutant is one changed operator or constant. They are drawn by the seed from the lines that the tests reach; each is
tried in a copy of the tree with the tests that reach its line, the quickest first and no more than would take so many
seconds. A mutant is killed when one of them fails. The tests run in a fork of a process that has the package and the
tests loaded, in which the code of the one function is exchanged; a line that importing runs is tried with the package
imported anew. `mutants.yaml` beside this file names those that change nothing, each with its reason. What was tried is
printed, and kept in `build/mutants/tried.log` (in `killers.log` which test failed, and how): `--resume` goes on there;
`--survivors` tries again, on the code as it is, what such a log says has survived.
"""

import argparse
import ast
import gc
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from types import CodeType, FunctionType
from typing import TextIO

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
DURATIONS, TRIED, KILLERS = "durations.json", "tried.log", "killers.log"
HANGS = 240
"""Seconds of processor time that no run of tests takes."""
QUIET, QUICK = ("-q", "-p", "no:cacheprovider"), "not slow and not faults and not browser"
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
    """The nodes that compute something: no annotations, no docstrings, no types written as `a | b`, nor the `strict` of
    a zip, which refuses columns that are of one length."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns", "decorator_list"):
            part = getattr(node, name, None)
            for one in part if isinstance(part, list) else [part] if part else []:
                skipped.update(ast.walk(one))
        if isinstance(node, ast.keyword) and node.arg == "strict":
            skipped.update(ast.walk(node))
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
        whole = text[at(node.lineno, node.col_offset) : at(node.end_lineno, node.end_col_offset)]
        return whole.removeprefix("not").removeprefix("-").strip()
    if isinstance(node.value, bool):
        return str(not node.value)
    if isinstance(node.value, int):
        return str(node.value + 1)
    return repr(node.value * 1.5 if node.value else 1.0) if isinstance(node.value, float) else None


def reached(work: Path, folders: list[str]) -> None:
    """Run the tests of the folders once, and keep which lines each test reaches and how many seconds it takes."""
    sources = [f"--cov=src/ipstats/{folder}" for folder in folders]
    options = ["--cov-context=test", "--cov-report=", "--durations=0", "--durations-min=0"]
    command = [sys.executable, "-m", "pytest", *QUIET, *sources, *options, "-m", QUICK, *_suites(folders)]
    environment = os.environ | {"PYTHONPATH": str(work / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"the tests fail as they are:\n{done.stdout[-2000:]}")
    seconds: dict[str, float] = defaultdict(float)
    for time, test in re.findall(r"^([\d.]+)s (?:call|setup) +(\S.*)$", done.stdout, re.M):
        seconds[test.strip()] += float(time)
    (work / DURATIONS).write_text(json.dumps(seconds), "utf-8")


def _suites(folders: list[str]) -> list[str]:
    return list(dict.fromkeys(suite for folder in folders for suite in FOLDERS[folder]))


def lines_reached(work: Path) -> tuple[dict[tuple[str, int], list[str]], set[tuple[str, int]]]:
    """For each line the tests that reach it, and the lines that importing reaches."""
    from coverage import CoverageData

    data = CoverageData(str(work / ".coverage"))
    data.read()
    tests: dict[tuple[str, int], list[str]] = {}
    imported = set()
    for name in data.measured_files():
        of_file = data.contexts_by_lineno(name)
        every = sorted({_test(one) for contexts in of_file.values() for one in contexts} - {""})
        for line, contexts in of_file.items():
            own = sorted({_test(one) for one in contexts} - {""})
            place = str(Path(name).relative_to(work)), line
            if own or every:
                tests[place] = own or every
            if "" in contexts:
                imported.add(place)
    return tests, imported


def _test(context: str) -> str:
    return context.rpartition("|")[0]


def warm(work: Path, folders: list[str]) -> None:
    """Load the copy of the package and its tests into this process, without a word."""
    os.chdir(work)
    os.environ |= {"PYTHONPATH": str(work / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    sys.path.insert(0, str(work / "src"))
    sys.dont_write_bytecode = True
    said = os.dup(1), os.dup(2)
    _quiet()
    pytest.main([*QUIET, "--collect-only", *_suites(folders)])
    for number, where in enumerate(said, start=1):
        os.dup2(where, number)


def _quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def killed(work: Path, mutant: Mutant, tests: list[str], *, anew: bool) -> bool:
    """Whether one of the tests fails, or hangs, with the mutant in place; `anew` imports the package again."""
    name, _, begin, end, new = mutant
    path, said = work / name, shown(mutant, work)
    text = path.read_text("utf-8")
    changed = text[:begin] + f" {new} ".replace("  ", " ") + text[end:]
    compile(changed, name, "exec")  # what is no code is no mutant
    path.write_text(changed, "utf-8")
    run = get_context("fork").Process(target=_tried, args=(path, text, changed, tests, anew, said))
    try:
        run.start()
        run.join()
        if run.exitcode in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
            raise SystemExit(f"pytest did not take {tests[0]}")
        return run.exitcode != 0
    finally:
        path.write_text(text, "utf-8")


def _tried(path: Path, text: str, changed: str, tests: list[str], anew: bool, said: str) -> None:
    """Run the tests with the changed code, without a word, and leave with their status, or when so much processor time
    is spent that the mutant must hang."""
    resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS))
    _quiet()
    old, new = (compile(one, str(path), "exec", dont_inherit=True) for one in (text, changed))
    loaded = {name: one for name, one in sys.modules.items() if str(WORK) in str(getattr(one, "__file__", ""))}
    if anew or not _exchanged(old, new):
        for name in loaded:
            del sys.modules[name]
    for module in loaded.values():
        for one in vars(module).values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    with (WORK / KILLERS).open("a", encoding="utf-8", buffering=1) as told:
        print(said, file=told)
        if anew and (wrong := _cannot_be_imported(path)):
            print(f"    importing it: {wrong}", file=told)
            os._exit(pytest.ExitCode.TESTS_FAILED)
        status = pytest.main(["-x", *QUIET, *files], plugins=[_Only(tests, told)])
    os._exit(status)


def _cannot_be_imported(path: Path) -> str:
    """Why a module cannot be imported, "" when it can: pytest takes that of a conftest for a slip of its own user."""
    try:
        import_module(".".join(path.relative_to(WORK / "src").with_suffix("").parts))
    except Exception as error:
        return repr(error)[:200]
    return ""


class _Only:
    """A plugin of pytest that runs some tests alone, in this order (their ids hold what no argument may), and keeps how
    they fail."""

    def __init__(self, tests: list[str], told: TextIO) -> None:
        self.place = {_plain(test): n for n, test in enumerate(tests)}
        self.told = told

    def pytest_exception_interact(self, node: pytest.Item, call: pytest.CallInfo[None]) -> None:
        print(f"    {node.nodeid}: {call.excinfo.exconly(tryshort=True).partition(chr(10))[0][:200]}", file=self.told)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        wanted = {self.place[name]: one for one in items if (name := _plain(one.nodeid)) in self.place}
        items[:] = [wanted[n] for n in sorted(wanted)]


def _plain(test: str) -> str:
    """The id of a test without backslashes: each further collection in a process escapes what is Chinese again."""
    return test.replace("\\", "")


def _exchanged(old: CodeType, new: CodeType) -> bool:
    """Whether some function of the process had the old code of what differs, and now has the new."""
    code = {before: after for before, after in _codes(old, new) if before != after}
    functions = [one for one in gc.get_objects() if isinstance(one, FunctionType) and one.__code__ in code]
    for one in functions:
        one.__code__ = code[one.__code__]
    return bool(functions)


def _codes(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The code of a module and of all that is defined in it, before and after."""
    yield old, new
    inner = ([one for one in code.co_consts if isinstance(one, CodeType)] for code in (old, new))
    for before, after in zip(*inner, strict=True):
        yield from _codes(before, after)


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
    """The file, the line, and its text with the change in its place: `model/a.py:3: return a [+ -> -] b`."""
    name, line, begin, end, new = mutant
    text = (root / name).read_text("utf-8")
    before, after = text[:begin].rpartition("\n")[2].lstrip(), text[end:].partition("\n")[0]
    return f"{name}:{line}: {before}[{text[begin:end]} -> {new}]{after}"


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
    parser.add_argument("--seed", type=int, default=29)
    parser.add_argument("--only", nargs="+", choices=FOLDERS, default=list(FOLDERS))
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--survivors", type=Path)
    wanted = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if not wanted.resume:
        reached(copy(), wanted.only)
    tests, imported = lines_reached(WORK)
    seconds = json.loads((WORK / DURATIONS).read_text("utf-8"))
    ones = drawn(WORK, wanted.only, wanted.draw, wanted.seed, tests)
    if wanted.survivors:
        lived = {named(line.partition("SURVIVED ")[2]) for line in wanted.survivors.read_text("utf-8").splitlines()}
        ones = [one for one in drawn(WORK, wanted.only, 10**6, 0, tests) if named(shown(one, WORK)) in lived]
    warm(WORK, wanted.only)
    log = WORK / TRIED
    before = log.read_text("utf-8").splitlines() if log.exists() else []
    known = set(equivalents()) | {named(line[9:]) for line in before}
    with log.open("a", encoding="utf-8") as told:
        for one in ones:
            place, said = (one[0], one[1]), shown(one, WORK)
            if named(said) not in known:
                dies = killed(WORK, one, chosen(tests[place], seconds, wanted.seconds), anew=place in imported)
                print(f"{'killed  ' if dies else 'SURVIVED'} {said}", file=told, flush=True)
                print("." if dies else f"\nSURVIVED {said}", end="", flush=True)
    print("\n" + json.dumps(score(log)))


def score(log: Path) -> dict[str, list[int]]:
    """How many of the mutants tried were killed, by folder and in all."""
    dead: dict[str, list[bool]] = defaultdict(list)
    for line in log.read_text("utf-8").splitlines():
        for folder in (Path(line[9:].partition(":")[0]).parent.name, "all"):
            dead[folder].append(line.startswith("killed"))
    return {folder: [sum(ones), len(ones)] for folder, ones in dead.items()}


if __name__ == "__main__":
    main()
