"""What cannot be read is refused in one line that says what was seen and what to do; nothing half-read comes out."""

import io
import zipfile

import makers
import pandas as pd
import pytest

from ipstats import messages
from ipstats.collect.read import read
from ipstats.documents import converting, formats
from ipstats.documents.package import damaged
from ipstats.errors import DocumentError, ParameterError


def refusal(path, **options) -> str:
    with pytest.raises(DocumentError) as caught:
        read(path, **options)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message or options.get("name", "?") in message
    return message


@pytest.mark.parametrize(
    "ending", [".doc", ".wps", ".ofd", ".ppt", ".rtf", ".et", ".ods", ".zip", ".png", ".jpg", ".caj"]
)
def test_formats_that_are_not_read_say_what_to_convert_to(ending, tmp_path, monkeypatch):
    monkeypatch.setattr(converting, "program", lambda: "")
    path = tmp_path / f"年报{ending}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 anything")
    said = refusal(path)
    assert f"{ending} is not read" in said
    assert formats.CONVERT[ending] in said


def test_an_ending_nobody_knows(tmp_path):
    (tmp_path / "a.xyz").write_text("专利授权量12件")
    assert ".xyz is not read; expected one of .md" in refusal(tmp_path / "a.xyz")


def test_no_such_file(tmp_path):
    assert "no such file" in refusal(tmp_path / "没有.pdf")
    assert "no such file" in refusal("没有.pdf")
    assert "ipstats add" in refusal("https://example.org/报告.pdf")


def test_a_folder(tmp_path):
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("ending", [".md", ".txt", ".html", ".docx", ".pdf", ".xlsx", ".csv"])
def test_an_empty_file(ending, tmp_path):
    path = tmp_path / f"a{ending}"
    path.write_bytes(b" \r\n")
    assert "is empty" in refusal(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("ending", [".docx", ".pdf", ".xlsx"])
def test_a_file_cut_short(ending, share, tmp_path):
    whole = {".docx": makers.docx, ".pdf": makers.pdf, ".xlsx": workbook}[ending](tmp_path / f"whole{ending}")
    data = whole.read_bytes()
    path = tmp_path / f"cut{ending}"
    path.write_bytes(data[: int(len(data) * share)])
    assert "cut short" in refusal(path)


def test_what_a_library_says_is_one_clause_of_the_refusal():
    error = UnicodeDecodeError("utf-16-le", b"ab", 0, 1, "illegal: encoding; at all")
    said = messages.said(damaged("a.xls", error, "Excel or WPS").args[0], "zh")
    assert said.startswith("a.xls: 不完整或已损坏（") and said.endswith("；请用 Excel 或 WPS 打开并重新保存")


def workbook(path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["指标", "2023年"])
    book.save(path)
    return path


def test_an_encrypted_pdf(tmp_path):
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "locked.pdf"), encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "2023: 12 patents")
    canvas.save()
    assert "encrypted" in refusal(tmp_path / "locked.pdf")


def test_a_scanned_pdf(tmp_path):
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    Image.new("RGB", (60, 80), "white").save(tmp_path / "scan.png")
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    for _ in range(3):
        canvas.drawImage(str(tmp_path / "scan.png"), 0, 0, 590, 840)
        canvas.showPage()
    canvas.save()
    said = refusal(tmp_path / "scan.pdf")
    assert "scanned" in said
    assert "recognise the text" in said


def test_a_pdf_whose_typefaces_name_no_characters(tmp_path):
    data = makers.pdf(tmp_path / "a.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(data.replace(b"/ToUnicode", b"/NoUnicode"))
    said = refusal(tmp_path / "a.pdf")
    assert "which characters" in said
    assert "print it to PDF again" in said


def test_a_page_of_pictures_in_a_pdf_with_text_is_reported(tmp_path):
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    Image.new("RGB", (60, 80), "white").save(tmp_path / "scan.png")
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "In 2023 the office granted many patents, as its report says at length.")
    canvas.showPage()
    canvas.drawImage(str(tmp_path / "scan.png"), 0, 0, 590, 840)
    canvas.showPage()
    canvas.save()
    assert "page 2: only a picture" in read(tmp_path / "a.pdf").warnings[0]


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_an_encrypted_office_file(ending, tmp_path):
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert "encrypted" in refusal(path)


