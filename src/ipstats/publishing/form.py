"""A form for a notebook: its own parameters as fields, run with progress, the report opened.

What the fields are, what they may hold and what they mean is what the notebook's `parameters` cell says.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import ipywidgets as widgets

from ipstats import project
from ipstats.errors import IpstatsError, ParameterError
from ipstats.model.indicators import indicator, indicators
from ipstats.model.nearest import did_you_mean
from ipstats.publishing.home import opened_on
from ipstats.publishing.parameters import LANGUAGES, Parameter, coerce, parameters, read_notebook
from ipstats.publishing.parameters import validate as validated

OPTIONS = {"area": "--area", "year": "--year", "base_year": "--base-year", "language": "--language"}
"""Parameters that the command line has options of its own for."""
INDICATORS = ("total", "topic")
WIDE = {"description_width": "8rem"}


class Form(widgets.VBox):
    """The parameters of a notebook as fields. `fields` are the widgets by name; `run()` makes the report."""

    def __init__(self, name: str, known: dict[str, Parameter]):
        self._name, self._known = name, known
        begins = opened_on(known)
        self.fields = {name: _field(replace(one, default=begins.get(name, one.default))) for name, one in known.items()}
        self.button = widgets.Button(description="生成报告 run", button_style="primary", icon="play")
        self.bar = widgets.IntProgress(max=100, layout={"visibility": "hidden"})
        self.result = widgets.HTML()
        self.button.on_click(lambda _: threading.Thread(target=self.run, daemon=True).start())
        helped = [widgets.HBox([field, widgets.Label(known[key].help)]) for key, field in self.fields.items()]
        super().__init__(
            [widgets.HTML(f"<b>{escape(name)}</b>"), *helped, widgets.HBox([self.button, self.bar]), self.result]
        )
        self.add_class("ipstats-form")

    def values(self) -> dict:
        """What the fields hold, as the notebook's types; `ParameterError` says which is wrong."""
        given = {key: field.value for key, field in self.fields.items()}
        given |= {key: indicator(given[key]).id for key in INDICATORS if given.get(key)}
        read = {key: coerce(value, self._known[key], self._name) for key, value in given.items()}
        return validated(read, self._known, self._name)

    def command(self) -> list[str]:
        """The command that makes this report."""
        told = [sys.executable, "-m", "ipstats", "report", self._name, "--to", "html"]
        for key, value in self.values().items():
            if key in OPTIONS and value not in ("", None):
                told += [OPTIONS[key], str(value)]
            elif key not in OPTIONS and value != self._known[key].default:
                told += ["-p", f"{key}={value}"]
        return told

    def run(self) -> None:
        """Make the report and show what came of it; what went wrong stands in its place."""
        try:
            command = self.command()
        except IpstatsError as error:
            self._say(str(error), "danger")
            return
        self.button.disabled, self.bar.bar_style, self.bar.value = True, "info", 10
        self.bar.layout.visibility = "visible"
        try:
            self._follow(command)
        finally:
            self.button.disabled = False

    def _follow(self, command: list[str]) -> None:
        """Read the command's lines as they come; the last of them says where the report is."""
        root = project.root()
        lines = []
        with subprocess.Popen(
            command, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            for line in process.stdout or ():
                lines.append(line.rstrip())
                self.bar.value = min(90, self.bar.value + 20)
                self.result.value = f"<pre>{escape(lines[-1])}</pre>"
        if process.returncode:
            self._say("\n".join(lines[-6:]), "danger")
            return
        self._say("\n".join(lines[-3:]), "success", _made(command, root))

    def _say(self, text: str, style: str, made: Sequence[Path] = ()) -> None:
        self.bar.bar_style, self.bar.value, self.bar.layout.visibility = style, 100, "visible"
        links = "".join(_link(path) for path in made)
        self.result.value = f"{links}<pre>{escape(text)}</pre>"


def _link(path: Path) -> str:
    """A report that opens in a tab of its own, served by the JupyterLab whose folder is the project's."""
    way = path.relative_to(project.reports()).as_posix()
    address = project.served_reports() + way
    return f'<p><a href="{escape(address)}" target="_blank" rel="noopener">打开报告 open {escape(path.name)}</a></p>'


def _made(command: list[str], root: Path) -> list[Path]:
    """The pages that a command has made, as it says of them that they are up to date."""
    told = subprocess.run([*command, "--dry-run", "--json"], cwd=root, text=True, capture_output=True)
    try:
        outcomes = json.loads(told.stdout[told.stdout.index("[\n") :])  # what is up to date is said in lines before
        files = [name for outcome in outcomes for name in outcome["files"].values()]
    except (ValueError, KeyError, AttributeError):
        return []
    return [path for name in files if (path := project.reports(root) / name).suffix == ".html" and path.is_file()]


def _field(one: Parameter) -> widgets.Widget:
    """A field that fits the parameter's type, with its default."""
    shared = {"description": one.name, "style": WIDE}
    if one.name == "language":
        return widgets.Dropdown(options=LANGUAGES, value=one.default, **shared)
    if one.name == "area":
        return widgets.Combobox(options=_held_areas(), value=str(one.default), **shared)
    if one.name in INDICATORS:
        default = indicator(str(one.default)).zh if one.default else ""
        return widgets.Combobox(options=[one.zh for one in indicators().values()], value=default, **shared)
    kinds = {"bool": widgets.Checkbox, "int": widgets.IntText, "float": widgets.FloatText}
    if one.type in kinds:
        return kinds[one.type](value=one.default, **shared)
    listed = one.default if isinstance(one.default, list) else [] if one.default is None else [one.default]
    return widgets.Text(value=",".join(map(str, listed)), **shared)


def _held_areas() -> list[str]:
    from ipstats.holdings import areas

    try:
        return areas()["ref_area_name"].tolist()
    except IpstatsError:
        return []


def form(notebook: str) -> Form:
    """A form that runs a notebook of the project into a report, in JupyterLab.

    Parameters
    ----------
    notebook : its name, such as "01_growth"

    Returns
    -------
    Form
        a widget with a field for each parameter, which the last line of a cell shows

    Raises
    ------
    ParameterError
        when the project has no such notebook (the nearest names are told), or it has no parameters

    Examples
    --------
    >>> form("01_growth")  # doctest: +SKIP
    """
    folder = project.notebooks()
    known = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    name = notebook.removesuffix(".ipynb")
    if name not in known:
        hint = did_you_mean(name, known) or f"; it has {', '.join(known) or 'none'}"
        raise ParameterError(f"no notebook {notebook!r} in {folder}{hint}")
    found = parameters(read_notebook(known[name]), name)
    if not found:
        raise ParameterError(f"{name}: has no cell tagged `parameters`, so that nothing can be chosen")
    return Form(name, found)
