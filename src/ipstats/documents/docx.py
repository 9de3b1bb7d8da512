"""Word documents (.docx): paragraphs, headings, tables with merged cells, notes; not their running heads and feet."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ipstats.documents.content import Content, struck_out
from ipstats.documents.package import damaged, repacked, unpacked
from ipstats.documents.writer import SUPERSCRIPT, ContentWriter, Put
from ipstats.errors import DocumentError
from ipstats.limits import Meter

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_W}delText", f"{_W}instrText", f"{_W}fldData", f"{_W}rPr", f"{_W}pPr",
     f"{_W}txbxContent", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)  # fmt: skip
_MARKS = {f"{_W}tab": "\t", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}
_NOTES = {"footnotes": "footnoteReference", "endnotes": "endnoteReference"}
_MOST_STYLES = 12
"""Styles that are based on each other."""
_MOST_SHOWN = 60
"""Characters of a table left out that a warning quotes."""
_HEADINGS = {"title": 1, "标题": 1}
_PARTS = re.compile(r"\[Content_Types\]\.xml|(?:word/)?_rels/[^/]*\.rels|word/[^/]*\.xml", re.I)


def read(data: bytes, name: str, meter: Meter | None = None) -> Content:
    """The content of a .docx file; `DocumentError` when it is damaged or holds no text."""
    import docx

    meter = meter or Meter(name)
    try:
        document = docx.Document(repacked(unpacked(data, _PARTS, meter)))
        writer = ContentWriter(meter)
        _write(document, writer, meter)
    except DocumentError:
        raise
    except Exception as error:  # python-docx, zipfile and lxml raise many kinds for a damaged file
        raise damaged(name, error, "Word or WPS") from None
    if not writer.length:
        raise DocumentError(f"{name}: holds no text; if its pages are pictures, recognise the text first")
    return writer.finish()  # no title from the file's properties: templates leave theirs in


def _write(document, writer: ContentWriter, meter: Meter) -> None:
    levels, body = _Levels(document), document.element.body
    pages, apart = _Pages(body), set()
    for element in body.iter(f"{_W}p", f"{_W}tbl"):
        meter.tick()
        if any(one not in apart for one in element.iterancestors(f"{_W}tbl", f"{_W}txbxContent")):
            continue
        if element.tag == f"{_W}tbl":
            apart |= set() if _write_table(element, writer, pages.of(element)) else {element}
        else:
            level, kind = levels.of(element)
            writer.paragraph(_text(element), level=level, kind=kind, page=pages.of(element))
    for paragraph in _in_boxes(body):
        writer.paragraph(_text(paragraph))
    for text in _notes(document):
        writer.paragraph(text, kind="note")
    for line in struck_out(_struck(body)):
        writer.warn(line)


def _in_inner_tables(table) -> str:
    """The words of the tables that stand inside cells of a table."""
    cells = table.iterdescendants(f"{_W}tbl")
    return " ".join(_text(p).strip() for one in cells for p in _paragraphs(one, one)).strip()


def _in_boxes(body) -> Iterator:
    """The paragraphs of text boxes, each box once."""
    for box in body.iter(f"{_W}txbxContent"):
        if (
            next(box.iterancestors("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"), None)
            is None
        ):
            yield from box.iter(f"{_W}p")


def _write_table(table, writer: ContentWriter, page: int | None) -> bool:
    """Write a table; one of one column only frames text.

    False for one whose only row or column frames other tables: what is in it is still to be written. A table inside a
    cell of a table of figures is of its row and column, and is not read.
    """
    cells, said = _cells(table), _in_inner_tables(table)
    columns, rows = ({getattr(cell, axis) for cell in cells if cell.text} for axis in ("column", "row"))
    if said and min(len(columns), len(rows)) < 2:
        return False
    if said:
        shown = said[:_MOST_SHOWN] + (" …" if said[_MOST_SHOWN:] else "")
        writer.warn(f"a table inside a cell of another is not read: {shown} (单元格内的表格未读)")
    if len({cell.column for cell in cells}) > 1:
        writer.table(cells, page=page)
        return True
    for cell in cells:
        writer.paragraph(cell.text, page=page)
    return True


class _Levels:
    """The level of headings, by the style of a paragraph or what the style is based on."""

    def __init__(self, document) -> None:
        self._styles = {style.style_id: style for style in document.styles if style.type == 1}

    def of(self, paragraph) -> tuple[int | None, str]:
        """The heading level (None for none) and the kind of a paragraph."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None, ""
        outline = properties.find(f"{_W}outlineLvl")
        if outline is not None and outline.get(f"{_W}val", "9") in "012345678":
            return int(outline.get(f"{_W}val")) + 1, ""
        chosen = properties.find(f"{_W}pStyle")
        style = self._styles.get(chosen.get(f"{_W}val")) if chosen is not None else None
        for _ in range(_MOST_STYLES):
            if style is None:
                break
            if (said := _by_name((style.name or "").lower())) is not None:
                return said
            style = style.base_style
        return None, ""


