"""Workbooks of the tests of recipes, made from rows."""

import openpyxl


def written(path, sheets):
    """A workbook with sheets of rows, by name."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path
