"""One report saved by real writers as Markdown, HTML, Word and PDF."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

HEAD = "2023年某市知识产权发展报告"
RUNNING = "某市知识产权局 2023年度报告（内部资料第12期）"


@dataclass(frozen=True)
class Table:
    """Rows of cells; `None` stands where the cell to the left (or, in the first column, above) spans."""

    rows: tuple
    heads: int = 1


REPORT = [
    ("title", HEAD.replace("某市", "苏州市")),
    ("paragraph", "2024年3月15日"),
    ("heading", "一、创造情况"),
    ("paragraph", "2023年，全市专利授权量93831件，同比下降4.31%；其中发明专利授权量17875件，同比增长22.41%。"
                  "每万人口发明专利拥有量达到92.9件，居全省首位。截至2023年底，全市有效发明专利114323件，同比增长20.2%。"),
    ("paragraph", "全年商标注册量3.56万件，有效注册商标累计38.6万件，知识产权质押融资金额120.5亿元，惠及企业1300家，"
                  "为全市高质量发展贡献力量，知识产权保护社会满意度达到85.2分，较上年提高1.3分。"),
    ("caption", "表1 2023年苏州市专利授权情况"),
    ("caption", "单位：件"),
    ("table", Table((
        ("类型", "授权量", "同比增长（%）", "占比（%）"),
        ("合计", "93831", "-4.31", "100"),
        ("其中：发明", "17875", "22.41", "19.1"),
        ("实用新型", "63000", "-25.1", "67.1"),
        ("外观设计", "12956", "—", "13.8"),
    ))),
    ("heading", "二、各区情况"),
    ("caption", "表2 各区专利授权情况"),
    ("table", Table((
        ("区", "2022年", None, "2023年", None),
        (None, "授权量（件）", "发明", "授权量（件）", "发明"),
        ("吴中区", "8000", "5000", "8100", "5100"),
        ("相城区", "3000", "1500", "3100", "1600"),
        ("姑苏区", "2000", "…", "2100", "900"),
    ), heads=2)),
    ("note", "注：数据来源于市知识产权局。"),
    ("paragraph", "2023年，全市新增知识产权优势企业35家。"),
]  # fmt: skip


def markdown(path: Path) -> Path:
    lines = []
    for kind, said in REPORT:
        match kind:
            case "title":
                lines += [f"# {said}", ""]
            case "heading":
                lines += [f"## {said}", ""]
            case "table":
                for number, row in enumerate(said.rows):
                    lines.append("| " + " | ".join(cell or "" for cell in row) + " |")
                    if number == 0:
                        lines.append("|" + "---|" * len(row))
                lines.append("")
            case _:
                lines += [said, ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _spans(table: Table):
    """(row, column, rows, columns, text) of each cell."""
    for r, row in enumerate(table.rows):
        for c, text in enumerate(row):
            if text is None:
                continue
            columns = 1
            while c + columns < len(row) and row[c + columns] is None and r < table.heads:
                columns += 1
            rows = 1
            while c == 0 and r + rows < len(table.rows) and table.rows[r + rows][0] is None:
                rows += 1
            yield r, c, rows, columns, text


def html(path: Path) -> Path:
    parts = [
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>x</title><style>p{color:#123456}</style></head><body>",
        '<nav><a href="/">首页 99件</a></nav>',
    ]
    for kind, said in REPORT:
        match kind:
            case "title":
                parts.append(f"<h1>{escape(said)}</h1>")
            case "heading":
                parts.append(f"<h2>{escape(said)}</h2>")
            case "table":
                parts.append("<table>")
                for r in range(len(said.rows)):
                    parts.append("<tr>")
                    for row, _, rows, columns, text in _spans(said):
                        if row == r:
                            tag = "th" if r < said.heads else "td"
                            parts.append(f"<{tag} rowspan={rows} colspan={columns}><p>{escape(text)}</p></{tag}>")
                    parts.append("</tr>")
                parts.append("</table>")
            case _:
                half = len(said) // 2
                parts.append(f"<p><span>{escape(said[:half])}</span><b>{escape(said[half:])}</b></p>")
    parts.append("<script>var figure = '7777件';</script></body></html>")
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def docx(path: Path) -> Path:
    import docx as writer

    document = writer.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = RUNNING
    section.footer.paragraphs[0].text = "— 3 —"
    for kind, said in REPORT:
        match kind:
            case "title":
                document.add_heading(said, 0)
            case "heading":
                document.add_heading(said, 1)
            case "table":
                table = document.add_table(len(said.rows), len(said.rows[0]))
                for r, c, rows, columns, text in _spans(said):
                    cell = table.cell(r, c).merge(table.cell(r + rows - 1, c + columns - 1))
                    cell.text = text
            case _:
                paragraph = document.add_paragraph()
                half = len(said) // 2
                paragraph.add_run(said[:half])
                paragraph.add_run(said[half:]).bold = True
    document.save(path)
    return path


def pdf(path: Path, height: str = "118mm", ruled: bool = True) -> Path:
    """By Typst, on small pages, so that paragraphs and tables run over them; with running heads and page numbers."""
    import typst

    from nbappendix.fonts import faces

    parts = [
        f"#set page(width: 150mm, height: {height}, margin: 18mm, header: align(center)[{RUNNING}], "
        "footer: context align(center)[— #counter(page).display() —])",
        '#set text(font: "Noto Sans SC", size: 10.5pt, lang: "zh")',
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true))",
    ]
    for kind, said in REPORT:
        match kind:
            case "title":
                parts.append(f"= {said}")
            case "heading":
                parts.append(f"== {said}")
            case "caption":
                parts.append(f"#align(center)[{said}]")
            case "table":
                parts.append(_typst_table(said, ruled))
            case _:
                parts.append(f"\n{said}\n")
    source = path.with_suffix(".typ")
    source.write_text("\n".join(parts), encoding="utf-8")
    typst.compile(str(source), output=str(path), font_paths=[str(face.parent) for face in faces().values()])
    return path


def _typst_table(table: Table, ruled: bool) -> str:
    cells = "".join(
        f"table.cell(rowspan: {rows}, colspan: {columns})[{text}], " for _, _, rows, columns, text in _spans(table)
    )
    return f"#table(columns: {len(table.rows[0])}, {'' if ruled else 'stroke: none, '}{cells})"


def pdf_unembedded(path: Path) -> Path:
    """By ReportLab, with a Chinese face that the file names and does not hold, on A4."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate
    from reportlab.platypus import Table as PdfTable

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK", firstLineIndent=22)
    large = ParagraphStyle("large", parent=body, fontSize=18, leading=26, firstLineIndent=0)
    middle = ParagraphStyle("middle", parent=body, alignment=1, firstLineIndent=0)
    flow = []
    for kind, said in REPORT:
        match kind:
            case "table":
                spans = [("SPAN", (c, r), (c + w - 1, r + h - 1)) for r, c, h, w, _ in _spans(said)]
                style = [
                    ("FONT", (0, 0), (-1, -1), "STSong-Light", 10),
                    ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                    *spans,
                ]
                flow.append(PdfTable([[cell or "" for cell in row] for row in said.rows], style=style))
            case "title":
                flow.append(Paragraph(said, large))
            case _:
                flow.append(Paragraph(said, {"caption": middle, "heading": middle}.get(kind, body)))

    def running(canvas, document):
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(297, 800, RUNNING)
        canvas.drawCentredString(297, 30, f"- {document.page} -")

    SimpleDocTemplate(str(path), pagesize=A4).build(flow, onFirstPage=running, onLaterPages=running)
    return path
