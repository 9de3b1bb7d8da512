"""Formulas as Word's own (OMML), from the tree that the PDF draws too (`formulas.tree`)."""

from collections.abc import Iterator

from nbappendix.word_styles import SPACE, element

PARTS = {
    "mfrac": ("f", {"num": 0, "den": 1}),
    "msub": ("sSub", {"e": 0, "sub": 1}),
    "msup": ("sSup", {"e": 0, "sup": 1}),
    "msubsup": ("sSubSup", {"e": 0, "sub": 1, "sup": 2}),
    "munder": ("limLow", {"e": 0, "lim": 1}),
    "mover": ("limUpp", {"e": 0, "lim": 1}),
    "mroot": ("rad", {"deg": 1, "e": 0}),
}
"""Kind of node -> element of OMML, and which of its arguments each part of that is."""


def omml(tree: dict):
    """`m:oMath` of a formula."""
    return _part("oMath", tree)


def paragraph(tree: dict):
    """A displayed formula, to be appended to a paragraph."""
    return element("m:oMathPara", omml(tree))


def _part(name: str, *nodes: dict):
    return element(f"m:{name}", *(made for node in nodes for made in _made(node)))


def _made(node: dict) -> Iterator:
    """The elements of a node: one, or those of a row."""
    kind, arguments = node["f"], node.get("a", [])
    if "a" not in node:
        yield _run(node)
    elif kind in PARTS:
        name, parts = PARTS[kind]
        yield element(f"m:{name}", *(_part(part, arguments[at]) for part, at in parts.items()))
    elif kind == "munderover":
        lower, upper = {"f": "munder", "a": arguments[:2]}, arguments[2]
        yield from _made({"f": "mover", "a": [lower, upper]})
    elif kind == "msqrt":
        hidden = element("m:radPr", element("m:degHide", val=1))
        yield element("m:rad", hidden, element("m:deg"), _part("e", *arguments))
    elif kind == "fenced":
        ends = element("m:dPr", element("m:begChr", val=node["open"]), element("m:endChr", val=node["close"]))
        yield element("m:d", ends, _part("e", *arguments))
    elif kind == "table":
        yield element("m:m", *(element("m:mr", *(_part("e", cell) for cell in row)) for row in arguments))
    else:
        for child in arguments:
            yield from _made(child)


def _run(node: dict):
    text = element("m:t")
    text.text = " " if node["f"] == "space" else node["v"]
    text.set(SPACE, "preserve")
    upright = [] if node["f"] == "var" else [element("m:rPr", element("m:sty", val="p"))]
    return element("m:r", *upright, text)
