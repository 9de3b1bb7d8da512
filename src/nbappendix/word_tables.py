"""Tables in Word: three rules (三线表), heads repeated on every page, rows whole, widths as in the PDF."""

from collections.abc import Iterator

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from nbappendix.word_styles import element

THICK, THIN = 12, 4  # eighths of a point
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
MARGIN = 50  # twentieths of a point beside a cell's text
GAP = {"y": 0, "colspan": 1, "rowspan": 1}
"""What stands where no cell reaches."""


def add(writer, panel: dict, block: dict, room: float) -> None:
    """Append one panel of a laid out table (`layout.panel`) that is `room` points wide."""
    top = max((cell["y"] + cell["rowspan"] for row in panel["head"] for cell in row), default=0)
    share = room / sum(panel["columns"])
    grid = [int(width * share * 20) for width in panel["columns"]]
    table = writer.document.add_table(rows=0, cols=len(grid))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _frame(table, block)
    for column, width in zip(table._tbl.tblGrid, grid, strict=True):
        column.set(qn("w:w"), str(width))
    for y, line in enumerate(_lines(_cells(panel, top), top + len(panel["rows"]), len(grid))):
        row = element("tr", element("trPr", element("cantSplit"), *([element("tblHeader")] if y < top else [])))
        table._tbl.append(row)
        for x, across, cell in line:
            rules = {"top": y - top in panel["rules"], "bottom": y == top - 1 or (y < top - 1 and across > 1)}
            box = _box(cell, y, sum(grid[x : x + across]), across, rules)
            row.append(box)
            _write(writer, Paragraph(box[-1], table), cell if cell["y"] == y else GAP, block["size"])


def _cells(panel: dict, top: int) -> list[dict]:
    """The cells of a head of `top` rows, and those of the rows below it."""
    head = [cell | {"head": True} for row in panel["head"] for cell in row]
    return head + [cell | {"y": cell["y"] + top} for row in panel["rows"] for cell in row]


def _frame(table, block: dict) -> None:
    """No lines but the three; the text alternative; narrow margins."""
    margins = (element(side, w=MARGIN, type="dxa") for side in ("left", "right"))
    table._tbl.tblPr.extend([
        element("tblBorders", _rule("top", THICK), _rule("bottom", THICK)),
        element("tblCellMar", *margins),
        element("tblCaption", val=f"{block['label']} {block['title']}".strip()),
        *([element("tblDescription", val=block["alt"])] if block.get("alt") else []),
    ])  # fmt: skip


def _rule(side: str, size: int):
    return element(side, val="single", sz=size, space=0, color="000000")


def _lines(cells: list[dict], height: int, width: int) -> Iterator[list[tuple[int, int, dict]]]:
    """Every row as (column, columns, cell): one over several rows stands in each of them, gaps are cells too."""
    standing = {
        (y, cell["x"]): cell
        for cell in cells
        for y in range(cell["y"], min(cell["y"] + cell["rowspan"], height))
    }  # fmt: skip
    for y in range(height):
        x, line = 0, []
        while x < width:
            cell = standing.get((y, x), GAP | {"y": y})
            across = min(cell["colspan"], width - x)
            line.append((x, across, cell))
            x += across
        yield line


def _box(cell: dict, y: int, wide: int, across: int, rules: dict[str, bool]):
    """A cell without its words; one over several rows goes on in those below."""
    parts = [element("tcW", w=wide, type="dxa")]
    if any(rules.values()):
        parts.append(element("tcBorders", *(_rule(side, THIN) for side, wanted in rules.items() if wanted)))
    if across > 1:
        parts.append(element("gridSpan", val=across))
    if cell["rowspan"] > 1:
        parts.append(element("vMerge", **({"val": "restart"} if cell["y"] == y else {})))
    if cell.get("fill") and cell["y"] == y:
        parts.append(element("shd", val="clear", color="auto", fill=cell["fill"].lstrip("#").upper()))
    parts.append(element("vAlign", val="bottom" if cell.get("head") and cell["y"] == y else "center"))
    return element("tc", element("tcPr", *parts), element("p"))


def _write(writer, paragraph: Paragraph, cell: dict, size: float) -> None:
    paragraph._p.style = "CellHead" if cell.get("head") or cell.get("sans") else "Cell"  # by name is slow
    paragraph.alignment = ALIGN["center" if cell.get("spanner") else cell.get("align") or "left"]
    runs = [writer.link(paragraph, cell.get("href", ""), cell.get("text", ""))]
    if cell.get("mark"):
        runs.append(paragraph.add_run(cell["mark"]))
        runs[-1].font.superscript = True
    for run in runs:
        run.font.size = Pt(size)
        run.font.bold = cell.get("bold") or None
        if cell.get("color"):
            run.font.color.rgb = RGBColor.from_string(cell["color"].lstrip("#").upper())
