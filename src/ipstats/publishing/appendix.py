"""What appendices of our reports say that any notebook's do not: areas, indicators, years, where links lead."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from ipstats import project
from ipstats.errors import DocumentError, IpstatsError
from ipstats.model.definitions import FOLDER, read_yaml
from nbappendix.errors import AppendixError, NotebookError
from nbappendix.hooks import Hooks

NEAR = 40
"""Characters that an endnote quotes on either side of a figure."""
SERIES = ["source_id", "indicator", "label", "scope", "measure", "is_target"]
"""What figures of a statistical table have in common that one endnote tells."""
FEW_AREAS = 4
"""So many areas an endnote names; of more it says how many."""


@cache
def labels(group: str, language: str) -> dict[str, str]:
    """The words of a group of `labels.yaml` in a language."""
    entries = read_yaml(FOLDER / "labels.yaml")[group]
    return {name: words[language] for name, words in entries.items() if language in words}


@contextmanager
def told_as_ours() -> Iterator[None]:
    """The exporter's errors as ours, in the same words."""
    try:
        yield
    except NotebookError as error:
        raise DocumentError(str(error)) from error
    except AppendixError as error:
        raise IpstatsError(str(error)) from error


def export(
    notebook: str | os.PathLike,
    to: str | Iterable[str] = "pdf",
    out: str | os.PathLike | None = None,
    *,
    final: bool = False,
    verify: bool = False,
    fonts: str = "house",
) -> list[Path]:
    """Write the appendices of an executed notebook.

    Parameters
    ----------
    notebook : its path
    to : one format or several: pdf, html, docx, xlsx, csv, sdmx-csv
    out : a file for one format, or a folder; beside the notebook when left out
    final : leave out the draft mark
    verify : write nothing, make every file anew and hold it against the one on disk
    fonts : `house` (shipped), `installed` (仿宋 ...) or a folder of font files

    Returns
    -------
    list of Path
        the files written, in order

    Raises
    ------
    DocumentError
        when the notebook cannot be read or was not run
    IpstatsError
        when a file on disk has other bytes (`verify`), or cannot be written

    Examples
    --------
    >>> export("reports/110000/2023/01_growth-vs-2022.zh.ipynb", to=["pdf", "xlsx"])  # doctest: +SKIP
    """
    import nbappendix

    with told_as_ours():
        return nbappendix.export(notebook, to, out, final=final, verify=verify, fonts=fonts)


class IpstatsHooks(Hooks):
    """What `nbappendix` asks about a report of ipstats."""

    key = "ipstats"
    mime = "application/vnd.ipstats"

    def about(self, metadata: dict) -> dict:
        """Our reports number their headings, leave room for signatures and have neither contents nor colophon in
        print, unless they say otherwise; their list of sources names the documents they rest on, so that the table's
        inputs fold into its version."""
        house = {"numbering": True, "signoff": True, "folded": True, "contents": False} if self.key in metadata else {}
        return {name: said for name, said in (house | super().about(metadata)).items() if name != "inputs"}

    def subject(self, about: dict, language: str) -> str:
        """Area and periods, so that a printed cover says what a report is about."""
        code, year, base, part = (
            str(about.get(k) or about["parameters"].get(k) or "") for k in ("area", "year", "base_year", "period")
        )
        if "edition" in about["parameters"]:
            year = base = ""  # the title names the edition, which another year may have given
        words = labels("subject", language)
        when, base_when = _periods(year, base, part, language)
        when = words["compared"].format(when, base_when) if when and base_when else when
        return words["listed"].join(filter(None, (area_name(code, language), when)))

    def common_subject(self, abouts: list[dict], language: str) -> str:
        """The one area, and the one year, that all reports are about."""
        codes, years = (
            {str(about.get(one) or about["parameters"].get(one) or "") for about in abouts} for one in ("area", "year")
        )
        named = area_name(codes.pop(), language) if len(codes) == 1 else ""
        when = _periods(years.pop(), "", "", language)[0] if len(years) == 1 else ""
        words = labels("subject", language)
        return words["shared" if when else "shared_area"].format(named, when) if named else ""

    def parameters(self, given: dict, language: str) -> list[tuple[str, str]]:
        """In the order of `labels.yaml`; areas, indicators and prizes by the names that readers know."""
        names = labels("parameters", language)
        order = list(names)
        told = sorted(given, key=lambda name: (order.index(name) if name in order else len(order), name))
        return [
            (names.get(name, name), _value(name, given[name], language))
            for name in told
            if given[name] not in ("", None)
        ]

    def link_root(self, folder: Path) -> Path | None:
        """The project's `reports/`."""
        try:
            return project.reports(folder)
        except IpstatsError:
            return None

    def quotations(self, hrefs: list[str], folder: Path, language: str) -> dict[str, tuple[str, str]]:
        """The words around each linked figure with their place, and the document, as the project's table has them; what
        the figures of a statistical table are, once for all areas and periods of an indicator."""
        from ipstats.model.observations import read_table

        wanted = {href.partition("#fig-")[2]: href for href in hrefs if "#fig-" in href}
        try:
            path = project.processed(folder) / "observations.parquet"
            if not wanted or project.root() != project.root(folder) or not path.is_file():
                return {}
            table = read_table(path)
        except IpstatsError:
            return {}
        rows = table[table["obs_id"].isin(wanted)]
        said = {row["obs_id"]: _quotation(row, language) for row in rows[rows["cell"] == ""].to_dict("records")}
        for _, alike in rows[rows["cell"] != ""].groupby(SERIES, sort=False):
            said |= dict.fromkeys(alike["obs_id"], _series(alike, language))
        return {wanted[one]: note for one, note in said.items()}


