"""How a table is laid out on A4: which way the page lies, how large the type, how wide each column, how many panels."""

import itertools
import math
import re

from nbappendix import tables

PORTRAIT = 442.0  # points between the margins of an upright page (210 - 28 - 26 mm)
LANDSCAPE = 689.0
TALLEST = 560.0
UPRIGHT = [(PORTRAIT, 9.0, 12), (PORTRAIT, 8.5, 9), (PORTRAIT, 8.0, 7), (PORTRAIT, 7.5, 6)]
CHOICES = [*UPRIGHT, (LANDSCAPE, 9.0, 12), (LANDSCAPE, 8.0, 10), (LANDSCAPE, 7.0, 8)]
"""Points across, size of type, least em for a column of longer texts: the first that holds the table is taken."""
UNBROKEN_RUN = re.compile(r"[!-~]{30,}")
BREAK = "\u200b"
ENDLESS = 4000  # characters of a run that no line can hold anyway
FEW_ROWS = 40
"""A table of so many rows (31 provinces and their total among them) is cut into two panels rather than turned: the page
before a lying one stays half empty, and often a lying one too."""
LIKED = 40  # em that a column of long texts would take if it could
LYING_ROWS = 16
"""A table of more rows is set smaller on a lying page, which is low, so that it need not split."""
UNBROKEN = 8  # a table of at most so many rows, in so many lines, never splits
UNBROKEN_LINES = 15
KEPT = 3  # where it splits, so many rows stand on either page


def fit(table: dict) -> tuple[bool, float, int, list[list[int]]]:
    """(landscape, type size in points, least em a text column is left with, panels).

    A panel lists the columns it shows, the stub first in every one.

    A table too wide even for small type on a lying page is cut into panels under each other, as yearbooks do; one of
    few rows is where two panels do.
    """
    for room, size, least in CHOICES:
        if (room, size) == (LANDSCAPE, 9.0) and len(table["rows"]) > LYING_ROWS:
            continue
        widths = tables.widths(table, least)
        if sum(widths) * size <= room:
            return room == LANDSCAPE, size, least, [list(range(len(widths)))]
        if (room, size) == UPRIGHT[-1][:2] and len(table["rows"]) <= FEW_ROWS:
            panels = _panels(widths, tables.stub(table), room / size)
            if len(panels) == 2:
                return False, size, least, panels
    return True, size, least, _panels(widths, tables.stub(table), room / size)


def _panels(widths: list[float], stub: int, room: float) -> list[list[int]]:
    head = list(range(stub))
    left = room - sum(widths[:stub])
    panels: list[list[int]] = [[]]
    used = 0.0
    for index in range(stub, len(widths)):
        if panels[-1] and used + widths[index] > left:
            panels, used = [*panels, []], 0.0
        panels[-1].append(index)
        used += widths[index]
    return [head + panel for panel in panels]


def share(table: dict, least: int, room: float) -> list[float]:
    """Width of each column in em: at least what it needs, the rest of `room` to those whose texts would wrap."""
    shares = tables.widths(table, least)
    for one_line in (tables.ONE_LINE, LIKED):  # first the texts of the rows, then the headings
        likes = tables.widths(table, LIKED, one_line)
        wishes = [max(like - has, 0) for like, has in zip(likes, shares, strict=True)]
        part = min(max(room - sum(shares), 0) / (sum(wishes) or 1), 1)
        shares = [has + wish * part for has, wish in zip(shares, wishes, strict=True)]
    return shares


def panel(table: dict, columns: list[int], least: int, room: float, noted: bool = False) -> dict:
    """What the PDF template draws for some columns: widths, head, rows, rules between rows, rows that stay together.

    `noted` says that a last row holds notes and sources.
    """
    whole = len(columns) == len(table["columns"])
    part = table if whole else _cut(table, columns)
    widths = share(part, least, room)
    kinds = [row.get("kind") or "body" for row in part["rows"]]
    rows = _bodies(part, kinds)
    rules = [y for y, (above, kind) in enumerate(itertools.pairwise(kinds), 1) if kind == "total" != above]
    heights = [max((_lines(cell, widths) for cell in row), default=1) for row in rows]
    long = len(rows) > UNBROKEN or sum(heights) > UNBROKEN_LINES
    joins = _joins(kinds, [*heights, 1] if noted else heights) if long else []
    return {"columns": widths, "head": _heads(part), "rows": rows, "rules": rules, "joins": joins, "long": long}


