"""The formats of documents: which reader each goes to, and what to do with those that are not read."""

import re
import zipfile
from importlib import import_module
from io import BytesIO
from pathlib import Path

from ipstats.documents import converting, misread
from ipstats.documents.content import Content
from ipstats.documents.unlocking import unlocked
from ipstats.errors import DocumentError
from ipstats.limits import LIMITS, Limits, Meter

READERS = {
    ".md": ("markdown", "read"),
    ".txt": ("markdown", "read"),
    ".html": ("html", "read"),
    ".htm": ("html", "read"),
    ".docx": ("docx", "read"),
    ".pdf": ("pdf", "read"),
    ".xlsx": ("workbook", "read"),
    ".xlsm": ("workbook", "read"),
    ".xls": ("old_workbook", "read"),
    ".csv": ("delimited", "read"),
}
"""Ending -> the module of this package and its function `(data, name, meter) -> Content`."""

GRIDS = (".csv", ".xlsx", ".xlsm", ".xls")
"""Endings of tables whose cells can be mapped."""

CONVERT = {
    **{ending: f"{to} (另存为), or install LibreOffice" for ending, to in converting.TO.items()},
    ".pages": ".docx", ".docm": ".docx", ".dotx": ".docx", ".numbers": ".xlsx", ".xlsb": ".xlsx",
    ".ofd": ".pdf (OFD 阅读器: 导出)", ".caj": ".pdf", ".ceb": ".pdf", ".ppt": ".pdf", ".pptx": ".pdf",
    ".dps": ".pdf", ".epub": ".html", ".mht": ".html", ".mhtml": ".html", ".eml": ".html",
    ".zip": "the documents inside it (解压)", ".rar": "the documents inside it (解压)",
    ".7z": "the documents inside it (解压)", ".gz": "the document inside it (解压)",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), "text: recognise it first (先作文字识别)"),
    ".json": ".csv", ".xml": ".html", ".parquet": ".csv", ".tsv": ".csv",
}  # fmt: skip
"""Endings that are not read -> what to save or turn them into; some of them are where LibreOffice is installed."""

_OFFICE = {".docx": "word/", ".xlsx": "xl/", ".xlsm": "xl/"}
_WEB = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype html|html|table|meta|head)", re.I | re.S
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
_ZIP = b"PK\x03\x04"
_ENCRYPTED, _WORKBOOK, _OLD_WORD = (
    name.encode("utf-16-le") for name in ("EncryptedPackage", "Workbook", "WordDocument")
)
"""Streams of an OLE file, as its directory names them."""


def read(data: bytes, name: str, limits: Limits = LIMITS) -> Content:
    """The content of a file's bytes by its name; `DocumentError` says what is wrong with them, and what to do."""
    meter = Meter(name, limits)
    suffix = Path(name).suffix.lower()
    refuse(name)
    meter.check("file", len(data))
    if not data.strip(b"\x00 \t\r\n"):
        raise DocumentError(f"{name}: is empty")
    if suffix == ".docx" and data.startswith(_OLE) and _OLD_WORD in data and converting.program():
        suffix = ".doc"
    if suffix in converting.TO:
        data, suffix = converting.convert(data, name, suffix, meter), converting.TO[suffix]
    if suffix in (".xlsx", ".docx") and data.startswith(_OLE) and _ENCRYPTED in data:
        data = unlocked(data, name)
    suffix = _kind(data, suffix)
    _look(name, suffix, data)
    module, function = READERS[suffix]
    content = getattr(import_module(f"ipstats.documents.{module}"), function)(data, name, meter)
    meter.check("characters", len(content.text))
    if misread_numbers := misread.warning(content.text):
        content.warnings.append(misread_numbers)
    meter.tick()
    return content


def refuse(name: str) -> None:
    """Refuse a file whose ending nothing here reads, with what to save it as."""
    suffix = Path(name).suffix.lower()
    if suffix in CONVERT and not (suffix in converting.TO and converting.program()):
        raise DocumentError(f"{name}: {suffix} is not read; save it as {CONVERT[suffix]}")
    if suffix not in {*READERS, *CONVERT}:
        seen = suffix or "a file without ending"
        raise DocumentError(f"{name}: {seen} is not read; expected one of {' '.join(READERS)}")


def _kind(data: bytes, suffix: str) -> str:
    """What Excel opens goes to its own reader, whichever ending it bears; many sites export web pages named .xls."""
    if suffix == ".xls" and data.startswith(_ZIP):
        return ".xlsx"
    if suffix == ".xls" and _WEB.match(data[:_HEAD]):
        return ".html"
    return ".xls" if suffix == ".xlsx" and data.startswith(_OLE) and _WORKBOOK in data else suffix


def _look(name: str, suffix: str, data: bytes) -> None:
    """Refuse what is not what its ending says."""
    seen = ""
    if data.startswith(_OLE) and suffix != ".xls":
        what = "is encrypted, or an old Office file" if suffix in _OFFICE else "is an old Office file"
        to = ".xlsx" if suffix in GRIDS else ".docx"
        seen = f"{what}; take the password off and save it as {to} (加密或旧版 Office 文件)"
    elif data.startswith(b"%PDF-") and suffix != ".pdf":
        seen = "is a PDF; name it .pdf (实为 PDF 文件)"
    elif suffix in _OFFICE:
        seen = _seen_inside(suffix, data)
    elif suffix == ".xls" and data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"MIME-Version")):
        seen = "is a page or XML that Excel wrote; open it and save it as .xlsx (请另存为 .xlsx)"
    elif data.startswith(_ZIP):
        seen = f"is a ZIP or Office file, not {suffix}; name it .docx or .xlsx, or unpack it (压缩包或 Office 文件)"
    if seen:
        raise DocumentError(f"{name}: {seen}")


def _seen_inside(suffix: str, data: bytes) -> str:
    """What is wrong with a package of an Office file, or nothing."""
    if _WEB.match(data[:_HEAD]):
        return "is a web page, as exports often are; name it .html (实为网页文件)"
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        return f"is cut short or damaged ({error}); fetch it again, or save it as {suffix} again"
    if not any(member.filename.replace("\\", "/").lstrip("/").startswith(_OFFICE[suffix]) for member in members):
        return f"is a ZIP file but no {suffix}; save it as {suffix} again (不是 {suffix} 文件)"
    return "is encrypted; take the password off (文件已加密)" if any(one.flag_bits & 1 for one in members) else ""
