"""The anatomy of a printed table, shared by every format: header rows with spans, a full grid, widths, and its CSV.

A table is the JSON of `application/vnd.nbappendix.table+json` (README.md); tables parsed from other libraries' HTML may
add a list of groups (outermost first) to a column, and to a cell `header`, spans, `fill`, `color` and `bold`.
"""

import csv
import io
import itertools
import math
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeGuard

NUMBER = re.compile(r"[+\-−–]?\d[\d,，]*(?:\.\d+)?(?:[eE][+-]?\d+)?")
RATE = rf"{NUMBER.pattern}\s*[%％‰]?"
NUMBER_LIKE = re.compile(rf"(?:[~约]?{RATE}|[-—–…]*)(?:\s*[~～至—–-]\s*{RATE})?")
INTERVAL = re.compile(rf"({NUMBER.pattern})\s*[%％]?\s*[~～至]\s*({NUMBER.pattern})\s*[%％]?")
LATIN = dict.fromkeys(" .,:;'!|fijlt()-I/", 0.36) | dict.fromkeys("0123456789−–", 0.56)
LATIN |= dict.fromkeys("mwMW%—", 0.95)
"""Widths in em, rounded up, of the Latin characters that are far from the shipped faces' usual 0.62."""
INSET = 1.12  # em left and right of the words of a cell
ONE_LINE = 6.5  # em up to which a column heading stays on one line
BEFORE_UNIT = re.compile(r"(?<=[^\n]{2}) ?(?=[（(])")
AFTER_YEAR = re.compile(r"(?<=\d年)(?=\d)")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def number(text: str) -> float | int | None:
    """The number `text` prints, when it is nothing else (`1,234.5`, `−3`); a code with leading zeros is not one."""
    text = text.strip()
    if not NUMBER.fullmatch(text) or re.match(r"[+\-−–]?0\d", text):
        return None
    plain = re.sub(r"[,，]", "", text).replace("−", "-").replace("–", "-")
    return int(plain) if re.fullmatch(r"[+-]?\d+", plain) else float(plain)


def looks_numeric(text: str) -> bool:
    """Whether a column of such texts is set flush right: a number, a percentage, a range, a dash or nothing."""
    return bool(NUMBER_LIKE.fullmatch(text.strip()))


def groups(column: dict) -> list[str]:
    """The headings above a column's own, outermost first."""
    group = column.get("group") or []
    return [group] if isinstance(group, str) else list(group)


def heading(column: dict) -> str:
    """One line for a column: its groups and its label."""
    return " ".join(part for part in [*groups(column), column.get("label", "")] if part).replace("\n", "")


def header(table: dict) -> list[list[dict]]:
    """Header rows of cells `{text, colspan, rowspan, align, column}`; equal neighbouring groups share one cell."""
    columns = table["columns"]
    depth = max((len(groups(c)) for c in columns), default=0)
    rows: list[list] = [[] for _ in range(depth + 1)]
    for index, column in enumerate(columns):
        above = groups(column)
        for level, name in enumerate(above):
            last = rows[level][-1] if rows[level] else None
            if last and last["path"] == above[: level + 1] and last["column"] + last["colspan"] == index:
                last["colspan"] += 1
            else:
                rows[level].append(_head(name, index, "center", 1) | {"path": above[: level + 1]})
        span = depth + 1 - len(above)
        rows[len(above)].append(_head(column.get("label", ""), index, column.get("align") or "left", span))
    return rows


def _head(text: str, column: int, align: str, rowspan: int) -> dict:
    return {"text": text, "column": column, "align": align, "colspan": 1, "rowspan": rowspan, "path": None}


def placed(table: dict) -> list[list[tuple[int, dict]]]:
    """Every body row as (column index, cell) pairs; a lone cell of a group row spans the whole table."""
    return _set(table)[0]


def grid(table: dict) -> list[list[dict]]:
    """Body rows with one cell for every column: what spans rows or columns is repeated, what is absent is empty."""
    return [[cell or {"text": "", "value": None} for cell in line] for line in _set(table)[1]]


