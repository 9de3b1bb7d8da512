"""How full the pages of a PDF are."""

import io

import pdfplumber


def fills(content):
    """How far down each page of a PDF is printed, of the height between its margins."""
    with pdfplumber.open(io.BytesIO(content)) as opened:
        return [_filled(page) for page in opened.pages]


def _filled(page):
    top, bottom = 85.0, page.height - 76.5
    marks = (m for m in (*page.chars, *page.rects, *page.curves, *page.lines, *page.images) if m.get("size", 0) < 60)
    within = [m["bottom"] for m in marks if m["top"] > top - 5 and m["bottom"] < bottom + 5]
    return (max(within, default=top) - top) / (bottom - top)
