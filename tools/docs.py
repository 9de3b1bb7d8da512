"""Pages of the manual that are made, as a hook of MkDocs: the functions, and every table and chart of a report."""

import html
import inspect
import re
from pathlib import Path
from types import ModuleType

import griffe
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

import ipstats
import nbappendix
from ipstats.checks import CHECKS
from ipstats.display.captions import views
from ipstats.publishing import report
from nbappendix import html_blocks, model
from nbappendix.labels import labels

ROOT = Path(__file__).parents[1]
SHOWN = {"all": True, "areas": ["北京市"], "years": [2023], "base_year": 2022, "language": "zh"}
"""The reports the gallery shows, most of which `make report` keeps up to date."""
LINK = re.compile(r"</?a\b[^>]*>")
"""Numbers of a report lead to its sources, which are not in the manual."""


class Examples(griffe.Extension):
    """Give the examples of a docstring the heading by which numpydoc knows them."""

    def on_instance(self, *, obj, **_):
        """Called for every module, class and function that is read."""
        if obj.docstring:
            obj.docstring.value = re.sub(r"\n\n(?=>>> )", "\n\nExamples\n--------\n", obj.docstring.value, count=1)


def on_files(files, config):
    """Add the made pages and the pictures to the manual's files."""
    made = {"reference.md": reference(), "check-rules.md": check_rules(), **gallery()}
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


def reference() -> str:
    """The public functions in the order of `ipstats/__init__.py`, each by its docstring."""
    page = [
        "# 函数 · Functions",
        "",
        "笔记本中 `import ipstats` 之后可用的函数。What the notebooks are written in.",
        "",
    ]
    for name in ipstats._VERBS:
        value = getattr(ipstats, name)
        page += [f"## ipstats.{name}", ""]
        if isinstance(value, ModuleType):
            page += [inspect.getdoc(value), ""]
            page += [f"::: {_path(getattr(value, one))}\n" for one in value.__all__ if callable(getattr(value, one))]
        else:
            page += [f"::: {_path(value)}", ""]
    return "\n".join(page)


def check_rules() -> str:
    """The rule of every check with its source, in the order in which they are run."""
    page = ["# 核对规则 · Rules of the checks", "", "| 名称 | 规则 | rule | 来源 source |", "|---|---|---|---|"]
    page += [f"| `{one.id}` | {one.rule_zh} | {one.rule_en} | {one.source} |" for one in CHECKS.values()]
    return "\n".join(page)


def _path(value) -> str:
    """Where a function or class is written, which a folder's `__init__` may hand on."""
    return f"{value.__module__}.{value.__qualname__}"


def gallery() -> dict[str, str]:
    """A page with every table and chart of the shown reports, and its pictures; a list of all that are ready-made."""
    page = ["# 表与图一览 · Tables and charts", "",
            "下面是自带数据生成的北京市2023年报告中的每一张表和图，按笔记本排列。数据少时，缺的表和图由一句话代替。",
            "Every table and chart of the reports on Beijing, 2023, made from the shipped data.", ""]  # fmt: skip
    pictures: dict[str, str] = {}
    made = sorted(report(to=[], quiet=True, **SHOWN), key=lambda one: one.identity)
    if lost := [f"{one.identity}: {one.reason}" for one in made if "ipynb" not in one.files]:
        raise PluginError(f"no gallery without its reports: {'; '.join(lost)}")
    for one in made:
        doc = nbappendix.document(nbappendix.read(ROOT / "reports" / one.files["ipynb"]))
        writer = html_blocks.HtmlWriter(labels("zh"), "", "zh", [])
        page += [f"## {one.notebook} {doc['title']}", ""]
        for block in model.walk(doc["blocks"]):
            if block["kind"] == "figure":
                name = f"gallery/{one.notebook}-{len(pictures)}.svg"
                pictures[name] = block["svg"]
                page += [f"![{html.escape(block['alt'])}]({name})", f"*{block['title']}*", ""]
            elif block["kind"] == "table":
                page += [LINK.sub("", writer.blocks([block])).replace("\n", ""), ""]
    return {"gallery.md": "\n".join([*page, *_ready_made()]), **pictures}


def _ready_made() -> list[str]:
    """Every ready-made table and chart by name, and the notebooks that show it."""
    page = ["## 全部名称 · All names", "", "`ipstats.table(…, 名称)`、`ipstats.charts.…(…, 名称)` 用的名称。", "",
            "| 名称 | 题名 | title | 笔记本 |", "|---|---|---|---|"]  # fmt: skip
    used = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    for name, view in views().items():
        where = ", ".join(stem for stem, text in used.items() if f'\\"{name}\\"' in text)
        page.append(f"| `{name}` | {view.title_zh} | {view.title_en} | {where} |")
    return page
