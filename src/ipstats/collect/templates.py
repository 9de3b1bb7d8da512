"""Tables to fill in, as workbooks with drop-downs: made from the CSV templates and what their sidecars map."""

import csv
from datetime import datetime
from pathlib import Path

from ipstats.collect.sources import SUFFIX, sidecar
from ipstats.model.definitions import read_yaml

ROWS = 2000
"""Rows that are prepared for filling in."""
LISTS, SHEET = "清单", "填报"


def workbook(template: Path, target: Path) -> None:
    """Write a CSV template as a workbook beside its own sidecar; every column knows what may stand in it."""
    import xlsxwriter

    with template.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    known = _columns(template)
    with xlsxwriter.Workbook(str(target)) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        sheet, lists = book.add_worksheet(SHEET), book.add_worksheet(LISTS)
        head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            sheet.write(0, column, name, head)
            field, choices = known.get(name, ("", []))
            sheet.set_column(column, column, 16, None if field == "value" else text)
            if rule := _rule(field, choices, column, lists):
                sheet.data_validation(1, column, ROWS, column, rule)
        lists.hide()
    _sidecar(template, target)


def _columns(template: Path) -> dict[str, tuple[str, list[str]]]:
    """Each column header with its field in the template's sidecar and the values that the column may hold."""
    table = read_yaml(sidecar(template)).get("table") or {}
    found = {}
    for field, one in (table.get("columns") or {}).items():
        name, choices = (one["from"], list(one["map"])) if isinstance(one, dict) else (one, _choices(field))
        found[name] = field, choices
    if table.get("count"):
        found[table["count"]] = "area", _choices("area")
    return found


def _rule(field: str, choices: list[str], column: int, lists) -> dict:
    """What a column may hold: a list (kept on the hidden sheet) or a number; free where nothing is known."""
    if choices:
        for row, choice in enumerate(choices):
            lists.write_string(row, column, choice)
        letter = chr(ord("A") + column)
        return {
            "validate": "list", "source": f"={LISTS}!${letter}$1:${letter}${len(choices)}", "error_type": "warning",
            "error_title": "不在清单中", "error_message": "清单中没有这个词；确认无误可以继续。",
        }  # fmt: skip
    if field == "value":
        return {
            "validate": "decimal", "criteria": ">=", "value": 0,
            "error_title": "不是数字", "error_message": "请填数字；没有的数留空，不要填 0。",
        }  # fmt: skip
    return {}


def _choices(field: str) -> list[str]:
    from ipstats.model.areas import areas
    from ipstats.model.awards import editions
    from ipstats.model.indicators import indicators

    named = indicators().values()
    match field:
        case "area":
            return [one.name for level in ("nation", "province", "prefecture", "zone") for one in areas(level)]
        case "indicator":
            return [one.zh for one in named]
        case "unit":
            return [f"{scale}{unit}" for unit in dict.fromkeys(one.unit for one in named) for scale in ("", "万")]
        case "edition":
            return list(map(str, sorted(editions(), reverse=True)))
        case "year":
            return list(map(str, range(datetime.now().year + 10, 2000, -1)))
    return []


def _sidecar(template: Path, target: Path) -> None:
    """The template's sidecar for the workbook: an id of its own, so that both may stand side by side."""
    text = sidecar(template).read_text(encoding="utf-8")
    target.with_name(target.name + SUFFIX).write_text(f"id: {target.stem}-xlsx\n{text}", encoding="utf-8")
