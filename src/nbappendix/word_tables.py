"""Tables in Word: three rules (三线表), heads repeated on every page, rows whole, widths as in the PDF."""

from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from nbappendix.word_styles import element

THICK, THIN = 12, 4  # eighths of a point
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
MARGIN = 50  # twentieths of a point beside a cell's text


def add(writer, panel: dict, block: dict, room: float) -> None:
    """Append one panel of a laid out table (`layout.panel`) that is `room` points wide."""
    top, body = _depth(panel), len(panel["rows"])
    table = writer.document.add_table(rows=top + body, cols=len(panel["columns"]))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _frame(table, block)
    share = room / sum(panel["columns"])
    grid = [int(width * share * 20) for width in panel["columns"]]
    rows = _emptied(table, grid)
    cells = [cell | {"head": True} for row in panel["head"] for cell in row]
    cells += [cell | {"y": cell["y"] + top, "head": False} for row in panel["rows"] for cell in row]
    _fill(writer, table, rows, cells, grid, block["size"])
    for y, tr in enumerate(rows):
        properties = tr.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if y < top:
            properties.append(element("tblHeader"))
    _rules(rows, top, [top + y for y in panel["rules"]])


def _emptied(table, grid: list[int]) -> list:
    """The rows of a new table without their cells, its columns as wide as `grid` says."""
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), grid, strict=True):
        column.set(qn("w:w"), str(width))
    rows = [row._tr for row in table.rows]
    for tr in rows:
        for cell in list(tr.tc_lst):
            tr.remove(cell)
    return rows


def _depth(panel: dict) -> int:
    return max((cell["y"] + cell["rowspan"] for row in panel["head"] for cell in row), default=0)


def _frame(table, block: dict) -> None:
    """No lines but the three; the text alternative; narrow margins."""
    properties = table._tbl.tblPr
    for name in ("tblStyle", "tblBorders"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    borders = element("tblBorders")
    for side in ("top", "bottom"):
        borders.append(element(side, val="single", sz=THICK, space=0, color="000000"))
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=MARGIN, type="dxa"))
    layout.addnext(margins)
    properties.append(element("tblCaption", val=f"{block['label']} {block['title']}".strip()))
    if block.get("alt"):
        properties.append(element("tblDescription", val=block["alt"]))


def _fill(writer, table, rows: list, cells: list[dict], grid: list[int], size: float) -> None:
    """Put every cell in its place; a cell over several rows is continued by empty ones, gaps are filled by such too."""
    places = {(cell["y"], cell["x"]): cell for cell in cells}
    covered = {
        (y, cell["x"]): cell
        for cell in cells
        for y in range(cell["y"] + 1, min(cell["y"] + cell["rowspan"], len(rows)))
    }
    for y, tr in enumerate(rows):
        x = 0
        while x < len(grid):
            above = covered.get((y, x))
            cell = places.get((y, x)) or above or {"colspan": 1, "rowspan": 1}
            across = min(cell["colspan"], len(grid) - x)
            tc = element("tc")
            tr.append(tc)
            properties = tc.get_or_add_tcPr()
            properties.append(element("tcW", w=sum(grid[x : x + across]), type="dxa"))
            if across > 1:
                properties.append(element("gridSpan", val=across))
            if cell["rowspan"] > 1:
                properties.append(element("vMerge", **({} if above else {"val": "restart"})))
            _write(writer, table, tc, {} if above else cell, size)
            x += across


def _write(writer, table, tc, cell: dict, size: float) -> None:
    from docx.table import _Cell

    properties = tc.get_or_add_tcPr()
    if cell.get("fill"):
        properties.append(element("shd", val="clear", color="auto", fill=cell["fill"].lstrip("#").upper()))
    box = _Cell(tc, table)
    tc.append(element("p"))
    paragraph = box.paragraphs[0]
    head = cell.get("head")
    paragraph._p.style = "CellHead" if head or cell.get("sans") else "Cell"  # by name is slow, for every cell
    paragraph.alignment = ALIGN.get("center" if cell.get("spanner") else cell.get("align") or "left", ALIGN["left"])
    box.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM if head else WD_ALIGN_VERTICAL.CENTER
    runs = writer.link(paragraph, cell.get("href", ""), cell.get("text", ""))
    if cell.get("mark"):
        mark = paragraph.add_run(cell["mark"])
        mark.font.superscript = True
        runs.append(mark)
    for run in runs:
        run.font.size = Pt(size)
        run.font.bold = cell.get("bold") or None
        if cell.get("color"):
            run.font.color.rgb = RGBColor.from_string(cell["color"].lstrip("#").upper())


def _rules(rows: list, top: int, totals: list[int]) -> None:
    """A thin rule under the head, under headings over several columns, and above a total."""
    for y, tr in enumerate(rows):
        for tc in tr.tc_lst:
            spanner = y < top - 1 and tc.tcPr.find(qn("w:gridSpan")) is not None
            under = spanner or (y == top - 1)
            sides = [side for side, wanted in (("top", y in totals), ("bottom", under)) if wanted]
            if sides:
                borders = element("tcBorders")
                for side in sides:
                    borders.append(element(side, val="single", sz=THIN, space=0, color="000000"))
                _placed(tc.tcPr, borders)


def _placed(properties, borders) -> None:
    """`w:tcBorders` where the schema wants it: after width and spans, before shading and alignment."""
    before = [qn(f"w:{name}") for name in ("tcW", "gridSpan", "vMerge")]
    at = max((i for i, child in enumerate(properties) if child.tag in before), default=-1)
    properties.insert(at + 1, borders)
