"""What a PDF page draws beside its characters: straight lines, pictures, and text that PDFium passes over."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from ipstats.limits import Meter

_DEEPEST = 8
"""Forms in forms."""
_THIN = 1.5
"""Points by which a line may be thick, or not straight."""
_MOST_POINTS = 1000
"""A path of more points is a drawing, and rules nothing."""
_NO_WIDTH = 0.01


Rule = tuple[float, float, float]
"""A straight line: its place along the other axis, its first and its last point."""
Point = tuple[float, float]


@dataclass(slots=True)
class Drawn:
    """What a page draws: the straight lines across and down it, in points from the top left."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    has_pictures: bool = False
    passed_over: bool = False
    """Whether PDFium gives no characters for some text: one sign alone of a typeface that draws nothing."""


def drawn_on(page, place: Callable[[float, float], Point], meter: Meter) -> Drawn:
    """What a page draws, in forms too; `place` maps the page's own axes to points from the top left."""
    import pypdfium2.raw as pdfium

    found, seen = Drawn(), 0
    whole: tuple[float, ...] = (1, 0, 0, 1, 0, 0)
    todo = [(page.raw, pdfium.FPDFPage_GetObject, pdfium.FPDFPage_CountObjects(page), whole, 0)]
    while todo:
        holder, get, count, matrix, depth = todo.pop()
        meter.check("operators", seen := seen + count)
        for index in range(count):
            drawn = get(holder, index)
            kind = pdfium.FPDFPageObj_GetType(drawn)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                _rule(found, drawn, matrix, place)
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                found.passed_over = found.passed_over or _is_passed_over(drawn)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inside = pdfium.FPDFFormObj_CountObjects(drawn), _times(_matrix(drawn), matrix), depth + 1
                todo.append((drawn, pdfium.FPDFFormObj_GetObject, *inside))
            found.has_pictures |= kind == pdfium.FPDF_PAGEOBJ_IMAGE
    return found


def _is_passed_over(text) -> bool:
    """PDFium drops text without width: a space, or a sign alone whose typeface is not there or is made invisible."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(text, left, bottom, right, top)
    if right.value - left.value > _NO_WIDTH:
        return False
    hidden = pdfium.FPDFTextObj_GetTextRenderMode(text) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    return hidden or pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(text)) == 0


def _matrix(drawn) -> tuple[float, ...]:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: tuple, outer: tuple) -> tuple[float, ...]:
    """The matrix that maps by `inner`, then by `outer`."""
    a, b, c, d, e, f = inner
    columns = ((outer[0], outer[2], outer[4]), (outer[1], outer[3], outer[5]))
    (p, q, r), (s, t, u) = columns
    return a * p + b * q, a * s + b * t, c * p + d * q, c * s + d * t, e * p + f * q + r, e * s + f * t + u


def _rule(found: Drawn, path, matrix: tuple, place: Callable) -> None:
    """The straight sides of a path that is painted; a thin box is one line."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(path)
    if not 1 < count <= _MOST_POINTS or not _is_painted(path):
        return
    points = _points(path, count, _times(_matrix(path), matrix), place)
    xs, ys = ([point[axis] for _, point in points] for axis in (0, 1))
    if max(ys) - min(ys) <= _THIN or max(xs) - min(xs) <= _THIN:
        points = [(False, (min(xs), min(ys))), (True, (max(xs), max(ys)))]
    for (_, (x0, y0)), (drawn, (x1, y1)) in pairwise(points):
        width, height = abs(x1 - x0), abs(y1 - y0)
        if drawn and height <= _THIN < width:
            found.across.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif drawn and width <= _THIN < height:
            found.down.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _is_painted(path) -> bool:
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _points(path, count: int, matrix: tuple, place: Callable) -> list[tuple[bool, Point]]:
    """The points of a path on the page, each with whether a straight line is drawn to it."""
    import pypdfium2.raw as pdfium

    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points, start = [], (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = place(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        start = point if kind == pdfium.FPDF_SEGMENT_MOVETO else start
        points.append((kind == pdfium.FPDF_SEGMENT_LINETO, point))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append((True, start))
    return points
