"""Bytes become text: the encodings that Chinese documents come in, told apart without guessing at single characters."""

import codecs
import re

from ipstats.errors import DocumentError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f]")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]")
_MOST_CONTROL = 0.002
_USUAL = {"gb18030": (0xB0, 0xD7), "cp950": (0xA4, 0xC6)}
"""First bytes of the characters that are in daily use, in the encodings that sort them by use."""


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of bytes and the encoding it was in: by its BOM, else UTF-8, else UTF-16, GB18030 or Big5.

    A `DocumentError` when it is text in none of them.

    >>> decode("授权量".encode("gb18030"), "a.txt")
    ('授权量', 'gb18030')
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :] if encoding == "utf-8" else data, encoding, name), encoding
    for encoding in ("utf-8", *_utf16(data), *sorted(_USUAL, key=lambda one: -_usual(data, one))):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text, encoding
    raise DocumentError(f"{name}: is no text in UTF-8, UTF-16, GB18030 or Big5 (or is damaged); save it as UTF-8")


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name}: begins as {encoding.upper()} but byte {error.start} is not; save it as UTF-8"
        ) from None
    if not _is_text(text):
        raise DocumentError(f"{name}: holds control characters, so it is no text; save it as UTF-8")
    return text


def _utf16(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark shows in the zero bytes of its digits and line ends, all on one side."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if max(even, odd) <= 8 * min(even, odd) or len(data) % 2:
        return ()
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _usual(data: bytes, encoding: str) -> float:
    """The part of the two-byte characters that is in daily use, read in an encoding."""
    low, high = _USUAL[encoding]
    try:
        codes = [char.encode(encoding) for char in data[:8192].decode(encoding, "ignore") if char > "\x7f"]
    except UnicodeEncodeError:
        return 0
    return sum(low <= code[0] <= high for code in codes if len(code) == 2) / max(len(codes), 1)


def _is_text(text: str) -> bool:
    bad = len(_CONTROL.findall(text)) + len(_PRIVATE.findall(text)) / 4
    return bad <= _MOST_CONTROL * len(text) + (0 if "\x00" in text else 2)
