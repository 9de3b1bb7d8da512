"""The same report saved by real writers in every format gives the same figures, each at its exact place."""

import makers
import pytest
import typst

from ipstats.collect.read import read
from nbappendix.fonts import faces

MEANING = [
    "ref_area", "scope", "indicator", "label", "measure", "comparison", "time_period", "obs_value", "unit_measure",
    "bound", "part_of", "rank_scope", "is_target",
]  # fmt: skip
WRITERS = {
    "html": lambda folder: makers.html(folder / "report.html"),
    "docx": lambda folder: makers.docx(folder / "report.docx"),
    "pdf-breaks-inside-paragraphs-and-tables": lambda folder: makers.pdf(folder / "report.pdf"),
    "pdf-very-small-pages": lambda folder: makers.pdf(folder / "small.pdf", height="80mm"),
    "pdf-tables-without-rules": lambda folder: makers.pdf(folder / "plain.pdf", ruled=False),
    "pdf-one-page-face-not-embedded": lambda folder: makers.pdf_unembedded(folder / "named.pdf"),
}


def meanings(document):
    return [tuple(row) for row in document.table[MEANING].itertuples(index=False)]


@pytest.fixture(scope="module")
def markdown(tmp_path_factory):
    return read(makers.markdown(tmp_path_factory.mktemp("md") / "report.md"))


def test_the_report_itself(markdown):
    """Checked by hand against the report in `makers`: 15 figures in prose and 22 in tables."""
    table = markdown.table
    assert (len(table), (table["cell"] != "").sum()) == (37, 22)
    cell = table.set_index("cell").loc["t1!r4c3"]
    assert (cell["indicator"], cell["measure"], cell["obs_value"]) == ("utility_model_grants", "growth", -25.1)
    cell = table.set_index("cell").loc["t2!r4c3"]
    assert (cell["ref_area_name"], cell["indicator"], cell["time_period"]) == (
        "相城区",
        "invention_patent_grants",
        "2022",
    )
    assert str(markdown.published) == "2024-03-15"


@pytest.mark.parametrize("writer", WRITERS)
def test_the_same_figures_in(writer, markdown, tmp_path):
    document = read(WRITERS[writer](tmp_path))
    assert meanings(document) == meanings(markdown)
    assert document.title == markdown.title
    assert document.published == markdown.published
    assert not document.warnings


@pytest.mark.parametrize("writer", WRITERS)
def test_every_figure_stands_where_it_says_in(writer, tmp_path):
    document = read(WRITERS[writer](tmp_path))
    for row in document.table.itertuples():
        assert document.text[row.char_start : row.char_end] == row.obs_text
        assert str(row.printed).lstrip("-−") in row.obs_text.replace(" ", "")


def test_pages_of_a_pdf_are_kept(tmp_path):
    table = read(makers.pdf(tmp_path / "report.pdf", height="80mm")).table
    assert table["page"].notna().all()
    assert table["page"].min() == 1
    assert table["page"].max() > 2


def test_words_broken_over_a_page_are_whole(tmp_path):
    """Markdown that was taken from a PDF: a paragraph goes on after a page break, and so does a number."""
    text = "# 苏州市2023年工作总结\n\n全市专利授权量937\n\n— 12 —\n\n31件，同比下降4.31%，为高质量发展贡献\n\n力量。\n"
    document = read(text)
    row = document.table.iloc[0]
    assert row["obs_value"] == 93731
    assert row["obs_text"] == "937\n\n— 12 —\n\n31件"
    assert document.text[row["char_start"] : row["char_end"]] == row["obs_text"]
    assert any("贡献力量" in block.text for block in document.blocks)


def test_a_title_much_shorter_than_its_text_is_a_line_of_its_own():
    text = "中国专利奖揭晓，我市获奖12项\n日前，国家知识产权局公布授奖决定，我市共有12项专利获奖，其中优秀奖10项。\n"
    assert [block.text[:5] for block in read(text).blocks] == ["中国专利奖", "日前，国家"]
    wrapped = "2022年，我市专利授权量12件，\n同比增长5%。\n"
    assert len(read(wrapped).blocks) == 1


