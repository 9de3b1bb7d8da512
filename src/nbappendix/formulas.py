"""TeX formulas: checked MathML for HTML, and the same formula as a plain tree that the PDF template draws.

One reader (`latex2mathml`) serves both, so a formula cannot differ between formats. What the reader does not know comes
back as None, and the exporters then print the TeX source as it stands.
"""

import re
from functools import lru_cache

from nbappendix.allowed import allowed

MATHML = "{http://www.w3.org/1998/Math/MathML}"
ALIGNED = re.compile(r"\\(begin|end)\{(aligned|gathered|split)\}")
TRANSPARENT = {"math", "mrow", "mstyle", "mpadded", "mphantom", "menclose", "semantics", "mtd"}


@lru_cache(maxsize=1024)
def mathml(tex: str, block: bool = False) -> str | None:
    """MathML markup of `tex` with the TeX source as its text alternative; None when a part of it is not understood."""
    tree = _parse(tex, block)
    if tree is None:
        return None
    from lxml import etree

    tree.set("alttext", tex.strip())
    return etree.tostring(tree, encoding="unicode")


def tree(tex: str) -> dict | None:
    """The formula as nodes `{"f": function, "a": [arguments]}` and leaves `{"f": "var"|"num"|..., "v": text}`."""
    parsed = _parse(tex, False)
    return None if parsed is None else _node(parsed)


def _parse(tex: str, block: bool):
    from latex2mathml.converter import convert
    from lxml import etree

    try:
        source = ALIGNED.sub(lambda m: rf"\{m[1]}{{align*}}", tex.strip())
        parsed = etree.fromstring(convert(source, display="block" if block else "inline"))
    except Exception:  # the reader raises whatever its parsing stumbled on, down to IndexError
        return None
    elements, attributes = allowed("mathml")
    for element in parsed.iter():
        if not isinstance(element.tag, str) or element.tag.removeprefix(MATHML) not in elements:
            return None  # \text{<meta>} makes an element that a browser would obey
        for name in set(element.attrib) - attributes:
            del element.attrib[name]
    unread = any((leaf.text or "").startswith("\\") for leaf in parsed.iter(MATHML + "mi"))
    return None if unread else parsed


def _node(element) -> dict:
    name = element.tag.removeprefix(MATHML)
    if name in TRANSPARENT:
        return _sequence([_node(child) for child in element])
    if name in ("mi", "mo", "mn", "mtext", "ms"):
        return _leaf(name, element)
    if name == "mspace":
        return {"f": "space", "v": element.get("width", "0.2em")}
    if name == "mtable":
        return {"f": "table", "a": [[_node(cell) for cell in row] for row in element]}
    return {"f": name, "a": [_node(child) for child in element]}


def _leaf(name: str, element) -> dict:
    text = (element.text or "").strip("\n") or " "
    if name == "mtext":
        return {"f": "text", "v": text.replace("\xa0", " ")}
    if name == "mn":
        return {"f": "num", "v": text}
    if name == "mo" and element.get("fence") == "true":
        return {"f": "fence", "v": text, "side": element.get("form", "")}
    if len(text) > 1:
        return {"f": "op", "v": text}
    return {"f": "var" if name == "mi" and text.isalpha() else "sym", "v": text}


def _sequence(nodes: list[dict]) -> dict:
    """A row of nodes, its fences gathered into one stretching pair."""
    if len(nodes) == 1:
        return nodes[0]
    opened = bool(nodes) and nodes[0]["f"] == "fence"
    closed = len(nodes) > 1 and nodes[-1]["f"] == "fence"
    inner = nodes[1 if opened else 0 : len(nodes) - 1 if closed else len(nodes)]
    row = {"f": "row", "a": [{**n, "f": "sym"} if n["f"] == "fence" else n for n in inner]}
    if not (opened or closed):
        return row
    ends = {"open": nodes[0]["v"] if opened else "", "close": nodes[-1]["v"] if closed else ""}
    return {"f": "fenced", "a": [row]} | ends
