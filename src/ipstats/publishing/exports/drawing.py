"""Blocks of the document model made ready for the PDF template: tables laid out, formulas as trees, links resolved."""

import base64

from ipstats import fonts
from ipstats.publishing.exports import formulas, layout, links, svg, tables


def blocks(source: list[dict], words: dict, prefix: str, pictures: dict[str, str]) -> list[dict]:
    """The blocks the PDF prints; code cells and messages of the run are left out, pictures go to `pictures` by name."""
    drawn = [_block(block, words, prefix, pictures) for block in source]
    return [block for block in drawn if block]


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
            node |= {"outside": links.outside(node["href"]), "href": links.resolve(node["href"], prefix)}
        if "inlines" in node:
            node["inlines"] = _inlines(node["inlines"], prefix)
        result.append(node)
    return result


def _table(table: dict, words: dict, prefix: str) -> dict:
    landscape, size, least, columns = layout.fit(table)
    room = (layout.LANDSCAPE if landscape else layout.PORTRAIT) / size
    panels = [layout.panel(table, shown, least, room) for shown in columns]
    for cell in (cell for panel in panels for row in panel["rows"] for cell in row):
        cell["href"] = links.resolve(cell["href"], prefix)
    return _frame(table, words) | {
        "kind": "table",
        "continued": words["continued"].format(table["number"]),
        "anchor": f"table-{table['number']}",
        "size": size,
        "landscape": landscape,
        "long": len(table["rows"]) * len(panels) > layout.UNBROKEN,
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
    return frame | {"kind": "figure", "file": name, "alt": alt, "width": width * scale}


def _frame(block: dict, words: dict) -> dict:
    """What stands around a table or figure: label and title, unit and period, notes and sources."""
    named = {k: words[k] + words["colon"] + block[k] if block.get(k) else "" for k in ("unit", "period")}
    return named | {"label": block["label"], "title": block["title"], "remarks": tables.remarks(block, words)}
