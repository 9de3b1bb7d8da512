"""A file, its bytes or a text becomes `Content`: text, blocks and printed tables, before any figure is read."""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ipstats.documents import formats
from ipstats.documents.blocks import Block
from ipstats.documents.content import Content
from ipstats.errors import DocumentError, ParameterError

TEXT = "text"
"""The `source_id` of a text that is no file."""
ENDINGS = (*formats.READERS, *formats.CONVERT)
_SENTENCE = r"[\u4e00-\u9fff].*[0-9。，；一二三四五六七八九十]"


class Opened(NamedTuple):
    """The content of a document, the `source_id` it has unless another is given, and its path where it is a file."""

    content: Content
    source_id: str
    path: Path | None


def read_content(document: str | Path | bytes, name: str = "") -> Content:
    """The text, blocks and printed tables of a document, before any figure is read."""
    return open_document(document, name).content


def open_document(document: str | Path | bytes, name: str = "") -> Opened:
    """A path, text, or the bytes of a file with its `name`; `DocumentError` for what cannot be read."""
    if isinstance(document, bytes):
        if not name:
            raise ParameterError("the bytes of a document need its file name: read(data, name='report.pdf')")
        return Opened(formats.reader(name, document)(document, name), Path(name).stem, None)
    if isinstance(document, str) and not name and is_text(document):
        from ipstats.documents.markdown import read_markdown

        return Opened(read_markdown(document), TEXT, None)
    path = Path(document)
    data = _bytes(path)
    return Opened(formats.reader(name or str(path), data)(data, str(path)), path.stem, path)


def is_text(document: str) -> bool:
    """Whether a string is the text itself, not the path of a file."""
    if "\n" in document or len(document) > 1000:
        return True
    if document.lower().endswith(ENDINGS) or "\0" in document:
        return False
    try:
        return not Path(document).exists() and bool(re.search(_SENTENCE, document))
    except OSError:
        return True


def _bytes(path: Path) -> bytes:
    if address := re.match(r"(https?:)/+(.*)", str(path)):
        raise DocumentError(
            f"{address[1]}//{address[2]}: is an address; fetch it with `ipstats add URL`, then read the file (是网址)"
        )
    try:
        if path.is_dir():
            raise DocumentError(f"{path}: is a folder; give the documents in it, e.g. {path}/*.md (是文件夹)")
        if path.stat().st_size > formats.LARGEST:
            raise DocumentError(f"{path}: is larger than {formats.LARGEST // 2**20} MB; split it (文件过大)")
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{path}: no such file (文件不存在)") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"{path}: cannot be read: {reason} (无法读取)") from None


_DATE = re.compile(
    r"(?:(?:发布|发文|成文)?(?:日期|时间|于)[：:]?\s*)?(20\d\d)\s*[年/.-]\s*(1[0-2]|0?[1-9])\s*[月/.-]\s*(3[01]|[12]\d|0?[1-9])日?"
    r"(?:\s+\d\d?:\d\d(?::\d\d)?)?(?:\s*(?:来源|字号|浏览)\S*)*"
)
_DATED = re.compile(
    r"(?:发布|会议|召开|发文|成文)?(?:日期|时间)[：:]\s*(20\d\d)年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日(?![至到—–-])"
)
"""The line of a press conference that says when, and then often where."""


def stated_date(blocks: list[Block]) -> date | None:
    """The day that stands alone in a line near the head or the foot of a document: when it was published."""
    for block in [*blocks[:8], *reversed(blocks[-4:])]:
        text = block.text.strip(" （）()\u3000")
        if match := _DATE.fullmatch(text) or _DATED.match(text):
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                continue
    return None
