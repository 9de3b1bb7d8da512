"""Tables that other libraries print as HTML (pandas, Styler, great_tables ...), read into our own table form.

Only structure and meaning are taken: headings with their spans, stub, title, notes, colours that carry a meaning. What
our own `display` prints never passes here.
"""

import re

from nbappendix import bundles, tables


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
    head, body, foot, title = [], [], [], ""
    for row in element.iter("tr"):
        if next(row.iterancestors("table")) is not element:
            continue
        cells = [_cell(c, styles) for c in row if c.tag in ("td", "th")]
        section = next((a.tag for a in row.iterancestors("thead", "tfoot", "tbody")), "tbody")
        names = " ".join(c.get("class") or "" for c in row) + " " + (row.get("class") or "")
        if "gt_title" in names or "gt_subtitle" in names:
            title = " ".join(filter(None, [title, cells[0]["text"]]))
        elif section == "tfoot" or "gt_sourcenote" in names or "gt_footnote" in names:
            foot += [c["text"] for c in cells if c["text"]]
        elif section == "thead" or (not body and not head and cells and all(c["header"] for c in cells)):
            head.append(cells)
        elif cells:
            body.append({"kind": _kind(cells, names), "cells": cells})
    caption = element.find("caption")
    title = text_of(caption) if caption is not None else title
    width = max((sum(c["colspan"] for c in row) for row in [*head, *(r["cells"] for r in body)]), default=0)
    if not width:
        return None
    return _assemble(title, foot, _levels(head, width), body, width)


def _assemble(title: str, foot: list[str], levels: list[list[str]], body: list[dict], width: int) -> dict:
    source = [f.partition("：")[2] or f for f in foot if re.match(r"(资料来源|数据来源|Source)\s*[:：]?", f)]
    notes = [re.sub(r"^(注|Note)\s*[:：]\s*", "", f) for f in foot if not re.match(r"(资料来源|数据来源|Source)", f)]
    table = {"kind": "table", "id": "", "title": title, "unit": "", "period": "", "alt": "", "notes": notes}
    table |= {"source": [re.sub(r"^Source\s*:\s*", "", s) for s in source], "rows": body}
    table["columns"] = [_column(i, [level[i] for level in levels]) for i in range(width)]
    for index, cells in enumerate(zip(*tables.grid(table), strict=True)):
        column = table["columns"][index]
        column["stub"] = any(c.get("header") and c["colspan"] == 1 for c in cells)
        texts = [c["text"] for c, row in zip(cells, body, strict=True) if c.get("colspan", 1) == 1]
        if not column["stub"] and any(texts) and all(map(tables.looks_numeric, texts)):
            column["align"] = "right"
    for row in body:
        for cell in row["cells"]:
            cell["value"] = tables.number(cell["text"])
            if tables.looks_numeric(cell["text"]):
                cell["text"] = re.sub(r"^-(?=\d)", "−", cell["text"])
    table = _without_counter(table)
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
    levels = [[""] * width for _ in head]
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(head):
        at = 0
        for cell in row:
            while (r, at) in taken:
                at += 1
            for y in range(r, min(r + cell["rowspan"], len(head))):
                for x in range(at, min(at + cell["colspan"], width)):
                    taken.add((y, x))
                    levels[y][x] = cell["text"]
            at += cell["colspan"]
    if len(levels) > 1:
        last, above = levels[-1], levels[-2]
        named = [i for i, name in enumerate(last) if name]
        if named and not any(last[named[-1] + 1 :]) and named[-1] < width - 1 and any(above[named[-1] + 1 :]):
            stub = range(named[-1] + 1)
            levels = [[("" if i in stub else name) for i, name in enumerate(row)] for row in levels[:-1]]
            levels[-1] = [last[i] if i in stub else name for i, name in enumerate(levels[-1])]
    return levels


def _cell(element, styles: dict) -> dict:
    style = dict(styles.get(element.get("id") or "", {})) | _declarations(element.get("style") or "")
    cell = {"text": text_of(element), "value": None, "href": "", "title": "", "mark": "", "header": element.tag == "th"}
    cell |= {"colspan": _span(element, "colspan"), "rowspan": _span(element, "rowspan")}
    for name, key in (("background-color", "fill"), ("background", "fill"), ("color", "color")):
        if colour := bundles.colour(style.get(name)):
            cell[key] = colour
    if style.get("font-weight") in ("bold", "bolder", "600", "700", "800", "900"):
        cell["bold"] = True
    return cell


def _kind(cells: list[dict], names: str) -> str:
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
