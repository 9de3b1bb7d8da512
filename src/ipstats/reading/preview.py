"""A table as JupyterLab shows it: what was taken for header, row name, figure and note, and in red what was left."""

from html import escape

from ipstats.documents.content import Cell
from ipstats.reading.accounts import AccountedTable
from ipstats.reading.row_roles import Role
from ipstats.reading.table_notes import words_of_roles

_COLOURS = {
    Role.READ: "#f0f0f0", Role.NOTHING: "#fafafa", Role.HEAD: "#d6e4f5", Role.STUB: "#dcefdc", Role.TITLE: "#efe6f7",
    Role.NOTE: "#f7f3da", Role.INDEX: "#eeeeee", Role.TRANSLATION: "#ffffff", Role.LEFT: "#f8c9c4",
}  # fmt: skip
_FAINT = (Role.TRANSLATION, Role.INDEX, Role.NOTHING)
_MOST_ROWS = 60


def fragment(table: AccountedTable) -> str:
    """The table as HTML, at most so many rows, with the count of each role below."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    shown = sorted(rows)[:_MOST_ROWS]
    lines = [_line(table, rows[number], table.width) for number in shown]
    if len(rows) > len(shown):
        lines.append(f"<tr><td colspan={table.width}>… +{len(rows) - len(shown)}</td></tr>")
    caption = escape(" ".join(table.captions))
    return (
        f'<table style="border-collapse:collapse"><caption style="text-align:left">{caption}</caption>'
        f"{''.join(lines)}</table><p>{_legend(table)}</p>"
    )


def _line(table: AccountedTable, cells: list[Cell], width: int) -> str:
    """One row; columns without a cell stay empty."""
    pieces, column = [], 1
    for cell in sorted(cells, key=lambda one: one.column):
        pieces.append("<td></td>" * (cell.column - column))
        pieces.append(_cell(table, cell))
        column = cell.column + cell.columns
    return f"<tr>{''.join(pieces)}{'<td></td>' * max(width + 1 - column, 0)}</tr>"


def _cell(table: AccountedTable, cell: Cell) -> str:
    role, reason = table.roles.get((cell.row, cell.column), (Role.LEFT, "")) if cell.text.strip() else (None, "")
    colour = _COLOURS.get(role, "#ffffff")
    faint = ";color:#777777" if role in _FAINT else ""
    said = words_of_roles()[role] if role else ""
    title = escape(f"{table.address(cell)}: {said} {reason}".strip(), quote=True)
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
    style = f"background:{colour}{faint};border:1px solid #cccccc;padding:1px 6px;text-align:left"
    return f'<td{spans} style="{style}" title="{title}">{escape(cell.text)}</td>'


def _legend(table: AccountedTable) -> str:
    """How many cells of each role, in the order of the colours; what was left is named even when it is nothing."""
    counts = table.counts
    pieces = [
        f'<span style="background:{colour};padding:0 6px">{escape(words_of_roles()[role])} {counts.get(role, 0)}</span>'
        for role, colour in _COLOURS.items()
        if counts.get(role) or role is Role.LEFT
    ]
    return f"{sum(counts.values())} = " + " + ".join(pieces)
