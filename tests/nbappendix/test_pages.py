"""How full the pages of a PDF are, reckoned and as printed."""

import random

import pytest
from appendices import TABLE, code, notebook, shown, wide_table
from nbformat.v4 import new_markdown_cell

import nbappendix
from nbappendix import layout, pages, pdf
from nbappendix.labels import labels
from nbappendix.pages import Item
from printed import fills

FULL = 700.0
TEXT = Item(height=200, keep=40, least=40)
MOVING = TEXT._replace(moves=True)
CHART = Item(height=300, keep=300, chart=250, opens=True)
TABLE_OF_20 = Item(height=400, keep=150, least=150, again=50, opens=True)


def plan(*items, full=FULL):
    return pages.planned(items, full, Item())


def test_a_chart_that_fits_is_drawn_as_large_as_it_is():
    assert plan(TEXT, CHART)[0] == [(0, 1.0), (1, 1.0)]


def test_a_chart_that_is_a_little_too_tall_is_drawn_smaller():
    order, low, faults = plan(TEXT, TEXT, CHART._replace(height=340, keep=340))
    assert [scale for _, scale in order] == [1.0, 1.0, 0.79] and FULL - 15 < low <= FULL and not faults


def test_a_chart_on_the_next_page_lets_what_reads_it_go_before():
    few = Item(height=60, keep=60)
    order, _, faults = plan(TEXT, TEXT, few, CHART, MOVING, TEXT)
    assert [index for index, _ in order] == [0, 1, 2, 4, 3, 5] and order[4] == (3, 1.0) and not faults
    still = plan(TEXT, TEXT, few, CHART, TEXT, TEXT)[0]
    assert [index for index, _ in still] == [0, 1, 2, 3, 4, 5]


def test_what_goes_before_a_chart_does_not_leave_its_heading():
    led = CHART._replace(height=340, keep=340, lead=40)
    order, *_ = plan(TEXT, TEXT, Item(height=100, keep=100), led, MOVING, TEXT)
    assert [index for index, _ in order] == [0, 1, 2, ~3, 4, 3, 5]


def test_nothing_goes_before_a_chart_that_has_room():
    assert [index for index, _ in plan(TEXT, CHART, MOVING)[0]] == [0, 1, 2]


def test_a_long_table_splits_and_repeats_its_head():
    assert plan(TEXT, TEXT, TABLE_OF_20)[1] == 150 + 50
    assert plan(TEXT, TEXT, TABLE_OF_20._replace(height=500))[1] == 400 + 500 - FULL + 50


def test_a_page_that_stays_half_empty_is_a_fault_but_not_the_last():
    tall = CHART._replace(height=600, keep=600, chart=0)
    assert plan(TEXT, tall)[2] == 1
    assert plan(tall, TEXT)[2] == 0


def test_what_lies_begins_a_page_of_its_own():
    order, *rest = plan(TEXT, Item(breaks="landscape"), MOVING)
    assert [index for index, _ in order] == [0, 1, 2] and rest == [200, 1]


def test_a_chart_shrinks_rather_than_leave_a_few_lines_alone():
    order, low, _ = plan(TEXT, CHART, Item(height=150, keep=40, least=40), Item(height=60, keep=60))
    assert order[1][1] < 1 and low > 600


@pytest.mark.parametrize(("rows", "lies"), [(31, False), (60, True)])
def test_a_wide_table_of_the_provinces_stands_upright_in_two_panels(rows, lies):
    landscape, _, _, panels = layout.fit(wide_table(16, rows))
    assert landscape == lies and len(panels) == (1 if lies else 2)


@pytest.mark.parametrize("seed", range(6))
def test_no_page_before_the_last_is_half_empty(seed):
    """Sections of one to eight sentences with a chart of up to half a page or a table that stands upright."""
    drawn = random.Random(seed)
    cells = [new_markdown_cell("# 题")]
    for number in range(7):
        cells.append(new_markdown_cell(f"## 第{number}节\n\n" + "这是引出图表的文字。" * drawn.randint(1, 8)))
        if drawn.random() < 0.6:
            size = f'width="{drawn.choice([300, 440])}pt" height="{drawn.choice([150, 260, 330])}pt"'
            svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><text y="9">图</text></svg>'
            cells.append(code("x", shown("image/svg+xml", svg)))
        else:
            cells.append(code("x", shown(TABLE, wide_table(drawn.choice([2, 6]), drawn.choice([3, 8, 12, 40])))))
        cells.append(new_markdown_cell("这是说明图表的文字。" * drawn.randint(0, 8)))
    printed = fills(pdf.render(nbappendix.document(notebook(*cells)), 0))
    assert min(printed[:-1]) >= 0.6
    assert len(printed) == 1 or printed[-1] > 0.1


@pytest.mark.parametrize(
    ("said", "moved"),
    [("上图说明增长。", False), ("见下表。", False), ("The chart above shows growth.", False), ("增长较快。", True)],
)
def test_what_points_above_or_below_stays(said, moved):
    heading = {"kind": "heading", "level": 1, "inlines": []}
    blocks = [
        {"kind": "opening", "lead": [heading], "block": {"kind": "figure", "width": 9}},
        {"kind": "paragraph", "inlines": [{"t": "text", "text": said}]},
    ]
    tall = {"height": 600, "keep": 600, "opens": True, "lead": 30}
    heights = {"blocks": [tall, {"height": 300, "keep": 40, "least": 40}], "end": [], "full": FULL}
    heights |= {"start": {"height": 200}, "notes": {"half": 0, "whole": 0}}
    printed, _ = pages.filled(blocks, heights, labels("en" if said.isascii() else "zh")["points"])
    kinds = ["heading", "paragraph", "opening"] if moved else ["opening", "paragraph"]
    assert [block["kind"] for block in printed["blocks"]] == kinds
    assert printed["blocks"][-1].get("lead", []) == [] and str(printed).count("'heading'") == 1


@pytest.mark.parametrize("seed", range(6))
def test_the_first_spacing_of_the_fewest_faults_is_taken_though_not_every_last_page_is_set(monkeypatch, seed):
    draw = random.Random(seed)
    faults = {spacing: (draw.randint(1, 3), draw.randint(0, 1)) for spacing in pdf.SPACINGS}
    ended = []

    def queried(compiler, told, label):
        if label == "<measured>":
            return {"spacing": told["spacing"]}
        ended.append(told["spacing"])
        return {"low": 20 if faults[told["spacing"]][1] else 300, "page": 2}

    monkeypatch.setattr(pdf.pages, "filled", lambda blocks, heights, points: ({}, faults[heights["spacing"]][0]))
    monkeypatch.setattr(pdf, "_queried", queried)
    told = pdf._arranged(None, {"doc": {"blocks": []}, "words": {"points": ""}})
    best = min(pdf.SPACINGS, key=lambda spacing: sum(faults[spacing]))
    assert told["spacing"] == best and best in ended and len(ended) < len(pdf.SPACINGS)
