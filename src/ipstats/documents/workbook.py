"""Workbooks (.xlsx, .xlsm): every sheet's cells as the workbook shows them."""

import re
from functools import cache
from io import BytesIO

from ipstats.documents.content import Content
from ipstats.documents.package import damaged, repacked, unpacked
from ipstats.documents.sheets import Sheet, write_sheets
from ipstats.documents.spreadsheet import shown
from ipstats.documents.writer import ContentWriter
from ipstats.errors import DocumentError
from ipstats.limits import Meter

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/[^/]*\.xml|xl/_rels/[^/]*\.rels|xl/(?:worksheets|theme)/[^/]*\.xml", re.I
)
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f[^>]*>[^<]*</f>(?:<v ?/>|<v></v>)?</c>')
_CELL = re.compile(rb"<(?:[A-Za-z]+:)?c[ >]")


def read(data: bytes, name: str, meter: Meter | None = None) -> Content:
    """The content of an .xlsx file: one table a sheet (or a region between empty rows), hidden sheets left out."""
    from openpyxl import load_workbook

    meter = meter or Meter(name)
    try:
        parts = unpacked(data, _PARTS, meter)
        meter.check("cells", sum(len(_CELL.findall(part)) for name, part in parts.items() if "/worksheets/" in name))
        book = load_workbook(repacked(parts), read_only=True, data_only=True, keep_links=False)
        sheets = [_sheet(book, sheet, parts, meter) for sheet in book.worksheets]
        formulas = _without_values(book, parts)
    except DocumentError:
        raise
    except Exception as error:  # openpyxl raises many kinds for a damaged file
        raise damaged(name, error, "Excel or WPS") from None
    writer = ContentWriter(meter)
    if formulas:
        names = ", ".join(formulas[:3]) + (" ..." if len(formulas) > 3 else "")
        writer.warn(
            f"formulas stored without their values are not read: {len(formulas)} ({names}); "
            "open and save the file in Excel or WPS (公式未存数值，请打开后重新保存)"
        )
    write_sheets(sheets, writer)
    if not writer.length:
        raise DocumentError(f"{name}: its sheets hold no text")
    return writer.finish()


def _part(sheet, parts: dict[str, bytes]) -> bytes:
    return parts[sheet._worksheet_path.lstrip("/")]


def _without_values(book, parts: dict[str, bytes]) -> list[str]:
    """The cells of sheets that are shown whose formula has no value stored."""
    visible = [_part(sheet, parts) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [address.decode() for part in visible for address in _FORMULA.findall(part)]


def _sheet(book, sheet, parts: dict[str, bytes], meter: Meter) -> Sheet:
    """A sheet by openpyxl's own parser, row by row: its two ways of loading either lose the merged cells, or make one
    cell for every place that they cover."""
    from openpyxl.worksheet._reader import WorkSheetParser

    if sheet.sheet_state != "visible":
        return Sheet(sheet.title, hidden=True)
    part = _part(sheet, parts)
    formats = ("epoch", "_date_formats", "_timedelta_formats")
    epoch, dates, times = (getattr(book, name) for name in formats)
    parser = WorkSheetParser(
        BytesIO(part), sheet._shared_strings, data_only=True, epoch=epoch, date_formats=dates, timedelta_formats=times
    )
    style = _styles(sheet)
    found = Sheet(sheet.title)
    for _, row in parser.parse():
        meter.tick()
        for cell in row:
            if cell["value"] is not None:
                form, indent, is_struck = style(cell["style_id"])
                found.put(cell["row"], cell["column"], shown(cell["value"], form), indent, is_struck)
    found.merged = [(one.min_row, one.min_col, one.max_row, one.max_col) for one in _merged(parser)]
    found.hidden_rows = {int(row) for row, said in parser.row_dimensions.items() if _is_set(said.get("hidden"))}
    for said in parser.column_dimensions.values():
        if _is_set(said.get("hidden")):
            found.hidden_columns |= set(range(int(said["min"]), min(int(said["max"]), 16384) + 1))
    return found


def _merged(parser) -> list:
    return parser.merged_cells.mergeCell if parser.merged_cells else []


def _is_set(value) -> bool:
    return str(value).lower() in ("1", "true")


def _styles(sheet):
    """The number format and the indent of a style, and whether it strikes out, looked up once."""
    from openpyxl.cell.read_only import ReadOnlyCell

    @cache
    def style(number: int) -> tuple[str, int, bool]:
        cell = ReadOnlyCell(sheet, 1, 1, None, "n", number)
        indent = int(cell.alignment.indent or 0) if cell.alignment else 0
        return cell.number_format or "", indent, bool(cell.font and cell.font.strike)

    return style
