"""Tables that other libraries print as HTML (pandas, Styler, great_tables ...), read into our own table form.

Only structure and meaning are taken: headings with their spans, stub, title, notes, colours that carry a meaning. What
our own `display` prints never passes here.
"""

import re

from nbappendix import bundles, tables

SOURCES = "资料来源|数据来源|Source"
SOURCE = re.compile(rf"^(?:{SOURCES})\s*[:：]\s*")
NOTE = re.compile(r"^(?:注|Note)\s*[:：]\s*")


def read(html: str) -> list[dict]:
    """Every outermost table of an HTML fragment as table JSON, in order; an empty table is left out."""
    from lxml import html as parser

    tree = parser.fragment_fromstring(html, create_parent="div")
    styles = _styles(tree)
    found = [t for t in tree.iter("table") if not any(a.tag == "table" for a in t.iterancestors())]
    return [bundles.table(table) for table in (_table(t, styles) for t in found) if table]


def text_of(element) -> str:
    """The words of an element, its line breaks kept, other white space folded."""
    parts = []
    for node in element.iter():
        if node.tag == "br":
            parts.append("\n")
        elif isinstance(node.tag, str) and node.tag not in ("style", "script") and node.text:
            parts.append(re.sub(r"\s+", " ", node.text))
        if node is not element and node.tail:
            parts.append(re.sub(r"\s+", " ", node.tail))
    return re.sub(r" *\n *", "\n", "".join(parts)).replace("\xa0", " ").strip()


def _table(element, styles: dict) -> dict | None:
    parts = _parts(element, styles)
    head = [cells for _, cells in parts["head"]]
    body = [{"kind": _kind(names), "cells": cells} for names, cells in parts["body"]]
    width = max((sum(c["colspan"] for c in row) for row in [*head, *(r["cells"] for r in body)]), default=0)
    if not width:
        return None
    caption = element.find("caption")
    title = " ".join(cells[0]["text"] for _, cells in parts["title"]) if caption is None else text_of(caption)
    levels = _levels(head, width)
    columns = [_column(i, [level[i] for level in levels]) for i in range(width)]
    table = {"title": title, "columns": columns, "rows": body} | _notes(parts["foot"])
    return _signed(_without_counter(_aligned(table)))


def _parts(element, styles: dict) -> dict[str, list]:
    """The rows of a table that are not those of a table inside it, as (names of classes, cells), by part."""
    parts: dict[str, list] = {"title": [], "head": [], "body": [], "foot": []}
    for row in element.iter("tr"):
        cells = [_cell(c, styles) for c in row if c.tag in ("td", "th")]
        if cells and next(row.iterancestors("table")) is element:
            names = " ".join(one.get("class") or "" for one in (*row, row))
            parts[_part(row, cells, names, not parts["head"] and not parts["body"])].append((names, cells))
    return parts


def _notes(foot: list[tuple[str, list[dict]]]) -> dict[str, list[str]]:
    lines = [cell["text"] for _, cells in foot for cell in cells if cell["text"]]
    notes = [NOTE.sub("", line) for line in lines if not re.match(SOURCES, line)]
    return {"source": [SOURCE.sub("", line) for line in lines if re.match(SOURCES, line)], "notes": notes}


def _part(row, cells: list[dict], names: str, first: bool) -> str:
    """Which part of a table a row belongs to; a first row of nothing but headings is its head."""
    section = next((a.tag for a in row.iterancestors("thead", "tfoot", "tbody")), "tbody")
    if "gt_title" in names or "gt_subtitle" in names:
        return "title"
    if section == "tfoot" or "gt_sourcenote" in names or "gt_footnote" in names:
        return "foot"
    return "head" if section == "thead" or (first and all(c["header"] for c in cells)) else "body"


def _aligned(table: dict) -> dict:
    """Columns of headings are the stub, those of numbers stand flush right."""
    for column, cells in zip(table["columns"], zip(*tables.grid(table), strict=True), strict=False):
        column["stub"] = any(c.get("header") and c["colspan"] == 1 for c in cells)
        texts = [c["text"] for c in cells if c.get("colspan", 1) == 1]
        if not column["stub"] and any(texts) and all(map(tables.looks_numeric, texts)):
            column["align"] = "right"
    return table


def _signed(table: dict) -> dict:
    """Add to each cell the number that it prints, and set U+2212 for its minus sign."""
    for cell in (cell for row in table["rows"] for cell in row["cells"]):
        cell["value"] = tables.number(cell["text"])
        if tables.looks_numeric(cell["text"]):
            cell["text"] = re.sub(r"^-(?=\d)", "−", cell["text"])
    if not any(column["stub"] for column in table["columns"]):
        del table["columns"][0]["stub"]  # no row heading is marked: the first column heads rows unless it holds numbers
    return table


def _without_counter(table: dict) -> dict:
    """A frame's default index (no name; 0, 1, 2 ...) counts rows and says nothing: it is left out."""
    cells = [row[0] for row in tables.grid(table)]
    counted = [c["text"] for c in cells] == [str(i) for i in range(len(cells))]
    head = table["columns"][0]
    if head["label"] or not head["stub"] or len(table["columns"]) == 1 or not cells or not counted:
        return table
    rows = [row | {"cells": row["cells"][1:]} for row in table["rows"]]
    return table | {"columns": table["columns"][1:], "rows": rows}


def _column(index: int, path: list[str]) -> dict:
    path = [name for i, name in enumerate(path) if name and name not in path[i + 1 : i + 2]]
    return {"name": f"c{index}", "label": path[-1] if path else "", "align": "left", "group": path[:-1], "stub": False}


def _levels(head: list[list[dict]], width: int) -> list[list[str]]:
    """Header rows with spans written out; a last row that only names the index moves into the row above it."""
    rows = tables.grid({"columns": [{}] * width, "rows": [{"cells": cells} for cells in head]})
    levels = [[cell["text"] for cell in row] for row in rows]
    if len(levels) < 2:
        return levels
    *outer, above, last = levels
    stub = max((i + 1 for i, name in enumerate(last) if name), default=0)
    if not 0 < stub < width or not any(above[stub:]):
        return levels
    return [*([""] * stub + row[stub:] for row in outer), last[:stub] + above[stub:]]


def _cell(element, styles: dict) -> dict:
    style = dict(styles.get(element.get("id") or "", {})) | _declarations(element.get("style") or "")
    cell = {"text": text_of(element), "header": element.tag == "th"}
    cell |= {"colspan": _span(element, "colspan"), "rowspan": _span(element, "rowspan")}
    for name, key in (("background-color", "fill"), ("background", "fill"), ("color", "color")):
        if colour := bundles.colour(style.get(name)):
            cell[key] = colour
    if style.get("font-weight") in ("bold", "bolder", "600", "700", "800", "900"):
        cell["bold"] = True
    return cell


def _kind(names: str) -> str:
    if "gt_group_heading" in names:
        return "group"
    return "total" if "gt_grand_summary" in names or "gt_summary" in names else "body"


def _span(element, name: str) -> int:
    value = element.get(name) or "1"
    return min(int(value), 1000) if value.isdigit() and value != "0" else 1


def _styles(tree) -> dict[str, dict]:
    """Declarations that a `<style>` gives to single cells by id, as pandas' Styler writes them."""
    rules: dict[str, dict] = {}
    for sheet in tree.iter("style"):
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet.text or ""):
            for name in re.findall(r"#([\w-]+)(?=\s*(?:,|$))", selectors.strip()):
                rules.setdefault(name, {}).update(_declarations(body))
    return rules


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.split(";"))
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
