"""Blocks of the document model made ready for the PDF template: tables laid out, formulas as trees, links resolved."""

import base64

from nbappendix import fonts, formulas, layout, links, markdown, svg, tables

LEAD = 160  # characters of a paragraph that is kept with the table or chart below it


def blocks(source: list[dict], words: dict, prefix: str, pictures: dict[str, str]) -> list[dict]:
    """The blocks the PDF prints; code cells and messages of the run are left out, pictures go to `pictures` by name."""
    drawn = [_block(block, words, prefix, pictures) for block in source]
    return [block for block in drawn if block]


def flow(drawn: list[dict]) -> list[dict]:
    """The blocks in groups that stay together: a table or chart with the headings and the words that lead to it.

    Neighbouring wide tables share their lying pages.
    """
    result: list[dict] = []
    for block in drawn:
        if block["kind"] not in ("table", "figure"):
            result.append(block)
            continue
        lead: list[dict] = []
        while result and _leads(result, lead):
            lead.insert(0, result.pop())
        if not block.get("landscape"):
            result.append({"kind": "opening", "lead": lead, "block": block})
            continue
        if not result or result[-1]["kind"] != "landscape":
            result.append({"kind": "landscape", "blocks": []})
        result[-1]["blocks"].append({"kind": "opening", "lead": lead, "block": block})
    return result


def _leads(before: list[dict], lead: list[dict]) -> bool:
    """Whether the last block opens what follows: a heading, or one short paragraph that reads nothing above it."""
    *others, block = before
    if block["kind"] == "heading":
        return True
    reads = bool(others) and others[-1]["kind"] in ("opening", "landscape")
    short = block["kind"] == "paragraph" and len(markdown.plain(block["inlines"])) <= LEAD
    return short and not lead and not reads


def _block(block: dict, words: dict, prefix: str, pictures: dict[str, str]) -> dict | None:
    kind = block["kind"]
    if kind == "source" or (kind == "output" and block["stream"] == "stderr"):
        return None
    if kind == "table":
        return _table(block, words, prefix)
    if kind == "figure":
        return _figure(block, words, pictures)
    if kind == "quote":
        return block | {"blocks": blocks(block["blocks"], words, prefix, pictures)}
    if kind == "list":
        return block | {"items": [blocks(item, words, prefix, pictures) for item in block["items"]]}
    if kind == "math":
        return block | {"tree": formulas.tree(block["text"])}
    if kind in ("code", "output"):
        return block | {"text": layout.breakable(block["text"])}
    return block | {"inlines": _inlines(block["inlines"], prefix)} if "inlines" in block else block


def _inlines(nodes: list[dict], prefix: str) -> list[dict]:
    result = []
    for node in nodes:
        node = dict(node)
        if node["t"] == "math":
            node["tree"] = formulas.tree(node["text"])
        if node["t"] == "link":
            node |= {"outside": links.outside(node["href"]), "href": _place(node, prefix)}
        if node["t"] == "text":
            node["text"] = layout.breakable(node["text"])
        if "inlines" in node:
            node["inlines"] = _inlines(node["inlines"], prefix)
        result.append(node)
    return result


def _place(one: dict, prefix: str) -> str:
    """Where a link leads: to the endnote that quotes its source (`#quote-3`), else to the source."""
    return f"#quote-{one['quote']}" if one.get("quote") else links.resolve(one["href"], prefix)


def _table(table: dict, words: dict, prefix: str) -> dict:
    table = table | {"columns": [one | {"label": tables.broken(one.get("label", ""))} for one in table["columns"]]}
    landscape, size, least, columns = layout.fit(table)
    room = (layout.LANDSCAPE if landscape else layout.PORTRAIT) / size
    noted = bool(table["notes"] or table["source"])
    panels = [layout.panel(table, shown, least, room, noted and shown is columns[-1]) for shown in columns]
    for cell in (cell for panel in panels for row in panel["rows"] for cell in row):
        cell["href"] = _place(cell, prefix)
    return _frame(table, words) | {
        "kind": "table",
        "continued": words["continued"].format(table["number"]),
        "anchor": f"table-{table['number']}",
        "size": size,
        "landscape": landscape,
        "long": len(panels) > 1 or any(panel["long"] for panel in panels),
        "panels": panels,
    }


def _figure(figure: dict, words: dict, pictures: dict[str, str]) -> dict:
    name = f"figure-{figure['number']}.svg"
    if "svg" in figure:
        pictures[name] = svg.clean(figure["svg"], f"f{figure['number']}-", fonts.SANS)
    elif "image" in figure:
        pictures[name] = svg.wrap(base64.b64decode(figure["image"]), figure["mime"])
    else:
        text = f"{words['image']}{words['colon']}{figure['title'] or figure['label']}"
        return {"kind": "paragraph", "inlines": [{"t": "text", "text": text}]}
    width, height = svg.size(pictures[name])
    scale = min(1.0, layout.PORTRAIT / width, layout.TALLEST / height)
    frame = _frame(figure, words)
    scales = words["gap"].join(filter(None, (frame["unit"], frame["period"])))
    frame["remarks"] = ([["", scales]] if scales else []) + frame["remarks"]
    alt = figure.get("alt") or f"{figure['label']}{words['gap']}{figure['title']}"
    drawn = {"kind": "figure", "file": name, "alt": alt, "width": width * scale, "height": height * scale}
    return frame | drawn | {"anchor": f"figure-{figure['number']}"}


def _frame(block: dict, words: dict) -> dict:
    """What stands around a table or figure: label and title, unit and period, notes and sources."""
    named = {key: tables.scale(block, key, words) for key in ("unit", "period")}
    said = {key: block[key] for key in ("label", "title", "alt")}
    return named | said | {"remarks": tables.remarks(block, words)}
