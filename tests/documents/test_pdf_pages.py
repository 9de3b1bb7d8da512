"""What a page of a PDF shows: which way its text runs, what is drawn twice, how tables are ruled, and in what time."""

import time

import pytest
import typst
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ipstats.collect.read import read
from ipstats.documents.opening import read_content
from ipstats.documents.pdf_pages import raw_pages
from ipstats.limits import Meter
from nbappendix.fonts import faces

CELLS = [
    ["Region", "2022", "2023"],
    ["Wuzhong", "8000", "8100"],
    ["Xiangcheng", "3000", "3100"],
    ["Gusu", "2000", "2100"],
]
SENTENCE = "In 2023 the city granted 512 patents, 3.1% more than in the year before."


def compiled(folder, body: str):
    path = folder / "a.typ"
    path.write_text(f'#set text(font: "Noto Sans SC", size: 10pt)\n{body}', encoding="utf-8")
    fonts = [str(face.parent) for face in faces().values()]
    typst.compile(str(path), output=str(path.with_suffix(".pdf")), font_paths=fonts)
    return path.with_suffix(".pdf")


def texts(content):
    return [[(cell.row, cell.column, cell.text) for cell in table.cells] for table in content.tables]


def draw(canvas, verticals):
    """A ruled table: rules across, and the rules down that are said."""
    for row in range(len(CELLS) + 1):
        canvas.line(100, 700 - 20 * row, 400, 700 - 20 * row)
    for x in verticals:
        canvas.line(x, 700, x, 700 - 20 * len(CELLS))
    for row, cells in enumerate(CELLS):
        for column, cell in enumerate(cells):
            canvas.drawString(105 + 100 * column, 686 - 20 * row, cell)
    canvas.drawString(100, 560, SENTENCE)


@pytest.mark.parametrize("verticals", [(100, 200, 300, 400), (200, 300)], ids=["closed", "open at its sides"])
def test_a_ruled_table_is_whole(verticals, tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    draw(canvas, verticals)
    canvas.save()
    content = read_content(tmp_path / "a.pdf")
    expected = [(row, column, cell) for row, cells in enumerate(CELLS, 1) for column, cell in enumerate(cells, 1)]
    assert texts(content) == [expected]
    assert SENTENCE in content.text


@pytest.mark.parametrize("way", [90, 180, 270])
@pytest.mark.parametrize("turned_page", [False, True], ids=["text", "page"])
def test_a_page_is_read_upright_whichever_way_it_lies(way, turned_page, tmp_path):
    upright, turned = tmp_path / "upright.pdf", tmp_path / "turned.pdf"
    for path, degrees in ((upright, 0), (turned, way)):
        canvas = Canvas(str(path), pagesize=A4)
        across, up = {0: (0, 0), 90: (A4[0], 0), 180: A4, 270: (0, A4[1])}[degrees]
        canvas.translate(across, up)
        canvas.rotate(degrees)
        if degrees in (90, 270):
            canvas.translate(0, -200)
        draw(canvas, (100, 200, 300, 400))
        if turned_page:
            canvas.setPageRotation(degrees)
        canvas.save()
    assert read_content(turned).text == read_content(upright).text


def test_numbers_across_the_page_are_left_out_and_that_is_said(tmp_path):
    mark = "#place(center + horizon, rotate(-45deg, text(50pt, fill: luma(230))[{}]))\n"
    body = "2023年，苏州市专利授权量512件，同比增长3.1%。\n"
    plain = read_content(compiled(tmp_path, mark.format("内部资料") + body))
    assert "内部" not in plain.text
    assert plain.warnings == []
    numbered = read_content(compiled(tmp_path, mark.format("草稿 2024") + body))
    assert "2024" not in numbered.text
    assert "page 1: numbers set in another direction are not read" in numbered.warnings[0]


def test_letters_drawn_thrice_to_look_bold_stand_once(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for shift in (0, 0.3, 0.6):
        canvas.drawString(72 + shift, 700, SENTENCE)
    canvas.save()
    assert read_content(tmp_path / "a.pdf").text.strip() == SENTENCE


def test_a_sign_alone_in_a_typeface_that_is_not_there_is_not_lost(tmp_path):
    """PDFium has no characters for it; a lost 万 would be a wrong figure."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    at = 72
    for piece in ("2023年，苏州市专利授权量", "36.5", "万", "件", "，同比增长5.63%。"):
        canvas.setFont("STSong-Light", 11)
        canvas.drawString(at, 700, piece)
        at += pdfmetrics.stringWidth(piece, "STSong-Light", 11)
    canvas.save()
    assert read(tmp_path / "a.pdf").table["obs_value"].tolist() == [365000, 5.63]


@pytest.mark.parametrize("stroke", ["", "stroke: none, "], ids=["ruled", "unruled"])
def test_fifty_pages_of_tables_in_four_seconds(stroke, tmp_path):
    rows = "".join(f"[第{n}市], " + "".join(f"[{n * k % 99991}], " for k in range(3, 10)) for n in range(2000))
    head = "".join(f"[{year}年], " for year in range(2016, 2023))
    path = compiled(tmp_path, f'#set page("a4")\n#table(columns: 8, {stroke}table.header([地区], {head}), {rows})')
    start = time.process_time()
    content = read_content(path)
    assert time.process_time() - start < 4
    assert sum(cell.text.startswith("第") for table in content.tables for cell in table.cells) == 2000
    assert len(list(raw_pages(path.read_bytes(), Meter("a.pdf")))) >= 50


def test_a_table_without_rules_is_no_text_in_two_columns_and_stands_once(tmp_path):
    """A wide gap in the middle of its rows is no gutter; its title and unit are captions, not rows."""
    rows = "".join(f"[{name}], [件], [{n}1,234], [2,345], [3.4], [—], " for n, name in enumerate("甲乙丙丁戊己庚辛"))
    head = "[指标], [单位], [2023年], [2022年], [增速（%）], [核对], "
    columns = "(3cm, 1.5cm, 2cm, 2cm, 2cm, 2cm)"
    title = "#align(center)[表1#h(1em)苏州市2023年主要指标]\n\n时间：2023年 #h(1fr) 单位：见各行\n\n"
    table = f"#table(columns: {columns}, stroke: none, align: right, table.hline(), {head} table.hline(), {rows})\n"
    content = read_content(
        compiled(tmp_path, f"= 苏州市2023年知识产权年报\n\n{title}{table}\n资料来源：市知识产权局。")
    )
    assert [(one.height, one.width) for one in content.tables] == [(9, 6)]
    assert content.tables[0].captions == ("表1 苏州市2023年主要指标", "时间：2023年 单位：见各行")


def test_rows_of_figures_at_the_edge_of_pages_are_no_running_heads(tmp_path):
    rows = "".join(f"[{1900 + n}], [{n}1], [{n}2], " for n in range(200))
    path = compiled(tmp_path, f'#set page("a4")\n#table(columns: 3, stroke: none, [年份], [授权量], [申请量], {rows})')
    texts_of = [cell.text for table in read_content(path).tables for cell in table.cells]
    assert [str(1900 + n) for n in range(200) if str(1900 + n) not in texts_of] == []
