"""What appendices say of our reports: names of areas and parameters, the way to the sources, our own errors."""

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

import ipstats
import nbappendix
from ipstats.errors import DocumentError, IpstatsError
from ipstats.publishing.appendix import IpstatsHooks
from nbappendix import links
from nbappendix.hooks import hooks


def document(**about):
    return nbappendix.document(new_notebook(cells=[new_markdown_cell("# x")], metadata={"ipstats": about}))


def test_the_hooks_are_found_where_the_package_is_installed():
    assert type(hooks()) is IpstatsHooks


def test_parameters_are_said_in_words():
    given = {"total": "patent_grants", "area": "110000", "prize": "gold", "language": "en", "others": "", "depth": 3}
    said = "Area: Beijing; Language: English; Total broken down: patent grants; Prize: gold; depth: 3"
    assert ["Parameters", said] in document(parameters=given, language="en")["colophon"]


def test_what_was_left_to_the_year_is_said_in_words():
    given = {"edition": 0, "base_edition": 0, "repeats": -1, "prize": "all", "period": "上半年"}
    said = "奖项：合计；届次：报告年末以前最近一届；比较的届次：上一届；共有奖项重复计入的上限：不明；时期：上半年"
    assert ["参数", said] in document(parameters=given, language="zh")["colophon"]
    assert ["参数", "届次：24"] in document(parameters={"edition": 24}, language="zh")["colophon"]


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "北京市\u30002022年与2021年比较"), ("en", "Beijing, 2022 compared with 2021")]
)
def test_a_cover_says_whom_a_report_is_about(language, said):
    given = {"area": "110000", "year": 2022, "base_year": 2021}
    assert document(parameters=given, language=language)["subtitle"] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "北京市\u30002022年1—11月与2021年1—11月比较"),
        ("en", "Beijing, January–November 2022 compared with January–November 2021"),
    ],
)
def test_a_cover_names_the_part_of_the_year(language, said):
    given = {"area": "110000", "year": 2022, "base_year": 2021, "period": "1—11月"}
    assert document(parameters=given, language=language)["subtitle"] == said


def test_a_book_is_named_after_what_its_reports_share():
    def named(*given, language="zh"):
        abouts = [{"parameters": {"area": area, "year": year}} for area, year in given]
        return IpstatsHooks().common_subject(abouts, language)

    beijing = ("110000", 2023)
    assert named(beijing, beijing) == "北京市2023年知识产权"
    assert named(beijing, beijing, language="en") == "Intellectual property in Beijing, 2023"
    assert named(beijing, ("110000", 2022)) == "北京市知识产权" and named(beijing, ("320000", 2023)) == ""


def test_prefix_is_the_way_to_the_reports_folder(tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    assert links.prefix(tmp_path / "reports" / "110000" / "2022" / "x.pdf") == "../../"
    assert links.prefix(tmp_path / "notebooks" / "x.pdf") == "../reports/"


def test_errors_of_the_exporter_are_ours(tmp_path):
    with pytest.raises(DocumentError, match=r"none\.ipynb"):
        ipstats.export(tmp_path / "none.ipynb")
    nbformat.write(new_notebook(cells=[new_markdown_cell("# x")]), tmp_path / "x.ipynb")
    with pytest.raises(IpstatsError, match="expected one of pdf, html, docx, xlsx, csv, sdmx-csv"):
        ipstats.export(tmp_path / "x.ipynb", "odt")