def test_titles_and_datelines_are_not_joined():
    document = read("2022年全市授权发明专利12件\n记者今天（4月24日）从市知识产权局获悉，2022年，全市注册商标30件。\n")
    assert [block.text[:6] for block in document.blocks] == ["2022年全", "记者今天（4"]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("**全市**专利授权量**93831**件", "bold"),
        ("全市[专利授权量](https://example.org/a(b))93831件", "link"),
        ("> 全市专利授权量93831件", "quotation"),
        ("- 全市专利授权量93831件", "item"),
        ("### 3. 全市专利授权量93831件", "heading"),
    ],
    ids=lambda value: value if value.isascii() and " " not in value else None,
)
def test_marks_of_markdown_are_no_part_of_a_figure(line, label):
    document = read(f"# 苏州市2023年工作总结\n\n{line}\n")
    row = document.table.iloc[0]
    assert (row["obs_value"], row["indicator"]) == (93831, "patent_grants")
    assert document.text[row["char_start"] : row["char_end"]] == row["obs_text"]


def test_a_source_comment_counts_in_the_offsets_and_is_not_read():
    comment = "# source: page 777 of 888件\n"
    document = read(f"{comment}\n2023年，苏州市专利授权量12件。\n")
    assert document.table["obs_text"].tolist() == ["12件"]
    assert document.table["char_start"].iloc[0] == document.text.index("12件")


def test_hidden_and_linked_parts_of_a_page_are_not_read():
    page = (
        "<html><body><div style='display: none'>专利授权量1件</div><script>2件</script><nav>3件</nav>"
        "<ul><li><a href='x'>2022年专利授权量4件</a></li></ul><p>2023年，苏州市专利授权量5件<sup>[6]</sup>。</p>"
        "</body></html>"
    )
    table = read(page.encode(), name="page.html").table
    assert table["obs_text"].tolist() == ["5件"]


def test_footnote_marks_are_no_digits():
    page = "<html><body><p>2023年，苏州市专利授权量512<sup>3</sup>件，商标注册量7件。</p></body></html>"
    assert read(page.encode(), name="page.html").table["obs_value"].tolist() == [512, 7]


def test_notes_and_deleted_words_of_word(tmp_path):
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = docx.Document()
    paragraph = document.add_paragraph("2023年，苏州市专利授权量512件")
    deleted, run, text = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = "，商标注册量99件"
    run.append(text)
    deleted.append(run)
    paragraph._p.append(deleted)
    hidden = paragraph.add_run("，软件著作权88件")
    hidden.font.hidden = True
    raised = paragraph.add_run("1")
    raised.font.superscript = True
    paragraph.add_run("。")
    assert paragraph._p.find(qn("w:del")) is not None
    document.save(tmp_path / "a.docx")
    assert read(tmp_path / "a.docx").table["obs_value"].tolist() == [512]


def _word_struck(path):
    import docx

    paragraph = (document := docx.Document()).add_paragraph("2023年，苏州市专利授权量")
    paragraph.add_run("99999").font.strike = True
    paragraph.add_run("512件，商标注册量7件。").font.strike = False
    document.save(path)
    return read(path)


def _page(body):
    return read(body.encode(), name="a.html")


STRUCK = {
    "word": _word_struck,
    "html": lambda _: _page("<p>2023年，苏州市专利授权量<del>99999</del>512件，商标注册量7件。</p>"),
    "html by its style": lambda _: _page(
        "<p>2023年，苏州市专利授权量<i style='text-decoration:line-through'>99999</i>512件，商标注册量7件。</p>"
    ),
    "a cell of html": lambda _: _page(
        "<h1>2023年苏州市情况（件）</h1><table><tr><td>指标</td><td>数量</td></tr>"
        "<tr><td>专利授权量</td><td><s>99999</s>512</td></tr><tr><td>商标注册量</td><td>7</td></tr></table>"
    ),
    "markdown": lambda _: read("2023年，苏州市专利授权量~~99999~~512件，商标注册量<s>8件</s>7件。\n"),
}  # fmt: skip


@pytest.mark.parametrize("written", STRUCK.values(), ids=STRUCK)
def test_what_is_struck_out_is_no_part_of_a_figure_and_is_said(written, tmp_path):
    document = written(tmp_path / "a.docx")
    assert document.table["obs_value"].tolist() == [512, 7]
    assert sum("99999" in line for line in document.warnings) == 1


def test_marks_between_digits_are_not_taken_for_struck_out_words():
    assert "13" not in "".join(read("2023年，苏州市专利授权量1~~2件，商标注册量3~~4件。\n").table["obs_text"])


