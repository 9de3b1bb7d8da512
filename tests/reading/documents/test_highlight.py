"""The page of a document: every figure highlighted in place, safe whatever the document holds, usable by keyboard."""

from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from ipstats.collect.read import read

TEXT = (
    "# 苏州市2023年工作总结\n\n2023年，全市专利授权量93831件，同比下降4.31%，居全省第二。"
    "商标注册量、商标申请量均为12件。\n\n"
    "| 指标 | 2023年（件） |\n|---|---|\n| 专利申请量 | 103831 |\n"
)
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Checks that tags close in order; collects ids, links, tags and the text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.links, self.tags, self.text = [], [], [], [], []
        self.figures = {}
        self.feed(html)
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.links += [attributes["href"]] if "href" in attributes else []
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        self.text.append(data)
        inside = [a for _, a in self.open]
        if any("card" in (a.get("class") or "").split() for a in inside):
            return
        for attributes in inside:
            if "figure" in (attributes.get("class") or "").split() and "id" in attributes:
                self.figures[attributes["id"]] = self.figures.get(attributes["id"], "") + data


def test_every_figure_is_marked_where_it_stands():
    document = read(TEXT)
    page = Page(document.to_html())
    for row in document.table.itertuples():
        assert f"fig-{row.obs_id}" in page.ids
    assert {"93831件", "4.31%", "全省第二", "12件", "103831"} <= set(page.figures.values())
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) == {f"#fig-{i}" for i in document.table["obs_id"]}


def test_figures_that_share_one_place_have_an_anchor_each():
    document = read(TEXT)
    shared = document.table[document.table["obs_text"] == "12件"]
    assert len(shared) == 2
    assert {f"fig-{i}" for i in shared["obs_id"]} <= set(Page(document.to_html()).ids)


def test_figures_within_figures_nest():
    document = read("2023年，苏州市专利授权量93831件。\n")
    inner = document.table.iloc[0].to_dict()
    inner |= {"obs_id": "inner0000001", "char_start": inner["char_start"] + 1, "char_end": inner["char_end"] - 2}
    import pandas as pd

    from ipstats.model.observations import frame

    both = replace(document, table=frame(pd.concat([document.table, pd.DataFrame([inner])]).astype(object)))
    figures = Page(both.to_html()).figures
    assert set(figures.values()) == {"93831件", "383"}


def test_the_row_is_said():
    html = read(TEXT).to_html()
    for said in ("专利授权量", "苏州市", "2023年", "-4.315—-4.305%", "增长率 growth 比上年", "93831件", "可信度"):
        assert said in html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><b onclick="x">',
        "</main></body><h1>",
        "&lt;script&gt;",
        "<!-- <style>*{display:none}</style> -->",
        "javascript:alert(1)",
    ],
)
def test_markup_in_a_document_stays_text(attack):
    table = f"| 指标{attack} | 2023年（件） |\n|---|---|\n| 专利申请量{attack} | 103831 |\n"
    html = read(f"# 苏州市{attack}总结\n\n2023年，{attack}专利授权量93831件{attack}。\n\n{table}").to_html()
    page = Page(html)
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img", "iframe", "b onclick"})
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert sum(tag == "h1" for tag, _ in page.tags) == 1


def test_the_page_loads_nothing_and_runs_nothing():
    page = Page(read(TEXT).to_html())
    policy = next(a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert not any("src" in attributes or tag in ("script", "link") for tag, attributes in page.tags)
    assert all(link.startswith("#") for link in page.links)


def test_figures_can_be_reached_and_are_described():
    page = Page(read(TEXT).to_html())
    figures = [a for tag, a in page.tags if "figure" in (a.get("class") or "").split() and "id" in a]
    assert figures
    for attributes in figures:
        assert attributes["tabindex"] == "0"
        assert attributes["aria-describedby"] in page.ids


def test_tables_are_tables_with_their_spans(tmp_path):
    from tests.documents import makers

    page = Page(read(makers.html(tmp_path / "a.html")).to_html())
    assert ("th", {"colspan": "2"}) in page.tags
    assert ("th", {"rowspan": "2"}) in page.tags


def test_warnings_are_shown():
    html = read("| 指标 | 数量（件） | 增减 |\n|---|---|---|\n| 专利授权量 | 12 | 3 |\n").to_html()
    assert "growth in % or a change" in html


def test_a_notebook_shows_the_same_in_a_box():
    document = read(TEXT)
    html = document._repr_html_()
    assert "<html" not in html
    assert f"fig-{document.table['obs_id'].iloc[0]}" in html


def test_a_document_without_figures():
    page = Page(read("没有数字的一段话。\n").to_html())
    assert page.figures == {}


def test_a_figure_counted_over_many_cells_has_its_anchor_in_the_open_list_of_all():
    """A link to a count of winners leads somewhere, though no one cell holds the number."""
    document = read(TEXT)
    counted = document.table.assign(char_start=pd.NA, char_end=pd.NA, cell="t1!r2:r20")
    page = Page(replace(document, table=counted.astype({"char_start": "Int64", "char_end": "Int64"})).to_html())
    assert {f"fig-{one}" for one in counted["obs_id"]} <= set(page.ids)
    assert any(tag == "details" and "open" in given for tag, given in page.tags)
    assert "t1!r2:r20" in "".join(page.text)


ELSEWHERE = (
    "# 江西省2024年知识产权工作总结\n\n2024年，全省技术合同成交额1817亿元，专利授权量12000件，商标注册量10万件。\n\n"
    "南昌市专利授权量5000件。2013年1—10月，全省专利申请量5.6万件。\n"
)


def card(html: str, text: str) -> str:
    """What the card of the figure with this text says."""
    return html.split(f">{text}<span", 1)[1].split("</span></span></span>", 1)[0]


def test_the_card_speaks_to_people():
    said = card(read(ELSEWHERE, area="江西").to_html(), "1817亿元")
    assert "1817亿元（1816.5—1817.5亿元）" in said
    assert "江西省" in said and "2024年 <i>本句“2024年”</i>" in said


def test_a_figure_of_another_place_or_time_is_visibly_so():
    html = read(ELSEWHERE, area="江西").to_html()
    apart = {part.split('"', 1)[0]: part.split(">", 1)[1].split("<", 1)[0] for part in html.split('data-other="')[1:]}
    assert apart == {"南昌市": "5000件", "2013年1—10月": "5.6万件"}


def test_doubtful_figures_and_numbers_not_read_are_marked():
    from ipstats.reading.accounting import NOT_READ, Number

    document = read(ELSEWHERE, area="江西")
    start = document.text.index("知识产权")
    table = document.table.assign(trust=["doubtful", *document.table["trust"][1:]])
    number = Number(start, start + 4, "知识产权", NOT_READ)
    html = replace(document, table=table, numbers=(number,)).to_html()
    assert 'class="figure level doubtful"' in html and "1 个待核 want a look" in html
    assert '<span class="unread" title="未读数字 number not read">知识产权</span>' in html


def test_the_page_carries_its_typeface():
    from ipstats.publishing.view import view

    html = view(read(ELSEWHERE, area="江西"))
    assert "@font-face" in html and "font-src data:" in html
    assert Page(html).figures
