"""The one door for what a notebook shows: display bundles and foreign tables, every part of the type a format expects.

Colours are colours, spans fit the table, numbers are finite; what is none of these is left out. A bundle without
columns, rows or a drawing is `Malformed`, and its plainer forms are shown.
"""

import math
import re

COLOUR = re.compile(r"#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3}")
RGB = re.compile(r"rgba?\(\s*(\d{1,9})\s*,\s*(\d{1,9})\s*,\s*(\d{1,9})\s*(?:,\s*([\d.]+%?)\s*)?\)")
ROWS = ("body", "group", "total")
ALIGN = ("left", "right", "center")


LONGEST = 300
"""Characters of a title, a unit or a period; what is longer is cut: it would be a whole page of bold type."""
LONGEST_ALT = 4000
"""Characters of a text alternative; a PDF takes 32,767 bytes."""


class Malformed(ValueError):
    """A bundle that is not what its MIME type says."""


def table(bundle: dict) -> dict:
    """A table with every key present and of its type, so that no format has to check again."""
    if not isinstance(bundle.get("columns"), list) or not isinstance(bundle.get("rows"), list):
        raise Malformed("a table needs lists of columns and rows")
    columns = [_column(column, i) for i, column in enumerate(bundle["columns"]) if isinstance(column, dict)]
    rows = [row for row in bundle["rows"] if isinstance(row, dict) and isinstance(row.get("cells"), list)]
    made = [
        {"kind": _one_of(row.get("kind"), ROWS), "cells": [_cell(c, len(columns), len(rows) - y) for c in row["cells"]]}
        for y, row in enumerate(rows)
    ]
    return frame(bundle) | {"kind": "table", "columns": columns, "rows": made}


def figure(bundle: dict) -> dict:
    """A figure with its drawing, and the table it was drawn from or None."""
    drawing = bundle.get("svg")
    if not isinstance(drawing, str) or "<svg" not in drawing:
        raise Malformed("a figure needs a drawing in SVG")
    data = bundle.get("data")
    return frame(bundle) | {"kind": "figure", "svg": drawing, "data": table(data) if isinstance(data, dict) else None}


def prose(bundle: dict) -> dict:
    """A sentence as a paragraph, or a heading where it has a `level`; links stay.

    `missing` says that the sentence only tells that there is nothing to tell.
    """
    if not isinstance(bundle.get("inlines"), list):
        raise Malformed("prose needs a list of inlines")
    nodes = []
    for part in (part for part in bundle["inlines"] if isinstance(part, dict)):
        said = {"t": "text", "text": text(part.get("text"))}
        href = text(part.get("href"))
        nodes.append({"t": "link", "href": href, "title": text(part.get("title")), "inlines": [said]} if href else said)
    level = bundle.get("level")
    if isinstance(level, int) and 1 <= level <= 6:
        return {"kind": "heading", "level": level, "inlines": nodes}
    return {"kind": "paragraph", "inlines": nodes, "missing": bool(bundle.get("missing"))}


def text(value) -> str:
    """A value as text; nothing for None."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def cut(said: str, most: int = LONGEST) -> str:
    """`said`, its end left out where it is longer than `most` characters."""
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"


def texts(value) -> list[str]:
    """One text or several as a list of those that say something."""
    return [said for one in (value if isinstance(value, list | tuple) else [value]) if (said := text(one))]


def colour(value) -> str:
    """A colour of CSS as `#rrggbb`; nothing for what is none, or is fully transparent."""
    from PIL import ImageColor

    said = text(value).strip().lower()
    if match := RGB.fullmatch(said):
        clear = match[4] and not match[4].strip("0.%")
        return "" if clear else "#" + "".join(f"{min(int(v), 255):02x}" for v in match.groups()[:3])
    if COLOUR.fullmatch(said):
        return said if len(said) == 7 else "#" + "".join(c * 2 for c in said[1:])
    return "#{:02x}{:02x}{:02x}".format(*ImageColor.getrgb(said)[:3]) if said in ImageColor.colormap else ""


def frame(bundle: dict) -> dict:
    """What stands around a table or figure."""
    said = {key: cut(text(bundle.get(key))) for key in ("id", "title", "unit", "period")}
    said["alt"] = cut(text(bundle.get("alt")), LONGEST_ALT)
    language = text(bundle.get("language"))
    return said | {
        "source": texts(bundle.get("source")),
        "notes": texts(bundle.get("notes")),
        "language": language if language in ("zh", "en") else "",
    }


def _column(column: dict, index: int) -> dict:
    group = column.get("group")
    made = {
        "name": text(column.get("name")) or f"c{index}",
        "label": text(column.get("label")),
        "align": _one_of(column.get("align"), ALIGN),
        "group": [text(one) for one in group] if isinstance(group, list) else text(group),
    }
    return made | ({"stub": bool(column["stub"])} if column.get("stub") is not None else {})


def _cell(cell, width: int, height: int) -> dict:
    cell = cell if isinstance(cell, dict) else {"text": cell}
    made: dict = {key: text(cell.get(key)) for key in ("text", "title", "mark", "sign")}
    made |= {"value": _value(cell.get("value")), "href": text(cell.get("href"))}
    made |= {"colspan": _span(cell.get("colspan"), width), "rowspan": _span(cell.get("rowspan"), height)}
    made |= {key: found for key in ("fill", "color") if cell.get(key) and (found := colour(cell[key]))}
    return made | {key: True for key in ("bold", "header") if cell.get(key)}


def _value(value) -> float | int | str | None:
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return value if isinstance(value, float) and math.isfinite(value) else None


def _span(value, most: int) -> int:
    return min(value, max(most, 1)) if isinstance(value, int) and value > 1 else 1


def _one_of(value, known: tuple[str, ...]) -> str:
    return value if value in known else known[0]
