"""Numbers that may only fall, by folder (`ratchet.yaml` beside this file).

`python tools/ratchet.py` compares and says what rose; `--write` writes what is counted, and a number that rose then
stands in the diff, with its reason in the commit. Counted are errors of mypy, functions whose cyclomatic complexity is
above 12 as radon counts it, and functions of more than 40 lines beside their docstring, which tells parameters.
"""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
COUNTS = Path(__file__).with_name("ratchet.yaml")
MOST_BRANCHES = 12
MOST_LINES = 40


def folder_of(path: Path) -> str:
    """`ipstats/checks` for a module of a part, `ipstats` or `nbappendix` for one that stands beside the parts."""
    return "/".join(path.parts[path.parts.index("src") + 1 : -1][:2])


def sizes(root: Path = ROOT) -> dict[str, Counter]:
    """Functions too branched and functions too long, counted by folder."""
    from radon.complexity import cc_visit_ast

    found: dict[str, Counter] = {"complex functions": Counter(), "long functions": Counter()}
    for path in (root / "src").rglob("*.py"):
        tree, folder = ast.parse(path.read_text("utf-8")), folder_of(path)
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        branched = [block for block in cc_visit_ast(tree) if block.letter in "FM" and block.complexity > MOST_BRANCHES]
        found["complex functions"][folder] += len(branched)
        found["long functions"][folder] += sum(_lines(f) > MOST_LINES for f in functions)
    return found


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without those of its docstring."""
    first, lines = function.body[0], function.end_lineno - function.lineno + 1
    return lines - (first.end_lineno - first.lineno + 1) if ast.get_docstring(function) else lines


def type_errors(root: Path = ROOT) -> Counter:
    """Errors of mypy by folder, with the settings of pyproject.toml."""
    done = subprocess.run([sys.executable, "-m", "mypy", "src"], cwd=root, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"mypy did not run: {done.stdout[-500:]}{done.stderr[-500:]}")
    return Counter(folder_of(Path(name)) for name in re.findall(r"^(src/.+?):\d+: error:", done.stdout, re.M))


def allowed() -> dict[str, Counter]:
    return {kind: Counter(counts) for kind, counts in yaml.safe_load(COUNTS.read_text("utf-8")).items()}


def risen(found: dict[str, Counter], most: dict[str, Counter]) -> list[str]:
    """One line for each count that is above what it was; a folder that is not listed had none."""
    return [
        f"{folder}: {number} {kind}, at most {most[kind][folder]} (tools/ratchet.yaml)"
        for kind, counts in found.items()
        for folder, number in sorted(counts.items())
        if number > most[kind][folder]
    ]


def main(arguments: list[str]) -> int:
    found = sizes() | {"type errors": type_errors()}
    found = {kind: dict(sorted((+counts).items())) for kind, counts in found.items()}
    if "--write" in arguments:
        head = COUNTS.read_text("utf-8").partition("\n")[0]
        COUNTS.write_text(f"{head}\n{yaml.safe_dump(found, sort_keys=False)}", "utf-8")
    problems = risen(found, allowed())
    if not problems and found != allowed():
        print("counts have fallen: `python tools/ratchet.py --write` writes them down")
    print("\n".join(problems), end="\n" if problems else "")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
