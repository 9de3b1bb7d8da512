"""The pages of a PDF by PDFium: words with their boxes, ruled lines, whether there are pictures; all read upright."""

import io
import logging
import math
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple

from ipstats.documents.pdf_drawing import Drawn, drawn_on
from ipstats.documents.pdf_lines import Word
from ipstats.documents.pdf_streams import check_streams
from ipstats.documents.pdf_words import words_of
from ipstats.errors import DocumentError
from ipstats.limits import Meter

PDFIUM = threading.Lock()
"""PDFium is not made for several threads at once."""
_ASKEW, _NO_WAY = 5, 1
"""Degrees that a line may lean; the way of what leans more."""
UNKNOWN = "\ufffd"
"""A character whose typeface does not say which it is."""


@dataclass(slots=True)
class RawPage:
    """A page as it is drawn: words and rules in points from the top left, with the text upright.

    `askew` says that some of its text, figures among it, runs in another direction, and was left out.
    """

    number: int
    height: float
    words: list[Word]
    drawn: Drawn
    askew: bool


def raw_pages(data: bytes, meter: Meter) -> Iterator[RawPage]:
    """The pages of a PDF, one after another; a `DocumentError` for what PDFium cannot open."""
    import pypdfium2

    check_streams(data, meter)
    with PDFIUM:
        try:
            with closing(pypdfium2.PdfDocument(data)) as document:
                yield from _pages(document, data, meter)
        except pypdfium2.PdfiumError as error:
            raise _refused(meter.name, error) from None


def _pages(document, data: bytes, meter: Meter) -> Iterator[RawPage]:
    meter.check("pages", len(document))
    other = None
    for number in range(1, len(document) + 1):
        meter.tick()
        page = _page(document, number, meter)
        if page.drawn.passed_over:
            try:
                other = other or _by_pdfminer(data)
                page.words = _words_by_pdfminer(other, number)
            except Exception as error:  # pdfminer raises many kinds for a damaged file
                raise _refused(meter.name, error) from None
        yield page


def _by_pdfminer(data: bytes):
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    return pdfplumber.open(io.BytesIO(data))


def _words_by_pdfminer(document, number: int) -> list[Word]:
    """The words of a page from which PDFium left characters out."""
    page = document.pages[number - 1]
    chars = [_word(char) for char in page.chars if char["upright"]]
    page.close()
    return words_of(chars)


def _word(char: dict) -> Word:
    """A character of pdfminer's as a word of its own."""
    text = UNKNOWN if char["text"].startswith("(cid:") else char["text"]
    x0, x1, top, bottom, size = (float(char[name]) for name in ("x0", "x1", "top", "bottom", "size"))
    return Word(text, x0, x1, top, bottom, size)


def _refused(name: str, error) -> DocumentError:
    import pypdfium2.raw as pdfium

    if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return DocumentError(f"{name}: is encrypted; take the password off and save it again")
    return DocumentError(f"{name}: is damaged ({' '.join(str(error).split())[:120]}); fetch it again")


def _page(document, number: int, meter: Meter) -> RawPage:
    import pypdfium2.raw as pdfium

    with closing(document[number - 1]) as page:
        meter.check("operators", pdfium.FPDFPage_CountObjects(page))
        with closing(page.get_textpage()) as text:
            meter.check("operators", text.count_chars())
            chars = _chars(text)
        turn = _Turn(page.get_bbox(), Counter(char.degrees for char in chars).most_common(1)[0][0] if chars else 0)
        words = words_of([turn.char(char) for char in chars if char.degrees == turn.degrees])
        askew = any(char.text.isdigit() for char in chars if char.degrees != turn.degrees)
        return RawPage(number, turn.height, words, drawn_on(page, turn.point, meter), askew)


class _Char(NamedTuple):
    """A character, its box (left, bottom, right, top of the page's own axes), its size, and which way its text runs."""

    text: str
    box: tuple[float, float, float, float]
    size: float
    degrees: int


class _Turn:
    """From the axes of a PDF page to points from the top left with the text upright, whatever way it runs."""

    def __init__(self, page: tuple[float, float, float, float], degrees: int) -> None:
        self._left, self._bottom, self._right, self._top = page
        self.degrees = degrees
        sideways = degrees in (90, 270)
        self.height = self._right - self._left if sideways else self._top - self._bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.degrees:
            case 90:
                return y - self._bottom, x - self._left
            case 180:
                return self._right - x, y - self._bottom
            case 270:
                return self._top - y, self._right - x
        return x - self._left, self._top - y

    def char(self, char: _Char) -> Word:
        """A character as a word of its own."""
        left, bottom, right, top = char.box
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        upper, lower = sorted((y0, y1))
        return Word(char.text, min(x0, x1), max(x0, x1), upper, lower, char.size)


def _chars(text) -> list[_Char]:
    """The characters that a page draws; spaces that PDFium makes up itself are left out."""
    import pypdfium2.raw as pdfium

    found, high = [], 0
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    raw = text.raw
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0
        high = 0
        if code <= 0x20 and pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        known = code and pdfium.FPDFText_HasUnicodeMapError(raw, index) != 1
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium.FPDFText_GetMatrix(raw, index, matrix)
        size = pdfium.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.c, matrix.d)
        place = box.left, box.bottom, box.right, box.top
        found.append(_Char("-" if code == 2 else chr(code) if known else UNKNOWN, place, size, _way(matrix)))
    return found


def _way(matrix) -> int:
    """Which way text runs: 0, 90, 180 or 270 degrees from the page's own axis, or aslant."""
    if matrix.b == 0 < matrix.a:
        return 0
    degrees = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    near = round(degrees / 90) * 90
    return near % 360 if abs(degrees - near) < _ASKEW else _NO_WAY
