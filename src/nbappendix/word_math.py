"""Formulas as Word's own (OMML), from the tree that the PDF draws too (`formulas.tree`)."""

from docx.oxml import parse_xml

SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/math"
PARTS = {
    "mfrac": ("f", ("num", "den")),
    "msub": ("sSub", ("e", "sub")),
    "msup": ("sSup", ("e", "sup")),
    "msubsup": ("sSubSup", ("e", "sub", "sup")),
    "munder": ("limLow", ("e", "lim")),
    "mover": ("limUpp", ("e", "lim")),
    "mroot": ("rad", ("e", "deg")),
}
"""Kind of node -> element of OMML and what its arguments are there."""


def omml(tree: dict):
    """`m:oMath` of a formula."""
    made = parse_xml(f'<m:oMath xmlns:m="{SPACE}"/>')
    _add(made, tree)
    return made


def _m(tag: str):
    from lxml import etree

    return etree.Element(f"{{{SPACE}}}{tag}")


def _add(parent, node: dict) -> None:
    """Append a node to its parent."""
    kind = node["f"]
    if "a" not in node:
        parent.append(_run(node))
    elif kind in PARTS:
        parent.append(_parts(*PARTS[kind], node["a"]))
    elif kind == "munderover":
        lower, upper = node["a"][1:]
        parent.append(_parts("limUpp", ("e", "lim"), [{"f": "munder", "a": [node["a"][0], lower]}, upper]))
    elif kind == "msqrt":
        parent.append(_root(node["a"]))
    elif kind == "fenced":
        parent.append(_fenced(node))
    elif kind == "table":
        parent.append(_table(node["a"]))
    else:
        for child in node["a"]:
            _add(parent, child)


def _run(node: dict):
    run, text = _m("r"), _m("t")
    if node["f"] != "var":
        properties, style = _m("rPr"), _m("sty")
        style.set(f"{{{SPACE}}}val", "p")
        properties.append(style)
        run.append(properties)
    text.text = " " if node["f"] == "space" else node["v"]
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    return run


def _parts(tag: str, names: tuple[str, ...], arguments: list[dict]):
    made = _m(tag)
    found = dict(zip(names, arguments, strict=False))
    for name in sorted(names, key=("deg", "num", "e", "sub", "sup", "lim", "den").index):
        part = _m(name)
        _add(part, found.get(name, {"f": "sym", "v": ""}))
        made.append(part)
    return made


def _root(arguments: list[dict]):
    made, properties, hidden = _m("rad"), _m("radPr"), _m("degHide")
    hidden.set(f"{{{SPACE}}}val", "1")
    properties.append(hidden)
    inside = _m("e")
    _add(inside, {"f": "row", "a": arguments})
    for part in (properties, _m("deg"), inside):
        made.append(part)
    return made


def _fenced(node: dict):
    made, properties = _m("d"), _m("dPr")
    for name, value in (("begChr", node["open"]), ("endChr", node["close"])):
        mark = _m(name)
        mark.set(f"{{{SPACE}}}val", value)
        properties.append(mark)
    inside = _m("e")
    _add(inside, {"f": "row", "a": node["a"]})
    made.append(properties)
    made.append(inside)
    return made


def _table(rows: list[list[dict]]):
    made = _m("m")
    for row in rows:
        line = _m("mr")
        for cell in row:
            part = _m("e")
            _add(part, cell)
            line.append(part)
        made.append(line)
    return made


def paragraph(tree: dict):
    """A displayed formula, to be appended to a paragraph."""
    made = parse_xml(f'<m:oMathPara xmlns:m="{SPACE}"/>')
    made.append(omml(tree))
    return made
