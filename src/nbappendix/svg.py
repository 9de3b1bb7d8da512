"""An SVG chart made safe and stable to embed: no scripts, no network, no style attributes, ids counted not random.

A strict content security policy forbids style attributes, and random ids (matplotlib without a fixed salt) would change
the bytes of every export; so both are rewritten here, once, for HTML and PDF alike.
"""

import base64
import io
import re

from nbappendix.allowed import allowed

SVG = "{http://www.w3.org/2000/svg}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
XLINK = "{http://www.w3.org/1999/xlink}"
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
FONT = re.compile(
    r"(?:(?P<style>italic|oblique)\s+)?(?:(?P<weight>bold|\d{3})\s+)?(?P<size>[\d.]+(?:px|pt)?)\s+(?P<family>.+)"
)
WHITE = {"#ffffff", "#fff", "white"}
BOX = re.compile(r"\s*M (\S+) (\S+)\s+L (\S+) \2\s+L \3 (\S+)\s+L \1 \4(\s+L \1 \2)?\s+z\s*")  # as matplotlib draws one
REFERENCE = re.compile(r"url\(['\"]?#([^'\")]+)['\"]?\)")


def clean(source: str, prefix: str, family: str | None = None) -> str:
    """`source` as a bare `<svg>` element with ids of `prefix` and a count; `family` is put first in every font list."""
    from lxml import etree

    elements, _ = allowed("svg")
    safe = {"resolve_entities": False, "no_network": True, "remove_comments": True, "remove_pis": True}
    parser = etree.XMLParser(**safe, recover=True)
    root = etree.fromstring(source[max(source.find("<svg"), 0) :].encode("utf-8", "replace"), parser)
    for element in root.iter() if root is not None else ():
        if element.tag in elements:
            element.tag = SVG + element.tag  # an HTML page needs no namespace
    if root is None or root.tag != SVG + "svg":
        root = etree.Element(SVG + "svg", nsmap={None: SVG[1:-1]})
    rules = _sheet(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag.removeprefix(SVG) not in elements:
            _drop(element)
        else:
            _flatten(element, rules, family)
            if _is_ground(element):
                _drop(element)
    _rename(root, prefix)
    etree.cleanup_namespaces(root, top_nsmap={None: SVG[1:-1], "xlink": XLINK[1:-1]})
    return etree.tostring(root, encoding="unicode", with_tail=False)


def size(source: str) -> tuple[float, float]:
    """Width and height in points as drawn; the view box where lengths are missing, 400 x 300 where both are."""
    head = source[: source.find(">", source.find("<svg")) + 1]
    width, height = (re.search(rf'\s{side}="([\d.]+)(pt|px|)"', head) for side in ("width", "height"))
    if width and height:
        return _points(width), _points(height)
    box = re.search(r'viewBox="[\d.eE+-]+[ ,]+[\d.eE+-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"', head)
    return (float(box[1]), float(box[2])) if box else (400.0, 300.0)


def _points(length: re.Match) -> float:
    return float(length[1]) * (1 if length[2] == "pt" else 0.75)


def wrap(content: bytes, mime: str) -> str:
    """A PNG or JPEG as an SVG of the same size (a pixel is 1/96 inch), for a typesetter that reads text files only."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        wide, high = picture.size
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="{SVG[1:-1]}" width="{wide}px" height="{high}px" viewBox="0 0 {wide} {high}">'
        f'<image width="{wide}" height="{high}" href="data:{mime};base64,{data}"/></svg>'
    )


def texts(source: str) -> str:
    """The words a chart prints, for font coverage."""
    return "".join(re.findall(r">([^<>]+)<", source))


def _sheet(root) -> list[tuple[str, str]]:
    """Declarations of `* {...}` rules, the only sheet matplotlib writes; other selectors are left out."""
    css = " ".join(element.text or "" for element in root.iter(SVG + "style"))
    return [d for body in re.findall(r"\*\s*\{([^}]*)\}", css) for d in _declarations(body)]


def _declarations(style: str) -> list[tuple[str, str]]:
    pairs = []
    for name, colon, value in (part.partition(":") for part in style.split(";")):
        if not colon:
            continue
        name, value = name.strip(), value.strip()
        font = FONT.fullmatch(value) if name == "font" else None
        if font:
            pairs += [(f"font-{k}", v) for k, v in font.groupdict().items() if v]
        elif re.fullmatch(r"[a-z-]+", name):
            pairs.append((name, value))
    return pairs


def _flatten(element, rules: list[tuple[str, str]], family: str | None) -> None:
    if element.tag == SVG + "svg":
        for name, value in rules:
            element.set(name, value)
    for name, value in _declarations(element.attrib.pop("style", "")):
        element.set(name, value)
    for name, value in element.attrib.items():
        if not _is_harmless(name, value):
            del element.attrib[name]
    if family and element.get("font-family"):
        others = [f for f in element.get("font-family").split(",") if f.strip(" '\"") != family]
        element.set("font-family", ", ".join([f"'{family}'", *(f.strip() for f in others)]))


def _is_harmless(name: str, value: str) -> bool:
    """Whether an attribute only draws: nothing of it leads out of the drawing."""
    if name in ("href", XLINK + "href"):
        return value.startswith("#") or bool(PICTURE.fullmatch(value))
    if name == SPACE:
        return True
    return name in allowed("svg")[1] and "url(" not in REFERENCE.sub("", value).lower()


def _is_ground(element) -> bool:
    """Whether an element is the white box a chart is drawn on: it would hide the draft mark behind it."""
    white = element.get("fill", "").lower() in WHITE and element.get("stroke", "none") == "none"
    return white and bool(element.tag == SVG + "rect" or BOX.fullmatch(element.get("d", "")))


def _drop(element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _rename(root, prefix: str) -> None:
    names: dict[str, str] = {}
    for element in root.iter():
        if "id" in element.attrib:
            old = element.get("id")
            names.setdefault(old, f"{prefix}{len(names) + 1}")
            element.set("id", names[old])
    for element in root.iter():
        for name, value in element.attrib.items():
            if "url(" in value:
                element.set(name, REFERENCE.sub(lambda m: f"url(#{names.get(m[1], m[1])})", value))
            elif name in ("href", XLINK + "href") and value.startswith("#"):
                element.set(name, "#" + names.get(value[1:], value[1:]))
