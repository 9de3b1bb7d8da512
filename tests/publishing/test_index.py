"""The page that lists the reports: a table of contents, each report once."""

import re

import pytest

from ipstats.publishing import index


def made(title, language="zh", notebook="01_growth", formats=("html", "pdf"), year=2023, **own):
    given = {"area": "110000", "year": year, "base_year": year - 1, "language": language} | own
    paths = {one: {"path": f"110000/{year}/{notebook}.{language}.{one}"} for one in (*formats, "ipynb")}
    return {
        "report": "x", "notebook": notebook, "title": title, "parameters": given, "own": own, "files": paths,
        "made": "2024-02-01T10:00:00+08:00", "seconds": 3.2,
    }  # fmt: skip


def rows(*reports, books=()):
    empty = {"sources": [], "failures": [], "held": [], "package": "1", "written": "2024-02-01T10:00:00+08:00"}
    page = index.page(empty | {"reports": list(reports), "books": list(books)})
    listing = page.partition('<table class="listing">')[2].partition("</table>")[0]
    return page, re.findall("<tr>(.*?)</tr>", listing.partition("<tbody>")[2])


def test_the_languages_of_a_report_stand_in_one_row():
    page, [row] = rows(made("Annual report", "en", formats=["html"]), made("年度报告"))
    assert "1 份报告" in page
    assert row.index("年度报告") < row.index("Annual report") and row.count("PDF") == 1 and row.count("HTML") == 2
    zh, en = row.split("<td>")[-2:]
    assert ".zh.html" in zh and ".zh.pdf" in zh and ".en.html" in en and "zh" not in en


@pytest.mark.parametrize("own", [{"edition": 24}, {"period": "H1"}], ids=str)
def test_reports_with_other_parameters_have_rows_of_their_own(own):
    assert len(rows(made("甲"), made("乙", **own), made("丙", year=2022), made("丁", notebook="02_b"))[1]) == 4


def test_a_bound_volume_is_listed_by_its_title():
    book = {"path": "110000/book.zh.pdf", "title": "北京市2023年知识产权统计报告汇编"}
    _, [_, row] = rows(made("年度报告"), books=[book])
    assert "北京市2023年知识产权统计报告汇编" in row and row.count('href="110000/book.zh.pdf"') == 2
    assert row.startswith("<td>2023</td>"), "in the column of years, as the reports that it binds"
    _, [_, several] = rows(made("年度报告"), books=[book | {"title": "北京市2022—2023年知识产权统计报告汇编"}])
    assert several.startswith("<td></td>")
    page, _ = rows(made("年度报告"), books=[book | {"path": "2023-book.zh.pdf"}])
    assert page.index("2023-book.zh.pdf") < page.index("area-110000")


def test_facts_of_the_run_are_folded():
    page, _ = rows(made("年度报告"))
    seconds = page.index("3.2")
    assert page.rindex("<details>", 0, seconds) > 0 and "<details open" not in page
    assert "ipynb" not in page.partition("<details>")[0]