def test_an_office_file_that_is_another(tmp_path):
    whole = makers.docx(tmp_path / "a.docx")
    (tmp_path / "b.xlsx").write_bytes(whole.read_bytes())
    assert "no .xlsx" in refusal(tmp_path / "b.xlsx")
    (tmp_path / "c.txt").write_bytes(whole.read_bytes())
    assert "ZIP or Office file" in refusal(tmp_path / "c.txt")


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
@pytest.mark.parametrize(
    "data, said",
    [(b"\xef\xbb\xbf\n<HTML><table>", "name it .html"), (b"%PDF-1.7\n", "name it .pdf")],
    ids=["web", "pdf"],
)
def test_an_export_that_is_no_office_file(ending, data, said, tmp_path):
    (tmp_path / f"a{ending}").write_bytes(data + b"x" * 300)
    assert said in refusal(tmp_path / f"a{ending}")


def test_a_word_file_with_damaged_parts(tmp_path):
    whole = makers.docx(tmp_path / "a.docx")
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "b.docx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[: len(data) // 2] if name == "word/document.xml" else data)
    assert "damaged" in refusal(tmp_path / "b.docx")


def test_a_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(60):
                member.write(bytes(2**20))
    assert path.stat().st_size < 2**20
    assert "limit 'ratio'" in refusal(path)


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 20)
    assert "no text in UTF-8, UTF-16, GB18030 or Big5" in refusal(tmp_path / "a.txt")


def test_a_mark_that_lies_about_the_encoding(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + "专利".encode("gbk"))
    assert "begins as UTF-8 but" in refusal(tmp_path / "a.txt")


def test_a_pdf_that_is_none(tmp_path):
    (tmp_path / "a.pdf").write_text("<html>404</html>")
    assert "is no PDF" in refusal(tmp_path / "a.pdf")


def test_a_page_without_text(tmp_path):
    (tmp_path / "a.html").write_text("<html><body><script>var a = '专利授权量12件'</script></body></html>")
    assert "holds no text" in refusal(tmp_path / "a.html")


def test_bytes_need_a_name():
    with pytest.raises(ParameterError, match="need its file name"):
        read(b"abc")


@pytest.mark.parametrize("given", [None, 5, ["a.md"], pd.DataFrame({"a": [1]})], ids=lambda one: type(one).__name__)
def test_what_is_no_document_is_told_in_a_line(given):
    with pytest.raises(ParameterError, match=f"^{type(given).__name__} is no document; give a path.*不是文件"):
        read(given)


@pytest.mark.parametrize("day", ["2023年", 2023])
def test_a_date_that_is_none(day):
    with pytest.raises(ParameterError, match="YYYY-MM-DD"):
        read("专利授权量12件。\n", published=day)


def test_an_area_may_be_the_number_of_its_code():
    assert read("2023年专利授权量12件。\n", area=110000).table["ref_area_name"].tolist() == ["北京市"]


@pytest.mark.parametrize("year", [0, 99999, "2023"])
def test_a_year_that_is_none(year):
    with pytest.raises(ParameterError, match=r"is no year of a report; expected 1900 to 2099"):
        read("专利授权量12件。\n", year=year)


def test_text_path_and_bytes_are_told_apart(tmp_path):
    path = tmp_path / "2023年专利授权量12件"
    assert read("2023年，苏州市专利授权量12件。").text.startswith("2023年")
    assert read("苏州市专利授权量12件\n").source_id == "text"
    path = tmp_path / "2023年报告.md"
    path.write_text("2023年，苏州市专利授权量12件。", encoding="utf-8")
    assert read(str(path)).source_id == "2023年报告"
    assert read(path.read_bytes(), name="b.md").source_id == "b"
    assert read(io.BytesIO(path.read_bytes()).getvalue(), name="c.txt").table["obs_value"].tolist() == [12]
