"""A small project in a folder of its own: raw documents, notebooks, reports; for tests of running and of faults."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

PARAMETERS = """\
area: str = "110000"  # 地区 area
year: int = 2023  # 报告年 year
base_year: int = 2022  # 基年 base year
language: str = "zh"  # 语言 language
"""


def code(source: str, *tags: str) -> dict:
    """A code cell."""
    metadata = {"tags": list(tags)} if tags else {}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def prose(source: str, *tags: str) -> dict:
    """A Markdown cell."""
    return {"cell_type": "markdown", "metadata": {"tags": list(tags)} if tags else {}, "source": source}


class Project:
    """A project: raw documents, notebooks, reports."""

    PARAMETERS = PARAMETERS
    code, prose = staticmethod(code), staticmethod(prose)

    def __init__(self, root: Path):
        self.root, self.reports = root, root / "reports"

    def lay_out(self) -> "Project":
        """Make the folders, and documents of three places."""
        for name in ("data/raw", "data/processed", "notebooks", "reports"):
            (self.root / name).mkdir(parents=True)
        for place in ("北京市", "上海市", "南通市"):
            self.document(place, 2022, 100)
            self.document(place, 2023, 110)
        return self

    def document(self, place: str, year: int, value: int, name: str = "") -> Path:
        """Put a document with one figure of a place into data/raw."""
        path = self.root / "data" / "raw" / f"{name or place}-{year}.md"
        path.write_text(f"# {place}{year}年情况\n\n{year}年，{place}专利授权量{value}件。\n", "utf-8")
        sidecar = f"title: {path.stem}\npublisher: 测试\narea: {place}\nperiod: '{year}'\n"
        sidecar += f"published: {year + 1}-01-31\nwording: restated\n"
        path.with_name(path.name + ".source.yaml").write_text(sidecar, "utf-8")
        return path

    def notebook(self, name: str, *cells, parameters: str = PARAMETERS, sees: str = "area") -> Path:
        """Write a notebook whose cells are sources of code, or cells."""
        made = [prose("# 标题", "zh"), prose("# Title", "en"), code(parameters, "parameters")]
        made += [code(textwrap.dedent(cell)) if isinstance(cell, str) else cell for cell in cells]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        for number, cell in enumerate(made):
            cell["id"] = f"cell-{number}"
        content = {"cells": made, "metadata": {"kernelspec": kernel, "ipstats": {"sees": sees}}}
        path = self.root / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(content | {"nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False), "utf-8")
        return path

    def settings(self, text: str) -> None:
        """Write notebooks/reports.yaml."""
        (self.root / "notebooks" / "reports.yaml").write_text(textwrap.dedent(text), "utf-8")

    def command(self, *words: str) -> list[str]:
        """The command `ipstats words...` of this interpreter."""
        return [sys.executable, "-m", "ipstats", *words]

    def environment(self, **more: str) -> dict:
        """The environment of a command in this project."""
        return os.environ | {"IPSTATS_ROOT": str(self.root)} | more

    def start(self, *words: str, **more: str) -> subprocess.Popen:
        """Start a command in the project, in a process group of its own."""
        return subprocess.Popen(
            self.command(*words), cwd=self.root, env=self.environment(**more), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess:
        """Run a command in the project to its end."""
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=180)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def record(self, identity: str) -> dict:
        """What is remembered of a report."""
        from ipstats.publishing import records

        return records.read(self.reports, identity)

    def outputs(self, identity: str, ending: str = "ipynb") -> list[str]:
        """The plain text of every output of an executed notebook."""
        cells = json.loads((self.reports / f"{identity}.{ending}").read_text("utf-8"))["cells"]
        found = [out for cell in cells for out in cell.get("outputs", [])]
        return ["".join(o.get("text") or o.get("data", {}).get("text/plain", "")) for o in found]


def executed(notebook, area: str, table, root: Path, monkeypatch, language: str = "zh") -> Path:
    """A notebook that was run in a project with that table."""
    from ipstats.model.observations import write_table
    from papermill_fork.startup import guard_jsonschema

    guard_jsonschema()
    import papermill

    (root / "data" / "raw").mkdir(parents=True)
    (root / "data" / "processed").mkdir()
    write_table(table, root / "data" / "processed" / "observations.parquet")
    path = shutil.copy(notebook.path, root)
    monkeypatch.setenv("IPSTATS_ROOT", str(root))
    given = {"area": area, "year": 2023, "base_year": 2022, "language": language}
    papermill.execute_notebook(path, str(root / "out.ipynb"), given, engine_name="fork", progress_bar=False)
    return root / "out.ipynb"
