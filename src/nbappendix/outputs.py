"""Outputs of code cells -> blocks: our own MIME bundles first, then charts, pictures, tables in HTML, text, errors."""

import base64
import copy
import io
import re
from pathlib import Path

from nbappendix import markdown
from nbappendix.hooks import Hooks, hooks

PICTURES = ("image/png", "image/jpeg")
SUFFIXES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|[\x00-\x08\x0b\x0c\x0e-\x1f]")
PLACEHOLDER = re.compile(r"<(Figure|Axes|matplotlib|pandas\.io\.formats\.style|IPython\.core\.display)[^\n]*>")


def joined(outputs) -> list[dict]:
    """The outputs with neighbouring pieces of one stream put together, as a screen shows them."""
    result: list[dict] = []
    for output in outputs:
        last = result[-1] if result else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"] and "text" in last:
            last["text"] += _text(output["text"])
        elif output["output_type"] == "stream":
            result.append({"output_type": "stream", "name": output["name"], "text": _text(output["text"])})
        else:
            result.append(output)
    return result


def blocks(output) -> list[dict]:
    """The blocks of one output; an output that only says `<Figure ...>` gives none."""
    if output["output_type"] == "stream":
        return _printed(screen(output["text"]), output["name"])
    if output["output_type"] == "error":
        trace = screen("\n".join(output.get("traceback", [])))
        return [{"kind": "output", "stream": "error", "text": f"{output['ename']}: {output['evalue']}", "trace": trace}]
    data = output.get("data", {})
    for name, made in BUNDLES.items():
        for start in Hooks.mime, hooks().mime:
            if (bundle := data.get(f"{start}.{name}+json")) is not None:
                return [made(copy.deepcopy(dict(bundle)))]
    return _foreign(data)


def prose(bundle: dict) -> dict:
    """A sentence of ours as a paragraph, `missing` where it only says that there is nothing to say; links stay."""
    nodes = []
    for part in bundle["inlines"]:
        text = {"t": "text", "text": part["text"]}
        if part.get("href"):
            nodes.append({"t": "link", "href": part["href"], "title": part.get("title") or "", "inlines": [text]})
        else:
            nodes.append(text)
    return {"kind": "paragraph", "inlines": nodes, "missing": bool(bundle.get("missing"))}


def screen(text: str) -> str:
    """Text as a terminal would leave it: no colours, a carriage return overwrites its line (progress bars)."""
    lines = ANSI.sub("", text.replace("\r\n", "\n")).split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2].rstrip() for line in lines).strip("\n")


def load_picture(block: dict, attachments: dict, folder: Path | None) -> None:
    """Put the picture a Markdown cell names into its block: an attachment, a data address, or a file below `folder`.

    Nothing is fetched from the network; a picture that is not at hand leaves a figure with its words alone.
    """
    href = block.pop("href")
    block |= {"id": "", "alt": block["title"], "data": None}
    if href.startswith("attachment:"):
        bundle = attachments.get(href.removeprefix("attachment:"), {})
        mime = next((m for m in bundle if m in (*PICTURES, "image/svg+xml")), "")
        _place(block, mime, base64.b64decode(_text(bundle[mime])) if mime else b"")
    elif match := re.match(r"data:(image/[\w+]+);base64,(.*)", href, re.S):
        _place(block, match[1], base64.b64decode(match[2]))
    elif folder and not re.match(r"[a-z]+:", href):
        path = (folder / href).resolve()
        if path.suffix.lower() in SUFFIXES and path.is_relative_to(folder.resolve()) and path.is_file():
            _place(block, SUFFIXES[path.suffix.lower()], path.read_bytes())


def _foreign(data: dict) -> list[dict]:
    if "<svg" in _text(data.get("image/svg+xml", "")):
        return [{"kind": "figure", "id": "", "title": "", "alt": "", "svg": _text(data["image/svg+xml"]), "data": None}]
    for mime in PICTURES:
        if mime in data:
            block = {"kind": "figure", "id": "", "title": "", "alt": "", "data": None}
            _place(block, mime, base64.b64decode(_text(data[mime])))
            return [block]
    html = _text(data.get("text/html", ""))
    if "<table" in html:
        return [complete(b) if b["kind"] == "table" else b for b in markdown.html_blocks(html)]
    if "text/markdown" in data:
        return markdown.blocks(_text(data["text/markdown"]))
    if "text/latex" in data:
        return [{"kind": "math", "text": _text(data["text/latex"]).strip().strip("$")}]
    plain = screen(_text(data.get("text/plain", "")))
    if html:
        return markdown.html_blocks(html)
    return [] if PLACEHOLDER.fullmatch(plain) else _printed(plain, "text")


def _printed(text: str, stream: str) -> list[dict]:
    return [{"kind": "output", "stream": stream, "text": text}] if text.strip() else []


def complete(table: dict) -> dict:
    """A table with every key of its anatomy present, so that no format has to ask."""
    blank = {"id": "", "title": "", "unit": "", "period": "", "alt": "", "source": [], "notes": [], "language": ""}
    table = blank | {k: v for k, v in table.items() if v is not None} | {"kind": "table"}
    for key in ("source", "notes"):
        table[key] = [table[key]] if isinstance(table[key], str) else list(table[key])
    return table


def _figure(figure: dict) -> dict:
    data = figure.get("data")
    return complete(figure) | {"kind": "figure", "svg": figure["svg"], "data": complete(dict(data)) if data else None}


def _place(block: dict, mime: str, content: bytes) -> None:
    if mime == "image/svg+xml" and b"<svg" in content:
        block["svg"] = content.decode("utf-8", "replace")
    elif mime in PICTURES and _is_whole(content):
        block |= {"image": base64.b64encode(content).decode(), "mime": mime}


def _is_whole(content: bytes) -> bool:
    """Whether a picture can be decoded; a broken one would stop the whole document."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError):
        return False
    return True


def _text(value) -> str:
    return value if isinstance(value, str) else "".join(value)


BUNDLES = {"figure": _figure, "table": complete, "prose": prose}
"""The kinds of display bundles that a package may publish, as `<mime>.<kind>+json`; the first that is there counts."""
