"""The document model -> a workbook: a cover with contents and notes, then one sheet a table, ready to print.

Numbers keep their unrounded values and show what the report prints; texts stay texts, whatever they look like.
"""

import io
import math
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbappendix import bundles, links, model, tables
from nbappendix.formats import Job
from nbappendix.labels import labels

FACE = {"zh": "宋体", "en": "Arial"}
NARROW, WIDE = 8, 42  # column widths in characters
MOST = 32_000  # characters of a cell; Excel takes 32,767
HIGHEST = 409  # points of a row
SOFT = "#55595F"
SCALES = {"万": 1e4, "亿": 1e8}
PRINTED = re.compile(r"(?P<sign>[+\-−]?)(?P<whole>\d[\d,]*)(?:\.(?P<decimals>\d+))?\s*(?P<after>[^\d.,]*)")


def files(doc: dict, job: Job) -> dict[Path, bytes]:
    """The one file of this format (`formats.py`)."""
    return {job.target: render(doc, job.timestamp, job.prefix)}


def render(doc: dict, timestamp: int, prefix: str = "") -> bytes:
    """The workbook's bytes, dated `timestamp`; `prefix` as in `links.py`."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = datetime.fromtimestamp(timestamp, UTC).replace(tzinfo=None)
    book.set_properties({"title": doc["title"], "author": doc["publisher"], "created": created})
    words = labels(doc["language"])
    formats = _Formats(book, FACE[doc["language"]])
    found = [tables.separated(table, words) for table in model.data_tables(doc)]
    cover = book.add_worksheet(words["cover"])
    sheets = [book.add_worksheet(table["label"].replace(" ", "")[:31]) for table in found]
    _cover(cover, doc, found, sheets, words, formats)
    for sheet, table in zip(sheets, found, strict=True):
        _sheet(sheet, table, doc, words, formats, prefix)
    book.close()
    return out.getvalue()


def number_format(text: str, value: object) -> str | None:
    """The spreadsheet format under which `value` shows as `text` does; None when `text` is not that number.

    `5.63%` over 5.63 gives `0.00"%"`, over 0.0563 `0.00%`; `187,884` gives `#,##0`; `36.5万` over 365000 gives
    `0\\.0,"万"`, and with other decimals the whole number.
    """
    match = PRINTED.fullmatch(text.strip())
    if match is None or not tables.is_number(value):
        return None
    digits = _digits(match, text.strip(), value)
    return f"+{digits};-{digits}" if digits and match["sign"] == "+" else digits


def _digits(match, text: str, value: float) -> str | None:
    """The format without its sign: digits and what stands behind them, None where the number is another."""
    decimals, after = match["decimals"] or "", match["after"]
    printed = text[: match.end("decimals" if decimals else "whole")]
    digits = ("#,##0" if "," in match["whole"] else "0") + f".{'0' * len(decimals)}".rstrip(".")
    scale = SCALES.get(after[:1])
    if tables.agrees(printed, value):
        return digits + (f'"{after}"' if after else "")
    if after in ("%", "％") and tables.agrees(printed, value * 100):
        return digits + "%"
    if scale and tables.agrees(printed, value / scale):
        return f'0\\.0,"{after}"' if after[0] == "万" and len(decimals) == 1 else f'#,##0"{after[1:]}"'
    return None


class _Formats:
    """Cell formats of one workbook, made once for each combination that is used."""

    def __init__(self, book, face: str):
        self._book, self._face = book, face
        self._made: dict[tuple, Any] = {}

    def __call__(self, **properties):
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": self._face, "font_size": 10.5} | properties)
        return self._made[key]


def _cover(sheet, doc: dict, found: list[dict], sheets: list, words: dict, formats: _Formats) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 96)
    sheet.write_string(0, 0, doc["title"], formats(bold=True, font_size=16))
    sheet.write_column(1, 0, doc["cover"], formats())
    row, heads = 1 + len(doc["cover"]), formats(bold=True, bottom=1, top=2)
    if doc["draft"]:
        sheet.write_string(row, 0, words["draft_long"], formats(font_color="#A1261E", bold=True))
        row += 1
    sheet.write_row(row + 1, 0, [words["sheet"], words["title"]], heads)
    row += 2
    for target, table in zip(sheets, found, strict=True):
        link = formats(font_color="#1F4E79", underline=1)
        sheet.write_url(row, 0, f"internal:'{target.name}'!A1", link, target.name)
        sheet.write_string(row, 1, table["title"] or table["label"], formats())
        row += 1
    if not found:
        sheet.write_string(row, 0, words["no_tables"], formats())
        row += 1
    if doc["colophon"]:
        sheet.write_row(row + 1, 0, [words["colophon"], ""], heads)
        row += 2
        for name, values in model.gathered(doc["colophon"]).items():
            sheet.write_column(row, 0, [name, *[""] * (len(values) - 1)], formats(valign="top"))
            sheet.write_column(row, 1, values, formats())
            row += len(values)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _sheet(sheet, table: dict, doc: dict, words: dict, formats: _Formats, prefix: str) -> None:
    from xlsxwriter.utility import xl_range

    sizes = [min(max(em * 2, NARROW), WIDE) for em in tables.widths(table, longest=20)]
    for x, size in enumerate(sizes):
        sheet.set_column(x, x, size)
    title = f"{table['label']}{words['gap']}{table['title']}"
    _line(sheet, 0, title, sizes, formats(bold=True, font_size=12, text_wrap=True, valign="top"), 12)
    scales = [words[k] + words["colon"] + table[k] for k in ("period", "unit") if table[k]]
    _line(sheet, 1, words["gap"].join(scales), sizes, formats(font_color=SOFT, text_wrap=True, valign="top"), 10.5)
    top = _headings(sheet, table, formats)
    end = _rows(sheet, table, top, formats, prefix)
    small = formats(font_color=SOFT, font_size=9, text_wrap=True, valign="top")
    for y, (name, text) in enumerate(tables.remarks(table, words, alone=True), end):
        _line(sheet, y, name + text, sizes, small, 9)
    sheet.freeze_panes(top, tables.stub(table))
    sheet.repeat_rows(2, top - 1)
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, end - 1, len(sizes) - 1)})
    _printing(sheet, sum(sizes) > 98, doc, words)


def _line(sheet, y: int, text: str, sizes: list[float], style, points: float) -> None:
    """A text over the whole width of the table, as high as its lines, so that it never widens the printed page."""
    if not text:
        return
    if len(sizes) > 1:
        sheet.merge_range(y, 0, y, len(sizes) - 1, "", style)
    sheet.write_string(y, 0, bundles.cut(text, MOST), style)
    room = sum(sizes) * 5.5 / points  # a column's unit is about 5.5 points
    sheet.set_row(y, min(math.ceil(tables.ems(text) / room) * points * 1.5, HIGHEST))


def _headings(sheet, table: dict, formats: _Formats) -> int:
    """The header rows from row 2 on; gives the row after them."""
    head = tables.header(table)
    for y, cells in enumerate(head, 2):
        for cell in cells:
            _head(sheet, y, cell, formats, last=y - 1 + cell["rowspan"] == len(head) + 1)
    return 2 + len(head)


def _rows(sheet, table: dict, top: int, formats: _Formats, prefix: str) -> int:
    """The body rows from row `top` on; gives the row after them."""
    body = tables.grid(table)
    mixed = [_mixes_scales([cells[x] for cells in body]) for x in range(len(table["columns"]))]
    for y, (row, cells) in enumerate(zip(table["rows"], body, strict=True), top):
        kind = row.get("kind") or "body"
        for x, cell in enumerate(cells[:1] if kind == "group" else cells):
            style = _style(kind, table["columns"][x], y == top + len(body) - 1)
            if x and style["align"] == "left":
                style["indent"] = 1  # off the number that ends just before it
            _body(sheet, y, x, cell | {"mixed": mixed[x]}, style, formats, prefix)
    return top + len(body)


def _printing(sheet, wide: bool, doc: dict, words: dict) -> None:
    sheet.set_paper(9)
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{_escaped(doc['title'])}" + (f"&R{words['draft']}" if doc["draft"] else ""))
    sheet.set_footer("&C" + words["page"].replace("{}", "&P", 1).replace("{}", "&N", 1))


def _head(sheet, y: int, cell: dict, formats: _Formats, last: bool) -> None:
    align = "center" if cell["path"] is not None else cell["align"]
    lines = {"top": 2 if y == 2 else 0, "bottom": 1 if last or cell["path"] else 0}
    style = formats(bold=True, text_wrap=True, align=align, valign="bottom", **lines)
    x, down, across = cell["column"], cell["rowspan"] - 1, cell["colspan"] - 1
    if down or across:
        sheet.merge_range(y, x, y + down, x + across, "", style)
    sheet.write_string(y, x, bundles.cut(cell["text"], MOST), style)


def _style(kind: str, column: dict, last: bool) -> dict:
    style = {"align": column.get("align") or "left", "bold": kind in ("group", "total"), "valign": "vcenter"}
    if kind == "group":
        style["align"] = "left"
    return style | {"top": 1 if kind == "total" else 0, "bottom": 2 if last else 0}


def _body(sheet, y: int, x: int, cell: dict, style: dict, formats: _Formats, prefix: str) -> None:
    shown = _shown(cell)
    colours = {"bg_color": cell.get("fill"), "font_color": cell.get("color")}
    style |= {name: colour for name, colour in colours.items() if colour}
    style = formats(**style, text_wrap=not shown, num_format=shown or "@")
    words = bundles.cut(f"{cell.get('text', '')} {tables.sign(cell)}".strip(), MOST)
    place = links.resolve(cell.get("href") or "", prefix)
    if place:
        address = place if links.outside(place) else f"external:{place}"
        sheet.write_url(y, x, address, style, words, cell.get("title") or None)
    if shown:
        sheet.write_number(y, x, cell.get("value"), style)
    elif not place:
        sheet.write_string(y, x, words, style)


def _shown(cell: dict) -> str | None:
    """The spreadsheet format of a cell's number with its sign, None where it holds none."""
    value, sign = cell.get("value"), tables.sign(cell)
    shown = number_format(cell.get("text", ""), value)
    if shown and cell["mixed"] and tables.is_number(value):
        shown = "#,##0" if float(value).is_integer() else "#,##0.0###"
    return ";".join(f'{part}" {sign}"' for part in shown.split(";")) if shown and sign else shown


def _mixes_scales(cells: list[dict]) -> bool:
    """Whether a column prints some numbers in 万 or 亿 and others not: a spreadsheet shows it in one unit."""
    found = [PRINTED.fullmatch(c["text"].strip()) for c in cells if tables.is_number(c.get("value"))]
    return len({match["after"][:1] if match["after"][:1] in SCALES else "" for match in found if match}) > 1


def _escaped(text: str) -> str:
    return text.replace("&", "&&")[:120]
