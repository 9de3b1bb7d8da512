"""The streams of a PDF, unpacked once to count their bytes, before PDFium unpacks each at a time and whole."""

import re
import zlib
from collections.abc import Iterator

from ipstats.limits import Meter

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED_PICTURE = re.compile(rb"/(?:DCT|JPX|CCITTFax|JBIG2)Decode|/DCT\b|/CCF\b")
_ASCII85 = re.compile(rb"/ASCII85Decode|/A85\b")
_PIECE, _CHUNK = 1 << 16, 1 << 20
_DICTIONARY = 1000
_MOST_LAYERS = 8
"""Filters over each other."""


def check_streams(data: bytes, meter: Meter) -> None:
    """Refuse a PDF whose streams unpack to more than is read; packed pictures are left alone."""
    before = 0
    for match in _STREAM.finditer(data):
        said = data[max(before, match.start() - _DICTIONARY) : match.start()]
        said = said[said.rfind(b"obj") + 1 :]
        before = match.end()
        if _PACKED_PICTURE.search(said):
            continue
        limit, size = "picture" if b"/Image" in said else "stream", 0
        pieces: Iterator[bytes] = (data[at : at + _PIECE] for at in range(match.end(), len(data), _PIECE))
        if _ASCII85.search(said):
            pieces = iter([_from_ascii85(data[match.end() : data.find(b"~>", match.end())])])
        for _ in range(min(max(said.count(b"/Fl"), 1), _MOST_LAYERS)):
            pieces = _inflated(pieces)
        for piece in pieces:
            size += len(piece)
            meter.check(limit, size)
            meter.tick()
            if limit == "stream":
                meter.add("unpacked", len(piece))


def _from_ascii85(text: bytes) -> bytes:
    """The bytes of ASCII base-85; what is none gives some bytes or other, and no error."""
    import numpy as np

    digits = b"".join(text.split()).replace(b"z", b"!!!!!")
    groups = np.frombuffer(digits + b"u" * (-len(digits) % 5), np.uint8).reshape(-1, 5).astype(np.uint64) - 33
    return (groups @ np.array([85**4, 85**3, 85**2, 85, 1], np.uint64)).astype(">u4").tobytes()


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a deflated stream unpacked, none of them large; nothing where it is no such stream."""
    machine = zlib.decompressobj()
    for piece in pieces:
        while piece and not machine.eof:
            try:
                out = machine.decompress(piece, _CHUNK)
            except zlib.error:
                return
            if out:
                yield out
            piece = machine.unconsumed_tail
        if machine.eof:
            return