def _set(table: dict) -> tuple[list[list[tuple[int, dict]]], list[list[dict | None]]]:
    """The cells of every body row with the columns that they begin at, and the grid that they fill."""
    width = len(table["columns"])
    lines: list[list[tuple[int, dict]]] = [[] for _ in table["rows"]]
    filled: list[list[dict | None]] = [[None] * width for _ in table["rows"]]
    for y, row in enumerate(table["rows"]):
        across = width if len(row["cells"]) == 1 and row.get("kind") == "group" else 1
        for cell in row["cells"]:
            if None not in filled[y]:
                break  # spans leave no room: a table of another's that contradicts itself
            x = filled[y].index(None)
            cell = cell | {"colspan": min(max(cell.get("colspan", 1), across), width - x)}
            lines[y].append((x, cell))
            for below in filled[y : y + cell.get("rowspan", 1)]:
                below[x : x + cell["colspan"]] = [cell] * cell["colspan"]
    return lines, filled


def stub(table: dict) -> int:
    """How many leading columns head their rows: those said to (`stub`), else the first unless it holds numbers."""
    columns = table["columns"]
    said = 0
    while said < len(columns) and columns[said].get("stub"):
        said += 1
    first = columns[0] if columns else {}
    count = said or int(first.get("stub") is None and (first.get("align") or "left") != "right")
    return count if count < len(columns) else 0


def ems(text: str) -> float:
    """Printed width in em: a full-width character is one, a quarter stands between it and any other (`LATIN`)."""
    return max(map(_line_ems, text.split("\n")))


@lru_cache(maxsize=20_000)  # a table is measured for every size of type that is tried
def _line_ems(line: str) -> float:
    wide = [unicodedata.east_asian_width(c) in "WFA" for c in line]
    changes = sum(a != b for a, b in itertools.pairwise(wide))
    return sum(1.0 if w else LATIN.get(c, 0.62) for c, w in zip(line, wide, strict=True)) + 0.25 * changes


def broken(label: str) -> str:
    """A heading too long for one line, cut where a reader would: before its unit in brackets, else after its year."""
    if ems(label) <= ONE_LINE:
        return label
    return BEFORE_UNIT.sub("\n", label, count=1) if BEFORE_UNIT.search(label) else AFTER_YEAR.sub("\n", label, count=1)


def widths(table: dict, longest: float = 16.0, one_line: float = ONE_LINE) -> list[float]:
    """Width of each column in em: numbers never wrap, headings over `one_line` take two, texts wrap at `longest`.

    What heads a row may be half as long again.
    """
    result = []
    body, heads = grid(table), stub(table)
    for index, column in enumerate(table["columns"]):
        cells = [row[index] for row, source in zip(body, table["rows"], strict=True) if source.get("kind") != "group"]
        texts = [c["text"] + sign(c) for c in cells if c.get("colspan", 1) == 1]
        numeric = column.get("align") == "right"
        widest = max((ems(t) for t in texts), default=1.0)
        label = ems(column.get("label", ""))
        label = max(label / 2 + 1, one_line) if label > one_line else label
        wraps = longest * 1.5 if index < heads else longest
        result.append(max(label, widest if numeric else min(widest, wraps), 2.0) + INSET)
    return result


def separated(table: dict, words: dict[str, str]) -> dict:
    """The table with two columns, lower and upper end, in place of one that prints intervals; numbers are both ends.

    A table with cells over several columns or rows is left as it is.
    """
    split = _interval_columns([row["cells"] for row in table["rows"] if row.get("kind") != "group"], table["columns"])
    if not any(split):
        return table
    columns = []
    for column, wanted in zip(table["columns"], split, strict=True):
        above = {"group": [*groups(column), column["label"]]}
        columns += [column | above | {"label": words[end]} for end in ("lower", "upper")] if wanted else [column]
    made = [row if row.get("kind") == "group" else row | {"cells": _ends(row["cells"], split)} for row in table["rows"]]
    return table | {"columns": columns, "rows": made}


def _interval_columns(rows: list[list[dict]], columns: list[dict]) -> list[bool]:
    """Which columns print intervals; none of a table with cells over several columns or rows."""
    if any(len(cells) != len(columns) or any(map(_spans, cells)) for cells in rows):
        return []
    return [_prints_intervals([cells[x]["text"] for cells in rows]) for x in range(len(columns))]


def _spans(cell: dict) -> bool:
    return cell.get("colspan", 1) > 1 or cell.get("rowspan", 1) > 1


def _prints_intervals(texts: list[str]) -> bool:
    return any(map(INTERVAL.fullmatch, texts)) and all(INTERVAL.fullmatch(t) or looks_numeric(t) for t in texts)


