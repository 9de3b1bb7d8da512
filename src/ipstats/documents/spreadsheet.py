"""Addresses of a workbook's cells, and a cell as its number format shows it."""

import math
import re


def letters(column: int) -> str:
    """The letters of a spreadsheet column, counted from one.

    >>> letters(3), letters(28)
    ('C', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def position(address: str) -> tuple[int, int]:
    """The row and column of an address in a workbook.

    >>> position("表1!AB12")
    (12, 28)
    """
    cell = address.rpartition("!")[2]
    name = cell.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(name) :]), column


def _shown_date(value, form: str) -> str:
    """A date as far as its number format shows it: the first of a month may mean the month, or the year."""
    letters = re.sub(r'"[^"]*"|\[[^]]*\]', "", form).lower()
    if not hasattr(value, "year") or "d" in letters or "y" not in letters:
        return value.strftime("%Y-%m-%d" if hasattr(value, "year") else "%H:%M")
    return f"{value.year}年{value.month}月" if "m" in letters else f"{value.year}年"


def shown(value, form: str) -> str:
    """A cell's value as the workbook shows it: its number format says how many decimals were meant.

    >>> shown(0.0563, "0.00%"), shown(22.414, "0.0"), shown(12, "General")
    ('5.63%', '22.4', '12')
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _shown_date(value, form) if hasattr(value, "strftime") else str(value)
    if not math.isfinite(value):
        return str(value)
    return f"{_shown_number(value * 100, form)}%" if "%" in form else _shown_number(value, form)


def _shown_number(number: float, form: str) -> str:
    decimals = re.search(r"[0#](?:\.(0+))?(?:%|_|;|$| |\))", form)
    if decimals and form != "General" and (decimals[1] or "%" in form or "." not in form):
        return f"{number:.{len(decimals[1] or '')}f}"
    return str(int(number)) if float(number).is_integer() else format(number, ".12g")
