"""Pages of the reports, by the templates in `pages/`: without scripts or network, in Chinese with English.

`reports/index.html` has failures first, then the reports by area. A page carries the Chinese characters it uses, for
machines that have no Chinese face.
"""

import re
from itertools import groupby

from ipstats.publishing.appendix import IpstatsHooks, area_name
from ipstats.publishing.templates import templates
from nbappendix.fonts import SANS
from nbappendix.subsets import face

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def page(manifest: dict) -> str:
    """The index of a manifest as one HTML page: each report once, with its languages and formats."""
    reports, books = sorted(manifest["reports"], key=_order), manifest.get("books", [])
    areas = [
        _of_area(code, list(group), books)
        for code, group in groupby(reports, key=lambda one: one["parameters"].get("area", ""))
    ]
    over_areas = [_dated(book) for book in books if "/" not in book["path"]]
    told = manifest | {"areas": areas, "over_areas": over_areas}
    return rendered("index.html", "报告目录 Reports", own=_own_parameters, **told)


def _of_area(code: str, reports: list[dict], books: list[dict]) -> dict:
    """An area: its names, its reports (each a list of its languages) and their number, the volumes that bind them."""
    alike = [list(group) for _, group in groupby(reports, _without_language)]
    own = [book for book in books if book["path"].partition("/")[0] == code]
    return {"code": code, "names": _names(code), "reports": alike, "count": len(alike), "books": list(map(_dated, own))}


def _dated(book: dict) -> dict:
    """A bound volume with its year, where its title names one and no other."""
    years = set(YEAR.findall(book["title"]))
    return book | {"year": years.pop() if len(years) == 1 else ""}


def rendered(template: str, title: str, **told) -> str:
    """A whole page: what a template makes of what is told, and the typeface with the characters it needs."""
    from markupsafe import Markup

    body = templates().get_template(template).render(title=title, **told)
    style = Markup(face({c for c in body if not c.isascii()}, SANS))
    return templates().get_template("page.html").render(title=title, body=Markup(body), face=style)


def _order(one: dict) -> tuple:
    given = one["parameters"]
    when = -int(given.get("year") or 0)
    return given.get("area", ""), when, _without_language(one), given.get("language", "zh") != "zh"


def _without_language(one: dict) -> tuple:
    """What the languages of one report have in common."""
    return one["notebook"], sorted(
        (name, str(value)) for name, value in one["parameters"].items() if name != "language"
    )


def _names(code: str) -> tuple[str, str]:
    """Chinese and English name of an area."""
    named = area_name(code, "zh"), area_name(code, "en")
    return named if named[0] else (code, "") if code else ("不分地区", "any area")


def _own_parameters(one: dict) -> str:
    """The parameters of a report's own, by the names that readers know."""
    named = IpstatsHooks().parameters(one.get("own", {}), one["parameters"].get("language", "zh"))
    return "；".join(f"{name}：{value}" for name, value in named)