def _ends(cells: list[dict], split: list[bool]) -> list[dict]:
    made = []
    for cell, wanted in zip(cells, split, strict=True):
        match = INTERVAL.fullmatch(cell["text"]) if wanted else None
        if match:
            made += [cell | {"text": end, "value": number(end)} for end in match.groups()]
        else:
            made += [cell] * (2 if wanted else 1)
    return made


def csv_text(table: dict, words: dict[str, str]) -> str:
    """The table's data: unrounded values, a status column beside any column with marks, a column for group headings.

    A byte-order mark and CRLF make Excel open it right in Chinese; minus signs are ASCII; a text that Excel would run
    as a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(_data(separated(table, words), words))
    return "\ufeff" + out.getvalue()


def _data(table: dict, words: dict[str, str]) -> Iterator[list]:
    """The lines of a data file: the names of the columns, then the rows, each with the group that it stands in."""
    kinds, body = [row.get("kind") for row in table["rows"]], grid(table)
    marked = [any(row[i].get("mark") for row in body) for i in range(len(table["columns"]))]
    names = [(heading(column), f"{heading(column)} {words['status']}") for column in table["columns"]]
    first = slice(None if "group" in kinds else 1, None)
    yield [words["group"], *_with_marks(names, marked)][first]
    group: str | int | float = ""
    for kind, cells in zip(kinds, body, strict=True):
        group = plain(cells[0]) if kind == "group" else "" if kind == "total" else group
        if kind != "group":
            yield [group, *_with_marks([(plain(cell), cell.get("mark") or "") for cell in cells], marked)][first]


def _with_marks(pairs: list[tuple], marked: list[bool]) -> Iterator:
    """The first of each pair, and the second in a column with marks."""
    for (value, mark), has_marks in zip(pairs, marked, strict=True):
        yield from (value, mark) if has_marks else (value,)


def plain(cell: dict) -> str | int | float:
    """A cell's value for a data file: the unrounded number, else the text made harmless for a spreadsheet.

    A dash is an empty cell. A number that is not the printed one (36.5 in a column of 万件, over 365000) gives way to
    what is printed, since the heading tells the unit of that.
    """
    text, value = cell.get("text", ""), cell.get("value")
    if isinstance(value, str) and value:
        text = value
    if is_number(value):
        printed = number(text)
        if printed is not None and not agrees(text, value):
            return printed
        return int(value) if float(value).is_integer() and abs(value) < 1e15 else value
    return _harmless(text)


def _harmless(text: str) -> str | int | float:
    """A text as a data file holds it: a number where it is one, nothing for a dash, and never a formula."""
    if looks_numeric(text):
        text = text.replace("−", "-").strip()
        read = number(text)
        return "" if text.strip("-—–…") == "" else text if read is None else read
    return "'" + text if text.startswith(FORMULA) else text


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a cell's value is a number that a spreadsheet can hold: finite, and not a truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def agrees(text: str, value: float) -> bool:
    """Whether `text` prints `value`, to within one unit of its last place."""
    printed = number(re.sub(r"[^\d.,+\-−–]", "", text))
    decimals = len(text.partition(".")[2].rstrip("%％‰ "))
    return printed is not None and abs(abs(value) - abs(printed)) <= 1.01 * 10**-decimals


def sign(cell: dict) -> str:
    """What stands raised behind a cell: its sign, else the letter of its status."""
    return str(cell.get("sign") or cell.get("mark") or "")


def caption(block: dict, words: dict[str, str]) -> str:
    """Label and title of a table or figure."""
    return words["gap"].join(filter(None, (block["label"], block["title"])))


def scale(block: dict, key: str, words: dict[str, str]) -> str:
    """Unit or period of a table or figure as it is printed: a period that its title tells is not said again."""
    value = block.get(key, "")  # a picture of a Markdown cell has neither
    told = key == "period" and value in block["title"]
    return words[key] + words["colon"] + value if value and not told else ""


def remarks(block: dict, words: dict[str, str], alone: bool = False) -> list[list[str]]:
    """Notes and sources under a table or figure as (name, text) lines; several notes are numbered.

    Sources are in their short form where the document lists them, unless the table stands `alone`.
    """
    notes, source = block.get("notes") or [], words["between"].join(block.get("source") or [])
    source = source if alone else block.get("cited") or source
    name = words["note"] + words["colon"]
    rows = [[name if i == 1 else "", note if len(notes) == 1 else f"{i}. {note}"] for i, note in enumerate(notes, 1)]
    return rows + ([[words["source"] + words["colon"], source]] if source else [])
