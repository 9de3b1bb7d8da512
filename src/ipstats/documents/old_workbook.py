"""Workbooks of old Excel (.xls): every sheet's cells as the workbook shows them, by xlrd with its formats."""

import io

from ipstats.documents.content import Content
from ipstats.documents.package import damaged
from ipstats.documents.sheets import Sheet, write_sheets
from ipstats.documents.spreadsheet import shown
from ipstats.documents.unlocking import unlocked
from ipstats.documents.writer import ContentWriter
from ipstats.errors import DocumentError
from ipstats.limits import Meter


def read(data: bytes, name: str, meter: Meter | None = None) -> Content:
    """The content of an .xls file, like that of an .xlsx file."""
    import xlrd

    meter = meter or Meter(name)
    try:
        sheets = _sheets(data, meter)
    except DocumentError:
        raise
    except xlrd.XLRDError as error:
        if "encrypted" not in str(error):
            raise damaged(name, error, "Excel or WPS") from None
        return read(unlocked(data, name), name, meter)
    except Exception as error:  # xlrd raises many kinds for a damaged file
        raise damaged(name, error, "Excel or WPS") from None
    writer = ContentWriter(meter)
    write_sheets(sheets, writer)
    if not writer.length:
        raise DocumentError(f"{name}: its sheets hold no text")
    return writer.finish()


def _sheets(data: bytes, meter: Meter) -> list[Sheet]:
    import xlrd

    with xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO()) as book:
        return [_sheet(book, number, meter) for number in range(book.nsheets)]


def _sheet(book, number: int, meter: Meter) -> Sheet:
    title = book.sheet_names()[number]
    sheet = book.sheet_by_index(number)
    if sheet.visibility:
        return Sheet(title, hidden=True)
    meter.check("cells", sum(map(sheet.row_len, range(sheet.nrows))))
    found = Sheet(title)
    for row in range(sheet.nrows):
        meter.tick()
        for column, cell in enumerate(sheet.row(row)):
            if text := _text(book, cell):
                style = book.xf_list[cell.xf_index]
                is_struck = bool(book.font_list[style.font_index].struck_out)
                found.put(row + 1, column + 1, text, style.alignment.indent_level, is_struck)
    found.merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    found.hidden_rows = {row + 1 for row, said in sheet.rowinfo_map.items() if said.hidden}
    found.hidden_columns = {column + 1 for column, said in sheet.colinfo_map.items() if said.hidden}
    book.unload_sheet(number)
    return found


def _text(book, cell) -> str:
    """A cell as its number format shows it."""
    import xlrd

    form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return shown(int(cell.value) if cell.value.is_integer() else cell.value, form)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return shown(_date(cell.value, book.datemode), form)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return str(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return str(cell.value)


def _date(value: float, datemode: int):
    """A date or a time of the day; a number that is neither stays a number."""
    import xlrd

    try:
        moment = xlrd.xldate_as_datetime(value, datemode)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return value
    return moment if value >= 1 else moment.time()