def _series(rows: Any, language: str) -> tuple[str, str]:
    """What figures of one indicator in a statistical table are, of which areas and when, and the table."""
    from ipstats.display.phrasing import listed, place, year_runs
    from ipstats.display.quotes import what
    from ipstats.model.naming import period

    areas = dict.fromkeys(place(row, language) for row in rows.to_dict("records"))
    words = labels("series", language)
    named = str(listed(areas, language, "list")) if len(areas) <= FEW_AREAS else words["areas"].format(len(areas))
    ends = [period(one, language) for one in rows.sort_values("period_end")["time_period"].unique()]
    years = year_runs(rows["period_end"].dt.year.unique(), language)
    when = words["years"].format(years) if len(ends) > 1 else ends[0]
    row = rows.iloc[0].to_dict()
    return words["told"].format(what=what(row, language), areas=named, when=when), _document(row, language)


def _quotation(row: dict, language: str) -> tuple[str, str]:
    """The words around a figure, in quotation marks where they are the document's own, with its place, and the
    document."""
    from ipstats.display.phrasing import wording
    from ipstats.display.quotes import place, told

    where = place(row, language)
    text = "".join(told(row, language, NEAR))
    text = text if wording(row["source_id"]) == "verbatim" else text.strip("“”；;")
    return text + (f"（{where}）" if language == "zh" else f" ({where})") if where else text, _document(row, language)


def _document(row: dict, language: str) -> str:
    from ipstats.display.phrasing import called

    return called(row["source_id"], language)


def _periods(year: str, base: str, part: str, language: str) -> tuple[str, str]:
    """The period of a report and the one it is set against, as its title names them; nothing where they are unknown."""
    from ipstats.display.context import context

    try:
        told = context("", int(year), int(base) if base else None, language, part).words() if year else {}
    except (IpstatsError, ValueError):
        told = {"when": year, "base_when": base}
    return told.get("when", ""), told.get("base_when", "") if base else ""


def area_name(code: str, language: str) -> str:
    """The name of an area in a language, "" where the code is none."""
    from ipstats.model.areas import area

    try:
        place = area(code) if code else None
    except IpstatsError:
        return ""
    return (place.name if language == "zh" else place.name_en) if place else ""


def _value(name: str, value, language: str) -> str:
    """The value of a parameter by the name a reader knows: of an area, an indicator, a prize, a language."""
    from ipstats.model.areas import area
    from ipstats.model.indicators import indicator

    try:
        if name == "area":
            found = area(value)
            return found.name if language == "zh" else found.name_en or value
        if name in ("total", "topic"):
            return getattr(indicator(value), language)
    except IpstatsError:
        return str(value)
    words = labels("values", language)
    return words.get(f"{name} {value}") or words.get(str(value), str(value))