def _by_name(style: str) -> tuple[int | None, str] | None:
    """The heading level and the kind that the name of a style says, None where it says nothing."""
    digits = style.removeprefix("heading").removeprefix("标题").strip()
    if style != digits and digits.isdecimal():
        return min(int(digits), 6), ""
    if style in _HEADINGS:
        return _HEADINGS[style], ""
    return (None, "item") if style.startswith("list") or "列表" in style else None


class _Pages:
    """Pages as Word last laid them out; unknown in files that it never did."""

    def __init__(self, body) -> None:
        self._at: dict[int, int] = {}
        breaks = body.findall(f".//{_W}lastRenderedPageBreak")
        if not breaks:
            return
        page = 1
        for element in body.iter(f"{_W}p", f"{_W}tbl", f"{_W}lastRenderedPageBreak"):
            if element.tag == f"{_W}lastRenderedPageBreak":
                page += 1
            else:
                self._at[id(element)] = page
        self._keep = body

    def of(self, element) -> int | None:
        return self._at.get(id(element))


def _text(element) -> str:
    """The text of a paragraph as it is read: no deleted or hidden words; raised digits as such."""
    return "".join(_pieces(element)).replace("\u00ad", "")


def _pieces(element) -> Iterator[str]:
    stack = [element]
    while stack:
        one = stack.pop()
        if not isinstance(one.tag, str) or one.tag in _SKIPPED:
            continue
        if one.tag == f"{_W}t":
            yield one.text.translate(SUPERSCRIPT) if one.text and _is_raised(one) else one.text or ""
        elif one.tag in _MARKS:
            yield _MARKS[one.tag]
        elif one.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            yield one.get(f"{_W}id", "").translate(SUPERSCRIPT)
        elif one.tag == f"{_W}r" and _has(one, "vanish", "strike", "dstrike"):
            continue
        else:
            stack.extend(reversed(one))


def _has(run, *names: str) -> bool:
    """Whether a run of text has any of these properties, and does not turn it off."""
    found = filter(lambda one: one is not None, (run.find(f"{_W}rPr/{_W}{name}") for name in names))
    return any(one.get(f"{_W}val", "true") not in ("0", "false", "off") for one in found)


def _struck(body) -> Iterator[str]:
    """The words that are struck out, run by run."""
    for run in body.iter(f"{_W}r"):
        if _has(run, "strike", "dstrike"):
            yield "".join(text.text or "" for text in run.iter(f"{_W}t"))


def _is_raised(text) -> bool:
    raised = text.getparent().find(f"{_W}rPr/{_W}vertAlign")
    return raised is not None and raised.get(f"{_W}val") == "superscript"


def _cells(table) -> list[Put]:
    """The cells of a table, a merged one once, with how far it spans."""
    put: list[Put] = []
    open_cells: dict[int, int] = {}
    for number, row in enumerate(table.findall(f"{_W}tr"), start=1):
        properties = row.find(f"{_W}trPr")
        head = properties is not None and properties.find(f"{_W}tblHeader") is not None
        column = 1 + _value(properties, "gridBefore", 0)
        for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt"):
            cell = cell if cell.tag == f"{_W}tc" else cell.find(f".//{_W}tc")
            if cell is None:
                continue
            own = cell.find(f"{_W}tcPr")
            columns = _value(own, "gridSpan", 1)
            merge = own.find(f"{_W}vMerge") if own is not None else None
            if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and column in open_cells:
                at = open_cells[column]
                put[at] = replace(put[at], rows=number - put[at].row + 1)
            else:
                open_cells[column] = len(put)
                raw = " ".join(filter(None, (_text(p).rstrip() for p in _paragraphs(cell, table))))
                put.append(Put(raw.strip().replace("\t", " "), number, column, 1, columns, head, _indent(cell, raw)))
            column += columns
    return put


def _paragraphs(cell, table) -> Iterator:
    """The paragraphs of a cell, without those of a table inside it."""
    return (p for p in cell.iter(f"{_W}p") if next(p.iterancestors(f"{_W}tbl")) is table)


def _value(properties, name: str, default: int) -> int:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    value = found.get(f"{_W}val", "") if found is not None else ""
    return min(int(value), 1000) if value.isdecimal() else default


def _indent(cell, raw: str) -> int:
    """How far a cell's text is set in: by spaces, or by the paragraph's indent in characters."""
    indent = cell.find(f"{_W}p/{_W}pPr/{_W}ind")
    set_in = 0
    if indent is not None:
        for key, size in (("leftChars", 100), ("firstLineChars", 100), ("left", 240), ("firstLine", 240)):
            value = indent.get(f"{_W}{key}", "")
            set_in = max(set_in, int(value) // size if value.isdecimal() else 0)
    return set_in + len(raw) - len(raw.lstrip("\u3000\u00a0"))


def _notes(document) -> Iterator[str]:
    """The text of foot- and endnotes, each with its mark."""
    from lxml import etree

    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind not in _NOTES or relation.is_external:
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for note in etree.fromstring(relation.target_part.blob, parser):
            text = " ".join(filter(None, (_text(p).strip() for p in note.iter(f"{_W}p"))))
            if text and note.get(f"{_W}type") is None:
                yield f"[{note.get(f'{_W}id')}]{text}"
