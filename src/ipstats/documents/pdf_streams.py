"""The streams of a PDF, unpacked once to count their bytes, before PDFium unpacks each at a time and whole."""

import re
import zlib
from collections.abc import Iterator

from ipstats.limits import Meter

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED_PICTURE = re.compile(rb"/(?:DCT|JPX|CCITTFax|JBIG2)Decode|/DCT\b|/CCF\b")
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
        limit, size = "part" if b"/Image" in said else "stream", 0
        pieces = (data[at : at + _PIECE] for at in range(match.end(), len(data), _PIECE))
        for _ in range(min(max(said.count(b"/Fl"), 1), _MOST_LAYERS)):
            pieces = _inflated(pieces)
        for piece in pieces:
            size += len(piece)
            meter.check(limit, size)
            meter.add("unpacked", len(piece))
            meter.tick()


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
