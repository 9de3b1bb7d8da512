"""The page as a parser sees it; what a browser makes of it is in test_browser.py."""

import base64
import hashlib
import re

import pytest
from appendices import code, growth_table, notebook, own_notebook, shown
from lxml import html as parser
from nbformat.v4 import new_markdown_cell

import nbappendix
from nbappendix import fonts, html, subsets

TABLE = "application/vnd.nbappendix.table+json"


def rendered(node, prefix="../../", **options):
    return html.render(nbappendix.document(node, name="x", **options), prefix)


@pytest.fixture(scope="module")
def page(own):
    return parser.document_fromstring(rendered(own))


def policy(tree) -> dict[str, str]:
    content = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    return dict(part.split(" ", 1) for part in content.split("; "))


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_policy_allows_its_own_style_and_script_only(page):
    rules = policy(page)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == digest(page.xpath("//script")[0].text)
    assert rules["style-src"] == digest(page.xpath("//style")[0].text)
    assert "unsafe" not in str(rules)
    assert page.xpath("//*[@style]") == []


def test_nothing_is_fetched(page, foreign):
    for tree in (page, parser.document_fromstring(rendered(foreign))):
        for name in ("src", "srcset", "data", "poster", "action"):
            assert [v for v in tree.xpath(f"//@{name}") if not v.startswith("data:")] == []
        assert tree.xpath("//link | //iframe | //object | //embed") == []
        assert "http" not in re.sub(r"data:[^)]*", "", tree.xpath("//style")[0].text)


def test_table_keeps_its_meaning(page):
    table = page.get_element_by_id("table-1").xpath(".//table")[0]
    assert [h.get("scope") for h in table.xpath("./thead//th")] == ["col", "colgroup", "col", "col", "col"]
    assert table.xpath("./thead//th[@scope='colgroup']/@colspan") == ["2"]
    assert table.xpath("./tbody/tr[@class='body']/th/@scope") == ["row", "row", "row"]
    assert table.xpath("./tbody/tr[@class='group']/th/@scope") == ["rowgroup"]
    assert "表 1" in table.xpath("./caption")[0].text_content()
    assert "单位：件" in table.xpath("./caption")[0].text_content()


def test_numbers_sort_by_their_unrounded_values(page):
    table = page.get_element_by_id("table-1").xpath(".//table")[0]
    assert table.xpath(".//td[text()='16.81%']/@data-v") == ["16.810811"]
    assert table.xpath(".//a[text()='36.5万']/../@data-v") == ["365000.0"]


def test_number_links_to_its_place_in_the_source(page):
    link = page.xpath("//a[@class='figure-source'][text()='187884件']")[0]
    assert link.get("href") == "../../sources/beijing-2022.html#fig-a1"
    assert link.get("title") == "原文"


def test_computed_number_tells_its_formula(page):
    assert page.xpath("//td[@title='216.1 ÷ 185.0 − 1']")


def test_data_of_tables_and_figures_can_be_had(page):
    found = {a.get("download"): a.get("href") for a in page.xpath("//p[@class='download']/a")}
    assert set(found) == {"表1.csv", "图1.csv", "表2.csv"}
    data = base64.b64decode(found["表1.csv"].partition("base64,")[2]).decode("utf-8-sig")
    assert "专利授权量,198778,187884,5.63" in data


def test_chart_has_its_text_alternative_and_its_own_ids(page):
    chart = page.xpath("//figure//*[local-name()='svg']")[0]
    assert chart.get("role") == "img"
    assert chart.get("aria-label").startswith("柱形图")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(i.startswith("f1-") for i in chart.xpath(".//@id"))


def test_contents_lead_to_the_headings(page):
    for link in page.xpath("//nav//a"):
        assert page.get_element_by_id(link.get("href")[1:]).text_content() == link.text_content()


def test_footnote_leads_there_and_back(page):
    call = page.get_element_by_id("r1")
    note = page.get_element_by_id(call.get("href")[1:])
    assert "工作总结" in note.text_content()
    assert note.xpath(".//a[@class='back']/@href") == ["#r1"]


def test_code_is_folded_and_formulas_are_mathml(page):
    assert page.xpath("//details[@class='code'][not(@open)]//code")[0].text_content().startswith("area: str")
    assert len(page.xpath("//*[local-name()='math']")) == 2


def test_document_language_and_draft(own):
    assert 'lang="zh-CN"' in rendered(own)
    assert "草稿" in rendered(own) and "草稿" not in rendered(own, final=True)
    english = rendered(own_notebook(language="en", title="Growth"))
    assert '<html lang="en">' in english and "Draft: not final" in english


def test_hostile_text_is_only_text():
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> \"'&"
    table = growth_table()
    table |= {"title": evil, "notes": [evil], "unit": evil}
    table["rows"][0]["cells"][1] |= {"text": evil, "title": evil, "href": 'javascript:alert("1")', "mark": evil}
    node = notebook(
        new_markdown_cell(f"# {evil}\n\n{evil}\n\n[x](javascript:alert(1))"), code(evil, shown(TABLE, table))
    )
    tree = parser.document_fromstring(rendered(node))
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img | //@onerror") == []
    assert [h for h in tree.xpath("//@href") if h.startswith("javascript")] == []


def test_same_characters_give_the_same_face_with_or_without_a_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = subsets.woff2({"年", "月"})
    assert len(list(tmp_path.rglob("*.woff2"))) == 1
    subsets._kept.cache_clear()
    assert subsets.woff2({"月", "年"}) == first
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/no-such-place")
    subsets._kept.cache_clear()
    assert subsets.woff2({"年", "月", "🎉"}) == first
    assert first.startswith(b"wOF2")


@pytest.mark.parametrize(
    ("text", "lacking"), [("年月 a\n−", []), ("𠮷🎉年🎉", ["𠮷", "🎉"])], ids=["all there", "named once"]
)
def test_missing_characters_are_named(text, lacking):
    assert fonts.missing(text) == lacking