def _word_table(outer, rows, at):
    """A table of Word with another one inside a cell."""
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            outer.cell(number, column).text = text
    inner = outer.cell(*at).add_table(2, 2)
    for number, row in enumerate([("地区", "专利授权量（件）"), ("姑苏区", "512")]):
        for column, text in enumerate(row):
            inner.cell(number, column).text = text


def test_a_table_that_frames_another_is_read_through_and_one_beside_figures_is_said(tmp_path):
    import docx

    document = docx.Document()
    document.add_paragraph("苏州市2023年知识产权情况")
    _word_table(document.add_table(1, 2), [("附", "")], (0, 1))
    figures = [("指标", "2023年", "备注"), ("商标注册量（件）", "7", "")]
    _word_table(document.add_table(2, 3), figures, (1, 2))
    document.save(tmp_path / "a.docx")
    document = read(tmp_path / "a.docx")
    assert document.table["obs_value"].tolist() == [512, 7]
    assert sum("姑苏区 512" in line for line in document.warnings) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk"])
@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".csv"])
def test_encodings(encoding, ending, tmp_path):
    body = {
        ".html": "<p>2023年，苏州市专利授权量512件，增长3.1%。</p>",
        ".csv": "指标,2023年\n专利授权量（件）,512\n",
    }.get(ending, "2023年，苏州市专利授权量512件，增长3.1%。\n")
    path = tmp_path / f"a{ending}"
    path.write_bytes(body.encode(encoding))
    document = read(path)
    assert document.table["obs_value"].iloc[0] == 512
    assert "\ufeff" not in document.text


def test_text_of_a_file_is_its_own_characters(tmp_path):
    text = "2023年，苏州市专利授权量512件。\r\n商标注册量7件。\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert read(tmp_path / "a.txt").text == text


def test_xlsx_cells_are_named_and_read_as_shown(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "专利"
    sheet["A1"] = "2023年苏州市专利情况"
    sheet.merge_cells("A1:C1")
    sheet["C2"] = "单位：件"
    sheet.append(["地区", "发明专利授权量", "同比增长（%）"])
    sheet.append(["苏州市", 17875, 22.414])
    sheet["C4"].number_format = "0.00"
    sheet.append(["吴中区", 1234, None])
    hidden = book.create_sheet("旧")
    hidden["A1"], hidden["B1"] = "专利授权量", 99
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    table = read(tmp_path / "a.xlsx").table.set_index("cell")
    assert table.loc["专利!C4", ["obs_value", "printed", "measure"]].tolist() == [22.41, "22.41", "growth"]
    assert table.loc["专利!B5", ["ref_area_name", "indicator"]].tolist() == ["吴中区", "invention_patent_grants"]
    assert len(table) == 3


def test_two_columns_are_read_one_after_the_other(tmp_path):
    said = [
        "2023年，全市专利授权量20401件，同比增长0.7%，其中发明专利授权量10802件，占全市专利授权量的52.9%。",
        "截至2023年底，全市有效发明专利量57412件，同比增长20.2%；有效注册商标量30661件，同比增长6.8%。",
        "全年查处商标违法案件1203件，案值2310.5万元；法院新收一审知识产权案件6105件，审结6309件。",
        "全年专利转让5601次，同比增长13.5%；知识产权质押融资金额182.3亿元，惠及企业1102家。",
        "2022年，全市专利授权量20301件，有效注册商标量28709件；2021年，全市专利授权量19802件，有效注册商标量25401件。",
        "2022年查处商标违法案件1180件，案值2110.5万元；法院新收一审知识产权案件5905件，审结6009件。",
    ]
    head = '#set page(width: 200mm, height: 66mm, columns: 2)\n#set text(font: "Noto Sans SC", size: 10pt)\n'
    head += "#set par(justify: true)\n"
    title = '#place(top + center, scope: "parent", float: true)[#text(16pt)[苏州市2023年知识产权年报]]\n'
    (tmp_path / "a.typ").write_text(head + title + "\n\n".join(said), encoding="utf-8")
    fonts = [str(face.parent) for face in faces().values()]
    typst.compile(str(tmp_path / "a.typ"), output=str(tmp_path / "a.pdf"), font_paths=fonts)
    plain = read("# 苏州市2023年知识产权年报\n\n" + "\n\n".join(said))
    assert meanings(read(tmp_path / "a.pdf")) == meanings(plain)