def _heads(table: dict) -> list[list[dict]]:
    """The header rows, none where no column has a name."""
    head = [[_head(cell, y) for cell in row] for y, row in enumerate(tables.header(table))]
    return head if any(cell["text"] for row in head for cell in row) else []


def _bodies(table: dict, kinds: list[str]) -> list[list[dict]]:
    """The body rows; a cell beyond the columns is left out."""
    columns = table["columns"]
    lines = enumerate(zip(tables.placed(table), kinds, strict=True))
    return [[_body(cell, x, y, columns, kind) for x, cell in line if x < len(columns)] for y, (line, kind) in lines]


def _lines(cell: dict, widths: list[float]) -> int:
    room = max(sum(widths[cell["x"] : cell["x"] + cell["colspan"]]) - 1.1, 1)
    return sum(math.ceil(max(tables.ems(line), 1) / room) for line in cell["text"].split("\n"))


def _joins(kinds: list[str], heights: list[int]) -> list[tuple[int, int]]:
    """(first row, how many) of rows that no page parts: the first, the last with the notes below, a group's head and
    its first row, a total and the row above. Rows too tall to ask this of are left alone."""
    count = len(kinds)
    wanted = [(0, KEPT), (count - KEPT, len(heights))]
    wanted += [(y, y + 2) for y, kind in enumerate(kinds) if kind == "group" and y + 1 < count]
    wanted += [(y - 1, y + 1) for y, kind in enumerate(kinds) if kind == "total" and y]
    return _merged([(max(start, 0), end) for start, end in wanted], heights)


def _merged(wanted: list[tuple[int, int]], heights: list[int]) -> list[tuple[int, int]]:
    """(first row, how many) of runs of rows (first, end); runs that overlap are one, unless that is too tall."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(wanted):
        if result and start < result[-1][1]:
            start, end = result[-1][0], max(end, result[-1][1])
            if sum(heights[start:end]) <= UNBROKEN_LINES:
                result[-1] = (start, end)
        elif sum(heights[start:end]) <= UNBROKEN_LINES:
            result.append((start, end))
    return [(start, end - start) for start, end in result]


def breakable(text: str) -> str:
    """Long runs without a space may break anywhere: at a mark the template draws as nothing, so that it is not copied.

    The typesetter weighs every place where a line may end, so endless runs have fewer of them.
    """
    return UNBROKEN_RUN.sub(_broken, text)


def _broken(run: re.Match) -> str:
    step = 1 if len(run[0]) < ENDLESS else 40
    return BREAK.join(run[0][at : at + step] for at in range(0, len(run[0]), step))


def _cut(table: dict, columns: list[int]) -> dict:
    body = tables.grid(table)
    rows = []
    for row, cells in zip(table["rows"], body, strict=True):
        flat = [{k: v for k, v in cells[i].items() if k not in ("colspan", "rowspan")} for i in columns]
        rows.append({"kind": row.get("kind"), "cells": flat[:1] if row.get("kind") == "group" else flat})
    return table | {"columns": [table["columns"][i] for i in columns], "rows": rows}


def _head(cell: dict, y: int) -> dict:
    return {k: cell[k] for k in ("text", "colspan", "rowspan", "align")} | {
        "x": cell["column"],
        "y": y,
        "spanner": cell["path"] is not None,
    }


def _body(cell: dict, x: int, y: int, columns: list[dict], kind: str) -> dict:
    return {
        "x": x,
        "y": y,
        "text": breakable(cell.get("text", "")),
        "mark": tables.sign(cell),
        "href": cell.get("href") or "",
        "quote": cell.get("quote", 0),
        "colspan": min(cell.get("colspan", 1), len(columns) - x),
        "rowspan": cell.get("rowspan", 1),
        "align": "left" if kind == "group" else columns[x].get("align") or "left",
        "bold": bool(cell.get("bold")) or kind == "total",
        "sans": kind == "group",
        "fill": cell.get("fill") or "",
        "color": cell.get("color") or "",
    }
