"""How fast documents become text, blocks and tables, beside what the library of each format does bare.

    python benchmarks/documents.py [PAGES of the PDF of tables] [DOCUMENT...]

One core, processor time, the best of three. The documents are made here: a PDF of ruled tables, the same without rules,
a report of six pages, a workbook, a Word document and a page of 20,000 cells; documents given are timed too. For PDF
the bare task is every character of PDFium with its box (goal: at most 4 seconds for 50 pages of tables, 0.2 seconds for
the report); for the others it is every cell or paragraph by openpyxl, python-docx and lxml, without formats, merged
cells or places in the text.
"""

import io
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from ipstats.documents.opening import read_content
from nbappendix.fonts import faces

ROWS_A_PAGE = 38
YEARS = (2020, 2021, 2022, 2023)


def rows(count: int) -> list[list[str]]:
    """A table of cities: four years, each a count and its growth."""
    dice = random.Random(1)
    body = []
    for number in range(count):
        values = ((str(dice.randint(100, 99999)), f"{dice.uniform(-20, 40):.2f}") for _ in YEARS)
        body.append([f"第{number}市", *(value for pair in values for value in pair)])
    return [["地区", *(head for year in YEARS for head in (f"{year}年", "增长（%）"))], *body]


def pdf(folder: Path, name: str, body: str) -> Path:
    import typst

    source = folder / f"{name}.typ"
    source.write_text(f'#set page("a4", margin: 20mm)\n#set text(font: "Noto Sans SC", size: 10pt)\n{body}', "utf-8")
    fonts = [str(face.parent) for face in faces().values()]
    typst.compile(str(source), output=str(source.with_suffix(".pdf")), font_paths=fonts)
    return source.with_suffix(".pdf")


def table(count: int, stroke: str = "") -> str:
    head, *body = rows(count)
    cells = ", ".join(f"[{cell}]" for row in body for cell in row)
    header = ", ".join(f"[{cell}]" for cell in head)
    return f"= 各市专利授权量\n#table(columns: {len(head)}, {stroke}table.header({header}), {cells})\n"


def report() -> str:
    sentence = "2023年，全市专利授权量93831件，同比下降4.31%；其中发明专利授权量17875件，同比增长22.41%。"
    section = f"\n== 一、创造情况\n\n{sentence * 8}\n\n{table(12)}\n"
    return section * 6


def documents(folder: Path, pages: int) -> dict[str, Path]:
    """The documents to be read, by what they are."""
    made = {
        f"PDF, {pages} pages of ruled tables": pdf(folder, "ruled", table(pages * ROWS_A_PAGE)),
        "the same without rules": pdf(folder, "plain", table(pages * ROWS_A_PAGE, "stroke: none, ")),
        "PDF, a report of six pages": pdf(folder, "report", report()),
    }
    grid = rows(20_000 // (1 + 2 * len(YEARS)))
    for ending, write in ((".xlsx", _xlsx), (".docx", _docx), (".html", _html)):
        path = folder / f"cells{ending}"
        write(path, grid if ending != ".docx" else grid[:500])
        made[f"{ending}, {'20,000' if ending != '.docx' else '4,500'} cells"] = path
    return made


def _xlsx(path: Path, grid: list[list[str]]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in grid:
        book.active.append(row)
    book.save(path)


def _docx(path: Path, grid: list[list[str]]) -> None:
    import docx

    document = docx.Document()
    made = document.add_table(len(grid), len(grid[0]))
    for line, row in zip(made.rows, grid, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    document.save(path)


def _html(path: Path, grid: list[list[str]]) -> None:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in grid)
    path.write_text("<table><tr>" + "</tr><tr>".join(lines) + "</tr></table>", encoding="utf-8")


def bare_pdf(data: bytes) -> int:
    """Every character of a PDF with its box."""
    import pypdfium2

    count = 0
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        found = list(zip(text.get_text_range(), map(text.get_charbox, range(text.count_chars())), strict=False))
        count += len(found)
        text.close()
        page.close()
    document.close()
    return count


def bare_xlsx(data: bytes) -> int:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))


def bare_docx(data: bytes) -> int:
    import docx

    document = docx.Document(io.BytesIO(data))
    return len(document.paragraphs) + sum(len(cell.text) for one in document.tables for cell in one._cells)


def bare_html(data: bytes) -> int:
    from lxml import html

    return sum(len(cell.text_content()) for cell in html.document_fromstring(data).iter("td"))


BARE = {".pdf": bare_pdf, ".xlsx": bare_xlsx, ".docx": bare_docx, ".html": bare_html}


def seconds(call: Callable, *args) -> float:
    best = float("inf")
    for _ in range(3):
        start = process_time()
        call(*args)
        best = min(best, process_time() - start)
    return best


def main(pages: int = 50, *more: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = documents(Path(folder), pages) | {Path(one).name: Path(one) for one in more}
        print(f"{'':<40}{'ours, s':>9}{'bare, s':>9}{'ratio':>7}")
        for what, path in made.items():
            data = path.read_bytes()
            ours, bare = seconds(read_content, data, path.name), BARE.get(path.suffix.lower())
            other = seconds(bare, data) if bare else 0
            print(f"{what:<40}{ours:>9.3f}" + (f"{other:>9.3f}{ours / other:>7.1f}" if bare else ""))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50, *sys.argv[2:])
