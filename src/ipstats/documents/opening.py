"""A file, its bytes or a text becomes `Content`: text, blocks and printed tables, before any figure is read."""

import re
import stat
from datetime import date
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from ipstats.documents import formats
from ipstats.documents.blocks import Block
from ipstats.documents.content import Content
from ipstats.errors import DocumentError, ParameterError
from ipstats.limits import LIMITS, Limits, Meter
from ipstats.model.numerals import parse_number

TEXT = "text"
"""The `source_id` of a text that is no file."""
ENDINGS = (*formats.READERS, *formats.CONVERT)
_SENTENCE = r"[\u4e00-\u9fff].*[0-9。，；一二三四五六七八九十]"


class Opened(NamedTuple):
    """The content of a document, the `source_id` it has unless another is given, and its path where it is a file."""

    content: Content
    source_id: str
    path: Path | None


def read_content(document: str | Path | bytes, name: str = "", limits: Limits = LIMITS) -> Content:
    """The text, blocks and printed tables of a document, before any figure is read."""
    return open_document(document, name, limits).content


def open_document(document: str | Path | bytes, name: str = "", limits: Limits = LIMITS) -> Opened:
    """A path, text, or the bytes of a file with its `name`; `DocumentError` for what cannot be read.

    `limits` says how much is read at most.
    """
    if isinstance(document, bytes):
        if not name:
            raise ParameterError("the bytes of a document need its file name: read(data, name='report.pdf')")
        return Opened(formats.read(document, name, limits), Path(name).stem, None)
    if isinstance(document, str) and not name and is_text(document):
        from ipstats.documents.markdown import read_markdown

        return Opened(read_markdown(document, Meter(TEXT, limits)), TEXT, None)
    if not isinstance(document, (str, PathLike)):
        raise ParameterError(
            f"{type(document).__name__} is no document; give a path, a text, or the bytes of a file with its name"
        )
    path = Path(document)
    return Opened(formats.read(bytes_of(path, limits), name or str(path), limits), path.stem, path)


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


def bytes_of(path: Path, limits: Limits = LIMITS) -> bytes:
    """What a file holds; `DocumentError` for what is no file of bytes, too large, or cannot be read."""
    if address := re.match(r"(https?:)/+(.*)", str(path)):
        raise DocumentError(
            f"{address[1]}//{address[2]}: is an address; fetch it with `ipstats add URL`, then read the file"
        )
    regular_file(path, limits)
    try:
        with path.open("rb") as file:
            return file.read(limits.file + 1)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror or error}") from None


def regular_file(path: Path, limits: Limits = LIMITS) -> None:
    """Refuse what is no file of bytes (a folder, a pipe, a device), is not there, or is too large to be read."""
    try:
        seen = path.stat()
    except FileNotFoundError:
        raise DocumentError(f"{path}: no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"{path}: cannot be read: {reason}") from None
    if stat.S_ISDIR(seen.st_mode):
        raise DocumentError(f"{path}: is a folder; give the documents in it, e.g. {path}/*.md")
    if not stat.S_ISREG(seen.st_mode):
        raise DocumentError(f"{path}: is a pipe or a device, not a file; save it as a file first")
    Meter(str(path), limits).check("file", seen.st_size)


_DATE = re.compile(
    r"(?:(?:信息|文章|稿件)?来源[：:]\s*\S{1,20}\s+)?(?:(?:发布|发文|成文)?(?:日期|时间|于)[：:]?\s*)?(20\d\d)\s*[年/.-]\s*(1[0-2]|0?[1-9])\s*[月/.-]\s*(3[01]|[12]\d|0?[1-9])日?"
    r"(?:\s+\d\d?:\d\d(?::\d\d)?)?(?:\s*(?:来源|字号|浏览)\S*)*"
)
_DATED = re.compile(
    r"(?:发布|会议|召开|发文|成文)?(?:日期|时间)[：:]\s*(20\d\d)年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日(?![至到—–-])"
)
"""The line of a press conference that says when, and then often where."""


_CHINESE_DAY = re.compile(
    "(二[〇零○][〇零○一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


def _in_digits(day: re.Match) -> str:
    """二〇二五年四月二十二日 in digits."""
    return "{}年{}月{}日".format(*(int(parse_number(part).value) for part in day.groups()))


def stated_date(blocks: list[Block]) -> date | None:
    """The day that stands alone in a line near the head or the foot of a document: when it was published."""
    for block in [*blocks[:8], *reversed(blocks[-4:])]:
        text = _CHINESE_DAY.sub(_in_digits, block.text.strip(" （）()—–-\u3000"))
        if match := _DATE.fullmatch(text) or _DATED.match(text):
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                continue
    return None
