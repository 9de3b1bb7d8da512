"""The formats of documents: which reader each goes to, and what to do with those that are not read."""

import re
import zipfile
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path

from ipstats.documents.content import Content
from ipstats.errors import DocumentError

READERS = {
    ".md": ("markdown", "read"),
    ".txt": ("markdown", "read"),
    ".html": ("html", "read"),
    ".htm": ("html", "read"),
    ".docx": ("docx", "read"),
    ".pdf": ("pdf", "read"),
    ".xlsx": ("workbook", "read"),
    ".csv": ("workbook", "read_csv"),
}
"""Ending -> the module of this package and its function `(data, name) -> Content`."""

CONVERT = {
    ".doc": ".docx (Word: 另存为)", ".wps": ".docx (WPS: 另存为)", ".rtf": ".docx (Word: 另存为)",
    ".odt": ".docx", ".pages": ".docx", ".docm": ".docx", ".dotx": ".docx",
    ".xls": ".xlsx (Excel: 另存为)", ".et": ".xlsx (WPS: 另存为)", ".ods": ".xlsx", ".numbers": ".xlsx",
    ".xlsm": ".xlsx", ".xlsb": ".xlsx",
    ".ofd": ".pdf (OFD 阅读器: 导出)", ".caj": ".pdf", ".ceb": ".pdf", ".ppt": ".pdf", ".pptx": ".pdf",
    ".dps": ".pdf", ".epub": ".html", ".mht": ".html", ".mhtml": ".html", ".eml": ".html",
    ".zip": "the documents inside it (解压)", ".rar": "the documents inside it (解压)",
    ".7z": "the documents inside it (解压)", ".gz": "the document inside it (解压)",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), "text: recognise it first (先作文字识别)"),
    ".json": ".csv", ".xml": ".html", ".parquet": ".csv", ".tsv": ".csv",
}  # fmt: skip
"""Endings that are not read -> what to save or turn them into."""

LARGEST = 200 * 2**20
LARGEST_UNPACKED = 400 * 2**20
_RATIO = 200
_WEB = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta|head)", re.I)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def reader(name: str, data: bytes) -> Callable[[bytes, str], Content]:
    """The reader of a document by its name, after a look at its first bytes; `DocumentError` says what to convert."""
    suffix = Path(name).suffix.lower()
    if suffix in CONVERT:
        raise DocumentError(f"{name}: {suffix} is not read; save it as {CONVERT[suffix]}")
    if suffix not in READERS:
        seen = suffix or "a file without ending"
        raise DocumentError(f"{name}: {seen} is not read; expected one of {' '.join(READERS)}")
    _look(name, suffix, data)
    module, function = READERS[suffix]
    return getattr(import_module(f"ipstats.documents.{module}"), function)


def _look(name: str, suffix: str, data: bytes) -> None:
    """Refuse what is not what its ending says, is empty, or would not fit."""
    if len(data) > LARGEST:
        raise DocumentError(f"{name}: is larger than {LARGEST // 2**20} MB; split it (文件过大)")
    if not data.strip(b"\x00 \t\r\n"):
        raise DocumentError(f"{name}: is empty (空文件)")
    if data.startswith(_OLE):
        what = "is encrypted, or an old Office file" if suffix in (".docx", ".xlsx") else "is an old Office file"
        to = ".xlsx" if suffix in (".xlsx", ".csv") else ".docx"
        raise DocumentError(f"{name}: {what}; take the password off and save it as {to} (加密或旧版 Office 文件)")
    if data.startswith(b"%PDF-") and suffix != ".pdf":
        raise DocumentError(f"{name}: is a PDF; name it .pdf (实为 PDF 文件)")
    if suffix in (".docx", ".xlsx") and _WEB.match(data):
        raise DocumentError(f"{name}: is a web page, as exports often are; name it .html (实为网页文件)")
    if suffix in (".docx", ".xlsx"):
        _look_inside(name, suffix, data)
    elif data.startswith(b"PK\x03\x04"):
        raise DocumentError(f"{name}: is a ZIP or Office file, not {suffix}; name it .docx or .xlsx, or unpack it")


def _look_inside(name: str, suffix: str, data: bytes) -> None:
    part = {".docx": "word/", ".xlsx": "xl/"}[suffix]
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DocumentError(
            f"{name}: is cut short or damaged ({error}); fetch it again, or save it as {suffix} again (文件不完整)"
        ) from None
    if not any(member.filename.startswith(part) for member in members):
        raise DocumentError(f"{name}: is a ZIP file but no {suffix}; save it as {suffix} again")
    size = sum(member.file_size for member in members)
    if size > LARGEST_UNPACKED or (size > 50 * 2**20 and size > _RATIO * len(data)):
        raise DocumentError(f"{name}: would unpack to {size // 2**20} MB; split it (解压后过大)")
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError(f"{name}: is encrypted; take the password off (文件已加密)")
