"""Outputs of code cells -> blocks: our own MIME bundles first, then charts, pictures, tables in HTML, text, errors."""

import base64
import io
import logging
import math
import re
from pathlib import Path

from nbappendix import bundles, markdown
from nbappendix.hooks import Hooks, hooks

log = logging.getLogger(__name__)
PICTURES = ("image/png", "image/jpeg")
SUFFIXES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|[\x00-\x08\x0b\x0c\x0e-\x1f]")
BUNDLES = {"figure": bundles.figure, "table": bundles.table, "prose": bundles.prose}
"""The kinds of display bundles that a package may publish, as `<mime>.<kind>+json`; the first that is sound counts."""
MOST_PIXELS = 50_000_000  # of a picture: what a browser and a PDF reader still open
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
        for start in dict.fromkeys((Hooks.mime, hooks().mime)):
            try:
                if isinstance(bundle := data.get(f"{start}.{name}+json"), dict):
                    return [made(bundle)]
            except bundles.Malformed as error:
                log.warning("a display bundle is left aside: %s (显示数据有误，改用其他形式)", error)
    return _foreign(data)


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
        for mime in [one for one in bundle if one in SUFFIXES.values()][:1]:
            _place(block, mime, base64.b64decode(_text(bundle[mime])))
    elif match := re.match(r"data:(image/[\w+]+);base64,(.*)", href, re.S):
        _place(block, match[1], base64.b64decode(match[2]))
    elif folder and not re.match(r"[a-z]+:", href):
        path = (folder / href).resolve()
        if path.suffix.lower() in SUFFIXES and path.is_relative_to(folder.resolve()) and path.is_file():
            _place(block, SUFFIXES[path.suffix.lower()], path.read_bytes())


def _foreign(data: dict) -> list[dict]:
    block = {"kind": "figure", "id": "", "title": "", "alt": "", "data": None}
    if "<svg" in (drawing := _text(data.get("image/svg+xml", ""))):
        return [block | {"svg": drawing}]
    for mime in PICTURES:
        if mime in data:
            _place(block, mime, base64.b64decode(_text(data[mime])))
            return [block]
    html = _text(data.get("text/html", ""))
    if "<table" in html:
        return markdown.html_blocks(html)
    if "text/markdown" in data:
        return markdown.blocks(_text(data["text/markdown"]))
    if "text/latex" in data:
        return [{"kind": "math", "text": markdown.UNHELD.sub("", _text(data["text/latex"])).strip().strip("$")}]
    plain = screen(_text(data.get("text/plain", "")))
    if html:
        return markdown.html_blocks(html)
    return [] if PLACEHOLDER.fullmatch(plain) else _printed(plain, "text")


def _printed(text: str, stream: str) -> list[dict]:
    return [{"kind": "output", "stream": stream, "text": text}] if text.strip() else []


def _place(block: dict, mime: str, content: bytes) -> None:
    if mime == "image/svg+xml" and b"<svg" in content:
        block["svg"] = content.decode("utf-8", "replace")
    elif mime in PICTURES and _is_whole(content):
        block |= {"image": base64.b64encode(content).decode(), "mime": mime}


def _is_whole(content: bytes) -> bool:
    """Whether a picture can be decoded; a broken one would stop the whole document, a huge one the machine."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            if math.prod(picture.size) > MOST_PIXELS:
                raise Image.DecompressionBombError(f"Image size ({math.prod(picture.size)} pixels)")
            picture.load()
    except Image.DecompressionBombError as error:
        log.warning("a picture is left out, save it smaller (图片过大，未收入): %s", error)
        return False
    except (OSError, SyntaxError, ValueError):
        return False
    return True


def _text(value) -> str:
    return value if isinstance(value, str) else "".join(value)
